# SPDX-License-Identifier: MIT
"""Brings files into the room: interviews and codebooks read in a throw-away process, then stored. No dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Message, Problem, Text, msg
from workbench.interviews.state import RoomState
from workbench.jobs import Job

if TYPE_CHECKING:
    from coding.codebook_table import ReadCodebook
    from projects.interviews.documents import NewDocument
    from projects.store.actions import Changes


@dataclass(frozen=True)
class ReadFiles:
    """What was read of some files: documents, codebooks, warnings, and the problems of files that could not be read."""

    documents: tuple[NewDocument, ...]
    paths: tuple[Path, ...]  # of the documents
    codebooks: tuple[ReadCodebook, ...]
    warnings: tuple[Message, ...]
    problems: tuple[Text, ...]


def read_files(paths: Sequence[Path], progress: Job) -> ReadFiles:
    """Read interviews and codebooks, told apart by their content. One that cannot be read stops no other."""
    from projects.intake import Intake, kind_of
    from projects.interviews.remote import read_codebook_apart

    documents: list[NewDocument] = []
    read: list[Path] = []
    codebooks: list[ReadCodebook] = []
    warnings: list[Message] = []
    problems: list[Text] = []
    for number, path in enumerate(paths):
        progress.check()
        progress.report(number / len(paths), msg("interviews.view.importing", file=path.name))
        try:
            kind = kind_of(path) if path.is_file() else Intake.INTERVIEW
            if kind is Intake.SURVEY and _is_data(path):
                raise Problem(msg("interviews.view.is_survey", file=path.name))
            if kind is Intake.CODEBOOK:
                codebooks.append(read_codebook_apart(path))
                warnings += codebooks[-1].warnings
                continue
            document, more = _read_interview(path)
            warnings += more
            read.append(path)
            documents.append(document)
        except Problem as problem:
            problems.append(problem.message)
    return ReadFiles(tuple(documents), tuple(read), tuple(codebooks), tuple(warnings), tuple(problems))


def _is_data(path: Path) -> bool:
    """Whether a file is survey data; one of no known kind is left to the reader of interviews, which says so."""
    from projects.importing.kinds import detect_kind

    try:
        detect_kind(path)
    except Problem:
        return False
    return True


def _read_interview(path: Path) -> tuple[NewDocument, tuple[Message, ...]]:
    from projects.interviews.documents import new_document
    from projects.interviews.remote import read_transcript_apart

    read = read_transcript_apart(path)
    return new_document(read, path.read_bytes()), read.warnings


class Importer:
    """Stores what was read, and says what came of it."""

    def __init__(self, state: RoomState, opened: Callable[[str], object]) -> None:
        self._state, self._opened = state, opened

    def bring(self, paths: Sequence[Path], title: Message) -> None:
        """Read the files in the background, then store them."""
        if paths:
            self._state.session.job(
                title, lambda progress: read_files(list(paths), progress), self._store, owner=self._state
            )

    def _store(self, read: ReadFiles) -> None:
        from projects.interviews.codes import import_codebook
        from projects.interviews.documents import import_documents

        session = self._state.session
        for problem in read.problems:
            session.problem.emit(problem)
        for book in read.codebooks:
            session.do(import_codebook(book))
        if read.documents:
            session.do(import_documents(read.documents), lambda changes: self._stored(changes, read))
        elif read.warnings and not read.problems:
            session.notice.emit(read.warnings[0])

    def _stored(self, changes: Changes, read: ReadFiles) -> None:
        ids = changes.result if isinstance(changes.result, list) else []
        if ids:
            self._opened(str(ids[0]))
        self._state.session.brought_in.emit(list(read.paths))
        if not read.problems:
            warnings: Text = read.warnings[0] if read.warnings else ""
            count = len(read.documents)
            self._state.session.notice.emit(msg("interviews.view.import_done", n=count, warnings=warnings))
