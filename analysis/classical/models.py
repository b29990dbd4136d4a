# SPDX-License-Identifier: MIT
"""Regression of unweighted rows through statsmodels: generalised linear models.

Others are in `likelihood_models`. Models are fitted on matrices, never on formulas. A weight that a class of
statsmodels would leave out is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.library_warnings import quiet
from analysis.classical.likelihood import LikelihoodMaximum, log_likelihood, profile_ends
from analysis.classical.weighted_classes import model_of
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.families import family as family_named
from analysis.survey.models.irls import independent, runs_away
from wording import Problem, msg

LINEAR_ERRORS = ("model", "HC0", "HC1", "HC2", "HC3")
OTHER_ERRORS = ("model", "HC0", "HC1")
CONVERGED: dict[str, Any] = {"atol": 1e-13, "rtol": 1e-12, "tol_criterion": "params", "maxiter": 200}


@dataclass(frozen=True)
class GlmSummary:
    """A generalised linear model: vectors by coefficient; `df` residual; `dispersion` 1 where fixed by the family.

    Coefficients are those of the columns `kept`: the others are combinations of columns before them. `separated`: a
    predictor separates the outcomes, and the likelihood has no maximum. `fitted`, `residuals` and `null_fitted` (of the
    model without predictors) are by row.
    """

    kept: np.ndarray
    coef: np.ndarray
    se: np.ndarray
    covariance: np.ndarray
    df: int
    dispersion: float
    deviance: float
    null_deviance: float
    loglik: float
    aic: float
    bic: float
    fitted: np.ndarray
    separated: bool
    family: str
    errors: str
    y: np.ndarray = field(repr=False)
    matrix: ModelMatrix = field(repr=False)
    weights: np.ndarray = field(repr=False)
    offset: np.ndarray | None = field(repr=False)
    null_fitted: np.ndarray = field(repr=False)
    repeated: bool = False

    @property
    def residuals(self) -> np.ndarray:
        """(n,) outcome less fitted mean."""
        found: np.ndarray = self.y - self.fitted
        return found

    @property
    def statistic(self) -> np.ndarray:
        """(p,) coefficients over their standard errors."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: np.ndarray = self.coef / self.se
            return found

    @property
    def fixed(self) -> bool:
        """Whether the dispersion is 1 by the family; quasi-families estimate it."""
        return _fixed(self.family)

    @property
    def p(self) -> np.ndarray:
        """(p,) two-sided p of each coefficient: normal where the dispersion is fixed, else t on `df`."""
        from scipy.stats import norm, t  # scipy.stats, 730 ms: not at start

        value = np.abs(self.statistic)
        return np.asarray(2 * norm.sf(value) if self.fixed else 2 * t.sf(value, self.df))

    def wald(self, level: float = 0.95, by_t: bool = False) -> np.ndarray:
        """Wald's intervals: coefficient ± z times its standard error.

        Parameters
        ----------
        level : float
            Confidence level, 0-1.
        by_t : bool
            t on the residual degrees of freedom in place of z where the dispersion is estimated.

        Returns
        -------
        array (p, 2)
            Low and high of each coefficient.

        References
        ----------
        Wald (1943), Transactions of the American Mathematical Society 54, 426-482. As R's `confint.default`.
        """
        from scipy.stats import norm, t  # scipy.stats, 730 ms: not at start

        share = 0.5 + level / 2
        z = float(norm.ppf(share) if self.fixed or not by_t else t.ppf(share, self.df))
        return np.column_stack([self.coef - z * self.se, self.coef + z * self.se])

    def without(self, term: str) -> Test:
        """What dropping a term costs: likelihood ratio, or F where the dispersion is estimated.

        Parameters
        ----------
        term : str
            Id of a term of the matrix.

        Returns
        -------
        Test
            Chi-square or F, the degrees of freedom that the term takes (0 where its columns add nothing: then NaN), p.

        References
        ----------
        Wilks (1938), Annals of Mathematical Statistics 9, 60-62. As R's `drop1`.
        """
        from scipy.stats import chi2, f  # scipy.stats, 730 ms: not at start

        smaller = generalised_linear(
            self.y, self.matrix.without(term), self.family, self.weights, self.offset, repeated=self.repeated
        )
        df, fall = len(self.coef) - len(smaller.coef), smaller.deviance - self.deviance
        if df == 0:
            return Test(float("nan"), float("nan"), (0,))
        if self.fixed:
            return Test(fall, float(chi2.sf(fall, df)), (df,))
        value = fall / df / (self.deviance / self.df)
        return Test(value, float(f.sf(value, df, self.df)), (df, self.df))

    def profile(self, level: float = 0.95) -> np.ndarray:
        """Profile-likelihood intervals of the coefficients.

        Parameters
        ----------
        level : float
            Confidence level, 0-1.

        Returns
        -------
        array (p, 2)
            Low and high of each coefficient; NaN where the likelihood has no bound.

        References
        ----------
        As `likelihood.profile_ends`.
        """
        peak = LikelihoodMaximum(self.coef, self.covariance / self.dispersion, self.deviance)
        ends = [
            profile_ends(partial(self._profile_deviance, place), peak, place, self.se[place], self.dispersion, level)
            for place in range(len(self.coef))
        ]
        return np.array(ends)

    def _profile_deviance(self, place: int, value: float, start: np.ndarray) -> float:
        """The smallest deviance with one coefficient held at a value, searched from a start of the others."""
        X, kind = self.matrix.X[:, self.kept], family_named(self.family)
        others, shift = np.delete(X, place, axis=1), X[:, place] * value + (0.0 if self.offset is None else self.offset)
        if not others.shape[1]:
            return float(self.weights @ kind.deviance(self.y, kind.mean(shift)))
        with quiet():
            model = family_model(self.y, others, self.family, shift, self.weights)
            found = model.fit(start, scale=1.0, atol=0, rtol=1e-13, tol_criterion="deviance", maxiter=200)
        return float(self.weights @ kind.deviance(self.y, np.asarray(found.mu)))


