# SPDX-License-Identifier: MIT
"""A window on the fictitious survey with its plan, as an analyst has it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.workbench.conftest import MadeOnce, Show
from wording import NoProgress
from workbench.analysis.view import AnalysisWorkspace
from workbench.sample import PASSPHRASE, SampleStudy, new_project
from workbench.shell.window import MainWindow


@pytest.fixture(scope="session")
def study_folder(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey and its plan, built once; each test works on a copy."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
            with new_project(folder, "en") as project:
                study = SampleStudy(project)
                study.import_survey(NoProgress())
                study.add_plan(NoProgress())
                project.snapshots.make()  # else each opening of a copy would

    return made_once("Study.pwb", make)


@pytest.fixture
def window(show_window: Show, qtbot: QtBot, study_folder: Path, tmp_path: Path) -> MainWindow:
    """The window with the Analysis room in front, and no other but History."""
    folder = tmp_path / "Study.pwb"
    shutil.copytree(study_folder, folder)
    made = show_window("analysis", "history")
    with qtbot.waitSignal(made.rooms_ready, timeout=60_000):
        made.session.open(folder, PASSPHRASE)
    made.show_room("analysis")
    made.activateWindow()
    return made


@pytest.fixture
def room(window: MainWindow, calm: Callable[[], None]) -> AnalysisWorkspace:
    """The Analysis room, with all it asked for answered."""
    found = window.rooms["analysis"]
    assert isinstance(found, AnalysisWorkspace)
    calm()
    assert found.state.outcome is not None
    return found
