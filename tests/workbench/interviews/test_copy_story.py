# SPDX-License-Identifier: MIT
"""Stories of Ctrl+C in a transcript: nothing leaves without consent to quote; with it, a line stands in history."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QListWidget, QStyledItemDelegate
from pytestqt.qtbot import QtBot

from projects.interviews.documents import set_consents
from tests.workbench.interviews.user_actions import Calm, select_words
from wording import Message, render
from workbench.codings.framework_grid import FrameworkGrid
from workbench.codings.quote_list import QuoteList
from workbench.interviews.codebook.codebook_tree import CodebookTree
from workbench.interviews.reading.guarded_editor import GuardedEditor
from workbench.interviews.retrieval.retrieval_pane import SegmentList
from workbench.interviews.suggestions.waiting_list import WaitingList
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow
from workbench.variable_picker.rows import RowList
from workbench.widgets import EntryList, RowsTable
from workbench.widgets.reading_list import NoCopy, QuietList

WORDS = "she offered me a job in a hotel"
COPY = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture(autouse=True)
def clipboard() -> None:
    QGuiApplication.clipboard().setText("before")


def copies(window: MainWindow, qtbot: QtBot) -> int:
    """How many lines of history tell of a copy."""
    found: list[int] = []

    window.session.ask(lambda project: len(project.history(kind="export.copied")), found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    return found[0]


def allow(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    document = room.state.document_id()
    assert document is not None
    window.session.do(set_consents(document, {"interview": True, "quotation": True}))
    calm()


def test_what_was_refused_is_not_copied(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.session.problem.connect(said.append)
    window.session.do(set_consents(room.state.document_id() or "", {"quotation": False}))
    calm()
    select_words(room, WORDS)
    QTest.keyClick(room.transcript, *COPY)
    calm()
    assert QGuiApplication.clipboard().text() == "before"
    assert [message.key for message in said] == ["kinds.quote_refused"]
    assert "IDI 01" in render(said[0], "fr")
    assert copies(window, qtbot) == 0


def test_chosen_words_leave_neither_by_dragging_nor_by_the_middle_button(room: InterviewsWorkspace) -> None:
    select_words(room, WORDS)
    data = room.transcript.createMimeDataFromSelection()
    assert not data.hasText()
    assert not data.formats()


def test_no_list_copies_its_rows_by_itself(qtbot: QtBot) -> None:
    """Qt's own views put the row with the keys on the clipboard: sentences of a code, suggestions, quotes, names."""
    listed = [QuietList(), EntryList("quotes"), RowsTable("names"), RowList("variables")]
    for view in listed:
        qtbot.addWidget(view)
        model = QStringListModel([WORDS], view)
        if isinstance(view, QListWidget):
            view.addItem(WORDS)
        else:
            view.setModel(model)
            if isinstance(view, QListView):
                view.setItemDelegate(QStyledItemDelegate(view))
        view.setCurrentIndex(view.model().index(0, 0))
        QGuiApplication.clipboard().setText("before")
        QTest.keyClick(view, *COPY)
        assert QGuiApplication.clipboard().text() == "before", type(view).__name__
    for kind in (SegmentList, WaitingList, QuoteList, FrameworkGrid, CodebookTree):
        assert issubclass(kind, NoCopy)


def test_with_it_the_words_leave_and_history_tells_so_without_them(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    allow(window, room, calm)
    select_words(room, WORDS)
    QTest.keyClick(room.transcript, *COPY)
    calm()
    assert QGuiApplication.clipboard().text() == WORDS
    assert copies(window, qtbot) == 1


def test_choosing_words_or_dragging_them_copies_nothing(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    """Qt asks for what to hand over at a drag, and on X11 at each choice of words by the mouse."""
    allow(window, room, calm)
    select_words(room, WORDS)
    assert room.transcript.createMimeDataFromSelection().formats() == []
    calm()
    assert QGuiApplication.clipboard().text() == "before"
    assert copies(window, qtbot) == 0


def test_fields_in_which_words_are_changed_keep_the_same_rule(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, qtbot: QtBot
) -> None:
    """The editor of a correction gave the whole interview to Ctrl+C, past consent and history; pasting in stays."""
    room.acts.reading.correct()
    calm()
    editor = room.acts.reading.correction.editor
    assert isinstance(room.right.segment.citing.words, GuardedEditor)

    def choose() -> None:
        editor.setTextCursor(editor.document().find(WORDS))

    def menu(name: str) -> None:
        made = editor.guarded_menu()
        next(one for one in made.findChildren(QAction) if one.objectName() == name).trigger()
        made.deleteLater()

    cut = (Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    ways = (
        lambda: QTest.keyClick(editor, *COPY),
        lambda: QTest.keyClick(editor, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier),
        lambda: QTest.keyClick(editor, *cut),
        lambda: menu("edit-copy"),
        lambda: menu("edit-cut"),
    )
    window.session.do(set_consents(room.state.document_id() or "", {"quotation": False}))
    calm()
    choose()
    for way in ways:
        way()
        calm()
        assert QGuiApplication.clipboard().text() == "before"
    assert WORDS in editor.toPlainText(), "nothing is cut that could not be pasted again"
    assert editor.createMimeDataFromSelection().formats() == []
    assert copies(window, qtbot) == 0

    allow(window, room, calm)
    choose()
    QTest.keyClick(editor, *COPY)
    calm()
    assert QGuiApplication.clipboard().text() == WORDS
    assert copies(window, qtbot) == 1
    before = editor.toPlainText()
    QTest.keyClick(editor, *cut)
    calm()
    assert editor.toPlainText() == before.replace(WORDS, "", 1)
    QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == before
    assert copies(window, qtbot) == 2
