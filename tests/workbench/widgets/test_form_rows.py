# SPDX-License-Identifier: MIT
"""Rows of forms: nothing of them is ever a window of its own, not even while they are made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

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
    assert not row.what.isHidden()
    assert not row.help.isHidden()
    row.deleteLater()
