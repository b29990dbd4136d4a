# SPDX-License-Identifier: MIT
"""`export` of interviews: REFI-QDA projects and codebooks, segments, coded transcripts, the codebook."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.masking import Destination
from analysis.writers.records import FileWriter, by_ending
from projects.interviews.sql import queries
from projects.writers.records import codebook_writers, exchange_writers, segment_writers
from wording import Problem, discovery, msg
from workbench.cli.terminal import Terminal

DATA_CODEBOOK = ".xlsx"  # the one kind of file that the codebook of data is written to

if TYPE_CHECKING:
    from projects.store import Project


def export_of(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Write what was asked for of the interviews; False where something else was asked for."""
    if path.suffix.lower().lstrip(".") in by_ending(exchange_writers()):
        export_project(project, path, options, terminal)
    elif options.segments:
        export_segments(project, path, options, terminal)
    elif options.transcript:
        export_transcript(project, path, options, terminal)
    elif options.codebook and is_for_interviews(project, path, options):
        export_codes(project, path, options, terminal)
    else:
        return False
    return True


def export_project(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> None:
    """Write the coded interviews (.qdpx) inside the team, or the codebook (.qdc), and tell what could not go along."""
    from projects.export_gate import export_file  # cryptography, 10 ms: not at start

    destination = Destination(options.destination or Destination.INSIDE.value)
    writer = by_ending(exchange_writers())[path.suffix.lower().lstrip(".")]
    found, beforehand = discovery.resolve(writer.gather)(project, destination, terminal.language)
    for text in beforehand:
        terminal.say(text)
    work = discovery.resolve(writer.work)
    export_file(project, path, lambda stream: work(found, stream), destination=destination, overwrite=options.overwrite)
    for text in found.told:
        terminal.say(msg("cli.finding", text=text))


def export_segments(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> None:
    """Write all segments as a table."""
    from projects.exchange.segment_table import segment_table, write_segments  # more of the program: not at start
    from projects.exchange.whole_text_consent import leaving_documents  # more of the program: not at start
    from projects.export_gate import export_file  # cryptography, 10 ms: not at start

    kind = _kind(path, segment_writers())
    destination = Destination(options.destination or Destination.INSIDE.value)
    leaving = leaving_documents(project, destination)
    table = segment_table(project, leaving, terminal.language)
    if not table.rows:
        raise Problem(msg("cli.no_segments"))
    export_file(
        project,
        path,
        lambda stream: write_segments(table, kind, stream, terminal.language),
        destination=destination,
        overwrite=options.overwrite,
    )
    for text in (*leaving.told(), *table.told()):
        terminal.say(text)


def export_transcript(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> None:
    """Write one document with its codings as comments."""
    from projects.exchange.coded_transcript import write_coded_transcript  # more of the program: not at start
    from projects.exchange.whole_text_consent import leaving_documents  # more of the program: not at start
    from projects.export_gate import export_file  # cryptography, 10 ms: not at start

    if path.suffix.lower() != ".docx":
        raise Problem(msg("cli.transcript_kind"))
    rows = project.query(queries.NAMES_OF_DOCUMENTS)
    found = [row for row in rows if options.transcript in (row["name"], str(row["id"]))]
    if not found:
        raise Problem(msg("cli.no_such_document", name=options.transcript))
    destination = Destination(options.destination or Destination.INSIDE.value)
    leaving = leaving_documents(project, destination)
    if str(found[0]["id"]) not in leaving.allowed:
        raise Problem(msg("leaving.none", names=[found[0]["name"]], n=1))
    export_file(
        project,
        path,
        lambda stream: write_coded_transcript(project, str(found[0]["id"]), stream, terminal.language),
        destination=destination,
        overwrite=options.overwrite,
    )


def export_codes(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> None:
    """Write the codebook of the interviews as a table or a Word file."""
    from projects.exchange.codebook_shortcuts import with_shortcuts  # more of the program: not at start
    from projects.export_gate import export_file  # cryptography, 10 ms: not at start
    from projects.interviews.codebook_files import write_codebook  # more of the program: not at start
    from projects.interviews.queries import codebook  # more of the program: not at start

    kind, codes = _kind(path, codebook_writers()), with_shortcuts(project, codebook(project))
    if not len(codes):
        raise Problem(msg("cli.no_codes"))
    destination = Destination(options.destination or Destination.INSIDE.value)
    write = lambda stream: write_codebook(  # noqa: E731 - used once
        codes, kind, stream, terminal.language, anchors=destination is Destination.INSIDE
    )
    export_file(project, path, write, destination=destination, overwrite=options.overwrite)


def is_for_interviews(project: Project, path: Path, options: argparse.Namespace) -> bool:
    """Whether `--codebook` means that of the interviews: asked for, or there are no data, or the kind is its alone."""
    own = {ending for ending in by_ending(codebook_writers()) if f".{ending}" != DATA_CODEBOOK}
    asked = options.interviews or path.suffix.lower().lstrip(".") in own
    return bool(asked) or not project.query(queries.ANY_TABLE_EXISTS)


def _kind(path: Path, writers: Sequence[FileWriter]) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in by_ending(writers):
        raise Problem(msg("cli.interview_kinds", kinds=[writer.suffix for writer in writers]))
    return kind
