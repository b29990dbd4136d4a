# SPDX-License-Identifier: MIT
"""Pages over the codebook, a correction with what it loses, free answers: in the window, with undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from projects.interviews.codes import add_code
from wording import Labels, render
from workbench.interviews.codebook.codebook_pane import NEAR, SPLIT, USAGE
from workbench.interviews.shown_text import Offsets
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow
from workbench.starter_codebooks import starter_codes


def test_english_and_french_beside_each_other(
    room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow
) -> None:
    room.acts.reading.show_codebook()
    calm()
    model = room.acts.reading.codebook.side_by_side.model()
    assert model.data(model.index(0, 0)) == "Recruitment"
    assert model.data(model.index(0, 1)) == "Recrutement"
    assert model.setData(model.index(0, 1), "Embauche", Qt.ItemDataRole.EditRole)
    calm()
    assert next(iter(room.state.codebook)).name.by_language == {"en": "Recruitment", "fr": "Embauche"}
    assert model.setData(model.index(0, 3), "Approchée, engagée.", Qt.ItemDataRole.EditRole)
    calm()
    assert next(iter(room.state.codebook)).definition.by_language == {"fr": "Approchée, engagée."}
    window.session.undo()
    window.session.undo()
    calm()
    assert next(iter(room.state.codebook)).name.by_language["fr"] == "Recrutement"
    page = room.acts.reading.codebook.languages
    assert page.complete.isHidden()
    starter = next(one for one in starter_codes() if one.key == "ACT")  # taken over when it was defined in English only
    english = Labels({"en": starter.definition.by_language["en"]})
    window.session.do(add_code(starter.name, definition=english))
    window.session.do(add_code(Labels({"en": "Means"}), definition=Labels({"en": "As our team defines it."})))
    calm()
    assert "1 definition" in page.complete.text()
    page.complete.click()
    calm()
    assert [one.definition.by_language.get("fr") for one in room.state.codebook][-2:] == [
        starter.definition.by_language["fr"], None
    ]  # fmt: skip
    assert page.complete.isHidden()
    window.session.undo()
    calm()
    assert page.complete.isVisible()


def test_usage_near_names_and_splitting(room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    code = next(iter(room.state.codebook))
    room.acts.coding_actions.apply(code.id, (70, 90))
    room.acts.coding_actions.apply(code.id, (120, 140))
    room.acts.coding_actions.add_code("Recruitments")
    calm()
    room.acts.reading.show_codebook()
    pane = room.acts.reading.codebook
    assert pane.stack.isAncestorOf(room.window().focusWidget())
    pane.turn_to(USAGE)
    calm()
    first = pane.usage_model.row_at(pane.usage_model.index(0, 0))
    assert (first[2].total, first[2].coders) == (2, {"coder": 2})
    assert pane.usage_model.index(1, 1).data() == "0"  # a code not used; a blank might be a fault
    header, state = pane.usage.horizontalHeader(), room.state
    room.state.documents[0] = replace(state.documents[0], name="E01 femme 25-34, deuxième")
    pane.usage_model.set_rows([], [])
    pane._show_usage({code.id: replace(first[2], coders={"": 2})})
    heads = [render(column.heading, "en") for column in pane.usage_model.columns]
    assert heads[3] == render(state.coder_name(""), "en") != "–"
    for place in range(1, len(heads) - 1):
        assert pane.usage.columnWidth(place) >= min(header.fontMetrics().horizontalAdvance(heads[place]) + 8, 220)
    pane.turn_to(NEAR)
    assert [(room.state.codebook[p.first].name.by_language["en"]) for p in pane.pairs] == ["Recruitment"]
    pane.turn_to(SPLIT)
    calm()
    assert len(pane.split.boxes) == 2
    assert all("¶" in box.text().partition(":")[0] for box in pane.split.boxes.values())
    next(iter(pane.split.boxes.values())).setChecked(True)
    pane.split.name.setText("Offer of work")
    pane.split.split()
    calm()
    made = room.state.named_exactly("Offer of work")
    assert made is not None
    assert room.state.counts == {code.id: 1, made.id: 1}


def test_a_correction_lists_what_could_not_move(
    room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow
) -> None:
    text = room.transcript.offsets.text
    code = next(iter(room.state.codebook))
    for words in ("Good pay, she promised.", "took my passport"):
        room.acts.coding_actions.apply(code.id, (text.index(words), text.index(words) + len(words)))
    calm()
    room.transcript.go_to(40)
    room.acts.reading.correct()
    pane = room.acts.reading.correction
    assert Offsets(pane.text()).to_text(pane.editor.textCursor().position()) == room.transcript.caret() > 0
    assert not pane.keep.isEnabled()
    before = pane.text()
    QTest.keyClick(pane.editor, Qt.Key.Key_Tab)
    assert (pane.reason.hasFocus(), pane.text()) == (True, before), "a tab in the text was a way into nowhere"
    pane.editor.setPlainText(text.replace(" Good pay, she promised.", "").replace("passport", "papers"))
    pane.look()
    calm()
    assert [entry.text for entry in pane.lost.entries.entries] == ["Good pay, she promised."]
    assert len(room.state.marks.all) == 2
    pane.store()
    calm()
    assert [entry.text for entry in pane.lost.entries.entries] == ["Good pay, she promised."]
    now = room.transcript.offsets.text
    assert [now[mark.start : mark.end] for mark in room.state.marks.all] == ["took my papers"]
    room.transcript.go_to(0)
    pane.editor.moveCursor(QTextCursor.MoveOperation.End)
    pane.left.emit()
    assert room.transcript.caret() == len(now.rstrip())
    pane.undo.click()
    calm()
    assert room.transcript.offsets.text == text
    assert len(room.state.marks.all) == 2


def test_free_answers_say_where_there_is_no_survey(room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    room.acts.reading.show_answers()
    calm()
    assert not room.acts.reading.answers.make.isEnabled()
    assert "import one in Data" in room.acts.reading.answers.note.text()
