# SPDX-License-Identifier: MIT
"""Draws the clusters to visit from a list, with a seed that gives the same draw on every machine.

Random numbers are the first 64 bits of SHA-256 of "seed|stratum|what for|number", as an exact fraction of 2⁶⁴; all
arithmetic is in whole numbers and fractions, so no rounding of a processor or version of a library enters.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from analysis.survey.calibration.frame_sheet import Selection
from wording import Problem, msg


@dataclass(frozen=True)
class DrawnCluster:
    """A cluster drawn: its place in the list, the chance it had, households to select in it (0: not asked for).

    `certain`: larger than the step, so it is in without a draw. `replacement`: only where another one fails.
    """

    position: int
    chance: float
    households: int = 0
    certain: bool = False
    replacement: bool = False


@dataclass(frozen=True)
class Draw:
    """Clusters drawn, in the order of the list, then replacements in the order of their use. `seed` repeats it.

    `step` is the sampling interval in households (0 where clusters are drawn alike).
    """

    drawn: tuple[DrawnCluster, ...]
    seed: int
    selection: Selection
    step: float = 0.0

    @property
    def positions(self) -> tuple[int, ...]:
        """Places of the clusters to visit."""
        return tuple(one.position for one in self.drawn if not one.replacement)

    @property
    def replacements(self) -> tuple[int, ...]:
        """Places of the replacement clusters, first to use first."""
        return tuple(one.position for one in self.drawn if one.replacement)


def draw_clusters(
    sizes: Sequence[float],
    count: int,
    selection: Selection,
    seed: int,
    *,
    stratum: str = "",
    replacements: int = 0,
    per_cluster: int = 0,
) -> Draw:
    """Draw clusters of a stratum: systematic by size, simple random, or all.

    Parameters
    ----------
    sizes : sequence of float
        Households of each cluster, all above 0, in the order of the list.
    count : int
        Clusters to draw; not used where `selection` is ALL.
    selection : Selection
        PPS: systematic, with chance proportional to size in the order of the list; SRS: each alike; ALL.
    seed : int
        The same seed gives the same draw on every machine.
    stratum : str
        Name of the stratum, which goes into the random numbers.
    replacements : int
        Clusters to draw beyond, in the order of their use; fewer where no more are left.
    per_cluster : int
        Households to select in each cluster, more in a certain one, so that every household of the stratum keeps one
        chance; 0: not asked for.

    Returns
    -------
    Draw
        Clusters by their place in the list, from 0, each with its chance 0-1.

    Raises
    ------
    Problem
        `survey.draw_sizes` where a size is missing or not above 0; `survey.draw_too_many` where there are fewer
        clusters.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 3.6, for systematic draws by size.

    Examples
    --------
    A cluster as large as the step of 50 is in without a draw.

    >>> draw = draw_clusters([60, 20, 20], 2, Selection.PPS, 1)
    >>> draw.drawn[0].certain, len(draw.positions)
    (True, 2)
    """
    try:
        exact = [Fraction(str(size)) for size in sizes]
    except ValueError:
        raise Problem(msg("survey.draw_sizes")) from None
    if selection == Selection.ALL:
        count = len(exact)
    if any(size <= 0 for size in exact):
        raise Problem(msg("survey.draw_sizes"))
    if count < 1 or count > len(exact):
        raise Problem(msg("survey.draw_too_many", n=count, there=len(exact)))
    drawing = _Drawing(exact, seed, stratum)
    if selection == Selection.PPS:
        chosen, step = drawing.by_size(count, per_cluster)
    else:
        chosen, step = drawing.alike(count, per_cluster), 0.0
    spare = drawing.spare(chosen, replacements, by_size=selection == Selection.PPS)
    return Draw((*chosen, *spare), seed, selection, step)


class _Drawing:
    """One stratum's list with its random numbers."""

    def __init__(self, sizes: list[Fraction], seed: int, stratum: str) -> None:
        self._scale = math.lcm(*(size.denominator for size in sizes))
        self._sizes = [int(size * self._scale) for size in sizes]  # whole numbers: exact, and fast
        self._seed, self._stratum = seed, stratum

    def _bits(self, purpose: str, number: int) -> int:
        digest = hashlib.sha256(f"{self._seed}|{self._stratum}|{purpose}|{number}".encode()).digest()
        return int.from_bytes(digest[:8], "big")

    def _random(self, purpose: str, number: int) -> Fraction:
        return Fraction(self._bits(purpose, number), 1 << 64)

    @cached_property
    def _order(self) -> list[int]:
        """The clusters by their random number, lowest first."""
        numbers = [self._bits("cluster", at) for at in range(len(self._sizes))]
        return sorted(range(len(numbers)), key=lambda at: (numbers[at], at))

    def by_size(self, count: int, per_cluster: int) -> tuple[list[DrawnCluster], float]:
        """Systematic, in the order of the list; those at least as large as the step come in first, without a draw."""
        rate = Fraction(count * per_cluster, sum(self._sizes))  # households taken for each unit of size
        certain: set[int] = set()
        rest = list(range(len(self._sizes)))
        while rest and count > len(certain):
            total = sum(self._sizes[at] for at in rest)
            large = {at for at in rest if self._sizes[at] * (count - len(certain)) >= total}
            if not large:
                break
            certain |= large
            rest = [at for at in rest if at not in certain]
        found = [
            DrawnCluster(at, 1.0, self._whole_households(rate * self._sizes[at], at), certain=True) for at in certain
        ]
        left = count - len(certain)
        step = Fraction(0)
        if left:
            step = Fraction(sum(self._sizes[at] for at in rest), left)
            start = self._random("start", 0) * step
            take = rate * step
            for at in self._hit(rest, [start + step * number for number in range(left)]):
                found.append(DrawnCluster(at, float(self._sizes[at] / step), self._whole_households(take, at)))
        return sorted(found, key=lambda one: one.position), float(step / self._scale)

    def _hit(self, rest: list[int], hits: list[Fraction]) -> list[int]:
        """The clusters in whose part of the running total the hits fall."""
        ends = list(itertools.accumulate(self._sizes[at] for at in rest))
        return [rest[bisect.bisect_right(ends, hit)] for hit in hits]

    def _whole_households(self, households: Fraction, at: int) -> int:
        """Whole households, the half rounded up, at most all."""
        return int(min((households + Fraction(1, 2)).__floor__(), self._sizes[at] // self._scale))

    def alike(self, count: int, per_cluster: int) -> list[DrawnCluster]:
        """Every cluster gets a random number; the lowest are drawn."""
        chosen = self._order[:count]
        chance = count / len(self._sizes)
        return [DrawnCluster(at, chance, self._whole_households(Fraction(per_cluster), at)) for at in sorted(chosen)]

    def spare(self, chosen: list[DrawnCluster], wanted: int, *, by_size: bool) -> list[DrawnCluster]:
        """Replacements from the rest, one after the other; each stands in with the chance and take of those drawn."""
        taken = {one.position for one in chosen}
        rest = [at for at in range(len(self._sizes)) if at not in taken]
        usual = [one for one in chosen if not one.certain] or chosen
        step = self._sizes[usual[0].position] / usual[0].chance if by_size else 0.0
        lowest = iter([at for at in self._order if at not in taken] if not by_size else ())
        take = max((one.households for one in usual), default=0)
        found: list[DrawnCluster] = []
        for number in range(min(wanted, len(rest))):
            if by_size:
                total = sum(self._sizes[at] for at in rest)
                at = self._hit(rest, [self._random("replacement", number) * total])[0]
                chance = min(float(self._sizes[at]) / step, 1.0)
            else:
                at = next(lowest)
                chance = usual[0].chance
            rest.remove(at)
            found.append(DrawnCluster(at, chance, self._whole_households(Fraction(take), at), replacement=True))
        return found
