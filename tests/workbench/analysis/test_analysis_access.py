# SPDX-License-Identifier: MIT
"""The room in both languages: nothing clipped at 1366×768, everything named; tables and charts as laid out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wording import render
from wording.catalogue import has_message
from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow
from workbench.variable_picker import FieldButton, VariableField, dragged_variable
from workbench.widgets import ElidedLabel

Calm = Callable[[], None]
INPUTS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, QAbstractButton)
ROOM = Path(__file__).resolve().parents[3] / "workbench" / "analysis"


def settle(qtbot: QtBot) -> None:
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    qtbot.wait(5)


def views(room: AnalysisWorkspace, calm: Calm, qtbot: QtBot) -> Any:
    """The room as the tour shows it, a model being made, then the design being changed and a condition being made."""
    for step in room.tour():
        step.act()
        calm()
        settle(qtbot)
        yield step.name
    table = next(table for table in room.state.tables.values() if table.parent is None)
    chosen = [table.named(name).id for name in ("head_sex", "site")]
    room.acts.front.begin("regression", {"variable": table.named("safe_at_night").id, "predictors": chosen})
    calm()
    settle(qtbot)
    yield "regression"
    room.right.form.field("predictors").add.turn()  # type: ignore[attr-defined]
    settle(qtbot)
    yield "adding a predictor"
    room.acts.front.show_saved(room.state.saved[0].id)
    calm()
    room.right.design.open_editor()
    room.right.form.field("where").add.click()  # type: ignore[attr-defined]
    settle(qtbot)
    yield "editing"


def shown(room: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [widget for widget in room.findChildren(QWidget) if widget.isVisible() and isinstance(widget, kinds)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_clipped_and_every_input_has_a_name_and_is_reached_by_tab(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot, language: str
) -> None:
    window.set_setting("language", language)
    window.resize(1366, 768)
    wrong, nameless = [], []
    for view in views(room, calm, qtbot):
        for widget in shown(room, QLabel, QAbstractButton):
            text = widget.text()  # type: ignore[attr-defined]
            if isinstance(widget, (ElidedLabel, FieldButton)) or not text or widget.objectName().startswith("qt_"):
                continue
            if isinstance(widget, QLabel) and widget.wordWrap():
                if widget.heightForWidth(widget.width()) > widget.height() + 1:
                    wrong.append((view, text, widget.heightForWidth(widget.width()), widget.height()))
            elif widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height() + 1:
                wrong.append((view, text, widget.sizeHint(), widget.size()))
        for area in (room.right.area, room.centre.area):
            if area.widget().width() > area.viewport().width():
                wrong.append((view, "wider than its column", area.widget().width(), area.viewport().width()))
        nameless += [(view, name) for name in nameless_inputs(room)]
        assert inputs(room), view
        assert inputs(room) <= reached_by_tab(window), view
    assert not wrong
    assert not nameless


def nameless_inputs(room: AnalysisWorkspace) -> list[str]:
    found = []
    for widget in shown(room, *INPUTS):
        own = not isinstance(widget.parentWidget(), (QComboBox, QLineEdit))
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if own and not widget.objectName().startswith("qt_") and not (widget.accessibleName() or text).strip():
            found.append(type(widget).__name__)
    return found


def inputs(room: AnalysisWorkspace) -> set[QWidget]:
    """What can be typed in, chosen from or pressed, as it is seen."""
    return {
        widget
        for widget in [*shown(room, *INPUTS), *[block.table.sheet for block in room.centre.blocks]]
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }


def reached_by_tab(window: MainWindow) -> set[QWidget]:
    reached, widget = set(), window.nextInFocusChain()
    while widget is not window:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    return reached


def test_every_message_has_both_languages() -> None:
    keys = {
        key
        for file in ROOM.rglob("*.py")
        for key in re.findall(r'msg\(\s*f?"(analysis\.view\.[a-z0-9_.]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(keys) > 40
    assert not [key for key in keys for language in ("en", "fr") if not has_message(key, language)]


def test_the_table_is_read_cell_by_cell(room: AnalysisWorkspace) -> None:
    sheet = room.centre.blocks[0].table.sheet
    sheet.setFocus()
    QTest.keyClick(sheet, Qt.Key.Key_Down)
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert sheet.current is not None
    assert sheet.accessibleDescription() == sheet.sentence(*sheet.current)
    assert render(sheet.grid_.rows[1].row.label, "en") in sheet.accessibleDescription()  # type: ignore[union-attr]
    assert sheet.accessibleName()
    assert room.centre.charts[0].accessibleDescription()


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("proportions", {"variable": "safe_at_night", "by": "head_sex"}, "Why this test?"),
        ("describe", {"variable": "head_age"}, "Why this interval?"),
        ("sample_size", {}, "Why this way?"),
    ],
)
def test_the_button_asks_why_what_is_shown_was_chosen(
    room: AnalysisWorkspace, calm: Calm, kind: str, options: dict[str, str], words: str
) -> None:
    named = next(table for table in room.state.tables.values() if table.parent is None).named
    room.acts.front.begin(kind, {option: named(name).id for option, name in options.items()})
    calm()
    assert room.state.outcome is not None
    menu = room.centre.more.offer()
    asked = [action.text() for action in menu.actions() if action.text().startswith("Why")]
    menu.close()
    assert asked == [words]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_result_with_its_python_and_reason_is_no_wider_than_a_narrow_room(
    window: MainWindow, room: AnalysisWorkspace, calm: Calm, qtbot: QtBot, language: str
) -> None:
    window.set_language(language)
    calm()
    room.acts.front.show_python()
    window.table.run("analysis.take.why")
    window.resize(1024, 700)
    settle(qtbot)
    assert room.centre.python.isVisible()
    assert room.centre.why.isVisible()
    assert room.centre.area.widget().minimumSizeHint().width() <= room.centre.area.viewport().width()
    assert not room.centre.area.horizontalScrollBar().isVisible()


def test_a_variable_is_dropped_on_a_field(room: AnalysisWorkspace, calm: Calm) -> None:
    assert room.state.current is not None
    table = room.state.tables[room.state.current.table]
    site = table.named("site")
    room.acts.front.begin("proportions", {"variable": table.named("safe_at_night").id})
    calm()
    field = room.right.form.field("by")
    data = dragged_variable(table.id, site.id)
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    field.dropEvent(drop)
    calm()
    assert room.state.current.options["by"] == site.id
    assert room.state.outcome is not None
    room.left.turn_to("variables")
    room.left.variables.search.setText("income")
    QTest.keyClick(room.left.variables.search, Qt.Key.Key_Return)
    room.acts.new_analysis.question.buttons[1].click()  # the draft is not kept
    calm()
    assert room.state.current.declaration == "describe"


def test_a_dragged_variable_is_known_again(room: AnalysisWorkspace, qtbot: QtBot) -> None:
    one = next(iter(room.state.tables.values()))
    field = VariableField("Variable", parent=room)
    qtbot.addWidget(field)
    field.offer(one, [variable for variable in one.variables if variable.id == "v3"])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for table, variable in (("t99", "v3"), (one.id, "v2"), (one.id, "v3")):
        assert field.value() is None
        data = dragged_variable(table, variable)
        field.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert field.value() == "v3"
