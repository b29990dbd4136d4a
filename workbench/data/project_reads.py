# SPDX-License-Identifier: MIT
"""Reads of the room from the project, as functions for the database thread."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.codings.records import follows_coding
from analysis.records import DataTable, Role
from projects.datasets.table.filters import Filter, InAnalysis
from projects.datasets.table.roles import label_languages
from projects.datasets.table.table_view import TableView
from projects.datasets.table.view_settings import SortKey, TableState, state_from_json
from projects.design.sample_design import describe_design
from projects.store.ui_state import saved_ui_state
from projects.stored_interviews.tables import CODING_TABLES
from projects.stored_tables import queries
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.row_states import NO_CONSENT, rows_in_state
from projects.stored_tables.stored_table import data_tables, label_language, table_row
from wording import Problem, Text, msg
from workbench.table_labels import shown_at_first, title_of

if TYPE_CHECKING:
    from projects.datasets.table.table_view import ShownCell, TableView
    from projects.design.sample_design import DesignFacts
    from projects.store.actions import Changes
    from projects.store.project import Project

EDITS_IN_FORCE_COUNT = "SELECT COUNT(*) AS n FROM cell_edit WHERE table_id = ? AND taken_back = 0"

TABLES_WITH_ROWS_LEFT_OUT = "SELECT DISTINCT table_id FROM row_state"

BLOCK = 64  # rows of one column that are read at once

Block = tuple[int, str]
Fetched = tuple[int, dict[Block, list["ShownCell"]], dict[int, list[int]]]


@dataclass(frozen=True)
class ProjectTables:
    """The tables of a project and how many edits are in force."""

    tables: tuple[DataTable, ...]
    edits: int
    with_refusals: frozenset[str] = frozenset()  # tables where rows left analysis
    saved_ui_state: Mapping[str, Any] = field(default_factory=dict)  # how tables were looked at last, by name

    def table(self, table_id: str) -> DataTable | None:
        """The table with that id."""
        return next((table for table in self.tables if table.id == table_id), None)

    def follow(self, changed: set[str]) -> bool:
        """Whether variables follow the coding of interviews, and that changed."""
        return bool(changed & CODING_TABLES) and any(map(follows_coding, self.tables))

    def around(self, table_id: str) -> list[DataTable]:
        """A table first, then the others: where names in conditions are looked up."""
        return sorted(self.tables, key=lambda table: table.id != table_id)

    def new_state(self, table_id: str) -> TableState:
        """How a table was shown last; at first: rows in analysis, without identifiers and paperwork."""
        table = self.table(table_id)
        if table is not None and f"table.{table_id}" in self.saved_ui_state:
            state = state_from_json(self.saved_ui_state[f"table.{table_id}"], table)
            if state is not None:
                return state
        columns = shown_at_first(table.variables) if table is not None else []
        return TableState(columns, [InAnalysis()] if table_id in self.with_refusals else [])


def read_contents(project: Project) -> ProjectTables:
    """All tables with their variables."""
    tables = tuple(data_tables(project))
    edits = project.query(queries.ALL_EDITS_IN_FORCE_COUNT)[0]["n"]
    left = {row["table_id"] for row in project.query(TABLES_WITH_ROWS_LEFT_OUT)}
    for table in tables:  # rows of a child leave with their parent's
        if table.parent in left:
            left.add(table.id)
    return ProjectTables(tables, edits, frozenset(left), saved_ui_state(project))


@dataclass(frozen=True)
class OpenTable:
    """A table made ready to be shown."""

    view: TableView
    rows: int
    total: int


def open_view(project: Project, table_id: str, state: TableState, language: str, codes: bool) -> OpenTable:
    """The view of a table in the order and choice remembered."""
    view = TableView(project, table_id, language=language, codes=codes)
    state.fit({variable.id for variable in view.table.variables})
    if state.sorts:
        view.sort_by(state.sorts)
    if state.filters:
        view.filter(state.filters)
    return OpenTable(view, view.row_count, view.total)


def arrange(view: TableView, filters: Sequence[Filter], sorts: Sequence[SortKey]) -> OpenTable:
    """Give a view another order and choice of rows; only what differs is worked out."""
    if view.sorts != tuple(sorts):
        view.sort_by(sorts)
    if view.filters != tuple(filters):
        view.filter(filters)
    return OpenTable(view, view.row_count, view.total)


def fetched(view: TableView, epoch: int, wanted: Sequence[Block]) -> Fetched:
    """The cells of some blocks, read on the database thread."""
    by_block: dict[int, list[str]] = {}
    for place, name in wanted:
        by_block.setdefault(place, []).append(name)
    cells: dict[Block, list[ShownCell]] = {}
    ids: dict[int, list[int]] = {}
    known = {variable.id for variable in view.table.variables}  # one just undone has no cells to ask for again
    for place, names in by_block.items():
        first = place * BLOCK
        ids[place] = [view.row_id(row) for row in range(first, min(first + BLOCK, view.row_count))]
        for name in names:
            cells[place, name] = view.block(first, BLOCK, name) if name in known else []
    return epoch, cells, ids


def follow(view: TableView, changes: Changes, seen: Sequence[tuple[int, str]]) -> tuple[bool, bool, OpenTable, Fetched]:
    """Take up a change: whether cells may differ, whether rows do, the view, and the cells seen now, read anew."""
    before = view.rows
    touched = view.follow(changes)
    same = np.array_equal(before, view.rows)
    cells = fetched(view, 0, seen if touched and same else ())
    return touched, not same, OpenTable(view, view.row_count, view.total), cells


def read_design(project: Project, table_id: str) -> DesignFacts:
    """The design over the rows in analysis."""
    return describe_design(project, table_id)


@dataclass(frozen=True)
class TableFacts:
    """A table as the inspector shows it."""

    table: DataTable
    design: DesignFacts
    consent: str | None
    consent_given: tuple[str, ...]
    without_consent: int
    edits: int
    carrier: Text = ""  # the table its design comes from
    languages: tuple[str, ...] = ()  # those of all labels of the project
    label_language: str = ""


def read_table_facts(project: Project, table: DataTable, named: Mapping[str, DataTable]) -> TableFacts:
    """What the table inspector shows."""
    row = table_row(project, table.id)
    design = read_design(project, table.id)
    count = EDITS_IN_FORCE_COUNT
    carrier = named.get(design.inherited_from or "")
    return TableFacts(
        table,
        design,
        row["consent"],
        tuple(json.loads(row["consent_given"])),
        len(rows_in_state(project, table.id, NO_CONSENT)),
        project.query(count, (table.id,))[0]["n"],
        title_of(carrier) if carrier is not None else "",
        tuple(label_languages(named.values())),
        label_language(project),
    )


def copied(view: TableView, areas: Sequence[tuple[int, int, list[str]]], most: int) -> tuple[str, int]:
    """Chosen cells as lines of tabs, and how many; identifiers and locked cells stay empty, row numbers are left out.

    Raises Problem for more than `most` cells.
    """
    hidden = {variable.id for variable in view.table.variables if variable.role is Role.IDENTIFIER}
    if sum((last - first + 1) * len(names) for first, last, names in areas) > most:
        raise Problem(msg("data.view.grid.too_many", count=most))
    columns = [v.id for v in view.table.variables if any(v.id in names for _first, _last, names in areas)]
    rows: dict[int, dict[str, str]] = {}
    count = 0
    for first, last, names in areas:
        real = [name for name in names if name]
        for number, line in enumerate(view.page(first, last - first + 1, real), first):
            for name, cell in zip(real, line, strict=True):
                text = "" if name in hidden or cell.reason == LOCKED else " ".join(cell.text.split())
                rows.setdefault(number, {})[name] = text
                count += 1
    lines = ("\t".join(rows[number].get(name, "") for name in columns) for number in sorted(rows))
    return "\n".join(lines), count
