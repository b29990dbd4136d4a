# SPDX-License-Identifier: MIT
"""The page that checks the project: what is wrong, what was checked, what no check can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.store.actions import accepted_change
from projects.store.printed_log_head import read_head
from projects.store.problems import NoPrintedHead
from wording import Problem, msg
from workbench.safety.panes.page import Points, SafetyPage, row_of
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.widgets import Button, FormRow, PrimaryButton, StrongLabel, TextField

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.integrity.integrity_report import CheckReport
    from projects.store.project import Project
    from workbench.jobs import Job


class CheckPage(SafetyPage):
    """One button; the report stands below it."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.check.title"), msg("safety.check.sentence"))
        self.report: CheckReport | None = None
        self._asked_here = False
        self.check = PrimaryButton(msg("safety.check.run"), self.run, icon="shield-check")
        self.verdict = StrongLabel(msg("safety.check.never"), wrap=True)
        self.wrong = Points(msg("safety.check.wrong"))
        self.looked_at = Points(msg("safety.check.looked_at"))
        self.not_checked = Points(msg("safety.check.not_checked"))
        self.limits = Points(msg("safety.check.limits"))
        self.printed = TextField(msg("safety.check.printed"), placeholder="")
        self.printed_row = FormRow(msg("safety.check.printed"), self.printed, msg("safety.check.printed_help"))
        self.printed.returnPressed.connect(self.run)
        self.body.addWidget(row_of(self.check))
        self.body.addWidget(self.printed_row)
        self.older = Button(msg("window.put_back.accept"), self.accept_older)
        self.older.hide()
        for part in (self.verdict, self.wrong, row_of(self.older), self.looked_at, self.not_checked, self.limits):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def run(self) -> None:
        """Check everything, in the background; work goes on."""
        if not self.check.isEnabled():
            return
        session, heads = self.session, self._heads()
        if heads is None:
            return
        self._asked_here = self.check.hasFocus()
        self.check.setEnabled(False)
        self.verdict.say(msg("safety.check.running"))

        def work(job: Job) -> CheckReport:
            return session.fetch(lambda project: project).check(job, heads)

        session.job(msg("safety.check.running"), work, self._show, self._failed, self._stopped)

    def _heads(self) -> tuple[tuple[int, str], ...] | None:
        """The head typed, if any; None when what is typed is none."""
        typed = self.printed.text().strip()
        self.printed_row.complain(None)
        try:
            return (read_head(typed),) if typed else ()
        except NoPrintedHead as problem:
            self.printed_row.complain(problem.message)
            self.printed.setFocus()
            return None

    def _show(self, report: CheckReport) -> None:
        self.report = report
        self._offer_again()
        n = len(report.findings)
        self.verdict.say(msg("safety.check.sound") if report.sound else msg("safety.check.unsound", n=n))
        self.wrong.show_points([finding.message for finding in report.findings])
        self.older.setVisible(any(finding.message.key == "store.check_head_user" for finding in report.findings))
        self.looked_at.show_points(report.looked_at)
        self.not_checked.show_points(report.not_checked)
        self.limits.show_points(report.limits)

    def accept_older(self) -> None:
        """Go on from this earlier state, or in this copy; the check then holds."""

        def work(project: Project) -> Changes:
            return accepted_change(project)

        self.older.hide()
        self.session.change(work, lambda _changes: self.run(), self._failed)

    def _failed(self, problem: Problem) -> None:
        self._offer_again()
        self.verdict.say(problem.message)

    def _stopped(self) -> None:
        self._offer_again()
        self.verdict.say(msg("safety.check.stopped"))

    def _offer_again(self) -> None:
        """It can be asked again; the button has back the keys it lost when it could not be pressed."""
        self.check.setEnabled(True)
        if self._asked_here and self.printed.hasFocus() and not self.printed.text():
            self.check.setFocus()
