# SPDX-License-Identifier: MIT
"""One grammar for `where`: answers, numbers, dates and ranges, with and, or, not, stored with ids of columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.condition_words import words_of
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from projects.results.plan_run import run_plan
from projects.results.plans import Plan, PlanProblem, PlanRow
from projects.results.where_grammar import UnknownAnswer, read_where
from wording import Labels, Problem, render

AGES = [3.0, 18.0, 25.0, 40.0, 59.0, 60.0, None]
SEXES = ["c1", "c2", "c1", "c2", "c1", "c2", "c1"]
DAYS = ["2026-01-01T08:00", "2026-02-10T10:00", "2026-03-31T23:30", "2026-04-01T00:00", None, "2026-05-02T09:00",
        "2026-02-01T00:00"]  # fmt: skip


def table() -> Frame:
    sexes = tuple(Choice(f"c{at}", code, Labels({"en": code.title()})) for at, code in enumerate(("f", "m"), 1))
    variables = (
        Variable("v1", "sex", Labels({"en": "Sex"}), Kind.ONE, Level.NOMINAL, choices=sexes),
        Variable("v2", "age", Labels({"en": "Age"}), Kind.INTEGER, Level.INTERVAL),
        Variable("v3", "day", Labels({"en": "Day"}), Kind.DATETIME, Level.INTERVAL),
    )
    data = pd.DataFrame(
        {
            "v1": pd.Categorical(SEXES, ["c1", "c2"]),
            "v2": [np.nan if age is None else age for age in AGES],
            "v3": pd.to_datetime(pd.Series(DAYS)),
        }
    )
    reasons = {
        name: np.array([0 if value is not None else 4 for value in values], np.int8)
        for name, values in (("v1", SEXES), ("v2", AGES), ("v3", DAYS))
    }
    record = DataTable("t1", "people", Labels({}), "person", RowOrigin.CENSUS, variables, len(AGES))
    return Frame(record, data, reasons, np.arange(len(AGES)), SampleColumns())


def find(record: DataTable, name: str) -> Variable:
    return record.named(name)


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("age in 18..30 or age > 70", "Age from 18 to 30 or Age more than 70", "Age de 18 à 30 ou Age plus de 70"),
        ("(age in 18..30 and sex = f) or age > 70", "(Age from 18 to 30 and Sex = F) or Age more than 70", ""),
        ("not(age in 18..59)", "not: Age from 18 to 59", ""),
        ("not(age >= 18 and sex = f)", "not: Age at least 18 and Sex = F", ""),
    ],
)
def test_alternatives_are_told_as_they_are_meant(text: str, english: str, french: str) -> None:
    """Under a table stood "any of: age at least 18, age at most 30, age more than 70", which is everybody."""
    record = table().table
    (condition,) = read_where(record, text, find)
    words = words_of(record.variable, condition)
    assert render(words, "en") == english
    assert not french or render(words, "fr").replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sex = f", [0, 2, 4, 6]),
        ("sex = f, m", [0, 1, 2, 3, 4, 5, 6]),
        ("sex != f", [1, 3, 5]),
        ("age in 18..59", [1, 2, 3, 4]),
        ("age in 18..", [1, 2, 3, 4, 5]),
        ("${age} > 18 and ${age} < 60", [2, 3, 4]),
        ("age >= 18; sex = m", [1, 3, 5]),
        ("age = 18, 60", [1, 5]),
        ("age != 18", [0, 2, 3, 4, 5]),
        ("day in 2026-01-01..2026-03-31", [0, 1, 2, 6]),
        ("day > 2026-03-31", [3, 5]),
        ("day <= 2026-02-10", [0, 1, 6]),
        ("day = 2026-02-10", [1]),
        ("(age in 18..25 or sex = 'm')", [1, 2, 3, 5]),
        ("not(age in 18..59)", [0, 5]),
        ("${day} >= '2026-04-01' or ${age} < 10", [0, 3, 5]),
        ("selected(${sex}, 'f') and not(${age} > 30)", [0, 2]),
    ],
)
def test_rows_of_a_condition(text: str, rows: list[int]) -> None:
    frame = table()
    conditions = read_where(frame.table, text, find)
    assert np.flatnonzero(Study(frame).where(conditions)).tolist() == rows
    assert "sex" not in str(conditions)
    assert "age" not in str(conditions)


@pytest.mark.parametrize("text", ["age > old", "sex > f", "sex in 1..2", "age in ..", "((", "day > 3"])
def test_what_is_no_condition_is_one_sentence(text: str) -> None:
    with pytest.raises(Problem) as caught:
        read_where(table().table, text, find)
    assert all(render(caught.value.message, language) for language in ("en", "fr"))


def test_an_unknown_answer_is_named() -> None:
    with pytest.raises(UnknownAnswer) as caught:
        read_where(table().table, "sex = x", find)
    assert caught.value.name == "sex = x"


def test_a_plan_takes_ranges_and_its_table_says_so() -> None:
    row = PlanRow("proportions", "sex", where="age in 18..59; day >= 2026-02-01", line=2)
    (result,) = run_plan({"t1": table()}, Plan("p", (row,)))
    said = " ".join(render(note, "en") for note in result.tables[0].notes)
    assert result.facts["n"] == 3
    assert "Age from 18 to 59" in said
    assert "Day at least 2026-02-01" in said


def test_a_bad_row_is_a_sentence_in_its_place() -> None:
    rows = (
        PlanRow("proportions", "sex", line=2),
        PlanRow("proportions", "nobody", line=3),
        PlanRow("proportions", "sex", where="age > old", line=4),
        PlanRow("means", "age", line=5),
    )
    wrong: list[PlanProblem] = []
    results = run_plan({"t1": table()}, Plan("p", rows), wrong=wrong)
    assert [result.tables[0].base is None for result in results] == [False, True, True, False]
    assert len(wrong) == 2
    assert "nobody" in render(wrong[0].message, "en")
    with pytest.raises(PlanProblem):
        run_plan({"t1": table()}, Plan("p", rows))


def test_describe_has_deviation_extremes_and_sum() -> None:
    (described,) = run("describe", table(), {"variable": "v2"}).tables
    named = {column.label.key: cell for column, cell in zip(described.columns, described.rows[0].cells, strict=True)}
    ages = [age for age in AGES if age is not None]
    assert named["column.sd"].estimate == pytest.approx(float(np.std(ages, ddof=1)))
    assert named["column.minimum"].estimate == 3
    assert named["column.maximum"].estimate == 60
    assert named["column.sum"].estimate == sum(ages)
    scaled = replace(table(), design=SampleColumns(weight=np.linspace(0.5, 1.5, len(AGES))))
    (relative,) = run("describe", scaled, {"variable": "v2"}).tables
    assert relative.rows[0].cells[-1].estimate is None
    told = [["note.sum_left_out" in [getattr(n, "key", "") for n in one.notes]] for one in (described, relative)]
    assert told == [[False], [True]], "an empty sum is explained"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age >", "nothing follows “>”. Write what it is compared with, like: age > 18."),
        ("age >= ", "nothing follows “>=”. Write what it is compared with, like: age >= 18."),
        ("sex = f; ${age} in", "nothing follows “in”. Write what it is compared with, like: age in 18..59."),
        ("sex !=", "nothing follows “!=”. Write what it is compared with, like: sex != f."),
        ("day >", "like: day > 2026-01-01."),
        ("nowhere >", "like: nowhere > 18."),
        ("> 5", "no variable comes before “>”. Write it like: age > 5."),
        ("age", "the variable is compared with nothing. Write it like: age = 18."),
        ("age > 5 and", "a comparison is missing beside “and”"),
        ("or sex = f", "a comparison is missing beside “or”"),
        ("not", "a comparison is missing beside “not”"),
        ("(age > 5", "its brackets do not pair: 1 “(” and 0 “)”"),
    ],
)
def test_an_incomplete_condition_says_what_is_missing_where_and_what_to_write(text: str, said: str) -> None:
    with pytest.raises(Problem) as refused:
        read_where(table().table, text, find)
    assert not isinstance(refused.value, UnknownAnswer), "no name is unknown"
    assert said in render(refused.value.message, "en")
    assert "incomplète" in render(refused.value.message, "fr")


def test_an_incomplete_condition_of_a_plan_stands_in_its_row() -> None:
    plan = Plan("p", (PlanRow("describe", "age", where="age >", line=2),))
    with pytest.raises(PlanProblem) as refused:
        run_plan({"t1": table()}, plan)
    said = render(refused.value.message, "en")
    assert "line 2" in said
    assert "incomplete" in said
    assert "data do not have" not in said
