# SPDX-License-Identifier: MIT
"""Capabilities of the Analysis room: what can be done with its tables, the result in front and the plan now.

Commands, buttons and menus are enabled by them.
"""

from __future__ import annotations

from analysis.codings.records import CODINGS
from analysis.register_columns import RegisterKind
from workbench.analysis.state import AnalysisState


class Capabilities:
    """Each is asked when a menu opens or a button is shown; they store nothing."""

    def __init__(self, state: AnalysisState) -> None:
        self._state = state

    def in_plan(self) -> bool:
        """Whether the plan runs the analysis in front."""
        saved = self._state.current.saved if self._state.current is not None else None
        return any(one.in_plan for one in self._state.saved if one.id == saved)

    def has_data(self) -> bool:
        """Whether there is a table."""
        return bool(self._state.tables)

    def has_survey(self) -> bool:
        """Whether there is a table of data besides the codings."""
        return any(name != CODINGS for name in self._state.tables)

    def has_present(self) -> bool:
        """Whether an analysis is in front."""
        return self._state.current is not None

    def has_saved(self) -> bool:
        """Whether a saved result is in front."""
        return self._state.current is not None and self._state.current.saved is not None

    def can_keep(self) -> bool:
        """Whether there is a result not kept."""
        return self.has_result() and not self.has_saved()

    def can_replace(self) -> bool:
        """Whether the draft in front can take the place of the saved result that it began from."""
        return self.has_result() and self._state.replaced() is not None

    def can_plan(self) -> bool:
        """Whether the plan does not run it yet."""
        return self.has_result() and not self.in_plan()

    def has_result(self) -> bool:
        """Whether there is a result."""
        return self._state.current is not None and self._state.outcome is not None

    def is_computing(self) -> bool:
        """Whether a result is being computed."""
        return self._state.computing

    def has_figure(self) -> bool:
        """Whether there is a chart."""
        return self._state.outcome is not None and bool(self._state.outcome.figures)

    def has_why(self) -> bool:
        """Whether a test was made."""
        return self._state.outcome is not None and self._state.outcome.result.why is not None

    def has_plan(self) -> bool:
        """Whether the plan has a row."""
        return any(one.in_plan for one in self._state.saved)

    def plan_has_run(self) -> bool:
        """Whether the plan was run on today's data."""
        return bool(self._state.plan_results)

    def plan_has_changed(self) -> bool:
        """Whether something moved between the last two runs of the plan."""
        return self._state.plan_changed is not None and self._state.plan_changed.table is not None

    def can_be_tile(self) -> bool:
        """Whether a number of the result in front can stand in a tile: reach of activities by kind."""
        present, outcome = self._state.current, self._state.outcome
        if present is None or outcome is None or present.declaration != "reach" or present.value("by") != "kind":
            return False
        table = self._state.tables.get(present.table)
        register = table.register if table is not None else None
        return register is not None and register.kind is RegisterKind.ACTIVITIES
