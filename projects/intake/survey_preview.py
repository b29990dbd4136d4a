# SPDX-License-Identifier: MIT
"""Preview of a file before import, with every guess named so that the user can change it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from projects.imported.raw_tables import RawTable, table_from_rows
from projects.imported.records import Finding
from projects.importing.columns.number_date_conventions import with_date_order, with_decimals
from projects.importing.options import ImportOptions
from projects.readers.file_kinds import FileKind, detect_kind
from projects.readers.tabular.damaged_files import damaged_as_problem
from projects.readers.tabular.delimited_text import header_place
from projects.readers.tabular.header_rows import HeaderPlace, header_texts, two_header_rows
from projects.readers.tabular.text_dialect import find_separator, first_records, read_text_file
from projects.readers.tabular.workbook_sheets import preview_rows

_ROWS = 20
_HABIT_ROWS = 500


@dataclass(frozen=True)
class Preview:
    """The first rows of a table as text, and how it was read; the fields are those of `ImportOptions`.

    `kind` is a `FileKind`'s value. For kinds that carry their own types only `kind` is filled: nothing is `shown`.
    `header_row` is 0-based. `headers` are as written; `groups` stand above them in a two-line header.
    """

    kind: str
    encoding: str = ""
    separator: str = ""
    decimal: str = "."
    thousands: str = ""
    date_order: str = "ymd"
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    header_row: int = 0
    header_rows: int = 1
    headers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there are rows to look at and ways to read them to choose from."""
        return self.kind in (FileKind.DELIMITED.value, FileKind.WORKBOOK.value)


def preview(path: Path, options: ImportOptions | None = None) -> Preview:
    """How a file would be read under `options`. Raises ImportProblem for an empty, locked, damaged or unknown one."""
    options = options or ImportOptions()
    kind = detect_kind(path)
    if kind is FileKind.DELIMITED:
        return _of_text(path, options)
    if kind is FileKind.WORKBOOK:
        with damaged_as_problem(path.name):
            return _of_workbook(path, options)
    return Preview(kind.value)


def _of_text(path: Path, options: ImportOptions) -> Preview:
    text = read_text_file(path, options)
    separator = options.separator or find_separator(text.content)
    records = first_records(text, separator, _HABIT_ROWS)
    place = header_place(records, options) or HeaderPlace(max(len(records) - 1, 0))
    header = place.row
    headers, groups = (
        header_texts(records[: header + 1], place) if place.rows > 1 else (records[header] if records else [], [])
    )
    findings = list(text.findings)
    table = table_from_rows(path.stem, headers, records[header + 1 :])
    table.groups = groups
    findings += filter(None, [two_header_rows(table)])
    read = with_date_order(table, "t1", with_decimals(table, options, findings), findings)
    return Preview(
        kind=FileKind.DELIMITED.value,
        encoding=text.encoding,
        separator=separator,
        decimal=read.decimal or ".",
        thousands=read.thousands or "",
        date_order=read.date_order or "ymd",
        header_row=header,
        header_rows=place.rows,
        headers=tuple(headers),
        groups=tuple(groups),
        rows=tuple(tuple(row) for row in records[header + 1 : header + 1 + _ROWS]),
        findings=tuple(findings),
    )


def _of_workbook(path: Path, options: ImportOptions) -> Preview:
    shown = preview_rows(path, options, _ROWS + 10)
    findings: list[Finding] = []
    if shown.header_rows == 2:
        findings += filter(None, [two_header_rows(RawTable(shown.sheet, shown.headers, [], 0, shown.groups))])
    return Preview(
        kind=FileKind.WORKBOOK.value,
        decimal=options.decimal or ".",
        thousands=options.thousands or "",
        date_order=options.date_order or "ymd",
        sheets=tuple(shown.sheets),
        sheet=shown.sheet,
        header_row=shown.header_row,
        header_rows=shown.header_rows,
        headers=tuple(shown.headers),
        groups=tuple(shown.groups),
        rows=tuple(tuple(row) for row in shown.rows[:_ROWS]),
        findings=tuple(findings),
    )
