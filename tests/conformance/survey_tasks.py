# SPDX-License-Identifier: MIT
"""Tasks of case files on means, totals, ratios, domains, lonely PSUs and contrasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.contrasts import (
    JointEstimates,
    contrast,
    joint_means,
    joint_proportions,
    joint_ratios,
    joint_totals,
    ratio_of,
)
from analysis.survey.estimates.covariance import alpha, correlations, covariances
from analysis.survey.estimates.estimate import Estimates, t_interval
from analysis.survey.estimates.linear import means, totals
from analysis.survey.estimates.proportions import proportions
from analysis.survey.estimates.ratios import ratios
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained, Otherwise
from tests.conformance.groups import groups_of, member_of

_NOBODY = "no row has a value: R's mean of nothing is 0, ours has no value"
NO_SPREAD = "the values do not vary: R divides one rounding error by another"
_FEW = "weights sum to less than the rows: R's design effect is below zero, ours has no value"
_BREWER = (
    "R has no covariances between groups where Brewer's approximation gives the variance, and stops; ours has them"
)
_APART = "R has no such covariance between groups where pairs of probabilities give the variance; ours has it"
_UNEQUAL = "R stops over missing values where pairs of probabilities give the variance; ours goes on"
_PAIRS = (
    "R's simple random sample beside a variance by pairs has all rows, and of a total n times its variance; ours has "
    "the rows used"
)


def _linear(case: Case) -> Mapping[str, Any]:
    design, names = case.sample(), list(case.task["vars"])
    X, labels = _columns(case, names)
    estimator = means if case.task["stat"] == "mean" else totals
    kept = bool(case.task.get("na_rm", True))
    result = estimator(design, X, case.domain(), kept, domains=1, listwise=kept)
    df = degrees_of_freedom(design, member_of(case))
    ends = {
        key: t_interval(result.estimate, result.se, np.array(d), 0.95) for key, d in (("normal", np.inf), ("t", df))
    }
    answer: dict[str, Any] = {
        "vcov": result.vcov[0],
        "df": df,
        "n_used": int(result.n[0, 0]),
        "sum_w": result.weighted_base[0, 0],
    }
    for key, values in (
        ("coef", result.estimate),
        ("se", result.se),
        ("cv", _over(result.se, result.estimate)),  # R's carries the sign of the estimate
        ("deff", result.deff),
        ("deff_replace", result.deff_replace),
    ):
        answer[key] = dict(zip(labels, values[0], strict=True))
    for key in ("deff", "deff_replace"):
        said = case.expected.get(key) or {}
        answer[key] |= {one: Explained(NO_SPREAD) for one in labels if over_nothing(answer[key][one], said.get(one))}
    if design.pps not in ("", "brewer"):
        answer.update(_pairs_effect(case, answer, result.n[0, 0]))
    elif result.weighted_base[0, 0] < result.n[0, 0]:
        answer["deff"] = dict.fromkeys(labels, Explained(_FEW))
    for key, (low, high) in ends.items():
        answer[f"ci_{key}"] = {label: [low[0, i], high[0, i]] for i, label in enumerate(labels)}
    return answer


def over_nothing(own: float, said: object) -> bool:
    """Whether a design effect is the quotient of rounding errors: of a figure without any spread."""
    return not np.isfinite(own) and isinstance(said, (int, float)) and not 1e-15 < abs(said) < 1e15


def _pairs_effect(case: Case, answer: Mapping[str, Any], n: float) -> Mapping[str, Any]:
    """R's design effects from pairs: it counts all rows; of totals both are exchanged, and n times too small."""
    rows, base = case.data.rows, float(answer["sum_w"])
    shown: dict[str, Any] = {"deff": {}, "deff_replace": {}}
    for name, replaced in answer["deff_replace"].items():
        one = replaced * rows / n
        other = one * base / (base - rows) if base != rows else float("nan")
        theirs = (other, one) if case.task["stat"] == "mean" else (one / rows, other / rows)
        for key, value in zip(shown, theirs, strict=True):
            shown[key][name] = Otherwise(float(answer[key][name]), float(value), _PAIRS)
    return shown


