# SPDX-License-Identifier: MIT
"""The title of a result: read as a heading, changed in place; a finding may be offered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg, render
from workbench.translation import language_of
from workbench.widgets import HeadingLabel, IconButton, LinkButton, MutedLabel, ShownInUse, TextField


class TitleEditor(QWidget):
    """`changed` carries the new title, "" for the question itself."""

    changed = Signal(str)
    finding_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = False
        self.heading = HeadingLabel("", wrap=True)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pencil = IconButton("pencil", msg("analysis.view.title.change"), self.edit, framed=False, size=14)
        self.field = _TitleField(msg("analysis.view.title.name"), placeholder=msg("analysis.view.title.question"))
        self.field.hide()
        self.finding = MutedLabel("", wrap=True)
        self.use = LinkButton(msg("analysis.view.title.use_finding"), self.finding_requested.emit)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.heading, 1)
        row.addWidget(self.field, 1)
        row.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.finding, 1)
        below.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addLayout(below)
        self.in_use = ShownInUse(self, self.pencil)
        self.field.returnPressed.connect(self._take)
        self.field.left.connect(self._close)
        self.field.editingFinished.connect(self._take)
        self.offer(None)

    def show_title(self, title: Text, *, own: bool) -> None:
        """Show the title; `own` tells that the user wrote it."""
        self._own = own
        self._close()
        self.heading.say(title)

    def offer(self, finding: Text | None) -> None:
        """Offer a finding as title, or take the offer back."""
        self.finding.setVisible(finding is not None)
        self.use.setVisible(finding is not None)
        self.finding.say("" if finding is None else msg("analysis.view.title.finding", finding=finding))

    def edit(self) -> None:
        """Change the title here."""
        self.field.setText(self.heading.text() if self._own else "")
        self.heading.hide()
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def _take(self) -> None:
        if self.field.isHidden():
            return
        text, before = self.field.text().strip(), self.heading.text() if self._own else ""
        self._close()
        if text != before:
            self.changed.emit(text)

    def _close(self) -> None:
        self.field.hide()
        self.heading.show()


class _TitleField(TextField):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the title as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def finding_title(finding: Text) -> str:
    """A finding as a title in the language of the window."""
    return render(finding, language_of())
