# SPDX-License-Identifier: MIT
"""An analysis begun without a mouse: the keys stand in its first field, and Tab goes through the form as it is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def stops(first: QWidget, inside: QWidget) -> list[QWidget]:
    """What Tab reaches inside a widget, in the order of the keys, from `first` on."""
    found: list[QWidget] = []
    at = first
    while True:
        able = at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus
        if able and at.focusProxy() is None and inside.isAncestorOf(at):
            found.append(at)
        at = at.nextInFocusChain()
        if at is first:
            return found


@pytest.mark.parametrize("kind", ["proportions", "crosstab", "regression", "sample_size"])
def test_the_keys_begin_in_the_first_field_and_go_down_the_form(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot, kind: str
) -> None:
    for one in ("describe", kind):  # the form is made anew
        window.table.run(f"analysis.new.{one}")
        calm()
    room.right.form.turn_more()
    qtbot.wait(5)
    pane = room.right.area.widget()
    focus = window.focusWidget()
    reached = stops(room.right.kind, pane)
    places = [one.mapTo(pane, QPoint(0, 0)).toTuple()[::-1] for one in reached]
    assert pane.isAncestorOf(focus)
    assert focus.focusPolicy() != Qt.FocusPolicy.NoFocus  # the ring is seen
    assert reached.index(focus) == 0
    assert places == sorted(places)
    assert len(reached) > 5


def test_no_pane_takes_the_keys_without_showing_it(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    taking = [
        area
        for area in room.findChildren(QScrollArea)
        if area.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(area.focusProxy(), QWidget)
    ]
    assert taking == [room.centre.area]  # to be scrolled by keys
    before = window.grab().toImage()
    room.centre.area.setFocus()
    assert isinstance(window.focusWidget(), QAbstractScrollArea)
    assert window.grab().toImage() != before


def test_the_menu_of_analyses_opens_under_the_button_that_was_pressed(
    room: AnalysisWorkspace, window: MainWindow, qtbot: QtBot
) -> None:
    room.centre.stack.setCurrentWidget(room.centre.empty)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button = room.centre.empty.button
    assert button is not None
    for pressed in (room.left.new, button):
        pressed.setFocus()
        window.table.run("analysis.new.menu")
        below = pressed.mapToGlobal(QPoint(0, pressed.height())).y()
        assert below <= room.left._menu.pos().y() <= below + 4
        room.left._menu.close()
