# SPDX-License-Identifier: MIT
"""Stories of coding: select, Ctrl+K, two letters, Enter, look, undo; suggestions; favourites; the codebook."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.workbench.interviews.user_actions import Calm, code, select_words, stored, text_of
from wording import msg, render
from workbench.interviews.coding.auto_code_page import AutoCodePage
from workbench.interviews.panes.right_pane import SEGMENT, SUGGESTION
from workbench.interviews.reading.transcript import Transcript
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def test_speakers_stand_in_the_margin_only(room: InterviewsWorkspace) -> None:
    shown = room.transcript.toPlainText()
    assert shown.startswith("How did you first hear")
    assert "Interviewer" not in shown
    turns = [room.transcript.turn_of(visible.block) for visible in room.transcript.visible_blocks()]
    assert [turn.speaker for turn in turns[:4] if turn] == ["Interviewer", "P1", "Interviewer", "P1"]


def test_select_ctrl_k_two_letters_enter_look_undo(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    select_words(room, "she offered me a job in a hotel")
    code(window, room, "re", calm)
    assert not room.picker.isVisible()
    assert room.transcript.hasFocus()
    segments = stored(window, qtbot)
    assert [segment.quote for segment in segments] == ["she offered me a job in a hotel"]
    assert [segment.coder for segment in segments] == ["coder"]
    assert len(room.transcript.marks.all) == 1
    assert room.right.page() == SEGMENT
    assert room.right.segment.code.name.text() == "Recruitment"
    assert room.state.counts == {segments[0].code: 1}
    assert "Recruitment" in render(window.session.undo_text, "en")
    window.session.undo()
    calm()
    assert not room.transcript.marks.all
    assert room.state.counts == {}
    window.session.redo()
    calm()
    assert len(room.transcript.marks.all) == 1


@pytest.mark.parametrize(("language", "words"), [("en", "Copy"), ("fr", "Copier")])
def test_the_menu_over_chosen_words_offers_to_code_them(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot, language: str, words: str
) -> None:
    window.set_language(language)
    select_words(room, "she offered me a job in a hotel")
    area = room.transcript.selection_area()
    viewport, centre = room.transcript.viewport(), area.center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, centre, viewport.mapToGlobal(centre))
    QApplication.sendEvent(viewport, event)
    menu = next(one for one in room.transcript.findChildren(QMenu) if one.isVisible())
    code_them, recent, recode, remove = menu.actions()[:4]
    assert recent.text() == render(msg("interviews.view.recent_codes"), language)
    assert not recent.isEnabled()  # none was used
    assert code_them.text() == render(msg("interviews.view.code_selection"), language)
    assert code_them.isEnabled()
    assert not recode.isEnabled()  # there is no segment here
    assert not remove.isEnabled()
    assert any(action.text().replace("&", "").startswith(words) for action in menu.actions()[5:])
    further = [action.text() for action in menu.actions()[7:]]
    for name in ("in_vivo", "code_turn", "paraphrase", "annotate", "bookmark", "new_memo"):  # all that keys can do
        assert render(msg(f"interviews.view.{name}"), language) in further
    code_them.trigger()
    assert room.picker.isVisible()
    menu.close()
    window.set_language("en")


def test_what_is_painted_piece_by_piece_is_what_a_whole_painting_shows(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm
) -> None:
    def on_screen() -> QImage:
        QApplication.processEvents()
        return window.screen().grabWindow(window.winId()).toImage()

    QApplication.setCursorFlashTime(0)
    words = ("she offered me a job in a hotel", "a job", "Good pay, she promised.\n\nInterviewer: What happened")
    steps = [partial(select_words, room, word) for word in words]
    for number, select in enumerate([*steps, window.session.undo, window.session.undo, window.session.redo]):
        select()
        if number < len(steps):
            room.acts.coding.apply_code(list(room.state.codebook)[number].id)
        calm()
        piece_by_piece = on_screen()
        room.transcript.viewport().update()
        room.transcript.speakers.update()
        room.transcript.codes.update()
        assert on_screen() == piece_by_piece, number


def test_a_code_just_given_is_the_one_repeated_and_its_memo_can_be_typed_at_once(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    codes = list(room.state.codebook)
    for code_, words in ((codes[0], "my passport"), (codes[1], "a job in a hotel")):
        select_words(room, words)
        room.acts.coding.apply_code(code_.id)
        qtbot.waitUntil(lambda code_=code_: room.state.recent[:1] == [code_.id])  # before lists are read anew
    assert room.right.page() == SEGMENT
    QTest.keyClicks(room.right.segment.memo, "Ask her again")  # the page itself is still to be read
    select_words(room, "The man took")
    room.acts.quick.repeat()
    calm()
    kept = {segment.quote: (segment.code, segment.memo) for segment in stored(window, qtbot)}
    assert kept["a job in a hotel"] == (codes[1].id, "Ask her again")
    assert kept["The man took"] == (codes[1].id, "")


def test_a_coding_is_seen(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    before = room.transcript.grab().toImage()
    select_words(room, "she offered me a job in a hotel")
    code(window, room, "re", calm)
    room.transcript.go_to(0)
    calm()
    after = room.transcript.grab().toImage()
    line = room.transcript.looks.of(room.transcript.marks.all[0].code).line.rgb()
    seen = [(x, y) for y in range(after.height()) for x in range(0, after.width(), 3) if after.pixel(x, y) == line]
    assert before != after
    assert any(x > room.transcript.codes.x() for x, _y in seen), "no stripe in the margin"
    assert any(x < room.transcript.codes.x() for x, _y in seen), "no line below the words"


def test_a_coding_gone_to_is_seen_to_its_end(room: InterviewsWorkspace) -> None:
    """One that begins on the last line on screen is brought into the middle."""
    text = room.transcript
    whole = len(text.offsets.text)
    last = max(at for at in range(whole) if _bottom(text, at) <= text.viewport().height())
    room.transcript.go_to(last - 20, last + 200)
    assert _bottom(text, last + 200) <= text.viewport().height()
    assert text.caret() == last - 20


def _bottom(text: Transcript, position: int) -> int:
    cursor = QTextCursor(text.document())
    cursor.setPosition(text.offsets.to_qt(position))
    return text.cursorRect(cursor).bottom()


def test_emoji_before_and_in_the_selection(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    text = text_of(room)
    start = text.index("hotel. 👩")
    end = text.index(", she promised")
    room.transcript.select(start, end)
    assert room.transcript.selection() == (start, end)
    code(window, room, "dec", calm)
    assert [segment.quote for segment in stored(window, qtbot)] == ["hotel. 👩‍👧 Good pay"]


def test_mouse_double_click_takes_a_word(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    place = text_of(room).index("market") + 2
    room.transcript.go_to(place)
    area = room.transcript.cursorRect()
    qt_place = QPoint(area.center().x(), area.bottom() + 3)  # in the gap below the line
    QTest.mouseDClick(room.transcript.viewport(), Qt.MouseButton.LeftButton, pos=qt_place)
    span = room.transcript.selection()
    assert span is not None
    assert text_of(room)[slice(*span)] == "market"


def test_mouse_drag_selects_across_lines_and_a_stripe_chooses_its_segment(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    view = room.transcript.viewport()

    def place_of(words: str) -> QPoint:
        room.transcript.go_to(text_of(room).index(words))
        return room.transcript.cursorRect().center()

    first, last = place_of("There was no hotel"), place_of("took my passport")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    span = room.transcript.selection()
    assert span is not None
    assert text_of(room)[slice(*span)] == "There was no hotel. The man"
    code(window, room, "dec", calm)
    room.transcript.go_to(0)
    calm()
    assert room.acts.place.segment is None
    room.transcript.codes.grab()
    label = room.transcript.codes._labels[0].area.center().toPoint()
    QTest.mouseClick(room.transcript.codes, Qt.MouseButton.LeftButton, pos=label)
    calm()
    assert room.acts.place.segment == stored(window, qtbot)[0].id
    assert room.right.page() == SEGMENT


def test_without_a_selection_the_sentence_is_coded(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    room.transcript.go_to(text_of(room).index("my passport"))
    code(window, room, "conf", calm)
    assert [segment.quote for segment in stored(window, qtbot)] == ["The man took my passport."]


def test_a_name_that_is_new_becomes_a_code(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    select_words(room, "bus")
    code(window, room, "Transport", calm)  # one Enter: the row that makes it is chosen as it is typed
    made = room.state.named_exactly("transport")
    assert made is not None
    assert [(segment.code, segment.quote) for segment in stored(window, qtbot)] == [(made.id, "bus")]


def test_delete_removes_the_segment_under_the_caret(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    select_words(room, "passport")
    code(window, room, "conf", calm)
    room.transcript.go_to(0)
    room.transcript.go_to(text_of(room).index("passport") + 1)
    calm()
    assert room.acts.place.segment is not None
    QTest.keyClick(room.transcript, Qt.Key.Key_Delete)
    calm()
    assert stored(window, qtbot) == []
    assert not room.transcript.marks.all


def test_suggest_go_accept_reject(window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    window.table.run("interviews.suggest.all")
    calm()
    waiting = len(room.acts.place.open_suggestions())
    assert waiting >= 4
    assert stored(window, qtbot) == []
    room.transcript.setFocus()
    QTest.keyClick(room.transcript, Qt.Key.Key_N)
    calm()
    assert room.right.page() == SUGGESTION
    page = room.right.suggestion
    assert page.card.isVisible()
    assert "offered me a job" in page.why.text()
    shown = page.shown
    assert shown is not None
    page.show_suggestion(replace(shown, quote="He kept it all, and what he kept he wrote down in a book. " * 4))
    high = page.card.minimumHeight()
    page.show_suggestion(shown)
    assert page.card.minimumHeight() == high > page.card.sizeHint().height() // 2 > 0, "Accept stays where it is"
    QTest.keyClick(room.transcript, Qt.Key.Key_A)
    calm()
    assert [segment.origin for segment in stored(window, qtbot)] == ["rule:offered me a job"]
    assert len(room.acts.place.open_suggestions()) == waiting - 1
    assert room.acts.place.suggestion is not None, "the next one is at hand"
    QTest.keyClick(room.transcript, Qt.Key.Key_R)
    calm()
    assert len(stored(window, qtbot)) == 1
    assert len(room.acts.place.open_suggestions()) == waiting - 2
    assert sum(record.accepted for record in room.state.records) == 1
    assert sum(record.rejected for record in room.state.records) == 1
    window.session.undo()
    calm()
    assert len(room.acts.place.open_suggestions()) == waiting - 1


def test_letters_typed_into_fields_are_no_commands(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    window.table.run("interviews.suggest.all")
    calm()
    room.acts.suggesting.next_suggestion()
    calm()
    waiting = len(room.acts.place.open_suggestions())
    room.left.field.setFocus()
    QTest.keyClicks(room.left.field, "a")
    room.tree.setFocus()
    QTest.keyClicks(room.tree, "ar")
    calm()
    assert len(room.acts.place.open_suggestions()) == waiting
    assert room.left.field.text() == "a"


def test_favourites(window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    debt = room.state.named_exactly("Debt bondage")
    assert debt is not None
    room.tree.pick(debt.id)
    room.tree.setFocus()
    QTest.keyClick(room.tree, Qt.Key.Key_4)
    calm()
    assert room.state.favourites == {4: debt.id}
    select_words(room, "a debt for the bus")
    QTest.keyClick(room.transcript, Qt.Key.Key_4)
    calm()
    assert [(segment.code, segment.quote) for segment in stored(window, qtbot)] == [(debt.id, "a debt for the bus")]


def test_next_uncoded_passes_questions_and_codings(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    QTest.keyClick(room.transcript, Qt.Key.Key_S)
    span = room.transcript.selection()
    assert span is not None
    assert text_of(room)[slice(*span)].startswith("A woman from the market")
    coded = span
    code(window, room, "rec", calm)
    QTest.keyClick(room.transcript, Qt.Key.Key_S)
    span = room.transcript.selection()
    assert span is not None
    assert not text_of(room)[slice(*span)].startswith("A woman")
    QTest.keyClick(room.transcript, Qt.Key.Key_F8)
    assert room.acts.place.segment is not None
    side = room.right.page()
    room.centre.setCurrentWidget(room.centre.rules)  # another page lies over the text: keys are not meant for it
    calm()
    window.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_X, Qt.Key.Key_Less, Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_F2):
        QTest.keyClick(window, key)
    calm()
    assert [one.quote for one in stored(window, qtbot)] == [text_of(room)[slice(*coded)]]
    assert room.right.page() == side
    assert room.centre.currentWidget() is room.centre.rules
    assert room.acts.place.segment is not None


def test_resize_recode_memo(window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    select_words(room, "took my passport")
    code(window, room, "conf", calm)
    for _twice in range(2):  # faster than it is shown
        QTest.keyClick(room.transcript, Qt.Key.Key_Less, Qt.KeyboardModifier.ControlModifier)
    calm()
    assert stored(window, qtbot)[0].quote == "The man took my passport"
    QTest.keyClick(room.transcript, Qt.Key.Key_Greater, Qt.KeyboardModifier.ControlModifier)
    calm()
    assert stored(window, qtbot)[0].quote == "man took my passport"
    memo = room.right.segment.memo
    memo.setFocus()
    QTest.keyClicks(memo, "kept by the man")
    room.transcript.setFocus()
    calm()
    assert stored(window, qtbot)[0].memo == "kept by the man"
    room.acts.coding.recode()
    QTest.keyClicks(room.picker.field, "debt")
    QTest.keyClick(room.picker.field, Qt.Key.Key_Return)
    calm()
    debt = room.state.named_exactly("Debt bondage")
    assert debt is not None
    assert stored(window, qtbot)[0].code == debt.id
    assert memo.toPlainText() == "kept by the man"
    window.session.undo()
    calm()
    window.session.undo()
    calm()
    assert stored(window, qtbot)[0].memo == ""
    assert memo.toPlainText() == ""


def test_what_is_drawn_at_once_is_what_is_stored(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    room.acts.suggesting.suggest_all()
    calm()
    select_words(room, "took my passport")
    code(window, room, "conf", calm)
    drawn, opened = room.transcript.marks, room.state.document_id()
    assert opened is not None
    assert not [
        mark for mark in drawn.all if mark.suggested and text_of(room)[mark.start : mark.end].startswith("The man")
    ]
    room.state._take_document(None, None)
    room.acts.navigation.open_document(opened)
    calm()
    assert room.state.marks.all == drawn.all
    assert room.state.marks.levels == drawn.levels


def test_find(window: MainWindow, room: InterviewsWorkspace, qtbot: QtBot) -> None:
    window.table.run("interviews.find.open")
    bar = room.centre.find_bar
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "HOTEL")
    qtbot.waitUntil(lambda: bar.note.text() == "1 of 2", timeout=3000)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.note.text() == "2 of 2"
    span = room.transcript.selection()
    assert span is not None
    assert text_of(room)[slice(*span)] == "hotel"
    bar.field.setText("e")  # one letter is counted in no other interview
    qtbot.waitUntil(lambda: not bar.everywhere.isVisible(), timeout=3000)
    bar.field.setText("dette")
    qtbot.waitUntil(lambda: bar.everywhere.text() == "1 in all interviews", timeout=3000)
    bar.field.setText("mange")
    bar.field.setText("HOTEL")
    qtbot.waitUntil(lambda: bar.everywhere.text() == "2 in all interviews", timeout=3000)
    bar.field.setText("dette")
    qtbot.waitUntil(lambda: bar.everywhere.text() == "1 in all interviews", timeout=3000)
    bar.stand_in_header(True)
    for width, hidden in ((300, True), (600, False)):
        bar.resize(width, bar.height())
        assert bar.everywhere.isHidden() == hidden, "in a narrow header it lay over the field"
    bar.stand_in_header(False)
    bar._menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: bar.note.text() == "1 of 1", timeout=3000)
    assert text_of(room)[slice(*(room.transcript.selection() or (0, 0)))] == "dette"
    bar.field.setText("HOTEL")
    qtbot.waitUntil(lambda: bar.note.text() == "Not found", timeout=3000)
    bar.code_all.click()
    page = room.centre.currentWidget()
    assert isinstance(page, AutoCodePage)
    assert page.field.text() == "HOTEL"
    room.centre.show_transcript()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert room.transcript.hasFocus()
