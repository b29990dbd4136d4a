# SPDX-License-Identifier: MIT
"""The page shown while a file is read: a sentence, how far it is, and another file where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wording import msg
from workbench.translation import say
from workbench.widgets import Button, LeadLabel


class FileWaitingPage(QWidget):
    """`another` is called by the button under a sentence that says why a file cannot be read."""

    def __init__(self, another: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(14)
        self.sentence = LeadLabel("", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(240)
        self.sentence.setMaximumWidth(640)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        say(self.bar, name=msg("data.view.import.progress"))
        self.again = Button(msg("data.view.import.another"), another)
        column.addStretch(2)
        row = QHBoxLayout()  # between stretches, not aligned: an aligned label gets one line's height however it wraps
        row.addStretch(1)
        row.addWidget(self.sentence, 1000)
        row.addStretch(1)
        column.addLayout(row)
        for widget in (self.bar, self.again):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
