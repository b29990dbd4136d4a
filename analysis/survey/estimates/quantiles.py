# SPDX-License-Identifier: MIT
"""Quantiles over domains with Woodruff intervals, as `svyquantile`."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import order_within, refuse_infinite, stable_order
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import Estimates, t_quantile
from analysis.survey.estimates.intervals import proportion_interval
from analysis.survey.estimates.linear import linear, means
from wording import Progress

RULES = ("math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9")


@dataclass(frozen=True)
class SortedSample:
    """A sample without missing values and zero weights, sorted: values, weights and their cumulative sums."""

    x: np.ndarray
    w: np.ndarray
    cumulated: np.ndarray
    total: float

    @staticmethod
    def of(x: np.ndarray, w: np.ndarray, progress: Progress | None = None) -> SortedSample:
        """The sample sorted by value, ties in the order given."""
        used = w != 0
        if not used.all():
            x, w = x[used], w[used]
        order = stable_order(x, progress)
        step(progress)
        return SortedSample.sorted(x[order], w[order])

    @staticmethod
    def sorted(x: np.ndarray, w: np.ndarray) -> SortedSample:
        """A sample whose values are sorted already."""
        running = np.cumsum(w, dtype=np.longdouble)
        total = float(running[-1]) if len(running) else 0.0
        return SortedSample(x, w, running.astype(float), total)

    def merged(self) -> SortedSample:
        """Equal values put together."""
        x, first = np.unique(self.x, return_index=True)
        return SortedSample.sorted(x, np.add.reduceat(self.w, first))


def quantile(sample: SortedSample, p: float, rule: str = "math") -> float:
    """The p-quantile of a weighted sample.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50, 361-365, for "hf1" to "hf9". As R's `svyquantile(qrule =)`.

    Examples
    --------
    Cumulative weights 1, 2, 3, 4: the half falls on the second value. "math" takes it, "school" the middle of both.

    >>> sample = SortedSample.of(np.array([10.0, 20.0, 30.0, 40.0]), np.ones(4))
    >>> quantile(sample, 0.5), quantile(sample, 0.5, "school")
    (20.0, 25.0)
    """
    if not len(sample.x) or np.isnan(p):
        return float("nan")
    if rule in ("math", "hf1", "school", "hf2", "hf3", "hf4"):
        return _stepwise(sample.merged() if rule == "hf3" else sample, p, rule)
    if len(sample.x) == 1:
        return float(sample.x[0])
    return _interpolated(_positions(sample, rule), sample.x, p, constant=rule == "shahvaish")


def _stepwise(sample: SortedSample, p: float, rule: str) -> float:
    # Cumulative weights are compared unnormalised: dividing first would flip ties (R does not divide).
    reached = int(np.searchsorted(sample.cumulated, p * sample.total, side="right"))
    if not reached and rule != "hf4":  # "hf4" extrapolates from the first two, as R does
        return float(sample.x[0])
    position = max(reached - 1, 0)
    following = min(position + 1, len(sample.x) - 1)
    low, high = sample.x[position], sample.x[following]
    below = p - sample.cumulated[position] / sample.total
    above = sample.cumulated[following] / sample.total - p
    if rule == "hf4":
        if following == position:  # the last value holds all; R divides zero by zero
            return float(high)
        share = below / (above + below)
        return float(low * (1 - share) + high * share)
    if below > 0:  # a tie may come out below zero by rounding
        return float(high)
    if rule in ("school", "hf2"):
        return float((low + high) / 2)
    if rule == "hf3":
        return float(low if (position + 1) % 2 == 0 else high)
    return float(low)


def _positions(sample: SortedSample, rule: str) -> np.ndarray:
    w, cumulated = sample.w, sample.cumulated
    last, before = cumulated[-1], np.concatenate([[0.0], cumulated[:-1]])
    positions: np.ndarray
    if rule == "hf5":
        positions = (cumulated - w / 2) / last
    elif rule == "hf6":
        positions = cumulated / (last + w[-1])
    elif rule == "hf7":
        positions = before / cumulated[-2]
    elif rule == "hf8":
        positions = (before / 3 + cumulated * 2 / 3) / (last + w[-1] / 3)
    elif rule == "hf9":
        positions = (before * 3 / 8 + cumulated * 5 / 8) / (last + w[-1] / 4)
    elif rule == "shahvaish":
        mean = float(np.mean(w, dtype=np.longdouble))
        positions = (np.cumsum(w / mean, dtype=np.longdouble).astype(float) + 0.5 - w / 2) / (len(w) + 1)
    else:
        raise KeyError(rule)
    return positions


def _interpolated(positions: np.ndarray, x: np.ndarray, p: float, constant: bool) -> float:
    """R's `approx`: ends held, equal positions averaged, linear or the value at the left."""
    order = np.argsort(positions, kind="stable")
    places, first = np.unique(positions[order], return_index=True)
    sizes = np.diff(np.append(first, len(x)))
    values = np.add.reduceat(x[order].astype(float), first) / sizes
    if not constant:
        return float(np.interp(p, places, values))
    return float(values[max(int(np.searchsorted(places, p, side="right")) - 1, 0)])


