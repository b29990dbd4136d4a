# SPDX-License-Identifier: MIT
"""Half-typed texts and the place at hand outlive a lock; nothing of them lies in clear meanwhile; jobs may end."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.records import Role, RowOrigin
from projects.intake.file_intake import prepare_import
from projects.interviews.documents import NewDocument, import_documents
from projects.results.saved_results import add_block
from projects.store.drafts import kept_drafts
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_tables.cells import DatasetCell
from wording import msg, render
from workbench.data.view import DataWorkspace
from workbench.history.view import HistoryWorkspace
from workbench.interviews.panes.right_pane import DOCUMENT
from workbench.interviews.view import InterviewsWorkspace
from workbench.jobs import Job
from workbench.report.panes.live_text import LiveTextBox
from workbench.report.view import ReportWorkspace
from workbench.session import Session
from workbench.settings import WindowSettings
from workbench.shell.window import MainWindow
from workbench.workspaces import ROOMS, Room

PASSPHRASE = "meadow kettle orbit violin"
CANARY = "Quillamarrow"
Calm = Callable[[], None]


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """The rooms one types in."""
    return tuple(room for room in ROOMS if room.id in ("data", "interviews", "report", "history", "safety"))


def with_room(room: str) -> pytest.MarkDecorator:
    """With one room alone: each lock and unlock makes anew all there are."""
    return pytest.mark.parametrize("shown_rooms", [tuple(one for one in ROOMS if one.id == room)], ids=[room])


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two interviews, a small survey and a report of two blocks, made once."""
    place = tmp_path_factory.mktemp("written")
    survey = place / "visits.csv"
    survey.write_text("village,age\nKa,31\nNo,44\nLu,20\n", encoding="utf-8")
    folder = place / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
        texts = ("Interviewer: Where?\n\nP1: By the market.\n", "Interviewer: And then?\n\nP2: We left.\n")
        news = [NewDocument(f"IDI 0{n}", "en", parse_text(text)) for n, text in enumerate(texts, start=1)]
        project.do(import_documents(news))
        project.do(prepare_import(survey).action)
        project.do(add_block("title", {"text": "Three sites"}))
        project.do(add_block("paragraph", {"text": "We asked."}))
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(written, tmp_path / "Three sites.pwb")
    return tmp_path / "Three sites.pwb"


def settle(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=30_000)
        qtbot.wait(5)


def unlock(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    """As a user does; then wait until the window has returned to its place."""
    if window.pages.currentWidget() is not window.unlock_page:
        window.project.ask_passphrase(folder)
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    qtbot.keyClicks(window.unlock_page.passphrase, PASSPHRASE)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: not window.returning.under_way, timeout=30_000)
    settle(window, qtbot)


def lock(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.closed, timeout=20_000):
        window.table.run("project.guard.lock")


