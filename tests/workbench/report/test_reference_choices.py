# SPDX-License-Identifier: MIT
"""The picker of references offers each table and figure that is printed once, and every heading with words."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects.results.saved_results import ReportBlock
from wording import render
from workbench.report.panes.side_pane import reference_choices
from workbench.report.preview import Composed


def test_what_the_report_prints_is_offered() -> None:
    rows = tuple(Row(name, name, (Cell(0.4, unit=Unit.SHARE),)) for name in ("yes", "no"))
    table = TableSpec("t", "Lamps", None, None, (Column("total", "All"),), rows)
    filled, absent = replace(table, id="reach-month", title="Months"), replace(table, id="x", title="Nowhere")
    figures = [KeyFigure(f"a.{one}", None, "share", one, table=table, row=one, column="total") for one in ("yes", "no")]
    figures.append(KeyFigure("b", None, "share", "b", table=absent, row="yes", column="total"))
    blocks = [
        ReportBlock("b1", "heading", {"text": "Findings", "level": 1}),
        ReportBlock("b2", "heading", {"text": "", "level": 1}),
        ReportBlock("b3", "text", {"text": "words"}),
        ReportBlock("b4", "section", {"text": "Left out"}),
        ReportBlock("b5", "columns", {}),
    ]
    chart = kinds.FigureBlock(FigureSpec("f", table, Chart.BARS, "Lamps"))
    columns = kinds.Columns(((kinds.TableBlock(table), chart), (kinds.TableBlock(filled),)))
    made = [kinds.Heading("Findings"), kinds.Heading(""), kinds.Paragraph("words"), None, columns]
    told = {"figures": figures, "blocks": blocks, "made": made}
    offered = {
        layout: {
            key: render(name, "fr").replace("\u00a0", " ")
            for key, name in reference_choices(cast(Composed, SimpleNamespace(**told, layout=layout)), "fr")
        }
        for layout in ("report", "infosheet")
    }
    assert offered["report"] == {
        "a.yes|table": "Tableau : Lamps",
        "a.yes|figure": "Figure : Lamps",
        "reach-month|table": "Tableau : Months",
        "b1|heading": "Titre : Findings",
    }
    assert "a.yes|figure" not in offered["infosheet"], "sheets number no charts"
