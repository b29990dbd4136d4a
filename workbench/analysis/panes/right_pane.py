# SPDX-License-Identifier: MIT
"""The right column: kind of analysis, table, the form of its options, the design, what is to be read with care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from analysis.analyses import declarations
from analysis.codings.records import CODINGS
from analysis.masking import Destination
from analysis.records import DataTable, Kind, Role
from wording import msg
from workbench.analysis.panes.design_card import DesignCard
from workbench.analysis.panes.errors_card import ErrorsCard
from workbench.analysis.panes.form import OptionsForm, asks_variable
from workbench.codings.audience_preview import seen_as_field, seen_as_row
from workbench.codings.framework_card import FrameworkCard
from workbench.codings.quote_list import CellQuotes
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.warnings import WarningCard
from workbench.table_labels import title_of
from workbench.variable_picker import VariableField, candidates_of
from workbench.variable_words import distinct_titles
from workbench.widgets import Button, ChoiceField, FormRow, MutedLabel, Pane, PaneHeader, SectionLabel, set_tab_order
from workbench.widgets.what_is_this import QuestionBeside

_KINDS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.NUMBER})


class JoinCard(Pane):
    """`wanted` carries the id of the table and of the key, "" where rows are joined to cases already."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8)
        if parent is not None:
            self.setParent(parent)
        self._tables: dict[str, DataTable] = {}
        self.table = ChoiceField(msg("code_columns.table"))
        self.table.chosen.connect(lambda _id: self._offer_keys())
        self.key = VariableField(msg("code_columns.key"), empty=msg("code_columns.no_key"))
        self.use = Button(msg("code_columns.join"), self._want)
        note = MutedLabel(msg("code_columns.note"), wrap=True)
        rows = (FormRow(msg("code_columns.table"), self.table), FormRow(msg("code_columns.key"), self.key))
        for widget in (SectionLabel(msg("code_columns.head")), *rows, note, self.use):
            self.body.addWidget(widget)
        self.hide()

    def offer(self, tables: Sequence[DataTable]) -> None:
        """Offer these tables; one chosen stays chosen."""
        if [one.id for one in tables] == list(self._tables) and self.table.value() in self._tables:
            self._tables = {one.id: one for one in tables}
            return
        self._tables = {one.id: one for one in tables}
        self.table.set_choices(distinct_titles(list(tables), title_of))
        if tables:
            self.table.choose(tables[0].id)
            self._offer_keys()

    def _offer_keys(self) -> None:
        """Variables that may name the cases; identifiers too: only whether they name a case is read."""
        table = self._tables.get(str(self.table.value()))
        if table is None:
            return
        fitting = [one for one in table.variables if one.kind in _KINDS]
        named = [one.id for one in fitting if _names_cases(one.name)]  # a phone or a name is never proposed by itself
        found = next(iter([*named, *(one.id for one in fitting if one.role is Role.KEY)]), None)
        self.key.offer_candidates(candidates_of(table, fitting), found, table_id=table.id)

    def _want(self) -> None:
        self.wanted.emit(str(self.table.value()), str(self.key.value() or ""))


def _names_cases(name: str) -> bool:
    plain = name.casefold()
    return "case" in plain or "interview" in plain or "entretien" in plain


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
