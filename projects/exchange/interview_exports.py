# SPDX-License-Identifier: MIT
"""Exports of interviews: a project for other programs, coded segments, a coded transcript, the codebook.

Each leaves through the check before sharing (`export_gate`), and what could not go along is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from analysis.file_writers import FileWriter, by_ending
from analysis.masking import Destination
from coding.codebook import Codebook
from projects.exchange.whole_text_consent import shareable_documents, without_refused
from projects.file_writers import codebook_writers, exchange_writers, segment_writers
from projects.interviews.codebook_shortcuts import with_shortcuts
from projects.interviews.codes import stored_codebook
from projects.stored_interviews import queries
from wording import Message, Problem, discovery, msg

if TYPE_CHECKING:
    from projects.names_in_words import NamesInWords
    from projects.store.project import Project

_TRANSCRIPT = ".docx"
Written = tuple[Callable[[BinaryIO], None], list[Message]]


class InterviewContent(StrEnum):
    """What leaves."""

    PROJECT = "project"
    SEGMENTS = "segments"
    TRANSCRIPT = "transcript"
    CODEBOOK = "codebook"


@dataclass(frozen=True)
class InterviewExport:
    """What leaves, where to, in which language; `document`: the id of the interview, of a coded transcript."""

    content: InterviewContent
    destination: Destination
    language: str
    document: str = ""


def endings_of(content: InterviewContent) -> tuple[str, ...]:
    """The endings, with the dot, of the files that this is written to; the first is the usual one."""
    if content is InterviewContent.TRANSCRIPT:
        return (_TRANSCRIPT,)
    whole = [writer.suffix for writer in exchange_writers() if not writer.codebook]
    codes = [writer.suffix for writer in (*codebook_writers(), *exchange_writers()) if writer.suffix not in whole]
    segments = [writer.suffix for writer in segment_writers()]
    if content is InterviewContent.PROJECT:
        return tuple(whole)
    return tuple(codes if content is InterviewContent.CODEBOOK else segments)


def export_interviews(
    project: Project, path: Path, asked: InterviewExport, *, overwrite: bool = False
) -> list[Message]:
    """Write the file and log it; what is to be told: interviews that stay, what the format cannot carry.

    Raises Problem where nothing is there, nothing may leave, or the ending is none of `endings_of`.
    """
    from projects.export_gate import export_file, names_for  # cryptography, 10 ms: not at start

    names = names_for(project, asked.destination, asked.language)
    write, messages = _GATHER[asked.content](project, path, asked, names)
    done = export_file(project, path, write, destination=asked.destination, overwrite=overwrite, names=names)
    return [*messages, *done.names]


def _project(project: Project, path: Path, asked: InterviewExport, names: NamesInWords) -> Written:
    writer = by_ending(exchange_writers())[_ending(path, exchange_writers())]
    found, beforehand = discovery.resolve(writer.gather)(project, asked.destination, asked.language)
    work = discovery.resolve(writer.work)
    found.name, found.codes = names.without(found.name), names.without(found.codes)
    return lambda stream: work(found, stream), [*beforehand, *found.messages]


def _segments(project: Project, path: Path, asked: InterviewExport, names: NamesInWords) -> Written:
    from projects.exchange.segment_table import segment_table, write_segments  # more of the program: not at start

    kind = _ending(path, segment_writers())
    shareable = shareable_documents(project, asked.destination, whole=False)
    table = names.without(segment_table(project, shareable, asked.language))
    if not table.rows:
        raise Problem(msg("cli.no_segments"))
    return lambda stream: write_segments(table, kind, stream, asked.language), [
        *shareable.messages(),
        *table.messages(),
    ]


def _transcript(project: Project, path: Path, asked: InterviewExport, known: NamesInWords) -> Written:
    from projects.exchange.segment_table import write_coded_transcript  # more of the program: not at start

    if path.suffix.lower() != _TRANSCRIPT:
        raise Problem(msg("cli.transcript_kind"))
    names = {str(row["id"]): row["name"] for row in project.query(queries.NAMES_OF_DOCUMENTS)}
    if asked.document not in names:
        raise Problem(msg("cli.no_such_document", name=asked.document))
    shareable = shareable_documents(project, asked.destination)
    if asked.document not in shareable.allowed:
        raise Problem(msg("sharing.none", names=[names[asked.document]], n=1))
    name = names[asked.document]
    alone = replace(shareable, refused=(), unrecorded=(name,) if name in shareable.unrecorded else ())
    return lambda stream: write_coded_transcript(
        project, asked.document, stream, asked.language, known
    ), alone.messages()


def _codebook(project: Project, path: Path, asked: InterviewExport, names: NamesInWords) -> Written:
    from projects.exchange.codebook_files import write_codebook  # more of the program: not at start

    if path.suffix.lower() in {writer.suffix for writer in exchange_writers() if writer.codebook}:
        return _project(project, path, asked, names)
    kind, codes = _ending(path, codebook_writers()), with_shortcuts(project, stored_codebook(project))
    if not len(codes):
        raise Problem(msg("cli.no_codes"))
    inside = asked.destination is Destination.INSIDE
    codes, n = without_refused(project, codes)
    told = [msg("sharing.anchors_refused", n=n)] if inside and n else []  # none leave the team
    codes = Codebook(names.without(list(codes)))
    return lambda stream: write_codebook(codes, kind, stream, asked.language, team=inside), told


def _ending(path: Path, writers: Sequence[FileWriter]) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in by_ending(writers):
        raise Problem(msg("cli.interview_kinds", kinds=[writer.suffix for writer in writers]))
    return kind


_GATHER: dict[InterviewContent, Callable[[Project, Path, InterviewExport, NamesInWords], Written]] = {
    InterviewContent.PROJECT: _project,
    InterviewContent.SEGMENTS: _segments,
    InterviewContent.TRANSCRIPT: _transcript,
    InterviewContent.CODEBOOK: _codebook,
}
