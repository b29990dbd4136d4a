# SPDX-License-Identifier: MIT
"""Tasks of case files on scales of several items, and their factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.classical import reliability
from analysis.classical.factors import maximum_likelihood, minimum_residuals, varimax
from analysis.conformance.cases import Case, NotSupported


def scale(case: Case) -> Mapping[str, Any]:
    task = case.task
    X = case.data.numbers(*task["items"])
    X = X[np.isfinite(X).all(axis=1)]
    if task.get("missing", "listwise") != "listwise":
        raise NotSupported(f"missing answers {task['missing']}")
    for name in task.get("reverse") or ():
        place = list(task["items"]).index(name)
        X[:, place] = X[:, place].max() + X[:, place].min() - X[:, place]
    n, k = X.shape
    r = np.corrcoef(X, rowvar=False)
    if "nfactors" in task:
        return _factors(r, int(task["nfactors"]), n, case.expected)
    s = np.cov(X, rowvar=False)
    alpha = reliability.alpha_of(s)
    whole, rest = reliability.item_totals(X)
    kmo, items = reliability.sampling_adequacy(r)
    test = reliability.sphericity(r, n)
    values = np.linalg.eigvalsh(r)[::-1]
    return {
        "n": n,
        "alpha": alpha,
        "std_alpha": reliability.alpha_of(r),
        "alpha_if_dropped": reliability.alpha_if_dropped(s),
        "item_total_r": whole,
        "item_rest_r": rest,
        "psych_alpha": alpha,
        "feldt_ci95": list(reliability.alpha_interval(alpha, n, k)),
        "kmo": kmo,
        "kmo_items": items,
        "bartlett": {"chisq": test.statistic, "df": test.df[0], "p": test.p},
        "eigenvalues": values,
        "pca_sdev": np.sqrt(values),
        "guttman6": reliability.guttman6(r),
    }


def _factors(r: np.ndarray, m: int, n: int, expected: Mapping[str, Any]) -> Mapping[str, Any]:
    found = maximum_likelihood(r, m, n)
    return {
        "n": n,
        "ml_uniqueness": found.uniqueness,
        "ml_chisq": found.test.statistic,
        "ml_dof": found.test.df[0],
        "ml_p": found.test.p,
        "ml_loadings_none": _like(found.loadings, expected.get("ml_loadings_none")),
        "varimax_loadings": _like(varimax(found.loadings), expected.get("varimax_loadings")),
        "minres_communality": minimum_residuals(r, m),
    }


def _like(loadings: np.ndarray, expected: Any) -> np.ndarray:
    """Columns in the order and with the signs of R's, both of which are arbitrary."""
    wanted = loadings if expected is None else np.array(expected, dtype=float)
    match = loadings.T @ wanted
    order = np.argmax(np.abs(match), axis=0)
    return loadings[:, order] * np.sign(match[order, np.arange(wanted.shape[1])])
