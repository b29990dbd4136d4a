# SPDX-License-Identifier: MIT
"""Runs the current analysis off the window, each table read once; what a change leaves valid is not computed again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.analyses import AnalysisResult, Study, declaration, run
from analysis.analyses.registry import charted
from analysis.analyses.table_notes import design_figures
from analysis.codings.cell_segments import quote_lines, segments_behind
from analysis.codings.neutral_names import for_others
from analysis.codings.options import asks_lemmas
from analysis.codings.records import CODINGS
from analysis.declarations.records import Options
from analysis.masking import Destination, mask
from analysis.result_tables import FigureSpec, TableSpec
from analysis.withholding.small_numbers import NOTHING_CHOSEN, WithholdingChoice
from analysis.withholding_remedies import tables_for_readers, withheld_in
from projects.datasets.table.frames import rows_of_study
from projects.results.plan_run import read_study, variables_of
from projects.withheld_content import chosen_of, limits, source_line
from wording import Problem, Progress, Stopped, Text
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.labels import own_title

if TYPE_CHECKING:
    from analysis.codings.cell_segments import QuoteLine
    from analysis.codings.study import CodingStudy
    from analysis.records import DataTable
    from analysis.withholding.row_groups import RowSets
    from projects.results.saved_results import SavedAnalysis
    from projects.store.project import Project
    from workbench.jobs import Job
    from workbench.session import Session


@dataclass(frozen=True)
class Outcome:
    """A result, and its tables and figures as the window shows them: small bases flagged or withheld."""

    result: AnalysisResult
    tables: tuple[TableSpec, ...]
    figures: tuple[FigureSpec, ...]
    rows: RowSets | None = None  # behind its figures
    withheld: int = 0  # cells that would be withheld if these tables left by themselves, to a partner
    withheld_public: int = 0  # and to the public
    for_partner: tuple[TableSpec, ...] = ()  # the tables as they would be then


@dataclass(frozen=True)
class Limits:
    """What the project says about small numbers, its source line, what was chosen about withheld cells."""

    flag: int
    base: int
    cell: int
    source: Text | None
    chosen: WithholdingChoice = NOTHING_CHOSEN
    rows: RowSets | None = None  # behind the figures of a result


@dataclass(frozen=True)
class _Computed:
    """A result with the limits it was made under, its tables as they would leave, how many cells the public lacks."""

    result: AnalysisResult
    limits: Limits
    left: tuple[TableSpec, ...]
    withheld_public: int


class AnalysisRunner:
    """Keeps what analyses share: a Study per table, the last result. One request at a time is wanted."""

    def __init__(self) -> None:
        self._studies: dict[tuple[str, bool], tuple[frozenset[str], Study | CodingStudy]] = {}
        self._lock = threading.Lock()
        self._generation = 0
        self._job: Job | None = None
        self._last: tuple[str, _Computed] | None = None
        self._asked = 0

    def forget(self, keep: Collection[str] = ()) -> None:
        """The data changed: read and compute everything anew, but for tables to keep as they were read."""
        self._generation += 1
        self._studies = {place: held for place, held in self._studies.items() if place[0] in keep}
        self._last = None

    def stop(self) -> None:
        """Drop what is being computed."""
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def request(
        self,
        session: Session,
        present: CurrentAnalysis,
        table: DataTable,
        done: Callable[[Outcome], object],
        failed: Callable[[Problem], object],
        owner: Any,
    ) -> bool:
        """Compute `present` and hand the outcome to `done`; an earlier request is dropped. True when done at once."""
        self.stop()
        number, key = self._asked, same_numbers(present)
        if self._last is not None and self._last[0] == key:
            done(_outcome(self._last[1], present.options))
            return True

        def work(job: Job) -> _Computed:
            limits = session.fetch(lambda project: read_limits(project, present.table))
            presentation_options = present.declared.presentation_options()
            plain = {name: value for name, value in present.options.items() if name not in presentation_options}
            result = self.run(session, present.declaration, table, plain, job)
            study = self._study(session, table, _needed(present.declaration, plain, table), present.declared.visits)
            return _computed(result, _with_rows(session, table.id, study, limits))

        def finish(found: _Computed) -> None:
            if number == self._asked:
                self._last = key, found
                done(_outcome(found, present.options))

        def fail(problem: Problem) -> None:
            if number == self._asked:
                failed(problem)

        self._job = session.compute(work, finish, fail, owner=owner)
        return False

    def run(
        self, session: Session, name: str, table: DataTable, options: Options, progress: Progress
    ) -> AnalysisResult:
        """Run an analysis inside a job. Raises AnalysisProblem, Stopped."""
        beside = _read_anew(name, options)
        study = self._study(session, table, _needed(name, options, table), declaration(name).visits, beside)
        with self._lock:
            if progress.stop_requested():
                raise Stopped
            return run(name, study, options, progress)

    def behind(
        self, session: Session, present: CurrentAnalysis, table: DataTable, row: str, column: str, job: Job
    ) -> list[QuoteLine]:
        """The segments behind a cell of a result of codings, to be read, inside a job."""
        beside = dict(present.options) if present.declared.with_codings else None
        needed = _needed(present.declaration, present.options, table)
        study: Any = self._study(session, table, needed, present.declared.visits, beside)
        coded: CodingStudy = study.codings if beside is not None else study
        with self._lock:
            job.check()
            return quote_lines(coded, segments_behind(coded, present.declared, present.options, row, column))

    def design_figures(self, session: Session, table: DataTable) -> dict[str, Any]:
        """What the sample of a table is made of, counted inside a job. Raises Problem."""
        study = self._study(session, table, frozenset(), False)
        with self._lock:
            return design_figures(study) if isinstance(study, Study) else {}

    def run_all(
        self, session: Session, saved: Sequence[SavedAnalysis], tables: Mapping[str, DataTable], job: Job
    ) -> tuple[dict[str, AnalysisResult], dict[str, Problem]]:
        """The results of saved analyses, and what is wrong with those that have none. Raises Stopped."""
        needed: dict[tuple[str, bool], frozenset[str]] = {}
        for one in saved:
            wanted = (one.data_table, declaration(one.declaration).visits)
            names = _needed(one.declaration, one.options, tables[one.data_table])
            needed[wanted] = needed.get(wanted, frozenset()) | names
        for (table_id, visits), names in needed.items():  # each table is read once
            job.check()
            self._study(session, tables[table_id], names, visits)
        results: dict[str, AnalysisResult] = {}
        wrong: dict[str, Problem] = {}
        for place, one in enumerate(saved, start=1):
            job.check()
            try:
                results[one.id] = self.run(session, one.declaration, tables[one.data_table], one.options, job)
            except Problem as problem:
                wrong[one.id] = problem
            job.report(place / len(saved))
        return results, wrong

    def _study(
        self, session: Session, table: DataTable, needed: frozenset[str], visits: bool,
        beside: Options | None = None,
    ) -> Study | CodingStudy:  # fmt: skip

        if beside is not None:  # read anew: a survey beside codings, each as it is now
            ordered = sorted(needed, key=lambda name: int(name[1:]))
            return session.fetch(lambda project: read_study(project, table.id, ordered, visits, [beside]))

        if table.id == CODINGS:  # another coding makes them others: they are known by the last action
            needed = frozenset({str(session.fetch(lambda project: project.head[0]))})
        place = (table.id, visits)
        held = self._studies.get(place)
        if held is not None and needed <= held[0]:
            return held[1]
        generation = self._generation
        names = needed | (held[0] if held is not None and table.id != CODINGS else frozenset())
        ordered = [] if table.id == CODINGS else sorted(names, key=lambda name: int(name[1:]))
        study = session.fetch(lambda project: read_study(project, table.id, ordered, visits))
        if generation == self._generation:
            self._studies[place] = (names, study)
        return study


def _read_anew(name: str, options: Options) -> Options | None:
    """The options of an analysis that reads more than its own table: codings beside it, lemmas of its texts."""
    return dict(options) if declaration(name).with_codings or asks_lemmas(options) else None


def _needed(name: str, options: Options, table: DataTable) -> frozenset[str]:
    """The variables an analysis reads, as far as the table has them; one it has not is named by the analysis."""
    return frozenset(variables_of(name, options, table)) & {variable.id for variable in table.variables}


def read_limits(project: Project, table: str = "") -> Limits:
    """The project's minimum bases and cell, the source line of a table, what was chosen about withheld cells."""
    return Limits(*limits(project), source_line(project, table), chosen_of(project))