def _over(se: np.ndarray, estimate: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(se / estimate)


def _columns(case: Case, names: list[str]) -> tuple[np.ndarray, list[str]]:
    """Numbers as they are, factors as one indicator per level, named as R names them."""
    blocks, labels = [], []
    for name in names:
        if not case.data.is_factor(name):
            blocks.append(case.data.numbers(name))
            labels.append(name)
            continue
        codes, levels = case.data.codes(name), case.data.labels(name)
        blocks.append(np.where(codes[:, None] < 0, np.nan, codes[:, None] == np.arange(len(levels))))
        labels.extend(f"{name}{level}" for level in levels)
    return np.column_stack(blocks), labels


def _ratio(case: Case) -> Mapping[str, Any]:
    design = case.sample()
    num, den = case.data.numbers(case.task["num"]), case.data.numbers(case.task["den"])
    result = ratios(design, num, den, case.domain(), domains=1)
    df = degrees_of_freedom(design, member_of(case))
    normal, t = (t_interval(result.estimate, result.se, np.array(d), 0.95) for d in (np.inf, df))
    return {
        **_r_stops(case, design),
        "ratio": result.estimate[0, 0],
        "se": result.se[0, 0],
        "df": df,
        "ci_normal": [normal[0][0, 0], normal[1][0, 0]],
        "ci_t": [t[0][0, 0], t[1][0, 0]],
    }


def _apart(design: Design, kind: str) -> bool:
    """Whether R has covariances of 0 between groups: of totals by pairs, and of anything by Yates and Grundy's form."""
    return design.pps not in ("", "brewer") and (kind == "total" or design.pps_form == "YG")


def _r_stops(case: Case, design: Design) -> Mapping[str, Any]:
    """R's error under unequal probabilities, where it has no covariances between groups or loses missing values."""
    error = str(case.expected.get("error", ""))
    if design.pps == "brewer" and "number of items to replace" in error:
        return {"error": Explained(_BREWER)}
    return {"error": Explained(_UNEQUAL)} if error and design.pps not in ("", "brewer") else {}


def _by(case: Case) -> Mapping[str, Any]:
    task = case.task
    names = [task["by"]] if isinstance(task["by"], str) else list(task["by"])
    design = case.sample()
    codes, groups = groups_of(case, names)
    d, kind = len(groups), task["stat"].removeprefix("by_")
    labels = [".".join(group.values()) for group in groups]
    df = degrees_of_freedom(design, member_of(case))
    answer: dict[str, Any] = {"df": df, "groups": groups, "names": labels, **_r_stops(case, design)}
    if kind == "prop" and not case.data.is_factor(task["var"]) and len(case.expected.get("names", [])) == d:
        kind = "mean"  # R's share of a number is its mean
    joint, single, k = _domain_results(case, kind, codes, d)
    order = np.arange(d * k).reshape(d, k).T.ravel()  # R runs through the groups first
    if k > 1:
        levels = case.data.labels(task["var"])
        answer["names"] = [f"{label}:{task['var']}{level}" for level in levels for label in labels]
    coef, se = joint.estimate[order], single.se.ravel()[order]
    low, high = t_interval(coef, se, np.array(df), 0.95)
    vcov: Any = joint.vcov[np.ix_(order, order)]
    if _apart(design, kind):
        vcov = [
            [x if i == j else Otherwise(float(x), 0.0, _APART) for j, x in enumerate(row)] for i, row in enumerate(vcov)
        ]
    answer.update(coef=coef, se=se, vcov=vcov, ci_t={"l": low, "u": high})
    if k == 1:
        answer["n_by_group"] = dict(zip(labels, single.n[:, 0], strict=True))
    return answer


def _domain_results(case: Case, kind: str, codes: np.ndarray, d: int) -> tuple[JointEstimates, Estimates, int]:
    design, name = case.sample(), case.task["var"]
    if kind == "prop" or (kind in ("mean", "total") and case.data.is_factor(name)):
        own, k = case.data.codes(name), len(case.data.labels(name))
        if kind != "total":
            return joint_proportions(design, own, k, codes, d), proportions(design, own, k, codes, domains=d), k
        X = np.where(own[:, None] < 0, np.nan, own[:, None] == np.arange(k))
        return joint_totals(design, X, codes, d), totals(design, X, codes, domains=d), k
    X = case.data.numbers(name)
    if kind == "ratio":
        den = case.data.numbers(case.task["den"])
        return joint_ratios(design, X, den, codes, d), ratios(design, X, den, codes, domains=d), 1
    if kind == "total":
        return joint_totals(design, X, codes, d), totals(design, X, codes, domains=d), 1
    return joint_means(design, X, codes, d), means(design, X, codes, domains=d), 1


def _mean_and_total(case: Case) -> Mapping[str, Any]:
    design, name = case.sample(), case.task["var"]
    X, domain = case.data.numbers(name), case.domain()
    mean, total = means(design, X, domain, domains=1), totals(design, X, domain, domains=1)
    answer: dict[str, Any] = {
        "degf": degrees_of_freedom(design, member_of(case)),
        "mean": mean.estimate[0, 0],
        "mean_se": mean.se[0, 0],
        "total": total.estimate[0, 0],
        "total_se": total.se[0, 0],
        "n_domain": int(mean.n[0, 0]),
    }
    if not mean.n[0, 0]:
        answer.update(dict.fromkeys(("mean", "mean_se", "total", "total_se"), Explained(_NOBODY)))
    wrong = case.expected.get("wrong_filtered")
    if wrong:
        for key in ("mean_se", "total_se"):
            apart = abs(wrong[key] - case.expected[key]) > 1e-6 * abs(case.expected[key])
            if apart and abs(answer[key] - wrong[key]) <= 1e-8 * abs(wrong[key]):
                answer[key] = Explained("this is what filtering the rows first gives", agrees=False)
    by = case.task.get("by")
    if by:
        if not isinstance(by, str):
            raise NotSupported(f"groups by {by} under a rule for lonely PSUs")
        codes, groups = groups_of(case, [by])
        result = means(design, X, codes, domains=len(groups))
        nobody = result.n[:, 0] == 0
        answer["by"] = {
            "groups": [group[by] for group in groups],
            "est": _unless(nobody, result.estimate[:, 0]),
            "se": _unless(nobody, result.se[:, 0]),
        }
    return answer


def _unless(nobody: np.ndarray, values: np.ndarray) -> list[Any]:
    """The values of groups, explained where a group has no row to speak of."""
    return [Explained(_NOBODY) if none else value for none, value in zip(nobody, values, strict=True)]


def _contrast(case: Case) -> Mapping[str, Any]:
    design, task = case.sample(), case.task
    codes, groups = groups_of(case, [task["by"]])
    labels = [group[task["by"]] for group in groups]
    joint = joint_means(design, case.data.numbers(task["var"]), codes, len(groups))
    df = degrees_of_freedom(design, member_of(case))
    wanted = task["weights"]
    if not isinstance(wanted, dict) or len(wanted) < 2 or not set(wanted) <= set(labels):
        raise NotSupported(f"contrast of {str(wanted)[:60]} between {', '.join(labels)[:60]}")
    row = np.array([float(wanted.get(label, 0)) for label in labels])
    result = contrast(joint.estimate, joint.vcov, row, df)
    first, second = (labels.index(name) for name in list(wanted)[:2])
    ratio = ratio_of(joint.estimate, joint.vcov, first, second, df)
    figures = [result.se[0], result.t[0], result.p[0], ratio.se[0]]
    if _apart(design, "mean"):
        alone = np.diag(np.diag(joint.vcov))
        simple = contrast(joint.estimate, alone, row, df)
        theirs = simple.se[0], simple.t[0], simple.p[0], ratio_of(joint.estimate, alone, first, second, df).se[0]
        figures = [Otherwise(float(own), float(his), _APART) for own, his in zip(figures, theirs, strict=True)]
    return {
        **_r_stops(case, design),
        "contrast": result.estimate[0],
        "df": df,
        "ratio_first_second": ratio.estimate[0],
        **dict(zip(("se", "t", "p_t", "ratio_se"), figures, strict=True)),
    }


def _variance(case: Case) -> Mapping[str, Any]:
    design = case.sample()
    X = case.data.numbers(*case.task["vars"])
    k = X.shape[1]
    result = covariances(design, X, case.domain(), domains=1)
    matrix = result.estimate[0].reshape(k, k)
    return {
        "matrix": matrix,
        "se": result.se[0].reshape(k, k),
        "cor": correlations(design, X, case.domain(), domains=1).estimate[0].reshape(k, k),
        "sd": np.sqrt(np.diag(matrix)),
    }


def _alpha(case: Case) -> Mapping[str, Any]:
    return {"alpha": float(alpha(case.sample(), case.data.numbers(*case.task["vars"]), case.domain(), domains=1)[0])}


LINEAR = {
    "mean": _linear,
    "total": _linear,
    "ratio": _ratio,
    **{f"by_{kind}": _by for kind in ("mean", "total", "prop", "ratio")},
    "mean_total_under_lonely_psu": _mean_and_total,
    "subpop_mean_total": _mean_and_total,
    "contrast_of_domain_means": _contrast,
    "var": _variance,
    "cronbach_alpha_weighted": _alpha,
}
