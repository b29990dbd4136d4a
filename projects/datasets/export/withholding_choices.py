# SPDX-License-Identifier: MIT
"""Choices of cells to withhold, as settings of a project: quantities by name, no values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from analysis.withholding.small_numbers import WithholdingChoice
from analysis.withholding.table_sums import named
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.store.schema import stored_settings
from wording import Text, msg

if TYPE_CHECKING:
    from analysis.result_tables import TableSpec
    from projects.store.ports import Transaction

FIRST, ONLY_TOTAL = CHOSEN_SETTINGS = ("withholding.first", "withholding.only_total")


def choices_of(reader: Reader) -> WithholdingChoice:
    """What was chosen, read from a project or from a transaction on it."""
    kept = {name: frozenset(value) for name, value in stored_settings(reader, CHOSEN_SETTINGS).items()}
    return WithholdingChoice(kept.get(FIRST, frozenset()), kept.get(ONLY_TOTAL, frozenset()))


def shown_in(tables: Iterable[TableSpec]) -> frozenset[str]:
    """The names of the quantities that stand in these tables."""
    return frozenset(named(table, cell.key) for table in tables for row in table.rows for cell in row.cells if cell.key)


def withhold_first(name: str, row: Text, column: Text, instead_of: Collection[str] = ()) -> Action:
    """Withhold this quantity where a neighbour of a small one must be, `instead_of` others chosen before."""

    def perform(transaction: Transaction) -> None:
        kept = choices_of(transaction).first - set(instead_of)
        transaction.set_setting(FIRST, sorted({*kept, name}))

    return Action("data.minima", msg("withheld.did.neighbour", row=row, column=column), perform)


def print_only_total(names: Iterable[str], rows: Iterable[Text]) -> Action:
    """Withhold these quantities, so that only their total prints."""
    wanted = set(names)

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(ONLY_TOTAL, sorted(choices_of(transaction).only_total | wanted))

    return Action("data.minima", msg("withheld.did.only_total", rows=list(rows)), perform)


def withhold_as_proposed(names: Iterable[str]) -> Action:
    """Forget what was chosen about these quantities."""
    gone = set(names)

    def perform(transaction: Transaction) -> None:
        kept = choices_of(transaction)
        transaction.set_setting(FIRST, sorted(kept.first - gone))
        transaction.set_setting(ONLY_TOTAL, sorted(kept.only_total - gone))

    return Action("data.minima", msg("withheld.did.as_proposed"), perform)
