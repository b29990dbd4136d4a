# SPDX-License-Identifier: MIT
"""The real application at work.

`python -m tests.benchmarks.window_work FOLDER SEED MODE` runs `workbench.app.run_window`.

A driver types the passphrase, then does one random thing after another through the window's own widgets and commands.
An action is acknowledged on standard output (`number hash`) only once the window has drawn its effect: the session has
told its change to the rooms, and all they asked the project because of it is answered. MODE is "work" (until killed,
locking included), "once" (every action once, the file `said` beside the project tells which), or how many actions.
"""

from __future__ import annotations

import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import workbench.app
from projects.store import Project
from tests.benchmarks import window_actions, workload
from workbench.shell.window import MainWindow

PATIENCE_S = 30.0
Condition = Callable[[], bool]


class Driver(QObject):
    """Sits at the window: looks every few milliseconds whether it is at rest, and then does the next thing."""

    def __init__(self, folder: Path, seed: int, mode: str) -> None:
        super().__init__()
        self.folder, self.mode, self.chance = folder, mode, random.Random(seed)
        self.window: MainWindow | None = None
        self.heard: list[int] = []
        self._done, self._doing = 0, "opening"
        self._asking = False
        self._script: Iterator[Condition] = self._whole()
        self._until: Condition | None = None
        self._since = time.monotonic()
        self._timer = QTimer(self, interval=3)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    # The script

    def _whole(self) -> Iterator[Condition]:
        yield self._found_window
        window = self.window
        assert window is not None
        window.session.changed.connect(lambda changes: self.heard.append(changes.seq))
        window.session.bug.connect(self._bug)
        page = window.unlock_page
        yield lambda: page.folder is not None and window.pages.currentWidget() is page
        QTest.keyClicks(page.passphrase, workload.PASSPHRASE)
        QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
        yield lambda: window.session.is_open and bool(window.rooms) and not window.building
        os.write(1, b"ready\n")
        yield from self._all_actions(window)
        window.close()

    def _all_actions(self, window: MainWindow) -> Iterator[Condition]:
        if self.mode == "once":
            for action in dict.fromkeys(window_actions.ALL):
                yield from self._one(window, action)
            return
        while not self.mode.isdigit() or self._done < int(self.mode):
            self._done += 1
            yield from self._one(window, self.chance.choice(window_actions.OFTEN))

    def left(self) -> str:
        """The mode that does what is left, after the process began anew."""
        if self.mode.isdigit():
            return str(int(self.mode) - self._done)
        return "0" if self.mode == "once" else self.mode

    def _one(self, window: MainWindow, action: window_actions.WindowAction) -> Iterator[Condition]:
        self._doing = action.__name__
        if self.mode == "once":
            with (self.folder.parent / "said").open("a", encoding="utf-8") as stream:
                stream.write(f"{action.__name__}\n")
        try:
            yield from action(window, self.chance)
        except (workload.Problem, IndexError):
            return  # what was drawn is gone: the next thing

    def _found_window(self) -> bool:
        found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
        self.window = found[0] if found and found[0].isVisible() else None
        return self.window is not None

    def _bug(self, bug: BaseException) -> None:
        """A bug of the window ends the run: the parent sees the exit status."""
        os.write(2, f"{self._doing}: {''.join(traceback.format_exception(bug))}".encode())
        os._exit(3)

    # The event loop's visits

    def _look(self) -> None:
        if self._asking:
            return
        window = self.window
        if window is not None and window.session.is_open:
            session = window.session
            if session.waiting or session.jobs:
                self._since = time.monotonic() if session.jobs else self._since
                return
            if self.heard:
                self._acknowledge(window)
                return
        if self._until is not None and not self._until():
            if time.monotonic() - self._since > PATIENCE_S:
                os.write(2, f"{self._doing}: the window did not come to rest\n".encode())
                os._exit(4)
            return
        self._until = next(self._script, None)
        self._since = time.monotonic()
        if self._until is None:
            self._timer.stop()

    def _acknowledge(self, window: MainWindow) -> None:
        """All is drawn: say which actions, with their hashes."""
        heard, self.heard, self._asking = self.heard, [], True

        def read(project: Project) -> list[Any]:
            wanted = ", ".join(str(int(number)) for number in heard)
            return project.query(f"SELECT seq, hash FROM action WHERE seq IN ({wanted}) ORDER BY seq")

        def say(rows: list[Any]) -> None:
            self._asking = False
            os.write(1, "".join(f"{row['seq']} {row['hash']}\n" for row in rows).encode())

        window.session.ask(read, say, owner=self)


def main(folder: str, seed: str, mode: str) -> int:
    """Run the application under the driver; locking begins the process anew, driver and all, as in real life."""
    workload.quick_keys()
    application = workbench.app.make_application()
    driver = Driver(Path(folder), int(seed), mode)

    def again(folder: Path) -> int:
        command = [
            sys.executable,
            "-P",
            "-m",
            "tests.benchmarks.window_work",
            str(folder),
            str(int(seed) + 1),
            driver.left(),
        ]
        os.execv(sys.executable, command)

    workbench.app.start_again = again
    status = workbench.app.run_window(Path(folder))
    del application
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
