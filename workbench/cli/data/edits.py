# SPDX-License-Identifier: MIT
"""`edits`: the cleaning log on the command line: added to, listed, filtered, written to a file, taken back."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.masking import Destination
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.data import cell_edits
from workbench.cli.export_pages import clear, clearing_arguments
from workbench.cli.project import open_project
from workbench.cli.tables import one_table, one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.datasets.cleaning_log import Edit, LogFilter
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What `edits` takes."""
    parser.project()
    for name in ("--table", "--variable", "--who", "--text", "--since", "--until", "--out"):
        parser.add_argument(name)
    parser.add_argument("--set", nargs=4, action="append")
    parser.add_argument("--reason")
    follows = parser.add_mutually_exclusive_group()
    for name in ("--accept", "--alone", "--preview"):
        follows.add_argument(name, action="store_true")
    parser.add_argument("--row", type=int)
    parser.add_argument("--cause", choices=("person", "relevant", "newer_export"))
    parser.add_argument("--with-undone", action="store_true")
    parser.add_argument("--undo", action="store_true")
    parser.add_argument("--identifiers", action="store_true")
    parser.add_argument("--destination", choices=[one.value for one in Destination])
    clearing_arguments(parser)
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change cells; or list the lines wanted, take them back, write them to a file."""
    from projects.datasets.cleaning_log import logged, take_back  # numpy, 80 ms: not at start

    _expect_sense(options)
    with open_project(options, terminal) as project:
        if options.set:
            cell_edits.change(project, options, terminal)
            return 0
        wanted = _log_filter(project, options)
        if options.out:
            _write(project, Path(options.out), wanted, options, terminal)
            return 0
        lines = logged(project, wanted, limit=1_000_000)
        if options.undo:
            ids = [line.id for line in lines if not line.taken_back]
            if not ids:
                raise Problem(msg("cli.no_edits"))
            terminal.say(project.do(take_back(ids)).message)
        elif options.json:
            terminal.line(json.dumps([_plain(line) for line in lines], ensure_ascii=False, indent=1))
        else:
            _list(project, lines, terminal)
    return 0


def _expect_sense(options: argparse.Namespace) -> None:
    """Raises Problem where the words do not go together."""
    filters = ("table", "variable", "who", "text", "since", "until", "out", "cause", "undo", "json")
    looks = options.row is not None or any(getattr(options, name) for name in filters)
    changing = options.reason is not None or options.accept or options.alone or options.preview
    leaves = (options.destination, options.purpose, options.cleared_by, options.audience)
    leaves_nowhere = any(leaves) and not options.out
    if (options.set and looks) or (changing and not options.set) or leaves_nowhere:
        raise Problem(msg("cli.wrong_call", usage=msg("cli.usage.edits")))


def _log_filter(project: Project, options: argparse.Namespace) -> LogFilter:
    from projects.datasets.cleaning_log import LogFilter  # numpy, 80 ms: not at start

    if options.variable and not options.table:
        raise Problem(msg("cli.variable_of_table"))
    table = one_table(project, options.table) if options.table else None
    return LogFilter(
        table_id=table.id if table is not None else None,
        variable_id=one_variable(table, options.variable).id if table is not None and options.variable else None,
        row_id=options.row,
        who=options.who,
        cause=options.cause,
        text=options.text or "",
        taken_back=None if options.with_undone else False,
        since=_day(options.since),
        until=_day(options.until),
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem(msg("cli.no_day", text=text)) from error


def _write(project: Project, path: Path, wanted: LogFilter, options: argparse.Namespace, terminal: Terminal) -> None:
    from projects.datasets.export.cleaning_log_table import log_writer  # numpy, 80 ms: not at start
    from projects.export_gate import export_data  # cryptography, 10 ms: not at start

    kind = path.suffix.lower().lstrip(".")
    destination = Destination(options.destination or Destination.INSIDE.value)
    write = log_writer(
        project, kind, wanted, identifiers=options.identifiers, language=terminal.language, destination=destination
    )
    export_data(project, path, write, destination=destination, overwrite=options.overwrite)
    clear(project, [path], options, terminal)
    terminal.say(msg("cli.exported", path=str(path)))


def _list(project: Project, lines: list[Edit], terminal: Terminal) -> None:
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    tables = {table.id: table for table in data_tables(project)}
    for line in lines:
        table = tables.get(line.table_id)
        named = {variable.id: variable.name for variable in table.variables} if table is not None else {}
        terminal.say(
            msg(
                "cli.edit",
                id=str(line.id),
                day=line.utc.astimezone().strftime("%Y-%m-%d %H:%M"),
                who=line.who or "–",
                table=table.name if table is not None else line.table_id,
                row=str(line.row_id),
                variable=named.get(line.variable_id, line.variable_id),
                why=line.why or render(msg(f"data.log.cause.{line.cause}"), terminal.language),
            )
        )
    terminal.say(msg("cli.edits", n=len(lines)))


def _plain(line: Edit) -> dict[str, Any]:
    """A line without the answers themselves: those leave through `--out` alone."""
    return {
        "id": line.id,
        "table": line.table_id,
        "variable": line.variable_id,
        "row": line.row_id,
        "who": line.who,
        "utc": line.utc.isoformat(),
        "why": line.why,
        "cause": line.cause,
        "taken_back": line.taken_back,
    }
