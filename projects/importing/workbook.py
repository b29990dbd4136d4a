# SPDX-License-Identifier: MIT
"""The sheets of a workbook as tables of text, in batches, so that a large sheet does not fill memory. It types nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from projects.importing.cells import cell_text, open_workbook, sheet_rows
from projects.importing.headers import HeaderPlace, find_header, header_texts
from projects.importing.options import ImportOptions
from projects.importing.problems import import_problem
from projects.importing.raw import RawBook, RawTable
from wording import Progress, Stopped

_BATCH = 4_000
_LOOKED_AT = 30  # first rows that decide where the header is


def read_workbook(path: Path, options: ImportOptions, progress: Progress) -> RawBook:
    """Every sheet that holds a table. Raises ImportProblem when there is none, or for a workbook that cannot be read."""
    workbook = open_workbook(path)
    names = [name for name in workbook.sheet_names if options.sheet in (None, name)]
    tables = []
    for number, name in enumerate(names):
        progress.report(0.4 * number / max(len(names), 1))
        table = _read_sheet(sheet_rows(workbook, name, path.name), name, options, progress)
        if table is not None:
            tables.append(table)
    if not tables:
        raise import_problem("no_table", file=path.name)
    return RawBook("excel", path.stem, tables)


def _read_sheet(rows: Iterator[list[Any]], name: str, options: ImportOptions, progress: Progress) -> RawTable | None:
    first = [[cell_text(cell) for cell in row] for _, row in zip(range(_LOOKED_AT), rows, strict=False)]
    place = find_header(first, options)
    if place is None:
        return None
    headers, groups = header_texts(first, place)
    columns = _Columns(len(headers))
    columns.add(first[place.row + 1 :])
    batch: list[list[str]] = []
    for row in rows:
        batch.append([cell_text(cell) for cell in row])
        if len(batch) >= _BATCH:
            columns.add(batch)
            batch = []
            if progress.stop_requested():
                raise Stopped
    columns.add(batch)
    return _without_empty_tail(RawTable(name, headers, columns.finished(), columns.rows, groups))


class _Columns:
    """Text columns that grow batch by batch."""

    def __init__(self, width: int) -> None:
        self.rows = 0
        self._parts: list[list[Any]] = [[] for _ in range(width)]

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Append rows, leaving out those without a single value."""
        import pyarrow as pa

        kept = [row for row in rows if any(row)]
        self.rows += len(kept)
        for number, parts in enumerate(self._parts):
            values = [row[number] or None if number < len(row) else None for row in kept]
            parts.append(pa.array(values, pa.string()))

    def finished(self) -> list[Any]:
        """One string array per column."""
        import pyarrow as pa

        return [pa.concat_arrays(parts) if parts else pa.array([], pa.string()) for parts in self._parts]


def _without_empty_tail(table: RawTable) -> RawTable:
    """Columns at the right end that have neither a header nor a value are not part of the table."""
    width = len(table.headers)
    while width and not table.headers[width - 1].strip():
        column = table.columns[width - 1]
        if column is not None and column.null_count < len(column):
            break
        width -= 1
    table.headers, table.columns, table.groups = table.headers[:width], table.columns[:width], table.groups[:width]
    return table


def preview_rows(path: Path, sheet: str | None, count: int) -> tuple[list[str], list[list[str]], HeaderPlace | None]:
    """The sheets' names, and the first rows of one of them with where its header was found."""
    workbook = open_workbook(path)
    names = list(workbook.sheet_names)
    chosen = sheet if sheet in names else (names[0] if names else "")
    rows = [
        [cell_text(cell) for cell in row]
        for _, row in zip(range(count), sheet_rows(workbook, chosen, path.name), strict=False)
    ]
    return names, rows, find_header(rows, ImportOptions())
