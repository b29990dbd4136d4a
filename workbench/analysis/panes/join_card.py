# SPDX-License-Identifier: MIT
"""The card that joins codes to a survey table: which table, and which of its variables names the cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from analysis.records import DataTable, Kind, Role
from wording import msg
from workbench.table_labels import title_of
from workbench.variable_picker import VariableField, candidates_of
from workbench.variable_words import distinct_titles
from workbench.widgets import Button, ChoiceField, FormRow, MutedLabel, Pane, SectionLabel

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
