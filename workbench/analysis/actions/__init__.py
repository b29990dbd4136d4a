# SPDX-License-Identifier: MIT
"""Actions of the Analysis room, one object each; here those on the result in front and on the design of its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from projects.datasets.table.roles import set_design
from projects.design.replicate_weights import set_replicates
from projects.design.within_household_selection import set_within_household_selection
from projects.results.saved_results import change_analysis, delete_analysis, move_analysis
from wording import LANGUAGES, Labels, msg
from workbench.analysis.actions import analysis_changes
from workbench.analysis.actions.analysis_in_front import AnalysisInFront
from workbench.analysis.actions.change_report import ChangeReport
from workbench.analysis.actions.export import ExportActions
from workbench.analysis.actions.new_analysis import NewAnalysis
from workbench.analysis.actions.plan import PlanActions
from workbench.analysis.actions.result_quotes import ResultQuotes
from workbench.analysis.actions.tiles import TileActions
from workbench.analysis.actions.withholding import MarkQuestions, WithholdingActions
from workbench.analysis.panes.title_editor import finding_title
from workbench.results.computation import AnalysisRunner
from workbench.results.current_analysis import CurrentAnalysis, current_analysis_of
from workbench.results.labels import own_title
from workbench.translation import language_of

if TYPE_CHECKING:
    from analysis.records import DesignRoles
    from analysis.replicate_columns import ReplicateRule
    from projects.store.actions import Changes
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.left_pane import LeftPane
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.session import Session


class ResultActions:
    """What can be done with the analysis in front."""

    def __init__(self, state: AnalysisState, session: Session, front: AnalysisInFront, centre: ResultPane) -> None:
        self._state, self._session, self._front, self._centre = state, session, front, centre
        centre.title.changed.connect(self.set_title)
        centre.title.finding_requested.connect(self.use_finding)

    def keep(self) -> None:
        """Keep the result in front among the saved ones."""
        if self._state.current is not None and self._state.current.saved is None:
            self._session.do(analysis_changes.keep(self._state.current), self._kept)

    def replace_saved(self) -> None:
        """Let the draft take the place of the saved result that it began from, whose title stays."""
        draft, held = self._state.current, self._state.replaced()
        if draft is None or held is None:
            return
        options, written = dict(draft.options), held.options.get("title")
        if written and "title" not in options:
            options["title"] = written
            self._session.notice.emit(msg("analysis.view.title_stays", title=own_title(held.options)))

        def done(_changes: Changes) -> None:
            self._state.draft = self._state.replaces = None
            self._front.show(CurrentAnalysis(draft.declaration, draft.table, options, held.id))

        change = change_analysis(held.id, declaration=draft.declaration, data_table=draft.table, options=options)
        self._session.do(change, done)

    def add_to_plan(self) -> None:
        """Let the plan run it."""
        if self._state.current is not None:
            self._session.do(analysis_changes.to_plan(self._state.current), self._kept)

    def add_to_report(self) -> None:
        """Put table and figure at the end of the report."""
        if self._state.current is None or self._state.outcome is None:
            return
        title = self._state.current_title()
        tables = len(self._state.outcome.tables)
        action = analysis_changes.to_report(
            self._state.current, title, figure=bool(self._state.outcome.figures), tables=tables
        )

        def added(changes: Changes) -> None:
            self._kept(changes)
            self._session.notice.emit(msg("analysis.view.did.report", title=title))

        self._session.do(action, added)

    def _kept(self, changes: Changes) -> None:
        """What was kept is now the saved one."""
        present = self._state.current
        if present is not None and present.saved is None and isinstance(changes.result, str):
            self._state.current = CurrentAnalysis(present.declaration, present.table, present.options, changes.result)
            self._state.draft = self._state.replaces = None
        self._state.listed.emit()
        self._state.changed.emit()

    def set_title(self, text: str) -> None:
        """Give the analysis a title in the language of the window; "" is the question again."""
        if self._state.current is None:
            return
        title = own_title(self._state.current.options)
        known = dict(title.by_language) if isinstance(title, Labels) else {}
        if isinstance(title, str) and title:
            known = {language: title for language in LANGUAGES}
        known[language_of()] = text
        given = {language: words for language, words in known.items() if words}
        self._front.set_option("title", given if text else "")

    def use_finding(self) -> None:
        """Take the proposed finding as title."""
        if self._state.outcome is not None and self._state.outcome.result.finding is not None:
            self.set_title(finding_title(self._state.outcome.result.finding))

    def rename(self) -> None:
        """Change the title where it stands."""
        self._centre.title.edit()

    def duplicate(self) -> None:
        """Keep it once more, right after itself."""
        present = self._state.current
        if present is None:
            return
        names = [one.id for one in self._state.saved]
        at = names.index(present.saved) if present.saved in names else len(names)
        before = names[at + 1] if at + 1 < len(names) else None

        def done(changes: Changes) -> None:
            self._front.show(CurrentAnalysis(present.declaration, present.table, present.options, str(changes.result)))

        self._session.do(analysis_changes.duplicate(present, before), done)

    def move_result(self, step: int) -> None:
        """Put it one place up (−1) or down (1)."""
        names = [one.id for one in self._state.saved]
        name = self._state.current.saved if self._state.current is not None else None
        if name not in names:
            return
        at = names.index(name)
        target = at + step
        if 0 <= target < len(names):
            rest = [one for one in names if one != name]
            before = rest[target] if target < len(rest) else None
            self._session.do(move_analysis(str(name), before))

    def delete(self) -> None:
        """Delete it with its blocks of the report (undo brings both back), or drop the one not kept."""
        if self._state.current is None:
            return
        names = [one.id for one in self._state.saved]
        at = names.index(self._state.current.saved) if self._state.current.saved in names else len(names)
        rest = [one for one in self._state.saved if one.id != self._state.current.saved]
        nearest = rest[min(at, len(rest) - 1)] if rest else None
        saved = self._state.current.saved
        if saved is None:
            self._state.draft = None
        self._front.show(current_analysis_of(nearest) if nearest is not None else None)
        if saved is not None:
            self._session.do(delete_analysis(saved))


class DesignActions:
    """Stores what the cards of the design ask for."""

    def __init__(self, state: AnalysisState, session: Session, runner: AnalysisRunner, right: OptionsPane) -> None:
        self._state, self._session, self._runner = state, session, runner
        self._figures = right.design.figures
        right.design.wanted.connect(self.set_design)
        right.design.within_household_requested.connect(self.set_within_household_selection)
        right.errors.wanted.connect(self.set_replicates)

    def set_design(self, table_id: str, design: DesignRoles) -> None:
        """Say which variables make the sample design."""
        self._session.do(set_design(table_id, design))

    def set_within_household_selection(self, table_id: str, eligible: tuple[str, str] | None) -> None:
        """Say that each row is one member drawn, and what counts those eligible; None: it is not so."""
        self._session.do(
            set_within_household_selection(table_id, *eligible)
            if eligible is not None
            else set_within_household_selection(table_id, None)
        )

    def set_replicates(self, table_id: str, chosen: tuple[ReplicateRule | None, Sequence[str]]) -> None:
        """Say how the errors of a table are estimated: by replicate weights, or linearised."""
        self._session.do(set_replicates(table_id, *chosen))

    def show_figures(self) -> None:
        """Count the sample of the table in front beside its design."""
        state = self._state
        if state.current is not None:
            result = state.outcome.result if state.outcome is not None else None
            self._figures.renew(self._session, self._runner, state.tables[state.current.table], result)


class AnalysisActions:
    """Each is given the state, the session, the panes it acts on and the actions before it."""

    def __init__(
        self, state: AnalysisState, session: Session, left: LeftPane, centre: ResultPane, right: OptionsPane
    ) -> None:
        self.centre, self.right = centre, right
        self.runner = AnalysisRunner()
        self.front = front = AnalysisInFront(state, session, self.runner, centre, right)
        left.chosen.connect(front.choose)
        self.results = ResultActions(state, session, front, centre)
        self.exports = ExportActions(state, session, centre, left)
        self.report = ChangeReport(state, centre)
        self.plan = PlanActions(state, session, self.runner, left, self.report)
        self.withholding = WithholdingActions(state, session, centre.withheld, right.warnings)
        self.design = DesignActions(state, session, self.runner, right)
        self.new_analysis = NewAnalysis(state, session, front, left, centre, right)
        self.tiles = TileActions(state, session, centre, right)
        self.result_quotes = ResultQuotes(state, session, front, self.runner, centre, right)
        front.computed.connect(lambda _outcome: self.report.show())
        front.computed.connect(self.withholding.show)
        self.marks = MarkQuestions(state, session, centre)
        front.computed.connect(self.marks.show)
        front.computed.connect(lambda _outcome: self.design.show_figures())
        front.failed.connect(self.design.show_figures)
