# SPDX-License-Identifier: MIT
"""Within-household selection: the weight of each member drawn is multiplied by the number eligible.

The number stands in the table itself or in a table above it (in the household, who could have been drawn).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.records import DataTable, Kind, SampleColumns, WithinHouseholdSelection
from projects.store.actions import Action
from projects.store.ports import Reader, Transaction
from projects.store.schema import stored_setting
from projects.stored_tables.columns import TableColumns, positions_of
from projects.stored_tables.row_records import WITHIN_HOUSEHOLD
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import StoredTable, data_table, table_row, variables
from projects.stored_tables.titles import called_table
from wording import Message, Problem, Text, msg

NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})


def set_within_household_selection(table_id: str, of_table: str | None, variable_id: str = "") -> Action:
    """Say that each row is one of as many members as a variable of `of_table` counts; None unsets it.

    Doing it raises Problem where the variable is no number, or where a household has several rows: those are members
    listed, not one drawn.
    """

    def perform(transaction: Transaction) -> None:
        table = data_table(transaction, table_id)
        stored = _stored(transaction)
        stored.pop(table_id, None)
        if of_table is not None:
            _check(transaction, table, of_table, variable_id)
            stored[table_id] = [of_table, variable_id]
        transaction.set_setting(WITHIN_HOUSEHOLD, stored)
        transaction.set_message(_message(of_table is not None, called_table(table)))

    return Action("data.one_drawn", _message(of_table is not None, table_id), perform)


def _message(on: bool, table: Text) -> Message:
    return msg("data.one_drawn_set" if on else "data.one_drawn_unset", table=table)


def _stored(reader: Reader) -> dict[str, list[str]]:
    return stored_setting(reader, WITHIN_HOUSEHOLD, {})


def _check(transaction: Transaction, table: DataTable, of_table: str, variable_id: str) -> None:
    above = [table.id]
    parent = table.parent
    while parent is not None:
        above.append(parent)
        parent = table_row(transaction, parent)["parent"]
    if of_table not in above:
        raise Problem(msg("data.no_variable", variable=variable_id))
    try:
        (variable,) = variables(transaction, of_table, [variable_id])
    except KeyError as error:
        raise Problem(msg("data.no_variable", variable=variable_id)) from error
    if variable.kind not in NUMBERS:
        raise Problem(msg("data.within_household_number", variable=variable.labels))
    parents = TableColumns(transaction, table.id).parents() if table.parent else None
    if parents is not None:
        kept = parents[kept_rows(transaction, table.id) & (parents >= 0)]
        several = int((np.unique(kept, return_counts=True)[1] > 1).sum())
        if several:
            raise Problem(msg("data.within_household_several", n=several))


def multiplied(table: StoredTable, drawn: WithinHouseholdSelection, design: SampleColumns) -> SampleColumns:
    """The design with its weights times the number eligible; a row without that number has no weight."""
    eligible = _numbers(table, drawn)
    weight = np.ones(len(eligible)) if design.weight is None else design.weight
    product = np.where(eligible > 0, weight * eligible, np.nan)
    replicates = None if design.replicates is None else design.replicates.times(np.where(eligible > 0, eligible, 0.0))
    return replace(design, weight=product, replicates=replicates)


def _numbers(table: StoredTable, drawn: WithinHouseholdSelection) -> np.ndarray:
    """The number eligible for each row of the table, followed up to the table that has it."""
    if table.id == drawn.of_table:
        (variable,) = variables(table.tables, table.id, [drawn.variable])
        column = TableColumns(table.tables, table.id).read(variable)
        return np.where(column.reasons == 0, column.values, np.nan).astype(float)
    parent, parents = table.parent, table.parents()
    if parent is None or parents is None:
        return np.full(int(table.row["rows"]), np.nan)
    above = _numbers(parent, drawn)
    at = positions_of(parent.row_ids, parents)
    found = above[np.maximum(at, 0)] if len(above) else np.full(len(at), np.nan)
    return np.where(at >= 0, found, np.nan)
