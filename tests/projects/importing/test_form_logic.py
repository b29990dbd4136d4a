# SPDX-License-Identifier: MIT
"""Choice filters and calculations of a form against the answers: cases worked out by hand, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from projects.imported.records import Finding, ImportedData
from projects.intake.survey_import import import_survey
from wording import render

CHOICES = [
    ["list_name", "name", "label", "province", "Big"],
    ["province", "north", "North", "", ""],
    ["province", "south", "South", "", ""],
    ["site", "n1", "Old mill", "north", "yes"],
    ["site", "n2", "River", "north", "no"],
    ["site", "s1", "Station", "south", "yes"],
]
SURVEY = [
    ["type", "name", "label", "relevant", "calculation", "choice_filter"],
    ["select_one province", "province", "Province", "", "", ""],
    ["select_one site", "site", "Site", "", "", "province=${province}"],
    ["select_multiple site", "seen", "Sites seen", "", "", "province = ${province} or big = 'yes'"],
    ["integer", "size", "Size", "", "", ""],
]
ROWS = [
    ["north", "n1", "n1 n2", "3"],
    ["south", "n2", "n1 s1", "1"],  # n2 lies in the north; n1 is big
    ["south", "s1", "n2", "2"],  # n2 is neither in the south nor big
    ["", "n1", "", "2"],  # without a province no site is offered
]
Import = Callable[..., ImportedData]


@pytest.fixture
def read(tmp_path: Path, small: ModuleType) -> Import:
    """The data of `ROWS` with further questions, each a line of the survey sheet and its column."""

    def with_more(
        *more: tuple[list[str], list[str]],
        choices: list[list[str]] = CHOICES,
        members: tuple[list[list[str]], list[list[str]]] = ([], []),
    ) -> ImportedData:
        lines, repeats = [line for line, _ in more], members[0]
        form = small.write_form(tmp_path / "form.xlsx", [*SURVEY, *repeats, *lines], choices)
        rows = [["province", "site", "seen", "size", *(line[1] for line in lines), "_index"]]
        for number, row in enumerate(ROWS):
            rows.append([*row, *(column[number] for _, column in more), str(number + 1)])
        sheets = {"data": rows} | ({"member": members[1]} if members[1] else {})
        return import_survey(small.write_workbook(tmp_path / "data.xlsx", sheets), form)

    return with_more


def lines(data: ImportedData, key: str) -> dict[str, Finding]:
    """The lines of one kind by the name of their variable."""
    found = [line for line in data.findings if line.message.key == f"importing.finding.{key}"]
    return {str(line.message.args.get("name", "")): line for line in found}


def calculated(expression: str, name: str = "result") -> list[str]:
    return ["calculate", name, "", "", expression, ""]


def test_answers_that_the_choice_filter_leaves_out(read: Import) -> None:
    found = lines(read(), "outside_filter")
    assert (found["site"].rows, found["site"].count) == ((1, 3), 2)
    assert (found["seen"].rows, found["seen"].count) == ((2,), 1)


def test_a_filter_by_a_column_the_list_lacks_is_listed(read: Import) -> None:
    SURVEY_LINE = ["select_one site", "next", "Next", "", "", "district = ${province}"]
    data = read((SURVEY_LINE, ["n1", "n2", "s1", "n1"]))
    assert "next" not in lines(data, "outside_filter")
    assert lines(data, "filters_not_evaluated")[""].message.args["names"] == ["next"]


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("${size} * 2", ["6", "2", "4", "4"]),
        ("${size} div 4", ["0.75", "0.25", "0.5", "0.5"]),
        ("if(${size} > 1, 'many', 'one')", ["many", "one", "many", "many"]),
        ("${size} > 1", ["true", "false", "true", "true"]),
        ("${size} > 1 and true()", ["1", "0", "1", "1"]),
        ("concat(${province}, '-', ${size})", ["north-3", "south-1", "south-2", "-2"]),
        ("jr:choice-name(${site}, '${site}')", ["Old mill", "River", "Station", "Old mill"]),
        ("instance('site')/root/item[name = ${site}]/label", ["Old mill", "River", "Station", "Old mill"]),
        ("instance('site')/root/item[name=${site}][big='yes']/province", ["north", "", "south", "north"]),
        ("count(instance('site')/root/item[province = ${province}])", ["2", "1", "1", "0"]),
        ("instance('site')/root/item[province = ${province}][1]/name", ["n1", "s1", "s1", ""]),
        ("instance('site')/root/item[position() = ${size}]/name", ["s1", "n1", "n2", "n2"]),
        ("join(' ', instance('site')/root/item[province=current()/../province]/name)", ["n1 n2", "s1", "s1", ""]),
        ("jr:choice-name(selected-at(${seen}, 1), ' ${seen} ')", ["River", "Station", "", ""]),
        ("once(${size} + 40)", ["7", "9", "42", "42"]),  # what was kept first stays, whatever it was
        ("position(..)", ["1", "1", "1", "1"]),
        ("substr(${site}, 1)", ["1", "2", "1", "1"]),
    ],
)
def test_a_calculation_that_agrees_says_nothing(read: Import, expression: str, values: list[str]) -> None:
    data = read((calculated(expression), values))
    assert not lines(data, "calculations_not_compared")
    assert not lines(data, "calculation_differs")
    assert not lines(data, "calculation_absent")


def test_rows_that_differ_from_their_calculation_are_listed(read: Import, column: Callable[..., list[object]]) -> None:
    data = read((calculated("instance('site')/root/item[name=${site}]/label"), ["Old mill", "Station", "", "River"]))
    differs, absent = lines(data, "calculation_differs")["result"], lines(data, "calculation_absent")["result"]
    assert (differs.rows, absent.rows) == ((1, 3), (2,))
    assert column(data.tables[0], "result") == ["Old mill", "Station", None, "River"]  # the file stays as it is


def test_a_calculation_that_was_not_asked_is_not_compared(read: Import) -> None:
    line = ["calculate", "result", "", "${size} > 1", "${size} * 2", ""]
    assert lines(read((line, ["6", "", "4", "5"])), "calculation_differs")["result"].rows == (3,)
    assert not lines(read((line, ["6", "", "4", "5"])), "calculation_absent")


def test_a_label_counts_in_whichever_language_the_phone_showed(read: Import) -> None:
    choices = [["list_name", "name", "label::English (en)", "label::Français (fr)", "province", "big"]]
    choices += [[row[0], row[1], row[2], f"{row[2]} (fr)", row[3], row[4]] for row in CHOICES[1:]]
    line = calculated("jr:choice-name(${site}, '${site}')")
    data = read((line, ["Old mill", "River (fr)", "Station", "Old"]), choices=choices)
    assert lines(data, "calculation_differs")["result"].rows == (3,)


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("uuid()", "uuid()"),
        ("random()", "random()"),
        ("pulldata('weights', 'weight', 'site', ${site})", "pulldata()"),
        ("instance('site')/root/item[province = 'north']/name", "instance()"),  # two rows, one answer
        ("now()", "now()"),
        ("jr:choice-name(${seen}, '${seen}')", "jr:choice-name()"),
    ],
)
def test_what_cannot_be_right_is_listed_by_name(read: Import, expression: str, name: str) -> None:
    data = read((calculated(expression), ["a", "b", "c", "d"]))
    assert not lines(data, "calculation_differs")
    assert lines(data, "calculations_not_compared")[""].message.args["names"] == ["result"]
    told = lines(data, "functions_not_evaluated")[""].message
    assert told.args["names"] == [name]
    assert name in render(told, "fr")


def test_a_file_kept_beside_the_form_is_looked_up(read: Import, tmp_path: Path) -> None:
    (tmp_path / "weights.csv").write_text("Site,weight\nn1,1.5\nn2,0.5\nn1,9\n", encoding="utf-8")
    line = calculated("pulldata('weights', 'weight', 'Site', ${site})")
    data = read((line, ["1.5", "0.7", "", "1.50"]))  # s1 is not in the file; of two rows the first counts
    assert lines(data, "calculation_differs")["result"].rows == (1,)
    assert not lines(data, "calculation_absent")


NESTED = [
    ["begin_repeat", "house", "", "", "", ""],
    ["integer", "rooms", "Rooms", "", "", ""],
    ["begin_repeat", "person", "", "", "", ""],
    ["text", "nick", "Nick", "", "", ""],
    ["begin_group", "inner", "", "", "", ""],
    ["calculate", "here", "", "", "position(../..)", ""],
    ["calculate", "house_no", "", "", "position(../../..)", ""],
    ["end_group", "", "", "", "", ""],
    ["end_repeat", "", "", "", "", ""],
    ["end_repeat", "", "", "", "", ""],
    ["calculate", "second", "", "", "indexed-repeat(${nick}, ${house}, 1, ${person}, 2)", ""],
    ["calculate", "last_rooms", "", "", "indexed-repeat(${rooms}, ${house}, count(${rooms}))", ""],
    ["calculate", "all_rooms", "", "", "sum(${rooms})", ""],
    ["calculate", "names", "", "", "concat(${nick})", ""],
]
HOUSES = [["rooms", "_index", "_parent_table_name", "_parent_index"]]
HOUSES += [["4", "1", "data", "1"], ["2", "2", "data", "1"], ["5", "3", "data", "2"]]
PEOPLE = [["nick", "here", "house_no", "_index", "_parent_table_name", "_parent_index"]]
PEOPLE += [
    ["a", "1", "1", "1", "house", "1"],
    ["b", "2", "1", "2", "house", "1"],
    ["c", "1", "2", "3", "house", "2"],
    ["d", "1", "1", "4", "house", "3"],
    ["e", "9", "1", "5", "house", "3"],  # is the second there
]


def test_answers_in_nested_repeats(tmp_path: Path, small: ModuleType) -> None:
    form = small.write_form(tmp_path / "form.xlsx", [SURVEY[0], ["text", "x", "X", "", "", ""], *NESTED], CHOICES)
    main = [
        ["x", "second", "last_rooms", "all_rooms", "names", "_index"],
        ["u", "b", "2", "6", "abc", "1"],
        ["v", "d", "5", "5", "de", "2"],  # the second of its first house is e
        ["w", "", "", "0", "", "3"],
    ]
    book = small.write_workbook(tmp_path / "data.xlsx", {"data": main, "house": HOUSES, "person": PEOPLE})
    data = import_survey(book, form)
    assert not lines(data, "calculations_not_compared")
    found = lines(data, "calculation_differs")
    assert {name: line.rows for name, line in found.items()} == {"second": (1,), "here": (4,)}


def test_a_day_counts_when_any_column_of_the_file_tells_it(tmp_path: Path, small: ModuleType) -> None:
    survey = [["type", "name", "label", "calculation"], ["start", "start", "", ""], ["end", "end", "", ""]]
    survey += [["text", "x", "X", ""], ["calculate", "day", "", "format-date(today(), '%Y-%m-%d')"]]
    form = small.write_form(tmp_path / "form.xlsx", survey, CHOICES)
    rows = [["start", "end", "x", "day"]]
    for day in ("2024-05-01", "2024-05-02", "2024-05-03"):
        rows.append(["2024-05-01T23:50:00.000+02:00", "2024-05-02T00:10:00.000+02:00", "a", day])
    found = lines(
        import_survey(small.write_workbook(tmp_path / "data.xlsx", {"data": rows}), form), "calculation_differs"
    )
    assert found["day"].rows == (2,)
