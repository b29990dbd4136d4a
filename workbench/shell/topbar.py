# SPDX-License-Identifier: MIT
"""The top bar: the project's name, the command field, Undo named after what it undoes, Lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.commands import Command, key_text
from workbench.icons import give_icon
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets.buttons import CommandButton
from workbench.widgets.elision import first_words
from workbench.widgets.labels import ElidedLabel, KeyLabel, Line
from workbench.widgets.what_is_this import BubbleQuestion

COMMAND_KEY = "Ctrl+Shift+P"
_FIELD_LEAST, _FIELD_WIDTH = 200, 440


class CommandField(QLineEdit):
    """Where commands, variables, codes and documents are typed for. The list below it belongs to `CommandPalette`."""

    entered = Signal()
    left = Signal()
    moved = Signal(int)
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=msg("window.palette.name"), placeholder=msg("window.palette.placeholder"))
        self.setMinimumWidth(_FIELD_LEAST)
        self.setMaximumWidth(_FIELD_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key = KeyLabel("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.addStretch(1)
        row.setSpacing(6)
        row.addWidget(BubbleQuestion(self, self), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self._key.setFixedHeight(20)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(0, 0, 112, 0)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Write the key as the language's keyboards do."""
        say(self._key, key_text(COMMAND_KEY, language))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Open the list where one asked for it; Tab only passes. Qt says Tab also where what had the keys is gone."""
        super().focusInEvent(event)
        passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in (*passing, Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list also where the focus is here already."""
        super().mousePressEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter runs, Esc goes back."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TopBar(QWidget):
    """Name at the left, command field in the middle, Undo and Lock at the right."""

    def __init__(self, undo: Command, lock: Command, named: Callable[[], bool]) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(14, 4, 14, 4)
        row.setSpacing(10)
        self.name = ElidedLabel(msg("window.name"), kind="strong")
        self.field = CommandField()
        self.undo = _UndoButton(undo, named)
        self.lock = CommandButton(lock, text=msg("window.lock.short"))
        give_icon(self.lock, "lock", colours_of(self), 14)
        right = QHBoxLayout()
        right.setSpacing(10)
        right.addStretch(1)
        right.addWidget(self.undo)
        right.addWidget(self.lock)
        row.addWidget(self.name, 1)
        row.addWidget(self.field, 2)
        row.addLayout(right, 1)
        column.addLayout(row)
        column.addWidget(Line())
        self.set_project("")

    def set_project(self, name: str) -> None:
        """Show the project's name; "" for none."""
        self.name.say(name or msg("window.name"))
        self.undo.refresh()
        self.lock.setVisible(bool(name))


class _UndoButton(CommandButton):
    """Undo, named where it takes what was done since the project was opened; cut at its end where it is long."""

    _whole = ""

    def __init__(self, command: Command, named: Callable[[], bool]) -> None:
        self._named = named
        super().__init__(command)

    def refresh(self) -> None:
        """What was done before the project was opened is undone from the menu, where it is read first."""
        super().refresh()
        self.setVisible(self._named() and self.isEnabled())

    def say(self, text: Text, *, tip: Text | None = None) -> None:
        """Show the name and mind its length."""
        super().say(text, tip=tip)
        self._whole = self.text()
        say(self, name=self._whole)
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        """It never pushes the command field aside."""
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of its name as there is room for."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = max(min(self.width() - 44, 270), 16) if self.isVisible() else 270
        short = first_words(self._whole, self.fontMetrics(), room)
        self.setText(short.replace("&", "&&"))

    def sizeHint(self) -> QSize:
        """As wide as its name, up to a measure."""
        width = self.fontMetrics().horizontalAdvance(self._whole) + 46
        return QSize(min(width, 320), super().sizeHint().height())
