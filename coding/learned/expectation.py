# SPDX-License-Identifier: MIT
"""Expected precision of a model's proposals, estimated on interviews left out and corrected by decisions.

A model's probability says how often the person coded such a sentence. People code sparsely, so more than that is right.
Which share of what fits is coded follows from the codings alone (Elkan & Noto 2008, "Learning classifiers from only
positive and unlabeled data"): where a model is surest of a coding it has not seen, nearly all that looks alike fits,
and its probability there is that share. Theirs is the mean over all codings, which takes each for typical of its code;
ours over the surest third of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.learned.model import CodeModel
from coding.learned.ridge import Matrix

_SUREST, _FITTING = 1 / 3, 0.9  # of the codings; how much of what looks like them fits
_LEAST_CODED, _MOST_CODED = 0.2, 0.6  # of what fits: nobody codes it all, and below a fifth one would believe anything
_LIKELIER = 1e-3  # so that of those expected alike the likelier comes first
_TELLING = 10.0  # times likelier than usual: from here on the surest are taken to fit
LEAST_EXPECTED, FEWEST_EXPECTED, MOST_EXPECTED = 0.5, 0.3, 0.9  # shown from here on; what a person may choose
ENOUGH = 20  # codings of a code, from which it has an estimate of its own
_DECISIONS_BEFORE, _BEFORE = 20.0, 10.0  # how heavily what was assumed weighs beside decisions, and codings


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
    """The expected precision of a model's proposals: per sentence, and per code where they would be shown."""

    def __init__(self, model: CodeModel, least: float = LEAST_EXPECTED) -> None:
        """`least`: the share expected right from which a sentence is shown."""
        self.least, self._codes = least, model.codes
        truth, counts = model.truth[model.said], model.counts[model.said][:, None]
        held_out = model.held_out()[model.said]
        usual = np.broadcast_to(
            (counts * truth).sum(axis=0) / counts.sum(), truth.shape
        )  # share of all that is coded so
        self.coded_of_fitting = _coded_of_fitting(held_out[truth > 0], usual[truth > 0])
        self._codings = truth.sum(axis=0).astype(int)
        likely = np.minimum(1.0, held_out / self.coded_of_fitting)
        self._counts = np.broadcast_to(counts, truth.shape)
        fitting = self._counts * truth / self.coded_of_fitting
        decided = _decided(model, likely)
        self._factors = decided * _fulfilled(likely, fitting, self._counts)
        self._right = fitting * decided
        sure = np.minimum(1.0, likely * self._factors)
        self._places, self._shares = _on_evidence(sure.ravel(), self._counts.ravel())
        self._shown = self._in_doubt(sure) >= least

    def of(self, probabilities: Matrix) -> Matrix:
        """The share expected to be right among sentences of such probabilities."""
        likely = np.minimum(1.0, probabilities / self.coded_of_fitting)
        made = self._in_doubt(np.minimum(1.0, likely * self._factors))
        return np.asarray(np.minimum(1.0, made + _LIKELIER * probabilities))

    def _in_doubt(self, sure: Matrix) -> Matrix:
        return np.asarray(np.interp(sure, self._places, self._shares), dtype=np.float64)

    def by_code(self) -> dict[str, CodeExpectation]:
        """What each code may expect; a code with fewer than 20 codings has that of all codes together."""
        times = self._counts * self._shown
        sums = [part.sum(axis=0) for part in (self._right * self._shown, times, times**2)]
        right, shown, squares = (float(part.sum()) for part in sums)
        every = _expectation(right, shown, squares, int(self._codings.sum()), pooled=True)
        found = {}
        for column, code in enumerate(self._codes):
            codings = int(self._codings[column])
            right, shown, squares = (float(part[column]) for part in sums)
            own = _expectation(right, shown, squares, codings, pooled=False)
            one = own if codings >= ENOUGH else every
            if one is not None:
                found[code] = one
        return found


def _coded_of_fitting(of_codings: NDArray[np.float64], usual: NDArray[np.float64]) -> float:
    """The share coded of what fits, from the probabilities of the codings in interviews left out, and their usual ones.

    Where the surest are hardly likelier than any sentence is, the model tells nothing apart: then most counts as coded.
    """
    surest = np.argsort(of_codings)[-max(1, round(_SUREST * len(of_codings))) :]
    share = min(_MOST_CODED, max(_LEAST_CODED, float(of_codings[surest].mean()) / _FITTING))
    gain = float(of_codings[surest].mean() / usual[surest].mean())
    told = min(1.0, max(0.0, float(np.log(gain) / np.log(_TELLING))))
    return float(share**told * _MOST_CODED ** (1 - told))


def _on_evidence(sure: NDArray[np.float64], counts: NDArray[np.float64]) -> tuple[Matrix, Matrix]:
    """Degrees of being sure, ascending, and what they are worth: drawn to one half by as much as few were so sure."""
    order = np.argsort(sure)
    places = np.concatenate([[0.0], sure[order], [1.0]])
    seen = np.concatenate([[counts.sum()], np.cumsum(counts[order][::-1])[::-1], [0.0]])
    shares = (places * seen + _BEFORE / 2) / (seen + _BEFORE)
    return places, np.maximum.accumulate(shares)


def _fulfilled(likely: Matrix, fitting: Matrix, counts: Matrix) -> NDArray[np.float64]:
    """By code with enough codings, those found in interviews left out beside those expected; 1 for the others."""
    there = counts * (likely >= FEWEST_EXPECTED)
    found, expected = (there * (fitting / counts)).sum(axis=0), (there * likely).sum(axis=0)
    own = (found + _BEFORE) / (expected + _BEFORE)
    return np.where((fitting > 0).sum(axis=0) >= ENOUGH, np.minimum(1.0, own), 1.0)


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
    share = (min(right, shown) + _BEFORE / 2) / (shown + _BEFORE)
    return CodeExpectation(float(share), float(shown**2 / squares), codings, pooled)
