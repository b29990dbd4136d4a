# SPDX-License-Identifier: MIT
"""Counting unique people of a register: why it is done, which pairs of rows may be one person, what was decided.

Off until somebody says why. Pairs and decisions lie under the link key as numbers of rows; names are read only to find
and to show pairs. Participants are never joined to cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analysis.age_bands import age_of
from analysis.people_counts import NOBODY, People, persons, still_open
from analysis.people_counts import count_people as counted_people
from analysis.records import Kind
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.registers.session_join import PEOPLE, purposes, stored_pairs, words_of
from projects.store.actions import Action
from projects.store.erase_request import Subject
from projects.store.problems import LinkLocked
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import registers
from projects.stored_tables.stored_table import data_table
from wording import Problem, Text, msg, text_from_json, text_to_json

if TYPE_CHECKING:
    from analysis.records import Frame
    from projects.registers.linkage import Pairs
    from projects.store import Project
    from projects.store.ports import Reader, Transaction

DELETE_PAIR_NOTE = "DELETE FROM person_pair_note WHERE table_id = ? AND first = ? AND second = ?"
PAIR_NOTES = "SELECT first, second, note FROM person_pair_note WHERE table_id = ?"
DECIDE_PAIR = "UPDATE person_pair SET decision = ? WHERE table_id = ? AND first = ? AND second = ?"

SET_PAIR_NOTE = (
    "INSERT INTO person_pair_note (table_id, first, second, note) VALUES (?, ?, ?, ?) ON CONFLICT (table_id, first, "
    "second) DO UPDATE SET note = excluded.note"
)
DELETE_PAIR_NOTES = "DELETE FROM person_pair_note WHERE table_id = ?"
DECIDE_PAIR_IS_SAME = "UPDATE person_pair SET decision = 'same' WHERE table_id = ? AND first = ? AND second = ?"
PAIR_EXISTS = "SELECT 1 FROM person_pair WHERE table_id = ? AND first = ? AND second = ?"
INSERT_PAIR = (
    "INSERT INTO person_pair (table_id, first, second, likeness) VALUES (?, ?, ?, ?) ON CONFLICT (table_id, "
    "first, second) DO NOTHING"
)
DELETE_OPEN_PAIRS = "DELETE FROM person_pair WHERE table_id = ? AND decision = ''"
DELETE_PAIRS = "DELETE FROM person_pair WHERE table_id = ?"

DECISIONS = ("same", "different", "unsure")
LONGEST_NOTE = 1_000
SHOWN = (
    *(Part.NAME, Part.TELEPHONE, Part.PERSON, Part.SEX, Part.AGE, Part.ROLE, Part.PLACE, Part.KIND, Part.DATE),
    Part.PARTNER,
)


@dataclass(frozen=True)
class RowPair:
    """Two rows that may be one person, their likeness from 0 to 1, what was decided ("" while open), a note on it."""

    first: int
    second: int
    likeness: float
    decision: str = ""
    note: str = ""


@dataclass(frozen=True)
class Review:
    """What a register's counting stands at: its purpose, the pairs to decide, those decided, the people so far.

    `joined_by_key`: rows that share a key with another; `without_key`: rows that neither a key nor a pair tells;
    `contradictions`: pairs said to be two people although a chain of others makes them one.
    """

    table: str
    purpose: Text = ""
    queue: tuple[RowPair, ...] = ()
    decided: tuple[RowPair, ...] = ()
    rows: int = 0
    fewest: int = 0
    most: int = 0
    joined_by_key: int = 0
    without_key: int = 0
    contradictions: tuple[RowPair, ...] = ()
    names_open: bool = True
    compared: bool = False  # whether names were compared, so that no pair to decide means something

    def count(self, decision: str) -> int:
        """How many pairs were decided so."""
        return sum(one.decision == decision for one in self.decided)

    def group_of(self, pair: RowPair) -> tuple[int, ...]:
        """The rows that may be one person with this pair: by open pairs and those said to be the same, in a chain."""
        beside: dict[int, set[int]] = {}
        for one in (pair, *self.queue, *(held for held in self.decided if held.decision == "same")):
            beside.setdefault(one.first, set()).add(one.second)
            beside.setdefault(one.second, set()).add(one.first)
        found, waiting = {pair.first}, [pair.first]
        while waiting:
            fresh = beside[waiting.pop()] - found
            found |= fresh
            waiting += fresh
        return tuple(sorted(found))


@dataclass(frozen=True)
class PairSide:
    """One row of a pair as it is shown: part → what is written."""

    row: int
    words: dict[str, str] = field(default_factory=dict)


def register_to_count(project: Project, table: str = "") -> str:
    """The id of the register of participants: the one named, or the only one. Raises Problem."""
    known = registers(project)
    if table:
        if table not in known or known[table].kind is not RegisterKind.PARTICIPANTS:
            cases = table in known and known[table].kind is RegisterKind.CASES
            raise Problem(msg("people.never_cases" if cases else "people.no_participants"))
        return table
    found = [name for name, one in known.items() if one.kind is RegisterKind.PARTICIPANTS]
    if len(found) != 1:
        raise Problem(msg("people.which" if found else "people.no_participants"))
    return found[0]


def count_people(table_id: str, purpose: Text) -> Action:
    """Count the people of a register, for a purpose that stays on record. Doing it raises Problem without one."""
    clean = purpose.strip() if isinstance(purpose, str) else text_to_json(purpose)

    def perform(transaction: Transaction) -> None:
        _participants(transaction, table_id)
        if not clean:
            raise Problem(msg("people.purpose_wanted"))
        settings = purposes(transaction)
        transaction.set_setting(PEOPLE, {**settings, table_id: {**settings.get(table_id, {}), "purpose": clean}})
        transaction.set_message(msg("people.counted_for", table=_named(transaction, table_id)))

    return Action("registers.count_people", msg("people.counting_changed"), perform)


def stop_counting(table_id: str) -> Action:
    """Count the people of a register no more; its pairs go. Raises LinkLocked while the link key is closed."""

    def perform(transaction: Transaction) -> None:
        settings = purposes(transaction)
        transaction.set_setting(PEOPLE, {name: one for name, one in settings.items() if name != table_id})
        transaction.link.execute(DELETE_PAIRS, (table_id,))
        transaction.link.execute(DELETE_PAIR_NOTES, (table_id,))
        transaction.set_message(msg("people.stopped", table=_named(transaction, table_id)))

    return Action("registers.stop_counting", msg("people.counting_changed"), perform)


@dataclass(frozen=True)
class ComparedNames:
    """The rows whose names were compared, those that have none, and the pairs that may be one person.

    `joined`: how many of the pairs a key of the register joins already.
    """

    rows: Sequence[int]
    nameless: Sequence[int]
    pairs: Pairs
    joined: int = 0


def find_pairs(project: Project, table_id: str, stop: Callable[[], bool] = lambda: False) -> ComparedNames:
    """Compare the names of a register, and telephones, sexes and ages. It stores nothing.

    Raises LinkLocked while names cannot be read, Problem for a register without names.
    """
    from projects.datasets.table.frames import load_frame  # more of the program: not at start
    from projects.registers.linkage import Participants, likely_pairs  # pandas, 380 ms: not at start

    register = _participants(project, table_id)
    if not project.link_open:
        raise LinkLocked
    if register.column(Part.NAME) is None:
        raise Problem(msg("people.no_names"))
    compared = (Part.NAME, Part.TELEPHONE, Part.SEX, Part.AGE, Part.PERSON)
    wanted = [name for part in compared if (name := register.column(part))]
    frame = load_frame(project, table_id, wanted, people=False)
    values = {part: _column(frame, register, part) for part in (Part.NAME, Part.TELEPHONE, Part.SEX)}
    people = Participants(values[Part.NAME], values[Part.TELEPHONE], values[Part.SEX], _ages(frame, register))
    rows = frame.row_ids.tolist()
    nameless = [row for row, name in zip(rows, values[Part.NAME], strict=True) if not name]
    pairs, keys = likely_pairs(people, stop), _column(frame, register, Part.PERSON)
    joined = sum(keys[a] != "" and keys[a] == keys[b] for a, b in zip(pairs.first, pairs.second, strict=True))
    return ComparedNames(rows, nameless, pairs, joined)


def keep_pairs(table_id: str, found: ComparedNames) -> Action:
    """Keep the pairs to be decided. Decisions stay; open pairs that are not proposed any more go."""
    rows, pairs = found.rows, found.pairs
    said = msg("people.looked", n=len(pairs) - found.joined)

    def perform(transaction: Transaction) -> None:
        _participants(transaction, table_id)
        settings = purposes(transaction)
        if table_id not in settings:
            raise Problem(msg("people.purpose_wanted"))
        transaction.link.execute(DELETE_OPEN_PAIRS, (table_id,))
        transaction.link.executemany(
            INSERT_PAIR,
            [
                (table_id, min(rows[a], rows[b]), max(rows[a], rows[b]), round(float(alike), 4))
                for a, b, alike in zip(pairs.first, pairs.second, pairs.likeness, strict=True)
            ],
        )
        seen = {"compared": max(rows, default=0), "nameless": list(found.nameless)}
        transaction.set_setting(PEOPLE, {**settings, table_id: {**settings[table_id], **seen}})
        transaction.set_message(said)

    return Action("registers.find_pairs", said, perform)


def decide(table_id: str, first: int, second: int, decision: str) -> Action:
    """Say that two rows are one person ("same"), two ("different"), or that nobody can tell ("unsure"); "" reopens.

    Doing it raises Problem for a pair there is not, LinkLocked while the link key is closed.
    """
    one, other = min(first, second), max(first, second)

    def perform(transaction: Transaction) -> None:
        if decision not in (*DECISIONS, ""):
            raise Problem(msg("people.no_such_decision"))
        there = transaction.link.query(PAIR_EXISTS, (table_id, one, other))
        if not there:
            raise Problem(msg("people.no_such_pair", first=one, second=other))
        transaction.link.execute(
            DECIDE_PAIR,
            (decision, table_id, one, other),
        )
        _note(transaction, table_id)

    said = msg(f"people.decided_{decision or 'again'}", first=one, second=other)
    return Action("registers.decide_pair", said, perform)


def note_pair(table_id: str, first: int, second: int, note: str) -> Action:
    """Write down why a pair was decided so; "" takes the note away. It may name somebody: it lies under the link key.

    Doing it raises Problem for a pair there is not or a note too long, LinkLocked while the link key is closed.
    """
    pair, clean = (table_id, min(first, second), max(first, second)), note.strip()

    def perform(transaction: Transaction) -> None:
        if len(clean) > LONGEST_NOTE:
            raise Problem(msg("people.note_long", n=LONGEST_NOTE))
        if not transaction.link.query(PAIR_EXISTS, pair):
            raise Problem(msg("people.no_such_pair", first=pair[1], second=pair[2]))
        if clean:
            transaction.link.execute(SET_PAIR_NOTE, (*pair, clean))
        else:
            transaction.link.execute(DELETE_PAIR_NOTE, pair)
        _note(transaction, table_id)

    return Action("registers.decide_pair", msg("people.noted", first=pair[1], second=pair[2]), perform)


def decide_alike(table_id: str, pairs: Sequence[RowPair]) -> Action:
    """Say of many pairs at once that each is one person."""

    def perform(transaction: Transaction) -> None:
        transaction.link.executemany(
            DECIDE_PAIR_IS_SAME,
            [(table_id, one.first, one.second) for one in pairs],
        )
        _note(transaction, table_id)

    return Action("registers.decide_pairs", msg("people.decided_many", n=len(pairs)), perform)


def review(project: Project, table_id: str) -> Review:
    """What the counting stands at. Without the link key only what the key of the register tells."""
    from projects.datasets.table.frames import load_frame  # more of the program: not at start

    register = _participants(project, table_id)
    setting = purposes(project).get(table_id, {})
    purpose = text_from_json(setting.get("purpose", ""))
    key = register.column(Part.PERSON)
    frame = load_frame(project, table_id, [key] if key else [])
    keys = words_of(frame, key) if key else [""] * len(frame.row_ids)
    place = {int(row): at for at, row in enumerate(frame.row_ids)}
    notes = _notes(project, table_id)
    pairs = [
        RowPair(
            row["first"], row["second"], row["likeness"], row["decision"], notes.get((row["first"], row["second"]), "")
        )
        for row in stored_pairs(project, table_id)
        if row["first"] in place and row["second"] in place
    ]
    at = {decision: _places(pairs, decision, place) for decision in ("", *DECISIONS)}
    decided, _ = persons(len(keys), keys, at["same"])
    waiting = set(still_open(at[""], decided, at["different"]))
    queue = tuple(one for one in pairs if not one.decision and (place[one.first], place[one.second]) in waiting)
    against = {(a, b) for a, b in at["different"] if decided[a] == decided[b] != NOBODY}
    everybody = frame.people
    found = People(len(keys), 0, 0)
    if everybody is not None:
        found = counted_people(everybody, np.ones(len(keys), dtype=bool))
    return Review(
        table_id,
        purpose,
        queue,
        tuple(one for one in pairs if one.decision),
        len(keys),
        found.fewest,
        found.most,
        sum(bool(word) for word in keys) - len({word for word in keys if word}),
        int((everybody.decided == NOBODY).sum()) if everybody is not None else 0,
        tuple(one for one in pairs if one.decision == "different" and (place[one.first], place[one.second]) in against),
        project.link_open,
        "compared" in setting,
    )


def _notes(project: Project, table_id: str) -> dict[tuple[int, int], str]:
    """The notes on pairs; none while the link key is closed."""
    if not project.link_open:
        return {}
    return {(row["first"], row["second"]): row["note"] for row in project.query_link(PAIR_NOTES, (table_id,))}


def sides(project: Project, table_id: str, rows: Sequence[int]) -> dict[int, PairSide]:
    """What rows say in the parts that tell people apart. Raises LinkLocked while names cannot be read."""
    from projects.datasets.table.frames import load_frame  # more of the program: not at start

    if not project.link_open:
        raise LinkLocked
    register = _participants(project, table_id)
    names = {part: name for part in SHOWN if (name := register.column(part))}
    frame = load_frame(project, table_id, list(names.values()), people=False)
    place = {int(row): at for at, row in enumerate(frame.row_ids)}
    found = {part: _written(frame, name) for part, name in names.items()}
    return {
        row: PairSide(row, {str(part): words[place[row]] for part, words in found.items()})
        for row in rows
        if row in place
    }


def _participants(reader: Reader, table_id: str) -> Register:
    found = registers(reader).get(table_id)
    if found is None or found.kind is not RegisterKind.PARTICIPANTS:
        cases = found is not None and found.kind is RegisterKind.CASES
        raise Problem(msg("people.never_cases" if cases else "people.no_participants"))
    return found


def _places(pairs: Sequence[RowPair], decision: str, place: dict[int, int]) -> list[tuple[int, int]]:
    return [(place[one.first], place[one.second]) for one in pairs if one.decision == decision]


def _note(transaction: Transaction, table_id: str) -> None:
    """Tell whoever shows numbers of people that pairs have changed: those tables lie where no view looks."""
    settings = purposes(transaction)
    own = settings.get(table_id, {})
    transaction.set_setting(PEOPLE, {**settings, table_id: {**own, "decided": int(str(own.get("decided", 0))) + 1}})


def _named(reader: Reader, table_id: str) -> Text:
    table = data_table(reader, table_id)
    return table.labels if any(table.labels.by_language.values()) else table.name


def _column(frame: Frame, register: Register, part: Part) -> list[str]:
    name = register.column(part)
    return words_of(frame, name) if name is not None else [""] * len(frame.row_ids)


def _ages(frame: Frame, register: Register) -> list[float]:
    return [age_of(word) for word in _column(frame, register, Part.AGE)]


def _written(frame: Frame, name: str) -> list[str]:
    """What is written in a column, as a person reads it."""
    variable, column = frame.table.variable(name), frame.data[name]
    if variable.kind in (Kind.DATE, Kind.DATETIME):
        return [str(one) for one in column.dt.strftime("%Y-%m-%d").fillna("")]
    if variable.kind is Kind.ONE:
        named = bool(variable.form_type)  # without a form the code is what was written, whatever language names it
        labels = {
            one.id: (next(iter(one.labels.by_language.values()), "") if named else "") or one.code
            for one in variable.choices
        }
        return [str(one) for one in column.astype("string").map(labels).fillna("")]
    if variable.kind in (Kind.INTEGER, Kind.NUMBER):
        values = column.to_numpy(dtype=float, na_value=float("nan"))
        return ["" if value != value else f"{value:.15g}" for value in values]  # a key may have more than six digits
    return [str(one) for one in column.astype("string").fillna("")]


def names_of(project: Project, table_id: str) -> list[Subject]:
    """What to erase when the names have done their work: each row's name and telephone; the decisions stay."""
    register = _participants(project, table_id)
    rows = TableColumns(project, table_id).row_ids.tolist()
    names = [*register.columns(Part.NAME), *register.columns(Part.TELEPHONE)]
    return [Subject("answer", (table_id, row, name)) for name in names for row in rows]
