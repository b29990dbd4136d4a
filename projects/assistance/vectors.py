# SPDX-License-Identifier: MIT
"""Sentence vectors kept with their interview, so that another start of the program encodes only what is new.

A vector stands under the digest of its sentence in objects of the project. They belong to one interview and go with it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from projects.people.effective_consent import refused
from projects.stored_interviews.queries import DOCUMENT_IDS
from wording import Progress, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project
    from projects.worker import JobAnswer

INSERT_VECTORS = "INSERT INTO sentence_vectors (document, encoder, vectors_ref) VALUES (?, ?, ?)"
DELETE_VECTORS = "DELETE FROM sentence_vectors WHERE document = ?"
KEPT_VECTORS = "SELECT document, vectors_ref FROM sentence_vectors WHERE encoder = ? ORDER BY id"

_FORMAT = b"PWV1"
_DIGEST = 16  # bytes
_MOST_OBJECTS = 20  # of one interview, before they are made one
_AT_ONCE = 4_000_000  # bytes handed to the text process in one call


class TextProcessProtocol(Protocol):
    """The warm text process (`projects.worker.TextProcess`)."""

    def call(
        self, name: str, /, *, seconds: float = 600.0, progress: Progress | None = None, **arguments: object
    ) -> object:
        """The answer of a job."""

    def ask(self, name: str, /, *, seconds: float, progress: Progress | None, **arguments: object) -> JobAnswer:
        """The answer of a job with its parts."""


def sentence_digest(text: str) -> bytes:
    """Under which a sentence's vector is kept: 16 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_DIGEST]


def to_bytes(vectors: Mapping[bytes, bytes]) -> bytes:
    """Vectors (float32, little-endian) by the digest of their sentence, as one object."""
    return _FORMAT + len(vectors).to_bytes(4, "little") + b"".join(vectors) + b"".join(vectors.values())


def from_bytes(data: bytes | bytearray, width: int) -> dict[bytes, bytes]:
    """What `to_bytes` wrote, for vectors of `width` bytes; nothing where it is not of that form.

    A long answer of the text process comes in a buffer that can be written, and no key can: it is copied.
    """
    data = bytes(data)
    count = int.from_bytes(data[4:8], "little") if data[:4] == _FORMAT else -1
    if count < 0 or len(data) != 8 + count * (_DIGEST + width):
        return {}
    first = 8 + count * _DIGEST
    names = (data[8 + at * _DIGEST : 8 + (at + 1) * _DIGEST] for at in range(count))
    return {name: data[first + at * width : first + (at + 1) * width] for at, name in enumerate(names)}


def kept_vectors(project: Project, encoder: str, documents: Iterable[str]) -> dict[str, list[bytes]]:
    """The objects kept by an encoder, by document, in the order in which they were kept."""
    wanted, found = set(documents), dict[str, list[bytes]]()
    for row in project.query(KEPT_VECTORS, (encoder,)):
        if str(row["document"]) in wanted:
            found.setdefault(str(row["document"]), []).append(project.read_object(row["vectors_ref"]))
    return found


def hand_over(text_process: TextProcessProtocol, kept: Iterable[bytes]) -> None:
    """Give the text process the vectors that are kept, in portions."""
    portion: list[str] = []
    for data in kept:
        portion.append(base64.b64encode(data).decode("ascii"))
        if sum(map(len, portion)) > _AT_ONCE:
            text_process.call("take_vectors", objects=portion)
            portion = []
    if portion:
        text_process.call("take_vectors", objects=portion)


def keep_vectors(project: Project, encoder: str, rows: Sequence[Sequence[object]], made: bytes, width: int) -> int:
    """Keep the vectors `made` with the interviews whose sentences they are; how many interviews that were.

    `rows`: what was asked about, `[id, document, text, …]`. What is new is added in an object of its own; of an
    interview with many of them, and of another encoder's, one is made, without sentences nobody asks about any more.
    It has no undo: a vector can always be made again. Vectors of refused interviews go.
    """
    new = from_bytes(made, width)
    wanted: dict[str, dict[bytes, None]] = {}
    for row in rows:
        wanted.setdefault(str(row[1]), {})[sentence_digest(str(row[2]))] = None
    added = {document: {one: new[one] for one in held if one in new} for document, held in wanted.items()}
    added = {document: held for document, held in added.items() if held}
    if not added:
        return 0
    kept = kept_vectors(project, encoder, added)
    whole = {one for one in added if not 0 < len(kept.get(one, ())) < _MOST_OBJECTS}
    for document in whole:
        known = {name: data for held in kept.get(document, ()) for name, data in from_bytes(held, width).items()}
        added[document] = {name: data for name, data in known.items() if name in wanted[document]} | added[document]

    def perform(transaction: Transaction) -> None:
        out = refused(transaction)
        for document in sorted(whole | out, key=int):
            transaction.execute(DELETE_VECTORS, (int(document),))
        there = {str(row["id"]) for row in transaction.query(DOCUMENT_IDS)}
        for document in sorted((added.keys() - out) & there, key=int):
            ref = transaction.put_object(to_bytes(added[document]))
            transaction.execute(INSERT_VECTORS, (int(document), encoder, ref))

    project.write_lasting("assistance.vectors", "log", msg("assist.vectors_kept", n=len(added)), perform)
    return len(added)
