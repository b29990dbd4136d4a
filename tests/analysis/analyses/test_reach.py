# SPDX-License-Identifier: MIT
"""Reach of activities as a declared analysis: a register counted by hand, periods, months, targets, bad input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.analyses.registers.periods import parse_period
from analysis.exported import read_frame, write_frame
from analysis.masking import Destination, mask
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.register_columns import Part, Register, RegisterKind
from analysis.result_tables import Origin, TableSpec
from wording import Labels, render

_NAN = float("nan")
_DATES = ["2020-01-10", "2020-01-20", "2020-03-05", "2019-12-31", None]
_KINDS = ["c1", "c1", "c2", "c1", "c2"]
_NUMBERS = {
    "v3": (Part.WOMEN, [100.0, 50.0, 8.0, 900.0, 4.0]),
    "v4": (Part.MEN, [40.0, 30.0, 12.0, _NAN, _NAN]),
    "v5": (Part.TOTAL, [150.0, 80.0, 20.0, 900.0, 9.0]),
}


def frame(kind: RegisterKind | None = RegisterKind.ACTIVITIES, **changed: Any) -> Frame:
    choices = tuple(Choice(f"c{n}", name, Labels({"en": name})) for n, name in enumerate(("awareness", "training"), 1))
    variables = [
        Variable("v1", "date", Labels({}), Kind.DATE, Level.INTERVAL),
        Variable("v2", "kind", Labels({}), Kind.ONE, Level.NOMINAL, choices=choices),
        *(Variable(name, str(part), Labels({}), Kind.INTEGER, Level.INTERVAL) for name, (part, _) in _NUMBERS.items()),
    ]
    data = pd.DataFrame({"v1": pd.to_datetime(pd.Series(_DATES)), "v2": pd.Categorical(_KINDS)})
    for name, (_, values) in _NUMBERS.items():
        data[name] = changed.get(name, values)
    parts = (("v1", Part.DATE), ("v2", Part.KIND), *((name, part) for name, (part, _) in _NUMBERS.items()))
    register = None if kind is None else Register(kind, changed.get("parts", parts))
    table = DataTable("t1", "sessions", Labels({}), "session", RowOrigin.CENSUS, tuple(variables), 5, register=register)
    reasons = {name: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in data.columns}
    return Frame(table, data, reasons, np.arange(1, 6), SampleColumns())


def numbers(table: TableSpec, row: str) -> dict[str, float | None]:
    line = next(one for one in table.rows if one.id == row)
    return {column.id: cell.estimate for column, cell in zip(table.columns, line.cells, strict=True)}


def test_sessions_and_contacts_by_kind() -> None:
    table = run("reach", frame(), {}).tables[0]
    # awareness: women 100 + 50 + 900, men 40 + 30, unknown 150 − 140 = 10; training: 8 + 4, 12, 9 − 4 = 5
    assert numbers(table, "g0") == {
        "sessions": 3,
        "women": 1050,
        "men": 70,
        "unknown": 10,
        "contacts": 1130,
        "female_share": pytest.approx(1050 / 1120),
        "known_sex": 1120,
    }
    assert numbers(table, "g1")["contacts"] == 29
    assert not any(row.total for row in table.rows), "no line adds kinds of activity into one number"
    notes = " ".join(render(note, "en") for note in table.notes)
    assert "between 900 and 1,159 people" in notes


def test_a_period_by_the_date_of_the_session() -> None:
    table = run("reach", frame(), {"period": "2020-01-01..2020-12-31"}).tables[0]
    sessions = [numbers(table, row.id)["sessions"] for row in table.rows]
    assert sum(filter(None, sessions)) == 3
    notes = " ".join(render(note, "en") for note in table.notes)
    assert "1 session without a date" in notes
    assert render(table.subtitle, "fr") == "3 séances, du 01/01/2020 au 31/12/2020"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2020", ("2020-01-01", "2020-12-31")),
        ("2020-Q1", ("2020-01-01", "2020-03-31")),
        ("T4 2020", ("2020-10-01", "2020-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("12/2021", ("2021-12-01", "2021-12-31")),
        ("31/12/2019..2020-Q2", ("2019-12-31", "2020-06-30")),
        ("..2020", (None, "2020-12-31")),
    ],
)
def test_a_year_a_quarter_or_a_month_is_a_period(typed: str, days: tuple[str | None, str]) -> None:
    assert parse_period(typed) == days


def test_months_without_a_session_stand_there() -> None:
    table = run("reach", frame(), {"by": "month", "period": "2020-01-01.."}).tables[0]
    assert [render(row.label, "fr") for row in table.rows[:-1]] == ["janvier 2020", "février 2020", "mars 2020"]
    assert numbers(table, "g1")["sessions"] == 0
    quarters = run("reach", frame(), {"by": "quarter"}).tables[0]
    assert [render(row.label, "en") for row in quarters.rows[:2]] == ["Quarter 4, 2019", "Quarter 1, 2020"]


@pytest.mark.parametrize("by", ["month", "quarter"])
def test_months_have_tables_of_each_kind_and_no_number_adds_kinds(by: str) -> None:
    """Awareness 1,130 contacts, trainings 29: no cell of any table, nor a figure, holds a number of both."""
    found = run("reach", frame(), {"by": by})
    first, second = found.tables
    assert numbers(first, "total")["contacts"] == 1130
    assert numbers(second, "total")["contacts"] == 29
    assert {figure.table.id for figure in found.figures} == {first.id, second.id}
    months = [[row.label for row in one.rows[: len(found.facts["groups"])]] for one in (first, second)]
    assert months[0] == months[1], "the same months, to be compared"
    assert render(first.title, "en").casefold().endswith(": awareness")
    assert run("reach", frame(), {"by": "kind"}).tables[0].rows[-1].id == "g1"
    with pytest.raises(AnalysisProblem, match="target_kinds"):
        run("reach", frame(), {"by": by, "targets": "2020-01 = 5"})


def test_targets_and_what_was_achieved() -> None:
    table = run("reach", frame(), {"targets": "awareness = 2000; training = 20"}).tables[0]
    assert numbers(table, "g0")["achieved"] == pytest.approx(1130 / 2000)
    assert numbers(table, "g1")["achieved"] == pytest.approx(29 / 20)


def test_no_interval_and_nothing_withheld() -> None:
    result = run("reach", frame(), {})
    assert result.facts["inference"] is False
    assert all(cell.low is None and not cell.flags for row in result.tables[0].rows for cell in row.cells)


def test_the_exported_table_repeats_it() -> None:
    import io

    stream = io.BytesIO()
    write_frame(frame(), stream)
    again = run("reach", read_frame(io.BytesIO(stream.getvalue())), {"by": "month"})
    assert again.tables == run("reach", frame(), {"by": "month"}).tables


@pytest.mark.parametrize(
    ("options", "changed", "said"),
    [
        ({"period": "last year"}, {}, "is not a period"),
        ({"period": "2020-13-01..2020-12-31"}, {}, "is not a period"),
        ({"period": "2020-Q5"}, {}, "is not a period"),
        ({"period": "..a year"}, {}, "is not a period"),
        ({"period": "2021-01-01..2020-01-01"}, {}, "before it begins"),
        ({"by": "place"}, {}, "is the place"),
        ({"targets": "outreach = 5"}, {}, "outreach"),
        ({}, {"kind": None}, "not a register of activities"),
        ({}, {"kind": RegisterKind.CASES}, "not a register of activities"),
        ({}, {"v3": [-1.0, 0, 0, 0, 0]}, "below 0"),
        ({}, {"parts": (("v1", Part.DATE), ("v2", Part.KIND))}, "counts women"),
        ({"by": "month"}, {"parts": (("v3", Part.WOMEN),)}, "date of the session"),
    ],
)
def test_what_cannot_be_is_a_sentence(options: dict[str, Any], changed: dict[str, Any], said: str) -> None:
    with pytest.raises(AnalysisProblem) as wrong:
        run("reach", frame(**changed), options)
    assert said in render(wrong.value.message, "en")


def test_each_kind_is_followed_by_month_with_its_own_target() -> None:
    options = {"over": "month", "period": "2020-01-01..2020-12-31", "targets": "awareness: 1200; training: 30 people"}
    result = run("reach", frame(), options)
    kinds, awareness, training = result.tables
    # January: women 100 + 50, men 40 + 30, unknown 150 − 140; nothing in other months of 2020 but March's training
    assert [column.id for column in awareness.columns] == [f"2020-{month:02}" for month in range(1, 13)]
    assert [row.id for row in awareness.rows] == ["women", "men", "unknown", "contacts"]
    sums = {row.id: [cell.estimate for cell in row.cells[:3]] for row in awareness.rows}
    assert sums == {"women": [150, 0, 0], "men": [70, 0, 0], "unknown": [10, 0, 0], "contacts": [230, 0, 0]}
    assert [cell.estimate for cell in training.rows[-1].cells[:3]] == [0, 0, 20]
    assert render(awareness.subtitle, "en") == "Women and girls: 68% of 220 contacts whose sex is known"
    assert result.figures[1].target == 100, "a twelfth of 1,200"
    assert result.figures[2].target is None, "a target in people is no line over contacts"
    assert numbers(kinds, "g0")["achieved"] == pytest.approx(230 / 1200)
    assert render(kinds.rows[1].cells[-1].text, "en") == "not counted", "nobody told 12 contacts apart as people"
    words = [figure.chart.value for figure in result.figures]
    assert words == ["bars", "columns", "columns"]


@pytest.mark.parametrize(
    ("split", "parts"),
    [
        # women 100 + 50, girls 4; men 40 + 30, boys 2; unknown 10 (150 − 140)
        ("sex", {"female": 154, "male": 72, "unknown": 10}),
        ("age", {"adults": 220, "children": 6, "unknown": 10}),
        ("sex_and_age", {"women": 150, "girls": 4, "men": 70, "boys": 2, "unknown": 10}),
    ],
)
def test_contacts_are_split_by_sex_by_age_or_by_both(split: str, parts: dict[str, float]) -> None:
    told = frame()
    variables = (*told.table.variables, *(replace(told.table.variables[2], id=one, name=one) for one in ("v6", "v7")))
    register = Register(RegisterKind.ACTIVITIES, (*told.table.register.parts, ("v6", Part.GIRLS), ("v7", Part.BOYS)))  # type: ignore[union-attr]
    data = told.data.assign(v5=[156.0, 80, 20, 900, 9], v6=[4.0, 0, 0, 0, 0], v7=[2.0, 0, 0, 0, 0])
    table = replace(told.table, variables=variables, register=register)
    reasons = {name: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in data.columns}
    whole = replace(told, table=table, data=data, reasons=reasons)
    options = {"split": split, "over": "quarter", "period": "2020-Q1", "where": [{"variable": "v2", "is": ["c1"]}]}
    by_kind, over = run("reach", whole, options).tables[:2]
    found = numbers(by_kind, "g0")
    assert {name: found[name] for name in parts} == parts
    assert [column.id for column in by_kind.columns[: len(parts) + 2]] == ["sessions", *parts, "contacts"]
    assert found["contacts"] == sum(parts.values())
    assert {row.id: row.cells[0].estimate for row in over.rows} == {**parts, "contacts": sum(parts.values())}
    assert found["female_share"] == pytest.approx(154 / 226)


def test_more_than_two_years_of_months_become_quarters() -> None:
    result = run("reach", frame(), {"over": "month", "period": "2017-01-01..2020-12-31"})
    assert len(result.tables[1].columns) == 16
    assert render(result.tables[1].title, "fr") == "awareness, contacts par trimestre, 2017–2020"
    with pytest.raises(AnalysisProblem, match="target_group"):
        run("reach", frame(), {"targets": "theatre: 4"})


def test_people_with_a_disability_are_of_those_who_came_and_are_added_to_nothing() -> None:
    parts = (("v1", Part.DATE), ("v2", Part.KIND), ("v3", Part.WOMEN), ("v4", Part.MEN), ("v5", Part.DISABILITY))
    table = run("reach", frame(parts=parts, v5=[7.0, 0.0, _NAN, _NAN, _NAN]), {}).tables[0]
    # awareness: 7 + 0 of (100 + 40) + (50 + 30) = 220; the third session does not tell, nor does any training
    found = numbers(table, "g0")
    assert (found["disability"], found["asked_disability"]) == (7, 220)
    assert found["contacts"] == 1050 + 70
    assert numbers(table, "g1")["disability"] is None, "not told is not nobody"
    assert numbers(table, "g1")["asked_disability"] == 0
    assert any("not added to them" in render(note, "en") for note in table.notes)
    assert "disability" not in {column.id for column in run("reach", frame(), {}).tables[0].columns}
    alone = (("v1", Part.DATE), ("v2", Part.KIND), ("v5", Part.DISABILITY))
    with pytest.raises(AnalysisProblem):
        run("reach", frame(parts=alone), {})


def test_few_people_with_a_disability_are_withheld_and_not_given_back_by_the_total() -> None:
    parts = (("v1", Part.DATE), ("v2", Part.KIND), ("v3", Part.WOMEN), ("v4", Part.MEN), ("v5", Part.DISABILITY))
    counted = frame(parts=parts, v5=[1.0, 1.0, _NAN, 7.0, _NAN])
    table = run("reach", counted, {"by": "month"}).tables[0]
    table = replace(table, origin=Origin("t1", "session", register="activities"))
    shown, _ = mask(table, destination=Destination.PARTNER)
    # awareness: 7 in December, 1 + 1 in January, 9 in all: 9 − 7 would give the 2 back
    assert [numbers(table, row.id)["disability"] for row in table.rows] == [7, 2, None, None, 9]
    assert [numbers(shown, row.id)["disability"] for row in shown.rows] == [None, None, None, None, 9]
    assert numbers(shown, shown.rows[0].id)["contacts"] is not None, "attendance prints whole"


def test_indirect_people_stand_apart_and_are_added_to_nothing() -> None:
    parts = (("v1", Part.DATE), ("v2", Part.KIND), ("v3", Part.WOMEN), ("v4", Part.MEN), ("v5", Part.INDIRECT))
    told, apart = run("reach", frame(parts=parts), {}).tables
    # women and men as above; indirect 150 + 80 + 900 at awareness, 20 + 9 at trainings
    assert "indirect" not in {column.id for column in told.columns}, "in a table of its own"
    assert numbers(apart, "g0")["indirect"] == 1130
    assert len(run("reach", frame(parts=parts), {"indirect": False}).tables) == 1
    assert numbers(told, "g0")["contacts"] == 1050 + 70
    assert numbers(apart, "g1")["indirect"] == 29
    assert any("added to no contacts" in render(note, "en") for note in apart.notes)
    assert len(run("reach", frame(), {}).tables) == 1
    alone = (("v1", Part.DATE), ("v2", Part.KIND), ("v5", Part.INDIRECT))
    with pytest.raises(AnalysisProblem):
        run("reach", frame(parts=alone), {})
