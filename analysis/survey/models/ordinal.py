# SPDX-License-Identifier: MIT
"""Models of ordered categories with design-based covariance: P(Y ≤ j) = F(ζⱼ − x'β), proportional odds for a logit.

Weighted likelihood (McCullagh 1980, JRSS B 42) with Binder's (1983, International Statistical Review 51) covariance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import complete_rows, each_column, refuse_infinite, side_by_side, taken
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import degrees_of_rows
from analysis.survey.estimates.estimate import t_interval, two_sided
from analysis.survey.estimates.variance import covariance
from analysis.survey.models.cumulative_link import found_at, maximum
from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.irls import independent
from analysis.survey.models.replicate_models import ordinal_spread
from wording import Problem, Progress, msg

Information = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int, str], np.ndarray]


@dataclass(frozen=True)
class OrdinalModel:
    """Coefficients β then thresholds ζ, with SE, covariance, t intervals and p; `names` those of β.

    `naive` is the inverse of the information, with weights of mean 1.
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
    deviance: float
    n: int
    converged: bool
    naive: np.ndarray
    link: str = "logit"
    df_rule: str = "psu-strata-slopes, of the rows used"


def ordinal(
    design: Design,
    matrix: ModelMatrix,
    categories: np.ndarray,
    k: int,
    domain: np.ndarray | None = None,
    level: float = 0.95,
    link: str = "logit",
    information: Information | None = None,
    at: np.ndarray | None = None,
    progress: Progress | None = None,
) -> OrdinalModel:
    """A model of ordered categories with design-based covariance.

    Parameters
    ----------
    design : Design
        The whole design.
    matrix : ModelMatrix
        Predictors (n, p) without intercept; complete rows count.
    categories : array (n,)
        Codes 0 … k − 1 in order, −1 = missing.
    k : int
        Number of categories.
    domain : array (n,) or None
        Rows with a code ≥ 0 count; None: all.
    level : float
        Confidence level, 0-1.
    link : str
        logit, probit, loglog, cloglog or cauchit.
    information : callable or None
        (θ, X, y, weights, k, link) → (p, p) in place of the exact information, to compare with programs that take it by
        differences.
    at : array (p + k − 1,) or None
        Slopes and thresholds in place of the maximum, to compare with programs that stop before it.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    OrdinalModel
        Slopes, then thresholds; NaN where the likelihood has no maximum. Degrees of freedom are those of the design
        less the slopes.

    Raises
    ------
    Problem
        `survey.ordinal_categories` when a category is empty, `survey.model_redundant` when a predictor is a combination
        of others, `survey.values_infinite`.
    DesignProblem
        `survey.lonely_psu` under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    McCullagh (1980), JRSS B 42, 109-142; Binder (1983), International Statistical Review 51, 279-292. As R's `svyolr`.
    """
    codes = np.asarray(categories, dtype=np.int64)
    used = _rows(design, matrix, codes, k, domain, progress)
    X, y = taken(matrix.X, used, progress), codes[used]
    weights = design.weights[used] / design.weights[used].mean()
    found = maximum(X, y, weights, k, link, progress) if at is None else found_at(at, X, y, weights, k, link)
    theta, scores = found.theta, found.scores
    exact = information is None or not found.converged
    # `information` is there unless exact: mypy cannot tell
    curve = found.information if exact else information(theta, X, y, weights, k, link)  # type: ignore[misc]
    bread = np.linalg.pinv(curve) if not found.converged else np.linalg.inv(curve)
    if design.replicates is None:
        vcov = covariance(design, _weighted(scores, weights, used), used, mixed=bread, progress=progress)
    elif found.converged:
        vcov = ordinal_spread(design, used, X, y, k, theta, link, progress).within()[0]
    else:
        vcov = np.full(bread.shape, np.nan)
    df = float(degrees_of_rows(design, used, progress) - matrix.X.shape[1])
    step(progress)
    if not found.converged:
        theta, vcov = np.full_like(theta, np.nan), np.full_like(vcov, np.nan)
    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    low, high = t_interval(theta, se, np.array(df), level)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = theta / se
    p = two_sided(t, df)
    n = int((weights > 0).sum())
    deviance = -2 * found.loglik
    rule = OrdinalModel.df_rule if design.replicates is None else "replicates-slopes, of the rows used"
    return OrdinalModel(
        matrix.names, theta, se, vcov, t, p, low, high, df, deviance, n, found.converged, bread, link, rule
    )


def _weighted(scores: np.ndarray, weights: np.ndarray, used: np.ndarray) -> Iterator[np.ndarray]:
    """The columns (n,) of the weighted scores of the rows used; zero in the others."""
    for score in each_column(scores):
        column = np.zeros(len(used))
        column[used] = score * weights
        yield column


def _rows(
    design: Design,
    matrix: ModelMatrix,
    codes: np.ndarray,
    k: int,
    domain: np.ndarray | None,
    progress: Progress | None,
) -> np.ndarray:
    """Complete rows of the domain. Raises Problem when a category is empty or a predictor redundant."""
    refuse_infinite(*each_column(matrix.X))
    used: np.ndarray = design.members(domain) & (codes >= 0) & complete_rows(matrix.X, progress)
    weighted = used & (design.weights > 0)
    if len(np.unique(codes[weighted])) < k or k < 2:
        raise Problem(msg("survey.ordinal_categories"))
    rows = int(weighted.sum())
    columns = [np.ones(rows), *each_column(matrix.X, weighted)]
    with_one = side_by_side(columns, rows, progress=progress)
    if len(independent(with_one, np.ones(rows), progress)) < with_one.shape[1]:
        raise Problem(msg("survey.model_redundant"))
    return used
