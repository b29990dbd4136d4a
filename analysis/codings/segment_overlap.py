# SPDX-License-Identifier: MIT
"""Pairs of segments that meet: they overlap, stand near each other, or lie in the same turn; on arrays.

Each segment is an interval [low, high) of places of one document: code points, words, sentences or turns. Two meet
where at most `gap` − 1 places stand between them (the next place is 1 on); a gap of 0 means that they share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.codings.study import CodingStudy
from analysis.codings.word_positions import sentence_places, word_places
from analysis.problems import AnalysisProblem
from wording import msg

Ints = NDArray[np.int64]
_PORTION = 4_000_000  # pairs looked at in one go


@dataclass(frozen=True)
class OverlappingCodes:
    """Codes (positions) that met: how many pairs of segments, shape (codes, codes), symmetric, and in which units."""

    pairs: Ints
    units: Ints


def meetings(
    document: Ints, low: Ints, high: Ints, code: Ints, unit: Ints, codes: int, gap: int = 0,
    members: Sequence[Sequence[int]] | None = None,
) -> OverlappingCodes:  # fmt: skip
    """Count the pairs of segments of two different codes that meet, and the units (cases) in which they do.

    All arrays (segments,). `high` is exclusive. A pair of segments is counted once; a code is not paired with itself.

    Examples
    --------
    >>> low, high = np.array([0, 5, 20]), np.array([10, 8, 30])
    >>> one_case = np.zeros(3, dtype=np.int64)
    >>> meetings(one_case, low, high, np.array([0, 1, 1]), one_case, codes=2).pairs.tolist()
    [[0, 1], [1, 0]]
    """
    order = np.lexsort((low, document))
    document, low, high, code, unit = (one[order] for one in (document, low, high, code, unit))
    stride = int(high.max(initial=0)) + gap + 2
    begin, end = document * stride + low, document * stride + high + gap
    last = np.searchsorted(begin, end, side="left")  # the first segment that begins behind the reach of this one
    counts = last - np.arange(len(begin)) - 1
    pairs = np.zeros((codes, codes), dtype=np.int64)
    sets = int(unit.max(initial=0)) + 1
    seen: list[Ints] = []
    first = 0
    for upto in _portions(counts):
        here = counts[first:upto]
        one = np.repeat(np.arange(first, upto), here)
        other = np.arange(len(one)) - np.repeat(np.cumsum(here) - here, here) + one + 1
        differ = code[one] != code[other]
        one, other = one[differ], other[differ]
        a, b = np.minimum(code[one], code[other]), np.maximum(code[one], code[other])
        pairs += np.bincount(a * codes + b, minlength=codes * codes).reshape(codes, codes)
        seen.append(np.unique(((a * codes + b) * sets + unit[one]) * sets + unit[other]))
        first = upto
    together = np.unique(np.concatenate(seen)) if seen else np.zeros(0, dtype=np.int64)
    units = np.bincount(_shared_cases(together, sets, members), minlength=codes * codes).reshape(codes, codes)
    return OverlappingCodes(pairs + pairs.T, units + units.T)


def codes_met(study: CodingStudy, places: Sequence[Ints], relation: str, within: object) -> OverlappingCodes:
    """How the segments of some codes meet in the texts of a study."""
    together = study.codings.segments.iloc[np.concatenate([np.zeros(0, dtype=np.int64), *places])]
    low, high, gap = _as_intervals(study, together, relation, within)
    documents, _ = pd.factorize(together["document"])
    units, held = pd.factorize(together["cases"])
    number = {case: at for at, case in enumerate(dict.fromkeys(case for one in held for case in one))}
    members = [[number[case] for case in one] for one in held] if any(len(one) > 1 for one in held) else None
    chosen = np.repeat(np.arange(len(places), dtype=np.int64), [len(one) for one in places])
    return meetings(documents.astype("int64"), low, high, chosen, units.astype("int64"), len(places), gap, members)


def _as_intervals(study: CodingStudy, segments: pd.DataFrame, relation: str, within: object) -> tuple[Ints, Ints, int]:
    """Each segment as an interval of code points, words, sentences or turns, and the gap allowed."""
    start, stop = segments["start"].to_numpy(dtype="int64"), segments["stop"].to_numpy(dtype="int64")
    if relation == "overlap":
        return start, stop, 0
    turns = segments["turn"].to_numpy(dtype="int64"), segments["last_turn"].to_numpy(dtype="int64") + 1
    if relation == "turn":
        return *turns, 0
    distance = float(str(within))
    if not 0 <= distance <= 100_000:
        raise AnalysisProblem(msg("problem.within"))
    if relation == "turns":
        return *turns, int(distance)
    find = word_places if relation == "words" else sentence_places
    low, high = find(study.codings, segments)
    return low, high, int(distance)


def _shared_cases(together: Ints, sets: int, members: Sequence[Sequence[int]] | None) -> Ints:
    """Once for each case in which two codes meet: the number of the pair of codes."""
    pair, first, second = together // sets // sets, together // sets % sets, together % sets
    if members is None:
        own: Ints = pair[first == second]
        return own
    both, place = np.unique(first * sets + second, return_inverse=True)
    shared = [sorted(set(members[one // sets]).intersection(members[one % sets])) for one in both.tolist()]
    lengths = np.array([len(one) for one in shared], dtype=np.int64)[place]
    if not lengths.sum():
        return np.zeros(0, dtype=np.int64)
    flat = np.array([case for one in shared for case in one], dtype=np.int64)
    starts = (np.cumsum([len(one) for one in shared]) - [len(one) for one in shared])[place]
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    cases, most = flat[np.repeat(starts, lengths) + within], int(flat.max()) + 1
    found: Ints = np.unique(np.repeat(pair, lengths) * most + cases) // most
    return found


def _portions(counts: Ints) -> list[int]:
    """Where to cut, so that no portion holds many more than `_PORTION` pairs."""
    if not len(counts):
        return []
    running = np.cumsum(counts)
    cuts = np.searchsorted(running, np.arange(_PORTION, int(running[-1]) + _PORTION, _PORTION), side="left") + 1
    return sorted({*(int(min(cut, len(counts))) for cut in cuts), len(counts)})
