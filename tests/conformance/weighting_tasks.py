# SPDX-License-Identifier: MIT
"""Tasks of case files on post-stratification, raking, calibration and trimming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.survey.calibration.calibration_residuals import PostStratified
from analysis.survey.calibration.known_total_calibration import calibrate, post_stratify, rake, trim
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.linear import means, totals
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained
from tests.conformance.formulas import matrix_of
from wording import Problem

_NO_WEIGHT = (
    "R counts rows of weight zero in the errors of post-strata, and has none after raking; ours leaves them out"
)
_REVIVED = "R gives rows of weight zero a part of what was cut off; ours stay outside"
_CLIPPED = "the limits cannot keep the sum of the weights: R warns and returns weights that miss it, ours refuses"


def _sample(case: Case) -> Design:
    """The design to adjust: where the case has a subset, its rows alone carry weight, so that they meet the totals."""
    design, domain = case.sample(), case.domain()
    return design if domain is None else replace(design, weights=np.where(domain < 0, 0.0, design.weights))


def _of_case(case: Case, values: np.ndarray) -> np.ndarray:
    """The values (n,) of the rows that the case keeps."""
    domain = case.domain()
    return values if domain is None else values[domain >= 0]


def _described(case: Case, design: Design, names: Sequence[str] | None = None) -> Mapping[str, Any]:
    domain, weights = case.domain(), _of_case(case, design.weights)
    estimates: dict[str, dict[str, Any]] = {}
    for name in names or case.task["estimate"]:
        X = case.data.numbers(name)
        mean, total = means(design, X, domain), totals(design, X, domain)
        estimates[name] = {
            "mean": mean.estimate[0, 0],
            "mean_se": mean.se[0, 0],
            "total": total.estimate[0, 0],
            "total_se": total.se[0, 0],
        }
    if (weights == 0).any():
        _explain_no_weight(case, design, estimates)
    return {
        "estimates": estimates,
        "weights": weights,
        "sum_w": float(weights.sum()),
        "deff_kish": len(weights) * float(weights @ weights) / float(weights.sum()) ** 2,
    }


@dataclass(frozen=True)
class _AllRows(PostStratified):
    """Post-strata in which the rows `none` (n,), without weight, count as if their value were zero, as R has it."""

    none: np.ndarray

    def residuals(self, values: np.ndarray) -> np.ndarray:
        rest = super().residuals(values)
        means = np.column_stack([np.bincount(self.codes, weights=column) for column in (values - rest).T])
        sums = np.maximum(np.bincount(self.codes, weights=self.new), 1e-300)[:, None]
        rest[self.none] = -(means / sums)[self.codes[self.none]]
        return rest


def _explain_no_weight(case: Case, design: Design, estimates: dict[str, dict[str, Any]]) -> None:
    """Explains standard errors in which R counts rows of weight zero; after raking it has none then."""
    (made,), domain, counted = design.calibrations[-1:] or (None,), case.domain(), None
    if isinstance(made, PostStratified):
        none = (design.weights == 0) & (True if domain is None else domain >= 0)
        counted = replace(design, calibrations=(_AllRows(made.codes, made.old, made.new, none),))
    for name, found in estimates.items():
        X, wanted = case.data.numbers(name), case.expected.get("estimates", {}).get(name, {})
        for key, estimator in (("mean_se", means), ("total_se", totals)):
            theirs = counted is not None and float(estimator(counted, X, domain).se[0, 0])
            known = isinstance(wanted.get(key), (int, float)) and bool(theirs)
            if wanted.get(key) == "NaN" or (known and abs(theirs / wanted[key] - 1) < 1e-8):
                found[key] = Explained(_NO_WEIGHT)


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
    design = post_stratify(_sample(case), codes, _totals(labels, wanted))
    return _described(case, design)


def _rake(case: Case) -> Mapping[str, Any]:
    margins, control = case.task["margins"], case.task.get("control") or {}
    design = rake(
        _sample(case),
        [case.data.codes(name) for name in margins],
        [_totals(case.data.labels(name), wanted) for name, wanted in margins.items()],
        int(control.get("maxit", 10)),
        float(control.get("epsilon", 1)),
        must_settle=False,  # R warns and goes on
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
    bounds = None if ends is None else (_limit(ends[0]), _limit(ends[1]))
    made = calibrate(_sample(case), matrix.X, wanted, distance, bounds, epsilon=1e-10)  # type: ignore[arg-type]
    return _described(case, made)


def _trim(case: Case) -> Mapping[str, Any] | Explained:
    task = case.task
    low, high = _limit(task.get("lower", "-Inf")), _limit(task.get("upper", "Inf"))
    design, strict, names = _sample(case), bool(task.get("strict")), list(task["estimate"])
    wanted = np.array(case.expected.get("weights", []), dtype=float)
    if (_of_case(case, design.weights) == 0).any() and (wanted > 0).all():
        return Explained(_REVIVED)
    try:
        trimmed = trim(design, low, high, strict)
    except Problem:
        missed = abs(wanted.sum() / design.weights.sum() - 1) > 1e-9
        return Explained(_CLIPPED, agrees=bool(missed))
    return _described(case, trimmed, names)


def _limit(said: Any) -> float:
    """A limit as a case writes it."""
    return float(str(said).lower())


WEIGHTING = {"poststratify": _post_stratify, "rake": _rake, "calibrate": _calibrate, "trimWeights": _trim}
