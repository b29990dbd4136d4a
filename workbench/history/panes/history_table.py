# SPDX-License-Identifier: MIT
"""The table of the lines of history: when, what, who."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from projects.store.actions import HistoryLine
from wording import DEFAULT_LANGUAGE, Message, Text, msg, render
from wording.catalogue import has_message
from wording.numbers import format_date
from workbench.colours_and_sizes import TYPE
from workbench.history.state import EVERYTHING, NAMED_POINTS, HistoryState
from workbench.theme import colours_of, font
from workbench.widgets import Entry, EntryList, Pane, PaneHeader
from workbench.widgets.tables import RowsColumn, RowsModel

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
