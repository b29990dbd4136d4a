# SPDX-License-Identifier: MIT
"""Columns as people wrote them: answers joined, several in one cell, dates by their own column, lines by cause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.records import Kind
from projects.datasets.registers.headings import without_unknown_unit
from projects.imported.records import ImportedData
from projects.importing.finding_causes import MOST, single
from projects.intake.survey_import import import_survey


def read(folder: Path, columns: dict[str, list[str]]) -> ImportedData:
    rows = len(next(iter(columns.values())))
    columns = {**columns, "n": [str(n) for n in range(rows)]}
    file = folder / "data.csv"
    lines = [";".join(columns), *(";".join(row) for row in zip(*columns.values(), strict=True))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_survey(file)


def variable(data: ImportedData, name: str) -> Any:
    return next(one for one in data.tables[0].variables if one.name == name)


def keys(data: ImportedData) -> list[str]:
    return [line.message.key.rpartition(".")[2] for line in single(data.findings)]


def test_answers_that_differ_only_in_blanks_or_case_are_joined_and_said(tmp_path: Path) -> None:
    data = read(tmp_path, {"zone": ["North", "north ", "NORTH", "North", "South", "south", "South", "North"]})
    assert [choice.code for choice in variable(data, "zone").choices] == ["North", "South"]
    line = next(one for one in data.findings if one.message.key.endswith("joined"))
    assert line.count == 3


def test_several_answers_in_a_cell_are_told(tmp_path: Path) -> None:
    data = read(tmp_path, {"needs": ["GBV, Theft", "Theft", "GBV", "Light,GBV"] * 6})
    assert "separated" in keys(data)
    assert "separated" not in keys(read(tmp_path, {"said": [f"We walked far, and then {n} rested" for n in range(24)]}))


def test_a_mark_inside_a_label_is_no_list_of_answers(tmp_path: Path) -> None:
    kinds = ["Formation, externes", "Formation, personnel", "Sensibilisation", "Sensibilisation"] * 9
    assert "separated" not in keys(read(tmp_path, {"Activité": kinds}))


def test_of_a_register_recognised_no_row_is_said_to_be_unknown(tmp_path: Path) -> None:
    columns = {"Date": ["2024-01-15", "2024-02-11"] * 6, "Activité": ["Formation", "Sensibilisation"] * 6}
    unknown = without_unknown_unit(read(tmp_path, {"zone": ["North", "South"] * 6}))
    assert "unit_record" in keys(unknown)
    register = read(tmp_path, {**columns, "Femmes": ["4", "7"] * 6, "Hommes": ["3", "9"] * 6})
    assert "unit_record" not in keys(without_unknown_unit(register)), "the register's form says what a row is"


def test_each_column_shows_its_own_order_of_day_and_month(tmp_path: Path) -> None:
    days = [f"{n:02d}/03/2025" for n in range(1, 29)]
    months = [f"03/{n:02d}/2025" for n in range(1, 29)]
    data = read(tmp_path, {"born": days, "came": months})
    for name in ("born", "came"):
        assert variable(data, name).kind is Kind.DATE
        column = data.tables[0].columns[variable(data, name).id]
        assert [str(one.date()) for one in column.to_pylist()[:2]] == ["2025-03-01", "2025-03-02"]


def test_day_numbers_of_a_spreadsheet_are_dates_where_the_name_says_so(tmp_path: Path) -> None:
    serials = [str(45_000 + n) for n in range(20)]
    data = read(tmp_path, {"date_of_visit": serials, "amount": serials})
    assert (variable(data, "date_of_visit").kind, variable(data, "amount").kind) == (Kind.DATE, Kind.INTEGER)
    assert "serial_dates" in keys(data)


def test_at_most_fifteen_lines_however_many_columns(tmp_path: Path) -> None:
    columns = {f"q{n}": ["1", "2", "x", "4", "5"] for n in range(120)}
    columns |= {f"d{n}": ["01/02/2025", "02/02/2025", "03/02/2025", "04/02/2025", "05/02/2025"] for n in range(60)}
    columns |= {f"m{n}": ["NA", "-99", "3", "4", "5"] for n in range(60)}
    data = read(tmp_path, columns)
    assert len(data.findings) <= MOST
    assert len(single(data.findings)) > 150
    line = next(one for one in data.findings if one.message.key.endswith("marks_taken"))
    assert (line.message.args["n"], line.count) == (60, 60)
