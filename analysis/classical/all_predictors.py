# SPDX-License-Identifier: MIT
"""Likelihood ratio test of all predictors of an ordinal, multinomial or negative binomial model together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.models import negative_binomial

if TYPE_CHECKING:
    from numpy.typing import NDArray


def loglik_of_shares(codes: NDArray[np.int64], weights: NDArray[np.float64]) -> float:
    """The log-likelihood of an ordinal or multinomial model without predictors: each category has its share.

    Parameters
    ----------
    codes : array (n,)
        Categories from 0.
    weights : array (n,)
        Rows that each stands for.

    Returns
    -------
    float
        The sum of n_k log(n_k / n) over the categories that occur.

    Examples
    --------
    >>> round(loglik_of_shares(np.array([0, 1, 1, 2]), np.ones(4)), 4)
    -4.1589
    """
    counts = np.bincount(codes, weights=weights)
    counts = counts[counts > 0]
    return float((counts * np.log(counts / counts.sum())).sum())


def loglik_of_counts(
    y: NDArray[np.float64], offset: NDArray[np.float64] | float, weights: NDArray[np.float64]
) -> float:
    """The log-likelihood of a negative binomial model with a constant alone, its own θ among its parameters.

    Parameters
    ----------
    y : array (n,)
        Counts.
    offset : array (n,) or float
        Added to the linear predictor.
    weights : array (n,)
        All 1.

    Returns
    -------
    float
        The maximum.

    Raises
    ------
    Problem
        `survey.model_no_overdispersion` when the counts vary no more than a Poisson's.
    """
    return negative_binomial(y, np.ones((len(y), 1)), offset, weights).loglik


def likelihood_ratio(loglik: float, without: float, df: int) -> Test:
    """Twice the rise of the log-likelihood over the model without predictors, against chi-square.

    Parameters
    ----------
    loglik, without : float
        Log-likelihoods with and without predictors.
    df : int
        Parameters of the predictors.

    Returns
    -------
    Test
        Chi-square, its p and degrees of freedom; no p where there is no predictor.

    References
    ----------
    As R's `anova` of two fits of `nnet::multinom`, `MASS::polr` or `MASS::glm.nb`.
    """
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start

    rise = max(2 * (loglik - without), 0.0)
    return Test(rise, float(chi2.sf(rise, df)) if df else float("nan"), (df,))
