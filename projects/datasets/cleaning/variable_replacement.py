# SPDX-License-Identifier: MIT
"""Replaces a stored variable by itself as read otherwise: other kind, choices, values. Rows, id and role stay.

Edits are carried over, derived variables are checked; where one has no place any more nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from projects.datasets.derived.derived_variables import check_derived
from projects.datasets.form_attachment import carry_edits
from projects.datasets.question_matching import Pair
from projects.datasets.recode_references import rename_answers
from projects.identifiers.secret_words import data_set_of, store_variables, stored_secrecy
from projects.stored_tables import queries
from projects.stored_tables.chunk_writer import ColumnToStore, write_columns
from projects.stored_tables.chunks import NUMBERS, ChunkColumn, arrow_columns
from projects.stored_tables.queries import insert
from projects.stored_tables.recipes import below
from projects.stored_tables.row_states import refresh_consent
from projects.stored_tables.stored_table import recipes, table_row

if TYPE_CHECKING:
    from projects.store.ports import Transaction

POSITION_OF_VARIABLE = "SELECT position FROM variable WHERE table_id = ? AND variable = ?"


@dataclass(frozen=True)
class Replaced:
    """A variable as it was, as it is to be, and its column in terms of the new one."""

    old: Variable
    new: Variable
    column: ChunkColumn


def replace_columns(transaction: Transaction, table_id: str, found: Sequence[Replaced]) -> None:
    """Store the variables anew. Raises Problem where an edit or a derived variable no longer fits, LinkLocked."""
    for one in found:
        _replace(transaction, table_id, one)
    secrecy = stored_secrecy(transaction, data_set_of(transaction, table_id))
    rename_answers(transaction, table_id, [Pair(one.old, one.new, one.new) for one in found], secrecy)
    names = [one.new.id for one in found]
    check_derived(transaction, table_id, sorted(below(recipes(transaction, table_id), names)))
    if table_row(transaction, table_id)["consent"] in names:
        refresh_consent(transaction, table_id)


def _replace(transaction: Transaction, table_id: str, one: Replaced) -> None:
    place = (table_id, one.old.id)
    row = transaction.query(POSITION_OF_VARIABLE, place)[0]
    for table, column in (("choice", "variable"), ("variable", "variable"), ("column_chunk", "column_id")):
        transaction.execute(queries.delete_of_column(table, column), place)
    secrecy = stored_secrecy(transaction, data_set_of(transaction, table_id), {table_id: [one.new]})
    store_variables(transaction, table_id, [one.new], secrecy, first=row["position"])
    stored = ColumnToStore(
        one.new.id,
        arrow_columns(one.new, one.column),
        one.column.reasons,
        len(one.column),
        one.new.role is Role.IDENTIFIER,
        one.new.kind not in NUMBERS,
    )
    insert(transaction, "column_chunk", write_columns(transaction, table_id, [stored]))
    if one.old.kind is not one.new.kind or one.new.kind in (Kind.ONE, Kind.SET):
        carry_edits(transaction, table_id, one.old, one.new)
