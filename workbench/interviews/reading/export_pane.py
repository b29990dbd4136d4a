# SPDX-License-Identifier: MIT
"""Saves interviews' content as a file (project, segments, coded transcript, codebook); lists what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.masking import Destination
from projects.exchange.interview_exports import InterviewContent, InterviewExport, endings_of, export_interviews
from projects.pages.page_clearance import record
from wording import Message, Text, msg, render
from workbench.clearance_form import ask_clearance
from workbench.file_dialogs import ask_new_file
from workbench.interviews.page_parts import empty_layout
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.project_proxy import ProjectProxy
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import Button, ChoiceField, FormRow, Label, MutedLabel, Pane, PaneHeader, PrimaryButton, scrolled

if TYPE_CHECKING:
    from projects.pages.page_clearance import PageClearance
    from projects.store.project import Project

_MOST_LINES = 200


class InterviewExportPane(Pane):
    """Three choices and a sentence on who may get it; the file is written as a job."""

    left = Signal()
    outcome = Signal(object, object)  # a title and lines

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("speakers.view.give_up"), lambda: self.left.emit())
        super().__init__(PaneHeader(msg("interviewexport.title"), back), margins=(16, 12, 16, 12))
        self._state, self._session = state, session
        self.content = ChoiceField(
            msg("interviewexport.what"), [(one, msg(f"interviewexport.what.{one.value}")) for one in InterviewContent]
        )
        self.ending = ChoiceField(msg("interviewexport.ending"))
        self.destination = ChoiceField(
            msg("interviewexport.destination"), [(one, msg(f"destination.{one.value}")) for one in Destination]
        )
        self.note = MutedLabel("", wrap=True)
        self.save = PrimaryButton(msg("interviewexport.choose_file"), self._choose, icon="download")
        for name, field in (
            ("what", self.content), ("ending", self.ending), ("destination", self.destination),
        ):  # fmt: skip
            self.body.addWidget(FormRow(msg(f"interviewexport.{name}"), field))
        self.body.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.content.chosen.connect(lambda _content: self._fit())
        self.destination.chosen.connect(lambda _destination: self._say())

    def begin(self) -> None:
        """Offer what the project has, beginning with the codings."""
        self._fit()
        self.content.setFocus()

    def _fit(self) -> None:
        self.ending.set_choices([(ending, ending) for ending in endings_of(self.content.value())])
        self._say()

    def _say(self) -> None:
        content = self.content.value()
        whole = content is not InterviewContent.CODEBOOK
        team = self.destination.value() is Destination.INSIDE
        self.note.say(self._audience_note(whole, team))
        has_document = bool(self._state.document_id()) or content is not InterviewContent.TRANSCRIPT
        self.save.setEnabled((team or not whole) and has_document)

    def _audience_note(self, whole: bool, team: bool) -> Message:
        """Who may get this, and what stays behind."""
        if self.content.value() is InterviewContent.TRANSCRIPT and not self._state.document_id():
            return msg("interviewexport.note.no_document")
        if whole:
            return msg("interviewexport.note.team" if team else "interviewexport.note.team_only")
        return msg("interviewexport.note.codebook" if team else "interviewexport.note.codebook_out")

    def _choose(self) -> None:
        ask_clearance(self, self._session, self.destination.value().value, self._choose_file)

    def _choose_file(self, clearance: PageClearance | None) -> None:
        language, ending = language_of(), str(self.ending.value())
        title = render(msg("interviewexport.title"), language)
        name = render(msg(f"interviewexport.file.{self.content.value().value}"), language) + ending
        path, _kind = ask_new_file(self, "interviews", title, name, f"*{ending}")
        if path is not None:
            self.write(path if path.suffix else path.with_suffix(ending), clearance)

    def write(self, path: Path, clearance: PageClearance | None = None) -> None:
        """Write the file as a job; the dialog has asked about one that is there."""
        session = self._session
        document = self._state.document_id() or ""
        asked = InterviewExport(self.content.value(), self.destination.value(), language_of(), str(document))
        write = partial(_written, session, path, asked, clearance)
        session.job(msg("data.view.export.writing", file=path.name), write, partial(self._done, path), owner=self)

    def _done(self, path: Path, messages: list[Message]) -> None:
        self.left.emit()
        self._session.exported.emit(msg("interviewexport.done", file=path.name), path)
        if messages:
            self.outcome.emit(msg("walkedcoding.left_out", file=path.name), messages)


class OutcomePane(Pane):
    """What an import or an export left out or changed, a sentence each, to be read when there is time."""

    left = Signal()

    def __init__(self) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader("", back)
        super().__init__(self.header)
        self._inside = QWidget()
        self._inside.setProperty("kind", "surface")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(16, 12, 16, 12)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        column.addLayout(self._lines)
        column.addStretch(1)
        self.body.addWidget(scrolled(self._inside), 1)
        self.said: tuple[Text, ...] = ()

    def show_lines(self, title: Text, lines: Sequence[Text]) -> None:
        """Show these under a title; of very many the first, and how many more there are."""
        self.header.title.say(title)
        self.said = tuple(lines)
        empty_layout(self._lines)
        shown = [*self.said[:_MOST_LINES]]
        if len(self.said) > _MOST_LINES:
            shown.append(msg("walkedcoding.more_lines", n=len(self.said) - _MOST_LINES))
        for text in shown:
            line = Label(text, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(line)


def _written(
    session: Session, path: Path, asked: InterviewExport, clearance: PageClearance | None, job: Job
) -> list[Message]:
    del job
    project = cast("Project", ProjectProxy(session))
    said = export_interviews(project, path, asked, overwrite=True)
    record(project, path, clearance)
    return said
