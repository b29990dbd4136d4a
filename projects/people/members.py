# SPDX-License-Identifier: MIT
"""A member: a row of a data set or an interview, as something that belongs to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from projects.store.erase_request import Subject
from projects.store.ports import NamedValues, Reader, Rows
from projects.stored_interviews.queries import DOCUMENT_EXISTS, NAMES_OF_DOCUMENTS
from projects.stored_tables.queries import TABLE_EXISTS
from projects.stored_tables.titles import table_titles
from wording import Problem, Text, msg


@dataclass(frozen=True, order=True)
class Member:
    """A row (`table`, `row`) or an interview (`document`)."""

    table: str = ""
    row: int = 0
    document: str = ""

    @property
    def key(self) -> str:
        """How it is written on the command line: "row:t1:12" or "document:3"."""
        return f"document:{self.document}" if self.document else f"row:{self.table}:{self.row}"

    @property
    def subject(self) -> Subject:
        """What to erase."""
        return Subject("document", self.document) if self.document else Subject("row", (self.table, [self.row]))

    def columns(self) -> dict[str, str | int | None]:
        """As columns of `person_member`."""
        if self.document:
            return {"table_id": None, "row_id": None, "document": int(self.document)}
        return {"table_id": self.table, "row_id": self.row, "document": None}


def member_of(stored: NamedValues) -> Member:
    """The member a row of `person_member` names."""
    if stored["document"] is not None:
        return Member(document=str(stored["document"]))
    return Member(stored["table_id"], int(stored["row_id"]))


def member_titles(reads: Rows, members: list[Member]) -> list[Text]:
    """What each is called without any identifier: "row 12 of Households", the name of an interview."""
    tables = table_titles(reads)
    names = {str(row["id"]): row["name"] for row in reads.query(NAMES_OF_DOCUMENTS)}
    return [
        names.get(one.document, msg("consents.removed_interview"))
        if one.document
        else msg("consents.row_of", row=one.row, table=tables.get(one.table, one.table))
        for one in members
    ]


def require_existing(reads: Reader, members: list[Member]) -> None:
    """Raises Problem for a row or interview there is not."""
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start

    for one in members:
        if one.document:
            there = one.document.isdecimal() and bool(reads.query(DOCUMENT_EXISTS, (one.document,)))
        else:
            there = bool(reads.query(TABLE_EXISTS, (one.table,))) and bool(
                TableColumns(reads, one.table).positions([one.row])[0] >= 0
            )
        if not there:
            raise Problem(msg("consents.no_member", member=one.key))
