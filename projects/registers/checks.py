# SPDX-License-Identifier: MIT
"""Checks of a register: sums, dates, keys, double rows, totals, plans beside what was reached.

Each finding names its rows, so that a person can look at them and decide.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.attendance_counts import attendance
from analysis.records import Frame, Kind, Role
from analysis.register_columns import COUNTS, Part, Register, RegisterKind
from projects.datasets.registers.headings import planned_columns, uncounted_columns
from projects.datasets.registers.session_join import lists_services, session_keys, sessions_with_key, without_case
from projects.datasets.registers.totals_rows import counted_rows, counts_of, days_of, rows_of_totals
from wording import LANGUAGES, Labels, Message, Text, msg
from wording.numbers import format_date

if TYPE_CHECKING:
    import numpy as np

    from projects.store import Project


def unjoined(project: Project, frame: Frame, register: Register) -> tuple[tuple[int, ...], Message] | None:
    """The rows of a register of participants that name no session of the register of activities, and that in words.

    None where all of them do, or where there is nothing to join.
    """
    from projects.datasets.table.frames import load_frame  # pandas: not before a register is looked at

    held = sessions_with_key(project)
    if register.kind is not RegisterKind.PARTICIPANTS or register.column(Part.SESSION) is None or held is None:
        return None
    name = held[1].column(Part.SESSION)
    sessions = load_frame(project, held[0], [str(name)], people=False)
    known = frozenset(session_keys(sessions, held[1])) - {""}
    keys = session_keys(frame, register)
    rows = [int(row) for row, key in zip(frame.row_ids, keys, strict=True) if key not in known]
    if not rows:
        return None
    return tuple(rows), msg("registers.check.unjoined", n=len(rows), of=len(keys), rows=_shown(rows))


def shared_keys(frame: Frame, register: Register) -> tuple[tuple[int, ...], Message] | None:
    """The rows of a register of activities whose key another row has too; None where each has its own."""
    if register.kind is not RegisterKind.ACTIVITIES:
        return None
    keys = session_keys(frame, register)
    often = Counter(key for key in keys if key)
    rows = [int(row) for row, key in zip(frame.row_ids, keys, strict=True) if often[key] > 1]
    return (tuple(rows), msg("registers.check.shared_key", n=len(rows), rows=_shown(rows))) if rows else None


def _sealed_key(frame: Frame, register: Register) -> list[RegisterFinding]:
    """The code of a case or person that lies under the link key: rows of one are not told to be one."""
    key = register.column(Part.PERSON)
    sealed = [one.name for one in frame.table.variables if one.id == key and one.role is Role.IDENTIFIER]
    if not sealed or frame.cases is not None:
        return []
    return [RegisterFinding("sealed_key", (), msg(f"registers.check.sealed_key_{register.kind}", columns=sealed))]


def _shown(rows: Sequence[int]) -> Text:
    return _and_more(", ".join(str(row) for row in rows[:_NAMED]), len(rows))


def _and_more(first: Text, of: int) -> Text:
    """The first of a list, and how many more there are."""
    return msg("registers.rows_more", rows=first, n=of - _NAMED) if of > _NAMED else first


_NAMED = 8  # rows and days that a sentence names


@dataclass(frozen=True)
class RegisterFinding:
    """One thing to look at: what was found ("parts", "date", "undated", "double", "totals", "planned") and where."""

    check: str
    rows: tuple[int, ...]  # ids of rows, in the order of the table; none where a column is meant
    message: Message
    repeats: tuple[int, ...] = ()  # of equal rows all but the first of each


def check_stored(
    project: Project, table_id: str, register: Register | None = None, period: tuple[str | None, str | None] = ("", "")
) -> list[RegisterFinding]:
    """The findings of a stored table, as the register it is told to be or as the one given. Identifiers stay closed."""
    from projects.datasets.table.frames import load_frame  # pandas: not before a register is looked at

    frame = load_frame(project, table_id, consent_only=False)
    settings = register or frame.table.register
    if settings is None:
        return []
    counted = counted_rows(project, table_id)
    return [*check_register(frame, settings, period, counted), *check_keys(project, frame, settings)]


def check_keys(project: Project, frame: Frame, register: Register) -> list[RegisterFinding]:
    """What to look at in the key that two registers share: of activities and participants, of cases and services."""
    from projects.datasets.table.frames import load_frame  # pandas: not before a register is looked at

    found = (("unjoined", unjoined(project, frame, register)), ("shared_key", shared_keys(frame, register)))
    said = [RegisterFinding(name, *one) for name, one in found if one is not None]
    alone = without_case(project, frame, register, load_frame) if lists_services(register) else []
    if alone:
        message = msg("registers.check.without_case", n=len(alone), rows=_shown(alone))
        said.append(RegisterFinding("without_case", tuple(alone), message))
    return said


def check_register(
    frame: Frame,
    register: Register,
    period: tuple[str | None, str | None] = ("", ""),
    counted: Collection[int] = (),
) -> list[RegisterFinding]:
    """What to look at in a register, totals rows first; rows of totals are left out of the other checks.

    `counted`: ids of rows that look like totals and are counted all the same, as somebody decided.

    `period`: its first and last day as "2024-01-01", an end left open where it is empty. Without a period, dates after
    today are named.
    """
    import numpy as np  # numpy, 80 ms: not at start

    counts = counts_of(frame, register)
    dates = days_of(frame, register)
    alike = rows_of_totals(frame, register)
    kept = np.isin(frame.row_ids, sorted(counted))
    totals = alike & ~kept
    inside = ~totals
    found = [
        ("totals", totals, {}),
        ("totals_counted", alike & kept, {}),
        ("parts", *_not_adding_up(frame, register, counts, inside)),
        *_outside(dates, period, inside),
        ("disability", inside & _more_disabled(frame, register), {}),
        ("double", double := _double(frame, register, inside), {}),
        ("keyless", _keyless(frame, register, inside), {}),
        ("same_case", _same_case(frame, register, inside), {}),
    ]
    said = [
        RegisterFinding(
            name, tuple(int(one) for one in frame.row_ids[rows]), _message(name, frame.row_ids[rows].tolist(), more)
        )
        for name, rows, more in found
        if np.any(rows)
    ]
    said = [replace(one, repeats=_repeats(frame, register, double)) if one.check == "double" else one for one in said]
    said += _text_dates(frame, register) + _sealed_key(frame, register)
    uncounted = uncounted_columns(frame.table.variables) if register.kind is RegisterKind.ACTIVITIES else []
    if uncounted:
        names = [one.name for one in uncounted]
        said.append(RegisterFinding("uncounted", (), msg("registers.check.uncounted", columns=names, n=len(names))))
    if register.kind is RegisterKind.PARTICIPANTS and not {Part.PERSON, Part.NAME} & {
        part for _, part in register.parts
    }:
        said.append(RegisterFinding("no_key", (), msg("registers.check.no_key")))
    planned = planned_columns(frame.table.variables)
    if planned and counts:
        names = [one.name for one in planned]
        said.append(RegisterFinding("planned", (), msg("registers.check.planned", columns=names, n=len(names))))
    return said


def _text_dates(frame: Frame, register: Register) -> list[RegisterFinding]:
    """The columns told to be dates that hold text: nothing is counted by month or within a period by them."""
    stated = [name for part in (Part.DATE, Part.ASKED, Part.GIVEN) for name in register.columns(part)]
    known = [one for one in frame.table.variables if one.id in stated]
    names = [one.name for one in known if one.kind not in (Kind.DATE, Kind.DATETIME)]
    if not names:
        return []
    return [RegisterFinding("text_dates", (), msg("registers.check.text_dates", columns=names, n=len(names)))]


def _message(name: str, rows: Sequence[int], more: Mapping[str, object]) -> Message:
    return msg(f"registers.check.{name}", n=len(rows), rows=_shown(rows), **more)


def _not_adding_up(
    frame: Frame, register: Register, counts: Mapping[str, np.ndarray], inside: np.ndarray
) -> tuple[np.ndarray, dict[str, object]]:
    """Rows whose parts differ from the total in the file, and by how much; a total without any part is all unknown."""
    import numpy as np  # numpy, 80 ms: not at start

    total = register.column(Part.TOTAL)
    parts = [counts[name] for name, part in register.parts if part in COUNTS and name in counts]
    if total not in counts or not parts:
        return np.zeros(len(frame.row_ids), dtype=bool), {}
    stated = np.any(np.isfinite(parts), axis=0)
    off = np.nansum(parts, axis=0) - counts[str(total)]
    wrong = inside & stated & np.isfinite(off) & (off != 0)
    by = [f"{value:+.0f}".replace("-", "−") for value in off[wrong][:_NAMED]]
    return wrong, {"by": _and_more(", ".join(by), int(wrong.sum()))}


def _more_disabled(frame: Frame, register: Register) -> np.ndarray:
    """Rows with more people with a disability than people who came: those are among these."""
    import numpy as np  # numpy, 80 ms: not at start

    columns: dict[Part, list[np.ndarray]] = {}
    for name, values in counts_of(frame, register, (*COUNTS, Part.TOTAL, Part.DISABILITY)).items():
        columns.setdefault(dict(register.parts)[name], []).append(values)
    if Part.DISABILITY not in columns or len(columns) < 2:  # without any attendance there is nothing to be more than
        return np.zeros(len(frame.row_ids), dtype=bool)
    found = attendance(columns, len(frame.row_ids))
    stated = np.zeros(len(frame.row_ids)) if found.disability is None else np.nan_to_num(found.disability)
    more: np.ndarray = stated > found.contacts
    return more


def _outside(
    dates: np.ndarray | None, period: tuple[str | None, str | None], inside: np.ndarray
) -> list[tuple[str, np.ndarray, dict[str, object]]]:
    import numpy as np  # numpy, 80 ms: not at start

    if dates is None:
        return []
    start, end = period
    never = np.zeros(len(dates), dtype=bool)
    early = dates < np.datetime64(start) if start else never
    if start or end:
        name, late = "date", dates > np.datetime64(end) if end else never
    else:
        name, late = "future", dates > np.datetime64(dt.date.today())
    wrong = inside & (early | late)
    days = _in_words(dates[wrong])
    return [(name, wrong, {"days": days}), ("undated", inside & np.isnat(dates), {})]


def _in_words(dates: np.ndarray) -> Text:
    """The first days in each language, and how many more there are."""
    shown = [one.astype(object) for one in dates[:_NAMED]]
    return _and_more(Labels({one: ", ".join(format_date(day, one) for day in shown) for one in LANGUAGES}), len(dates))


def _keyless(frame: Frame, register: Register, inside: np.ndarray) -> np.ndarray:
    """Participants without the key that others have: they can be counted as contacts, not as people."""
    import numpy as np  # numpy, 80 ms: not at start

    key = register.column(Part.PERSON)
    if register.kind is not RegisterKind.PARTICIPANTS or key is None or key not in frame.data:
        return np.zeros(len(frame.row_ids), dtype=bool)
    found: np.ndarray = inside & frame.data[key].isna().to_numpy()
    return found


def _same_case(frame: Frame, register: Register, inside: np.ndarray) -> np.ndarray:
    """Rows of a register of cases that have the code of another row: one case in several rows."""
    import numpy as np  # numpy, 80 ms: not at start

    none = np.zeros(len(frame.row_ids), dtype=bool)
    if register.kind is not RegisterKind.CASES or frame.cases is None:
        return none
    numbers, often = np.unique(frame.cases[inside & (frame.cases >= 0)], return_counts=True)
    found: np.ndarray = inside & np.isin(frame.cases, numbers[often > 1])
    return found


def _double(frame: Frame, register: Register, inside: np.ndarray) -> np.ndarray:
    """Rows that are equal in every part that can be read to another; of participants only where they have a key."""
    import numpy as np  # numpy, 80 ms: not at start

    frame = _by_case(frame, register)
    names = _compared(frame, register)
    key, none = register.column(Part.PERSON), np.zeros(len(frame.row_ids), dtype=bool)
    sealed = any(part in (Part.NAME, Part.TELEPHONE) for _, part in register.parts)
    people = sealed or key is not None or register.kind is RegisterKind.PARTICIPANTS
    if len(names) < 2 or (people and key not in names):
        return none
    there = frame.data[names].notna().sum(axis=1).to_numpy() >= 2
    if key is not None:  # two people without a key may be alike in all else
        there &= frame.data[key].notna().to_numpy()
    same = frame.data.loc[inside & there, names].duplicated(keep=False)
    none[np.flatnonzero(inside & there)] = same.to_numpy()
    return none


def _by_case(frame: Frame, register: Register) -> Frame:
    """A register of cases with the number of each case where its code stood, which may be sealed."""
    import pandas as pd  # pandas, 380 ms: not at start

    key = register.column(Part.PERSON)
    if frame.cases is None or key is None:
        return frame
    numbers = pd.array(frame.cases, dtype="Int64")
    numbers[frame.cases < 0] = pd.NA
    return replace(frame, data=frame.data.assign(**{key: numbers}))


def _compared(frame: Frame, register: Register) -> list[str]:
    """The columns by which rows are found equal."""
    return [name for name in register.columns_without(Part.NAME, Part.TELEPHONE) if name in frame.data]


def _repeats(frame: Frame, register: Register, double: np.ndarray) -> tuple[int, ...]:
    """Ids of the rows (rows,) that are equal to one above them."""
    frame = _by_case(frame, register)
    again = frame.data.loc[double, _compared(frame, register)].duplicated(keep="first").to_numpy()
    return tuple(int(row) for row in frame.row_ids[double][again])
