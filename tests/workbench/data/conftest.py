# SPDX-License-Identifier: MIT
"""A window with the sample survey, as an analyst has it; a widget, timer or thread left behind fails the test."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import workbench.sample_files
from projects.intake import bring
from projects.store.project import Project
from workbench.app import make_application
from workbench.data.view import DataWorkspace
from workbench.rooms import ROOMS
from workbench.session import Session
from workbench.settings import Settings
from workbench.shell.window import MainWindow
from workbench.speech import use_language
from workbench.theme import Look, dress

PASSPHRASE = "meadow kettle orbit violin"
SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Compare what there is before and after."""
    before = set(QApplication.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    assert not left, f"widgets left behind: {left}"
    timers = [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    assert not timers, f"timers left running: {timers}"
    started = [thread.name for thread in threading.enumerate() if thread.name.startswith(("database", "job"))]
    assert not started, f"threads left running: {started}"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample survey, made once."""
    folder = tmp_path_factory.mktemp("filled") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
        project.do(bring(DATA, FORM).action)
    return folder


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with nothing in it, made once."""
    folder = tmp_path_factory.mktemp("bare") / "Three sites.pwb"
    Project.create(folder, PASSPHRASE, name="Three sites", user="AB").close()
    return folder


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with the Data and History rooms, no project open."""
    rooms = tuple(room for room in ROOMS if room.id in ("data", "history"))
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
    assert not bugs, bugs


@pytest.fixture
def calm(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Wait until all that was asked is answered and shown."""

    def still() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return window.session.waiting == 0 and not window.session.jobs

    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(still, timeout=20000)
            qtbot.wait(5)

    return wait


def opened(window: MainWindow, qtbot: QtBot, folder: Path) -> DataWorkspace:
    """The Data room of a project."""
    with qtbot.waitSignal(window.rooms_ready, timeout=20000):
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
    assert found.view is not None
    return found


@pytest.fixture
def empty_room(window: MainWindow, qtbot: QtBot, bare: Path, tmp_path: Path, calm: Callable[[], None]) -> DataWorkspace:
    """The Data room of a project with nothing in it."""
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(bare, folder)
    found = opened(window, qtbot, folder)
    calm()
    return found
