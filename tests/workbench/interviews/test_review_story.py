# SPDX-License-Identifier: MIT
"""Suggestions reviewed in batch: ticked and accepted together, narrowed, under another code, rejected, switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.interviews import queries
from projects.interviews.codes import redefine_code
from projects.interviews.documents import set_consents
from projects.interviews.suggestions import decided_by_document, find_suggestions, project_rules, store_suggestions
from projects.store.actions import Action
from projects.store.project import Project
from wording import render
from workbench.interviews.suggestions.background_suggestions import suggest
from workbench.interviews.suggestions.review_pane import ReviewPane
from workbench.interviews.view import InterviewsWorkspace
from workbench.widgets import Button

Calm = Callable[[], None]


@pytest.fixture
def proposed(room: InterviewsWorkspace, calm: Calm) -> InterviewsWorkspace:
    """The room, with what the rules of both interviews propose."""

    def action(project: Project) -> Action:
        documents = list(queries.load_documents(project))
        return store_suggestions(find_suggestions(documents, project_rules(project), decided_by_document(project)))

    room.session.do(action)
    calm()
    return room


@pytest.fixture
def review(proposed: InterviewsWorkspace, calm: Calm) -> ReviewPane:
    """The page on them."""
    room = proposed
    room.acts.reviewing.show()
    calm()
    return room.centre.review


def shown(pane: ReviewPane) -> list[str]:
    return [row.quote for row in pane.list.rows.rows]


def codings(room: InterviewsWorkspace, calm: Calm) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    room.session.ask(
        lambda project: [(one.quote, one.code) for one in queries.segments(project)], found.extend, owner=room
    )
    calm()
    return found


def test_ticked_rows_are_accepted_in_one_action(room: InterviewsWorkspace, review: ReviewPane, calm: Calm) -> None:
    waiting = shown(review)
    assert len(waiting) > 3
    assert not review.take.isEnabled()
    first, second = review.list.rows.rows[:2]
    review.list.rows.tick([first.id, second.id], True)
    assert "2" in review.take.text()
    review.take.click()
    calm()
    assert len(shown(review)) == len(waiting) - 2
    assert {quote for quote, _code in codings(room, calm)} == {first.quote, second.quote}
    room.session.undo()
    calm()
    assert sorted(shown(review)) == sorted(waiting)
    assert codings(room, calm) == []


def test_keys_narrow_accept_and_reject(room: InterviewsWorkspace, review: ReviewPane, calm: Calm, qtbot: QtBot) -> None:
    before = len(shown(review))
    row = review.list.current()
    assert row is not None
    assert room.acts.place.suggestion == row.id  # the right column says why
    why = room.right.suggestion
    for _ in range(3):
        qtbot.keyClick(review.list, Qt.Key.Key_E)
    loaded = room.state.loaded
    wide = review.list.current()
    assert loaded is not None
    assert wide is not None
    turns = [(turn.start, turn.end) for turn in loaded.document.turns]
    assert (wide.suggestion.start, wide.suggestion.end) in turns  # and never the whole interview
    assert wide.quote in why.quote.shown
    for _ in range(3):
        qtbot.keyClick(review.list, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    words = review.list.current()
    assert words is not None
    assert len(words.quote) < len(row.quote)
    assert words.quote in why.quote.shown
    qtbot.keyClick(review.list, Qt.Key.Key_E)
    assert review.list.current() == row
    qtbot.keyClick(review.list, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    narrow = review.list.current()
    assert narrow is not None
    assert row.quote.startswith(narrow.quote)
    assert len(narrow.quote) < len(row.quote)
    review.read()
    calm()
    assert review.list.current() == narrow  # kept while others are decided
    qtbot.keyClick(review.list, Qt.Key.Key_A)
    calm()
    assert codings(room, calm) == [(narrow.quote, row.suggestion.code)]
    reject = next(one for one in why.buttons.findChildren(Button) if "R" in one.text())
    reject.click()  # beside the row: the same as its key
    calm()
    assert len(shown(review)) == before - 2
    other = review.list.current()
    assert other is not None
    code = next(code.id for code in room.state.codebook if code.id != other.suggestion.code)
    review.accept_other(other, code)
    calm()
    assert (other.quote, code) in codings(room, calm)


def test_what_was_seen_and_not_ticked_is_rejected(room: InterviewsWorkspace, review: ReviewPane, calm: Calm) -> None:
    rows = review.list.rows
    rows.seen |= {row.id for row in rows.rows}
    kept = rows.rows[0].id
    rows.tick([kept], True)
    review.refuse.click()
    calm()
    assert [row.id for row in rows.rows] == [kept]
    assert codings(room, calm) == []


def test_filters_and_the_switch(room: InterviewsWorkspace, review: ReviewPane, calm: Calm, qtbot: QtBot) -> None:
    code = review.list.rows.rows[0].suggestion.code
    review.code.choose(code)
    review.code.chosen.emit(code)
    calm()
    assert {row.suggestion.code for row in review.list.rows.rows} == {code}
    for order in ("least_sure", "like", "far", "best"):
        review.orders.choose(order)
        review.orders.chosen.emit(order)
        calm()
        assert len(shown(review)) == len([row for row in review._all if row.suggestion.code == code])
    pane, side = review, review.side
    side.ways.choose("rule")
    side.ways.chosen.emit("rule")
    calm()
    assert len(shown(pane)) == len(pane._all)
    rule = pane._all[-1].rules[0]
    side.list.picked.emit(rule)
    calm()
    assert 0 < len(shown(pane)) <= len(pane._all)
    assert all(rule in row.rules for row in pane.list.rows.rows)
    assert pane.rule.value() == rule
    side.choose("code", "")
    pane.code.chosen.emit("")
    room.session.do(redefine_code(code, sensitivity="high"))
    calm()
    review.read()
    calm()
    assert (f"silent:{code}") in [entry.id for entry in side.list.entries.entries]
    side.list.picked.emit(f"silent:{code}")
    calm()
    assert review.switches.sensitive.isVisible()
    review.switches.sensitive.click()
    calm()
    assert f"silent:{code}" not in [entry.id for entry in side.list.entries.entries]
    assert code in review.switches.switches.sensitive
    review.switches.on.click()
    calm()
    assert not review.switches.switches.on
    assert not room.right.suggestion.silent.isHidden()  # says so, and offers no rules to run
    assert room.right.suggestion.nothing.isHidden()
    problems: list[object] = []
    room.session.problem.connect(problems.append)
    room.acts.suggesting.suggest_all()
    qtbot.waitUntil(lambda: bool(problems), timeout=20_000)


def test_a_refused_interview_shows_no_suggestion_and_is_told_by_suggest(
    proposed: InterviewsWorkspace, calm: Calm
) -> None:
    state, told = proposed.state, list[str]()
    proposed.session.notice.connect(lambda text: told.append(render(text, "en")))
    before = set(state.suggestions)
    assert before
    open_id = state.document_id() or ""
    proposed.session.do(set_consents(open_id, {"interview": False}))
    calm()
    assert not state.suggestions
    assert proposed.acts.place.open_suggestions() == []
    assert state.document_id() == open_id
    centre = proposed.centre
    assert (centre.texts.isHidden(), centre.held_back.isHidden()) == (True, False)  # one sentence, and Erase
    assert (centre.transcript.toPlainText(), state.has_text(), state.marks.all) == ("", False, [])
    suggest(state, proposed.session)
    calm()
    assert any(text.startswith("Consent to 1 interview was refused: nothing is proposed in it") for text in told)
    proposed.session.undo()
    calm()
    assert (centre.texts.isHidden(), centre.held_back.isHidden(), state.has_text()) == (False, True, True)
    assert not state.suggestions  # undo gives back the consent; suggestions are made anew
    suggest(state, proposed.session)
    calm()
    assert len(state.suggestions) == len(before)


def test_none_of_these_in_this_interview(
    room: InterviewsWorkspace, review: ReviewPane, calm: Calm, qtbot: QtBot
) -> None:
    row = review.list.current()
    assert row is not None
    before = len(review._all)
    here = [one for one in review._all if one.suggestion.code == row.suggestion.code]
    gone = [one for one in here if one.suggestion.document == row.suggestion.document]
    qtbot.keyClick(review.list, Qt.Key.Key_X)
    calm()
    assert len(review._all) == before - len(gone)
    assert not {one.id for one in review._all} & {one.id for one in gone}
    room.session.undo()  # one action, one undo
    calm()
    assert len(review._all) == before


def test_the_whole_turn_is_seen_with_the_words_in_bold(
    room: InterviewsWorkspace, review: ReviewPane, calm: Calm
) -> None:
    row, loaded = review.list.current(), room.state.loaded
    assert row is not None
    assert loaded is not None
    turn = next(one for one in loaded.document.turns if one.start <= row.suggestion.start < one.end)
    shown = room.right.suggestion.quote
    assert shown.shown == loaded.document.text[turn.start : turn.end]
    matched = room.state.suggestions[row.id].matched[0]
    assert f"<b>{loaded.document.text[slice(*matched)]}</b>" in shown.text()
    shown.show_turn("<i>no</i> markup", (0, 16), (3, 5), [(3, 5)])
    assert shown.text() == "&lt;i&gt;<u><b>no</b></u>&lt;/i&gt; markup"
