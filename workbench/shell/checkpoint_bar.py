# SPDX-License-Identifier: MIT
"""Ctrl+S: the bar to name a checkpoint. Everything is stored already; Enter names it, Esc leaves."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wording import msg
from wording.numbers import format_date
from workbench.checkpoints import name_point
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets.buttons import Button, PrimaryButton
from workbench.widgets.fields import TextField
from workbench.widgets.labels import Label


class PointBar(QFrame):
    """Hidden until it is asked for; the focus goes back to where it was."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        self.session = session
        self._before: QWidget | None = None
        self.name = TextField(msg("window.point.name"))
        self.keep = PrimaryButton(msg("window.point.keep"), self.store, icon="bookmark")
        self.cancel = Button(msg("window.cancel"), self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(Label(msg("window.point.sentence")))
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        row.addWidget(self.cancel)
        self.name.returnPressed.connect(self.store)
        session.closed.connect(self.hide)
        self.hide()

    def ask(self) -> None:
        """Ask for the name; the time is proposed."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.name.setText(format_date(dt.datetime.now(), language_of(self)))
        self.name.selectAll()
        self.show()
        self.name.setFocus()

    def store(self) -> None:
        """Name the point."""
        name = self.name.text().strip()
        if name:
            name_point(self.session, name, lambda: None)
            self.leave()

    def leave(self) -> None:
        """Back to where one was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
