# SPDX-License-Identifier: MIT
"""Rows of forms: nothing of them is ever a window of its own, not even while they are made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.widgets.fields import FormRow, TextField


class Watch(QObject):
    """Notes each window that shows."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.usefixtures("qtbot")
def test_no_part_of_a_row_flashes_up_as_a_window(qapp: QApplication) -> None:
    """It took the keys from the window in front: Enter went nowhere after a project had opened."""
    watch = Watch()
    qapp.installEventFilter(watch)
    row = FormRow(msg("data.view.change.reason"), TextField(msg("data.view.change.reason")), "because")
    qapp.removeEventFilter(watch)
    assert watch.shown == []
    assert row.what.isHidden(), "nobody is at the field"
    assert not row.help.isHidden()
    row.deleteLater()


def test_without_a_label_the_question_stands_beside_the_field(qtbot: QtBot) -> None:
    """It hung in the middle above a box to tick."""
    field = TextField(msg("data.view.change.reason"))
    row = FormRow("", field)
    qtbot.addWidget(row)
    row.resize(300, 80)
    row.show()
    row.activateWindow()
    field.setFocus()
    assert row.label.isHidden()
    qtbot.waitUntil(row.what.isVisible)
    assert row.what.x() > field.geometry().right()
    assert row.what.y() < field.geometry().bottom()


def test_a_click_on_the_name_of_a_field_takes_the_keys_to_it(qtbot: QtBot) -> None:
    """The tutorial says "Click By": who clicked the word itself typed into the field above it."""
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    rows = [FormRow(msg("data.view.change.reason"), TextField(msg("data.view.change.reason"))) for _ in range(2)]
    for row in rows:
        column.addWidget(row)
    form.show()
    rows[0].field.setFocus()
    QTest.mouseClick(rows[1].label, Qt.MouseButton.LeftButton)
    assert form.focusWidget() is rows[1].field
