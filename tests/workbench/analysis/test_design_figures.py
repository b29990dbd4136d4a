# SPDX-License-Identifier: MIT
"""The Design card counts: strata, clusters, weights, design effect; renewed with the design and with the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.analyses.table_notes import design_figures
from analysis.declarations.study import Study
from analysis.records import DesignRoles
from projects.datasets.table.frames import load_frame
from wording import LANGUAGES
from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]
Ask = Callable[[Callable[[Any], Any]], Any]


def households(room: AnalysisWorkspace, calm: Calm) -> Any:
    """The table of households in front, with a result."""
    table = next(one for one in room.state.tables.values() if one.parent is None)
    room.acts.front.begin(
        "proportions", {"variable": next(v.id for v in table.variables if v.name.endswith("safe_at_night"))}, table.id
    )
    calm()
    return table


def counted(ask: Ask, table: Any) -> dict[str, Any]:
    """Strata, clusters and weights of the rows as the frame has them, computed here."""
    columns = ask(lambda project: load_frame(project, table.id, [])).design
    weights = columns.weight[columns.weight > 0]
    return {
        "strata": len(np.unique(columns.strata)),
        "clusters": len(np.unique(np.stack([columns.strata, columns.clusters[:, 0]]), axis=1).T),
        "low": weights.min() / weights.mean(),
        "high": weights.max() / weights.mean(),
        "kish": len(weights) * (weights**2).sum() / weights.sum() ** 2,
    }


def test_the_card_counts_the_sample_and_says_the_effect_of_the_result(
    room: AnalysisWorkspace, calm: Calm, ask: Ask
) -> None:
    seen = counted(ask, households(room, calm))
    deff = room.state.outcome.result.facts["deff"] if room.state.outcome is not None else None
    assert room.right.table.currentText() == "Households", "called as in Data"
    line = room.right.design.figures
    assert not line.isVisible()
    room.right.form.more.click()  # it stands under More options
    assert line.isVisible()
    assert line.text() == (
        f"In numbers: {seen['strata']} strata, {seen['clusters']} villages or sites drawn first (clusters),"
        f" weights {seen['low']:.1f}–{seen['high']:.1f} (mean 1), design effect of this result {deff:.1f}."
    )


def test_without_a_result_the_effect_is_that_of_unequal_weights(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    table = households(room, calm)
    seen = counted(ask, table)
    room.acts.front.begin("proportions", {}, table.id)
    calm()
    assert room.state.outcome is None
    assert f"design effect of unequal weights {seen['kish']:.1f} (Kish)." in room.right.design.figures.text()


def test_it_is_counted_anew_when_the_design_changes(room: AnalysisWorkspace, calm: Calm) -> None:
    table = households(room, calm)
    room.right.form.turn_more()
    line = room.right.design.figures
    before = line.text()
    room.acts.design.set_design(table.id, replace(table.design, strata=None))
    calm()
    assert "strata" in before
    assert line.isVisible()
    assert "strata" not in line.text()
    assert "clusters" in line.text()
    room.acts.design.set_design(table.id, DesignRoles())
    calm()
    assert not line.isVisible()
    room.session.undo()
    room.session.undo()
    calm()
    assert line.text() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_language_of_the_window(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, language: str
) -> None:
    households(room, calm)
    window.set_language(language)
    words = {"en": ("strata", "clusters"), "fr": ("strates", "grappes")}[language]
    assert all(word in room.right.design.figures.text() for word in words)


def test_rows_that_are_no_probability_sample_have_no_design_effect(
    room: AnalysisWorkspace, calm: Calm, ask: Ask
) -> None:
    from workbench.analysis.panes.right_pane import figures_text

    table = households(room, calm)
    facts = design_figures(Study(ask(lambda project: load_frame(project, table.id, []))))
    said = figures_text({**facts, "infers": False}, None)
    assert said is not None
    assert [part.key for part in said.args["parts"]] == ["design.strata", "design.clusters", "design.weights"]
