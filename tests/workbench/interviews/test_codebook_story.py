# SPDX-License-Identifier: MIT
"""From codes to segments and back, the codebook, suggestions by keywords, documents, the palette, spoken names."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from projects.interviews.documents import set_consents
from tests.workbench.interviews.user_actions import Calm, code, select_words, stored, text_of
from wording import render
from workbench.interviews.panes.right_pane import DOCUMENT
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.about import ShortcutsPage
from workbench.shell.window import MainWindow


def test_from_a_code_to_its_segments_and_back_to_the_place(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm
) -> None:
    select_words(room, "debt")
    code(window, room, "debt", calm)
    room.acts.navigation.open_document(str(room.state.documents[1].id))
    calm()
    room.centre.show_code(room.state.codes_for("debt")[0].id)
    calm()
    rows = room.centre.retrieval.list.model()
    assert rows.rowCount() == 1
    assert room.centre.retrieval.left_out.isHidden()
    room.tree.pick(room.state.codes_for("debt")[0].id)
    room.acts.tree_actions.memo()  # of its menu
    assert QApplication.focusWidget() is room.centre.retrieval.facts.memo
    window.session.do(set_consents(str(room.state.documents[0].id), {"interview": False}), None)
    calm()
    room.acts.reading.show_split(room.state.codes_for("debt")[0].id)
    calm()
    split = room.acts.reading.codebook.split
    room.centre.show_code(room.state.codes_for("debt")[0].id)
    calm()
    assert (rows.rowCount(), len(split.boxes)) == (0, 0)  # words of a refused interview are in no list
    assert not room.centre.retrieval.left_out.isHidden()
    assert room.state.documents[0].name in room.centre.retrieval.left_out.text()
    assert split.code.value() is None, "a code without segments to show is not offered to be split"
    assert not split.note.isHidden()
    window.session.undo()
    calm()
    room.centre.show_code(room.state.codes_for("debt")[0].id)
    calm()
    assert rows.rowCount() == 1
    room.centre.retrieval.list.activated.emit(rows.index(0, 0))
    calm()
    assert room.state.document_id() == str(room.state.documents[0].id)
    assert room.centre.currentWidget() is room.centre.reading
    assert room.transcript.caret() == text_of(room).index("debt")


def test_enter_that_ends_a_renaming_codes_nothing(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    select_words(room, "promised")
    debt = room.state.named_exactly("Debt bondage")
    assert debt is not None
    room.tree.pick(debt.id)
    room.tree.setFocus()
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QApplication.sendEvent(room.tree, asked)
    assert asked.isAccepted(), "in the codebook F2 renames; elsewhere it goes to a bookmark"
    QTest.keyClick(room.tree, Qt.Key.Key_F2)
    field = room.tree.viewport().findChild(QLineEdit)
    assert field is not None
    field.setText("Owed")
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm()
    assert room.state.named_exactly("Owed") is not None
    assert stored(window, qtbot) == []
    room.tree.menu_requested.emit(debt.id, room.tree.place_of(debt.id))
    menu = next(one for one in room.tree.findChildren(QMenu) if one.isVisible())
    assert "Rules of the code…" in [action.text() for action in menu.actions()]
    menu.actions()[0].trigger()  # code the words chosen with it
    menu.close()
    calm()
    assert [one.quote for one in stored(window, qtbot)] == ["promised"]


def names_below(room: InterviewsWorkspace, parent: str | None) -> list[str]:
    return [render(one.name, "en") for one in room.state.codebook.children(parent)]


def test_codebook_rename_move_merge_delete_undo(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    select_words(room, "promised")
    code(window, room, "dec", calm)
    deception, debt = room.state.named_exactly("Deception"), room.state.named_exactly("Debt bondage")
    assert deception is not None
    assert debt is not None
    room.tree.codes.setData(room.tree.codes.index_of(debt.id), "Debt")
    calm()
    assert room.state.named_exactly("Debt") is not None
    room.tree.pick(debt.id)
    window.table.run("interviews.codebook.up")
    calm()
    names = [render(one.name, "en") for one in room.state.codebook]
    assert names.index("Debt") == 2
    room.tree.codes.moving.emit(debt.id, deception.id, 0)
    calm()
    assert room.state.codebook[debt.id].parent == deception.id
    room.tree.pick(debt.id)
    window.table.run("interviews.codebook.promote")
    calm()
    assert room.state.codebook[debt.id].parent == deception.parent
    assert (
        names_below(room, deception.parent).index("Debt") == names_below(room, deception.parent).index("Deception") + 1
    )
    window.table.run("interviews.codebook.demote")
    calm()
    assert room.state.codebook[debt.id].parent == deception.id
    levels = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    room.tree.setFocus()
    for key, parent in ((Qt.Key.Key_Left, deception.parent), (Qt.Key.Key_Right, deception.id)):
        QTest.keyClick(room.tree, key, levels)
        calm()
        assert room.state.codebook[debt.id].parent == parent, key
    for place, parent in ((4, deception.parent), (5, deception.id)):  # the same through the menu of the code
        room.tree.menu_requested.emit(debt.id, room.tree.place_of(debt.id))
        menu = next(one for one in room.tree.findChildren(QMenu) if one.isVisible())
        (moves,) = [one for one in menu.findChildren(QMenu) if one.title() == "Move the code"]
        told = moves.actions()[place]
        assert told.shortcut().toString() == ("Alt+Shift+Left", "Alt+Shift+Right")[place - 4]
        told.trigger()
        menu.close()
        calm()
        assert room.state.codebook[debt.id].parent == parent
    window.table.run("help.shortcuts")  # as "?" does
    page = window.findChild(ShortcutsPage)
    listed = {command.id: page._keys(command, "en") for command in page.model.rows}
    assert listed["interviews.codebook.promote"] == "Alt+Shift+Left"
    assert listed["interviews.codebook.demote"] == "Alt+Shift+Right"
    page.left.emit()
    calm()
    room.tree.pick(debt.id)
    window.table.run("interviews.codebook.retire")
    calm()
    assert room.state.codebook[debt.id].retired
    room.tree.pick(deception.id)
    target = room.state.named_exactly("Recruitment")
    assert target is not None
    window.table.run("interviews.codebook.merge")
    QTest.keyClicks(room.picker.field, "Recruitment")
    QTest.keyClick(room.picker.field, Qt.Key.Key_Return)
    calm()
    assert room.tree.current() is not None, "the keys stand on the code merged into"
    assert room.tree.current().id == target.id
    assert stored(window, qtbot)[0].code == target.id
    room.tree.pick(target.id)
    room.tree.setFocus()
    QTest.keyClick(room.tree, Qt.Key.Key_Delete)
    calm()
    assert stored(window, qtbot) == []
    assert len(room.state.codebook) == 1
    window.session.undo()
    calm()
    assert len(stored(window, qtbot)) == 1


def test_find_or_create_in_the_codebook(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    field = room.left.field
    field.setFocus()
    QTest.keyClicks(field, "Shelter")
    assert room.left.offer.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm()
    made = room.state.named_exactly("Shelter")
    assert made is not None
    assert room.tree.current() == made
    assert field.text() == ""
    count = len(room.state.codebook)
    field.setFocus()
    QTest.keyClicks(field, "shel")
    assert room.left.offer.isVisible()  # a code of that very name is made by its own row only
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm()
    assert (room.tree.current(), len(room.state.codebook)) == (made, count)
    room.acts.coding_actions.delete_code(made.id)
    calm()
    assert room.tree.current() is not None, "the keys stand on a neighbour of a code deleted"
    window.session.undo()
    calm()
    room.tree.setCurrentIndex(room.tree.model().index(0, 0))
    assert room.tree.current() != made
    field.setFocus()
    QTest.keyClicks(field, "shel")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert room.tree.hasFocus()
    assert room.tree.current() == made, "Down goes to what was looked for, not to the first code of the book"


def test_keywords_written_for_a_code_make_suggestions(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm
) -> None:
    QTest.keyClick(room.transcript, Qt.Key.Key_Escape)
    shelter = room.state.named_exactly("Deception")
    assert shelter is not None
    room.tree.pick(shelter.id)
    room.tree.setFocus()
    QTest.keyClick(room.tree, Qt.Key.Key_Return)
    calm()
    field = room.centre.retrieval.facts.keywords["en"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "no hotel; good pay")
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm()
    assert room.state.codebook[shelter.id].keywords["en"] == ("no hotel", "good pay")
    room.centre.show_transcript()
    room.acts.suggesting.suggest_here()
    calm()
    mine = [mark for mark in room.acts.place.open_suggestions() if mark.code == shelter.id]
    assert [text_of(room)[mark.start : mark.end] for mark in mine][-1] == "There was no hotel."
    assert len(mine) == 2


def test_document_page(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    room.right.turn_to(DOCUMENT)
    page = room.right.document
    page.name.setText("IDI 01 · woman")
    page.name.editingFinished.emit()
    calm()
    assert room.state.documents[0].name == "IDI 01 · woman"
    page.consent_given.emit(room.state.document_id(), "quotation", True)
    calm()
    assert room.state.documents[0].consents["quotation"] is True
    window.table.run("interviews.document.delete")
    calm()
    assert [line.name for line in room.state.documents] == ["IDI 02"]
    assert room.state.document_id() == str(room.state.documents[0].id)
    window.session.undo()
    calm()
    assert len(room.state.documents) == 2


def test_palette_finds_codes_and_interviews(room: InterviewsWorkspace) -> None:
    found: list = []
    room.find_by_words("de", found.extend)
    assert "Debt bondage" in [render(one.text, "en") for one in found]
    found.clear()
    room.find_by_words("idi 02", found.extend)
    assert [one.text for one in found if one.icon == "messages-square"] == ["IDI 02"]


def test_everything_has_a_spoken_name(room: InterviewsWorkspace) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit

    silent = [
        widget
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
        for widget in room.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.window() is room.window()
    ]
    assert not silent
    assert QApplication.focusWidget() is room.transcript


def test_a_transcript_is_made_ready_off_the_thread_of_the_window(
    room: InterviewsWorkspace, calm: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []

    def told(*given: object) -> tuple[()]:
        threads.append(threading.current_thread() is threading.main_thread())
        return ()

    monkeypatch.setattr("workbench.interviews.shown_text.answer_spans", told)
    other = next(line.id for line in room.state.documents if str(line.id) != room.state.document_id())
    room.acts.navigation.open_document(str(other))
    calm()
    assert room.state.document_id() == str(other)
    assert threads == [False]


def test_the_code_and_the_quote_on_which_the_keys_stand_are_chosen(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    select_words(room, "she offered me a job in a hotel")
    code(window, room, "de", calm)
    used = next(segment for segment in stored(window, qtbot))
    room.centre.show_code(used.code)
    calm()
    window.activateWindow()
    for view in (room.tree, room.centre.retrieval.list):
        view.selectionModel().clearSelection()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(view.hasFocus, timeout=5000)
        assert view.selectionModel().selectedRows() == [view.currentIndex()]
