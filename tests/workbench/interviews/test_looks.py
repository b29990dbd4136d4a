# SPDX-License-Identifier: MIT
"""The room in both languages and looks at 1366×768: nothing clipped, nothing left in the other language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from wording import msg, render
from workbench.interviews.panes.centre_pane import no_interviews
from workbench.interviews.panes.right_pane import DOCUMENT, SEGMENT, SUGGESTION
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def clipped(room: InterviewsWorkspace) -> list[str]:
    """Buttons narrower than their words, and lines of text that need more room than they have."""
    found = [
        button.text()
        for button in room.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    for label in room.findChildren(QLabel):
        words = label.text()
        one_line = label.isVisible() and words and not label.wordWrap() and not hasattr(label, "_whole")
        if one_line and label.width() < label.fontMetrics().horizontalAdvance(words):
            found.append(words)
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_clipped(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], language: str
) -> None:
    window.resize(1366, 768)
    window.set_setting("language", language)
    room.acts.suggesting.suggest_all()
    calm()
    room.acts.suggesting.next_suggestion()
    room.acts.suggesting.accept()
    calm()
    for page in (SUGGESTION, DOCUMENT, SEGMENT):
        if page == SEGMENT:
            room.acts.place.choose(next(mark for mark in room.state.marks.all if not mark.suggested))
        room.right.turn_to(page)
        room.centre.find_bar.summon()
        calm()
        assert room.right.page() == page
        assert room.width() <= 1366
        assert not clipped(room), page


def test_language_and_look_change_live(window: MainWindow, room: InterviewsWorkspace, qtbot: QtBot) -> None:
    room.acts.suggesting.suggest_all()
    qtbot.waitUntil(lambda: bool(room.acts.place.open_suggestions()), timeout=20000)
    room.acts.suggesting.next_suggestion()
    light = room.transcript.grab().toImage().pixelColor(4, 4)
    window.set_setting("language", "fr")
    window.set_setting("look", "dark")
    assert room.left.add_documents.toolTip() == render(msg("interviews.view.import"), "fr")
    assert room.right.suggestion.code.name.text() == "Recrutement"
    dark = room.transcript.grab().toImage().pixelColor(4, 4)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    window.set_setting("look", "light")


def test_without_interviews_one_sentence_and_one_button(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]
) -> None:
    for _document in range(2):
        room.acts.delete_document()
        calm()
    assert room.centre.currentWidget() is room.centre.empty
    sentence = room.centre.nothing.sentence
    assert sentence.text() == render(no_interviews(), "en")
    assert "Word" in sentence.text()
    assert "subtitles" in sentence.text()
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    assert room.centre.nothing.button is not None
    assert room.centre.nothing.button.isEnabled()
    assert not room.state.has_text()
    window.session.undo()
    calm()
    assert room.centre.currentWidget() is room.centre.reading
    assert room.state.has_text()


_ONLY_IN_THE_SAMPLE = {"interviews_entities", "interviews_timeline"}  # nobody and no event is named in this project


def test_the_tour_can_be_taken(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], qtbot: QtBot
) -> None:
    room.acts.suggesting.suggest_all()
    calm()
    room.acts.suggesting.next_suggestion()
    room.acts.suggesting.accept()
    calm()
    names = []
    for step in room.tour():
        step.act()
        if step.name != "interviews_parsing":  # a job that runs on until the next step
            calm()
        if step.name not in _ONLY_IN_THE_SAMPLE:
            qtbot.waitUntil(step.ready, timeout=20_000)  # as whoever takes the pictures does
        names.append(step.name)
    assert names[0] == "interviews"
    assert len(set(names)) == len(names)
