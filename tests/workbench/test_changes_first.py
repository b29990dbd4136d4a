# SPDX-License-Identifier: MIT
"""Long reads wait while something is stored, and begin anew in the pause after it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, cast

import pytest

from wording import Stopped
from workbench.project_proxy import read_in_pieces
from workbench.session import ChangesFirst, Session


class _Database:
    """A project and its thread; what was asked is noted."""

    folder, name, head = "", "", (7, "")

    def __init__(self) -> None:
        self.changes_first = ChangesFirst()
        self.asked: list[str] = []

    def fetch(self, work: Callable[[Any], Any]) -> Any:
        return work(self)

    def query(self, sql: str, params: object = ()) -> list[str]:
        del params
        self.asked.append(sql)
        return [sql]


def test_a_reading_that_a_change_overtakes_asks_nothing_more_until_it_is_stored() -> None:
    database = _Database()
    changes = database.changes_first

    def stored() -> None:
        database.asked.append("stored")
        with changes.storing():
            pass

    def read(project: Any) -> list[str]:
        first = project.query("documents")
        if database.asked == ["documents"]:
            changes.begin()  # somebody codes
            threading.Timer(0.03, stored).start()
        return [*first, *project.query("segments")]

    assert read_in_pieces(cast(Session, database), read) == ["documents", "segments"]
    assert database.asked == ["documents", "stored", "documents", "segments"]


def test_a_reading_that_is_no_longer_wanted_stops_while_it_waits() -> None:
    database = _Database()
    database.changes_first.begin()
    with pytest.raises(Stopped):
        read_in_pieces(cast(Session, database), lambda project: project.query("documents"), lambda: True)
    assert not database.asked


def test_nobody_waits_past_their_patience_or_for_a_program_that_ends() -> None:
    changes = ChangesFirst()
    changes.begin()
    changes.wait(time.monotonic() - 1, lambda: False)
    changes.close()
    changes.wait(time.monotonic() + 60, lambda: False)
