# SPDX-License-Identifier: MIT
"""Home of an open project: counts from the store, what is open, where its lines lead, the way in, keys on the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from projects.intake.file_intake import prepare_import
from projects.interviews.documents import NewDocument, import_documents
from projects.overview import Overview, TableLine, read_overview
from projects.results.saved_results import add_block
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from wording import Labels, msg, render
from workbench.history.view import HistoryWorkspace
from workbench.shell.overview_page import table_of
from workbench.shell.window import MainWindow
from workbench.widgets import Label
from workbench.workspaces import ROOMS, Room

PASSPHRASE = "meadow kettle orbit violin"


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """Rooms to lead to."""
    return tuple(room for room in ROOMS if room.id in ("data", "interviews", "report", "history", "safety"))


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a table and two interviews, and one of interviews alone."""
    place = tmp_path_factory.mktemp("studies")
    survey = place / "visits.csv"
    survey.write_text("village,remarks,age\nKa,she left,31\nNo,he stayed,44\nLu,they came,20\n", encoding="utf-8")
    texts = ("Interviewer: Where?\n\nP1: By the market.\n", "Interviewer: And then?\n\nP2: We left.\n")
    news = [NewDocument(f"IDI 0{n}", "en", parse_text(text)) for n, text in enumerate(texts, start=1)]
    for name in ("Both", "Talks"):
        with Project.create(place / f"{name}.pwb", PASSPHRASE, name=name, user="AB") as project:
            project.do(import_documents(news))
            if name == "Both":
                project.do(prepare_import(survey).action)
                project.do(add_block("title", {"text": "Three sites"}))
                project.checkpoint("before recoding")
    return place


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot, studies: Path, tmp_path: Path) -> Callable[[str], None]:
    """Opens a copy of a study and waits for its rooms."""

    def go(name: str) -> None:
        shutil.copytree(studies / f"{name}.pwb", tmp_path / f"{name}.pwb")
        with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
            window.session.open(tmp_path / f"{name}.pwb", PASSPHRASE)
        qtbot.waitUntil(lambda: window.session.waiting == 0, timeout=20_000)

    return go


def test_counts_come_from_the_store(studies: Path, tmp_path: Path) -> None:
    shutil.copytree(studies / "Both.pwb", tmp_path / "Both.pwb")
    with Project.open(tmp_path / "Both.pwb", PASSPHRASE) as project:
        found = read_overview(project)
    assert [(table.name, table.rows) for table in found.tables] == [("visits", 3)]
    assert (found.documents, found.segments, found.not_begun, found.blocks) == (2, 0, 2, 1)
    assert found.languages == (("en", 2),)
    assert [line.message.args["name"] for line in found.points] == ["before recoding"]
    assert {one.what for one in found.open} == {"text_columns", "quotation_consent", "nothing_coded"}
    assert not found.empty


def test_no_science_is_imported_for_it() -> None:
    code = "import sys, projects.overview; print([m for m in ('pandas', 'scipy', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_home_of_an_open_project_is_its_overview(
    window: MainWindow, qtbot: QtBot, opened: Callable[[str], None]
) -> None:
    opened("Both")
    assert window.front is window.rooms["data"]
    window.show_page("home")
    page = window.overview
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page.found is not None, timeout=5000)
    assert page.columns["data"].number.text() == "1"
    assert page.columns["interviews"].number.text() == "2"
    assert [entry.note for entry in page.columns["data"].places.entries.entries] == ["3"], "tables open"
    assert not page.columns["interviews"].places.isVisible(), "what opens nothing of its own is words"
    spoken = [line.findChildren(Label)[-1].accessibleName() for line in page.columns["interviews"].lines]
    assert "Segments coded: 0" in spoken
    assert page.open.entries.rowCount() == 3
    page.open.setFocus()
    page.open.pick(next(entry.id for entry in page.open.entries.entries if entry.id[2] == "nothing_coded"))
    qtbot.keyClick(page.open, Qt.Key.Key_Return)
    assert window.front is window.rooms["interviews"]
    window.show_page("home")
    window.session.change(lambda project: project.checkpoint("first draft"))
    qtbot.waitUntil(lambda: bool(page.found and len(page.found.points) == 2), timeout=5000)
    window.project.close()
    qtbot.waitUntil(lambda: not window.session.is_open, timeout=5000)
    assert window.pages.currentWidget() is window.home
    assert page.found is None, "nothing of a closed project is kept"


def test_a_project_of_interviews_opens_in_interviews(window: MainWindow, opened: Callable[[str], None]) -> None:
    opened("Talks")
    assert window.front is window.rooms["interviews"]


def test_keys_typed_while_a_room_is_made_are_not_lost(
    window: MainWindow, qtbot: QtBot, studies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HistoryWorkspace, "shown", lambda room: room.line.name.setFocus())
    shutil.copytree(studies / "Both.pwb", tmp_path / "Both.pwb")
    with qtbot.waitSignal(window.session.opened, timeout=30_000):
        window.session.open(tmp_path / "Both.pwb", PASSPHRASE)
    assert window.building
    window.show_room("history")
    assert window.pages.currentWidget() is window.arriving.page
    room: Any = None
    for letter in "before the meeting":
        QTest.keyClick(window.windowHandle(), letter)
    assert "history" not in window.rooms or window.arriving.keys.is_active
    qtbot.waitUntil(lambda: "history" in window.rooms, timeout=30_000)
    room = window.rooms["history"]
    qtbot.waitUntil(lambda: window.front is room and not window.arriving.keys.is_active, timeout=30_000)
    assert room.line.name.text() == "before the meeting"
    window.arriving.wait_for("safety")
    window.show_room("data")  # chosen while another room was waited for
    window.arriving.made("safety")
    qtbot.waitUntil(lambda: not window.building, timeout=30_000)  # else rooms half made outlive the window
    assert window.front is window.rooms["data"], "nobody is torn from the room they chose"
    assert not window.arriving.keys.is_active


