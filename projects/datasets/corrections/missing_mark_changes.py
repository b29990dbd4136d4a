# SPDX-License-Identifier: MIT
"""Reads a data set's file again with other missing marks: columns whose cells come or go are stored anew, undoably.

Rows, ids, roles, kinds that a person gave and edits stay; columns without a mark are not touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.records import Choice, DataTable, Kind, Role, Variable
from projects.datasets.corrections.kind_conversion import in_kind
from projects.datasets.derived.derived_variables import check_derived
from projects.datasets.form_attachment import carry_edits, rename_answers
from projects.datasets.question_matching import Pair, new_column
from projects.identifiers.identifier_text import imported_as_text
from projects.identifiers.secret_words import data_set_of, store_variables, stored_secrecy
from projects.imported.records import ImportedData, ImportedTable
from projects.importing.missing.missing_marks import keep_options, kept_options
from projects.importing.options import ImportOptions, kept_reading
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.chunk_writer import ColumnToStore, write_columns
from projects.stored_tables.chunks import NUMBERS, ChunkColumn, arrow_columns
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.queries import insert
from projects.stored_tables.recipes import below
from projects.stored_tables.row_states import refresh_consent
from projects.stored_tables.stored_table import confirmations, data_table, recipes, table_row
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project

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


def options_with_marks(
    project: Project, table_id: str, missing: Mapping[str, int] | None, columns: Mapping[str, Mapping[str, int]]
) -> ImportOptions:
    """How the file of a table is to be read: its kept options with marks for the table and for single columns of it.

    `missing`: the marks of the table with their reasons, None to leave the list as it is.
    """
    table = data_table(project, table_id)
    kept = kept_options(project, data_set_of(project, table_id))
    listed = dict(kept.table_missing)
    if missing is not None:
        listed[table.name] = dict(missing)
    said = {name: dict(marks) for name, marks in kept.mark_reasons.items()}
    for name, marks in columns.items():
        said[name] = {**said.get(name, {}), **marks}
    return replace(kept, table_missing=listed, mark_reasons=said)


def set_marks(table_id: str, again: ImportedData, options: ImportOptions) -> Action:
    """The action that takes a table up as `again` has it: its file, read with `options`. Raises Problem."""

    def perform(transaction: Transaction) -> None:
        table = data_table(transaction, table_id)
        found = changed_by_marks(transaction, table, again)
        replace_columns(transaction, table_id, found)
        data_set = data_set_of(transaction, table_id)
        keep_options(transaction, data_set, kept_reading(options))
        names = [one.new.name for one in found]
        transaction.set_message(msg("kinds.marks_set", table=_titled(table), n=len(names)))

    return Action("data.marks", msg("kinds.marks_set", table=table_id, n=0), perform)


def changed_by_marks(reader: Reader, table: DataTable, again: ImportedData) -> list[Replaced]:
    """The variables of a table in which cells become absent or answers, as they will be. Raises Problem, LinkLocked."""
    other = next((one for one in again.tables if one.name == table.name), None)
    if other is None or other.rows != table.rows:
        raise Problem(msg("data.form.other_rows"))
    other = imported_as_text(_with_roles(other, table))
    named = {one.name: one for one in other.variables}
    columns, worked_out = TableColumns(reader, table.id, edited=False), recipes(reader, table.id)
    said = confirmations(reader, table.id)
    found = []
    for old in table.variables:
        new = named.get(old.name)
        if new is None or old.id in worked_out or new.id not in other.columns and new.kind is not Kind.SET:
            continue
        before = columns.read(old)
        if ((before.reasons == 0) != (other.reasons[new.id] == 0)).any():
            found.append(_as_known(old, new, other, said[old.id].kind if old.id in said else ""))
    return found


def _with_roles(other: ImportedTable, table: DataTable) -> ImportedTable:
    roles = {one.name: one.role for one in table.variables}
    return replace(other, variables=tuple(replace(v, role=roles.get(v.name, v.role)) for v in other.variables))


def _as_known(old: Variable, new: Variable, other: ImportedTable, kind: str) -> Replaced:
    """The variable as read again, with its id, role and the ids of its choices; in the kind that a person gave it."""
    known = {choice.code: choice for choice in old.choices}
    last = max((int(choice.id[1:]) for choice in old.choices), default=0)
    choices: list[Choice] = []
    for choice in new.choices:
        before = known.get(choice.code)
        last += before is None
        choices.append(replace(choice, id=before.id if before else f"c{last}"))
    order = {choice.id: place for place, choice in enumerate(old.choices)}
    choices.sort(key=lambda choice: order.get(choice.id, len(order)))
    level = old.level if old.kind is new.kind else new.level
    merged = replace(new, id=old.id, role=old.role, level=level, labels=old.labels, choices=tuple(choices))
    column = new_column(Pair(old, new, merged), other)
    if not kind:
        return Replaced(old, merged, column)

    made = in_kind(merged, column, kind)
    return Replaced(old, made.variable, made.column)


def _titled(table: DataTable) -> Text:
    return table.labels if any(table.labels.by_language.values()) else table.name
