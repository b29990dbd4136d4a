# SPDX-License-Identifier: MIT
"""Segmented tabs: a few words of which one is chosen; arrow keys move."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from wording import Text
from workbench.translation import say
from workbench.widgets.buttons import Button
from workbench.widgets.flow_layout import FlowLayout


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
