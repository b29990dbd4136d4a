# SPDX-License-Identifier: MIT
"""A forged key file is put back in the unlock view after a look at the people; a banner names a folder put back."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.store.keys.key_file import read_key_file
from projects.store.project import Project
from workbench.shell.window import MainWindow


def settle(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=30_000)
        qtbot.wait(5)


def close(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.closed, timeout=10_000):
        window.project.close()


def unlock(window: MainWindow, qtbot: QtBot, project: Path, passphrase: str) -> None:
    window.project.ask_passphrase(project)
    qtbot.keyClicks(window.unlock_page.passphrase, passphrase)
    qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)


def test_a_forged_key_file_is_put_back_after_a_look_at_the_people(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str
) -> None:
    earlier = (project / "keys.json").read_bytes()
    window.session.ask(lambda opened: opened.keys.add_passphrase("Marie", "another four plain words"))
    settle(window, qtbot)
    close(window, qtbot)
    whole = read_key_file(project)
    (project / "keys.json").write_bytes(earlier)
    unlock(window, qtbot, project, passphrase)
    page = window.unlock_page
    qtbot.waitUntil(page.repair.isVisible, timeout=10_000)
    page.repair.click()
    qtbot.waitUntil(lambda: "Marie" in page.row.problem.text(), timeout=10_000)
    assert (project / "keys.json").read_bytes() == earlier, "nothing is written before the user says yes"
    page.repair.click()
    qtbot.waitUntil(lambda: not page.repair.isVisible(), timeout=10_000)
    assert read_key_file(project) == whole
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    settle(window, qtbot)


def test_a_wrong_passphrase_offers_no_repair(window: MainWindow, qtbot: QtBot, project: Path, passphrase: str) -> None:
    close(window, qtbot)
    unlock(window, qtbot, project, "not the passphrase")
    qtbot.waitUntil(window.unlock_page.row.problem.isVisible, timeout=10_000)
    assert not window.unlock_page.repair.isVisible()


def test_a_folder_put_back_is_said_once(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str, tmp_path: Path
) -> None:
    settle(window, qtbot)
    close(window, qtbot)
    shutil.copytree(project, tmp_path / "earlier")
    with Project.open(project, passphrase) as opened:
        for number in range(4):
            opened.checkpoint(f"later {number}")
    shutil.rmtree(project)
    (tmp_path / "earlier").rename(project)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        unlock(window, qtbot, project, passphrase)
    settle(window, qtbot)
    assert "older than what this computer saw last" in window.put_back.label.text()
    window.set_language("fr")
    assert "plus ancien" in window.put_back.label.text()
    window.set_language("en")
    window.put_back.buttons[0].click()
    assert "given up" in window.put_back.label.text()
    window.put_back.buttons[1].click()
    window.put_back.buttons[1].click()
    assert not window.put_back.isVisible()
    close(window, qtbot)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        unlock(window, qtbot, project, passphrase)
    settle(window, qtbot)
    assert not window.put_back.isVisible(), "it was said"
