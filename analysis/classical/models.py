# SPDX-License-Identifier: MIT
"""Regression of unweighted rows with R's summaries: `glm`, `polr`, `multinom`, `glm.nb`."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.classical.likelihood import log_likelihood, profile_ends
from analysis.survey.design_matrix import ModelMatrix
from analysis.survey.families import family as family_named
from analysis.survey.irls import Fit, fit
from wording import Problem, msg


@dataclass(frozen=True)
class GlmSummary:
    """A generalised linear model: vectors by coefficient; `wald` (p, 2); `df` residual; `dispersion` 1 where fixed.

    Coefficients are those of the columns `kept`: the others are combinations of columns before them.
    """

    coef: np.ndarray
    se: np.ndarray
    covariance: np.ndarray
    statistic: np.ndarray
    p: np.ndarray
    wald: np.ndarray
    df: int
    dispersion: float
    deviance: float
    null_deviance: float
    loglik: float
    aic: float
    bic: float
    residuals: np.ndarray
    separated: bool
    family: str
    _y: np.ndarray = field(repr=False)
    _matrix: ModelMatrix = field(repr=False)
    _weights: np.ndarray = field(repr=False)
    _fit: Fit = field(repr=False)
    _offset: np.ndarray | None = field(repr=False)

    @property
    def kept(self) -> np.ndarray:
        """Positions of the columns with a coefficient."""
        return self._fit.kept

    @property
    def fixed(self) -> bool:
        """Whether the dispersion is 1 by the family; quasi-families estimate it."""
        return _fixed(self.family)

    def without(self, term: str) -> tuple[int, float]:
        """Degrees of freedom and p when a term is dropped: likelihood ratio, or F where the dispersion is estimated."""
        from scipy.stats import chi2, f

        smaller = self._matrix.without(term)
        constant = bool((smaller.terms == 0).any())
        kind = family_named(self.family)
        reduced = fit(smaller.X, self._y, self._weights, kind, self._offset, constant=constant)
        df = len(self.coef) - len(reduced.beta)
        fall = reduced.deviance - self.deviance
        if df == 0:
            return 0, float("nan")
        if self.fixed:
            return df, float(chi2.sf(fall, df))
        return df, float(f.sf(fall / df / (self.deviance / self.df), df, self.df))

    def profile(self, level: float = 0.95) -> np.ndarray:
        """(p, 2) profile-likelihood intervals of the coefficients."""
        kind, shift = family_named(self.family), 0.0 if self._offset is None else self._offset
        X = self._matrix.X[:, self.kept]
        ends = [
            profile_ends(
                X, self._y, self._weights, kind, self._fit, place, self.se[place], self.dispersion, level, shift
            )
            for place in range(len(self.coef))
        ]
        return np.array(ends)


def generalised_linear(
    y: np.ndarray,
    matrix: ModelMatrix,
    family: str,
    weights: np.ndarray | None = None,
    offset: np.ndarray | None = None,
) -> GlmSummary:
    """Fits y (n,) on a matrix without missing values; `weights` are prior weights, counted in R's way."""
    from scipy.stats import norm, t

    kind = family_named(family)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    result = fit(matrix.X, y, w, kind, offset, constant=bool((matrix.terms == 0).any()))
    df = int((w > 0).sum()) - len(result.beta)
    pearson = float((w * (y - result.mu) ** 2 / kind.variance(result.mu)).sum())
    fixed = _fixed(family)
    dispersion = 1.0 if fixed else pearson / df
    covariance = result.bread * dispersion
    se = np.sqrt(np.diag(covariance))
    value = result.beta / se
    p = 2 * norm.sf(np.abs(value)) if fixed else 2 * t.sf(np.abs(value), df)
    half = float(norm.ppf(0.975)) * se
    loglik, count = log_likelihood(family, y, result.mu, w, result.deviance, len(result.beta))
    return GlmSummary(
        result.beta,
        se,
        covariance,
        value,
        p,
        np.column_stack([result.beta - half, result.beta + half]),
        df,
        dispersion,
        result.deviance,
        result.null_deviance,
        loglik,
        -2 * loglik + 2 * count,
        -2 * loglik + np.log(len(y)) * count,
        y - result.mu,
        result.separated,
        family,
        y,
        matrix,
        w,
        result,
        offset,
    )


def _fixed(family: str) -> bool:
    return family_named(family).fixed and not family.startswith("quasi")


def variance_inflation(covariance: np.ndarray, matrix: ModelMatrix) -> tuple[list[float], list[int]]:
    """Generalised variance inflation of each term (Fox and Monette 1992) and its number of columns."""
    inner = np.flatnonzero(matrix.terms > 0)
    scale = np.sqrt(np.diag(covariance))[inner]
    r = covariance[np.ix_(inner, inner)] / np.outer(scale, scale)
    whole, values, sizes = np.linalg.det(r), [], []
    for number in range(1, len(matrix.term_ids) + 1):
        own = matrix.terms[inner] == number
        values.append(float(np.linalg.det(r[np.ix_(own, own)]) * np.linalg.det(r[np.ix_(~own, ~own)]) / whole))
        sizes.append(int(own.sum()))
    return values, sizes


