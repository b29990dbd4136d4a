# SPDX-License-Identifier: MIT
"""Asks where the yes of many interviews comes from, before a table of consents is recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from wording import msg
from workbench.widgets import Button, FormRow, MutedLabel, Pane, PaneHeader, PrimaryButton, TextField


class ConsentSourcePane(Pane):
    """One field: forms seen, a register, a recording; it is kept with each consent."""

    left = Signal()

    def __init__(self) -> None:
        back = Button(msg("speakers.view.give_up"), lambda: self.left.emit())
        super().__init__(PaneHeader(msg("consents.source.title"), back), margins=(16, 12, 16, 12))
        self.note = MutedLabel("", wrap=True)
        self.source = TextField(msg("consents.source.field"), placeholder=msg("consents.source.example"))
        self.record = PrimaryButton(msg("consents.source.record"), self._record, icon="check")
        self._done: Callable[[str], object] = lambda _source: None
        for part in (self.note, FormRow(msg("consents.source.field"), self.source), self.record):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.source.textChanged.connect(lambda text: self.record.setEnabled(bool(text.strip())))
        self.source.returnPressed.connect(self._record)

    def ask(self, lines: int, bare: int, done: Callable[[str], object]) -> None:
        """Ask for the source of `bare` answers of `lines`; `done` gets what is typed."""
        self._done = done
        self.note.say(msg("consents.source.note", n=bare, lines=lines))
        self.source.clear()
        self.record.setEnabled(False)
        self.source.setFocus()

    def _record(self) -> None:
        if self.source.text().strip():
            self.left.emit()
            self._done(self.source.text().strip())
