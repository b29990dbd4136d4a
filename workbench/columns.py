# SPDX-License-Identifier: MIT
"""Three columns: what there is, what I look at, what I know about it. Widths are dragged, sides fold."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

LEFT, CENTRE, RIGHT = 0, 1, 2


class Columns(QSplitter):
    """Up to three columns; `widths_changed` tells when the user dragged or folded."""

    widths_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._sides: dict[int, QWidget] = {}
        self._widths = {LEFT: 268, RIGHT: 292}
        self._settled = QTimer(self, singleShot=True, interval=300)
        self._settled.timeout.connect(self.widths_changed)
        self.splitterMoved.connect(self._moved)

    def fill(self, left: QWidget | None, centre: QWidget, right: QWidget | None) -> None:
        """Put the columns in; the centre takes what the sides leave."""
        for place, widget in ((LEFT, left), (CENTRE, centre), (RIGHT, right)):
            if widget is None:
                continue
            self.addWidget(widget)
            self.setStretchFactor(self.indexOf(widget), 1 if place == CENTRE else 0)
            if place != CENTRE:
                self._sides[place] = widget
                widget.setMinimumWidth(170)
        centre.setMinimumWidth(320)

    def set_widths(self, left: int = 0, right: int = 0) -> None:
        """Use these widths, in pixels; 0 keeps what there is."""
        self._widths[LEFT] = left or self._widths[LEFT]
        self._widths[RIGHT] = right or self._widths[RIGHT]
        self._apply()

    def state(self) -> list[int]:
        """Widths of left and right and whether each is folded (1), to be remembered."""
        return [self._widths[LEFT], self._widths[RIGHT], int(self.folded(LEFT)), int(self.folded(RIGHT))]

    def restore(self, state: list[int]) -> None:
        """Take back what `state` gave."""
        if len(state) == 4 and all(isinstance(part, int) for part in state):
            self._widths = {LEFT: min(max(state[0], 170), 640), RIGHT: min(max(state[1], 170), 640)}
            for side, folded in ((LEFT, state[2]), (RIGHT, state[3])):
                if side in self._sides:
                    self._sides[side].setVisible(not folded)
            self._apply()

    def has(self, side: int) -> bool:
        """Whether there is such a column."""
        return side in self._sides

    def folded(self, side: int) -> bool:
        """Whether the column is folded away."""
        return side in self._sides and self._sides[side].isHidden()

    def fold(self, side: int) -> None:
        """Fold the column away, or bring it back."""
        if side in self._sides:
            self._sides[side].setVisible(self.folded(side))
            self._apply()
            self.widths_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out with the remembered widths."""
        super().showEvent(event)
        self._apply()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sides as wide as they are."""
        super().resizeEvent(event)
        self._apply()

    def _apply(self) -> None:
        places = {self.indexOf(widget): place for place, widget in self._sides.items()}
        sides = sum(self._widths[place] for place in places.values() if not self.folded(place))
        sizes = [
            (0 if self.folded(places[index]) else self._widths[places[index]])
            if index in places
            else max(self.width() - sides, 1)
            for index in range(self.count())
        ]
        self.setSizes(sizes)

    def _moved(self) -> None:
        sizes = self.sizes()
        for side, widget in self._sides.items():
            if not self.folded(side):
                self._widths[side] = sizes[self.indexOf(widget)]
        self._settled.start()
