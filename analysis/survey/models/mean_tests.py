# SPDX-License-Identifier: MIT
"""Design-based t and rank tests of a number between groups, as `svyttest` and `svyranktest`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import places_of, refuse_infinite, side_by_side, taken
from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.estimate import invertible, t_interval, two_sided
from analysis.survey.estimates.linear import means
from analysis.survey.estimates.quadratic_forms import f_tail
from analysis.survey.models.design_matrix import category, model_matrix
from analysis.survey.models.glm import FittedModel, glm, scores
from analysis.survey.replicates.replicate_variance import spread_of, sums_by_replicate
from wording import Problem, Progress, msg

Ties = Literal["shared", "as ordered"]
Rank = Literal["wilcoxon", "vanderWaerden", "median", "KruskalWallis"]


@dataclass(frozen=True)
class MeanTest:
    """A test of means or of mean rank scores.

    `estimate` the mean or difference (NaN for three groups and more), `statistic` t, or a chi-square for three groups
    and more; `df` of t or of F's denominator, `numerator` of F; `p` two-sided; `groups` the codes compared; `n` rows.
    """

    estimate: float
    statistic: float
    df: float
    p: float
    low: float
    high: float
    numerator: float
    groups: tuple[int, ...]
    n: int
    se: float


def ttest(
    design: Design,
    y: np.ndarray,
    group: np.ndarray | None = None,
    mu: float = 0.0,
    domain: np.ndarray | None = None,
    level: float = 0.95,
) -> MeanTest:
    """Design-based t test of a mean, or of the difference of means between two groups.

    Parameters
    ----------
    design : Design
        The whole design.
    y : array (n,)
        Numbers; NaN = missing.
    group : array (n,) or None
        Codes of two groups, −1 = none; the difference is the second's mean less the first's. None: one sample.
    mu : float
        The mean to test one sample against.
    domain : array (n,) or None
        Rows with a code ≥ 0 count (0 of one sample); None: all.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    MeanTest
        In the unit of y. Degrees of freedom are PSUs − strata − 1: of the domain's rows, or with groups of the rows
        used.

    Raises
    ------
    Problem
        `survey.two_groups` when there are not two groups; `survey.values_infinite`.

    References
    ----------
    As R's `svyttest`; Lumley (2010), Complex Surveys, chapter 5.

    Examples
    --------
    Mean 2.5 with standard error 0.6455, as `linear.means` has it.

    >>> test = ttest(Design.build(4), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> round(test.statistic, 4), test.df
    (3.873, 2.0)
    """
    y = np.asarray(y, dtype=float)
    refuse_infinite(y)
    if group is None:
        return _one_sample(design, y, mu, domain, level)
    codes, groups = _groups(design, y, group, domain)
    if len(groups) != 2:
        raise Problem(msg("survey.two_groups", count=len(groups)))
    model = _dummies(design, y, codes, groups, domain, level, None)
    return MeanTest(
        float(model.coef[1]),
        float(model.t[1]),
        model.df,
        float(model.p[1]),
        float(model.low[1]),
        float(model.high[1]),
        1.0,
        groups,
        model.n,
        float(model.se[1]),
    )


def ranktest(
    design: Design,
    y: np.ndarray,
    group: np.ndarray,
    test: Rank = "wilcoxon",
    domain: np.ndarray | None = None,
    *,
    ties: Ties = "shared",
    progress: Progress | None = None,
) -> MeanTest:
    """Design-based rank test between groups.

    Parameters
    ----------
    design : Design
        The whole design.
    y : array (n,)
        Numbers; NaN = missing.
    group : array (n,)
        Codes of two groups or more, −1 = none.
    test : str
        "wilcoxon", "vanderWaerden" (normal scores), "median" or "KruskalWallis".
    domain : array (n,) or None
        Rows with a code ≥ 0 count; None: all.
    ties : str
        "shared": equal values share the middle of their estimated ranks, whatever the order of rows; "as ordered" is
        R's `svyranktest`, which averages the ranks that they have in the order of rows and so depends on it where the
        weights of equal values differ.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    MeanTest
        Difference of mean scores and t of two groups; a chi-square, its p by F, of three and more.

    Raises
    ------
    Problem
        `survey.two_groups` when there are fewer than two; `survey.values_infinite`.
    Stopped
        The user asked to stop.

    References
    ----------
    Lumley & Scott (2013), Biometrika 100, 831-842.
    """
    step(progress)
    y = np.asarray(y, dtype=float)
    refuse_infinite(y)
    codes, groups = _groups(design, y, group, domain)
    if len(groups) < 2:
        raise Problem(msg("survey.two_groups", count=len(groups)))
    step(progress)
    ranked = _scores(design, y, codes, test, ties, progress)
    step(progress)
    model = _dummies(design.without_replicates(), ranked, codes, groups, domain, 0.95, progress)
    if design.replicates is not None:
        model = _by_replicates(design, model, progress)
    if len(groups) == 2:
        ends = float(model.low[1]), float(model.high[1])
        t, p = float(model.t[1]), float(model.p[1])
        return MeanTest(float(model.coef[1]), t, model.df, p, *ends, 1.0, groups, model.n, float(model.se[1]))
    beta, vcov, m = model.coef[1:], model.vcov[1:, 1:], len(groups) - 1
    ddf, nan = float(model.degrees - m), float("nan")
    if not invertible(vcov) or ddf <= 0:
        return MeanTest(nan, nan, ddf, nan, nan, nan, m, groups, model.n, nan)
    value = float(beta @ np.linalg.solve(vcov, beta))
    return MeanTest(nan, value, ddf, f_tail(value / m, m, ddf), nan, nan, m, groups, model.n, nan)


def _by_replicates(design: Design, model: FittedModel, progress: Progress | None) -> FittedModel:
    """The model of rank scores with the spread that the totals of its influence have over the replicates.

    R's `svyranktest` does not rank again in each replicate either: the scores stay those of the full sample.
    """
    X = taken(model.matrix.X, model.used, progress)
    own = side_by_side(scores(X, model.fitted, model.used), design.n_rows, len(model.coef), progress)
    weights = np.where(design.weights == 0, 1.0, design.weights)
    cells = Cells.of(design, np.where(model.used, 0, -1), 1, progress)
    moved = []
    for mixed in model.naive.T:
        step(progress)
        moved.append(own @ mixed / weights)
    totals = sums_by_replicate(cells, moved)
    assert design.replicates is not None
    full = np.array([float((column * weights).sum()) for column in moved])
    vcov = spread_of(design.replicates, full[None, :], totals).within()[0]
    degrees = degrees_of_freedom(design, model.used, progress)
    df = float(degrees + 1 - len(model.coef))
    se = np.sqrt(np.diag(vcov))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = model.coef / se
    low, high = t_interval(model.coef, se, np.array(df), model.level)
    return replace(model, vcov=vcov, se=se, t=t, p=two_sided(t, df), low=low, high=high, df=df, degrees=degrees)


def _one_sample(design: Design, y: np.ndarray, mu: float, domain: np.ndarray | None, level: float) -> MeanTest:
    result = means(design, y - mu, domain, domains=1)
    df = degrees_of_freedom(design, None if domain is None else np.asarray(domain) >= 0) - 1
    estimate, se = float(result.estimate[0, 0]), float(result.se[0, 0])
    t = estimate / se if se > 0 else float("nan")
    p = float(two_sided(np.array(t), df))
    low, high = t_interval(result.estimate, result.se, np.array(float(df)), level)
    return MeanTest(estimate, t, float(df), p, float(low[0, 0]), float(high[0, 0]), 1.0, (), int(result.n[0, 0]), se)


def _groups(
    design: Design, y: np.ndarray, group: np.ndarray, domain: np.ndarray | None
) -> tuple[np.ndarray, tuple[int, ...]]:
    """Codes with −1 on rows that take no part, and the codes that occur."""
    used = design.members(domain) & np.isfinite(y) & (np.asarray(group) >= 0)
    codes = np.where(used, group, -1)
    return codes, tuple(int(code) for code in np.unique(codes[used & (design.weights > 0)]))


def _dummies(
    design: Design,
    y: np.ndarray,
    codes: np.ndarray,
    groups: tuple[int, ...],
    domain: np.ndarray | None,
    level: float,
    progress: Progress | None,
) -> FittedModel:
    places = np.full(len(codes), -1)
    for place, code in enumerate(groups):
        step(progress)
        places[codes == code] = place
    terms = [category("group", places, [str(code) for code in groups], progress=progress)]
    step(progress)
    matrix = model_matrix(terms, len(y), progress=progress)
    step(progress)
    return glm(design, matrix, y, "gaussian", domain, level, progress=progress)


def _scores(
    design: Design, y: np.ndarray, codes: np.ndarray, test: Rank, ties: Ties, progress: Progress | None
) -> np.ndarray:
    """Scores g(F̂(y)) of the estimated distribution function, taken half way up its step at y."""
    from scipy.special import ndtri  # scipy.special, 230 ms: not at start

    used = codes >= 0
    values, weights = y[used], design.weights[used]
    place, distinct = places_of(values, progress)
    step(progress)
    steps = np.bincount(place, weights=weights, minlength=distinct)
    if ties == "shared":
        middle = np.cumsum(steps) - steps / 2
    else:
        order = np.argsort(values, kind="stable")
        each = np.cumsum(weights[order]) - weights[order] / 2
        middle = np.bincount(place[order], weights=each) / np.bincount(place)
    step(progress)
    rank, total = middle[place], weights.sum()
    score = rank / total
    if test == "vanderWaerden":
        score = ndtri(score)
    elif test == "median":
        score = (rank > total / 2).astype(float)
    scores = np.full(len(y), np.nan)
    scores[used] = score
    return scores
