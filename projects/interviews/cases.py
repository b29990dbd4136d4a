# SPDX-License-Identifier: MIT
"""Actions on cases: make, rename, kind, join documents, speakers and survey rows, attributes, delete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.interviews.attached_notes import forget_targets
from projects.interviews.coders import note_coders
from projects.store.actions import Action
from projects.store.ports import DatabaseRow, Rows
from projects.stored_interviews import queries
from projects.stored_interviews.case_tables import CASE_KINDS
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.row_records import document_row, no_change, one
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
_SET_CASE_NAME = "UPDATE document SET case_name = ? WHERE id = ?"
_INSERT_CASE = "INSERT INTO case_ (guid, kind, name, since) VALUES (?, ?, ?, ?)"

INSERT_DOCUMENT_INTO_CASE = "INSERT INTO case_member (case_, document, since) VALUES (?, ?, ?)"
DELETE_DOCUMENT_FROM_CASE = "DELETE FROM case_member WHERE document = ? AND speaker = '' AND case_ = ?"
DELETE_CASE_WITHOUT_ANYTHING = (
    "DELETE FROM case_ WHERE id = ? AND id NOT IN (SELECT case_ FROM case_member) AND id NOT IN (SELECT "
    "case_ FROM attribute) AND 'case:' || id NOT IN (SELECT target FROM memo) AND 'case:' || id NOT IN "
    "(SELECT a FROM link) AND 'case:' || id NOT IN (SELECT b FROM link) AND name NOT IN (SELECT case_name "
    "FROM consent WHERE case_name IS NOT NULL)"
)
CASES_OF_DOCUMENT = "SELECT DISTINCT case_ FROM case_member WHERE document = ?"
DOCUMENT_IS_IN_CASE = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ''"


def case_named(transaction: Transaction, name: str, kind: str = "person", guid: str = "") -> int:
    """The case of that name, made where there is none."""
    rows = transaction.query(queries.CASES_CALLED, (name,))
    if rows:
        return int(rows[0]["id"])
    made = transaction.execute(
        _INSERT_CASE,
        (guid or new_guid(), kind, name, transaction.seq),
    )
    return int(made.lastrowid)


def move_to_case(transaction: Transaction, document_id: object, name: str, before: str = "") -> None:
    """Let a whole document be in the case `name` instead of the case `before`; no name: in none."""
    left: list[int] = []
    if before and before != name:
        left = [row["id"] for row in transaction.query(queries.CASES_CALLED, (before,))]
        transaction.executemany(
            DELETE_DOCUMENT_FROM_CASE,
            [(document_id, case) for case in left],
        )
    if name:
        case = case_named(transaction, name)
        there = DOCUMENT_IS_IN_CASE
        if not transaction.query(there, (case, document_id)):
            transaction.execute(
                INSERT_DOCUMENT_INTO_CASE,
                (case, document_id, transaction.seq),
            )
    if name != before:
        transaction.execute(_SET_CASE_NAME, (name, document_id))
    drop_empty(transaction, left)


def cases_of_document(transaction: Transaction, document_id: object) -> list[int]:
    """The cases that a document or a speaker of it is in."""
    rows = transaction.query(CASES_OF_DOCUMENT, (document_id,))
    return [row["case_"] for row in rows]


def drop_empty(transaction: Transaction, cases: Iterable[int]) -> None:
    """Remove those of the cases that hold nothing any more: no member, attribute, memo, link or consent."""
    transaction.executemany(
        DELETE_CASE_WITHOUT_ANYTHING,
        [(case,) for case in cases],
    )


DELETE_MEMBER = (
    "DELETE FROM case_member WHERE case_ = ? AND document IS ? AND speaker = ? AND table_id IS ? AND row_id IS ?"
)

DELETE_CASE = "DELETE FROM case_ WHERE id = ?"
RENAME_CASE = "UPDATE case_ SET name = ? WHERE id = ?"

INSERT_ATTRIBUTE = "INSERT INTO attribute (case_, name, kind, value, source, since) VALUES (?, ?, ?, ?, ?, ?)"
SET_ATTRIBUTE = "UPDATE attribute SET value = ?, kind = ?, source = ? WHERE case_ = ? AND name = ?"
DELETE_ATTRIBUTE = "DELETE FROM attribute WHERE case_ = ? AND name = ?"
DELETE_CONSENTS_OF_CASE = "DELETE FROM consent WHERE case_name = ?"
SET_CASE_KIND = "UPDATE case_ SET kind = ? WHERE id = ?"
RENAME_CASE_OF_CONSENTS = "UPDATE consent SET case_name = ? WHERE case_name = ?"
RENAME_CASE_OF_DOCUMENTS = "UPDATE document SET case_name = ? WHERE case_name = ?"
CASE_BY_ID = "SELECT * FROM case_ WHERE id = ?"
SET_CASE_NAME_IF_OTHER = "UPDATE document SET case_name = ? WHERE id = ? AND case_name <> ?"
FIRST_CASE_NAME_OF_DOCUMENT = (
    "SELECT case_.name AS name FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE document = "
    "? AND speaker = '' ORDER BY case_member.id LIMIT 1"
)
MEMBERS_OF_CASE = "SELECT * FROM case_member WHERE case_ = ? ORDER BY id"
CASES_WITH_COUNTS = (
    "SELECT case_.*, count(DISTINCT document) AS documents, count(row_id) AS held FROM case_ LEFT JOIN "
    "case_member ON case_member.case_ = case_.id GROUP BY case_.id ORDER BY case_.kind, case_.name"
)
DOCUMENTS_ORIGINALS_FIRST = (
    "SELECT id, name, case_name, translates FROM document ORDER BY translates IS NOT NULL, position"
)

ATTRIBUTE_KINDS = ("text", "number", "date", "yes_no")


@dataclass(frozen=True)
class CaseMember:
    """What belongs to a case: a document, one speaker's turns of it, or a survey row."""

    document: str = ""
    speaker: str = ""
    table: str = ""
    row: int = 0


