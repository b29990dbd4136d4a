# SPDX-License-Identifier: MIT
"""Ctrl+S names a point; a copy is restored from a second place, or of a project that does not open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from projects.store.project import Project
from workbench.shell.restore import RestorePage
from workbench.shell.window import MainWindow


def settle(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=30_000)
        qtbot.wait(5)


def test_ctrl_s_names_a_point_and_keeps_its_snapshot(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    before = window.focusWidget()
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.point.isVisible()
    assert window.point.name.hasFocus()
    assert window.point.name.text()
    qtbot.keyClicks(window.point.name, "Before the workshop")
    qtbot.keyClick(window.point.name, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert not window.point.isVisible()
    assert window.focusWidget() is before
    found: list[object] = []
    window.session.ask(
        lambda opened: (opened.history(1, role="checkpoint"), opened.snapshots.list()), found.append, owner=window
    )
    settle(window, qtbot)
    lines, snapshots = found[0]  # type: ignore[misc]
    assert lines[0].message.args["name"] == "Before the workshop"
    assert snapshots[0].reason == "point"
    assert snapshots[0].lasting


def test_esc_leaves_without_a_point(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.table.run("project.point")
    qtbot.keyClick(window.point.name, Qt.Key.Key_Escape)
    assert not window.point.isVisible()
    found: list[object] = []
    window.session.ask(lambda opened: opened.history(role="checkpoint"), found.append, owner=window)
    settle(window, qtbot)
    assert found == [[]]


def restore(window: MainWindow, qtbot: QtBot, passphrase: str) -> RestorePage:
    page = window.pages.currentWidget()
    assert isinstance(page, RestorePage)
    qtbot.keyClicks(page.passphrase, passphrase)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.snapshots) or bool(page.problem.text()), timeout=20_000)
    return page


@pytest.mark.parametrize("spoiled", ["project-1.db", "keys.json"])
def test_a_damaged_project_is_restored_beside(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    spoiled: str,
) -> None:  # fmt: skip
    window.session.change(lambda opened: opened.checkpoint("kept"))
    settle(window, qtbot)
    window.session.ask(lambda opened: opened.snapshots.make("time"))
    with qtbot.waitSignal(window.session.closed, timeout=10_000):
        window.project.close()
    (project / spoiled).write_bytes(b"")
    window.project.ask_passphrase(project)
    qtbot.keyClicks(window.unlock_page.passphrase, passphrase)
    qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(window.unlock_page.row.problem.isVisible, timeout=10_000)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    window.unlock_page.restore.click()
    shown = window.pages.currentWidget()
    assert isinstance(shown, RestorePage)
    assert "Show the copies" in shown.details.text()  # what to do, in place of an empty table
    assert not shown.table.isVisible()
    page = restore(window, qtbot, "not the passphrase")
    assert page.problem.text()
    page.passphrase.clear()
    page = restore(window, qtbot, passphrase)
    qtbot.waitUntil(lambda: bool(page.snapshots), timeout=20_000)
    assert "kept" in page.details.text()
    assert page.table.isVisible()
    place = tmp_path / "beside"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(place))
    page.restore.click()
    settle(window, qtbot)
    (copy,) = place.iterdir()
    with Project.open(copy, passphrase) as opened:
        assert "kept" in [line.message.args.get("name") for line in opened.history()]
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_copy_of_the_second_place_is_restored(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, place = tmp_path / "stick", tmp_path / "place"
    stick.mkdir()
    place.mkdir()
    window.session.ask(lambda opened: opened.snapshots.copy_to(stick))
    settle(window, qtbot)
    window.table.run("project.start.restore")
    page = window.pages.currentWidget()
    assert isinstance(page, RestorePage)
    page.place.setText(str(stick / "Three sites-copies"))
    restore(window, qtbot, passphrase)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(place))
    page.restore.click()
    settle(window, qtbot)
    (copy,) = place.iterdir()
    assert copy.name.startswith("Three sites ")
    with Project.open(copy, passphrase) as opened:
        assert opened.check().sound
