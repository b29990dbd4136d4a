# SPDX-License-Identifier: MIT
"""Codebook files: csv, xlsx and docx to codes, and codes to streams. Reading is made for the throw-away process."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from analysis.file_writers import by_ending
from coding.codebook import Codebook
from coding.codebook_outline import columns_named
from coding.codebook_table import ReadCodebook, codes_from_rows, rows_from_codes
from projects.exchange.codebook_document import document_rows, is_document
from projects.file_writers import codebook_writers
from projects.readers.plain_text import decode, read_bytes
from projects.readers.transcript_problems import transcript_problem
from projects.readers.zipped_documents import Package
from wording import Problem, discovery

_MOST_ROWS, _MOST_COLUMNS = 25_000, 60
_LARGEST_CODEBOOK, _MOST_UNPACKED = 5_000_000, 50_000_000  # bytes; a starter codebook has 10,000
_WORKBOOK = "xl/workbook.xml"
# What openpyxl raises on broken workbooks; XML errors are SyntaxErrors.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, SyntaxError, zipfile.BadZipFile)
_FORMULA_STARTS = (*"=+-@\uff1d\uff0b\uff0d\uff20", "\t")  # in full width, too


def read_codebook(path: Path) -> ReadCodebook:
    """The codes of a csv, xlsx or docx file, its kind known by its content. Raises `Problem` when it is no codebook."""
    if _is_word_document(path):
        written = document_rows(path)
        if not written:
            raise transcript_problem("no_codebook_document", file=path.name)
        return codes_from_rows(written, path.name)
    rows = [row for row in table_rows(path) if any(cell.strip() for cell in row)]
    if not rows:
        raise transcript_problem("empty_file", file=path.name)
    header, *body = rows
    header = _named_columns(header)
    return codes_from_rows([dict(zip(header, _filled(row, len(header)), strict=True)) for row in body], path.name)


def table_rows(path: Path) -> list[list[str]]:
    """The rows of a csv or the first sheet of an xlsx file, as text. Raises `Problem` when it is neither."""
    data = read_bytes(path)
    if not data:
        raise transcript_problem("empty_file", file=path.name)
    return _xlsx_rows(path) if data.startswith(b"PK") else _csv_rows(data, path.name)


def _named_columns(header: list[str]) -> list[str]:
    """The columns as the program names them, where a researcher has named them in words of English or French."""
    if any(cell.strip().lower().partition("_")[0] == "name" for cell in header):
        return header
    return [named if named else cell for cell, named in zip(header, columns_named(header), strict=True)]


def looks_like_codebook(header: list[str]) -> bool:
    """Whether the first row of a table is that of a codebook: code_id, and a name in some language."""
    names = {cell.strip().lower() for cell in header}
    return "code_id" in names and any(name.startswith("name_") for name in names)


def is_codebook(path: Path) -> bool:
    """Whether a file surely is a codebook: a table by its first row, a Word file by its codes. It reads little."""
    try:
        if path.stat().st_size > _LARGEST_CODEBOOK:
            return False
        data = path.read_bytes()
        if data.startswith(b"PK"):
            if _is_word_document(path):
                return bool(document_rows(path, sure=True))
            rows = _xlsx_rows(path, most_rows=1) if _is_small_workbook(path) else []
            return bool(rows) and looks_like_codebook(rows[0])
    except (OSError, Problem):
        return False  # whoever reads the file says what is wrong with it
    first = data[:8000].splitlines()[0].decode("utf-8-sig", "replace") if data.strip() else ""
    return looks_like_codebook([cell.strip(' "') for cell in first.split(_delimiter(first))])


def _is_word_document(path: Path) -> bool:
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    with Package(path) as package:
        return is_document(package)


def _is_small_workbook(path: Path) -> bool:
    with Package(path) as package:
        unpacked = sum(entry.file_size for entry in package.parts.values())
        return _WORKBOOK in package.parts and unpacked < _MOST_UNPACKED


def write_codebook(codebook: Codebook, kind: str, stream: BinaryIO, language: str, *, team: bool = True) -> None:
    """Write a codebook to a kind of `projects/writers/table.py`; but for the `team` without anchors and memos.

    Anchors are words of interviews, memos are notes of the team.
    """
    if not team:
        codebook = Codebook(replace(code, anchors=(), memo="") for code in codebook)
    discovery.resolve(by_ending(codebook_writers())[kind].work)(codebook, stream, language)


def write_codebook_csv(codebook: Codebook, stream: BinaryIO, language: str = "") -> None:
    """The codebook as UTF-8 csv with a byte-order mark, so that Excel reads accents; cells never start a formula."""
    header, rows = rows_from_codes(codebook)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([header, *([without_formula(cell) for cell in row] for row in rows)])
    stream.write(text.getvalue().encode("utf-8-sig"))


def write_codebook_xlsx(codebook: Codebook, stream: BinaryIO, language: str = "") -> None:
    """The codebook as a workbook, one sheet, every cell text."""
    import xlsxwriter  # xlsxwriter, 50 ms: not at start

    header, rows = rows_from_codes(codebook)
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "company": ""})
    sheet = book.add_worksheet("codebook")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(header):
        sheet.set_column(column, column, 40 if name.startswith(("definition", "keywords")) else 18)
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, wrapped)
    sheet.freeze_panes(1, 2)
    book.close()


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    text, _ = decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text.partition("\n")[0]))
    try:
        return [
            [_plain(cell) for cell in row[:_MOST_COLUMNS]] for _, row in zip(range(_MOST_ROWS), reader, strict=False)
        ]
    except csv.Error as error:
        raise transcript_problem("damaged", file=name) from error


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _xlsx_rows(path: Path, most_rows: int = _MOST_ROWS) -> list[list[str]]:
    from openpyxl import load_workbook  # openpyxl, 170 ms: not at start

    with Package(path) as package:
        if _WORKBOOK not in package.parts:
            raise transcript_problem("no_codebook_kind", file=path.name)
        for part in package.parts:
            if part.lower().endswith((".xml", ".rels")):
                package.check(part)
    with path.open("rb") as stream:
        try:
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            rows = book.worksheets[0].iter_rows(max_row=most_rows, max_col=_MOST_COLUMNS, values_only=True)
            return [["" if cell is None else str(cell) for cell in row] for row in rows]
        except _BROKEN as error:
            raise transcript_problem("damaged", file=path.name) from error


def _filled(row: list[str], width: int) -> list[str]:
    return [*row[:width], *([""] * (width - len(row)))]


def without_formula(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def _plain(cell: str) -> str:
    """Undo `without_formula`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell
