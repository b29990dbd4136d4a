# SPDX-License-Identifier: MIT
"""Tasks of case files on tables of categories, goodness of fit, kappa, t tests and rank tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.estimates.chi_square import TableTest, chisq, goodness_of_fit, kappa
from analysis.survey.models.mean_tests import MeanTest, ranktest, ttest
from tests.conformance.cases import Case, NotSupported, collated
from tests.conformance.compare import Explained, Near
from tests.conformance.model_tasks import AT_MEAN, ONE_DEGREE, near_mean
from wording import Problem

_NO_MEAN = "R's one-sample test has no mean where a value is missing; ours is of the rows with a value"

_BY_NAME = "R takes the shares in the alphabetical order of the levels for its variance; ours in the levels' own"
_STOPPED = "R stops before it has this test, at an unused level or a covariance singular to rounding; ours has one"
_NO_DEGREE = "no degree of freedom is left: R's statistic is negative and has no p; ours says that there is none"
_CONSTANT = "R tests an outcome or a group without spread by rounding errors; ours says that nothing is to be tested"
_ORDERED = "R takes an ordered factor of two levels by a polynomial: the difference over the root of 2"
_NO_CENTRE = "R has an infinite error for a single cluster in a stratum named by text (with numbers it is finite)"
_UNUSED = "R has no test where a factor has a level that nobody gave; ours leaves the level out"


def _chisq(case: Case) -> Mapping[str, Any]:
    design, task, domain = case.sample(), case.task, case.domain()
    row, column = case.data.codes(task["row"]), case.data.codes(task["col"])
    answer: dict[str, Any] = {}
    for statistic in ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"):
        # R's own "lincom" fell back to the saddlepoint in the reference runs (package CompQuadForm was absent).
        kind = "saddlepoint" if statistic == "lincom" else statistic
        result = chisq(design, row, column, kind, domain)  # type: ignore[arg-type]
        answer[statistic] = _judged(case.expected.get(statistic), result, statistic)
    rows, columns = _shown_levels(case, task["row"], result.rows), _shown_levels(case, task["col"], result.columns)
    if len(rows) > len(result.rows) or len(columns) > len(result.columns):
        for kind, test in answer.items():
            said = case.expected.get(kind)
            if isinstance(said, Mapping) and "NaN" in said.values():
                answer[kind] = dict.fromkeys(test, Explained(_UNUSED))
    place = np.ix_(np.searchsorted(rows, result.rows), np.searchsorted(columns, result.columns))
    weighted = np.zeros((len(rows), len(columns)))
    weighted[place] = result.weighted
    return {
        **answer,
        "degf": degrees_of_freedom(design, None if domain is None else domain >= 0),
        "row_levels": [case.data.labels(task["row"])[code] for code in rows],
        "col_levels": [case.data.labels(task["col"])[code] for code in columns],
        "weighted_counts": weighted,
        "table_ntotal1": weighted / weighted.sum(),
        "unweighted_counts": _counts(rows, columns, row, column, domain),
    }


def _judged(said: Any, result: TableTest, statistic: str) -> Any:
    """A test laid out like R's; "error" where R stopped and there is none."""
    if isinstance(said, str) and said.startswith("error"):
        return "error" if not np.isfinite(result.p) else Explained(_STOPPED)
    if statistic == "adjWald" and result.ddf <= 0:
        return dict.fromkeys(("statistic", "parameter", "p"), Explained(_NO_DEGREE))
    parameter: Any = {"F": [result.df, result.ddf], "Chisq": result.df}.get(statistic, [])
    if statistic in ("Wald", "adjWald"):
        parameter = [result.df, result.ddf]
    doubtful = statistic in ("lincom", "saddlepoint") and near_mean(result.statistic, result.deltas)
    p = Near(result.p, 1e-2, AT_MEAN) if doubtful else result.p
    return {"statistic": result.statistic, "parameter": parameter, "p": p}


