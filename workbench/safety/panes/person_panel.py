# SPDX-License-Identifier: MIT
"""Panels of people: one person's records, found and proposed; the consents of all interviews at once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.people.consent_actions import record_for_all, silent_interviews
from projects.people.identifiers import proposals
from projects.people.persons import Member, member_titles, people, persons_of, tie, untie
from projects.stored_interviews.tables import CONSENTS
from wording import Problem, Text, msg
from workbench.safety.consent_subjects import Offer, found_offers
from workbench.safety.panes.page import Panel, row_of
from workbench.session import Session
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    FormRow,
    MutedLabel,
    PrimaryButton,
    SearchField,
    SectionLabel,
    TextField,
)

if TYPE_CHECKING:
    from projects.store.actions import Action
    from projects.store.project import Project

_THEIRS_SHOWN, _OTHERS_SHOWN = 5, 8


@dataclass(frozen=True)
class KnownMembers:
    """What is the person's, and what may be: members with titles and a note."""

    person: str
    theirs: tuple[tuple[Member, Text, Text], ...]
    others: tuple[tuple[Member, Text, Text], ...]


class PersonPanel(Panel):
    """Each addition and each taking out is an action of its own; nothing is tied that nobody said."""

    def __init__(self, session: Session, offer: Offer) -> None:
        super().__init__(msg("safety.person.title", name=offer.text), msg("safety.person.sentence"))
        self.session, self.member, self.person = session, offer.members[0], offer.person
        self.theirs = EntryList(msg("safety.person.theirs"))
        self.others = EntryList(msg("safety.person.others"))
        self.search = SearchField(msg("safety.person.find"))
        self.add_button = PrimaryButton(msg("safety.person.add"), self.add_chosen, icon="plus")
        self.out_button = Button(msg("safety.person.out"), self.take_out, icon="x")
        self.others_title = SectionLabel(msg("safety.person.others"))
        self.add(SectionLabel(msg("safety.person.theirs")), self.theirs, row_of(self.out_button))
        self.add(self.others_title, self.search, self.others)
        self.add_buttons(self.add_button, Button(msg("safety.close"), self.left.emit))
        self.known = KnownMembers("", (), ())
        self.theirs.picked.connect(lambda _id: self._update_buttons())
        self.others.picked.connect(lambda _id: self._update_buttons())
        self.others.opened.connect(lambda _id: self.add_chosen())
        self.search.searched.connect(lambda _typed: self.read())
        self.search.to_list.connect(self.others.setFocus)
        self._update_buttons()

    def begin(self) -> None:
        """Look for what may be theirs."""
        self.search.setFocus()
        self.read()

    def read(self) -> None:
        """What is theirs now, and what is proposed or found."""
        typed, member, person = self.search.text().strip(), self.member, self.person
        self.session.ask(
            lambda project: _known_members(project, member, person, typed),
            self._show,
            latest=("safety", "person"),
            owner=self,
        )

    def _show(self, known: KnownMembers) -> None:
        self.known, self.person = known, known.person
        for held, listed in ((self.theirs, known.theirs), (self.others, known.others)):
            entries = [Entry(_id(member), title, note, icon=_icon(member)) for member, title, note in listed]
            held.set_entries(entries or [Entry("none", msg("safety.person.nothing"), icon="search")])
            most = _THEIRS_SHOWN if held is self.theirs else _OTHERS_SHOWN
            held.setFixedHeight(min(max(len(entries), 1), most) * held.sizeHintForRow(0) + 6)
        if known.others and self.others.picked_id() is None:
            self.others.pick(_id(known.others[0][0]), quiet=True)
        self._update_buttons()

    def _chosen(self, held: EntryList, listed: tuple[tuple[Member, Text, Text], ...]) -> Member | None:
        wanted = held.picked_id()
        return next((member for member, _, _ in listed if _id(member) == wanted), None)

    def _update_buttons(self) -> None:
        self.add_button.setEnabled(self._chosen(self.others, self.known.others) is not None)
        chosen = self._chosen(self.theirs, self.known.theirs)
        self.out_button.setEnabled(chosen is not None and bool(self.person))

    def add_chosen(self) -> None:
        """Say that what is chosen is theirs too."""
        chosen = self._chosen(self.others, self.known.others)
        if chosen is not None:
            self.session.do(tie([self.member, chosen], self.person), lambda _changes: self._done(), self._failed)

    def take_out(self) -> None:
        """Say that what is chosen is not theirs."""
        chosen = self._chosen(self.theirs, self.known.theirs)
        if chosen is not None and self.person:
            if chosen == self.member:
                rest = [member for member, _, _ in self.known.theirs if member != chosen]
                self.member = rest[0] if rest else self.member
            self.session.do(untie(self.person, chosen), lambda _changes: self._done(), self._failed)

    def _done(self) -> None:
        self.complain(None)
        self.read()

    def _failed(self, problem: Problem) -> None:
        self.complain(problem)


