# SPDX-License-Identifier: MIT
"""Bars of a register of cases for a page: identified, referred, assisted, and the services given. Counts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.report import blocks as kinds
from analysis.result_tables import Cell, FigureSpec, Row, TableSpec, Unit
from wording import msg

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult

PATHWAY, SERVICE = "pathway", "service"


def case_chart(result: AnalysisResult, what: str) -> kinds.FigureBlock | None:
    """The steps of the cases ("pathway") or the services given ("service") as bars; None where there are none.

    The figure keeps its whole table: few who did not reach a step are withheld with those who did.
    """
    known = "" if result.facts.get("presumed", True) else "_known"  # where the register says no more, presumed
    if what == PATHWAY:
        figure = result.figures[0]
        table = _with_identified(figure.table)
        title, unit = msg("page.cases.pathway"), msg(f"page.cases.steps{known}")
        shown = tuple(row.id for row in table.rows)
    else:
        found = next((one for one in result.tables if one.id.startswith("cases-service")), None)
        if found is None:
            return None
        figure, table = FigureSpec(f"{found.id}-figure", found, result.figures[0].chart, found.title), found
        title, unit = msg("page.cases.services"), msg(f"page.cases.several{known}")
        shown = ()  # in the order of the table: what is withheld stands last
        figure = replace(figure, columns=(table.columns[0].id,))
    drawn = replace(figure, table=replace(table, title=title, subtitle=unit), title=title, rows=shown)
    if what != PATHWAY:
        return kinds.FigureBlock(drawn, None, "shares")
    days = next((one for one in result.tables if one.id.startswith("cases-days")), None)
    return kinds.FigureBlock(drawn, days, "steps")


def change_chart(results: Sequence[AnalysisResult]) -> kinds.FigureBlock | None:
    """The first test before and after a training as a line from point to point; None without one."""
    result = next((one for one in results if one.figures), None)
    if result is None:
        return None
    title = msg("page.change")
    table = replace(result.tables[0], title=title)
    return kinds.FigureBlock(replace(result.figures[0], table=table, title=title), None, "change")


def _with_identified(table: TableSpec) -> TableSpec:
    """The steps below all cases identified, which is what the first of them is counted of."""
    at = [column.id for column in table.columns].index("total_before")
    every = table.rows[0].cells[at]
    nobody = Cell(text="", unit=Unit.TEXT)
    cells = tuple(every if column.id in ("reached", "total_before") else nobody for column in table.columns)
    return replace(table, rows=(Row("identified", msg("cases.step.identified"), cells), *table.rows))
