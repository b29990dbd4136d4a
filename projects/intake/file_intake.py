# SPDX-License-Identifier: MIT
"""Recognises a file brought to a project, and takes it in by one action. It is read in a process apart.

Reading and taking in are two steps, so that nothing is changed when one of several files cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from projects.datasets.add_dataset import import_action
from projects.datasets.registers import headings
from projects.exchange.import_project import import_exchange
from projects.forms.xlsform import form_with_files
from projects.interviews.codes import import_codebook
from projects.interviews.documents import import_documents
from projects.people.consent_tables import record_consent_table
from projects.readers.tabular.original_file import packed
from projects.readers.transcripts import HEAD, interview_only_suffixes, interview_readers
from projects.worker import run_job
from wording import DEFAULT_LANGUAGE, Message, Problem, Progress, Text, msg

if TYPE_CHECKING:
    from projects.imported.records import Finding, ImportedData
    from projects.importing.options import ImportOptions
    from projects.intake.file_reading import FileContent
    from projects.store.actions import Action

QUALCODER = "data.qda"  # the database within a project folder of QualCoder


class Intake(StrEnum):
    """What a file is to a project."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    CODEBOOK = "codebook"
    CONSENTS = "consents"  # a table of consents of interviews
    PROJECT = "project"  # of another program for coded interviews, or its codebook
    ARCHIVE = "archive"  # a zip of interviews


class NoFileRead(Problem):
    """None of several files could be read; `problems` say why, file by file."""

    def __init__(self, problems: Sequence[Message]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


@dataclass(frozen=True)
class PreparedImport:
    """A file as read: the action that takes it in, and what is to be said about it."""

    kind: Intake
    action: Action
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Text, ...] = ()
    imported: ImportedData | None = None  # survey data as read, for whoever compares them with what is at hand
    paths: tuple[Path, ...] = ()  # what was read
    problems: tuple[Message, ...] = ()  # files that could not be read, while others could
    form: Path | None = None  # the form the file was read with
    taken: Callable[[ImportedData], Action] | None = None  # the action for the data read, told something of first
    contents: tuple[FileContent, ...] = ()  # of files of interviews

    def imported_paths(self, result: object) -> list[Path]:
        """What of `paths` came in whole, by the result of the action: a text known already stays out."""
        from projects.intake.file_reading import imported_files  # regex, 20 ms: not at start

        if self.contents:
            return imported_files(self.contents, result)
        read = self.imported
        return [one for path in self.paths for one in (read.files_of(path) if read is not None else [path])]

    @property
    def label(self) -> Text:
        """The file by its name, or how many there are."""
        return self.paths[0].name if len(self.paths) == 1 else msg("intake.files", n=len(self.paths))


def kind_of(path: Path) -> Intake:
    """What the file is, by its content; the name decides only where a text could be either. Told by a process apart.

    A file of no known kind counts as survey data, whose importer says what is wrong with it.
    """
    refuse_link(path)
    if path.is_dir():
        return Intake.PROJECT if (path / QUALCODER).is_file() else Intake.SURVEY
    if not path.is_file():
        return Intake.SURVEY
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.startswith((b"PK", b"SQLite")) and any(reader.opens(head) for reader in interview_readers()):
        return Intake.INTERVIEW

    try:
        return Intake(run_job("file_kind", {"path": str(path.absolute())}).value)
    except Problem:
        return Intake.SURVEY  # the process apart reached a limit: the importer says so


def refuse_link(path: Path) -> None:
    """Raise Problem for a symbolic link that leads out of its folder: whoever made it chose what would be read."""
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        raise Problem(msg("intake.link", file=path.name, target=str(path.resolve())))


def kind_by_head(
    path: Path, head: bytes, is_interview: Callable[[Path], bool], is_codebook: Callable[[Path], bool]
) -> Intake:
    """What a file is that is no project of another program. Made for the process apart."""
    head = head[:HEAD]
    suffix, suffixes = path.suffix.lower(), interview_only_suffixes()
    if head.startswith(b"PK"):
        if is_interview(path):
            return Intake.CODEBOOK if is_codebook(path) else Intake.INTERVIEW
        if suffix in suffixes and not _is_workbook(head):
            return Intake.INTERVIEW  # a broken text: its reader says so
        return Intake.CODEBOOK if is_codebook(path) else Intake.SURVEY
    if any(reader.opens(head) for reader in interview_readers()):
        return Intake.INTERVIEW
    if suffix not in suffixes or looks_like_table(head):
        return Intake.CODEBOOK if is_codebook(path) else Intake.SURVEY
    return Intake.INTERVIEW


def looks_like_table(head: bytes) -> bool:
    """Whether the first lines of a text are cells: all with the same number of tabs, semicolons, bars or commas."""
    whole = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "replace")
    lines = [line for line in whole.splitlines()[: -1 if len(head) == HEAD else None] if line.strip()][:12]
    if len(lines) < 3:
        return False
    counts = {mark: {line.count(mark) for line in lines} for mark in "\t;|,"}
    return any(len(found) == 1 and min(found) >= (2 if mark in ",|" else 1) for mark, found in counts.items())


def _is_workbook(head: bytes) -> bool:
    """Whether the first entries of a package are a workbook's."""
    return b"xl/" in head


