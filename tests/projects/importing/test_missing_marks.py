# SPDX-License-Identifier: MIT
"""Missing marks: what is taken, what is asked, what the form says, what the user lists. Files as R writes them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from analysis.records import Kind, Reason
from projects.datasets.corrections.kind_conversion import converted_import
from projects.imported.records import ImportedData, ImportedTable, MissingMark
from projects.importing.options import ImportOptions
from projects.intake.survey_import import import_survey
from wording import render

MISSING = int(Reason.MISSING)


def read(folder: Path, columns: dict[str, list[str]], options: ImportOptions | None = None) -> ImportedData:
    file = folder / "data.csv"
    lines = [",".join(columns), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_survey(file, None, options)


def variable(table: ImportedTable, name: str) -> Any:
    return next(one for one in table.variables if one.name == name)


def absent(table: ImportedTable, name: str) -> list[int]:
    return np.flatnonzero(table.reasons[variable(table, name).id] == MISSING).tolist()


def marks(table: ImportedTable, name: str) -> tuple[MissingMark, ...]:
    return table.marks.get(variable(table, name).id, ())


@pytest.mark.parametrize("mark", ["NA", "na", "Na", "N/A", "n/a", "NULL", "null", "NaN", "nan", "#N/A", "#n/a", " NA "])
def test_what_programs_write_for_an_absent_value_is_missing_without_asking(tmp_path: Path, mark: str) -> None:
    words = ["north", "south", mark, "north", "south", "north", "south", mark]
    numbers = ["12", mark, "15", mark, "20", "21", "22", "23"]
    table = read(tmp_path, {"zone": words, "age": numbers}).tables[0]
    assert variable(table, "age").kind is Kind.INTEGER
    assert absent(table, "age") == [1, 3]
    assert absent(table, "zone") == [2, 7]
    assert [choice.code for choice in variable(table, "zone").choices] == ["north", "south"]
    assert marks(table, "age") == (MissingMark(mark.strip(), 2, MISSING),)


@pytest.mark.parametrize("mark", [".", "-", "ND", "NSP", "RAS", "néant", "sans objet"])
def test_a_mark_among_numbers_is_certain_and_among_words_it_is_asked(tmp_path: Path, mark: str) -> None:
    words, numbers = ["north", "south", mark] * 40, ["12", "15", mark] * 40
    data = read(tmp_path, {"zone": words, "age": numbers})
    table = data.tables[0]
    assert variable(table, "age").kind is Kind.INTEGER
    assert len(absent(table, "age")) == 40
    assert marks(table, "zone") == (MissingMark(mark, 40, 0, asked=True),)
    assert absent(table, "zone") == []
    assert {line.message.key.rpartition(".")[2] for line in data.findings} >= {"marks_asked", "marks_taken"}


def test_a_mark_that_means_dont_know_stays_an_answer_until_somebody_says_so(tmp_path: Path) -> None:
    """NSP and "refused" were asked about and taken out of the base all the same: no label says what they mean."""
    columns = {"heard": ["oui", "non", "NSP", "refused"] * 10, "age": ["31", "40", "don't know", "52", "20"] * 8}
    for options in (None, ImportOptions(missing={})):
        table = read(tmp_path, columns, options).tables[0]
        heard = variable(table, "heard")
        assert [one.reason for one in heard.choices] == [0, 0, 0, 0]
        assert int((table.reasons[heard.id] == 0).sum()) == 40
    data = read(tmp_path, columns)
    heard, ages = (marks(data.tables[0], name) for name in ("heard", "age"))
    assert set(heard) == {MissingMark("NSP", 10, 0, asked=True), MissingMark("refused", 10, 0, asked=True)}
    assert ages == (MissingMark("don't know", 8, MISSING),), "among numbers it is missing, no reason of its own"
    assert variable(data.tables[0], "age").kind is Kind.INTEGER
    told = ImportOptions(missing={"NSP": int(Reason.DONT_KNOW)})
    table = read(tmp_path, columns, told).tables[0]
    assert (table.reasons[variable(table, "heard").id] == int(Reason.DONT_KNOW)).sum() == 10


def test_a_mark_in_a_column_of_dates_is_certain(tmp_path: Path) -> None:
    table = read(tmp_path, {"day": [*(f"2026-03-{day:02d}" for day in range(1, 29)), "ND"]}).tables[0]
    assert variable(table, "day").kind is Kind.DATE
    assert absent(table, "day") == [28]


def test_numbers_that_may_stand_for_no_answer_are_asked(tmp_path: Path) -> None:
    ages = ["20", "31", "-99", "45"] * 10
    table = read(tmp_path, {"age": ages, "sold": ["98", "99", "100", "97"] * 10}).tables[0]
    assert marks(table, "age") == (MissingMark("-99", 10, 0, asked=True),)
    assert absent(table, "age") == []
    assert not [one for one in marks(table, "sold") if one.reason]


def test_na_among_codes_of_two_letters_is_asked(tmp_path: Path) -> None:
    table = read(tmp_path, {"country": ["BI", "RW", "NA", "CD"] * 5, "answer": ["No", "Si", "NA", "No"] * 5}).tables[0]
    assert marks(table, "country") == (MissingMark("NA", 5, 0, asked=True, codes=True),)
    assert absent(table, "country") == []
    assert len(absent(table, "answer")) == 5


def test_numbers_as_r_writes_them_are_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, {"debt": ["3e3", "1500", "1e+05", "NA", "2.5e-1"]}).tables[0]
    assert variable(table, "debt").kind is Kind.NUMBER
    assert table.columns[variable(table, "debt").id].to_pylist() == [3000, 1500, 100000, None, 0.25]


def test_the_user_lists_the_marks(tmp_path: Path) -> None:
    columns = {"age": ["20", "-99", "NA", "45"] * 5, "zone": ["a", "b", "ND", "NA"] * 5}
    listed = read(tmp_path, columns, ImportOptions(missing={"NA": MISSING, "ND": MISSING, "-99": 3})).tables[0]
    assert listed.reasons[variable(listed, "age").id].tolist() == [0, 3, 4, 0] * 5
    assert len(absent(listed, "zone")) == 10
    none = read(tmp_path, columns, ImportOptions(missing={})).tables[0]
    assert variable(none, "age").kind is not Kind.INTEGER
    assert {choice.code for choice in variable(none, "zone").choices} == {"a", "b", "ND", "NA"}
    one = read(tmp_path, columns, ImportOptions(mark_reasons={"zone": {"NA": 0}, "": {"ND": MISSING}})).tables[0]
    assert {choice.code for choice in variable(one, "zone").choices} == {"a", "b", "NA"}
    assert variable(one, "age").kind is Kind.INTEGER


def test_one_line_a_mark_however_many_columns(tmp_path: Path) -> None:
    data = read(tmp_path, {f"q{number}": ["1", "NA", "3", "4"] for number in range(130)})
    lines = [line for line in data.findings if line.message.key.endswith("marks_taken")]
    assert [(line.count, len(line.details)) for line in lines] == [(130, 130)]
    assert lines[0].message.args["n"] == 130
    assert "in 130 columns, 130 cells:" in render(lines[0].message, "en")
    one = next(line for line in read(tmp_path, {"q": ["1", "NA", "3", "4"]}).findings if line.count == 1)
    assert "in 1 column, 1 cell:" in render(one.message, "en")
    assert "dans 1 colonne, 1 cellule" in render(one.message, "fr")
    assert "1 cellules" not in render(one.message, "fr")


def test_a_choice_of_the_form_is_never_missing(tmp_path: Path, small: ModuleType, column: Any) -> None:
    survey = [
        ["type", "name", "label"],
        ["select_one country", "born", "Born"],
        ["select_one yesno", "safe", "Safe"],
        ["integer", "debt", "Debt (-99 = don't know, -98 = refused)"],
        ["text", "x", "X"],
    ]
    choices = [["list_name", "name", "label"], ["country", "NA", "Namibia"], ["country", "BI", "Burundi"],
               ["yesno", "yes", "Yes"], ["yesno", "no", "No"]]  # fmt: skip
    form = small.write_form(tmp_path / "form.xlsx", survey, choices)
    rows = [["born", "safe", "debt", "x", "_uuid"], ["NA", "NA", "-99", "a", "u1"], ["BI", "yes", "-98", "b", "u2"],
            ["NA", "no", "1e+05", "c", "u3"]]  # fmt: skip
    for options in (None, ImportOptions(missing={"NA": MISSING})):
        table = import_survey(small.write_workbook(tmp_path / "d.xlsx", {"S": rows}), form, options).tables[0]
        assert column(table, "born") == ["NA", "BI", "NA"]
        assert column(table, "safe") == [None, "yes", "no"]
    table = import_survey(tmp_path / "d.xlsx", form).tables[0]
    assert table.reasons[variable(table, "debt").id].tolist() == [3, 2, 0]
    assert column(table, "debt") == [None, None, 100000]


def test_a_line_that_stands_for_several_counts_columns_not_marks_or_separators(tmp_path: Path) -> None:
    """Ten columns of answers with ";" and three marks asked in five other columns are ten columns and five."""
    sets = {f"s{number}": ["food; water", "food", "water; shelter", "shelter", "food"] * 8 for number in range(10)}
    asked = {f"w{number}": ["oui", "non", "NSP", "RAS", "néant"] * 8 for number in range(5)}
    lines = [render(line.message, "en") for line in read(tmp_path, sets | asked).findings]
    assert any(line.startswith("Several answers in one cell: 10 columns") for line in lines)
    assert any("5 columns, 120 cells (" in line and "NSP" in line for line in lines)


def test_days_under_a_name_that_says_no_date_are_asked_and_stay_numbers(tmp_path: Path) -> None:
    days = [str(45292 + 3 * n + n % 2) for n in range(40)]
    moments = [f"{45292 + 2 * n}.{n % 9}25" for n in range(40)]
    dated = [f"2024-0{1 + n % 9}-1{n % 9}" for n in range(40)]
    prices = [str(price) for price in (38000, 40000, 41500, 43000) for _ in range(10)]
    columns = {"visit": days, "left": moments, "d": dated, "francs": prices, "nr": [str(45001 + n) for n in range(40)],
               "household": [str(62000 + 7 * n) for n in range(40)],
               "far": [str(33001 + 2 * n) for n in range(40)]}  # fmt: skip
    data = read(tmp_path, columns)
    asked = [line.message.args["name"] for line in data.findings if line.message.key.endswith("serial_dates_asked")]
    assert asked == ["visit", "left"], (
        "prices, numbers that count up and numbers far from the table's dates are numbers"
    )
    table = data.tables[0]
    assert {variable(table, name).kind for name in asked} == {Kind.INTEGER, Kind.NUMBER}, "asked, not taken"
    visit, left = (converted_import(table, variable(table, name), "date") for name in asked)
    assert (visit.variable.kind, left.variable.kind) == (Kind.DATE, Kind.DATETIME)
    assert not visit.lost.any()
    assert not left.lost.any()
    assert np.datetime_as_string(visit.column.values.view("datetime64[ns]")[:2], "D").tolist() == [
        "2024-01-01",
        "2024-01-05",
    ]
    assert np.datetime_as_string(left.column.values.view("datetime64[ns]")[1], "m") == "2024-01-03T03:00"


def test_days_beside_each_other_are_asked_without_any_date_in_the_table(tmp_path: Path) -> None:
    start, end = ([str(45292 + 3 * n + n % 2 + more) for n in range(40)] for more in (0, 2))
    for columns, names in (
        ({"began": start, "ended": end, "n": ["1", "2"] * 20}, ["began", "ended"]),
        ({"stamp": start, "n": ["1", "2"] * 20}, ["stamp"]),
    ):
        found = [line for line in read(tmp_path, columns).findings if line.message.key.endswith("serial_dates_asked")]
        assert [line.message.args["name"] for line in found] == names


def test_a_lone_column_is_asked_only_where_it_lies_as_close_as_the_days_of_a_study(tmp_path: Path) -> None:
    """Invented numbers of each sort, drawn with a fixed seed; days of 2022 to 2024 as a spreadsheet counts them."""
    draw = np.random.default_rng(11)
    sorts = {
        "stamp": draw.integers(44562, 45658, 60),  # 2022-01-01 to 2024-12-31
        "week": 45292 + 7 * draw.integers(0, 8, 60),  # eight Mondays
        "population": draw.integers(21_000, 58_000, 60),
        "francs": 500 * draw.integers(42, 116, 60),
        "case_number": draw.permutation(np.arange(45_001, 45_061)),
        "with_gaps": np.sort(draw.permutation(np.arange(45_001, 45_080))[:60]),  # numbers of which some went missing
        "postcode": draw.choice([37100, 37170, 37300, 37520, 37700], 60),
        "few": draw.choice([45_100, 45_200, 45_301], 60),
        "metres": draw.normal(45_000, 4_000, 60).astype(int),
    }
    asked = []
    for name, values in sorts.items():
        texts = {name: [str(value) for value in values], "n": ["1", "2"] * 30}
        lines = read(tmp_path, texts).findings
        asked += [line.message.args["name"] for line in lines if line.message.key.endswith("serial_dates_asked")]
    assert asked == ["stamp", "week"]
