# SPDX-License-Identifier: MIT
"""The table of the lines of history: when, what, who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from projects.store.actions import HistoryLine
from wording import DEFAULT_LANGUAGE, Message, Text, msg, render
from wording.catalogue import has_message
from wording.numbers import format_date
from workbench.colours_and_sizes import TYPE
from workbench.history.state import EVERYTHING, NAMED_POINTS, HistoryState
from workbench.theme import colours_of, font
from workbench.widgets import ChoiceField, Entry, EntryList, MutedLabel, Pane, PaneHeader, RowsTable, SearchField
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tables import RowsColumn, RowsModel
from workbench.widgets.what_is_this import QuestionBeside

_ROLES = {"undo": "window.history.undid", "redo": "window.history.redid"}


def action_text(line: HistoryLine) -> Text:
    """What the line says was done."""
    key = _ROLES.get(line.role)
    return msg(key, what=line.message) if key else line.message


def when(line: HistoryLine, language: str) -> str:
    """Its local time; the day is left out for today."""
    moment = line.local.replace(tzinfo=None)
    if moment.date() == dt.datetime.now().date():
        return f"{moment:%H:%M}"
    return format_date(moment, language)


def kind_name(kind: str) -> Message | str:
    """The room a kind of action belongs to, in words."""
    room = kind.partition(".")[0]
    key = f"window.kind.{room}"
    return msg(key) if has_message(key, DEFAULT_LANGUAGE) else room


def role_name(line: HistoryLine) -> Message:
    """What kind of line it is, in words."""
    return msg(f"window.history.role.{line.role if line.role in _ROLES or line.role in _OTHER else 'do'}")


_OTHER = ("do", "log", "checkpoint", "erase")


class HistoryModel(RowsModel):
    """Lines of history; those not in force are muted and struck through."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(
            [
                RowsColumn(msg("window.history.when"), when, muted=True),
                RowsColumn(
                    msg("window.history.what"), lambda line, language: render(action_text(line), language), running=True
                ),
                RowsColumn(
                    msg("window.history.room"),
                    lambda line, language: render(kind_name(line.kind), language),
                    muted=True,
                ),
                RowsColumn(msg("window.history.who"), lambda line, _language: line.user or "–", muted=True),
            ],
            view,
        )

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell; struck through where the line is undone, semi-bold for a named point."""
        line = self.row_at(index)
        if line is not None and role == Qt.ItemDataRole.FontRole:
            made = font(
                TYPE.body, QFont.Weight.DemiBold if line.role == "checkpoint" else QFont.Weight.Normal, tabular=True
            )
            made.setStrikeOut(line.undone and index.column() == 1)
            return made
        if line is not None and role == Qt.ItemDataRole.ForegroundRole and line.undone:
            return QColor(colours_of(self._view).muted)
        return super().data(index, role)


class HistoryFilters(Pane):
    """`picked` says that the state is narrowed to something else."""

    picked = Signal()

    def __init__(self, state: HistoryState) -> None:
        super().__init__(PaneHeader(msg("window.history.filters")))
        self._state = state
        self.list = EntryList(msg("window.history.filters"))
        self.body.addWidget(self.list)
        self.list.picked.connect(self._pick)

    def show_rooms(self) -> None:
        """The rooms with their numbers of actions."""
        rooms = self._state.rooms
        total = sum(n for _room, n in rooms)
        entries = [Entry(EVERYTHING, msg("window.history.everything"), str(total), icon="history")]
        entries += [Entry(("room", room), kind_name(room), str(n), icon="chevron-right") for room, n in rooms]
        entries.append(Entry(NAMED_POINTS, msg("window.history.points"), icon="bookmark"))
        self.list.set_entries(entries, picked=self._state.narrowed_to)

    def _pick(self, chosen: tuple[str, str]) -> None:
        self._state.narrowed_to = chosen
        self.picked.emit()


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
