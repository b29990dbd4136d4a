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
from workbench.widgets import CommandButton


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


def test_the_four_actions_stand_first_and_keep_stays_in_its_place_once_pressed(qtbot: QtBot) -> None:
    commands = AnyCommands()
    pane = ResultPane(commands)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.show()

    def places(front: str, *, done: bool, replaces: bool = False) -> dict[str, QPoint]:
        commands.done = {"analysis.keep.keep"} if done else set()
        pane.refresh(front, kept=done, replaces=replaces)
        pane._actions.show()  # there is no result to show it for
        pane.ensurePolished()
        qtbot.wait(1)
        shown = {one.command.id: one.pos() for one in pane.buttons.values() if not one.isHidden()}
        return {**shown, "more": pane.more.pos()}

    four = ["analysis.keep.report", "analysis.take.table", "analysis.take.copy", "more"]
    before = places("one", done=False)
    assert sorted(before, key=lambda name: before[name].x()) == [*four, "analysis.keep.keep"]
    assert places("one", done=True) == before
    assert [one.command.id for one in pane.buttons.values() if not one.isEnabled()] == ["analysis.keep.keep"]
    assert set(places("another, kept long ago", done=True)) == set(four)
    beside = places("a draft beside a saved one", done=False, replaces=True)
    assert sorted(beside, key=lambda name: beside[name].x()) == [*four, "analysis.keep.keep", "analysis.keep.replace"]
    assert pane.buttons["keep"].text() == "Keep as new"
    assert {name: beside[name] for name in four} == {name: before[name] for name in four}


def test_more_has_the_rest_greyed_for_a_result_without_figure_or_test(qtbot: QtBot) -> None:
    commands = AnyCommands()
    pane = ResultPane(commands)
    qtbot.addWidget(pane)
    missing = {"analysis.take.figure", "analysis.take.why", "analysis.keep.tile"}
    commands.done = missing
    result = SimpleNamespace(why=None, tables=(), facts={})
    pane.outcome = cast("Any", SimpleNamespace(figures=(), result=result))
    pane.refresh("one", kept=False)
    rarer = {one.command.id: one for one in pane.more.findChildren(CommandButton)}
    for button in rarer.values():
        button.refresh()
    assert set(rarer) == {*missing, "analysis.keep.plan", "analysis.take.python"}
    menu = pane.more.offer()
    assert [action.isEnabled() for action in menu.actions()] == [one.isEnabled() for one in rarer.values()]
    assert {name for name, one in rarer.items() if not one.isEnabled()} == missing
    menu.close()


def test_the_keys_go_to_no_neighbour_once_keep_is_pressed(qtbot: QtBot) -> None:
    commands = AnyCommands()
    pane = ResultPane(commands)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    pane.outcome = cast("Any", SimpleNamespace(figures=(), result=SimpleNamespace(why=None, tables=(), facts={})))
    pane.show()
    pane.refresh("one", kept=False)
    pane.buttons["keep"].setFocus()
    commands.done = {"analysis.keep.keep"}
    pane.refresh("one", kept=True)
    assert pane.window().focusWidget() is pane.more, "which opens a menu and does nothing by itself"


def test_an_analysis_computes_the_same_once_it_is_kept() -> None:
    asked = CurrentAnalysis("percentages", "t1", {"answers": ("yes", "no"), "by": "site"})
    stored = CurrentAnalysis("percentages", "t1", {"by": "site", "answers": ["yes", "no"]}, "a1")
    other = CurrentAnalysis("percentages", "t1", {"by": "sex"})
    state = SimpleNamespace(current=None)
    found = []
    for state.current in (asked, stored, other):
        found.append(AnalysisState.computed(cast("Any", state)))
    assert found[0] == found[1] != found[2]
