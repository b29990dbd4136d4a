# SPDX-License-Identifier: MIT
"""What a reader of printed numbers can work out of few people's answers: integer programmes, and what they withhold.

The reader is taken to know every row but its answer. What is printed bounds how many of each class of rows gave each
answer; a secret is kept while other answers fit everything printed that make it at least `OPEN` values wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import ceil, floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

OPEN = 3  # values of a small number, at least; of fewer people all that there can be
HALF = 0.005  # of a share printed in whole per cents
_MOST_CLASSES, _MOST_SECRETS = 60_000, 4_000  # of one question
_SPREADS, _SECONDS = 6, 4.0  # programmes that look for all secrets at once; for one programme
_ROUNDS = 0.02  # the price of whole per cents beside that of a withheld number
_BEYOND = 1e-6


class Print(IntEnum):
    """How a number is printed: so that everybody knows the people behind it, as a whole per cent, not at all."""

    EXACT = 0
    WHOLE = 1
    HIDDEN = 2


@dataclass
class Number:
    """A number of answers in rows, as bits of integers: how it is printed, whether that is done, what hiding costs."""

    answers: int
    rows: int
    size: int
    base: int
    level: Print
    fixed: bool = False
    price: float = 1.0
    is_base: bool = False  # of all who answered: no secret

    @property
    def between(self) -> tuple[int, int]:
        """The least and the most people that fit its whole per cent."""
        share = round(self.size / self.base, 2) if self.base else 0.0
        low, high = ((share + sign * HALF) * self.base for sign in (-1, 1))
        return max(0, min(self.size, ceil(low - _BEYOND))), max(self.size, floor(high + _BEYOND))


def classes(sets: Iterable[int], every: int) -> list[int]:
    """The rows in classes: those of one class are in the same sets.

    Parameters
    ----------
    sets : iterable of int
        Sets of rows, as bits.
    every : int
        All rows.

    Returns
    -------
    list of int
        Sets that share no row, as bits.

    Examples
    --------
    >>> [f"{one:03b}" for one in classes([0b110, 0b100], 0b111)]
    ['100', '010', '001']
    """
    found = [every]
    for rows in dict.fromkeys(sets):
        found = [part for one in found for part in (one & rows, one & ~rows) if part]
    return found


class ReaderProgramme:
    """What all numbers of one question tell together, and which must go so that no secret is told.

    Parameters
    ----------
    numbers : sequence of Number
        Their `level` rises in place; that of a fixed one stays.
    every : int
        All rows of the data table, as bits.
    minimum : int
        Answers of 1 to `minimum` − 1 people are secrets: in a printed group, in what one group leaves of another, in
        both. So is every number that is hidden at the beginning.
    together : sequence of sequence of int
        Places of numbers that are printed alike: beside a withheld one the others are whole per cents.
    groups : iterable of int
        Further rows that a reader has in mind: those of a condition without its group.

    References
    ----------
    Fischetti & Salazar (2001), Management Science 47: partial suppression by integer programmes.
    """

    def __init__(
        self, numbers: Sequence[Number], every: int, minimum: int, together: Sequence[Sequence[int]] = (),
        groups: Iterable[int] = (),
    ) -> None:  # fmt: skip
        self.numbers, self.minimum, self.together, self.groups = numbers, minimum, together, groups
        self.answers = classes((one.answers for one in numbers), every)
        self.rows = classes([*(one.rows for one in numbers), *groups], every)

    @property
    def too_large(self) -> bool:
        """Whether there are more classes than a programme reads."""
        return len(self.answers) * len(self.rows) > _MOST_CLASSES

    def protect(self) -> bool:
        """Withhold, or print in whole per cents, what tells a secret; whether every secret is kept."""
        import numpy as np  # numpy, 80 ms: not at start

        secrets = self._secrets()
        if not secrets:
            return True
        self._print_alike()
        self._sizes = np.array([[(one & rows).bit_count() for rows in self.rows] for one in self.answers])
        self._of_rows = np.array([rows.bit_count() for rows in self.rows], dtype=float)
        self._lines = np.array([self._line(one.answers, one.rows) for one in self.numbers])
        wanted = np.array([self._line(*one) for one in secrets])
        truth = wanted @ self._sizes.ravel()
        needed = np.array([min(OPEN - 1, rows.bit_count()) for _, rows in secrets])
        self._low, self._high, self._wanted = truth.copy(), truth.copy(), wanted
        self._fitting: list[np.ndarray] = []  # answers that fit what is printed, beside the true ones
        before = [one.level for one in self.numbers]
        self._spread(needed)
        kept = True
        for at in np.argsort(truth, kind="stable"):
            kept &= self._open(int(at), int(needed[at]))
        if kept:
            self._show_again(before, truth, needed)
        return kept

    def _show_again(self, before: Sequence[Print], truth: np.ndarray, needed: np.ndarray) -> None:
        """Print again what need not be withheld: so many of the fitting answers fit it that every secret stays wide."""
        import numpy as np  # numpy, 80 ms: not at start

        fitting = np.array([self._sizes.ravel(), *self._fitting])
        values, numbers = fitting @ self._wanted.T, fitting @ self._lines.T
        kept = np.ones(len(fitting), dtype=bool)
        for at in sorted(range(len(self.numbers)), key=lambda at: (-self.numbers[at].price, -self.numbers[at].size)):
            one = self.numbers[at]
            if one.fixed or one.level is not Print.HIDDEN or before[at] is Print.HIDDEN:
                continue
            least, most = one.between
            fits = kept & (numbers[:, at] >= least) & (numbers[:, at] <= most)
            if (np.ptp(values[fits], axis=0) >= needed).all():
                one.level, kept = Print.WHOLE, fits

    def _line(self, answers: int, rows: int) -> np.ndarray:
        """bool (answers × rows,): which classes a number is the sum of."""
        import numpy as np  # numpy, 80 ms: not at start

        own = np.array([not one & ~answers for one in self.answers])
        place = np.array([not one & ~rows for one in self.rows])
        line: np.ndarray = (own[:, None] & place[None, :]).ravel().astype(float)
        return line

    def _secrets(self) -> list[tuple[int, int]]:
        """Answers and rows: the small ones, and what is withheld for another reason."""
        found = {
            (one.answers, one.rows): None for one in self.numbers
            if one.level is Print.HIDDEN and one.size and not one.is_base
        }  # fmt: skip
        places = list(dict.fromkeys([*(one.rows for one in self.numbers), *self.groups]))
        groups = dict.fromkeys(places)
        for first in places:
            for second in places:
                groups[first & ~second] = groups[first & second] = None
        answers = list(dict.fromkeys(one.answers for one in self.numbers if not one.is_base))
        for rows in groups:
            if rows:
                found |= {(one, rows): None for one in answers if 0 < (one & rows).bit_count() < self.minimum}
        return list(found)[:_MOST_SECRETS]

    def _spread(self, needed: np.ndarray) -> None:
        """Look for answers that fit all that is printed and make many secrets wide at once."""
        import numpy as np  # numpy, 80 ms: not at start

        chance = np.random.default_rng(1)
        for _ in range(_SPREADS):
            narrow = self._high - self._low < needed
            if not narrow.any():
                return
            cost = self._wanted.T @ (narrow * chance.choice((-1.0, 1.0), len(narrow)))
            self._solve(cost, None, elastic=False)

    def _open(self, at: int, needed: int) -> bool:
        """Make one secret wide, as cheaply as can be; whether it is."""
        tries = 0
        while self._high[at] - self._low[at] < needed and tries < OPEN:
            tries += 1
            line, low, high = self._wanted[at], float(self._low[at]), float(self._high[at])
            ways = [(line, low + needed, 1), (line, high - needed, -1)]
            if tries > 1:
                ways = [(line, high + 1, 1), (line, low - 1, -1)]
            found = [one for way in ways if way[1] >= 0 and (one := self._solve(None, way)) is not None]
            if not found:
                if tries == 1:
                    continue
                return False
            self._apply(min(found, key=lambda one: one[0])[1])
        return bool(self._high[at] - self._low[at] >= needed)

    def _apply(self, fitted: np.ndarray) -> None:
        """Print nothing that these answers do not fit; they are among those a reader must reckon with."""
        import numpy as np  # numpy, 80 ms: not at start

        for one, value in zip(self.numbers, self._lines @ fitted, strict=True):
            least, most = one.between
            if one.fixed or one.level is Print.HIDDEN:
                continue
            if not least <= value <= most:
                one.level = Print.HIDDEN
            elif value != one.size:
                one.level = Print.WHOLE
        self._print_alike()
        self._fitting.append(fitted)
        values = self._wanted @ fitted
        self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)

    def _print_alike(self) -> None:
        """Whole per cents beside what is withheld or whole."""
        waiting = True
        while waiting:
            waiting = False
            for group in self.together:
                if any(self.numbers[at].level is not Print.EXACT for at in group):
                    for at in group:
                        if self.numbers[at].level is Print.EXACT and not self.numbers[at].fixed:
                            self.numbers[at].level, waiting = Print.WHOLE, True

    def _solve(
        self, cost: np.ndarray | None, target: tuple[np.ndarray, float, int] | None, *, elastic: bool = True
    ) -> tuple[float, np.ndarray] | None:  # fmt: skip
        """Answers of all rows that fit what is printed, or as much of it as can be; price and answers.

        `target`: classes, a number, and 1 where at least, −1 where at most so many of them answer so.
        """
        import numpy as np  # numpy, 80 ms: not at start
        from scipy import sparse  # 300 ms: only where something is withheld
        from scipy.optimize import Bounds, LinearConstraint, milp  # 300 ms: only where something is withheld

        kinds, places = len(self.answers), len(self.rows)
        size = kinds * places
        free = [at for at, one in enumerate(self.numbers) if not one.fixed and one.level is not Print.HIDDEN]
        free = free if elastic else []
        width = size + 2 * len(free)
        rows: list[Any] = [sparse.hstack([sparse.identity(places)] * kinds)]
        if width > size:
            rows[0] = sparse.hstack([rows[0], sparse.csr_matrix((places, width - size))])
        least, most = [self._of_rows], [self._of_rows]
        slack = {at: size + 2 * place for place, at in enumerate(free)}
        for at, one in enumerate(self.numbers):
            if one.level is Print.HIDDEN:
                continue
            low, high = one.between if one.level is Print.WHOLE else (one.size, one.size)
            if at not in slack:
                rows.append(self._padded(self._lines[at], width, ()))
                least.append(np.array([low]))
                most.append(np.array([high]))
                continue
            lowest, highest = one.between
            place = slack[at]
            rows.append(self._padded(self._lines[at], width, ((place, low - lowest), (place + 1, low))))
            least.append(np.array([low]))
            most.append(np.array([np.inf]))
            above = one.rows.bit_count() - high
            rows.append(self._padded(self._lines[at], width, ((place, high - highest), (place + 1, -above))))
            least.append(np.array([-np.inf]))
            most.append(np.array([high]))
        if target is not None:
            line, number, sign = target
            rows.append(self._padded(line, width, ()))
            least.append(np.array([number if sign > 0 else 0]))
            most.append(np.array([np.inf if sign > 0 else number]))
        price = np.zeros(width)
        if cost is not None:
            price[:size] = cost
        for at, place in slack.items():
            price[place], price[place + 1] = _ROUNDS, self.numbers[at].price
        top = np.concatenate([np.tile(self._of_rows, kinds), np.ones(width - size)])
        limits = LinearConstraint(sparse.vstack(rows, format="csr"), np.concatenate(least), np.concatenate(most))
        found = milp(
            price, integrality=np.ones(width), bounds=Bounds(np.zeros(width), top),
            constraints=limits,
            options={"time_limit": _SECONDS, "mip_rel_gap": 0.02},
        )  # fmt: skip
        if found.x is None:
            return None
        fitted = np.rint(found.x[:size])
        if cost is not None:
            self._fitting.append(fitted)
            values = self._wanted @ fitted
            self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
        return float(price[size:] @ np.rint(found.x[size:])), fitted

    @staticmethod
    def _padded(line: np.ndarray, width: int, beside: Sequence[tuple[int, float]]) -> Any:
        import numpy as np  # numpy, 80 ms: not at start
        from scipy import sparse  # 300 ms: only where something is withheld

        places = np.flatnonzero(line)
        at = np.concatenate([places, np.array([one for one, _ in beside], dtype=int)])
        values = np.concatenate([np.ones(len(places)), np.array([value for _, value in beside], dtype=float)])
        return sparse.csr_matrix((values, (np.zeros(len(at), dtype=int), at)), shape=(1, width))
