# SPDX-License-Identifier: MIT
"""Four panes: interviews grouped, filtered, sorted, some 25 seen; each pane folds by button and key; 285 codes fold."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from coding.codebook_table import ReadCodebook
from coding.records import Code
from projects.interviews.codes import import_codebook
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.segments import apply_code
from projects.stored_interviews.parsed_document import parse_text
from wording import Labels
from workbench.interviews.view import InterviewsWorkspace
from workbench.room_columns import CENTRE, RIGHT
from workbench.settings import load_settings
from workbench.shell.window import MainWindow

SHOTS = os.environ.get("SHOTS", "")


def shot(window: MainWindow, name: str) -> None:
    """A picture for a person to look at, where somebody asked for it."""
    if SHOTS:
        window.grab().save(f"{SHOTS}/{name}.png")


def shown(room: InterviewsWorkspace) -> list[str]:
    return [str(entry.text) for entry in room.left.list.entries.entries]


def test_interviews_grouped_filtered_sorted_and_panes_folded(
    window: MainWindow,
    room: InterviewsWorkspace,
    calm: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.resize(1366, 768)
    made = [
        NewDocument(
            f"IDI {n:02}", ("en", "fr", "sw")[n % 3], parse_text(f"P1: Words of {n}."), group=f"Site {'AB'[n % 2]}"
        )
        for n in range(3, 43)
    ]
    window.session.do(import_documents(made))
    calm()
    names = shown(room)
    assert names[:2] == ["Site B", "IDI 03"]
    assert names[-2:] == ["IDI 01", "IDI 02"]  # in no group: last
    room.left.documents.filter.setText("site b fr")
    room.left.documents.show_lines()
    assert shown(room)[1:] == [f"IDI {n:02}" for n in range(3, 43) if n % 2 and n % 3 == 1]
    room.left.documents.filter.setText("nothing such")
    room.left.documents.show_lines()
    assert room.left.documents.nothing.isVisible()
    room.left.documents.filter.clear()
    room.left.documents.show_lines()

    loaded = room.state.loaded
    assert loaded is not None
    code = next(iter(room.state.codebook))
    window.session.do(apply_code(code.id, loaded.document, [(0, 5)], coder="coder"))
    calm()
    room.left.documents.sort("codings")
    assert shown(room)[-2:] == ["IDI 01", "IDI 02"]
    room.left.documents.sort("name")
    room.left.documents.sort("name")
    assert shown(room)[1] == "IDI 41"
    room.left.list.pick("group:Site B")
    qtbot.keyClick(room.left.list, Qt.Key.Key_Left)
    assert "IDI 41" not in shown(room)
    shot(window, "panes_grouped")
    qtbot.keyClick(room.left.list, Qt.Key.Key_Right)
    assert "IDI 41" in shown(room)

    room._commands["interviews.panes.codebook"].run()
    assert room.left.codes.folded
    qtbot.wait(50)
    rows = room.left.list.viewport().height() // room.left.list.sizeHintForRow(1)
    shot(window, "panes_codebook_folded")
    assert rows >= 25, rows
    room.left.fold_codes.click()
    assert not room.left.codes.folded
    room._commands["interviews.panes.documents"].run()
    assert not room.left.list.isVisible()
    room._commands["interviews.panes.documents"].run()

    room.tree.pick(code.id)
    room._commands["interviews.panes.retrieved"].run()
    calm()
    assert room.retrieved.list.isVisible()
    assert room.retrieved.list.model().rowCount() == 1
    shot(window, "panes_retrieved")
    asked, other = dict(room.retrieved.options), list(room.state.codebook)[-1].id
    with monkeypatch.context() as pressed:  # a code is pressed, to be dragged upon the chips
        pressed.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
        room.tree.pick(other)
        assert room.retrieved.options == asked
    room.retrieved.chips.add_part("variable", other)
    calm()
    assert room.retrieved.options["with_codes"] == other
    room.retrieved.chips.chips[-1].removed.emit()
    calm()
    assert room.retrieved.list.model().rowCount() == 1
    room._commands["interviews.panes.text"].run()
    assert not room.transcript.isVisible()
    assert not room.columns.folded(RIGHT)
    shot(window, "panes_text_folded")
    room.retrieved.opened.emit(room.retrieved.list.lines()[0].segment)
    calm()
    assert room.transcript.isVisible()  # its place was asked for
    assert not room.columns.folded(CENTRE)

    height = room.left.codes.height()
    room._commands["interviews.panes.documents"].run()  # what is folded stays so in the next session
    assert room.left.codes.height() > height + 60, "the codebook takes the room of the documents"
    kept = load_settings().columns
    assert kept["interviews.panes"] == [1, 0, 0, 0]
    room._commands["interviews.panes.documents"].run()
    assert abs(room.left.codes.height() - height) <= 1
    room.left.setSizes([room.left.height() - height - 61, height + 60])  # and where their border was dragged to
    dragged = room.layout_kept()
    room.left.setSizes([room.left.height() - height - 1, height])
    room.restore_layout(dragged)
    assert abs(room.left.codes.height() - height - 60) <= 1
    room.restore_layout(kept)
    assert room.left.top_pane.folded
    assert not room.left.codes.folded
    high = room.height()
    room.restore_layout({**kept, "interviews.panes": [1, 1, 0, 0]})
    calm()
    assert room.left.height() > high - 80, "the room stays as high, its left column with nothing but headers"
    room.restore_layout({**kept, "interviews.panes": [0, 1, 1, 1]})
    assert (room.left.top_pane.folded, room.left.codes.folded, room.retrieved.folded) == (False, True, True)
    assert room.columns.folded(CENTRE)
    room.restore_layout({**kept, "interviews.panes": [0, 0, 1, 0]})
    shares = room.left.sizes()
    room.left.show_codebook(False)  # as the cases do
    for folded in (True, False):
        room.left.top_pane.fold(folded)
    room.left.show_codebook(True)
    assert abs(room.left.sizes()[0] - shares[0]) <= 1, "the border stays where it was"
    words = room.left.switch.findChild(QAbstractButton)  # "Documents"
    for folded in (True, False):
        qtbot.mouseDClick(words, Qt.MouseButton.LeftButton)
        assert (room.left.codes.folded, room.left.top_pane.folded) == (folded, False)
    qtbot.mouseDClick(room.left.codes_header, Qt.MouseButton.LeftButton)
    assert (room.left.codes.folded, room.left.top_pane.folded) == (False, True)
    qtbot.mouseDClick(words, Qt.MouseButton.LeftButton)  # a folded one comes back first
    assert not room.left.top_pane.folded


def test_keys_go_from_pane_to_pane_and_from_interview_to_interview(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], qtbot: QtBot
) -> None:
    room.transcript.setFocus()
    room.right.turn_to("document")
    seen = []
    for _pane in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        seen.append(
            next(pane for pane in (room.left.top, room.left.codes, room.centre, room.right) if pane.isAncestorOf(focus))
        )
    assert seen == [room.right, room.left.top, room.left.codes, room.centre]
    qtbot.keyClick(room.transcript, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert room.tree.hasFocus()
    qtbot.keyClick(room.tree, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert room.left.list.hasFocus()
    before = room.state.document_id()
    qtbot.keyClick(room.left.list, Qt.Key.Key_Down)
    calm()
    assert room.state.document_id() != before
    assert room.left.list.hasFocus(), "the next one is a key away"
    qtbot.keyClick(room.left.list, Qt.Key.Key_Return)
    assert room.transcript.hasFocus()
    after = room.state.document_id()
    room.left.list.setFixedHeight(30)  # one row: it goes along
    for key, expected in (("PageUp", before), ("PageUp", before), ("PageDown", after)):  # the first has none before it
        qtbot.keyClick(room.transcript, getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.ControlModifier)
        calm()
        assert room.state.document_id() == expected
        assert room.transcript.hasFocus()
        shown = room.left.list.visualRect(room.left.list.currentIndex())
        assert room.left.list.viewport().rect().intersects(shown)
    qtbot.keyClick(room.transcript, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    calm()
    assert room.state.document_id() == before, "back, as from one room to another"


def test_many_codes_fold_and_filter(window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    codes = []
    for n in range(285):
        parent = None if n % 15 == 0 else f"k{n - n % 15}"
        codes.append(Code(f"k{n}", parent, n, Labels({"en": f"Theme {n}"}), Labels({}), "#0072b2", {}))
    window.session.do(import_codebook(ReadCodebook(tuple(codes))))
    calm()
    tree = room.tree
    top = room.state.codebook.with_key("") or room.state.named_exactly("Theme 0")
    assert top is not None
    tree.turn_all()
    index = tree.codes.index_of(room.state.named_exactly("Theme 0").id)  # type: ignore[union-attr]
    assert not tree.isExpanded(index)
    room.acts.coding_actions.recolour(room.state.named_exactly("Theme 30").id, "#cc0000")  # type: ignore[union-attr]
    calm()
    index = tree.codes.index_of(room.state.named_exactly("Theme 0").id)  # type: ignore[union-attr]
    assert not tree.isExpanded(index)  # a change keeps what is folded
    room.left.field.setText("Theme 7")
    room.left._filter()
    assert tree.isExpanded(index)  # what fits is seen
    room.left.field.clear()
    room.left._filter()
    assert not tree.isExpanded(index)
    tree.turn_all()
    assert tree.isExpanded(index)


def test_a_document_gets_its_group(window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    room.right.document.group.setText("Key informants")
    room.right.document.group.editingFinished.emit()
    calm()
    assert room.state.documents[0].group == "Key informants"
    assert shown(room)[0] == "Key informants"
