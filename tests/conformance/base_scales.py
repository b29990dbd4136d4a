# SPDX-License-Identifier: MIT
"""Tasks of case files on scales of several items, and their factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.classical import reliability
from analysis.classical.factors import maximum_likelihood, minimum_residuals, rotated
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained, Near

_BOUND = 0.99  # communalities from which on a uniqueness lies at its bound, and the solution is improper
_MINRES = "psych's minres stops before the residuals are smallest; ours are smaller"


def scale(case: Case) -> Mapping[str, Any]:
    task = case.task
    X = case.data.numbers(*task["items"])
    X = X[np.isfinite(X).all(axis=1)]
    if task.get("missing", "listwise") != "listwise":
        raise NotSupported(f"missing answers {task['missing']}")
    reverse = task.get("reverse") or ()
    for name in [reverse] if isinstance(reverse, str) else reverse:
        place = list(task["items"]).index(name)
        X[:, place] = X[:, place].max() + X[:, place].min() - X[:, place]
    n, k = X.shape
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.corrcoef(X, rowvar=False)
    if "nfactors" in task:
        return _factors(r, int(task["nfactors"]), n, case.expected)
    s = np.cov(X, rowvar=False)
    alpha = reliability.alpha_of(s)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole, rest = reliability.total_correlations(s), reliability.rest_correlations(s)
    answer = {
        "n": n,
        "alpha": alpha,
        "std_alpha": reliability.alpha_of(r),
        "alpha_if_dropped": reliability.alpha_if_dropped(s),
        "item_total_r": whole,
        "item_rest_r": rest,
        "psych_alpha": alpha,
        "feldt_ci95": list(reliability.alpha_interval(alpha, n, k)),
    }
    varied = np.ptp(X, axis=0) > 0  # psych leaves an item without any variance out, and has no figures beside alpha
    if not varied.all():
        gone = {"chisq": np.nan, "df": k * (k - 1) // 2, "p": np.nan}
        answer["psych_alpha"] = reliability.alpha_of(s[np.ix_(varied, varied)])
        return {**answer, "kmo": np.nan, "kmo_items": np.full(k, np.nan), "bartlett": gone, "guttman6": np.nan}
    kmo, own = reliability.sampling_adequacy(r)
    test = reliability.sphericity(r, n)
    values, spread = reliability.components(r)
    return {
        **answer,
        "kmo": kmo,
        "kmo_items": own,
        "bartlett": {"chisq": test.statistic, "df": test.df[0], "p": test.p},
        "eigenvalues": values,
        "pca_sdev": spread,
        "guttman6": reliability.guttman6(r),
    }


def _factors(r: np.ndarray, m: int, n: int, expected: Mapping[str, Any]) -> Mapping[str, Any]:
    found = maximum_likelihood(r, m, n)
    turned = rotated(found.loadings, "varimax")[0]
    shares = (minimum_residuals(r, m) ** 2).sum(axis=1)
    answer: dict[str, Any] = {
        "n": n,
        "ml_uniqueness": found.uniqueness,
        "ml_chisq": found.test.statistic,
        "ml_dof": found.test.df[0],
        "ml_p": found.test.p,
        "ml_loadings_none": _like(found.loadings, expected.get("ml_loadings_none")),
        "varimax_loadings": _like(turned, expected.get("varimax_loadings")),
        # with fm="ols", which minimises the same residuals, psych's communalities are ours to 1e-6
        "minres_communality": [Near(float(one), 2e-2 if shares.max() > _BOUND else 5e-4, _MINRES) for one in shares],
    }
    uniqueness = np.array(expected.get("ml_uniqueness", []), dtype=float)
    if uniqueness.shape == found.uniqueness.shape:
        gain = _misfit(r, uniqueness, m) - _misfit(r, found.uniqueness, m)
        if gain > 1e-8 and gain < 1e-5:  # with factr=1 R's uniquenesses are ours
            for key in ("ml_uniqueness", "ml_loadings_none"):
                answer[key] = Explained("R's optimiser stops before the likelihood is largest; ours is larger")
    loadings = np.array(expected.get("varimax_loadings", []), dtype=float)
    if m > 1 and loadings.shape == turned.shape:
        gain = _simplicity(turned) / _simplicity(loadings) - 1
        alike = np.allclose((turned**2).sum(axis=1), (loadings**2).sum(axis=1), rtol=1e-3)
        if alike and 1e-7 < gain < 1e-3:  # with eps=1e-15 R's loadings are ours
            answer["varimax_loadings"] = Explained("R stops turning before the criterion is largest; ours is larger")
    return answer


def _like(loadings: np.ndarray, expected: Any) -> np.ndarray:
    """Columns in the order and with the signs of R's, both of which are arbitrary."""
    from scipy.optimize import linear_sum_assignment

    wanted = loadings if expected is None else np.array(expected, dtype=float).reshape(loadings.shape)
    match = loadings.T @ wanted
    _, order = linear_sum_assignment(-np.abs(match).T)
    found: np.ndarray = loadings[:, order] * np.sign(match[order, np.arange(wanted.shape[1])])
    return found


def _misfit(correlation: np.ndarray, uniqueness: np.ndarray, m: int) -> float:
    """What maximum likelihood makes smallest: Σ (λ − log λ − 1) over the scaled eigenvalues after the m-th."""
    scale = 1 / np.sqrt(uniqueness)
    rest = np.linalg.eigvalsh(correlation * np.outer(scale, scale))[::-1][m:]
    return float((rest - np.log(rest) - 1).sum())


def _simplicity(loadings: np.ndarray) -> float:
    """What varimax makes largest: the summed variances of the squared loadings, rows normalised."""
    squares = loadings**2 / np.maximum((loadings**2).sum(axis=1, keepdims=True), 1e-300)
    return float(squares.var(axis=0).sum())
