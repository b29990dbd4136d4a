# SPDX-License-Identifier: MIT
"""Rooms are made a piece at a time: between two pieces the event loop comes round, and a stop leaves nothing behind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.app import make_application
from workbench.room_columns import LEFT, RIGHT, ThreeColumns
from workbench.session import Session
from workbench.shell.window import RoomBuilder
from workbench.workspace import Workspace
from workbench.workspaces import ROOMS, Room


class Pieces(Workspace):
    """A room of three pieces; `at` hears of each."""

    id, title, icon = "pieces", msg("window.room.data"), "table-2"

    def __init__(self, session: Session, at: Callable[[str], object]) -> None:
        super().__init__(session)
        self._at = at

    def furnish(self) -> Iterator[None]:
        """Say of each piece that it is made."""
        for piece in ("left", "centre", "right"):
            self._at(piece)
            yield


@dataclass(frozen=True)
class Made(Room):
    """A room whose workspace is given."""

    at: Callable[[str], object]

    def build(self, session: Session) -> Workspace:
        """The room of pieces."""
        return Pieces(session, self.at)


@pytest.fixture
def session() -> Iterator[Session]:
    """No project is open in it."""
    made = Session()
    yield made
    made.shutdown()


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    """Where the rooms stand."""
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    return stack


def test_event_loop_comes_round_between_two_pieces(qtbot: QtBot, session: Session, place: QWidget) -> None:
    turns: list[str] = []
    builder = RoomBuilder(session, place, place)
    beat = QTimer(place, interval=0)
    beat.timeout.connect(lambda: turns.append("beat") if turns[-1:] != ["beat"] else None)
    beat.start()
    with qtbot.waitSignal(builder.ready, timeout=5000):
        builder.begin([Made("pieces", "", "", turns.append)])
        assert builder.under_way
        assert "left" not in turns
    beat.stop()
    assert [turn for turn in turns if turn != "beat"] == ["left", "centre", "right"]
    assert all("beat" in pair for pair in zip(turns, turns[1:], strict=False))
    assert not builder.under_way


def test_room_that_fails_is_reported_and_the_next_one_made(qtbot: QtBot, session: Session, place: QWidget) -> None:
    bugs: list[Exception] = []
    made: list[str] = []

    def fail(piece: str) -> None:
        if piece == "centre":
            raise RuntimeError(piece)

    session.bug.connect(bugs.append)
    builder = RoomBuilder(session, place, place)
    builder.made.connect(lambda room, _workspace: made.append(room))
    with qtbot.waitSignal(builder.ready, timeout=5000):
        builder.begin([Made("first", "", "", fail), Made("second", "", "", made.append)])
    assert [str(bug) for bug in bugs] == ["centre"]
    assert made == ["left", "centre", "right", "second"]
    qtbot.waitUntil(lambda: len(place.findChildren(Pieces)) == 1, timeout=5000)


def test_stop_in_the_middle_takes_the_half_made_room_away(qtbot: QtBot, session: Session, place: QWidget) -> None:
    turns: list[str] = []

    def stop_after_it(piece: str) -> None:
        turns.append(piece)
        QTimer.singleShot(0, builder.stop)

    builder = RoomBuilder(session, place, place)
    builder.begin([Made("pieces", "", "", stop_after_it)])
    qtbot.waitUntil(lambda: bool(turns) and not place.findChildren(Pieces), timeout=5000)
    assert not builder.under_way
    qtbot.wait(20)
    assert turns == ["left"]


def test_columns_keep_what_was_folded_before_they_were_shown(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    columns = ThreeColumns(ground)
    left, centre, right = QLabel("left"), QLabel("centre"), QLabel("right")
    columns.fill(left, centre, right)
    columns.restore([240, 300, 0, 1])
    assert columns.folded(RIGHT)
    assert not columns.folded(LEFT)
    columns.resize(1000, 300)
    columns.hide()
    ground.show()
    assert not centre.isVisible()
    columns.show()
    assert columns.count() == 3
    assert left.isVisible()
    assert not right.isVisible()
    assert left.width() == 240
    columns.fold(RIGHT)
    assert right.isVisible()
    assert right.width() == 300
    assert columns.state() == [240, 300, 0, 0]


_PARTS = {"ErrorsForm", "MarksCard", "WarningCard", "_HeadingsForm"}  # small, or made with the card they are a part of


@pytest.mark.parametrize("room", ["analysis", "sampling"])
def test_each_card_and_page_is_made_in_a_turn_of_its_own(qtbot: QtBot, session: Session, room: str) -> None:
    workspace = next(one for one in ROOMS if one.id == room).build(session)
    qtbot.addWidget(workspace)
    before: set[str] = set(_PARTS)
    for _ in chain(workspace.furnish(), [None]):  # and what is made after the last turn
        made = {type(one).__name__ for one in workspace.findChildren(QWidget)}
        assert len({name for name in made - before if name.endswith(("Card", "Page", "Form"))}) <= 1
        before |= made


def test_the_lock_of_python_comes_back_to_the_window_soon(qtbot: QtBot) -> None:
    make_application()
    assert sys.getswitchinterval() <= 0.001


def test_the_pages_of_the_interviews_come_into_the_window_a_few_at_a_time(qtbot: QtBot, session: Session) -> None:
    workspace = next(one for one in ROOMS if one.id == "interviews").build(session)
    qtbot.addWidget(workspace)
    counts = [len(workspace.findChildren(QWidget)) for _ in chain(workspace.furnish(), [None])]
    added = [later - before for before, later in zip([0, *counts], counts, strict=False)]
    assert max(added) < counts[-1] / 2, "what is put into the window at once is styled at once: nothing else is done"