@dataclass(frozen=True)
class Attribute:
    """A fact of a case. `source`: "" typed, "file", "computed:…", or "survey:t1:v3" for what a row answers."""

    name: str
    value: str
    kind: str = "text"
    source: str = ""

    @property
    def derived(self) -> bool:
        """Whether its value is worked out when it is read (`projects.cases.attributes`), so that none is stored."""
        return self.source.startswith(("survey:", "computed:"))


@dataclass(frozen=True)
class Case:
    """A case as a list shows it."""

    id: str
    guid: str
    kind: str
    name: str
    documents: int
    rows: int


def cases(reads: Rows) -> list[Case]:
    """Every case by kind and name."""
    rows = reads.query(CASES_WITH_COUNTS)
    return [Case(str(row["id"]), row["guid"], row["kind"], row["name"], row["documents"], row["held"]) for row in rows]


def members_of(reads: Rows, case_id: str) -> list[CaseMember]:
    """What belongs to a case, in the order it came."""
    rows = reads.query(MEMBERS_OF_CASE, (case_id,))
    return [
        CaseMember(str(row["document"] or ""), row["speaker"], row["table_id"] or "", row["row_id"] or 0)
        for row in rows
    ]


def attributes_of(reads: Rows, case_id: str) -> list[Attribute]:
    """The attributes of a case, in the order they came."""
    rows = reads.query(queries.ATTRIBUTES_OF_CASE, (case_id,))
    return [Attribute(row["name"], row["value"], row["kind"], row["source"]) for row in rows]


def add_case(name: str, kind: str = "person", guid: str = "") -> Action:
    """A new case; the result is its id. Raises `Problem` without a name or with a known one, KeyError for a kind."""
    wanted = name.strip()
    _known_kind(kind)

    def perform(transaction: Transaction) -> str:
        _refuse_name(transaction, wanted)
        made = transaction.execute(
            _INSERT_CASE,
            (guid or new_guid(), kind, wanted, transaction.seq),
        )
        return str(made.lastrowid)

    return Action("interviews.add_case", msg("cases.added", case=wanted), perform)


