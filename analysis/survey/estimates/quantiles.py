# SPDX-License-Identifier: MIT
"""Quantiles over domains with Woodruff intervals, as `svyquantile`."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import Estimates, t_quantile
from analysis.survey.estimates.intervals import proportion_interval
from analysis.survey.estimates.linear import linear, means
from analysis.survey.estimates.quantile_rules import SortedSample, quantile
from analysis.survey.finite_values import refuse_infinite
from analysis.survey.stable_sort import order_within
from wording import Progress

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
