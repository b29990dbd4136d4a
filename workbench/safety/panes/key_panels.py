# SPDX-License-Identifier: MIT
"""Panels that add, change, remove a passphrase, give a new key, open or give identifiers. They keep no passphrase."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox

from projects.store.keys.key_file import open_slots, read_key_file
from wording import Message, Text, msg
from workbench.safety.panes.page import Panel, Points, logged
from workbench.session import Session
from workbench.translation import say
from workbench.widgets import Button, FormRow, Label, PassphraseField, PrimaryButton, TextField
from workbench.widgets.fields import LEAST_SCORE, StrengthBar

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo
    from projects.store.key_management.rekeying import KeyChange
    from projects.store.project import Project
    from workbench.jobs import Job


class PassphrasePanel(Panel):
    """A passphrase typed twice, with its strength."""

    def __init__(self, session: Session, heading: Text, *sentences: Text) -> None:
        super().__init__(heading, *sentences)
        self.session = session
        self.first = PassphraseField(msg("safety.keys.passphrase"))
        self.second = PassphraseField(msg("safety.keys.again"))
        self.strength = StrengthBar()
        self.first_row = FormRow(msg("safety.keys.passphrase"), self.first)
        self.second_row = FormRow(msg("safety.keys.again"), self.second)
        self._pause = QTimer(self, singleShot=True, interval=150)
        self._pause.timeout.connect(self._rate_passphrase)
        self.first.textEdited.connect(lambda _text: self._pause.start())

    def _rate_passphrase(self) -> None:
        self.strength.weigh(self.first.text(), (self.session.name,))

    def holds(self) -> bool:
        """Whether the passphrase can be used; says what is wrong beside the field."""
        self._rate_passphrase()
        weak, differ = self.strength.score < LEAST_SCORE, self.first.text() != self.second.text()
        self.first_row.complain(msg("window.new.weak") if weak else None)
        self.second_row.complain(msg("window.new.differ") if differ else None)
        if weak or differ:
            (self.first if weak else self.second).setFocus()
        return not (weak or differ)

    def stored(self, _changes: object) -> None:
        """It is done: say so and go."""
        self.session.notice.emit(msg("safety.keys.stored"))
        self.left.emit()


class AddPanel(PassphrasePanel):
    """A passphrase for one more person."""

    def __init__(self, session: Session, link_open: bool) -> None:
        super().__init__(session, msg("safety.keys.add"), msg("safety.keys.add_sentence"))
        self.name = TextField(msg("safety.keys.person"), placeholder="")
        self.name_row = FormRow(msg("safety.keys.person"), self.name)
        self.link = QCheckBox()
        say(self.link, msg("safety.keys.may_link"))
        self.link.setEnabled(link_open)
        self.button = PrimaryButton(msg("safety.keys.add"), self.add_it, icon="check")
        self.add(self.name_row, self.first_row, self.strength, self.second_row, self.link)
        if not link_open:
            self.add(Label(msg("safety.keys.link_locked"), wrap=True))
        self.add_buttons(self.button, Button(msg("window.cancel"), self.left.emit))
        for field in (self.name, self.first, self.second):
            field.returnPressed.connect(self.add_it)

    def begin(self) -> None:
        """Begin with the name."""
        self.name.setFocus()

    def add_it(self) -> None:
        """Store the passphrase."""
        name, passphrase, link = self.name.text().strip(), self.first.text(), self.link.isChecked()
        self.name_row.complain(None if name else msg("safety.keys.name_missing"))
        if not name:
            self.name.setFocus()
        elif self.holds():
            work = logged(lambda project: project.keys.add_passphrase(name, passphrase, link=link))
            self.session.change(work, self.stored, self.complain)


class PassphraseChangePanel(PassphrasePanel):
    """Another passphrase for oneself; the present one is asked first."""

    def __init__(self, session: Session, slot_id: str) -> None:
        super().__init__(session, msg("safety.keys.change"), msg("safety.keys.change_sentence"))
        self.slot_id = slot_id
        self.present = PassphraseField(msg("safety.keys.present"))
        self.button = PrimaryButton(msg("safety.keys.change_now"), self.change_it, icon="check")
        self.add(FormRow(msg("safety.keys.present"), self.present), self.first_row, self.strength, self.second_row)
        self.add_buttons(self.button, Button(msg("window.cancel"), self.left.emit))
        for field in (self.present, self.first, self.second):
            field.returnPressed.connect(self.change_it)

    def begin(self) -> None:
        """Begin with the present passphrase."""
        self.present.setFocus()

    def change_it(self) -> None:
        """Store the new passphrase if the present one opens the project."""
        present, passphrase, slot_id = self.present.text(), self.first.text(), self.slot_id

        def change(project: Project) -> None:
            open_slots(read_key_file(project.folder), present)
            project.keys.change_passphrase(slot_id, passphrase)

        if self.holds():
            self.session.change(logged(change), self.stored, self.complain)


def slot_line(slot: SlotInfo) -> Message:
    """Whose way in it is, since when, and whether it opens the identifiers too, or only them."""
    name = slot.name or msg(f"safety.keys.unnamed.{slot.kind}")
    made: dt.date | str = slot.made
    with contextlib.suppress(ValueError):
        made = dt.date.fromisoformat(slot.made[:10])
    if slot.only:
        return msg("safety.keys.slot_line_only", name=name, made=made)
    return msg("safety.keys.slot_line_link" if slot.link else "safety.keys.slot_line", name=name, made=made)


class NewKeyPanel(Panel):
    """Everything encrypted anew, with what that means; then what is still readable with the old key."""

    def __init__(self, session: Session, heading: Text | None = None, *sentences: Text) -> None:
        super().__init__(heading or msg("safety.keys.new_key"), *(sentences or (msg("safety.new_key.sentence"),)))
        self.session = session
        self.to_remove: set[str] = set()  # the ways in that are taken away first
        self.people = Points(msg("safety.new_key.sealed"))
        self.still = Points(msg("safety.new_key.still"))
        self.button = PrimaryButton(msg("safety.new_key.start"), self.start, icon="lock")
        self.cancel = Button(msg("window.cancel"), self.left.emit)
        self.add(Label(msg("safety.new_key.meaning"), wrap=True), self.people, self.still)
        self.add_buttons(self.button, self.cancel)

    def begin(self) -> None:
        """Begin with the button; name everybody to whom the new key is sealed."""
        self.button.setFocus()
        self.session.ask(
            lambda project: [*project.keys.slots(), *project.keys.link_only_slots()], self._name_people, owner=self
        )

    def _name_people(self, slots: list[SlotInfo]) -> None:
        self.people.show_points(slot_line(slot) for slot in slots if slot.id not in self.to_remove)

    def start(self) -> None:
        """Encrypt anew, in the background."""
        session = self.session
        self.button.setEnabled(False)

        def work(job: Job) -> KeyChange:
            project = session.fetch(lambda project: project)
            return project.keys.new_key(job)  # here, and not on the database's thread: others go on working

        session.job(msg("safety.new_key.running"), work, self._done, self._failed, self._stopped)

    def _stopped(self) -> None:
        self.button.setEnabled(True)
        self.complain(msg("safety.new_key.stopped"))

    def _failed(self, problem: Any) -> None:
        self.button.setEnabled(True)
        self.complain(problem)

    def _done(self, change: KeyChange) -> None:
        self.people.hide()
        self.still.show_points(change.still_readable)
        self.button.hide()
        self.cancel.say(msg("safety.close"))
        self.session.notice.emit(msg("safety.new_key.done"))
        self.session.change(logged(lambda _project: None))


class RemovePanel(NewKeyPanel):
    """Take a passphrase away; the new data key is offered in the same place."""

    def __init__(self, session: Session, slot_id: str, name: Text) -> None:
        super().__init__(session, msg("safety.remove.title", name=name), msg("safety.remove.sentence"))
        self.slot_id, self.removed, self.to_remove = slot_id, False, {slot_id}
        self.new_key = QCheckBox()
        say(self.new_key, msg("safety.remove.new_key"))
        self.new_key.setChecked(True)
        self.form.insertWidget(3, self.new_key)
        self.button.say(msg("safety.keys.remove"))

    def start(self) -> None:
        """Remove it, then encrypt anew where that is wished; after a failure only what is left to do."""
        if self.removed:
            super().start()
            return
        slot_id = self.slot_id
        self.button.setEnabled(False)
        self.session.change(logged(lambda project: project.keys.remove(slot_id)), self._removed, self._failed)

    def _removed(self, _changes: object) -> None:
        self.removed = True
        if self.new_key.isChecked():
            super().start()
            return
        self.session.notice.emit(msg("safety.remove.done"))
        self.session.ask(lambda project: project.keys.without_new_key(), self._tell_readable)

    def _tell_readable(self, still: tuple[Message, ...]) -> None:
        """Without a new key: what can still be read, and the new key once more."""
        self.still.show_points(still)
        self.new_key.hide()
        self.button.setEnabled(True)
        self.button.say(msg("safety.new_key.start"))
        self.cancel.say(msg("safety.close"))


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
