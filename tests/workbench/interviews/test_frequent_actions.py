# SPDX-License-Identifier: MIT
"""Frequent actions of a coder, counted in clicks and keys: a calm page takes no more of them than a full one did."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from projects.interviews import queries
from projects.interviews.suggestions import decided_by_document, find_suggestions, project_rules, store_suggestions
from projects.store.actions import Action
from projects.store.project import Project
from tests.workbench.frequent_actions import Hands
from tests.workbench.interviews.user_actions import Calm, select_words
from wording import render
from workbench.interviews.suggestions.rule_cards import TextCard
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow
from workbench.widgets import Button, reveal


@pytest.fixture
def hands(calm: Calm) -> Hands:
    return Hands(calm)


def _button(page: QWidget, said: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == said)


def _propose(project: Project) -> Action:
    documents = list(queries.load_documents(project))
    return store_suggestions(find_suggestions(documents, project_rules(project), decided_by_document(project)))


def test_coding_reading_and_deciding(room: InterviewsWorkspace, hands: Hands, calm: Calm) -> None:
    debt = room.state.codes_for("debt")[0]
    room.acts.coding_actions.favourite(debt.id, 1)
    calm()
    select_words(room, "my passport")
    hands.key(room.transcript, Qt.Key.Key_1)  # code by a favourite's digit
    assert [room.state.codebook[mark.code].id for mark in room.state.marks.all] == [debt.id]
    assert hands.took("code the selected words")
    room.acts.place.choose(room.state.marks.all[0])
    calm()
    segment = room.right.segment
    hands.click(segment.memo)  # a memo on the segment
    assert segment.memo.hasFocus()
    assert hands.took("write a memo on a segment")
    assert not segment.citing.words.isVisible()
    hands.click(segment.citing.folded.head)  # its print: one click away
    assert segment.citing.words.isVisible()
    assert hands.took("see how a segment is printed")
    hands.click(_button(segment, "Remove"))
    assert not room.state.marks.all
    assert hands.took("take a coding away")
    hands.click(_button(room.centre.header, "Find"))
    assert room.centre.find_bar.isVisible()
    assert hands.took("find in an interview")
    room.session.do(_propose)
    calm()
    room.transcript.setFocus()
    waiting = room.state.has_waiting()
    hands.key(room.transcript, Qt.Key.Key_N)
    first = room.acts.place.has_suggestion()
    hands.click(_button(room.right.suggestion, "Accept  A"))  # the next suggestion, accepted
    assert (waiting, first) == (True, True)
    assert len([mark for mark in room.state.marks.all if not mark.suggested]) == 1
    assert hands.took("accept the next suggestion")
    hands.key(room.transcript, Qt.Key.Key_N)
    hands.key(room.transcript, Qt.Key.Key_R)  # and the one after it rejected
    assert hands.took("reject the next suggestion")


def test_segments_are_opened_filtered_exported_and_left(
    window: MainWindow, room: InterviewsWorkspace, hands: Hands, calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    debt = room.state.codes_for("debt")[0]
    select_words(room, "my passport")
    room.acts.coding.apply_code(debt.id)
    calm()
    hands.key(room.transcript, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    listed = room.acts.findings.list
    assert listed.isVisible()
    assert len(listed.list.lines()) == 1
    assert hands.took("list the segments")
    tree = room.tree
    hands.click(tree.viewport(), tree.visualRect(tree.codes.index_of(debt.id)).center())  # filter by code: it took two
    assert listed.options["variable"] == debt.id
    assert len(listed.list.lines()) == 1
    assert hands.took("list the segments of one code")
    assert listed.name.isVisible()  # there is a query that can be kept
    assert not listed.query.isVisible()
    hands.click(listed.change)  # every condition, one click away
    assert listed.fields["cases"].isVisible()
    assert hands.took("see every condition on segments")
    asked: list[str] = []
    monkeypatch.setattr(listed.excel, "_ask_file", asked.append)
    hands.click(listed.excel)
    assert asked == ["inside"]
    assert hands.took("export the segments listed")
    assert not listed.recode.isVisible()
    listed.list.model_.setData(listed.list.model_.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert listed.recode.isVisible()  # once there is something to recode
    assert room.columns.folded(2)  # nothing at the right speaks of many places
    hands.click(_button(listed.header, "Transcript"))
    assert room.transcript.isVisible()
    assert not room.columns.folded(2)
    assert hands.took("go back to the interview")


def test_a_rule_is_tried_and_removed(room: InterviewsWorkspace, hands: Hands, calm: Calm) -> None:
    confiscated = room.state.codes_for("confiscation")[0]
    room.centre.show_rules(confiscated.id)
    calm()
    pane = room.centre.rules
    assert not room.left.top_pane.isVisible()  # the codebook has the column
    hands.click(pane.tester.sentence)
    assert hands.took("try a rule on a sentence")
    card = pane.add("phrase")
    assert isinstance(card, TextCard)
    pane.tester.sentence.setFocus()
    assert not card.trash.isVisible()
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)  # as the mouse comes over it
    card.in_use.look()
    reveal(card)
    calm()
    hands.click(card.trash)
    assert card not in pane.cards
    assert hands.took("remove a rule")
    hands.click(pane.for_all.head)
    assert pane.limits.role.isVisible()
    assert hands.took("see the limits of all rules")
    room.centre.show_transcript()
    assert room.left.top_pane.isVisible()


def test_what_left_the_pages_is_found_by_the_palette(window: MainWindow, room: InterviewsWorkspace, calm: Calm) -> None:
    select_words(room, "my passport")
    room.acts.coding.apply_code(room.state.codes_for("debt")[0].id)
    calm()
    room.acts.place.choose(room.state.marks.all[0])
    calm()
    find: dict[str, str] = {
        command.id: render(command.named(), "en") for command in room.commands() if command.in_palette
    }
    moved = [
        "codebook.turn_all", "document.sort", "bring.codebook", "document.memo", "document.delete",
        "find.retrieved", "panes.documents", "panes.codebook", "segment.start_earlier",
        "segment.start_later", "segment.end_earlier", "segment.end_later", "segment.anchor",
    ]  # fmt: skip
    for name in moved:
        window.top.field.setText(find[f"interviews.{name}"])
        window.palette_list.open()
        shown = [entry.id[1] for entry in window.palette_list.list.entries.entries if entry.id[0] == "command"]
        assert f"interviews.{name}" in shown[:3], name
        window.palette_list.leave()


def test_a_long_list_of_interviews_has_its_filter_and_its_order(
    room: InterviewsWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = room.left.documents
    assert not documents.filter.isVisible()
    monkeypatch.setattr("workbench.interviews.reading.documents._GLANCE", 1)
    documents.show_lines()
    assert documents.filter.isVisible()
    assert documents.order.isVisible()
    documents.sort("language")
    assert documents.order.text() == "Language ↑"
    assert [str(entry.text) for entry in documents.list.entries.entries] == ["IDI 01", "IDI 02"]
    documents.sort("language")
    assert [str(entry.text) for entry in documents.list.entries.entries] == ["IDI 02", "IDI 01"]