def add_case_for_each_document() -> Action:
    """A case of its own for each interview that belongs to none, named as it is; the result is how many joined.

    A translation joins the case of its original, and an interview whose name a case has joins that one.
    """

    def perform(transaction: Transaction) -> int:
        joined, named = 0, dict[int, str]()
        for row in transaction.query(DOCUMENTS_ORIGINALS_FIRST):
            number = row["id"]
            named[number] = row["case_name"]
            if not row["case_name"] and not cases_of_document(transaction, number):
                named[number] = named.get(row["translates"]) or row["name"]
                move_to_case(transaction, number, named[number])
                joined += 1
        if not joined:
            raise no_change()
        transaction.set_message(msg("cases.each_added", n=joined))
        return joined

    return Action("interviews.add_cases", msg("interviews.changed"), perform)


def rename_case(case_id: str, name: str) -> Action:
    """Give a case another name, with its documents and consents. Raises `Problem` for an empty or known one."""
    wanted = name.strip()

    def perform(transaction: Transaction) -> None:
        row = _case_row(transaction, case_id)
        if row["name"] == wanted:
            raise no_change()
        _refuse_name(transaction, wanted)
        transaction.execute(RENAME_CASE, (wanted, case_id))
        transaction.execute(RENAME_CASE_OF_DOCUMENTS, (wanted, row["name"]))
        transaction.execute(RENAME_CASE_OF_CONSENTS, (wanted, row["name"]))
        transaction.set_message(msg("cases.renamed", case=row["name"], name=wanted))

    return Action("interviews.rename_case", msg("interviews.changed"), perform)


def set_case_kind(case_id: str, kind: str) -> Action:
    """Say whether a case is a person, a group, a site or an institution. Raises KeyError for another kind."""
    _known_kind(kind)

    def perform(transaction: Transaction) -> None:
        row = _case_row(transaction, case_id)
        if row["kind"] == kind:
            raise no_change()
        transaction.execute(SET_CASE_KIND, (kind, case_id))
        transaction.set_message(msg("cases.kind_set", case=row["name"]))

    return Action("interviews.set_case_kind", msg("interviews.changed"), perform)


def join_case(case_id: str, members: Sequence[CaseMember]) -> Action:
    """Let documents, speakers or survey rows belong to a case; what does already is passed over."""

    def perform(transaction: Transaction) -> int:
        row = _case_row(transaction, case_id)
        there = set(members_of(transaction, case_id))
        fresh = [member for member in dict.fromkeys(members) if member not in there]
        if not fresh:
            raise no_change()
        for member in fresh:
            _join(transaction, case_id, row["name"], member)
        transaction.set_message(msg("cases.joined", case=row["name"], n=len(fresh)))
        return len(fresh)

    return Action("interviews.join_case", msg("interviews.changed"), perform)


def leave_case(case_id: str, member: CaseMember) -> Action:
    """Take a document, a speaker or a survey row out of a case."""

    def perform(transaction: Transaction) -> None:
        row = _case_row(transaction, case_id)
        if member not in members_of(transaction, case_id):
            raise no_change()
        transaction.execute(
            DELETE_MEMBER,
            (case_id, *_columns(member)),
        )
        if member.document and not member.speaker:
            _name_first_case(transaction, member.document)
        transaction.set_message(msg("cases.left", case=row["name"]))

    return Action("interviews.leave_case", msg("interviews.changed"), perform)


def set_attributes(case_id: str, attributes: Sequence[Attribute]) -> Action:
    """Write attributes of a case; one of a known name is replaced, an empty value removes it.

    Raises `Problem` for a value that is not of its kind (a number, a date as 2026-11-27, yes or no).
    """
    for attribute in attributes:
        _refuse_value(attribute)

    def perform(transaction: Transaction) -> None:
        row = _case_row(transaction, case_id)
        before = {held.name: held for held in attributes_of(transaction, case_id)}
        kept = (held for held in attributes if held.value or held.derived or held.name in before)
        changed = [held for held in kept if before.get(held.name) != held]
        if not changed:
            raise no_change()
        for held in changed:
            write_attribute(transaction, case_id, held, known=held.name in before)
        transaction.set_message(msg("cases.attributes_set", case=row["name"], n=len(changed)))

    return Action("interviews.set_attributes", msg("interviews.changed"), perform)


