# SPDX-License-Identifier: MIT
"""`export`: writes a project to a file; its ending says what: report, data, interviews, codebook, whole project."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.file_writers import FileWriter, by_ending, report_writers
from analysis.masking import Destination
from projects.datasets.export.data_writing import Order, gather, names_beside
from projects.exchange.interview_exports import InterviewContent, InterviewExport, export_interviews
from projects.export_gate import export_codebook, export_data, export_file, names_for, refuse_existing, refuse_unseen
from projects.file_writers import data_writers, exchange_writers
from projects.store.backup.handover_file import pack
from projects.stored_interviews import queries
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.export_pages import clear, export_pages, page_arguments, tell_names
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.result_tables import TableSpec
    from projects.store import Project

ANY_CODE_EXISTS = "SELECT 1 FROM code LIMIT 1"
ANY_TABLE_EXISTS = "SELECT 1 FROM data_table LIMIT 1"

DATA_CODEBOOK = ".xlsx"  # where there are data and interviews, the kind that `--codebook` alone writes the data to


def arguments(parser: Arguments) -> None:
    """What `export` takes."""
    parser.project()
    parser.add_argument("file")
    parser.add_argument("--table", action="append")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--codebook", action="store_true")
    what.add_argument("--segments", action="store_true")
    what.add_argument("--transcript")
    parser.add_argument("--interviews", action="store_true")
    parser.add_argument("--as-collected", action="store_true")
    parser.add_argument("--labels", action="store_true")
    parser.add_argument("--identifiers", action="store_true")
    parser.destination()
    parser.add_argument("--no-reasons", action="store_true")
    parser.add_argument("--dictionary", action="store_true")
    page_arguments(parser)
    parser.add_argument("--overwrite", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Write the file through the check before sharing (`export_gate`)."""
    path = Path(options.file)
    suffix = path.suffix.lower()
    if suffix.lstrip(".") not in by_ending([*_writers(), *report_writers()]) and suffix != ".pwbz":
        known = [*(writer.suffix for writer in (*report_writers(), *_writers())), ".pwbz"]
        raise Problem(msg("cli.unknown_suffix", suffix=suffix or path.name, kinds=list(dict.fromkeys(known))))
    with open_project(options, terminal) as project:
        if suffix != ".pwbz":  # a project to be handed over is no file for readers
            refuse_unseen(project, Destination(options.destination))
        written = [path]
        shown: list[TableSpec] = []
        if _export_of_interviews(project, path, options, terminal):
            pass  # what only interviews have is written
        elif options.codebook:
            _codebook(project, path, options, terminal)
        elif suffix.lstrip(".") in by_ending(report_writers()):
            written, shown = export_pages(project, path, options, terminal)
        elif suffix == ".pwbz":
            _package(project, path, options)
        else:
            written = _data(project, path, options, terminal)
        clear(project, written, options, terminal, shown)
    for one in written:
        terminal.say(msg("cli.exported", path=str(one)))
    if suffix != ".pwbz":
        terminal.say(msg("cli.exported_plain"))
    return 0


def _writers() -> tuple[FileWriter, ...]:
    """The kinds of file for data and for interviews; the kinds of segments and codebooks are asked for by an option."""
    return (*data_writers(), *exchange_writers())


def _package(project: Project, path: Path, options: argparse.Namespace) -> None:
    export_file(project, path, lambda stream: _packed(pack(project, stream)), overwrite=options.overwrite)


def _packed(count: int) -> None:
    assert count > 0


