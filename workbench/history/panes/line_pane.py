# SPDX-License-Identifier: MIT
"""The right column of History: the line chosen, the way back to it, a name for this point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wording import Text, msg
from workbench.history.panes.history_table import action_text, kind_name, role_name, when
from workbench.history.panes.release_withdrawal import NeverLeftCard
from workbench.history.state import HistoryState
from workbench.session import Session
from workbench.three_columns import unfold_column
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
    from projects.store.actions import HistoryLine


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
        self.never_left = NeverLeftCard()
        self._what, self._facts = Label("", wrap=True), QWidget()
        self._back_note = MutedLabel(msg("window.history.back_note"), wrap=True)
        self.body.addWidget(self._what)
        self._facts_at = self.body.count()
        for part in (self._facts, self.back, self._back_note, self.never_left):
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
        self.never_left.show_line(self._session, line)

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
