# SPDX-License-Identifier: MIT
"""The cases of a document, row by row, within an action. `document.case_name` follows the first case it joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from projects.interviews.guids import new_guid

if TYPE_CHECKING:
    from projects.store.ports import Transaction


def case_named(transaction: Transaction, name: str, kind: str = "person", guid: str = "") -> int:
    """The case of that name, made where there is none."""
    rows = transaction.query("SELECT id FROM case_ WHERE name = ? ORDER BY id", (name,))
    if rows:
        return int(rows[0]["id"])
    made = transaction.execute(
        "INSERT INTO case_ (guid, kind, name, since) VALUES (?, ?, ?, ?)",
        (guid or new_guid(), kind, name, transaction.seq),
    )
    return int(made.lastrowid)


def put_in_case(transaction: Transaction, document_id: object, name: str, before: str = "") -> None:
    """Let a whole document be in the case `name` instead of the case `before`; no name: in none."""
    left: list[int] = []
    if before and before != name:
        left = [row["id"] for row in transaction.query("SELECT id FROM case_ WHERE name = ?", (before,))]
        transaction.executemany(
            "DELETE FROM case_member WHERE document = ? AND speaker = '' AND case_ = ?",
            [(document_id, case) for case in left],
        )
    if name:
        case = case_named(transaction, name)
        there = "SELECT 1 FROM case_member WHERE case_ = ? AND document = ? AND speaker = ''"
        if not transaction.query(there, (case, document_id)):
            transaction.execute(
                "INSERT INTO case_member (case_, document, since) VALUES (?, ?, ?)",
                (case, document_id, transaction.seq),
            )
    if name != before:
        transaction.execute("UPDATE document SET case_name = ? WHERE id = ?", (name, document_id))
    drop_empty(transaction, left)


def cases_of_document(transaction: Transaction, document_id: object) -> list[int]:
    """The cases that a document or a speaker of it is in."""
    rows = transaction.query("SELECT DISTINCT case_ FROM case_member WHERE document = ?", (document_id,))
    return [row["case_"] for row in rows]


def drop_empty(transaction: Transaction, cases: Iterable[int]) -> None:
    """Remove those of the cases that hold nothing any more: no member, attribute, memo, link or consent."""
    transaction.executemany(
        "DELETE FROM case_ WHERE id = ? AND id NOT IN (SELECT case_ FROM case_member)"
        " AND id NOT IN (SELECT case_ FROM attribute)"
        " AND 'case:' || id NOT IN (SELECT target FROM memo)"
        " AND 'case:' || id NOT IN (SELECT a FROM link) AND 'case:' || id NOT IN (SELECT b FROM link)"
        " AND name NOT IN (SELECT case_name FROM consent WHERE case_name IS NOT NULL)",
        [(case,) for case in cases],
    )
