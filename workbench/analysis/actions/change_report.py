# SPDX-License-Identifier: MIT
"""Report of how a change of the data changed results and the plan: kept while the window is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.analyses.result_changes import RerunAnalysis, changes
from wording import Text, msg
from workbench.results.computation import same_numbers

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.state import AnalysisState


class ChangeReport:
    """Remembers results over a change of the data."""

    def __init__(self, state: AnalysisState, centre: ResultPane) -> None:
        self._state, self._centre = state, centre
        self._before: tuple[str, AnalysisResult] | None = None
        self._plan_before: dict[str, AnalysisResult] = {}
        self._is_told_unmoved = True

    def remember(self, *, only_settings: bool = False) -> None:
        """The data change, or settings alone: what is shown now is what was before."""
        self._is_told_unmoved = not only_settings  # a neighbour chosen to be withheld changes no data
        if self._state.current is not None and self._state.outcome is not None:
            self._before = same_numbers(self._state.current), self._state.outcome.result
        self.remember_plan()

    def remember_plan(self) -> None:
        """What the plan gave is what was before."""
        self._plan_before = {**self._plan_before, **self._state.plan_results}
        self._state.plan_changed = None

    def show(self) -> None:
        """The result in front is there again: say what moved in it, if it was there before."""
        self._centre.changed.hide()
        if self._before is None or self._state.current is None or self._state.outcome is None:
            return
        key, before = self._before
        self._before = None
        if key == same_numbers(self._state.current):
            found = changes([RerunAnalysis(self._state.current_title(), before, self._state.outcome.result)])
            if found.moved or found.reworded or self._is_told_unmoved:
                self._centre.changed.show_changes(found, self._state.limits)

    def compare_plan(self) -> Text | None:
        """The plan ran: what moved since it ran before, in a sentence; nothing where it had not."""
        titles = {one.id: self._state.title_of(one) for one in self._state.saved}
        reruns = [
            RerunAnalysis(titles[name], self._plan_before[name], result)
            for name, result in self._state.plan_results.items()
            if name in self._plan_before and name in titles
        ]
        self._plan_before = {}
        if not reruns:
            return None
        self._state.plan_changed = found = changes(reruns)
        if found.table is None:
            return msg("analysis.view.changed.nothing", n=found.figures)
        return msg("analysis.view.changed.moved", n=found.moved, of=found.figures)

    def show_plan_changes(self) -> None:
        """Show what moved between the last two runs of the plan."""
        if self._state.plan_changed is not None:
            self._centre.stack.setCurrentIndex(0)
            self._centre.changed.show_changes(self._state.plan_changed, self._state.limits, opened=True)
            self._centre.area.verticalScrollBar().setValue(0)
