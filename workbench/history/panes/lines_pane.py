# SPDX-License-Identifier: MIT
"""The middle column of History: the lines of the log under what they are searched by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from wording import Text, msg
from workbench.history.panes.history_table import HistoryModel
from workbench.history.state import HistoryState
from workbench.widgets import ChoiceField, MutedLabel, Pane, PaneHeader, RowsTable, SearchField
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.what_is_this import QuestionBeside

if TYPE_CHECKING:
    from projects.store.actions import HistoryLine

_SEARCH_LEAST, _FILTER_LEAST, _PERSON_LEAST = 270, 16, 18  # "Toute personne concernée" whole


@dataclass(frozen=True)
class HistoryChoices:
    """What lines can be narrowed to: who did it, the interview and the person it concerns."""

    users: Sequence[str]
    documents: Sequence[tuple[object, str]]
    persons: Sequence[tuple[str, Text]]


class LinesPane(Pane):
    """`narrowed` comes when other lines are asked for, `chosen` when another line is current."""

    narrowed = Signal()
    chosen = Signal()

    def __init__(self, state: HistoryState) -> None:
        self.header = PaneHeader(msg("window.room.history"))
        super().__init__(self.header, spacing=0)
        self._state = state
        self.search = SearchField(msg("window.history.find"))
        self.who = ChoiceField(msg("window.history.who"), [(None, msg("window.history.anybody"))])
        self.document = ChoiceField(msg("window.history.document"), [(None, msg("window.history.any_document"))])
        self.person = ChoiceField(msg("window.history.person"), [(None, msg("window.history.any_person"))])
        self.table = RowsTable(msg("window.room.history"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.model = HistoryModel(self.table)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.nothing = MutedLabel(msg("window.history.nothing"), wrap=True)
        self.blind = MutedLabel(msg("coders.history_blind"), wrap=True)
        row = FlowLayout()
        row.setContentsMargins(12, 6, 12, 6)
        self.search.setMinimumWidth(_SEARCH_LEAST)
        row.addWidget(self.search)
        for field in (self.who, self.person, self.document):
            field.setMinimumContentsLength(_PERSON_LEAST if field is self.person else _FILTER_LEAST)
            row.addWidget(QuestionBeside(field).with_field())
            field.chosen.connect(lambda _value: self.narrowed.emit())
        self.body.addLayout(row)
        for said in (self.blind, self.nothing):
            said.setContentsMargins(12, 4, 12, 8)
            said.hide()
            self.body.addWidget(said)
        self.body.addWidget(self.table, 1)
        self.search.searched.connect(lambda _text: self.narrowed.emit())
        self.search.to_list.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._choose())

    def fit_columns(self, *, wide: bool) -> None:
        """In a narrow window what was done has more room than where."""
        self.table.fit_columns({0: 190, 2: 220 if wide else 110, 3: 150})

    def show_lines(self, choices: HistoryChoices, *, blind: bool) -> None:
        """The lines of the state, with the one chosen before."""
        self.blind.setVisible(blind)
        self.person.set_choices([(None, msg("window.history.any_person")), *choices.persons])
        self.who.set_choices([(None, msg("window.history.anybody")), *((user, user or "–") for user in choices.users)])
        self.document.set_choices([(None, msg("window.history.any_document")), *choices.documents])
        lines, before = self._state.lines, self._state.seq()
        self.model.set_rows(lines)
        self.header.note.say(msg("window.history.count", n=len(lines)))
        self.nothing.setVisible(not lines)
        self.choose_line(before)
        self._choose()

    def choose_line(self, seq: int | None) -> None:
        """Choose the line with that number, where it is shown."""
        for place, line in enumerate(self._state.lines):
            if line.seq == seq:
                self.table.selectRow(place)
                return

    def _choose(self) -> None:
        line: HistoryLine | None = self.model.row_at(self.table.currentIndex())
        self._state.line = line
        self.chosen.emit()
