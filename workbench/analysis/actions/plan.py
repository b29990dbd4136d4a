# SPDX-License-Identifier: MIT
"""The plan of analyses: run with progress, read from a file. What its last run gave stands in the state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from projects.results.plan_run import resolve
from projects.results.plans import plan_patterns, read_plan
from projects.results.saved_results import add_plan
from wording import Problem, Stopped, Text, msg
from workbench.results.current_analysis import reads_codings
from workbench.results.export import ask_existing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.analyses import AnalysisResult
    from projects.results.plans import PlanProblem
    from workbench.analysis.actions.change_report import ChangeReport
    from workbench.analysis.panes.left_pane import LeftPane
    from workbench.analysis.state import AnalysisState
    from workbench.jobs import Job
    from workbench.results.computation import AnalysisRunner
    from workbench.session import Session

_MOST_PROBLEMS = 5


class PlanActions:
    """Says in the left column what a run or a file gave."""

    def __init__(
        self, state: AnalysisState, session: Session, runner: AnalysisRunner, left: LeftPane, report: ChangeReport
    ) -> None:
        self._state, self._session, self._runner = state, session, runner
        self._left, self._report = left, report

    def run(self) -> None:
        """Run every analysis of the plan with progress and Cancel."""
        planned = [one for one in self._state.saved if one.in_plan]
        tables = dict(self._state.tables)

        def work(job: Job) -> Any:
            return self._runner.run_all(self._session, planned, tables, job)

        title = msg("analysis.view.plan.running")
        self._session.job(title, work, self._ran, owner=self._left)

    def _ran(self, found: tuple[dict[str, AnalysisResult], dict[str, Problem]]) -> None:
        self._state.plan_results, self._state.plan_wrong = found
        done = msg("analysis.view.plan.done", n=len(self._state.plan_results))
        failed = len(self._state.plan_wrong)
        said = msg("analysis.view.plan.failed", done=done, n=failed) if failed else done
        moved = self._report.compare_plan()
        self._left.say_plan(said if moved is None else msg("analysis.view.design.both", first=said, second=moved))
        self._state.listed.emit()
        self._state.changed.emit()

    def forget(self) -> None:
        """The data changed: the plan was not run on them."""
        self._state.plan_results, self._state.plan_wrong = {}, {}
        self._left.say_plan(None)

    def forget_codings(self) -> None:
        """Codings changed: a plan that reads them was not run on what they are now."""
        run = self._state.plan_results.keys() | self._state.plan_wrong.keys()
        if any(reads_codings(one.declaration, one.data_table, self._state.tables)
               for one in self._state.saved if one.id in run):  # fmt: skip
            self._report.remember_plan()
            self.forget()

    def ask_file(self) -> None:
        """Let the user choose a plan file."""
        title, kinds = msg("analysis.view.plan.import_title"), msg("analysis.view.plan.kinds", patterns=plan_patterns())
        ask_existing(self._left, title, kinds, self.import_file)

    def import_file(self, path: Path) -> None:
        """Add every row of a plan file that can be done; of the others the plan's part says why not."""
        tables = list(self._state.tables.values())

        def work(job: Job) -> Any:
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
            self._session.do(add_plan(name, [(one.declaration, one.table, one.options) for one in planned]))
            self._left.say_plan(_left_out(wrong))

        self._session.job(msg("analysis.view.plan.reading"), work, read, owner=self._left)


def _left_out(wrong: Sequence[Problem]) -> Text | None:
    """Of the lines of a plan that could not be added: how many, and why each of the first."""
    if not wrong:
        return None
    said: Text = msg("analysis.plan.left_out", n=len(wrong))
    for problem in wrong[:_MOST_PROBLEMS]:
        said = msg("analysis.plan.line", before=said, line=problem.message)
    more = len(wrong) - _MOST_PROBLEMS
    return msg("analysis.plan.more", before=said, n=more) if more > 0 else said
