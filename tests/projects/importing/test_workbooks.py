# SPDX-License-Identifier: MIT
"""Plain workbooks, the preview, the way to a process and back, and the folder of hostile files."""

from __future__ import annotations

import io
import shutil
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import openpyxl
import pytest

from analysis.records import Kind
from projects.hostile_files import try_hostile_files
from projects.imported.problems import ImportProblem
from projects.importing.columns.column_names import column_names
from projects.importing.options import ImportOptions
from projects.intake.import_process import import_survey_in_worker, preview_in_worker
from projects.intake.survey_import import import_survey
from projects.intake.survey_preview import preview
from wording import Problem, render


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_title_and_two_header_rows(tmp_path: Path, column: Any, keys: Any) -> None:
    rows: list[list[Any]] = [
        ["Monthly monitoring"],
        ["Place", None, "People", None],
        ["Site", "Code", "Women", "Men"],
        ["A", "01", 3, 4],
        ["B", "02", 5, 6],
        ["A", "03", 7, 8],
        ["A", "04", 9, 1],
    ]
    path = workbook(tmp_path / "table.xlsx", {"Data": rows, "Empty": []})
    data = import_survey(path)
    table = data.tables[0]
    assert [(v.name, v.group) for v in table.variables] == [
        ("Site", ("Place",)),
        ("Code", ("Place",)),
        ("Women", ("People",)),
        ("Men", ("People",)),
    ]
    assert column(table, "Code") == ["01", "02", "03", "04"]
    assert column(table, "Women") == [3, 5, 7, 9]
    assert "header_two_rows" in keys(data)
    shown = preview(path)
    assert (shown.sheets, shown.sheet, shown.header_row, shown.header_rows) == (("Data", "Empty"), "Data", 2, 2)
    assert shown.groups == ("Place", "Place", "People", "People")
    assert preview_in_worker(path) == shown


def test_a_second_line_that_parts_some_of_the_headings(tmp_path: Path, column: Any, keys: Any) -> None:
    rows: list[list[Any]] = [
        ["Day", "Site", "Adults", None, "Minors", None, "Total"],
        [None, None, "F", "M", "F", "M", None],
        *([f"day {at}", "A", 3, 4, 1, 2, 10] for at in range(4)),
    ]
    data = import_survey(workbook(tmp_path / "table.xlsx", {"Data": rows}))
    table = data.tables[0]
    assert [(one.group, one.name.split(" ")[0]) for one in table.variables] == [
        ((), "Day"), ((), "Site"), (("Adults",), "Adults"), (("Adults",), "Adults"), (("Minors",), "Minors"),
        (("Minors",), "Minors"), ((), "Total"),
    ]  # fmt: skip
    assert column(table, "Adults / F") == [3, 3, 3, 3]
    assert "headers_twice" not in keys(data)
    assert "header_two_rows" in keys(data)


def test_words_below_a_heading_without_a_name_are_no_second_heading(tmp_path: Path, keys: Any) -> None:
    rows: list[list[Any]] = [["a", "b", None], [1, None, "note"], [2, 3, "word"], [4, 5, "more"]]
    data = import_survey(workbook(tmp_path / "table.xlsx", {"Data": rows}))
    assert "header_two_rows" not in keys(data)
    assert data.tables[0].rows == 3


def test_the_sheet_chosen(tmp_path: Path, column: Any) -> None:
    path = workbook(tmp_path / "table.xlsx", {"One": [["a"], [1]], "Two": [["b"], [2]]})
    assert [table.name for table in import_survey(path).tables] == ["One", "Two"]
    only = import_survey(path, options=ImportOptions(sheet="Two"))
    assert column(only.tables[0], "b") == [2]
    with pytest.raises(ImportProblem) as problem:
        import_survey(path, options=ImportOptions(sheet="Three"))
    assert problem.value.message.key == "importing.problem.sheet_absent"


