# SPDX-License-Identifier: MIT
"""A window with the sample survey, as a person has it who plans and weighs samples."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

import workbench.sample_files
from projects.intake import bring
from projects.store.project import Project
from workbench.app import make_application
from workbench.rooms import ROOMS
from workbench.sampling.view import SamplingWorkspace
from workbench.session import Session
from workbench.settings import Settings
from workbench.shell.window import MainWindow
from workbench.speech import use_language
from workbench.theme import Look, dress

PASSPHRASE = "meadow kettle orbit violin"
SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample survey, made once."""
    folder = tmp_path_factory.mktemp("filled") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
        project.do(bring(DATA, FORM).action)
    return folder


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with the Sampling, Data and Analysis rooms, no project open."""
    rooms = tuple(room for room in ROOMS if room.id in ("data", "analysis", "sampling"))
    monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: rooms)
    application = make_application()
    use_language("en")
    dress(application, Look.LIGHT)
    session = Session()
    made = MainWindow(session, Settings(look="light"))
    bugs: list[BaseException] = []
    session.bug.connect(bugs.append)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    session.deleteLater()
    if bugs:
        raise bugs[0]


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
def room(window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path, calm: Callable[[], None]) -> SamplingWorkspace:
    """The Sampling room of the sample survey."""
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, folder)
    with qtbot.waitSignal(window.rooms_ready, timeout=20000):
        window.session.open(folder, PASSPHRASE)
    window.show_room("sampling")
    window.activateWindow()
    found = window.rooms["sampling"]
    assert isinstance(found, SamplingWorkspace)
    calm()
    return found
