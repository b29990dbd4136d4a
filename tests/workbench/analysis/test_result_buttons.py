# SPDX-License-Identifier: MIT
"""The buttons below a result keep their places once they are pressed: a second click meets the same one."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.analysis.panes.centre_pane import ResultPane
from workbench.commands import Command, MenuSection


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

    def places() -> dict[str, QPoint]:
        pane.refresh()
        pane._actions.show()  # there is no result to show it for
        pane.ensurePolished()
        qtbot.wait(1)
        return {one.command.id: one.pos() for one in pane.buttons if not one.isHidden()}

    before = places()
    assert {"analysis.keep.keep", "analysis.keep.plan"} <= before.keys()
    commands.done |= {"analysis.keep.keep", "analysis.keep.plan"}
    assert places() == before
    assert [one.command.id for one in pane.buttons if not one.isEnabled()] == list(sorted(commands.done))
