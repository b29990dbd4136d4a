# SPDX-License-Identifier: MIT
"""The tables of the project as tabs, or as a list to choose from where there is no room for tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from analysis.records import DataTable
from wording import msg
from workbench.table_labels import title_of
from workbench.variable_words import distinct_titles
from workbench.widgets import Button, ChoiceField, Tabs

_MOST = 6


class TableTabs(QWidget):
    """`chosen` carries the id of a table."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Tabs(msg("data.view.tables"))
        self.list = ChoiceField(msg("data.view.tables"))
        self.list.setMinimumContentsLength(14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addWidget(self.list, 1)
        row.addStretch(1)
        self.list.hide()
        self.setMinimumWidth(130)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tabs.chosen.connect(self._chosen)
        self.list.chosen.connect(self._chosen)
        self._count = 0

    def show_tables(self, tables: Sequence[DataTable], chosen: str) -> None:
        """Offer these tables."""
        named = [
            (table.id, msg("data.view.tab", table=title, count=table.rows))
            for table, (_, title) in zip(tables, distinct_titles(tables, title_of), strict=True)
        ]
        self._count = len(named)
        self.tabs.set_tabs(named if len(named) <= _MOST else ())
        self.list.set_choices(named)
        self.choose(chosen)
        self._fit()

    def choose(self, table_id: str) -> None:
        """Show a table as chosen."""
        self.tabs.choose(table_id)
        self.list.choose(table_id)

    def minimumSizeHint(self) -> QSize:
        """Room for the list."""
        return QSize(120, self.list.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs where there is room for them; hiding within the row's own layout would leave its buttons below it."""
        super().resizeEvent(event)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def event(self, event: QEvent) -> bool:
        """Words of another length."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        buttons = self.tabs.findChildren(Button)
        wide = sum(button.sizeHint().width() + 6 for button in buttons if not button.isHidden())
        fits = self._count <= _MOST and wide <= self.width()
        if fits == self.tabs.isHidden():
            self.tabs.setVisible(fits)
            self.list.setVisible(not fits)

    def _chosen(self, table_id: object) -> None:
        self.choose(str(table_id))
        self.chosen.emit(table_id)
