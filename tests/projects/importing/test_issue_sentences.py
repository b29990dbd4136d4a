# SPDX-License-Identifier: MIT
"""Unusual content of forms and exports of assessments: each with a small file of our own. All is invented."""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analysis.records import Kind, Level, Role
from projects.imported.records import ImportedTable, Severity
from projects.intake.survey_import import import_survey

YN = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def write_csv(path: Path, rows: list[list[str]], separator: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


def variable(table: ImportedTable, name: str) -> Any:
    return next(one for one in table.variables if one.name == name)


def labels(table: ImportedTable, name: str) -> dict[str, str]:
    """Code → label of a question's choices."""
    return {choice.code: next(iter(choice.labels.by_language.values()), "") for choice in variable(table, name).choices}


def test_choices_from_a_file(tmp_path: Path, small: ModuleType, column: Any) -> None:
    write_csv(tmp_path / "sites.csv", [["name", "label"], ["s1", "Site one"], ["s2", "Site two"]])
    survey = [["type", "name", "label"], ["select_one_from_file sites.csv", "site", "Site"], ["integer", "n", "N"]]
    form = small.write_form(tmp_path / "form.xlsx", survey, YN)
    data = write_csv(tmp_path / "data.csv", [["site", "n", "_uuid"], ["s2", "1", "u1"], ["s1", "2", "u2"]])
    table = import_survey(data, form).tables[0]
    assert column(table, "site") == ["s2", "s1"]
    assert labels(table, "site") == {"s1": "Site one", "s2": "Site two"}


def test_a_label_of_two_choices_is_told(tmp_path: Path, small: ModuleType, column: Any) -> None:
    """Two communes of one name: the label cannot say which was meant, the code can."""
    places = [["list_name", "name", "label"], ["place", "p1", "Rumonge"], ["place", "p2", "Rumonge"]]
    places.append(["place", "p3", "Gitega"])
    survey = [["type", "name", "label"], ["select_one place", "place", "Place"], ["integer", "n", "N"]]
    form = small.write_form(tmp_path / "form.xlsx", survey, places)
    rows = [["place", "n", "_uuid"], ["Rumonge", "1", "u1"], ["p2", "2", "u2"], ["Gitega", "3", "u3"]]
    data = import_survey(write_csv(tmp_path / "data.csv", rows), form)
    assert column(data.tables[0], "place") == ["p1", "p2", "p3"]
    (told,) = [line for line in data.findings if line.message.key.endswith("labels_shared")]
    assert (told.severity, told.count, told.rows) == (Severity.WARNING, 1, (0,))


def test_a_ranking_keeps_its_order(tmp_path: Path, small: ModuleType, column: Any) -> None:
    choices = [["list_name", "name", "label"], *(["need", code, code.title()] for code in ("food", "water", "work"))]
    form = small.write_form(
        tmp_path / "form.xlsx",
        [["type", "name", "label"], ["rank need", "first", "Rank"], ["integer", "n", "N"]],
        choices,
    )
    data = write_csv(
        tmp_path / "data.csv", [["first", "n", "_uuid"], ["water food work", "1", "u1"], ["work water food", "2", "u2"]]
    )
    table = import_survey(data, form).tables[0]
    ranked = [one for one in table.variables if one.name.startswith("first")]
    assert len(ranked) == 4, "the answer, and one variable per place"
    assert [column(table, one.name) for one in ranked[1:]] == [["water", "work"], ["food", "water"], ["work", "food"]]


def test_or_other(tmp_path: Path, small: ModuleType, column: Any) -> None:
    survey = [["type", "name", "label"], ["select_one yn or_other", "q", "Q"], ["integer", "n", "N"]]
    form = small.write_form(tmp_path / "form.xlsx", survey, YN)
    rows = [["q", "q_other", "n", "_uuid"], ["yes", "", "1", "u1"], ["other", "Later", "2", "u2"]]
    table = import_survey(write_csv(tmp_path / "data.csv", rows), form).tables[0]
    assert column(table, "q") == ["yes", "other"]
    assert column(table, "q_other") == [None, "Later"]
    assert [int(reason) for reason in table.reasons[variable(table, "q_other").id]] == [1, 0], "not asked, answered"


def test_a_matrix_of_kobo(tmp_path: Path, small: ModuleType, column: Any) -> None:
    survey = [
        ["type", "name", "label", "kobo--matrix_list"],
        ["begin_kobomatrix", "items", "Items", "goods"],
        ["select_one yn", "have", "Do you have it?", ""],
        ["integer", "many", "How many?", ""],
        ["end_kobomatrix", "", "", ""],
    ]
    choices = [*YN, ["goods", "bed", "Bed"], ["goods", "pot", "Pot"]]
    form = small.write_form(tmp_path / "form.xlsx", survey, choices)
    heads = [
        "items_bed/items_bed_have",
        "items_bed/items_bed_many",
        "items_pot/items_pot_have",
        "items_pot/items_pot_many",
    ]
    data = write_csv(
        tmp_path / "data.csv", [[*heads, "_uuid"], ["yes", "2", "no", "", "u1"], ["no", "", "yes", "1", "u2"]]
    )
    table = import_survey(data, form).tables[0]
    assert [(one.name, one.kind) for one in table.variables[:4]] == [
        ("items_bed_have", Kind.ONE), ("items_bed_many", Kind.INTEGER),
        ("items_pot_have", Kind.ONE), ("items_pot_many", Kind.INTEGER),
    ]  # fmt: skip
    assert column(table, "items_bed_many") == [2, None]


def test_validation_status_is_a_variable_to_filter_by(tmp_path: Path, small: ModuleType, column: Any) -> None:
    form = small.write_form(tmp_path / "form.xlsx", [["type", "name", "label"], ["integer", "n", "N"]], YN)
    states = ["Approved", "Not Approved", "", "On Hold"]
    rows = [["n", "_uuid", "_validation_status"], *([str(n), f"u{n}", state] for n, state in enumerate(states))]
    table = import_survey(write_csv(tmp_path / "data.csv", rows), form).tables[0]
    status = variable(table, "_validation_status")
    assert (status.kind, status.role) == (Kind.ONE, Role.ORDINARY)
    assert column(table, "_validation_status") == ["Approved", "Not Approved", None, "On Hold"]


def test_places_are_identifiers(tmp_path: Path, small: ModuleType, column: Any) -> None:
    form = small.write_form(
        tmp_path / "form.xlsx",
        [["type", "name", "label"], ["geopoint", "home", "Home"], ["image", "photo", "Photo"]],
        YN,
    )
    heads = ["home", "_home_latitude", "_home_longitude", "_home_altitude", "_home_precision", "photo", "_uuid"]
    rows = [
        heads,
        ["-3.37 29.36 780 5", "-3.37", "29.36", "780", "5", "1719.jpg", "u1"],
        ["", "", "", "", "", "", "u2"],
    ]
    table = import_survey(write_csv(tmp_path / "data.csv", rows), form).tables[0]
    assert (variable(table, "home").kind, variable(table, "photo").kind) == (Kind.GEOPOINT, Kind.MEDIA)
    roles = {one.name: one.role for one in table.variables}
    assert all(roles[name] is Role.IDENTIFIER for name in heads[:4]), roles
    assert column(table, "photo") == ["1719.jpg", None]


NESTED = [
    ["type", "name", "label"],
    ["integer", "n", "N"],
    ["begin_repeat", "house", "House"],
    ["text", "roof", "Roof"],
    ["begin_repeat", "room", "Room"],
    ["integer", "beds", "Beds"],
    ["end_repeat", "", ""],
    ["end_repeat", "", ""],
]


def check_nested(tables: tuple[ImportedTable, ...], column: Any) -> None:
    """Two submissions; the first has two houses with two and one rooms, the second a house without."""
    main, house, room = tables
    assert [(one.name, one.rows, one.parent) for one in (main, house, room)][1:] == [
        ("house", 3, main.id), ("room", 3, house.id)
    ]  # fmt: skip
    assert house.parent_rows is not None
    assert room.parent_rows is not None
    assert house.parent_rows.tolist() == [0, 0, 1]
    assert room.parent_rows.tolist() == [0, 0, 1]
    assert column(house, "roof") == ["tin", "thatch", "tin"]
    assert column(room, "beds") == [2, 1, 4]


@pytest.mark.parametrize("with_form", [True, False])
def test_an_ona_csv_with_repeats_side_by_side(tmp_path: Path, small: ModuleType, column: Any, with_form: bool) -> None:
    form = small.write_form(tmp_path / "form.xlsx", NESTED, YN) if with_form else None
    heads = [
        "n", "house[1]/roof", "house[1]/room[1]/beds", "house[1]/room[2]/beds",
        "house[2]/roof", "house[2]/room[1]/beds",
        "_id", "_uuid", "_submission_time", "_tags", "_version", "_submitted_by", "_total_media",
    ]  # fmt: skip
    rows = [
        ["1", "tin", "2", "1", "thatch", "4", "11", "u1", "2026-03-01T10:00:00", "", "1", "", "0"],
        ["2", "tin", "", "", "", "", "12", "u2", "2026-03-01T11:00:00", "", "1", "", "0"],
    ]
    check_nested(import_survey(write_csv(tmp_path / "ona.csv", [heads, *rows]), form).tables, column)


def test_nested_repeats_of_a_workbook(tmp_path: Path, small: ModuleType, column: Any) -> None:
    form = small.write_form(tmp_path / "form.xlsx", NESTED, YN)
    sheets = {
        "data": [["n", "_uuid", "_index"], ["1", "u1", "1"], ["2", "u2", "2"]],
        "house": [
            ["house/roof", "_index", "_parent_table_name", "_parent_index"],
            ["tin", "1", "data", "1"], ["thatch", "2", "data", "1"], ["tin", "3", "data", "2"],
        ],
        "room": [
            ["house/room/beds", "_index", "_parent_table_name", "_parent_index"],
            ["2", "1", "house", "1"], ["1", "2", "house", "1"], ["4", "3", "house", "2"],
        ],
    }  # fmt: skip
    check_nested(import_survey(small.write_workbook(tmp_path / "data.xlsx", sheets), form).tables, column)


def test_levels(tmp_path: Path, small: ModuleType) -> None:
    choices = [["list_name", "name", "label"], *(["safe", str(n), word] for n, word in enumerate(
        ("Very unsafe", "Unsafe", "Neither", "Safe", "Very safe"), 1))]  # fmt: skip
    survey = [
        ["type", "name", "label"],
        ["select_one safe", "feels", "Feels"],
        ["select_multiple safe", "many", "Many"],
    ]
    form = small.write_form(tmp_path / "form.xlsx", [*survey, ["integer", "n", "N"]], choices)
    rows = [["feels", "many", "n", "_uuid"], ["1", "1 2", "3", "u1"], ["5", "4", "2", "u2"]]
    table = import_survey(write_csv(tmp_path / "data.csv", rows), form).tables[0]
    assert [one.level for one in table.variables[:3]] == [Level.ORDINAL, Level.SET, Level.INTERVAL]
