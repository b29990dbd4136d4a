# SPDX-License-Identifier: MIT
"""Brackets as long as codings, memo marks, whole words, ends dragged, a code dropped on text and text on a code."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from projects.interviews import notes
from projects.interviews.segments import add_segment, apply_code
from tests.workbench.interviews.user_actions import text_of
from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.interviews.coding_painter import Mark
from workbench.interviews.panes.right_pane import DOCUMENT, SEGMENT
from workbench.interviews.reading.code_margin import CodeMargin
from workbench.interviews.reading.transcript import SpeakerMargin, Transcript
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

SHOTS = os.environ.get("SHOTS", "")
_NONE = Qt.MouseButton.NoButton
PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


def mouse(kind: QMouseEvent.Type, place: QPointF, keys: Qt.KeyboardModifier = PLAIN) -> QMouseEvent:
    button = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseButtonRelease else button
    return QMouseEvent(kind, place, place, button, held, keys)


def point(transcript: Transcript, position: int) -> QPointF:
    cursor = transcript.textCursor()
    cursor.setPosition(transcript.offsets.to_qt(position))
    return QPointF(transcript.cursorRect(cursor).center())


def drag(transcript: Transcript, start: int, end: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
    transcript.mousePressEvent(mouse(QMouseEvent.Type.MouseButtonPress, point(transcript, start)))
    transcript.mouseMoveEvent(mouse(QMouseEvent.Type.MouseMove, point(transcript, end), keys))
    transcript.mouseReleaseEvent(mouse(QMouseEvent.Type.MouseButtonRelease, point(transcript, end), keys))


def test_brackets_names_and_memo_marks(window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    window.resize(1366, 768)
    loaded, codes = room.state.loaded, [code.id for code in room.state.codebook]
    assert loaded is not None
    text, do = loaded.document.text, window.session.do
    first, last = text.index("A woman"), text.index("debt for the bus")
    do(apply_code(codes[0], loaded.document, [(first, last)], coder="Ines"))
    do(apply_code(codes[1], loaded.document, [(text.index("Good pay"), text.index("she promised"))], coder="Marc B"))
    calm()
    ids = {mark.code: mark.id for mark in room.state.marks.all}
    do(notes.add_memo(f"segment:{ids[codes[1]]}", "Check the tape.", coder="coder"))
    calm()
    room.acts.place.choose(room.state.marks.segment(ids[codes[0]]))
    calm()
    room.transcript.grab()
    margin = room.transcript.codes
    long, short = (next(one for one in margin.brackets if one.mark.code == code) for code in codes[:2])
    assert long.bottom - long.top > 4 * room.transcript.line_step()  # from the first to the last of its lines
    assert short.bottom - short.top < 2 * room.transcript.line_step()
    assert long.x != short.x  # a lane each where they overlap
    assert [label.marks[0].code for label in margin._labels] == codes[:2]
    assert room.transcript.coders == {"Ines", "Marc B"}
    assert (long.mark.noted, short.mark.noted) == (False, True)
    assert margin._coder(short.mark) == " MB"
    margin.show_notes([Mark(text.index("Good pay"), text.index("she promised"), "", "a", False, "")], {"a": "words"})
    margin.grab()
    lanes = sorted({bracket.x for bracket in margin.brackets})
    assert {after - before for before, after in pairwise(lanes)} == {5.0}, "a note stands in the next lane"
    margin.show_notes([], {})
    margin.grab()
    place = QPointF(short.x, (short.top + short.bottom) / 2)
    names = [room.state.codebook[code].name.in_language("en") for code in codes[:2]]
    told = margin.names_under_pointer([short.mark])
    assert told[0].startswith(names[1])
    assert "1 other overlaps it" in told[1]
    assert names[0] in told[1]
    margin.mouseDoubleClickEvent(mouse(QMouseEvent.Type.MouseButtonDblClick, place))
    assert room.transcript.selection() == (short.mark.start, short.mark.end - 1)  # it ends with a blank
    room.transcript.go_to(0)
    room.acts.place.choose(room.state.marks.segment(ids[codes[0]]))
    window.table.run("interviews.segment.select")
    assert room.transcript.selection() == (first, last - 1)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place.toPoint(), place.toPoint())
    margin.mousePressEvent(mouse(QMouseEvent.Type.MouseButtonPress, place))
    QApplication.sendEvent(margin, asked)
    menu = next(one for one in room.transcript.findChildren(QMenu) if one.isVisible())
    assert room.acts.place.segment == short.mark.id
    assert [action.isEnabled() for action in menu.actions()[2:5]] == [True] * 3  # other code, example, remove
    menu.close()
    room.acts.place.choose(long.mark)
    before = room.transcript.viewport().grab().toImage()
    margin.mouseMoveEvent(mouse(QMouseEvent.Type.MouseMove, place))
    assert margin.pointed_at == short.mark.id  # it darkens, the others pale
    strong = {stroke.chosen for stroke in room.transcript._strokes(room.transcript.visible_blocks())}
    assert strong == {True, False}
    assert room.transcript.viewport().grab().toImage() != before
    QApplication.sendEvent(margin, QEvent(QEvent.Type.Leave))
    assert room.transcript.viewport().grab().toImage() == before
    portrait = room.centre.portrait
    portrait.redraw()
    assert portrait.isVisible()
    assert portrait.codes() == codes[:2]  # the most coded first
    assert {mark.code for _area, mark in portrait.rects()} == set(codes[:2])
    room._commands["interviews.reading.portrait"].run()
    rows = {mark.code: area.top() for area, mark in portrait.rects()}
    assert rows[codes[0]] < rows[codes[1]]  # a row for each code
    area = next(area for area, mark in portrait.rects() if mark.code == codes[1])
    portrait.place_chosen.emit(portrait.position_at(area.center().x()))
    assert text.index("Good pay") <= room.transcript.caret() <= text.index("she promised")
    room.acts.place.choose(room.state.marks.segment(ids[codes[0]]))
    calm()
    if SHOTS:
        window.grab().save(f"{SHOTS}/margin.png")
    portrait.turn()
    window.grab()

    # the end of the chosen coding is dragged, to whole words; beside its dot words are selected
    transcript = room.transcript
    place = transcript.handles.places()[1][1]
    beside = place + QPointF(7, 0)
    shapes = []
    for at in (beside, place + QPointF(3, -3)):
        transcript.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, at, at, _NONE, _NONE, PLAIN))
        shapes.append(transcript.viewport().cursor().shape())
    assert shapes == [Qt.CursorShape.IBeamCursor, Qt.CursorShape.SizeHorCursor]
    transcript.mousePressEvent(mouse(QMouseEvent.Type.MouseButtonPress, beside))
    assert transcript.handles.dragging is None
    transcript.mouseReleaseEvent(mouse(QMouseEvent.Type.MouseButtonRelease, beside))
    room.acts.place.choose(room.state.marks.segment(ids[codes[0]]))
    place = transcript.handles.places()[1][1]
    transcript.mousePressEvent(mouse(QMouseEvent.Type.MouseButtonPress, place))
    assert transcript.handles.dragging is not None
    aim = point(transcript, text.index("passport") + 3)
    transcript.mouseMoveEvent(mouse(QMouseEvent.Type.MouseMove, aim))
    transcript.mouseReleaseEvent(mouse(QMouseEvent.Type.MouseButtonRelease, aim))
    calm()
    changed = room.state.marks.segment(ids[codes[0]])
    assert changed is not None
    assert text[changed.start : changed.end].endswith("took my passport")


def test_selections_are_whole_words_with_alt_not(room: InterviewsWorkspace) -> None:
    transcript = room.transcript
    text = transcript.offsets.text
    start = text.index("offered") + 2
    drag(transcript, start, text.index("hotel") + 3)
    selected = transcript.selection()
    assert selected is not None
    assert text[slice(*selected)] == "offered me a job in a hotel"
    drag(transcript, text.index("passport") + 2, text.index("passport") + 5, ALT)
    selected = transcript.selection()
    assert selected is not None
    assert text[slice(*selected)] == "ssp"


def test_a_text_scrolls_no_more_once_a_drag_has_taken_the_release(
    room: InterviewsWorkspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript, text = room.transcript, room.transcript.offsets.text
    transcript.mousePressEvent(mouse(QMouseEvent.Type.MouseButtonPress, point(transcript, text.index("hotel"))))
    transcript.mouseMoveEvent(mouse(QMouseEvent.Type.MouseMove, QPointF(-200, 40)))
    moves: list[QMouseEvent] = []
    monkeypatch.setattr(Transcript, "mouseMoveEvent", lambda _text, event: moves.append(event))
    qtbot.wait(260)  # Qt moves the mouse of a text that it scrolls every 100 ms
    assert not moves


def test_a_code_on_text_and_text_on_a_code(room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    transcript, text = room.transcript, room.transcript.offsets.text
    codes = [code.id for code in room.state.codebook]
    data = QMimeData()
    data.setData(CODE_MIME, codes[2].encode())
    place = point(transcript, text.index("passport"))
    buttons, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(place.toPoint(), copy, data, buttons, PLAIN)
    QApplication.sendEvent(transcript.viewport(), entering)
    assert entering.isAccepted()
    assert [one.cursor.selectedText() for one in transcript.extraSelections()] == ["The man took my passport."]
    top = transcript.verticalScrollBar().value()
    QApplication.sendEvent(transcript.viewport(), QDropEvent(place, copy, data, buttons, PLAIN))
    calm()
    (mark,) = [one for one in room.state.marks.all if not one.suggested]
    assert mark.code == codes[2]
    assert text[mark.start : mark.end] == "The man took my passport."  # the sentence there
    assert not transcript.extraSelections()
    assert transcript.verticalScrollBar().value() == top
    transcript.select(text.index("Good pay"), text.index("Good pay") + 8)
    room.tree.text_dropped.emit(codes[3])
    calm()
    assert ("Good pay", codes[3]) in [(text[one.start : one.end], one.code) for one in room.state.marks.all]


class WheeledText(QWidget):
    turns = 0

    def wheelEvent(self, _event: QWheelEvent) -> None:
        self.turns += 1


def test_a_wheel_over_the_margins_scrolls_the_text(qtbot: QtBot) -> None:
    text = WheeledText()
    qtbot.addWidget(text)
    for margin in (CodeMargin(cast("Any", text)), SpeakerMargin(cast("Any", text))):
        margin.wheelEvent(
            QWheelEvent(
                QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, PLAIN,
                Qt.ScrollPhase.NoScrollPhase, False,
            )
        )  # fmt: skip
    assert text.turns == 2


def test_the_offer_of_a_long_new_code_has_its_whole_name_in_its_tip(room: InterviewsWorkspace) -> None:
    name = "Promesse de travail faite par une voisine"
    room.left.field.setText(name)
    assert name in room.left.offer.toolTip()


def test_the_menu_and_what_is_made_meanwhile_keep_to_the_place_clicked(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript, text = room.transcript, text_of(room)
    monkeypatch.setattr("workbench.interviews.view.open_text_menu", lambda *given: given[-1]())  # as if memo was chosen
    document = room.state.loaded.document  # type: ignore[union-attr]
    here, code = text.index("Good pay"), next(iter(room.state.codebook)).id
    window.session.do(add_segment(code, document, here, here + 8, coder="Ana"))
    calm()
    room.right.turn_to(DOCUMENT)
    transcript.select(0, 5)

    def right_click(place: int) -> None:
        at = point(transcript, place).toPoint()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, transcript.viewport().mapToGlobal(at))
        transcript.contextMenuEvent(event)

    right_click(here + 2)
    assert room.right.page() == SEGMENT, "the memo of the segment, not of the document"
    transcript.select(0, 5)
    away = text.index("passport") + 2
    right_click(away)
    assert abs(transcript.caret() - away) <= 1
    assert transcript.selection() is None

    # a coding that comes late does not take the segment that was clicked meanwhile
    transcript.select(0, 5)
    room.acts.coding.apply_code(code)
    right_click(here + 2)
    calm()
    chosen = room.state.marks.segment(room.acts.place.segment)
    assert chosen is not None
    assert chosen.start == here
