# SPDX-License-Identifier: MIT
"""Age bands: 0–17/18+ as reports of protection print them, 0–4 … 60+ as UNHCR's do, or a project's own.

A band is written "5-11", the last "60+"; bands follow each other without a gap. Ages written as bands are read as well.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from wording import Problem, msg

ADULT = 18
TWO = "0-17, 18+"
FIVE = "0-4, 5-11, 12-17, 18-59, 60+"
_BAND = re.compile(r"(\d{1,3})\s*(?:[-–—]\s*(\d{1,3})|\+)")


@dataclass(frozen=True)
class AgeBand:
    """Whole years from `first` to `last`, both included; `last` None: and above."""

    first: int
    last: int | None

    @property
    def name(self) -> str:
        """As it is printed: "5–11", "60+"."""
        return f"{self.first}+" if self.last is None else f"{self.first}–{self.last}"

    def holds(self, age: float) -> bool:
        """Whether somebody of that age is in it.

        Examples
        --------
        >>> AgeBand(12, 17).holds(17.9), AgeBand(12, 17).holds(18)
        (True, False)
        """
        return self.first <= math.floor(age) and (self.last is None or math.floor(age) <= self.last)


def bands_of(text: str) -> tuple[AgeBand, ...]:
    """The bands of "0-17, 18+"; of "" the two.

    Examples
    --------
    >>> [band.name for band in bands_of("0-4, 5-17, 18+")]
    ['0–4', '5–17', '18+']
    """
    pieces = [piece.strip() for piece in re.split(r"[,;/]", text or TWO) if piece.strip()]
    found: list[AgeBand] = []
    for piece in pieces:
        match = _BAND.fullmatch(piece)
        if match is None:
            raise Problem(msg("age_bands.unread", band=piece))
        found.append(AgeBand(int(match[1]), int(match[2]) if match[2] else None))
    for one, following in zip(found, found[1:], strict=False):
        if one.last is None or following.first != one.last + 1 or one.last < one.first:
            raise Problem(msg("age_bands.gap", one=one.name, other=following.name))
    if not found or found[0].first != 0 or found[-1].last is not None:
        raise Problem(msg("age_bands.ends", bands=text))
    return tuple(found)


def age_of(written: str) -> float:
    """The age of "34", or the first year of a band as "18-59" or "60+"; NaN where none is written.

    Examples
    --------
    >>> age_of("34"), age_of("18-59"), age_of("2,5"), age_of("adult")
    (34.0, 18.0, 2.5, nan)
    """
    match = re.match(r"\s*(\d{1,3}(?:[.,]\d+)?)", written)
    age = float(match[1].replace(",", ".")) if match else math.nan
    return age if age <= 120 else math.nan


def band_of(age: float, bands: tuple[AgeBand, ...]) -> int:
    """The place of the band of an age, −1 where it is not known.

    Examples
    --------
    >>> band_of(17.9, bands_of("0-17, 18+")), band_of(float("nan"), bands_of(""))
    (0, -1)
    """
    if math.isnan(age):
        return -1
    return next((at for at, band in enumerate(bands) if band.holds(age)), -1)
