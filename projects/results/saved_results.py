# SPDX-License-Identifier: MIT
"""Saved analyses and report blocks: what is stored, and the actions that change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.analyses import AnalysisProblem, declaration, failed_result, run, study_of
from analysis.codings.options import asks_lemmas
from analysis.codings.records import CODINGS
from analysis.codings.study import CodingStudy
from analysis.declarations.records import Options
from projects.findings.lemmas import with_lemmas
from projects.results import queries
from projects.store.actions import Action
from projects.store.ports import Rows
from wording import NoProgress, Problem, Progress, Stopped, Text, msg

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.codings.records import Codings
    from analysis.records import Frame
    from projects.store import Project
    from projects.store.ports import Transaction

DELETE_ANALYSIS = "DELETE FROM saved_analysis WHERE id = ?"
INSERT_ANALYSIS = "INSERT INTO saved_analysis VALUES (?, ?, ?, ?, ?, ?, ?)"
BLOCKS = "SELECT * FROM report_block ORDER BY position, id"

PAGE_BLOCKS = (
    *("masthead", "section", "text", "tiles", "callout", "columns", "quotebox", "picture", "cover", "contents"),
    "pagebreak",
)
BLOCK_KINDS = ("title", "heading", "paragraph", "table", "figure", "quotes", "methods", "codebook", *PAGE_BLOCKS)


@dataclass(frozen=True)
class SavedAnalysis:
    """An analysis kept: declaration, data table, options, the user's title (empty: the question)."""

    id: str
    declaration: str
    data_table: str
    options: Options
    title: str = ""
    in_plan: bool = False


@dataclass(frozen=True)
class ReportBlock:
    """A block of the report; `content` by kind: {"text"}, {"text", "level"}, {"analysis"}, {"code", "segments"} …"""

    id: str
    kind: str
    content: Options


class ResultsProblem(Problem):
    """A saved analysis or block that is not there, or cannot be stored."""


def saved_analyses(reads: Rows, *, plan_only: bool = False) -> list[SavedAnalysis]:
    """The saved analyses in order."""
    where = "WHERE in_plan = 1" if plan_only else ""
    rows = reads.query(queries.saved_analyses(where))
    return [
        SavedAnalysis(
            row["id"],
            row["declaration"],
            row["data_table"],
            json.loads(row["options"]),
            row["title"],
            bool(row["in_plan"]),
        )
        for row in rows
    ]


def report_blocks(reads: Rows) -> list[ReportBlock]:
    """The blocks of the report in order."""
    rows = reads.query(BLOCKS)
    return [ReportBlock(row["id"], row["kind"], json.loads(row["content"])) for row in rows]


def add_analysis(
    declaration: str, data_table: str, options: Options, *, title: str = "", in_plan: bool = False
) -> Action:
    """Keep an analysis at the end of the list; `Changes.result` is its id."""

    def perform(transaction: Transaction) -> str:
        new = transaction.new_id()
        transaction.execute(
            INSERT_ANALYSIS,
            (new, _last(transaction, "saved_analysis"), declaration, data_table, _json(options), title, int(in_plan)),
        )
        return new

    key = "results.added_to_plan" if in_plan else "results.analysis_added"
    return Action("results.add_analysis", msg(key, analysis=msg(f"analysis.{declaration}")), perform)


def change_analysis(
    analysis_id: str,
    *,
    declaration: str | None = None,
    data_table: str | None = None,
    options: Options | None = None,
    title: str | None = None,
    in_plan: bool | None = None,
) -> Action:
    """Change what it is, its title or whether the plan runs it; what is None stays. Raises ResultsProblem when done."""

    def perform(transaction: Transaction) -> None:
        _require_row(transaction, "saved_analysis", analysis_id)
        for column, value in (
            ("declaration", declaration),
            ("data_table", data_table),
            ("options", None if options is None else _json(options)),
            ("title", title),
            ("in_plan", None if in_plan is None else int(in_plan)),
        ):
            if value is not None:
                transaction.execute(queries.set_analysis(column), (value, analysis_id))

    return Action("results.change_analysis", msg("results.analysis_changed"), perform)


