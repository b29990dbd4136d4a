# SPDX-License-Identifier: MIT
"""Brings files into the room: interviews and codebooks read in a throw-away process, then stored. No dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from projects.exchange.import_project import ProjectImportResult, import_exchange, not_imported
from projects.file_writers import codebook_patterns, table_patterns
from projects.interviews.codes import ImportedCodes, import_codebook
from projects.interviews.documents import import_documents
from projects.interviews.reading_process import read_transcript_apart
from projects.people.consent_tables import read_consent_table, record_consent_table, unknown_names
from projects.readers.exchange_files import exchange_patterns
from projects.readers.file_kinds import detect_kind
from projects.readers.transcripts import interview_patterns
from wording import Message, Problem, Text, msg, render
from workbench.file_dialogs import ask_files, ask_folder
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.background_suggestions import suggest_where_able
from workbench.jobs import Job
from workbench.starter_codebooks import STARTERS
from workbench.translation import language_of

Opened = Callable[[str], object]  # takes the first interview that came in

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from projects.intake.file_reading import FileContent
    from projects.people.consent_tables import ConsentLine
    from projects.store.actions import Changes
    from workbench.session import Session


def read_files(paths: Sequence[Path], progress: Job, *, codebooks: bool = False) -> list[FileContent]:
    """Read interviews, codebooks and projects of other programs. One that cannot be read stops no other."""
    from projects.intake import file_reading  # more of the program: not at start

    return [_judged(one) for one in file_reading.read_files(paths, progress, lenient=True, codebooks=codebooks)]


def _judged(one: FileContent) -> FileContent:
    """Survey data belong to another room; a file of no known kind is told as what it is."""
    if one.kind != "survey":
        return one
    problem = msg("interviews.view.is_survey", file=one.path.name)
    return replace(one, problem=problem if _is_data(one.path) else _refusal(one.path))


def _is_data(path: Path) -> bool:
    """Whether a file is survey data."""
    try:
        detect_kind(path)
    except Problem:
        return False
    return True


def _refusal(path: Path) -> Message:
    """What the reader of interviews says of a file of no known kind."""
    try:
        read_transcript_apart(path)
    except Problem as problem:
        return problem.message
    return msg("interviews.view.is_survey", file=path.name)


class Importer:
    """Stores what was read, and says what came of it."""

    def __init__(self, state: RoomState, session: Session, opened: Opened) -> None:
        self._state, self._session, self._opened = state, session, opened
        self.preview: Callable[[list[FileContent], Callable[[list[FileContent]], object]], object] | None = None
        self.outcome: Callable[[Text, Sequence[Text]], object] | None = None
        self.offer_roles: Callable[[], object] | None = None
        self.record_consents: Callable[[list[ConsentLine]], object] | None = None

    def bring(
        self, paths: Sequence[Path], title: Message, *,
        ask: bool = False, codebooks: bool = False, opened: Opened | None = None,
    ) -> None:  # fmt: skip
        """Read the files in the background, then store them; `ask`: once somebody has seen the speakers recognised.

        `codebooks`: they were chosen as codebooks; one that is none is refused. `opened`: what is
        done with the first interview, in place of opening it.
        """
        if paths:
            store = partial(self._store, opened=opened or self._opened)
            take = partial(self._show, store) if ask and self.preview is not None else store
            read = partial(read_files, list(paths), codebooks=codebooks)
            self._session.job(title, read, take, owner=self._state)

    def _show(self, store: Callable[[list[FileContent]], object], read: list[FileContent]) -> None:
        """Show the speakers recognised where there are any; what names nobody is stored at once."""
        named = any(turn.speaker for one in read if one.document is not None for turn in one.document.parsed.turns)
        if named and self.preview is not None:
            self.preview(read, store)
        else:
            store(read)

    def _store(self, read: list[FileContent], opened: Opened) -> None:
        session, user = self._session, self._state.user
        problems = [one.problem for one in read if one.problem is not None]
        if not any(one.document or one.exchange or one.consents for one in read):
            self._show_lines(msg("walkedcoding.not_read"), problems)
        for one in read:
            if one.codebook is not None:
                session.do(import_codebook(one.codebook), None if one.warnings else self._codes_taken)
            elif one.exchange is not None:
                action = import_exchange(
                    one.exchange, user=user, language=language_of(), original=one.original, kind=one.format
                )
                session.do(action, partial(self._taken_in, one.path, problems))
        talks = [one for one in read if one.document is not None]
        documents = [replace(one.document, coder=user) for one in talks if one.document is not None]
        warnings = [warning for one in read for warning in one.warnings]
        if documents:
            session.do(import_documents(documents), lambda changes: self._stored(changes, read, opened), self._refused)
        elif warnings and not any(one.problem for one in read):
            session.notice.emit(warnings[0])
        for one in read:
            if one.consents and self.record_consents is not None:
                self.record_consents(list(one.consents))  # after their interviews, which may come with them

    def _refused(self, problem: Problem) -> None:
        self._session.report_problem(problem.message, self._state)

    def _show_lines(self, title: Message, lines: Sequence[Text]) -> None:
        """One sentence in the strip, several as a list to be read."""
        if len(lines) > 1 and self.outcome is not None:
            self.outcome(title, lines)
        elif lines:
            self._session.report_problem(lines[0], self._state)

    def _codes_taken(self, changes: Changes) -> None:
        """Say how many codes came: where all were there already, nothing else would be seen."""
        if isinstance(changes.result, ImportedCodes):
            made = changes.result
            self._session.notice.emit(msg("walkedcoding.codes_taken", n=made.added, already=made.already))
            if made.added and self._state.documents:
                suggest_where_able(self._state, self._session)

    def _taken_in(self, path: Path, problems: Sequence[Message], changes: Changes) -> None:
        """Open the first document of a project taken over, and list what did not come."""
        session = self._session
        session.brought_in.emit([path])
        session.notice.emit(changes.message)
        if isinstance(changes.result, ProjectImportResult) and changes.result.first:
            self._opened(changes.result.first)
        lines = [*problems, *not_imported(changes.result)]
        self._show_lines(msg("walkedcoding.left_out", file=path.name), lines)
        if self.offer_roles is not None:
            self.offer_roles()

    def _stored(self, changes: Changes, read: Sequence[FileContent], opened: Opened) -> None:
        ids = changes.result if isinstance(changes.result, list) else []
        if ids:
            opened(str(ids[0]))
        talks = [one for one in read if one.document is not None]
        from projects.intake.file_reading import imported_files  # as above

        self._session.brought_in.emit(imported_files(read, changes.result))

        problems: list[Text] = [one.problem for one in read if one.problem is not None]
        problems += not_imported(changes.result)
        file_warnings = [
            warning
            if len(talks) == 1 or "file" in warning.args  # most sentences name it themselves
            else msg("walkedcoding.of_file", file=one.path.name, text=warning)
            for one in talks
            for warning in one.warnings
        ]
        warnings: Text = file_warnings[0] if len(file_warnings) == 1 and not problems else ""
        self._session.notice.emit(msg("interviews.view.import_done", n=len(ids), warnings=warnings))
        if problems or len(file_warnings) > 1:
            self._show_lines(msg("walkedcoding.of_import"), [*problems, *file_warnings])


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
                return read_consent_table(path, progress)

            self._session.job(msg("consents.table.job"), read, self._record, owner=self._state)

    def _record(self, lines: list[ConsentLine]) -> None:
        bare = sum(bool(line.answer and not line.seen_by) for line in lines)
        if bare:
            self._ask_source(len(lines), bare, partial(self._record_from, lines))
        else:
            self._record_from(lines, "")

    def _record_from(self, lines: list[ConsentLine], source: str) -> None:
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
