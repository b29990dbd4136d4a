# SPDX-License-Identifier: MIT
"""Joins the twelve tabs of a year into one table: sheets named after months, under the same headings.

A register is often kept with a tab for each month. Only sheets whose every name says a month or a quarter are joined,
and only where headings are the same but for case and spaces; the name of the sheet stays as a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from projects.imported.findings import finding
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.importing.columns.type_conversion import month_of
from projects.word_folding import fold

if TYPE_CHECKING:
    import pyarrow as pa

HEADING = "sheet"  # of the column that keeps the name of the tab
_QUARTER = re.compile(r"(?:trimestre |quarter |[tq] ?)[1-4]|[1-4](?:er|e|eme|st|nd|rd|th)? (?:trimestre|quarter)")
_BESIDE = re.compile(r"\b(?:19|20)?\d{2}\b|\b(?:de|du|of|mois|month|registre|register)\b")


def join_months(tables: Sequence[RawTable], name: str) -> tuple[list[RawTable], list[Finding]]:
    """The tables, those of months as one called `name`, with the line that says so."""
    months = [table for table in tables if names_month(table.name)]
    if len(months) < 2 or any(_headings(table) != _headings(months[0]) for table in months):
        return list(tables), []
    joined = _joined(months, name)
    kept: list[RawTable] = []
    for table in tables:
        if table not in months:
            kept.append(table)
        elif table is months[0]:
            kept.append(joined)
    names = [table.name for table in months]
    return kept, [finding(Severity.GUESS, "month_sheets", name=name, n=len(names), sheets=names)]


def names_month(sheet: str) -> bool:
    """Whether the name of a sheet is that of a month or a quarter, in English or French, with or without its year."""
    said = " ".join(re.sub(r"[\W_]+", " ", fold(sheet)).split())
    plain = " ".join(_BESIDE.sub(" ", said).split())
    if _QUARTER.fullmatch(plain) or _QUARTER.fullmatch(said):
        return True
    return month_of(plain) is not None


def _headings(table: RawTable) -> list[str]:
    return [" ".join(fold(heading).split()) for heading in table.headers]


def _joined(tables: Sequence[RawTable], name: str) -> RawTable:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    def strings(column: pa.Array | None) -> pa.Array:
        return pa.array([], pa.string()) if column is None else column

    width = len(tables[0].headers)
    columns = [pa.concat_arrays([strings(table.columns[at]) for table in tables]) for at in range(width)]
    sheets = pa.array([table.name for table in tables for _ in range(table.rows)], pa.string())
    first = tables[0]
    return replace(
        first,
        name=name,
        headers=[*first.headers, HEADING],
        columns=[*columns, sheets],
        rows=sum(table.rows for table in tables),
        groups=[*first.groups, ""] if first.groups else [],
        text_cells={at: sum(table.text_cells.get(at, 0) for table in tables) for at in range(width)},
    )
