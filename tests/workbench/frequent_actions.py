# SPDX-License-Identifier: MIT
"""Frequent actions with the clicks and keys each took while every page showed all it has, and hands that count them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

FORMER = {
    "go on where the work stopped": 1,
    "go to the start page": 1,
    "open a table from the start page": 1,
    "open what waits for a decision": 1,
    "look at a variable": 2,
    "filter by the variable in front": 1,
    "take a filter away": 1,
    "see codes, see words": 1,
    "keep a changed answer": 1,
    "undo": 1,
    "bring in a file": 1,
    "export a table of data": 1,
    "copy a result": 1,
    "put a result in the report": 1,
    "export a result": 2,
    "see every option of an analysis": 1,
    "see the tests and the design behind a result": 2,
    "go to the report": 1,
    "choose a block of the report": 1,
    "move a block of the report": 1,
    "export the report": 1,
    "check what names people": 2,
    "name a point to come back to": 1,
    "lock": 1,
    "code the selected words": 1,
    "write a memo on a segment": 1,
    "see how a segment is printed": 1,
    "take a coding away": 1,
    "find in an interview": 1,
    "accept the next suggestion": 2,
    "reject the next suggestion": 2,
    "list the segments": 1,
    "list the segments of one code": 2,
    "see every condition on segments": 1,
    "export the segments listed": 1,
    "go back to the interview": 1,
    "try a rule on a sentence": 1,
    "remove a rule": 1,
    "see the limits of all rules": 1,
}


class Hands:
    """Clicks what can be seen, presses keys and takes lines of menus; counts them."""

    def __init__(self, calm: Callable[[], None]) -> None:
        self.done, self._calm = 0, calm

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isEnabled()
        assert not widget.visibleRegion().isEmpty(), f"{widget} is not in sight"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self._calm()
        self.done += 1

    def key(self, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, held)
        self._calm()
        self.done += 1

    def take(self, menu: QMenu, begins: str) -> None:
        """A line of an open menu."""
        next(one for one in menu.actions() if one.text().startswith(begins) and one.isEnabled()).trigger()
        menu.close()
        self._calm()
        self.done += 1

    def took(self, action: str) -> bool:
        """Whether the clicks and keys since the last question are no more than this action took before."""
        done, self.done = self.done, 0
        return 0 < done <= FORMER[action]
