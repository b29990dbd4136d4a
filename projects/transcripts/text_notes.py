# SPDX-License-Identifier: MIT
"""Annotations and paraphrases with their places, codes and coders, for the margin and for their list."""

from __future__ import annotations

from dataclasses import dataclass

from projects.store.ports import Rows
from projects.stored_interviews.queries import NAMES_OF_DOCUMENTS
from projects.transcripts.queries import NOTES_IN_ORDER


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
    """The notes of these tables, by interview and place."""
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
    ]
