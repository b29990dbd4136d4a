# SPDX-License-Identifier: MIT
"""Actions that the analysis in front allows: by hand, for each step from an empty room to a saved result."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject

from analysis.register_columns import RegisterKind
from workbench.analysis.capabilities import Capabilities
from workbench.analysis.state import AnalysisState
from workbench.results.current_analysis import CurrentAnalysis

NAMES = [name for name in vars(Capabilities) if not name.startswith("_")]
CHARTED = SimpleNamespace(figures=["a chart"], result=SimpleNamespace(why=None))
TESTED = SimpleNamespace(figures=[], result=SimpleNamespace(why="two groups"))
SAVED, PLANNED = (SimpleNamespace(id="a1", in_plan=in_plan) for in_plan in (False, True))
DRAFT, KEPT = (CurrentAnalysis("frequencies", "t1", {}, saved) for saved in (None, "a1"))
REACH = CurrentAnalysis("reach", "t1", {"by": "kind"})
ACTIVITIES, ATTENDANCES, _CASES = (
    {"t1": SimpleNamespace(register=SimpleNamespace(kind=kind))} for kind in RegisterKind
)
UNKEPT = "has_present has_result can_keep can_plan"


@pytest.mark.parametrize(
    ("held", "can"),
    [
        ({}, ""),
        ({"tables": {"codings": None}}, "has_data"),
        ({"tables": {"t1": None}}, "has_data has_survey"),
        ({"current": DRAFT, "computing": True}, "has_present is_computing"),
        ({"current": DRAFT, "outcome": CHARTED}, f"{UNKEPT} has_figure"),
        ({"current": DRAFT, "outcome": TESTED}, f"{UNKEPT} has_why"),
        ({"current": KEPT, "saved": [SAVED]}, "has_present has_saved"),
        ({"current": KEPT, "saved": [SAVED], "outcome": TESTED}, "has_present has_saved has_result can_plan has_why"),
        ({"current": KEPT, "saved": [PLANNED]}, "has_present has_saved in_plan has_plan"),
        ({"saved": [PLANNED], "plan_results": {"a1": None}}, "has_plan plan_has_run"),
        ({"plan_changed": SimpleNamespace(table=None)}, ""),
        ({"plan_changed": SimpleNamespace(table="t1")}, "plan_has_changed"),
        ({"tables": ACTIVITIES, "current": REACH}, "has_data has_survey has_present"),
        ({"tables": ACTIVITIES, "current": REACH, "outcome": TESTED},
         f"has_data has_survey {UNKEPT} has_why can_be_tile"),
        ({"tables": ATTENDANCES, "current": REACH, "outcome": TESTED}, f"has_data has_survey {UNKEPT} has_why"),
    ],
)  # fmt: skip
def test_each_step_allows_what_it_should(held: dict[str, object], can: str) -> None:
    state = AnalysisState(owner := QObject(), lambda: True, lambda: "")
    for name, value in held.items():
        setattr(state, name, value)
    able = Capabilities(cast("AnalysisState", state))
    assert {name for name in NAMES if getattr(able, name)()} == set(can.split())
    assert owner.children() == [state]
