# SPDX-License-Identifier: MIT
"""Charts of answers as a sheet has room for them: everybody's, named by the question. It computes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.ordered_answers import ramp_of
from analysis.specs import Chart, FigureSpec, Unit

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import Variable
    from projects.store import Project


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


def _question_of(project: Project, table_id: str, result: AnalysisResult) -> Variable | None:
    """The question that was asked; None where the analysis is of no single one."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    wanted = str(result.options.get("variable") or result.options.get("row") or "")
    table = next((one for one in data_tables(project) if one.id == table_id), None)
    if table is None:
        return None
    return next((one for one in table.variables if one.id == wanted), None)
