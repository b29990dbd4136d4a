# SPDX-License-Identifier: MIT
"""Tasks of case files on tables of categories, goodness of fit, kappa, t tests and rank tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.conformance.cases import Case, NotSupported
from analysis.conformance.compare import Explained
from analysis.survey.chisq import chisq, goodness_of_fit, kappa
from analysis.survey.mean_tests import ranktest, ttest

_NO_MEAN = "R's one-sample test has no mean where a value is missing; ours is of the rows with a value"

_UNUSED = "R has no test where a factor has a level that nobody gave; ours leaves the level out"


def _chisq(case: Case) -> Mapping[str, Any]:
    design, task, domain = case.sample(), case.task, case.domain()
    row, column = case.data.codes(task["row"]), case.data.codes(task["col"])
    answer: dict[str, Any] = {}
    for statistic in ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"):
        # R's own "lincom" fell back to the saddlepoint in the reference runs (package CompQuadForm was absent).
        kind = "saddlepoint" if statistic == "lincom" else statistic
        result = chisq(design, row, column, kind, domain)  # type: ignore[arg-type]
        parameter: Any = {"F": [result.df, result.ddf], "Chisq": result.df}.get(statistic, [])
        if statistic in ("Wald", "adjWald"):
            parameter = [result.df, result.ddf]
        answer[statistic] = {"statistic": result.statistic, "parameter": parameter, "p": result.p}
    rows, columns = _shown_levels(case, task["row"], result.rows), _shown_levels(case, task["col"], result.columns)
    if len(rows) > len(result.rows) or len(columns) > len(result.columns):
        for kind, test in answer.items():
            if "NaN" in (case.expected.get(kind) or {}).values():
                answer[kind] = dict.fromkeys(test, Explained(_UNUSED))
    place = np.ix_(np.searchsorted(rows, result.rows), np.searchsorted(columns, result.columns))
    weighted, counts = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)))
    weighted[place], counts[place] = result.weighted, result.counts
    return {
        **answer,
        "degf": result.degrees,
        "row_levels": [case.data.labels(task["row"])[code] for code in rows],
        "col_levels": [case.data.labels(task["col"])[code] for code in columns],
        "weighted_counts": weighted,
        "table_ntotal1": weighted / weighted.sum(),
        "unweighted_counts": counts,
    }


def _shown_levels(case: Case, name: str, seen: np.ndarray) -> np.ndarray:
    """Codes in R's table: all levels of a factor, of other columns the values that occur."""
    return np.arange(len(case.data.levels[name])) if name in case.data.levels else seen


def _fit(case: Case) -> Mapping[str, Any]:
    result = goodness_of_fit(case.sample(), case.data.codes(case.task["var"]), case.task["p"], case.domain())
    return {"statistic": result.statistic, "parameter": {"scale": result.scale, "df": result.df}, "p": result.p}


def _kappa(case: Case) -> Mapping[str, Any]:
    first, second = case.task["a"], case.task["b"]
    if len(case.data.labels(first)) != len(case.data.labels(second)):
        raise NotSupported("kappa of different numbers of categories")
    domain = case.domain()
    codes = case.data.codes(first) if domain is None else np.where(domain < 0, -1, case.data.codes(first))
    value, se = kappa(case.sample(), codes, case.data.codes(second), len(case.data.labels(first)))
    return {"kappa": value, "se": se}


def _ttest(case: Case) -> Mapping[str, Any]:
    task = case.task
    group = None if task.get("group") is None else case.data.codes(task["group"])
    y, domain = case.data.numbers(task["y"])[:, 0], case.domain()
    if group is None and np.isnan(y if domain is None else y[domain >= 0]).any():
        return dict.fromkeys(("estimate", "t", "df", "p", "ci95"), Explained(_NO_MEAN))
    result = ttest(case.sample(), y, group, float(task.get("mu") or 0), domain)
    return {
        "estimate": result.estimate,
        "t": result.statistic,
        "df": result.df,
        "p": result.p,
        "ci95": [result.low, result.high],
    }


def _ranktest(case: Case) -> Mapping[str, Any]:
    task = case.task
    test = str(task.get("test", "wilcoxon"))
    if test not in ("wilcoxon", "vanderWaerden", "median", "KruskalWallis"):
        raise NotSupported(f"rank test {test}")
    y, group = case.data.numbers(task["y"])[:, 0], case.data.codes(task["group"])
    result = ranktest(case.sample(), y, group, test, case.domain(), ties="as ordered")  # type: ignore[arg-type]
    if np.isfinite(result.estimate):
        return {"estimate": result.estimate, "statistic": result.statistic, "df": result.df, "p": result.p}
    # for three groups and more R keeps the chi-square as its "parameter" and the df as its "statistic"
    return {"estimate": [], "statistic": result.numerator, "df": result.statistic, "p": result.p}


TESTS = {"chisq": _chisq, "gofchisq": _fit, "kappa": _kappa, "ttest": _ttest, "ranktest": _ranktest}
