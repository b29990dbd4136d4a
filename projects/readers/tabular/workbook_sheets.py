# SPDX-License-Identifier: MIT
"""The sheets of a workbook as tables of text, in batches, so that a large sheet does not fill memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from projects.imported.findings import finding
from projects.imported.problems import ImportProblem, damaged, import_problem
from projects.imported.raw_tables import RawBook, RawTable
from projects.imported.records import Finding, Severity
from projects.imported.text_cells import cell_text, open_sheet, open_workbook, rows_of
from projects.imported.zip_guard import open_zip
from projects.importing.options import ImportOptions
from projects.readers.tabular.header_rows import HeaderPlace, find_header, header_texts, two_header_rows
from projects.readers.tabular.month_sheets import join_months
from projects.readers.tabular.xlsx_cells import (
    counts_from_1904,
    huge_sheets,
    read_sparse,
    refuse_too_many_cells,
    sheet_parts,
)
from wording import Progress, Stopped

if TYPE_CHECKING:
    import pyarrow as pa
    from python_calamine import CalamineWorkbook

_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
_UNNAMED = re.compile(  # the first sheet as spreadsheet programs call it, in the languages of offices
    r"(?:sheet|feuil(?:le)?|hoja|plan(?:ilha)?|folha|foglio|tabelle|blad|table(?:au)?|лист)[ _]?\d*", re.IGNORECASE
)
_BEGIN = frozenset("0123456789-+ \u00a0\t")  # how a number begins that is written as text
_BATCH = 4_000
_Range = tuple[tuple[int, int], tuple[int, int]]
_LOOKED_AT = 30  # first rows that decide where the header is


def read_workbook(path: Path, options: ImportOptions, progress: Progress) -> RawBook:
    """Every sheet that holds a table.

    Raises ImportProblem when there is none, or for a workbook that cannot be read.
    """
    workbook = open_workbook(path)
    names = [name for name in workbook.sheet_names if options.sheet in (None, name)]
    sparse = huge_sheets(path) if path_is_zip(path) else {}
    if path_is_zip(path):
        refuse_too_many_cells(path)
    tables, findings = [], []
    for number, name in enumerate(names):
        progress.report(0.4 * number / max(len(names), 1))
        if name in sparse:
            rows, _ = read_sparse(path, sparse[name])
            findings.append(finding(Severity.WARNING, "sparse_sheet", name=name))
            table = _read_sheet(iter(rows), name, options, progress)
        else:
            table = _read_or_rescue(workbook, path, name, options, progress, findings)
        if table is not None:
            tables.append(table)
            findings += _odd_cells(table)
    if not tables:
        raise import_problem("no_table" if options.sheet is None else "sheet_absent", file=path.name)
    if options.sheet is None:
        tables, joined = join_months(tables, path.stem)
        findings += joined
        tables = _named_by_file(tables, path.stem)
    findings += filter(None, map(two_header_rows, tables))
    if _counts_from_1904(path):
        findings.append(finding(Severity.GUESS, "dates_1904"))
    return RawBook("excel", path.stem, tables, findings)


def _named_by_file(tables: list[RawTable], stem: str) -> list[RawTable]:
    """The tables; the only one under the name that a spreadsheet program gives ("Sheet1") is called after the file."""
    if len(tables) == 1 and _UNNAMED.fullmatch(tables[0].name.strip()):
        return [replace(tables[0], name=stem)]
    return tables


def _read_or_rescue(
    workbook: CalamineWorkbook,
    path: Path,
    name: str,
    options: ImportOptions,
    progress: Progress,
    findings: list[Finding],
) -> RawTable | None:
    """A sheet; one with damaged cells is read cell by cell, and the damaged ones are told."""
    try:
        sheet = open_sheet(workbook, name, path.name)
        table = _read_sheet(rows_of(sheet, path.name), name, options, progress, _merged_ranges(sheet))
        findings += _merged_cells(sheet, name) if table is not None else ()
        return table
    except ImportProblem:
        part = sheet_parts(path).get(name) if path_is_zip(path) else None
        if part is None:
            raise
    rows, unreadable = read_sparse(path, part)
    if not unreadable:
        raise damaged(path.name)
    findings.append(finding(Severity.WARNING, "cells_unreadable", count=unreadable, n=unreadable))
    return _read_sheet(iter(rows), name, options, progress)


def path_is_zip(path: Path) -> bool:
    """Whether a workbook is of the zipped kinds."""
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _counts_from_1904(path: Path) -> bool:
    if not path_is_zip(path):
        return False
    with open_zip(path) as container:
        return counts_from_1904(container)


def _merged_ranges(sheet: object) -> Sequence[_Range]:
    """The merged cells of a sheet: the first and the last (row, column) of each, where the file's kind tells them."""
    return getattr(sheet, "merged_cell_ranges", None) or ()


