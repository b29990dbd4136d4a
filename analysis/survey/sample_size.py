# SPDX-License-Identifier: MIT
"""Sample size and its allocation to strata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analysis.survey.calibration.frame_sheet import FrameRow, Selection, Sheet
from wording import Problem, msg

Allocation = Literal["each", "proportional", "equal", "neyman", "power"]
ALLOCATIONS: tuple[Allocation, ...] = ("each", "proportional", "equal", "neyman", "power")
_FEWEST_CLUSTERS = 2  # with one the variance of a stratum cannot be estimated
_SMALLEST_GAP = 0.0005  # half of the last decimal shown: households are whole


@dataclass(frozen=True)
class SampleRequest:
    """What is asked of a sample: expected `proportion`, half-width `precision` of its interval at `level`, design
    effect `deff` (or `icc`, the likeness of households within a cluster), expected `response` share, and households
    per cluster (0: no clusters)."""

    proportion: float = 0.5
    precision: float = 0.05
    level: float = 0.95
    deff: float = 1.0
    response: float = 1.0
    per_cluster: int = 0
    icc: float | None = None

    @property
    def effect(self) -> float:
        """The design effect used: 1 + (households per cluster − 1) × ICC where an ICC is given (Kish 1965)."""
        return self.deff if self.icc is None else 1 + (max(self.per_cluster, 1) - 1) * self.icc


@dataclass(frozen=True)
class SampleSize:
    """Households: `simple` for simple random sampling, `finite` corrected for the population, `designed` times the
    design effect, `selected` raised for non-response and rounded up."""

    simple: float
    finite: float
    designed: float
    selected: int


@dataclass(frozen=True)
class Stratum:
    """A stratum to draw from: households and clusters in the frame, and its own expected share where known."""

    name: str
    households: float
    clusters: float = 0
    proportion: float | None = None


@dataclass(frozen=True)
class Shared:
    """A line of the sampling frame before the field, and the half-width of the interval to expect there."""

    row: FrameRow
    precision: float


@dataclass(frozen=True)
class Shares:
    """The sample shared out: a line for each stratum, and the half-width for all strata together."""

    strata: tuple[Shared, ...]
    precision: float

    @property
    def sheet(self) -> Sheet:
        """The sampling frame that the field fills."""
        return Sheet(tuple(one.row for one in self.strata))

    def missing(self, precision: float) -> tuple[Shared, ...]:
        """The strata whose interval is to be wider than asked for, beyond a twentieth of a point.

        Parameters
        ----------
        precision : float
            Half-width asked for, a share 0-1.

        Returns
        -------
        tuple of Shared
            In the order of the strata.
        """
        return tuple(one for one in self.strata if one.precision > precision + _SMALLEST_GAP)

    @property
    def households(self) -> float:
        """Households to select, in all."""
        return sum(one.row.households_selected for one in self.strata)

    @property
    def clusters(self) -> float:
        """Clusters to visit, in all."""
        return sum(one.row.clusters_selected for one in self.strata)


def sample_size(ask: SampleRequest, population: float = np.inf) -> SampleSize:
    """Households to select for a proportion: n₀ = z² p(1−p)/e²; n₀/(1+(n₀−1)/N); × design effect; ÷ response.

    Parameters
    ----------
    ask : SampleRequest
        What is asked of the sample; all shares 0-1.
    population : float
        Households N in the population; infinite leaves its correction out.

    Returns
    -------
    SampleSize
        Households after each step; what is to be selected is rounded up, at most all.

    Raises
    ------
    Problem
        `survey.sample_ask` where a share, the design effect or N is outside its range.

    References
    ----------
    Cochran (1977), Sampling Techniques, section 4.4; Kish (1965), Survey Sampling, for the design effect.

    Examples
    --------
    A half ± 5 points: 1.96² · 0.25 / 0.05² is 384.1; twice that for clusters, 769.

    >>> size = sample_size(SampleRequest(deff=2.0))
    >>> round(size.simple, 1), size.selected
    (384.1, 769)
    """
    _check(ask)
    if population < 1 or np.isnan(population):
        raise Problem(msg("survey.sample_ask"))
    simple = _z(ask) ** 2 * ask.proportion * (1 - ask.proportion) / ask.precision**2
    finite = simple if np.isinf(population) else simple / (1 + (simple - 1) / population)
    designed = finite * ask.effect
    selected = _up(designed / ask.response)
    return SampleSize(simple, finite, designed, selected if np.isinf(population) else min(selected, int(population)))


def expected_precision(
    ask: SampleRequest, selected: float, population: float = np.inf, proportion: float | None = None
) -> float:
    """Half-width to expect when so many households are drawn: `sample_size` turned round.

    References
    ----------
    As `sample_size`.

    Examples
    --------
    >>> round(expected_precision(SampleRequest(), 384.1459), 6)
    0.05
    """
    p = ask.proportion if proportion is None else proportion
    return _z(ask) * float(np.sqrt(_variance(ask, selected, population, p)))


def allocate(ask: SampleRequest, strata: Sequence[Stratum], how: Allocation = "each") -> Shares:
    """The sampling frame to fill: households (and clusters) to select per stratum.

    Parameters
    ----------
    ask : SampleRequest
        What is asked of the sample.
    strata : sequence of Stratum
        At least one, with one household or more each.
    how : str
        "each": the precision holds in every stratum. The others share one sample, large enough that the precision holds
        for all strata together: "proportional" to households, "equal", "neyman" (households × √(p(1−p)) of the
        stratum), or "power" (square root of households).

    Returns
    -------
    Shares
        A line for each stratum in their order. Whole clusters, at least two in a stratum, where the ask has households
        per cluster and the stratum clusters.

    Raises
    ------
    Problem
        `survey.sample_ask` where the ask or a stratum is outside its range.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapter 5, for Neyman's; Bankier (1988), The American Statistician 42, 174-177,
    for power allocation.

    Examples
    --------
    >>> shared = allocate(SampleRequest(), [Stratum("hill", 3000), Stratum("shore", 1000)], "proportional")
    >>> [one.row.households_selected for one in shared.strata]
    [264, 88]
    """
    _check(ask)
    shares = [one.proportion for one in strata if one.proportion is not None]
    if not strata or any(one.households < 1 for one in strata) or not all(0 < share < 1 for share in shares):
        raise Problem(msg("survey.sample_ask"))
    if how == "each":
        asks = [replace(ask, proportion=one.proportion or ask.proportion) for one in strata]
        wanted = [float(sample_size(own, one.households).selected) for own, one in zip(asks, strata, strict=True)]
    else:
        wanted = _shared(ask, strata, how)
    rows = [_row(ask, one, n) for one, n in zip(strata, wanted, strict=True)]
    lines = tuple(
        Shared(row, expected_precision(ask, row.households_selected, one.households, one.proportion))
        for one, row in zip(strata, rows, strict=True)
    )
    return Shares(lines, _together(ask, strata, [row.households_selected for row in rows]))


def as_drawn(ask: SampleRequest, strata: Sequence[Stratum], shares: Shares, drawn: Sheet) -> Shares:
    """The sample shared out with the households that a draw took, and the precision to expect then.

    Parameters
    ----------
    ask : SampleRequest
        What was asked of the sample.
    strata : sequence of Stratum
        Those of `allocate`, in the same order.
    shares : Shares
        What `allocate` gave.
    drawn : Sheet
        The sheet after the draw; whole households in each cluster may make another sum than was asked for.

    Returns
    -------
    Shares
        With the sheet's line for each stratum that it has.
    """
    taken = {row.stratum: row for row in drawn.strata}
    lines = []
    for own, one in zip(strata, shares.strata, strict=True):
        row = taken.get(one.row.stratum, one.row)
        expected = expected_precision(ask, row.households_selected, own.households, own.proportion)
        lines.append(Shared(row, expected))
    return Shares(tuple(lines), _together(ask, strata, [one.row.households_selected for one in lines]))


def _shared(ask: SampleRequest, strata: Sequence[Stratum], how: Allocation) -> list[float]:
    sizes = np.array([one.households for one in strata], dtype=float)
    p = np.array([one.proportion or ask.proportion for one in strata])
    parts: dict[str, Callable[[], np.ndarray]] = {
        "proportional": lambda: sizes,
        "equal": lambda: np.ones(len(sizes)),
        "neyman": lambda: sizes * np.sqrt(p * (1 - p)),
        "power": lambda: np.sqrt(sizes),
    }
    part = parts[how]()
    share = part / part.sum()
    if how == "proportional" and (p == ask.proportion).all():
        total = float(sample_size(ask, float(sizes.sum())).selected)
    else:
        total = _enough(lambda n: _together(ask, strata, np.minimum(n * share, sizes)), ask.precision, sizes, share)
    return [float(min(_up(total * own), size)) for own, size in zip(share, sizes, strict=True)]


def _enough(precision: Callable[[float], float], asked: float, sizes: np.ndarray, share: np.ndarray) -> float:
    """The smallest total with the precision asked; everybody where even that does not reach it."""
    low, high = 1.0, float((sizes / share).max())
    if precision(high) > asked:
        return high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if precision(middle) <= asked else (middle, high)
    return high


def _together(ask: SampleRequest, strata: Sequence[Stratum], selected: Sequence[float] | np.ndarray) -> float:
    """Half-width for all strata: variances of the strata, weighted by the square of their share of households."""
    total = sum(one.households for one in strata)
    variance = sum(
        (one.households / total) ** 2 * _variance(ask, n, one.households, one.proportion or ask.proportion)
        for one, n in zip(strata, selected, strict=True)
    )
    return _z(ask) * float(np.sqrt(variance))


def _variance(ask: SampleRequest, selected: float, population: float, p: float) -> float:
    n = selected * ask.response / ask.effect
    if n <= 0:
        return float("inf")
    if np.isinf(population):
        return p * (1 - p) / n
    return p * (1 - p) / n * max(population - n, 0.0) / max(population - 1, 1.0)


def _row(ask: SampleRequest, stratum: Stratum, n: float) -> FrameRow:
    visited = 0
    if ask.per_cluster and stratum.clusters:
        visited = int(min(max(np.ceil(n / ask.per_cluster), _FEWEST_CLUSTERS), stratum.clusters))
        n = visited * ask.per_cluster
    kind = Selection.PPS if visited else Selection.NONE
    return FrameRow(
        stratum.name,
        stratum.households,
        int(min(n, stratum.households)),
        0,
        stratum.clusters if visited else 0,
        visited,
        kind,
    )


def _check(ask: SampleRequest) -> None:
    shares = (ask.proportion, ask.precision, ask.level)
    good = all(0 < value < 1 for value in shares) and 0 < ask.response <= 1 and ask.effect > 0 and ask.per_cluster >= 0
    if not good or (ask.icc is not None and not 0 <= ask.icc <= 1):
        raise Problem(msg("survey.sample_ask"))


def _z(ask: SampleRequest) -> float:
    from scipy.special import ndtri  # scipy.special, 230 ms: not at start

    return float(ndtri(0.5 + ask.level / 2))


def _up(value: float) -> int:
    """Rounded up, forgiving the last bits of a product."""
    return int(np.ceil(round(value, 9)))
