# SPDX-License-Identifier: MIT
"""Regression of unweighted rows through statsmodels: generalised linear models and models by likelihood.

Models are fitted on matrices, never on formulas. A weight that a class of
statsmodels would leave out is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from analysis.classical.classical_result import Test, quiet
from analysis.classical.groups import model_of
from analysis.survey.models.cumulative_link import maximum
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.families import family as family_named
from analysis.survey.models.irls import independent, runs_away
from wording import Problem, msg

_FARTHEST = 50.0  # standard errors within which an end of an interval is sought
Held = Callable[[float, np.ndarray], float]


@dataclass(frozen=True)
class LikelihoodMaximum:
    """The maximum of a likelihood: coefficients (p,), (X'WX)⁻¹ (p, p), deviance."""

    beta: np.ndarray
    bread: np.ndarray
    deviance: float


def log_likelihood(
    family: str, y: np.ndarray, mu: np.ndarray, w: np.ndarray, deviance: float, p: int
) -> tuple[float, int]:
    """Log-likelihood and the number of parameters, as R's `logLik.glm` counts them.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models. As R's `logLik.glm`.

    Examples
    --------
    Two tosses, each with chance one half: 2 ln ½.

    >>> value, count = log_likelihood("binomial", np.array([0.0, 1.0]), np.full(2, 0.5), np.ones(2), 0.0, 1)
    >>> round(value, 4), count
    (-1.3863, 1)
    """
    from scipy.special import gammaln, xlogy  # scipy.special, 230 ms: not at start
    from scipy.stats import gamma  # scipy.stats, 730 ms: not at start

    if family.startswith("quasi"):
        return float("nan"), p  # no likelihood, so no information criterion
    if family in ("binomial", "probit", "cloglog"):
        inside, successes = np.clip(mu, 1e-300, 1), w * y
        ways = gammaln(w + 1) - gammaln(successes + 1) - gammaln(w - successes + 1)  # of w trials; none for yes or no
        return float((w * (xlogy(y, inside) + xlogy(1 - y, np.clip(1 - mu, 1e-300, 1))) + ways).sum()), p
    if family == "poisson":
        return float((w * (xlogy(y, mu) - mu - gammaln(y + 1))).sum()), p
    if family == "gamma":
        spread = deviance / w.sum()
        return float((w * gamma.logpdf(y, 1 / spread, scale=mu * spread)).sum()), p + 1
    n = len(y)
    return float((np.log(w).sum() - n * (np.log(2 * np.pi * deviance / n) + 1)) / 2), p + 1


def profile_ends(
    held: Held, whole: LikelihoodMaximum, place: int, se: float, dispersion: float, level: float
) -> tuple[float, float]:
    """Where the profile deviance of a coefficient has risen by z² times the dispersion.

    Notes
    -----
    Each fit starts where the curvature of the whole model puts it: from further off it may not be found.

    References
    ----------
    Venables & Ripley (2002), Modern Applied Statistics with S, section 7.2: values not rejected by a likelihood ratio.

    Examples
    --------
    The deviance of a normal mean 1 with standard error 1 is (value − 1)²: the ends are 1 ± 1.96.

    >>> peak = LikelihoodMaximum(np.array([1.0]), np.eye(1), 0.0)
    >>> low, high = profile_ends(lambda value, start: (value - 1) ** 2, peak, 0, 1.0, 1.0, 0.95)
    >>> round(low, 2), round(high, 2)
    (-0.96, 2.96)
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    z, centre = float(norm.ppf(0.5 + level / 2)), float(whole.beta[place])
    best, leaning = np.delete(whole.beta, place), np.delete(whole.bread[place], place) / whole.bread[place, place]

    def beyond(value: float) -> float:
        return (held(value, best + leaning * (value - centre)) - whole.deviance) / dispersion - z**2

    ends = []
    for sign in (-1.0, 1.0):
        reach = sign * z * se
        while beyond(centre + reach) < 0:
            reach *= 1.5
            if abs(reach) > _FARTHEST * se:
                break
        far = beyond(centre + reach) < 0
        ends.append(float("nan") if far else float(brentq(beyond, centre, centre + reach, rtol=1e-10)))
    return ends[0], ends[1]


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
