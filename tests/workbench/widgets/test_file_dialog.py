# SPDX-License-Identifier: MIT
"""The file dialog of Qt in the look of the program: where the keys are is seen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from workbench.colours_and_sizes import LIGHT
from workbench.theme import stylesheet


def test_where_the_keys_are_in_a_file_dialog_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = QFileDialog(None, "Open", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setStyleSheet(stylesheet(LIGHT, 1.0))
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    parts = [
        one for one in (*dialog.findChildren(QAbstractItemView), *dialog.findChildren(QToolButton)) if one.isVisible()
    ]
    stops = [one for one in parts if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) >= 4
    for part in stops:
        part.setFocus(Qt.FocusReason.TabFocusReason)
        with_keys = part.grab().toImage()
        part.clearFocus()
        assert part.grab().toImage() != with_keys, part.objectName()