def _id(member: Member) -> Hashable:
    return member.key


def _icon(member: Member) -> str:
    return "messages-square" if member.document else "table-2"


def _known_members(project: Project, member: Member, person: str, typed: str) -> KnownMembers:
    held = people(project)
    if person not in held:
        mine = persons_of(project, member)
        person = mine[0] if len(mine) == 1 else ""
    theirs = held.get(person, (member,))
    shared = [msg("safety.person.shared") if len(persons_of(project, one)) > 1 else "" for one in theirs]
    listed = tuple(zip(theirs, member_titles(project, list(theirs)), shared, strict=True))
    others: dict[Member, tuple[Text, Text]] = {}
    if len(typed) >= 2 or typed.isdecimal():
        for offer in found_offers(project, typed)[0]:
            for one, title in zip(offer.members, offer.titles, strict=True):
                others.setdefault(one, (title, offer.note))
    else:
        for proposal in proposals(project):
            for mine_, other in ((0, 1), (1, 0)):
                if proposal.members[mine_] in theirs:
                    others.setdefault(proposal.members[other], (proposal.titles[other], proposal.why))
    rest = tuple((one, *facts) for one, facts in others.items() if one not in theirs)
    return KnownMembers(person, listed, rest)


class AllConsentsPanel(Panel):
    """One answer for each consent, recorded for every interview that says nothing of it; where they come from."""

    def __init__(self, session: Session) -> None:
        super().__init__(msg("safety.all.title"), msg("safety.all.sentence"))
        self.session = session
        answers = [(None, msg("safety.all.leave")), (True, msg("interviews.view.consent.yes"))]
        answers.append((False, msg("interviews.view.consent.no")))
        self.answers = {name: ChoiceField(msg(f"interviews.view.consent.{name}"), answers) for name in CONSENTS}
        self.rows = {name: FormRow(msg(f"interviews.view.consent.{name}"), self.answers[name]) for name in CONSENTS}
        self.source = TextField(msg("consents.source.field"), placeholder=msg("consents.source.example"))
        self.record = PrimaryButton(msg("safety.all.record"), self._record, icon="check")
        for field in self.answers.values():
            field.choose(None)
            field.chosen.connect(lambda _answer: self._update())
        self.source_row = FormRow(msg("consents.source.title"), self.source)
        self.known = MutedLabel(msg("safety.all.known"), wrap=True)
        self.known.hide()
        self.add(self.known, *self.rows.values(), self.source_row)
        self.add_buttons(self.record, Button(msg("safety.close"), self.left.emit))
        self.source.textChanged.connect(lambda _text: self._update())
        self.source.returnPressed.connect(self._record)
        self._update()

    def begin(self) -> None:
        """Count the interviews that say nothing yet; the first thing to answer is quoting."""
        self.answers["quotation"].setFocus()
        self.session.ask(silent_interviews, self._count, latest=("safety", "silent"), owner=self)

    def _count(self, silent: dict[str, list[str]]) -> None:
        for name, row in self.rows.items():
            row.help.say(msg("safety.all.silent", n=len(silent[name])))
            row.help.show()
            row.setVisible(bool(silent[name]))
        asks = any(silent.values())
        self.known.setVisible(not asks)
        self.source_row.setVisible(asks)
        self.record.setVisible(asks)

    def _given(self) -> dict[str, bool | None]:
        return {name: field.value() for name, field in self.answers.items() if field.value() is not None}

    def _update(self) -> None:
        self.record.setEnabled(bool(self._given() and self.source.text().strip()))

    def _record(self) -> None:
        given, source = self._given(), self.source.text()
        if not given or not source.strip():
            return

        def action(project: Project) -> Action:
            return record_for_all(project, given, source)

        self.session.do(action, lambda _changes: self.left.emit(), self.complain)
