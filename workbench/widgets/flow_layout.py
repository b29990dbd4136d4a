# SPDX-License-Identifier: MIT
"""A row of buttons that goes on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


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
