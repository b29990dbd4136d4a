# SPDX-License-Identifier: MIT
"""Every drop-down is the one that shows twelve items whole and shortens its names in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import workbench
from workbench.app import make_application
from workbench.data.panes.log_filters import LogFilters
from workbench.history.panes.history_table import LinesPane
from workbench.history.state import HistoryState
from workbench.theme import ColourScheme, apply_stylesheet, apply_theme
from workbench.translation import respeak
from workbench.widgets import ChoiceField


def test_no_room_makes_a_drop_down_of_its_own() -> None:
    folder = Path(workbench.__file__).parent
    plain = [file.name for file in folder.rglob("*.py") if "QComboBox(" in file.read_text("utf-8")]
    assert not plain, "use ChoiceField"


@pytest.mark.parametrize("count", [3, 30])
def test_a_drop_down_shows_twelve_items_and_elides_in_the_middle(qtbot: QtBot, count: int) -> None:
    field = ChoiceField("Kind", [(at, f"Kind {at}") for at in range(count)])
    qtbot.addWidget(field)
    assert field.maxVisibleItems() == 12
    assert field.view().textElideMode() is Qt.TextElideMode.ElideMiddle


def test_a_wheel_that_passes_over_a_drop_down_scrolls_the_page_and_chooses_nothing(qtbot: QtBot) -> None:
    field = ChoiceField("For whom", [("partner", "a partner"), ("public", "the public")])
    qtbot.addWidget(field)
    chosen: list[object] = []
    field.chosen.connect(chosen.append)
    at = field.rect().center()
    down = QWheelEvent(
        QPointF(at), QPointF(field.mapToGlobal(at)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, down)
    assert (field.value(), chosen, field.hasFocus()) == ("partner", [], False)
    assert not down.isAccepted(), "it goes on to the page"


def test_filters_say_whole_in_french_that_they_narrow_nothing(qtbot: QtBot) -> None:
    apply_theme(make_application(), ColourScheme.LIGHT)
    lines, log = LinesPane(HistoryState(QObject())), LogFilters()
    for widget, width in ((lines, 544), (log, 544)):  # the centre of a window of 910 pixels
        qtbot.addWidget(widget)
        apply_stylesheet(widget)
        respeak(widget, "fr")
        widget.resize(width, 300)
        widget.show()
    log.more.turn()
    fields = (lines.who, lines.person, lines.document, log.who, log.cause, log.table)
    assert [one.currentText() for one in fields if one.shown_text() != one.currentText()] == []
    assert log.variable.y() == log.table.y(), "two stand side by side"
    search, who, person, document = (
        one.mapTo(lines, QPoint()).y() for one in (lines.search, lines.who, lines.person, lines.document)
    )
    assert max(abs(who - search), abs(document - person)) < 5 < person - who, "two rows hold the four"
