# SPDX-License-Identifier: MIT
"""Contrasts of estimates, within and between domains: linear by matrix, any function by its gradient (delta method)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import t_interval
from analysis.survey.estimates.linear import Linear, linear
from analysis.survey.estimates.proportions import indicators, shares
from analysis.survey.estimates.ratios import ratio_linear
from analysis.survey.estimates.variance import across_domains
from wording import Progress


@dataclass(frozen=True)
class Contrast:
    """Contrasts (m,) with covariance (m, m), degrees of freedom, t, two-sided p and the interval at `level`."""

    estimate: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    df: float
    t: np.ndarray
    p: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: float = 0.95
    df_rule: str = "psu-strata of the whole design"


@dataclass(frozen=True)
class Joint:
    """Estimates of all domains together: vector (d·k,), domain-major, covariance by the whole design, as `svyby`."""

    estimate: np.ndarray
    vcov: np.ndarray
    domains: int
    k: int


def joint_means(
    design: Design,
    X: np.ndarray | Sequence[np.ndarray],
    domain: np.ndarray,
    domains: int | None = None,
    progress: Progress | None = None,
) -> Joint:
    """Domain means of X (n, k) with the covariance between domains. Raises Stopped."""
    return _joint(linear(design, X, domain, domains, listwise=True, progress=progress))


def joint_totals(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray,
    domains: int | None = None,
    progress: Progress | None = None,
) -> Joint:
    """Domain totals of X (n, k) with the covariance between domains. Raises Stopped."""
    return _joint(linear(design, X, domain, domains, listwise=True, mean=False, progress=progress))


def joint_proportions(
    design: Design,
    categories: np.ndarray,
    k: int,
    domain: np.ndarray,
    domains: int | None = None,
    progress: Progress | None = None,
) -> Joint:
    """Domain shares of categories coded 0 … k−1 (−1 = missing) with the covariance between domains. Raises Stopped."""
    if design.calibrations:
        columns = indicators(np.asarray(categories), k, progress, np.nan)
        return joint_means(design, columns, domain, domains, progress)
    return _joint(shares(design, np.asarray(categories), k, domain, domains, progress=progress)[0])


def joint_ratios(
    design: Design,
    num: np.ndarray,
    den: np.ndarray,
    domain: np.ndarray,
    domains: int | None = None,
    progress: Progress | None = None,
) -> Joint:
    """Domain ratios with the covariance between domains. Raises Stopped."""
    return _joint(ratio_linear(design, num, den, domain, domains, progress))


def contrast(estimate: np.ndarray, vcov: np.ndarray, matrix: np.ndarray, df: float, level: float = 0.95) -> Contrast:
    """Linear contrasts `matrix` (m, k) of an estimate (k,) with covariance (k, k)."""
    rows = np.atleast_2d(np.asarray(matrix, dtype=float))
    return _finished(rows @ estimate, rows @ vcov @ rows.T, df, level)


def smooth_contrast(
    value: np.ndarray | float, gradient: np.ndarray, vcov: np.ndarray, df: float, level: float = 0.95
) -> Contrast:
    """A function of estimates by the delta method: its `value` (m,) and `gradient` (m, k)."""
    rows = np.atleast_2d(np.asarray(gradient, dtype=float))
    return _finished(np.atleast_1d(np.asarray(value, dtype=float)), rows @ vcov @ rows.T, df, level)


def ratio_of(estimate: np.ndarray, vcov: np.ndarray, top: int, bottom: int, df: float, level: float = 0.95) -> Contrast:
    """One estimate over another: prevalence ratios, relative change."""
    ratio = estimate[top] / estimate[bottom]
    gradient = np.zeros(len(estimate))
    gradient[top], gradient[bottom] = 1 / estimate[bottom], -ratio / estimate[bottom]
    return smooth_contrast(ratio, gradient, vcov, df, level)


def _finished(value: np.ndarray, vcov: np.ndarray, df: float, level: float) -> Contrast:
    from scipy.special import stdtr  # scipy.special, 230 ms: not at start

    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = value / se
    p = 2 * stdtr(df, -np.abs(t)) if df > 0 else np.full(len(value), np.nan)
    low, high = t_interval(value, se, np.array(df), level)
    return Contrast(value, se, vcov, df, t, p, low, high, level)


def _joint(result: Linear) -> Joint:
    domains, k = result.estimate.shape
    if result.spread is not None:
        return Joint(result.estimate.ravel(), result.spread.across(), domains, k)
    return Joint(result.estimate.ravel(), across_domains(result.cells, result.influence), domains, k)
