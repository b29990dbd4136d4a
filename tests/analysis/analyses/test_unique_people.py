# SPDX-License-Identifier: MIT
"""Unique people as a declared analysis: counted by hand, off without a purpose, by sex and age band, in reach."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.people_counts import CountedPeople
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.register_columns import Part, Register, RegisterKind
from analysis.result_tables import TableSpec
from tests.analysis.analyses.test_reach import frame as activities
from wording import Labels, Problem, render

PURPOSE = {"purpose": "the yearly sheet"}
_ROWS = [  # date, kind, key, sex, age
    ("2024-01-10", "c2", "k1", "F", 34.0),
    ("2024-02-10", "c2", "k1", "F", 35.0),
    ("2024-02-10", "c1", "k1", "", float("nan")),
    ("2024-02-11", "c2", "k2", "M", 16.0),
    ("2024-03-11", "c2", None, "F", 12.0),
    ("2024-03-11", "c2", "k3", "M", 41.0),
    ("2024-03-12", "c2", "k3", "F", 41.0),
]


def frame(**changed: Any) -> Frame:
    kinds = tuple(Choice(f"c{n}", name, Labels({"en": name})) for n, name in enumerate(("awareness", "training"), 1))
    variables = (
        Variable("v1", "date", Labels({}), Kind.DATE, Level.INTERVAL),
        Variable("v2", "kind", Labels({}), Kind.ONE, Level.NOMINAL, choices=kinds),
        Variable("v3", "key", Labels({}), Kind.TEXT, Level.NOMINAL),
        Variable("v4", "sex", Labels({}), Kind.TEXT, Level.NOMINAL),
        Variable("v5", "age", Labels({}), Kind.NUMBER, Level.INTERVAL),
    )
    columns = list(zip(*_ROWS, strict=True))
    data = pd.DataFrame(
        {
            "v1": pd.to_datetime(pd.Series(columns[0])),
            "v2": pd.Categorical(columns[1]),
            "v3": pd.array(columns[2], dtype="string"),
            "v4": pd.array(columns[3], dtype="string"),
            "v5": columns[4],
        }
    )
    played = (Part.DATE, Part.KIND, Part.PERSON, Part.SEX, Part.AGE)
    parts = tuple((one.id, part) for one, part in zip(variables, played, strict=True))
    register = Register(RegisterKind.PARTICIPANTS, changed.get("parts", parts))
    table = DataTable("t2", "people", Labels({}), "person", RowOrigin.CENSUS, variables, len(_ROWS), register=register)
    reasons = {name: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in data.columns}
    return Frame(table, data, reasons, np.arange(1, len(_ROWS) + 1), SampleColumns())


def numbers(table: TableSpec, row: str) -> dict[str, float | None]:
    line = next(one for one in table.rows if one.id == row)
    return {column.id: cell.estimate for column, cell in zip(table.columns, line.cells, strict=True)}


def test_nobody_is_counted_without_a_purpose() -> None:
    with pytest.raises(AnalysisProblem) as wrong:
        run("unique_people", frame(), {})
    assert "purpose" in render(wrong.value.message, "en")


def test_people_by_kind_counted_by_hand() -> None:
    table = run("unique_people", frame(), PURPOSE).tables[0]
    # training: k1 twice, k2, k3 twice, one row without a key → at least 3, at most 4; by sex and age k3 is unknown
    assert numbers(table, "g1") == {
        "attendances": 6, "people_fewest": 3, "people": 4, "women": 1, "girls": 1, "boys": 1, "unknown": 1,
        "female_share": pytest.approx(2 / 3), "known_sex": 3,
    }  # fmt: skip
    assert numbers(table, "g0")["people"] == 1
    assert numbers(table, "total")["people"] == 4
    notes = " ".join(render(note, "en") for note in table.notes)
    assert "1 attendance has no code of the person" in notes
    assert "the yearly sheet" in notes
    assert "never added" in notes


def test_a_period_and_age_bands() -> None:
    options = {**PURPOSE, "by": "age", "bands": "0-4, 5-11, 12-17, 18-59, 60+", "period": "2024-01-01..2024-02-28"}
    table = run("unique_people", frame(), options).tables[0]
    assert [(render(row.label, "en"), row.cells[1].estimate) for row in table.rows][2:5] == [
        ("12–17", 1),
        ("18–59", 1),
        ("60+", 0),
    ]


@pytest.mark.parametrize("bands", ["young", "0-17, 19+", "5-17, 18+", "0-17, 18-59"])
def test_bands_that_are_none(bands: str) -> None:
    with pytest.raises(Problem):
        run("unique_people", frame(), {**PURPOSE, "by": "age", "bands": bands})


def test_a_register_without_a_key_says_what_to_do() -> None:
    with pytest.raises(AnalysisProblem, match="problem.people_key"):
        run("unique_people", frame(parts=(("v1", Part.DATE),)), PURPOSE)


def test_reach_shows_people_of_the_kinds_that_are_counted() -> None:
    # three people came to four trainings of the register beside; awareness is not counted there
    person = np.array([0, 0, 1, 2])
    dates = np.full(4, np.datetime64("2020-02-01", "ns"))
    counted = CountedPeople(person, person, dates, {"kind": ["training"] * 4}, "the yearly sheet")
    table = run("reach", replace(activities(), people=counted), {"by": "kind"}).tables[0]
    assert numbers(table, "g1")["people"] == 3
    line = next(row for row in table.rows if row.id == "g0")
    place = [column.id for column in table.columns].index("people")
    assert render(line.cells[place].text or "", "en") == "not counted"
    notes = " ".join(render(note, "en") for note in table.notes)
    assert "between 3 and 1,133 people" in notes  # 1,130 contacts of awareness and the three


def test_conditions_that_the_other_register_does_not_know_leave_people_out() -> None:
    person = np.array([0, 1])
    counted = CountedPeople(person, person, np.full(2, np.datetime64("2020-02-01", "ns")), {"kind": ["training"] * 2})
    with_people = replace(activities(), people=counted)
    where = [{"variable": "v3", "from": 0.5}]
    table = run("reach", with_people, {"by": "kind", "where": where}).tables[0]
    assert "people" not in [column.id for column in table.columns]
    where = [{"variable": "v2", "is": ["c2"]}]
    table = run("reach", with_people, {"by": "kind", "where": where}).tables[0]
    assert numbers(table, "g0")["people"] == 2


def test_a_register_without_kinds_is_told_as_a_whole() -> None:
    parts = (("v1", Part.DATE), ("v3", Part.PERSON))
    result = run("unique_people", frame(parts=parts), PURPOSE)  # as a fresh analysis in the window asks
    assert [row.id for row in result.tables[0].rows] == ["total"]
    assert numbers(result.tables[0], "total")["attendances"] == 7
    assert result.figures[0].rows == ("total",)