def test_keys_typed_while_a_passphrase_is_checked_wait_for_the_room(
    window: MainWindow, qtbot: QtBot, studies: Path, tmp_path: Path
) -> None:
    shutil.copytree(studies / "Talks.pwb", tmp_path / "Talks.pwb")
    page = window.unlock_page

    def unlock(passphrase: str, *keys: tuple[Any, Qt.KeyboardModifier]) -> None:
        page.passphrase.setText(passphrase)
        page.button.click()
        assert window.arriving.keys.is_active
        for key, modifier in keys:
            QTest.keyClick(window.windowHandle(), key, modifier)
        assert page.passphrase.text() == passphrase, "nothing goes to the locked page"

    window.project.ask_passphrase(tmp_path / "Talks.pwb")
    none = Qt.KeyboardModifier.NoModifier
    unlock("another kettle orbit violin", ("s", none))
    qtbot.waitUntil(lambda: page.button.isEnabled(), timeout=20_000)
    assert not window.arriving.keys.is_active, "what was typed with a wrong passphrase is forgotten"
    typed = [(letter, none) for letter in "fear"]
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):  # else rooms half made outlive the window
        unlock(PASSPHRASE, ("s", none), (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier), *typed)
        qtbot.waitUntil(lambda: "interviews" in window.rooms, timeout=30_000)
        room: Any = window.rooms["interviews"]
        qtbot.waitUntil(lambda: window.front is room and not window.arriving.keys.is_active, timeout=30_000)
        text = room.state.loaded.document.text
        assert text[slice(*room.transcript.selection())] == "By the market.", "a letter is a shortcut of the text"
        assert room.picker.field.text() == "fear"
    room.picker.hide()


def test_the_sample_is_built_in_sight(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import threading

    going, stop = threading.Event(), threading.Event()

    def build(_folder: Path, progress: Any) -> str:
        progress.report(0.5, msg("window.sample.building"))
        going.set()
        while not stop.wait(0.01):
            progress.check()
        return ""

    monkeypatch.setattr("workbench.shell.unlock.build", build)
    monkeypatch.setattr("workbench.shell.unlock.sample_folder", lambda: tmp_path / "Sample.pwb")
    window.project.open_sample()
    page = window.arriving.page
    assert going.wait(5)
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page.progress.value() == 500, timeout=5000)
    middle = page.progress.mapTo(window, page.progress.rect().center())
    assert abs(middle.x() - window.width() / 2) < 60, "in the middle, not at the edge of the window"
    assert 0.25 < middle.y() / window.height() < 0.7
    assert page.cancel.isVisible()
    page.cancel.click()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.home, timeout=5000)


def test_tables_called_alike_bear_their_names_in_the_file() -> None:
    lines = [
        TableLine(f"t{at}", Labels({}), "person", name, at) for at, name in enumerate(("roster", "health"), start=1)
    ]
    house = TableLine("t3", Labels({}), "household", "main", 3)
    found = Overview(tables=(*lines, house))
    assert [render(table_of(one, found), "fr") for one in found.tables] == [
        "Personnes · roster", "Personnes · health", "Ménages",
    ]  # fmt: skip


def test_a_command_sought_before_its_room_is_made_runs_once_it_is(
    window: MainWindow, qtbot: QtBot, studies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    shutil.copytree(studies / "Both.pwb", tmp_path / "Both.pwb")
    run = window.table.run
    monkeypatch.setattr(window.table, "run", lambda name: ran.append(name) or run(name))
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        with qtbot.waitSignal(window.session.opened, timeout=30_000):
            window.session.open(tmp_path / "Both.pwb", PASSPHRASE)
        window.palette_list.summon()  # while the first room is made: it closed with the room's coming, letters and all
        for key in (*"check now", Qt.Key.Key_Return):
            QTest.keyClick(window.windowHandle(), key)
        assert ran == []
    qtbot.waitUntil(lambda: not window.arriving.keys.is_active, timeout=30_000)
    assert ran == ["safety.check"]


@pytest.mark.parametrize(
    ("what", "n", "english", "french"),
    [
        ("text_columns", 1, "do not get it until somebody says what it holds", "ne la reçoivent"),
        ("text_columns", 2, "do not get them until somebody says what they hold", "ne les reçoivent"),
        ("without_consent", 1, "it is left out", "écartée de toute analyse"),
        ("refused", 1, "Its words", "Ses paroles"),
        ("quotation_consent", 2, "these interviews", "ces entretiens"),
        ("suggestions", 2, "Proposed by the rules", "Proposées"),
    ],
)
def test_an_open_task_speaks_of_one_or_of_many(what: str, n: int, english: str, french: str) -> None:
    said = msg(f"overview.open.{what}.why", n=n, table="visits", about="")
    assert english in render(said, "en")
    assert french in render(said, "fr")
