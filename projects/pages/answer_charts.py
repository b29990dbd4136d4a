# SPDX-License-Identifier: MIT
"""Charts of answers as a sheet has room for them: everybody's, named by the question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.answer_shares import ramp_of
from analysis.codings.records import JOINED
from analysis.records import Kind, Role
from analysis.result_tables import Chart, FigureSpec, Unit
from projects.results.saved_results import SavedAnalysis
from projects.stored_tables.row_records import registers

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import Variable
    from analysis.report.key_figures import KeyFigure
    from projects.pages.register_results import PageScope
    from projects.store import Project

MOST_AUTOMATIC = 6


def of_all(project: Project, table_id: str, result: AnalysisResult, figure: FigureSpec) -> FigureSpec:
    """The figure as bars of everybody's answers, where its table has them.

    A title given to it "by sex" would then name groups that are not drawn: the question's own words stand there.
    """
    columns = {column.id for column in figure.table.columns}
    shares = any(cell.unit is Unit.SHARE for row in figure.table.rows for cell in row.cells)
    if not shares or "total" not in columns or figure.chart in (Chart.HISTOGRAM, Chart.FOREST):
        return figure
    asked = _question_of(project, table_id, result)
    named = any(asked.labels.by_language.values()) if asked is not None else False
    title = asked.labels if asked is not None and named and len(columns) > 1 else figure.title
    table = replace(figure.table, title=title)
    return replace(figure, table=table, title=title, chart=Chart.BARS, columns=("total",), ramp=ramp_of(asked))


def answer_of(figure: KeyFigure) -> str:
    """The analysis whose answer the figure is, "" for others."""
    return figure.key.split(".", 1)[1].rsplit(".", 1)[0] if figure.key.startswith("analysis.") else ""


def _question_of(project: Project, table_id: str, result: AnalysisResult) -> Variable | None:
    """The question that was asked; None where the analysis is of no single one."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    wanted = str(result.options.get("variable") or result.options.get("row") or "")
    table = next((one for one in data_tables(project) if one.id == table_id), None)
    if table is None:
        return None
    return next((one for one in table.variables if one.id == wanted), None)


def first_look(project: Project, scope: PageScope) -> list[SavedAnalysis]:
    """The first questions with a few answers, of the tables that are no registers; none that is sensitive."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    known, wanted = set(registers(project)), []
    for table in data_tables(project):
        if table.id in known or not scope.tells(table.id):
            continue
        where = list((scope.where or {}).get(table.id, ()))
        asked = {str(one["variable"]) for one in where}
        for variable in table.variables:
            fits = variable.kind in (Kind.ONE, Kind.SET) and variable.role is Role.ORDINARY
            fits = fits and variable.form_type not in ("", JOINED)
            if fits and 2 <= len(variable.choices) <= 10 and variable.id not in asked:
                options = {"variable": variable.id, "where": where, "chart": "bars"}
                wanted.append(SavedAnalysis(f"{table.id}.{variable.id}", "describe", table.id, options))
    return wanted[:MOST_AUTOMATIC]
