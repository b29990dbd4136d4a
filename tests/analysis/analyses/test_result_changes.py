# SPDX-License-Identifier: MIT
"""Changes between two runs: only figures that print otherwise, each with its place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.analyses import run
from analysis.analyses.result_changes import RerunAnalysis, changes
from analysis.declarations.records import AnalysisResult
from analysis.records import Frame
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import render


def test_the_same_data_move_nothing(frame: Frame) -> None:
    result = run("proportions", frame, {"variable": "v3", "by": "v1"})
    found = changes([RerunAnalysis("Safety", result, result)])
    assert (found.figures, found.moved, found.table) == (9, 0, None)


def test_only_the_figures_that_print_otherwise_are_listed(frame: Frame) -> None:
    options = {"variable": "v6", "by": "v1"}
    women = (frame.data["v1"] == "c1").to_numpy()
    raised = replace(frame, data=frame.data.assign(v6=np.where(women, frame.data["v6"] + 50, frame.data["v6"])))
    before, after = run("means", frame, options), run("means", raised, options)
    found = changes([RerunAnalysis("Income", before, after)])
    assert found.table is not None
    assert [render(row.label, "en") for row in found.table.rows] == ["Income", "Woman", "All"]
    assert (found.figures, found.moved) == (3, 2)
    old, new = found.table.rows[1].cells
    assert round(new.estimate - old.estimate, 6) == 50
    assert not old.key  # it is linked to no table that leaves


def test_a_row_that_comes_or_goes_is_told(frame: Frame) -> None:
    refused = {**frame.reasons, "v3": np.where(frame.reasons["v3"] == 2, 4, frame.reasons["v3"]).astype(np.int8)}
    options = {"variable": "v3", "base": "asked"}
    before = run("proportions", frame, options)
    after = run("proportions", replace(frame, reasons=refused), options)
    found = changes([RerunAnalysis("Safety", before, after)])
    assert found.table is not None
    gone = next(row for row in found.table.rows if render(row.label, "en") == "Refused")
    assert gone.cells[0].estimate is not None
    assert gone.cells[1].estimate is None


def test_words_are_compared_and_not_kept() -> None:
    """Of a grid of summaries or a list of quotes it is told how many cells say something else, never what they said."""

    def said(*texts: str) -> AnalysisResult:
        rows = tuple(Row(f"r{at}", "P", (Cell(text=text, unit=Unit.TEXT),)) for at, text in enumerate(texts))
        table = TableSpec("framework", "Grid", None, None, (Column("c1", "Means"),), rows)
        return AnalysisResult("framework", {}, (table,), (), {}, "")

    found = changes([RerunAnalysis("Grid", said("one", "two"), said("one", "other", "new"))])
    assert (found.figures, found.cells, found.reworded, found.table) == (0, 3, 2, None)
