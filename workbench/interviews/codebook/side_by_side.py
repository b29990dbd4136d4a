# SPDX-License-Identifier: MIT
"""English and French names and definitions of all codes beside each other, changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from coding.completed_definitions import completed_definitions
from coding.records import Code
from projects.interviews import codes
from projects.interviews.codebook_editing import complete_definitions
from wording import LANGUAGES, Labels, msg, render
from wording.catalogue import language_word
from workbench.interviews.state import RoomState
from workbench.session import Session
from workbench.starter_codebooks import starter_codes
from workbench.theme import colours_of
from workbench.translation import language_of
from workbench.widgets import LinkButton
from workbench.widgets.tables import RowsTable

if TYPE_CHECKING:
    from projects.store.project import Project

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
COLUMNS = tuple((part, language) for part in ("name", "definition") for language in LANGUAGES)


class _Model(QAbstractTableModel):
    def __init__(self, state: RoomState, session: Session, view: QWidget) -> None:
        super().__init__(view)
        self._state, self._session, self._view = state, session, view
        self.rows: list[tuple[Code, int]] = []

    def fill(self) -> None:
        self.beginResetModel()
        self.rows = list(self._state.codebook.walk())
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def cell_text(self, index: Index) -> str:
        code, part = self.rows[index.row()][0], COLUMNS[index.column()]
        return str(getattr(code, part[0]).by_language.get(part[1], ""))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        text = self.cell_text(index)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            indent = "   " * self.rows[index.row()][1] if index.column() == 0 else ""
            return indent + text if text else indent + "–"
        if role == Qt.ItemDataRole.ForegroundRole and not text:
            return colours_of(self._view).muted
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        part, language = COLUMNS[section]
        return render(
            msg(f"codebook.view.{part}_in", language=language_word("interviews.view.language", language)),
            language_of(self._view),
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = " ".join(str(value).split()) if COLUMNS[index.column()][0] == "name" else str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self.cell_text(index):
            return False
        code, (part, language) = self.rows[index.row()][0], COLUMNS[index.column()]
        words = {**getattr(code, part).by_language, language: text}
        given = Labels({name: word for name, word in words.items() if word})
        if part == "name":
            self._session.do(codes.rename_code(code.id, given))
        else:
            self._session.do(codes.redefine_code(code.id, definition=given))
        return True


class SideBySide(RowsTable):
    """The table; F2, Enter or a double click changes a cell, an empty one shows a dash."""

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__(msg("codebook.view.languages"))
        self.model_of = _Model(state, session, self)
        self.setModel(self.model_of)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )  # fmt: skip

    def fill(self) -> None:
        """Show the codebook as it stands."""
        here = self.currentIndex()
        self.model_of.fill()
        for place, width in enumerate((170, 170, 190)):
            self.setColumnWidth(place, width)
        if here.isValid():
            self.setCurrentIndex(self.model_of.index(here.row(), here.column()))


class LanguagesPage(QWidget):
    """The table; above it the offer to complete definitions that a starter codebook has in more languages."""

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__()
        self._session = session
        self.table = SideBySide(state, session)
        self.setFocusProxy(self.table)
        self.complete = LinkButton(msg("codebook.view.complete", n=1), self._complete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.complete)
        column.addWidget(self.table, 1)
        self.complete.hide()

    def fill(self) -> None:
        """Show the codebook as it stands; ask what the starter codebooks could add."""
        self.table.fill()
        self._session.ask(_missing, self._offer, latest="interviews.definitions", owner=self)

    def _offer(self, n: int) -> None:
        if n:
            self.complete.say(msg("codebook.view.complete", n=n))
        self.complete.setVisible(n > 0)

    def _complete(self) -> None:
        self.table.setFocus()  # the offer goes once it is taken
        self._session.do(lambda _project: complete_definitions(starter_codes()))


def _missing(project: Project) -> int:
    return len(completed_definitions(codes.stored_codebook(project), starter_codes()))
