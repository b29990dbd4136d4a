# SPDX-License-Identifier: MIT
"""Several variables chosen in order: a line for each and a field that adds one. It reads no value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import DataTable, Variable
from wording import Text, msg
from workbench.variable_picker import VariableField
from workbench.variable_words import called
from workbench.widgets import ElidedLabel, IconButton


class VariablesField(QWidget):
    """The variables chosen; each can be taken away, more are added from the list or dropped here."""

    changed = Signal(object)  # list of ids, in the order chosen

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._table: DataTable | None = None
        self._variables: list[Variable] = []
        self._chosen: list[str] = []
        self._shown: list[tuple[str, Text]] = []
        self._lines: list[QWidget] = []
        self.removers: list[IconButton] = []
        self.add = VariableField(name, required=True, empty=msg("analysis.view.add_variable"), several=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add)
        self.add.chosen.connect(self._added)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.add)

    def offer(self, table: DataTable, variables: Sequence[Variable], chosen: Sequence[str] | str | None) -> None:
        """Offer these variables of a table, with some chosen."""
        self._table, self._variables = table, list(variables)
        self._chosen = [chosen] if isinstance(chosen, str) else list(chosen or ())
        self._show()

    def value(self) -> list[str]:
        """The ids chosen, in order."""
        return list(self._chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a variable that the list offers."""
        self.add.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add.dropEvent(event)

    def _show(self) -> None:
        if self._table is None:
            return
        free = [one for one in self._variables if one.id not in self._chosen]
        self.add.offer(self._table, free, why=dict.fromkeys(self._chosen, msg("picker.why.chosen")))
        known = {one.id: one for one in self._table.variables}
        said = [(one, called(known[one]) if one in known else one) for one in self._chosen]
        if said == self._shown:
            return
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown, self._lines, self.removers = said, [], []
        for place, (variable_id, text) in enumerate(said):
            line = self._line(variable_id, text)
            self._column.insertWidget(place, line)
            self._lines.append(line)
        self._order_tabs()

    def _line(self, variable_id: str, text: Text) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(9, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(text), 1)
        take_away = msg("analysis.view.remove_variable", variable=text, field=self._name)
        remover = IconButton("x", take_away, partial(self._removed, variable_id), framed=False, size=14)
        row.addWidget(remover)
        self.removers.append(remover)
        return line

    def _order_tabs(self) -> None:
        """The lines come before the field that adds to them, as they stand."""
        order = [*self.removers, self.add.button]
        for first, second in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _added(self, variable_id: object) -> None:
        self._change([*self._chosen, str(variable_id)])

    def _removed(self, variable_id: str) -> None:
        self._change([one for one in self._chosen if one != variable_id])

    def _change(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self._show()
        if self.add.picker is None:
            self.add.button.setFocus()
        self.changed.emit(list(chosen))
