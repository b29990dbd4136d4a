# SPDX-License-Identifier: MIT
"""A project somebody else has open, a project on a stick that cannot be written, a program that was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.store.project import Project
from wording import msg, render
from workbench.shell.project_flow import READING, changes_project
from workbench.shell.window import MainWindow
from workbench.workspaces import ROOMS


def close(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.closed, timeout=10_000):
        window.project.close()


def unlock(window: MainWindow, qtbot: QtBot, folder: Path, passphrase: str) -> None:
    window.project.ask_passphrase(folder)
    qtbot.keyClicks(window.unlock_page.passphrase, passphrase)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)


@pytest.fixture
def colleague(window: MainWindow, project: Path, passphrase: str, qtbot: QtBot) -> Iterator[Project]:
    """Somebody else has the project open, and has worked since its last snapshot."""
    close(window, qtbot)
    with Project.open(project, passphrase, user="Marie") as opened:
        opened.snapshots.make("time")
        opened.checkpoint("not in the copy")
        yield opened


def test_the_second_opener_reads_and_knows_why(
    window: MainWindow, qtbot: QtBot, colleague: Project, passphrase: str
) -> None:
    unlock(window, qtbot, colleague.folder, passphrase)
    moment = colleague.snapshots.list()[0].utc.astimezone()
    assert window.reading.isVisible()
    said = window.reading.label.text()
    assert "Marie" in said
    assert f"{moment:%H:%M}" in said
    assert not window.status._dot.isVisible()
    actions = {command.id: command for command in window.table.all()}
    assert "history.point" in actions
    assert "history.point" not in {command.id for command in window.table.offered()}
    reason = render(msg("window.reading.refused"), "en")
    action = window.table._actions["history.point"][1]
    assert not action.isEnabled()
    assert action.toolTip() == reason
    with qtbot.waitSignal(window.session.problem, timeout=10_000) as told:
        window.session.change(lambda opened: opened.checkpoint("never"))
    assert told.args[0].key == "store.read_only"

    colleague.close()
    (again,) = window.reading.buttons
    again.click()
    assert window.pages.currentWidget() is window.unlock_page
    assert not window.reading.isVisible()
    qtbot.keyClicks(window.unlock_page.passphrase, passphrase)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    assert window.session.reading is None
    qtbot.waitUntil(window.table._actions["history.point"][1].isEnabled, timeout=20_000)


def test_in_use_without_a_copy_says_who_works(window: MainWindow, qtbot: QtBot, project: Path, passphrase: str) -> None:
    import shutil

    close(window, qtbot)
    with Project.open(project, passphrase, user="Marie"):
        shutil.rmtree(project / "snapshots")
        window.project.ask_passphrase(project)
        qtbot.keyClicks(window.unlock_page.passphrase, passphrase)
        qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(window.unlock_page.row.problem.isVisible, timeout=10_000)
        assert "Marie" in window.unlock_page.row.problem.text()


def test_a_stick_that_cannot_be_written_is_read(
    window: MainWindow,
    qtbot: QtBot,
    project: Path,
    passphrase: str,
    private_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close(window, qtbot)
    before = sorted(path.name for path in project.rglob("*"))
    monkeypatch.setattr("projects.store.project.writable", lambda _folder: False)
    unlock(window, qtbot, project, passphrase)
    assert window.reading.label.text() == render(msg("window.reading.media"), "en")
    assert len(list(private_home.rglob("reading/*"))) == 1
    close(window, qtbot)
    assert not list(private_home.rglob("reading/*"))
    assert sorted(path.name for path in project.rglob("*")) == before


def test_after_a_crash_it_says_that_nothing_is_lost(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str
) -> None:
    close(window, qtbot)
    (project / "lock").write_bytes(b"\0" + (9).to_bytes(4, "big") + b"of before")
    unlock(window, qtbot, project, passphrase)
    assert window.strip.label.text() == render(msg("window.open.abandoned"), "en")


@pytest.mark.parametrize("shown_rooms", [ROOMS])
def test_each_command_is_known_to_read_or_refused(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    ids = {command.id for command in window.table.all()}
    assert len(ids) > 130
    idle = [pattern for pattern in READING if not any(name.startswith(pattern) for name in ids)]
    assert not idle, "nothing answers to these any more"
    words = {"erase", "delete", "remove", "rename", "move", "fill", "paste", "derive", "apply", "add", "keep"}
    bold = {name for name in ids if words & set(name.split(".")) and not changes_project(name)}
    assert not bold, "these sound as if they changed something"
    writing = {"sampling.weights.add", "sampling.sheet.keep", "sampling.draw.draw", "sampling.sheet.export"}
    cleaning = {"data.table.derive", "data.cell.fill", "data.cell.paste", "data.row.erase", "data.file.export"}
    assert all(changes_project(name) for name in writing | cleaning)
    assert not any(changes_project(name) for name in ("view.room.data", "project.guard.lock", "analysis.take.copy"))


def test_command_nobody_thought_of_is_refused() -> None:
    assert changes_project("data.row.something_new")