def _codebook(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> None:
    done = export_codebook(
        project,
        path,
        language=options.language or terminal.language,
        table_ids=_tables(project, options),
        destination=Destination(options.destination),
        overwrite=options.overwrite,
    )
    tell_names([done], terminal)
    if not options.table and _has_codes(project):
        terminal.say(msg("cli.codebook_is_of_data"))


def _data(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> list[Path]:
    """Write rows, and beside them what was asked for or is needed to read them: the files that were written."""
    destination = Destination(options.destination)
    if options.identifiers and destination is not Destination.INSIDE:
        raise Problem(msg("data.export.identifiers_inside"))
    order = Order(
        path.suffix.lower().lstrip("."),
        _tables(project, options),
        edited=not options.as_collected,
        identifiers=options.identifiers,
        destination=destination,
        language=options.language or terminal.language,
        labels=options.labels,
        reasons=not options.no_reasons,
    )
    if _has_codes(project):
        _refuse_but_one_table(project, order.kind, chosen=order.table_ids is not None)
    known = names_for(project, destination, order.language)
    content = gather(project, order).reworded(known.without)
    names = names_beside(path) if content.renamed else None
    if names is not None and not options.overwrite:
        refuse_existing(names)
    write = partial(export_data, project, destination=destination, overwrite=options.overwrite, names=known)
    done = [write(path, content.write)]
    written = [path]
    if options.dictionary:
        written.append(path.with_suffix(".dictionary.csv"))
        done.append(write(written[-1], content.write_dictionary))
    tell_names(done[-1:], terminal)
    if content.withheld:
        terminal.say(msg("data.export.withheld", n=content.withheld))
    if content.unconfirmed:
        terminal.say(msg("kinds.stayed_unconfirmed", n=len(content.unconfirmed), names=content.unconfirmed))
    if names is not None:
        write(names, content.write_names)
        written.append(names)
        terminal.say(msg("data.export.renamed", n=len(content.renamed), file=names.name))
    return written


def _refuse_but_one_table(project: Project, kind: str, *, chosen: bool) -> None:
    """Refuse what is no table or more than one, and say how the codebook leaves, which may have been meant."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    known = data_tables(project)
    if not known:
        raise Problem(msg("cli.no_table_but_codebook"))
    if not chosen and len(known) > 1 and not by_ending(data_writers())[kind].several:
        raise Problem(msg("cli.one_table_or_codebook", kind=kind, tables=[table.name for table in known]))


def _tables(project: Project, options: argparse.Namespace) -> list[str] | None:
    """The ids of the tables named, or None for all. Raises Problem for a name there is not."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    if not options.table:
        return None
    known = data_tables(project)
    found = []
    for name in options.table:
        matches = [table.id for table in known if name in (table.name, table.id)]
        if not matches:
            raise Problem(msg("cli.no_such_table", name=name, tables=[table.name for table in known]))
        found.append(matches[0])
    return found


def _export_of_interviews(project: Project, path: Path, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Write what was asked for of the interviews; False where something else was asked for."""
    content = _content(project, path, options)
    if content is None:
        return False
    destination = Destination(options.destination)
    language = options.language or terminal.language
    asked = InterviewExport(content, destination, language, _document(project, options.transcript))
    for text in export_interviews(project, path, asked, overwrite=options.overwrite):
        terminal.say(msg("cli.finding", text=text))
    if content is InterviewContent.CODEBOOK and not options.interviews and project.query(ANY_TABLE_EXISTS):
        terminal.say(msg("cli.codebook_is_of_interviews"))
    return True


def _content(project: Project, path: Path, options: argparse.Namespace) -> InterviewContent | None:
    if path.suffix.lower().lstrip(".") in by_ending(exchange_writers()):
        return InterviewContent.PROJECT
    if options.segments:
        return InterviewContent.SEGMENTS
    if options.transcript:
        return InterviewContent.TRANSCRIPT
    return InterviewContent.CODEBOOK if options.codebook and _is_for_interviews(project, path, options) else None


def _document(project: Project, asked: str | None) -> str:
    """The id of the interview with that name or id. Raises Problem where there is none."""
    rows = project.query(queries.NAMES_OF_DOCUMENTS) if asked else []
    found = [str(row["id"]) for row in rows if asked in (row["name"], str(row["id"]))]
    if asked and not found:
        raise Problem(msg("cli.no_such_document", name=asked))
    return found[0] if found else ""


def _is_for_interviews(project: Project, path: Path, options: argparse.Namespace) -> bool:
    """Whether `--codebook` means that of the interviews: asked for, or there are no data; where there are both, `.xlsx`
    holds that of the data, any other kind that of the interviews.

    Raises Problem where both `--table` and `--interviews` are asked for.
    """
    if options.table and options.interviews:
        raise Problem(msg("cli.codebook_of_table"))
    if options.table or options.interviews:
        return bool(options.interviews)
    if not project.query(ANY_TABLE_EXISTS):
        return True
    return _has_codes(project) and path.suffix.lower() != DATA_CODEBOOK


def _has_codes(project: Project) -> bool:
    """Whether there is a codebook of interviews, which somebody may have meant who gets something of the data."""
    return bool(project.query(ANY_CODE_EXISTS))
