# SPDX-License-Identifier: MIT
"""A row of buttons that goes on in the next line where there is no room."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QWidget

from wording import Text
from workbench.translation import say
from workbench.widgets.buttons import Button


class FlowLayout(QLayout):
    """Lays its widgets out from left to right, then in a new line; `in_one_line`: it would rather have all in one."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8, *, in_one_line: bool = False) -> None:
        super().__init__(parent)
        self._parts: list[QLayoutItem] = []
        self._in_one_line = in_one_line
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, part: QLayoutItem) -> None:
        """Take a widget in."""
        self._parts.append(part)

    def count(self) -> int:
        """How many there are."""
        return len(self._parts)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """The widget at a place."""
        return self._parts[place] if 0 <= place < len(self._parts) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Give a widget up."""
        return self._parts.pop(place) if 0 <= place < len(self._parts) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height in that width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        """At least its widest widget, or all in one line."""
        if not self._in_one_line:
            return self.minimumSize()
        sizes = [part.sizeHint() for part in self._parts if not part.isEmpty()]
        wide = sum(size.width() + self.spacing() for size in sizes)
        tall = max((size.height() for size in sizes), default=0)
        return QSize(max(wide - self.spacing(), 0), tall).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """At least its widest widget."""
        sizes = [part.sizeHint() for part in self._parts if not part.isEmpty()]
        inner = QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))
        return inner.grownBy(self.contentsMargins())

    def _place(self, whole: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        area = whole.marginsRemoved(margins)
        x, y, height = area.x(), area.y(), 0
        line: list[tuple[QLayoutItem, int]] = []
        for part in self._parts:
            if part.isEmpty():
                continue
            size = part.sizeHint()
            if x > area.x() and x + size.width() > area.right() + 1:
                self._place_line(line, y, height, move=move)
                x, y, height, line = area.x(), y + height + self.spacing(), 0, []
            line.append((part, x))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        self._place_line(line, y, height, move=move)
        return y + height - area.y() + margins.top() + margins.bottom()

    def _place_line(self, line: list[tuple[QLayoutItem, int]], top: int, height: int, *, move: bool) -> None:
        """Place the widgets of a line, lower ones in its middle."""
        for part, left in line if move else ():
            size = part.sizeHint()
            part.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))


class Tabs(QWidget):
    """The words, each with its id; `chosen` carries the id when the user chooses."""

    chosen = Signal(object)

    def __init__(self, name: Text, tabs: Sequence[tuple[Hashable, Text]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self._row = FlowLayout(self, spacing=4, in_one_line=True)  # in a narrow column they go on below
        self._group = QButtonGroup(self)
        self._ids: list[Hashable] = []
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._ids[place]))
        self.set_tabs(tabs)

    def set_tabs(self, tabs: Sequence[tuple[Hashable, Text]]) -> None:
        """Offer these; the chosen one stays chosen where it is still there, else the first is."""
        kept = self.value()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._ids = [tab for tab, _text in tabs]
        for place, (_tab, text) in enumerate(tabs):
            button = Button(text, kind="tab")
            button.setCheckable(True)
            self._group.addButton(button, place)
            self._row.addWidget(button)
        if self._ids:
            self.choose(kept if kept in self._ids else self._ids[0])

    def rename(self, tab: Hashable, text: Text) -> None:
        """Let a tab say something else; focus and choice stay."""
        if tab in self._ids:
            say(self._group.button(self._ids.index(tab)), text)

    def value(self) -> Any:
        """The id of the chosen tab; None where there are none."""
        place = self._group.checkedId()
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def choose(self, tab: Hashable) -> None:
        """Show `tab` as chosen, without a signal."""
        if tab in self._ids:
            self._group.button(self._ids.index(tab)).setChecked(True)

    def focus_chosen(self) -> None:
        """Give the keys to the chosen tab: Enter changes nothing there."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        place = self._group.checkedId() + step
        if step and 0 <= place < len(self._ids):
            self._group.button(place).setChecked(True)
            self._group.button(place).setFocus()
            self.chosen.emit(self._ids[place])
            return
        super().keyPressEvent(event)
