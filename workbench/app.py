# SPDX-License-Identifier: MIT
"""Starts the window: application, look, language, then the first page.

Rooms and scientific libraries are imported after the first paint.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QObject, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from wording import DEFAULT_LANGUAGE, LANGUAGES, Message, msg
from wording.language_record import language_of_locale
from workbench.colours_and_sizes import LIGHT
from workbench.icons import pixmap
from workbench.session import Session
from workbench.settings import WindowSettings, load_settings
from workbench.shell.restart import (
    CoveredStart,
    CoverUntilShown,
    fresh_process,
    hands_cover_over,
    start_again,
    take_kept,
    take_teller,
)
from workbench.shell.window import MainWindow
from workbench.theme import ColourScheme, apply_theme, load_fonts
from workbench.translation import use_language
from workbench.workspaces import available_rooms

_EVERY_MS = 1000
_SOON_MS = 4000  # rooms just made still read
_YOUNG = 5_000  # objects made since the last look that make another one worth it
_WHOLE = 60  # looks at young objects before one at all


class GarbageCollection(QObject):
    """Switches Python's own collection off, and collects from the event loop of the window until `stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.keep_what_is_loaded)
        self._closed = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._closed.timeout.connect(self._look_at_all)

    def start(self) -> None:
        """Begin."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave collection to Python again."""
        for timer in (self._timer, self._soon, self._closed):
            timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Look through the objects made of late if there are many of them, now and then through all."""
        if gc.get_count()[0] < _YOUNG:
            return
        self._looks += 1
        gc.collect(2 if self._looks % _WHOLE == 0 else 1)

    def keep_what_is_loaded(self) -> None:
        """Look no more at what is there by now: modules and rooms stay.

        Called after each module (30 ms at most, where all at once take 200) and when the rooms are made.
        """
        gc.collect(1)
        gc.freeze()

    def keep_rooms_soon(self) -> None:
        """Look no more at the rooms once they have read what they show: a look at all of them takes 200 ms."""
        self._soon.start()

    def look_at_all_soon(self) -> None:
        """The project is closed: look at its rooms once more; after a lock the program begins anew before that."""
        self._soon.stop()
        self._closed.start()

    def _look_at_all(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


_FRAME = (2, 40)  # pixels a window manager's frame and title may take
_TURN = 0.0005  # seconds after which another thread gives Python's lock back: Qt lets it go at each of its calls
_AFTER_PAINT = (  # one after the other
    "numpy",
    "projects.schema",
    *(f"{room.package}.view" for room in available_rooms()),
    "pyarrow",
    "pandas",
    "scipy.special",
    "scipy.stats",
    "matplotlib",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
)
_PAUSE_MS = 150


Say = Callable[[Message], None]


def run_window(project: Path | None = None, language: str | None = None, say: Say | None = None) -> int:
    """Open the window, on the unlock view of `project` where one is given. Returns the exit status when closed.

    Where no screen answers, `say` is given one sentence and the program ends with status 1.
    """
    kept, teller = take_kept(), take_teller()
    with ended_without_screen(say):
        application = make_application()
    settings = load_settings()
    use_language(choose_language(language, settings))
    apply_theme(application, ColourScheme(settings.look), settings.text_scale)
    again: list[Path] = []

    def restart(folder: Path) -> None:
        window.put_away()  # it stays, covered, until the fresh process shows its own
        if hands_cover_over():
            again.append(folder)
            application.exit()
        else:
            CoveredStart(fresh_process(folder), window).shown.connect(application.exit)

    session = Session()
    window = MainWindow(session, settings, restart)
    sys.excepthook = _hook(window)
    window.retheme()
    CoverUntilShown(window, kept, teller)
    show_whole(window)
    window.activateWindow()  # where no window manager does it, no shortcut would answer
    session.compute(lambda _job: _sweep_copies(), lambda _none: None)
    if project is not None:
        folder = project
        QTimer.singleShot(0, window, lambda: window.project.ask_passphrase(folder))
    collection = GarbageCollection(window)
    collection.start()
    preloader = Preloader(window)
    preloader.imported.connect(collection.keep_what_is_loaded)
    window.rooms_ready.connect(collection.keep_rooms_soon)
    session.closed.connect(collection.look_at_all_soon)
    QTimer.singleShot(400, preloader, preloader.start)
    QTimer.singleShot(200, window, lambda: window.desktop.start(int(window.winId())))
    status = application.exec()
    preloader.stop()
    collection.stop()
    sys.excepthook = sys.__excepthook__
    if again:
        start_again(again[0])
    return status


def show_whole(window: MainWindow) -> None:
    """Show the window; where the screen has no room for its usual size and a frame, as large as the screen.

    On a laptop of 1366 × 768 the bar below, which says that all work is stored, would else lie outside.
    """
    room, least = window.screen().availableGeometry().size(), window.minimumSize()
    usable = room.width() >= least.width() and room.height() >= least.height()
    if usable and (room.width() < window.width() + _FRAME[0] or room.height() < window.height() + _FRAME[1]):
        window.setGeometry(window.screen().availableGeometry())  # one kept from a larger screen would lie outside
        window.showMaximized()
    else:
        window.show()


def _sweep_copies() -> None:
    """Delete the encrypted copies a program that was cut off left in this user's cache."""
    from projects.store.user_folders import sweep_reading_places  # cryptography, platformdirs, 10 ms: not at start

    sweep_reading_places()