def delete_case(case_id: str) -> Action:
    """Remove a case with its attributes and memos; its documents and rows stay."""

    def perform(transaction: Transaction) -> None:
        row = _case_row(transaction, case_id)
        documents = [member.document for member in members_of(transaction, case_id) if member.document]
        forget_targets(transaction, "case", [case_id])
        for table in ("attribute", "case_member", "framework_cell"):
            transaction.execute(queries.delete_of_case(table), (case_id,))
        transaction.execute(DELETE_CONSENTS_OF_CASE, (row["name"],))
        transaction.execute(DELETE_CASE, (case_id,))
        for document in documents:
            _name_first_case(transaction, document)
        transaction.set_message(msg("cases.deleted", case=row["name"]))

    return Action("interviews.delete_case", msg("interviews.changed"), perform)


def complete_records(transaction: Transaction) -> bool:
    """Note who coded and which cases there are in a project of before version 4; whether there was anything."""
    written = note_coders(transaction)
    rows = transaction.query(queries.DOCUMENTS_WITH_CASE_NAME)
    for row in rows:
        move_to_case(transaction, row["id"], row["case_name"], row["case_name"])
    return written or bool(rows)


def _join(transaction: Transaction, case_id: str, name: str, member: CaseMember) -> None:
    if member.document:
        row = document_row(transaction, member.document)
        if not row["case_name"] and not member.speaker:
            transaction.execute(_SET_CASE_NAME, (name, member.document))
    transaction.execute(
        queries.INSERT_MEMBER,
        (case_id, *_columns(member), transaction.seq),
    )


def _columns(member: CaseMember) -> tuple[object, ...]:
    if member.document:
        return (int(member.document), member.speaker, None, None)
    return (None, member.speaker, member.table, member.row)


def _name_first_case(transaction: Transaction, document_id: str) -> None:
    """The document's case is now the first it still is in."""
    rows = transaction.query(
        FIRST_CASE_NAME_OF_DOCUMENT,
        (document_id,),
    )
    name = rows[0]["name"] if rows else ""
    transaction.execute(SET_CASE_NAME_IF_OTHER, (name, document_id, name))


def write_attribute(transaction: Transaction, case_id: str, held: Attribute, known: bool) -> None:
    """Write one attribute of a case; an empty value removes it."""
    place = (case_id, held.name)
    if not held.value and not held.derived:
        transaction.execute(DELETE_ATTRIBUTE, place)
    elif known:
        transaction.execute(
            SET_ATTRIBUTE,
            (held.value, held.kind, held.source, *place),
        )
    else:
        transaction.execute(
            INSERT_ATTRIBUTE,
            (*place, held.kind, held.value, held.source, transaction.seq),
        )


def _refuse_value(attribute: Attribute) -> None:
    if not attribute.name.strip():
        raise Problem(msg("cases.attribute_without_name"))
    if attribute.kind not in ATTRIBUTE_KINDS:
        raise KeyError(f"no such kind of attribute: {attribute.kind}")
    if attribute.value and not _fits(attribute.kind, attribute.value):
        raise Problem(msg(f"cases.not_a_{attribute.kind}", attribute=attribute.name))


def _fits(kind: str, value: str) -> bool:
    try:
        if kind == "number":
            float(value)
        elif kind == "date":
            dt.date.fromisoformat(value)
    except ValueError:
        return False
    return kind != "yes_no" or value in ("yes", "no")


def _known_kind(kind: str) -> None:
    if kind not in CASE_KINDS:
        raise KeyError(f"no such kind of case: {kind}")


def _case_row(transaction: Transaction, case_id: str) -> DatabaseRow:
    return one(transaction, CASE_BY_ID, case_id)


def _refuse_name(transaction: Transaction, name: str) -> None:
    if not name:
        raise Problem(msg("cases.without_name"))
    if transaction.query(queries.CASE_CALLED_EXISTS, (name,)):
        raise Problem(msg("cases.name_taken", case=name))
