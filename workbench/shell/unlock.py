# SPDX-License-Identifier: MIT
"""The unlock view: a passphrase for one project. It shows nothing of the project but the name of its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from wording import Message, Text, msg
from workbench.shell.form_page import FormPage
from workbench.widgets.buttons import Button, LinkButton, PrimaryButton
from workbench.widgets.fields import FormRow, PassphraseField

_REPAIRABLE = ("store.forged_keys", "store.damaged_keys", "store.missing_keys")


class UnlockPage(FormPage):
    """Asks for the passphrase; `unlocked` carries folder and passphrase."""

    unlocked = Signal(object, str)
    trying = Signal(bool)  # whether a passphrase is being checked
    restore_requested = Signal(object)
    repair_requested = Signal(object, str, tuple)  # folder, passphrase, the ways in that the user said yes to

    def __init__(self) -> None:
        super().__init__(msg("window.unlock.title", name=""), msg("window.unlock.sentence"), 500)
        self.folder: Path | None = None
        self.passphrase = PassphraseField(msg("window.unlock.passphrase"))
        self.row = FormRow(msg("window.unlock.passphrase"), self.passphrase)
        self.button = PrimaryButton(msg("window.unlock.button"), self._unlock, icon="lock-open")
        self.add(self.row)
        self.other = Button(msg("window.unlock.other"), self.left.emit)
        self.restore = LinkButton(msg("window.unlock.restore"), lambda: self.restore_requested.emit(self.folder))
        self.repair = Button(msg("window.unlock.repair"), self._repair, icon="key-round")
        self.repair.hide()
        self._agreed: tuple[str, ...] = ()
        self.add_buttons(self.button, self.other, self.restore)
        self.form.addWidget(self.repair)
        self.passphrase.returnPressed.connect(self._unlock)
        self.passphrase.textEdited.connect(lambda _text: self._typed())

    def allow_others(self, *, allowed: bool) -> None:
        """Whether one may go to another project, or restore one, from here."""
        self.other.setEnabled(allowed)
        self.restore.setEnabled(allowed)

    @property
    def is_trying(self) -> bool:
        """Whether the passphrase that was typed here is being tried."""
        return self.isVisible() and not self.button.isEnabled()

    def ask(self, folder: Path, note: Text | None = None) -> None:
        """Ask for the passphrase of the project in `folder`."""
        self.folder = folder
        self.heading.say(msg("window.unlock.title", name=folder.stem))
        self.passphrase.hide_again()
        self.row.complain(note)
        self._offer_repair(False)
        self.wait(False)
        self.passphrase.setFocus()

    def wait(self, waiting: bool) -> None:
        """Show that the passphrase is being tried."""
        self.button.setEnabled(not waiting)
        self.passphrase.setReadOnly(waiting)
        self.button.say(msg("window.unlock.trying" if waiting else "window.unlock.button"))
        self.trying.emit(waiting)

    def refuse(self, message: Message) -> None:
        """Say why it did not open."""
        self.wait(False)
        self.row.complain(message)
        self._offer_repair(message.key in _REPAIRABLE and not self.restore.isHidden() and self.restore.isEnabled())
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def ask_repair(self, sentence: Message, people: tuple[str, ...]) -> None:
        """Name everybody in the list of the log; the same button then puts it back."""
        self.row.complain(sentence)
        self._offer_repair(True, people)
        self.repair.setFocus()

    def repaired(self, message: Message) -> None:
        """It is put back: the project can be opened."""
        self._offer_repair(False)
        self.row.complain(message)
        self.passphrase.setFocus()

    def _offer_repair(self, wanted: bool, people: tuple[str, ...] = ()) -> None:
        self._agreed = people
        self.repair.say(msg("window.repair.now" if people else "window.unlock.repair"))
        self.repair.setVisible(wanted)

    def _repair(self) -> None:
        if self.folder is not None and self.button.isEnabled():
            self.repair_requested.emit(self.folder, self.passphrase.text(), self._agreed)

    def _typed(self) -> None:
        self.row.complain(None)
        self._offer_repair(False)

    def _unlock(self) -> None:
        if self.folder is None or not self.button.isEnabled():
            return
        if not self.passphrase.text():
            self.row.complain(msg("window.unlock.empty"))
            return
        self.wait(True)
        self.unlocked.emit(self.folder, self.passphrase.text())
