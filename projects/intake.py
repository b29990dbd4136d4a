# SPDX-License-Identifier: MIT
"""What a file brought to a project is, by its content, and the action that takes it in. It is read in a process apart.

Reading and taking in are two steps, so that nothing is changed when one of several files cannot be read.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from projects.readers.transcripts import HEAD, interview_readers, interview_suffixes, is_package_of_interview
from wording import Problem, Progress, Text

if TYPE_CHECKING:
    from projects.importing.options import ImportOptions
    from projects.importing.records import Finding, ImportedData
    from projects.interviews.remote import Calls
    from projects.store.actions import Action

_UNREAD_STARTS = (b"%PDF",)  # texts without a reader: that of interviews says what to do
_UNREAD_SUFFIXES = (".pdf",)


class Intake(StrEnum):
    """What a file is to a project."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    CODEBOOK = "codebook"


@dataclass(frozen=True)
class Brought:
    """A file as read: the action that takes it in, and what is to be said about it."""

    kind: Intake
    action: Action
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Text, ...] = ()
    imported: ImportedData | None = None  # survey data as read, for whoever compares them with what is at hand


def kind_of(path: Path) -> Intake:
    """What the file is, by its content; the name decides only where a text could be either.

    A file of no known kind counts as survey data, whose importer says what is wrong with it.
    """
    if not path.is_file():
        return Intake.SURVEY
    with path.open("rb") as file:
        head = file.read(HEAD)
    suffix, suffixes = path.suffix.lower(), {*interview_suffixes(), *_UNREAD_SUFFIXES}
    try:
        if head.startswith(b"PK"):
            if _is_text_document(path):
                return Intake.INTERVIEW
            if suffix in suffixes and not _is_workbook(head):
                return Intake.INTERVIEW  # a broken text: its reader says so
            return Intake.CODEBOOK if _is_codebook(path) else Intake.SURVEY
        if head.startswith(_UNREAD_STARTS) or any(reader.opens(head) for reader in interview_readers()):
            return Intake.INTERVIEW
        if suffix not in suffixes or looks_like_table(head):
            return Intake.CODEBOOK if _is_codebook(path) else Intake.SURVEY
    except Problem:
        return Intake.SURVEY  # the process apart reached a limit: the importer says so
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


def bring(
    path: Path,
    form: Path | None = None,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    *,
    text_process: Calls | None = None,
) -> Brought:
    """Read a file. Interviews get the sentences of their language when a text process is given.

    Raises the Problem of its importer, Stopped when cancelled.
    """
    kind = kind_of(path)
    if kind is Intake.CODEBOOK:
        return _codebook(path, progress)
    if kind is Intake.INTERVIEW:
        return interview(path, progress, text_process=text_process)
    return _survey(path, form, options, progress)


def interview(
    path: Path, progress: Progress | None = None, *, text_process: Calls | None = None, **known: object
) -> Brought:
    """Read an interview; `known` are further fields of `NewDocument`, such as its consents.

    Sentences go by punctuation without a text process, or when it cannot answer.
    """
    from projects.interviews.documents import import_documents, new_document
    from projects.interviews.remote import read_transcript_apart, with_sentences
    from projects.worker import WorkerProblem

    read = read_transcript_apart(path.absolute(), progress)
    document = new_document(read, path.read_bytes(), **known)
    if text_process is not None:
        with contextlib.suppress(WorkerProblem):
            document = with_sentences(text_process, document, progress)
    return Brought(Intake.INTERVIEW, import_documents([document]), warnings=read.warnings)


def _codebook(path: Path, progress: Progress | None) -> Brought:
    from projects.interviews.codes import import_codebook
    from projects.interviews.remote import read_codebook_apart

    read = read_codebook_apart(path.absolute(), progress)
    return Brought(Intake.CODEBOOK, import_codebook(read), warnings=tuple(read.warnings))


def _survey(path: Path, form: Path | None, options: ImportOptions | None, progress: Progress | None) -> Brought:
    from projects.datasets.adding import import_action
    from projects.forms.beside import form_with_files
    from projects.importing.original import packed
    from projects.importing.remote import import_survey_in_worker

    imported = import_survey_in_worker(path, form, options, progress)
    action = import_action(
        imported,
        packed(path),
        file_name=path.name,
        form=form_with_files(form, imported.form_files) if form else None,
        form_name=form.name if form else "",
    )
    return Brought(Intake.SURVEY, action, imported.findings, imported=imported)


def _is_codebook(path: Path) -> bool:
    from projects.interviews.remote import is_codebook_apart

    return is_codebook_apart(path.absolute())


def _is_text_document(path: Path) -> bool:
    """Whether a package is an interview, such as a Word text; it is looked into in a process apart."""
    from projects.worker import run_job

    return bool(run_job("is_text_document", {"path": str(path.absolute())}).value)


def job_is_text_document(arguments: dict[str, Any], progress: Progress) -> bool:
    """`{path}` → whether a package holds an interview, such as a Word text. Made for the process apart."""
    del progress
    return is_package_of_interview(Path(arguments["path"]))
