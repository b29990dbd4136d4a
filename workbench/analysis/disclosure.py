# SPDX-License-Identifier: MIT
"""Notes that open below a result: the Python that repeats it, and why this test. It runs nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.translation import say
from workbench.widgets import Button, IconButton, Label, MutedLabel, StrongLabel
from workbench.widgets.flow_layout import FlowLayout


class WhyNote(QFrame):
    """Why this test was used, in two sentences with a reference."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self.sentence = Label("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self.sentence, 1)
        row.addWidget(IconButton("x", msg("analysis.view.close"), self.hide, framed=False, size=14))
        self.hide()

    def turn(self, why: Text) -> None:
        """Open with this answer, or close."""
        self.sentence.say(why)
        self.setVisible(self.isHidden())


class PythonNote(QFrame):
    """The program that repeats the analysis, to copy, and the table it reads, to export."""

    def __init__(self, export: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self.code = QPlainTextEdit()
        self.code.setReadOnly(True)
        self.code.setTabChangesFocus(True)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        say(self.code, name=msg("analysis.view.python.name"))
        head = QHBoxLayout()
        head.addWidget(StrongLabel(msg("analysis.view.python.heading")), 1)
        head.addWidget(IconButton("x", msg("analysis.view.close"), self.hide, framed=False, size=14))
        buttons = QWidget()
        flow = FlowLayout(buttons)  # in two lines where there is little room: else the whole result is wider than it
        flow.addWidget(Button(msg("analysis.view.python.copy"), self.copy, icon="copy"))
        flow.addWidget(Button(msg("analysis.view.python.export"), export, icon="download"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(MutedLabel(msg("analysis.view.python.note"), wrap=True))
        column.addWidget(buttons)
        column.addWidget(self.code)
        self.hide()

    def show_code(self, text: str) -> None:
        """Show this program."""
        self.code.setPlainText(text)
        lines = text.count("\n") + 1
        self.code.setFixedHeight(self.code.fontMetrics().lineSpacing() * min(lines, 22) + 26)

    def copy(self) -> None:
        """Copy the program."""
        QGuiApplication.clipboard().setText(self.code.toPlainText())
