# SPDX-License-Identifier: MIT
"""Report of what a change of the data moved in results and plan: kept while the window is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.analyses.result_changes import Changed, Rerun, changes
from wording import Text, msg
from workbench.results.computation import same_numbers

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from projects.results.saved_results import SavedAnalysis
    from workbench.analysis.centre_pane import ResultPane
    from workbench.analysis.left_pane import LeftPane
    from workbench.results.computation import Limits, Outcome
    from workbench.results.current_analysis import Present


class ChangedDeeds:
    """The part of the workspace that remembers results over a change of the data."""

    if TYPE_CHECKING:
        present: Present | None
        outcome: Outcome | None
        saved: list[SavedAnalysis]
        plan_results: dict[str, AnalysisResult]
        limits: Limits
        centre: ResultPane
        left: LeftPane
        present_title: Callable[[], Text]
        _title_of: Callable[[Any], Text]

    def __init__(self) -> None:
        super().__init__()
        self._before: tuple[str, AnalysisResult] | None = None
        self._plan_before: dict[str, AnalysisResult] = {}
        self._plan_changed: Changed | None = None

    def remember(self) -> None:
        """The data change: what is shown now is what was before."""
        if self.present is not None and self.outcome is not None:
            self._before = same_numbers(self.present), self.outcome.result
        self._plan_before = {**self._plan_before, **self.plan_results}
        self._plan_changed = None

    def tell_changes(self) -> None:
        """The result in front is there again: say what moved in it, if it was there before."""
        self.centre.changed.hide()
        if self._before is None or self.present is None or self.outcome is None:
            return
        key, before = self._before
        self._before = None
        if key == same_numbers(self.present):
            found = changes([Rerun(self.present_title(), before, self.outcome.result)])
            self.centre.changed.tell(found, self.limits)

    def compare_plan(self) -> Text | None:
        """The plan ran: what moved since it ran before, in a sentence; nothing where it had not."""
        titles = {one.id: self._title_of(one) for one in self.saved}
        reruns = [
            Rerun(titles[name], self._plan_before[name], result)
            for name, result in self.plan_results.items()
            if name in self._plan_before and name in titles
        ]
        self._plan_before = {}
        if not reruns:
            return None
        self._plan_changed = found = changes(reruns)
        if found.table is None:
            return msg("analysis.view.changed.nothing", n=found.figures)
        return msg("analysis.view.changed.moved", n=found.moved, of=found.figures)

    def plan_has_changed(self) -> bool:
        """Whether something moved between the last two runs of the plan."""
        return self._plan_changed is not None and self._plan_changed.table is not None

    def show_plan_changes(self) -> None:
        """Show what moved between the last two runs of the plan."""
        if self._plan_changed is not None:
            self.centre.stack.setCurrentIndex(0)
            self.centre.changed.tell(self._plan_changed, self.limits, opened=True)
            self.centre.area.verticalScrollBar().setValue(0)
