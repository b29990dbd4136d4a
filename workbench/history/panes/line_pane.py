# SPDX-License-Identifier: MIT
"""The right column of History: the line chosen, the way back to it, a name for it; a file not shared, or passed on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from analysis.masking import Destination
from projects.release_queries import is_passed_on, releases
from projects.results.release_withdrawal import record_never_shared, record_passed_on
from wording import Text, msg
from workbench.history.panes.history_table import action_text, kind_name, role_name, when
from workbench.history.state import HistoryState
from workbench.room_columns import unfold_column
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    Fact,
    Label,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    TextField,
)
from workbench.widgets.what_is_this import QuestionBeside

if TYPE_CHECKING:
    from projects.release_queries import Release
    from projects.store.actions import Action, HistoryLine
    from projects.store.project import Project


class NeverLeftCard(Pane):
    """Shown beside a line of the log by which a file went to a partner or the public; it keeps no project."""

    def __init__(self) -> None:
        super().__init__(spacing=4)
        self._session: Session | None = None
        self._release: Release | None = None
        self.why = MutedLabel(msg("releases.card.why"), wrap=True)
        self.reason = TextField(msg("releases.card.reason"))
        self.say = Button(msg("releases.card.say"), self._say, icon="undo-2")
        self.said = Label(msg("releases.card.said"), wrap=True)
        self.body.addSpacing(12)
        for widget in (SectionLabel(msg("releases.card.title")), self.why, self.reason, self.say, self.said):
            self.body.addWidget(widget)
        self.reason.returnPressed.connect(self._say)
        self.hide()

    def show_line(self, session: Session, line: HistoryLine | None) -> None:
        """Look whether the line is one of a released file; hidden where it is not."""
        self._session, self._release = session, None
        self.hide()
        if line is None or not line.kind.startswith("export."):
            return
        seq = line.seq

        def read(project: Project) -> Release | None:
            return next((one for one in releases(project) if one.seq == seq), None)

        session.ask(read, self._show, latest="history.release")

    def _show(self, release: Release | None) -> None:
        self._release = release
        said = release is not None and bool(release.never_left)
        for widget in (self.why, self.reason, self.say):
            widget.setVisible(not said)
        self.said.setVisible(said)
        self.setVisible(release is not None and release.destination != "inside")

    def _say(self) -> None:
        if self._release is None or self._session is None:
            return
        if not self.reason.text().strip():
            self.reason.setFocus()
            return
        number, reason = self._release.number, self.reason.text()

        def action(project: Project) -> Action:
            return record_never_shared(project, number, reason)

        self._session.do(action)
        self.reason.clear()


class PassedOnCard(Pane):
    """Shown beside the line of a file for the team: a key for each readers who were given it; it keeps no project."""

    def __init__(self) -> None:
        super().__init__(spacing=4)
        self._session: Session | None = None
        self._number = 0
        self.why = MutedLabel(msg("releases.passed.why"), wrap=True)
        self.keys = {
            to: Button(msg(f"releases.passed.{to}"), partial(self._pass_on, to), icon="upload")
            for to in ("partner", "public")
        }
        self.said = Label("", wrap=True)
        self.body.addSpacing(12)
        for widget in (SectionLabel(msg("releases.passed.title")), self.why, *self.keys.values(), self.said):
            self.body.addWidget(widget)
        self.hide()

    def show_line(self, session: Session, line: HistoryLine | None) -> None:
        """Look whether the line is one of a file for the team, and who was given it; hidden where it is not."""
        self._session = session
        self.hide()
        if line is None or not line.kind.startswith("export."):
            return
        seq = line.seq

        def read(project: Project) -> tuple[int, set[str]] | None:
            for one in releases(project):
                if one.seq == seq and one.destination is Destination.INSIDE:
                    return one.number, {to for to in self.keys if is_passed_on(project, one.number, Destination(to))}
            return None

        session.ask(read, self._show, latest="history.passed_on")

    def _show(self, found: tuple[int, set[str]] | None) -> None:
        self._number, given = found or (0, set())
        for to, key in self.keys.items():
            key.setVisible(to not in given)
        who = "both" if len(given) > 1 else next(iter(given), "")
        self.said.say(msg(f"releases.passed.{who}_has") if who else "")
        self.said.setVisible(bool(who))
        self.setVisible(found is not None)

    def _pass_on(self, to: str) -> None:
        if self._session is None or not self._number:
            return
        number = self._number

        def action(project: Project) -> Action:
            return record_passed_on(project, number, Destination(to))

        self._session.do(action)


class LinePane(Pane):
    """`back_requested` asks for the way back to the line, `point_named` carries the name typed."""

    back_requested = Signal()
    point_named = Signal(str)

    def __init__(self, state: HistoryState, session: Session) -> None:
        super().__init__(PaneHeader(msg("window.history.line")), margins=(12, 12, 12, 12))
        self._state, self._session = state, session
        self.name = TextField(msg("window.history.point_name"))
        self.back = PrimaryButton(msg("window.history.back"), self.back_requested.emit, icon="undo-2")
        self.add_point = Button(msg("window.history.add_point"), self._name_point, icon="bookmark")
        self.never_left, self.passed_on = NeverLeftCard(), PassedOnCard()
        self._what, self._facts = Label("", wrap=True), QWidget()
        self._back_note = MutedLabel(msg("window.history.back_note"), wrap=True)
        self.body.addWidget(self._what)
        self._facts_at = self.body.count()
        for part in (self._facts, self.back, self._back_note, self.never_left, self.passed_on):
            self.body.addWidget(part)
        self.body.addSpacing(16)
        self.body.addWidget(SectionLabel(msg("window.history.points")))
        self.body.addWidget(QuestionBeside(self.name).with_field())
        self.body.addWidget(self.add_point)
        self.body.addWidget(MutedLabel(msg("window.history.point_note"), wrap=True))
        self.body.addStretch(1)
        self.name.returnPressed.connect(self._name_point)

    def show_line(self) -> None:
        """The line chosen: what was done, when, by whom."""
        line = self._state.line
        said: Text = action_text(line) if line else msg("window.history.choose")
        self._what.say(said)
        self.body.removeWidget(self._facts)
        self._facts.deleteLater()
        self._facts = self._facts_of(line)
        self.body.insertWidget(self._facts_at, self._facts)
        can = self._state.can_go_back()
        self.back.setVisible(can)
        self._back_note.setVisible(can)
        for card in (self.never_left, self.passed_on):
            card.show_line(self._session, line)

    def _facts_of(self, line: HistoryLine | None) -> QWidget:
        whole = Pane(spacing=2)
        if line is not None:
            for name, value in (
                ("when", f"{when(line, language_of(self))} (UTC{line.local:%z})"),
                ("utc", f"{line.utc:%Y-%m-%d %H:%M:%S}"),
                ("who", line.user or "–"),
                ("room", kind_name(line.kind)),
                ("sort", role_name(line)),
                ("number", str(line.seq)),
            ):
                whole.body.addWidget(Fact(msg(f"window.history.{name}"), value))
            if line.undone:
                whole.body.addWidget(MutedLabel(msg("window.history.not_in_force"), wrap=True))
        return whole

    def ask_name(self) -> None:
        """Go to the field of the name."""
        unfold_column(self.name)
        self.name.setFocus()

    def _name_point(self) -> None:
        name = self.name.text().strip()
        if name:
            self.point_named.emit(name)
        else:
            self.ask_name()