@dataclass(frozen=True)
class LikelihoodFit:
    """Coefficients with model-based SE (same shape), log-likelihood; for negative binomial θ and its SE."""

    coef: np.ndarray
    se: np.ndarray
    loglik: float
    theta: float = float("nan")
    theta_se: float = float("nan")


def ordinal_logit(codes: np.ndarray, k: int, X: np.ndarray, weights: np.ndarray) -> LikelihoodFit:
    """Proportional odds: slopes then thresholds (`MASS::polr`)."""
    from analysis.survey.thresholds import maximum

    found = maximum(X, codes, weights, k)
    return LikelihoodFit(found.theta, np.sqrt(np.diag(np.linalg.inv(found.information))), found.loglik)


def multinomial(codes: np.ndarray, k: int, X: np.ndarray, weights: np.ndarray) -> LikelihoodFit:
    """Multinomial logit against the first category: (k − 1, p) coefficients (`nnet::multinom`), by Newton's method."""
    p = X.shape[1]
    beta = np.zeros((k - 1, p))
    chosen = (codes[:, None] == np.arange(1, k)).astype(float)
    for _ in range(100):
        eta = np.column_stack([np.zeros(len(X)), X @ beta.T])
        share = np.exp(eta - eta.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        inner = share[:, 1:]
        score = (weights[:, None] * (chosen - inner)).T @ X
        spread = np.einsum("ni,ij->nij", inner, np.eye(k - 1)) - inner[:, :, None] * inner[:, None, :]
        information = np.einsum("n,nij,na,nb->iajb", weights, spread, X, X).reshape((k - 1) * p, -1)
        step = np.linalg.solve(information, score.ravel()).reshape(k - 1, p)
        beta = beta + step
        if np.abs(step).max() < 1e-12 * (1 + np.abs(beta).max()):
            break
    loglik = float(weights @ np.log(share[np.arange(len(codes)), codes]))
    return LikelihoodFit(beta, np.sqrt(np.diag(np.linalg.inv(information))).reshape(k - 1, p), loglik)


def negative_binomial(y: np.ndarray, X: np.ndarray, offset: np.ndarray | float = 0.0) -> LikelihoodFit:
    """Negative binomial with log link and its θ, each found in turn given the other (Lawless 1987, CJS 15: 209–225).

    Raises Problem when the counts vary no more than a Poisson's.
    """
    from scipy.special import gammaln

    shift = np.broadcast_to(offset, y.shape)
    beta = fit(X, y, np.ones(len(y)), family_named("poisson"), shift).beta
    mu = np.exp(X @ beta + shift)
    for _ in range(200):
        theta, information = _theta(y, mu)
        if not np.isfinite(theta):
            raise Problem(msg("survey.model_no_overdispersion"))
        weight = mu / (1 + mu / theta)
        step = np.linalg.solve((X * weight[:, None]).T @ X, X.T @ (weight * (y - mu) / mu))
        beta = beta + step
        mu = np.exp(X @ beta + shift)
        if np.abs(step).max() < 1e-12:
            break
    weight = mu / (1 + mu / theta)
    se = np.sqrt(np.diag(np.linalg.inv((X * weight[:, None]).T @ X)))
    loglik = float(
        (
            gammaln(theta + y)
            - gammaln(theta)
            - gammaln(y + 1)
            + theta * np.log(theta)
            + y * np.log(mu)
            - (theta + y) * np.log(theta + mu)
        ).sum()
    )
    return LikelihoodFit(beta, se, loglik, theta, float(1 / np.sqrt(information)))


def _theta(y: np.ndarray, mu: np.ndarray) -> tuple[float, float]:
    """θ that maximises the likelihood for given means, and its information; infinite where y spreads like a Poisson."""
    from scipy.optimize import brentq
    from scipy.special import digamma, polygamma

    def score(log_theta: float) -> float:
        theta = np.exp(log_theta)
        part = digamma(theta + y) - digamma(theta) - np.log1p(mu / theta) + (mu - y) / (mu + theta)
        return float(part.sum())

    if score(-10.0) <= 0 or score(16.0) >= 0:
        return float("inf"), 0.0
    theta = float(np.exp(brentq(score, -10.0, 16.0, xtol=1e-13)))
    total = mu + theta
    curve = polygamma(1, theta) - polygamma(1, theta + y) - 1 / theta + 2 / total - (y + theta) / total**2
    return theta, float(curve.sum())
