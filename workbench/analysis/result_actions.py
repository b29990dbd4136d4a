# SPDX-License-Identifier: MIT
"""Actions on results: keep, title, order, plan, report. Each is one action with its line of history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from projects.datasets.table.roles import set_design
from projects.design.replicate_weights import set_replicates
from projects.design.within_household_selection import set_one_drawn
from projects.results.plans import plan_patterns
from projects.results.saved_results import change_analysis, delete_analysis, move_analysis
from wording import LANGUAGES, Labels, Problem, Stopped, Text, msg
from workbench.analysis import actions
from workbench.analysis.title_editor import finding_title
from workbench.results.current_analysis import Present, present_of
from workbench.results.export import ask_existing
from workbench.results.labels import own_title
from workbench.translation import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.analyses import AnalysisResult
    from analysis.records import DesignRoles
    from analysis.replicate_columns import ReplicateRule
    from projects.results.plans import PlanProblem
    from projects.results.saved_results import SavedAnalysis
    from projects.store.actions import Changes
    from workbench.analysis.centre_pane import ResultPane
    from workbench.analysis.left_pane import LeftPane
    from workbench.analysis.right_pane import OptionsPane
    from workbench.jobs import Job
    from workbench.results.computation import Computer, Outcome
    from workbench.session import Session

_TOLD_AT_MOST = 5


class ChangingDeeds:
    """The part of the workspace that changes the project."""

    if TYPE_CHECKING:
        session: Session
        present: Present | None
        outcome: Outcome | None
        saved: list[SavedAnalysis]
        tables: dict[str, Any]
        plan_results: dict[str, AnalysisResult]
        plan_wrong: dict[str, Problem]
        computer: Computer
        centre: ResultPane
        left: LeftPane
        right: OptionsPane

        def present_title(self) -> Text: ...
        def set_option(self, name: str, value: object) -> None: ...
        def drop_draft(self) -> None: ...
        def compare_plan(self) -> Text | None: ...
        def _list(self) -> None: ...
        def _refresh(self) -> None: ...
        def _show(self, present: Present | None) -> None: ...

    # One analysis

    def keep(self) -> None:
        """Keep the result in front among the saved ones."""
        if self.present is not None and self.present.saved is None:
            self.session.do(actions.keep(self.present), self._kept)

    def add_to_plan(self) -> None:
        """Let the plan run it."""
        if self.present is not None:
            self.session.do(actions.to_plan(self.present), self._kept)

    def add_to_report(self) -> None:
        """Put table and figure at the end of the report."""
        if self.present is None or self.outcome is None:
            return
        title = self.present_title()
        tables = len(self.outcome.tables)
        action = actions.to_report(self.present, title, figure=bool(self.outcome.figures), tables=tables)

        def added(changes: Changes) -> None:
            self._kept(changes)
            self.session.notice.emit(msg("analysis.view.did.report", title=title))

        self.session.do(action, added)

    def _kept(self, changes: Changes) -> None:
        """What was kept is now the saved one."""
        present = self.present
        if present is not None and present.saved is None and isinstance(changes.result, str):
            self.present = Present(present.declaration, present.table, present.options, changes.result)
            self.drop_draft()
        self._list()
        self._refresh()

    def _store_options(self, present: Present) -> None:
        if present.saved is not None:
            self.session.do(change_analysis(present.saved, options=present.options))

    def set_title(self, text: str) -> None:
        """Give the analysis a title in the language of the window; "" is the question again."""
        if self.present is None:
            return
        title = own_title(self.present.options)
        known = dict(title.by_language) if isinstance(title, Labels) else {}
        if isinstance(title, str) and title:
            known = {language: title for language in LANGUAGES}
        known[language_of()] = text
        given = {language: words for language, words in known.items() if words}
        self.set_option("title", given if text else "")

    def use_finding(self) -> None:
        """Take the proposed finding as title."""
        if self.outcome is not None and self.outcome.result.finding is not None:
            self.set_title(finding_title(self.outcome.result.finding))

    def rename(self) -> None:
        """Change the title where it stands."""
        self.centre.title.edit()

    def duplicate(self) -> None:
        """Keep it once more, right after itself."""
        present = self.present
        if present is None:
            return
        names = [one.id for one in self.saved]
        at = names.index(present.saved) if present.saved in names else len(names)
        before = names[at + 1] if at + 1 < len(names) else None

        def done(changes: Changes) -> None:
            self._show(Present(present.declaration, present.table, present.options, str(changes.result)))

        self.session.do(actions.duplicate(present, before), done)

    def move_result(self, step: int) -> None:
        """Put it one place up (−1) or down (1)."""
        names = [one.id for one in self.saved]
        name = self.present.saved if self.present is not None else None
        if name not in names:
            return
        at = names.index(name)
        target = at + step
        if 0 <= target < len(names):
            rest = [one for one in names if one != name]
            before = rest[target] if target < len(rest) else None
            self.session.do(move_analysis(str(name), before))

    def delete(self) -> None:
        """Delete it with its blocks of the report (undo brings both back), or drop the one not kept."""
        if self.present is None:
            return
        names = [one.id for one in self.saved]
        at = names.index(self.present.saved) if self.present.saved in names else len(names)
        rest = [one for one in self.saved if one.id != self.present.saved]
        nearest = rest[min(at, len(rest) - 1)] if rest else None
        saved = self.present.saved
        if saved is None:
            self.drop_draft()
        self._show(present_of(nearest) if nearest is not None else None)
        if saved is not None:
            self.session.do(delete_analysis(saved))

    def set_design(self, table_id: str, design: DesignRoles) -> None:
        """Say which variables make the sample design."""
        self.session.do(set_design(table_id, design))

    def set_one_drawn(self, table_id: str, eligible: tuple[str, str] | None) -> None:
        """Say that each row is one member drawn, and what counts those eligible; None: it is not so."""
        self.session.do(set_one_drawn(table_id, *eligible) if eligible is not None else set_one_drawn(table_id, None))

    def show_design_figures(self) -> None:
        """Count the sample of the table in front beside its design."""
        if self.present is not None:
            result = self.outcome.result if self.outcome is not None else None
            line = self.right.design.figures
            line.renew(self.session, self.computer, self.tables[self.present.table], result)

    def set_replicates(self, table_id: str, chosen: tuple[ReplicateRule | None, Sequence[str]]) -> None:
        """Say how the errors of a table are estimated: by replicate weights, or linearised."""
        self.session.do(set_replicates(table_id, *chosen))

    # The plan

    def run_plan(self) -> None:
        """Run every analysis of the plan with progress and Cancel."""
        planned = [one for one in self.saved if one.in_plan]
        tables = dict(self.tables)

        def work(job: Job) -> Any:
            return self.computer.run_all(self.session, planned, tables, job)

        title = msg("analysis.view.plan.running")
        self.session.job(title, work, self._plan_ran, owner=self.left)

    def _plan_ran(self, found: tuple[dict[str, AnalysisResult], dict[str, Problem]]) -> None:
        self.plan_results, self.plan_wrong = found
        done = msg("analysis.view.plan.done", n=len(self.plan_results))
        failed = len(self.plan_wrong)
        said = msg("analysis.view.plan.failed", done=done, n=failed) if failed else done
        moved = self.compare_plan()
        self.left.say_plan(said if moved is None else msg("analysis.view.design.both", first=said, second=moved))
        self._list()
        self._refresh()

    def _forget_plan(self) -> None:
        self.plan_results, self.plan_wrong = {}, {}
        self.left.say_plan(None)

    def ask_plan(self) -> None:
        """Let the user choose a plan file."""
        title, kinds = msg("analysis.view.plan.import_title"), msg("analysis.view.plan.kinds", patterns=plan_patterns())
        ask_existing(self.left, title, kinds, self.import_plan)

    def import_plan(self, path: Path) -> None:
        """Add every row of a plan file that can be done; of the others the plan's part says why not."""
        tables = list(self.tables.values())

        def work(job: Job) -> Any:
            from projects.results.plan_run import resolve  # more of the program: not at start
            from projects.results.plans import read_plan  # more of the program: not at start

            plan = read_plan(path)
            if job.stop_requested():
                raise Stopped
            wrong: list[PlanProblem] = []
            planned = [one for one in resolve(plan, tables, wrong) if one.problem is None]
            if not planned:
                raise wrong[0]
            return plan.name, planned, wrong

        def read(found: Any) -> None:
            name, planned, wrong = found
            self.session.do(actions.add_plan(name, planned))
            self.left.say_plan(_left_out(wrong))

        self.session.job(msg("analysis.view.plan.reading"), work, read, owner=self.left)


def _left_out(wrong: Sequence[Problem]) -> Text | None:
    """Of the lines of a plan that could not be added: how many, and why each of the first."""
    if not wrong:
        return None
    said: Text = msg("analysis.plan.left_out", n=len(wrong))
    for problem in wrong[:_TOLD_AT_MOST]:
        said = msg("analysis.plan.line", before=said, line=problem.message)
    more = len(wrong) - _TOLD_AT_MOST
    return msg("analysis.plan.more", before=said, n=more) if more > 0 else said
