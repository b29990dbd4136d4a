# SPDX-License-Identifier: MIT
"""People of registers of participants, where somebody said why people are counted.

Pairs lie under the link key: while that is closed, people are told apart by their key only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from analysis.people import CountedPeople, persons, still_open
from analysis.records import Frame
from analysis.register import Part, Register, RegisterKind
from projects.datasets.registers.session_join import GROUPS, FrameLoader, dates_of, joined_sessions, words_of
from projects.store.ports import DatabaseRow, Reader
from projects.store.schema import stored_setting
from projects.stored_tables.register_tables import registers
from wording import text_from_json

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
