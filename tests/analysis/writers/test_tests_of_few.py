# SPDX-License-Identifier: MIT
"""Tests of fewer people than may be shown: a sensitive table that leaves has neither statistic nor p value of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.masking import Destination, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, Role, RowOrigin, SampleColumns, Variable
from analysis.result_tables import TableSpec, Unit
from wording import Labels, render

ON = {"inference": "on", "inference_reason": "a trial"}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("one_sample", {"variable": "v1", **ON}),
    ("one_sample", {"variable": "v3", "event": ["c1"], **ON}),
    ("pre_post", {"before": "v1", "after": "v2"}),
    ("pre_post", {"before": "v3", "after": "v4", "event": ["c1"]}),
    ("repeated_measures", {"measures": ["v1", "v2", "v5"], **ON}),
    ("agreement", {"variable": "v3", "column": "v4", **ON}),
    ("regression", {"variable": "v1", "predictors": ["v2"], **ON}),
    ("unweighted_models", {"variable": "v1", "predictors": ["v2"], **ON}),
]


def study_of(answers: list[tuple[int, int]], role: Role = Role.SENSITIVE) -> Study:
    """Numbers v1, v2, v5 and answers v3, v4 (1 or 2) of as many people."""
    chance, n = np.random.default_rng(3), len(answers)
    choices = tuple(Choice(f"c{at}", f"a{at}", Labels({"en": f"a{at}"})) for at in (1, 2))
    labels = Labels({"en": "score"})
    numbers = [Variable(f"v{at}", f"n{at}", labels, Kind.NUMBER, Level.INTERVAL, role=role) for at in (1, 2, 5)]
    asked = [Variable(f"v{at}", f"q{at}", labels, Kind.ONE, Level.NOMINAL, choices=choices, role=role) for at in (3, 4)]
    columns: dict[str, Any] = {one.id: chance.normal(5, 2, n).round(1) for one in numbers}
    for place, one in enumerate(asked):
        columns[one.id] = pd.Categorical([f"c{pair[place]}" for pair in answers], categories=["c1", "c2"])
    table = DataTable("t1", "p", Labels({"en": "p"}), "person", RowOrigin.CENSUS, (*numbers, *asked), n)
    reasons = {name: np.zeros(n, np.int8) for name in columns}
    return Study(Frame(table, pd.DataFrame(columns), reasons, np.arange(n), SampleColumns()))


def told(tables: list[TableSpec], destination: Destination) -> list[tuple[str, str, float]]:
    """Statistics, p values and estimates that are shown, no counts."""
    shown, _ = mask_all(tables, 30, 10, 5, destination)
    return [
        (table.id, row.id, cell.estimate)
        for table in shown for row in table.rows for cell in row.cells
        if cell.estimate is not None and cell.unit is not Unit.COUNT
    ]  # fmt: skip


def words(table: TableSpec, destination: Destination) -> str:
    """The notes of a table as these readers see it."""
    (shown,), _ = mask_all([table], 30, 10, 5, destination)
    return " ".join(render(note, "en") for note in shown.notes)


@pytest.mark.parametrize(("name", "options"), ASKED, ids=[f"{at}-{name}" for at, (name, _) in enumerate(ASKED)])
def test_eight_people_of_a_sensitive_question_are_tested_inside_only(name: str, options: dict[str, Any]) -> None:
    tables = list(run(name, study_of([(1, 2), (1, 1), (2, 2), (1, 1)] * 2), options).tables)
    assert told(tables, Destination.INSIDE)
    assert told(tables, Destination.PARTNER) == []
    assert told(tables, Destination.PUBLIC) == []


def test_the_note_names_the_limit_that_these_readers_have() -> None:
    """Of 20 people the public sees nothing: its limit is 30, the partner's 10."""
    table = run("means", study_of([(1, 2)] * 20), {"variable": "v1"}).tables[0]
    assert "Group of fewer than 30: not shown" in words(table, Destination.PUBLIC)
    assert "not shown" not in words(table, Destination.PARTNER)


def test_a_test_of_three_changes_tells_nothing() -> None:
    """Of 40 people 3 changed: McNemar's χ² of (3 − 0)²/3 is 3, and p = 0.083 says so as well."""
    few, many = ([(1, 1)] * 20 + [(2, 2)] * (20 - changed) + [(1, 2)] * changed for changed in (3, 12))
    options = {"before": "v3", "after": "v4", "event": ["c1"]}
    cases = ((few, Role.SENSITIVE, False), (few, Role.ORDINARY, True), (many, Role.SENSITIVE, True))
    for answers, role, shown in cases:
        tables = [one for one in run("pre_post", study_of(answers, role), options).tables if one.id.endswith("-tests")]
        assert bool(told(tables, Destination.PARTNER)) is shown
