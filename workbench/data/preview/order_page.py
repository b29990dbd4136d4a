# SPDX-License-Identifier: MIT
"""The answers of a column about to be imported, put in order and confirmed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import Variable
from wording import msg
from workbench.data.panes.measurement_form import OrderList
from workbench.data.preview.column_rows import ColumnRow
from workbench.widgets import Button, MutedLabel, PrimaryButton, StrongLabel
from workbench.widgets.flow_layout import FlowLayout


class OrderPage(QWidget):
    """`confirmed` carries the codes from the lowest to the highest; `left` comes when nothing is changed."""

    confirmed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answers: OrderList | None = None
        self._codes: dict[str, str] = {}
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 4, 0, 4)
        self.title = StrongLabel("")
        self._whole.addWidget(self.title)
        self._whole.addWidget(MutedLabel(msg("kinds.order_open"), wrap=True))
        self._place = QHBoxLayout()
        self._whole.addLayout(self._place, 1)
        row = FlowLayout(in_one_line=True)
        row.addWidget(PrimaryButton(msg("kinds.order_confirm"), self._confirm))
        row.addWidget(Button(msg("kinds.up"), lambda: self._shift(-1), icon="arrow-up"))
        row.addWidget(Button(msg("kinds.down"), lambda: self._shift(1), icon="arrow-down"))
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        self._whole.addLayout(row)

    def show_order(self, row: ColumnRow, variable: Variable, codes: tuple[str, ...]) -> None:
        """Show the answers of a column in the order they have now."""
        places = {code: at for at, code in enumerate(codes)}
        choices = sorted(variable.choices, key=lambda one: places.get(one.code, len(places)))
        self._codes = {choice.id: choice.code for choice in choices}
        self.title.say(msg("kinds.list.order_of", name=row.variable.name))
        if self.answers is not None:
            self._place.removeWidget(self.answers)
            self.answers.deleteLater()
        self.answers = OrderList(replace(variable, choices=tuple(choices)))
        self.answers.setMinimumHeight(60)
        self.answers.setMaximumHeight(16777215)
        self._place.addWidget(self.answers)
        self.answers.setFocus()

    def _shift(self, by: int) -> None:
        if self.answers is not None:
            self.answers.shift(by)

    def _confirm(self) -> None:
        if self.answers is not None:
            self.confirmed.emit(tuple(self._codes[one] for one in self.answers.ids()))
