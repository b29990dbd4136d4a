# SPDX-License-Identifier: MIT
"""What a file brought to a project is, by its content, and the action that takes it in. It is read in a process apart.

Reading and taking in are two steps, so that nothing is changed when one of several files cannot be read.
"""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wording import Problem, Progress, Text

if TYPE_CHECKING:
    from projects.importing.options import ImportOptions
    from projects.importing.records import Finding, ImportedData
    from projects.interviews.remote import Calls
    from projects.store.actions import Action

_INTERVIEW_SUFFIXES = frozenset((".docx", ".odt", ".txt", ".text", ".md", ".srt", ".vtt", ".rtf", ".pdf"))
_TABLE_SUFFIXES = frozenset((".csv", ".tsv", ".xlsx"))


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
    """What the file is. A file of no known kind counts as survey data, whose importer says what is wrong with it."""
    suffix = path.suffix.lower()
    if not path.is_file():
        return Intake.SURVEY
    try:
        if suffix in _TABLE_SUFFIXES:
            return Intake.CODEBOOK if _is_codebook(path) else Intake.SURVEY
        if suffix in _INTERVIEW_SUFFIXES or _is_text_document(path):
            return Intake.INTERVIEW
    except Problem:
        return Intake.SURVEY  # the process apart reached a limit: the importer says so
    return Intake.SURVEY


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
    from projects.importing.remote import import_survey_in_worker

    imported = import_survey_in_worker(path, form, options, progress)
    action = import_action(
        imported,
        path.read_bytes() if path.is_file() else None,
        file_name=path.name,
        form=form.read_bytes() if form else None,
        form_name=form.name if form else "",
    )
    return Brought(Intake.SURVEY, action, imported.findings, imported=imported)


def _is_codebook(path: Path) -> bool:
    from projects.interviews.remote import is_codebook_apart

    return is_codebook_apart(path.absolute())


def _is_text_document(path: Path) -> bool:
    """A Word or OpenDocument text under another name; only a file that begins like a package is looked into."""
    from projects.worker import run_job

    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return False
    return bool(run_job("is_text_document", {"path": str(path.absolute())}).value)


def job_is_text_document(arguments: dict[str, Any], progress: Progress) -> bool:
    """`{path}` → whether a package holds a Word or OpenDocument text. Made for the process apart."""
    del progress
    path = Path(arguments["path"])
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "word/document.xml" in names:
                return True
            return "mimetype" in names and b"opendocument.text" in package.open("mimetype").read(100)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return False  # whoever reads the file says what is wrong with it
