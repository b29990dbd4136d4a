# SPDX-License-Identifier: MIT
"""`edits`: cells changed with their reason (`--set`); the cleaning log listed, filtered, written, undone."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.masking import Destination
from analysis.records import DataTable, Kind, Variable
from projects.datasets.cleaning_log import LogFilter, logged, undo_edits
from projects.datasets.corrections.edits import CellChange, change_cells, typed_cell
from projects.datasets.corrections.skip_consequences import Consequences, consequences_of
from projects.datasets.export.cleaning_log_table import log_writer
from projects.export_gate import export_data, names_for
from projects.store.problems import LinkLocked
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell, cell_at
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import recipes
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.export_pages import clear, clearing_arguments, tell_names
from workbench.cli.project import open_project
from workbench.cli.tables import one_table, one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.datasets.cleaning_log import Edit
    from projects.store import Project

_YES, _NO = ("1", "yes", "oui", "true", "vrai", "x"), ("0", "no", "non", "false", "faux", "")
_LISTED = 40  # of what follows: more are counted


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
    parser.add_argument("--with-taken-back", action="store_true")
    parser.add_argument("--take-back", action="store_true")
    parser.add_argument("--identifiers", action="store_true")
    parser.destination(default=None)
    clearing_arguments(parser)
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change cells; or list the lines wanted, undo them, write them to a file."""
    _expect_sense(options)
    with open_project(options, terminal) as project:
        if options.set:
            _change_cells(project, options, terminal)
            return 0
        wanted = _log_filter(project, options)
        if options.out:
            _write(project, Path(options.out), wanted, options, terminal)
            return 0
        lines = logged(project, wanted, limit=1_000_000)
        if options.take_back:
            ids = [line.id for line in lines if not line.undone]
            if not ids:
                raise Problem(msg("cli.no_edits"))
            terminal.say(project.do(undo_edits(ids)).message)
        elif options.json:
            terminal.line(json.dumps([_plain(line) for line in lines], ensure_ascii=False, indent=1))
        else:
            _list(project, lines, terminal)
    return 0


def _expect_sense(options: argparse.Namespace) -> None:
    """Raises Problem where the words do not go together."""
    filters = ("table", "variable", "who", "text", "since", "until", "out", "cause", "take_back", "json")
    looks = options.row is not None or any(getattr(options, name) for name in filters)
    changing = options.reason is not None or options.accept or options.alone or options.preview
    leaves = (options.destination, options.purpose, options.cleared_by, options.audience)
    leaves_nowhere = any(leaves) and not options.out
    if (options.set and looks) or (changing and not options.set) or leaves_nowhere:
        raise Problem(msg("cli.wrong_call", usage=msg("cli.usage.edits")))


def _log_filter(project: Project, options: argparse.Namespace) -> LogFilter:
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
        undone=None if options.with_taken_back else False,
        since=_day(options.since),
        until=_day(options.until),
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem(msg("cli.no_day", text=text)) from error


def _write(project: Project, path: Path, wanted: LogFilter, options: argparse.Namespace, terminal: Terminal) -> None:
    kind = path.suffix.lower().lstrip(".")
    destination = Destination(options.destination or Destination.INSIDE.value)
    names = names_for(project, destination, terminal.language)
    write = log_writer(
        project, kind, wanted, identifiers=options.identifiers, language=terminal.language, destination=destination,
        words=names.without,
    )  # fmt: skip
    done = export_data(project, path, write, destination=destination, overwrite=options.overwrite, names=names)
    tell_names([done], terminal)
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
        "taken_back": line.undone,
    }


