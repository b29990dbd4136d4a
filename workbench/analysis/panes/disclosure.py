# SPDX-License-Identifier: MIT
"""Foldable notes beside a result: the Python that repeats it, why this test, what a change of the data moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from analysis.analyses.result_changes import Changed
from analysis.masking import Destination, mask
from wording import Text, msg
from workbench.results.result_table import ResultTable
from workbench.translation import say
from workbench.widgets import Button, IconButton, Label, LinkButton, MutedLabel, StrongLabel
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from workbench.results.computation import Limits


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


class ChangedNote(QFrame):
    """A sentence on what moved; its table opens below it. It has no way out of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self.sentence = Label("", wrap=True)
        self.more = LinkButton(msg("analysis.view.changed.show"), self._turn)
        self.table = ResultTable()
        self.table.hide()
        head = QHBoxLayout()
        head.addWidget(self.sentence, 1)
        head.addWidget(self.more)
        head.addWidget(IconButton("x", msg("analysis.view.close"), self.hide, framed=False, size=14))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.addLayout(head)
        column.addWidget(self.table)
        self.hide()

    def show_changes(self, changed: Changed, limits: Limits, *, opened: bool = False) -> None:
        """Say how much moved, with the figures on asking."""
        if not changed.figures and changed.cells:
            self.sentence.say(msg("analysis.view.changed.words", n=changed.reworded, of=changed.cells))
        elif changed.table is None:
            self.sentence.say(msg("analysis.view.changed.nothing", n=changed.figures))
        else:
            self.sentence.say(msg("analysis.view.changed.moved", n=changed.moved, of=changed.figures))
            shown = mask(changed.table, limits.flag, limits.base, limits.cell, Destination.INSIDE)[0]
            self.table.show_table(shown, (limits.flag, limits.base, limits.cell))
        self.more.setVisible(changed.table is not None)
        self.table.setVisible(opened and changed.table is not None)
        self.show()

    def _turn(self) -> None:
        self.table.setVisible(self.table.isHidden())
