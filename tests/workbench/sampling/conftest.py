# SPDX-License-Identifier: MIT
"""A window with the sample survey, as a person has it who plans and weighs samples."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from tests.workbench.conftest import Show
from workbench.sampling.view import SamplingWorkspace
from workbench.shell.window import MainWindow


@pytest.fixture
def window(show_window: Show) -> MainWindow:
    """The window with the Sampling, Data and Analysis rooms, no project open."""
    return show_window("data", "analysis", "sampling", size=(1366, 768))


@pytest.fixture
def calm(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Wait until all that was asked is answered and shown."""

    def still() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return window.session.waiting == 0 and not window.session.jobs

    def wait() -> None:
        for _ in range(3):
            qtbot.wait(110)  # a sheet is matched a moment after the last key
            qtbot.waitUntil(still, timeout=20000)

    return wait


@pytest.fixture
def room(
    open_project: Callable[[Path, str], Any], filled: Path, tmp_path: Path, calm: Callable[[], None]
) -> SamplingWorkspace:
    """The Sampling room of the sample survey."""
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, folder)
    found = open_project(folder, "sampling")
    assert isinstance(found, SamplingWorkspace)
    calm()
    return found
