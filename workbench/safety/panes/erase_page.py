# SPDX-License-Identifier: MIT
"""The page of consent and erasure: finding somebody, missing consents, consents of each, one person's records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from projects.people.consent_actions import record_consents
from projects.store.backup.second_place import unfinished_erasing
from projects.store.erase_request import Subject
from projects.stored_interviews.tables import CONSENTS
from projects.stored_tables.stored_table import variables
from wording import Message, Text, msg
from workbench.safety.consent_subjects import Facts, Offer, facts, found_offers, offers, row_offer, rows_offer
from workbench.safety.panes.erase_panel import ErasePanel
from workbench.safety.panes.page import SafetyPage, row_of
from workbench.safety.panes.person_panel import AllConsentsPanel, PersonPanel
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.variable_picker import VariableField, candidates_among
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    FormRow,
    Label,
    MutedLabel,
    Pane,
    SearchField,
    StrongLabel,
    TextField,
)

if TYPE_CHECKING:
    from projects.store.project import Project

_ANSWERS = ((True, "yes"), (False, "no"), (None, "unknown"))
_SECTIONS = ("found", "missing", "people", "cases", "interviews", "tables", "pictures", "removed")


class ErasePage(SafetyPage):
    """A field to find somebody and a list at the left; what is known of its entry, and its buttons, at the right."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.consent.title"), msg("safety.consent.sentence"))
        self.offers: dict[str, Offer] = {}
        self.facts = Facts(None)
        self._asked_again = ""
        self.search = SearchField(msg("safety.person.find"))
        self.list = EntryList(msg("safety.consent.list"))
        self.list.setMinimumHeight(380)
        self.list.setMinimumWidth(330)
        self.hint = MutedLabel("", wrap=True)
        self.unfinished = Label("", wrap=True)
        self.unfinished.setProperty("kind", "danger")
        self.unfinished.hide()
        self.name = StrongLabel(msg("safety.consent.choose"), wrap=True)
        self.note = MutedLabel("", wrap=True)
        self.consents = {
            name: ChoiceField(
                msg(f"interviews.view.consent.{name}"),
                [(value, msg(f"interviews.view.consent.{word}")) for value, word in _ANSWERS],
            )
            for name in CONSENTS
        }
        self.consent_rows = [FormRow(msg(f"interviews.view.consent.{name}"), self.consents[name]) for name in CONSENTS]
        self.row = TextField(msg("safety.erase.row"), placeholder="")
        self.row_row = FormRow(msg("safety.erase.row"), self.row, msg("safety.erase.row_help"))
        self.variable = VariableField(msg("safety.erase.what"), empty=msg("safety.erase.whole_row"))
        self.variable_row = FormRow(msg("safety.erase.what"), self.variable)
        self.erase = Button(msg("safety.erase.begin"), self.ask_erase, kind="danger", icon="trash-2")
        self.same = Button(msg("safety.person.begin"), self.ask_person, icon="users")
        self.everyone = Button(msg("safety.all.begin"), self.ask_all, icon="users")
        self.body.addWidget(self.unfinished)
        self.body.addWidget(row_of(self.everyone))
        self.body.addWidget(self._columns())
        self.list.picked.connect(self._show_offer)
        self.search.searched.connect(lambda _typed: self.read())
        self.search.to_list.connect(self.list.setFocus)
        self.row.returnPressed.connect(self.ask_erase)
        for name, field in self.consents.items():
            field.chosen.connect(partial(self._set_consent, name))
        self._show_offer("")

    def _columns(self) -> QWidget:
        whole, left, right = QWidget(), QWidget(), Pane(margins=(14, 12, 14, 12))
        across, down = QHBoxLayout(whole), QVBoxLayout(left)
        for layout in (across, down):
            layout.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        down.setSpacing(8)
        for one in (self.search, self.hint, self.list):
            down.addWidget(one)
        across.addWidget(left, 5)
        across.addWidget(right, 5)
        buttons = row_of(self.erase, self.same)
        for part in (self.name, self.note, *self.consent_rows, self.row_row, self.variable_row, buttons):
            right.body.addWidget(part)
        right.body.addWidget(Label(msg("safety.erase.first_shown"), wrap=True))
        right.body.addStretch(1)
        return whole

    def read(self) -> None:
        """List what there is, or who was found; say what an erasure still has to clear away."""
        self.session.ask(unfinished_erasing, self._tell_unfinished, latest=("safety", "unfinished"))
        typed = self.search.text().strip()
        if len(typed) >= 2 or typed.isdecimal():
            self.session.ask(
                lambda project: found_offers(project, typed), self._show_found, latest=("safety", "offers")
            )
        else:
            self.session.ask(offers, self._show_all, latest=("safety", "offers"))

    def _tell_unfinished(self, waiting: Message | None) -> None:
        self.unfinished.say(waiting or "")
        self.unfinished.setVisible(waiting is not None)

    def _show_all(self, found: list[Offer]) -> None:
        self.hint.hide()
        self._show(found, always="missing", nothing=msg("safety.consent.none_missing"))

    def _show_found(self, found: tuple[list[Offer], bool]) -> None:
        self.hint.say(msg("safety.person.link_closed"))
        self.hint.setVisible(not found[1])
        self._show(found[0], always="found", nothing=msg("safety.person.nobody"))

    def _show(self, found: list[Offer], *, always: str, nothing: Text) -> None:
        self.offers = {offer.id: offer for offer in found}
        entries: list[Entry] = []
        for section in _SECTIONS:
            held = [offer for offer in found if offer.section == section]
            if held or section == always:
                entries.append(Entry(f"section:{section}", msg(f"safety.consent.{section}"), section=True))
            if not held and section == always:
                entries.append(Entry("none", nothing, icon="check" if section == "missing" else "search"))
            entries += [Entry(offer.id, offer.text, offer.note, icon=offer.icon) for offer in held]
        self.list.set_entries(entries)
        self._show_offer(self.list.picked_id())
        again, self._asked_again = self._asked_again, ""
        if again in self.offers:
            self.list.pick(again)
            self.open(ErasePanel(self.session, self.offers[again], self.facts.shared))

    def asking(self) -> str:
        """Who or what is about to be erased."""
        return self.panel.offer.id if isinstance(self.panel, ErasePanel) else ""

    def ask_again(self, question: str) -> None:
        """The same preview again, where it is still listed: nothing was confirmed."""
        self._asked_again = question
        self.read()

    def offer(self) -> Offer | None:
        """What is chosen."""
        return self.offers.get(self.list.picked_id() or "")

    def _show_offer(self, _picked: object) -> None:
        offer = self.offer()
        self.name.say(offer.text if offer else msg("safety.consent.choose"))
        self.row_row.setVisible(offer is not None and offer.table is not None)
        self.erase.setVisible(offer is not None)
        self.erase.say(msg("safety.erase.show_row" if offer and offer.table else "safety.erase.begin"))
        self.same.setVisible(bool(offer and (offer.person or len(offer.members) == 1)))
        self._show_facts(Facts(None))
        if offer is not None:
            wanted = offer.id
            self.session.ask(
                lambda project: facts(project, offer),
                lambda found: self._show_facts(found) if self.list.picked_id() == wanted else None,
                latest=("safety", "facts"),
                owner=self,
            )

    def _show_facts(self, found: Facts) -> None:
        self.facts, offer = found, self.offer()
        parts: list[Text] = [*([offer.note] if offer and offer.note else []), *found.notes]
        if offer is not None and len(offer.titles) > 1:
            parts = [msg("safety.person.things", things=offer.titles), *parts]
        said: Text = parts[0] if parts else ""
        for part in parts[1:]:
            said = msg("safety.lines", first=said, then=part)
        self.note.say(said)
        self.note.setVisible(bool(parts))
        for row in self.consent_rows:
            row.setVisible(found.consents is not None)
        if found.consents is not None:
            for name, field in self.consents.items():
                field.choose(found.consents[name])
        self.variable_row.setVisible(bool(found.variables))
        self.variable.offer_candidates(candidates_among(found.variables))

    def _set_consent(self, name: str, value: object) -> None:
        offer = self.offer()
        if offer is not None:
            given = value if isinstance(value, bool) else None
            members = () if offer.case else offer.members
            self.session.do(record_consents(members, {name: given}, offer.case))

    def ask_all(self) -> None:
        """The consents of all interviews at once."""
        self.open(AllConsentsPanel(self.session))

    def ask_person(self) -> None:
        """What else is this person's?"""
        offer = self.offer()
        if offer is not None and offer.members:
            self.open(PersonPanel(self.session, offer))

    def ask_erase(self) -> None:
        """Show all that would go, and ask."""
        offer = self.offer()
        if offer is None:
            self.search.setFocus()
        elif offer.table is not None:
            self._find_row(offer)
        elif self.variable.value() and offer.members:
            self.ask_answer(offer.members[0].table, offer.members[0].row, self.variable.value())
        else:
            self.open(ErasePanel(self.session, offer, self.facts.shared))

    def ask_rows(self, table_id: str, row_ids: Sequence[int]) -> None:
        """Show what would go with some rows, and ask."""
        self.session.ask(lambda project: rows_offer(project, table_id, row_ids), self._row_found, owner=self)

    def show_row(self, table_id: str, row_id: int) -> None:
        """Show one row as somebody found: its consents, whose it is."""
        self.close_panel()
        self.session.ask(
            lambda project: (offers(project), row_offer(project, table_id, row_id)), self._show_row, owner=self
        )

    def _show_row(self, found: tuple[list[Offer], Offer | None]) -> None:
        listed, row = found
        if row is None:
            self.session.problem.emit(msg("safety.erase.row_missing"))
            return
        self._show([row, *(one for one in listed if one.id != row.id)], always="found", nothing="")
        self.list.pick(row.id)
        self.list.setFocus()

    def ask_answer(self, table_id: str, row_id: int, variable_id: str) -> None:
        """Show what would go with one answer, and ask."""

        def named(project: Project) -> Offer | None:
            row = row_offer(project, table_id, row_id)
            if row is None:
                return None
            (variable,) = variables(project, table_id, [variable_id])
            name = msg("safety.erase.answer_of", variable=called(variable), row=row.text)
            return Offer(row.id, name, "found", subjects=(Subject("answer", (table_id, row_id, variable_id)),))

        self.session.ask(named, self._row_found, owner=self)

    def ask_names(self, table_id: str, subjects: Sequence[Subject]) -> None:
        """Show what would go with the names of a register, and ask."""
        offer = Offer(f"names:{table_id}", msg("people.names_of_register"), "found", subjects=tuple(subjects))
        self.open(ErasePanel(self.session, offer))

    def ask_document(self, document_id: str) -> None:
        """Show what would go with one interview, and ask."""

        def named(project: Project) -> Offer | None:
            held = (offer for offer in offers(project) if offer.id == f"document:{document_id}")
            return next(held, None)

        self.session.ask(named, self._row_found, owner=self)

    def _row_found(self, offer: Offer | None) -> None:
        if offer is None:
            self.session.problem.emit(msg("safety.erase.row_missing"))
        else:
            self.open(ErasePanel(self.session, offer))

    def _find_row(self, offer: Offer) -> None:
        """Look for the row typed, and show it in the list as somebody found."""
        typed, table = self.row.text().strip(), offer.table
        if table is None or not typed.isdecimal():
            self.row_row.complain(msg("safety.erase.row_missing"))
            self.row.setFocus()
            return

        def found(row: Offer | None) -> None:
            self.row_row.complain(None if row else msg("safety.erase.row_missing"))
            if row is not None:
                self._show_row((list(self.offers.values()), row))

        self.session.ask(lambda project: row_offer(project, table.id, int(typed)), found, owner=self)
