# SPDX-License-Identifier: MIT
"""Places of which somebody said what mark they should have: test sentences for the rules of a code.

A row holds a place and no words; it goes with its interview and counts only for the text it was said of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding.records import Document
from projects.assistance import queries
from projects.interviews.coders import note_coder
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.row_records import applicable_code, document_row
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

EXPECTED = ("hit", "negated", "asked", "hypothetical", "reported", "none")
Place = tuple[str, int, int]  # document, start, end


def mark_tests(reads: Rows, code: str) -> dict[Place, str]:
    """The marks that places should have for a code; those of an earlier text of an interview are left out."""
    rows = reads.query(queries.MARK_TESTS, (int(code),))
    return {(str(row["document"]), row["start"], row["stop"]): row["mark"] for row in rows}


def keep_mark_test(document: Document, span: tuple[int, int], code: str, mark: str, *, coder: str) -> Action:
    """Say what mark a place should have; "" takes it back. Raises Problem where interview or code are gone."""
    assert mark in (*EXPECTED, "")

    def perform(transaction: Transaction) -> None:
        name = applicable_code(transaction, code).name
        document_row(transaction, document.id, document.digest)
        note_coder(transaction, coder)
        transaction.execute(queries.DELETE_MARK_TEST, (int(document.id), *span, int(code)))
        if mark:
            values = (int(document.id), document.digest, *span, int(code), mark, coder)
            transaction.execute(queries.INSERT_MARK_TEST, values)
        transaction.set_message(msg("rule_tests.kept" if mark else "rule_tests.taken", code=name))

    return Action("assistance.mark_test", msg("rule_tests.changed"), perform)