def _with_rows(session: Session, table_id: str, study: Study | CodingStudy, limits: Limits) -> Limits:
    """The limits with the rows behind the result, to check before sharing: few without an answer count there too."""
    if not isinstance(study, Study):
        return limits
    return replace(limits, rows=session.fetch(lambda project: rows_of_study(project, table_id, study)))


def with_presentation(result: AnalysisResult, options: Options) -> AnalysisResult:
    """The result under the user's title and drawn as chosen, as if it had been run with these options."""
    result = charted(result, options.get("chart") or "auto")
    title = own_title(options)
    if title:
        tables = tuple(replace(table, title=title) for table in result.tables)
        figures = tuple(
            replace(figure, title=title, table=replace(figure.table, title=title)) for figure in result.figures
        )
        result = replace(result, tables=tables, figures=figures)
    presentation_options = declaration(result.declaration).presentation_options()
    return replace(
        result, options={**result.options, **{name: options[name] for name in presentation_options if name in options}}
    )


def _computed(result: AnalysisResult, limits: Limits) -> _Computed:
    """The result with its tables as they would leave, worked out beside the window: it may take a second."""
    numbers = (limits.flag, limits.base, limits.cell)
    shared = [for_others(table) for table in result.tables]
    left = tables_for_readers(shared, numbers, limits.chosen, limits.rows)
    public = tables_for_readers(shared, numbers, limits.chosen, limits.rows, Destination.PUBLIC)
    return _Computed(result, limits, tuple(left), withheld_in(public))


def _outcome(found: _Computed, options: Mapping[str, object]) -> Outcome:
    limits, result = found.limits, with_presentation(found.result, options)

    def shown(table: TableSpec) -> TableSpec:
        masked = mask(table, limits.flag, limits.base, limits.cell, Destination.INSIDE)[0]
        return replace(masked, source=limits.source) if masked.source is None else masked

    figures = tuple(replace(figure, table=shown(figure.table)) for figure in result.figures)
    tables = tuple(shown(table) for table in result.tables)
    return Outcome(result, tables, figures, limits.rows, withheld_in(found.left), found.withheld_public, found.left)


def same_numbers(present: CurrentAnalysis) -> str:
    """Alike for analyses that have the same numbers: kind, table, options that make a table stale."""
    presentation_options = present.declared.presentation_options()
    options = {name: value for name, value in present.options.items() if name not in presentation_options}
    return json.dumps([present.declaration, present.table, options], sort_keys=True)
