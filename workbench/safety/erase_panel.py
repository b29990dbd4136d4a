# SPDX-License-Identifier: MIT
"""The panel that erases: what goes, what cannot be reached, a reason, a word to type; then what was done, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from wording import Problem, Text, msg, render
from workbench.safety.offers import Offer, Preview, erase_all, preview
from workbench.safety.page import Panel, Points, row_of
from workbench.session import Session
from workbench.speech import language_of
from workbench.widgets import Button, ChoiceField, FormRow, Label, PassphraseField, PrimaryButton, TextField

if TYPE_CHECKING:
    from projects.store.actions import Changes

_REASONS = ("withdrawn", "no_consent", "mistake", "time", "other")


class ErasePanel(Panel):
    """One primary button, which needs a reason and the typed word."""

    def __init__(self, session: Session, offer: Offer) -> None:
        super().__init__(msg("safety.erase.title", name=offer.text))
        self.session, self.offer = session, offer
        self.goes = Points(msg("safety.erase.goes"))
        self.stays = Points(msg("safety.erase.unreachable"))
        self.passphrase = PassphraseField(msg("safety.erase.link_passphrase"))
        self.unlock = Button(msg("safety.erase.unlock"), self.open_link, icon="lock-open")
        self.locked = FormRow(msg("safety.erase.link_passphrase"), self.passphrase, msg("safety.erase.link_why"))
        self.reason = ChoiceField(
            msg("safety.erase.reason"), [(name, msg(f"safety.erase.reason.{name}")) for name in _REASONS]
        )
        self.reason.choose("no_consent" if offer.lacks_consent else "withdrawn")
        self.other = TextField(msg("safety.erase.other"), placeholder="")
        self.other_row = FormRow(msg("safety.erase.other"), self.other, msg("safety.erase.no_names"))
        self.word = TextField(msg("safety.erase.confirm"), placeholder="")
        self.button = PrimaryButton(msg("safety.erase.now"), self.erase, icon="trash-2")
        self.cancel = Button(msg("window.cancel"), self.left.emit)
        self._asked = [FormRow(msg("safety.erase.reason"), self.reason), self.other_row]
        self._asked.append(FormRow(msg("safety.erase.confirm"), self.word, msg("safety.erase.type")))
        self._unlock_row = row_of(self.unlock)
        self.done = Label("", wrap=True)
        self.add(self.done, self.goes, self.stays, self.locked, self._unlock_row, *self._asked)
        self.add_buttons(self.button, self.cancel)
        for hidden in (self.done, self.locked, self._unlock_row, self.other_row):
            hidden.hide()
        self.button.setEnabled(False)
        self.previewed = False
        self.reason.chosen.connect(lambda _value: self._weigh())
        self.other.textChanged.connect(lambda _text: self._weigh())
        self.word.textChanged.connect(lambda _text: self._weigh())
        self.passphrase.returnPressed.connect(self.open_link)

    def begin(self) -> None:
        """Ask what would go."""
        self.reason.setFocus()
        subjects = self.offer.subjects
        self.session.ask(lambda project: preview(project, subjects), self._show, self._refused)

    def _show(self, found: Preview) -> None:
        self.previewed = True
        for widget in (self.locked, self._unlock_row):
            widget.hide()
        self.complain(None)
        self.goes.show_points(found.lines)
        self.stays.show_points(found.unreachable)
        self._weigh()

    def _refused(self, problem: Problem) -> None:
        from projects.store.problems import LinkLocked

        self.complain(problem)
        if isinstance(problem, LinkLocked):
            self.locked.show()
            self._unlock_row.show()
            self.passphrase.setFocus()

    def open_link(self) -> None:
        """Open the identifiers, which are erased too, and look again."""
        passphrase = self.passphrase.text()
        self.session.ask(lambda project: project.open_link(passphrase), self._opened, self.complain)

    def _opened(self, _nothing: object) -> None:
        self.passphrase.hide_again()
        self.begin()

    def _reason(self) -> str:
        if self.reason.value() == "other":
            return self.other.text().strip()
        return render(msg(f"safety.erase.reason.{self.reason.value()}"), language_of(self))

    def _weigh(self) -> None:
        self.other_row.setVisible(self.reason.value() == "other")
        wanted = render(msg("safety.erase.word"), language_of(self))
        typed = self.word.text().strip().casefold() == wanted.casefold()
        self.button.setEnabled(self.previewed and typed and bool(self._reason()))

    def erase(self) -> None:
        """Erase for good."""
        subjects, reason = self.offer.subjects, self._reason()
        self.button.setEnabled(False)
        self.button.say(msg("safety.erase.running"))
        self.session.change(lambda project: erase_all(project, subjects, reason), self._erased, self._failed)

    def _failed(self, problem: Problem) -> None:
        self.complain(problem)
        self.button.say(msg("safety.erase.now"))
        self._weigh()

    def _erased(self, changes: Changes) -> None:
        done = changes.result
        assert isinstance(done, list)
        images, objects = sum(one.images for one in done), sum(one.objects for one in done)
        said: Text = msg("safety.erase.done", when=dt.datetime.now(), seq=changes.seq, images=images, objects=objects)
        self.done.say(said)
        self.done.show()
        self.goes.hide()
        self.stays.show_points(done[-1].unreachable)
        for row in self._asked:
            row.hide()
        self.button.hide()
        self.cancel.say(msg("safety.close"))
        self.cancel.setFocus()