def _ends(merged: Sequence[_Range], place: HeaderPlace) -> dict[int, int]:
    """The first column of each merged cell in the row of group names → its last."""
    return {first[1]: last[1] for first, last in merged if first[0] == place.row - 1}


def _merged_cells(sheet: object, name: str) -> Iterator[Finding]:
    """A line for cells merged over several rows below the heading: only the first row has their value."""
    over = sum(last[0] > first[0] and first[0] > 0 for first, last in _merged_ranges(sheet))
    if over:
        yield finding(Severity.WARNING, "merged_cells", name=name, n=over)


def _odd_cells(table: RawTable) -> Iterator[Finding]:
    """A line for the cells in which the spreadsheet shows an error."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    errors = pa.array(_ERRORS, pa.string())
    count = sum(pc.sum(pc.is_in(column, errors)).as_py() or 0 for column in table.columns if column is not None)
    if count:
        yield finding(Severity.WARNING, "cells_with_errors", count=count, n=count)


def _read_sheet(
    rows: Iterator[Sequence[object]], name: str, options: ImportOptions, progress: Progress,
    merged: Sequence[_Range] = (),
) -> RawTable | None:  # fmt: skip
    head = [list(row) for _, row in zip(range(_LOOKED_AT), rows, strict=False)]
    first = [[cell_text(cell) for cell in row] for row in head]
    place = find_header(first, options)
    if place is None:
        return None
    headers, groups = header_texts(first, place, _ends(merged, place))
    columns = _Columns(len(headers))
    columns.add(first[place.row + 1 :])
    text_cells: Counter[int] = Counter()
    for cells in head[place.row + 1 :]:
        text_cells.update(_texts_of_digits(cells))
    batch: list[list[str]] = []
    for row in rows:
        batch.append([cell_text(cell) for cell in row])
        text_cells.update(_texts_of_digits(row))
        if len(batch) >= _BATCH:
            columns.add(batch)
            batch = []
            if progress.stop_requested():
                raise Stopped
    columns.add(batch)
    return _without_empty_tail(
        RawTable(name, headers, columns.finished(), columns.rows, groups, text_cells=dict(text_cells))
    )


def _texts_of_digits(cells: Sequence[object]) -> list[int]:
    """The columns whose cell is text that begins as a number does."""
    return [at for at, cell in enumerate(cells) if type(cell) is str and cell[:1] in _BEGIN]


class _Columns:
    """Text columns that grow batch by batch."""

    def __init__(self, width: int) -> None:
        self.rows = 0
        self._parts: list[list[pa.Array]] = [[] for _ in range(width)]

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Append rows, leaving out those without a single value."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        kept = [row for row in rows if any(row)]
        self.rows += len(kept)
        for number, parts in enumerate(self._parts):
            values = [row[number] or None if number < len(row) else None for row in kept]
            parts.append(pa.array(values, pa.string()))

    def finished(self) -> list[pa.Array]:
        """One string array per column."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

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


@dataclass(frozen=True)
class SheetStart:
    """The first rows of a sheet below its header, and the names of all sheets."""

    sheets: list[str]
    sheet: str
    header_row: int
    header_rows: int
    headers: list[str]
    groups: list[str]
    rows: list[list[str]]


def preview_rows(path: Path, options: ImportOptions, count: int) -> SheetStart:
    """How a workbook begins: the sheet chosen, else the first one that holds a table."""
    workbook = open_workbook(path)
    names = list(workbook.sheet_names)
    sparse = huge_sheets(path) if path_is_zip(path) else {}
    for name in [options.sheet] if options.sheet in names else names:
        assert name is not None
        rows, merged = _first(workbook, name, path, count, sparse.get(name))
        place = find_header(rows, options)
        if place is not None:
            headers, groups = header_texts(rows, place, _ends(merged, place))
            return SheetStart(names, name, place.row, place.rows, headers, groups, rows[place.row + 1 : count])
    raise import_problem("no_table", file=path.name)


def _first(
    workbook: CalamineWorkbook, name: str, path: Path, count: int, part: str | None
) -> tuple[list[list[str]], Sequence[_Range]]:
    """The first rows of a sheet and its merged cells; `part`: the file's part that is read cell by cell."""
    if part is not None:
        return read_sparse(path, part)[0], ()
    sheet = open_sheet(workbook, name, path.name)
    rows = zip(range(count), rows_of(sheet, path.name), strict=False)
    return [[cell_text(cell) for cell in row] for _, row in rows], _merged_ranges(sheet)
