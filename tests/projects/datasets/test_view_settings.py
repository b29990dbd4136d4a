# SPDX-License-Identifier: MIT
"""View settings of a table come back after closing, leave no trace in history, are forgotten with an erasure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.datasets.table.filters import (
    Edited,
    Filter,
    HasChoice,
    HasText,
    InAnalysis,
    InRange,
    IsMissing,
    IsPresent,
)
from projects.datasets.table.view_settings import (
    TableState,
    filter_from_json,
    filter_to_json,
    state_from_json,
    state_to_json,
)
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.store.ui_state import remember, saved_ui_state
from projects.stored_tables.stored_table import data_table
from tests.projects.datasets.conftest import PASSPHRASE

EVERY = [
    HasChoice("v2", frozenset({"c2", "c1"})),
    InRange("v6", 18.0, None),
    InRange("v8", "2026-03-01", "2026-03-31"),
    HasText("v3", "k1", whole=True),
    IsMissing("v6", frozenset({2, 3})),
    IsMissing("v6"),
    IsPresent("v6"),
    InAnalysis(kept=False),
    Edited(),
]


@pytest.mark.parametrize("wanted", EVERY)
def test_a_filter_comes_back_from_json(wanted: Filter) -> None:
    assert filter_from_json(json.loads(json.dumps(filter_to_json(wanted)))) == wanted


def test_a_filter_of_a_later_version_is_left_out(stored: Project) -> None:
    kept = state_to_json(TableState(["v6", "v2"], [IsPresent("v6")]))
    kept["filters"].append({"is": "moon", "variable": "v2"})
    state = state_from_json(kept, data_table(stored, "t1"))
    assert state is not None
    assert (state.columns, state.filters) == (["v6", "v2"], [IsPresent("v6")])


def test_what_no_longer_fits_is_left_out(stored: Project) -> None:
    kept = state_to_json(
        TableState(["v99", "v6"], [IsPresent("v99"), Edited()], (("v99", True), ("v6", False)), 5, {"v99": 80, "v6": 9})
    )
    state = state_from_json(kept, data_table(stored, "t1"))
    assert state == TableState(["v6"], [Edited()], (("v6", False),), 1, {"v6": 30})
    for broken in (None, {}, {"columns": 3}, {**kept, "columns": []}):
        assert state_from_json(broken, data_table(stored, "t1")) is None


def test_it_is_there_after_closing_and_stands_in_no_history(stored: Project) -> None:
    state, before = TableState(["v6"], [HasText("v3", "k1")], (("v6", True),), 1, {"v6": 80}), stored.head
    remember(stored, "table.t1", state_to_json(state))
    remember(stored, "room.data", {"table": "t1"})
    assert stored.head == before
    folder: Path = stored.folder
    stored.close()
    with Project.open(folder, PASSPHRASE) as again:
        assert state_from_json(saved_ui_state(again)["table.t1"], data_table(again, "t1")) == state
        assert list(saved_ui_state(again, "table.")) == ["table.t1"]
        assert again.check().sound


def test_an_erasure_forgets_what_was_looked_for(stored: Project) -> None:
    remember(stored, "table.t1", state_to_json(TableState(["v3"], [HasText("v3", "Ada of block k1")])))
    erase(stored, Subject("row", ("t1", [1])), EraseReason("asked"))
    assert saved_ui_state(stored) == {}
