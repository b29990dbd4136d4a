# SPDX-License-Identifier: MIT
"""Speed of the transcript: 10 MB of text with 5,000 codings opened, scrolled by a page, coded once more."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.clock import processor_time
from tests.benchmarks.rows import BenchRow

_CODES = 40


@dataclass(frozen=True)
class _Size:
    """A transcript: its characters and codings, how it is called, and the bars of opening it and adding a code."""

    characters: int
    segments: int
    called: str
    opened: str
    coded: str


_LONG = _Size(10_000_000, 5_000, "a 10 MB transcript with 5,000 segments", "< 0.5 s", "< 30 ms")
_SHORT = _Size(1_000_000, 3_000, "a transcript of 1 MB with 3,000 codings, painted", "< 0.1 s", "< 15 ms")
_WORDS = (
    *("we", "then", "walked", "along", "the", "road", "with", "other", "people", "from", "our", "village", "and"),
    *("stayed", "near", "a", "river", "until", "morning", "because", "rain", "had", "come", "down", "those", "hills"),
    *("while", "children", "slept", "nobody", "knew", "where", "that", "next", "truck", "would", "stop", "for", "us"),
)


def rows() -> list[BenchRow]:
    """Open, scroll one page (median of 60), add one code (median of 15), each until it is painted."""
    return _rows(_LONG)


def short_rows() -> list[BenchRow]:
    """The same of a transcript of 1 MB with 3,000 codings, but for the scrolling."""
    return [row for row in _rows(_SHORT) if "scroll" not in row.name]


def _rows(size: _Size) -> list[BenchRow]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from projects.store.project import Project

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.pwb"
        with Project.create(path, "violet anchor bench 1864 stone", name="bench", user="bench") as project:
            document = _fill(project, size)
        return _measure(path, document, size)


def _fill(project: Any, size: _Size) -> str:
    from projects.interviews.codes import add_code
    from projects.interviews.documents import NewDocument, import_documents
    from projects.interviews.queries import load_document
    from projects.interviews.segments import apply_code
    from projects.stored_interviews.parsed_document import parse_text
    from wording import Labels

    chance = random.Random(5)
    said, length = [], 0
    while length < size.characters:
        words = " ".join(chance.choice(_WORDS) for _ in range(chance.randrange(20, 120)))
        said.append(f"P{chance.randrange(1, 6)}: {words.capitalize()}.")
        length += len(said[-1]) + 2
    made = project.do(import_documents([NewDocument("Long interview", "en", parse_text("\n\n".join(said)))]))
    document = load_document(project, made.result[0]).document
    spans = sorted(chance.sample(range(0, len(document.text) - 400, 60), size.segments))
    for number in range(_CODES):
        code = project.do(add_code(Labels({"en": f"Code {number}"}))).result
        here = [(start, start + chance.randrange(20, 300)) for start in spans[number::_CODES]]
        project.do(apply_code(code, document, here, coder="bench"))
    return str(made.result[0])


def _measure(path: Path, document: str, size: _Size) -> list[BenchRow]:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from workbench.app import make_application
    from workbench.interviews import workspace
    from workbench.session import Session
    from workbench.theme import ColourScheme, apply_stylesheet, apply_theme

    application = make_application()
    apply_theme(application, ColourScheme.LIGHT)
    session = Session()
    room: Any = workspace(session)
    for _ in room.furnish():  # made in pieces, so that the window answers meanwhile
        QApplication.processEvents()
    apply_stylesheet(room)
    room.resize(1294, 690)

    def until(done: Callable[[], bool]) -> None:
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.processEvents()

    session.open(path, "violet anchor bench 1864 stone")
    until(lambda: session.is_open)
    session.changed.connect(room.on_changes)
    room.attach()
    room.show()
    until(lambda: bool(room.state.documents) and room.state.loaded is not None)
    try:
        opened, scrolled = _open(room, document, size, until), _scroll(room)
        coded = [*_code(room, size, until), _codes_in_a_row(room, size, until)]
        return [opened, scrolled, *coded, *_code_while_others_read(room, size, until)]
    finally:
        room.deleteLater()
        session.shutdown()
        QApplication.processEvents()


def _open(room: Any, document: str, size: _Size, until: Callable[[Callable[[], bool]], None]) -> BenchRow:
    times, used = [], []
    for _ in range(3):
        room.state._take_document(None, None)
        until(lambda: room.state.loaded is None)
        start, busy = time.perf_counter(), processor_time()
        room.state.open(document)
        until(lambda: room.state.loaded is not None and len(room.transcript.marks.all) > 0)
        times.append(time.perf_counter() - start)
        used.append(processor_time() - busy)
    taken, processor = statistics.median(times), statistics.median(used)
    return BenchRow(f"open {size.called}", size.opened, taken, "s", "QualCoder 4: 6.0–7.0 s, again 3.0–3.1", processor)


def _scroll(room: Any) -> BenchRow:
    bar, times = room.transcript.verticalScrollBar(), []
    for _ in range(60):
        start = time.perf_counter()
        bar.setValue(bar.value() + bar.pageStep())
        room.transcript.viewport().repaint()
        times.append(time.perf_counter() - start)
    return BenchRow("scroll it by one page", "< 16 ms", statistics.median(times) * 1000, "ms")


def _code(room: Any, size: _Size, until: Callable[[Callable[[], bool]], None]) -> list[BenchRow]:
    """From the key to the painted coding; then, in the pause after it, the segment's page, counts and lists."""
    times, used, after, code = [], [], [], next(iter(room.state.codebook)).id

    def calm() -> bool:
        later = (room.state._lists_soon, room.state._marks_soon, room.right.segment._soon, room.centre.portrait._soon)
        return room.session.waiting == 0 and not any(timer.isActive() for timer in later)

    for number in range(15):
        place = room.transcript.caret() + 1_000 * (number + 1)
        room.transcript.select(place, place + 80)
        until(calm)
        before = len(room.transcript.marks.all)
        start, busy = time.perf_counter(), processor_time()
        room.acts.coding.apply_code(code)
        until(lambda before=before: len(room.transcript.marks.all) > before)  # type: ignore[misc]
        times.append(time.perf_counter() - start)
        used.append(processor_time() - busy)
        until(calm)
        after.append(processor_time() - busy - used[-1])
    taken, processor, pause = (statistics.median(found) * 1000 for found in (times, used, after))
    return [
        BenchRow("add one code to it", size.coded, taken, "ms", "QualCoder 4: 28–30 ms", processor),
        BenchRow("  in the pause after it: segment's page, counts, lists", "", pause, "ms", "", pause),
    ]


