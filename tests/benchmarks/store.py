# SPDX-License-Identifier: MIT
"""Speed of the project store: durable actions, bulk, opening. It uses a folder of its own and removes it."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from projects.store.actions import Action
from projects.store.ports import Transaction
from projects.store.project import Project
from tests.benchmarks.rows import BenchRow
from wording import msg

WORDS = "four plain words here"
SEGMENT = (
    "INSERT INTO segment (document, code, start, stop, quote, coder, origin, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def rows() -> Iterator[BenchRow]:
    """The bars of the store."""
    with tempfile.TemporaryDirectory() as scratch:
        with Project.create(Path(scratch) / "A.pwb", WORDS, name="Bench") as project:
            yield from _actions(project)
        yield from _opening(Path(scratch) / "B.pwb")


def _act(project: Project, perform: Callable[[Transaction], object]) -> None:
    project.do(Action("tests.benchmarks.act", msg("store.created"), perform))


def _segment(number: int) -> tuple[object, ...]:
    return (
        number % 1000,
        number % 50,
        number,
        number + 40,
        "a quote of forty characters, more or less",
        "M",
        "person",
        1,
    )


def _actions(project: Project) -> Iterator[BenchRow]:
    times = [_timed(lambda n=n: project.set_setting("bench", n)) for n in range(300)]  # type: ignore[misc]
    yield BenchRow("durable action, median of 300", "< 5 ms", statistics.median(times) * 1000, "ms")
    many = [_segment(number) for number in range(100_000)]
    took = _timed(lambda: _act(project, lambda transaction: transaction.executemany(SEGMENT, many)))
    yield BenchRow("100,000 segments in one action, journaled and chained", "< 1.5 s", took, "s")
    times = [
        _timed(lambda: _act(project, lambda transaction: transaction.execute(SEGMENT, _segment(7)))) for _ in range(300)
    ]
    yield BenchRow("add a segment among 100,000, median of 300", "< 10 ms", statistics.median(times) * 1000, "ms")
    yield BenchRow("the same, slowest of 300", "–", max(times) * 1000, "ms")
    for _ in range(300):
        project.undo()
    yield BenchRow("undo the 100,000", "–", _timed(project.undo), "s")
    yield BenchRow("redo the 100,000", "–", _timed(project.redo), "s")
    yield BenchRow("snapshot, verified", "–", _timed(project.snapshots.make), "s")
    yield BenchRow("check, all four", "–", _timed(project.check), "s")


def _opening(folder: Path) -> Iterator[BenchRow]:
    with Project.create(folder, WORDS, name="Bench") as project:
        for _ in range(16):
            _act(project, lambda t: t.set_setting("refs", [t.put_object(os.urandom(1 << 20)) for _ in range(64)]))
        project.snapshots.make()
    times = [_timed(lambda held=opened: held.append(Project.open(folder, WORDS))) for opened in _closing(5)]
    yield BenchRow("open a project with 1 GB of objects, passphrase included", "< 1 s", statistics.median(times), "s")


def _closing(count: int) -> Iterator[list[Project]]:
    """Lists to open a project into; it is closed again before the next."""
    for _ in range(count):
        opened: list[Project] = []
        yield opened
        for project in opened:
            project.close()


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
