# SPDX-License-Identifier: MIT
"""Models of categories and of counts that spread, by maximum likelihood: ordinal, multinomial, negative binomial.

Ordinal models are ours, the others statsmodels'. A weight that a class of statsmodels would leave out is an error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.classical.library_warnings import quiet
from analysis.classical.models import CONVERGED, family_model
from analysis.classical.weighted_classes import model_of
from analysis.survey.models.cumulative_link import maximum
from wording import Problem, msg


@dataclass(frozen=True)
class LikelihoodFit:
    """Coefficients with model-based SE (same shape), log-likelihood; for negative binomial θ and its SE."""

    coef: np.ndarray
    se: np.ndarray
    loglik: float
    theta: float = float("nan")
    theta_se: float = float("nan")


def ordinal_logit(codes: np.ndarray, k: int, X: np.ndarray, weights: np.ndarray) -> LikelihoodFit:
    """Proportional odds model by maximum likelihood. Ours: statsmodels' OrderedModel knows no weights.

    Parameters
    ----------
    codes : array (n,)
        Categories 0 to k − 1 in order.
    k : int
        Number of categories.
    X : array (n, p)
        Predictors without a constant.
    weights : array (n,)
        Rows that each stands for.

    Returns
    -------
    LikelihoodFit
        Slopes, then the k − 1 thresholds, with model-based standard errors; the log-likelihood.

    References
    ----------
    McCullagh (1980), Journal of the Royal Statistical Society B 42, 109-142. As R's `MASS::polr`.
    """
    found = maximum(X, codes, weights, k)
    return LikelihoodFit(found.theta, np.sqrt(np.diag(np.linalg.inv(found.information))), found.loglik)


def multinomial(codes: np.ndarray, X: np.ndarray, weights: np.ndarray | None = None) -> LikelihoodFit:
    """Multinomial logit against the first category, by Newton's method.

    Parameters
    ----------
    codes : array (n,)
        Categories from 0.
    X : array (n, p)
        Predictors, the constant among them.
    weights : array (n,) or None
        Whole numbers: rows that each stands for, which are repeated.

    Returns
    -------
    LikelihoodFit
        Coefficients (k − 1, p), a category in each row, as R's `nnet::multinom`.

    Raises
    ------
    Problem
        `survey.model_weight_ignored` for weights that are not whole: statsmodels would leave them out.

    References
    ----------
    Agresti (2002), Categorical Data Analysis, section 7.1.

    Examples
    --------
    A constant alone: the log odds of 2 and of 1 in 4 against 1 in 4.

    >>> found = multinomial(np.array([0, 1, 1, 2]), np.ones((4, 1)))
    >>> np.exp(found.coef).round(4).tolist()
    [[2.0], [1.0]]
    """
    from statsmodels.discrete.discrete_model import MNLogit  # seconds on a slow machine: only when asked for

    if weights is not None and (weights == np.round(weights)).all() and (weights >= 0).all():
        codes, X, weights = np.repeat(codes, weights.astype(int)), np.repeat(X, weights.astype(int), axis=0), None
    with quiet():
        found = model_of(MNLogit, codes, X, weights).fit(method="newton", maxiter=200, tol=1e-12, disp=0)
    return LikelihoodFit(np.asarray(found.params).T, np.asarray(found.bse).T, float(found.llf))


def negative_binomial(
    y: np.ndarray, X: np.ndarray, offset: np.ndarray | float = 0.0, weights: np.ndarray | None = None
) -> LikelihoodFit:
    """Negative binomial model with log link and its θ, variance μ + μ²/θ.

    Parameters
    ----------
    y : array (n,)
        Counts.
    X : array (n, p)
        Predictors, the constant among them.
    offset : array (n,) or float
        Added to the linear predictor, such as the log of an exposure.
    weights : array (n,) or None
        All 1, or None.

    Returns
    -------
    LikelihoodFit
        Coefficients (p,) with standard errors for a known θ, with which they are uncorrelated; θ and its standard
        error.

    Raises
    ------
    Problem
        `survey.model_no_overdispersion` when the counts vary no more than a Poisson's; `survey.model_weight_ignored`
        for weights: statsmodels would leave them out.

    References
    ----------
    Lawless (1987), Canadian Journal of Statistics 15, 209-225. As R's `MASS::glm.nb`.
    """
    from statsmodels.discrete.discrete_model import NegativeBinomial  # seconds on a slow machine: only when asked for
    from statsmodels.genmod import families  # statsmodels, 930 ms: not at start
    from statsmodels.genmod.generalized_linear_model import GLM  # statsmodels, 930 ms: not at start

    shift = np.broadcast_to(np.asarray(offset, dtype=float), y.shape)
    joint = model_of(NegativeBinomial, y, X, weights, offset=shift)
    with quiet():
        poisson = family_model(y, X, "poisson", shift).fit(**CONVERGED)
        spread = float(((y - poisson.mu) ** 2 - y).sum())
        if spread <= 1e-9 * y.sum():
            raise Problem(msg("survey.model_no_overdispersion"))
        start = np.append(poisson.params, max(spread / (poisson.mu**2).sum(), 1e-4))
        found = joint.fit(start, method="bfgs", maxiter=2000, gtol=1e-8, disp=0)
        found = joint.fit(found.params, method="newton", maxiter=100, tol=1e-12, disp=0)
        alpha = float(found.params[-1])
        if not np.isfinite(alpha) or alpha <= 1e-7:
            raise Problem(msg("survey.model_no_overdispersion"))
        known = model_of(GLM, y, X, family=families.NegativeBinomial(alpha=alpha), offset=shift).fit(**CONVERGED)
    information = -float(joint.hessian(found.params)[-1, -1]) * alpha**4  # of θ = 1/α, at whose maximum the slope is 0
    return LikelihoodFit(
        np.asarray(known.params), np.asarray(known.bse), float(found.llf), 1 / alpha, float(1 / np.sqrt(information))
    )
