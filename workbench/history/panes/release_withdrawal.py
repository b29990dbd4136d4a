# SPDX-License-Identifier: MIT
"""The card on a released file: later files are checked against it; somebody who knows says that it was never shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording import msg
from workbench.session import Session
from workbench.widgets import Button, Label, MutedLabel, Pane, SectionLabel, TextField

if TYPE_CHECKING:
    from projects.release_queries import Release
    from projects.store.actions import Action, HistoryLine
    from projects.store.project import Project


class NeverLeftCard(Pane):
    """Shown beside a line of the log by which a file went to a partner or the public; it keeps no project."""

    def __init__(self) -> None:
        super().__init__(spacing=4)
        self._session: Session | None = None
        self._release: Release | None = None
        self.why = MutedLabel(msg("releases.card.why"), wrap=True)
        self.reason = TextField(msg("releases.card.reason"))
        self.say = Button(msg("releases.card.say"), self._say, icon="undo-2")
        self.said = Label(msg("releases.card.said"), wrap=True)
        self.body.addSpacing(12)
        for widget in (SectionLabel(msg("releases.card.title")), self.why, self.reason, self.say, self.said):
            self.body.addWidget(widget)
        self.reason.returnPressed.connect(self._say)
        self.hide()

    def show_line(self, session: Session, line: HistoryLine | None) -> None:
        """Look whether the line is one of a released file; hidden where it is not."""
        self._session, self._release = session, None
        self.hide()
        if line is None or not line.kind.startswith("export."):
            return
        seq = line.seq

        def read(project: Project) -> Release | None:
            from projects.release_queries import releases  # more of the program: not at start

            return next((one for one in releases(project) if one.seq == seq), None)

        session.ask(read, self._show, latest="history.release")

    def _show(self, release: Release | None) -> None:
        self._release = release
        said = release is not None and bool(release.never_left)
        for widget in (self.why, self.reason, self.say):
            widget.setVisible(not said)
        self.said.setVisible(said)
        self.setVisible(release is not None)

    def _say(self) -> None:
        if self._release is None or self._session is None:
            return
        if not self.reason.text().strip():
            self.reason.setFocus()
            return
        number, reason = self._release.number, self.reason.text()

        def action(project: Project) -> Action:
            from projects.results.release_withdrawal import record_never_shared  # more of the program: not at start

            return record_never_shared(project, number, reason)

        self._session.do(action)
        self.reason.clear()
