# SPDX-License-Identifier: MIT
"""A shortcut means one thing wherever one is: where two commands answer it, Qt lets neither run."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.shell.window import MainWindow
from workbench.workspaces import ROOMS, Room


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """All there are."""
    return ROOMS


def test_no_two_commands_answer_the_same_keys_and_the_room_in_front_has_its_own(
    window: MainWindow, project: Path
) -> None:
    assert len(window.rooms) == len(ROOMS)
    for room in window.rooms:
        window.show_room(room)
        answering = window.table.answering()
        assert len(answering) > 30
        assert {keys: found for keys, found in answering.items() if len(found) > 1} == {}
        assert answering["Ctrl+S"] == ["project.point"]
    window.show_room("data")
    assert window.table.answering()["Ctrl+E"] == ["report.export"]
    window.show_room("analysis")
    assert window.table.answering()["Ctrl+E"] == ["analysis.take.table"]
    window.show_room("report")
    assert window.table.answering()["Ctrl+E"] == ["report.export"]
