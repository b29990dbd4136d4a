# SPDX-License-Identifier: MIT
"""Integer programmes: what a reader of printed numbers can work out of few people's answers, and what to withhold.

The reader is taken to know every row but its answer. What is printed bounds how many of each class of rows gave each
answer; a secret is kept while other answers fit everything printed that make it at least `OPEN` values wide.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from analysis.withholding.printed_numbers import Print, PrintedNumber

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    Numbers = NDArray[np.float64]

OPEN = 3  # values of a small number, at least; of fewer people all that there can be
_MOST_CLASSES, _MOST_SECRETS = 60_000, 4_000  # of one question
_SPREADS, _SECONDS = 6, 4.0  # programmes that look for all secrets at once; for one programme
_TIGHT, _BEYOND = 0.02, 1e-6  # how far from the best answer the search stops; of the arithmetic
_OUT, _ONE_AT_A_TIME = 1, Lock()  # the standard output; it is turned off by one thread
_PRICES = {Print.WHOLE: 0.02, Print.FIVES: 0.15}  # beside that of a withheld number


def classes(sets: Iterable[int], every: int) -> list[int]:
    """The rows in classes: those of one class are in the same sets.

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
    numbers : sequence of PrintedNumber
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
    unsaid : iterable of int
        Answers that no number counts and that are secrets too: a choice not made.

    References
    ----------
    Fischetti & Salazar (2001), Management Science 47: partial suppression by integer programmes.
    """

    def __init__(
        self, numbers: Sequence[PrintedNumber], every: int, minimum: int, together: Sequence[Sequence[int]] = (),
        groups: Iterable[int] = (), unsaid: Iterable[int] = (),
    ) -> None:  # fmt: skip
        self.numbers, self.minimum, self.together, self.groups = numbers, minimum, together, groups
        self.unsaid = tuple(unsaid)
        self.answers = classes([*(one.answers for one in numbers), *self.unsaid], every)
        self.rows = classes([*(one.rows for one in numbers), *groups], every)

    def protect(self) -> None:
        """Withhold, or print more roughly, what tells a secret; all of it where a programme cannot read so much."""
        import numpy as np  # numpy, 80 ms: not at start

        secrets = self._secrets()
        if not secrets:
            return
        if len(self.answers) * len(self.rows) > _MOST_CLASSES:
            self._withhold(self.numbers)
            return
        self._print_alike()
        self._sizes = np.array([[(one & rows).bit_count() for rows in self.rows] for one in self.answers])
        self._of_rows = np.array([rows.bit_count() for rows in self.rows], dtype=float)
        self._lines = np.array([self._line(one.answers, one.rows) for one in self.numbers])
        wanted = np.array([self._line(*one) for one in secrets])
        truth = wanted @ self._sizes.ravel()
        needed = np.array([min(OPEN - 1, rows.bit_count()) for _, rows in secrets])
        self._low, self._high, self._wanted = truth.copy(), truth.copy(), wanted
        self._fitting: list[Numbers] = []  # answers that fit what is printed, beside the true ones
        before = [one.level for one in self.numbers]
        for one in self.numbers:
            one.level = Print.HIDDEN if one.chosen and not one.fixed else one.level
        self._spread(needed)
        for at in np.argsort(truth, kind="stable"):
            if self._open(int(at), int(needed[at])):
                continue
            self._withhold(one for one, line in zip(self.numbers, self._lines, strict=True) if line @ wanted[at])
            if not self._widen(int(at), int(needed[at])):
                needed[at] = 0  # what readers have tells it, whatever is withheld now
        self._show_again(before, needed)

    @staticmethod
    def _withhold(numbers: Iterable[PrintedNumber]) -> None:
        for one in numbers:
            one.level = one.level if one.fixed else Print.HIDDEN

    def _show_again(self, before: Sequence[Print], needed: Numbers) -> None:
        """Print again what need not be withheld: other answers fit it that keep every secret wide."""

        until = monotonic() + _SECONDS
        self._fitting.insert(0, self._sizes.ravel())
        for at in sorted(range(len(self.numbers)), key=lambda at: (-self.numbers[at].price, -self.numbers[at].size)):
            one = self.numbers[at]
            if one.fixed or one.level is not Print.HIDDEN or before[at] is Print.HIDDEN:
                continue
            if not any(self._prints(at, level, needed, until) for level in (Print.WHOLE, Print.FIVES)):
                one.level = Print.HIDDEN

    def _prints(self, at: int, level: Print, needed: Numbers, until: float) -> bool:
        """Whether a withheld number may be printed so."""
        import numpy as np  # numpy, 80 ms: not at start

        one, held = self.numbers[at], self._fitting
        least, most = one.between(level)
        self._fitting = [fitted for fitted in held if least <= self._lines[at] @ fitted <= most]
        self._low, self._high = self._widths(self._fitting)
        one.level = level
        for secret in np.flatnonzero(self._high - self._low < needed):
            if monotonic() > until or not self._widen(int(secret), int(needed[secret])):
                one.level, self._fitting = Print.HIDDEN, held
                self._low, self._high = self._widths(held)
                return False
        return True

    def _widths(self, fitting: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
        """The least and the most that each secret is in these answers."""
        import numpy as np  # numpy, 80 ms: not at start

        values = np.array(fitting) @ self._wanted.T
        return values.min(axis=0), values.max(axis=0)

    def _widen(self, at: int, needed: int) -> bool:
        """Look for answers that make one secret wide with all that is printed; whether there are some."""
        for sign in (-1.0, 1.0):
            if self._high[at] - self._low[at] < needed:
                self._solve(sign * self._wanted[at], None, elastic=False)
        return bool(self._high[at] - self._low[at] >= needed)

    def _line(self, answers: int, rows: int) -> Numbers:
        """bool (answers × rows,): which classes a number is the sum of."""
        import numpy as np  # numpy, 80 ms: not at start

        own = np.array([not one & ~answers for one in self.answers])
        place = np.array([not one & ~rows for one in self.rows])
        line: Numbers = (own[:, None] & place[None, :]).ravel().astype(float)
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
        answers = dict.fromkeys([*(one.answers for one in self.numbers if not one.is_base), *self.unsaid])
        for rows in groups:
            if rows:
                found |= {(one, rows): None for one in answers if 0 < (one & rows).bit_count() < self.minimum}
        return list(found)[:_MOST_SECRETS]

    def _spread(self, needed: Numbers) -> None:
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

    def _apply(self, fitted: Numbers) -> None:
        """Print nothing that these answers do not fit; they are among those a reader must reckon with."""
        import numpy as np  # numpy, 80 ms: not at start

        for one, value in zip(self.numbers, self._lines @ fitted, strict=True):
            if not one.fixed:
                one.level = max(one.level, one.mildest(round(value)))
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
        self, cost: Numbers | None, target: tuple[Numbers, float, int] | None, *, elastic: bool = True
    ) -> tuple[float, Numbers] | None:  # fmt: skip
        """Answers of all rows that fit what is printed, or as much of it as can be; price and answers.

        `target`: classes, a number, and 1 where at least, −1 where at most so many of them answer so.
        """
        import numpy as np  # numpy, 80 ms: not at start

        kinds, places = len(self.answers), len(self.rows)
        size = kinds * places
        steps = [
            (at, level) for at, one in enumerate(self.numbers) if elastic and not one.fixed for level in one.coarser
        ]  # fmt: skip
        slack: dict[int, list[tuple[int, Print]]] = defaultdict(list)
        for place, (at, level) in enumerate(steps, size):
            slack[at].append((place, level))
        lines = _Equations(size + len(steps))
        for at, people in enumerate(self._of_rows):
            lines.add(range(at, size, places), people, people)
        for at, one in enumerate(self.numbers):
            if one.level is Print.HIDDEN:
                continue
            (low, high), own = one.between(one.level), np.flatnonzero(self._lines[at])
            wider = [(place, *one.between(level)) for place, level in slack[at]]
            if wider:
                lines.add(own, low, np.inf, {place: low - lowest for place, lowest, _ in wider})
                lines.add(own, -np.inf, high, {place: high - highest for place, _, highest in wider})
            else:
                lines.add(own, low, high)
        if target is not None:
            line, number, sign = target
            lines.add(np.flatnonzero(line), *((number, np.inf) if sign > 0 else (0, number)))
        price = np.zeros(lines.width)
        price[:size] = 0.0 if cost is None else cost
        for place, (at, level) in enumerate(steps, size):
            price[place] = _PRICES.get(level, self.numbers[at].price)
        top = np.concatenate([np.tile(self._of_rows, kinds), np.ones(len(steps))])
        found = _whole_numbers(price, lines, top)
        if found is None:
            return None
        fitted = found[:size]
        if cost is not None:
            self._fitting.append(fitted)
            values = self._wanted @ fitted
            self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
        return float(price[size:] @ found[size:]), fitted


class _Equations:
    """Sums of `width` unknowns, each between two numbers."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.least: list[float] = []
        self.most: list[float] = []
        self._rows: list[int] = []
        self._places: list[int] = []
        self._by: list[float] = []

    def add(self, places: Iterable[int], least: float, most: float, beside: Mapping[int, float] | None = None) -> None:
        """Add the sum of the unknowns at these places, and of those beside with a factor each."""
        for place, by in (*((int(one), 1.0) for one in places), *(beside or {}).items()):
            self._rows.append(len(self.least))
            self._places.append(place)
            self._by.append(by)
        self.least.append(float(least))
        self.most.append(float(most))

    def matrix(self) -> sparse.csr_matrix:
        """The factors."""
        from scipy import sparse  # 300 ms: only where something is withheld

        return sparse.csr_matrix((self._by, (self._rows, self._places)), shape=(len(self.least), self.width))


