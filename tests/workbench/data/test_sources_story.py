# SPDX-License-Identifier: MIT
"""After an import the window names the files that still lie in clear, and deletes them only when asked twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def bring(room: DataWorkspace, path: Path, qtbot: QtBot, calm: Calm) -> None:
    path.write_text("village,age\nKa,31\nNo,44\n", encoding="utf-8")
    room.acts.imports.begin(path)
    qtbot.waitUntil(room.import_page.is_read, timeout=60_000)
    room.import_page.take.click()
    calm()


def test_the_file_is_named_and_deleted_when_asked_twice(
    window: MainWindow, empty_room: DataWorkspace, qtbot: QtBot, calm: Calm, tmp_path: Path
) -> None:
    path = tmp_path / "visits.csv"
    assert not window.sources.isVisible()
    bring(empty_room, path, qtbot, calm)
    assert window.sources.isVisible()
    assert "visits.csv" in window.sources.label.text()
    assert str(tmp_path) in window.sources.label.text()
    delete, _keep = window.sources.buttons
    delete.click()
    assert path.exists()
    assert "SSD" in window.sources.label.text()
    now, keep = window.sources.buttons
    assert keep.hasFocus()
    now.click()
    calm()
    assert not path.exists()
    assert not window.sources.isVisible()
    lines: list[list[str]] = []
    window.session.ask(lambda project: [line.kind for line in project.history(1)], lines.append, owner=window)
    qtbot.waitUntil(lambda: bool(lines), timeout=10_000)
    assert lines == [["store.sources"]]


def test_kept_files_stay_and_are_not_named_again(
    window: MainWindow, empty_room: DataWorkspace, qtbot: QtBot, calm: Calm, tmp_path: Path
) -> None:
    path = tmp_path / "visits.csv"
    bring(empty_room, path, qtbot, calm)
    window.sources.buttons[1].click()
    assert path.exists()
    assert not window.sources.isVisible()


def test_a_file_changed_since_is_left(
    window: MainWindow, empty_room: DataWorkspace, qtbot: QtBot, calm: Calm, tmp_path: Path
) -> None:
    path = tmp_path / "visits.csv"
    bring(empty_room, path, qtbot, calm)
    path.write_text("village,age\nKa,31\nNo,44\nLu,20\n", encoding="utf-8")
    window.sources.buttons[0].click()
    window.sources.buttons[0].click()
    calm()
    assert path.read_text(encoding="utf-8").endswith("Lu,20\n")
    assert "visits.csv" in window.strip.label.text()
