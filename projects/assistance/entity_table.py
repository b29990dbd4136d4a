# SPDX-License-Identifier: MIT
"""The table of entities of a project: switched on for a purpose, kept under the link key, numbered for pseudonyms.

Without the link key one sees pseudonyms and how often each is mentioned, not who appears where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from coding.entities.records import TABLED, Corrections, EntityKind, Key, corrected
from coding.entities.witnesses import surely_named
from projects.assistance import entity_queries as queries
from projects.assistance.entities import EntityLine, Mention, gathered, lines_of, may_be_read, name_of, phone_countries
from projects.interviews.queries import load_documents
from projects.interviews.reading_process import TabledEntities
from projects.people.effective_consent import effective_consents
from projects.store.actions import Action
from projects.store.ports import DatabaseRow, Reader, Rows
from projects.store.problems import LinkLocked
from projects.store.schema import stored_setting
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project

SPANS = "SELECT id, document, digest, start, stop, kind FROM entity_span ORDER BY document, start, id"

DELETE_MENTION = "DELETE FROM entity_mention WHERE id = ?"
INSERT_MENTION = (
    "INSERT INTO entity_mention (document, digest, start, stop, kind, known, plain, said)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
DELETE_NAME = "DELETE FROM entity_name WHERE id = ?"
UPDATE_NAME = "UPDATE entity_name SET name = ? WHERE id = ?"
INSERT_NAME = "INSERT INTO entity_name (id, kind, known, name) VALUES (?, ?, ?, ?)"
DELETE_ALL_SPANS = "DELETE FROM entity_span"
DELETE_SPAN = "DELETE FROM entity_span WHERE id = ?"
INSERT_SPAN = "INSERT INTO entity_span (document, digest, start, stop, kind) VALUES (?, ?, ?, ?, ?)"
DELETE_ALL_ENTITIES = "DELETE FROM entity"
DELETE_ENTITY = "DELETE FROM entity WHERE id = ?"
UPDATE_ENTITY = "UPDATE entity SET label = ?, mentions = ?, documents = ? WHERE id = ?"
INSERT_ENTITY = "INSERT INTO entity (kind, number, label, mentions, documents) VALUES (?, ?, ?, ?, ?)"

_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.POSSIBLE})
PURPOSE = "assistance.entities"
EVENTS_CHANGED = "cases.events"  # a setting that counts changes of events: the rows lie where no view looks


def purpose_of(reads: Rows) -> str:
    """For what the table of entities is kept; "" while it is off."""
    return stored_setting(reads, PURPOSE, "") or ""


def switch_on(purpose: str) -> Action:
    """Keep the entities of the interviews, for this purpose. Raises Problem without one, LinkLocked."""
    clean = purpose.strip()

    def perform(transaction: Transaction) -> None:
        if not clean:
            raise Problem(msg("entities.purpose_wanted"))
        if purpose_of(transaction) == clean:
            raise Problem(msg("interviews.nothing_to_change"))
        transaction.touch_link()
        transaction.set_setting(PURPOSE, clean)

    return Action("assistance.entities_on", msg("entities.switched_on", purpose=clean), perform)


def switch_off() -> Action:
    """Keep no entities: names, mentions, corrections and numbers go. Raises LinkLocked."""

    def perform(transaction: Transaction) -> None:
        insist_on(transaction)
        for statement in queries.EMPTIED:
            transaction.link.execute(statement)
        transaction.execute(DELETE_ALL_ENTITIES)
        transaction.execute(DELETE_ALL_SPANS)
        transaction.set_setting(PURPOSE, "")

    return Action("assistance.entities_off", msg("entities.switched_off"), perform)


def insist_on(reads: Rows) -> None:
    """Raise Problem while the table is off."""
    if not purpose_of(reads):
        raise Problem(msg("entities.is_off"))


def is_current(project: Project, found: Sequence[Mention]) -> bool:
    """Whether what was found is what is kept already. Raises LinkLocked."""
    return sorted(found) == sorted(_mentions(project.query_link(queries.MENTIONS)))


def keep_found(found: Sequence[Mention]) -> Action:
    """Keep what was found in place of what was kept; the result is how many entities there are.

    Pseudonyms and corrections stay. Raises Problem while the table is off, LinkLocked.
    """

    def perform(transaction: Transaction) -> int:
        insist_on(transaction)
        there = transaction.link.query(queries.MENTIONS)
        before, after = set(_mentions(there)), set(found)
        for row, mention in zip(there, _mentions(there), strict=True):
            if mention not in after:
                transaction.link.execute(DELETE_MENTION, (row["id"],))
        new = [mention for mention in found if mention not in before]
        transaction.link.executemany(INSERT_MENTION, [_as_row(mention) for mention in new])
        regroup(transaction)
        n = len(transaction.query(queries.ENTITIES))
        transaction.set_message(msg("entities.kept", n=n))
        return n

    return Action("assistance.entities_found", msg("entities.changed"), perform)


def regroup(transaction: Transaction) -> None:
    """Bring the entities in line with mentions and corrections; an entity that stays keeps its number."""
    corrections, listed = read_corrections(transaction.link.query(queries.CORRECTIONS))
    mentions = _mentions(transaction.link.query(queries.MENTIONS))
    groups = gathered(mentions, corrections, staying(transaction, mentions, corrections))
    _keep_spans(transaction, mentions, groups)
    names = transaction.link.query(queries.NAMES)
    rows = {row["id"]: row for row in transaction.query(queries.ENTITIES)}
    kept = {(EntityKind(row["kind"]), row["known"]): row for row in names if row["id"] in rows}
    for number in rows.keys() ^ {row["id"] for row in names}:  # left by an undo that reached behind a withdrawal
        transaction.execute(DELETE_ENTITY, (number,))
        transaction.link.execute(DELETE_NAME, (number,))
    last = dict.fromkeys(EntityKind, 0)
    for row in rows.values():
        last[EntityKind(row["kind"])] = max(last[EntityKind(row["kind"])], row["number"])
    for key, row in kept.items():
        if key not in groups:
            transaction.execute(DELETE_ENTITY, (row["id"],))
            transaction.link.execute(DELETE_NAME, (row["id"],))
    for key, held in groups.items():
        name = name_of(key, held)
        columns = (name if may_be_read(key, listed) else "", len(held), len({one.document for one in held}))
        if key in kept:
            number = kept[key]["id"]
            if tuple(rows[number])[3:] != columns:
                transaction.execute(UPDATE_ENTITY, (*columns, number))
            if kept[key]["name"] != name:
                transaction.link.execute(UPDATE_NAME, (name, number))
            continue
        last[key[0]] += 1
        made = transaction.execute(INSERT_ENTITY, (str(key[0]), last[key[0]], *columns))
        transaction.link.execute(INSERT_NAME, (made.lastrowid, str(key[0]), key[1], name))


def staying(reads: Reader, mentions: Iterable[Mention], corrections: Corrections) -> set[Mention]:
    """The dismissed mentions that no dismissal covers: speakers' labels, and names after a title."""
    dismissed: dict[str, list[Mention]] = {}
    for one in mentions if corrections.dropped else ():
        if one.kind in _PEOPLE and corrected((one.kind, one.known), one.plain, corrections) is None:
            dismissed.setdefault(one.document, []).append(one)
    kept: set[Mention] = set()
    for loaded in load_documents(reads, list(dismissed)) if dismissed else ():
        held = [one for one in dismissed[loaded.document.id] if one.digest == loaded.document.digest]
        sure = surely_named(loaded.document.text, [(one.start, one.end) for one in held])
        kept.update(one for one in held if (one.start, one.end) in sure)
    return kept


