# SPDX-License-Identifier: MIT
"""Parses 100 interviews of 5,000 words whole and keeps each parse in a project, stopped once on the way.

It takes minutes: `./run bench parsing`. The interviews are made of invented sentences, half English, half French.
"""

from __future__ import annotations

import contextlib
import os
import random
import tempfile
import time
from pathlib import Path

from projects.assistance.parses import in_place, parse_missing, parse_state, unparsed
from projects.interviews.documents import NewDocument, import_documents
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.worker import TextProcess
from tests.benchmarks.assistance import interview
from tests.benchmarks.rows import BenchRow
from wording import NoProgress, Stopped

PARTS: tuple[str, ...] = ()
_INTERVIEWS, _OPEN = 100, "73"


class _StoppedAtHalf(NoProgress):
    """Asks to stop once half of the work is reported."""

    def __init__(self) -> None:
        self._done = 0.0

    def report(self, fraction: float, text: object = "") -> None:
        del text
        self._done = fraction

    def stop_requested(self) -> bool:
        return self._done >= 0.5


def rows(*_parts: str) -> list[BenchRow]:
    """The time of all, kept in the project; what was kept when it was stopped; which interview came first."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "P.pwb", "quiet lantern 7", name="P") as project,
    ):
        return _measured(project)


def _measured(project: Project) -> list[BenchRow]:
    _fill(project)
    first = unparsed(project, _OPEN)[0].document
    used, wall = os.times(), 0.0
    stopped = _StoppedAtHalf()
    for progress in (stopped, NoProgress()):  # a stop may end the process: another one goes on
        with TextProcess() as process, contextlib.suppress(Stopped):
            for language in ("en", "fr"):
                process.call("sentences", text="Warm.", turns=[], language=language)
            start = time.perf_counter()
            try:
                parse_missing(in_place(project), process, progress, first=_OPEN)
            finally:
                wall += time.perf_counter() - start
        if progress is stopped:
            kept = parse_state(project).done
    now, whole = os.times(), parse_state(project)
    busy = now.children_user + now.children_system - used.children_user - used.children_system
    name = f"parse {_INTERVIEWS} interviews of 5,000 words, kept, stopped once"
    return [
        BenchRow(name, "< 180 s", wall, "s", "whole", busy),
        BenchRow("parses kept in the end", f"{_INTERVIEWS}", whole.done, ""),
        BenchRow("parses kept when it was stopped", "≥ 1", kept, ""),
        BenchRow("the open interview is the first (its number)", _OPEN, float(first), ""),
    ]


def _fill(project: Project) -> None:
    chance = random.Random(15)
    made = []
    for number in range(_INTERVIEWS):
        language = ("en", "fr")[number % 2]
        text = interview(language, chance)
        made.append(NewDocument(f"IDI {number}", language, parse_text(text), text.encode(), "txt"))
    project.do(import_documents(made))
