# SPDX-License-Identifier: MIT
"""The panel of one person's records: what belongs to them, what is proposed and why, the search."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.people.members import Member, member_titles
from projects.people.persons import people, persons_of, tie, untie
from wording import Problem, Text, msg
from workbench.safety.consent_subjects import Offer, found_offers
from workbench.safety.panes.page import Panel, row_of
from workbench.session import Session
from workbench.widgets import Button, Entry, EntryList, PrimaryButton, SearchField, SectionLabel

if TYPE_CHECKING:
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
    from projects.people.person_search import proposals  # more of the program: not at start

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
