# SPDX-License-Identifier: MIT
"""Joins participants to sessions by the key that both registers share.

What the session says is its date, kind, place, audience … for everybody who came; where two rows have one key and say
different things, or a key is in no session, the row of the participant speaks for itself.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

import numpy as np

from analysis.people_counts import CountedPeople, JoinedSessions, persons, still_open
from analysis.records import Choice, Frame, Kind, Role
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.registers.case_keys import NO_CASE, codes_of, compared_code, is_sealed, with_cases
from projects.store.ports import DatabaseRow, Reader
from projects.store.schema import stored_setting
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import registers
from projects.word_folding import fold
from wording import LANGUAGES, Labels, text_from_json
from wording.answer_order import in_order

GROUPS = (Part.KIND, Part.PLACE, Part.AUDIENCE, Part.TOPIC, Part.PARTNER, Part.DONOR)
Value = TypeVar("Value")
_NO_DAY = int(np.datetime64("NaT", "ns").astype(np.int64))


class FrameLoader(Protocol):
    """`load_frame`, as those below it ask for other columns or tables."""

    def __call__(
        self,
        project: Reader,
        table_id: str,
        variable_ids: Sequence[str] | None = None,
        *,
        consent_only: bool = True,
        people: bool = True,
    ) -> Frame:
        """The rows of a table."""


def joined_sessions(project: Reader, frame: Frame, register: Register, load: FrameLoader) -> JoinedSessions | None:
    """The session of each row of a register of participants; None where no register of activities shares its key."""
    key, held = register.column(Part.SESSION), sessions_with_key(project)
    if key is None or held is None:
        return None
    table_id, activities = held
    wanted = [name for name, part in activities.parts if part in (*GROUPS, Part.DATE, Part.SESSION)]
    sessions = load(project, table_id, wanted, people=False)
    keys, named = session_keys(sessions, activities), _session_keys_of(project, frame, register, key, load)
    held_by = frozenset(keys) - {""}
    linked = np.array([one in held_by for one in named], dtype=bool)
    days = _by_key(keys, dates_of(sessions, activities).astype(np.int64).tolist(), _NO_DAY)
    moments = np.array([days.get(one, _NO_DAY) for one in named], dtype=np.int64).view("datetime64[ns]")
    moments = np.where(np.isnat(moments), dates_of(frame, register), moments)
    groups: dict[str, Sequence[str]] = {}
    labels: dict[str, Mapping[str, Labels]] = {}
    for part in GROUPS:
        name, own = activities.column(part), register.column(part)
        if name is None:
            continue
        said = _by_key(keys, words_of(sessions, name), "")
        own = own if own is not None and own in frame.data else None
        spoken = words_of(frame, own) if own is not None else [""] * len(named)
        groups[str(part)] = [said.get(one) or word for one, word in zip(named, spoken, strict=True)]
        labels[str(part)] = {**(_called(frame, own) if own is not None else {}), **_called(sessions, name)}
    return JoinedSessions(moments, groups, labels, linked)


def sessions_with_key(project: Reader) -> tuple[str, Register] | None:
    """The first register of activities whose sessions have a key, with its table's id."""
    for table_id, register in registers(project).items():
        if register.kind is RegisterKind.ACTIVITIES and register.column(Part.SESSION) is not None:
            return table_id, register
    return None


def session_keys(frame: Frame, register: Register) -> list[str]:
    """The key of each row as it is compared: case, accents and the ".0" of whole numbers do not matter."""
    name = register.column(Part.SESSION)
    if name is None or name not in frame.data:
        return [""] * len(frame.row_ids)
    return [re.sub(r"\.0$", "", word) for word in words_of(frame, name)]


def _session_keys_of(project: Reader, frame: Frame, register: Register, key: str, load: FrameLoader) -> list[str]:
    """The keys of the frame's rows, read anew where the frame holds other columns."""
    if key in frame.data:
        return session_keys(frame, register)
    whole = load(project, frame.table.id, [key], consent_only=False, people=False)
    place = {int(row): at for at, row in enumerate(whole.row_ids)}
    words = session_keys(whole, register)
    return [words[place[int(row)]] for row in frame.row_ids]


def _by_key(keys: Sequence[str], values: Sequence[Value], nothing: Value) -> dict[str, Value]:
    """What all rows of a key agree on."""
    found: dict[str, set[Value]] = {}
    for key, value in zip(keys, values, strict=True):
        if key and value != nothing:
            found.setdefault(key, set()).add(value)
    return {key: next(iter(one)) for key, one in found.items() if len(one) == 1}


def _called(frame: Frame, name: str) -> dict[str, Labels]:
    """The words of each group, by what `words_of` gives: answers in their order, else as they are written."""
    variable = frame.table.variable(name)
    if variable.kind is Kind.ONE:
        return {
            fold(_written(one)).strip(): one.labels
            if any(one.labels.by_language.values())
            else Labels(dict.fromkeys(LANGUAGES, one.code))
            for one in variable.choices
        }
    written = frame.data[name].astype("string").dropna().str.strip().unique()
    return {fold(str(one)).strip(): Labels(dict.fromkeys(LANGUAGES, str(one))) for one in in_order(list(written))[0]}


