# SPDX-License-Identifier: MIT
"""Every cell of the real exports at hand, read with their form, against openpyxl and the csv module."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.records import Kind, Reason, Variable
from projects.imported.records import ImportedTable
from projects.intake.survey_import import import_survey

pytestmark = pytest.mark.slow

PAIRS = (
    ("msna2024/data.xlsx", "msna2024/form.xlsx"),
    ("msna2024/data.xlsx", ""),
    ("msna_template/data.csv", "msna_template/form_rebuilt.xlsx"),
    ("small_forms/data.xlsx", "small_forms/sample_xlsform.xlsx"),
    ("small_forms/data_likert.xlsx", "small_forms/form_likert.xlsx"),
)
EMPTY = (None, "", "NA")


def sheets_of(path: Path) -> dict[str, list[list[Any]]]:
    """Rows of each sheet, the header first."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return {path.stem: [list(row) for row in csv.reader(stream)]}
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book:
        sheet.reset_dimensions()
    found = {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
        for sheet in book
    }
    book.close()
    return found


def written(table: ImportedTable, variable: Variable) -> list[Any]:
    """The column as the file would write it: codes of choices, numbers, texts; None where absent."""
    codes = {choice.id: choice.code for choice in variable.choices}
    return [codes.get(value, value) for value in table.columns[variable.id].to_pylist()]


def agrees(cell: Any, value: Any, reason: int) -> bool:
    """Whether a cell of the file and what was read say the same."""
    if value is None:
        return bool(reason) and (cell in EMPTY or reason in (Reason.REFUSED, Reason.DONT_KNOW))
    if isinstance(value, dt.datetime):
        return str(cell)[:10] == value.date().isoformat() or str(cell)[:19].replace("T", " ") == str(value)[:19]
    if isinstance(value, float):
        return float(cell) == pytest.approx(value)
    return str(cell).strip() == str(value).strip() or (
        isinstance(cell, bool) and str(cell).upper() == str(value).upper()
    )


def compare(table: ImportedTable, rows: list[list[Any]], counts: Counter[str]) -> list[tuple[str, int]]:
    """Counts what agrees; the cells (name, row) that do not."""
    header = [str(cell) for cell in rows[0]]
    wrong = []
    for variable in table.variables:
        called = {variable.name, *variable.labels.by_language.values()}
        places = [n for n, name in enumerate(header) if name in called or re.split("[/.]", name)[-1] == variable.name]
        if variable.kind is Kind.SET or len(places) != 1 or variable.id not in table.columns:
            counts["sets and others" if variable.kind is Kind.SET else "not compared"] += 1
            continue
        values, reasons = written(table, variable), table.reasons[variable.id]
        labels = {choice.code: set(choice.labels.by_language.values()) for choice in variable.choices}
        for number, row in enumerate(rows[1:]):
            cell = row[places[0]] if places[0] < len(row) else None
            counts["cells"] += 1
            by_label = cell in labels.get(str(values[number]), ())
            if not by_label and not agrees(cell, values[number], int(reasons[number])):
                wrong.append((variable.name, number))
    return wrong


@pytest.mark.parametrize(("data", "form"), PAIRS)
def test_every_cell_of_a_real_export(shared: Path, data: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "kobo"
    imported = import_survey(folder / data, folder / form if form else None)
    sheets = sheets_of(folder / data)
    counts: Counter[str] = Counter()
    wrong: list[tuple[str, int]] = []
    for table, rows in zip(imported.tables, sheets.values(), strict=False):
        assert table.rows == len(rows) - 1
        counts.update(rows=table.rows, variables=len(table.variables))
        wrong += compare(table, rows, counts)
    with capsys.disabled():
        print(f"\n{data} with {form or 'no form'}:", dict(counts))
    assert not wrong
    assert counts["cells"] > 100
