# SPDX-License-Identifier: MIT
"""Contrasts of estimates, within and between domains: linear by matrix, any function by its gradient (delta method)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import t_interval, two_sided
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
class JointEstimates:
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
) -> JointEstimates:
    """Domain means with the covariance between domains.

    Parameters
    ----------
    design : Design
        The whole design.
    X : array (n, k) or sequence of array (n,)
        Variables; only rows complete in all of them count.
    domain : array (n,)
        Codes 0 … d − 1, −1 = in none.
    domains : int or None
        Number of domains d.
    progress : Progress or None
        Asked between columns whether to stop.

    Returns
    -------
    JointEstimates
        Estimates (d·k,), domain-major.

    Raises
    ------
    Problem
        As `linear.means`.
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svyby(…, covmat = TRUE)`.

    Examples
    --------
    Two villages in one sample: the difference of their means.

    >>> from analysis.survey.design.sample_design import Design
    >>> found = joint_means(Design.build(4), np.array([1.0, 3.0, 4.0, 8.0]), np.array([0, 0, 1, 1]))
    >>> found.estimate.tolist(), contrast(found.estimate, found.vcov, np.array([-1.0, 1.0]), 3).estimate.tolist()
    ([2.0, 6.0], [4.0])
    """
    return _joint(linear(design, X, domain, domains, listwise=True, progress=progress))


def joint_totals(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray,
    domains: int | None = None,
    progress: Progress | None = None,
) -> JointEstimates:
    """Domain totals with the covariance between domains.

    Parameters
    ----------
    design, X, domain, domains, progress : as for `joint_means`
        The same.

    Returns
    -------
    JointEstimates
        Estimates (d·k,), domain-major.

    Raises
    ------
    Problem
        As `linear.means`.
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svyby(…, covmat = TRUE)`.
    """
    return _joint(linear(design, X, domain, domains, listwise=True, mean=False, progress=progress))


def joint_proportions(
    design: Design,
    categories: np.ndarray,
    k: int,
    domain: np.ndarray,
    domains: int | None = None,
    progress: Progress | None = None,
) -> JointEstimates:
    """Domain shares of categories with the covariance between domains.

    Parameters
    ----------
    design : Design
        The whole design.
    categories : array (n,)
        Codes 0 … k − 1, −1 = missing.
    k : int
        Number of categories.
    domain : array (n,)
        Codes 0 … d − 1, −1 = in none.
    domains : int or None
        Number of domains d.
    progress : Progress or None
        Asked between categories whether to stop.

    Returns
    -------
    JointEstimates
        Shares 0-1 (d·k,), domain-major.

    Raises
    ------
    Problem
        As `linear.means`.
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svyby(…, covmat = TRUE)`.
    """
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
) -> JointEstimates:
    """Domain ratios with the covariance between domains.

    Parameters
    ----------
    design : Design
        The whole design.
    num, den : array (n,)
        Numbers; NaN = missing; rows with both count.
    domain : array (n,)
        Codes 0 … d − 1, −1 = in none.
    domains : int or None
        Number of domains d.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    JointEstimates
        Ratios (d,).

    Raises
    ------
    Problem
        As `ratios.ratios`.
    Stopped
        The user asked to stop.

    References
    ----------
    As R's `svyby(…, covmat = TRUE)`.
    """
    return _joint(ratio_linear(design, num, den, domain, domains, progress))


def contrast(estimate: np.ndarray, vcov: np.ndarray, matrix: np.ndarray, df: float, level: float = 0.95) -> Contrast:
    """Linear contrasts of an estimate.

    Parameters
    ----------
    estimate : array (k,)
        Estimates.
    vcov : array (k, k)
        Their covariance.
    matrix : array (m, k) or (k,)
        A contrast in each row.
    df : float
        Degrees of freedom of t.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Contrast
        Arrays (m,).

    References
    ----------
    As R's `svycontrast`; Lumley (2010), Complex Surveys.

    Examples
    --------
    A difference of two independent estimates: √(0.09 + 0.16).

    >>> found = contrast(np.array([5.0, 3.0]), np.diag([0.09, 0.16]), np.array([1.0, -1.0]), 10)
    >>> found.estimate.tolist(), found.se.round(6).tolist()
    ([2.0], [0.5])
    """
    rows = np.atleast_2d(np.asarray(matrix, dtype=float))
    return _finished(rows @ estimate, rows @ vcov @ rows.T, df, level)


def smooth_contrast(
    value: np.ndarray | float, gradient: np.ndarray, vcov: np.ndarray, df: float, level: float = 0.95
) -> Contrast:
    """A function of estimates by the delta method.

    Parameters
    ----------
    value : array (m,) or float
        The function's values.
    gradient : array (m, k) or (k,)
        Its slopes in each estimate.
    vcov : array (k, k)
        Covariance of the estimates.
    df : float
        Degrees of freedom of t.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Contrast
        Arrays (m,).

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 5.5.

    Examples
    --------
    The square of 3 ± 0.1 moves by 2 · 3 · 0.1.

    >>> smooth_contrast(9.0, np.array([6.0]), np.array([[0.01]]), 10).se.round(6).tolist()
    [0.6]
    """
    rows = np.atleast_2d(np.asarray(gradient, dtype=float))
    return _finished(np.atleast_1d(np.asarray(value, dtype=float)), rows @ vcov @ rows.T, df, level)


def ratio_of(estimate: np.ndarray, vcov: np.ndarray, top: int, bottom: int, df: float, level: float = 0.95) -> Contrast:
    """One estimate over another: prevalence ratios, relative change.

    Parameters
    ----------
    estimate : array (k,)
        Estimates.
    vcov : array (k, k)
        Their covariance.
    top, bottom : int
        Places of the two, from 0.
    df : float
        Degrees of freedom of t.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Contrast
        Of one element, with the delta method's standard error.

    References
    ----------
    As `smooth_contrast`; R's `svycontrast`.

    Examples
    --------
    2/4 with relative errors of 0.03 and 0.04: 0.5 · 0.05.

    >>> found = ratio_of(np.array([2.0, 4.0]), np.diag([0.06**2, 0.16**2]), 0, 1, 10)
    >>> found.estimate.tolist(), found.se.round(6).tolist()
    ([0.5], [0.025])
    """
    ratio = estimate[top] / estimate[bottom]
    gradient = np.zeros(len(estimate))
    gradient[top], gradient[bottom] = 1 / estimate[bottom], -ratio / estimate[bottom]
    return smooth_contrast(ratio, gradient, vcov, df, level)


def _finished(value: np.ndarray, vcov: np.ndarray, df: float, level: float) -> Contrast:
    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = value / se
    p = two_sided(t, df)
    low, high = t_interval(value, se, np.array(df), level)
    return Contrast(value, se, vcov, df, t, p, low, high, level)


def _joint(result: Linear) -> JointEstimates:
    domains, k = result.estimate.shape
    if result.spread is not None:
        return JointEstimates(result.estimate.ravel(), result.spread.across(), domains, k)
    return JointEstimates(result.estimate.ravel(), across_domains(result.cells, result.influence), domains, k)
