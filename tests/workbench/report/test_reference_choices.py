# SPDX-License-Identifier: MIT
"""The picker of references offers each table and figure once, and every heading that has words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from analysis.report.key_figures import KeyFigure
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from projects.results.saved_results import ReportBlock
from wording import render
from workbench.report.panes.block_settings import reference_choices
from workbench.report.preview import Composed


def test_tables_figures_and_headings_are_offered() -> None:
    rows = tuple(Row(name, name, (Cell(0.4, unit=Unit.SHARE),)) for name in ("yes", "no"))
    table = TableSpec("t", "Lamps", None, None, (Column("total", "All"),), rows)
    figures = [KeyFigure(f"a.{one}", None, "share", one, table=table, row=one, column="total") for one in ("yes", "no")]
    blocks = [
        ReportBlock("b1", "heading", {"text": "Findings", "level": 1}),
        ReportBlock("b2", "heading", {"text": "", "level": 1}),
        ReportBlock("b3", "text", {"text": "words"}),
    ]
    composed = cast(Composed, SimpleNamespace(figures=figures, blocks=blocks))
    offered = {key: render(name, "fr").replace("\u00a0", " ") for key, name in reference_choices(composed, "fr")}
    assert offered == {
        "a.yes|table": "Tableau : Lamps",
        "a.yes|figure": "Figure : Lamps",
        "b1|heading": "Titre : Findings",
    }
