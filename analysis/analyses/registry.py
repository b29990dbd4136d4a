# SPDX-License-Identifier: MIT
"""Registry of analyses: finds one by its id and runs it. Each analysis declares itself in its own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.analyses.answer_shares import without_interval
from analysis.analyses.with_nonresponse.complete_cases import without_complete_cases
from analysis.analyses.with_nonresponse.variants import origin_of, told_of, with_told
from analysis.codings.records import Codings
from analysis.codings.study import CodingStudy
from analysis.declarations.records import NUMBERS, AnalysisResult, Declaration, Options
from analysis.declarations.study import Study
from analysis.free_text_tables import OPEN_MARKS, SENSITIVE_GROUPS, marked, words_in
from analysis.problems import AnalysisProblem
from analysis.records import Frame
from analysis.result_tables import Cell, Chart, Column, Row, TableSpec, Unit
from wording import Labels, NoProgress, Problem, Progress, Stopped, Text, msg
from wording.discovery import records


def declarations() -> tuple[Declaration, ...]:
    """Every declared analysis, in the order the window offers them: one module of `analysis/analyses/kinds/` each."""
    return records("analysis.analyses.kinds", Declaration)


def declaration(name: str) -> Declaration:
    """The declared analysis of that id."""
    for one in declarations():
        if one.id == name:
            return one
    raise AnalysisProblem(msg("problem.analysis_unknown", name=name))


def run(
    name: str | Declaration,
    frame: Frame | Study | CodingStudy,
    options: Mapping[str, object],
    progress: Progress | None = None,
) -> AnalysisResult:
    """Run an analysis on a frame, or on a study that several analyses share."""
    progress = progress or NoProgress()
    chosen = declaration(name) if isinstance(name, str) else name
    study: Any = frame if isinstance(frame, (Study, CodingStudy)) else Study(frame)
    if chosen.of_codings is not isinstance(study, CodingStudy):
        raise AnalysisProblem(msg("problem.table_of_other_kind", analysis=chosen.label, table=study.table.labels))
    if not study.rows and not chosen.of_codings:
        raise AnalysisProblem(msg("problem.no_rows", table=study.table.labels))
    if chosen.unweighted:
        refuse_design(study, chosen)
    full = chosen.complete(options)
    if full.get("eligible"):
        study = study.within_household_of(study.variable(full["eligible"], NUMBERS))
    if progress.stop_requested():
        raise Stopped
    try:
        found = chosen.compute(study, full, progress)
    except (AnalysisProblem, Stopped):
        raise
    except Problem as wrong:  # the engine's own: a design or model that cannot be
        raise AnalysisProblem(wrong.message) from None
    if found.why is not None and found.facts.get("replicates") and found.facts.get("inference"):
        found = replace(found, why=msg("why.with_replicates", why=found.why))
    if isinstance(study, Study) and chosen.complete_cases:
        found = without_complete_cases(found, study, full, models=bool(full.get("predictors")))
    if isinstance(study, CodingStudy) and str(full.get("by") or "").strip().casefold() in map(
        str.casefold, study.codings.sensitive
    ):
        found = _inside_the_team(found)
    told = told_of(study, full) if isinstance(study, Study) else None
    found = marked(charted(_with_origin(found, study, told), full.get("chart", "auto")), study.table, full)
    return _with_open_marks(found, study, full) if isinstance(study, Study) and study.frame.open_marks else found


def study_of(source: Frame | Codings) -> Study | CodingStudy:
    """What is read, made ready for many analyses."""
    return CodingStudy(source) if isinstance(source, Codings) else Study(source)


def _inside_the_team(result: AnalysisResult) -> AnalysisResult:
    """Tables by a sensitive answer: how many cases gave it stands in their headings, so that only a sentence leaves."""

    def kept(table: TableSpec) -> TableSpec:
        return replace(table, inside_only=True, notes=(*table.notes, msg(SENSITIVE_GROUPS)))

    figures = tuple(replace(one, table=kept(one.table)) for one in result.figures)
    return replace(result, tables=tuple(map(kept, result.tables)), figures=figures)


def _with_origin(result: AnalysisResult, study: Study | CodingStudy, told: TableSpec | None) -> AnalysisResult:
    """The result whose tables, drawn ones too, name the data table they rest on: what may leave depends on it."""
    origin = origin_of(study.table)

    def placed(table: TableSpec) -> TableSpec:
        placed_in = replace(table, origin=table.origin or origin)
        return placed_in if told is None else with_told(placed_in, told)

    figures = tuple(replace(one, table=placed(one.table)) for one in result.figures)
    return replace(result, tables=tuple(map(placed, result.tables)), figures=figures)


def _with_open_marks(result: AnalysisResult, study: Study, options: Options) -> AnalysisResult:
    """The result whose tables say which numbers in them may mean no answer: nobody has decided on -99."""
    spoken = set(words_in(options))
    said = tuple(
        msg(OPEN_MARKS, name=study.variable(one).labels, marks=list(marks), variable=one)
        for one, marks in study.frame.open_marks.items()
        if one in spoken
    )
    if not said:
        return result
    figures = tuple(replace(one, table=replace(one.table, notes=(*one.table.notes, *said))) for one in result.figures)
    tables = tuple(replace(one, notes=(*one.notes, *said)) for one in result.tables)
    return replace(result, tables=tables, figures=figures)


def refuse_design(study: Study, chosen: Declaration) -> None:
    """Refuse an analysis that would leave weights, strata or clusters out."""
    columns = study.frame.design
    parts = (columns.weight, columns.strata, columns.clusters, columns.adjust, columns.replicates)
    if any(part is not None for part in parts):
        raise AnalysisProblem(msg("problem.analysis_unweighted", analysis=chosen.label, table=study.table.labels))


def charted(result: AnalysisResult, wanted: str) -> AnalysisResult:
    """The result drawn as wished, where that chart can show it: stacked bars need parts of one whole."""
    if wanted == "auto":
        return result
    chart = Chart(wanted)
    figures = []
    for figure in result.figures:
        shares = any(cell.unit is Unit.SHARE for row in figure.table.rows for cell in row.cells)
        fits = chart is not Chart.STACKED or (shares and (figure.table.exclusive_rows or figure.chart is Chart.STACKED))
        if fits and figure.chart not in (Chart.HISTOGRAM, Chart.COLUMNS):
            drawn = figure if chart is Chart.STACKED else replace(figure, table=result.tables[0])
            figure = replace(drawn, chart=chart)
            figure = without_interval(figure) if chart is Chart.STACKED else figure
        figures.append(figure)
    return replace(result, figures=tuple(figures))


_FIRST = ("variable", "numerator")


def failed_result(
    name: str | Declaration, study: Study | CodingStudy, options: Mapping[str, object], problem: Problem
) -> AnalysisResult:
    """The analysis without a result: one table without a number, whose note is the problem's sentence."""
    chosen = declaration(name) if isinstance(name, str) else name
    table = TableSpec(
        f"failed-{chosen.id}",
        _title(chosen, study, options),
        None,
        None,
        (Column("nothing", "", show=("estimate",)),),
        (Row("nothing", msg("row.no_result"), (Cell(text="–", unit=Unit.TEXT),)),),
        (problem.message,),
        exclusive_rows=False,
    )
    return AnalysisResult(chosen.id, dict(options), (table,))


def not_understood(title: Text, problem: Text) -> AnalysisResult:
    """What stands in place of a line of a plan that names what is not there."""
    table = TableSpec(
        "not-understood", title, None, None, (Column("nothing", "", show=("estimate",)),),
        (Row("nothing", msg("row.no_result"), (Cell(text="–", unit=Unit.TEXT),)),), (problem,), exclusive_rows=False,
    )  # fmt: skip
    return AnalysisResult("describe", {}, (table,))


def _title(chosen: Declaration, study: Study | CodingStudy, options: Mapping[str, object]) -> Text:
    own = options.get("title")
    if own:
        return Labels(dict(own)) if isinstance(own, Mapping) else str(own)
    named = next((str(options[one]) for one in _FIRST if options.get(one)), "")
    labels = next((variable.labels for variable in study.table.variables if variable.id == named), None)
    return chosen.label if labels is None else msg("title.failed", analysis=chosen.label, variable=labels)