def _codes_in_a_row(room: Any, size: _Size, until: Callable[[Callable[[], bool]], None]) -> BenchRow:
    """One code behind the other, each begun when the one before is painted: nothing is waited for between."""
    code, times, used = list(room.state.codebook)[1].id, [], []
    for number in range(15):
        place = room.transcript.caret() + 900 * (number + 1)
        room.transcript.select(place, place + 70)
        before = len(room.transcript.marks.all)
        start, busy = time.perf_counter(), processor_time()
        room.acts.coding.apply_code(code)
        until(lambda before=before: len(room.transcript.marks.all) > before)  # type: ignore[misc]
        times.append(time.perf_counter() - start)
        used.append(processor_time() - busy)
    taken, processor = statistics.median(times) * 1000, statistics.median(used) * 1000
    return BenchRow("add codes to it, one behind the other", size.coded, taken, "ms", "", processor)


def _code_while_others_read(room: Any, size: _Size, until: Callable[[Callable[[], bool]], None]) -> list[BenchRow]:
    """A code added while the open retrieved pane reads all codings anew, and while a lesson is read."""
    from projects.assistance.learned_suggestions import lesson
    from workbench.project_proxy import read_in_pieces

    pane, codes = room.acts.navigation.retrieved, [code.id for code in room.state.codebook]
    pane.fold(False)
    pane.show_code(codes[2])

    def pane_reads() -> None:
        pane._reader._kept = None
        pane.read()

    def lesson_read() -> None:
        def work(_job: object) -> object:
            return read_in_pieces(room.session, lambda project: lesson(project, project.user))

        room.session.compute(work, lambda _read: None, owner=room)

    ways = {"the retrieved pane reads all codings": pane_reads, "what was coded is read to learn from": lesson_read}
    return [_code_during(room, size, until, *way, code=codes[3 + at]) for at, way in enumerate(ways.items())]


def _code_during(
    room: Any, size: _Size, until: Callable[[Callable[[], bool]], None], what: str, begin: Callable[[], None], code: str
) -> BenchRow:
    """A code added 5 to 75 milliseconds after something began to read."""
    times, used = [], []
    for number in range(15):
        place = room.transcript.caret() + 1_100 * (number + 1)
        room.transcript.select(place, place + 60)
        until(lambda: room.session.waiting == 0 and not room.acts.navigation.retrieved._soon.isActive())
        before = len(room.transcript.marks.all)
        begin()
        time.sleep(0.005 * (number + 1))
        start, busy = time.perf_counter(), processor_time()
        room.acts.coding.apply_code(code)
        until(lambda before=before: len(room.transcript.marks.all) > before)  # type: ignore[misc]
        times.append(time.perf_counter() - start)
        used.append(processor_time() - busy)
    taken, processor = statistics.median(times) * 1000, statistics.median(used) * 1000
    return BenchRow(f"add one code to it while {what}", size.coded, taken, "ms", "", processor)
