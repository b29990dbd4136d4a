# SPDX-License-Identifier: MIT
"""The page of keys: who can open the project, by name. Each change is asked in a panel. It keeps no passphrase."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QWidget

from projects.store.keys.passphrases import new_recovery_phrase, plain_recovery_phrase
from wording import LANGUAGES, Problem, msg, render
from wording.catalogue import language_word
from wording.numbers import format_date
from workbench.safety.panes.key_panels import (
    AddLinkPanel,
    AddPanel,
    GiveLinkPanel,
    NewKeyPanel,
    OpenLinkPanel,
    PassphraseChangePanel,
    RemovePanel,
    WithdrawPanel,
)
from workbench.safety.panes.page import Panel, Points, SafetyPage, logged, row_of
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    Label,
    PrimaryButton,
    RowsColumn,
    RowsModel,
    SectionLabel,
    StrongLabel,
    TextField,
)
from workbench.widgets.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.key_management.keyring import SlotInfo
    from projects.store.project import Project


class RecoveryPanel(Panel):
    """Three steps with one button: choose the language, write the words down, type two of them.

    Nothing is stored before the two words are right: who leaves, locks or closes earlier has no recovery phrase.
    """

    def __init__(self, session: Session, link_open: bool) -> None:
        super().__init__(msg("safety.keys.recovery"), msg("safety.recovery.sentence"))
        self.session, self.step = session, "language"
        self._link = link_open
        self._words: tuple[str, ...] = ()
        self.asked: tuple[int, int] = (0, 0)
        self.language = ChoiceField(
            msg("safety.recovery.language"), [(name, language_word("view_report.language", name)) for name in LANGUAGES]
        )
        self.language.choose(language_of())
        self.language_row = FormRow(msg("safety.recovery.language"), self.language)
        self.note = Label("", wrap=True)
        self.note.hide()
        self.grid = QWidget()
        self.grid.hide()
        self.fields = [TextField(msg("safety.recovery.word", number=n + 1), placeholder="") for n in range(2)]
        self.rows = [FormRow(msg("safety.recovery.word", number=n + 1), self.fields[n]) for n in range(2)]
        self.button = PrimaryButton(msg("safety.recovery.make"), self.go_on, icon="check")
        self.cancel = Button(msg("window.cancel"), self.left.emit)
        self.add(self.language_row, self.note, self.grid, *self.rows)
        for row in self.rows:
            row.hide()
        self.add_buttons(self.button, self.cancel)
        for field in self.fields:
            field.returnPressed.connect(self.go_on)

    def begin(self) -> None:
        """Begin with the language."""
        self.language.setFocus()

    def go_on(self) -> None:
        """The next step."""
        {"language": self._make, "words": self._ask, "asking": self._compare}[self.step]()

    def _make(self) -> None:
        self._words, self.step = tuple(new_recovery_phrase(self.language.value()).split()), "words"
        grid = QGridLayout(self.grid)
        for place, word in enumerate(self._words):
            grid.addWidget(
                StrongLabel(msg("safety.recovery.numbered", number=place + 1, word=word)), place // 3, place % 3
            )
        self.grid.show()
        self.language_row.hide()
        self._say("safety.recovery.write")
        self.button.setEnabled(True)
        self.button.say(msg("safety.recovery.written"))
        self.button.setFocus()

    def _ask(self) -> None:
        first = secrets.randbelow(12)
        second = (first + 1 + secrets.randbelow(11)) % 12
        self.asked, self.step = (min(first, second), max(first, second)), "asking"
        self.grid.hide()
        for number, row, field in zip(self.asked, self.rows, self.fields, strict=True):
            row.label.say(msg("safety.recovery.word", number=number + 1))
            field.setAccessibleName(row.label.text())
            row.show()
        self._say("safety.recovery.two")
        self.button.say(msg("safety.recovery.finish"))
        self.fields[0].setFocus()

    def _say(self, key: str) -> None:
        self.note.say(msg(key))
        self.note.show()

    def _compare(self) -> None:
        for number, row, field in zip(self.asked, self.rows, self.fields, strict=True):
            right = plain_recovery_phrase(field.text()) == plain_recovery_phrase(self._words[number])
            row.complain(None if right else msg("safety.recovery.wrong"))
            if not right:
                self.grid.show()
                field.setFocus()
                return
        self._store()

    def _store(self) -> None:
        language, link, phrase = self.language.value(), self._link, " ".join(self._words)
        self.button.setEnabled(False)

        def stored(project: Project) -> None:
            project.keys.add_recovery(language, link=link, phrase=phrase)

        self.session.change(logged(stored), self._stored, self._refused)

    def _stored(self, _changes: Changes) -> None:
        self._words = ()
        self.session.notice.emit(msg("safety.recovery.done"))
        self.left.emit()

    def _refused(self, problem: Problem) -> None:
        self.button.setEnabled(True)
        self.complain(problem)


def slot_label(slot: SlotInfo, language: str) -> str:
    """The name of a slot, or what it is."""
    return slot.name or render(msg(f"safety.keys.unnamed.{slot.kind}"), language)


def _made_on(slot: SlotInfo, language: str) -> str:
    try:
        return format_date(dt.datetime.fromisoformat(slot.made).date(), language)
    except ValueError:
        return slot.made


class KeyPage(SafetyPage):
    """The slots, and the panels that change them."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.keys.title"), msg("safety.keys.sentence"))
        self.slots: list[SlotInfo] = []
        self.link_open = False
        self.table = WrappedTable(msg("safety.keys.title"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        yes, no = msg("safety.keys.yes"), msg("safety.keys.no")
        self.model = RowsModel(
            [
                RowsColumn(msg("safety.keys.name"), slot_label),
                RowsColumn(msg("safety.keys.kind"), lambda s, to: render(msg(f"safety.keys.kind.{s.kind}"), to)),
                RowsColumn(msg("safety.keys.made"), _made_on, muted=True),
                RowsColumn(msg("safety.keys.link"), lambda s, to: render(yes if s.link else no, to)),
                RowsColumn(msg("safety.keys.mine"), lambda s, to: render(msg("safety.keys.now") if s.mine else "", to)),
            ],
            self.table,
        )
        self.table.show_model(self.model)
        self.table.setMinimumHeight(160)
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._choose())
        self.remove = Button(msg("safety.keys.remove"), self.ask_remove, icon="trash-2")
        self.body.addWidget(row_of(PrimaryButton(msg("safety.keys.add"), self.ask_add, icon="plus"), self.remove))
        self.link = Button("", self.turn_link, icon="user")
        self.body.addWidget(self.table)
        self.body.addWidget(row_of(self.link))
        self.body.addWidget(
            row_of(
                Button(msg("safety.keys.change"), self.ask_change, icon="key-round"),
                Button(msg("safety.keys.recovery"), self.ask_recovery, icon="list"),
                Button(msg("safety.keys.new_key"), self.ask_new_key, icon="lock"),
            )
        )
        self.link_state = Label("", wrap=True)
        self.link_only = Points(msg("safety.link.only"))
        self.open_link = Button(msg("safety.link.open"), self.ask_open_link, icon="lock-open")
        self.close_link = Button(msg("safety.link.close"), self.lock_link, icon="lock")
        self.second = Button(msg("safety.link.second"), self.ask_second, icon="plus")
        self.body.addWidget(SectionLabel(msg("safety.link.title")))
        self.link_table = Label(msg("store.not_checked_link_table"), wrap=True)
        self.body.addWidget(self.link_state)
        self.body.addWidget(self.link_table)
        self.body.addWidget(self.link_only)
        self.body.addWidget(row_of(self.open_link, self.close_link, self.second))
        self._choose()

    def read(self) -> None:
        """List the slots."""

        def slots(project: Project) -> tuple[Any, bool, Any]:
            return project.keys.slots(), project.link_open, project.keys.link_only_slots()

        self.session.ask(slots, self._show, latest=("safety", "keys"))

    def _show(self, found: tuple[Any, bool, Any]) -> None:
        self.slots, self.link_open, only = found
        self.link_state.say(msg("safety.link.is_open" if self.link_open else "safety.link.is_locked"))
        self.link_only.show_points([slot.name or msg("safety.link.unnamed", made=slot.made) for slot in only])
        self.open_link.setVisible(not self.link_open)
        self.close_link.setVisible(self.link_open)
        self.link_table.setVisible(not self.link_open)
        self.second.setEnabled(self.link_open)
        self.model.set_rows(self.slots)
        self._choose()

    def _chosen(self) -> SlotInfo | None:
        slot: SlotInfo | None = self.model.row_at(self.table.currentIndex())
        return slot

    def _choose(self) -> None:
        slot = self._chosen()
        self.remove.setEnabled(slot is not None and not slot.mine)
        given = slot is not None and slot.link
        self.link.say(msg("safety.link.withdraw" if given else "safety.link.give"))
        self.link.setEnabled(slot is not None and self.link_open)

    def turn_link(self) -> None:
        """Give or withdraw access to identifiers for the passphrase chosen."""
        slot = self._chosen()
        if slot is None:
            return
        if slot.link:
            self._ask(WithdrawPanel(self.session, slot.id, slot.name or msg(f"safety.keys.unnamed.{slot.kind}")))
        else:
            self._ask(GiveLinkPanel(self.session, slot))

    def ask_open_link(self) -> None:
        """Open the identifiers with a passphrase that opens them."""
        self._ask(OpenLinkPanel(self.session))

    def lock_link(self) -> None:
        """Lock them again; the project stays open."""
        self.session.ask(lambda project: project.close_link(), self._turned, owner=self)

    def _turned(self, _nothing: object) -> None:
        self.session.link_turned()
        self.read()

    def ask_second(self) -> None:
        """A passphrase for the identifiers alone."""
        self._ask(AddLinkPanel(self.session))

    def _ask(self, panel: Panel) -> None:
        self.open(panel)

    def asking(self) -> str:
        """Adding a person, which has a name typed."""
        return "add" if isinstance(self.panel, AddPanel) else ""

    def ask_again(self, question: str) -> None:
        """The name is typed again; a passphrase is not."""
        if question == "add":
            self.ask_add()

    def ask_add(self) -> None:
        """One more person."""
        self._ask(AddPanel(self.session, self.link_open))

    def ask_change(self) -> None:
        """Another passphrase for the one who works now."""
        mine = next((slot for slot in self.slots if slot.mine), None)
        if mine is not None:
            self._ask(PassphraseChangePanel(self.session, mine.id))

    def ask_remove(self) -> None:
        """One person less."""
        slot = self._chosen()
        if slot is not None and not slot.mine:
            self._ask(RemovePanel(self.session, slot.id, slot.name or msg(f"safety.keys.unnamed.{slot.kind}")))

    def ask_recovery(self) -> None:
        """Twelve words to lock away."""
        self._ask(RecoveryPanel(self.session, self.link_open))

    def ask_new_key(self) -> None:
        """Everything encrypted anew."""
        self._ask(NewKeyPanel(self.session))
