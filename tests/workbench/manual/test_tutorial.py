# SPDX-License-Identifier: MIT
"""The tutorial is followed in the window by its own words: what it names in bold is clicked, what it writes is typed.

A word that the page has and the window has not, in either language, fails; so does a word that no step needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from projects.interviews import queries
from projects.interviews.transcript_reading import read_transcript
from projects.results.saved_results import report_blocks, saved_analyses
from tests.workbench.conftest import Show
from tests.workbench.interviews.user_actions import select_words
from wording import LANGUAGES, msg, render
from workbench.report.panes.block_list import BlockList
from workbench.sample_files import INTERVIEWS, NAMES
from workbench.shell.window import MainWindow
from workbench.translation import language_of
from workbench.variable_picker.field import FieldButton
from workbench.widgets import MoreButton

PAGES = Path(__file__).resolve().parents[3] / "wording" / "languages"
STEP = re.compile(r"^<!-- step: (\w+) -->\n(\d+)\. (.*)$", re.M)
KEYS = re.compile(r"\b(?:(?:Ctrl|Shift|Maj)\+)+\w+|\b(?:Enter|Entrée|Space|Espace)\b")
IN_ENGLISH = {"Maj": "Shift", "Entrée": "Return", "Enter": "Return", "Espace": "Space"}
WORDS = {
    "en": "She paid the ticket for everybody and wrote the price in a small notebook.",
    "fr": "La dame avait payé le billet.",
}


@dataclass
class Step:
    """What a step names: buttons and fields in bold, words to type as code, keys; in the order of its text."""

    key: str
    bold: list[str]
    typed: list[str]
    keys: list[str]


def steps(language: str) -> list[Step]:
    """The steps in the order of their numbers."""
    text = (
        (PAGES / language / "manual" / "tutorial.md")
        .read_text(encoding="utf-8")
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )
    found = STEP.findall(text)
    assert [int(number) for _key, number, _said in found] == list(range(1, len(found) + 1))
    assert len(found) == len(re.findall(r"^\d+\. ", text, re.M)), "a step has no key"
    return [
        Step(key, re.findall(r"\*\*(.+?)\*\*", said), re.findall(r"`(.+?)`", said), KEYS.findall(said))
        for key, _number, said in found
    ]


def portable(keys: str) -> str:
    """Keys as the page writes them in the words that Qt reads."""
    return "+".join(IN_ENGLISH.get(part, part) for part in keys.split("+"))


def plain(words: str) -> str:
    """Words of the window without the letter of a menu, its keys, the dots behind; a heading may be in capitals."""
    without = re.sub(r"\s*\(&.\)|&", "", words.partition("\t")[0])
    return without.replace("\u202f", " ").replace("\u00a0", " ").removesuffix("…").strip().casefold()


def said_by(one: QWidget) -> set[str]:
    """What a widget says of itself, and what it says before the value it holds."""
    found = [one.accessibleName()] + ([one.text()] if isinstance(one, QAbstractButton | QLabel) else [])
    return {plain(words) for said in found for words in (said, said.partition(":")[0])}


@dataclass
class Follower:
    """Does what each step says, in one window, and sees that it happened."""

    window: MainWindow
    qtbot: QtBot
    here: dict[str, Step] = field(default_factory=dict)  # the step at hand in each language

    def rest(self) -> None:
        """Wait until nothing is asked or computed any more."""
        session = self.window.session
        for _ in range(3):
            self.qtbot.waitUntil(lambda: session.waiting == 0 and not session.jobs, timeout=400_000)
            self.qtbot.wait(20)

    def ask(self, work: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        self.window.session.ask(work, found.append, owner=self.window)
        self.qtbot.waitUntil(lambda: bool(found), timeout=30_000)
        return found[0]

    def words(self) -> dict[str, str]:
        """The next bold words of the page in each language."""
        return {language: plain(step.bold.pop(0)) for language, step in self.here.items()}

    def the_same(self, words: dict[str, str], candidates: Callable[[str], Iterator[tuple[Any, Any]]]) -> Any:
        """The thing that bears these words: its key is the same in each language. The window is left in the other."""
        met: list[dict[Any, Any]] = []
        for language in sorted(words, key=lambda one: one != language_of()):  # it is dear to change
            self.window.set_language(language)
            met.append(dict(candidates(words[language])))
            assert met[-1], f"nothing here is called “{words[language]}” ({language})"
        both = [one for key, one in met[1].items() if key in met[0]]
        assert both, f"“{words['en']}” and “{words['fr']}” are two things"
        return both[0]

    def shown(self, kind: type[QWidget]) -> Any:
        """What is seen in the window under the next bold words."""
        return self.the_same(
            self.words(),
            lambda said: (
                (id(one), one) for one in self.window.findChildren(kind) if one.isVisible() and said in said_by(one)
            ),
        )

    def read_heading(self) -> None:
        """See the next bold words above what is made anew in each language."""
        self.the_same(
            self.words(),
            lambda said: (
                (0, one) for one in self.window.findChildren(QLabel) if one.isVisible() and said in said_by(one)
            ),
        )

    def click(self) -> None:
        """Press the button that bears the next bold words."""
        button = self.shown(QAbstractButton)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def choose(self, button: QAbstractButton | None = None, menus: int = 1) -> None:
        """Choose the entry that the page names after its menus: of the menu bar, or of what `button` opens."""
        above = [self.words() for _ in range(menus)]
        entry = self.the_same(
            self.words(), lambda said: self._entries(said, [one[language_of()] for one in above], button)
        )
        assert entry.isEnabled()
        entry.trigger()
        while (menu := QApplication.activePopupWidget()) is not None:
            menu.close()
        self.window.activateWindow()
        self.rest()

    def _entries(self, said: str, under: list[str], button: QAbstractButton | None) -> Iterator[tuple[Any, QAction]]:
        if button is not None:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        above = self.window.menuBar() if button is None else QApplication.activePopupWidget()
        waiting: list[tuple[tuple[int, ...], tuple[str, ...], Any]] = [((), (), above)]
        while waiting:
            place, path, menu = waiting.pop(0)
            for at, action in enumerate(menu.actions()):
                text = plain(action.text())
                if isinstance(action.menu(), QMenu):
                    waiting.append(((*place, at), (*path, text), action.menu()))
                elif text == said and list(path) == under:
                    yield (*place, at), action

    def type(self) -> None:
        """Type the next words that the page writes as code."""
        QTest.keyClicks(self.focus(), self.read())

    @property
    def front(self) -> Any:
        """The room in front."""
        assert self.window.front is not None
        return self.window.front

    def read(self) -> str:
        """The next words written as code, which the window shows."""
        return {language: step.typed.pop(0) for language, step in self.here.items()}[language_of()]

    def press(self) -> None:
        """Press the next keys of the page, the same in each language."""
        (keys,) = {portable(step.keys.pop(0)) for step in self.here.values()}
        QTest.keySequence(self.focus(), QKeySequence(keys))
        self.rest()

    def focus(self) -> QWidget:
        """Where the keys of the user go."""
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
        return QApplication.focusWidget() or self.window.focusWidget() or self.window

    def pick(self, words: str) -> None:
        """Click the line of a list in sight that bears `words`."""
        for view in self.window.findChildren(QAbstractItemView):
            model = view.model()
            for row in range(model.rowCount() if view.isVisible() and model is not None else 0):
                index = model.index(row, 0)
                if words in (str(index.data()), str(index.data(Qt.ItemDataRole.AccessibleTextRole)).split(",")[0]):
                    view.scrollTo(index)
                    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
                    self.rest()
                    return
        raise AssertionError(f"no line “{words}”")

    def segments(self) -> list[Any]:
        found: list[Any] = self.ask(lambda project: list(queries.segments(project)))
        return found

    # The steps, by their keys

    def open(self) -> None:
        with self.qtbot.waitSignal(self.window.rooms_ready, timeout=400_000):
            self.click()
        self.rest()
        assert self.window.session.is_open

    def data(self) -> None:
        self.press()
        assert self.front.id == "data"
        self.shown(QLabel)
        QTest.mouseClick(self.shown(QLineEdit), Qt.MouseButton.LeftButton)
        self.type()
        questions = self.front.variables.list
        self.qtbot.waitUntil(lambda: questions.model().rowCount() == 2, timeout=60_000)  # its group and the question
        at = questions.visualRect(questions.model().index(1, 0)).center()
        QTest.mouseClick(questions.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.qtbot.waitUntil(lambda: self.front.right.inspector.facts is not None, timeout=60_000)
        self.read_heading()

    def table(self) -> None:
        self.press()
        self.choose(self.shown(QAbstractButton))
        for _field in range(2):
            field = self.shown(FieldButton)
            QTest.mouseClick(field, Qt.MouseButton.LeftButton)
            self.type()
            self.press()
        self.qtbot.waitUntil(lambda: self.front.state.outcome is not None, timeout=60_000)

    def interval(self) -> None:
        (table, *_rest) = self.front.state.outcome.result.tables
        cell = next(cell for row in table.rows for cell in row.cells if cell.low is not None)
        assert cell.low < cell.estimate < cell.high
        assert cell.n
        self.choose(self.shown(MoreButton), menus=0)

    def keep(self) -> None:
        before = len(self.ask(saved_analyses)), len(self.ask(report_blocks))
        self.click()
        self.click()
        assert len(self.ask(saved_analyses)) == before[0] + 1
        assert len(self.ask(report_blocks)) > before[1]

    def code(self) -> None:
        self.press()
        words = WORDS[language_of()]  # each language reads an interview of its own
        self.pick(self.read())
        before = len(self.segments())
        select_words(self.front, words)
        self.press()
        assert self.front.picker.isVisible()
        self.type()
        self.press()
        assert len(self.segments()) == before + 1
        assert any(one.quote == words for one in self.segments())

    def suggest(self) -> None:
        before = len(self.segments())
        self.choose()
        self.press()
        self.click()
        assert len(self.segments()) == before + 1

    def report(self) -> None:
        self.press()
        self.qtbot.waitUntil(self.front.is_ready, timeout=400_000)
        assert self.front.state.composed is not None
        self.shown(QLabel)

    def infosheet(self) -> None:
        before = len(self.ask(report_blocks))
        self.choose()
        self.settle()
        assert self.front.state.composed.layout == "infosheet"
        assert 1 <= len(self.front.state.composed.pages) <= 2
        self.press()
        assert len(self.ask(report_blocks)) == before
        self.press()
        self.settle()

    def settle(self) -> None:
        """Wait until the report is composed anew."""
        self.qtbot.wait(100)
        self.rest()
        self.qtbot.waitUntil(self.front.is_ready, timeout=400_000)

    def check(self) -> None:
        field = self.shown(QComboBox)
        words = self.words()
        at = self.the_same(
            words, lambda said: ((at, at) for at in range(field.count()) if plain(field.itemText(at)) == said)
        )
        field.setCurrentIndex(at)
        field.activated.emit(at)
        self.settle()
        self.shown(QLabel)
        listed = [str(one.model().index(1, 0).data()) for one in self.window.findChildren(BlockList)]
        assert listed == [", ".join(render(msg(f"block.{kind}"), language_of()) for kind in ("text", "callout"))]
        said = [label.text() for label in self.front.report_export._checks]
        assert "identifiants directs" in said[0] or "direct identifiers" in said[0]
        assert "protéger les personnes" in said[1] or "protect people" in said[1]

    def quotes(self) -> None:
        self.press()
        self.choose(menus=2)
        assert self.front.acts.reading.quotes.isVisible()

    def undo(self) -> None:
        self.press()
        assert self.front.id == "history"
        undone = self.window.session.undo_text
        assert undone is not None
        self.press()
        assert render(self.window.session.redo_text, "fr") == render(undone, "fr")
        self.press()
        assert render(self.window.session.undo_text, "fr") == render(undone, "fr")


def test_both_languages_have_the_same_steps_and_each_can_be_run() -> None:
    english, french = (steps(language) for language in LANGUAGES)
    assert [one.key for one in english] == [one.key for one in french]
    assert len(english) == len({one.key for one in english}) >= 10
    assert [one.key for one in english if not callable(getattr(Follower, one.key, None))] == []
    for one, other in zip(english, french, strict=True):
        assert len(one.bold) == len(other.bold), one.key
        assert [portable(keys) for keys in one.keys] == [portable(keys) for keys in other.keys], one.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interview_to_code_is_in_the_language_of_the_page(language: str) -> None:
    step = next(one for one in steps(language) if one.key == "code")
    path = next(path for path, name in NAMES.items() if name == step.typed[0])
    assert INTERVIEWS[path] == language
    assert WORDS[language] in read_transcript(path).text


@pytest.mark.slow  # builds the whole sample study and composes its report
def test_the_tutorial_is_followed_in_the_window(
    show_window: Show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.shell.unlock.sample_folder", lambda: tmp_path / "Sample.pwb")
    window = show_window("data", "interviews", "analysis", "report", "sampling", "safety", "history", size=(1366, 768))
    window.idle.set_minutes(30)  # keys and clicks of QTest pass the watch by: on a busy machine it locked mid-way
    window.set_language("fr")
    window.activateWindow()
    follower = Follower(window, qtbot)
    for english, french in zip(steps("en"), steps("fr"), strict=True):
        follower.here = {"en": english, "fr": french}
        getattr(follower, french.key)()
        left = [words for step in follower.here.values() for words in (*step.bold, *step.typed, *step.keys)]
        assert not left, f"the step “{french.key}” names what it does not use"
