# SPDX-License-Identifier: MIT
"""A person's choices from a newer export: rows, edits that give way, questions.

Members of a household that is new or gone go with it: they are not chosen on their own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects.datasets.merge.comparison import Comparison, TableComparison

Rows = Mapping[str, frozenset[int]]


@dataclasses.dataclass(frozen=True)
class Chosen:
    """What to take, by table id; None takes all.

    `new`: rows of the export (0-based). `changed`, `vanished`: row ids at hand; vanished rows leave analysis.
    `give_way`: (table, row id, variable) of edits that give way to the newer value; the others stay.
    `questions`: (table, variable) whose newer wording and conditions are taken; None: all but those reworded here.
    """

    new: Rows | None = None
    changed: Rows | None = None
    vanished: Rows | None = None
    give_way: frozenset[tuple[str, int, str]] = frozenset()
    questions: frozenset[tuple[str, str]] | None = None


NOTHING: Rows = {}


def own_rows(comparison: Comparison, table: TableComparison) -> tuple[list[int], list[int]]:
    """New and vanished rows that do not simply follow the row they belong to."""
    above = _parent_of(comparison, table)
    links = table.imported.parent_rows
    if above is None or links is None:
        return table.new_rows, table.vanished
    came, gone = set(above.new_rows), set(above.vanished)
    return (
        [row for row in table.new_rows if int(links[row]) not in came],
        [row for row in table.vanished if table.parent_of.get(row) not in gone],
    )


def taken_new(comparison: Comparison, table: TableComparison, chosen: Chosen) -> list[int]:
    """New rows that are taken, in the order of the export."""
    own, above = set(own_rows(comparison, table)[0]), _parent_of(comparison, table)
    wanted = _picked(own, chosen.new, table.table.id)
    if above is not None and table.imported.parent_rows is not None:
        came = set(taken_new(comparison, above, chosen))
        links = table.imported.parent_rows
        wanted |= {row for row in set(table.new_rows) - own if int(links[row]) in came}
    return [row for row in table.new_rows if row in wanted]


def taken_changed(table: TableComparison, chosen: Chosen) -> frozenset[int]:
    """Row ids whose newer answers are taken."""
    return frozenset(_picked(set(table.changed), chosen.changed, table.table.id))


def taken_vanished(comparison: Comparison, table: TableComparison, chosen: Chosen) -> list[int]:
    """Row ids that leave analysis."""
    own, above = set(own_rows(comparison, table)[1]), _parent_of(comparison, table)
    wanted = _picked(own, chosen.vanished, table.table.id)
    if above is not None:
        gone = set(taken_vanished(comparison, above, chosen))
        wanted |= {row for row in set(table.vanished) - own if table.parent_of.get(row) in gone}
    return [row for row in table.vanished if row in wanted]


def takes_words(table: TableComparison, variable_id: str, chosen: Chosen) -> bool:
    """Whether the newer wording of a question is taken."""
    if chosen.questions is None:
        return variable_id not in table.relabelled
    return (table.table.id, variable_id) in chosen.questions


def _picked(rows: set[int], chosen: Rows | None, table_id: str) -> set[int]:
    return set(rows) if chosen is None else rows & chosen.get(table_id, frozenset())


def _parent_of(comparison: Comparison, table: TableComparison) -> TableComparison | None:
    return next((one for one in comparison.tables if one.table.id == table.table.parent), None)
