# SPDX-License-Identifier: MIT
"""The right column: kind of analysis, table, the form of its options, the design, what is to be read with care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from analysis.analyses import declarations
from analysis.codings.records import CODINGS
from analysis.masking import Destination
from analysis.records import DataTable
from wording import msg
from workbench.analysis.panes.design_card import DesignCard
from workbench.analysis.panes.errors_card import ErrorsCard
from workbench.analysis.panes.form import OptionsForm, asks_variable
from workbench.analysis.panes.join_card import JoinCard
from workbench.codings.audience_preview import seen_as_field, seen_as_row
from workbench.codings.cell_quotes import CellQuotes
from workbench.codings.framework_card import FrameworkCard
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.warnings import WarningCard
from workbench.table_labels import title_of
from workbench.variable_words import distinct_titles
from workbench.widgets import ChoiceField, FormRow, MutedLabel, Pane, PaneHeader, set_tab_order
from workbench.widgets.what_is_this import QuestionBeside


class OptionsPane(Pane):
    """What is known of the analysis in front, and how it is changed."""

    def __init__(self) -> None:
        self.kind = ChoiceField(msg("analysis.view.analysis"))
        self.header = PaneHeader(msg("analysis.view.options"))
        super().__init__(self.header)
        self.header.row.insertWidget(0, self.kind, 1)
        self.header.row.insertWidget(1, QuestionBeside(self.kind))
        self.header.note.hide()
        self.kind.set_choices([(one.id, one.label) for one in declarations()])
        self._sheet = Pane(margins=(12, 12, 12, 16), spacing=12)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._sheet)
        self.body.addWidget(self.area, 3)
        self.quotes = CellQuotes()
        self.body.addWidget(self.quotes, 4)
        self.hint = MutedLabel(msg("analysis.view.options.none"), wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint.setMargin(12)
        self.body.addWidget(self.hint, 1)
        self.area.hide()
        self.kind.hide()
        self._several = self._of_codings = self._asks_variable = self._previews = False
        self._in_front: tuple[str | None, str, str] | None = None  # which analysis, of what kind, of which table

    def furnish(self) -> Iterator[None]:
        """One card after the other, in the place where it stays: what moves with all it holds takes long."""
        column = self._sheet.body
        self.table = ChoiceField(msg("analysis.view.table"))
        self.table_row = FormRow(msg("analysis.view.table"), self.table)
        self.form = OptionsForm()
        self.form.turned.connect(self.fit)
        column.addWidget(self.form)
        column.addWidget(self.table_row)
        self.seen_as = seen_as_field()
        self.seen_as_row = seen_as_row(self.seen_as)
        self.body.insertWidget(self.body.indexOf(self.quotes), self.seen_as_row)
        yield
        self.design = DesignCard()
        column.addWidget(self.design)
        yield
        self.join = JoinCard()
        column.addWidget(self.join)
        yield
        self.summary = FrameworkCard()
        self.body.insertWidget(self.body.indexOf(self.quotes), self.summary)
        yield
        self.errors = ErrorsCard()
        column.addWidget(self.errors)
        self.warnings = WarningCard()
        column.addWidget(self.warnings)
        column.addStretch(1)

    def show_analysis(self, present: CurrentAnalysis | None, tables: Mapping[str, DataTable]) -> None:
        """Show an analysis; None for none."""
        table = tables.get(present.table) if present is not None else None
        self.area.setVisible(table is not None)
        self.hint.setVisible(table is None)
        if table is None:
            self.quotes.clear()
            self.summary.clear()
        self.kind.setVisible(table is not None)
        self._previews = (
            present is not None and table is not None and (table.id == CODINGS or present.declared.with_codings)
        )
        self.header.title.setVisible(table is None)
        if present is None or table is None:
            self.fit()
            return
        kinds = [one for one in declarations() if any(map(one.suits, tables.values()))]
        self.kind.set_choices([(one.id, one.label) for one in kinds])
        self.kind.choose(present.declaration)
        self.table.set_choices(distinct_titles(list(tables.values()), title_of))
        self.table.choose(present.table)
        self.form.show_analysis(present, table, tables.get(CODINGS))
        self.design.show_table(table, tables)
        self.errors.show_table(table, tables)
        self._several, self._of_codings = len(tables) > 1, table.id == CODINGS
        self._asks_variable = asks_variable(present.declared) or self._of_codings
        self.fit()
        set_tab_order(self._sheet, self.kind)
        if self._in_front != (in_front := (present.saved, present.declaration, present.table)):
            self._in_front = in_front
            self.quotes.clear()
            self.area.verticalScrollBar().setValue(0)  # another asks for other variables, on top

    def fit(self) -> None:
        """Under More, with what is kept back: the table, unless nothing else asks of which; its design and errors."""
        opened = self.form.is_open
        self.table_row.setVisible(self._several and (opened or not self._asks_variable))
        self.design.setVisible(opened and not self._of_codings)
        self.errors.setVisible(opened and not self._of_codings)
        self.seen_as_row.setVisible(self._previews and (opened or self.seen_as.value() != Destination.INSIDE.value))
