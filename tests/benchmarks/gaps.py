# SPDX-License-Identifier: MIT
"""Gaps of the event loop while the window works: the longest during each job, seen by a beat.

The real application opens a project with a transcript of 10 MB and 300 interviews, and does its jobs one by one.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

import workbench.app
from tests.benchmarks import workload
from tests.benchmarks.rows import BenchRow
from tests.benchmarks.starting import environment
from tests.benchmarks.window_work import Condition, Driver
from workbench.shell.window import MainWindow

_REPEATS = 3  # the quietest counts: other programs of the computer make gaps as well
_ROWS, _INTERVIEWS = 20_000, 300
ROOT = Path(__file__).parents[2]


def rows() -> list[BenchRow]:
    """The longest gap of each job, the least of three runs."""
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        _fill(Path(scratch))
        for number in range(_REPEATS):
            home = Path(scratch) / f"home{number}"
            home.mkdir()
            done = subprocess.run(
                [sys.executable, "-P", "-m", "tests.benchmarks.gaps", scratch],
                cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=600, check=False,
            )  # fmt: skip
            if done.returncode:
                raise RuntimeError(done.stderr[-2000:])
            for line in done.stdout.splitlines():
                if "\t" in line:
                    name, gap, work = line.split("\t")
                    found.setdefault(name, []).append((float(gap), float(work)))
    return [
        BenchRow(f"longest gap of the window: {name}", "< 100 ms", min(gaps)[0], "ms", _beside(gaps))
        for name, gaps in found.items()
    ]


def _beside(gaps: list[tuple[float, float]]) -> str:
    """The run most disturbed by other programs, and what the thread of the window itself worked at a stretch."""
    return f"slowest run {max(gaps)[0]:.0f}; own work {min(work for _, work in gaps):.0f}"


def _fill(scratch: Path) -> None:
    from projects.interviews.documents import NewDocument, import_documents
    from projects.store.project import Project
    from projects.stored_interviews.parsed_document import parse_text
    from tests.benchmarks import coding, transcript

    workload.quick_keys()
    chance = random.Random(3)
    with Project.create(scratch / "Gaps.pwb", workload.PASSPHRASE, name="Gaps", user="Marie") as project:
        transcript._fill(project)
        coding._codes(project)
        texts = [coding._interview(chance) for _ in range(_INTERVIEWS)]
        project.do(import_documents([NewDocument(f"Talk {n}", "en", parse_text(text)) for n, text in enumerate(texts)]))
    names = ["weight", "site", *(f"q{n}" for n in range(1, 59))]
    with (scratch / "survey.csv").open("w", encoding="utf-8") as stream:
        stream.write(",".join(names) + "\n")
        for number in range(_ROWS):
            answers = ",".join(str(chance.randrange(1, 6)) for _ in names[2:])
            stream.write(f"{1 + number % 7 / 10},site {number % 12},{answers}\n")


class GapDriver(Driver):
    """Does one job after another and says the longest gap of each."""

    def __init__(self, scratch: Path) -> None:
        super().__init__(scratch / "Gaps.pwb", 1, "0")
        self._scratch, self._longest, self._last = scratch, 0.0, time.perf_counter()
        self._work, self._worked = 0.0, time.thread_time()
        self._beat = QTimer(self, interval=2)
        self._beat.timeout.connect(self._tick)
        self._beat.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now
        worked = time.thread_time()
        self._work, self._worked = max(self._work, worked - self._worked), worked

    def _say(self, name: str) -> None:
        os.write(1, f"{name}\t{self._longest * 1000}\t{self._work * 1000}\n".encode())
        self._forget()

    def _forget(self) -> None:
        self._longest = self._work = 0.0

    def _whole(self) -> Iterator[Condition]:
        yield self._found_window
        window = self.window
        assert window is not None
        window.session.bug.connect(self._bug)
        page = window.unlock_page
        yield lambda: page.folder is not None
        yield from self._settled(5.0)  # a passphrase takes as long to type
        self._say("start and preload of science")
        self._doing = "open"
        page.passphrase.setText(workload.PASSPHRASE)
        QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
        yield lambda: window.session.is_open and bool(window.rooms) and not window.building
        yield from self._settled(1.0)
        self._say("open the project, make its rooms")
        for name, job in (
            ("open a 10 MB transcript", self._transcript),
            ("keywords over 300 interviews, stored", self._suggest),
            ("import of 20,000 × 60", self._import),
            ("an analysis with its chart", self._analyse),
            ("table and figure exported", self._export),
            ("undo and redo", self._undo),
            ("snapshot", self._snapshot),
            ("check", self._check),
        ):
            self._doing = name
            yield from job(window)
            yield from self._settled(0.3)
            self._say(name)
        window.close()

    def _settled(self, seconds: float) -> Iterator[Condition]:
        until = time.monotonic() + seconds
        yield lambda: time.monotonic() > until

    def _transcript(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("interviews")
        room: Any = window.rooms["interviews"]
        yield lambda: bool(room.state.documents)
        room.acts.navigation.open_document(str(room.state.documents[-1].id))
        yield lambda: room.state.document_id() == str(room.state.documents[-1].id)
        self._forget()
        room.acts.navigation.open_document(str(room.state.documents[0].id))
        yield lambda: room.state.document_id() == str(room.state.documents[0].id)

    def _suggest(self, window: MainWindow) -> Iterator[Condition]:
        room: Any = window.rooms["interviews"]
        room.acts.suggesting.suggest_all()
        yield room.state.has_waiting

    def _import(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("data")
        room: Any = window.rooms["data"]
        room.acts.imports.begin(self._scratch / "survey.csv")
        yield room.import_page.is_read
        room.import_page.take.click()
        yield lambda: room.state.view is not None and room.grid.model.is_filled()

    def _analyse(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("analysis")
        room: Any = window.rooms["analysis"]
        yield lambda: bool(room.state.tables)
        table = next(iter(room.state.tables.values()))
        room.acts.front.begin("means", {"variable": table.named("q1").id, "by": table.named("site").id}, table.id)
        yield lambda: not room.state.computing
        window.table.run("analysis.keep.report")
        yield lambda: not room.state.computing

    def _export(self, window: MainWindow) -> Iterator[Condition]:
        room: Any = window.rooms["analysis"]
        target = Path(tempfile.mkdtemp())
        room.acts.exports.write_table(target / "table.docx")
        yield (target / "table.docx").exists
        room.acts.exports.draw_figure(target / "figure.png")
        yield (target / "figure.png").exists

    def _undo(self, window: MainWindow) -> Iterator[Condition]:
        for command in ("edit.undo", "edit.undo", "edit.redo", "edit.redo"):
            window.table.run(command)
            yield lambda: True

    def _snapshot(self, window: MainWindow) -> Iterator[Condition]:
        window.table.run("safety.snapshot")
        yield lambda: True

    def _check(self, window: MainWindow) -> Iterator[Condition]:
        window.table.run("safety.check")
        room: Any = window.rooms["safety"]
        yield lambda: room.pages.check.report is not None


def main(scratch: str) -> int:
    """Run the application under the driver."""
    application = workbench.app.make_application()
    driver = GapDriver(Path(scratch))
    status = workbench.app.run_window(driver.folder)
    del application, driver
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
