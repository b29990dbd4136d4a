# SPDX-License-Identifier: MIT
"""`edits --set`: cells changed on the command line, with their reason and what follows from them, as one action."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.records import DataTable, Kind, Variable
from projects.store.problems import LinkLocked
from projects.stored_tables import queries
from wording import Problem, msg
from workbench.cli.tables import one_table, one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.datasets.cleaning.edits import CellChange
    from projects.datasets.cleaning.skip_consequences import Consequences
    from projects.store import Project
    from projects.stored_tables.cells import DatasetCell

_YES, _NO = ("1", "yes", "oui", "true", "vrai", "x"), ("0", "no", "non", "false", "faux", "")
_LISTED = 40  # of what follows: more are counted


def change(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """Store the cells given, and with them what follows where that was asked for. Raises Problem, changing nothing."""
    from projects.datasets.cleaning.edits import change_cells  # numpy, 80 ms: not at start

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
    from projects.datasets.cleaning.edits import CellChange  # numpy, 80 ms: not at start
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import recipes  # numpy, 80 ms: not at start

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
    from projects.stored_tables.cells import DatasetCell  # numpy, 80 ms: not at start

    word = text.strip().casefold()
    if word not in (*_YES, *_NO):
        raise Problem(msg("cli.cell_tick", text=text))
    chosen = set(now.value) if isinstance(now.value, tuple) else set()
    chosen = chosen | {choice_id} if word in _YES else chosen - {choice_id}
    return DatasetCell(tuple(choice.id for choice in variable.choices if choice.id in chosen))


def _typed(variable: Variable, text: str, language: str) -> DatasetCell:
    from projects.datasets.cleaning.typed_values import typed_cell  # numpy, 80 ms: not at start

    return typed_cell(variable, text, language)


def _row(project: Project, table: DataTable, key: str, language: str) -> int:
    """The id of the row meant: its number as the log has it, or the only one where `NAME=VALUE` holds."""
    from projects.stored_tables.cells import cell_at  # numpy, 80 ms: not at start
    from projects.stored_tables.chunks import LOCKED  # numpy, 80 ms: not at start
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start

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
    from projects.datasets.cleaning.skip_consequences import Consequences, consequences_of  # numpy, 80 ms: not at start

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
