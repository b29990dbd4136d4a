# SPDX-License-Identifier: MIT
"""The pages of the Safety room, of which one is in front. Each asks the project for itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtWidgets import QSpinBox, QStackedWidget

from projects.datasets.export.withholding_limits import WithholdingLimits, limits_of, public_stays, set_limits
from projects.export_gate import export_file
from projects.store.actions import accepted_change
from projects.store.backup.handover_file import pack
from projects.store.printed_log_head import read_head
from projects.store.problems import NoPrintedHead
from wording import Problem, msg, render
from workbench.colours_and_sizes import NUMBER_MARGINS
from workbench.file_dialogs import ask_new_file
from workbench.safety.panes.erase_page import ErasePage
from workbench.safety.panes.key_page import KeyPage
from workbench.safety.panes.page import Points, SafetyPage, logged, row_of
from workbench.safety.panes.snapshot_page import SnapshotPage
from workbench.safety.state import PAGES, SafetyState
from workbench.sensitive_questions import open_sensitive_questions
from workbench.session import Session
from workbench.translation import language_of, say
from workbench.widgets import Button, FormRow, Label, PrimaryButton, StrongLabel, TextField

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.integrity.integrity_report import CheckReport
    from projects.store.project import Project
    from workbench.jobs import Job

_MOST = 1_000
_RULES = ("reliability", "disclosure", "public")


class SharePage(SafetyPage):
    """Three numbers, a reason and a button; below, in a sentence each, the rules."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.share.title"), msg("safety.share.sentence"))
        self.flag_base, self.mask_base, self.minimum_cell = (self._number(name) for name in ("flag", "mask", "cell"))
        self.reason = TextField(msg("safety.share.reason"), placeholder="")
        self.reason.returnPressed.connect(self.store)
        self.reason_row = FormRow(msg("safety.share.reason"), self.reason, msg("safety.share.reason_tip"))
        self._stored_limits: WithholdingLimits | None = None
        self.set = PrimaryButton(msg("safety.share.set"), self.store, icon="shield-check")
        self.forget = Button(msg("safety.share.forget"), self._forget)
        self.not_yet = Label(msg("safety.share.not_yet"), wrap=True)
        self.not_yet.setProperty("kind", "warning")
        self.reason.textChanged.connect(lambda _text: self._say_whether_set())
        self.public_stays = Label("", wrap=True)
        self.public_stays.setProperty("kind", "warning")
        self.public_stays.hide()
        self.minimum_cell.valueChanged.connect(lambda _n: self._say_public())
        for field in (self.flag_base, self.mask_base, self.minimum_cell):
            field.valueChanged.connect(lambda _n: self._say_whether_set())
        self.look = Button(msg("sensitivity.look"), self.look_at_sensitive, icon="eye-off")
        self.body.addWidget(self.public_stays)
        self.body.addWidget(self.reason_row)
        self.body.addWidget(self.not_yet)
        self.body.addWidget(row_of(self.set, self.forget))
        self.body.addWidget(row_of(self.look))
        self._say_whether_set()
        for rule in _RULES:
            self.body.addWidget(Label(msg(f"safety.share.rule_{rule}"), wrap=True))
        self.body.addStretch(1)

    def look_at_sensitive(self) -> None:
        """Open the page on what is sensitive."""
        open_sensitive_questions(self, self.session)

    def _number(self, name: str) -> QSpinBox:
        field = QSpinBox()
        field.lineEdit().setTextMargins(*NUMBER_MARGINS)
        field.setRange(0, _MOST)
        field.setFixedWidth(110)
        say(field, name=msg(f"safety.share.{name}"))
        self.body.addWidget(FormRow(msg(f"safety.share.{name}"), field))
        return field

    def read(self) -> None:
        """Show the limits of the project; what was typed and is not set yet stays."""
        self.session.ask(limits_of, self._read, latest=self, owner=self)

    def _read(self, limits: WithholdingLimits) -> None:
        if self._is_typed():
            self._stored_limits = limits
            self._say_whether_set()
        else:
            self._show(limits)

    def _show(self, limits: WithholdingLimits) -> None:
        self._stored_limits = limits
        for field, number in ((self.flag_base, limits.flag_base), (self.mask_base, limits.mask_base)):
            field.setValue(number)
        self.minimum_cell.setValue(limits.minimum_cell)
        self.reason.setText(limits.reason)
        self.reason_row.complain(None)
        self._say_whether_set()

    def _is_typed(self) -> bool:
        """Whether the fields say something else than the project."""
        return self._stored_limits is not None and self._chosen() != self._stored_limits

    def _say_whether_set(self) -> None:
        typed = self._is_typed()
        for widget in (self.not_yet, self.forget):
            widget.setVisible(typed)

    def _forget(self) -> None:
        """Show the limits of the project again."""
        if self._stored_limits is not None:
            self._show(self._stored_limits)
        self.set.setFocus()

    def _say_public(self) -> None:
        """Say beside the least cell what the public keeps, as soon as the number is below that."""
        warning = public_stays(self._chosen())
        self.public_stays.setVisible(warning is not None)
        if warning is not None:
            self.public_stays.say(warning)

    def _chosen(self) -> WithholdingLimits:
        numbers = (self.flag_base.value(), self.mask_base.value(), self.minimum_cell.value())
        return WithholdingLimits(*numbers, self.reason.text())

    def store(self) -> None:
        """Set the limits, or say beside the reason why not."""
        try:
            action = set_limits(self._chosen())
        except Problem as wrong:
            self.reason_row.complain(wrong.message)
            return
        self.session.do(action, self._stored, self._refused)

    def _stored(self, _changes: object) -> None:
        self._stored_limits = None  # read anew: the project keeps the reason without its blanks
        self._say_whether_set()
        self.reason_row.complain(None)
        self.session.notice.emit(msg("safety.share.set_done"))
        self._say_public()

    def _refused(self, wrong: Problem) -> None:
        if wrong.message.key == "interviews.nothing_to_change":
            self.reason_row.complain(None)
            self.session.notice.emit(wrong.message)
            return
        self.reason_row.complain(wrong.message)
        self.reason.setFocus()


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


