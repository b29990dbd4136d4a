# SPDX-License-Identifier: MIT
"""The cases of a document, row by row, within an action. `document.case_name` follows the first case it joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from projects.stored_interviews import case_queries as queries
from projects.stored_interviews.guids import new_guid

if TYPE_CHECKING:
    from projects.store.ports import Transaction

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
        queries.INSERT_CASE,
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
        transaction.execute(queries.SET_CASE_NAME, (name, document_id))
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