@contextmanager
def ended_without_screen(say: Say | None) -> Iterator[None]:
    """The program's end with one sentence where Qt finds no screen: Qt itself would abort with lines of its own."""
    if say is None:
        yield
        return

    def hear(kind: QtMsgType, _where: object, _words: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            say(_no_screen())
            os._exit(1)  # Qt aborts as soon as this returns

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _no_screen() -> Message:
    named = next((one for one in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(one)), None)
    if named is None:
        return msg("cli.no_screen")
    return msg("cli.screen_silent", name=named, value=os.environ[named])


def make_application() -> QApplication:
    """The Qt application with the program's fonts; the one that exists, where there is one."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(_TURN)
    application.setApplicationName("protection-workbench")
    application.setApplicationDisplayName("Protection Workbench")
    application.setDesktopFileName("protection-workbench")
    load_fonts()
    application.setWindowIcon(pixmap("shield-check", LIGHT.accent, 64, 1.0))
    return application


def choose_language(wanted: str | None, settings: WindowSettings) -> str:
    """The language asked for, else the one chosen before, else the desktop's, else English."""
    desktop = os.environ.get("WORKBENCH_LANGUAGE", "") or language_of_locale(QLocale.system().name())
    return next((code for code in (wanted, settings.language, desktop) if code in LANGUAGES), DEFAULT_LANGUAGE)


class Preloader(QObject):
    """Imports one module at a time in a thread, with a pause between two, so that no click waits for them all."""

    imported = Signal()  # one more module
    finished = Signal()

    def __init__(self, parent: QObject, modules: tuple[str, ...] = _AFTER_PAINT) -> None:
        super().__init__(parent)
        self._left = [name for name in modules if importlib.util.find_spec(name.partition(".")[0])]
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._next)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def stop(self) -> None:
        """Import no more; waits for the module being imported."""
        self._timer.stop()
        self._left = []
        if self._thread is not None:
            self._thread.join()

    def _next(self) -> None:
        if self._thread is not None:
            if self._thread.is_alive():
                return
            self._thread = None
            self.imported.emit()
        if not self._left:
            self._timer.stop()
            self.finished.emit()
            return
        name = self._left.pop(0)
        self._thread = threading.Thread(target=importlib.import_module, args=(name,), name=f"import {name}")
        self._thread.start()


Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def _hook(window: MainWindow) -> Hook:
    def report(kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
        else:
            window.report_bug(bug)

    return report
