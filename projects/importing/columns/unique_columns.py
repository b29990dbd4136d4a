# SPDX-License-Identifier: MIT
"""Columns of an imported table that identify its rows: each value stands once."""

from __future__ import annotations

from analysis.records import Kind
from projects.imported.records import ImportedTable

_NO_KEYS = frozenset({Kind.SET, Kind.GEOPOINT, Kind.MEDIA, Kind.NUMBER})


def unique_columns(table: ImportedTable) -> tuple[str, ...]:
    """The names of the columns that can be the row key, in the order of the file: no cell empty, no value twice.

    Places, pictures, sets of answers and numbers with decimals are measured, not given, and are left out.
    """
    import pyarrow.compute as pc  # with the importer, not before the window is painted

    found = []
    for variable in table.variables:
        column = table.columns.get(variable.id)
        if column is None or variable.kind in _NO_KEYS or table.rows < 2 or column.null_count:
            continue
        if variable.kind is Kind.ONE and len(variable.choices) < table.rows:
            continue
        if pc.count_distinct(column).as_py() == table.rows:
            found.append(variable.name)
    return tuple(found)
