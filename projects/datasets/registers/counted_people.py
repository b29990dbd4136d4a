# SPDX-License-Identifier: MIT
"""Whose row it is in registers of participants, where somebody said why people are counted. It changes nothing.

Pairs lie under the link key: while that is closed, people are told apart by their key only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from analysis.people import CountedPeople, persons, still_open
from analysis.records import Choice, Frame, Kind
from analysis.register import Part, Register, RegisterKind
from projects.datasets.registers import queries
from projects.datasets.registers.registered import registers
from projects.search.folding import fold
from projects.store.ports import Reader
from projects.store.schema import stored_setting

PEOPLE = "unique_people"  # setting: table id → {"purpose": why people are counted, "decided": pairs}
GROUPS = (Part.KIND, Part.PLACE, Part.AUDIENCE, Part.TOPIC, Part.PARTNER, Part.DONOR)


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


def purposes(project: Reader) -> dict[str, Mapping[str, object]]:
    """Why people are counted, by the id of the register; empty where nobody asked."""
    return stored_setting(project, PEOPLE, {}) or {}


def stored_pairs(project: Any, table_id: str) -> list[Any]:
    """The pairs of rows of a register, likeliest first; none while the link key is closed."""
    if not getattr(project, "link_open", False):
        return []
    found: list[Any] = project.query_link(
        queries.STORED_PAIRS,
        (table_id,),
    )
    return found


def with_people(project: Reader, frame: Frame, load: FrameLoader) -> Frame:
    """The frame with its people, where its register counts them, or those of the register of who took part."""
    register, asked = frame.table.register, purposes(project)
    if register is None or not asked:
        return frame
    if register.kind is RegisterKind.PARTICIPANTS and frame.table.id in asked:
        return dataclasses.replace(frame, people=_counted(project, frame, register, load))
    if register.kind is RegisterKind.ACTIVITIES:
        return dataclasses.replace(frame, people=_who_took_part(project, asked, load))
    return frame


def _who_took_part(project: Reader, asked: Collection[str], load: FrameLoader) -> CountedPeople | None:
    for table_id, register in registers(project).items():
        if register.kind is RegisterKind.PARTICIPANTS and table_id in asked:
            wanted = [name for name, part in register.parts if part in (*GROUPS, Part.DATE)]
            people = load(project, table_id, wanted).people
            return None if people is None or (people.decided < 0).all() else people
    return None


def _counted(project: Reader, frame: Frame, register: Register, load: FrameLoader) -> CountedPeople:
    told = purposes(project)[frame.table.id]
    keys = _keys(project, frame, register, load)
    same, open_pairs = _pairs(project, frame, keys)
    seen = compared(frame, told)
    decided, joined = persons(len(frame.row_ids), keys, same, open_pairs, seen)
    groups = {
        str(part): words_of(frame, name)
        for part in GROUPS
        if (name := register.column(part)) is not None and name in frame.data
    }
    by = "key_and_names" if any(keys) and seen.any() else "names" if seen.any() else "key"
    return CountedPeople(decided, joined, _dates(frame, register), groups, str(told.get("purpose", "")), by)


def compared(frame: Frame, told: Mapping[str, object]) -> np.ndarray:
    """Which rows (rows,) had a name when pairs were looked for: all of them were compared with each other."""
    rows = np.asarray(frame.row_ids)
    nameless = told.get("nameless")
    return (rows <= int(str(told.get("compared", 0)))) & ~np.isin(rows, nameless if isinstance(nameless, list) else [])


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


def _dates(frame: Frame, register: Register) -> np.ndarray:
    name = register.column(Part.DATE)
    there = name is not None and name in frame.data
    if not there or frame.table.variable(str(name)).kind not in (Kind.DATE, Kind.DATETIME):
        return np.full(len(frame.row_ids), np.datetime64("NaT"), dtype="datetime64[ns]")
    return np.asarray(frame.data[str(name)].to_numpy(dtype="datetime64[ns]"))