def _change_cells(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """Store the cells given, and with them what follows where that was asked for. Raises Problem, changing nothing."""
    if not (options.reason or "").strip():
        raise Problem(msg("cli.cell_reason"))
    changes = _changes(project, options.set, terminal.language)
    follows = _follows(project, changes)
    _print_consequences(project, follows, terminal)
    if follows.changes and not (options.accept or options.alone or options.preview):
        raise Problem(msg("cli.cell_follows", n=len(follows.changes)))
    also = follows.changes if options.accept else ()
    action = change_cells(project, [*changes, *also], why=options.reason.strip())
    terminal.say(msg("cli.cell_preview", what=action.message) if options.preview else project.do(action).message)


def _changes(project: Project, given: Sequence[Sequence[str]], language: str) -> list[CellChange]:
    """The cells that get another value. Raises Problem where there is none."""
    latest: dict[tuple[str, int, str], tuple[DatasetCell, DatasetCell]] = {}
    for table_name, key, name, text in given:
        table = one_table(project, table_name)
        variable, code = _named(table, name)
        if variable.id in recipes(project, table.id):
            raise Problem(msg("data.edit.derived"))
        columns = TableColumns(project, table.id)
        row = _row(project, table, key, language)
        place = (table.id, row, variable.id)
        old, now = latest.get(place) or (columns.cell(variable, row),) * 2
        new = _ticked(variable, now, code, text) if code is not None else _typed(variable, text, language)
        latest[place] = (old, new)
    changes = [CellChange(*place, new) for place, (old, new) in latest.items() if old != new]
    if not changes:
        raise Problem(msg("cli.cell_same"))
    return changes


def _named(table: DataTable, name: str) -> tuple[Variable, str | None]:
    """The variable of that name; for one answer of a set ("needs/food") the set and the code of that answer."""
    whole, mark, code = name.rpartition("/")
    for variable in table.variables if mark else ():
        if variable.kind is Kind.SET and whole in (variable.name, variable.name.rsplit("/", 1)[-1], variable.id):
            for choice in variable.choices:
                if choice.code == code:
                    return variable, choice.id
    return one_variable(table, name), None


def _ticked(variable: Variable, now: DatasetCell, choice_id: str, text: str) -> DatasetCell:
    """The set with one answer chosen or not: it and its columns change together."""
    word = text.strip().casefold()
    if word not in (*_YES, *_NO):
        raise Problem(msg("cli.cell_tick", text=text))
    chosen = set(now.value) if isinstance(now.value, tuple) else set()
    chosen = chosen | {choice_id} if word in _YES else chosen - {choice_id}
    return DatasetCell(tuple(choice.id for choice in variable.choices if choice.id in chosen))


def _typed(variable: Variable, text: str, language: str) -> DatasetCell:
    return typed_cell(variable, text, language)


def _row(project: Project, table: DataTable, key: str, language: str) -> int:
    """The id of the row meant: its number as the log has it, or the only one where `NAME=VALUE` holds."""
    columns = TableColumns(project, table.id)
    name, mark, value = key.partition("=")
    if not mark:
        if not key.isascii() or not key.isdigit() or int(key) >= 1 << 62 or columns.positions([int(key)])[0] < 0:
            raise Problem(msg("cli.no_such_row", row=key, table=table.name))
        return int(key)
    variable = one_variable(table, name)
    wanted, column = _typed(variable, value, language), columns.read(variable)
    if len(column) and (column.reasons == LOCKED).all():
        raise LinkLocked()
    found = [place for place in range(len(column)) if cell_at(column, place) == wanted]
    if len(found) != 1:
        raise Problem(msg("cli.rows_of_key", named=key, table=table.name, n=len(found)))
    return int(columns.row_ids[found[0]])


def _follows(project: Project, changes: Sequence[CellChange]) -> Consequences:
    """What follows, data set by data set."""
    sets = {row["id"]: row["data_set"] for row in project.query(queries.TABLES_AND_THEIR_DATA_SETS)}
    found = Consequences()
    for data_set in dict.fromkeys(sets[one.table_id] for one in changes):
        part = consequences_of(project, [one for one in changes if sets[one.table_id] == data_set])
        found.orphaned += part.orphaned
        found.newly_missing += part.newly_missing
        found.unchecked += part.unchecked
    return found


def _print_consequences(project: Project, follows: Consequences, terminal: Terminal) -> None:
    """Name the cells that follow, without their answers: those leave through a file alone."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    if not follows.changes and not follows.unchecked:
        return
    tables = {table.id: table for table in data_tables(project)}
    for key, changes in (("orphaned", follows.orphaned), ("newly_missing", follows.newly_missing)):
        for one in changes[:_LISTED]:
            table = tables[one.table_id]
            name = table.variable(one.variable_id).name
            terminal.say(msg(f"cli.cell_{key}", table=table.name, row=str(one.row_id), variable=name))
        if len(changes) > _LISTED:
            terminal.say(msg("cli.cell_more", n=len(changes) - _LISTED))
    if follows.unchecked:
        terminal.say(msg("cli.cell_unchecked", names=follows.unchecked))
