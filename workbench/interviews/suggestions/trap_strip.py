# SPDX-License-Identifier: MIT
"""A linter's warning beside a rule, with a button that puts a narrower rule in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from coding.rules.rule_linter import RuleTrap
from projects.assistance.rule_sentences import said_of
from wording import msg
from workbench.translation import say
from workbench.widgets import Button, Label

if TYPE_CHECKING:
    from coding.rules.rule_linter import RuleWarning


class TrapStrip(QFrame):
    """One warning of the linter, inside the rule it speaks of."""

    def __init__(
        self, keyword: str, shown: str, trap: RuleWarning, mend: Callable[[str, tuple[str, ...]], object]
    ) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(8)
        self.words = Label(msg("interviews.rules.trap", rule=shown, said=said_of(trap)), wrap=True)
        self.words.setProperty("kind", "warning")
        row.addWidget(self.words, 1)
        self.mend = Button(msg("interviews.rules.mend"), lambda: mend(keyword, trap.better))
        row.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        label = msg("interviews.rules.mend")
        if trap.trap is RuleTrap.REJECTED and trap.words:
            label = msg("interviews.rules.mend_not", word=trap.words[0][0])
        say(self.mend, label, tip=", ".join(trap.better))
        self.mend.setVisible(bool(trap.better))
