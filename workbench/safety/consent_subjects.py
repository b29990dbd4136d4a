# SPDX-License-Identifier: MIT
"""Subjects of consent and erasure: people, cases, interviews, rows. It only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import DataTable, Variable
from projects.interviews.queries import documents
from projects.pages.erasable import pictures
from projects.people.consent_tables import recorded
from projects.people.effective_consent import Consents, effective_consents, may_quote, recorded_of_case
from projects.people.identifiers import find_people
from projects.people.missing_consent import members_without_consent
from projects.people.persons import Member, member_titles, people, persons_of
from projects.store.actions import Changes
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.stored_interviews.tables import CONSENTS
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import rows_in_state
from projects.stored_tables.stored_table import data_table, data_tables, recipes
from wording import Progress, Text, msg
from workbench.table_labels import title_of

if TYPE_CHECKING:
    from projects.store.project import Project

MOST_RECORDED = 50  # consents are not recorded on more things than this at once


@dataclass(frozen=True)
class Offer:
    """Something by its name, in a section of the list; `members` are the rows and interviews it is made of."""

    id: str
    text: Text
    section: str
    note: Text = ""
    icon: str = ""
    subjects: tuple[Subject, ...] = ()
    members: tuple[Member, ...] = ()
    titles: tuple[Text, ...] = ()
    case: str = ""
    person: str = ""
    table: DataTable | None = None  # a row of it is still to be said

    @property
    def lacks_consent(self) -> bool:
        """Whether it is offered because consent is missing."""
        return self.section == "missing"


def offers(project: Project) -> list[Offer]:
    """All but single rows, section by section."""
    lines = {line.id: line for line in documents(project)}
    held = effective_consents(project)
    found = [*_without_consent(project), *_people(project)]
    by_case: dict[str, list[Member]] = {}
    for line in lines.values():
        if line.case_name:
            by_case.setdefault(line.case_name, []).append(Member(document=line.id))
    for case, members in by_case.items():
        note, subjects = msg("safety.held.document", n=len(members)), tuple(one.subject for one in members)
        titles = tuple(member_titles(project, members))
        found.append(Offer(f"case:{case}", case, "cases", note, "folder-open", subjects, tuple(members), titles, case))
    for line in lines.values():
        quote: Text = "" if may_quote(held[line.id], inside=True) else msg("safety.erase.no_quote")
        found.append(_single(Member(document=line.id), line.name, "interviews", quote))
    for table in _tables(project):
        found.append(Offer(f"table:{table.id}", title_of(table), "tables", icon="table-2", table=table))
    for picture in pictures(project):
        found.append(
            Offer(f"picture:{picture.id}", picture.title, "pictures", icon="image", subjects=(picture.subject,))
        )
    removed = (Subject("removed", "all"),)
    found.append(Offer("removed", msg("safety.erase.removed"), "removed", icon="history", subjects=removed))
    return found


def found_offers(project: Project, typed: str) -> tuple[list[Offer], bool]:
    """Who bears this name, number or id, or is the row of this number; and whether names could be looked at."""
    found = []
    for one in find_people(project, typed):
        if one.person:
            found.append(_person(one.person, one.members, one.titles, one.why, "found"))
        else:
            found.append(_single(one.members[0], one.titles[0], "found", one.why))
    if typed.isdecimal():
        known = {offer.id for offer in found}
        rows = (row_offer(project, table.id, int(typed)) for table in _tables(project))
        found = [*(row for row in rows if row is not None and row.id not in known), *found]
    return found, project.link_open


def row_offer(project: Project, table_id: str, row_id: int) -> Offer | None:
    """One row, or None where there is none, or it was erased."""
    there = int(TableColumns(project, table_id).positions([row_id])[0]) >= 0
    if not there or row_id in rows_in_state(project, table_id, "erased"):
        return None
    member = Member(table_id, row_id)
    return _single(member, member_titles(project, [member])[0], "found")


def rows_offer(project: Project, table_id: str, row_ids: Sequence[int]) -> Offer | None:
    """Some rows of a table as one thing to erase, or None where one is not there."""
    rows = [row_offer(project, table_id, row_id) for row_id in row_ids]
    there = [row for row in rows if row is not None]
    if not there or len(there) < len(rows):
        return None
    if len(there) == 1:
        return there[0]
    (table,) = (one for one in _tables(project) if one.id == table_id)
    name = msg("safety.erase.rows_of", n=len(there), table=title_of(table))
    return Offer(f"rows:{table_id}", name, "found", subjects=(Subject("row", (table_id, list(row_ids))),))


@dataclass(frozen=True)
class Facts:
    """What is known about an offer: its recorded consents, what to say of them, its answers, what others share."""

    consents: Consents | None
    notes: tuple[Text, ...] = ()
    variables: tuple[Variable, ...] = ()
    shared: frozenset[Member] = frozenset()


def facts(project: Project, offer: Offer) -> Facts:
    """Looked up when an offer is chosen."""
    shared = (
        frozenset(one for one in offer.members if len(persons_of(project, one)) > 1) if offer.person else frozenset()
    )
    if offer.case:
        return Facts(recorded_of_case(project, offer.case), (msg("safety.consent.of_case"),))
    if not 0 < len(offer.members) <= MOST_RECORDED:
        return Facts(None)
    own = [recorded(project, one) for one in offer.members]
    together = {name: own[0][name] if len({one[name] for one in own}) == 1 else None for name in CONSENTS}
    notes: list[Text] = []
    if any(len({one[name] for one in own}) > 1 for name in CONSENTS):
        notes.append(msg("safety.consent.differ"))
    variables: tuple[Variable, ...] = ()
    if len(offer.members) == 1:
        one = offer.members[0]
        if one.document:
            notes += _what_holds(own[0], effective_consents(project)[one.document])
        else:
            derived = recipes(project, one.table)
            variables = tuple(v for v in data_table(project, one.table).variables if v.id not in derived)
    return Facts(together, tuple(notes), variables, shared)


def erase_all(project: Project, subjects: tuple[Subject, ...], reason: EraseReason, progress: Progress) -> Changes:
    """Erase them as one action; the result is the `Erased`. Raises Stopped: nothing has changed."""
    done = erase(project, subjects, reason, progress)
    return Changes(done.changes.seq, done.changes.message, done.changes.changed, done)


def subjects_of(offer: Offer, chosen: frozenset[Member]) -> tuple[Subject, ...]:
    """What to erase when only some of what belongs to a person or a case goes; a person's ties go in any case."""
    if len(offer.members) < 2 or chosen == frozenset(offer.members):
        return offer.subjects
    parts = tuple(one.subject for one in offer.members if one in chosen)
    return (*parts, Subject("ties", offer.person)) if offer.person and parts else parts


