# SPDX-License-Identifier: MIT
"""The buttons below a result keep their places once they are pressed: a second click meets the same one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.analysis.panes.centre_pane import ResultPane
from workbench.analysis.state import AnalysisState
from workbench.commands import Command, MenuSection
from workbench.results.current_analysis import CurrentAnalysis


class AnyCommands(dict[str, Command]):
    """A command by any name, possible unless its name is among those done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: set[str] = set()

    def __missing__(self, name: str) -> Command:
        self[name] = Command(
            name, msg("analysis.view.button.keep"), lambda: None, MenuSection.ANALYSIS,
            enabled=lambda: name not in self.done,
        )  # fmt: skip
        return self[name]


def test_keep_and_add_to_plan_stay_where_they_were_once_pressed(qtbot: QtBot) -> None:
    commands = AnyCommands()
    pane = ResultPane(commands)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()

    def places(front: str, *, done: bool) -> dict[str, QPoint]:
        commands.done = {"analysis.keep.keep", "analysis.keep.plan"} if done else set()
        pane.refresh(front, kept=done, in_plan=done)
        pane._actions.show()  # there is no result to show it for
        pane.ensurePolished()
        qtbot.wait(1)
        return {one.command.id: one.pos() for one in pane.buttons if not one.isHidden()}

    before = places("one", done=False)
    assert {"analysis.keep.keep", "analysis.keep.plan"} <= before.keys()
    assert places("one", done=True) == before
    assert [one.command.id for one in pane.buttons if not one.isEnabled()] == sorted(commands.done)
    other = places("another, kept long ago", done=True)
    assert not commands.done & other.keys()  # the table needs the room


def test_buttons_stay_in_place_greyed_for_a_result_without_figure_or_test(qtbot: QtBot) -> None:
    commands = AnyCommands()
    pane = ResultPane(commands)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    missing = {"analysis.take.figure", "analysis.take.why", "analysis.keep.tile"}
    result = SimpleNamespace(why=None, tables=(), facts={})
    places = []
    for lacks in (set(), missing):
        commands.done = lacks
        pane.outcome = cast("Any", SimpleNamespace(figures=() if lacks else ("bars",), result=result))
        pane.refresh("one", kept=False, in_plan=False)
        qtbot.wait(1)
        places.append({one.command.id: one.pos() for one in pane.buttons if not one.isHidden()})
    assert places[0] == places[1]
    assert missing <= places[1].keys()
    assert {one.command.id for one in pane.buttons if not one.isEnabled()} == missing


def test_enter_after_keep_does_not_add_to_the_plan(qtbot: QtBot) -> None:
    commands = AnyCommands()
    pane = ResultPane(commands)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()
    pane.refresh("one", kept=False, in_plan=False)
    pane._actions.show()  # there is no result to show it for
    buttons = {one.command.id: one for one in pane.buttons}
    buttons["analysis.keep.keep"].setFocus()
    commands.done = {"analysis.keep.keep"}
    pane.refresh("one", kept=True, in_plan=False)
    pane._actions.show()
    focused = next((name for name, one in buttons.items() if one is pane.window().focusWidget()), "")
    assert focused == "analysis.take.why", "the last one before Keep that can be used"


def test_an_analysis_computes_the_same_once_it_is_kept() -> None:
    asked = CurrentAnalysis("percentages", "t1", {"answers": ("yes", "no"), "by": "site"})
    stored = CurrentAnalysis("percentages", "t1", {"by": "site", "answers": ["yes", "no"]}, "a1")
    other = CurrentAnalysis("percentages", "t1", {"by": "sex"})
    state = SimpleNamespace(current=None)
    found = []
    for state.current in (asked, stored, other):
        found.append(AnalysisState.computed(cast("Any", state)))
    assert found[0] == found[1] != found[2]
