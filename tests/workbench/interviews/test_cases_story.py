# SPDX-License-Identifier: MIT
"""Cases in the window: made, joined, described; the panel; links and memos; everything undone again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coding.act_means_purpose import State
from coding.spacy_pipelines import pipeline_name
from projects.interviews.cases import CaseMember
from projects.interviews.documents import NewDocument, import_documents
from projects.stored_interviews.parsed_document import parse_text
from workbench.interviews.cases.page_rows import QuoteLabel
from workbench.interviews.cases.timeline_view import EventLine
from workbench.interviews.panes.left_pane import CASES
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def test_a_case_from_nothing(window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    room.left.top_pane.fold(True)
    room.left.switch.choose(CASES)
    room.left.switch.chosen.emit(CASES)
    assert not room.left.top_pane.folded, "the list asked for is seen"
    calm()
    cases = room.acts.cases.cases
    assert cases.pane.isVisible()
    assert cases.pane.empty.isVisible()
    assert not cases.pane.memo.isEnabled()
    room.acts.cases.show()
    calm()
    assert cases.list.new.hasFocus(), "not a button that writes a memo on no case"
    cases.new_case()
    calm()
    page = cases.pane.page
    cases.pane.memo.setFocus()
    for last in (cases.pane.attributes, cases.pane.answers):
        QTest.keyClick(room.window().focusWidget(), Qt.Key.Key_Tab)
        assert last.isAncestorOf(room.window().focusWidget()), "as they stand, not as they were made"
    room.acts.cases.show()
    calm()
    assert cases.list.list.hasFocus()
    assert page is not None
    assert page.case.name == "P01"
    cases.side.name.setText("P07")
    cases.side.name.editingFinished.emit()
    calm()
    assert cases.pane.header.title.text() == "P07"
    cases.side.join_requested.emit()
    calm()
    names = [entry.text for entry in cases.join.list.entries.entries]
    assert names[:3] == ["IDI 01", "Interviewer", "P1"]
    cases.join.list.pick(2)
    cases.join.turn.click()
    calm()
    assert [line.member for line in cases.pane.page.members] == [CaseMember("1", "P1")]
    assert cases.join.turn.text() == "Take out"
    window.session.undo()
    calm()
    assert cases.pane.page.members == ()
    cases.new_case()
    calm()
    assert cases.side.name.hasFocus()
    assert cases.side.name.selectedText() == cases.pane.page.case.name == "P02", "not that of the case before"
    window.show_room("safety")
    window.session.undo()  # as erasing does there
    calm()
    assert [one.name for one in cases.cases] == ["P07"], "no name that is gone waits in the other room"


def test_attributes_memo_and_leaving_for_the_text(
    room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow
) -> None:
    room.acts.cases.new_case()
    calm()
    cases = room.acts.cases.cases
    assert "not drawn" in cases.list.sampled.text()
    cases.list.sampled.click()
    calm()
    assert cases.right.currentWidget() is cases.sampled
    cases.sampled.chosen.choose(True)
    cases.sampled.chosen.chosen.emit(True)
    assert not cases.sampled.keep.isEnabled()
    cases.sampled.how.setText("every 10th of the register")
    cases.sampled.keep.click()
    calm()
    assert "probability sample" in cases.list.sampled.text()
    window.session.undo()
    calm()
    assert "not drawn" in cases.list.sampled.text()
    cases._turn_member(CaseMember("1"), True)
    calm()
    cases.pane.attribute_requested.emit("")
    calm()
    form = cases.attribute
    assert cases.right.currentWidget() is form
    form.name.setText("Age")
    form.type.choose("number")
    form.value.setText("sixteen")
    form._keep()
    calm()
    assert window.strip.isVisible()
    form.value.setText("16")
    form._keep()
    calm()
    assert cases.pane.attributes.link is not None
    assert cases.pane.attributes.link.hasFocus(), "the next key adds another one"
    assert cases.pane.page is not None
    assert [(one.name, one.plain) for one in cases.pane.page.attributes] == [("Age", "16")]
    cases.pane.attribute_requested.emit("Age")
    calm()
    said: list[object] = []
    window.session.problem.connect(said.append)
    assert form.identifies.isChecked()  # one case of that age
    form.identifies.setChecked(False)
    form._keep()
    calm()
    assert cases.right.currentWidget() is cases.side
    assert not said  # nothing but this was changed
    cases.pane.attribute_requested.emit("Age")
    calm()
    assert not form.identifies.isChecked()
    assert not form.sensitive.isChecked()
    form.sensitive.setChecked(True)
    form._keep()
    calm()
    cases.pane.attribute_requested.emit("Age")
    calm()
    assert form.sensitive.isChecked()
    cases._back()
    cases.side.memo_written.emit("", "Two offers, not one.")
    calm()
    assert [memo.text for memo in cases.pane.page.memos] == ["Two offers, not one."]
    cases.pane.open.click()
    calm()
    assert room.transcript.isVisible()
    assert not room.right.beside.isVisible()
    assert room.left.list.isVisible()


def test_the_panel_under_18(room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow) -> None:
    room.acts.cases.new_case()
    calm()
    cases = room.acts.cases.cases
    assert cases.pane.elements.starter.isVisible()
    cases.pane.elements.starter.click()  # "Add that starter codebook"
    calm()
    assert not cases.pane.elements.starter.isVisible()
    window.set_language("fr")  # the page is as wide as its column: buttons stand at its right edge
    assert cases.pane.elements.minimumSizeHint().width() <= 490
    window.set_language("en")
    cases._turn_member(CaseMember("1"), True)
    cases._type("Age", "16", "number")
    code = room.state.codebook.with_key("ACT.REC")
    assert code is not None
    room.acts.coding_actions.apply(code.id, (60, 75))
    calm()
    marks = cases.pane.elements.states
    assert marks["ACT.REC"].state is State.INTERVIEW
    assert marks["MEA.FOR"].word.text() == "not needed"
    assert marks["PUR.SEX"].state is State.NOTHING
    assert "Purpose" in cases.pane.elements.missing.text()
    assert "Means" not in cases.pane.elements.missing.text()
    room.acts.coding_actions.set_language("1", "fr")
    calm()
    said = [one.toolTip() for one in cases.pane.elements.findChildren(QuoteLabel)]
    assert any(one.startswith("«") for one in said)  # words between the marks of their own language
    cases.pane.elements.quotes_requested.emit("ACT.REC")
    assert cases.pane.quotes.entries.rowCount() == 1


def test_timeline_and_journey_are_proposed_decided_and_undone(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], qtbot: QtBot
) -> None:
    if not pipeline_name("en"):
        pytest.skip("no English spaCy pipeline is installed")
    talk = "P7: In March 2019 a woman offered me work. Two days later we left Gitega for Kigoma by bus.\n"
    window.session.do(import_documents([NewDocument("KII 07", "en", parse_text(talk), b"", "txt")]))
    calm()
    room.acts.cases.new_case()
    calm()
    view = room.acts.cases.cases.pane.timeline
    third = next(str(line.id) for line in room.state.documents if line.name == "KII 07")
    room.acts.cases.cases._turn_member(CaseMember(third), True)
    calm()
    view.timeline.link.click()
    qtbot.waitUntil(lambda: len(view.events) == 3, timeout=60_000)
    assert "2" in view.timeline.title.text()
    lines = view.findChildren(EventLine)
    QTest.keyClick(lines[0], Qt.Key.Key_A)
    qtbot.waitUntil(lambda: sum(one.accepted for one in view.events) == 1)
    QTest.keyClick(next(line for line in view.findChildren(EventLine) if not line.accepted), Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(view.events) == 2)
    window.session.undo()
    qtbot.waitUntil(lambda: len(view.events) == 3)
    view.accept_all.click()
    qtbot.waitUntil(lambda: all(one.accepted for one in view.events))
    assert not view.accept_all.isVisibleTo(view)
    view.journey.link.click()
    assert QGuiApplication.clipboard().text().splitlines()[1] == "Gitega\tKigoma\tbus\t"
    with qtbot.waitSignal(view.place_requested) as shown:
        QTest.keyClick(view.findChildren(EventLine)[0], Qt.Key.Key_Return)
    assert shown.args == [third, 4]
