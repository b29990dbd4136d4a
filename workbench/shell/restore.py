# SPDX-License-Identifier: MIT
"""Restoring a copy from a second place, or of a project that does not open: what each copy holds, then a new folder.

Nothing is ever restored over anything; the place it is taken from is only read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView

from wording import Message, Problem, msg, render
from workbench.file_dialogs import ask_folder
from workbench.session import Session
from workbench.shell.form_page import FormPage
from workbench.snapshot_words import contents_text, said_of, when_text, why_text
from workbench.translation import language_of
from workbench.widgets.buttons import Button, PrimaryButton
from workbench.widgets.fields import FormRow, PassphraseField, TextField
from workbench.widgets.labels import Label, MutedLabel
from workbench.widgets.tables import RowsColumn, RowsModel
from workbench.widgets.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo
    from projects.store.snapshots import Snapshot
    from workbench.jobs import Job


class RestorePage(FormPage):
    """Place and passphrase, the copies there, one of them restored into a folder of its own."""

    def __init__(self, session: Session) -> None:
        super().__init__(msg("window.restore.title"), msg("window.restore.sentence"), 760)
        self.session = session
        self.snapshots: list[Snapshot] = []
        self.place = TextField(msg("window.restore.place"), placeholder="")
        self.passphrase = PassphraseField(msg("window.unlock.passphrase"))
        self.place_row = FormRow(msg("window.restore.place"), self.place, msg("window.restore.place_help"))
        self.passphrase_row = FormRow(msg("window.unlock.passphrase"), self.passphrase)
        self.list_them = Button(msg("window.restore.list"), self.list_copies, icon="list")
        self.table = WrappedTable(msg("window.restore.copies"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.model = RowsModel(
            [
                RowsColumn(msg("safety.snapshots.when"), when_text),
                RowsColumn(msg("safety.snapshots.why"), why_text),
                RowsColumn(msg("safety.snapshots.holds"), contents_text),
            ],
            self.table,
        )
        self.table.show_model(self.model)
        self.table.setMinimumHeight(150)
        self.details = MutedLabel("", wrap=True)
        self.people = Label("", wrap=True)
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.restore = PrimaryButton(msg("window.restore.restore"), self.ask_target, icon="copy")
        self.add(self.place_row, self.passphrase_row, self.table, self.details, self.people, self.problem)
        choose = Button(msg("window.restore.choose"), self.ask_place, icon="folder-open")
        self.add_buttons(self.restore, self.list_them, choose, Button(msg("window.cancel"), self.left.emit))
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._choose())
        for field in (self.place, self.passphrase):
            field.returnPressed.connect(self.list_copies)

    def begin(self, folder: Path | None) -> None:
        """Begin with the project that was to be opened, if any."""
        self.place.setText(str(folder) if folder is not None else "")
        self.passphrase.hide_again()
        self._show([], [])
        (self.passphrase if folder is not None else self.place).setFocus()

    def ask_place(self) -> None:
        """Ask for the folder of copies, or of the project."""
        title = render(msg("window.restore.choose"), language_of(self))
        chosen = ask_folder(self, "projects", title, self.place.text())
        if chosen is not None:
            self.place.setText(str(chosen))
            self.passphrase.setFocus()

    def list_copies(self) -> None:
        """What copies there are, and what each holds."""
        place, passphrase = Path(self.place.text().strip()), self.passphrase.text()
        self.complain(None)
        if not self.place.text().strip():
            self.place.setFocus()
            return

        def work(_job: Job) -> tuple[list[Snapshot], list[SlotInfo]]:
            from projects.store.backup.snapshot_service import (
                restorable,  # cryptography, platformdirs, 10 ms: not at start
            )
            from projects.store.key_management.keyring import (
                restored_to,  # cryptography, platformdirs, 10 ms: not at start
            )

            return restorable(place, passphrase), restored_to(place, passphrase)

        self.session.compute(work, lambda found: self._show(*found), self.complain, owner=self)

    def _show(self, found: list[Snapshot], people: list[SlotInfo]) -> None:
        self.snapshots = found
        names: list[str | Message] = [one.name or msg(f"safety.keys.unnamed.{one.kind}") for one in people]
        self.people.say(msg("window.restore.opens_to", names=names) if found and names else "")
        self.model.set_rows(found)
        if found:
            self.table.selectRow(0)
            self.table.setFocus()
        elif self.passphrase.text():
            self.problem.say(msg("store.no_snapshot"))
        self._choose()

    def _choose(self) -> None:
        snapshot = self.model.row_at(self.table.currentIndex())
        self.table.setVisible(bool(self.snapshots))
        hint = "" if self.snapshots or self.problem.text() else msg("window.restore.hint")
        self.details.say(said_of(snapshot) if snapshot is not None else hint)
        self.restore.setEnabled(snapshot is not None)

    def ask_target(self) -> None:
        """Ask where the copy goes."""
        title = render(msg("safety.snapshots.where"), language_of(self))
        chosen = ask_folder(self, "copies", title)
        if chosen is not None:
            self.restore_to(chosen)

    def restore_to(self, target: Path) -> None:
        """Lay the chosen copy into a folder of its own there."""
        snapshot = self.model.row_at(self.table.currentIndex())
        if snapshot is None:
            return
        source, passphrase = Path(self.place.text().strip()), self.passphrase.text()
        moment = snapshot.utc.astimezone()
        name = source.stem.removesuffix("-copies")
        folder = target / f"{name} {moment:%Y-%m-%d %Hh%M}.pwb"
        self.complain(None)

        def work(job: Job) -> Path:
            from projects.store.backup.snapshot_service import (
                restore_from,  # cryptography, platformdirs, 10 ms: not at start
            )

            return restore_from(source, snapshot.name, passphrase, folder, job)

        self.session.job(msg("safety.snapshots.restoring"), work, self._done, self.complain)

    def _done(self, folder: Path) -> None:
        self.passphrase.hide_again()
        self.session.notice.emit(msg("safety.snapshots.restored", name=folder.name))

    def complain(self, problem: Problem | None) -> None:
        """Say what is wrong; None clears it."""
        self.problem.say(problem.message if problem is not None else "")
