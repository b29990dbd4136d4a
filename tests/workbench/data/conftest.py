# SPDX-License-Identifier: MIT
"""A window with the sample survey, as an analyst has it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from projects.store.project import Project
from tests.workbench.conftest import PASSPHRASE, Show
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with nothing in it, made once."""
    folder = tmp_path_factory.mktemp("bare") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
        project.snapshots.make()  # else each opening of a copy would
    return folder


@pytest.fixture
def window(show_window: Show) -> MainWindow:
    """The window with the Data and History rooms, no project open."""
    return show_window("data", "history", size=(1366, 768))


def opened(window: MainWindow, qtbot: QtBot, folder: Path) -> DataWorkspace:
    """The Data room of a project."""
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(folder, PASSPHRASE)
    window.show_room("data")
    window.activateWindow()
    found = window.rooms["data"]
    assert isinstance(found, DataWorkspace)
    return found


@pytest.fixture
def room(window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path, calm: Callable[[], None]) -> DataWorkspace:
    """The Data room with the households in front."""
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, folder)
    found = opened(window, qtbot, folder)
    calm()
    assert found.state.view is not None
    return found


@pytest.fixture
def empty_room(window: MainWindow, qtbot: QtBot, bare: Path, tmp_path: Path, calm: Callable[[], None]) -> DataWorkspace:
    """The Data room of a project with nothing in it."""
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(bare, folder)
    found = opened(window, qtbot, folder)
    calm()
    return found
