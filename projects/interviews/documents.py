# SPDX-License-Identifier: MIT
"""Actions on documents: import, name, case, language, consents, correction, removal. None writes its own inverse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coding.parsing import digest, word_count
from coding.records import Document
from coding.versions import TextMapping
from projects.interviews.parsed import ParsedText, parse_text, to_bytes
from projects.interviews.rows import document_row, no_change, one
from projects.interviews.tables import CONSENTS
from projects.store.actions import Action
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.interviews.reading import ReadTranscript
    from projects.store.transaction import Transaction


@dataclass(frozen=True)
class NewDocument:
    """A transcript about to be imported; `original` are the bytes of its file, kept as they came.

    `consents`: "interview", "recording", "quotation", "sharing", "recontact" → given or not; absent: not recorded.
    """

    name: str
    language: str
    parsed: ParsedText
    original: bytes = b""
    original_kind: str = ""
    kind: str = ""  # "individual", "group", "key_informant" or the user's word
    case_name: str = ""
    consents: Mapping[str, bool] = field(default_factory=dict)


def new_document(read: ReadTranscript, original: bytes, **known: Any) -> NewDocument:
    """A transcript as read, ready to import; `known` are further fields of `NewDocument`."""
    details: dict[str, Any] = {"name": read.name, "language": read.language, "original_kind": read.kind, **known}
    return NewDocument(parsed=parse_text(read.text, read.turns), original=original, **details)


def import_documents(documents: Sequence[NewDocument]) -> Action:
    """Store interviews; the result is their ids. A name already taken gets a number.

    Raises `Problem` when the project already holds one of the texts.
    """

    def perform(transaction: Transaction) -> list[str]:
        taken = {row["name"] for row in transaction.query("SELECT name FROM document")}
        first = transaction.query("SELECT coalesce(max(position), -1) + 1 AS next FROM document")[0]["next"]
        ids = []
        for number, document in enumerate(documents):
            _refuse_known_text(transaction, document)
            name = _free_name(document.name, taken)
            taken.add(name)
            ids.append(_insert(transaction, document, name, first + number))
        transaction.set_message(_imported(documents))
        return ids

    return Action("interviews.import", _imported(documents), perform)


def rename_document(document_id: str, name: str) -> Action:
    """Give a document another name. Raises `Problem` for an empty one."""
    return _update(document_id, {"name": name.strip()}, "interviews.document_renamed", name=name.strip())


def set_case(document_id: str, case_name: str) -> Action:
    """Say which case a document belongs to; documents with the same case are one row of a coded frame."""
    return _update(document_id, {"case_name": case_name.strip()}, "interviews.case_set")


def set_language(document_id: str, language: str) -> Action:
    """Set the language of a document, which decides the keyword rules that apply."""
    return _update(document_id, {"language": language}, "interviews.language_set")


def set_document_memo(document_id: str, memo: str) -> Action:
    """Write the memo of a document; empty removes it."""
    return _update(document_id, {"memo": memo}, "interviews.document_memo")


def set_consents(document_id: str, consents: Mapping[str, bool | None]) -> Action:
    """Record consents: given, refused, or None for not recorded. Raises KeyError for one that does not exist."""
    unknown = set(consents) - set(CONSENTS)
    if unknown:
        raise KeyError(f"no such consent: {sorted(unknown)[0]}")
    columns = {f"consent_{name}": None if given is None else int(given) for name, given in consents.items()}
    return _update(document_id, columns, "interviews.consent_set")


def delete_documents(document_ids: Iterable[str]) -> Action:
    """Remove documents with their segments and suggestions. Undo brings them back; erasing is another thing."""
    wanted = tuple(document_ids)

    def perform(transaction: Transaction) -> int:
        segments = 0
        for document_id in wanted:
            document_row(transaction, document_id)
            segments += transaction.execute("DELETE FROM segment WHERE document = ?", (document_id,)).rowcount
            transaction.execute("DELETE FROM suggestion WHERE document = ?", (document_id,))
            transaction.execute("DELETE FROM document_version WHERE document = ?", (document_id,))
            transaction.execute("DELETE FROM document WHERE id = ?", (document_id,))
        transaction.set_message(msg("interviews.documents_deleted", n=len(wanted), segments=segments))
        return segments

    return Action(
        "interviews.delete_documents", msg("interviews.documents_deleted", n=len(wanted), segments=0), perform,
        snapshot=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """What a correction did: segments that moved or changed their quote, and those whose text is gone."""

    version: int
    mapped: int
    lost: int


def correct_text(document: Document, new_text: str, reason: str = "") -> Action:
    """A new version of a document's text; segments and suggestions follow, those whose text is gone leave.

    The result is a `Correction`. Raises `Problem` when the document changed meanwhile or nothing differs.
    """
    parsed = parse_text(new_text)
    mapping = TextMapping(document.text, parsed.text)

    def perform(transaction: Transaction) -> Correction:
        row = document_row(transaction, document.id, document.digest)
        if parsed.text == document.text:
            raise no_change()
        number = one(transaction, "SELECT number FROM document_version WHERE id = ?", row["version"])["number"] + 1
        version = _insert_version(transaction, document.id, parsed, number, reason)
        transaction.execute("UPDATE document SET version = ? WHERE id = ?", (version, document.id))
        mapped, lost = _map_rows(transaction, "segment", document.id, mapping, parsed.text)
        _map_rows(transaction, "suggestion", document.id, mapping, "")
        transaction.set_message(msg("interviews.text_corrected", document=row["name"], segments=mapped, lost=lost))
        return Correction(version, mapped, lost)

    return Action("interviews.correct_text", msg("interviews.changed"), perform)


def _map_rows(
    transaction: Transaction, table: str, document_id: str, mapping: TextMapping, text: str
) -> tuple[int, int]:
    """Move the rows of one table to the new text; how many stayed and how many are gone."""
    quote = ", quote = ?" if text else ""
    moved, gone = [], []
    for row in transaction.query(f"SELECT id, start, stop FROM {table} WHERE document = ?", (document_id,)):
        span = mapping.span(row["start"], row["stop"])
        if span is None:
            gone.append((row["id"],))
        else:
            moved.append((*span, *((text[slice(*span)],) if text else ()), row["id"]))
    transaction.executemany(f"UPDATE {table} SET start = ?, stop = ?{quote} WHERE id = ?", moved)
    if table == "suggestion":  # the words that matched are found again by the next run
        transaction.execute("UPDATE suggestion SET matched = '[]' WHERE document = ?", (document_id,))
    transaction.executemany(f"DELETE FROM {table} WHERE id = ?", gone)
    return len(moved), len(gone)


def _insert(transaction: Transaction, document: NewDocument, name: str, position: int) -> str:
    consents = [None if document.consents.get(name) is None else int(document.consents[name]) for name in CONSENTS]
    original = transaction.put_object(document.original) if document.original else None
    document_id = transaction.execute(
        "INSERT INTO document (name, language, kind, case_name, position, version, original_ref, original_kind, since,"
        f" {', '.join(f'consent_{name}' for name in CONSENTS)}) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name,
            document.language,
            document.kind,
            document.case_name,
            position,
            original,
            document.original_kind,
            transaction.seq,
            *consents,
        ),
    ).lastrowid
    version = _insert_version(transaction, document_id, document.parsed, 1, "")
    transaction.execute("UPDATE document SET version = ? WHERE id = ?", (version, document_id))
    return str(document_id)


def _insert_version(transaction: Transaction, document_id: object, parsed: ParsedText, number: int, reason: str) -> int:
    version: int = transaction.execute(
        "INSERT INTO document_version (document, number, parsed_ref, digest, characters, words, turns, reason, since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            number,
            transaction.put_object(to_bytes(parsed)),
            digest(parsed.text),
            len(parsed.text),
            word_count(parsed.text),
            len(parsed.turns),
            reason,
            transaction.seq,
        ),
    ).lastrowid
    return version


def _refuse_known_text(transaction: Transaction, document: NewDocument) -> None:
    known = transaction.query(
        "SELECT name FROM document JOIN document_version ON document_version.id = document.version"
        " WHERE digest = ? AND characters > 0",
        (digest(document.parsed.text),),
    )
    if known:
        raise Problem(msg("interviews.already_there", document=document.name, known=known[0]["name"]))


def _imported(documents: Sequence[NewDocument]) -> Message:
    return msg("interviews.imported", n=len(documents))


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _update(document_id: str, columns: Mapping[str, object], key: str, **args: object) -> Action:
    if columns.get("name") == "":
        raise Problem(msg("interviews.document_without_name"))

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        settings = ", ".join(f"{column} = ?" for column in columns)
        transaction.execute(f"UPDATE document SET {settings} WHERE id = ?", (*columns.values(), document_id))
        transaction.set_message(msg(key, document=row["name"], **args))

    return Action(key, msg("interviews.changed"), perform)
