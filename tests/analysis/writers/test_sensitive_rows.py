# SPDX-License-Identifier: MIT
"""Conditions as sets of rows: what one leaves of another is told by no two tables of a sensitive question.

By hand: 242 people at five sites, 17 said yes, one of 31 at S5. "All" less "site is not S5" would be that one person.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.records import Role, RowOrigin
from analysis.result_tables import TableSpec
from tests.analysis.writers.test_no_answer_cells import marked
from tests.analysis.writers.test_people_without_answer import frame_of

YES = {"S1": (4, 60), "S2": (6, 48), "S3": (5, 51), "S4": (1, 36), "S5": (1, 30)}


def shared(role: Role | None, *options: dict[str, Any]) -> list[TableSpec]:
    """Tables of the question as a partner has them, of a sample of which nobody asked more than a third."""
    rows = [
        {"v1": answer, "v2": site, "v3": "far" if site == "S5" else "near"}
        for site, several in YES.items() for answer, n in zip(("yes", "no"), several, strict=True) for _ in range(n)
    ]  # fmt: skip
    frame = marked(frame_of(rows), "v1", role)
    study = Study(replace(frame, table=replace(frame.table, how=RowOrigin.PURPOSIVE)))
    tables = [run("proportions", study, one).tables[0] for one in options]
    return mask_all(tables, 30, 10, 5, Destination.PARTNER, StudyRows({"t1": study}))[0]


def shown(table: TableSpec) -> list[int | None]:
    return [None if row.cells[-1].flags & HIDDEN else row.cells[-1].n for row in table.rows]


NOT_S5 = {"variable": "v1", "where": [{"variable": "v2", "is": ["S1", "S2", "S3", "S4"]}]}
NEAR = {"variable": "v1", "where": [{"variable": "v3", "is": ["near"]}]}


@pytest.mark.parametrize("condition", [NOT_S5, NEAR])
def test_the_whole_and_all_but_one_site_do_not_tell_the_one_person(condition: dict[str, Any]) -> None:
    whole, rest = shared(Role.SENSITIVE, {"variable": "v1"}, condition)
    assert None in (*shown(whole), *shown(rest)), "17 less 16"
    for at in range(2):
        assert None in (shown(whole)[at], shown(rest)[at])


def test_ordinary_answers_print_whole() -> None:
    whole, rest = shared(None, {"variable": "v1"}, NOT_S5)
    assert sorted(map(str, shown(whole))) == ["17", "225"]
    assert sorted(map(str, shown(rest))) == ["16", "195"]
