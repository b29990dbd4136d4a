# SPDX-License-Identifier: MIT
"""Imports of files: chosen, handled one after the other; the form of data that came without it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from projects.datasets.add_dataset import Added
from projects.importing.missing.missing_marks import kept_options
from projects.readers.survey_files import survey_patterns
from projects.stored_tables import queries
from projects.stored_tables.stored_table import table_row
from wording import msg, render
from workbench.data.imports.first_chart import FirstChart
from workbench.data.imports.form_files import files_of, looks_like_form
from workbench.data.imports.import_page import AttachTo, ImportPage
from workbench.data.state import DataState
from workbench.file_dialogs import ask_file, ask_files, ask_folder
from workbench.file_in_memory import has_memory_folder, read_again
from workbench.requests import OpenAnalysis
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.session import Session


class FileImports(QObject):
    """Leads the conversation on the import page: `begun` is to bring it to the front, `left` to take it away."""

    begun = Signal()
    left = Signal()
    finished = Signal(object)  # what the last of the files added

    def __init__(self, state: DataState, session: Session, page: ImportPage) -> None:
        super().__init__(state)
        self._state, self._session, self.page = state, session, page
        self._more: list[tuple[Path, Path | None]] = []  # files to talk about after this one, each with its form
        page.left.connect(self._left)
        page.merged.connect(self._merged)
        page.imported.connect(self._imported)
        page.charted.connect(self._charted)

    def choose_file(self) -> None:
        """Ask for a data file and begin the conversation about it."""
        names = render(msg("data.view.import.files", patterns=survey_patterns()), language_of())
        self.begin_files(ask_files(self.page, "survey", render(msg("data.view.import"), language_of()), names))

    def choose_folder(self) -> None:
        """Ask for a folder of submissions copied from phones."""
        title = render(msg("data.view.import.folder"), language_of())
        if chosen := ask_folder(self.page, "survey", title):
            self.begin_files(files_of(chosen))

    def begin_files(self, paths: Sequence[Path]) -> None:
        """Talk about files one after the other, the older first; a form among several is taken as theirs."""
        forms = [path for path in paths if looks_like_form(path)] if len(paths) > 1 else []
        form = forms[0] if forms else None
        data = [path for path in paths if path not in forms] or list(paths[:1])
        self._more = [(path, form) for path in sorted(data, key=lambda path: path.stat().st_mtime)]
        self._go_on()

    def _go_on(self) -> None:
        if self._more:
            self.begin(*self._more.pop(0))

    def begin(self, path: Path, form: Path | None = None) -> None:
        """Read a file and talk about what it is."""
        self._state.front_requested.emit()
        self.begun.emit()
        self.page.begin(path, form)
        self._state.changed.emit()

    def in_front(self) -> bool:
        """Whether the conversation about a file is in front."""
        return not self.page.isHidden()

    def _imported(self, added: object) -> None:
        more = self._more
        self._left()
        self._more = more
        self._go_on()
        if not more:
            self.finished.emit(added)

    def _charted(self, added: object, table: str, chart: FirstChart) -> None:
        """Open the chart that was chosen, once nothing more is to be talked about."""
        if isinstance(added, Added) and not self.in_front():
            self._state.asked.emit(OpenAnalysis(added.tables[table], chart.kind, chart.options))

    def _merged(self, tables: tuple[str, ...]) -> None:
        """Come back to the rows that were taken up, where another table was in front before the import."""
        if self._state.table_id not in tables:
            self._state.table_id = tables[0]

    def _left(self) -> None:
        self._more = []
        self.left.emit()

    # The form of data in front

    def choose_form(self) -> None:
        """Ask for a form for the data of the table in front."""
        form = self._asked("choose_form", "form_files", survey_patterns("workbook"))
        if form is not None:
            self.attach(form)

    def attach(self, form: Path) -> None:
        """Read the data of the table in front again with this form."""
        table_id = self._state.table_id

        def work(project: Project) -> AttachTo:
            data_set = str(table_row(project, table_id)["data_set"])
            name = str(project.query(queries.NAME_OF_DATA_SET, (data_set,))[0]["name"])
            return AttachTo(data_set, name, read_again(project, data_set), options=kept_options(project, data_set))

        self._session.ask(work, lambda to: self._attach(to, form), owner=self)

    def _attach(self, to: AttachTo, form: Path) -> None:
        if not has_memory_folder():
            given = self._asked("choose_original", "files", survey_patterns())
            if given is None:
                return
            to = AttachTo(to.data_set, to.name, to.original, given, to.options)
        self.begun.emit()
        self.page.begin_attaching(to, form)
        self._state.changed.emit()

    def _asked(self, title: str, kinds: str, patterns: str) -> Path | None:
        heading = render(msg(f"data.view.import.{title}"), language_of())
        said = render(msg(f"data.view.import.{kinds}", patterns=patterns), language_of())
        return ask_file(self.page, "forms", heading, said)
