# SPDX-License-Identifier: MIT
"""Finding somebody by a name, a number or an id, and proposing what is one person's. A person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.people.identifiers import IdentifierValues, comparable, identifying
from projects.people.members import Member, member_titles
from projects.people.persons import people
from projects.stored_tables.queries import TABLES_AND_THEIR_DATA_SETS
from projects.word_folding import fold
from wording import Message, Text, msg

if TYPE_CHECKING:
    from projects.store.project import Project

TABLES = "SELECT id FROM data_table ORDER BY number"

DOCUMENTS_AND_CASE_NAMES = "SELECT id, name, case_name FROM document ORDER BY position"

MOST = 30
_SHOWN = 22  # signs of a value that are shown


@dataclass(frozen=True)
class FoundPerson:
    """A person, or one row or interview of nobody yet; `why` tells what of it holds what was typed."""

    members: tuple[Member, ...]
    titles: tuple[Text, ...]
    why: Text = ""
    person: str = ""


@dataclass(frozen=True)
class PersonProposal:
    """Two things that may be one person's, and why. The user decides."""

    members: tuple[Member, Member]
    titles: tuple[Text, Text]
    why: Message


def find_people(project: Project, typed: str, most: int = MOST) -> list[FoundPerson]:
    """Persons, rows and interviews by a name, number or id, or part of one of two signs or more.

    Names and numbers under the link key are looked at while it is open; ids of rows and names of interviews always.
    """
    wanted = fold(typed).strip()
    if len(wanted) < 2:
        return []
    hits, near = dict[Member, Text](), dict[Member, int]()
    for row in project.query(DOCUMENTS_AND_CASE_NAMES):
        if any(wanted in fold(text) for text in (row["name"], row["case_name"])):
            hits[Member(document=str(row["id"]))] = msg("consents.why.interview")
    for held in _identifying(project):
        for number, value in held.values.items():
            same = comparable(typed) != "" and comparable(typed) == comparable(value)
            if same or wanted == fold(value) or (wanted in fold(value) and not held.whole):
                hits.setdefault(Member(held.table, number), shortened(value))
                near.setdefault(Member(held.table, number), _nearness(wanted, fold(value)))
            if len(hits) >= 100 * most:
                break
    ordered = sorted(hits, key=lambda member: near.get(member, 0))
    return _gathered(project, {member: hits[member] for member in ordered})[:most]


def shortened(text: str) -> str:
    """A text cut to what a line of a list has room for."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _nearness(wanted: str, value: str) -> int:
    """How near a value comes to what was typed: the whole, its beginning, the beginning of a word, elsewhere."""
    if comparable(wanted) == comparable(value) or value == wanted:
        return 0
    if value.startswith(wanted):
        return 1
    return 2 if any(part.startswith(wanted) for part in value.split()) else 3


def proposals(project: Project, about: Member | None = None) -> list[PersonProposal]:
    """What may be one person's because a name, number, id or case is the same, and is not tied yet.

    Only what is unmistakable is proposed: a value that one row of a table has, and an interview that bears it as its
    case or its name; or the same value in rows of two tables where neither hangs on the other.
    """
    columns = [(one, one.members()) for one in _identifying(project)]
    together = {frozenset((one, two)) for held in people(project).values() for one in held for two in held}
    found: dict[frozenset[Member], Message] = {}
    for one, why in (*_interviews(project, columns), *_rows(project, columns)):
        if len(one) == 2 and one not in together and (about is None or about in one):
            found.setdefault(one, why)
    pairs = [tuple(sorted(pair, key=lambda member: (member.document != "", member))) for pair in found]
    flat = member_titles(project, [one for pair in pairs for one in pair])
    return [
        PersonProposal((pair[0], pair[1]), (flat[2 * n], flat[2 * n + 1]), why)
        for n, (pair, why) in enumerate(zip(pairs, found.values(), strict=True))
    ]


def _identifying(project: Project) -> list[IdentifierValues]:
    tables = [row["id"] for row in project.query(TABLES)]
    return [one for table in tables for one in identifying(project, table)]


def _gathered(project: Project, hits: dict[Member, Text]) -> list[FoundPerson]:
    """Hits that belong to a person as that person, once; the others each for itself."""
    held = people(project)
    of_member: dict[Member, str] = {}
    for person, members in held.items():
        for one in members:
            of_member.setdefault(one, person)
    found: dict[str, tuple[tuple[Member, ...], Text, str]] = {}
    for member, why in hits.items():
        known = of_member.get(member, "")
        found.setdefault(known or member.key, (held[known] if known else (member,), why, known))
    titles = member_titles(project, [one for members, _, _ in found.values() for one in members])
    made = []
    for members, why, person in found.values():
        made.append(FoundPerson(members, tuple(titles[: len(members)]), why, person))
        del titles[: len(members)]
    return made


def _interviews(
    project: Project, columns: list[tuple[IdentifierValues, dict[str, list[Member]]]]
) -> list[tuple[frozenset[Member], Message]]:
    found = []
    for row in project.query(DOCUMENTS_AND_CASE_NAMES):
        document = Member(document=str(row["id"]))
        for held, members in columns:
            for key, text in (("case", row["case_name"]), ("name", row["name"])):
                same = members.get(comparable(text), []) if text else []
                if len(same) == 1:
                    why = msg(f"consents.why.same_{key}", variable=held.called)
                    found.append((frozenset((document, same[0])), why))
    return found


def _rows(
    project: Project, columns: list[tuple[IdentifierValues, dict[str, list[Member]]]]
) -> list[tuple[frozenset[Member], Message]]:
    sets = {row["id"]: row["data_set"] for row in project.query(TABLES_AND_THEIR_DATA_SETS)}
    found = []
    for place, (held, members) in enumerate(columns):
        for other, others in columns[place + 1 :]:
            if sets[held.table] == sets[other.table]:
                continue
            for value in members.keys() & others.keys():
                if len(members[value]) == len(others[value]) == 1:
                    why = msg("consents.why.same_value", variable=held.called, other=other.called)
                    found.append((frozenset((members[value][0], others[value][0])), why))
    return found
