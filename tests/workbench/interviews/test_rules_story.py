# SPDX-License-Identifier: MIT
"""A coder writes a rule in its form, tries a sentence, and tests the rule on the interviews."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from coding.spacy_pipelines import pipeline_name
from projects.assistance.rule_tests import RuleHitPlace
from workbench.interviews.codebook.codebook_model import WARNED
from workbench.interviews.suggestions.rule_cards import MARKS, TextCard, WhoCard, WordsCard
from workbench.interviews.suggestions.rule_text import RuleText, boxes_of
from workbench.interviews.suggestions.rules_pane import RulesPane
from workbench.interviews.suggestions.token_boxes import TokensCard
from workbench.interviews.view import InterviewsWorkspace

pytestmark = pytest.mark.skipif(not pipeline_name("en"), reason="no English spaCy pipeline is installed")


def opened(room: InterviewsWorkspace, qtbot: QtBot) -> RulesPane:
    code = next(code for code in room.state.codebook if code.name.in_language("en") == "Document confiscation")
    room.centre.show_rules(code.id)
    qtbot.waitUntil(lambda: bool(room.centre.rules.cards))
    return room.centre.rules


def places(pane: RulesPane) -> dict[str, list[RuleHitPlace]]:
    """What the tester shows, by mark."""
    return {group.mark: list(group.places) for group in pane.tester.results._groups}


def told(pane: RulesPane) -> str:
    quotes = [f"{one.name} {one.quote}" for found in places(pane).values() for one in found]
    return "\n".join([*(label.text() for label in pane.tester.findChildren(QLabel) if label.isVisible()), *quotes])


def test_a_rule_is_written_tried_and_tested(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    (words,) = pane.cards
    assert isinstance(words, WordsCard)
    assert [chip.text() for chip in words.chips] == ["my passport"]
    assert len(pane.marks.ticked()) == len(MARKS)  # of a code without rules that tell an act
    qtbot.waitUntil(lambda: "IDI 01" in told(pane), timeout=60_000)  # words are met in the interviews at once
    assert "took my passport" in told(pane)
    card = pane.add("phrase")
    assert isinstance(card, TextCard)
    assert pane.marks.ticked() == ("hit",)  # of all rules; the words propose the others too until this one is stored
    card.field.setText("take passport/card")
    with qtbot.waitSignal(room.state.codebook_changed):
        card.field.editingFinished.emit()
    code = room.state.codebook[pane.shows()]
    assert code.keywords["en"] == ("my passport", "phrase: take passport/card")
    qtbot.waitUntil(lambda: "0 of 1 interviews parsed" in told(pane), timeout=60_000)  # none was parsed for it
    assert "took my passport" in told(pane)
    pane.tester.sentence.setText("They never took my card.")
    qtbot.waitUntil(lambda: "took my card" in told(pane), timeout=60_000)
    (denied,) = places(pane)["negated"]
    assert [denied.quote[start:end] for start, end in denied.words] == ["took", "card"]
    assert [denied.quote[start:end] for start, end in denied.cues] == ["never"]
    pane.tester.sentence.setText("If I go out…")
    qtbot.waitUntil(lambda: "If I go out…" in told(pane), timeout=60_000)  # nothing is met there: that is shown
    assert [mark for mark, found in places(pane).items() if found] == ["none"]
    pane.tester.sentence.setText("")
    pane.tester.all.click()
    qtbot.waitUntil(lambda: len(places(pane).get("hit", ())) == 2, timeout=60_000)  # the words, and the phrase
    pane.tester.scope.choose("one")
    pane.tester.scope.chosen.emit("one")
    qtbot.waitUntil(lambda: len(places(pane).get("hit", ())) == 1, timeout=60_000)


def test_a_wrong_mark_is_kept_as_a_test_sentence(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    qtbot.waitUntil(lambda: bool(places(pane).get("hit")), timeout=60_000)
    listed = pane.tester.results
    listed.setCurrentIndex(listed.lines.index(1, 0))
    with qtbot.waitSignal(listed.doubted):
        qtbot.keyClick(listed, Qt.Key.Key_H)
    menu = pane.tester.findChild(QMenu)
    assert menu is not None
    assert "should be: reported about others" in [one.text() for one in menu.actions()]
    with qtbot.waitSignal(room.session.changed):
        menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: places(pane)["hit"][0].expected == "negated", timeout=60_000)
    assert "0 of 1" in told(pane)
    with qtbot.waitSignal(pane.tester.place_requested) as wanted:
        qtbot.keyClick(listed, Qt.Key.Key_Space)
    text = room.state.loaded.document.text if room.state.loaded else ""
    assert text[wanted.args[1] : wanted.args[2]] == "my passport"


def test_boxes_and_who_did_what_are_forms(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    boxes, who = pane.add("tokens"), pane.add("who")
    assert isinstance(boxes, TokensCard)
    assert isinstance(who, WhoCard)
    boxes.boxes[0].value.setText("keep, hold")
    for key, value, times in (("any", "", "*3"), ("pos", "DET", "?"), ("lemma", "passport", "")):
        boxes.add()
        form = boxes.boxes[-1]
        form.key.choose(key)
        form.key.chosen.emit(key)
        (form.part.choose if key == "pos" else form.value.setText)(value)
        form.times.choose(times)
    who.fields[1].setText("take, keep")
    with qtbot.waitSignal(room.state.codebook_changed):
        who.fields[1].editingFinished.emit()
    written = ("tokens: keep/hold any*3 pos=DET? passport", "who: * > take, keep > *")
    assert room.state.codebook[pane.shows()].keywords["en"][1:] == written
    assert [box.written() for box in boxes_of(written[0].partition(": ")[2]) or ()] == written[0].split()[1:]
    with qtbot.waitSignal(room.state.codebook_changed):
        boxes.boxes[1].moved.emit(-1)
    assert room.state.codebook[pane.shows()].keywords["en"][1] == "tokens: any*3 keep/hold pos=DET? passport"
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.cards[-1].dragged.emit(pane.cards[1].geometry().top())
    assert room.state.codebook[pane.shows()].keywords["en"][1] == written[1]


def test_words_near_others_and_forms_of_who_did_what(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    (words,) = pane.cards
    assert isinstance(words, WordsCard)
    words.near.setText("took, keep*")
    with qtbot.waitSignal(room.state.codebook_changed):
        words.near.editingFinished.emit()
    near = "words[near=took/keep*]: my passport"
    assert room.state.codebook[pane.shows()].keywords["en"] == (near,)
    who = pane.add("who")
    assert isinstance(who, WhoCard)
    who.fields[1].setText("take")
    with qtbot.waitSignal(room.state.codebook_changed):
        who.forms["passive"].click()
    assert room.state.codebook[pane.shows()].keywords["en"] == (near, "who[except=passive]: * > take > *")
    who.fields[2].setText("card")  # typed on while the codebook answers: the form stays
    assert pane.cards[-1] is who
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.limits.span.choose("words")
        pane.limits.span.chosen.emit("words")
    assert room.state.codebook[pane.shows()].keywords["en"] == (
        "words[near=took/keep*,span=words]: my passport",
        "who[except=passive,span=words]: * > take > card",
    )
    pane.show_code(pane.shows())
    assert isinstance(pane.cards[0], WordsCard)
    assert isinstance(pane.cards[1], WhoCard)
    assert (pane.cards[0].near.text(), pane.cards[1].forms["passive"].isChecked()) == ("took, keep*", False)


def test_a_rule_that_cannot_be_read_is_told_and_not_stored(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    card = pane.add("phrase")
    assert isinstance(card, TextCard)
    card.field.setText("one two three four five")
    card.field.editingFinished.emit()
    assert not card.wrong.isHidden()
    assert "one two three" in card.wrong.text()
    assert room.state.codebook[pane.shows()].keywords["en"] == ("my passport",)


def test_a_rule_written_is_the_rule_read() -> None:
    for keyword in (
        "passport*",
        "phrase: take passport/card",
        "phrase[hit,negated]: take phone",
        "who: * > pay > debt",
        "list: passport, laissez-passer",
        "words[role=participant]: passport*",
        "words[hit,negated]: passport*",
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
    card = pane.add("word")
    assert isinstance(card, WordsCard)
    card.field.setText("debt or advance")
    card.field.editingFinished.emit()
    qtbot.waitUntil(lambda: any(strip.mend.isVisible() for strip in card.traps), timeout=20_000)
    (strip,) = (one for one in card.traps if one.mend.isVisible())
    assert "debt or advance" in strip.words.text()
    assert room.tree.codes.index_of(code.id).data(WARNED)
    strip.mend.click()
    qtbot.waitUntil(lambda: room.state.codebook[code.id].keywords["en"][-2:] == ("debt", "advance"), timeout=20_000)
    room.centre.show_transcript()
    assert not room.tree.codes.index_of(code.id).data(WARNED)


def test_limits_hold_for_all_rules_and_marks_stay_with_each(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    pane = opened(room, qtbot)
    code = room.state.codebook[pane.shows()]
    own = ["my passport", "phrase[negated]: take passport", "list: card, paper"]
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.keywords_given.emit(code.id, "en", own)
    qtbot.waitUntil(lambda: len(pane.cards) == 3)
    words = pane.cards[0]
    assert isinstance(words, WordsCard)
    boxes = pane.marks.boxes
    assert {box.checkState() for box in boxes.values()} == {Qt.CheckState.PartiallyChecked}  # no mark of all three
    assert "negated" in pane.cards[1].proposes.text()
    assert "negated" not in pane.cards[2].proposes.text()
    with qtbot.waitSignal(room.state.codebook_changed):
        boxes["negated"].click()
    every = room.state.codebook[code.id].keywords["en"]
    assert every[1:] == (own[1], "list[hit,negated]: card, paper")  # each keeps its other marks
    assert boxes["negated"].checkState() == Qt.CheckState.Checked
    with qtbot.waitSignal(room.state.codebook_changed):
        pane.keywords_given.emit(code.id, "en", own)
    qtbot.waitUntil(lambda: "negated" not in pane.cards[2].proposes.text())
    words = pane.cards[0]
    assert isinstance(words, WordsCard)
    words.field.setText("her passport")
    with qtbot.waitSignal(room.state.codebook_changed):
        words.field.editingFinished.emit()
    with qtbot.waitSignal(room.state.codebook_changed):
        words.chips[0].removed.emit()
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
    qtbot.waitUntil(lambda: any("P9" in strip.words.text() for strip in words.traps))
