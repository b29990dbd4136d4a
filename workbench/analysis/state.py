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
        self.replaces: str | None = None  # the saved result that the draft began from
        self.joined: dict[
            tuple[str, str], str
        ] = {}  # (table, variable of joined answers) in the draft → the one before
        self.outcome: Outcome | None = None
        self.computing = False
        self.plan_results: dict[str, AnalysisResult] = {}
        self.plan_wrong: dict[str, Problem] = {}
        self.plan_changed: Changed | None = None  # between its last two runs
        self.awaited: Callable[[], object] | None = None  # what another room asked for before the tables were read

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

    def replaced(self) -> SavedAnalysis | None:
        """The saved result whose place the draft in front can take: the one it began from."""
        one = self.current
        if one is None or one.saved is not None:
            return None
        return next((held for held in self.saved if held.id == self.replaces), None)

    def computed(self) -> str:
        """What the analysis in front computes: the same before and after it is kept."""
        one = self.current
        return "" if one is None else json.dumps([one.declaration, one.table, one.options], sort_keys=True, default=str)
