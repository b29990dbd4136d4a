# SPDX-License-Identifier: MIT
"""Tasks of case files on post-stratification, raking, calibration and trimming."""

from __future__ import annotations

from collections.abc import Mapping
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


def _totals(case: Case, name: str, wanted: Mapping[str, float]) -> np.ndarray:
    return np.array([float(wanted[label]) for label in case.data.labels(name)])


def _post_stratify(case: Case) -> Mapping[str, Any]:
    name = case.task["var"]
    design = post_stratify(case.sample(), case.data.codes(name), _totals(case, name, case.task["pop"]))
    return _described(case, design)


def _rake(case: Case) -> Mapping[str, Any]:
    margins, control = case.task["margins"], case.task.get("control") or {}
    design = rake(
        case.sample(),
        [case.data.codes(name) for name in margins],
        [_totals(case, name, wanted) for name, wanted in margins.items()],
        int(control.get("maxit", 10)),
        float(control.get("epsilon", 1)),
    )
    return _described(case, design)


def _calibrate(case: Case) -> Mapping[str, Any]:
    task = case.task
    if task["calfun"] not in ("linear", "raking", "logit"):
        raise NotSupported(f"calibration by {task['calfun']}")
    _, matrix = matrix_of(task["formula"], case.data, outcome=False)
    wanted = np.array([float(task["pop"][name]) for name in matrix.names])
    bounds = None if task.get("bounds") is None else (float(task["bounds"][0]), float(task["bounds"][1]))
    return _described(case, calibrate(case.sample(), matrix.X, wanted, task["calfun"], bounds, epsilon=1e-10))


def _trim(case: Case) -> Mapping[str, Any]:
    task = case.task
    limits = [
        float(task[key]) if task.get(key) is not None else end for key, end in (("lower", -np.inf), ("upper", np.inf))
    ]
    return _described(case, trim(case.sample(), limits[0], limits[1], bool(task.get("strict"))))


WEIGHTING = {"poststratify": _post_stratify, "rake": _rake, "calibrate": _calibrate, "trimWeights": _trim}