def delete_analysis(analysis_id: str) -> Action:
    """Delete a saved analysis and the blocks of the report that show it."""

    def perform(transaction: Transaction) -> None:
        _require_row(transaction, "saved_analysis", analysis_id)
        transaction.execute(DELETE_ANALYSIS, (analysis_id,))
        for block in report_blocks(transaction):
            if block.content.get("analysis") == analysis_id:
                transaction.execute(queries.DELETE_BLOCK, (block.id,))

    return Action("results.delete_analysis", msg("results.analysis_deleted"), perform)


def move_analysis(analysis_id: str, before: str | None = None) -> Action:
    """Put an analysis before another, or last."""
    return Action(
        "results.move_analysis", msg("results.analysis_moved"), _moving("saved_analysis", analysis_id, before)
    )


def add_block(kind: str, content: Options, before: str | None = None) -> Action:
    """Add a block to the report, before another or last; `Changes.result` is its id."""
    if kind not in BLOCK_KINDS:
        raise ValueError(kind)

    def perform(transaction: Transaction) -> str:
        new = transaction.new_id()
        position = _position(transaction, "report_block", before)
        transaction.execute(queries.INSERT_BLOCK, (new, position, kind, _json(content)))
        return new

    return Action("pages.add_block", msg("results.block_added", kind=msg(f"block.{kind}")), perform)


def add_plan(name: str, rows: Sequence[tuple[str, str, Options]]) -> Action:
    """Keep each row of a plan file (declaration, data table, options), for the plan to run; the result are the ids."""

    def perform(transaction: Transaction) -> list[str]:
        return [str(add_analysis(*row, in_plan=True).perform(transaction)) for row in rows]

    return Action("results.add_plan", msg("analysis.view.did.plan", n=len(rows), name=name), perform)


def add_analyses(rows: Sequence[tuple[str, str, Options]]) -> Action:
    """Keep several analyses (declaration, data table, options) as one change; the result are the ids."""

    def perform(transaction: Transaction) -> list[str]:
        return [str(add_analysis(*row).perform(transaction)) for row in rows]

    return Action("results.add", msg("results.several_added", n=len(rows)), perform)


def put_in_report(analysis: SavedAnalysis, title: Text, *, figure: bool, tables: int = 1) -> Action:
    """Put an analysis in the report, its figure before its tables, before a closing methods note.

    One whose id is "" is kept by it. `Changes.result` is its id.
    """

    def perform(transaction: Transaction) -> str:
        kept = analysis.id or str(
            add_analysis(analysis.declaration, analysis.data_table, analysis.options).perform(transaction)
        )
        content: dict[str, Any] = {"analysis": kept}
        before = _before_methods(report_blocks(transaction))
        if figure:
            add_block("figure", content, before).perform(transaction)
        for table in range(tables):
            add_block("table", {**content, "table": table} if table else content, before).perform(transaction)
        return kept

    return Action("pages.add_to_report", msg("analysis.view.did.report", title=title), perform)


def _before_methods(blocks: Sequence[ReportBlock]) -> str | None:
    """The block a new result stands before: the methods note with the heading over it; None for the end."""
    at = next((place for place, block in enumerate(blocks) if block.kind == "methods"), None)
    if at is None:
        return None
    return blocks[at - 1].id if at and blocks[at - 1].kind == "heading" else blocks[at].id


def change_block(block_id: str, content: Options) -> Action:
    """Give a block new content."""

    def perform(transaction: Transaction) -> None:
        _require_row(transaction, "report_block", block_id)
        transaction.execute(queries.SET_BLOCK, (_json(content), block_id))

    return Action("pages.change_block", msg("results.block_changed"), perform)


def delete_block(block_id: str) -> Action:
    """Take a block out of the report."""

    def perform(transaction: Transaction) -> None:
        _require_row(transaction, "report_block", block_id)
        transaction.execute(queries.DELETE_BLOCK, (block_id,))

    return Action("pages.delete_block", msg("results.block_deleted"), perform)


def move_block(block_id: str, before: str | None = None) -> Action:
    """Put a block before another, or last."""
    return Action("pages.move_block", msg("results.block_moved"), _moving("report_block", block_id, before))


def _moving(table: str, key: str, before: str | None) -> Callable[[Transaction], None]:
    def perform(transaction: Transaction) -> None:
        _require_row(transaction, table, key)
        position = _position(transaction, table, before, moving=key)
        transaction.execute(queries.set_position(table), (position, key))

    return perform


