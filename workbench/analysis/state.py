# SPDX-License-Identifier: MIT
"""State of the Analysis room: tables, saved results, the analysis in front, its outcome, the plan.

The room's parts read it, and tell the room by its signals.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analysis.analyses import declaration
from analysis.codings.records import CODINGS
from workbench.results import labels
from workbench.results.computation import Limits
from workbench.results.current_analysis import CurrentAnalysis

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.analyses.result_changes import Changed
    from analysis.records import DataTable
    from projects.results.saved_results import SavedAnalysis
    from wording import Problem, Text
    from workbench.results.computation import Outcome


class AnalysisState(QObject):
    """`in_sight` says whether the room is looked at, `table_looked_at` which table another room shows."""

    asked = Signal(object)  # a Request to another room
    front_requested = Signal()  # the room, before the others
    place_requested = Signal(str, str)  # another room, and the id of a place of it
    status = Signal(object)  # a Text for the status bar
    listed = Signal()  # saved results, the draft, which of them is in front
    changed = Signal()  # what is in front or known of it: commands may be enabled or not

    def __init__(self, parent: QObject, in_sight: Callable[[], bool], table_looked_at: Callable[[], str]) -> None:
        super().__init__(parent)
        self.in_sight, self.table_looked_at = in_sight, table_looked_at
        self.tables: dict[str, DataTable] = {}
        self.saved: list[SavedAnalysis] = []
        self.limits = Limits(30, 10, 5, None)
        self.current: CurrentAnalysis | None = None
        self.draft: CurrentAnalysis | None = None  # the analysis that is not kept
        self.joined: dict[
            tuple[str, str], str
        ] = {}  # (table, variable of joined answers) in the draft → the one before
        self.outcome: Outcome | None = None
        self.computing = False
        self.plan_results: dict[str, AnalysisResult] = {}
        self.plan_wrong: dict[str, Problem] = {}
        self.plan_changed: Changed | None = None  # between its last two runs
        self.awaited: Callable[[], object] | None = None  # what another room asked for before the tables were read

    # What is in front

    def listed_table(self) -> DataTable | None:
        """The table whose variables are listed."""
        present = self.current.table if self.current is not None else None
        return self.tables.get(present or "", next(iter(self.tables.values()), None))

    def current_title(self) -> Text:
        """What the analysis in front is called."""
        if self.current is None:
            return ""
        return labels.title_of(self.current.declared, self.current.options, self.tables.get(self.current.table))

    def title_of(self, one: SavedAnalysis) -> Text:
        """What a saved result is called."""
        table = self.tables.get(one.data_table)
        return labels.title_of(declaration(one.declaration), one.options, table, one.title)

    def replace_draft(self, present: CurrentAnalysis) -> None:
        """Have this analysis in front, not kept."""
        self.current = self.draft = present

    # What it allows

    def in_plan(self) -> bool:
        """Whether the plan runs the analysis in front."""
        saved = self.current.saved if self.current is not None else None
        return any(one.in_plan for one in self.saved if one.id == saved)

    def has_data(self) -> bool:
        """Whether there is a table."""
        return bool(self.tables)

    def has_survey(self) -> bool:
        """Whether there is a table of data besides the codings."""
        return any(name != CODINGS for name in self.tables)

    def has_present(self) -> bool:
        """Whether an analysis is in front."""
        return self.current is not None

    def computed(self) -> str:
        """What the analysis in front computes: the same before and after it is kept."""
        one = self.current
        return "" if one is None else json.dumps([one.declaration, one.table, one.options], sort_keys=True, default=str)

    def has_saved(self) -> bool:
        """Whether a saved result is in front."""
        return self.current is not None and self.current.saved is not None

    def can_keep(self) -> bool:
        """Whether there is a result not kept."""
        return self.has_result() and not self.has_saved()

    def can_plan(self) -> bool:
        """Whether the plan does not run it yet."""
        return self.has_result() and not self.in_plan()

    def has_result(self) -> bool:
        """Whether there is a result."""
        return self.current is not None and self.outcome is not None

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

    def plan_has_changed(self) -> bool:
        """Whether something moved between the last two runs of the plan."""
        return self.plan_changed is not None and self.plan_changed.table is not None
