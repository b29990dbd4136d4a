# SPDX-License-Identifier: MIT
"""A sentence that stays above the rooms as long as it is true, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import Button
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.labels import Label


class FocusReturn(QObject):
    """Remembers which widget had the keyboard before it came into `widget`, or into a part of it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._before: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def give_back(self) -> bool:
        """Put the keyboard back if it is in the widget and what had it before is seen; whether it was."""
        before, self._before = self._before, None
        held = self._holds(self._widget.window().focusWidget())
        if not held or before is None or not isValid(before) or not before.isVisible():
            return False
        before.setFocus()
        return True

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and self._holds(now) and not self._holds(before):
            self._before = before

    def _holds(self, widget: QWidget | None) -> bool:
        whole = self._widget
        return widget is not None and isValid(widget) and (widget is whole or whole.isAncestorOf(widget))


_TEXT_LEAST = 260  # pixels that a sentence has beside its buttons; with less the buttons stand below it


class Banner(QFrame):
    """Hidden while there is nothing to say. Where the place is narrow, its buttons stand below the sentence."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self._icon = icon
        self._picture = Label("")
        self.label = Label("", wrap=True)
        self.buttons: list[Button] = []
        self.comes_after: Callable[[], QWidget] | None = None  # from where Tab goes to its buttons
        self._keys = FocusReturn(self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(14, 6, 8, 6)
        self._row.setSpacing(10)
        said = QHBoxLayout()
        said.setSpacing(10)
        said.addWidget(self._picture)
        said.addWidget(self.label, 1)
        self._row.addLayout(said, 1)
        self._side = QWidget()
        self._offers = FlowLayout(self._side, spacing=10, in_one_line=True)
        self._row.addWidget(self._side)
        self._row.setAlignment(self._side, Qt.AlignmentFlag.AlignVCenter)
        self.retheme()
        self.hide()

    def show_message(self, text: Text, *offers: tuple[Text, Callable[[], object]]) -> None:
        """Say this, with a button for each offer."""
        self.clear()
        self.label.say(text)
        for said, act in offers:
            button = Button(said, act)
            self.buttons.append(button)
            self._offers.addWidget(button)
        if self.comes_after is not None:  # made later than the page below, they would come after all of it
            for before, one in pairwise((self.comes_after(), *self.buttons)):
                QWidget.setTabOrder(before, one)
        self._arrange()
        self.show()

    def clear(self) -> None:
        """Nothing to say any more; the keyboard goes back to where it was before it came in here."""
        self._keys.give_back()
        self.hide()
        self.label.say("")
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One under the other where there is no room beside one another."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= _TEXT_LEAST + self._offers.sizeHint().width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
            self._row.setSpacing(10 if beside else 6)
            self._row.setStretch(0, int(beside))  # downwards it would take the height of the page
            self._row.setAlignment(self._side, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag(0))

    def retheme(self) -> None:
        """The icon in the colours of the look."""
        self._picture.setPixmap(pixmap(self._icon, colours_of(self).warning, 16))


def reading_offer(again: Callable[[], object]) -> tuple[Text, Callable[[], object]]:
    """The offer to open the project for work, once nobody else has it open."""
    return msg("window.reading.again"), again
