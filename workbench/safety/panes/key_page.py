# SPDX-License-Identifier: MIT
"""The page of keys: who can open the project, by name. Each change is asked in a panel. It keeps no passphrase."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractItemView

from wording import msg, render
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
from workbench.safety.panes.page import Panel, Points, SafetyPage, row_of
from workbench.safety.panes.recovery_panel import RecoveryPanel
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.widgets import Button, Label, PrimaryButton, RowsColumn, RowsModel, SectionLabel
from workbench.widgets.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo
    from projects.store.project import Project


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
