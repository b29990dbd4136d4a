# SPDX-License-Identifier: MIT
"""Tasks of case files on correlations and tables of counts of unweighted rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analysis.classical import correlation, fisher, stratified_tables, tables
from analysis.classical.classical_result import Test
from tests.conformance.base_layout import codes_of, laid_out, said
from tests.conformance.cases import Case
from tests.conformance.compare import Explained, Near

_ENDLESS = 1e6  # a t beyond which nothing but rounding keeps it finite
_WHOLE = 2.0**31


def correlations(case: Case) -> Mapping[str, Any]:
    x, y = case.data.numbers(case.task["x"], case.task["y"]).T
    straight = laid_out(correlation.pearson(x, y))
    if abs(straight["estimate"]) == 1 and abs(said(case, "pearson", "statistic")) > _ENDLESS:
        straight["statistic"] = Explained(
            "R's r is 1 but for rounding, and its t what rounding leaves; ours is infinite"
        )
        straight["p"] = Near(straight["p"], 1.0, "the p of that t")
    return {
        "n": int((np.isfinite(x) & np.isfinite(y)).sum()),
        "pearson": straight,
        "spearman": laid_out(_as_said(case, "spearman", correlation.spearman, "p", x, y)),
        "kendall": laid_out(_as_said(case, "kendall", correlation.kendall, "statistic", x, y)),
    }


def _as_said(case: Case, key: str, test: Callable[..., Test], part: str, x: np.ndarray, y: np.ndarray) -> Test:
    """The exact or the approximate test, which `cor.test(exact=)` chooses and only the figure itself tells apart."""
    wanted, both = said(case, key, part), [test(x, y), test(x, y, exact=False)]
    return min(both, key=lambda one: abs(getattr(one, part) - wanted))


def _counts(case: Case, *names: str, named: tuple[Any, ...] = ()) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """The table of these columns, and the levels of each."""
    freq = case.task.get("freq")
    weight = np.ones(case.data.rows) if not freq else case.data.numbers(freq)[:, 0]
    weight = np.where(np.isnan(weight), 0.0, weight)
    found = [codes_of(case, name, named[place] if named else None, weight != 0) for place, name in enumerate(names)]
    table = np.zeros([len(labels) for _, labels in found])
    known = np.all([codes >= 0 for codes, _ in found], axis=0)
    np.add.at(table, tuple(codes[known] for codes, _ in found), weight[known])
    return table, [labels for _, labels in found]


def _layers(case: Case) -> Mapping[str, Any]:
    """Conditional independence in the layers of a table."""
    task = case.task
    table, _ = _counts(case, task["row"], task["col"], task["stratum"])
    if table.shape[:2] != (2, 2):
        one = laid_out(stratified_tables.conditional_independence(table))
        return {"cmh_cc": one, "cmh_nocc": one}
    answer = {}
    largest = float(table.sum(axis=(0, 1)).max()) ** 3
    for key, correct in (("cmh_cc", True), ("cmh_nocc", False)):
        answer[key] = laid_out(stratified_tables.mantel_haenszel(table, correct))
        ends = case.expected.get(key, {}).get("conf_int")
        if ends == ["NA", "NA"] and largest > _WHOLE:
            answer[key]["conf_int"] = Explained("R multiplies whole numbers past 2³¹ here and has no interval")
    return answer


def crosstab(case: Case) -> Mapping[str, Any]:
    """Tests and measures of a table, or of one in layers."""
    task = case.task
    if task.get("stratum"):
        return _layers(case)
    named = (case.expected.get("rows"), case.expected.get("cols"))
    table, (rows, cols) = _counts(case, task["row"], task["col"], named=named)
    pearson, standard = tables.residuals(table)
    answer: dict[str, Any] = {
        "rows": list(rows),
        "cols": list(cols),
        "counts": table,
        "chisq_uncorrected": laid_out(tables.chi_square(table, False)),
        "chisq_yates": laid_out(tables.chi_square(table, True)),
        "expected": tables.expected_counts(table),
        "pearson_residuals": pearson,
        "std_residuals": standard,
        "cramers_v": stratified_tables.cramers_v(table).estimate,
        "contingency_c": stratified_tables.contingency_coefficient(table),
        "G2": tables.likelihood_ratio(table).statistic,
    }
    if "fisher" in case.expected and "p" in case.expected["fisher"]:
        answer["fisher"] = laid_out(fisher.fisher_exact(table.astype(int)))
    if table.shape[0] == table.shape[1]:
        answer["mcnemar"] = laid_out(tables.mcnemar(table))
        answer["mcnemar_nocorrect"] = laid_out(tables.mcnemar(table, False))
        kappas = (tables.cohen_kappa(table), tables.cohen_kappa(table, "quadratic"))
        answer["kappa"] = {"unweighted": kappas[0].estimate, "weighted_quadratic": kappas[1].estimate}
    if table.shape == (2, 2):
        for key, test in (
            ("odds_ratio", tables.odds_ratio(table)),
            ("risk_ratio_row2_vs_row1_col2", tables.risk_ratio(table)),
        ):
            answer[key] = [test.estimate, test.low, test.high]
    return answer
