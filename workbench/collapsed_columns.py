# SPDX-License-Identifier: MIT
"""Folded side columns as narrow strips beside the others, each with its name; pressing one unfolds its column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from wording import Text, msg
from wording.catalogue import has_message
from workbench.colours_and_sizes import Colours
from workbench.room_columns import CENTRE, LEFT, RIGHT, ThreeColumns
from workbench.theme import colours_of
from workbench.translation import language_of, say

NARROW = 880  # px: below it the sides leave their place to the centre, as in a window of 910 × 512
WIDTH = 26
_TYPED_IN = (QAbstractItemView, QLineEdit, QPlainTextEdit)  # letters change nothing there that is stored
_FOR_A_WHILE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_OF_ITSELF = (Qt.FocusReason.OtherFocusReason, *_FOR_A_WHILE)  # nobody asked: a page or the window came to the front


class ColumnStrip(QAbstractButton):
    """The name of a folded column, written from below to above; beside an open one it folds that again."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.opened = False
        self._is_reached = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, name=msg("columns.strip"))  # until its room names it

    def name(self, text: Text) -> None:
        """Say what the column holds; the tooltip says the key too."""
        keys: dict[int, Text] = {LEFT: "F9", CENTRE: "Alt+F9"}
        key = keys.get(self._side, msg("columns.strip.right_key"))
        say(self, text, name=text, tip=msg("window.tip_with_key", text=text, shortcut=key))

    def sizeHint(self) -> QSize:
        """As wide as a line is high."""
        return QSize(max(WIDTH, self.fontMetrics().height() + 8), 80)

    def minimumSizeHint(self) -> QSize:
        """It may be lower than its name is long: the tooltip says it."""
        return QSize(self.sizeHint().width(), 24)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus from the Tab key alone: what is typed as a room comes to the front would fold its columns."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._is_reached = True
        elif event.reason() in _OF_ITSELF and not self._is_reached:
            self._pass_on()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It was reached no longer, unless another window or a menu is in front for a while."""
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_WHILE:
            self._is_reached = False

    def _pass_on(self) -> None:
        """Hand the focus to the first list or text field that is seen in this room, else to nothing."""
        room = self.parentWidget()  # its own widgets alone: PySide frees some that the window's whole tab order holds
        for field in room.findChildren(QWidget) if room is not None else ():
            if (
                isinstance(field, _TYPED_IN)
                and field.isVisible()
                and field.isEnabled()
                and field.focusPolicy() & Qt.FocusPolicy.TabFocus
            ):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.clearFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it at rest."""
        super().leaveEvent(event)
        self.update()

    def _ground(self, colours: Colours) -> str:
        if self.opened:
            return colours.accent_wash
        return colours.hover if self.underMouse() else colours.surface

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, a line towards the centre, the name, the ring of the focus."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground(colours)))
        painter.setPen(QColor(colours.line))
        edge = 0 if self._side == RIGHT else self.width() - 1
        painter.drawLine(edge, 0, edge, self.height())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setPen(QColor(colours.accent if self.opened else colours.muted))
        painter.translate(0, self.height())
        painter.rotate(-90)
        room = self.height() - 24
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        where = QRectF(12, 0, room, self.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class FoldableColumns(QWidget):
    """Columns with a strip in place of each side that is folded; in a narrow window sides fold by themselves."""

    def __init__(self, columns: ThreeColumns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.strips = {side: ColumnStrip(side, self) for side in (LEFT, CENTRE, RIGHT)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strips[LEFT])
        row.addWidget(self.strips[CENTRE])
        row.addWidget(columns, 1)
        row.addWidget(self.strips[RIGHT])
        for side, strip in self.strips.items():
            strip.clicked.connect(lambda _checked=False, side=side: columns.fold(side))
        columns.folds_changed.connect(self._show)
        self._show()

    def name(self, room: str) -> None:
        """Name the strips after the columns of this room."""
        self.strips[LEFT].name(msg(f"columns.{room}.left"))
        if has_message(f"columns.{room}.centre", language_of()):  # rooms whose centre folds
            self.strips[CENTRE].name(msg(f"columns.{room}.centre"))
        if self.columns.has(RIGHT):
            self.strips[RIGHT].name(msg(f"columns.{room}.right"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold as the room there is asks for."""
        super().resizeEvent(event)
        self.columns.set_narrow(self.width() < NARROW)

    def _show(self) -> None:
        for side, strip in self.strips.items():
            strip.setVisible(self.columns.folded(side) or self.columns.gives_way(side))
            strip.opened = not self.columns.folded(side)
            strip.update()
