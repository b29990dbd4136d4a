# SPDX-License-Identifier: MIT
"""Tasks of case files on quantiles, by every rule and interval that the case asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.conformance.cases import Case, NotSupported
from analysis.conformance.compare import Explained
from analysis.survey.quantile_rules import RULES
from analysis.survey.quantiles import quantiles

_ALL = "the quantile is the largest value, so the share below is 100 %, for which R has no such interval"
_HALF = "R's qbeta(Inf, Inf) is 0.5 where the design fixes the proportion; the interval is the point itself"
_SECOND = (
    "R reads a share that the first value holds as if it ended there and goes on to the second; ours gives the first"
)


def _quantile(case: Case) -> Mapping[str, Any]:
    design, task = case.sample(), case.task
    x, domain, level = case.data.numbers(task["var"])[:, 0], case.domain(), task.get("level", 0.95)
    degrees = design.degrees_of_freedom(None if domain is None else domain >= 0)
    answer: dict[str, Any] = {"df": degrees, "by_qrule": {}, "by_interval": {}}
    p = [task["p"]] if isinstance(task["p"], (int, float)) else list(task["p"])
    used = ~np.isnan(x) & (design.weights > 0) & (True if domain is None else domain >= 0)

    def laid_out(rule: str, interval: str, expected: Mapping[str, Any]) -> dict[str, Any]:
        if rule not in RULES or interval not in ("mean", "beta", "xlogit", "arcsine", "score"):
            raise NotSupported(f"quantile rule {rule}, interval {interval}")
        result = quantiles(design, x, p, domain, rule=rule, interval=interval, level=level)  # type: ignore[arg-type]
        columns = {"quantile": result.estimate, "ci_l": result.low, "ci_u": result.high, "se": result.se}
        table: dict[str, Any] = {key: list(values[0]) for key, values in columns.items()}
        if interval in ("beta", "xlogit", "arcsine"):
            highest = float(np.max(x[used], initial=-np.inf))
            for place, width in enumerate(result.se[0]):
                reason = _ALL if result.estimate[0, place] == highest else _HALF if interval == "beta" else ""
                if reason == _ALL or (reason and width == 0):
                    for key in ("ci_l", "ci_u", "se") if reason == _ALL else ("ci_l", "ci_u"):
                        table[key][place] = Explained(reason)
        if rule in ("school", "hf2", "hf3"):
            _second_value(table, x[used], rule, expected)
        return table

    for rule in case.expected.get("by_qrule", {}):
        answer["by_qrule"][rule] = laid_out(rule, "mean", case.expected["by_qrule"][rule])
    for key in case.expected.get("by_interval", {}):
        interval, rule = key.split(".")
        answer["by_interval"][key] = laid_out(
            rule, {"asin": "arcsine"}.get(interval, interval), case.expected["by_interval"][key]
        )
    return answer


def _second_value(table: dict[str, Any], x: np.ndarray, rule: str, expected: Mapping[str, Any]) -> None:
    """Explains the places where R reads a share that the first value holds as if it ended there."""
    ordered, values = np.sort(x), np.unique(x)
    if len(values) < 2:
        return
    shifted = values[1] if rule == "hf3" else (ordered[0] + ordered[1]) / 2
    for key in ("quantile", "ci_l", "ci_u"):
        theirs = np.atleast_1d(np.array(expected[key], dtype=object))
        for place, ours in enumerate(table[key]):
            if not isinstance(ours, Explained) and ours == values[0] != theirs[place] == shifted:
                # the interval of a quantile rests on the share below it
                for other in ("quantile", "ci_l", "ci_u", "se") if key == "quantile" else (key, "se"):
                    table[other][place] = Explained(_SECOND)


QUANTILES = {"quantile": _quantile}
