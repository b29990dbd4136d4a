# SPDX-License-Identifier: MIT
"""A window on the fictitious survey with its plan, as an analyst has it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wording import NoProgress
from workbench.analysis.view import AnalysisWorkspace
from workbench.app import make_application
from workbench.rooms import ROOMS
from workbench.sample import PASSPHRASE, SampleStudy, new_project
from workbench.session import Session
from workbench.settings import Settings
from workbench.shell.window import MainWindow
from workbench.speech import use_language
from workbench.theme import Look, dress


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """A widget, timer or thread left behind fails the test."""
    before = set(QApplication.topLevelWidgets())
    threads = {thread.name for thread in threading.enumerate()}
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    assert not left, f"widgets left behind: {left}"
    assert not [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    started = {thread.name for thread in threading.enumerate()} - threads
    assert not {name for name in started if name.startswith(("database", "job"))}, f"threads left running: {started}"


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey and its plan, built once; each test works on a copy."""
    from projects.store import keys

    folder = tmp_path_factory.mktemp("study") / "Study.pwb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(keys, "STANDARD_COST", keys.KdfCost(memory=64, passes=1, lanes=1))
        with new_project(folder, "en") as project:
            study = SampleStudy(project)
            study.import_survey(NoProgress())
            study.add_plan(NoProgress())
    return folder


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, study_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with the Analysis room in front, and no other but History."""
    rooms = tuple(room for room in ROOMS if room.id in ("analysis", "history"))
    monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: rooms)
    folder = tmp_path / "Study.pwb"
    shutil.copytree(study_folder, folder)
    application = make_application()
    use_language("en")
    dress(application, Look.LIGHT)
    session = Session()
    made = MainWindow(session, Settings(look="light"))
    bugs: list[BaseException] = []
    session.bug.connect(bugs.append)
    made.show()
    qtbot.waitExposed(made)
    with qtbot.waitSignal(made.rooms_ready, timeout=20000):
        session.open(folder, PASSPHRASE)
    made.show_room("analysis")
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    session.deleteLater()
    assert not bugs, bugs


@pytest.fixture
def calm(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Waits until nothing is asked of the project any more."""

    def settled() -> bool:
        return window.session.waiting == 0 and not window.session.jobs

    def wait() -> None:
        qtbot.waitUntil(settled, timeout=20000)
        qtbot.wait(1)
        qtbot.waitUntil(settled, timeout=20000)

    return wait


@pytest.fixture
def room(window: MainWindow, calm: Callable[[], None]) -> AnalysisWorkspace:
    """The Analysis room, with all it asked for answered."""
    found = window.rooms["analysis"]
    assert isinstance(found, AnalysisWorkspace)
    calm()
    assert found.outcome is not None
    return found


@pytest.fixture
def ask(window: MainWindow, qtbot: QtBot) -> Callable[[Callable[[Any], Any]], Any]:
    """Asks the open project something and waits for the answer."""

    def answer(work: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        window.session.ask(work, found.append, owner=window)
        qtbot.waitUntil(lambda: bool(found), timeout=10000)
        return found[0]

    return answer
