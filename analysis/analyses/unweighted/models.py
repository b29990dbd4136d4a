# SPDX-License-Identifier: MIT
"""Unweighted models as declared analyses use them: the rows, one fit in the shape of tables, tests of whole terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.analyses.model_fit import Fitted
from analysis.analyses.model_terms import ModelOutcome, Terms, read_outcome
from analysis.analyses.shared_options import Settings
from analysis.analyses.unweighted.test_rows import frequencies
from analysis.declarations.records import CATEGORIES, NUMBERS, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import Kind
from wording import msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.classical.classical_result import Test
    from analysis.classical.models import GlmSummary
    from analysis.survey.models.design_matrix import ModelMatrix

FAMILIES = {
    "linear": "gaussian", "logistic": "binomial", "probit": "probit", "cloglog": "cloglog", "poisson": "poisson",
    "quasipoisson": "quasipoisson", "gamma": "gamma",
}  # fmt: skip
MODELS = (*FAMILIES, "negative_binomial", "multinomial", "ordinal")
YES_OR_NO = ("logistic", "probit", "cloglog")
COUNTS = ("poisson", "quasipoisson", "negative_binomial")
ERRORS = ("model", "HC0", "HC1", "HC2", "HC3")
INTERVALS = ("wald", "profile")


@dataclass(frozen=True)
class Data:
    """The complete rows of a model: outcome (n,), matrix (n, p), how many each stands for, offset; `used` (rows,)."""

    outcome: ModelOutcome
    y: np.ndarray
    matrix: ModelMatrix
    weights: np.ndarray
    offset: np.ndarray | None
    used: np.ndarray
    times: np.ndarray | None  # (rows,) how many each row stands for, where not one


@dataclass(frozen=True)
class Result:
    """A fit for each answer explained (one but of multinomial models), with what only the engine's own can say."""

    fits: tuple[Fitted, ...]
    levels: tuple[Any, ...]  # the words of the answers, of a multinomial model
    loglik: float
    count: int  # parameters
    n: int
    glm: GlmSummary | None = None
    theta: float = float("nan")
    theta_se: float = float("nan")


def outcome_of(study: Study, options: Options) -> ModelOutcome:
    """What is explained, by which model."""
    variable = study.variable(options["variable"])
    model = str(options["model"])
    if model == "auto":
        model = "logistic" if variable.kind is Kind.ONE else "linear"
    if options.get("trials") and model in YES_OR_NO:
        return _of_trials(study, options, model)
    if model == "multinomial":
        import numpy as np  # numpy, 80 ms: not at start

        study.variable(variable.id, CATEGORIES)
        codes = study.codes(variable)
        labels = tuple(choice.labels for choice in study.choices(variable))
        return ModelOutcome(variable, model, np.where(codes < 0, np.nan, codes.astype(float)), "", labels)
    read = "logistic" if model in YES_OR_NO else "poisson" if model in (*COUNTS, "gamma") else model
    outcome = read_outcome(study, {**options, "model": read})
    if model == "gamma" and (outcome.values <= 0).any():
        raise AnalysisProblem(msg("problem.model_positive", variable=variable.labels))
    return replace(outcome, model=model)


def _of_trials(study: Study, options: Options, model: str) -> ModelOutcome:
    """The share of successes: the variable over the trials."""
    import numpy as np  # numpy, 80 ms: not at start

    variable, trials = (study.variable(options[name], NUMBERS) for name in ("variable", "trials"))
    if variable.id == trials.id:
        raise AnalysisProblem(msg("problem.same_variable", variable=variable.labels))
    yes, all_ = study.numbers(variable), study.numbers(trials)
    if ((yes < 0) | (yes > all_)).any():
        raise AnalysisProblem(msg("problem.model_trials", variable=variable.labels, trials=trials.labels))
    share = np.divide(yes, all_, out=np.full(len(yes), np.nan), where=all_ > 0)
    return ModelOutcome(variable, model, share, variable.labels)


@dataclass(frozen=True)
class ModelRows:
    """By row: the frequency (None: each stands for itself), the weight with the trials, the offset of an exposure."""

    times: np.ndarray | None
    weights: np.ndarray
    offset: np.ndarray
    used: np.ndarray  # bool: inside, with a weight and an exposure; predictors not yet asked

    @property
    def counted(self) -> np.ndarray:
        """(rows,) how many each row used stands for."""
        counted: np.ndarray = self.used if self.times is None else self.used * self.times
        return counted


