# SPDX-License-Identifier: MIT
"""Memory of all processes together while a large survey file comes in: from choosing it to the open data view.

The file is made beforehand by a process that has ended; the one that looks is not counted. The sum is what the kernel
calls the proportional share (PSS, Linux) of the program and of every process under it, looked at every 50 ms.
`python -m tests.benchmarks.import_memory window FOLDER FILE` is the real window at this work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import workload
from tests.benchmarks.rows import BenchRow
from tests.benchmarks.starting import environment

ROOT = Path(__file__).parents[2]
_LOOK = 0.05
CHOSEN, READ, OPEN = "chosen", "read", "open"


@dataclass
class Seen:
    """The highest sum in megabytes and its parts, between the first and the last mark; the moments of the marks."""

    highest: float = 0.0
    parts: tuple[float, ...] = ()
    marks: dict[str, float] = field(default_factory=dict)

    def seconds(self, first: str = CHOSEN, last: str = OPEN) -> float:
        """How long it took from one mark to another."""
        return self.marks[last] - self.marks[first]


def sums(files: dict[str, Path]) -> list[BenchRow]:
    """The sum in the window and in `./run import` for each file by its name."""
    found = []
    for name, file in files.items():
        for way, look in (("the window", in_window), ("./run import", on_command_line)):
            seen = look(file)
            parts = " + ".join(f"{part:.0f}" for part in seen.parts)
            beside = f"{parts}; {seen.seconds():.1f} s"
            found.append(
                BenchRow(f"… {name} by {way}: all processes at their highest", "< 1000 MB", seen.highest, "MB", beside)
            )
    return found


def in_window(path: Path) -> Seen:
    """The real window: the file chosen, read, taken, its table on show."""
    with tempfile.TemporaryDirectory() as home:
        folder = _empty_project(Path(home))
        command = [sys.executable, "-P", "-m", "tests.benchmarks.import_memory", "window", str(folder), str(path)]
        return _watched(command, Path(home))


def on_command_line(path: Path) -> Seen:
    """`./run import`, from its start to its end."""
    with tempfile.TemporaryDirectory() as home:
        folder = _empty_project(Path(home))
        command = [sys.executable, "-P", "-m", "workbench", "import", str(folder), str(path)]
        return _watched(command, Path(home))


def _empty_project(home: Path) -> Path:
    from projects.store.project import Project

    workload.quick_keys()
    with Project.create(home / "Big.pwb", workload.PASSPHRASE, name="Big"):
        return home / "Big.pwb"


def _watched(command: list[str], home: Path) -> Seen:
    seen = Seen()
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment(home) | {"WORKBENCH_PASSWORD": workload.PASSPHRASE},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    in_clear = "window" not in command
    if in_clear:
        seen.marks[CHOSEN] = time.monotonic()
    reader = threading.Thread(target=_hear, args=(child, seen))
    reader.start()
    while child.poll() is None:
        if CHOSEN in seen.marks and OPEN not in seen.marks:
            parts = tuple(part for part in (_share(process) for process in _tree(child.pid)) if part)
            if sum(parts) > seen.highest:
                seen.highest, seen.parts = sum(parts), parts
        time.sleep(_LOOK)
    reader.join()
    seen.marks.setdefault(OPEN, time.monotonic())
    if child.returncode:
        assert child.stderr is not None
        raise RuntimeError(child.stderr.read()[-2000:])
    return seen


def _hear(child: subprocess.Popen[str], seen: Seen) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() in (CHOSEN, READ, OPEN):
            seen.marks[line.strip()] = time.monotonic()


def _tree(root: int) -> Iterator[int]:
    """A process and all under it."""
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue  # that thread has ended
        for child in children:
            yield from _tree(int(child))


def _share(process: int) -> float:
    """Megabytes that a process holds, of what it shares its part; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:")), 0.0)


def window(folder: str, file: str) -> int:
    """Run the application, open the project, choose the file, take it, and say when its first page is drawn."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    import workbench.app
    from tests.benchmarks.window_work import Condition, Driver

    class Import(Driver):
        def _whole(self) -> Iterator[Condition]:
            yield self._found_window
            window = self.window
            assert window is not None
            window.session.bug.connect(self._bug)
            page = window.unlock_page
            yield lambda: page.folder is not None
            page.passphrase.setText(workload.PASSPHRASE)
            QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
            yield lambda: window.session.is_open and bool(window.rooms) and not window.building
            yield from self._settled(8.0)  # until the science is loaded, as it is when a person has found the file
            window.show_room("data")
            room: Any = window.rooms["data"]
            os.write(1, f"{CHOSEN}\n".encode())
            room.acts.imports.begin(Path(file))
            yield room.import_page.is_read
            os.write(1, f"{READ}\n".encode())
            room.import_page.take.click()
            yield lambda: room.state.view is not None and room.grid.model.is_filled()
            os.write(1, f"{OPEN}\n".encode())
            window.close()

        def _settled(self, seconds: float) -> Iterator[Condition]:
            until = time.monotonic() + seconds
            yield lambda: time.monotonic() > until

    application = workbench.app.make_application()
    driver = Import(Path(folder), 1, "0")
    status = workbench.app.run_window(driver.folder)
    del application, driver
    return status


if __name__ == "__main__":
    sys.exit(window(*sys.argv[2:]))
