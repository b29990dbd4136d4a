# SPDX-License-Identifier: MIT
"""The unlock view: a passphrase for one project, named by its folder alone; the offer to put its key file back."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wording import Message, Problem, Progress, Text, msg
from workbench.session import Session
from workbench.shell.form_page import FormPage
from workbench.translation import language_of
from workbench.widgets.buttons import Button, LinkButton, PrimaryButton
from workbench.widgets.fields import FormRow, PassphraseField

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo
    from workbench.jobs import Job

_MODULE = "workbench.sample"


def has_sample() -> bool:
    """Whether this installation ships the sample study."""
    return importlib.util.find_spec(_MODULE) is not None


def sample_folder() -> Path:
    """Where the sample study is built."""
    import platformdirs  # platformdirs, 20 ms: not at start

    return Path(platformdirs.user_documents_path()) / "Protection Workbench sample.pwb"


def build(folder: Path, progress: Progress) -> str:
    """Build the sample study in `folder`, in the window's language, unless it is there; its passphrase is no secret."""
    sample = importlib.import_module(_MODULE)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        sample.build_sample(folder, progress, language=language_of())
    return str(sample.PASSPHRASE)


def known_passphrase(folder: Path) -> str | None:
    """The passphrase with which the project in `folder` was made, where it is the sample study: no secret."""
    if not has_sample() or folder != sample_folder():
        return None
    return str(importlib.import_module(_MODULE).PASSPHRASE)


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
        no_secret = known_passphrase(folder)
        self.row.help.say(msg("window.unlock.sample", passphrase=no_secret) if no_secret else "")
        self.row.help.setVisible(bool(no_secret))
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


class KeyRepair(QObject):
    """First names everybody in the list of the log; puts it back when the user says that all are meant."""

    def __init__(self, session: Session, page: UnlockPage) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        page.repair_requested.connect(self._begin)

    def _begin(self, folder: Path, passphrase: str, agreed: tuple[str, ...]) -> None:
        self._page.wait(True)

        def work(_job: Job) -> tuple[list[SlotInfo], bool]:
            from projects.store.key_management.keyring import (
                repair_key_file,  # cryptography, platformdirs, 10 ms: not at start
            )

            named: list[SlotInfo] = []

            def agree(people: list[SlotInfo]) -> bool:
                named.extend(people)
                return bool(agreed) and agreed == tuple(one.id for one in people)

            return named, repair_key_file(folder, passphrase, agree)

        self._session.compute(work, self._done, self._failed, owner=self)

    def _done(self, found: tuple[list[SlotInfo], bool]) -> None:
        people, repaired = found
        self._page.wait(False)
        if repaired or not people:
            self._page.repaired(msg("window.repair.done"))
            return
        names: list[str | Message] = [one.name or msg(f"safety.keys.unnamed.{one.kind}") for one in people]
        self._page.ask_repair(msg("window.repair.sure", names=names), tuple(one.id for one in people))

    def _failed(self, problem: Problem) -> None:
        self._page.refuse(problem.message)
