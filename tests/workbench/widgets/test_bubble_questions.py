# SPDX-License-Identifier: MIT
"""The "?" of fields without a label: in History, of the kind of an analysis, in the command field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip, QWhatsThis
from pytestqt.qtbot import QtBot

from wording import msg, render
from workbench.analysis.panes.right_pane import OptionsPane
from workbench.history.view import HistoryWorkspace
from workbench.session import Session
from workbench.shell.topbar import CommandField
from workbench.widgets.what_is_this import BubbleQuestion


def test_they_say_in_a_bubble_what_the_field_is_for(qtbot: QtBot) -> None:
    session = Session()
    history, pane, command = HistoryWorkspace(session), OptionsPane(), CommandField()
    for widget in (history, pane, command):
        qtbot.addWidget(widget)
        widget.show()
    marks = {mark._field: mark for one in (history, pane, command) for mark in one.findChildren(BubbleQuestion)}
    lines = history.lines
    for field in (lines.search, lines.who, lines.person, lines.document, history.line.name, command):
        field.window().activateWindow()
        field.setFocus()
        qtbot.waitUntil(marks[field].isVisible)
        qtbot.mouseClick(marks[field], Qt.MouseButton.LeftButton)
        assert QToolTip.text() == marks[field].toolTip() == field.whatsThis()
        assert field.whatsThis()
    assert marks[pane.kind].isHidden(), "no analysis is in front"
    pane.kind.show()
    pane.activateWindow()
    pane.kind.setFocus()
    qtbot.waitUntil(lambda: not marks[pane.kind].isHidden())
    assert marks[pane.kind].toolTip() == render(msg("what.analysis.view.analysis"), "en")
    pane.kind.setFocus()
    qtbot.keyClick(pane.kind, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    QWhatsThis.hideText()
    session.shutdown()
