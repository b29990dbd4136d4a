# SPDX-License-Identifier: MIT
"""From *New project* to the first chart and the first report, by mouse and by keys, every click and entry counted."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.workbench.analysis.test_first_chart_story import sheet
from tests.workbench.conftest import DATA, FORM, PASSPHRASE, Show
from workbench.shell.window import MainWindow

_CHART, _REPORT, _SECONDS = 8, 14, 60
REGISTER = DATA.parent / "register_activities.xlsx"
CONTROL = Qt.KeyboardModifier.ControlModifier
_ROOMS = ("data", "analysis", "report", "history")


class Person:
    """Clicks on what is in sight, presses keys where the focus is; what is typed into a field is no click."""

    def __init__(self, window: MainWindow, calm: Callable[[], None]) -> None:
        self.window, self.calm = window, calm
        self.steps: list[str] = []
        self.begun = time.monotonic()

    def click(self, widget: QWidget) -> None:
        assert widget.isVisibleTo(self.window), widget
        assert widget.isEnabled(), widget
        if not widget.visibleRegion().contains(widget.rect().center()):
            self._scroll_to(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.did(f"click {widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()}")

    def _scroll_to(self, widget: QWidget) -> None:
        """One turn of the wheel over what can be scrolled: an action, too."""
        above: QObject | None = widget
        while not isinstance(above, QScrollArea):
            assert above is not None, f"{widget} is out of sight"
            above = above.parent()
        above.ensureWidgetVisible(widget)
        self.did("scroll")

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.window.activateWindow()  # what the system's own dialogs give back when they close
        focus = self.window.focusWidget()
        QTest.keyClick(focus if focus is not None else self.window, key, modifier)
        self.did(f"key {key.name}")

    def type(self, text: str) -> None:
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        self.calm()

    def did(self, *what: str) -> None:
        self.steps += what
        self.calm()
        if folder := os.environ.get("NEWCOMER_PICTURES"):
            self.window.grab().save(f"{folder}/{len(self.steps):02}.png")

    def seconds(self) -> float:
        """Since the first step."""
        return time.monotonic() - self.begun


@pytest.fixture
def window(show_window: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window of a small laptop; documents are proposed as the place of a new project."""
    made = show_window(*_ROOMS, size=(1366, 768))
    monkeypatch.setattr(made.project, "place", lambda: tmp_path)
    made.activateWindow()
    return made


def _files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chosen: Path) -> Path:
    """What the system's own dialogs give back; their clicks are counted where they are asked."""
    target = tmp_path / "report.docx"
    monkeypatch.setattr("workbench.data.imports.file_imports.ask_files", lambda *_asked: [chosen])
    monkeypatch.setattr("workbench.report.panes.export.ask_new_file", lambda *_asked: (target, ""))
    return target


def _make_project_by_mouse(person: Person, qtbot: QtBot) -> None:
    window, page = person.window, person.window.new_page
    person.click(window.home.new)
    create = page.create_button
    assert create.visibleRegion().boundingRect() == create.rect(), "the button is in view"
    person.type("Visits")
    person.click(page.first)
    person.type(PASSPHRASE)
    person.click(page.second)
    person.type(PASSPHRASE)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        person.click(page.create_button)
    person.calm()


def _kobo(tmp_path: Path) -> Path:
    """An export with its form beside it, as they are downloaded."""
    folder = tmp_path / "download"
    folder.mkdir()
    shutil.copy(FORM, folder / FORM.name)
    return Path(shutil.copy(DATA, folder / DATA.name))


@pytest.mark.parametrize("make", [sheet, _kobo], ids=["spreadsheet", "kobo"])
def test_first_chart_and_word_report_by_mouse(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: Callable[[], None],
    make: Callable[[Path], Path],
) -> None:  # fmt: skip
    target = _files(monkeypatch, tmp_path, make(tmp_path))
    person = Person(window, calm)
    _make_project_by_mouse(person, qtbot)
    data, analysis, report = (window.rooms[one] for one in ("data", "analysis", "report"))
    qtbot.waitUntil(data.isVisible, timeout=20_000)  # a project without a table begins here
    person.click(button(data, "Import data…"))
    person.did("click the file", "click Open")
    qtbot.waitUntil(data.import_page.is_read, timeout=60_000)
    calm()
    assert not data.import_page.take.hasFocus(), "no yes is chosen before"
    person.click(data.import_page.take)
    qtbot.waitUntil(lambda: analysis.state.current is not None and analysis.centre.outcome is not None, timeout=60_000)
    calm()
    assert analysis.isVisible()
    assert analysis.centre.blocks[0].isVisibleTo(window)
    assert len(person.steps) <= _CHART, person.steps
    assert person.seconds() < _SECONDS

    _chart_to_word(person, qtbot, analysis, report)
    assert len(person.steps) <= _REPORT, person.steps
    words = docx.Document(str(target))
    assert words.tables or words.inline_shapes, "the chart or its table is in the file"