def in_clear(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold a word, in either of two encodings."""
    patterns = (word.encode(), word.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(pattern in path.read_bytes() for pattern in patterns)]


def test_keys_typed_while_it_unlocks_go_where_one_was(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    room: Any = window.rooms["interviews"]
    window.show_room("interviews")
    second = str(room.state.documents[1].id)
    room.acts.navigation.open_document(second)
    settle(window, qtbot)
    text = room.state.loaded.document.text
    there = len(text) - 3
    room.transcript.go_to(there)
    lock(window, qtbot)
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    qtbot.keyClicks(window.unlock_page.passphrase, PASSPHRASE)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
        QTest.keyClick(window.windowHandle(), "e")  # extend: the word where the caret stood
    qtbot.waitUntil(lambda: not window.arriving.keys.is_active, timeout=30_000)
    room = window.rooms["interviews"]
    assert room.state.document_id() == second
    start, end = room.transcript.selection()
    assert start <= there <= end
    assert text[start:end].isalpha()


@pytest.mark.parametrize("shown_rooms", [tuple(one for one in ROOMS if one.id in ("history", "safety"))], ids=["two"])
def test_a_room_chosen_while_it_unlocks_stays_in_front(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    first, second = window.rooms
    window.show_room(second)
    settle(window, qtbot)
    lock(window, qtbot)
    # after the rooms are made, before what was kept is read
    window.rooms_ready.connect(lambda: window.rail.chosen.emit(first), Qt.ConnectionType.SingleShotConnection)
    unlock(window, qtbot, folder)
    assert window.front is not None
    assert window.front.id == first


@with_room("interviews")
def test_half_a_memo_is_found_after_the_lock(
    window: MainWindow, qtbot: QtBot, folder: Path, private_home: Path
) -> None:
    unlock(window, qtbot, folder)
    room: Any = window.rooms["interviews"]
    assert isinstance(room, InterviewsWorkspace)
    window.show_room("interviews")
    second = str(room.state.documents[1].id)
    room.acts.navigation.open_document(second)
    settle(window, qtbot)
    room.right.turn_to(DOCUMENT)
    memo = room.right.document.memo
    memo.setFocus()
    qtbot.keyClicks(memo, f"she spoke of {CANARY} and")
    lock(window, qtbot)
    assert not window.rooms
    assert in_clear(folder, CANARY) == []
    assert in_clear(private_home, CANARY) == []

    unlock(window, qtbot, folder)
    room = window.rooms["interviews"]
    assert window.front is room
    assert room.state.document_id() == second
    assert room.right.page() == DOCUMENT
    assert room.right.document.memo.toPlainText() == f"she spoke of {CANARY} and"
    assert not window.drafts.isVisible()
    assert not (folder / "drafts").exists()


@with_room("history")
def test_another_process_finds_the_drafts_and_another_person_does_not(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    with Project.open(folder, PASSPHRASE) as project:
        project.keys.add_passphrase("Marie", "another four plain words")
    unlock(window, qtbot, folder)
    history: Any = window.rooms["history"]
    assert isinstance(history, HistoryWorkspace)
    window.show_room("history")
    history.line.name.setFocus()
    qtbot.keyClicks(history.line.name, "before the meeting wi")
    lock(window, qtbot)
    window.session.open(folder, "another four plain words")
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        pass
    settle(window, qtbot)
    assert window.rooms["history"].line.name.text() == ""  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.session.closed, timeout=20_000):
        window.project.close()

    session = Session()
    again = MainWindow(session, WindowSettings(look="light"))
    again.show()
    settle(again, qtbot)  # as somebody who sees the window before typing into it
    unlock(again, qtbot, folder)
    assert again.front is not None
    assert again.front.id == "history"
    assert again.rooms["history"].line.name.text() == "before the meeting wi"  # type: ignore[attr-defined]
    again.close()
    again.deleteLater()
    session.deleteLater()


@with_room("history")
def test_a_draft_outlives_a_second_lock_before_its_room_is_made(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    window.show_room("history")
    history: Any = window.rooms["history"]
    history.line.name.setFocus()
    qtbot.keyClicks(history.line.name, "before the meeting wi")
    lock(window, qtbot)
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    window.session.opened.connect(window.project.lock, Qt.ConnectionType.SingleShotConnection)
    qtbot.keyClicks(window.unlock_page.passphrase, PASSPHRASE)
    with qtbot.waitSignal(window.session.closed, timeout=20_000):
        qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    unlock(window, qtbot, folder)
    assert window.rooms["history"].line.name.text() == "before the meeting wi"  # type: ignore[attr-defined]


@with_room("data")
def test_a_change_and_its_reason_under_way_are_there_again(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    window.show_room("data")
    room: Any = window.rooms["data"]
    assert isinstance(room, DataWorkspace)
    age = next(variable for variable in room.state.contents.tables[0].variables if variable.name == "age")
    room.acts.cell_editing.propose(1, age.id, DatasetCell(45.0))
    settle(window, qtbot)
    room.right.change_panel.reason.setFocus()
    qtbot.keyClicks(room.right.change_panel.reason, "called back, she is")
    lock(window, qtbot)
    unlock(window, qtbot, folder)
    room = window.rooms["data"]
    assert window.front is room
    assert room.right.currentWidget() is room.right.change_panel
    assert [change.new for change in room.right.change_panel.proposal.changes] == [DatasetCell(45.0)]
    assert room.right.change_panel.reason.text() == "called back, she is"


@with_room("data")
def test_what_was_said_about_a_file_under_way_is_there_again(
    window: MainWindow, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    survey = tmp_path / "more.csv"
    survey.write_text("nickname;age\nKa;31\nNo;44\nLu;20\n", encoding="utf-8")
    unlock(window, qtbot, folder)
    window.show_room("data")
    page: Any = window.rooms["data"].import_page  # type: ignore[attr-defined]
    window.rooms["data"].acts.imports.begin(survey)  # type: ignore[attr-defined]
    qtbot.waitUntil(page.is_read, timeout=30_000)
    settle(window, qtbot)
    (table,) = page.read.imported.tables
    nickname = table.variables[0].id
    page.guesses.said.roles[table.id, nickname] = Role.IDENTIFIER
    page.guesses.said.hows[table.id] = RowOrigin.CASES
    page.guesses.said.units[table.id] = "person"
    said = page.guesses.said
    lock(window, qtbot)
    unlock(window, qtbot, folder)
    again: Any = window.rooms["data"].import_page  # type: ignore[attr-defined]
    qtbot.waitUntil(again.is_read, timeout=30_000)
    assert again is not page
    assert again.path == survey
    assert again.guesses.said == said


@with_room("safety")
def test_a_question_of_the_safety_room_is_there_again_without_its_confirmation(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    unlock(window, qtbot, folder)
    window.show_room("safety")
    room: Any = window.rooms["safety"]
    room.list.pick("keys")
    settle(window, qtbot)
    room.pages.keys.ask_add()
    settle(window, qtbot)
    qtbot.keyClicks(room.pages.keys.panel.name, "Marie of the office")
    qtbot.keyClicks(room.pages.keys.panel.first, CANARY)
    lock(window, qtbot)
    unlock(window, qtbot, folder)
    room = window.rooms["safety"]
    assert window.front is room
    assert room.pages.keys.panel.name.text() == "Marie of the office"
    assert room.pages.keys.panel.first.text() == "", "a passphrase is no draft"
    room.pages.keys.close_panel()
    room.list.pick("consent")
    settle(window, qtbot)
    offer = next(
        key for key, one in room.pages.consent.offers.items() if one.text == "IDI 01" and one.section == "interviews"
    )
    room.pages.consent.list.pick(offer)
    settle(window, qtbot)
    room.pages.consent.ask_erase()
    settle(window, qtbot)
    room.pages.consent.panel.reason.choose("other")
    room.pages.consent.panel.reason.chosen.emit("other")
    qtbot.keyClicks(room.pages.consent.panel.other, "the office closes")
    qtbot.keyClicks(room.pages.consent.panel.word, "erase")
    lock(window, qtbot)
    unlock(window, qtbot, folder)
    panel = window.rooms["safety"].pages.consent.panel  # type: ignore[attr-defined]
    assert panel.offer.text == "IDI 01"
    assert panel.word.text() == ""
    assert not panel.button.isEnabled()
    assert "the office closes" in panel.other.text() + window.drafts.label.text()


@with_room("data")
def test_a_filter_under_way_is_there_again(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    window.show_room("data")
    room: Any = window.rooms["data"]
    age = next(variable for variable in room.state.contents.tables[0].variables if variable.name == "age")
    room.acts.sort_and_filter.open_form(age.id)
    qtbot.keyClicks(room.centre.form.low, "30")
    lock(window, qtbot)
    unlock(window, qtbot, folder)
    form = window.rooms["data"].centre.form  # type: ignore[attr-defined]
    assert form.isVisible()
    assert form.variable.value() == age.id
    assert form.low.text() == "30"


@with_room("report")
def test_half_a_paragraph_of_the_report_is_there_again(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    window.show_room("report")
    room: Any = window.rooms["report"]
    assert isinstance(room, ReportWorkspace)
    qtbot.waitUntil(lambda: room.state.composed is not None, timeout=20_000)
    paragraph = room.state.composed.blocks[1].id  # type: ignore[union-attr]
    room.list.pick(paragraph)
    settle(window, qtbot)
    (box,) = room.side.form.findChildren(LiveTextBox)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "We asked, and half of them sai")
    assert sealed(window, qtbot) is None
    room.report_export.destination.choose("public")
    room.report_export.destination.chosen.emit("public")
    assert sealed(window, qtbot) is None, "the project remembers its readers"
    lock(window, qtbot)
    unlock(window, qtbot, folder)
    room = window.rooms["report"]
    qtbot.waitUntil(lambda: bool(room.side.form.findChildren(LiveTextBox)), timeout=20_000)
    (box,) = room.side.form.findChildren(LiveTextBox)
    assert box.toPlainText() == "We asked, and half of them sai"
    settle(window, qtbot)
    assert room.report_export.destination.value() == "public"


def sealed(window: MainWindow, qtbot: QtBot) -> object:
    """What is kept beside the project while it is open."""
    settle(window, qtbot)
    found: list[bytes | None] = []
    window.session.ask(kept_drafts, found.append, owner=window)
    qtbot.waitUntil(lambda: bool(found))
    return None if found[0] is None else json.loads(found[0])


@with_room("data")
def test_what_has_no_field_any_more_is_shown(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    unlock(window, qtbot, folder)
    window.show_room("data")
    room: Any = window.rooms["data"]
    age = next(variable for variable in room.state.contents.tables[0].variables if variable.name == "age")
    room.acts.cell_editing.propose(1, age.id, DatasetCell(45.0))
    settle(window, qtbot)
    qtbot.keyClicks(room.right.change_panel.reason, "called back, she is")
    lock(window, qtbot)
    with Project.open(folder, PASSPHRASE) as project:
        from projects.stored_tables.stored_table import data_tables
        from tests.projects.cells import change_cell

        table = data_tables(project)[0]
        project.do(change_cell(project, table.id, 2, age.id, DatasetCell(45.0), why="by hand"))
    unlock(window, qtbot, folder)
    assert window.drafts.isVisible()
    assert "called back, she is" in window.drafts.label.text()
    window.drafts.buttons[1].click()
    assert not window.drafts.isVisible()


def test_a_running_job_may_end_behind_the_lock(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    restarted: list[Path] = []
    window.project.locking._restart = restarted.append
    unlock(window, qtbot, folder)
    gate = threading.Event()
    stored: list[object] = []

    def work(_job: Job) -> str:
        gate.wait(20)
        return "made by the job"

    window.session.job(
        msg("data.view.import.reading", file="names.csv"),
        work,
        lambda name: window.session.change(lambda project: project.checkpoint(name), stored.append),
        owner=window,
    )
    window.table.run("project.guard.lock")
    assert window.pages.currentWidget() is window.unlock_page
    assert window.session.is_open
    assert "names.csv" not in window.status.job_text.text()
    assert window.top.name.toolTip() == "Protection Workbench"
    window.table.run("view.room.history")
    window.show_room("data")
    window.show_page("home")
    assert window.pages.currentWidget() is window.unlock_page
    assert {command.id for command in window.table.offered()} <= {
        "project.quit", "view.look.turn", "view.look.language", "view.look.larger", "view.look.smaller",
        "help.manual", "help.tutorial", "help.shortcuts", "help.about",
    }  # fmt: skip
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    qtbot.keyClicks(window.unlock_page.passphrase, "not the passphrase")
    qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(window.unlock_page.row.problem.isVisible, timeout=10_000)
    assert window.unlock_page.row.problem.text() == render(msg("store.wrong_passphrase"), "en")
    with qtbot.waitSignal(window.session.closed, timeout=20_000):
        gate.set()
    assert len(stored) == 1
    qtbot.waitUntil(lambda: restarted == [folder], timeout=10_000)
    with Project.open(folder, PASSPHRASE) as project:
        assert project.history(1)[0].role == "checkpoint"


def test_unlocking_while_the_job_runs_shows_the_rooms_as_they_were(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    unlock(window, qtbot, folder)
    window.show_room("history")
    before = dict(window.rooms)
    gate = threading.Event()
    window.session.job(msg("window.sample.building"), lambda _job: gate.wait(20), owner=window)
    window.table.run("project.guard.lock")
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    qtbot.keyClicks(window.unlock_page.passphrase, PASSPHRASE)
    qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.front is before["history"], timeout=10_000)
    assert window.rooms == before
    assert window.top.name.toolTip() == "Three sites"
    gate.set()
    settle(window, qtbot)
    assert window.session.is_open


@with_room("history")
def test_while_a_job_runs_another_passphrase_does_not_show_what_was_open(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    with Project.open(folder, PASSPHRASE) as project:
        project.keys.add_passphrase("Marie", "another four plain words")  # not for identifiers
    unlock(window, qtbot, folder)
    gate = threading.Event()
    window.session.job(msg("window.sample.building"), lambda _job: gate.wait(20), owner=window)
    window.table.run("project.guard.lock")
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    qtbot.keyClicks(window.unlock_page.passphrase, "another four plain words")
    qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(window.unlock_page.row.problem.isVisible, timeout=10_000)
    assert window.unlock_page.row.problem.text() == render(msg("window.unlock.anothers"), "en")
    assert window.pages.currentWidget() is window.unlock_page
    with qtbot.waitSignal(window.session.closed, timeout=20_000):
        gate.set()


@with_room("history")
def test_a_job_that_goes_on_too_long_is_stopped(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    from workbench.shell.lock_sequence import LONGEST_MS

    assert LONGEST_MS == 30 * 60_000
    unlock(window, qtbot, folder)
    window.project.locking._longest.setInterval(20)

    def work(job: Job) -> None:
        while not job.stop_requested():
            threading.Event().wait(0.01)
        job.check()

    window.session.job(msg("window.sample.building"), work, owner=window)
    with qtbot.waitSignal(window.session.closed, timeout=20_000):
        window.table.run("project.guard.lock")
    assert not window.rooms
