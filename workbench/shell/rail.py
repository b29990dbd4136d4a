# SPDX-License-Identifier: MIT
"""The rail at the left: a button for each room, an icon over its word; in a narrow window the icon alone.

It knows rooms by id only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.colours_and_sizes import ICON_SIZE, RAIL_WIDTH, TYPE
from workbench.icons import pixmap
from workbench.theme import colours_of, font
from workbench.translation import say
from workbench.widgets.labels import Line
from workbench.workspaces import HOME, Room

_NARROW_WINDOW, _NARROW_BUTTON = 1000, 36  # pixels: below the first, icons have no words


class RailButton(QAbstractButton):
    """A room: its icon over its word; `narrow` leaves the word to the tooltip."""

    narrow = False

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        say(self, room.title, name=room.title, tip=room.title)

    def minimumSizeHint(self) -> QSize:
        """In a low window the word moves up to its icon, then goes; the tooltip says it still."""
        return QSize(self.sizeHint().width(), ICON_SIZE + 10)

    def sizeHint(self) -> QSize:
        """As wide as its word needs."""
        if self.narrow:
            return QSize(_NARROW_BUTTON, _NARROW_BUTTON)
        words = self._font(bold=True)
        metrics = QFontMetrics(words)
        return QSize(max(RAIL_WIDTH - 12, metrics.horizontalAdvance(self.text()) + 6), 40 + metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint wash, icon, word, ring."""
        colours, area = colours_of(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = colours.accent if self.isChecked() else colours.muted
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(QColor(colours.accent_wash if self.isChecked() else colours.hover))
            painter.drawRoundedRect(area, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(area, 8, 8)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        painter.setFont(self._font(bold=self.isChecked()))
        spare = 0 if self.narrow else self.height() - ICON_SIZE - painter.fontMetrics().height()
        top = min(8, max(spare // 3, 2)) if spare >= 4 else (self.height() - ICON_SIZE) // 2
        painter.drawPixmap(round((self.width() - ICON_SIZE) / 2), top, pixmap(self.room.icon, colour))
        painter.setPen(QColor(colour))
        if spare >= 4:
            below = area.adjusted(0, top + ICON_SIZE, 0, -min(4, spare // 4))
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it at rest."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses; Up and Down move along the rail."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _font(*, bold: bool) -> QFont:
        return font(TYPE.small, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


class Rail(QWidget):
    """The buttons of the rooms; `chosen` carries the id of the room pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(6, 8, 5, 8)
        self._column.setSpacing(4)
        row.addLayout(self._column)
        row.addWidget(Line(upright=True))
        self._group = QButtonGroup(self)
        self._narrow = False
        self.buttons: dict[str, RailButton] = {}
        self.set_rooms((HOME,))

    def set_rooms(self, rooms: Sequence[Room]) -> None:
        """Show these rooms."""
        while self._column.count():
            self._column.takeAt(0)
        for button in self.buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self.buttons = {}
        for room in rooms:
            button = RailButton(room, self)
            button.narrow = self._narrow
            button.clicked.connect(lambda _checked=False, name=room.id: self.chosen.emit(name))
            self._group.addButton(button)
            self._column.addWidget(button)
            button.show()
            self.buttons[room.id] = button
        self._column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the width of the window."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._follow_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window got another width."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._follow_width()
        return super().eventFilter(watched, event)

    def _follow_width(self) -> None:
        narrow = self.window().width() < _NARROW_WINDOW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button in self.buttons.values():
            button.narrow = narrow
            button.updateGeometry()
            button.update()

    def choose(self, room: str) -> None:
        """Show `room` as the one in front; "" for none."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == room)
        self._group.setExclusive(True)

    def respeak(self, _language: str) -> None:
        """Take the room the new words need."""
        for button in self.buttons.values():
            button.updateGeometry()
