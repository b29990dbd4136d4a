# SPDX-License-Identifier: MIT
"""Key informants by site and the three bases of a set, in numbers and in words, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import declaration, run
from analysis.records import (
    Choice,
    DataTable,
    Frame,
    Kind,
    Level,
    Reason,
    RowOrigin,
    SampleColumns,
    Variable,
)
from analysis.result_tables import TableSpec
from wording import Labels, render


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", code, Labels({"en": code.title()})) for at, code in enumerate(codes, 1))


SITES, WATER, NEEDS = choices("s1", "s2", "s3", "s4"), choices("good", "bad", "none_at_all"), choices("food", "shelter")
SET = (*NEEDS, Choice("c3", "none", Labels({"en": "None"})))
VARIABLES = (
    Variable("v1", "site", Labels({"en": "Site"}), Kind.ONE, Level.NOMINAL, choices=SITES),
    Variable("v2", "water", Labels({"en": "Water"}), Kind.ONE, Level.NOMINAL, choices=WATER),
    Variable("v3", "needs", Labels({"en": "Needs"}), Kind.SET, Level.SET, choices=SET),
    Variable("v4", "people", Labels({"en": "People"}), Kind.INTEGER, Level.INTERVAL),
    Variable("v5", "distance", Labels({"en": "Distance"}), Kind.NUMBER, Level.INTERVAL),
)
# site, water, (food, shelter, none), people, distance; None: not known
INFORMANTS = (
    ("c1", "c1", (1, 0, 0), 900, 2.0),
    ("c1", "c1", (1, 1, 0), 1100, 4.0),
    ("c1", "c2", (0, 0, 1), 1000, 9.0),
    ("c2", "c1", (1, 0, 0), 300, 5.0),
    ("c2", "c2", (0, 1, 0), 300, None),
    ("c3", "c2", (0, 1, 0), None, 1.0),
    ("c3", None, (0, 1, 0), None, None),
    ("c4", None, None, 50, None),
)


@pytest.fixture
def informants() -> Frame:
    """Eight informants of four sites: agreement, a tie, one who does not know, one who knows nothing."""
    rows = len(INFORMANTS)
    columns = list(zip(*INFORMANTS, strict=True))
    unsure = np.array([0, 0, 0, 0, 0, 0, Reason.DONT_KNOW, Reason.DONT_KNOW], dtype=np.int8)
    data = {"v1": pd.Categorical(columns[0], ["c1", "c2", "c3", "c4"]), "v2": pd.Categorical(columns[1])}
    for at in range(3):
        data[f"v3.c{at + 1}"] = pd.array([None if one is None else bool(one[at]) for one in columns[2]], "boolean")
    data |= {"v4": np.array(columns[3], dtype=float), "v5": np.array(columns[4], dtype=float)}
    absent = {
        "v1": np.zeros(rows, np.int8),
        "v2": unsure,
        "v3": np.where(np.arange(rows) == 7, Reason.MISSING, 0).astype(np.int8),
        "v4": np.where(np.isnan(data["v4"]), Reason.MISSING, 0).astype(np.int8),
        "v5": np.where(np.isnan(data["v5"]), Reason.DONT_KNOW, 0).astype(np.int8),
    }
    table = DataTable("t1", "ki", Labels({"en": "Informants"}), "household", RowOrigin.KEY_INFORMANTS, VARIABLES, rows)
    return Frame(table, pd.DataFrame(data), absent, np.arange(1, rows + 1), SampleColumns())


def told(table: TableSpec, language: str = "en") -> str:
    return " ".join(render(part, language) for part in (table.title, table.subtitle, *table.notes))


def informed(frame: Frame, **options: object) -> TableSpec:
    return run("key_informants", frame, {"site": "v1", **options}).tables[0]


def test_the_mode_of_a_site_and_ties_apart(informants: Frame) -> None:
    """s1 says good two to one, s2 is tied, s3 says bad, s4 gives no answer: two sites agree, one each."""
    table = informed(informants, variable="v2")
    assert [(row.cells[0].estimate, row.cells[0].n) for row in table.rows] == [(0.5, 1), (0.5, 1), (0, 0)]
    assert table.base == 2
    said = told(table)
    assert "% of sites with an agreed answer (n = 2)" in said
    assert "No consensus: 1 site." in said
    assert "No answer: 1 site." in said
    assert "“Don’t know”, counted separately: 2 informants." in said
    assert "Sans consensus" in told(table, "fr")


def test_ties_may_be_an_answer_of_their_own(informants: Frame) -> None:
    table = informed(informants, variable="v2", ties="counted")
    shares = [row.cells[0].estimate for row in table.rows]
    assert shares == pytest.approx([1 / 3, 1 / 3, 0, 1 / 3])
    assert render(table.rows[3].label, "en") == "No consensus"
    assert table.base == 3
    assert "with an answer" in told(table)


def test_by_the_people_who_live_there(informants: Frame) -> None:
    """s1 has 1,000 people by the median of its informants; s3 has no figure and is left out."""
    table = informed(informants, variable="v2", population="v4")
    assert [row.cells[0].estimate for row in table.rows] == [1, 0, 0]
    assert "% of the population of sites" in told(table)
    assert "1 site without a population figure is left out" in told(table)
    counted = informed(informants, variable="v2", population="v4", ties="counted")
    assert [row.cells[0].estimate for row in counted.rows] == pytest.approx([1000 / 1300, 0, 0, 300 / 1300])


@pytest.mark.parametrize(
    ("rule", "food", "shelter"),
    [("any", (1, 1, 0), (1, 1, 1)), ("half", (1, 1, 0), (0, 1, 1)), ("all", (0, 0, 0), (0, 0, 1))],
)
def test_sets_by_any_half_and_all(informants: Frame, rule: str, food: tuple, shelter: tuple) -> None:
    table = informed(informants, variable="v3", rule=rule)
    assert [row.cells[0].estimate for row in table.rows[:2]] == pytest.approx([sum(food) / 3, sum(shelter) / 3])
    assert "% of sites with an answer (n = 3)" in told(table)
    people = informed(informants, variable="v3", rule=rule, population="v4")
    lived = np.array([1000, 300])
    assert [row.cells[0].estimate for row in people.rows[:2]] == pytest.approx(
        [lived @ food[:2] / 1300, lived @ shelter[:2] / 1300]
    )


def test_informants_without_an_answer_are_counted_by_kind(informants: Frame) -> None:
    reasons = {**informants.reasons, "v2": informants.reasons["v2"].copy()}
    reasons["v2"][5] = Reason.REFUSED
    said = told(informed(replace(informants, reasons=reasons), variable="v2"))
    assert "“Don’t know”, counted separately: 2 informants." in said
    assert "Informants without an answer: refused 1." in said
    assert "Informants without an answer: missing 1." in told(informed(informants, variable="v3"))
    assert "without an answer:" not in told(informed(informants, variable="v2"))
    assert "those asked" not in told(informed(informants, variable="v3"))  # sites are counted, not people


@pytest.mark.parametrize("variable", ["v2", "v3", "v5"])
def test_sites_that_a_condition_leaves_out_are_not_without_an_answer(informants: Frame, variable: str) -> None:
    said = told(informed(informants, variable=variable, where=[{"variable": "v1", "is": ["c1", "c4"]}]))
    assert "No answer: 1 site." in said  # s4; s2 and s3 were not asked about
    assert "Only where Site = S1, S4." in said
    nobody = told(informed(informants, variable=variable, where=[{"variable": "v4", "is": [7]}]))
    assert "Nobody here has an answer" in nobody
    assert "No answer" not in nobody


@pytest.mark.parametrize("variable", ["v2", "v3"])
def test_sites_in_which_nobody_lives_have_no_share_and_say_so(informants: Frame, variable: str) -> None:
    data = informants.data.assign(v4=0.0)
    empty = replace(informants, data=data, reasons={**informants.reasons, "v4": np.zeros(len(data), np.int8)})
    table = informed(empty, variable=variable, population="v4")
    assert all(cell.estimate is None for row in table.rows for cell in row.cells)
    assert "add up to zero" in told(table)
    assert "add up to zero" not in told(informed(informants, variable=variable, population="v4"))


def test_medians_of_sites(informants: Frame) -> None:
    """s1: 4 of 2, 4, 9; s2: 5; s3: 1; s4 knows none. Their median is 4."""
    table = informed(informants, variable="v5")
    assert table.rows[1].cells[0].estimate == 4
    assert "Medians of sites (n = 3)" in told(table)
    assert "3 informants" in told(table)


def test_the_form_asks_only_what_has_a_meaning(informants: Frame) -> None:
    irrelevant = declaration("key_informants").irrelevant
    grouped = {"by": "v4"}  # a second group means something beside a first one
    assert irrelevant(informants.table, {"variable": "v2", **grouped}) == {"rule"}
    assert irrelevant(informants.table, {"variable": "v3", **grouped}) == {"ties"}
    assert irrelevant(informants.table, {"variable": "v5", **grouped}) == {"rule", "ties", "population"}
    assert irrelevant(informants.table, {"variable": "v2"}) == {"rule", "also_by"}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("proportions", {"variable": "v2"}),
        ("proportions", {"variable": "v2", "base": "asked"}),
        ("set", {"variable": "v3"}),
        ("set", {"variable": "v3", "base": "chose_any"}),
        ("set", {"variable": "v3", "base": "responses"}),
        ("crosstab", {"variable": "v2", "column": "v1"}),
        ("means", {"variable": "v5"}),
        ("describe", {"variable": "v2"}),
    ],
)
def test_informants_are_never_called_households_or_people(informants: Frame, name: str, options: dict) -> None:
    """The table's unit says household; what is counted are informants."""
    result = run(name, informants, options)
    for table in result.tables:
        for language, words in (("en", ("household", "people", "persons")), ("fr", ("ménage", "personnes"))):
            said = told(table, language).casefold()
            assert not [word for word in words if word in said], said
        assert all(cell.low is None for row in table.rows for cell in row.cells)
    assert any("informant" in told(table) for table in result.tables)


