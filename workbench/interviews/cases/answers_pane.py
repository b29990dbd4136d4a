# SPDX-License-Identifier: MIT
"""A form that makes documents of the answers of a free-text question, each linked to its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox

from projects.cases.answers_as_documents import answer_messages, documents_from_answers
from wording import msg
from workbench.colours_and_sizes import NUMBER_MARGINS
from workbench.interviews.cases.forms import TablePick
from workbench.interviews.state import RoomState
from workbench.translation import say
from workbench.widgets import Button, FormRow, MutedLabel, Pane, PaneHeader, PrimaryButton

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.cases.answers_as_documents import AnswersMade
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.session import Session


class AnswersPane(Pane):
    """Table, question, fewest words; one action makes all documents."""

    left = Signal()

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        super().__init__(PaneHeader(msg("answers.view.title"), back), margins=(16, 12, 16, 12))
        self._state, self._session = state, session
        self.note = MutedLabel(msg("answers.view.note"), wrap=True)
        self.pick = TablePick(msg("answers.view.question"), lambda variable: variable.kind == "text")
        self.fewest = QSpinBox()
        self.fewest.lineEdit().setTextMargins(*NUMBER_MARGINS)
        self.fewest.setRange(1, 50)
        say(self.fewest, name=msg("answers.view.fewest"))
        self.make = PrimaryButton(msg("answers.view.make"), self.store, icon="file-text")
        for part in (self.note, self.pick, FormRow(msg("answers.view.fewest"), self.fewest), self.make):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def begin(self) -> None:
        """Offer the tables of the project."""

        def read(project: Project) -> Sequence[DataTable]:
            from projects.stored_tables.stored_table import data_tables  # the data's libraries: with the first form

            return data_tables(project)

        self._session.ask(read, self._offer, latest="interviews.answers", owner=self)

    def _offer(self, tables: Sequence[DataTable]) -> None:
        self.pick.offer(tables, self.pick.value())
        self.make.setEnabled(bool(tables))
        self.note.say(msg("answers.view.note" if tables else "answers.view.no_tables"))

    def store(self) -> None:
        """Make the documents."""
        table, variable = self.pick.value()
        if table and variable:
            action = documents_from_answers(table, variable, fewest_words=self.fewest.value(), coder=self._state.user)
            self._session.do(action, self._made)

    def _made(self, changes: Changes) -> None:
        made: AnswersMade = changes.result  # type: ignore[assignment]  # what this action gives
        messages = answer_messages(made)
        said = msg("answers.view.made", first=changes.message, notes=messages) if messages else changes.message
        self._session.notice.emit(said)
        self.left.emit()