def _counts(
    rows: np.ndarray, columns: np.ndarray, row: np.ndarray, column: np.ndarray, domain: np.ndarray | None
) -> np.ndarray:
    """Rows by cell, those of weight zero too, as R's `table` counts them."""
    member = np.ones(len(row), dtype=bool) if domain is None else domain >= 0
    return np.array([[int((member & (row == r) & (column == c)).sum()) for c in columns] for r in rows])


def _shown_levels(case: Case, name: str, seen: np.ndarray) -> np.ndarray:
    """Codes in R's table: all levels of a factor, of other columns the values that occur."""
    return np.arange(len(case.data.levels[name])) if name in case.data.levels else seen


def _fit(case: Case) -> Mapping[str, Any]:
    name = case.task["var"]
    result = goodness_of_fit(case.sample(), case.data.codes(name), case.task["p"], case.domain())
    if list(case.data.labels(name)) != sorted(case.data.labels(name), key=collated):
        bent = dict.fromkeys(("scale", "df"), Explained(_BY_NAME))
        return {"statistic": result.statistic, "parameter": bent, "p": Explained(_BY_NAME)}
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
    y, domain, mu = case.data.numbers(task["y"])[:, 0], case.domain(), float(task.get("mu") or 0)
    if group is None and np.isnan(y if domain is None else y[domain >= 0]).any():
        no_mean = dict.fromkeys(("estimate", "t", "p", "ci95"), Explained(_NO_MEAN))
        degrees = degrees_of_freedom(case.sample(), None if domain is None else domain >= 0) - 1
        return {**no_mean, "df": degrees}
    if case.expected.get("t") == 0 and "Inf" in (case.expected.get("ci95") or ()):
        return dict.fromkeys(case.expected, Explained(_NO_CENTRE))
    result = _unless_constant(lambda: ttest(case.sample(), y, group, mu, domain))
    if result is None or not result.se > 1e-12 * abs(result.estimate):
        return dict.fromkeys(case.expected, Explained(_CONSTANT))
    return {
        "estimate": result.estimate,
        "t": result.statistic,
        "df": result.df,
        "p": result.p,
        "ci95": Explained(ONE_DEGREE) if group is not None and result.df == 1 else [result.low, result.high],
    }


def _unless_constant(test: Callable[[], MeanTest]) -> MeanTest | None:
    """The test; None where the outcome is the same on every row, or the group."""
    try:
        return test()
    except Problem as problem:
        if problem.message.key not in ("survey.model_constant", "survey.two_groups"):
            raise
        return None


def _ranktest(case: Case) -> Mapping[str, Any]:
    task = case.task
    test = str(task.get("test", "wilcoxon"))
    if test not in ("wilcoxon", "vanderWaerden", "median", "KruskalWallis"):
        raise NotSupported(f"rank test {test}")
    y, group = case.data.numbers(task["y"])[:, 0], case.data.codes(task["group"])
    sample, domain = case.sample(), case.domain()
    result = _unless_constant(
        lambda: ranktest(sample, y, group, test, domain, ties="as ordered")  # type: ignore[arg-type]
    )
    if result is None or (np.isnan(result.p) and result.df > 0):
        return dict.fromkeys(case.expected, Explained(_CONSTANT))
    said = case.expected.get("estimate")
    if np.isfinite(result.estimate) and isinstance(said, float) and abs(result.estimate / said / 2**0.5 - 1) < 1e-8:
        return {"estimate": Explained(_ORDERED), "statistic": result.statistic, "df": result.df, "p": result.p}
    if np.isfinite(result.estimate):
        return {"estimate": result.estimate, "statistic": result.statistic, "df": result.df, "p": result.p}
    # for three groups and more R keeps the chi-square as its "parameter" and the df as its "statistic"
    return {"estimate": [], "statistic": result.numerator, "df": result.statistic, "p": result.p}


TESTS = {"chisq": _chisq, "gofchisq": _fit, "kappa": _kappa, "ttest": _ttest, "ranktest": _ranktest}