def _whole_numbers(price: Numbers, lines: _Equations, top: Numbers) -> Numbers | None:
    """Unknowns of 0 to `top` that fit all sums, cheap; None where none are found in time, or those found do not fit.

    The solver has been seen to call such an answer optimal.
    """
    import numpy as np  # numpy, 80 ms: not at start
    from scipy.optimize import Bounds, LinearConstraint, milp  # 300 ms: only where something is withheld

    matrix, least, most = lines.matrix(), np.array(lines.least), np.array(lines.most)
    with _ONE_AT_A_TIME, _without_output():
        found = milp(
            price, integrality=np.ones(lines.width), bounds=Bounds(np.zeros(lines.width), top),
            constraints=LinearConstraint(matrix, least, most),
            options={"time_limit": _SECONDS, "mip_rel_gap": _TIGHT},
        )  # fmt: skip
    if found.x is None:
        return None
    whole: Numbers = np.rint(found.x)
    sums = matrix @ whole
    fits = (sums >= least - _BEYOND) & (sums <= most + _BEYOND)
    return whole if fits.all() and (whole >= 0).all() and (whole <= top).all() else None


@contextmanager
def _without_output() -> Iterator[None]:
    """Keep what the solver prints past Python, a line now and then, out of what a command prints."""
    try:
        held, nowhere = os.dup(_OUT), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # a window without a terminal
        yield
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        os.dup2(nowhere, _OUT)
        yield
    finally:
        _flush()
        os.dup2(held, _OUT)
        os.close(held)
        os.close(nowhere)


def _flush() -> None:
    """Write out what C's buffers hold."""
    try:
        ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).fflush(None)
    except (OSError, AttributeError):  # without it a line may come late
        return
