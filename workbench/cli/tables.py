# SPDX-License-Identifier: MIT
"""Finds the table and variable that a command was given: by name or by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.stored_tables.queries import NAMES_OF_DATA_SETS
from wording import Problem, msg

if TYPE_CHECKING:
    from analysis.records import DataTable, Variable
    from projects.store import Project


def one_table(project: Project, name: str | None) -> DataTable:
    """The table of that name or id; without a name the only one there is. Raises Problem."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    known = data_tables(project)
    found = [table for table in known if not name or name in (table.name, table.id)]
    found = found or (_of_data_set(project, name) if name else [])
    if name and len(found) > 1:
        raise several_tables(project, name)
    if found and (name or len(found) == 1):
        return found[0]
    if not known:
        raise Problem(msg("cli.no_data_set"))
    tables = [table.name for table in known]
    raise Problem(msg("cli.no_such_table", name=name, tables=tables) if name else msg("cli.which_table", tables=tables))


def _of_data_set(project: Project, name: str) -> list[DataTable]:
    """The topmost table of the data set of that name, which is the name of its file; [] where it has several."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    names = (name, name.rpartition(".")[0])  # with or without its ending
    sets = [row["id"] for row in project.query(NAMES_OF_DATA_SETS) if row["name"] in names]
    tops = [table for one in sets for table in data_tables(project, one) if table.parent is None]
    return tops if len(tops) == 1 else []


def several_tables(project: Project, name: str) -> Problem:
    """What to say where several tables have that name: their ids, each with its data set."""
    from projects.datasets.table.counts import counts  # numpy, 80 ms: not at start

    every = [(line["id"], one["name"]) for one in counts(project) for line in one["tables"] if line["name"] == name]
    return Problem(msg("cli.several_tables", name=name, tables=[f"{table} ({of})" for table, of in every]))


def one_variable(table: DataTable, name: str) -> Variable:
    """The variable of that name or id. Raises Problem."""
    for variable in table.variables:
        if name in (variable.name, variable.id, variable.name.rsplit("/", 1)[-1]):
            return variable
    raise Problem(msg("cli.no_such_variable", name=name, table=table.name))
