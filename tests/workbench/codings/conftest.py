# SPDX-License-Identifier: MIT
"""A window on a survey of four households and the interviews of two, with Interviews and Analysis."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from projects.cases.attribute_values import set_identifying
from projects.interviews.cases import Attribute, cases, set_attributes
from projects.store.project import Project
from tests.projects.results.test_code_columns import filled
from tests.workbench.conftest import PASSPHRASE, MadeOnce, Show
from workbench.analysis.view import AnalysisWorkspace
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


@pytest.fixture(scope="session")
def coded_folder(made_once: MadeOnce) -> Path:
    """The project, made once; the two cases have a site, which identifies nobody."""

    def make(folder: Path) -> None:
        with Project.create(folder, PASSPHRASE, name="Study", user="IN") as project:
            filled(project)
            for case, site in zip(cases(project), ("Lakeside", "Hill"), strict=True):
                project.do(set_attributes(case.id, [Attribute("Site", site)]))
            project.do(set_identifying("Site", False))  # of so few cases proposed; the team knows better
            project.snapshots.make()  # else each opening of a copy would

    return made_once("Coded.pwb", make)


@pytest.fixture
def window(show_window: Show, qtbot: QtBot, coded_folder: Path, tmp_path: Path) -> MainWindow:
    """The window with Interviews, Analysis and History."""
    shutil.copytree(coded_folder, tmp_path / "Study.pwb")
    made = show_window("interviews", "analysis", "history")
    with qtbot.waitSignal(made.rooms_ready, timeout=60_000):
        made.session.open(tmp_path / "Study.pwb", PASSPHRASE)
    qtbot.waitUntil(lambda: {"interviews", "analysis"} <= made.rooms.keys(), timeout=4000)
    return made


@pytest.fixture
def analysis(window: MainWindow, qtbot: QtBot, calm: Callable[[], None]) -> AnalysisWorkspace:
    """The Analysis room in front, its tables read."""
    window.show_room("analysis")
    room = window.rooms["analysis"]
    assert isinstance(room, AnalysisWorkspace)
    qtbot.waitUntil(lambda: "codings" in room.state.tables, timeout=20000)
    calm()
    return room


@pytest.fixture
def interviews(window: MainWindow, qtbot: QtBot, calm: Callable[[], None]) -> InterviewsWorkspace:
    """The Interviews room in front, its lists read."""
    window.show_room("interviews")
    room = window.rooms["interviews"]
    assert isinstance(room, InterviewsWorkspace)
    qtbot.waitUntil(lambda: len(room.state.documents) == 2 and len(room.state.codebook) == 2, timeout=20000)
    calm()
    return room