def rows_of(chosen: Settings, outcome: ModelOutcome, options: Options) -> ModelRows:
    """What each row stands for, before the predictors are asked."""
    import numpy as np  # numpy, 80 ms: not at start

    study = chosen.study
    times = frequencies(chosen, options)
    weights = np.ones(study.rows) if times is None else times
    if options.get("trials") and outcome.model in YES_OR_NO:
        weights = weights * np.nan_to_num(study.numbers(study.variable(options["trials"], NUMBERS)))
    offset = np.zeros(study.rows)
    if options.get("exposure") and outcome.model in COUNTS:
        exposure = study.variable(options["exposure"], NUMBERS)
        with np.errstate(divide="ignore", invalid="ignore"):
            offset = np.log(study.numbers(exposure))
    used = chosen.inside & np.isfinite(outcome.values) & np.isfinite(offset) & (weights > 0)
    return ModelRows(times, weights, offset, used)


def data_of(chosen: Settings, outcome: ModelOutcome, terms: Terms, options: Options) -> Data:
    """The rows complete in all that the model uses."""
    import numpy as np  # numpy, 80 ms: not at start

    matrix = terms.matrix(intercept=outcome.model != "ordinal", progress=chosen.progress)
    rows = rows_of(chosen, outcome, options)
    used = rows.used & np.isfinite(matrix.X).all(axis=1)
    if not used.any():
        raise AnalysisProblem(msg("survey.model_no_rows"))
    inner = replace(matrix, X=matrix.X[used])
    counted = None if rows.times is None else np.where(used, rows.times, 0)
    shift = rows.offset[used] if options.get("exposure") else None
    return Data(outcome, outcome.values[used], inner, rows.weights[used], shift, used, counted)


def fit(chosen: Settings, data: Data, options: Options) -> Result:
    """Fit the model.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29 (HC0 to HC3).
    """
    import numpy as np  # numpy, 80 ms: not at start

    model = data.outcome.model
    if options["errors"] != "model" and model in ("negative_binomial", "multinomial", "ordinal"):
        raise AnalysisProblem(msg("problem.model_errors"))
    try:
        if model in FAMILIES:
            return _glm(chosen, data, options)
        return {"negative_binomial": _negative_binomial, "multinomial": _multinomial, "ordinal": _ordinal}[model](
            chosen, data
        )
    except np.linalg.LinAlgError:
        raise AnalysisProblem(msg("problem.model_singular")) from None


def _glm(chosen: Settings, data: Data, options: Options) -> Result:
    from analysis.classical.models import LINEAR_ERRORS, OTHER_ERRORS, generalised_linear  # numpy, 80 ms: not at start

    family, errors = FAMILIES[data.outcome.model], str(options["errors"])
    if errors not in (LINEAR_ERRORS if family == "gaussian" else OTHER_ERRORS):
        raise AnalysisProblem(msg("problem.model_errors"))
    if family in ("binomial", "probit", "cloglog") and len(set(data.y.tolist())) < 2:
        raise AnalysisProblem(msg("problem.model_constant", variable=data.outcome.variable.labels))
    found = generalised_linear(
        data.y, data.matrix, family, data.weights, data.offset, errors, repeated=data.times is not None
    )
    if found.df < (0 if found.fixed else 1):
        raise AnalysisProblem(msg("problem.model_few_rows"))
    profiled = options["intervals"] == "profile" and errors == "model" and not found.separated
    ends = found.profile(chosen.level) if profiled else found.wald(chosen.level, by_t=True)
    fitted = _fitted(data, found.kept, found.coef, found.se, found.covariance, found.p, ends, found.separated, found.df)
    n = int(data.times.sum()) if data.times is not None else len(data.y)
    count = len(found.coef) + (0 if found.fixed else 1)
    return Result((fitted,), (), found.loglik, count, n, found)


def _negative_binomial(chosen: Settings, data: Data) -> Result:
    from analysis.classical.models import negative_binomial  # numpy, 80 ms: not at start
    from analysis.survey.models.irls import independent  # numpy, 80 ms: not at start

    kept = independent(data.matrix.X, data.weights)
    offset = 0.0 if data.offset is None else data.offset
    found = negative_binomial(data.y, data.matrix.X[:, kept], offset, data.weights)
    fitted = _by_normal(chosen, data, kept, found.coef, found.se)
    return Result((fitted,), (), found.loglik, len(kept) + 1, len(data.y), None, found.theta, found.theta_se)


