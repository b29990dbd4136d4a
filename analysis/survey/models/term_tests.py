# SPDX-License-Identifier: MIT
"""Tests that all coefficients of some terms of a fitted model are zero: Wald's, and by the working likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.estimates.estimate import invertible
from analysis.survey.estimates.quadratic_forms import upper_tail
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.families import family as family_named
from analysis.survey.models.glm import FittedModel
from analysis.survey.models.irls import fit


@dataclass(frozen=True)
class TermsTest:
    """A test that all coefficients of some terms are zero."""

    statistic: float
    df: int
    ddf: float
    p: float
    lambdas: np.ndarray


def _positions(model: FittedModel, terms: Sequence[str]) -> np.ndarray:
    return np.flatnonzero(np.isin(model.fitted.kept, model.matrix.columns_of(*terms)))


def wald_test(model: FittedModel, *terms: str) -> TermsTest:
    """Design-based Wald F test that the coefficients of some terms are zero.

    Parameters
    ----------
    model : FittedModel
        Coefficients and their covariance.
    *terms : str
        Ids of terms of the matrix.

    Returns
    -------
    TermsTest
        F on the number of coefficients and the model's degrees of freedom, p; NaN where the terms have no coefficient
        or their covariance no inverse.

    Raises
    ------
    KeyError
        An unknown term.

    References
    ----------
    As R's `regTermTest(method = "Wald")`; Lumley (2010), Complex Surveys.
    """
    from scipy.stats import f  # scipy.stats, 730 ms: not at start

    index = _positions(model, terms)
    beta, vcov = model.coef[index], model.vcov[np.ix_(index, index)]
    if not len(index) or model.separated or not invertible(vcov):
        return TermsTest(float("nan"), len(index), model.df, float("nan"), np.empty(0))
    value = float(beta @ np.linalg.solve(vcov, beta)) / len(index)
    p = float(f.sf(value, len(index), model.df)) if model.df > 0 else float("nan")
    return TermsTest(value, len(index), model.df, p, np.empty(0))


def likelihood_test(model: FittedModel, *terms: str, smaller: ModelMatrix | None = None) -> TermsTest:
    """Working likelihood-ratio test of some terms with Rao–Scott weights.

    Parameters
    ----------
    model : FittedModel
        The model with them.
    *terms : str
        Ids of terms of the matrix.
    smaller : ModelMatrix or None
        Codes what is left in another way; None: the other columns as they are.

    Returns
    -------
    TermsTest
        Fall of the deviance, `lambdas` the weights of its distribution, p by saddlepoint; NaN as in `wald_test`.

    Raises
    ------
    KeyError
        An unknown term.

    References
    ----------
    Lumley & Scott (2014), Australian & New Zealand Journal of Statistics 56, 1-14. As R's `regTermTest(method =
    "LRT")`.
    """
    index = _positions(model, terms)
    if not len(index) or model.separated or not np.isfinite(model.vcov).all():
        return TermsTest(float("nan"), len(index), model.df, float("nan"), np.empty(0))
    X = (smaller or model.matrix.without(*terms)).X[model.used]
    reduced = fit(X, model.y, model.fitted.weights, family_named(model.family), model.offset)
    fall = reduced.deviance - model.deviance
    naive, vcov = model.naive[np.ix_(index, index)], model.vcov[np.ix_(index, index)]
    lambdas = np.sort(np.linalg.eigvals(np.linalg.solve(naive, vcov)).real)[::-1]
    return TermsTest(fall, len(index), model.df, upper_tail(fall, lambdas, model.df), lambdas)
