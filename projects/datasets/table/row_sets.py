# SPDX-License-Identifier: MIT
"""Reads the rows behind the figures of an export, so that withholding knows which answers lie within which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.records import Kind
from analysis.withholding.table_sums import CASES
from projects.datasets.table.frames import load_frame
from projects.store.ports import Reader
from projects.stored_tables.stored_table import data_tables, recipes

if TYPE_CHECKING:
    from analysis.analyses import Study
    from analysis.analyses.row_sets import StudyRows
    from analysis.specs import TableSpec

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
    from analysis.analyses.row_sets import StudyRows  # 200 ms of pandas: after first paint

    return StudyRows({table_id: study}, {table_id: _made_from(recipes(project, table_id))})


def _read(project: Reader, keys: Mapping[str, Iterable[str]]) -> StudyRows:
    from analysis.analyses import Study  # 200 ms of pandas: after first paint
    from analysis.analyses.row_sets import StudyRows, valued_in, variables_in  # more of the program: not at start

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