def words_of(frame: Frame, name: str) -> list[str]:
    """What is written in a column, folded; "" where nothing is."""
    variable, column = frame.table.variable(name), frame.data[name]
    written = column.astype("string").fillna("")
    if variable.kind is Kind.ONE:
        written = written.map({one.id: _written(one) for one in variable.choices}).fillna("")
    words = {one: fold(str(one)).strip() for one in written.unique()}
    return [words[one] for one in written]


def _written(choice: Choice) -> str:
    """Its label as the file has it: its code where a label in some language only says the same word."""
    labels = list(choice.labels.by_language.values())
    return choice.code if not any(labels) or choice.code in labels else next(iter(labels)) or choice.code


def dates_of(frame: Frame, register: Register) -> np.ndarray:
    """The date of each row (rows,), datetime64[ns], NaT where none is told or read."""
    name = register.column(Part.DATE)
    there = name is not None and name in frame.data
    if not there or frame.table.variable(str(name)).kind not in (Kind.DATE, Kind.DATETIME):
        return np.full(len(frame.row_ids), np.datetime64("NaT"), dtype="datetime64[ns]")
    return np.asarray(frame.data[str(name)].to_numpy(dtype="datetime64[ns]"))


_OF_SERVICES = (Part.SERVICE, Part.GIVEN, Part.ASKED, Part.REFERRED, Part.OUTCOME)


def lists_services(register: Register) -> bool:
    """Whether a register of cases is a list of services given, each with the code of its case."""
    parts = {part for _, part in register.parts}
    return register.kind is RegisterKind.CASES and {Part.SERVICE, Part.PERSON} <= parts


def takes_services(register: Register) -> bool:
    """Whether a register of cases has their codes and no services of its own."""
    parts = {part for _, part in register.parts}
    return register.kind is RegisterKind.CASES and Part.PERSON in parts and Part.SERVICE not in parts


def with_services(project: Reader, frame: Frame, load: FrameLoader) -> Frame:
    """The frame with the services of its cases, from the registers that list them; as it is where there are none."""
    register = frame.table.register
    if register is None or frame.cases is None or not takes_services(register):
        return frame
    return replace(frame, services=tuple(_services(project, frame, register, load)))


def _services(project: Reader, frame: Frame, register: Register, load: FrameLoader) -> Iterator[Frame]:
    for table_id, listed in registers(project).items():
        if table_id == frame.table.id or not lists_services(listed):
            continue
        table = load(project, table_id, [], people=False).table
        roles = {one.id: one.role for one in table.variables}
        wanted = [name for name, part in listed.parts if part in _OF_SERVICES and roles[name] is not Role.IDENTIFIER]
        services = load(project, table_id, wanted, people=False)
        numbers = _numbers_in(project, frame, register, services, listed)
        assert frame.cases is not None
        if numbers is not None and np.isin(numbers[numbers >= 0], frame.cases).any():
            yield replace(services, cases=numbers)


def without_case(project: Reader, services: Frame, listed: Register, load: FrameLoader) -> list[int]:
    """Ids of the rows of services whose code is that of no case; [] where no register of cases takes them."""
    found: set[int] = set()
    joined = False
    for table_id, register in registers(project).items():
        if table_id == services.table.id or not (lists_services(listed) and takes_services(register)):
            continue
        frame = load(project, table_id, [], consent_only=False, people=False)
        frame = frame if frame.cases is not None else with_cases(project, frame, register)
        numbers = _numbers_in(project, frame, register, services, listed) if frame.cases is not None else None
        if numbers is not None and frame.cases is not None:
            found |= set(services.row_ids[(numbers >= 0) & np.isin(numbers, frame.cases)].tolist())
            joined = True
    return [int(row) for row in services.row_ids if int(row) not in found] if joined else []


def _numbers_in(
    project: Reader, frame: Frame, register: Register, services: Frame, listed: Register
) -> np.ndarray | None:
    """The number, among the cases of the frame, of the case of each row (rows,) of services; None if nothing tells."""
    sealed = is_sealed(frame.table, register), is_sealed(services.table, listed)
    if all(sealed):
        return services.cases  # keys drawn by chance are the same for the same code in every table
    if any(sealed) and not getattr(project, "link_open", False):
        return None
    cases = frame.cases if frame.cases is not None else np.empty(0, dtype=np.int64)
    known = {
        code: int(number)
        for code, number in zip(_codes(project, frame, register), cases, strict=True)
        if code and number >= 0
    }
    return np.array([known.get(code, NO_CASE) for code in _codes(project, services, listed)], dtype=np.int64)


