# SPDX-License-Identifier: MIT
"""The page of a code: inclusion, sensitivity, category, retired, anchors; the picker leaves out what is not applied."""

from __future__ import annotations

from PySide6.QtTest import QTest

from tests.workbench.interviews.user_actions import Calm, code, select_words
from wording import render
from workbench.interviews.panes.right_pane import SEGMENT
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def test_a_code_is_described_retired_and_restored_on_its_page(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm
) -> None:
    debt = room.state.codes_for("debt")[0].id
    room.centre.show_code(debt)
    calm()
    facts = room.centre.retrieval.facts
    facts.whether["inclusion"].setText("a sum is owed")
    facts.whether["inclusion"].editingFinished.emit()
    calm()
    assert room.state.codebook[debt].inclusion.in_language("en") == "a sum is owed"
    assert facts.status is not None
    facts.status.sensitivity.chosen.emit("high")
    calm()
    facts.status.retired.click()
    calm()
    assert (room.state.codebook[debt].sensitivity, room.state.codebook[debt].retired) == ("high", True)
    room.centre.show_transcript()
    said: list[object] = []
    window.session.problem.connect(said.append)
    room.acts.coding.apply_code(debt, (0, 4))
    calm()
    assert render(said[0], "en").startswith("“Debt bondage” is retired")
    room.acts.coding.pick_code()
    QTest.keyClicks(room.picker.field, "debt")
    assert ("code", debt) not in [entry.id for entry in room.picker.list.entries.entries]
    room.picker.leave()
    room.centre.show_code(debt)
    facts.status.retired.click()
    calm()
    assert not room.state.codebook[debt].retired


def test_the_chosen_segment_is_kept_as_anchor_and_taken_off(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm
) -> None:
    select_words(room, "promised")
    code(window, room, "dec", calm)
    room.acts.place.choose(room.state.marks.all[0])
    assert room.right.page() == SEGMENT
    window.table.run("interviews.segment.anchor")
    calm()
    deception = room.state.named_exactly("Deception")
    assert deception is not None
    assert [words for words, _document in deception.anchors] == ["promised"]
    room.centre.show_code(deception.id)
    calm()
    status = room.centre.retrieval.facts.status
    assert status is not None
    assert status.anchors.count() == 1
    status.category.click()
    calm()
    assert not room.state.codebook[deception.id].category  # it has a segment
    status.remove_anchor()
    calm()
    assert room.state.codebook[deception.id].anchors == ()
