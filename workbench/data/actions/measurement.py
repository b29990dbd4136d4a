# SPDX-License-Identifier: MIT
"""Stores what the inspector's user says a column holds: kind after a look, order, confirmation, missing marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from projects.datasets.corrections.kind_actions import confirm_content, preview_kind, set_kind, set_kinds, set_order
from wording import Message, Problem
from workbench.file_in_memory import decide_marks

if TYPE_CHECKING:
    from projects.datasets.corrections.kind_conversion import Conversion
    from projects.store.project import Project
    from workbench.data.panes.variable_inspector import VariableInspector
    from workbench.data.state import DataState
    from workbench.session import Session


class ColumnMeaning(QObject):
    """Between the inspector and the project."""

    def __init__(self, state: DataState, session: Session, inspector: VariableInspector) -> None:
        super().__init__(state)
        self._state, self._session, self._inspector = state, session, inspector
        inspector.kind_requested.connect(self.look)
        inspector.kind_chosen.connect(self.set_kind)
        inspector.order_chosen.connect(self.set_order)
        inspector.content_confirmed.connect(self.confirm)
        inspector.marks_chosen.connect(self.read_marks)

    def look(self, variable_id: str, word: str, date_order: str) -> None:
        """Show what a kind would do; nothing is stored."""
        table_id = self._state.table_id

        def work(project: Project) -> Conversion | Message:
            try:
                return preview_kind(project, table_id, variable_id, word, date_order=date_order or None)
            except Problem as problem:
                return problem.message

        def done(made: Conversion | Message) -> None:
            form = self._inspector.meaning
            if form is not None and form.variable.id == variable_id:
                form.show_look(word, made, date_order)

        self._session.ask(work, done, latest=("data", "kind"), owner=self)

    def set_kind(self, variable_id: str, word: str, date_order: str) -> None:
        """Store a kind."""
        self._session.do(set_kind(self._state.table_id, variable_id, word, date_order=date_order or None))

    def set_kinds(self, variable_ids: Sequence[str], word: str) -> None:
        """Store one kind of several variables."""
        self._session.do(set_kinds(self._state.table_id, variable_ids, word))

    def set_order(self, variable_id: str, ids: list[str]) -> None:
        """Store the order of the answers."""
        self._session.do(set_order(self._state.table_id, variable_id, ids))

    def confirm(self, variable_ids: str | Sequence[str]) -> None:
        """Store that a column, or several, names nobody."""
        table = self._state.table()
        wanted = [variable_ids] if isinstance(variable_ids, str) else list(variable_ids)
        waiting = [one.id for one in table.variables if one.content_unconfirmed and one.id in wanted] if table else []
        self._session.do(confirm_content(self._state.table_id, waiting or wanted))

    def read_marks(self, variable_id: str, typed: str) -> None:
        """Read the file again with missing marks of one column: in a job, then as one action."""
        decide_marks(self._session, self, self._state.table_id, variable_id, typed)
