# SPDX-License-Identifier: MIT
"""Result of an estimator: estimates with their spread and the facts an honest print needs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

DF_IN_DOMAIN = "psu-strata, of those present in the domain"


@dataclass(frozen=True)
class Estimates:
    """Estimates of k statistics in d domains; arrays are (d, k) unless said.

    `vcov` (d, k, k) covariance within each domain. `df` degrees of freedom by `df_rule`. `low`, `high` the interval by
    `interval` at `level`. `n` unweighted rows used, `weighted_base` their weights' sum. `deff` and `deff_replace`:
    variance over that of a simple random sample without and with replacement. `psus`, `strata` present among the rows
    used, `lonely` strata whose single PSU a rule had to handle, `weight_ratio` largest over smallest weight.
    Not estimable = NaN.
    """

    estimate: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    df: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: np.ndarray
    weighted_base: np.ndarray
    deff: np.ndarray
    deff_replace: np.ndarray
    psus: np.ndarray
    strata: np.ndarray
    lonely: np.ndarray
    weight_ratio: float
    interval: str = "t"
    level: float = 0.95
    df_rule: str = DF_IN_DOMAIN
    dropped: int = 0
    counts: np.ndarray = field(default_factory=lambda: np.empty(0))  # proportions: unweighted rows in the category

    @property
    def cv(self) -> np.ndarray:
        """Coefficient of variation, a share: SE over the absolute estimate; of the shape of `estimate`."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: np.ndarray = self.se / np.abs(self.estimate)
            return found


def t_interval(estimate: np.ndarray, se: np.ndarray, df: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """estimate ± t·SE; the normal quantile where the degrees of freedom are infinite.

    References
    ----------
    As R's `confint(…, df = degf(design))`.

    Examples
    --------
    >>> low, high = t_interval(np.array([10.0]), np.array([2.0]), np.array([np.inf]), 0.95)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([6.08], [13.92])
    """
    half = t_quantile(0.5 + level / 2, df) * se
    return estimate - half, estimate + half


def t_quantile(p: float, df: np.ndarray | float) -> np.ndarray:
    """Student's quantile.

    Examples
    --------
    >>> t_quantile(0.975, np.array([1.0, np.inf, 0.0])).round(3).tolist()
    [12.706, 1.96, nan]
    """
    from scipy.special import ndtri, stdtrit  # scipy.special, 230 ms: not at start

    degrees = np.asarray(df, dtype=float)
    finite = np.where(np.isinf(degrees) | (degrees <= 0), 1.0, degrees)
    quantile = np.where(np.isinf(degrees), ndtri(p), stdtrit(finite, p))
    return np.where(degrees > 0, quantile, np.nan)


def two_sided(t: np.ndarray, df: float) -> np.ndarray:
    """Two-sided p of Student's t.

    Examples
    --------
    >>> two_sided(np.array([12.706, -12.706]), 1).round(4).tolist()
    [0.05, 0.05]
    """
    from scipy.special import stdtr  # scipy.special, 230 ms: not at start

    return np.asarray(2 * stdtr(df, -np.abs(t))) if df > 0 else np.full(np.shape(t), np.nan)


def invertible(matrix: np.ndarray) -> bool:
    """Whether a covariance is known and of full rank, so that a test may divide by it.

    Parameters
    ----------
    matrix : array (k, k)
        A covariance.

    Returns
    -------
    bool
        False where a number is missing too.

    Examples
    --------
    >>> invertible(np.eye(2)), invertible(np.ones((2, 2)))
    (True, False)
    """
    return bool(np.isfinite(matrix).all()) and int(np.linalg.matrix_rank(matrix)) == len(matrix)
