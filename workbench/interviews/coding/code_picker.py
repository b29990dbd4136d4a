# SPDX-License-Identifier: MIT
"""The inline code picker: type two letters, Enter takes the best code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from coding.records import Code
from wording import Text, msg, render
from workbench.interviews.page_parts import line_colour
from workbench.interviews.state import RoomState
from workbench.theme import colours_of
from workbench.translation import language_of
from workbench.widgets import Entry, EntryList, MutedLabel, TextField
from workbench.widgets.fields import ANEW

_WIDTH, _ROWS, _LEAST_ROWS = 320, 8, 2
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
}


class CodePicker(QFrame):
    """A small list over the over. `ask` opens it; what is chosen goes to the function given then."""

    closed = Signal()

    def __init__(self, state: RoomState, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("kind", "card")
        self._state, self._over = state, over
        self._take: Callable[[str], object] | None = None
        self._create: Callable[[str, str | None], object] | None = None
        self._below: Code | None = None
        self._without: frozenset[str] = frozenset()
        self._rows = _ROWS  # as many as there is room for
        self._before: QWidget | None = None
        self.title = MutedLabel("")
        self.field = TextField(msg("interviews.view.picker"))
        self.field.setProperty(ANEW, True)
        self.list = EntryList(msg("interviews.view.picker_list"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self._accept())
        column = QVBoxLayout(self)
        column.setContentsMargins(7, 7, 7, 7)
        column.setSpacing(5)
        for widget in (self.title, self.field, self.list):
            column.addWidget(widget)
        self.field.textEdited.connect(lambda _text: self._find())
        self.field.installEventFilter(self)
        self.hide()

    def ask(
        self,
        place: QPoint,
        take: Callable[[str], object],
        *,
        create: Callable[[str, str | None], object] | None = None,
        below: Code | None = None,
        title: Text = "",
        without: frozenset[str] = frozenset(),
        clear: int = 30,
    ) -> None:
        """Open below `place` (global), or above it: there `clear` pixels, which hold the words, stay uncovered.

        `take` gets the code's id; `create` gets a name that is new, and None or, where it is to stand below the
        code `below`, the id of that.
        """
        self._take, self._create, self._below, self._without = take, create, below, without
        self._before = QApplication.focusWidget()
        self.title.say(title)
        self.title.setVisible(bool(title))
        self.field.clear()
        self._rows = _ROWS
        self._find()
        self._move_to(place, clear)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self, *, back: bool = True) -> None:
        """Close; the focus goes back to where it was."""
        if self.isHidden():
            return
        self._take = self._create = None
        before, self._before = self._before, None
        self.hide()
        if back and before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field: move, take, leave."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if event.type() == QEvent.Type.FocusOut and watched is self.field and self.isVisible():
            self.leave(back=False)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        elif key in _STEPS:
            self._move(_STEPS[key])
        else:
            return False
        return True

    def _find(self) -> None:
        typed, language, colours = self.field.text().strip(), language_of(), colours_of(self)
        digits = {code: str(digit) for digit, code in self._state.favourites.items()}
        most = 40 if typed else len(self._state.codebook)  # untyped all, so that the wheel alone reaches each
        found = self._state.codes_for(typed, most) or self._state.codes_near(typed)
        found = [code for code in found if code.id not in self._without]
        entries = []
        for code in found[: _ROWS - 1] if typed else found:
            above = [render(upper.name, language) for upper in self._state.codebook.path(code.id)[:-1]]
            name = self._state.codebook.told_apart(code)
            entries.append(
                Entry(
                    ("code", code.id),
                    name,
                    _short(above[-1]) if above and name is code.name else "",
                    colour=line_colour(code.colour, colours),
                    key=digits.get(code.id, ""),
                )
            )
        if typed and self._create is not None and self._state.named_exactly(typed) is None:
            made = msg("interviews.view.create_code", name=typed)
            entries.append(Entry(("create", typed, None), made, icon="plus"))
            if self._below is not None:
                below = msg("walkedcoding.below_code", code=self._below.name)  # on a line of its own: both may be long
                entries.append(Entry(("create", typed, self._below.id), made, icon="plus", name=below))
        self.list.set_entries(entries)
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self._move(1)
        rows = min(max(len(entries), 1), self._rows)
        two_lines = self.list.sizeHintForRow(len(entries) - 1) - self._row_height() if len(entries) <= rows else 0
        self.list.setFixedHeight(rows * self._row_height() + max(two_lines, 0) + 4)
        self.adjustSize()

    def _row_height(self) -> int:
        return max(self.list.sizeHintForRow(0), 24)

    def _move_to(self, place: QPoint, clear: int) -> None:
        """Below the place, or above it where there is more room; with fewer rows where there is little of it."""
        over = self._over
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        corner = over.mapFromGlobal(place)
        left = min(max(corner.x(), 4), max(over.width() - self.width() - 4, 4))
        below, above = over.height() - corner.y() - 10, corner.y() - clear - 4
        goes_below = self.height() <= below or above < below
        missing = self.height() - (below if goes_below else above)
        if missing > 0:
            rows, fewer = self.list.height() // self._row_height(), -(-missing // self._row_height())
            self._rows = max(rows - fewer, _LEAST_ROWS)
            self.list.setFixedHeight(min(self.list.height(), self._rows * self._row_height() + 4))
            self.adjustSize()
        self.move(left, corner.y() + 6 if goes_below else max(corner.y() - clear - self.height(), 4))

    def _move(self, step: int) -> None:
        count = len(self.list.entries.entries)
        if count:
            here = self.list.currentIndex().row()
            row = (max(here, 0) + step) % count if here >= 0 or step < 0 else 0
            self.list.setCurrentIndex(self.list.entries.index(row))

    def _accept(self) -> None:
        picked, take, create = self.list.picked_id(), self._take, self._create
        if picked is None:
            return
        self.leave()
        kind, value, *parent = picked
        if kind == "code" and take is not None:
            take(value)
        elif kind == "create" and create is not None:
            create(value, *parent)


def _short(name: str) -> str:
    return name if len(name) <= 16 else name[:15] + "…"
