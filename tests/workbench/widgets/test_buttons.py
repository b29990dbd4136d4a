# SPDX-License-Identifier: MIT
"""Buttons take no press that began elsewhere: Enter held down, or a double click on what stood there before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from workbench.widgets.buttons import Button, Chip, IconButton

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_KINDS: tuple[Callable[[], QAbstractButton], ...] = (
    lambda: Button("Import"),
    lambda: IconButton("x", "Import"),
    lambda: Chip("Import", removable=True),
)


def _click(button: QAbstractButton, kind: QEvent.Type, at: int) -> None:
    """A press of that kind at so many ms, and its release, as the window system sends them."""
    place = QPointF(3, 3)
    for one in (kind, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(one, place, place, _LEFT, _LEFT, _NONE)
        event.setTimestamp(at)
        QApplication.sendEvent(button, event)


@pytest.mark.parametrize("make", _KINDS)
def test_the_second_click_of_two_is_for_the_button_of_the_first(
    qtbot: QtBot, make: Callable[[], QAbstractButton]
) -> None:
    first, appeared, pressed = make(), make(), []
    for button in (first, appeared):
        qtbot.addWidget(button)
        button.clicked.connect(lambda _checked=False, one=button: pressed.append(one))
    _click(first, QEvent.Type.MouseButtonPress, 1_000)
    _click(appeared, QEvent.Type.MouseButtonDblClick, 1_200)
    assert pressed == [first], "what appears under the pointer is not pressed"
    _click(first, QEvent.Type.MouseButtonPress, 5_000)
    _click(first, QEvent.Type.MouseButtonDblClick, 5_200)
    assert pressed == [first] * 3
    _click(appeared, QEvent.Type.MouseButtonPress, 9_000)  # much earlier than the click on something that is no button
    _click(appeared, QEvent.Type.MouseButtonDblClick, 60_000)
    assert pressed == [first] * 3 + [appeared]


def test_enter_held_down_presses_once(qtbot: QtBot) -> None:
    button, pressed = Button("Import"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda _checked=False: pressed.append(1))
    for again in (True, True, False, True):
        kind = QEvent.Type.KeyPress
        QApplication.sendEvent(button, QKeyEvent(kind, Qt.Key.Key_Return, _NONE, "\r", again))
    assert pressed == [1]
