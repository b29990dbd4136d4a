# SPDX-License-Identifier: MIT
"""The panels about identifiers: open them, a passphrase for them alone, withdraw somebody's access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording import Text, msg
from workbench.safety.panes.key_panels import NewKeyPanel, PassphrasePanel, slot_line
from workbench.safety.panes.page import Panel, logged
from workbench.session import Session
from workbench.widgets import Button, FormRow, Label, PassphraseField, PrimaryButton, TextField

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo


class OpenLinkPanel(Panel):
    """One passphrase; wrong ones are told."""

    def __init__(self, session: Session) -> None:
        super().__init__(msg("safety.link.open"), msg("safety.link.open_sentence"))
        self.session = session
        self.passphrase = PassphraseField(msg("safety.keys.passphrase"))
        self.button = PrimaryButton(msg("safety.link.open_now"), self.open_it, icon="lock-open")
        self.add(FormRow(msg("safety.keys.passphrase"), self.passphrase))
        self.add_buttons(self.button, Button(msg("window.cancel"), self.left.emit))
        self.passphrase.returnPressed.connect(self.open_it)

    def begin(self) -> None:
        """Begin with the passphrase."""
        self.passphrase.setFocus()

    def open_it(self) -> None:
        """Try it."""
        passphrase = self.passphrase.text()
        self.session.ask(lambda project: project.open_link(passphrase), self._opened, self.complain)

    def _opened(self, _nothing: object) -> None:
        self.passphrase.hide_again()
        self.session.link_turned()
        self.left.emit()


class AddLinkPanel(PassphrasePanel):
    """A second key: a passphrase that opens the identifiers and nothing else."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, msg("safety.link.second"), msg("safety.link.second_sentence"))
        self.name = TextField(msg("safety.keys.person"), placeholder="")
        self.name_row = FormRow(msg("safety.keys.person"), self.name)
        self.button = PrimaryButton(msg("safety.link.second_now"), self.add_it, icon="check")
        self.add(self.name_row, self.first_row, self.strength, self.second_row)
        self.add_buttons(self.button, Button(msg("window.cancel"), self.left.emit))
        for field in (self.name, self.first, self.second):
            field.returnPressed.connect(self.add_it)

    def begin(self) -> None:
        """Begin with the name."""
        self.name.setFocus()

    def add_it(self) -> None:
        """Store the passphrase."""
        name, passphrase = self.name.text().strip(), self.first.text()
        self.name_row.complain(None if name else msg("safety.keys.name_missing"))
        if not name:
            self.name.setFocus()
        elif self.holds():
            work = logged(lambda project: project.keys.add_link_passphrase(name, passphrase))
            self.session.change(work, self.stored, self.complain)


class GiveLinkPanel(Panel):
    """Somebody opens the identifiers too from now on: who, named before it is done."""

    def __init__(self, session: Session, slot: SlotInfo) -> None:
        name = slot.name or msg(f"safety.keys.unnamed.{slot.kind}")
        super().__init__(msg("safety.link.give_title", name=name), msg("safety.link.give_sentence"))
        self.session, self.slot_id = session, slot.id
        self.add(Label(msg("safety.point", text=slot_line(slot)), wrap=True))
        self.button = PrimaryButton(msg("safety.link.give_now"), self.give, icon="check")
        self.add_buttons(self.button, Button(msg("window.cancel"), self.left.emit))

    def begin(self) -> None:
        """Begin with the button."""
        self.button.setFocus()

    def give(self) -> None:
        """Seal the key of the identifiers to this passphrase."""
        slot_id = self.slot_id
        self.session.change(logged(lambda project: project.keys.give_link(slot_id)), self._given, self.complain)

    def _given(self, _changes: object) -> None:
        self.session.notice.emit(msg("safety.keys.stored"))
        self.left.emit()


class WithdrawPanel(NewKeyPanel):
    """Somebody opens the project only from now on; with a new key also whoever kept a copy."""

    def __init__(self, session: Session, slot_id: str, name: Text) -> None:
        super().__init__(session, msg("safety.link.withdraw_title", name=name), msg("safety.link.withdraw_sentence"))
        self.slot_id, self.withdrawn = slot_id, False
        self.button.say(msg("safety.link.withdraw"))

    def start(self) -> None:
        """Withdraw it; the new key is the next step in the same place."""
        if self.withdrawn:
            super().start()
            return
        slot_id = self.slot_id
        self.button.setEnabled(False)
        self.session.change(logged(lambda project: project.keys.withdraw_link(slot_id)), self._withdrawn, self._failed)

    def _withdrawn(self, _changes: object) -> None:
        self.withdrawn = True
        self.button.setEnabled(True)
        self.button.say(msg("safety.new_key.start"))
        self.cancel.say(msg("safety.close"))
        self.session.notice.emit(msg("safety.link.withdrawn"))