def generalised_linear(
    y: np.ndarray,
    matrix: ModelMatrix,
    family: str,
    weights: np.ndarray | None = None,
    offset: np.ndarray | None = None,
    errors: str = "model",
    repeated: bool = False,
) -> GlmSummary:
    """Fits a generalised linear model on a matrix without missing values.

    Parameters
    ----------
    y : array (n,)
        Outcomes; of binomial families shares 0-1.
    matrix : ModelMatrix
        Predictors (n, p), the constant among them.
    family : str
        gaussian, binomial (logit), probit, cloglog, poisson (log), gamma (log), quasibinomial, quasipoisson.
    weights : array (n,) or None
        Prior weights, as R's `glm` counts them: trials of a share, or rows that a row stands for.
    offset : array (n,) or None
        Added to the linear predictor.
    errors : str
        Standard errors by the model, or robust to unequal variances: one of LINEAR_ERRORS, of other families of
        OTHER_ERRORS.
    repeated : bool
        Each row stands for `weights` rows, which then count in the degrees of freedom.

    Returns
    -------
    GlmSummary
        Of the columns that are no combination of columns before them.

    Raises
    ------
    Problem
        `survey.model_robust_weights` for robust errors of rows with weights, which would take a row that stands for
        many as one.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models; MacKinnon & White (1985), Journal of Econometrics 29, 305-325,
    for HC0 to HC3.
    """
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    if errors != "model" and (w[w > 0] != 1).any():
        raise Problem(msg("survey.model_robust_weights"))
    kept, kind = independent(matrix.X, w), family_named(family)
    X, shift = matrix.X[:, kept], np.zeros(len(y)) if offset is None else offset
    eta, beta, bread = _scored(y, X, family, w, shift)
    mu = kind.mean(eta)
    df = int(round(w.sum()) if repeated else (w > 0).sum()) - len(kept)
    fixed = _fixed(family)
    with np.errstate(divide="ignore", invalid="ignore"):
        dispersion = 1.0 if fixed else float(np.divide((w * (y - mu) ** 2 / kind.variance(mu)).sum(), df))
    deviance = float(w @ kind.deviance(y, mu))
    constant = bool((matrix.terms == 0).any())
    null_eta = _scored(y, np.ones((len(y), 1)), family, w, shift)[0] if constant else shift
    null_mu = kind.mean(null_eta)
    null = float(w @ kind.deviance(y, null_mu))
    covariance = bread * dispersion if errors == "model" else _robust(y, X, family, shift, errors)
    loglik, count = log_likelihood(family, y, mu, w, deviance, len(kept))
    apart = kind.fixed and runs_away((eta - shift)[w > 0], kind)
    size = np.log(w.sum() if repeated else len(y))
    return GlmSummary(
        kept, beta, np.sqrt(np.diag(covariance)), covariance, df, dispersion, deviance, null, loglik,
        -2 * loglik + 2 * count, -2 * loglik + float(size) * count, mu, apart, family, errors, y, matrix, w, offset,
        null_mu, repeated,
    )  # fmt: skip


