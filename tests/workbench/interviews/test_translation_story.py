# SPDX-License-Identifier: MIT
"""A transcript beside its translation in the window: linked, coded on either side, aligned, adjusted, undone."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from projects.interviews.documents import NewDocument, import_documents, set_language
from projects.stored_interviews.parsed_document import parse_text
from tests.coding.test_alignment import ENGLISH, SWAHILI
from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.interviews.codebook.codebook_tree import DRAGS_TEXT
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

SHOTS = os.environ.get("SHOTS", "")


def shot(window: MainWindow, name: str) -> None:
    """A picture for a person to look at, where somebody asked for it."""
    if SHOTS:
        window.grab().save(f"{SHOTS}/{name}.png")


def test_coded_once_and_seen_on_both(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    texts = [NewDocument("FGD 01", "sw", parse_text(SWAHILI)), NewDocument("FGD 01 en", "en", parse_text(ENGLISH))]
    window.session.do(import_documents(texts))
    calm()
    ids = {line.name: str(line.id) for line in room.state.documents}
    room.acts.navigation.open_document(ids["FGD 01"])
    calm()
    part, view = room.acts.translation, room.acts.translation.view
    part.show()
    calm()
    assert part.pane.form.isVisible()  # no translation yet
    shot(window, "translation_form")
    part.pane.left.emit()
    part.imported(ids["FGD 01"], ids["FGD 01 en"])  # the file of the translation has just come in
    calm()
    assert part.pane.form.isVisible()
    assert part.pane.form.list.picked_id() == ids["FGD 01 en"]
    part.pane.form.list.pick(ids["FGD 01 en"])
    part.pane.form.translator.setText("T2")
    part.pane.form.is_translation.click()
    calm()
    assert part.in_front()
    assert view.rows is not None
    assert (view.rows.shown.aligned, view.rows.shown.link.translator) == (6, "T2")

    view.repaint()
    beside = QPoint(60, round(view.rows.tops[1]) + 6 - view.verticalScrollBar().value())  # where a long name is cut
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, beside, view.mapToGlobal(beside)))
    assert QToolTip.text() == "F2"
    QToolTip.hideText()
    codes = [code.id for code in room.state.codebook]
    start = view.document().document.text.index("Alichukua")
    view.go_to(0, start)
    assert view.selection_or_sentence() == (start, start + len("Alichukua vitambulisho vyetu."))
    part._apply(codes[2])
    calm()
    assert room.right.segment.citing.below.text().endswith(
        "inside the team: F2, FGD 01, ¶ 4"
    )  # as it will be attributed
    view.change_side()
    assert view.side == 1
    view.step_sentence(1, keep=False)
    part._apply(codes[3])
    calm()
    assert len(view.rows.shown.codings) == 2
    english = view.rows.sides[1].document.text
    seen = {english[mark.start : mark.end] for mark in view.rows.marks[1].all}
    assert "He took our cards." in seen
    assert view.rows.marks[0].all[0].id in {mark.id for mark in view.rows.marks[1].all}
    named = [mark.id for row in view.rows.named.values() for mark, _side in row]
    assert len(named) == len(set(named)) == 2  # one name for each
    view.viewport().grab()
    assert len(view.labels) == 2
    assert room.right.segment.shown == view.segment
    shot(window, "translation_beside")

    # a code dragged onto the other text codes the sentence there
    area, carried = view.rows.cell_area(0, 1), QMimeData()
    carried.setData(CODE_MIME, codes[1].encode())
    at = QPointF(area.left() + 6, area.top() + 8 - view.bar.value())
    dragged = (Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    view.dragMoveEvent(QDragMoveEvent(at.toPoint(), *dragged))
    view.dropEvent(QDropEvent(at, *dragged))
    calm()
    dropped = next(one for one in view.rows.shown.codings if one.segment.code == codes[1])
    assert (dropped.on_translation, dropped.segment.start) == (True, view.rows.sides[1].sentences[0][0])
    window.session.undo()
    calm()

    # what is selected is dragged out of the two texts upon a code; a click on it only puts the caret there
    upon: list[str] = []
    view.drag_selection = lambda: upon.append(codes[1])  # Qt's own loop would wait for a real mouse
    view.side = 1
    view.select(*view.rows.sides[1].sentences[0])
    at_words = at.toPoint() + QPoint(2, 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at_words)
    assert (view.selection(), upon) == (None, [])
    view.select(*view.rows.sides[1].sentences[0])
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at_words)
    qtbot.mouseMove(view.viewport(), at_words + QPoint(40, 20))
    assert (view.selection(), upon) == (view.rows.sides[1].sentences[0], [codes[1]])
    assert view.viewport().property(DRAGS_TEXT)
    room.tree.text_dropped.emit(codes[1])
    calm()
    dropped = next(one for one in view.rows.shown.codings if one.segment.code == codes[1])
    assert (dropped.on_translation, dropped.segment.start) == (True, view.rows.sides[1].sentences[0][0])
    window.session.do(set_language(ids["FGD 01 en"], "fr"))  # its quotes stand between the marks of its language
    calm()
    assert room.right.segment.quote.text().startswith("«")
    window.session.notice.emit("It is done.")
    for _each in range(2):
        window.session.undo()
        calm()
        assert not window.strip.isVisible()  # it is done no more

    # the translation read alone shows what was coded on its original, and a click on it shows both
    part.pane.left.emit()
    room.acts.navigation.open_document(ids["FGD 01 en"])
    calm()
    margin = room.transcript.codes
    assert [english[mark.start : mark.end] for mark in margin.mirrored.all] == ["He took our cards."]
    assert len(room.state.marks.all) == 1  # its own
    margin.grab()
    at = next(one for one in margin.brackets if one.mark.mirrored)
    shot(window, "translation_alone")
    qtbot.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x), round(at.top + at.bottom) // 2))
    calm()
    assert part.in_front()
    assert (view.segment, view.side) == (at.mark.id, 0)

    # the words chosen in the other text become the stretch it is seen on
    part.step_coding(1)
    part.step_coding(1)
    held = next(one for one in view.rows.shown.codings if one.segment.id == view.segment)
    view.go_to(int(not held.on_translation), 0)
    view.select(20, 30)
    part.adjust()
    calm()
    assert any(one.adjusted and one.beside == (20, 30) for one in view.rows.shown.codings)
    window.session.undo()
    calm()
    assert not any(one.adjusted for one in view.rows.shown.codings)

    # alignment moved by hand, the turn that has none found by its key
    part.next_untranslated()
    assert view.rows.shown.rows[view.row()].translation is None
    assert view.bar.gaps == [5]
    assert len(view.bar.ticks()) == 1
    view.viewport().grab()
    area = view.rows.cell_area(5, 1)
    place = QPoint(round(area.right()) - 20, round(area.top()) + 8 - view.bar.value())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bar = part.pane.translate
    assert bar.isVisible()
    shot(window, "translation_translate")
    qtbot.keyClicks(bar.words, "He said the police were friends.")
    qtbot.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    calm()
    assert not bar.isVisible()
    assert view.bar.gaps == []
    assert view.rows.shown.aligned == 7
    window.session.undo()
    calm()
    room._commands["interviews.translation.translate"].run()
    assert bar.isVisible()
    qtbot.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    view.go_to(1, view.rows.sides[1].document.turns[5].start)
    part.move_alignment(-1)
    calm()
    assert (5, 5) in [tuple(row) for row in view.rows.shown.rows]
    window.resize(910, 512)
    calm()
    shot(window, "translation_narrow")
    view.rows.fit(500)  # one text above the other
    view.viewport().grab()
    assert view.rows.stacked
    assert view.rows.cell_area(0, 1).top() > view.rows.cell_area(0, 0).top()
    shot(window, "translation_stacked")
    view.rows.fit(view.viewport().width())
    qtbot.keyClick(view, Qt.Key.Key_F6)
    part.unlink()
    calm()
    assert part.pane.form.isVisible()


def test_the_transcripts_keys_work_on_both_texts(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]
) -> None:
    texts = [NewDocument("FGD 01", "sw", parse_text(SWAHILI)), NewDocument("FGD 01 en", "en", parse_text(ENGLISH))]
    window.session.do(import_documents(texts))
    calm()
    ids = {line.name: str(line.id) for line in room.state.documents}
    room.acts.navigation.open_document(ids["FGD 01 en"], lambda: room.acts.translation.show())
    calm()
    room.acts.translation._link(ids["FGD 01 en"], ids["FGD 01"], "")
    calm()
    view = room.acts.translation.view
    commands = room._commands
    view.go_to(1, view.rows.sides[1].document.text.index("market"))  # type: ignore[union-attr]
    able = {name: window.table._actions[f"interviews.{name}"][1].isEnabled() for name in ("quick.extend", "go.pane")}
    assert able == {"quick.extend": True, "go.pane": False}, "letters and F6 are of the two texts at once"
    commands["interviews.quick.extend"].run()
    assert view.selection() is not None
    chosen = view.selection()
    for _ in range(4):
        commands["interviews.quick.extend"].run()
    text, largest = view.document().document.text, view.selection()
    assert largest[0] <= chosen[0] < chosen[1] <= largest[1] < len(text.rstrip()), "a turn, not the whole text"  # type: ignore[index]
    place, whole = room.acts.translation._below()
    view.select(*chosen)  # type: ignore[misc]
    first, word = room.acts.translation._below()
    assert word < whole or first == place, "the list leaves the words in sight, however many lines they have"
    assert room.transcript.window().rect().contains(room.mapFromGlobal(first))
    room.acts.translation._apply(next(iter(room.state.codebook)).id)
    calm()
    assert len(view.rows.shown.codings) == 1  # type: ignore[union-attr]
    assert commands["interviews.segment.remove"].enabled()
    room.acts.navigation.write_memo()
    assert room.right.segment.memo.hasFocus(), "of the coding at hand, not of the interview"
    commands["interviews.segment.remove"].run()
    calm()
    assert view.rows is not None
    assert not view.rows.shown.codings
