# SPDX-License-Identifier: MIT
"""Persons: saying which rows and interviews are one person's, parting them again, and reading it.

`projects.people.person_search` proposes.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from projects.people import queries
from projects.people.members import Member, member_of, member_titles, require_existing
from projects.store.actions import Action
from projects.store.ports import Rows
from wording import Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

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