def _scored(
    y: np.ndarray, X: np.ndarray, family: str, w: np.ndarray, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Linear predictor (n,), coefficients (p,), their covariance with a dispersion of 1 (p, p)."""
    if not X.shape[1]:
        return shift, np.empty(0), np.empty((0, 0))
    with quiet():
        found = family_model(y, X, family, shift, w).fit(scale=1.0, **CONVERGED)
    beta = np.asarray(found.params)
    return X @ beta + shift, beta, np.asarray(found.cov_params())


def family_model(
    y: np.ndarray, X: np.ndarray, family: str, shift: np.ndarray, weights: np.ndarray | None = None
) -> Any:  # statsmodels has no types
    """A generalised linear model of statsmodels', with the link that R's `glm` takes."""
    from statsmodels.genmod import families  # seconds on a slow machine: only when asked for
    from statsmodels.genmod.generalized_linear_model import GLM  # statsmodels, 930 ms: not at start

    links, base = families.links, family.removeprefix("quasi")
    kinds = {
        "gaussian": lambda: families.Gaussian(links.Identity()),
        "binomial": lambda: families.Binomial(links.Logit()),
        "probit": lambda: families.Binomial(links.Probit()),
        "cloglog": lambda: families.Binomial(links.CLogLog()),
        "poisson": lambda: families.Poisson(links.Log()),
        "gamma": lambda: families.Gamma(links.Log()),
    }
    return model_of(GLM, y, X, weights, family=kinds[base](), offset=shift)


def _robust(y: np.ndarray, X: np.ndarray, family: str, shift: np.ndarray, errors: str) -> np.ndarray:
    if family == "gaussian":
        from statsmodels.regression.linear_model import OLS  # seconds on a slow machine: only when asked for

        return np.asarray(model_of(OLS, y - shift, X).fit(cov_type=errors).cov_params())
    with quiet():
        return np.asarray(family_model(y, X, family, shift).fit(cov_type=errors, **CONVERGED).cov_params())


def _fixed(family: str) -> bool:
    return family_named(family).fixed and not family.startswith("quasi")


def variance_inflation(covariance: np.ndarray, matrix: ModelMatrix) -> tuple[list[float], list[int]]:
    """Generalised variance inflation of each term.

    References
    ----------
    Fox & Monette (1992), JASA 87, 178-183.
    """
    inner = np.flatnonzero(matrix.terms > 0)
    scale = np.sqrt(np.diag(covariance))[inner]
    r = covariance[np.ix_(inner, inner)] / np.outer(scale, scale)
    whole, values, sizes = np.linalg.det(r), [], []
    for number in range(1, len(matrix.term_ids) + 1):
        own = matrix.terms[inner] == number
        values.append(float(np.linalg.det(r[np.ix_(own, own)]) * np.linalg.det(r[np.ix_(~own, ~own)]) / whole))
        sizes.append(int(own.sum()))
    return values, sizes
