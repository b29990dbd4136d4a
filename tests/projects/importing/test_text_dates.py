# SPDX-License-Identifier: MIT
"""Dates typed as text: with dots, with the month in words, the year first; their order by the column, or asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from analysis.records import Kind
from projects.importing.columns.dates import UNCLEAR, looks_exchanged, order_shown
from projects.importing.columns.number_date_conventions import date_order_of
from projects.importing.columns.type_conversion import read_moment
from projects.importing.options import ImportOptions
from projects.intake import import_process
from projects.intake.survey_import import import_survey
from projects.intake.survey_preview import Preview, preview
from wording import NoProgress
from workbench.data.imports.confirmation_pane import as_found, offers
from workbench.data.preview.file_reading import read_file


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two workers' jobs without their processes."""
    monkeypatch.setattr(import_process, "import_survey_in_worker", import_survey)
    monkeypatch.setattr(import_process, "preview_in_worker", lambda path, options, _progress: preview(path, options))


def book(path: Path, *columns: list[Any]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in zip(*columns, strict=True):
        sheet.append(list(row))
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03.04.2020", "dmy", "2020-04-03"),
        ("03.04.2020", "mdy", "2020-03-04"),
        ("03.04.2020", "ymd", None),
        ("2020.04.03", "dmy", "2020-04-03"),
        ("2020/4/3", "ymd", "2020-04-03"),
        ("3 avril 2020", "ymd", "2020-04-03"),
        ("1er août 2020", "mdy", "2020-08-01"),
        ("03-Apr-20", "dmy", "2020-04-03"),
        ("April 3, 2020", "dmy", "2020-04-03"),
        ("3 jui 2020", "dmy", None),
        ("31.02.2020", "dmy", None),
        ("3.4.1", "ymd", None),
    ],
)
def test_one_date(text: str, order: str, day: str | None) -> None:
    moment = read_moment(text, order)
    assert (None if moment is None else str(moment)[:10]) == day


def test_one_day_above_twelve_far_down_tells_the_order(tmp_path: Path, column: Any, keys: Any) -> None:
    """2,500 dates that could be either, then one that cannot: all are read by it, and so is the column beside."""
    either = ["03.04.2020"] * 2_500
    assert order_shown(pa.array([*either, "13.04.2020"])) == "dmy"
    assert order_shown(pa.array([*either, "04.13.2020"])) == "mdy"
    assert order_shown(pa.array(either)) == UNCLEAR
    path = book(
        tmp_path / "b.xlsx", ["held", *["03.04.2020"] * 40, "13.04.2020"], ["sent", *["05.06.2020"] * 41]
    )  # fmt: skip
    data = import_survey(path)
    assert [one.kind for one in data.tables[0].variables] == [Kind.DATE, Kind.DATE]
    assert {str(day)[:10] for day in column(data.tables[0], "sent")} == {"2020-06-05"}
    assert keys(data).count("date_order") == 1
    assert date_order_of(data.findings) == "dmy"


@pytest.mark.usefixtures("in_this_process")
def test_dates_that_could_be_either_are_asked_in_a_workbook_too(tmp_path: Path, column: Any, keys: Any) -> None:
    path = book(tmp_path / "b.xlsx", ["held", "03.04.2020", "05.06.2020", "07.08.2020"])
    data = import_survey(path)
    assert "date_order_unclear" in keys(data)
    assert "kept_text" not in keys(data), "one line for it, not two"
    assert data.tables[0].variables[0].kind is Kind.TEXT
    told = import_survey(path, options=ImportOptions(date_order="mdy"))
    assert str(column(told.tables[0], "held")[0])[:10] == "2020-03-04"
    read = read_file(path, None, ImportOptions(), NoProgress())
    assert read.preview is not None
    found, offered = next((found, offered) for name, _, found, offered in offers(read.preview, read.options)
                          if name == "date_order")  # fmt: skip
    assert as_found(found, offered).key == "data.view.import.date.unclear"  # type: ignore[union-attr]


def test_a_workbook_of_several_sheets_is_read_whole() -> None:
    shown = Preview("workbook", sheets=("Janvier", "Février"), sheet="Janvier")
    for now, key in ((None, "data.view.import.sheet.all"), ("Février", "data.view.import.as_found_is")):
        name, _, found, offered = next(iter(offers(shown, ImportOptions(sheet=now))))
        assert name == "sheet"
        assert as_found(found, offered).key == key  # type: ignore[union-attr]


@pytest.mark.usefixtures("in_this_process")
def test_the_preview_of_a_workbook_shows_the_order_that_was_found(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ["held", *["03.04.2020"] * 50, "13.04.2020"], ["n", *range(51)])
    read = read_file(path, None, ImportOptions(), NoProgress())
    assert read.preview is not None
    assert read.preview.date_order == "dmy"


def test_real_dates_among_text_dates_stay_what_they_are(tmp_path: Path, column: Any) -> None:
    path = book(tmp_path / "b.xlsx", ["held", dt.datetime(2020, 5, 1), "13.04.2020", "03.04.2020"])
    assert [str(day)[:10] for day in column(import_survey(path).tables[0], "held")] == [
        "2020-05-01", "2020-04-13", "2020-04-03",
    ]  # fmt: skip


def test_columns_that_contradict_each_other_are_each_read_by_their_own(tmp_path: Path, column: Any, keys: Any) -> None:
    path = book(
        tmp_path / "b.xlsx", ["a", "13.04.2020", "01.02.2020"], ["b", "04/13/2020", "01/02/2020"],
        ["c", "01/02/2020", "02/03/2020"],
    )  # fmt: skip
    data = import_survey(path)
    assert str(column(data.tables[0], "a")[1])[:10] == "2020-02-01"
    assert str(column(data.tables[0], "b")[1])[:10] == "2020-01-02"
    assert column(data.tables[0], "c")[0] == "01/02/2020"
    assert {"date_orders_differ", "date_order_unclear"} <= set(keys(data))


def test_dates_that_a_spreadsheet_exchanged_are_told(tmp_path: Path, keys: Any) -> None:
    """Every day of 2024 as dd/mm/yyyy, opened with months first: days up to 12 become dates, the others stay text."""
    days = [dt.datetime(2024, 1, 1) + dt.timedelta(at) for at in range(0, 366, 7)]
    opened = [dt.datetime(2024, one.day, one.month) if one.day <= 12 else f"{one:%d/%m/%Y}" for one in days]
    assert "dates_exchanged" in keys(import_survey(book(tmp_path / "exchanged.xlsx", ["held", *opened])))
    typed = [one if at % 2 else f"{one:%d/%m/%Y}" for at, one in enumerate(days)]
    assert "dates_exchanged" not in keys(import_survey(book(tmp_path / "typed.xlsx", ["held", *typed])))
    assert not looks_exchanged(f"{one:%d/%m/%Y}" for one in days), "text alone tells nothing"
    assert not looks_exchanged(f"{one:%Y-%m-%d}" for one in days)