def prepare_import(
    path: Path,
    form: Path | None = None,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    *,
    user: str = "",
    language: str = DEFAULT_LANGUAGE,
) -> PreparedImport:
    """Read one file. Raises the Problem of its importer, Stopped when cancelled."""
    return prepare_imports([path], form, options, progress, user=user, language=language)[0]


def prepare_imports(
    paths: Sequence[Path],
    form: Path | None = None,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    *,
    user: str = "",
    language: str = DEFAULT_LANGUAGE,
    form_is_guessed: bool = False,
    codebooks: bool = False,
    source: str = "",
) -> list[PreparedImport]:
    """Read files: all interviews of one import are one action, read by one throw-away process.

    Folders and zips of interviews count as their files; of several files, one that cannot be read is told in `problems`
    and the rest are taken in, a single one raises the Problem of its importer. Survey data without interviews come in
    all or not at all. A form that merely lies among the files (`form_is_guessed`) and is the form of other data is left
    out with a line; one that was named is refused. `codebooks`: files that are said to be codebooks, and refused where
    they are none. `source`: where the answers of tables of consents come from; these are taken in last, once their
    interviews are there. Raises NoFileRead, Stopped when cancelled.
    """
    from projects.intake.file_reading import read_files  # regex, 20 ms: not at start

    for given in (*paths, *([form] if form is not None else [])):
        refuse_link(given)
    read = read_files(paths, progress, codebooks=codebooks)
    reads = _survey_or_alone if form_is_guessed else _survey
    talks = [one for one in read if one.document is not None]
    problems = [one.problem for one in read if one.problem is not None]
    brought, refused = _surveys(read, partial(reads, form=form, options=options, progress=progress), bool(talks))
    problems += refused
    for one in read:
        if one.codebook is not None:
            action = import_codebook(one.codebook)
            brought.append(PreparedImport(Intake.CODEBOOK, action, warnings=one.warnings, paths=(one.path,)))
        elif one.exchange is not None:
            action = import_exchange(one.exchange, user=user, language=language, original=one.original, kind=one.format)
            brought.append(PreparedImport(Intake.PROJECT, action, paths=(one.path,)))
    if talks:
        action = import_documents([replace(one.document, coder=user) for one in talks if one.document is not None])
        warnings = tuple(warning for one in talks for warning in one.warnings)
        paths_read = tuple(dict.fromkeys(one.path for one in talks))
        contents = tuple(one for one in read if one.document is not None or one.problem is not None)
        brought.append(PreparedImport(Intake.INTERVIEW, action, warnings=warnings, paths=paths_read, contents=contents))
    for one in read:
        if one.consents:
            brought.append(
                PreparedImport(Intake.CONSENTS, record_consent_table(one.consents, source), paths=(one.path,))
            )
    if brought and problems:
        brought[-1] = replace(brought[-1], problems=tuple(problems))
    elif problems:
        raise NoFileRead(problems)
    return brought


def _surveys(
    read: Sequence[FileContent], survey: Callable[[Path], PreparedImport], others: bool
) -> tuple[list[PreparedImport], list[Message]]:
    """The survey data among some files, and why some could not be read; without interviews beside them that raises."""
    brought, problems = list[PreparedImport](), list[Message]()
    for one in read:
        if one.kind == "survey":
            try:
                brought.append(survey(one.path))
            except Problem as problem:
                if not others:
                    raise
                problems.append(problem.message)
    return brought, problems


def interview(path: Path, progress: Progress | None = None, **known: object) -> PreparedImport:
    """Read one interview; `known` are further fields of `NewDocument`, such as its consents. Raises its Problem."""
    from projects.intake.file_reading import read_files  # regex, 20 ms: not at start

    (read,) = read_files([path], progress)
    if read.document is None:
        raise Problem(msg("interviews.view.is_survey", file=path.name))
    document = replace(read.document, **known)  # type: ignore[arg-type]  # whoever calls knows the fields
    return PreparedImport(Intake.INTERVIEW, import_documents([document]), warnings=read.warnings, paths=(path,))


def _survey(path: Path, form: Path | None, options: ImportOptions | None, progress: Progress | None) -> PreparedImport:
    from projects.intake.import_process import import_survey_in_worker  # more of the program: not at start

    imported = headings.without_unknown_unit(import_survey_in_worker(path, form, options, progress))
    imported = headings.with_case_codes_sealed(imported)
    taken = partial(
        import_action,
        original=packed(path),
        file_name=path.name,
        form=form_with_files(form, imported.form_files) if form else None,
        form_name=form.name if form else "",
    )
    return PreparedImport(
        Intake.SURVEY, taken(imported), imported.findings, imported=imported, paths=(path,), form=form, taken=taken
    )


def _survey_or_alone(
    path: Path, form: Path | None, options: ImportOptions | None, progress: Progress | None
) -> PreparedImport:
    """The file read with a form that nobody said is its own, or without it where it is the form of other data."""
    try:
        return _survey(path, form, options, progress)
    except Problem as problem:
        if form is None or problem.message.key != "importing.problem.other_form":
            raise
    read = _survey(path, None, options, progress)
    return replace(read, warnings=(*read.warnings, msg("kinds.form_left_out", form=form.name)))
