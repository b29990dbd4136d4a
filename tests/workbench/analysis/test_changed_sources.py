# SPDX-License-Identifier: MIT
"""Freshness of results after a coding: of analyses of codings, and of those that read codings beside a survey."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from analysis.codings.records import CODINGS, codings_table
from tests.analysis.analyses.conftest import make_frame
from workbench.analysis.actions.change_report import ChangeReport
from workbench.analysis.actions.plan import PlanActions
from workbench.analysis.view import ResultLoading
from workbench.results.computation import AnalysisRunner
from workbench.results.current_analysis import CurrentAnalysis, changed_sources

TABLES = {"survey": make_frame().table, CODINGS: codings_table(12)}


@pytest.mark.parametrize(
    ("kind", "table", "anew"),
    [("joint_display", "survey", True), ("code_frequencies", CODINGS, True), ("proportions", "survey", False)],
)
def test_a_coding_changes_what_reads_codings(kind: str, table: str, anew: bool) -> None:
    found = changed_sources({"segment"}, CurrentAnalysis(kind, table, {}), TABLES)
    assert ("data_table" in found) is anew


@pytest.mark.parametrize(
    ("planned", "stays"), [("proportions", True), ("joint_display", False), ("cooccurrence", False)]
)
@pytest.mark.parametrize("touched", ["segment", "consent", "framework_cell"])
def test_with_a_survey_analysis_in_front_no_count_of_before_the_coding_is_kept(
    planned: str, stays: bool, touched: str
) -> None:
    """Codings read, the last result and the plan's are of before; what was read of the survey stays."""
    runner, said = AnalysisRunner(), []
    one: Any = None  # any study or result
    runner._studies = {("survey", False): one, (CODINGS, False): one}
    runner._last = one
    saved = SimpleNamespace(id="1", declaration=planned, data_table="survey" if planned != "cooccurrence" else CODINGS)
    state: Any = SimpleNamespace(
        current=CurrentAnalysis("proportions", "survey", {}), outcome=None, tables=TABLES, saved=[saved],
        plan_results={"1": one}, plan_wrong={}, plan_changed=None,
    )  # fmt: skip
    left: Any = SimpleNamespace(say_plan=said.append)
    report = ChangeReport(state, one)
    actions = SimpleNamespace(report=report, runner=runner, plan=PlanActions(state, one, runner, left, report))
    loading: Any = SimpleNamespace(_state=state, _actions=actions)
    changes: Any = SimpleNamespace(changed={touched: (1,)})
    ResultLoading.on_changes(loading, changes)
    assert list(runner._studies) == [("survey", False)]
    assert bool(state.plan_results) is stays
    assert report._plan_before == ({} if stays else {"1": one})  # the next run says what moved
    assert said == ([] if stays else [None])
