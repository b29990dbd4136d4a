# SPDX-License-Identifier: MIT
"""Opening a project that was handed over in one file: where its folder goes, its passphrase; verified, then opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wording import Problem, msg, render
from workbench.file_dialogs import ask_file
from workbench.session import Session
from workbench.shell.form_page import FormPage
from workbench.translation import language_of
from workbench.widgets.buttons import Button, PrimaryButton
from workbench.widgets.fields import FormRow, PassphraseField, TextField

if TYPE_CHECKING:
    from workbench.jobs import Job


class ReceivePage(FormPage):
    """Unpacks beside; `received` carries the folder and the passphrase it opens with."""

    received = Signal(object, str)

    def __init__(self, session: Session) -> None:
        super().__init__(msg("window.receive.title"), msg("window.receive.sentence"))
        self.session = session
        self.package: Path | None = None
        self.file = TextField(msg("window.receive.file"), placeholder="")
        self.folder = TextField(msg("window.receive.folder"), placeholder="")
        self.passphrase = PassphraseField(msg("window.unlock.passphrase"))
        self.file_row = FormRow(msg("window.receive.file"), self.file)
        self.folder_row = FormRow(msg("window.receive.folder"), self.folder, msg("window.receive.folder_help"))
        self.passphrase_row = FormRow(msg("window.unlock.passphrase"), self.passphrase)
        self.button = PrimaryButton(msg("window.receive.open"), self.unpack, icon="folder-open")
        self.add(self.file_row, self._choosing(), self.folder_row, self.passphrase_row)
        self.add_buttons(self.button, Button(msg("window.cancel"), self.left.emit))
        self.passphrase.returnPressed.connect(self.unpack)

    def _choosing(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Button(msg("window.receive.choose"), self.ask_file, icon="folder-open"))
        row.addStretch(1)
        return whole

    def begin(self, package: Path | None, place: Path) -> None:
        """Begin with a file, if there is one already; its folder is proposed in `place`."""
        self.place = place
        self.passphrase.hide_again()
        for row in (self.file_row, self.folder_row, self.passphrase_row):
            row.complain(None)
        self.button.setEnabled(True)
        self.file.setText(str(package) if package is not None else "")
        self.folder.setText(str(place / f"{package.stem}.pwb") if package is not None else "")
        (self.passphrase if package is not None else self.file).setFocus()

    def ask_file(self) -> None:
        """Ask for the file."""
        language = language_of(self)
        title, kind = (render(msg(key), language) for key in ("window.receive.choose", "window.receive.kind"))
        chosen = ask_file(self, "packages", title, f"{kind} (*.pwbz)")
        if chosen is not None:
            self.begin(chosen, self.place)

    def unpack(self) -> None:
        """Unpack in the background, verified; then open."""
        file, folder, passphrase = self.file.text().strip(), self.folder.text().strip(), self.passphrase.text()
        self.file_row.complain(None if Path(file).is_file() else msg("window.receive.no_file"))
        named = bool(folder) and Path(folder).parent.is_dir()
        self.folder_row.complain(None if named else msg("window.receive.no_folder"))
        self.passphrase_row.complain(None if passphrase else msg("window.unlock.empty"))
        if not (Path(file).is_file() and named and passphrase) or not self.button.isEnabled():
            return
        source, target = Path(file), Path(folder)
        target = target if target.suffix == ".pwb" else target.with_name(target.name + ".pwb")
        self.button.setEnabled(False)

        def work(job: Job) -> Path:
            from projects.store.backup.handover_file import unpack  # cryptography, platformdirs, 10 ms: not at start

            return unpack(source, target, passphrase, job)

        self.session.job(msg("window.receive.running"), work, self._done, self._failed, self._stopped)

    def _done(self, folder: Path) -> None:
        passphrase = self.passphrase.text()
        self.passphrase.hide_again()
        self.received.emit(folder, passphrase)

    def _failed(self, problem: Problem) -> None:
        from projects.store.problems import BadPackage, FolderTaken  # more of the program: not at start

        self.button.setEnabled(True)
        row = self.folder_row if isinstance(problem, FolderTaken) else self.passphrase_row
        (self.file_row if isinstance(problem, BadPackage) else row).complain(problem.message)
        self.passphrase.setFocus()

    def _stopped(self) -> None:
        self.button.setEnabled(True)