def _multinomial(chosen: Settings, data: Data) -> Result:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.models import multinomial  # numpy, 80 ms: not at start
    from analysis.survey.models.irls import independent  # numpy, 80 ms: not at start

    present = np.unique(data.y.astype(int))
    if len(present) < 3:
        raise AnalysisProblem(msg("problem.regression_order", variable=data.outcome.variable.labels))
    codes = np.searchsorted(present, data.y.astype(int))
    kept = independent(data.matrix.X, data.weights)
    found = multinomial(codes, data.matrix.X[:, kept], data.weights)
    fits = tuple(_by_normal(chosen, data, kept, b, s) for b, s in zip(found.coef, found.se, strict=True))
    levels = tuple(data.outcome.levels[at] for at in present)
    return Result(fits, levels, found.loglik, found.coef.size, int(data.weights.sum()))


def _ordinal(chosen: Settings, data: Data) -> Result:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.models import ordinal_logit  # numpy, 80 ms: not at start
    from analysis.survey.models.irls import independent  # numpy, 80 ms: not at start

    present = np.unique(data.y.astype(int))
    if len(present) < 3:
        raise AnalysisProblem(msg("problem.regression_order", variable=data.outcome.variable.labels))
    codes = np.searchsorted(present, data.y.astype(int))
    with_constant = np.column_stack([np.ones(len(codes)), data.matrix.X])
    kept = independent(with_constant, data.weights)[1:] - 1
    found = ordinal_logit(codes, len(present), data.matrix.X[:, kept], data.weights)
    slopes = len(kept)
    fitted = _by_normal(chosen, data, kept, found.coef[:slopes], found.se[:slopes])
    return Result((fitted,), (), found.loglik, len(found.coef), int(data.weights.sum()))


def _by_normal(chosen: Settings, data: Data, kept: np.ndarray, coef: np.ndarray, se: np.ndarray) -> Fitted:
    """Wald's test and interval by the normal distribution."""
    import numpy as np  # numpy, 80 ms: not at start
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    half = float(norm.ppf(0.5 + chosen.level / 2)) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * norm.sf(np.abs(coef / se))
    ends = np.column_stack([coef - half, coef + half])
    apart = not np.isfinite(se).all() or bool((se > 1e3 * (1 + np.abs(coef))).any())
    return _fitted(data, kept, coef, se, np.diag(se**2), p, ends, apart, float("inf"))


def _fitted(
    data: Data, kept: np.ndarray, coef: np.ndarray, se: np.ndarray, vcov: np.ndarray, p: np.ndarray, ends: np.ndarray,
    separated: bool, df: float,
) -> Fitted:  # fmt: skip
    own = tuple(data.matrix.names[at] for at in kept)
    aliased = tuple(name for name in data.matrix.names if name not in own)
    return Fitted(
        own, coef, se, vcov, p, ends[:, 0], ends[:, 1], df, "unweighted", data.used, separated, aliased, data.matrix,
        len(data.y), 0, times=data.times,
    )  # fmt: skip


def term_tests(chosen: Settings, data: Data, result: Result, options: Options) -> dict[str, Test]:
    """Test each whole term that is part of no interaction.

    By likelihood ratio, or F where the dispersion is estimated; by Wald's test with the robust covariance where that
    is asked for.
    """
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start

    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    terms = data.matrix.term_ids
    top = [one for one in terms if not any(set(one.split("×")) < set(other.split("×")) for other in terms)]
    if result.glm is not None and result.glm.errors != "model":
        return {term: _wald(result.fits[0], term) for term in top}
    if result.glm is not None:
        return {term: result.glm.without(term) for term in top}
    found = {}
    for term in top:
        smaller = fit(chosen, replace(data, matrix=data.matrix.without(term)), {**options, "intervals": "wald"})
        df, rise = result.count - smaller.count, 2 * (result.loglik - smaller.loglik)
        found[term] = Test(rise, float(chi2.sf(rise, df)) if df else float("nan"), (df,))
    return found


def _wald(fitted: Fitted, term: str) -> Test:
    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    test = fitted.test(term)
    return Test(test.F, test.p, (test.df, test.ddf))
