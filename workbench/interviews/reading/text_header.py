# SPDX-License-Identifier: MIT
"""The header over a transcript. In a low window it takes the search bar in, so that no line of text is lost to it."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.widgets import Pane, PaneHeader

_LOW = 460  # pixels of the column: below, a bar of its own would cost one line of text in ten


class SearchBar(Protocol):
    """What the header asks of a search bar, which is a widget."""

    turned: SignalInstance

    def stand_in_header(self, inside: bool) -> None:
        """Give up what has no room beside a title, or show it again."""


class TextHeader(PaneHeader):
    """Title, facts and buttons; while the search bar stands in it, facts and buttons make room."""

    def __init__(self, bar: SearchBar, *buttons: QWidget) -> None:
        super().__init__("", *buttons)
        self._bar, self._buttons = bar, buttons
        self.inside = False
        bar.turned.connect(self._make_room)

    def stand_over(self, page: Pane) -> None:
        """Follow the height of the page this is the header of; the bar is the first of its body, or stands here."""
        self._column = page.body
        self._column.insertWidget(0, cast("QWidget", self._bar))
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the bar in or give it back when the page becomes low or high."""
        if isinstance(event, QResizeEvent):
            self._fit(event.size().height() < _LOW)
        return super().eventFilter(watched, event)

    def _fit(self, low: bool) -> None:
        if low == self.inside:
            return
        self.inside, bar = low, cast("QWidget", self._bar)
        shown, focused = not bar.isHidden(), bar.window().focusWidget()
        if low:
            self.row.addWidget(bar, 2)
        else:
            self._column.insertWidget(0, bar)
        self._bar.stand_in_header(low)
        bar.setVisible(shown)
        if focused is not None and shown and bar.isAncestorOf(focused):
            focused.setFocus()
        self._make_room()

    def _make_room(self) -> None:
        room = self.inside and not cast("QWidget", self._bar).isHidden()
        for widget in (self.note, *self._buttons):
            widget.setHidden(room)
