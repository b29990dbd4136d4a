# SPDX-License-Identifier: MIT
"""A model learns anew after a coder's decisions, by itself: it suggests, decides nothing, and leaves undo alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from projects.assistance.learned_suggestions import lesson, lesson_digest
from projects.assistance.suggestion_reasons import open_suggestions
from projects.assistance.switches import Switches, set_switches
from projects.interviews import queries
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.segments import add_segment
from projects.store.actions import Action
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from tests.projects.assistance.test_learned_suggestions import DEBT, NEW, OTHER
from workbench.interviews.view import InterviewsWorkspace

Calm = Callable[[], None]
CODE = "4"  # debt bondage


@pytest.fixture
def coded(room: InterviewsWorkspace, calm: Calm) -> InterviewsWorkspace:
    """Two more interviews in which debts are coded, and one in which nobody coded anything."""
    texts = [" ".join([*DEBT, *OTHER]), " ".join([*OTHER, *DEBT]), " ".join([*OTHER[:3], *NEW])]
    new = [NewDocument(f"KII {n}", "en", parse_text(text), b"", "txt") for n, text in enumerate(texts)]
    session = room.session
    session.do(import_documents(new))
    calm()

    def action(place: int, sentence: str) -> Callable[[Project], Action]:
        def made(project: Project) -> Action:
            document = [one.document for one in queries.load_documents(project)][place]
            start = document.text.index(sentence)
            return add_segment(CODE, document, start, start + len(sentence), coder="coder")

        return made

    for place in (2, 3):
        for sentence in DEBT:
            session.do(action(place, sentence))
    calm()
    return room


def read(room: InterviewsWorkspace, calm: Calm) -> tuple[list[str], str]:
    found: list[tuple[list[str], str]] = []

    def ask(project: Project) -> tuple[list[str], str]:
        loaded = {one.document.id: one.document.text for one in queries.load_documents(project)}
        quotes = [loaded[one.document][one.start : one.end] for one in open_suggestions(project)]
        return quotes, lesson_digest(lesson(project, "coder"))

    room.session.ask(ask, found.append, owner=room)
    calm()
    return found[0]


def test_it_learns_by_itself_and_decides_nothing(coded: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    session, learning = coded.session, coded.learning
    assert learning._soon.isActive()  # a coder's decisions have set it going
    undo = session.undo_text
    session.do(set_switches(Switches(on=False)))
    calm()
    learning.begin()
    calm()
    assert not session.jobs  # all assistance is off
    session.undo()
    calm()
    assert session.undo_text == undo
    learning.begin()
    qtbot.waitUntil(lambda: bool(session.jobs), timeout=20_000)
    qtbot.waitUntil(lambda: not session.jobs and not learning._running, timeout=120_000)
    calm()
    quotes, digest = read(coded, calm)
    assert NEW[1] in quotes
    assert digest == learning._learnt
    assert session.undo_text == undo  # Ctrl+Z still undoes what a person did
    assert not learning._soon.isActive()  # its own suggestions are no decisions
    assert not [one for one in coded.state.records if one.accepted or one.rejected]
    session.undo()
    calm()
    assert read(coded, calm)[0] == quotes
    learning.closed()


def test_cancel_rests_until_the_next_decisions(coded: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    session, learning = coded.session, coded.learning
    learning.begin()
    qtbot.waitUntil(lambda: bool(session.jobs), timeout=20_000)
    session.jobs[0].cancel()
    qtbot.waitUntil(lambda: not session.jobs and not learning._running, timeout=120_000)
    calm()
    assert read(coded, calm)[0] == []
    assert not learning._soon.isActive()
    learning.closed()
