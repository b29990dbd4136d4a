# SPDX-License-Identifier: MIT
"""Precision of printed numbers of answers: exact, whole per cents, fives, none; the numbers of people that fit each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import ceil, floor

HALF = 0.005  # of a share printed in whole per cents
FIVES = 0.05  # the step of a share printed to the nearest five per cent
_BEYOND = 1e-6


class Print(IntEnum):
    """How a number is printed: exactly, as a whole per cent, as one to the nearest five, not at all."""

    EXACT = 0
    WHOLE = 1
    FIVES = 2
    HIDDEN = 3


def in_fives(share: float) -> float:
    """A share to the nearest five per cent; neither nothing nor all, which would tell that nobody or everybody did.

    Examples
    --------
    >>> [in_fives(share) for share in (0.004, 0.12, 0.5, 0.99)]
    [0.05, 0.1, 0.5, 0.95]
    """
    return round(min(max(round(share / FIVES), 1), round(1 / FIVES) - 1) * FIVES, 2)


@dataclass
class PrintedNumber:
    """A number of answers in rows, as bits of integers: how it is printed, whether that is done, what hiding costs."""

    answers: int
    rows: int
    size: int
    base: int
    level: Print
    fixed: bool = False
    price: float = 1.0
    is_base: bool = False  # of all who answered: no secret
    chosen: bool = False  # a person would rather have it withheld than others

    def between(self, level: Print) -> tuple[int, int]:
        """The least and the most people that fit how it is printed."""
        if level is Print.EXACT or not self.base:
            return self.size, self.size
        if level is Print.HIDDEN:
            return 0, self.rows.bit_count()
        share = round(self.size / self.base, 2)
        least, most = self._within(share - HALF, share + HALF)
        if level is Print.WHOLE or least < 1 or most >= self.base:
            return least, most
        share = in_fives(self.size / self.base)
        low, high = share - FIVES / 2, share + FIVES / 2
        low, high = 0.0 if share <= FIVES else low, 1.0 if share >= 1 - FIVES else high
        wide = self._within(low, high)
        return max(1, min(least, wide[0])), min(self.base - 1, max(most, wide[1]))

    def _within(self, low: float, high: float) -> tuple[int, int]:
        return (
            max(0, min(self.size, ceil(low * self.base - _BEYOND))),
            min(self.base, max(self.size, floor(high * self.base + _BEYOND))),
        )

    def mildest(self, value: float) -> Print:
        """The most exact way to print it that as many people fit."""
        ways = ((level, *self.between(level)) for level in Print)
        return next((level for level, least, most in ways if least <= value <= most), Print.HIDDEN)

    @property
    def coarser(self) -> list[Print]:
        """The ways to print it that leave more open than it does now, each more than the one before."""
        found, last = [], self.between(self.level)
        for level in Print:
            if level > self.level and (level is Print.HIDDEN or self.between(level) != last):
                found.append(level)
                last = self.between(level)
        return found