def _keep_spans(transaction: Transaction, mentions: Iterable[Mention], groups: Mapping[Key, Sequence[Mention]]) -> None:
    """Where rules find places, organisations, dates, ages and sums, whether or not the link key is open."""
    wanted = {(int(one.document), one.digest, 0, 0, "") for one in mentions} | {
        (int(one.document), one.digest, one.start, one.end, str(key[0]))
        for key, held in groups.items()
        if key[0] in TABLED
        for one in held
    }
    for row in transaction.query(SPANS):
        if (span := tuple(row)[1:]) in wanted:
            wanted.discard(span)
        else:
            transaction.execute(DELETE_SPAN, (row["id"],))
    transaction.executemany(INSERT_SPAN, sorted(wanted))


def tabled_entities(reads: Rows) -> TabledEntities:
    """What rules by entity kind read of the table; of an interview that was not searched nothing. No key is needed."""
    places: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in reads.query(SPANS):
        held = places.setdefault((str(row["document"]), row["digest"]), [])
        if row["kind"]:
            held.append((row["start"], row["stop"], row["kind"]))
    return TabledEntities(places, phone_countries(reads))


def entity_lines(project: Project) -> list[EntityLine]:
    """The table: with names, spellings and places where the link key is open, else pseudonyms and counts.

    Interviews that are gone, that changed since, or whose interview was refused, are left out.
    """
    rows = {row["id"]: row for row in project.query(queries.ENTITIES)}
    order = {str(kind): place for place, kind in enumerate(EntityKind)}
    if not project.link_open:
        return [
            EntityLine(
                EntityKind(row["kind"]),
                row["label"],
                row["number"],
                bool(row["label"]),
                row["mentions"],
                row["documents"],
            )
            for row in sorted(rows.values(), key=lambda row: (order[row["kind"]], row["number"]))
        ]
    corrections, listed = stored_corrections(project)
    consents = effective_consents(project)
    current = {
        (str(row["id"]), row["digest"])
        for row in project.query(queries.DOCUMENTS)
        if consents[str(row["id"])]["interview"] is not False
    }
    there = [one for one in _mentions(project.query_link(queries.MENTIONS)) if (one.document, one.digest) in current]
    numbers = {
        (EntityKind(row["kind"]), row["known"]): rows[row["id"]]["number"]
        for row in project.query_link(queries.NAMES)
        if row["id"] in rows
    }
    groups = gathered(there, corrections, staying(project, there, corrections))
    lines = lines_of(groups, numbers, listed)
    return sorted(lines, key=lambda line: (order[line.kind], line.number))


