# SPDX-License-Identifier: MIT
"""Annotations, paraphrases and bookmarks with their places, codes and coders, for the margin and for their list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from projects.interviews.queries import load_document
from projects.people.effective_consent import refused
from projects.store.ports import Reader, Rows
from projects.stored_interviews.queries import NAMES_OF_DOCUMENTS
from projects.transcripts.queries import NOTES_IN_ORDER

BOOKMARKS = "SELECT start, coder FROM bookmark WHERE document = ? ORDER BY start"

_WORDS = 60  # characters that follow a bookmark


@dataclass(frozen=True)
class TextNote:
    """A note on a stretch of text. `table`: "annotation" or "paraphrase"; `code`: "" where it is not sorted yet."""

    table: str
    id: str
    document: str
    document_name: str
    start: int
    stop: int
    text: str
    code: str
    coder: str

    @property
    def key(self) -> str:
        """Its name among the notes of a document, as "paraphrase:5"."""
        return f"{self.table}:{self.id}"


def text_notes(reads: Rows, *tables: str) -> list[TextNote]:
    """The notes of these tables, by interview and place; none of an interview that is held back."""
    out = refused(reads)
    names = {row["id"]: row["name"] for row in reads.query(NAMES_OF_DOCUMENTS)}
    return [
        TextNote(
            table,
            str(row["id"]),
            str(row["document"]),
            names.get(row["document"], ""),
            row["start"],
            row["stop"],
            row["text"],
            str(row["code"] or "") if table == "paraphrase" else "",
            row["coder"],
        )
        for table in tables
        for row in reads.query(NOTES_IN_ORDER.format(table))
        if str(row["document"]) not in out
    ]


@dataclass(frozen=True)
class Bookmark:
    """A place of an interview that somebody marked, with the words that follow."""

    document_name: str
    start: int
    words: str
    coder: str


def bookmarks(reads: Reader, document_ids: Sequence[str]) -> list[Bookmark]:
    """The bookmarks of these interviews, by interview and place; none of one that is held back."""
    found: list[Bookmark] = []
    for document_id in document_ids:
        rows = reads.query(BOOKMARKS, (document_id,))
        if rows:
            loaded = load_document(reads, document_id)
            document = loaded.document
            for row in () if loaded.held_back else rows:
                words = " ".join(document.text[row["start"] : row["start"] + _WORDS].split())
                found.append(Bookmark(document.name, row["start"], words, row["coder"]))
    return found
