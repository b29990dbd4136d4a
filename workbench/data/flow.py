# SPDX-License-Identifier: MIT
"""A layout that puts its widgets one after the other and begins a new line where one does not fit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """As wide as there is room, as high as it needs."""

    def __init__(self, parent: QWidget | None = None, space: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._space = space
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put one more behind the others."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """The one at a place."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrower one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        margins = self.contentsMargins()
        inside = width - margins.left() - margins.right()
        return self._lay(QRect(0, 0, inside, 0), move=False) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() + self._space for size in sizes)
        tall = max((size.height() for size in sizes), default=0)
        return QSize(max(wide - self._space, 0), tall).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """The widest of them."""
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def setGeometry(self, area: QRect) -> None:
        """Put all in their places."""
        super().setGeometry(area)
        self._lay(area.marginsRemoved(self.contentsMargins()), move=True)

    def _lay(self, area: QRect, *, move: bool) -> int:
        left, top, tallest = area.left(), area.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > area.left() and left + size.width() > area.left() + area.width():
                left, top, tallest = area.left(), top + tallest + self._space, 0
            if move:
                item.setGeometry(QRect(left, top, min(size.width(), area.width()), size.height()))
            left += size.width() + self._space
            tallest = max(tallest, size.height())
        return top + tallest - area.top()
