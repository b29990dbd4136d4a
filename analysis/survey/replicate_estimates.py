# SPDX-License-Identifier: MIT
"""Statistics by replicate weights alone, as of a file without a design: means, totals, any statistic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import near_mean, refuse_infinite
from analysis.survey.design.replicate_weights import Replicates
from analysis.survey.estimates.estimate import t_interval
from wording import Progress

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