def button(room: QWidget, text: str) -> QAbstractButton:
    """The button of a room with these words that can be seen."""
    return next(one for one in room.findChildren(QAbstractButton) if one.text() == text and one.isVisible())


def _chart_to_word(person: Person, qtbot: QtBot, analysis: QWidget, report: Any) -> None:
    window = person.window
    person.click(button(analysis, "Add to report"))
    person.click(window.rail.buttons["report"])
    qtbot.waitUntil(report.is_ready, timeout=60_000)
    with qtbot.waitSignal(report.session.exported, timeout=60_000):
        person.click(report.report_export.export)
        person.did("click Save")


def _import_by_keys(person: Person, qtbot: QtBot) -> None:
    """A new project, and a file taken into it as it was read."""
    window = person.window
    person.key(Qt.Key.Key_N, CONTROL)
    for words in ("Visits", PASSPHRASE, PASSPHRASE):
        person.type(words)
        assert not any(row.problem.isVisible() for row in window.new_page.rows.values()), "nothing is wrong yet"
        person.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.rooms) == len(_ROOMS), timeout=60_000)
    person.calm()
    person.key(Qt.Key.Key_I, CONTROL)
    person.did("key the file", "key Enter")
    qtbot.waitUntil(window.rooms["data"].import_page.is_read, timeout=60_000)
    person.calm()
    person.key(Qt.Key.Key_Return, CONTROL)


def _report_to_word_by_keys(person: Person, qtbot: QtBot, report: Any) -> None:
    qtbot.waitUntil(report.is_ready, timeout=60_000)
    with qtbot.waitSignal(report.session.exported, timeout=60_000):
        person.key(Qt.Key.Key_E, CONTROL)
        person.did("key Enter")
    assert len(person.steps) <= _REPORT, person.steps


@pytest.mark.parametrize("make", [sheet, _kobo], ids=["spreadsheet", "kobo"])
def test_first_chart_and_word_report_by_keys(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: Callable[[], None],
    make: Callable[[Path], Path],
) -> None:  # fmt: skip
    target = _files(monkeypatch, tmp_path, make(tmp_path))
    person = Person(window, calm)
    _import_by_keys(person, qtbot)
    analysis, report = window.rooms["analysis"], window.rooms["report"]
    qtbot.waitUntil(lambda: analysis.state.current is not None and analysis.centre.outcome is not None, timeout=60_000)
    calm()
    assert len(person.steps) <= _CHART, person.steps
    person.key(Qt.Key.Key_Return, CONTROL)
    person.key(Qt.Key.Key_4, CONTROL)
    _report_to_word_by_keys(person, qtbot, report)
    words = docx.Document(str(target))
    assert words.tables or words.inline_shapes, "the chart or its table is in the file"


def test_from_a_register_to_its_infosheet(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: Callable[[], None]
) -> None:
    target = _files(monkeypatch, tmp_path, REGISTER)
    person = Person(window, calm)
    _make_project_by_mouse(person, qtbot)
    data, report = window.rooms["data"], window.rooms["report"]
    qtbot.waitUntil(data.isVisible, timeout=20_000)
    person.click(button(data, "Import data…"))
    person.did("click the file", "click Open")
    qtbot.waitUntil(data.import_page.is_read, timeout=60_000)
    calm()
    person.click(data.import_page.take)
    form = data.acts.registering.page
    qtbot.waitUntil(lambda: data.middle.currentWidget() is form, timeout=20_000)
    calm()
    assert not form.keep.isEnabled(), "no yes is chosen before"
    person.click(form.kinds.card("activities"))
    person.click(form.keep)
    person.click(button(data, "Make the infosheet"))
    qtbot.waitUntil(lambda: report.state.has_blocks() and report.is_ready(), timeout=60_000)
    assert report.isVisible()
    with qtbot.waitSignal(report.session.exported, timeout=60_000):
        person.click(report.report_export.export)
        person.did("click Save")
    assert len(person.steps) <= _REPORT, person.steps
    assert docx.Document(str(target)).paragraphs


def test_from_a_register_to_its_infosheet_by_keys(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: Callable[[], None]
) -> None:
    target = _files(monkeypatch, tmp_path, REGISTER)
    person = Person(window, calm)
    _import_by_keys(person, qtbot)
    data, report = window.rooms["data"], window.rooms["report"]
    form = data.acts.registering.page
    qtbot.waitUntil(lambda: data.middle.currentWidget() is form, timeout=20_000)
    calm()
    person.key(Qt.Key.Key_Space)  # the keys are on the kind it looks like
    person.key(Qt.Key.Key_Return, CONTROL)
    person.key(Qt.Key.Key_F6, Qt.KeyboardModifier.AltModifier)
    person.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: report.state.has_blocks() and report.is_ready(), timeout=60_000)
    assert report.isVisible()
    _report_to_word_by_keys(person, qtbot, report)
    assert docx.Document(str(target)).paragraphs