def sampled(frame: Frame) -> Frame:
    table = replace(frame.table, how=RowOrigin.CENSUS)
    return replace(frame, table=table)


def test_a_set_has_three_bases_and_names_each(informants: Frame) -> None:
    """Seven answered; one chose only "none". Six choosers name food three times and shelter four times."""
    frame = sampled(informants)
    answered = run("set", frame, {"variable": "v3"}).tables[0]
    by_id = {row.id: row.cells[0] for row in answered.rows}
    assert [(by_id[name].n, by_id[name].estimate) for name in ("c1", "c2", "c3")] == [
        (3, pytest.approx(3 / 7)), (4, pytest.approx(4 / 7)), (1, pytest.approx(1 / 7)),
    ]  # fmt: skip
    assert answered.base == 7
    assert "asked who answered" in told(answered)
    choosers = run("set", frame, {"variable": "v3", "base": "chose_any"}).tables[0]
    by_id = {row.id: row.cells[0] for row in choosers.rows}
    assert {name: cell.estimate for name, cell in by_id.items()} == {
        "c1": pytest.approx(3 / 6), "c2": pytest.approx(4 / 6),
    }  # fmt: skip
    assert choosers.base == 6
    assert "1 of 7 who answered chose none and is left out" in told(choosers)
    responses = run("set", frame, {"variable": "v3", "base": "responses"}).tables[0]
    assert sum(row.cells[0].estimate or 0 for row in responses.rows) == pytest.approx(1)
    assert responses.base == 7
    assert "7 answers chosen by 6 respondents" in told(responses)
    assert "more than 100%" not in told(responses)


def test_choices_stand_as_the_form_lists_them_unless_the_largest_are_wanted_first(informants: Frame) -> None:
    frame = sampled(informants)  # shelter has four of seven, food three, none one
    assert [row.id for row in run("set", frame, {"variable": "v3"}).tables[0].rows] == ["c1", "c2", "c3"]
    sorted_ = run("set", frame, {"variable": "v3", "sort": "largest"})
    assert [row.id for row in sorted_.tables[0].rows] == ["c2", "c1", "c3"]
    by = run("set", frame, {"variable": "v3", "sort": "largest", "by": "v1"}).tables[0]
    assert [row.id for row in by.rows] == ["c2", "c1", "c3"]
