# SPDX-License-Identifier: MIT
"""An interview coded without the mouse: extend, code, repeat, in vivo, next, split, join, bookmark."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from coding.auto_code import PatternKind, Scope
from projects.interviews.auto_coding import code_hits
from projects.interviews.codes import add_code
from projects.interviews.segments import add_segment
from tests.workbench.interviews.user_actions import Calm, code, stored, text_of
from wording import Labels, render
from workbench.interviews.coding.auto_code_page import AutoCodePage
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
WORDS = "she offered me a job in a hotel"


def press(room: InterviewsWorkspace, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(room.transcript, key, modifiers[0] if modifiers else Qt.KeyboardModifier.NoModifier)


def chosen(room: InterviewsWorkspace) -> str:
    span = room.transcript.selection()
    return text_of(room)[slice(*span)] if span else ""


def test_extend_and_back(room: InterviewsWorkspace) -> None:
    room.transcript.setFocus()
    room.transcript.go_to(text_of(room).index(WORDS) + 5)
    seen = []
    for _ in range(3):
        press(room, KEY.Key_E)
        seen.append(chosen(room))
    assert seen[0] == "offered"
    assert WORDS in seen[1]
    assert seen[1] in seen[2]
    press(room, KEY.Key_E, SHIFT)
    assert chosen(room) == seen[1]
    press(room, KEY.Key_E, SHIFT)
    assert chosen(room) == "offered"


def test_code_repeat_next_and_join(window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot) -> None:
    text, here = text_of(room), text_of(room).index(WORDS)
    room.transcript.setFocus()
    room.transcript.select(here, here + 11)
    code(window, room, "re", calm)
    room.transcript.select(here + 12, here + len(WORDS))
    press(room, KEY.Key_Period)
    calm()
    assert [one.quote for one in stored(window, qtbot)] == [text[here : here + 11], text[here + 12 : here + len(WORDS)]]
    room.transcript.go_to(0)
    press(room, KEY.Key_F8)
    assert room.transcript.caret() == here
    press(room, KEY.Key_F8)
    assert room.transcript.caret() == here + 12
    assert room.acts.place.has_segment()
    press(room, KEY.Key_S)
    assert chosen(room)
    assert not room.acts.place.has_segment(), "what stands at the right is what the keys act on"
    room.transcript.go_to(here)
    calm()
    press(room, KEY.Key_J)
    calm()
    assert [one.quote for one in stored(window, qtbot)] == [WORDS]
    room.transcript.go_to(here + 5)  # within a word: the nearer end of it
    press(room, KEY.Key_X)
    calm()
    assert [one.quote for one in stored(window, qtbot)] == ["she", WORDS[4:]]


def test_words_name_a_code_in_vivo_and_a_place_is_marked(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    here = text_of(room).index(WORDS)
    room.transcript.setFocus()
    room.transcript.select(here, here + len(WORDS))
    press(room, KEY.Key_V)
    calm()
    (segment,) = stored(window, qtbot)
    before = len(room.state.codebook)
    window.session.undo()  # one step: the code goes with its coding
    calm()
    assert (stored(window, qtbot), len(room.state.codebook)) == ([], before - 1)
    window.session.redo()
    calm()
    (segment,) = stored(window, qtbot)
    assert room.state.codebook[segment.code].name.in_language("en") == WORDS
    assert room.state.codebook[segment.code].parent is None
    parent = room.state.codebook[segment.code]
    room.tree.pick(parent.id)
    room.transcript.setFocus()
    room.transcript.select(here, here + 3)
    QTest.keyClick(room.transcript, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(room.picker.field, "Zzz of the story")
    assert room.picker.list.picked_id() == ("create", "Zzz of the story", None)  # what one Enter would make
    QTest.keyClick(room.picker.field, KEY.Key_Down)  # from there to one below the code chosen
    QTest.keyClick(room.picker.field, KEY.Key_Return)
    calm()
    below = next(one for one in room.state.codebook if one.name.in_language("en") == "Zzz of the story")
    assert below.parent == parent.id
    assert {one.code for one in stored(window, qtbot)} == {parent.id, below.id}
    assert room.state.marks.all
    QTest.keyClick(room.transcript, KEY.Key_A, SHIFT)  # of the coding at hand, just made
    calm()
    assert "she" in str(room.state.codebook[below.id].anchors)
    QTest.keyClick(room.transcript, KEY.Key_B, Qt.KeyboardModifier.ControlModifier)
    calm()
    found: list = []
    window.session.ask(lambda project: project.query("SELECT start FROM bookmark"), found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    assert len(found[0]) == 1


def test_hits_are_ticked_and_coded_at_once(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    room.transcript.setFocus()
    here = text_of(room).index("hotel")
    room.transcript.select(here, here + len("hotel"))
    room.acts.quick.auto_code()
    calm()
    page = room.centre.currentWidget()
    assert isinstance(page, AutoCodePage)
    found = page.list.count()
    assert found
    assert "hotel" in page.list.item(0).text()
    option = QStyleOptionViewItem()
    option.initFrom(page.list)
    option.widget, option.rect = page.list, QRect(0, 0, 260, 24)
    page.list.itemDelegate().initStyleOption(option, page.list.model().index(0, 0))
    assert "hotel" in option.text  # whole in a small window, where the row was cut at its end
    assert option.text.endswith("…")
    assert page.speaker.isEnabled()  # filters: within a code, speaker, language, group
    assert not page.group.isEnabled()
    page.speaker.setCurrentIndex(page.speaker.findText("Interviewer"))
    calm()
    asked = page.list.count()
    page.speaker.setCurrentIndex(page.speaker.findText("P1"))
    calm()
    assert asked + page.list.count() == found
    page.speaker.setCurrentIndex(0)
    scopes = [page.scope.itemText(row) for row in range(page.scope.count())]
    page.scope.choose(Scope.TURN.value)
    page._offer(([], []))  # nobody speaks: a turn is a paragraph, and called so
    assert page.scope.value() == Scope.PARAGRAPH.value
    assert [page.scope.itemText(row) for row in range(page.scope.count())] == [
        one for one in scopes if one != "the turn"
    ]
    page.scope.choose(Scope.SENTENCE.value)
    page.summon()
    calm()
    assert [page.scope.itemText(row) for row in range(page.scope.count())] == scopes
    page.field.setText("hotel; broker of nobody")
    page.search()
    calm()
    assert page.list.count() == found
    page._take_words(next(code.id for code in room.state.codebook if any(code.keywords.values())))
    calm()
    assert page.kind.value() == PatternKind.WILDCARD.value
    page.kind.choose(PatternKind.PHRASE.value)
    page.summon("hotel")
    calm()
    codes = len(room.state.codebook)
    QTest.keyClick(page.list, KEY.Key_V)  # the text behind is not coded by a key pressed here
    calm()
    assert len(room.state.codebook) == codes
    page.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert len(page.ticked()) == found - 1
    page.list.item(0).setCheckState(Qt.CheckState.Checked)
    QTest.mouseClick(page.code, Qt.MouseButton.LeftButton)
    QTest.keyClicks(room.picker.field, "re")
    QTest.keyClick(room.picker.field, KEY.Key_Return)
    calm()
    assert len(stored(window, qtbot)) == found
    assert room.centre.currentWidget() is room.centre.reading
    window.session.undo()
    calm()
    assert stored(window, qtbot) == []
    code_id, hits, told = room.state.codes_for("re", 1)[0].id, page.ticked(), list[str]()
    window.session.notice.connect(lambda said: told.append(said.key))
    window.session.do(code_hits(code_id, hits[:1], page._documents.values(), coder=room.state.user))
    calm()
    page._apply(code_id, hits)
    calm()
    assert len(stored(window, qtbot)) == found
    assert "autocode.view.there" in told, "why fewer were coded than ticked"


def test_a_new_code_is_one_step(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    above = next(iter(room.state.codebook))
    before, told = len(room.state.codebook), window.session.undo_text
    for key, made in ((KEY.Key_Escape, 0), (KEY.Key_Return, 1)):
        room.tree.pick(above.id)
        room.acts.tree_actions.new_below()
        (field,) = room.tree.findChildren(QLineEdit)
        QTest.keyClicks(field, "Wishes")
        QTest.keyClick(field, key)
        calm()
        assert len(room.state.codebook) == before + made
    new = room.tree.current()
    assert new is not None
    assert (new.name.in_language("en"), new.parent) == ("Wishes", above.id)
    window.session.undo()
    calm()
    assert len(room.state.codebook) == before
    assert window.session.undo_text == told


def test_a_bad_pattern_is_said_and_nothing_coded(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    room.acts.quick.auto_code()
    calm()
    page = room.centre.currentWidget()
    assert isinstance(page, AutoCodePage)
    said: list = []
    window.session.problem.connect(said.append)
    page.kind.choose("regex")
    page.field.setText("(")
    page.search()
    calm()
    assert {message.key for message in said} == {"autocode.bad_pattern"}  # the field searches by itself, too
    assert not page.code.isEnabled()


def test_blind_coding_hides_what_others_coded_until_it_is_released(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    loaded, here = room.state.loaded, text_of(room).index(WORDS)
    assert loaded is not None
    wanted = next(iter(room.state.codebook)).id
    for coder in ("coder", "Other"):
        window.session.do(add_segment(wanted, loaded.document, here, here + 11, coder=coder), None)
    calm()
    listed, split = room.centre.retrieval.list.model(), room.acts.reading.codebook.split
    room.centre.show_code(wanted)
    calm()

    def seen() -> tuple[int, ...]:
        room.acts.reading.show_split(wanted)
        calm()
        in_list = next(line.segments for line in room.state.documents if str(line.id) == room.state.document_id())
        room.centre.show_code(wanted)
        calm()
        return len(room.transcript.marks.all), room.state.counts[wanted], listed.rowCount(), len(split.boxes), in_list

    assert seen() == (2,) * 5
    eyes = room.left.eyes
    assert not eyes.isHidden()
    assert list(eyes.buttons) == ["coder", "Other"]  # oneself first
    assert room.state.by_coder == {"coder": {wanted: 1}, "Other": {wanted: 1}}
    room.left.field.setText("Nobody named it so")
    room.left.setSizes([10_000, 0])  # as low as the codebook goes
    rows = [room.left.field, room.left.offer, eyes, room.left.tree]
    assert not room.left.offer.isHidden()
    assert all(above.geometry().bottom() < below.geometry().top() for above, below in pairwise(rows))
    room.left.field.clear()
    order = [eyes.others, *eyes.buttons.values()]
    assert all(before.nextInFocusChain() is after for before, after in pairwise(order))
    eyes.buttons["Other"].click()
    calm()
    assert (len(room.transcript.marks.all), room.state.hidden) == (1, {"Other"})
    eyes.buttons["Other"].click()
    room.acts.quick.turn_blind()
    calm()
    assert seen() == (1,) * 5
    assert eyes.isHidden()
    assert "coding blind" in window.status.room.text(), "nothing else said that codings are hidden"
    assert len(stored(window, qtbot)) == 2
    room.acts.quick.turn_blind()
    calm()
    assert seen() == (2,) * 5


def test_codebook_stays_where_it_was_and_the_wheel_reaches_each_code_of_the_picker(
    room: InterviewsWorkspace, calm: Calm
) -> None:
    for number in range(8):
        room.acts.coding_actions.add_code(f"Code {number}")
    calm()
    room.tree.setFixedHeight(90)
    bar = room.tree.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    room.state.codebook_changed.emit()  # as after each action that counts or names a code
    assert bar.value() == bar.maximum() > 0
    room.transcript.select(10, 20)
    room.acts.coding.pick_code()
    offered = [entry.id for entry in room.picker.list.entries.entries]
    assert len(offered) == len(set(offered)) > 8
    assert room.picker.list.height() < len(offered) * room.picker.list.sizeHintForRow(0)
    room.picker.leave()


def test_codes_of_one_name_are_told_apart_and_none_is_taken_unasked(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    upper = room.state.named_exactly("Recruitment")
    assert upper is not None
    room.acts.coding_actions.add_code("hotel")
    window.session.do(add_code(Labels({"en": "hotel"}), parent=upper.id))
    calm()
    start = text_of(room).index("hotel")
    room.transcript.select(start, start + 5)
    room.acts.quick.in_vivo()  # the name is there twice: which one is asked
    calm()
    assert stored(window, qtbot) == []
    assert room.picker.isVisible()
    shown = {render(entry.text, "en") for entry in room.picker.list.entries.entries}
    assert {"› hotel", "Recruitment › hotel"} <= shown or any(one.endswith("› Recruitment › hotel") for one in shown)
    room.picker.leave()
    room.left.field.setText("hotel")
    QTest.keyClick(room.left.field, KEY.Key_Return)
    assert room.left.field.text() == "hotel"  # the tree goes on showing both


def test_a_memo_to_be_written_comes_into_view(window: MainWindow, room: InterviewsWorkspace, qtbot: QtBot) -> None:
    window.resize(910, 512)
    room.acts.navigation.write_memo()
    memo = room.right.document.memo
    qtbot.waitUntil(lambda: not memo.visibleRegion().isEmpty(), timeout=3000)
