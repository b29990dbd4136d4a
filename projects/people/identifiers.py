# SPDX-License-Identifier: MIT
"""Names, numbers and ids of rows, as they stand and as they are compared. It stores and logs none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from projects.people.persons import Member, member_titles, people
from projects.store.ports import Reader
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.queries import TABLES_AND_THEIR_DATA_SETS
from projects.stored_tables.stored_table import variables
from projects.word_folding import fold
from wording import Message, Text, msg

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.stored_tables.chunks import ChunkColumn

ERASED_ROWS = "SELECT row_id FROM row_state WHERE table_id = ? AND state = 'erased'"

_IDS = re.compile(r"(^|[_\W])(id|code|uuid|number|num|no|case|cas|ref|respondent|participant|dossier)([_\W]|$)", re.I)
_PLACES = ("_index", "_parent", "_submission__index")  # where a row stood in the file: says nothing of anybody
_LEAST, _DIGITS = 3, 8  # letters of an id that can tell people apart; digits of a phone number that are compared


@dataclass(frozen=True)
class IdentifierValues:
    """A variable that names or numbers people, with its values by row."""

    table: str
    variable: str
    called: Text
    values: dict[int, str]
    whole: bool = False  # a number of the server: only the whole of it means anything

    def members(self) -> dict[str, list[Member]]:
        """Who has each value, as values are compared."""
        found: dict[str, list[Member]] = {}
        for row, value in self.values.items():
            if plain := comparable(value):
                found.setdefault(plain, []).append(Member(self.table, row))
        return found


def identifying(project: Reader, table_id: str) -> Iterator[IdentifierValues]:
    """The variables of a table that name or number people; those under the link key only while it is open."""
    columns = TableColumns(project, table_id)
    rows = columns.row_ids.tolist()
    erased = {row["row_id"] for row in project.query(
        ERASED_ROWS, (table_id,)
    )}  # fmt: skip
    for variable in variables(project, table_id):
        if not names_people(variable):
            continue
        column = columns.read(variable)
        if len(column.reasons) and bool((column.reasons == LOCKED).all()):
            continue
        listed = column.values.to_pylist() if hasattr(column.values, "to_pylist") else _numbers(column)
        values = {
            row: str(value).strip()
            for row, value in zip(rows, listed, strict=True)
            if value not in (None, "") and row not in erased
        }
        called: Text = variable.labels if any(variable.labels.by_language.values()) else variable.name
        yield IdentifierValues(table_id, variable.id, called, values, variable.name.startswith("_"))


def names_people(variable: Variable) -> bool:
    """Whether a variable identifies directly, is a key, or is called like an id."""
    if variable.kind not in (Kind.TEXT, Kind.INTEGER) or variable.name.startswith(_PLACES):
        return False
    return variable.role in (Role.IDENTIFIER, Role.KEY) or bool(_IDS.search(variable.name))


def comparable(value: str) -> str:
    """A name, id or phone number so that two ways of writing it are equal; empty where it tells too little."""
    plain = "".join(part for part in fold(value) if part.isalnum())
    if len(plain) >= _DIGITS and plain.isdecimal():
        return plain[-_DIGITS:]
    return plain if len(plain) >= _LEAST else ""


def _numbers(column: ChunkColumn) -> list[str | None]:
    """Whole numbers as they are written; None where absent."""
    values, reasons = column.values, column.reasons
    return [None if reason or value != value else f"{value:.0f}" for value, reason in zip(values, reasons, strict=True)]


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
