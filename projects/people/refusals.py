# SPDX-License-Identifier: MIT
"""Interviews that were refused, and what was worked out from their words: it goes with the refusal.

Suggestions stay where they are and are shown to nobody: an undo of the refusal brings back what people decided of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.people.effective_consent import effective_consents
from projects.people.queries import ROWS_TIED_WITHOUT_CONSENT
from projects.store.observers import Observer
from projects.store.ports import Rows
from projects.stored_interviews.queries import delete_in_document

if TYPE_CHECKING:
    from projects.store.observers import Changed
    from projects.store.ports import Transaction

_CONSENT_TABLES = frozenset({"consent", "person_member", "case_member", "case_"})  # of rows and people
_COLUMN = frozenset({"row_state", "cell_edit", "data_table"})  # where the consent column of a survey tells it
DERIVED = ("parse", "sentence_vectors")  # tables that follow from a text and can be made again


def refused(reads: Rows) -> frozenset[str]:
    """The ids of interviews whose consent was refused or withdrawn."""
    return frozenset(one for one, given in effective_consents(reads).items() if given["interview"] is False)


def forget_derived(transaction: Transaction) -> None:
    """Delete the kept parses and sentence vectors of every refused interview, in the action that refuses."""
    for document in sorted(refused(transaction), key=int):
        for table in DERIVED:
            transaction.execute(delete_in_document(table), (int(document),))


def _follow(transaction: Transaction, changed: Changed) -> None:
    if not _CONSENT_TABLES.isdisjoint(changed) or transaction.query(ROWS_TIED_WITHOUT_CONSENT):
        forget_derived(transaction)


def _nothing(_transaction: Transaction) -> None:
    """What was forgotten is journaled: there is nothing to rebuild."""


REFUSALS = Observer(
    "refusals", _CONSENT_TABLES | _COLUMN, _follow, _nothing
)  # a row's refusal, or a tie to a row that refused, too
