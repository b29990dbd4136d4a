# SPDX-License-Identifier: MIT
"""The tutorial is followed in the window, step by step, as its page has them; a step without its run fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from projects.interviews import queries
from projects.results.saved_results import report_blocks, saved_analyses
from tests.workbench.analysis.user_actions import choose
from tests.workbench.conftest import Show
from tests.workbench.interviews.user_actions import select_words
from wording import LANGUAGES, render
from workbench.shell.window import MainWindow

PAGES = Path(__file__).resolve().parents[3] / "docs" / "manual"
STEP = re.compile(r"^<!-- step: (\w+) -->\n(\d+)\. ", re.M)
WORDS = "She paid the ticket for everybody and wrote the price in a small notebook."


class Follower:
    """Does what each step says, in one window in French, and sees that it happened."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    def rest(self) -> None:
        """Wait until nothing is asked or computed any more."""
        session = self.window.session
        for _ in range(3):
            self.qtbot.waitUntil(lambda: session.waiting == 0 and not session.jobs, timeout=120_000)
            self.qtbot.wait(20)

    def ask(self, work: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        self.window.session.ask(work, found.append, owner=self.window)
        self.qtbot.waitUntil(lambda: bool(found), timeout=30_000)
        return found[0]

    def press(self, keys: str) -> None:
        """Run the command that has these keys."""
        wanted = QKeySequence(keys)
        (command,) = [one for one in self.window.table.all() if one.keys().count(wanted) and one.enabled()]
        command.run()
        self.rest()

    def room(self, place: int) -> Any:
        """Press Ctrl and the number of a room."""
        self.press(f"Ctrl+{place}")
        assert self.window.front is not None
        return self.window.front

    def open(self) -> None:
        with self.qtbot.waitSignal(self.window.rooms_ready, timeout=240_000):
            self.window.home.sample.click()
        self.rest()
        assert self.window.session.is_open

    def data(self) -> None:
        room = self.room(1)
        assert room.id == "data"

    def table(self) -> None:
        room = self.room(3)
        self.window.table.run("analysis.new.proportions")
        self.rest()
        choose(room, "variable", "safe_at_night")
        choose(room, "by", "head_sex")
        self.rest()
        self.qtbot.waitUntil(lambda: room.state.outcome is not None, timeout=60_000)

    def interval(self) -> None:
        (table, *_rest) = self.window.rooms["analysis"].state.outcome.result.tables  # type: ignore[attr-defined]
        cell = next(cell for row in table.rows for cell in row.cells if cell.low is not None)
        assert cell.low < cell.estimate < cell.high
        assert cell.n
        self.window.table.run("analysis.take.why")
        self.rest()

    def keep(self) -> None:
        before = len(self.ask(saved_analyses)), len(self.ask(report_blocks))
        self.window.table.run("analysis.keep.keep")
        self.rest()
        self.window.table.run("analysis.keep.report")
        self.rest()
        assert len(self.ask(saved_analyses)) == before[0] + 1
        assert len(self.ask(report_blocks)) > before[1]

    def code(self) -> None:
        room = self.room(2)
        document = next(one for one in room.state.documents if one.name == "Interview 1 · woman, site A")
        room.acts.navigation.open_document(str(document.id))
        self.rest()
        before = len(self.ask(lambda project: list(queries.segments(project))))
        select_words(room, WORDS)
        self.window.table.run("interviews.coding.apply")
        assert room.picker.isVisible()
        QTest.keyClicks(room.picker.field, "dette")
        QTest.keyClick(room.picker.field, Qt.Key.Key_Return)
        self.rest()
        segments = self.ask(lambda project: list(queries.segments(project)))
        assert len(segments) == before + 1
        assert any(one.quote == WORDS for one in segments)

    def suggest(self) -> None:
        room: Any = self.window.rooms["interviews"]
        self.window.table.run("interviews.review.show")
        self.rest()
        review = room.centre.review
        first = review.list.rows.rows[0]
        before = len(self.ask(lambda project: list(queries.segments(project))))
        review.list.rows.tick([first.id], True)
        review.take.click()
        self.rest()
        assert len(self.ask(lambda project: list(queries.segments(project)))) == before + 1

    def report(self) -> None:
        room = self.room(4)
        self.qtbot.waitUntil(room.is_ready, timeout=120_000)
        assert room._composed is not None

    def infosheet(self) -> None:
        room: Any = self.window.rooms["report"]
        self.window.table.run("report.new.infosheet")
        self.qtbot.wait(100)
        self.rest()
        self.qtbot.waitUntil(room.is_ready, timeout=120_000)
        assert room._composed.layout == "infosheet"
        assert 1 <= len(room._composed.pages) <= 2

    def check(self) -> None:
        room: Any = self.window.rooms["report"]
        room.leaving.destination.choose("public")
        room.leaving.destination.chosen.emit("public")
        self.rest()
        self.qtbot.waitUntil(room.is_ready, timeout=120_000)
        assert room.leaving._clearing.isVisible(), "who cleared it is asked of what the public gets"
        said = [label.text() for label in room.leaving._checks]
        assert "identifiants directs" in said[0]
        assert "protéger les personnes" in said[1]

    def quotes(self) -> None:
        room = self.room(2)
        self.window.table.run("interviews.reading.quotes")
        self.rest()
        assert room.acts.reading.quotes.isVisible()

    def undo(self) -> None:
        room = self.room(7)
        assert room.id == "history"
        undone = self.window.session.undo_text
        assert undone is not None
        self.press("Ctrl+Z")
        assert render(self.window.session.redo_text, "fr") == render(undone, "fr")
        self.press("Ctrl+Shift+Z")
        assert render(self.window.session.undo_text, "fr") == render(undone, "fr")


def steps(language: str) -> list[str]:
    """The keys of the steps, in the order of their numbers."""
    text = (PAGES / language / "tutorial.md").read_text(encoding="utf-8")
    found = STEP.findall(text)
    assert [int(number) for _key, number in found] == list(range(1, len(found) + 1))
    assert len(found) == len(re.findall(r"^\d+\. ", text, re.M)), "a step has no key"
    return [key for key, _number in found]


def test_both_languages_have_the_same_steps_and_each_can_be_run() -> None:
    english, french = (steps(language) for language in LANGUAGES)
    assert english == french
    assert len(english) == len(set(english)) >= 10
    assert [key for key in english if not callable(getattr(Follower, key, None))] == []


@pytest.mark.slow  # builds the whole sample study and composes its report
def test_the_tutorial_is_followed_in_the_window(
    show_window: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.shell.sample_study.sample_folder", lambda: tmp_path / "Sample.pwb")
    window = show_window("data", "interviews", "analysis", "report", "sampling", "safety", "history", size=(1366, 768))
    window.set_language("fr")
    window.activateWindow()
    follower = Follower(window, qtbot)
    for key in steps("fr"):
        getattr(follower, key)()
