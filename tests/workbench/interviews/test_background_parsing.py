# SPDX-License-Identifier: MIT
"""Interviews are parsed in the background, once; not where assistance is off, and Cancel rests until others come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from coding.spacy_pipelines import pipeline_name
from projects.assistance.parses import ParseState, parse_state
from projects.assistance.switches import Switches, set_switches
from workbench.interviews.view import InterviewsWorkspace

pytestmark = pytest.mark.skipif(
    not (pipeline_name("en") and pipeline_name("fr")), reason="no spaCy pipelines for English and French are installed"
)
Calm = Callable[[], None]


def state_of(room: InterviewsWorkspace, calm: Calm) -> ParseState:
    found: list[ParseState] = []
    room.session.ask(parse_state, found.append, owner=room)
    calm()
    return found[0]


def test_it_parses_once_and_not_where_assistance_is_off(room: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    session = room.session
    assert state_of(room, calm) == ParseState(0, 2)
    session.do(set_switches(Switches(on=False)))
    calm()
    room.parsing.begin()
    calm()
    assert state_of(room, calm) == ParseState(0, 2)
    session.do(set_switches(Switches()))
    calm()
    room.parsing.begin()
    qtbot.waitUntil(lambda: bool(session.jobs), timeout=20_000)
    qtbot.waitUntil(lambda: not session.jobs, timeout=120_000)
    assert state_of(room, calm) == ParseState(2, 2)
    room.parsing.begin()
    calm()
    assert not session.jobs


def test_cancel_rests_until_other_interviews_come(room: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    session = room.session
    room.parsing.begin()
    qtbot.waitUntil(lambda: bool(session.jobs), timeout=20_000)
    session.jobs[0].cancel()
    qtbot.waitUntil(lambda: not session.jobs, timeout=120_000)
    calm()
    assert not room.parsing._soon.isActive()
    room.state.listed.emit()
    assert not room.parsing._soon.isActive()  # the same interviews
    room.state.documents = room.state.documents[:1]
    room.state.listed.emit()
    assert room.parsing._soon.isActive()