def stored_corrections(project: Project) -> tuple[Corrections, frozenset[Key]]:
    """What people said of entities, and the keys of their own lists. Raises LinkLocked."""
    return read_corrections(project.query_link(queries.CORRECTIONS))


def own_lists(project: Project) -> list[tuple[str, EntityKind]]:
    """The names of an office's own lists, each with its kind; none while the link key is closed or the table off."""
    if not project.link_open or not purpose_of(project):
        return []
    return [
        (row["to_known"], EntityKind(row["kind"]))
        for row in project.query_link(queries.CORRECTIONS)
        if row["what"] == "listed"
    ]


def read_corrections(rows: Iterable[DatabaseRow]) -> tuple[Corrections, frozenset[Key]]:
    """Corrections and listed keys from their rows."""
    same, kinds, apart = {}, {}, set()
    dropped, listed = set[Key](), set[Key]()
    for row in rows:
        key: Key = (EntityKind(row["kind"]), row["known"])
        if row["what"] == "same":
            same[key] = (EntityKind(row["to_kind"]), row["to_known"])
        elif row["what"] == "kind":
            kinds[key] = EntityKind(row["to_kind"])
        elif row["what"] == "apart":
            apart.add(frozenset((key, (EntityKind(row["to_kind"]), str(row["to_known"])))))
        else:
            (dropped if row["what"] == "dropped" else listed).add(key)
    return Corrections(same, kinds, frozenset(dropped), frozenset(apart)), frozenset(listed)


def find_and_keep(project: Project, found: Sequence[Mention]) -> None:
    """Keep what was found where it is not kept already. Raises LinkLocked."""
    if not project.link_open:
        raise LinkLocked
    if not is_current(project, found):
        project.do(keep_found(found))


def document_names(project: Project) -> dict[str, str]:
    """The names of the interviews by id."""
    return {str(row["id"]): row["name"] for row in project.query(queries.DOCUMENTS)}


def _mentions(rows: Iterable[DatabaseRow]) -> list[Mention]:
    return [
        Mention(
            str(row["document"]), row["digest"], row["start"], row["stop"], EntityKind(row["kind"]), row["known"],
            row["plain"], row["said"],
        )
        for row in rows
    ]  # fmt: skip


def _as_row(one: Mention) -> tuple[object, ...]:
    return (int(one.document), one.digest, one.start, one.end, str(one.kind), one.known, one.plain, one.said)
