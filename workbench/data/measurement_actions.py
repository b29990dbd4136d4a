# SPDX-License-Identifier: MIT
"""Stores what the inspector's user says a column holds: kind after a look, order, confirmation, missing marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.datasets.cleaning.kind_conversion import Conversion
    from projects.importing.options import ImportOptions
    from projects.importing.records import ImportedData
    from projects.store.project import Project
    from wording import Progress
    from workbench.data.state import DataState
    from workbench.data.variable_inspector import VariableInspector


class ColumnMeaning(QObject):
    """Between the inspector and the project."""

    def __init__(self, state: DataState, inspector: VariableInspector) -> None:
        super().__init__(state)
        self._state, self._inspector = state, inspector
        inspector.kind_asked.connect(self.look)
        inspector.kind_chosen.connect(self.set_kind)
        inspector.order_chosen.connect(self.set_order)
        inspector.content_confirmed.connect(self.confirm)
        inspector.marks_chosen.connect(self.read_marks)

    def look(self, variable_id: str, word: str, date_order: str) -> None:
        """Show what a kind would do; nothing is stored."""
        table_id = self._state.table_id

        def work(project: Project) -> Conversion | Message:
            from projects.datasets.cleaning.kind_actions import preview_kind  # numpy, 80 ms: not at start

            try:
                return preview_kind(project, table_id, variable_id, word, date_order=date_order or None)
            except Problem as problem:
                return problem.message

        def told(made: Conversion | Message) -> None:
            form = self._inspector.meaning
            if form is not None and form.variable.id == variable_id:
                form.show_look(word, made, date_order)

        self._state.session.ask(work, told, latest=("data", "kind"), owner=self)

    def set_kind(self, variable_id: str, word: str, date_order: str) -> None:
        """Store a kind."""
        from projects.datasets.cleaning.kind_actions import set_kind  # numpy, 80 ms: not at start

        self._state.session.do(set_kind(self._state.table_id, variable_id, word, date_order=date_order or None))

    def set_order(self, variable_id: str, ids: list[str]) -> None:
        """Store the order of the answers."""
        from projects.datasets.cleaning.kind_actions import set_order  # numpy, 80 ms: not at start

        self._state.session.do(set_order(self._state.table_id, variable_id, ids))

    def confirm(self, variable_id: str) -> None:
        """Store that a column names nobody."""
        from projects.datasets.cleaning.kind_actions import confirm_content  # numpy, 80 ms: not at start

        self._state.session.do(confirm_content(self._state.table_id, [variable_id]))

    def read_marks(self, variable_id: str, typed: str) -> None:
        """Read the file again with missing marks of one column: in a job, then as one action."""
        from workbench.data.missing_mark_changes import (  # more of the program: not at start
            Again,
            again_for,
            read_again_with_marks,
        )

        table_id, session = self._state.table_id, self._state.session

        def begin(again: Again) -> None:
            def run(progress: Progress) -> tuple[ImportedData, ImportOptions]:
                return read_again_with_marks(again, progress)

            session.job(msg("kinds.reading_again"), run, done, failed, owner=self)

        def done(read: tuple[ImportedData, ImportOptions]) -> None:
            from projects.datasets.cleaning.missing_mark_changes import set_marks  # numpy, 80 ms: not at start

            session.do(set_marks(table_id, *read))

        def failed(problem: Problem) -> None:
            session.tell(problem.message, self)

        session.ask(lambda project: again_for(project, table_id, variable_id, typed), begin, owner=self)
