# SPDX-License-Identifier: MIT
"""A project handed over in one file is dropped on the window, unpacked, verified and opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from projects.store.backup.handover_file import pack
from projects.store.project import Project
from wording import msg, render
from workbench.shell.handover import ReceivePage
from workbench.shell.window import MainWindow


@pytest.fixture
def package(tmp_path: Path, passphrase: str) -> Path:
    """A project in one file; the project itself is on another laptop."""
    path = tmp_path / "Three sites.pwbz"
    with Project.create(tmp_path / "away" / "P.pwb", passphrase, name="Three sites", user="AB") as project:
        project.checkpoint("handed over")
        with path.open("w+b") as stream:
            pack(project, stream)
    return path


def drop(window: MainWindow, path: Path) -> ReceivePage:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    page = window.pages.currentWidget()
    assert isinstance(page, ReceivePage)
    return page


def test_a_file_dropped_is_unpacked_and_opened(
    window: MainWindow, qtbot: QtBot, package: Path, passphrase: str, tmp_path: Path
) -> None:
    page = drop(window, package)
    assert page.file.text() == str(package)
    page.folder.setText(str(tmp_path / "here.pwb"))
    qtbot.keyClicks(page.passphrase, "not the passphrase")
    page.button.click()
    qtbot.waitUntil(page.passphrase_row.problem.isVisible, timeout=20_000)
    assert not (tmp_path / "here.pwb").exists()
    page.passphrase.clear()
    qtbot.keyClicks(page.passphrase, passphrase)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert window.session.folder == tmp_path / "here.pwb"
    assert window.session.name == "Three sites"
    assert window.strip.label.text() == render(msg("window.receive.done", name="here.pwb"), "en")


def test_a_damaged_file_leaves_nothing(
    window: MainWindow, qtbot: QtBot, package: Path, passphrase: str, tmp_path: Path
) -> None:
    whole = bytearray(package.read_bytes())
    whole[len(whole) // 2] ^= 1
    package.write_bytes(bytes(whole))
    page = drop(window, package)
    page.folder.setText(str(tmp_path / "here.pwb"))
    qtbot.keyClicks(page.passphrase, passphrase)
    page.button.click()
    qtbot.waitUntil(page.file_row.problem.isVisible, timeout=20_000)
    assert page.file_row.problem.text() == render(msg("store.bad_package"), "en")
    assert [path.name for path in tmp_path.iterdir() if "here" in path.name] == []


def test_what_is_missing_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.table.run("project.start.receive")
    page = window.pages.currentWidget()
    assert isinstance(page, ReceivePage)
    page.button.click()
    assert page.file_row.problem.isVisible()
    assert page.folder_row.problem.isVisible()
    assert page.passphrase_row.problem.isVisible()
