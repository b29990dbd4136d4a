# SPDX-License-Identifier: MIT
"""The Analysis room as its parts use it, and its enabled commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.codings.records import CODINGS
from workbench.analysis.change_report import ChangedDeeds
from workbench.analysis.export_actions import LeavingDeeds
from workbench.analysis.result_actions import ChangingDeeds
from workbench.analysis.withholding_actions import WithheldDeeds
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import DataTable
    from projects.results.saved_results import SavedAnalysis
    from workbench.analysis.centre_pane import ResultPane
    from workbench.analysis.left_pane import LeftPane
    from workbench.analysis.right_pane import OptionsPane
    from workbench.results.computation import Limits, Outcome
    from workbench.results.current_analysis import Present
    from workbench.session import Session


class Abilities:
    """The part of the workspace that knows what its state allows."""

    if TYPE_CHECKING:
        present: Present | None
        outcome: Outcome | None
        saved: list[SavedAnalysis]
        tables: dict[str, DataTable]
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


class AnalysisRoom(Abilities, ChangingDeeds, LeavingDeeds, ChangedDeeds, WithheldDeeds, Workspace):
    """The room as its commands, its pictures and what begins an analysis use it; `AnalysisWorkspace` is the one."""

    if TYPE_CHECKING:
        session: Session
        saved: list[SavedAnalysis]
        tables: dict[str, DataTable]
        present: Present | None
        outcome: Outcome | None
        plan_results: dict[str, AnalysisResult]
        limits: Limits
        centre: ResultPane
        left: LeftPane
        right: OptionsPane
    awaited: Callable[[], object] | None = None  # what another room asked for before the tables were read

    def open_new(self) -> None:
        """Open the menu of analyses."""
        raise NotImplementedError

    def begin(self, declaration_id: str, options: dict[str, Any] | None = None, table_id: str | None = None) -> None:
        """Begin a new analysis, of the table in front or the first."""
        raise NotImplementedError

    def analyse_variable(self, table_id: str, variable_id: str) -> None:
        """Come to the front with a new analysis of a variable."""
        raise NotImplementedError

    def show_saved(self, analysis_id: str) -> None:
        """Come to the front with a saved result."""
        raise NotImplementedError

    def listed_table(self) -> DataTable | None:
        """The table whose variables are listed."""
        raise NotImplementedError

    def draft(self) -> Present | None:
        """The analysis that is not kept."""
        raise NotImplementedError

    def show_python(self) -> None:
        """Open the Python below the result, or close it."""
        raise NotImplementedError

    def show_why(self) -> None:
        """Say why this test was used."""
        raise NotImplementedError

    def stop_computing(self) -> None:
        """Stop what is computed; it can be taken up again."""
        raise NotImplementedError
