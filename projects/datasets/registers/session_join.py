# SPDX-License-Identifier: MIT
"""Joins participants to sessions by the key that both registers share.

What the session says is its date, kind, place, audience … for everybody who came; where two rows have one key and say
different things, or a key is in no session, the row of the participant speaks for itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np

from analysis.people import JoinedSessions
from analysis.records import Choice, Frame, Kind
from analysis.register import Part, Register, RegisterKind
from projects.store.ports import Reader
from projects.stored_tables.register_tables import registers
from projects.word_folding import fold
from wording import LANGUAGES, Labels
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