def test_dates_booleans_and_long_numbers(tmp_path: Path, column: Any) -> None:
    import datetime as dt

    rows: list[list[Any]] = [
        ["day", "moment", "agreed", "id"],
        [dt.date(2024, 1, 31), dt.datetime(2024, 1, 31, 14, 5), True, "12345678901234567890"],
        [dt.date(2024, 2, 1), dt.datetime(2024, 2, 1, 9, 0), False, "00012"],
    ]
    table = import_survey(workbook(tmp_path / "table.xlsx", {"Data": rows})).tables[0]
    assert [v.kind for v in table.variables] == [Kind.DATE, Kind.DATETIME, Kind.TEXT, Kind.TEXT]
    assert str(column(table, "moment")[0]) == "2024-01-31 14:05:00"
    assert column(table, "agreed") == ["TRUE", "FALSE"]
    assert column(table, "id") == ["12345678901234567890", "00012"]


def test_the_process_gives_the_same(tmp_path: Path, small: ModuleType) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    path = small.write_workbook(tmp_path / "data.xlsx", small.tables())
    here, there = import_survey(path, form), import_survey_in_worker(path, form)
    assert there.findings == here.findings
    assert (there.languages, there.form_title, there.kind) == (here.languages, here.form_title, here.kind)
    for a, b in zip(here.tables, there.tables, strict=True):
        assert a.variables == b.variables
        assert (a.design, a.how, a.unit, a.consent, a.consent_given) == (
            b.design,
            b.how,
            b.unit,
            b.consent,
            b.consent_given,
        )
        assert all(a.columns[name].equals(b.columns[name]) for name in a.columns)
        assert all((a.reasons[name] == b.reasons[name]).all() for name in a.reasons)
        assert {name: keys.to_pylist() for name, keys in a.row_keys.items()} == {
            name: keys.to_pylist() for name, keys in b.row_keys.items()
        }
        assert set(a.columns) == set(b.columns)


def test_a_problem_comes_back_from_the_process(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(Problem) as problem:
        import_survey_in_worker(tmp_path / "broken.xlsx")
    assert problem.value.message.key == "importing.problem.damaged_workbook"


def test_names_stay_distinct() -> None:
    assert column_names(["a", "", "a", "a (2)", " ", "column 2"]) == [
        "a",
        "column 2 (2)",
        "a (3)",
        "a (2)",
        "column 5",
        "column 2",
    ]


@pytest.mark.slow
def test_hostile_files(shared: Path, tmp_path: Path) -> None:
    with tarfile.open(shared / "nasty.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    outside = tmp_path / "nasty"
    out = io.StringIO()
    assert try_hostile_files(outside, out, "en"), out.getvalue()
    assert "0 not as expected" in out.getvalue()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nasty"]
    shutil.rmtree(outside)


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem):
        try_hostile_files(tmp_path, io.StringIO(), "en")


_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName='
    '"/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Visits" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def large_workbook(path: Path, rows: int, columns: int) -> Path:
    """A workbook of random numbers, each thousand rows as the one before, written as text so that it takes seconds."""
    numbers = np.random.default_rng(5).integers(0, 100_000, (1_000, columns)).astype(str)
    lines = [f"<row><c><v>{'</v></c><c><v>'.join(line)}</v></c></row>" for line in numbers]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            heads = "".join(f'<c t="inlineStr"><is><t>q{n}</t></is></c>' for n in range(columns))
            part.write(f"<row>{heads}</row>".encode())
            for first in range(0, rows, len(lines)):
                part.write("".join(lines[: rows - first]).encode())
            part.write(b"</sheetData></worksheet>")
    return path


@pytest.mark.slow
def test_more_than_ten_million_cells_are_refused_in_one_sentence(tmp_path: Path) -> None:
    path = large_workbook(tmp_path / "large.xlsx", 100_001, 101)
    with pytest.raises(Problem) as caught:
        import_survey_in_worker(path)
    said = render(caught.value.message, "en")
    assert "Visits" in said
    assert "10 million cells" in said
    assert "CSV" in said


@pytest.mark.slow
def test_a_million_cells_are_read_within_the_limits(tmp_path: Path) -> None:
    data = import_survey_in_worker(large_workbook(tmp_path / "million.xlsx", 10_000, 100))
    assert [(table.rows, len(table.variables)) for table in data.tables] == [(10_000, 100)]
