# SPDX-License-Identifier: MIT
"""List of differences to choose from: old and new values, conflicts with edits, a row in a few words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.records import Kind, Role, Variable
from projects.datasets.question_matching import Pair, differs, is_answer
from projects.store.ports import Reader
from projects.stored_tables.cells import DatasetCell, cell_at
from projects.stored_tables.chunks import ChunkColumn

EDITED_CELLS = "SELECT row_id, variable, new, sealed FROM cell_edit WHERE table_id = ? AND taken_back = 0 ORDER BY id"

MOST_CELLS = 50_000  # cells whose two values are kept for reading; beyond, only the questions are named
MOST_ROWS = 5_000  # rows that are told in a few words
_WORDS = 3
_TELLING = (Kind.ONE, Kind.INTEGER, Kind.DATE, Kind.NUMBER)
_WHEN = ("_submission_time", "today", "start", "end")


@dataclasses.dataclass(frozen=True)
class Difference:
    """A cell whose collected value changed."""

    variable_id: str
    was: DatasetCell
    now: DatasetCell


@dataclasses.dataclass(frozen=True)
class Conflict:
    """A cell someone edited, whose collected value changed too. The edit stays unless it is told to give way."""

    row_id: int
    variable_id: str
    edited: DatasetCell
    was: DatasetCell
    now: DatasetCell


@dataclasses.dataclass
class ExportDifferences:
    """`changed`: row id → ids of changed variables; `differences`: the values of the first ones; `conflicts`."""

    changed: dict[int, tuple[str, ...]]
    differences: dict[int, tuple[Difference, ...]]
    conflicts: list[Conflict]


def list_changes(
    both: Mapping[str, tuple[ChunkColumn, ChunkColumn]],
    places: tuple[np.ndarray, np.ndarray],
    ids: np.ndarray,
    edited: Mapping[tuple[int, str], DatasetCell],
) -> ExportDifferences:
    """Compare pairs of columns at pairs of places (at hand, in the export); `edited`: what stands in edited cells."""
    old, new = places
    changed: dict[int, list[str]] = {}
    differences: dict[int, list[Difference]] = {}
    conflicts = []
    left = MOST_CELLS
    for variable_id, (one, two) in both.items():
        for place in np.flatnonzero(differs(one, two, old, new)):
            row_id = int(ids[old[place]])
            changed.setdefault(row_id, []).append(variable_id)
            own = edited.get((row_id, variable_id))
            if left <= 0 and own is None:
                continue
            left -= 1
            was, now = cell_at(one, int(old[place])), cell_at(two, int(new[place]))
            differences.setdefault(row_id, []).append(Difference(variable_id, was, now))
            if own is not None and own != now:
                conflicts.append(Conflict(row_id, variable_id, own, was, now))
    return ExportDifferences(
        {row: tuple(names) for row, names in sorted(changed.items())},
        {row: tuple(listed) for row, listed in differences.items()},
        conflicts,
    )


def edited_cells(project: Reader, table_id: str) -> dict[tuple[int, str], DatasetCell]:
    """What stands in cells that were edited here, by row id and variable."""
    rows = project.query(
        EDITED_CELLS,
        (table_id,),
    )
    return {
        (row["row_id"], row["variable"]): DatasetCell.from_json(
            project.read_object(row["new"]).decode() if row["sealed"] else row["new"]
        )
        for row in rows
    }


def distinguishing_questions(
    pairs: Sequence[Pair], both: Mapping[str, tuple[ChunkColumn, ChunkColumn]]
) -> list[Variable]:
    """The few questions that tell a row apart for a reader: when it was sent, then the first answers."""
    known = [pair.merged for pair in pairs if pair.merged.id in both]
    when = [variable for name in _WHEN for variable in known if variable.name == name][:1]
    answers = [
        variable
        for variable in known
        if variable.kind in _TELLING
        and variable.role in (Role.ORDINARY, Role.QUASI_IDENTIFIER, Role.SENSITIVE, Role.STRATUM, Role.CLUSTER)
        and is_answer(variable)
        and variable not in when
    ]
    return [*when, *answers[:_WORDS]]


def in_words(columns: Iterable[tuple[Variable, ChunkColumn]], place: int) -> tuple[tuple[str, DatasetCell], ...]:
    """A row's telling cells, those that are there: variable id and cell."""
    cells = ((variable.id, cell_at(column, place)) for variable, column in columns)
    return tuple((name, cell) for name, cell in cells if not cell.reason)
