# SPDX-License-Identifier: MIT
"""Tasks of case files on post-stratification, raking, calibration and trimming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.conformance.cases import Case, NotSupported
from analysis.conformance.formulas import matrix_of
from analysis.survey.calibration import calibrate, kish_effect, post_stratify, rake, trim
from analysis.survey.design import Design
from analysis.survey.linear import means, totals


def _described(case: Case, design: Design) -> Mapping[str, Any]:
    estimates = {}
    for name in case.task["estimate"]:
        X = case.data.numbers(name)
        mean, total = means(design, X, case.domain()), totals(design, X, case.domain())
        estimates[name] = {
            "mean": mean.estimate[0, 0],
            "mean_se": mean.se[0, 0],
            "total": total.estimate[0, 0],
            "total_se": total.se[0, 0],
        }
    return {
        "estimates": estimates,
        "weights": design.weights,
        "sum_w": float(design.weights.sum()),
        "deff_kish": kish_effect(design.weights),
    }


def _totals(labels: Sequence[str], wanted: Mapping[str, float]) -> np.ndarray:
    """Totals in the order of labels; a label without a total is not in the population."""
    if not set(labels) & set(wanted):
        raise NotSupported("population totals named unlike the categories")
    return np.array([float(wanted.get(label, 0.0)) for label in labels])


def _crossed(case: Case, names: Sequence[str], separator: str) -> tuple[np.ndarray, list[str]]:
    """Codes of the crossing of factors, the first running fastest, and its labels."""
    codes, labels = case.data.codes(names[0]), list(case.data.labels(names[0]))
    for name in names[1:]:
        own, more = case.data.codes(name), case.data.labels(name)
        codes = np.where((codes < 0) | (own < 0), -1, codes + len(labels) * own)
        labels = [f"{label}{separator}{other}" for other in more for label in labels]
    return codes, labels


def _post_stratify(case: Case) -> Mapping[str, Any]:
    names = [case.task["var"]] if isinstance(case.task["var"], str) else list(case.task["var"])
    wanted = case.task["pop"]
    separator = ":" if any(":" in key for key in wanted) else "."
    codes, labels = _crossed(case, names, separator)
    design = post_stratify(case.sample(), codes, _totals(labels, wanted))
    return _described(case, design)


def _rake(case: Case) -> Mapping[str, Any]:
    margins, control = case.task["margins"], case.task.get("control") or {}
    design = rake(
        case.sample(),
        [case.data.codes(name) for name in margins],
        [_totals(case.data.labels(name), wanted) for name, wanted in margins.items()],
        int(control.get("maxit", 10)),
        float(control.get("epsilon", 1)),
    )
    return _described(case, design)


def _calibrate(case: Case) -> Mapping[str, Any]:
    task = case.task
    distance = str(task.get("calfun", "linear"))
    if distance not in ("linear", "raking", "logit"):
        raise NotSupported(f"calibration by {distance}")
    _, matrix = matrix_of(task["formula"], case.data, outcome=False)
    wanted = np.array([float(task["pop"][name]) for name in matrix.names])
    ends = task.get("bounds")
    if isinstance(ends, Mapping):
        ends = [ends["lower"], ends["upper"]]
    bounds = None if ends is None else (float(ends[0]), float(ends[1]))
    made = calibrate(case.sample(), matrix.X, wanted, distance, bounds, epsilon=1e-10)  # type: ignore[arg-type]
    return _described(case, made)


def _trim(case: Case) -> Mapping[str, Any]:
    task = case.task
    limits = [
        float(task[key]) if task.get(key) is not None else end for key, end in (("lower", -np.inf), ("upper", np.inf))
    ]
    return _described(case, trim(case.sample(), limits[0], limits[1], bool(task.get("strict"))))


WEIGHTING = {"poststratify": _post_stratify, "rake": _rake, "calibrate": _calibrate, "trimWeights": _trim}
