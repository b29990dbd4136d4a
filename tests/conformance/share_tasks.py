# SPDX-License-Identifier: MIT
"""Tasks of case files on shares with their intervals, over all rows or by groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import t_quantile
from analysis.survey.estimates.intervals import proportion_interval
from analysis.survey.estimates.linear import means
from analysis.survey.estimates.proportions import proportions
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained, Near, Otherwise
from tests.conformance.conditions import UnreadableCondition, truth_of
from tests.conformance.gridded import gridded_interval
from tests.conformance.groups import groups_of, member_of
from tests.conformance.r_logistic_share import fitted_share
from tests.conformance.survey_tasks import NO_SPREAD, over_nothing

METHODS = {"logit": "logit", "likelihood": "likelihood", "asin": "arcsine", "beta": "beta", "mean": "wald"}
METHODS["xlogit"] = "xlogit"
_EDGE = "nobody or everybody is in the category: R has no interval there, ours is Korn and Graubard's"
_READ_OFF = "R reads the likelihood interval off between points of a grid; ours meets its equation exactly"
_SQUARED = "R squares the sine of an angle beyond its range, so the end turns back inside; ours ends at 0 or 1"
_HALF = "R's qbeta(Inf, Inf) is 0.5 where the design fixes the proportion; the interval is the point itself"
_UNPROFILED = (
    "R stops where a group's share is 0 % or 100 % or fixed by the design, or has one degree of freedom; ours goes on"
)
_FITTED = "R's logistic fit and its level stop in the eighth digit; ours is the weighted mean's own interval"
_UNEQUAL = "R stops over missing values where pairs of probabilities give the variance; ours goes on"
_ALL_ROWS = "R's simple random sample beside a variance by pairs has all rows; ours has the rows used"
_WHOLE = "R turns the t-quantile into a level, which rounds to 100 % where one degree of freedom is left"


@dataclass(frozen=True)
class _Rows:
    """The rows of a share as R counts and weighs them: those `used` have an answer and a weight.

    `counted` rows in all, `answered` those with an answer, `scale` the mean weight of these over that of all, `own` the
    same in the domain itself.
    """

    used: np.ndarray
    counted: int
    answered: int
    scale: float
    own: float
    weights: np.ndarray

    @staticmethod
    def of(design: Design, inside: np.ndarray, known: np.ndarray) -> _Rows:
        """Of a sample with unequal probabilities R keeps all rows in a subset, with weight zero."""
        counted = np.ones_like(inside) if design.pps else inside
        answered, mean = int((counted & known).sum()), float(design.weights[inside].sum() / counted.sum())
        used = inside & known & (design.weights > 0)
        scale = float(design.weights[used].sum() / answered / mean)
        own = float(design.weights[inside & known].mean() / design.weights[inside].mean())
        return _Rows(used, int(counted.sum()), answered, scale, own, design.weights[used] / mean)

    def fitted(self, met: np.ndarray) -> tuple[float, float]:
        """The share as R's model leaves it, and that of the step before."""
        return fitted_share(met[self.used].astype(float), self.weights)


def _proportion(case: Case) -> Mapping[str, Any]:
    design, name = case.sample(), case.task["var"]
    codes, levels = case.data.codes(name), case.data.labels(name)
    domain = case.domain()
    result = proportions(design, codes, len(levels), domain, domains=1)
    df = degrees_of_freedom(design, member_of(case))
    rows = _Rows.of(design, np.ones(len(codes), dtype=bool) if domain is None else domain >= 0, codes >= 0)
    answer: dict[str, Any] = {"df": df, "n_used": int(result.n[0, 0]), "vcov": result.vcov[0], "levels": {}}
    for place, level in enumerate(levels):
        p, se, n = (float(values[0, place]) for values in (result.estimate, result.se, result.n))
        answer["levels"][level] = {
            "p": p,
            "se": se,
            "deff": float("nan") if se < 1e-12 and np.isinf(result.deff[0, place]) else result.deff[0, place],
            **_all_intervals(rows, p, se, df, n, rows.fitted(codes == place)),
        }
    for level, said in case.expected.get("levels", {}).items():
        own = answer["levels"].get(level)
        if own and over_nothing(own["deff"], said.get("deff")):
            own["deff"] = Explained(NO_SPREAD)
    n, base, every = answer["n_used"], float(result.weighted_base[0, 0]), case.data.rows
    if design.pps not in ("", "brewer") and n < every < base:
        for own in answer["levels"].values():
            other = own["deff"] * (base - n) / n * every / (base - every)
            own["deff"] = Otherwise(float(own["deff"]), float(other), _ALL_ROWS)
    return _pairs_stop(case, answer) if design.pps not in ("", "brewer") else answer


