# SPDX-License-Identifier: MIT
"""Frames for analysis: rows of one table, with the sample design of its parents."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.analyses import Study
from analysis.analyses.rows_behind_figures import StudyRows, valued_in, variables_in
from analysis.records import DataTable, Frame, Kind, Role, SampleColumns, Variable
from analysis.withholding.table_sums import CASES
from projects.datasets.registers.age_bands import age_bands
from projects.datasets.registers.case_keys import with_cases
from projects.datasets.registers.session_join import with_people, with_services
from projects.datasets.registers.totals_rows import (
    counted_rows,
    left_out,
    looked_at,
    parts_alone,
    row_decisions,
    rows_of_totals,
    without_sums,
)
from projects.design.sample_design import sample_columns
from projects.importing.missing.missing_marks import undecided_marks
from projects.store.ports import Reader
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn, column_names
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import kept_rows, refused_rows
from projects.stored_tables.stored_table import StoredTables, current_tables, data_tables, recipes

if TYPE_CHECKING:
    import pandas as pd

    from analysis.result_tables import TableSpec


_ANSWERS = (Role.ORDINARY, Role.QUASI_IDENTIFIER, Role.SENSITIVE)


def load_frame(
    project: Reader,
    table_id: str,
    variable_ids: Sequence[str] | None = None,
    *,
    consent_only: bool = True,
    edited: bool = True,
    visits: bool = False,
    people: bool = True,
    bare: Collection[str] = (),
) -> Frame:
    """The rows of a table with some variables (all when None), edits laid over what was imported.

    `consent_only` leaves out rows without consent and rows taken out of the data set. Identifiers come only when named
    in `variable_ids`, and are absent with reason `LOCKED` while the link key is closed. `visits`: rows without consent
    stay, marked in `Frame.refused`, to be counted as refusals. `people` False: nobody is told apart, nothing is joined.
    Of variables in `bare` only the reasons come: who answered, and why others did not. Raises KeyError.
    """
    source = current_tables(project)
    table = source.table(table_id).record
    wanted = [table.variable(name) for name in variable_ids] if variable_ids is not None else _open(table)
    columns = TableColumns(source, table_id, edited=edited)
    read = columns.read_all([variable for variable in wanted if variable.id not in bare])
    keep = kept_rows(source, table_id) if consent_only else None
    totals = _totals(source, table, columns) if keep is not None and table.register is not None else None
    if keep is not None and totals is not None:
        keep = keep & ~totals
    decisions = row_decisions(source, table_id) if keep is not None and table.register is not None else {}
    apart = 0
    if keep is not None and (gone := left_out(decisions)):
        here = keep & np.isin(columns.row_ids, sorted(gone))
        keep, apart = keep & ~here, int(here.sum())
    refused = None
    if visits and keep is not None:
        refused = refused_rows(source, table_id)
        keep, refused = keep | refused, refused[keep | refused]
    if keep is not None and keep.all():
        keep = None
    valued = [one for one in wanted if one.id in read]
    frame = assemble(table, valued, read, columns.row_ids, sample_columns(source, table_id), keep)
    whole = slice(None) if keep is None else keep
    only = columns.read_all([variable for variable in wanted if variable.id in bare])
    reasons = {name: column.reasons[whole].copy() for name, column in only.items()}
    marks = _open_marks(source, table, valued, read)
    frame = dataclasses.replace(frame, refused=refused, reasons={**frame.reasons, **reasons}, open_marks=marks)
    if table.register is not None:
        left = 0 if totals is None else int(totals.sum())
        frame = dataclasses.replace(frame, age_bands=age_bands(project), totals_left_out=left, rows_left_out=apart)
        frame = with_cases(project, without_sums(frame, table.register, parts_alone(decisions)), table.register)
    if not people or table.register is None:
        return frame
    return with_services(project, with_people(project, frame, load_frame), load_frame)


def _open_marks(
    source: StoredTables, table: DataTable, valued: Sequence[Variable], read: dict[str, ChunkColumn]
) -> dict[str, dict[str, int]]:
    """By variable the numbers that may mean no answer, and of which nobody has said so; weights have none."""
    asked = [one for one in valued if one.kind in NUMBERS and one.role in _ANSWERS]
    if not asked:
        return {}
    data_set = str(source.rows[table.id]["data_set"])
    found = undecided_marks(source, data_set, table.name, [(one.name, read[one.id].values) for one in asked])
    marks = {one.id: marks for one, marks in zip(asked, found, strict=True) if marks}
    derived = recipes(source, table.id) if marks else {}
    return {name: some for name, some in marks.items() if name not in derived}


def _totals(source: StoredTables, table: DataTable, columns: TableColumns) -> np.ndarray | None:
    """Which rows of a register look like totals and are not counted; None where there are none."""
    assert table.register is not None
    wanted = looked_at(table, table.register)
    read = columns.read_all(wanted)
    whole = assemble(table, wanted, read, columns.row_ids, SampleColumns())
    found = rows_of_totals(whole, table.register)
    found &= ~np.isin(columns.row_ids, sorted(counted_rows(source, table.id)))
    return found if found.any() else None


def _open(table: DataTable) -> list[Variable]:
    return [variable for variable in table.variables if variable.role != "identifier"]


def assemble(
    table: DataTable,
    wanted: Sequence[Variable],
    read: dict[str, ChunkColumn],
    row_ids: np.ndarray,
    design: SampleColumns,
    keep: np.ndarray | None = None,
) -> Frame:
    """A frame from columns in memory; `keep` is a mask of rows, None keeps all."""
    import pandas as pd  # pandas, 380 ms: not at start

    data: dict[str, pd.api.extensions.ExtensionArray] = {}
    reasons: dict[str, np.ndarray] = {}
    for variable in wanted:
        column = taken(read[variable.id], keep)
        data.update(_pandas_columns(variable, column))
        reasons[variable.id] = column.reasons
    rows = row_ids if keep is None else row_ids[keep]
    frame = pd.DataFrame(data, index=pd.RangeIndex(len(rows)), copy=False)
    return Frame(table, frame, reasons, rows, design.taken(keep))


def taken(column: ChunkColumn, keep: np.ndarray | None) -> ChunkColumn:
    """The column with only the rows of a mask or of an index."""
    if keep is None:
        return column
    if isinstance(column.values, np.ndarray):
        return dataclasses.replace(column, values=column.values[keep], reasons=column.reasons[keep])
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    chosen = column.values.filter(pa.array(keep)) if keep.dtype == bool else column.values.take(pa.array(keep))
    return dataclasses.replace(column, values=chosen, reasons=column.reasons[keep])


def _pandas_columns(variable: Variable, column: ChunkColumn) -> dict[str, pd.api.extensions.ExtensionArray]:
    import pandas as pd  # pandas, 380 ms: not at start

    if column.kind is Kind.SET:
        absent = column.reasons != 0
        return {
            name: pd.arrays.BooleanArray(np.ascontiguousarray(column.values[:, place]), absent.copy())
            for place, name in enumerate(column_names(variable))
        }
    if column.kind is Kind.ONE:
        kind = pd.CategoricalDtype(list(column.categories), ordered=variable.level == "ordinal")
        return {variable.id: pd.Categorical.from_codes(column.values, dtype=kind, validate=False)}
    if column.kind in NUMBERS:
        return {variable.id: column.values}
    if column.kind in DATES:
        return {variable.id: column.values.view("datetime64[ns]")}
    return {variable.id: pd.array(column.values, dtype=pd.StringDtype("pyarrow"))}


_MOST_BITS = 4_000_000_000  # rows × keys: beyond half a gigabyte only the keys are looked at


def rows_behind(project: Reader, tables: Sequence[TableSpec], *, more: Iterable[tuple[str, str]] = ()) -> StudyRows:
    """The rows of every key in these tables; a data table that is not there any more is left out.

    `more`: further (data table, key).
    """
    keys: dict[str, set[str]] = {}
    for table in tables:
        if table.origin is not None:
            found = {cell.key for row in table.rows for cell in row.cells} | {column.key for column in table.columns}
            keys.setdefault(table.origin.table, set()).update(found | {row.key for row in table.rows})
    for origin, key in more:
        keys.setdefault(origin, set()).add(key)
    return _read(project, {table: used - {""} for table, used in keys.items()})


def rows_of_study(project: Reader, table_id: str, study: Study) -> StudyRows:
    """The rows behind figures of one data table whose study has been read already."""
    return StudyRows({table_id: study}, {table_id: _made_from(recipes(project, table_id))})


def _read(project: Reader, keys: Mapping[str, Iterable[str]]) -> StudyRows:
    studies: dict[str, Study] = {}
    made: dict[str, dict[str, str]] = {}
    for table in data_tables(project):
        used = list(keys.get(table.id, ()))
        wanted = variables_in(used) & {variable.id for variable in table.variables}
        if any(key.startswith(CASES) for key in used):  # cases are counted by all parts of the register
            studies[table.id] = Study(load_frame(project, table.id))
            made[table.id] = _made_from(recipes(project, table.id))
        elif wanted and table.rows * len(used) <= _MOST_BITS:
            ordered = sorted(wanted, key=lambda name: int(name[1:]))
            valued = valued_in(used) | {variable.id for variable in table.variables if variable.kind is Kind.ONE}
            studies[table.id] = Study(load_frame(project, table.id, ordered, bare=wanted - valued))
            made[table.id] = _made_from(recipes(project, table.id))
    return StudyRows(studies, made)


def _made_from(found: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Each recoded or banded variable with the one it is made from."""
    return {name: str(recipe["of"]) for name, recipe in found.items() if recipe.get("do") in ("recode", "bins")}