def _without_consent(project: Project) -> list[Offer]:
    members = members_without_consent(project)
    titles = dict(zip(members, member_titles(project, members), strict=True))
    found = []
    for table in _tables(project):
        rows = tuple(one for one in members if one.table == table.id)
        if rows:
            subject = Subject("row", (table.id, [one.row for one in rows]))
            note = msg("safety.erase.rows", n=len(rows))
            name = title_of(table)
            found.append(Offer(f"rows:{table.id}", name, "missing", note, "triangle-alert", (subject,), rows))
    for one in members:
        if one.document:
            found.append(_single(one, titles[one], "missing", msg("safety.erase.refused")))
    return found


def _people(project: Project) -> list[Offer]:
    known = people(project)
    titles = member_titles(project, [one for members in known.values() for one in members])
    found = []
    for person, members in known.items():
        found.append(_person(person, members, tuple(titles[: len(members)]), "", "people"))
        del titles[: len(members)]
    return found


def _person(person: str, members: tuple[Member, ...], titles: tuple[Text, ...], why: Text, section: str) -> Offer:
    text = msg("safety.person.is", first=titles[0], n=len(members) - 1)
    return Offer(
        f"person:{person}", text, section, why, "user", (Subject("person", person),), members, titles, "", person
    )


def _single(member: Member, title: Text, section: str, note: Text = "") -> Offer:
    icon = "triangle-alert" if section == "missing" else "messages-square" if member.document else "table-2"
    name = f"refused:{member.document}" if section == "missing" else member.key
    return Offer(name, title, section, note, icon, (member.subject,), (member,), (title,))


def _what_holds(own: Consents, held: Consents) -> list[Text]:
    """Where case or respondents change what is recorded on an interview itself."""
    changed = [name for name in CONSENTS if own[name] != held[name]]
    return [
        msg(f"safety.consent.holds_{'yes' if held[name] else 'no'}", what=msg(f"interviews.view.consent.{name}"))
        for name in changed
    ]


def _tables(project: Project) -> list[DataTable]:
    return data_tables(project)