def _position(transaction: Transaction, table: str, before: str | None, moving: str = "") -> float:
    """Between the neighbours it shall stand between; positions halve and never need renumbering in practice."""
    if before is None:
        return _last(transaction, table)
    rows = transaction.query(queries.positions_of_others(table), (moving,))
    places = [row["id"] for row in rows]
    if before not in places:
        raise ResultsProblem(msg("results.gone"))
    at = places.index(before)
    after = float(rows[at]["position"])
    return (float(rows[at - 1]["position"]) + after) / 2 if at else after - 1.0


def _last(transaction: Transaction, table: str) -> float:
    return float(transaction.query(queries.next_position(table))[0]["place"])


def _require_row(transaction: Transaction, table: str, key: str) -> None:
    if not transaction.query(queries.row_exists(table), (key,)):
        raise ResultsProblem(msg("results.gone"))


def _json(value: Options) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def run_saved(
    project: Project, saved: Sequence[SavedAnalysis], progress: Progress | None = None
) -> dict[str, AnalysisResult]:
    """The results of saved analyses by their ids, each table read once; as `run_on`. Raises Stopped."""
    return run_on(frames_for(project, saved), saved, progress)


@dataclass(frozen=True)
class KeptRuns:
    """Runs as `run_saved`, each question once; whoever holds it lets go of it when data change."""

    held: dict[str, AnalysisResult] = field(default_factory=dict)

    def __call__(self, project: Project, saved: Sequence[SavedAnalysis]) -> dict[str, AnalysisResult]:
        """The results by their ids; tables are read only for those that were not asked before."""
        asked = {one.id: json.dumps([one.declaration, one.data_table, one.options], sort_keys=True) for one in saved}
        missing = [one for one in saved if asked[one.id] not in self.held]
        for name, result in (run_saved(project, missing) if missing else {}).items():
            self.held[asked[name]] = result
        return {name: self.held[question] for name, question in asked.items()}


def frames_for(project: Project, saved: Sequence[SavedAnalysis]) -> dict[str, Frame | Codings]:
    """What saved analyses read, by table: frames with the columns they need, the codings."""
    from analysis.analyses.joint_display import variables_beside  # numpy, 80 ms: not at start
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start
    from projects.findings.coded_frames import load_codings  # numpy, 80 ms: not at start
    from projects.results.plan_run import variables_of  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import data_table  # numpy, 80 ms: not at start

    needed: dict[str, set[str]] = {}
    for one in saved:
        if one.data_table == CODINGS:
            continue
        table = data_table(project, one.data_table)
        needed.setdefault(one.data_table, set()).update(variables_of(one.declaration, one.options, table))
    found: dict[str, Frame | Codings] = {
        table: load_frame(project, table, sorted(names, key=lambda name: int(name[1:])))
        for table, names in needed.items()
    }
    beside = [one for one in saved if declaration(one.declaration).with_codings]
    if beside or any(one.data_table == CODINGS for one in saved):
        codings = load_codings(project)
        asked = any(asks_lemmas(one.options) for one in saved)
        found[CODINGS] = with_lemmas(project, codings) if asked else codings
        for one in beside:
            table = data_table(project, one.data_table)
            wanted = needed[one.data_table] | variables_beside(codings, table, one.options)
            found[one.data_table] = load_frame(project, table.id, sorted(wanted, key=lambda name: int(name[1:])))
            needed[one.data_table] = wanted
    return found


def run_on(
    frames: Mapping[str, Frame | Codings], saved: Sequence[SavedAnalysis], progress: Progress | None = None
) -> dict[str, AnalysisResult]:
    """The results of saved analyses on frames already read; it needs no project. Raises Stopped.

    Where the data do not allow one, the sentence that says why stands in place of its table.
    """
    from projects.results.plan_run import PartialProgress  # numpy, 80 ms: not at start

    progress = progress or NoProgress()
    studies = {table: study_of(frame) for table, frame in frames.items()}
    for study in studies.values():
        if not isinstance(study, CodingStudy):
            study.codings = studies.get(CODINGS)
    results: dict[str, AnalysisResult] = {}
    for number, one in enumerate(saved, start=1):
        if progress.stop_requested():
            raise Stopped
        study = studies[one.data_table]
        try:
            results[one.id] = run(one.declaration, study, one.options, PartialProgress(progress))
        except AnalysisProblem as hindered:
            results[one.id] = failed_result(one.declaration, study, one.options, hindered)
        progress.report(number / len(saved))
    return results