def _pairs_stop(case: Case, answer: dict[str, Any]) -> dict[str, Any]:
    """Marks the intervals over which R stops where pairs give the variance, and its design effects (see means)."""
    for level, expected in case.expected.get("levels", {}).items():
        own = answer["levels"].get(level, {})
        ends = {k: Explained(_UNEQUAL) for k, v in expected.get("ci95", {}).items() if str(v).startswith("error")}
        own.get("ci95", {}).update(ends)
        if str(expected.get("ci90_logit")).startswith("error"):
            own["ci90_logit"] = Explained(_UNEQUAL)
    return answer


def _all_intervals(
    rows: _Rows, p: float, se: float, df: float, n: float, fitted: tuple[float, float]
) -> dict[str, Any]:
    def interval(key: str, level: float) -> Any:
        if key == "likelihood" and se < 1e-12 and 0 < p < 1:
            return "error"
        ends = _shown_ends(METHODS[key], p, se, df, n, rows, fitted, level)
        return ends[0] if isinstance(ends[0], Explained) else list(ends)

    return {"ci95": {key: interval(key, 0.95) for key in METHODS}, "ci90_logit": interval("logit", 0.90)}


def _shown_ends(
    method: str,
    p: float,
    se: float,
    df: float,
    n: float,
    rows: _Rows,
    fitted: tuple[float, float],
    level: float = 0.95,
) -> tuple[Any, Any]:
    """Both ends; where R's are not the reference, with what R has there and why."""
    if method != "wald" and not 0 < p < 1:
        return Explained(_EDGE), Explained(_EDGE)
    if method == "beta" and se < 1e-12:
        return Explained(_HALF), Explained(_HALF)
    ends = proportion_interval(p, se, df, n, method, level, rows.counted, rows.own)  # type: ignore[arg-type]
    low, high = float(ends[0]), float(ends[1])
    if method == "likelihood":
        theirs = gridded_interval(fitted, se, df, n, level, rows.scale, rows.answered)
        return Otherwise(low, theirs[0], _READ_OFF, 1e-6), Otherwise(high, theirs[1], _READ_OFF, 1e-6)
    if method == "arcsine":
        turned = turned_back(p, se, df, level)
        return Otherwise(low, turned[0], _SQUARED), Otherwise(high, turned[1], _SQUARED)
    if method == "logit":
        if _rounds_to_all(df, level) and se >= 1e-12:
            return Otherwise(low, 0.0, _WHOLE), Otherwise(high, float("nan"), _WHOLE)
        return Near(low, 1e-6, _FITTED), Near(high, 1e-6, _FITTED)
    return low, high


def turned_back(p: float, se: float, df: float, level: float) -> tuple[float, float]:
    """Both ends of the arcsine interval where an angle beyond 0 or a right angle is squared as it is."""
    half = float(t_quantile(0.5 + level / 2, df)) * se / (2 * np.sqrt(p * (1 - p)))
    centre = np.arcsin(np.sqrt(p))
    return float(np.sin(centre - half) ** 2), float(np.sin(centre + half) ** 2)


def _rounds_to_all(df: float, level: float) -> bool:
    from scipy.special import ndtr

    return bool(1 - 2 * ndtr(-t_quantile(0.5 + level / 2, df)) == 1)


def _by_share(case: Case) -> Mapping[str, Any]:
    design, task = case.sample(), case.task
    codes, groups = groups_of(case, [task["by"]] if isinstance(task["by"], str) else list(task["by"]))
    try:
        truth = truth_of(task["cond"], case.data.columns)
    except UnreadableCondition as gap:
        raise NotSupported(f"condition {task['cond']}") from gap
    met, known = truth.met, truth.known
    method = METHODS.get(str(task.get("method", "logit")))
    if method is None:
        raise NotSupported(f"interval {task['method']}")
    result = means(design, np.where(known, met, np.nan), codes, domains=len(groups))
    shown, ends, unprofiled = [], [], False
    for g in range(len(groups)):
        p, se, n = (float(values[g, 0]) for values in (result.estimate, result.se, result.n))
        rows, fitted = _Rows.of(design, codes == g, known), (p, p)
        if method in ("logit", "likelihood"):  # R reads these off a model
            fitted = rows.fitted(met)
        shown.append(fitted[0])
        df = degrees_of_freedom(design, codes == g)
        share = fitted[0] if 0 < p < 1 else p
        unprofiled = unprofiled or not (0 < p < 1 and se >= 1e-12 and df > 1)
        ends.append(_shown_ends(method, share, se, df, n, rows, fitted))
    if "error" in case.expected and method == "likelihood" and unprofiled:
        return {"error": Explained(_UNPROFILED)}
    if "error" in case.expected and design.pps not in ("", "brewer"):
        return {"error": Explained(_UNEQUAL)}
    return {
        "df_full": degrees_of_freedom(design, member_of(case)),
        "groups": [next(iter(group.values())) for group in groups],
        "p": shown,
        "ci_l": [low for low, _ in ends],
        "ci_u": [high for _, high in ends],
    }


SHARES = {"prop": _proportion, "by_ciprop": _by_share}
