# SPDX-License-Identifier: MIT
"""Variables of the project's other tables, as the *All tables* switch of a picker lists them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.records import DataTable, Variable
from projects.stored_tables.stored_table import data_tables
from wording import Text, msg
from workbench.table_labels import title_of
from workbench.variable_picker.candidates import Candidate, candidates_of

if TYPE_CHECKING:
    from projects.store.project import Project

Fitting = Callable[[DataTable], Collection[Variable]]


def read_tables(project: Project) -> tuple[DataTable, ...]:
    """The tables of the project."""
    return tuple(data_tables(project))


def candidates_of_other_tables(tables: Sequence[DataTable], here: str, fitting: Fitting | None) -> list[Candidate]:
    """The variables of all tables but `here`, each table under its title.

    `fitting` gives what can be taken of another table; without it nothing can, and the reason says where it is.
    """
    found: list[Candidate] = []
    for table in tables:
        if table.id == here:
            continue
        title: Text = title_of(table)
        why = msg("picker.why.other_table", table=title)
        allowed = fitting(table) if fitting is not None else ()
        reasons = {} if fitting is not None else {variable.id: why for variable in table.variables}
        found += [
            replace(one, value=(table.id, one.value), heading=title, table=table.id)
            for one in candidates_of(table, allowed, reasons)
        ]
    return found
