# SPDX-License-Identifier: MIT
"""Stores what the inspector's user says a column holds: kind after a look, order, confirmation, missing marks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import Message, Problem, msg
from workbench.memory_file import file_in_memory, form_in_memory, read_again

if TYPE_CHECKING:
    from projects.datasets.cleaning.kind_conversion import Conversion
    from projects.imported.records import ImportedData
    from projects.importing.options import ImportOptions
    from projects.store.project import Project
    from wording import Progress
    from workbench.data.panes.variable_inspector import VariableInspector
    from workbench.data.state import DataState
    from workbench.session import Session


@dataclass(frozen=True)
class FileToReread:
    """A file to read again: its name and bytes, its form, how."""

    name: str
    data: bytes
    form: tuple[str, bytes] | None
    options: ImportOptions


def file_to_reread(project: Project, table_id: str, variable_id: str, typed: str) -> FileToReread:
    """What is to be read again for the marks typed ("NA, -99=refused", "none"). Raises Problem, LinkLocked."""
    from projects.datasets.cleaning.missing_mark_changes import options_with_marks  # numpy, 80 ms: not at start
    from projects.datasets.provenance import kept_form  # more of the program: not at start
    from projects.identifiers.secret_words import data_set_of  # numpy, 80 ms: not at start
    from projects.importing.missing.mark_input import column_marks  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import variables  # numpy, 80 ms: not at start

    name = variables(project, table_id, [variable_id])[0].name
    options = options_with_marks(project, table_id, None, {name: column_marks(typed)})
    data_set = data_set_of(project, table_id)
    file, data = read_again(project, data_set)
    return FileToReread(file, data, kept_form(project, data_set), options)


def read_again_with_marks(again: FileToReread, progress: Progress) -> tuple[ImportedData, ImportOptions]:
    """Read it in a process apart; the file lies in memory meanwhile."""
    from projects.intake.import_process import import_survey_in_worker  # more of the program: not at start

    with (
        file_in_memory(again.name, again.data) as path,
        form_in_memory(*again.form) if again.form else nullcontext() as form,
    ):
        return import_survey_in_worker(path, form, again.options, progress), again.options


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
            from projects.datasets.cleaning.kind_actions import preview_kind  # numpy, 80 ms: not at start

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
        from projects.datasets.cleaning.kind_actions import set_kind  # numpy, 80 ms: not at start

        self._session.do(set_kind(self._state.table_id, variable_id, word, date_order=date_order or None))

    def set_order(self, variable_id: str, ids: list[str]) -> None:
        """Store the order of the answers."""
        from projects.datasets.cleaning.kind_actions import set_order  # numpy, 80 ms: not at start

        self._session.do(set_order(self._state.table_id, variable_id, ids))

    def confirm(self, variable_ids: str | Sequence[str]) -> None:
        """Store that a column, or several, names nobody."""
        from projects.datasets.cleaning.kind_actions import confirm_content  # numpy, 80 ms: not at start

        table = self._state.table()
        wanted = [variable_ids] if isinstance(variable_ids, str) else list(variable_ids)
        waiting = [one.id for one in table.variables if one.content_unconfirmed and one.id in wanted] if table else []
        self._session.do(confirm_content(self._state.table_id, waiting or wanted))

    def read_marks(self, variable_id: str, typed: str) -> None:
        """Read the file again with missing marks of one column: in a job, then as one action."""

        table_id, session = self._state.table_id, self._session

        def begin(again: FileToReread) -> None:
            def run(progress: Progress) -> tuple[ImportedData, ImportOptions]:
                return read_again_with_marks(again, progress)

            session.job(msg("kinds.reading_again"), run, done, failed, owner=self)

        def done(read: tuple[ImportedData, ImportOptions]) -> None:
            from projects.datasets.cleaning.missing_mark_changes import set_marks  # numpy, 80 ms: not at start

            session.do(set_marks(table_id, *read))

        def failed(problem: Problem) -> None:
            session.report_problem(problem.message, self)

        session.ask(lambda project: file_to_reread(project, table_id, variable_id, typed), begin, owner=self)