def _codes(project: Reader, frame: Frame, register: Register) -> list[str]:
    """The code of the case of each row of a frame, as codes are compared."""
    name = register.column(Part.PERSON)
    assert name is not None
    written = codes_of(project, frame.table.id, frame.table.variable(name))
    rows = dict(zip(TableColumns(project, frame.table.id).row_ids.tolist(), written, strict=True))
    return [compared_code(rows[int(row)]) for row in frame.row_ids]


STORED_PAIRS = "SELECT first, second, likeness, decision FROM person_pair WHERE table_id = ? ORDER BY likeness DESC, id"

PEOPLE = "unique_people"  # setting: table id → {"purpose": why people are counted, "decided": pairs}


def purposes(project: Reader) -> dict[str, Mapping[str, object]]:
    """Why people are counted, by the id of the register; empty where nobody asked."""
    return stored_setting(project, PEOPLE, {}) or {}


def stored_pairs(project: Any, table_id: str) -> list[DatabaseRow]:
    """The pairs of rows of a register, likeliest first; none while the link key is closed."""
    if not getattr(project, "link_open", False):
        return []
    found: list[DatabaseRow] = project.query_link(
        STORED_PAIRS,
        (table_id,),
    )
    return found


def with_people(project: Reader, frame: Frame, load: FrameLoader) -> Frame:
    """The frame with its people, where its register counts them, or those of the register of who took part."""
    register, asked = frame.table.register, purposes(project)
    if register is None:
        return frame
    if register.kind is RegisterKind.PARTICIPANTS:
        frame = dataclasses.replace(frame, sessions=joined_sessions(project, frame, register, load))
    if not asked:
        return frame
    if register.kind is RegisterKind.PARTICIPANTS and frame.table.id in asked:
        return dataclasses.replace(frame, people=_counted(project, frame, register, load))
    if register.kind is RegisterKind.ACTIVITIES:
        return dataclasses.replace(frame, people=_who_took_part(project, asked, load))
    return frame


def _who_took_part(project: Reader, asked: Collection[str], load: FrameLoader) -> CountedPeople | None:
    for table_id, register in registers(project).items():
        if register.kind is RegisterKind.PARTICIPANTS and table_id in asked:
            wanted = [name for name, part in register.parts if part in (*GROUPS, Part.DATE, Part.SESSION)]
            people = load(project, table_id, wanted).people
            return None if people is None or (people.decided < 0).all() else people
    return None


def _counted(project: Reader, frame: Frame, register: Register, load: FrameLoader) -> CountedPeople:
    setting = purposes(project)[frame.table.id]
    keys = _keys(project, frame, register, load)
    same, open_pairs = _pairs(project, frame, keys)
    seen = compared(frame, setting)
    decided, joined = persons(len(frame.row_ids), keys, same, open_pairs, seen)
    groups: Mapping[str, Sequence[str]] = {
        str(part): words_of(frame, name)
        for part in GROUPS
        if (name := register.column(part)) is not None and name in frame.data
    }
    by = "key_and_names" if any(keys) and seen.any() else "names" if seen.any() else "key"
    dates, linked = dates_of(frame, register), None
    if frame.sessions is not None:
        dates, groups = frame.sessions.dates, {**groups, **frame.sessions.groups}
        linked = int(frame.sessions.linked.sum())
    return CountedPeople(decided, joined, dates, groups, text_from_json(setting.get("purpose", "")), by, linked)


def compared(frame: Frame, setting: Mapping[str, object]) -> np.ndarray:
    """Which rows (rows,) had a name when pairs were looked for: all of them were compared with each other."""
    rows = np.asarray(frame.row_ids)
    nameless = setting.get("nameless")
    return (rows <= int(str(setting.get("compared", 0)))) & ~np.isin(
        rows, nameless if isinstance(nameless, list) else []
    )


def _keys(project: Reader, frame: Frame, register: Register, load: FrameLoader) -> list[str]:
    name = register.column(Part.PERSON)
    if name is None:
        return [""] * len(frame.row_ids)
    if name not in frame.data:
        whole = load(project, frame.table.id, [name], consent_only=False, people=False)
        place = {int(row): at for at, row in enumerate(whole.row_ids)}
        words = words_of(whole, name)
        return [words[place[int(row)]] for row in frame.row_ids]
    return words_of(frame, name)


def _pairs(project: Reader, frame: Frame, keys: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs decided to be one person, and those that may be, by place in the frame."""
    rows = stored_pairs(project, frame.table.id)
    if not rows:
        return [], []
    place = {int(row): at for at, row in enumerate(frame.row_ids)}
    by: dict[str, list[tuple[int, int]]] = {"": [], "same": [], "different": [], "unsure": []}
    for row in rows:
        if row["first"] in place and row["second"] in place:
            by[row["decision"]].append((place[row["first"]], place[row["second"]]))
    decided, _ = persons(len(keys), keys, by["same"])
    return by["same"], still_open([*by[""], *by["unsure"]], decided, by["different"])
