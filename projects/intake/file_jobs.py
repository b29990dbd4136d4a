# SPDX-License-Identifier: MIT
"""One job of the throw-away process that reads the files of an import: what a file is, and what is in it."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from projects.exchange.codebook_files import (
    codebook_to_json,
    exchange_kind,
    exchange_to_json,
    is_codebook,
    read_codebook,
    read_exchange,
    table_rows,
)
from projects.intake.file_intake import Intake, kind_by_head
from projects.interviews.jobs import FileRequest, transcript_to_json
from projects.interviews.transcript_reading import read_source
from projects.people.consent_tables import consent_lines, looks_like_consents
from projects.readers.exchange_files import exchange_suffixes
from projects.readers.plain_text import read_bytes
from projects.readers.survey_files import survey_suffixes
from projects.readers.transcript_problems import TranscriptProblem
from projects.readers.transcripts import (
    SourceFile,
    interview_only_suffixes,
    interview_suffixes,
    is_hidden,
    is_package_of_interview,
)
from projects.readers.zipped_documents import Package
from wording import Problem, Progress

_HEAD = 1 << 16
_LARGEST_CONSENTS, _FIRST_ROWS = 1_000_000, 20  # bytes: 10,000 consents have half of it


def job_file_kind(arguments: FileRequest, progress: Progress) -> str:
    """`{path}` → "survey", "interview", "codebook", "consents", "project" or "archive" (a zip of these)."""
    del progress
    return file_kind(Path(arguments["path"]))


def job_read_file(arguments: dict[str, Any], progress: Progress) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """`{path, member, codebook}` → `{kind, …}` and what was read; of a member of a zip its bytes, too.

    `codebook`: somebody said that it is one; then it is read as one or refused.
    An archive only names its members: each is read by a job of its own, so that one that ends the process is known.
    """
    del progress
    path, member = Path(arguments["path"]), arguments.get("member")
    if member:
        with Package(path) as package:
            data = package.read(member)
        return _read(SourceFile(Path(PurePosixPath(member).name), data)), (data,)
    kind = file_kind(path)
    if arguments.get("codebook") and kind != "project":
        kind = "codebook"
    if kind == "archive":
        return {"kind": kind, "members": _members(path)}, ()
    if kind == "survey":
        return {"kind": kind}, ()
    if kind == "codebook":
        return {"kind": kind, "codebook": codebook_to_json(read_codebook(path))}, ()
    if kind == "consents":
        return {"kind": kind, "lines": [asdict(line) for line in consent_lines(table_rows(path), path.name)]}, ()
    return _read(SourceFile(path, read_bytes(path))), ()


def _read(source: SourceFile) -> dict[str, Any]:
    """An interview or a project of another program, from its bytes."""
    format_ = exchange_kind(source.path, source.data[:_HEAD], _parts(source))
    if format_:
        return {"kind": "project", "format": format_, "exchange": exchange_to_json(
            read_exchange(source.path, source.data, format_)
        )}  # fmt: skip
    read = read_source(source)
    if read.kind == "pdf" and not read.text:
        raise TranscriptProblem(read.warnings[0])  # a scan: there is nothing to code
    return {"kind": "interview", "transcript": transcript_to_json(read)}


def file_kind(path: Path) -> str:
    """What a file is, by its content; the name decides only where a text could be either.

    A file of no known kind counts as survey data, whose importer says what is wrong with it.
    """
    if not path.is_file():
        return "survey"
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK") and not is_package_of_interview(path):
        names = _names(path)
        if exchange_kind(path, head, frozenset(names)):
            return "project"
        if _is_archive(names):
            return "archive"
    elif exchange_kind(path, head, frozenset()):
        return "project"
    kind = kind_by_head(path, head, is_package_of_interview, is_codebook)
    return Intake.CONSENTS if kind is Intake.SURVEY and _is_consent_table(path) else kind


def _is_consent_table(path: Path) -> bool:
    """Whether a table is one of consents, not of survey data."""
    try:
        return path.stat().st_size <= _LARGEST_CONSENTS and looks_like_consents(table_rows(path)[:_FIRST_ROWS])
    except (OSError, Problem):
        return False  # it is no csv or workbook: whoever reads it says what is wrong


def _parts(source: SourceFile) -> frozenset[str]:
    try:
        return source.parts
    except Problem:
        return frozenset()  # its reader says what is wrong


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as package:
            return package.namelist()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, ValueError):
        return []


def _is_archive(names: list[str]) -> bool:
    """Whether a zip holds interviews as files: at least one, and nothing that is a table or a part of a workbook."""
    files = [name for name in names if not name.endswith("/") and not is_hidden(name)]
    # .xml: submissions; a zip in the zip and a .json may be interviews, too
    tables = (*(set(survey_suffixes()) - set(interview_suffixes()) - {".zip"}), ".xml")
    if "[Content_Types].xml" in files or any(name.lower().endswith(tables) for name in files):
        return False
    return any(
        PurePosixPath(name).suffix.lower() in (*interview_only_suffixes(), *exchange_suffixes()) for name in files
    )


def _members(path: Path) -> list[str]:
    with Package(path) as package:
        return sorted(name for name in package.parts if not name.endswith("/") and not is_hidden(name))
