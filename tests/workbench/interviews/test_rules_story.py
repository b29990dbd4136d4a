# SPDX-License-Identifier: MIT
"""A coder writes a rule in its form, tries a sentence, and tests the rule on the interviews."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coding.spacy_pipelines import pipeline_name
from workbench.interviews.panes.rules_pane import RulesPane, RuleText
from workbench.interviews.view import InterviewsWorkspace

pytestmark = pytest.mark.skipif(not pipeline_name("en"), reason="no English pipeline")


def opened(room: InterviewsWorkspace, qtbot: QtBot) -> RulesPane:
    code = next(code for code in room.state.codebook if code.name.in_language("en") == "Document confiscation")
    room.centre.show_rules(code.id)
    qtbot.waitUntil(lambda: bool(room.centre.rules.rows))
    return room.centre.rules


def told(pane: RulesPane) -> str:
    return "\n".join(label.text() for label in pane.tester.findChildren(QLabel) if label.isVisible())


def test_a_rule_is_written_tried_and_tested(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    assert [(row.kind.value(), row.field.text()) for row in pane.rows] == [("word", "my passport")]
    qtbot.waitUntil(lambda: "IDI 01" in told(pane), timeout=60_000)  # words are met in the interviews at once
    assert "took my passport" in told(pane)
    pane.rows[0].field.setText("nowhere")
    pane.rows[0].field.textEdited.emit("nowhere")  # nothing is stored yet
    qtbot.waitUntil(lambda: "IDI 01" not in told(pane) or "NOT MET" in told(pane).upper(), timeout=60_000)
    pane.rows[0].field.setText("my passport")
    pane.more.click()
    row = pane.rows[-1]
    row.field.setText("take passport/card")
    with qtbot.waitSignal(room.state.codebook_changed):
        row.field.editingFinished.emit()
    code = room.state.codebook[pane._code]
    assert code.keywords["en"] == ("my passport", "phrase: take passport/card")
    qtbot.waitUntil(lambda: "0 of 1 interviews parsed" in told(pane), timeout=60_000)  # none was parsed for it
    assert "took my passport" in told(pane)
    pane.tester.sentence.setText("They never took my card.")
    qtbot.waitUntil(lambda: "took my card" in told(pane), timeout=60_000)
    assert "negated" in told(pane).lower()
    pane.tester.sentence.setText("")
    pane.tester.all.click()
    qtbot.waitUntil(lambda: "IDI 01" in told(pane), timeout=60_000)
    assert "took my passport" in told(pane)
    room.centre.show_transcript()


def test_a_rule_that_cannot_be_read_is_told_and_not_stored(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    pane.more.click()
    row = pane.rows[-1]
    row.kind.choose("who")
    row.field.setText("boss takes phone")
    row.field.editingFinished.emit()
    assert not row.wrong.isHidden()
    assert ">" in row.wrong.text()
    assert room.state.codebook[pane._code].keywords["en"] == ("my passport",)


def test_a_rule_written_is_the_rule_read() -> None:
    for keyword in (
        "passport*",
        "phrase: take passport/card",
        "phrase[hit,negated]: take phone",
        "who: * > pay > debt",
        "list: passport, laissez-passer",
        "words[role=participant]: passport*",
        "phrase[speaker=P1/P2,group=Women]: take passport",
        "tokens[negated,role=interviewer]: keep any*3 passport",
    ):
        assert RuleText.of(keyword).written() == keyword
    assert RuleText("word", "a;b").written() == "a,b"


def test_a_trap_is_told_beside_its_rule_and_mended(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    code = next(code for code in room.state.codebook if code.name.in_language("en") == "Debt bondage")
    room.centre.show_rules(code.id)
    pane = room.centre.rules
    pane.languages.choose("en")
    pane.languages.chosen.emit("en")
    pane.more.click()
    row = pane.rows[-1]
    row.kind.choose("word")
    row.field.setText("debt or advance")
    row.field.editingFinished.emit()
    qtbot.waitUntil(lambda: any(one.mend.isVisible() for one in pane.rows), timeout=20_000)
    mended = next(one for one in pane.rows if one.mend.isVisible())
    mended.mend.click()
    qtbot.waitUntil(lambda: room.state.codebook[code.id].keywords["en"][-2:] == ("debt", "advance"), timeout=20_000)


def test_limits_hold_for_all_rules_and_marks_stay_with_each(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    code = room.state.codebook[pane._code]
    own = ["my passport", "phrase[negated]: take passport", "list: card, paper"]
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.keywords_given.emit(code.id, "en", own)
    qtbot.waitUntil(lambda: len(pane.rows) == 3)
    pane.rows[0].field.setText("her passport")
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.rows[0].field.editingFinished.emit()
    assert room.state.codebook[code.id].keywords["en"] == ("her passport", *own[1:])  # its mark was not lost
    pane.limits.role.choose("participant")
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.limits.role.chosen.emit("participant")
    assert room.state.codebook[code.id].keywords["en"] == (
        "words[role=participant]: her passport",
        "phrase[negated,role=participant]: take passport",
        "list[role=participant]: card, paper",
    )
    pane.limits.speakers.setText("P9")
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.limits.speakers.editingFinished.emit()
    qtbot.waitUntil(lambda: "P9" in pane.rows[0].warning.text())
