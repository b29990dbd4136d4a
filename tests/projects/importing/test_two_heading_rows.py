# SPDX-License-Identifier: MIT
"""Two heading rows are joined and said, in workbooks and in text files, once for the months of a year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from projects.intake.survey_import import import_survey
from projects.intake.survey_preview import preview
from wording import render

_UPPER = ["Date", "Lieu", "Femmes", "", "Hommes", "", "Total"]
_LOWER = ["", "", "0–17", "18 +", "0–17", "18 +", ""]
_NAMES = ["Date", "Lieu", "Femmes / 0–17", "Femmes / 18 +", "Hommes / 0–17", "Hommes / 18 +", "Total"]
_SAID = "two heading rows were joined: Femmes / 0–17, Femmes / 18 +, Hommes / 0–17, Hommes / 18 +."


def lines(month: int) -> list[list[Any]]:
    return [[f"{day:02d}.{month:02d}.2020", "Muha", day, 2, 3, 4, day + 9] for day in (3, 14, 25)]


def said(data: Any) -> list[str]:
    return [render(one.message, "en") for one in data.findings if one.message.key.endswith("header_two_rows")]


def test_in_a_text_file(tmp_path: Path, column: Any) -> None:
    path = tmp_path / "r.csv"
    rows = [_UPPER, _LOWER, *lines(1)]
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), "utf-8")
    data = import_survey(path)
    table = data.tables[0]
    assert [one.name for one in table.variables] == _NAMES
    assert table.variables[2].group == ("Femmes",)
    assert column(table, "Femmes / 0–17") == [3, 14, 25]
    assert said(data) == [f"In “r” {_SAID}"]
    shown = preview(path)
    assert (shown.header_row, shown.header_rows, shown.groups[2:4]) == (1, 2, ("Femmes", "Femmes"))
    assert shown.rows[0][0] == "03.01.2020"


def test_once_for_the_sheets_of_a_year(tmp_path: Path, column: Any) -> None:
    made = openpyxl.Workbook()
    for at, name in enumerate(("Janvier", "Février"), start=1):
        sheet = made.create_sheet(name)
        for row in [_UPPER, _LOWER, *lines(at)]:
            sheet.append([cell or None for cell in row])
        sheet.merge_cells("C1:D1")
    made.remove(made.worksheets[0])
    made.save(tmp_path / "r.xlsx")
    data = import_survey(tmp_path / "r.xlsx")
    assert said(data) == [f"In “r” {_SAID}"]
    assert [one.name for one in data.tables[0].variables] == [*_NAMES, "sheet"]
    assert column(data.tables[0], "sheet") == ["Janvier"] * 3 + ["Février"] * 3


def test_one_row_of_headings_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a,b,b\n1,,3\n4,5,6\n7,8,9\n", "utf-8")
    data = import_survey(path)
    assert said(data) == []
    assert data.tables[0].rows == 3


def test_one_group_over_a_few_headings(tmp_path: Path, column: Any) -> None:
    made = openpyxl.Workbook()
    rows = [[None, None, "Participants", None], ["Date", "Lieu", "Femmes", "Hommes"], ["2024-01-05", "Muha", 3, 4]]
    for row in [*rows, ["2024-01-09", "Rumo", 5, 6]]:
        made.active.append(row)
    made.save(tmp_path / "r.xlsx")
    data = import_survey(tmp_path / "r.xlsx")
    assert said(data)[0].endswith("two heading rows were joined: Participants / Femmes, Participants / Hommes.")
    assert [one.name for one in data.tables[0].variables] == ["Date", "Lieu", "Femmes", "Hommes"]
    assert column(data.tables[0], "Femmes") == [3, 5]


def test_a_title_in_the_first_cell_is_no_group(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in [["Registre"], ["Date", "Lieu", "Femmes"], ["2024-01-05", "Muha", 3], ["2024-01-09", "Rumo", 5]]:
        made.active.append(row)
    made.save(tmp_path / "r.xlsx")
    assert said(import_survey(tmp_path / "r.xlsx")) == []


def test_a_group_ends_where_its_merged_cell_ends(tmp_path: Path, column: Any) -> None:
    made = openpyxl.Workbook()
    heads = ["Date", "Lieu", "Femmes", "Hommes", "Total"]
    for row in [[None, None, "Participants"], heads, ["2024-01-05", "Muha", 3, 4, 7], ["2024-01-09", "Rumo", 5, 6, 11]]:
        made.active.append(row)
    made.active.merge_cells("C1:D1")
    made.save(tmp_path / "r.xlsx")
    data = import_survey(tmp_path / "r.xlsx")
    assert said(data)[0].endswith("two heading rows were joined: Participants / Femmes, Participants / Hommes.")
    assert [one.group for one in data.tables[0].variables] == [(), (), ("Participants",), ("Participants",), ()]
    assert list(preview(tmp_path / "r.xlsx").groups) == ["", "", "Participants", "Participants", ""]
    assert column(data.tables[0], "Total") == [7, 11]
