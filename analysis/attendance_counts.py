# SPDX-License-Identifier: MIT
"""Counts of activity registers: sessions, contacts by sex and age, within a period. No intervals.

A contact is one attendance; the same person at three sessions is three contacts. A session's contacts are the sum of
its parts (women, girls, men, boys) and of those whose sex or age is unknown; where the file gives a total above its
parts, the rest is unknown; a total below its parts is passed over, and counted among what to check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.register_columns import COUNTS, Part

Numbers = NDArray[np.float64]
KNOWN = (Part.WOMEN, Part.GIRLS, Part.MEN, Part.BOYS)
FEMALE = (Part.WOMEN, Part.GIRLS)


@dataclass(frozen=True)
class Attendance:
    """Contacts of each session: one array (sessions,) for each of `COUNTS`, and what did not add up."""

    parts: Mapping[Part, Numbers]
    below_parts: NDArray[np.bool_]  # the file's total is smaller than its parts
    indirect: Numbers | None = None  # people told to be reached through others; part of no sum
    disability: Numbers | None = None  # of those who came, NaN where the register does not say; part of no sum

    @property
    def contacts(self) -> Numbers:
        """(sessions,) all attendances."""
        found: Numbers = np.sum([self.parts[part] for part in COUNTS], axis=0)
        return found


def attendance(columns: Mapping[Part, list[Numbers]], sessions: int) -> Attendance:
    """The contacts of each session from the columns of a register; several columns of one part are added up.

    Examples
    --------
    >>> found = attendance({Part.WOMEN: [np.array([5.0, 5.0])], Part.TOTAL: [np.array([8.0, 3.0])]}, 2)
    >>> found.contacts.tolist(), found.parts[Part.UNKNOWN].tolist(), found.below_parts.tolist()
    ([8.0, 5.0], [3.0, 0.0], [False, True])
    """
    parts = {part: np.nansum([np.zeros(sessions), *columns.get(part, [])], axis=0) for part in COUNTS}
    totals = columns.get(Part.TOTAL, [])
    below = np.zeros(sessions, dtype=bool)
    if totals:
        said = totals[0]
        known = np.sum([parts[part] for part in COUNTS], axis=0)
        below = np.isfinite(said) & (said < known)
        parts[Part.UNKNOWN] = parts[Part.UNKNOWN] + np.where(np.isfinite(said) & (said > known), said - known, 0.0)
    indirect = columns.get(Part.INDIRECT)
    apart = None if indirect is None else np.nansum([np.zeros(sessions), *indirect], axis=0)
    told = columns.get(Part.DISABILITY)
    if told is None:
        return Attendance(parts, below, apart)
    stated = np.isfinite(told).any(axis=0)
    return Attendance(parts, below, apart, np.where(stated, np.nansum(told, axis=0), np.nan))


@dataclass(frozen=True)
class Reached:
    """One line: sessions held, contacts by part, those with a disability among them, and indirect people apart."""

    sessions: int
    parts: Mapping[Part, float]
    indirect: float = 0.0
    disability: float = 0.0
    asked_disability: float = 0.0  # contacts of the sessions that tell how many have one

    @property
    def contacts(self) -> float:
        """All attendances."""
        return sum(self.parts.values())

    @property
    def of_known_sex(self) -> float:
        """The base of the share of women and girls."""
        return sum(self.parts[part] for part in KNOWN)

    @property
    def female_share(self) -> float | None:
        """Women and girls of those whose sex is known; None where it is of nobody."""
        return sum(self.parts[part] for part in FEMALE) / self.of_known_sex if self.of_known_sex else None


def reached(found: Attendance, inside: NDArray[np.bool_]) -> Reached:
    """Some sessions added up.

    Examples
    --------
    >>> found = attendance({Part.WOMEN: [np.array([6.0, 1.0])], Part.MEN: [np.array([2.0, 1.0])]}, 2)
    >>> line = reached(found, np.array([True, False]))
    >>> line.sessions, line.contacts, line.female_share
    (1, 8.0, 0.75)
    """
    indirect = 0.0 if found.indirect is None else float(found.indirect[inside].sum())
    parts = {part: float(found.parts[part][inside].sum()) for part in COUNTS}
    if found.disability is None:
        return Reached(int(inside.sum()), parts, indirect)
    stated = inside & np.isfinite(found.disability)
    with_one, base = float(found.disability[stated].sum()), float(found.contacts[stated].sum())
    return Reached(int(inside.sum()), parts, indirect, with_one, base)


def within(dates: NDArray[np.datetime64], start: str | None, end: str | None) -> NDArray[np.bool_]:
    """Sessions whose date lies in a period.

    Examples
    --------
    >>> within(np.array(["2026-01-31", "2026-02-01", "NaT"], dtype="datetime64[ns]"), None, "2026-01-31").tolist()
    [True, False, False]
    """
    days = dates.astype("datetime64[D]")
    inside = ~np.isnat(days) if start or end else np.ones(len(days), dtype=bool)
    if start:
        inside &= days >= np.datetime64(start)
    if end:
        inside &= days <= np.datetime64(end)
    return np.asarray(inside)


def between(unique: Mapping[str, tuple[int, int]], contacts: Mapping[str, float], largest: float) -> tuple[int, int]:
    """The fewest and the most people that activities of several kinds can have reached together.

    Examples
    --------
    >>> between({"training": (40, 45)}, {"training": 90, "theatre": 200}, 60)
    (40, 245)
    """
    lower = max(fewest for fewest, _ in unique.values()) if unique else largest
    upper = sum(unique[kind][1] if kind in unique else count for kind, count in contacts.items())
    return int(round(lower)), int(round(max(upper, lower)))
