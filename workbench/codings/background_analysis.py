# SPDX-License-Identifier: MIT
"""Runs analyses of codings off the window for pages beside the texts; the codings are read once for each action."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from analysis.codings.cell_segments import QuoteLine, quote_lines, segments_behind
from analysis.codings.records import CODINGS
from analysis.declarations.records import AnalysisResult, Options
from analysis.records import DataTable
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from analysis.codings.study import CodingStudy
    from analysis.specs import TableSpec
    from workbench.jobs import Job
    from workbench.session import Session


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
    """Keeps the study of the last action; what was asked before the last request is dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[int, CodingStudy, DataTable] | None = None
        self._job: Job | None = None

    def run(
        self, session: Session, name: str, options: Options, done: Callable[[AnalysisRun], object],
        failed: Callable[[Problem], object], owner: QObject,
    ) -> None:  # fmt: skip
        """Run an analysis; where its first table lists segments, their quotes come along."""

        def work(job: Job) -> AnalysisRun:
            from analysis.analyses import run  # more of the program: not at start

            study, table = self._study(session)
            with self._lock:
                job.check()
                result = run(name, study, options, job)
                ids = [row.id[1:] for row in result.tables[0].rows] if name == "segments" else []
                named = {code.id: code.name for code in study.codings.codes}
                lines = {line.segment: line for line in quote_lines(study, ids, len(ids))}
                return AnalysisRun(result, [lines[one] for one in ids if one in lines], table, named)  # sorted as asked

        self._stop()
        self._job = session.compute(work, done, failed, owner=owner)

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

    def _study(self, session: Session) -> tuple[CodingStudy, DataTable]:
        from projects.results.plan_run import all_codings, read_study  # the analyses, once a page asks

        head = int(session.fetch(lambda project: project.head[0]))
        if self._held is None or self._held[0] != head:
            tables = session.fetch(all_codings)
            if not tables:
                raise Problem(msg("problem.no_interviews"))
            study = session.fetch(lambda project: read_study(project, CODINGS, ()))
            self._held = (head, study, tables[0])  # type: ignore[assignment]
        return self._held[1], self._held[2]  # type: ignore[index]
