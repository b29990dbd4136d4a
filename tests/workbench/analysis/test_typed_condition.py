# SPDX-License-Identifier: MIT
"""Conditions on numbers and dates are typed in the filter field, in the grammar of plans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from analysis.analyses import Study
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from projects.datasets.table.frames import load_frame
from projects.results.where_grammar import read_where
from tests.workbench.analysis.user_actions import Ask, Calm, main_table, set_by_sex
from wording import Labels, Problem, render
from workbench.analysis.view import AnalysisWorkspace
from workbench.conditions.condition_writing import typed_condition, written_condition
from workbench.conditions.where_field import ConditionEditor, WhereField
from workbench.results.labels import condition_text

AGE = Variable("v1", "age", Labels({}), Kind.INTEGER, Level.INTERVAL)
DAY = Variable("v2", "day", Labels({}), Kind.DATE, Level.INTERVAL)
TABLE = DataTable("t1", "people", Labels({}), "person", RowOrigin.CENSUS, (AGE, DAY), 3)


@pytest.mark.parametrize(
    ("variable", "text", "expected"),
    [
        (AGE, "3; 5", {"is": [3.0, 5.0]}),
        (AGE, "18..59", {"from": 18, "to": 59}),
        (AGE, "0,5..", {"from": 0.5}),
        (AGE, ">= 18", {"from": 18}),
        (AGE, "< 18", {"to": 18, "below": True}),
        (DAY, "2026-01-15", {"from": "2026-01-15", "to": "2026-01-15"}),
        (DAY, "2026-01-01..2026-03-31", {"from": "2026-01-01", "to": "2026-03-31"}),
        (DAY, " ..2026-03-31 ", {"to": "2026-03-31"}),
        (DAY, "> 2026-01-01", {"from": "2026-01-01", "above": True}),
    ],
)
def test_what_is_typed_is_a_condition_and_is_written_again(
    variable: Variable, text: str, expected: dict[str, Any]
) -> None:
    condition = typed_condition(TABLE, variable, text)
    assert condition == {"variable": variable.id, **expected}
    assert typed_condition(TABLE, variable, written_condition(condition)) == condition


SIZE = Variable("v3", "size", Labels({}), Kind.INTEGER, Level.INTERVAL)
LEFT = Variable("v4", "day left", Labels({}), Kind.DATE, Level.INTERVAL)
HOUSE = DataTable("t1", "people", Labels({}), "person", RowOrigin.CENSUS, (AGE, DAY, SIZE, LEFT), 3)


@pytest.mark.parametrize(
    ("variable", "text"),
    [(AGE, "> size * 2"), (AGE, "div size > 100"), (AGE, "+ size div 2 >= 7.5"), (AGE, "* 2 in 10..30"),
     (LEFT, "- day > 30"), (LEFT, "- day in 0..30"), (AGE, "mod 2 = 1"), (AGE, "- (size - 3) - 2 < 5")],
)  # fmt: skip
def test_what_is_reckoned_reopens_as_it_was_typed(variable: Variable, text: str) -> None:
    condition = typed_condition(HOUSE, variable, text)
    assert condition is not None
    assert written_condition(condition, HOUSE) == text


@pytest.mark.parametrize(
    "where", ["(age + size) div 2 > 10", "2 * size > age", "not(size > age and size > 3)", "size > age or age > 60",
              "${day left} - day > 30 or size = 2"],
)  # fmt: skip
def test_a_condition_of_a_plan_reopens_as_text_that_means_it(where: str) -> None:
    (condition,) = read_where(HOUSE, where, lambda table, name: table.named(name))
    text = written_condition(condition, HOUSE)
    assert text
    assert typed_condition(HOUSE, AGE, text) == condition


@pytest.mark.parametrize(
    ("variable", "text"),
    [(AGE, "a few"), (AGE, "2026-01-01..2026-02-01"), (AGE, ".."), (DAY, "soon"), (DAY, "5"), (DAY, "2026-02-30"),
     (DAY, "2026-01-01..soon"), (DAY, "01/02/2026"), (DAY, "..")],
)  # fmt: skip
def test_what_is_neither_is_a_sentence(variable: Variable, text: str) -> None:
    with pytest.raises(Problem) as caught:
        typed_condition(TABLE, variable, text)
    for language in ("en", "fr"):
        assert render(caught.value.message, language)
    assert typed_condition(TABLE, variable, "  ") is None


def test_the_window_counts_rows_between_two_days(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    set_by_sex(room, calm)
    table = main_table(room)
    frame = ask(lambda project: load_frame(project, table.id, None))
    day = next(one for one in table.variables if one.kind in (Kind.DATE, Kind.DATETIME))
    days = frame.data[day.id].dropna().dt.date
    low, high = days.quantile(0.25, interpolation="nearest"), days.quantile(0.75, interpolation="nearest")
    where = room.right.form.field("where")
    assert isinstance(where, WhereField)
    where.add.click()
    where.editor.begin(table, {"variable": day.id})
    where.editor.values.setText(f"{low}..{high}")
    where.editor.values.editingFinished.emit()
    calm()
    assert room.state.current is not None
    assert room.state.current.options["where"] == [{"variable": day.id, "from": str(low), "to": str(high)}]
    assert room.state.outcome is not None
    base = room.state.outcome.result.tables[0].base
    assert 0 < int(getattr(base, "n", 1)) < len(days)
    where.editor.values.setText("soon")
    where.editor.values.editingFinished.emit()
    calm()
    assert "2026-01-31" in where.editor.problem.text()
    where.editor.done.emit()
    assert "soon" in render(condition_text(table, room.state.current.options["where"][0]), "fr")
    assert room.state.outcome is None  # nothing is computed without it
    assert "soon" in room.centre.sentence.text()
    where._open(0)  # what was typed is there to be mended, with what is wrong about it
    assert where.editor.values.text() == "soon"
    assert "2026-01-31" in where.editor.problem.text()


def test_no_row_is_counted_by_a_condition_that_is_not_understood() -> None:
    days = pd.DataFrame({"v1": [3.0, 5.0, 9.0]})
    study = Study(Frame(TABLE, days, {"v1": np.zeros(3, np.int8)}, np.arange(3), SampleColumns()))
    for unknown in ({"variable": "v1", "unread": "soon"}, {"variable": "v1"}, {"not": [{"variable": "v1"}]}, {}):
        with pytest.raises(AnalysisProblem, match="not_understood"):
            study.where([{"variable": "v1", "from": 0}, unknown])


def test_a_problem_is_told_by_a_sign_and_in_a_colour_that_can_be_read(qtbot: QtBot) -> None:
    editor = ConditionEditor()
    qtbot.addWidget(editor)
    assert editor.problem.property("kind") == "danger"
    assert editor.problem.contentsMargins().left() >= 16
    assert editor.problem.alignment() & Qt.AlignmentFlag.AlignTop, "its words begin beside the sign"