QuantileInterval = Literal["mean", "beta", "xlogit", "arcsine", "score"]


def quantiles(
    design: Design,
    x: np.ndarray,
    p: Sequence[float],
    domain: np.ndarray | None = None,
    *,
    rule: str = "math",
    interval: QuantileInterval = "mean",
    level: float = 0.95,
    domains: int | None = None,
    progress: Progress | None = None,
) -> Estimates:
    """Quantiles of a variable in domains, with intervals read back from the scale of proportions.

    Parameters
    ----------
    design : Design
        The whole design.
    x : array (n,)
        Numbers; NaN = missing.
    p : sequence of float
        Shares 0-1, k of them.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    rule : str
        Of `quantile_rules.RULES`.
    interval : str
        "mean" (Wald's on the share), "beta", "xlogit" or "arcsine" by Woodruff's method; "score" by Francisco and
        Fuller's.
    level : float
        Confidence level, 0-1.
    domains : int or None
        Number of domains d.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Estimates
        Arrays (d, k) in the unit of x. SE is the interval's width over two t-quantiles, the design effect that of the
        share below. An end whose share is outside (0, 1) is NaN.

    Raises
    ------
    Problem
        `survey.values_infinite`; `survey.lonely_psu` (DesignProblem) under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    Woodruff (1952), JASA 47, 635-646; Francisco & Fuller (1991), Annals of Statistics 19, 454-469. As R's
    `svyquantile`.

    Examples
    --------
    The half of four equal weights falls on the second value.

    >>> quantiles(Design.build(4), np.array([10.0, 20.0, 30.0, 40.0]), [0.5]).estimate.tolist()
    [[20.0]]
    """
    x = np.asarray(x, dtype=float).reshape(-1)
    refuse_infinite(x)
    codes = np.zeros(len(x), dtype=np.int64) if domain is None else np.asarray(domain, dtype=np.int64)
    count = domains if domains is not None else max(int(codes.max(initial=0)) + 1, 1)
    samples, shares = _samples(design, x, codes, count, progress), np.asarray(p, dtype=float)
    step(progress)
    estimate = np.array([[quantile(sample, share, rule) for share in shares] for sample in samples])
    below = _shares_below(design, x, codes, count, estimate, domain is None, progress)
    if interval == "score":
        low, high = _score_ends(design, x, codes, samples, shares, below, rule, level, progress)
    else:
        low, high = _woodruff_ends(samples, below, rule, interval, level)
    se = (high - low) / (2 * t_quantile(0.5 + level / 2, below.df))
    return replace(
        below,
        estimate=estimate,
        se=se,
        vcov=np.einsum("di,ij->dij", se**2, np.eye(len(shares))),
        low=low,
        high=high,
        interval="score" if interval == "score" else f"woodruff-{interval}",
        level=level,
    )


