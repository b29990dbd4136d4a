# SPDX-License-Identifier: MIT
"""`export` of interviews: REFI-QDA projects and codebooks, segments, coded transcripts, the codebook."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.file_writers import by_ending
from analysis.masking import Destination
from projects.file_writers import exchange_writers
from projects.stored_interviews import queries
from wording import Problem, msg
from workbench.cli.terminal import Terminal

DATA_CODEBOOK = ".xlsx"  # where there are data and interviews, the kind that `--codebook` alone writes the data to

if TYPE_CHECKING:
    from projects.exchange.interview_exports import InterviewContent
    from projects.store import Project


def export_of(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Write what was asked for of the interviews; False where something else was asked for."""
    from projects.exchange.interview_exports import (  # more of the program: not here
        InterviewContent,
        InterviewExport,
        export_interviews,
    )

    content = _content(project, path, options)
    if content is None:
        return False
    destination = Destination(options.destination or Destination.INSIDE.value)
    language = options.language or terminal.language
    asked = InterviewExport(content, destination, language, _document(project, options.transcript))
    for text in export_interviews(project, path, asked, overwrite=options.overwrite):
        terminal.say(msg("cli.finding", text=text))
    if content is InterviewContent.CODEBOOK and not options.interviews and project.query(queries.ANY_TABLE_EXISTS):
        terminal.say(msg("cli.codebook_is_of_interviews"))
    return True


def _content(project: Project, path: Path, options: argparse.Namespace) -> InterviewContent | None:
    from projects.exchange.interview_exports import InterviewContent  # more of the program: not at start

    if path.suffix.lower().lstrip(".") in by_ending(exchange_writers()):
        return InterviewContent.PROJECT
    if options.segments:
        return InterviewContent.SEGMENTS
    if options.transcript:
        return InterviewContent.TRANSCRIPT
    return InterviewContent.CODEBOOK if options.codebook and is_for_interviews(project, path, options) else None


def _document(project: Project, asked: str | None) -> str:
    """The id of the interview with that name or id. Raises Problem where there is none."""
    rows = project.query(queries.NAMES_OF_DOCUMENTS) if asked else []
    found = [str(row["id"]) for row in rows if asked in (row["name"], str(row["id"]))]
    if asked and not found:
        raise Problem(msg("cli.no_such_document", name=asked))
    return found[0] if found else ""


def is_for_interviews(project: Project, path: Path, options: argparse.Namespace) -> bool:
    """Whether `--codebook` means that of the interviews: asked for, or there are no data; where there are both, `.xlsx`
    holds that of the data, any other kind that of the interviews.

    Raises Problem where both `--table` and `--interviews` are asked for.
    """
    if options.table and options.interviews:
        raise Problem(msg("cli.codebook_of_table"))
    if options.table or options.interviews:
        return bool(options.interviews)
    if not project.query(queries.ANY_TABLE_EXISTS):
        return True
    return has_codes(project) and path.suffix.lower() != DATA_CODEBOOK


def has_codes(project: Project) -> bool:
    """Whether there is a codebook of interviews, which somebody may have meant who gets something of the data."""
    return bool(project.query(queries.ANY_CODE_EXISTS))
