# SPDX-License-Identifier: MIT
"""A card that says something of a table in a sentence, with a link to a form that changes it."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wording import Message, Text, msg
from workbench.widgets import Button, Label, LinkButton, SectionLabel, reveal


class EditableCard(QWidget):
    """A heading, `sentence`, the link `change`; in its place, once open, `fields` above the buttons to use or cancel.

    `about` names its words: analysis.view.<about>.heading, .change, .use.
    """

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label("", wrap=True)
        self.change = LinkButton(msg(f"analysis.view.{about}.change"), self.open_editor)
        self.editor = QWidget()
        self.use = Button(msg(f"analysis.view.{about}.use"), self.take)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use)
        buttons.addWidget(Button(msg("analysis.view.cancel"), self.close_editor))
        buttons.addStretch(1)
        inside = QVBoxLayout(self.editor)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(self.fields)
        inside.addLayout(buttons)
        self.editor.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(SectionLabel(msg(f"analysis.view.{about}.heading"), wrap=True))
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.editor)

    @abstractmethod
    def fill(self) -> QWidget | None:
        """Put into the fields what stands now; the field to begin with, None where there is nothing to change."""

    @abstractmethod
    def take(self) -> None:
        """Take what the fields say."""

    def open_editor(self) -> None:
        """The form in place of the link."""
        first = self.fill()
        if first is not None:
            self.editor.show()
            self.change.hide()
            first.setFocus()
            reveal(self)

    def close_editor(self, *, focus: bool = True) -> None:
        """The link again."""
        self.editor.hide()
        self.change.show()
        if focus:
            self.change.setFocus()
            reveal(self)


def then(first: Text, second: Text) -> Message:
    """Two sentences, one after the other."""
    return msg("analysis.view.design.both", first=first, second=second)
