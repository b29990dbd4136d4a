# SPDX-License-Identifier: MIT
"""Tasks of case files on tables of categories, goodness of fit, kappa, t tests and rank tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.conformance.cases import Case, NotSupported
from analysis.survey.chisq import chisq, goodness_of_fit, kappa
from analysis.survey.mean_tests import ranktest, ttest


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
    return {
        **answer,
        "degf": result.degrees,
        "row_levels": [case.data.labels(task["row"])[code] for code in result.rows],
        "col_levels": [case.data.labels(task["col"])[code] for code in result.columns],
        "weighted_counts": result.weighted,
        "table_ntotal1": result.weighted / result.weighted.sum(),
        "unweighted_counts": result.counts,
    }


def _fit(case: Case) -> Mapping[str, Any]:
    result = goodness_of_fit(case.sample(), case.data.codes(case.task["var"]), case.task["p"], case.domain())
    return {"statistic": result.statistic, "parameter": {"scale": result.scale, "df": result.df}, "p": result.p}


def _kappa(case: Case) -> Mapping[str, Any]:
    first, second = case.task["a"], case.task["b"]
    if case.data.labels(first) != case.data.labels(second):
        raise NotSupported("kappa of different categories")
    value, se = kappa(case.sample(), case.data.codes(first), case.data.codes(second), len(case.data.labels(first)))
    return {"kappa": value, "se": se}


def _ttest(case: Case) -> Mapping[str, Any]:
    task = case.task
    group = None if task.get("group") is None else case.data.codes(task["group"])
    result = ttest(case.sample(), case.data.numbers(task["y"])[:, 0], group, float(task.get("mu") or 0), case.domain())
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
