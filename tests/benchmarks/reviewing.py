# SPDX-License-Identifier: MIT
"""Speed of reviewing: from the key that decides a suggestion until the next one stands in front with its reasons."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.clock import processor_time
from tests.benchmarks.rows import BenchRow

_INTERVIEWS, _TURNS, _CODES, _DECISIONS = 20, 150, 20, 24
_PASSWORD = "violet anchor bench 1864 stone"
_WORDS = ("we", "walked", "along", "the", "road", "with", "people", "from", "our", "village", "and", "stayed", "near")


def rows() -> list[BenchRow]:
    """The median and the slowest of 24 decisions by keys, some hundred suggestions of twenty interviews waiting."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from projects.store.project import Project

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.pwb"
        with Project.create(path, _PASSWORD, name="bench", user="bench") as project:
            n = _fill(project)
        return _measure(path, n)


def _fill(project: Any) -> int:
    from coding.codebook_table import codes_from_rows
    from projects.interviews.codes import import_codebook
    from projects.interviews.documents import NewDocument, import_documents
    from projects.interviews.queries import load_documents
    from projects.interviews.suggestions import decided_by_document, find_suggestions, project_rules, store_suggestions
    from projects.stored_interviews.parsed_document import parse_text

    chance = random.Random(7)
    new = []
    for number in range(_INTERVIEWS):
        said = []
        for _ in range(_TURNS):
            words = [chance.choice(_WORDS) for _ in range(chance.randrange(20, 60))]
            if chance.random() < 0.2:
                words.insert(5, f"keyword{chance.randrange(_CODES)}")
            said.append(f"P{number}: {' '.join(words).capitalize()}.")
        new.append(NewDocument(f"Interview {number}", "en", parse_text("\n\n".join(said))))
    project.do(import_documents(new))
    codes = [{"code_id": f"C{n}", "name_en": f"Code {n}", "keywords_en": f"keyword{n}"} for n in range(_CODES)]
    project.do(import_codebook(codes_from_rows(codes, "codes.csv")))
    loaded = list(load_documents(project))
    found = find_suggestions(loaded, project_rules(project), decided_by_document(project))
    project.do(store_suggestions(found))
    return sum(len(one.found) for one in found)


def _measure(path: Path, n: int) -> list[BenchRow]:
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from workbench.app import make_application
    from workbench.interviews import workspace
    from workbench.session import Session

    make_application()
    session = Session()
    room: Any = workspace(session)
    for _ in room.furnish():  # made in pieces, so that the window answers meanwhile
        QApplication.processEvents()
    room.resize(1294, 690)

    def until(done: Callable[[], bool]) -> None:
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    session.open(path, _PASSWORD)
    until(lambda: session.is_open)
    session.changed.connect(room.on_changes)
    room.attach()
    room.show()
    until(lambda: bool(room.state.documents) and room.state.loaded is not None)
    room.acts.reviewing.show()
    pane = room.centre.review
    place = room.acts.place
    until(lambda: pane.list.current() is not None and place.suggestion == pane.list.current().id)
    times, used = [], []
    try:
        for number in range(_DECISIONS):
            before = pane.list.current().id
            start, busy = time.perf_counter(), processor_time()
            QTest.keyClick(pane.list, Qt.Key.Key_A if number % 3 else Qt.Key.Key_R)

            def next_is_seen(before: str = before) -> bool:
                row, shown = pane.list.current(), room.right.suggestion.shown
                return row is not None and row.id != before and shown is not None and shown.id == row.id

            until(next_is_seen)
            times.append(time.perf_counter() - start)
            used.append(processor_time() - busy)
    finally:
        room.deleteLater()
        session.shutdown()
        QApplication.processEvents()
    name = f"from a key to the next of {n} suggestions"
    return [
        BenchRow(name, "< 0.3 s", statistics.median(times), "s", "", statistics.median(used)),
        BenchRow("  the slowest of them", "", max(times), "s", "", max(used)),
    ]
