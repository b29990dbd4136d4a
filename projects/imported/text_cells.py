# SPDX-License-Identifier: MIT
"""The cells of a workbook or small CSV as text, row by row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from projects.imported.problems import damaged, import_problem
from projects.imported.zip_guard import open_zip, refuse_dtd

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    SheetCell = float | str | bool | dt.time | dt.date | dt.timedelta  # what calamine makes of a cell

MOST_COLUMNS = 16_384


@dataclass(frozen=True)
class TextSheet:
    """A sheet: rows of text, "" for an empty cell; rows may differ in length."""

    name: str
    rows: list[list[str]]


def cell_text(value: object) -> str:
    """A cell as text: whole numbers without ".0", dates in ISO form, true and false as TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e22 else repr(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time(0):
            return value.date().isoformat()
        return value.isoformat(sep=" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return _duration_text(value)
    return str(value)


def _duration_text(value: dt.timedelta) -> str:
    seconds = value.total_seconds()
    whole = int(seconds)
    text = f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return text if seconds == whole else text + f"{seconds - whole:.6f}"[1:].rstrip("0")


def open_workbook(path: Path) -> CalamineWorkbook:
    """The calamine workbook of an xlsx, xlsm, xlsb, xls or ods file.

    Raises ImportProblem for one that cannot be read.
    """
    import python_calamine  # python_calamine: not at start

    with path.open("rb") as stream:
        is_zip = stream.read(4) == b"PK\x03\x04"
    if is_zip:
        with open_zip(path) as container:
            refuse_dtd(container, path.name)
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError as error:
        raise import_problem("password", file=path.name) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(path.name) from error


def sheet_rows(workbook: CalamineWorkbook, sheet: str, file: str) -> Iterator[list[SheetCell]]:
    """The rows of one sheet, as calamine gives them, from the first used row on. Raises ImportProblem."""
    yield from rows_of(open_sheet(workbook, sheet, file), file)


def open_sheet(workbook: CalamineWorkbook, sheet: str, file: str) -> CalamineSheet:
    """One sheet of a workbook that calamine reads. Raises ImportProblem where it is damaged."""
    import python_calamine  # python_calamine: not at start

    try:
        return workbook.get_sheet_by_name(sheet)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(file) from error


def rows_of(sheet: CalamineSheet, file: str) -> Iterator[list[SheetCell]]:
    """The rows of an open sheet. Raises ImportProblem where one is damaged."""
    import python_calamine  # python_calamine: not at start

    try:
        yield from sheet.iter_rows()
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(file) from error


def read_small_sheets(path: Path) -> list[TextSheet]:
    """All sheets of a workbook as text, empty cells at the ends of rows dropped: for forms, not for data."""
    workbook = open_workbook(path)
    sheets = []
    for name in workbook.sheet_names:
        rows = [_trimmed([cell_text(cell) for cell in row]) for row in sheet_rows(workbook, name, path.name)]
        sheets.append(TextSheet(name, rows))
    return sheets


def read_small_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV that is a form or a list of choices: comma, semicolon or tab, UTF-8 or else Windows Latin."""
    content = path.read_bytes()
    text = decode_guess(content)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    return [_trimmed(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]


def decode_guess(content: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else Windows-1252 with undefined bytes as Latin-1."""
    for mark, code in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(code, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1" if any(byte in content for byte in b"\x81\x8d\x8f\x90\x9d") else "cp1252")


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]
