# SPDX-License-Identifier: MIT
"""Choices of what is imported: interviews, codebooks, starter codebooks, tables of consents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from projects.file_writers import codebook_patterns, table_patterns
from projects.readers.exchange_files import exchange_patterns
from projects.readers.transcripts import interview_patterns
from wording import Message, Problem, msg, render
from workbench.file_dialogs import ask_files, ask_folder
from workbench.interviews.imports.import_files import Importer, Opened
from workbench.interviews.state import RoomState
from workbench.starter_codebooks import STARTERS
from workbench.translation import language_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from projects.people.consent_tables import ConsentLine
    from projects.store.actions import Changes
    from workbench.jobs import Job
    from workbench.session import Session

AskSource = Callable[[int, int, Callable[[str], object]], object]


class ImportChoices:
    """Asks for files and hands them to the importer; bound to the widget its dialogs stand over."""

    def __init__(self, state: RoomState, session: Session, importer: Importer) -> None:
        self._state, self._session, self.importer = state, session, importer
        self._over: QWidget
        self._ask_source: AskSource

    def bind(self, over: QWidget, ask_source: AskSource) -> None:
        """Open dialogs over this widget; `ask_source` asks where a yes comes from that nobody's form supports."""
        self._over, self._ask_source = over, ask_source
        self.importer.record_consents = self._record

    # Interviews and codebooks

    def choose_files(self) -> None:
        """Ask for the files of interviews."""
        kinds = msg("interviews.view.import_kinds", patterns=f"{interview_patterns()} {exchange_patterns()}")
        self.bring(self._asked("import_title", kinds), msg("interviews.view.import_job"), ask=True)

    def choose_translation(self, opened: Opened) -> None:
        """Ask for the file of a translation; `opened` takes it once it has come in."""
        kinds = msg("interviews.view.import_kinds", patterns=interview_patterns())
        paths, job = self._asked("import_title", kinds), msg("interviews.view.import_job")
        self.importer.bring(paths, job, ask=True, opened=opened)

    def choose_folder(self) -> None:
        """Ask for a folder: interviews in it, or a project folder of QualCoder."""
        title = render(msg("interviews.view.import_folder_title"), language_of())
        folder = ask_folder(self._over, "interviews", title)
        if folder is not None:
            self.bring([folder], msg("interviews.view.import_job"), ask=True)

    def choose_codebook(self) -> None:
        """Ask for the file of a codebook."""
        kinds = msg("interviews.view.codebook_kinds", patterns=codebook_patterns())
        paths = self._asked("import_codebook_title", kinds)
        self.importer.bring(paths, msg("interviews.view.codebook_job"), codebooks=True)

    def _asked(self, title: str, kinds: Message) -> list[Path]:
        language = language_of()
        titled, every = msg(f"interviews.view.{title}"), msg("interviews.view.all_files")
        said = [render(text, language) for text in (titled, kinds, every)]
        return ask_files(self._over, "interviews", said[0], f"{said[1]};;{said[2]}")

    def bring(self, paths: Sequence[Path], job: Message | None = None, *, ask: bool = False) -> None:
        """Import interviews and codebooks, in the background; `ask`: after a look at the speakers recognised."""
        self.importer.bring(paths, job or msg("interviews.view.import_job"), ask=ask)

    def offer_starters(self) -> None:
        """Offer the starter codebooks; the one chosen is added."""
        menu = QMenu(self._over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, path in STARTERS.items():
            text = render(msg(f"starter.{name}"), language_of(self._over))
            menu.addAction(text, partial(self.bring, [path]))
        menu.popup(self._over.mapToGlobal(self._over.rect().topLeft()))

    # Consents

    def choose_consents(self) -> None:
        """Ask for a table of consents and record it as one action; names that no interview has are told."""
        kinds = msg("consents.table.kinds", patterns=table_patterns())
        said = [render(one, language_of(self._over)) for one in (msg("consents.table.title"), kinds)]
        for path in ask_files(self._over, "interviews", *said)[:1]:

            def read(progress: Job, path: Path = path) -> list[ConsentLine]:
                from projects.people.consent_tables import read_consent_table  # with the first table, not the window

                return read_consent_table(path, progress)

            self._session.job(msg("consents.table.job"), read, self._record, owner=self._state)

    def _record(self, lines: list[ConsentLine]) -> None:
        bare = sum(bool(line.answer and not line.seen_by) for line in lines)
        if bare:
            self._ask_source(len(lines), bare, partial(self._record_from, lines))
        else:
            self._record_from(lines, "")

    def _record_from(self, lines: list[ConsentLine], source: str) -> None:
        from projects.people.consent_tables import record_consent_table, unknown_names  # as above

        session = self._session

        def done(changes: Changes) -> None:
            unknown = getattr(changes.result, "unknown", ())
            if unknown:
                session.report_problem(unknown_names(unknown), self._state)
            else:
                session.notice.emit(changes.message)

        try:
            session.do(record_consent_table(lines, source), done)
        except Problem as problem:
            session.report_problem(problem.message, self._state)
