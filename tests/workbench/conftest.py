# SPDX-License-Identifier: MIT
"""Fixtures of the window: a window with chosen rooms, waiting for it, asking its project, nothing left."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import workbench.sample_files
from projects.intake.file_intake import prepare_import
from projects.store.project import Project
from workbench.app import make_application
from workbench.sample import build_sample
from workbench.session import Session
from workbench.settings import WindowSettings
from workbench.shell.window import MainWindow
from workbench.theme import ColourScheme, apply_theme
from workbench.translation import use_language
from workbench.workspaces import ROOMS

SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"
PASSPHRASE = "meadow kettle orbit violin"
Show = Callable[..., MainWindow]
MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Makes a file or folder of this name once for all processes that share the tests: a test works on a copy."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place, begun, failed = (common / f"{name}{ending}" for ending in ("", "-begun", "-failed"))
        try:
            begun.mkdir()
        except FileExistsError:
            until = time.monotonic() + 300
            while not place.exists():
                assert not failed.exists(), f"the process that made {name} failed"
                assert time.monotonic() < until, f"{name} is not made yet"
                time.sleep(0.1)
            return place
        try:
            make(begun / name)
        except BaseException:
            failed.touch()
            raise
        return (begun / name).rename(place)

    return made


@pytest.fixture(scope="session")
def filled(made_once: MadeOnce) -> Path:
    """A project with the sample survey, made once for all rooms: a test works on a copy."""

    def make(folder: Path) -> None:
        with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
            project.do(prepare_import(DATA, FORM).action)
            project.snapshots.make()  # else each opening of a copy would

    return made_once("Three sites.pwb", make)


@pytest.fixture(scope="session")
def sample_study(made_once: MadeOnce) -> Path:
    """The sample study, made once for all rooms: a test works on a copy."""
    return made_once("Sample.pwb", lambda folder: build_sample(folder, assisted=False))


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A widget, timer or thread left behind fails the test."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        yield  # a test of the command line
        return
    application: QApplication = request.getfixturevalue("qapp")
    before = set(QApplication.topLevelWidgets())
    threads = {thread.name for thread in threading.enumerate()}
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    assert not left, f"widgets left behind: {left}"
    timers = [timer for timer in application.findChildren(QTimer) if timer.isActive()]
    assert not timers, f"timers left running: {timers}"
    started = {thread.name for thread in threading.enumerate()} - threads
    assert not {name for name in started if name.startswith(("database", "job"))}, f"threads left running: {started}"


@pytest.fixture
def show_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Show]:
    """Shows a window in English with the rooms named, of a `size`, with `settings`; a bug in it fails the test."""
    shown: list[MainWindow] = []
    bugs: list[BaseException] = []

    def show(*rooms: str, size: tuple[int, int] | None = None, settings: WindowSettings | None = None) -> MainWindow:
        chosen = tuple(room for room in ROOMS if room.id in rooms)
        monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: chosen)
        monkeypatch.setattr(
            "workbench.interviews.suggestions.background_parsing.DELAY_MS", 3_600_000
        )  # tests that want it begin it
        application = make_application()
        use_language("en")
        apply_theme(application, ColourScheme.LIGHT)
        session = Session()
        made = MainWindow(session, settings or WindowSettings(look="light"))
        session.bug.connect(bugs.append)
        if size:
            made.resize(*size)
        made.show()
        qtbot.waitExposed(made)
        shown.append(made)
        return made

    yield show
    for made in shown:
        made.close()
        made.deleteLater()
        made.session.deleteLater()
    if shown:
        use_language("en")  # the next test may make widgets without a window
    if bugs:
        raise bugs[0]


@pytest.fixture
def open_project(window: MainWindow, qtbot: QtBot) -> Callable[[Path, str], Any]:
    """Opens a project in the window and brings one of its rooms to the front; the room."""

    def opened(folder: Path, room: str) -> Any:
        with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
            window.session.open(folder, PASSPHRASE)
        window.show_room(room)
        window.activateWindow()
        return window.rooms[room]

    return opened


@pytest.fixture
def calm(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Waits until all that was asked of the project is answered and shown."""

    def still() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return window.session.waiting == 0 and not window.session.jobs

    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(still, timeout=60_000)
            qtbot.wait(2)

    return wait


@pytest.fixture
def ask(window: MainWindow, qtbot: QtBot) -> Callable[[Callable[[Any], Any]], Any]:
    """Asks the open project something and waits for the answer."""

    def answer(work: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        window.session.ask(work, found.append, owner=window)
        qtbot.waitUntil(lambda: bool(found), timeout=10000)
        return found[0]

    return answer
