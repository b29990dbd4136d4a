# SPDX-License-Identifier: MIT
"""Three columns of a room: a list, the content, its details. Widths are dragged, sides fold."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

LEFT, CENTRE, RIGHT = 0, 1, 2
_SIDE = 170
_LEAST_LEFT, _LEAST_RIGHT, _CENTRE = 186, 262, 430  # what is kept in a narrow window, as long as there is room


class ThreeColumns(QSplitter):
    """Up to three columns; `widths_changed` tells when the user dragged or folded.

    In a narrow window the sides that are not `kept` fold by themselves; at most one of them is open there at a time.
    """

    widths_changed = Signal()
    folds_changed = Signal()
    keys_folded = Signal()  # the side that had the keys was folded away: whoever knows the centre takes them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._columns: dict[int, QWidget] = {}
        self._folded: set[int] = set()
        self._kept: frozenset[int] | None = None
        self._narrow = False
        self._centre_folded = False
        self._lent: set[int] = set()  # sides whose room a wide page in the centre has for a while
        self._open: set[int] = set()  # the sides that are open while the window is narrow
        self._widths = {LEFT: 268, RIGHT: 292}
        self._settled = QTimer(self, singleShot=True, interval=300)
        self._settled.timeout.connect(self.widths_changed)
        self.splitterMoved.connect(self._moved)

    def fill(self, left: QWidget | None, centre: QWidget, right: QWidget | None) -> None:
        """Take the columns; the centre takes what the sides leave."""
        given = {LEFT: left, CENTRE: centre, RIGHT: right}
        self._columns = {place: widget for place, widget in given.items() if widget is not None}
        for place, widget in self._columns.items():
            widget.setMinimumWidth(320 if place == CENTRE else _SIDE)
            self.addWidget(widget)
            self.setStretchFactor(self.indexOf(widget), 1 if place == CENTRE else 0)
            widget.setVisible(not self.folded(place))
        self.folds_changed.emit()

    def keep_soon(self) -> None:
        """A border within a column is being dragged: `widths_changed` tells it once it stands still."""
        self._settled.start()

    def keep_when_narrow(self, *sides: int) -> None:
        """Let only these sides stay open in a narrow window: otherwise the right one, or the only one there is."""
        self._kept = frozenset(sides)

    def set_narrow(self, narrow: bool) -> None:
        """Begin or end the narrow form; what was folded and how wide before comes back with the room."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._open = {side for side in (LEFT, RIGHT) if self.has(side) and not self.gives_way(side)} - self._folded
        self._show_sides()

    def gives_way(self, side: int) -> bool:
        """Whether the window is narrow and this side folds by itself there."""
        kept = self._kept if self._kept is not None else {RIGHT if self.has(RIGHT) else LEFT}
        return self._narrow and side != CENTRE and self.has(side) and side not in kept

    def _show_sides(self) -> None:
        focus = QApplication.focusWidget()
        with_keys = [side for side, column in self._columns.items() if focus and column.isAncestorOf(focus)]
        for side in (LEFT, CENTRE, RIGHT):
            if self.has(side):
                self._columns[side].setVisible(not self.folded(side))
        self._apply()
        self.folds_changed.emit()
        if any(self.folded(side) for side in with_keys):
            self.keys_folded.emit()

    def set_widths(self, left: int = 0, right: int = 0) -> None:
        """Use these widths, in pixels; 0 keeps what there is."""
        self._widths[LEFT] = left or self._widths[LEFT]
        self._widths[RIGHT] = right or self._widths[RIGHT]
        self._apply()

    def state(self) -> list[int]:
        """Widths of left and right and whether each is folded (1), to be remembered."""
        return [self._widths[LEFT], self._widths[RIGHT], int(LEFT in self._folded), int(RIGHT in self._folded)]

    def restore(self, state: list[int]) -> None:
        """Restore what `state` gave."""
        if len(state) == 4 and all(isinstance(part, int) for part in state):
            self._widths = {LEFT: min(max(state[0], 170), 640), RIGHT: min(max(state[1], 170), 640)}
            for side, folded in ((LEFT, state[2]), (RIGHT, state[3])):
                if self.has(side) and (side in self._folded) != bool(folded):
                    self._folded ^= {side}
                    self._open -= {side}
            self._show_sides()

    def has(self, side: int) -> bool:
        """Whether there is such a column."""
        return side in self._columns

    def folded(self, side: int) -> bool:
        """Whether the column is folded away."""
        if side == CENTRE:
            return self._centre_folded
        if side in self._lent:
            return True
        return self.has(side) and (side not in self._open if self._narrow else side in self._folded)

    def fold(self, side: int) -> None:
        """Fold the column away, or bring it back; in a narrow window the other side makes room for it."""
        if not self.has(side):
            return
        if side == CENTRE:
            self._centre_folded = not self._centre_folded
            if self._centre_folded and self.has(RIGHT) and self.folded(RIGHT):
                self.fold(RIGHT)  # something has to stay
        elif side in self._lent:
            self._lent.remove(side)
        elif self._narrow:
            self._open = set() if side in self._open else {side}
        else:
            self._folded ^= {side}
        self._show_sides()
        self.widths_changed.emit()

    def lend(self, side: int, lent: bool) -> None:
        """Give a side's room to the centre while a wide page is in front, or back; nothing of it is remembered."""
        if self.has(side) and lent != (side in self._lent):
            self._lent ^= {side}
            self._show_sides()

    def unfold_for(self, column: QWidget) -> None:
        """Unfold the side that is this column."""
        for side in (LEFT, CENTRE, RIGHT):
            if self._columns.get(side) is column and self.folded(side):
                self.fold(side)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out with the remembered widths."""
        super().showEvent(event)
        self._apply()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sides as wide as they are."""
        super().resizeEvent(event)
        self._apply()

    def _apply(self) -> None:
        places = {self.indexOf(widget): place for place, widget in self._columns.items()}
        widths = self._fitting()
        self.setSizes([widths.get(places[at], 0) for at in range(self.count())])

    def _fitting(self) -> dict[int, int]:
        """The widths chosen; in a narrow window the left gives way, then the right: the centre stays of use."""
        found = {side: self._widths[side] for side in self._widths if self.has(side) and not self.folded(side)}
        for side, least in ((LEFT, _LEAST_LEFT), (RIGHT, _LEAST_RIGHT)):
            missing = sum(found.values()) + _CENTRE - self.width()
            if side in found and missing > 0:
                found[side] = min(found[side], max(found[side] - missing, least))
        rest = max(self.width() - sum(found.values()), 1)
        if self._centre_folded:
            side = RIGHT if RIGHT in found else LEFT
            found[side] = found.get(side, 0) + rest
        else:
            found[CENTRE] = rest
        return found

    def _moved(self) -> None:
        narrow = self._fitting()
        for side, width in zip(self._columns, self.sizes(), strict=False):
            if side != CENTRE and not self._centre_folded and not self.folded(side) and width != narrow.get(side):
                self._widths[side] = width
        self._settled.start()


def unfold_column(widget: QWidget) -> None:
    """Unfold the column that holds `widget`, so that it can be seen and take the focus."""
    inner, outer = widget, widget.parentWidget()
    while outer is not None and not isinstance(outer, ThreeColumns):
        inner, outer = outer, outer.parentWidget()
    if outer is not None:
        outer.unfold_for(inner)