def _samples(
    design: Design, x: np.ndarray, codes: np.ndarray, count: int, progress: Progress | None
) -> list[SortedSample]:
    used = ~np.isnan(x) & (design.weights != 0) & (codes >= 0)
    if count == 1:
        values, weights = (x, design.weights) if used.all() else (x[used], design.weights[used])
        return [SortedSample.of(values, weights, progress)]
    values, weights, groups = x[used], design.weights[used], codes[used]
    order = order_within(values, groups, count, progress)
    step(progress)
    bounds = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=count))])
    values, weights = values[order], weights[order]
    step(progress)
    return [
        SortedSample.sorted(values[low:high], weights[low:high])
        for low, high in zip(bounds[:-1], bounds[1:], strict=True)
    ]


def _shares_below(
    design: Design,
    x: np.ndarray,
    codes: np.ndarray,
    count: int,
    estimate: np.ndarray,
    whole: bool,
    progress: Progress | None,
) -> Estimates:
    """The estimated share at or below each quantile, in its own domain."""
    missing = np.isnan(x)
    inside = np.zeros(1, dtype=np.int64) if whole else np.clip(codes, 0, count - 1)
    columns = []
    for position in range(estimate.shape[1]):
        step(progress)
        below = (x <= estimate[inside, position]).astype(float)
        if missing.any():
            below[missing] = np.nan
        columns.append(below)
    return means(design, columns, None if whole else codes, domains=count, covariance=False, progress=progress)


def _woodruff_ends(
    samples: list[SortedSample], below: Estimates, rule: str, interval: QuantileInterval, level: float
) -> tuple[np.ndarray, np.ndarray]:
    method = "wald" if interval == "mean" else interval
    # one of the methods of a share: mypy cannot tell
    low, high = proportion_interval(below.estimate, below.se, below.df, below.n, method, level)  # type: ignore[arg-type]
    low = np.where((low < 0) | np.isnan(low), np.nan, low)
    high = np.where((high > 1) | np.isnan(high), np.nan, high)
    return _read(samples, low, rule), _read(samples, high, rule)


def _read(samples: list[SortedSample], shares: np.ndarray, rule: str) -> np.ndarray:
    return np.array([[quantile(s, share, rule) for share in row] for s, row in zip(samples, shares, strict=True)])


def _score_ends(
    design: Design,
    x: np.ndarray,
    codes: np.ndarray,
    samples: list[SortedSample],
    shares: np.ndarray,
    below: Estimates,
    rule: str,
    level: float,
    progress: Progress | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Francisco and Fuller (1991), Annals of Statistics 19: where a score test of the quantile would just reject."""
    low, high = np.full(below.estimate.shape, np.nan), np.full(below.estimate.shape, np.nan)
    for domain, sample in enumerate(samples):
        inside = np.where((codes == domain) & ~np.isnan(x), 0, -1)
        for position, share in enumerate(shares):
            limit = float(t_quantile(0.5 + level / 2, below.df[domain, position]))
            ends = [_score_root(design, x, inside, sample, share, sign * limit, progress) for sign in (1, -1)]
            # R reads the unweighted share below the root back through the rule.
            read = [quantile(sample, float((sample.x <= end).mean()), rule) if end == end else end for end in ends]
            low[domain, position], high[domain, position] = read
    return low, high


def _score_root(
    design: Design,
    x: np.ndarray,
    inside: np.ndarray,
    sample: SortedSample,
    share: float,
    limit: float,
    progress: Progress | None,
) -> float:
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start

    if len(sample.x) < 3:
        return float("nan")
    reach = float(np.subtract(*np.percentile(sample.x, [75, 25]))) / 100
    values = np.sort(x[inside == 0])

    @functools.cache
    def score_above(below: int) -> float:
        step(progress)
        theta = values[below - 1] if below else -np.inf
        result = linear(design, (x > theta) - (1 - share), inside, 1, progress=progress)  # df is known already
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(result.estimate[0, 0] / np.sqrt(np.maximum(result.vcov[0, 0, 0], 0.0))) - limit

    def score(theta: float) -> float:
        return score_above(int(np.searchsorted(values, theta, side="right")))  # it changes at values only

    first, last = float(sample.x[0]) + reach, float(sample.x[-1]) - reach
    if not first < last or not score(first) * score(last) <= 0:
        return float("nan")
    return float(brentq(score, first, last, xtol=1e-12 * max(abs(first), abs(last), 1e-300)))
