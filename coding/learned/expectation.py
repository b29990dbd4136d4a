# SPDX-License-Identifier: MIT
"""How many of the codes a model proposes are expected to be right, from interviews left out and from decisions.

A model's probability says how often the person coded such a sentence. People code sparsely, so more than that is right:
of the sentences that fit a code some six in ten are taken to be coded (`CODED_OF_FITTING`, an assumption) until
decisions on suggestions say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.learned.model import CodeModel
from coding.learned.ridge import Matrix

CODED_OF_FITTING = 0.6
LEAST_EXPECTED, FEWEST_EXPECTED, MOST_EXPECTED = 0.5, 0.3, 0.9  # shown from here on; what a person may choose
ENOUGH = 20  # codings of a code, from which it has an estimate of its own
_DECISIONS_BEFORE, _BEFORE = 20.0, 10.0  # how heavily what was assumed weighs beside decisions, and sentences seen


@dataclass(frozen=True)
class CodeExpectation:
    """Of what would be shown for a code, the share expected to be right, in interviews left out.

    `shown`: sentences it rests on, as independent ones; `codings`: of the code, or of all codes where `pooled`.
    """

    share: float
    shown: float
    codings: int
    pooled: bool


class Expectations:
    """The expected precision of a model's proposals: per sentence, and per code where they would be shown.

    A sentence is expected to be right as often as its own probability says, and no oftener than all those that are as
    probable were in interviews left out.
    """

    def __init__(self, model: CodeModel, least: float = LEAST_EXPECTED) -> None:
        """`least`: the share expected right from which a sentence is shown."""
        self.least, self._codes = least, model.codes
        truth, counts = model.truth[model.said], model.counts[model.said][:, None]
        self._codings = truth.sum(axis=0).astype(int)
        likely = np.minimum(1.0, model.held_out()[model.said] / CODED_OF_FITTING)
        self._decided = _decided(model, likely)
        sure = np.minimum(1.0, likely * self._decided)
        self._counts, self._right = (
            np.broadcast_to(counts, truth.shape),
            counts * truth * self._decided / CODED_OF_FITTING,
        )
        every = _curve(sure, self._right, self._counts)
        self._curves = [
            _curve(sure[:, column], self._right[:, column], self._counts[:, column]) if enough else every
            for column, enough in enumerate(self._codings >= ENOUGH)
        ]
        self._shown = self._bounded(sure) >= least

    def of(self, probabilities: Matrix) -> Matrix:
        """The share expected to be right among sentences of such probabilities.

        Parameters
        ----------
        probabilities : array (n, codes)
            As the model gives them.

        Returns
        -------
        array (n, codes)
            From 0 to 1.
        """
        return self._bounded(np.minimum(1.0, probabilities / CODED_OF_FITTING * self._decided))

    def by_code(self) -> dict[str, CodeExpectation]:
        """What each code may expect; a code with fewer than 20 codings has that of all codes together.

        Returns
        -------
        dict of str to CodeExpectation
            Without codes of which nothing would be shown in any interview left out.
        """
        times = self._counts * self._shown
        sums = [part.sum(axis=0) for part in (self._right * self._shown, times, times**2)]
        every = _expectation(*(float(part.sum()) for part in sums), codings=int(self._codings.sum()), pooled=True)
        found = {}
        for column, code in enumerate(self._codes):
            codings = int(self._codings[column])
            own = _expectation(*(float(part[column]) for part in sums), codings=codings, pooled=False)
            one = own if codings >= ENOUGH else every
            if one is not None:
                found[code] = one
        return found

    def _bounded(self, sure: Matrix) -> Matrix:
        made = sure.copy()
        for column, (places, shares) in enumerate(self._curves):
            made[:, column] = np.minimum(sure[:, column], np.interp(sure[:, column], places, shares))
        return made


def _curve(sure: Matrix, right: Matrix, counts: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many of those at least as sure were right, at each degree of being sure, ascending; it never falls."""
    order = np.argsort(sure, axis=None)
    places = sure.ravel()[order]
    above = [np.cumsum(part.ravel()[order][::-1])[::-1] for part in (right, counts)]
    shares = (above[0] + _BEFORE * places) / (above[1] + _BEFORE)
    return places, np.minimum(1.0, np.maximum.accumulate(shares))


def _decided(model: CodeModel, likely: Matrix) -> NDArray[np.float64]:
    """By code, accepted suggestions beside those expected to be; of all codes together where little was decided."""
    accepted, expected = np.zeros(len(model.codes)), np.zeros(len(model.codes))
    said = [example for example in model.examples if not example.names]
    for row, example in enumerate(said):
        for column, code in enumerate(model.codes):
            if code in example.accepted or code in example.rejected:
                accepted[column] += code in example.accepted
                expected[column] += likely[row, column]
    every = (accepted.sum() + _DECISIONS_BEFORE) / (expected.sum() + _DECISIONS_BEFORE)
    return np.asarray((accepted + _DECISIONS_BEFORE * every) / (expected + _DECISIONS_BEFORE))


def _expectation(right: float, shown: float, squares: float, codings: int, *, pooled: bool) -> CodeExpectation | None:
    if not shown:
        return None
    return CodeExpectation(float(min(1.0, right / shown)), float(shown**2 / squares), codings, pooled)
