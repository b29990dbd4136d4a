# SPDX-License-Identifier: MIT
"""Office style of the pages: chosen from a style file, kept with the project, or plain."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from projects.pages.office_style import keep_style
from wording import Problem, Text, msg, render
from workbench.file_dialogs import ask_file
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import Button, Label, LinkButton, SectionLabel


class OfficeStyleRow(QWidget):
    """Asks for a style file; one that is wrong is told and changes nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.worn = Label("", wrap=True)
        self.choose = Button(msg("view_report.style.choose"), self.ask)
        self.plain = LinkButton(msg("view_report.style.plain"), self._take_off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.plain)
        row.addStretch(1)
        column.addWidget(SectionLabel(msg("view_report.style")))
        column.addWidget(self.worn)
        column.addLayout(row)

    def show_style(self, office: str, kept: bool) -> None:
        """Say whose style the pages wear."""
        named: Text = msg("view_report.style.of", office=office) if office else msg("view_report.style.kept")
        self.worn.say(named if kept else msg("view_report.style.none"))
        self.plain.setVisible(kept)

    def ask(self) -> None:
        """Ask for the style file of the office."""
        title = render(msg("view_report.style.choose"), language_of(self))
        chosen = ask_file(self, "style", title, "style.json (*.json)")
        if chosen is not None:
            self.use_style(chosen)

    def use_style(self, path: Path) -> None:
        """Keep the style of a file with the project."""
        try:
            action = keep_style(path)
        except Problem as wrong:
            self.session.problem.emit(wrong.message)
            return
        self.session.do(action)

    def _take_off(self) -> None:
        self.session.do(keep_style(None))
