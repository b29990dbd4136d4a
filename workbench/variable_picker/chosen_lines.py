# SPDX-License-Identifier: MIT
"""Several things chosen in order: a line for each, taken away by its cross, and a field that adds one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.translation import explain
from workbench.variable_picker.field import VariableField
from workbench.widgets import ElidedLabel, IconButton, ShownInUse


class ChosenLines(QWidget):
    """What is chosen, by its ids; more is added from the picker or dropped here. A kind says what it offers and gives.

    `changed` carries `value()`.
    """

    changed = Signal(object)

    def __init__(self, name: Text, empty: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._empty = name, empty
        explain(self, name)
        self._chosen: list[str] = []
        self._shown: list[tuple[str, Text]] | None = None
        self._lines: list[QWidget] = []
        self.removers: list[IconButton] = []
        self._in_use: ShownInUse | None = None
        self.add = VariableField(name, required=True, empty=empty, several=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add)
        self.add.chosen.connect(lambda value: self._change([*self._chosen, str(value)]))
        self.setAcceptDrops(True)
        self.setFocusProxy(self.add)

    @abstractmethod
    def value(self) -> object:
        """What is chosen, as the option keeps it."""

    @abstractmethod
    def offer_rest(self) -> None:
        """Offer what is not chosen yet."""

    @abstractmethod
    def called(self, ids: Sequence[str]) -> list[Text]:
        """What the chosen are called."""

    def more(self) -> Text:
        """What the field that adds says once something is chosen."""
        return self._empty

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what the picker offers."""
        self.add.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add.dropEvent(event)

    def show_chosen(self, chosen: Sequence[str]) -> None:
        """Show these as chosen; lines that stay are not made again."""
        self._chosen = list(chosen)
        self.offer_rest()
        self.add.say_empty(self.more() if self._chosen else self._empty)
        said = list(zip(self._chosen, self.called(self._chosen), strict=True))
        if said == self._shown:
            return
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown, self._lines, self.removers = said, [], []
        for place, (value, text) in enumerate(said):
            self._lines.append(self._line(value, text))
            self._column.insertWidget(place, self._lines[-1])
        if self._in_use is not None:
            self._in_use.deleteLater()
        self._in_use = ShownInUse(self, *self.removers)
        order = [*self.removers, self.add.button]  # the lines come before the field that adds to them
        for first, second in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _line(self, value: str, text: Text) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(9, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(text), 1)
        take_away = msg("analysis.view.remove_variable", variable=text, field=self._name)
        remover = IconButton("x", take_away, partial(self._removed, value), framed=False, size=14)
        row.addWidget(remover)
        self.removers.append(remover)
        return line

    def _removed(self, value: str) -> None:
        self._change([one for one in self._chosen if one != value])

    def _change(self, chosen: list[str]) -> None:
        self.show_chosen(chosen)
        if self.add.picker is None:
            self.add.button.setFocus()
        self.changed.emit(self.value())
