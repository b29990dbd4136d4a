# SPDX-License-Identifier: MIT
"""The import conversation: a file is read, its findings and guesses are shown, then one action takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from projects.importing.options import ImportOptions
from wording import Problem, msg, render
from workbench.data.import_files import form_beside
from workbench.data.import_findings import FindingsColumn
from workbench.data.import_guesses import GuessesColumn
from workbench.data.import_newer import NewerColumn
from workbench.data.import_reading import Confirmed, ReadFile, candidates_for, import_of, read_file
from workbench.jobs import Job
from workbench.session import Session
from workbench.speech import language_of, say
from workbench.widgets import Button, ChoiceField, Label, LeadLabel, Line, MutedLabel, Pane, PaneHeader, PrimaryButton

if TYPE_CHECKING:
    from projects.store.actions import Changes

_GUESSES_WIDTH = 430


class ImportPage(Pane):
    """`imported` carries what an import made, `left` comes when nothing is imported."""

    left = Signal()
    imported = Signal(object)

    def __init__(self) -> None:
        self.cancel = Button(msg("data.view.cancel"), self.leave)
        self.take = PrimaryButton(msg("data.view.import.take"), self._take)
        self.header = PaneHeader(msg("data.view.import"), self.cancel, self.take)
        super().__init__(self.header, spacing=0)
        self.session: Session | None = None
        self.path: Path | None = None
        self.form: Path | None = None
        self.read: ReadFile | None = None
        self.job: Job | None = None
        self.findings, self.guesses = FindingsColumn(), GuessesColumn()
        self.newer = NewerColumn()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._waiting())
        self.pages.addWidget(self._talk())
        self.body.addWidget(self._form_row())
        self.body.addWidget(self._newer_row())
        self.body.addWidget(Line())
        self.body.addWidget(self.pages, 1)
        self.guesses.reread.connect(self._reread)
        self.newer.ready.connect(self.take.setEnabled)
        self.take.setEnabled(False)

    def _form_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(18, 7, 18, 7)
        row.setSpacing(8)
        self.form_name = Label("")
        self.form_note = MutedLabel("")
        self.choose_form = Button(msg("data.view.import.choose_form"), self._choose_form, icon="file-text")
        self.without_form = Button(msg("data.view.import.without_form"), self._without_form)
        row.addWidget(self.form_name)
        row.addWidget(self.form_note)
        row.addStretch(1)
        row.addWidget(self.choose_form)
        row.addWidget(self.without_form)
        return whole

    def _newer_row(self) -> QWidget:
        self.newer_row = QWidget()
        row = QHBoxLayout(self.newer_row)
        row.setContentsMargins(18, 2, 18, 7)
        row.setSpacing(8)
        self.newer_note = Label(msg("data.view.newer.looks"))
        self.target = ChoiceField(msg("data.view.newer.target"))
        self.target.setMinimumContentsLength(34)
        self.target.chosen.connect(self._target_chosen)
        row.addWidget(self.newer_note)
        row.addWidget(self.target)
        row.addStretch(1)
        self.newer_row.hide()
        return self.newer_row

    def _waiting(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setSpacing(14)
        self.sentence = LeadLabel("", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(320)
        self.sentence.setMaximumWidth(640)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        say(self.bar, name=msg("data.view.import.progress"))
        self.again = Button(msg("data.view.import.another"), self._another)
        column.addStretch(2)
        for widget in (self.sentence, self.bar, self.again):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return whole

    def _talk(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.findings, 1)
        row.addWidget(Line(upright=True))
        self.side = QStackedWidget()
        self.side.setFixedWidth(_GUESSES_WIDTH)
        self.side.addWidget(self.guesses)
        self.side.addWidget(self.newer)
        row.addWidget(self.side)
        return whole

    def attach(self, session: Session) -> None:
        """The project is open."""
        self.session = session

    # Reading

    def begin(self, path: Path) -> None:
        """Read a file, with the form that lies beside it, if any."""
        self.path, self.form = path, form_beside(path)
        self._start(ImportOptions())

    def use_form(self, form: Path) -> None:
        """Read the file again with this form."""
        self.form = form
        self._start(self.read.options if self.read else ImportOptions())

    def session_is_busy(self) -> bool:
        """Whether an answer of the project is on its way."""
        return self.session is not None and (self.session.waiting > 0 or bool(self.session.jobs))

    def is_read(self) -> bool:
        """Whether the conversation is on show."""
        return self.read is not None and self.pages.currentIndex() == 1

    def _start(self, options: ImportOptions) -> None:
        path, form, session = self.path, self.form, self.session
        if path is None or session is None:
            return
        self._stop()
        self.read = None
        self.take.setEnabled(False)
        self.header.title.say(msg("data.view.import.title", file=path.name))
        self._say_form()
        self.sentence.say(msg("data.view.import.reading", file=path.name))
        self.bar.setValue(0)
        self.bar.show()
        self.again.hide()
        self.pages.setCurrentIndex(0)
        self.newer_row.hide()
        self.job = job = session.job(
            msg("data.view.import.reading", file=path.name),
            lambda progress: read_file(path, form, options, progress),
            lambda read: self._read(read) if self.job is job else None,
            lambda problem: self._failed(problem) if self.job is job else None,
            owner=self,
        )
        job.moved.connect(self._moved)

    def _reread(self, options: ImportOptions) -> None:
        self._start(options)

    def _moved(self) -> None:
        if self.job is not None and self.job.fraction is not None:
            self.bar.setValue(round(self.job.fraction * 1000))

    def _read(self, read: ReadFile) -> None:
        self.job, self.read = None, read
        self.findings.show_read(read)
        self.guesses.show_read(read)
        self.pages.setCurrentIndex(1)
        self.side.setCurrentWidget(self.guesses)
        self.take.setEnabled(True)
        self.take.setFocus()
        if self.session is not None:
            self.session.ask(
                lambda project: (read, candidates_for(project, read)), self._known, latest=("data", "newer"), owner=self
            )

    def _known(self, found: tuple[ReadFile, list[tuple[str, str]]]) -> None:
        """Offer to take the file up as a newer export of what is there; that is proposed first."""
        read, known = found
        if read is not self.read or not known:
            return
        offered = [(data_set, msg("data.view.newer.of", name=name)) for data_set, name in known]
        self.target.set_choices([*offered, ("", msg("data.view.newer.apart"))])
        self.target.choose(known[0][0])
        self.newer_row.show()
        self._target_chosen(known[0][0])

    def take_apart(self) -> None:
        """Take the file as a data set of its own, whatever it looks like."""
        self.target.choose("")
        self._target_chosen("")

    def _target_chosen(self, data_set: str) -> None:
        if self.read is None or self.session is None:
            return
        if not data_set:
            self.side.setCurrentWidget(self.guesses)
            self.take.setEnabled(True)
            return
        self.side.setCurrentWidget(self.newer)
        self.newer.compare(self.session, self.read, data_set)

    def _failed(self, problem: Problem) -> None:
        self.job = None
        self.sentence.say(problem.message)
        self.bar.hide()
        self.again.show()
        self.again.setFocus()

    def _say_form(self) -> None:
        form = self.form
        self.form_name.say(msg("data.view.import.form", file=form.name) if form else msg("data.view.import.no_form"))
        guessed = form is not None and self.path is not None and form == form_beside(self.path)
        self.form_note.say(msg("data.view.import.form_guessed") if guessed else "")
        self.without_form.setVisible(form is not None)

    def _choose_form(self) -> None:
        language = language_of()
        title, kinds = (render(msg(f"data.view.import.{key}"), language) for key in ("choose_form", "form_files"))
        folder = str(self.path.parent) if self.path else ""
        chosen, _kind = QFileDialog.getOpenFileName(self, title, folder, kinds)
        if chosen:
            self.use_form(Path(chosen))

    def _without_form(self) -> None:
        self.form = None
        self._start(self.read.options if self.read else ImportOptions())

    def _another(self) -> None:
        language = language_of()
        title, kinds = render(msg("data.view.import"), language), render(msg("data.view.import.files"), language)
        chosen, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.begin(Path(chosen))

    # The end of the conversation

    def _take(self) -> None:
        read, said, session = self.read, self.guesses.said, self.session
        if read is None or session is None:
            return
        merged = self.newer.action() if self.side.currentWidget() is self.newer else None
        if merged is None and self.side.currentWidget() is self.newer:
            return
        self.take.setEnabled(False)
        session.do(merged or (lambda project: import_of(read, said, project)), self._taken, self._not_taken)

    def _taken(self, changes: Changes) -> None:
        self.read, path = None, self.path
        self._forget()
        self.imported.emit(changes.result)
        if self.session is not None:
            self.session.notice.emit(changes.message)
            if path is not None:
                self.session.brought_in.emit([path])

    def _not_taken(self, problem: Problem) -> None:
        self.take.setEnabled(True)
        if self.session is not None:
            self.session.problem.emit(problem.message)

    def leave(self) -> None:
        """Import nothing; a reading that runs is cancelled."""
        was_busy = self.path is not None
        self._stop()
        self._forget()
        if was_busy:
            self.left.emit()

    def _forget(self) -> None:
        self.path, self.form, self.read = None, None, None
        self.guesses.said = Confirmed()

    def _stop(self) -> None:
        job, self.job = self.job, None
        if job is not None:
            job.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
