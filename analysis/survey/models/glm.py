# SPDX-License-Identifier: MIT
"""Generalised linear models with design-based covariance, as `svyglm`: fit, information, prediction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import complete_rows, each_column, taken
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import degrees_of_rows
from analysis.survey.estimates.estimate import invertible, t_interval, two_sided
from analysis.survey.estimates.quadratic_forms import upper_tail
from analysis.survey.estimates.variance import covariance
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.families import base_of
from analysis.survey.models.families import family as family_named
from analysis.survey.models.irls import Fit, fit
from analysis.survey.models.replicate_models import glm_spread
from wording import Problem, Progress, msg

DF_RULE = "psu-strata+1-coefficients, of the rows used"
DF_BY_REPLICATES = "rank of the replicate weights-coefficients, of the rows used"


@dataclass(frozen=True)
class FittedModel:
    """A fitted model. Vectors are by coefficient in use; `names` theirs, `aliased` those left out as redundant.

    `df` = PSUs − strata + 1 − coefficients (rows used), `df_rule` names it; `low`, `high` t intervals at `level`;
    `naive` (X'WX)⁻¹ with weights of mean 1; `separated`: some predictor predicts the outcome perfectly, so that the
    coefficients have no finite value – `coef` and the rest are then NaN.
    """

    names: tuple[str, ...]
    coef: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    t: np.ndarray
    p: np.ndarray
    low: np.ndarray
    high: np.ndarray
    df: float
    degrees: int
    naive: np.ndarray
    dispersion: float
    deviance: float
    null_deviance: float
    n: int
    weighted_base: float
    family: str
    matrix: ModelMatrix
    y: np.ndarray
    design: Design
    used: np.ndarray
    fitted: Fit
    aliased: tuple[str, ...]
    separated: bool
    level: float = 0.95
    df_rule: str = DF_RULE
    offset: np.ndarray | None = None  # of the rows used
    by_replicate: np.ndarray | None = None  # (R, p) coefficients by replicate, where the design has such weights


def glm(
    design: Design,
    matrix: ModelMatrix,
    y: np.ndarray,
    family: str = "gaussian",
    domain: np.ndarray | None = None,
    level: float = 0.95,
    *,
    offset: np.ndarray | None = None,
    progress: Progress | None = None,
) -> FittedModel:
    """A generalised linear model with design-based covariance.

    Parameters
    ----------
    design : Design
        The whole design.
    matrix : ModelMatrix
        Predictors (n, p); rows complete in all of them and y count.
    y : array (n,)
        Outcomes, NaN = missing; of binomial families 0-1.
    family : str
        As of `families.family`.
    domain : array (n,) or None
        Rows with a code ≥ 0 count; None: all.
    level : float
        Confidence level, 0-1.
    offset : array (n,) or None
        Added to the linear predictor, such as the log of an exposure for rates.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    FittedModel
        Of the columns that are no combination of those before them.

    Raises
    ------
    Problem
        `survey.model_infinite`, `survey.model_no_rows`, `survey.model_constant` (y does not vary);
        `survey.model_not_binary`, `survey.model_negative`, `survey.model_not_positive` for y outside the family's
        range.
    DesignProblem
        `survey.lonely_psu` under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    Binder (1983), International Statistical Review 51, 279-292. As R's `svyglm`.

    Examples
    --------
    Two groups: the second's mean less the first's.

    >>> from analysis.survey.models.design_matrix import category, model_matrix
    >>> matrix = model_matrix([category("sex", np.array([0, 0, 1, 1]), ["f", "m"])], 4)
    >>> model = glm(Design.build(4), matrix, np.array([1.0, 3.0, 4.0, 8.0]))
    >>> model.names, model.coef.round(6).tolist()
    (('intercept', 'sex:m'), [2.0, 4.0])
    """
    y = np.asarray(y, dtype=float)
    used, member = _rows(design, matrix.X, y if offset is None else y + offset, domain, progress)
    weights = design.weights / design.weights[member].mean()
    whole = bool(used.all())
    X, outcome = (matrix.X, y) if whole else (taken(matrix.X, used, progress), y[used])
    _check(outcome, family)
    step(progress)
    shift = None if offset is None else np.asarray(offset, dtype=float)[used]
    own = weights if whole else weights[used]
    result = fit(X, outcome, own, family_named(family), shift, progress, constant=bool((matrix.terms == 0).any()))
    kept = result.kept
    step(progress)
    beta, by_replicate = result.beta, None
    if design.replicates is None:
        vcov = covariance(design, scores(X, result, used), used, mixed=result.bread, progress=progress)
    else:
        kind, own_columns = family_named(family), X if len(kept) == X.shape[1] else X[:, kept]
        spread = glm_spread(design, used, own_columns, outcome, beta, kind, shift, progress)
        vcov, by_replicate = spread.within()[0], spread.by_replicate[:, 0]
    degrees = degrees_of_rows(design, used, progress)
    step(progress)
    if result.separated:
        beta, vcov = np.full_like(beta, np.nan), np.full_like(vcov, np.nan)
    df = float(degrees + 1 - len(kept))
    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = beta / se
    low, high = t_interval(beta, se, np.array(df), level)
    names = tuple(matrix.names[i] for i in kept)
    return FittedModel(
        names, beta, se, vcov, t, two_sided(t, df), low, high, df, degrees, result.bread,
        _dispersion(outcome, result, design.weights[used], family), result.deviance, result.null_deviance,
        int((result.weights > 0).sum()), float(design.weights[used].sum()), family, matrix, outcome, design, used,
        result, tuple(name for name in matrix.names if name not in names), result.separated, level,
        DF_RULE if by_replicate is None else DF_BY_REPLICATES, shift, by_replicate,
    )  # fmt: skip


def scores(X: np.ndarray, result: Fit, used: np.ndarray) -> Iterator[np.ndarray]:
    """The weighted scores: times the bread, what each row moves in each coefficient."""
    weight = result.residual * result.working
    for place in result.kept:
        inner = X[:, place] * weight
        if len(inner) == len(used):
            yield inner
            continue
        column = np.zeros(len(used))
        column[used] = inner
        yield column


def _rows(
    design: Design, X: np.ndarray, outcome: np.ndarray, domain: np.ndarray | None, progress: Progress | None
) -> tuple[np.ndarray, np.ndarray]:
    """Rows that enter the fit, and rows of the domain (those over which weights average one)."""
    member = design.members(domain)
    used = member & np.isfinite(outcome) & complete_rows(X, progress)
    for column in (outcome, *each_column(X)):
        step(progress)
        if (np.isinf(column) & member).any():
            raise Problem(msg("survey.model_infinite"))
    if not (design.weights[used] > 0).any():
        raise Problem(msg("survey.model_no_rows"))
    return used, member


def _check(y: np.ndarray, family: str) -> None:
    family = base_of(family)
    if family in ("binomial", "quasibinomial", "probit", "cloglog") and ((y < 0) | (y > 1)).any():
        raise Problem(msg("survey.model_not_binary"))
    if family in ("poisson", "quasipoisson") and (y < 0).any():
        raise Problem(msg("survey.model_negative"))
    if family in ("gamma", "inverse-gaussian") and (y <= 0).any():
        raise Problem(msg("survey.model_not_positive"))
    if (y == y[0]).all():
        raise Problem(msg("survey.model_constant"))


def _dispersion(y: np.ndarray, result: Fit, weights: np.ndarray, family: str) -> float:
    """Weighted variance of Pearson residuals, as `summary.svyglm`."""
    shift = result.weights.mean()  # rows of weight zero count here, and not below
    pearson = (y - result.mu) * np.sqrt(shift) / np.sqrt(family_named(family).variance(result.mu))
    n = float((weights > 0).sum())
    centre = weights @ pearson / weights.sum()
    return float(weights @ (pearson - centre) ** 2 / weights.sum() * n / (n - 1))


@dataclass(frozen=True)
class Information:
    """Design-based AIC (Lumley and Scott 2015): `parameters` effective, `aic`, `deltabar` the mean design effect."""

    parameters: float
    aic: float
    deltabar: float


def information(model: FittedModel) -> Information:
    """Design-based AIC of a model with an intercept.

    Parameters
    ----------
    model : FittedModel
        The Gaussian one profiles the variance out.

    Returns
    -------
    Information
        NaN of a separated model.

    References
    ----------
    Lumley & Scott (2015), Journal of Survey Statistics and Methodology 3, 1-18. As R's `AIC.svyglm`.
    """
    if model.separated or not np.isfinite(model.vcov).all():
        return Information(float("nan"), float("nan"), float("nan"))
    rest = np.flatnonzero(model.matrix.terms[model.fitted.kept] != 0)
    naive, vcov = model.naive[np.ix_(rest, rest)], model.vcov[np.ix_(rest, rest)]
    if base_of(model.family) != "gaussian":
        effects = np.diag(np.linalg.solve(naive, vcov))
        parameters = float(effects.sum())
        return Information(parameters, model.deviance + 2 * parameters, float(effects.mean()) if len(rest) else np.nan)
    weights, residual = model.fitted.weights, model.y - model.fitted.mu
    total = float(weights.sum())
    spread = float(weights @ residual**2) / total
    effects = np.diag(np.linalg.solve(naive * spread, vcov))
    score = -1 / (2 * spread) + residual**2 / (2 * spread**2)
    of_spread = total / (2 * spread**2) / float(weights @ score**2)
    parameters = float(effects.sum()) + of_spread
    minus_two = total * np.log(spread) + total + total * np.log(2 * np.pi)
    return Information(parameters, float(minus_two + 2 * parameters), float(np.append(effects, of_spread).mean()))


def predict(
    model: FittedModel, X: np.ndarray, offset: np.ndarray | float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Predictions for rows laid out as the model's matrix.

    Parameters
    ----------
    model : FittedModel
        Its coefficients.
    X : array (m, p)
        All columns of the matrix, those not in use too.
    offset : array (m,) or float
        Added to the linear predictor.

    Returns
    -------
    eta, eta_se : array (m,)
        Linear predictor and its standard error.
    mean, mean_se : array (m,)
        The same in the outcome's unit, by the delta method.

    References
    ----------
    As R's `predict(…, type = "response")` of `svyglm`.

    Examples
    --------
    A mean of two groups is what they were found to have.

    >>> from analysis.survey.models.design_matrix import category, model_matrix
    >>> matrix = model_matrix([category("sex", np.array([0, 0, 1, 1]), ["f", "m"])], 4)
    >>> predict(glm(Design.build(4), matrix, np.array([1.0, 3.0, 4.0, 8.0])), matrix.X)[2].round(6).tolist()
    [2.0, 2.0, 6.0, 6.0]
    """
    rows = np.asarray(X, dtype=float)[:, model.fitted.kept]
    kind = family_named(model.family)
    eta = rows @ model.coef + offset
    se = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", rows, model.vcov, rows), 0))
    return eta, se, kind.mean(eta), se * np.abs(kind.slope(eta))


def ratios_of(model: FittedModel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """exp of coefficients with their interval: odds ratios (binomial), rate or prevalence ratios (poisson).

    Parameters
    ----------
    model : FittedModel
        With a logit or log link.

    Returns
    -------
    ratio, low, high : array (p,)
        By coefficient.

    Examples
    --------
    One of three women and two of three men: odds of 1/2 and 2, whose ratio is 4.

    >>> from analysis.survey.models.design_matrix import category, model_matrix
    >>> matrix = model_matrix([category("sex", np.array([0, 0, 0, 1, 1, 1]), ["f", "m"])], 6)
    >>> model = glm(Design.build(6), matrix, np.array([1.0, 0, 0, 1, 1, 0]), "binomial")
    >>> ratios_of(model)[0].round(4).tolist()
    [0.5, 4.0]
    """
    return np.exp(model.coef), np.exp(model.low), np.exp(model.high)


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
