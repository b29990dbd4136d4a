# SPDX-License-Identifier: MIT
"""The right column: facts about the chosen variable or the table, and what is asked or proposed in their place."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from workbench.data.derived.derive_panel import DerivePanel
from workbench.data.labels.label_form import LabelForm
from workbench.data.panes.change_panel import ChangePanel
from workbench.data.panes.column_chooser import ColumnChooser
from workbench.data.panes.export_panel import ExportPanel
from workbench.data.panes.table_inspector import TableInspector
from workbench.data.panes.variable_inspector import VariableInspector
from workbench.data.state import DataState
from workbench.room_columns import unfold_column
from workbench.widgets import PageStack


class RightColumn(PageStack):
    """One page at a time; `furnish` makes them."""

    def __init__(self, state: DataState) -> None:
        super().__init__()
        self._state = state

    def furnish(self) -> Iterator[None]:
        """The inspectors, then the panels."""
        self.inspector, self.table_inspector = VariableInspector(), TableInspector()
        self.change_panel, self.chooser = ChangePanel(), ColumnChooser()
        for page in (self.table_inspector, self.inspector, self.change_panel, self.chooser):
            self.addWidget(page)
        yield
        self.export_panel, self.derive_panel, self.label_form = ExportPanel(), DerivePanel(), LabelForm()
        for panel in (self.export_panel, self.derive_panel, self.label_form):
            self.addWidget(panel)
        self.export_panel.left.connect(self.show_facts)
        self.label_form.closed.connect(self.show_facts)

    def facts_page(self) -> QWidget:
        """The page of facts about the chosen variable, else about the table."""
        return self.table_inspector if self._state.variable_id is None else self.inspector

    def show_facts(self) -> None:
        """Show it."""
        self.setCurrentWidget(self.facts_page())

    def bring(self, page: QWidget) -> None:
        """Show a page, the column unfolded where it was folded away."""
        unfold_column(self)
        self.setCurrentWidget(page)

    def asks(self) -> bool:
        """Whether columns, an export, a derived variable or a wording are being chosen."""
        return self.currentWidget() in (self.chooser, self.export_panel, self.derive_panel, self.label_form)

    def ask_export(self) -> None:
        """Ask what leaves, as what and where to."""
        self.export_panel.offer(self._state.contents.tables, self._state.table_id)
        self.bring(self.export_panel)
        self.export_panel.what.setFocus()
