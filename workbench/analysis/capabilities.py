# SPDX-License-Identifier: MIT
"""Enabled commands of the Analysis room. It does nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.codings.records import CODINGS

if TYPE_CHECKING:
    from projects.results.saved_results import SavedAnalysis
    from workbench.analysis.computation import Outcome
    from workbench.analysis.current_analysis import Present


class Abilities:
    """The part of the workspace that knows what its state allows."""

    if TYPE_CHECKING:
        present: Present | None
        outcome: Outcome | None
        saved: list[SavedAnalysis]
        tables: dict[str, Any]
        plan_results: dict[str, Any]
        computing: bool

    def in_plan(self) -> bool:
        """Whether the plan runs the analysis in front."""
        saved = self.present.saved if self.present is not None else None
        return any(one.in_plan for one in self.saved if one.id == saved)

    def has_data(self) -> bool:
        """Whether there is a table."""
        return bool(self.tables)

    def has_survey(self) -> bool:
        """Whether there is a table of data besides the codings."""
        return any(name != CODINGS for name in self.tables)

    def has_present(self) -> bool:
        """Whether an analysis is in front."""
        return self.present is not None

    def has_saved(self) -> bool:
        """Whether a saved result is in front."""
        return self.present is not None and self.present.saved is not None

    def can_keep(self) -> bool:
        """Whether there is a result not kept."""
        return self.has_result() and not self.has_saved()

    def can_plan(self) -> bool:
        """Whether the plan does not run it yet."""
        return self.has_result() and not self.in_plan()

    def has_result(self) -> bool:
        """Whether there is a result."""
        return self.present is not None and self.outcome is not None

    def is_computing(self) -> bool:
        """Whether a result is being computed."""
        return self.computing

    def has_figure(self) -> bool:
        """Whether there is a chart."""
        return self.outcome is not None and bool(self.outcome.figures)

    def has_why(self) -> bool:
        """Whether a test was made."""
        return self.outcome is not None and self.outcome.result.why is not None

    def has_plan(self) -> bool:
        """Whether the plan has a row."""
        return any(one.in_plan for one in self.saved)

    def plan_has_run(self) -> bool:
        """Whether the plan was run on today's data."""
        return bool(self.plan_results)
