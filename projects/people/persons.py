# SPDX-License-Identifier: MIT
"""Persons: saying which rows and interviews are one person's, parting them again, and reading it.

`projects.people.identifiers` proposes.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from projects.people import queries
from projects.store.actions import Action
from projects.store.erase_request import Subject
from projects.store.ports import NamedValues, Reader, Rows
from projects.stored_interviews.queries import DOCUMENT_EXISTS, NAMES_OF_DOCUMENTS
from projects.stored_tables.queries import TABLE_EXISTS
from projects.stored_tables.titles import table_titles
from wording import Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction


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


DELETE_PERSON = "DELETE FROM person_member WHERE person = ?"
MEMBERS_OF_PEOPLE = (
    "SELECT person, table_id, row_id, document FROM person_member WHERE (document IS NULL OR document IN "
    "(SELECT id FROM document)) AND (table_id IS NULL OR table_id IN (SELECT id FROM data_table)) ORDER BY id"
)


def people(reads: Rows) -> dict[str, tuple[Member, ...]]:
    """Each person's rows and interviews that are there, by the person's id."""
    found: dict[str, list[Member]] = {}
    for row in reads.query(MEMBERS_OF_PEOPLE):
        found.setdefault(row["person"], []).append(member_of(row))
    return {person: tuple(members) for person, members in found.items()}


def persons_of(reads: Rows, member: Member) -> list[str]:
    """The persons a row or interview belongs to."""
    where = {name: value for name, value in member.columns().items() if value is not None}
    condition = " AND ".join(f"{name} = ?" for name in where)
    rows = reads.query(queries.persons_that(condition), tuple(where.values()))
    return [row["person"] for row in rows]


def shared(reads: Rows, person: str) -> list[Member]:
    """Which of a person's rows and interviews are another person's as well (a group, a household)."""
    return [one for one in people(reads).get(person, ()) if len(persons_of(reads, one)) > 1]


def tie(members: Sequence[Member], person: str = "") -> Action:
    """Say that rows and interviews are one person's; the result is the person's id.

    They join the person that one of them belongs to already, or `person`, else they make a new one. Raises Problem when
    they belong to different persons and none is named, or when there is nothing to tie.
    """
    wanted = list(dict.fromkeys(members))

    def perform(transaction: Transaction) -> str:
        require_existing(transaction, wanted)
        chosen = person or _their_person(transaction, wanted)
        there = set(people(transaction).get(chosen, ()))
        fresh = [one for one in wanted if one not in there]
        if not fresh or len(there) + len(fresh) < 2:
            raise Problem(msg("consents.nothing_to_tie"))
        for one in fresh:
            row = {"person": chosen, "since": transaction.seq, **one.columns()}
            transaction.execute(
                queries.insert_member(", ".join(row), ", ".join("?" * len(row))),
                tuple(row.values()),
            )
        transaction.set_message(_tied(member_titles(transaction, wanted)))
        return chosen

    return Action("consents.tie", _tied([]), perform)


def untie(person: str, member: Member) -> Action:
    """Part a row or interview from this person; a person of one thing is none."""

    def perform(transaction: Transaction) -> None:
        if member not in people(transaction).get(person, ()):
            raise Problem(msg("consents.no_member", member=member.key))
        where = {name: value for name, value in member.columns().items() if value is not None}
        condition = " AND ".join(f"{name} = ?" for name in where)
        transaction.execute(queries.delete_member_that(condition), (person, *where.values()))
        if len(people(transaction).get(person, ())) < 2:
            transaction.execute(DELETE_PERSON, (person,))
        transaction.set_message(msg("consents.untied", what=member_titles(transaction, [member])[0]))

    return Action("consents.untie", msg("consents.untied", what=""), perform)


def _tied(titles: list[Text]) -> Message:
    return msg("consents.tied", what=titles)


def _their_person(transaction: Transaction, members: list[Member]) -> str:
    held = {person for one in members for person in persons_of(transaction, one)}
    if len(held) > 1:
        raise Problem(msg("consents.several_persons"))
    return held.pop() if held else str(uuid.uuid4())


Touched = tuple[dict[str, Any], ...]


def subjects_of_person(reads: Rows, person: str) -> Touched:
    """The rows of the journal that are a person's, by what their columns hold."""
    found: list[dict[str, Any]] = [{"person": person}]
    for member in people(reads).get(person, ()):
        columns = {name: value for name, value in member.columns().items() if value is not None}
        found.append(columns)
    return tuple(found)


def persons_named(reads: Rows) -> list[tuple[str, Text]]:
    """All persons, each called by what is theirs, without any identifier."""
    return [
        (person, msg("consents.person_called", what=member_titles(reads, list(members))[:3]))
        for person, members in people(reads).items()
    ]
