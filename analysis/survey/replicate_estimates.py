# SPDX-License-Identifier: MIT
"""Statistics by replicate weights alone, as of a file without a design: means, totals, ratios, quantiles, models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import near_mean
from analysis.survey.design.replicate_weights import Replicates
from analysis.survey.estimates.estimate import t_interval
from analysis.survey.estimates.intervals import proportion_interval
from analysis.survey.estimates.quantile_rules import SortedSample, quantile
from analysis.survey.finite_values import refuse_infinite
from analysis.survey.models.families import family as family_named
from analysis.survey.models.irls import fit, independent
from wording import Problem, Progress, msg

_FIXED = 1e-12  # the SE of a share that the design fixes is no more than rounding


@dataclass(frozen=True)
class ReplicateEstimates:
    """Estimates (k,) with SE, covariance (k, k) and t intervals; `by_replicate` (R, k)."""

    estimate: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    df: int
    low: np.ndarray
    high: np.ndarray
    by_replicate: np.ndarray
    level: float = 0.95
    df_rule: str = "rank of the replicate weights - 1"


def summarised(
    replicates: Replicates, full: np.ndarray, by_replicate: np.ndarray, level: float = 0.95
) -> ReplicateEstimates:
    """Standard errors and intervals of estimates made by any route.

    Parameters
    ----------
    replicates : Replicates
        Their scales and degrees of freedom.
    full : array (k,)
        Estimates of the full sample.
    by_replicate : array (R, k)
        Estimates by replicate.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    ReplicateEstimates
        t intervals.
    """
    vcov = replicates.covariance(full, by_replicate)
    se = np.where(np.isnan(full), np.nan, np.sqrt(np.maximum(np.diag(vcov), 0)))
    low, high = t_interval(full, se, np.array(float(replicates.degrees)), level)
    return ReplicateEstimates(full, se, vcov, replicates.degrees, low, high, by_replicate, level)


def replicate_means(replicates: Replicates, X: np.ndarray, member: np.ndarray | None = None) -> ReplicateEstimates:
    """Means of columns, each over its own rows with a value.

    Parameters
    ----------
    replicates : Replicates
        Of n rows.
    X : array (n, k)
        Variables; NaN = missing.
    member : array (n,) of bool or None
        The rows of the domain; None: all.

    Returns
    -------
    ReplicateEstimates
        In the variables' units.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    As R's `svymean` of replicate weights.

    Examples
    --------
    The jackknife's error of a mean is s/√n.

    >>> from analysis.survey.design.sample_design import Design
    >>> from analysis.survey.replicates.make_replicates import jackknife
    >>> found = replicate_means(jackknife(Design.build(4)), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> found.estimate.tolist(), found.se.round(4).tolist()
    ([2.5], [0.6455])
    """
    columns = np.asarray(X, dtype=float).reshape(len(replicates.weights), -1)
    refuse_infinite(columns)
    valid = ~np.isnan(columns)
    if member is not None:
        valid &= np.asarray(member, dtype=bool)[:, None]
    pilot = np.array([near_mean(column) for column in columns.T])
    shifted = np.where(valid, columns - pilot, 0.0)
    top, tops = replicates.sums(shifted)
    if valid.all():
        base, bases = (np.asarray(s) for s in replicates.sums(np.ones((len(columns), 1))))
    else:
        base, bases = replicates.sums(valid.astype(float))
    with np.errstate(divide="ignore", invalid="ignore"):
        return summarised(replicates, top / base + pilot, tops / bases + pilot)


def replicate_totals(replicates: Replicates, X: np.ndarray, member: np.ndarray | None = None) -> ReplicateEstimates:
    """Totals of columns, missing values as zero.

    Parameters
    ----------
    replicates : Replicates
        Of n rows.
    X : array (n, k)
        Variables; NaN = missing.
    member : array (n,) of bool or None
        The rows of the domain; None: all.

    Returns
    -------
    ReplicateEstimates
        In the variables' units; NaN where nobody has a value.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    As R's `svytotal` of replicate weights.

    Examples
    --------
    The jackknife's error of a total is s·√n: √(5/3) · 2.

    >>> from analysis.survey.design.sample_design import Design
    >>> from analysis.survey.replicates.make_replicates import jackknife
    >>> found = replicate_totals(jackknife(Design.build(4)), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> found.estimate.tolist(), found.se.round(4).tolist()
    ([10.0], [2.582])
    """
    columns = np.asarray(X, dtype=float).reshape(len(replicates.weights), -1)
    refuse_infinite(columns)
    there = ~np.isnan(columns) & (replicates.weights != 0)[:, None]
    if member is not None:
        there &= np.asarray(member, dtype=bool)[:, None]
    full, parts = replicates.sums(np.where(there, columns, 0.0))
    return summarised(replicates, np.where(there.any(axis=0), full, np.nan), parts)


def replicate_ratio(replicates: Replicates, num: np.ndarray, den: np.ndarray) -> ReplicateEstimates:
    """Total of one variable over total of another, of rows with both.

    Parameters
    ----------
    replicates : Replicates
        Of n rows.
    num, den : array (n,)
        Numbers; NaN = missing.

    Returns
    -------
    ReplicateEstimates
        Of one element.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.

    References
    ----------
    As R's `svyratio` of replicate weights.

    Examples
    --------
    >>> from analysis.survey.design.sample_design import Design
    >>> from analysis.survey.replicates.make_replicates import jackknife
    >>> made = jackknife(Design.build(3))
    >>> replicate_ratio(made, np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])).estimate.tolist()
    [2.0]
    """
    both = np.column_stack([np.asarray(num, dtype=float).reshape(-1), np.asarray(den, dtype=float).reshape(-1)])
    refuse_infinite(both)
    both[np.isnan(both).any(axis=1)] = 0.0
    full, parts = replicates.sums(both)
    return summarised(replicates, full[:1] / full[1:], parts[:, :1] / parts[:, 1:])


def replicate_statistic(
    replicates: Replicates,
    statistic: Callable[[np.ndarray], np.ndarray],
    level: float = 0.95,
    progress: Progress | None = None,
) -> ReplicateEstimates:
    """Any statistic of weights, taken with the full weights and with each replicate.

    Parameters
    ----------
    replicates : Replicates
        Of n rows.
    statistic : callable
        Weights (n,) → estimates (k,).
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked between replicates whether to stop, and told how many are done.

    Returns
    -------
    ReplicateEstimates
        In the statistic's unit.

    Raises
    ------
    Stopped
        The user asked to stop.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5. As R's `withReplicates`.
    """
    full = np.atleast_1d(statistic(replicates.weights))
    parts = []
    for number in range(replicates.count):
        step(progress, number / replicates.count)
        parts.append(np.atleast_1d(statistic(replicates.replicate(number))))
    return summarised(replicates, full, np.array(parts), level)


def replicate_quantiles(
    replicates: Replicates,
    x: np.ndarray,
    p: Sequence[float],
    rule: str = "math",
    interval: str = "mean",
    progress: Progress | None = None,
) -> ReplicateEstimates:
    """Quantiles, with the interval from the SE of the share below or of the quantile itself.

    Parameters
    ----------
    replicates : Replicates
        Of n rows.
    x : array (n,)
        Numbers; NaN = missing.
    p : sequence of float
        Shares 0-1.
    rule : str
        Of `quantile_rules.RULES`.
    interval : str
        "mean", "beta", "xlogit" or "arcsine" on the scale of shares; "quantile": the quantile's own spread.
    progress : Progress or None
        Asked between replicates whether to stop, for "quantile".

    Returns
    -------
    ReplicateEstimates
        In the unit of x, at level 0.95.

    Raises
    ------
    Problem
        `survey.values_infinite` where a value is infinite.
    Stopped
        The user asked to stop.

    References
    ----------
    Woodruff (1952), JASA 47, 635-646. As R's `svyquantile` of replicate weights.
    """
    x = np.asarray(x, dtype=float)
    refuse_infinite(x)
    valid = ~np.isnan(x)
    degrees = replicates.degrees if valid.all() else replicates.within(valid).rank()
    replicates = replace(replicates, degrees=degrees)

    def read(weights: np.ndarray, shares: Sequence[float] | np.ndarray) -> np.ndarray:
        sample = SortedSample.of(x[valid], weights[valid])
        return np.array([quantile(sample, share, rule) for share in shares])

    if interval == "quantile":
        return replicate_statistic(replicates, lambda weights: read(weights, p), progress=progress)
    estimate = read(replicates.weights, p)
    below = np.where(valid[:, None], x[:, None] <= estimate, np.nan)
    share = replicate_means(replicates, below)
    method = "wald" if interval == "mean" else interval
    n = int((valid & (replicates.weights != 0)).sum())
    # one of the methods of a share: mypy cannot tell
    low, high = proportion_interval(share.estimate, share.se, np.array(float(replicates.degrees)), n, method)  # type: ignore[arg-type]
    ends = [read(replicates.weights, np.where((end < 0) | (end > 1), np.nan, end)) for end in (low, high)]
    ends = [np.where(share.se < _FIXED, estimate, end) for end in ends]
    half = t_interval(np.zeros(1), np.ones(1), np.array(float(replicates.degrees)), 0.95)[1]
    se = (ends[1] - ends[0]) / (2 * half)
    return ReplicateEstimates(
        estimate, se, np.diag(se**2), replicates.degrees, ends[0], ends[1], np.empty((0, len(estimate)))
    )


def replicate_glm(
    replicates: Replicates, X: np.ndarray, y: np.ndarray, family: str = "gaussian", progress: Progress | None = None
) -> ReplicateEstimates:
    """Coefficients of a generalised linear model refitted with every replicate.

    Parameters
    ----------
    replicates : Replicates
        Of n rows.
    X : array (n, p)
        Predictors, the constant among them; complete rows count.
    y : array (n,)
        Outcomes; NaN = missing.
    family : str
        As of `families.family`.
    progress : Progress or None
        Asked between replicates whether to stop, and told how many are done.

    Returns
    -------
    ReplicateEstimates
        NaN for a column that is a combination of others; degrees of freedom are less by the slopes.

    Raises
    ------
    Problem
        `survey.model_no_rows`, `survey.values_infinite`.
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svyglm` of replicate weights.
    """
    refuse_infinite(X, np.asarray(y, dtype=float))
    used = np.isfinite(X).all(axis=1) & np.isfinite(y)
    if not (replicates.weights[used] > 0).any():
        raise Problem(msg("survey.model_no_rows"))
    rows, outcome, kind = X[used], np.asarray(y, dtype=float)[used], family_named(family)

    whole = len(independent(rows, replicates.weights[used]))

    def coefficients(weights: np.ndarray) -> np.ndarray:
        """None at all where a replicate has no rows for one of them: it is left out."""
        own = weights[used]
        beta = np.full(rows.shape[1], np.nan)
        result = fit(rows, outcome, own / own.mean(), kind)
        beta[result.kept] = result.beta
        return beta if len(result.kept) == whole else np.full_like(beta, np.nan)

    result = replicate_statistic(replicates, coefficients, progress=progress)
    return replace(result, df=replicates.degrees + 1 - X.shape[1])
