# SPDX-License-Identifier: MIT
"""Long reads in pieces: each query by itself, again where something was stored meanwhile, at last in one piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from workbench.project_proxy import read_in_pieces
from workbench.session import ChangesFirst, Session


class _Database:
    """A project and its thread: every question is counted; `stored` times something is stored before the last query."""

    folder, name, changes_first = "", "", ChangesFirst()

    def __init__(self, stored: int) -> None:
        self.asked, self.stored, self.actions = 0, stored, 7

    def fetch(self, work: Callable[[Any], Any]) -> Any:
        self.asked += 1
        return work(self)

    @property
    def head(self) -> tuple[int, str]:
        return self.actions, ""

    def query(self, sql: str, params: object = ()) -> list[str]:
        del params
        if sql == "segments" and self.stored:
            self.stored -= 1
            self.actions += 1
        return [sql]


def _read(project: Any) -> list[str]:
    return [*project.query("documents"), *project.query("segments")]


@pytest.mark.parametrize(("stored", "tries"), [(0, 1), (1, 2), (2, 3)])
def test_each_query_waits_its_turn_and_what_is_old_is_read_again(stored: int, tries: int) -> None:
    database = _Database(stored)
    assert read_in_pieces(cast(Session, database), _read) == ["documents", "segments"]
    assert database.asked == tries * 6  # folder, name, head, two queries, head


def test_where_something_is_stored_all_the_time_it_is_read_in_one_piece() -> None:
    database = _Database(9)
    assert read_in_pieces(cast(Session, database), _read) == ["documents", "segments"]
    assert database.asked == 3 * 6 + 1


def test_a_row_that_is_gone_is_no_bug_only_where_something_was_stored() -> None:
    def read(project: Any) -> str:
        found = {"documents"} if database.stored else {"documents", "segments"}
        missing = set(_read(project)) - found
        if missing and project.head[0] > 7:
            found |= missing
            database.stored = 0
        return {one: one for one in found}["segments"]

    database = _Database(2)
    assert read_in_pieces(cast(Session, database), read) == "segments"
    unchanged = _Database(0)
    with pytest.raises(KeyError):
        read_in_pieces(cast(Session, unchanged), lambda project: {}[project.query("segments")[0]])
