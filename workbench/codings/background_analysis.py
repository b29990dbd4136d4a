# SPDX-License-Identifier: MIT
"""Runs analyses of codings off the window for pages beside the texts; the codings are read once for each action."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from analysis.analyses import declaration
from analysis.codings.cell_segments import QuoteLine, quote_lines, segments_behind
from analysis.codings.study import CodingStudy
from analysis.declarations.records import AnalysisResult, Options
from analysis.records import DataTable
from projects.findings.kept_codings import KeptCodings
from wording import Problem, Text, msg
from workbench.project_proxy import read_in_pieces

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from analysis.result_tables import TableSpec
    from workbench.jobs import Job
    from workbench.session import Session

_PATIENCE = 2.0  # seconds that a result waits for changes
_LOOK_MS = 30


@dataclass(frozen=True)
class AnalysisRun:
    """A result with the quotes of its list, and the table that codes and attributes are chosen from.

    `named`: the names of all codes by id; those of retired ones too, which nobody chooses any more.
    """

    result: AnalysisResult
    lines: Sequence[QuoteLine]
    table: DataTable
    named: Mapping[str, Text] = field(default_factory=dict)


class CodingsReader:
    """Keeps what it read and reads what later actions changed; what was asked before the last request is dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: KeptCodings | None = None
        self._study_held: CodingStudy | None = None
        self._job: Job | None = None
        self._asked = 0

    def run(
        self, session: Session, name: str, options: Options, done: Callable[[AnalysisRun], object],
        failed: Callable[[Problem], object], owner: QObject,
    ) -> None:  # fmt: skip
        """Run an analysis; where its first table lists segments, their quotes come along.

        `done` gets them once nothing is being stored or painted, and never behind those of a later request.
        """

        def work(job: Job) -> AnalysisRun:
            from analysis.analyses import run  # more of the program: not at start

            study, table = self._study(session, job.stop_requested)
            session.changes_first.wait(time.monotonic() + _PATIENCE, job.stop_requested)
            with self._lock:
                job.check()
                result = run(name, study, options, job)
                ids = [row.id[1:] for row in result.tables[0].rows] if name == "segments" else []
                named = {code.id: code.name for code in study.codings.codes}
                lines = {line.segment: line for line in quote_lines(study, ids, len(ids))}
                return AnalysisRun(result, [lines[one] for one in ids if one in lines], table, named)  # sorted as asked

        self._stop()
        self._asked += 1
        show = partial(self._show, session, done, owner, (self._asked, time.monotonic() + _PATIENCE))
        self._job = session.compute(work, show, failed, owner=owner)

    def _show(
        self, session: Session, done: Callable[[AnalysisRun], object], owner: QObject, which: tuple[int, float],
        ran: AnalysisRun,
    ) -> None:  # fmt: skip
        """Hand a result over; later, while a change is stored or painted, as its list takes 8 ms."""
        asked, until = which
        if asked != self._asked:
            return
        if session.changes_first.under_way() and time.monotonic() < until:
            QTimer.singleShot(_LOOK_MS, owner, partial(self._show, session, done, owner, which, ran))
        else:
            done(ran)

    def behind(
        self, session: Session, name: str, options: Options, cell: tuple[str, str],
        done: Callable[[Sequence[QuoteLine]], object], owner: QObject,
    ) -> None:  # fmt: skip
        """The quotes behind a cell of an analysis."""

        def work(job: Job) -> list[QuoteLine]:
            study, _ = self._study(session)
            with self._lock:
                job.check()
                return quote_lines(study, segments_behind(study, declaration(name), options, *cell))

        session.compute(work, done, owner=owner)

    def tables(self, session: Session, name: str, options: Options, job: Job) -> Sequence[TableSpec]:
        """Inside a job: the tables of an analysis, as the team has them."""
        from analysis.analyses import run  # more of the program: not at start

        study, _ = self._study(session)
        with self._lock:
            return run(name, study, options, job).tables

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _study(
        self, session: Session, stop_requested: Callable[[], bool] = lambda: False
    ) -> tuple[CodingStudy, DataTable]:
        if self._kept is None:
            self._kept = KeptCodings()
        with self._lock:
            read = self._kept.read(session.fetch, partial(read_in_pieces, session, stop_requested=stop_requested))
        if read is None:
            raise Problem(msg("problem.no_interviews"))
        if self._study_held is None or self._study_held.codings is not read.codings:
            self._study_held = CodingStudy(read.codings)
        return self._study_held, read.table
