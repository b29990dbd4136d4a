# SPDX-License-Identifier: MIT
"""The page that packs the project into one file for hand-over, through `export_gate`, and reads it again to be sure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from projects.export_gate import export_file
from projects.store.backup.handover_file import pack
from wording import msg, render
from workbench.file_dialogs import ask_new_file
from workbench.safety.panes.page import SafetyPage, logged, row_of
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import Label, PrimaryButton

if TYPE_CHECKING:
    from workbench.jobs import Job


class PackPage(SafetyPage):
    """One button."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.pack.title"), msg("safety.pack.sentence"))
        self.pack = PrimaryButton(msg("safety.pack.run"), self.ask, icon="upload")
        self.body.addWidget(Label(msg("safety.pack.passphrase"), wrap=True))
        self.body.addWidget(Label(msg("safety.pack.stays"), wrap=True))
        self.body.addWidget(row_of(self.pack))
        self.body.addStretch(1)

    def ask(self) -> None:
        """Ask where the file goes."""
        title, kind = (render(msg(f"safety.pack.{key}"), language_of(self)) for key in ("run", "kind"))
        proposed = f"{self.session.folder.stem if self.session.folder else self.session.name}.pwbz"
        chosen, _filter = ask_new_file(self, "packages", title, proposed, f"{kind} (*.pwbz)")
        if chosen is not None:
            self.write(chosen.with_suffix(".pwbz"))

    def write(self, path: Path) -> None:
        """Write the file and verify it, in the background."""
        session = self.session

        def work(job: Job) -> int:
            project, files = session.fetch(lambda project: project), 0

            def write(stream: BinaryIO) -> None:
                nonlocal files
                files = pack(project, stream, job)

            export_file(project, path, write, overwrite=True)  # the file dialog has asked
            return files

        def done(files: int) -> None:
            session.exported.emit(msg("safety.pack.done", name=path.name, n=files), path)
            session.change(logged(lambda _project: None))

        session.job(msg("safety.pack.running"), work, done, owner=self)