class PackPage(SafetyPage):
    """One button."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.pack.title"), msg("safety.pack.sentence"))
        self.pack = PrimaryButton(msg("safety.pack.run"), self.ask, icon="upload")
        self.body.addWidget(Label(msg("safety.pack.passphrase"), wrap=True))
        self.body.addWidget(Label(msg("safety.pack.stays"), wrap=True))
        self.body.addWidget(row_of(self.pack))
        self.body.addStretch(1)

    def ask(self) -> None:
        """Ask where the file goes."""
        title, kind = (render(msg(f"safety.pack.{key}"), language_of(self)) for key in ("run", "kind"))
        proposed = f"{self.session.folder.stem if self.session.folder else self.session.name}.pwbz"
        chosen, _filter = ask_new_file(self, "packages", title, proposed, f"{kind} (*.pwbz)")
        if chosen is not None:
            self.write(chosen.with_suffix(".pwbz"))

    def write(self, path: Path) -> None:
        """Write the file and verify it, in the background."""
        session = self.session

        def work(job: Job) -> int:
            project, files = session.fetch(lambda project: project), 0

            def write(stream: BinaryIO) -> None:
                nonlocal files
                files = pack(project, stream, job)

            export_file(project, path, write, overwrite=True)  # the file dialog has asked
            return files

        def done(files: int) -> None:
            session.exported.emit(msg("safety.pack.done", name=path.name, n=files), path)
            session.change(logged(lambda _project: None))

        session.job(msg("safety.pack.running"), work, done, owner=self)


class SafetyPages(QStackedWidget):
    """`furnish` makes them."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__()
        self._state, self._session = state, session

    def furnish(self) -> Iterator[None]:
        """One page after the other."""
        state, session = self._state, self._session
        self.check, self.snapshots = CheckPage(state, session), SnapshotPage(state, session)
        self._take(self.check, self.snapshots)
        yield
        self.keys = KeyPage(state, session)
        self._take(self.keys)
        yield
        self.consent = ErasePage(state, session)
        self._take(self.consent)
        yield
        self.share, self.pack = SharePage(state, session), PackPage(state, session)
        self._take(self.share, self.pack)

    def _take(self, *pages: SafetyPage) -> None:
        for page in pages:
            self.addWidget(page)

    def all(self) -> tuple[SafetyPage, ...]:
        """In the order of their list."""
        return tuple(self.page(name) for name in PAGES)

    def page(self, name: str) -> SafetyPage:
        """The page of that name."""
        found: SafetyPage = getattr(self, name)
        return found

    def in_front(self) -> SafetyPage:
        """The page that the state names."""
        return self.page(self._state.page)

    def show_page(self, name: str) -> None:
        """Bring a page to the front, read anew."""
        self._state.page = name
        self.setCurrentWidget(self.page(name))
        self.page(name).read()
