# SPDX-License-Identifier: MIT
"""Tasks of case files on means, totals, proportions, ratios, domains, lonely PSUs and contrasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.conformance.cases import Case, NotSupported
from analysis.conformance.compare import Explained, Near
from analysis.conformance.conditions import UnreadableCondition, truth_of
from analysis.conformance.stopped import fitted_share
from analysis.survey.contrasts import (
    Joint,
    contrast,
    joint_means,
    joint_proportions,
    joint_ratios,
    joint_totals,
    ratio_of,
)
from analysis.survey.estimates import Estimates, t_interval
from analysis.survey.intervals import proportion_interval
from analysis.survey.linear import means, totals
from analysis.survey.moments import alpha, correlations, covariances
from analysis.survey.proportions import proportions
from analysis.survey.quantiles import quantiles
from analysis.survey.ratios import ratios

METHODS = {"logit": "logit", "likelihood": "likelihood", "asin": "arcsine", "beta": "beta", "mean": "wald"}
METHODS["xlogit"] = "xlogit"
_EDGE = "nobody or everybody is in the category: R has no interval there, ours is Korn and Graubard's"
_READ_OFF = "R reads the likelihood interval off between points of a grid; ours meets its equation exactly"
_NOBODY = "no row has a value: R's mean of nothing is 0, ours has no value"
_FEW = "weights sum to less than the rows: R's design effect is below zero, ours has no value"
_SQUARED = "R squares the sine of an angle beyond its range, so the end turns back inside; ours ends at 0 or 1"
_PAIRS = "R compares a total by pairs with n times the variance of a simple random sample; ours with that variance"
_HALF = "R's qbeta(Inf, Inf) is 0.5 where the design fixes the proportion; the interval is the point itself"


def _linear(case: Case) -> Mapping[str, Any]:
    design, names = case.sample(), list(case.task["vars"])
    X, labels = _columns(case, names)
    estimator = means if case.task["stat"] == "mean" else totals
    kept = bool(case.task.get("na_rm", True))
    result = estimator(design, X, case.domain(), kept, listwise=kept)
    df = design.degrees_of_freedom(_member(case))
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
        ("cv", result.se / result.estimate),  # R's carries the sign of the estimate
        ("deff", result.deff),
        ("deff_replace", result.deff_replace),
    ):
        answer[key] = dict(zip(labels, values[0], strict=True))
    if case.task["stat"] == "total" and design.pps not in ("", "brewer"):
        answer.update(_pairs_effect(case, answer, result.n[0, 0]))
    elif result.weighted_base[0, 0] < result.n[0, 0]:
        answer["deff"] = dict.fromkeys(labels, Explained(_FEW))
    for key, (low, high) in ends.items():
        answer[f"ci_{key}"] = {label: [low[0, i], high[0, i]] for i, label in enumerate(labels)}
    return answer


def _pairs_effect(case: Case, answer: Mapping[str, Any], n: float) -> Mapping[str, Any]:
    """R's design effects of totals from pairs: both exchanged and n times too small, which is checked here."""
    shown = {}
    for key, other in (("deff", "deff_replace"), ("deff_replace", "deff")):
        wanted = case.expected.get(key, {})
        like = all(abs(wanted[name] * n / value - 1) < 1e-8 for name, value in answer[other].items() if name in wanted)
        shown[key] = {name: Explained(_PAIRS) for name in answer[key]} if like else answer[key]
    return shown


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


def _member(case: Case) -> np.ndarray | None:
    domain = case.domain()
    return None if domain is None else domain >= 0


def _proportion(case: Case) -> Mapping[str, Any]:
    design, name = case.sample(), case.task["var"]
    codes, levels = case.data.codes(name), case.data.labels(name)
    domain = case.domain()
    result = proportions(design, codes, len(levels), domain)
    df = design.degrees_of_freedom(_member(case))
    rows = case.data.rows if domain is None else int((domain >= 0).sum())
    answer: dict[str, Any] = {"df": df, "n_used": int(result.n[0, 0]), "vcov": result.vcov[0], "levels": {}}
    used = design.weights[(codes >= 0) if domain is None else (codes >= 0) & (domain >= 0)]
    everyone = design.weights if domain is None else design.weights[domain >= 0]
    share = float(used.mean() / everyone.mean())
    for place, level in enumerate(levels):
        p, se, n = result.estimate[0, place], result.se[0, place], result.n[0, place]
        fixed = se < 1e-12 and 0 < p < 1

        def interval(method: str, level: float, p: float = p, se: float = se, n: float = n) -> Any:
            if method != "wald" and not 0 < p < 1:
                return Explained(_EDGE)
            return list(_shown_ends(method, p, se, df, n, rows, share, level))

        answer["levels"][level] = {
            "p": p,
            "se": se,
            "deff": result.deff[0, place],
            "ci95": {
                key: (
                    Explained(_HALF)
                    if fixed and key == "beta"
                    else "error"
                    if fixed and key == "likelihood"
                    else interval(method, 0.95)
                )
                for key, method in METHODS.items()
            },
            "ci90_logit": interval("logit", 0.90),
        }
    return answer


def _shown_ends(
    method: str, p: float, se: float, df: float, n: float, rows: int, scale: float, level: float = 0.95
) -> tuple[Any, Any]:
    """Both ends, with the reason where R's are not the reference."""
    if method != "wald" and not 0 < p < 1:
        return Explained(_EDGE), Explained(_EDGE)
    low, high = (float(end) for end in proportion_interval(p, se, df, n, method, level, rows, scale))  # type: ignore[arg-type]
    if method == "likelihood":
        return Near(low, 2e-3, _READ_OFF), Near(high, 2e-3, _READ_OFF)
    if method == "arcsine":
        return (Explained(_SQUARED) if low == 0 else low), (Explained(_SQUARED) if high == 1 else high)
    return low, high


def _ratio(case: Case) -> Mapping[str, Any]:
    design = case.sample()
    num, den = case.data.numbers(case.task["num"]), case.data.numbers(case.task["den"])
    result = ratios(design, num, den, case.domain())
    df = design.degrees_of_freedom(_member(case))
    normal, t = (t_interval(result.estimate, result.se, np.array(d), 0.95) for d in (np.inf, df))
    return {
        "ratio": result.estimate[0, 0],
        "se": result.se[0, 0],
        "df": df,
        "ci_normal": [normal[0][0, 0], normal[1][0, 0]],
        "ci_t": [t[0][0, 0], t[1][0, 0]],
    }


def groups_of(case: Case, names: list[str]) -> tuple[np.ndarray, list[dict[str, str]]]:
    """Domain codes (n,) of the crossing of factors, the first running fastest, and the groups that occur."""
    codes = np.zeros(case.data.rows, dtype=np.int64)
    size, missing = 1, np.zeros(case.data.rows, dtype=bool)
    for name in names:
        own = case.data.codes(name)
        missing |= own < 0
        codes, size = codes + size * np.maximum(own, 0), size * len(case.data.labels(name))
    domain = case.domain()
    if domain is not None:
        missing |= domain < 0
    codes = np.where(missing, -1, codes)
    present = np.unique(codes[codes >= 0])
    packed = np.where(codes < 0, -1, np.searchsorted(present, codes))
    groups = []
    for code in present:
        group = {}
        for name in names:
            labels = case.data.labels(name)
            group[name] = labels[code % len(labels)]
            code //= len(labels)
        groups.append(group)
    return packed, groups


def _by(case: Case) -> Mapping[str, Any]:
    task = case.task
    names = [task["by"]] if isinstance(task["by"], str) else list(task["by"])
    design = case.sample()
    codes, groups = groups_of(case, names)
    d, kind = len(groups), task["stat"].removeprefix("by_")
    labels = [".".join(group.values()) for group in groups]
    df = design.degrees_of_freedom(_member(case))
    answer: dict[str, Any] = {"df": df, "groups": groups, "names": labels}
    if kind == "median":
        result = quantiles(design, case.data.numbers(task["var"])[:, 0], [0.5], codes, domains=d)
        return {**answer, "coef": result.estimate[:, 0], "se": result.se[:, 0]}
    joint, single, k = _domain_results(case, kind, codes, d)
    order = np.arange(d * k).reshape(d, k).T.ravel()  # R runs through the groups first
    if k > 1:
        levels = case.data.labels(task["var"])
        answer["names"] = [f"{label}:{task['var']}{level}" for level in levels for label in labels]
    coef, se = joint.estimate[order], single.se.ravel()[order]
    low, high = t_interval(coef, se, np.array(df), 0.95)
    answer.update(coef=coef, se=se, vcov=joint.vcov[np.ix_(order, order)], ci_t={"l": low, "u": high})
    if k == 1:
        answer["n_by_group"] = dict(zip(labels, single.n[:, 0], strict=True))
    return answer


def _domain_results(case: Case, kind: str, codes: np.ndarray, d: int) -> tuple[Joint, Estimates, int]:
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


def _by_share(case: Case) -> Mapping[str, Any]:
    design, task = case.sample(), case.task
    codes, groups = groups_of(case, [task["by"]] if isinstance(task["by"], str) else list(task["by"]))
    try:
        truth = truth_of(task["cond"], case.data.columns)
    except UnreadableCondition as gap:
        raise NotSupported(f"condition {task['cond']}") from gap
    met, known = truth.met, truth.known
    d = len(groups)
    result = means(design, np.where(known, met, np.nan), codes, domains=d)
    rows = np.bincount(codes[codes >= 0], minlength=d)
    of_all = np.array([design.weights[codes == g].mean() for g in range(d)])
    of_used = np.array([design.weights[(codes == g) & known].mean() for g in range(d)])
    df = np.array([design.degrees_of_freedom(codes == g) for g in range(d)])
    method = METHODS.get(str(task.get("method", "logit")))
    if method is None:
        raise NotSupported(f"interval {task['method']}")
    share = result.estimate[:, 0].copy()
    if method in ("logit", "likelihood"):  # R reads these off a model
        for g in range(d):
            w = design.weights[(codes == g) & known & (design.weights > 0)]
            y = met[(codes == g) & known & (design.weights > 0)].astype(float)
            share[g] = fitted_share(y, w / design.weights[codes == g].mean())
    ends = [
        _shown_ends(method, p, se, f, n, r, s)
        for p, se, f, n, r, s in zip(share, result.se[:, 0], df, result.n[:, 0], rows, of_used / of_all, strict=True)
    ]
    return {
        "df_full": design.degrees_of_freedom(_member(case)),
        "groups": [next(iter(group.values())) for group in groups],
        "p": share,
        "ci_l": [low for low, _ in ends],
        "ci_u": [high for _, high in ends],
    }


def _mean_and_total(case: Case) -> Mapping[str, Any]:
    design, name = case.sample(), case.task["var"]
    X, domain = case.data.numbers(name), case.domain()
    mean, total = means(design, X, domain), totals(design, X, domain)
    answer: dict[str, Any] = {
        "degf": design.degrees_of_freedom(_member(case)),
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
    df = design.degrees_of_freedom(_member(case))
    wanted = task["weights"]
    if not isinstance(wanted, dict) or len(wanted) < 2 or not set(wanted) <= set(labels):
        raise NotSupported(f"contrast of {str(wanted)[:60]} between {', '.join(labels)[:60]}")
    row = np.array([float(wanted.get(label, 0)) for label in labels])
    result = contrast(joint.estimate, joint.vcov, row, df)
    first, second = (labels.index(name) for name in list(wanted)[:2])
    ratio = ratio_of(joint.estimate, joint.vcov, first, second, df)
    return {
        "contrast": result.estimate[0],
        "se": result.se[0],
        "df": df,
        "t": result.t[0],
        "p_t": result.p[0],
        "ratio_first_second": ratio.estimate[0],
        "ratio_se": ratio.se[0],
    }


def _variance(case: Case) -> Mapping[str, Any]:
    design = case.sample()
    X = case.data.numbers(*case.task["vars"])
    k = X.shape[1]
    result = covariances(design, X, case.domain())
    matrix = result.estimate[0].reshape(k, k)
    return {
        "matrix": matrix,
        "se": result.se[0].reshape(k, k),
        "cor": correlations(design, X, case.domain()).estimate[0].reshape(k, k),
        "sd": np.sqrt(np.diag(matrix)),
    }


def _alpha(case: Case) -> Mapping[str, Any]:
    return {"alpha": float(alpha(case.sample(), case.data.numbers(*case.task["vars"]), case.domain())[0])}


LINEAR = {
    "mean": _linear,
    "total": _linear,
    "prop": _proportion,
    "ratio": _ratio,
    **{f"by_{kind}": _by for kind in ("mean", "total", "prop", "ratio", "median")},
    "by_ciprop": _by_share,
    "mean_total_under_lonely_psu": _mean_and_total,
    "subpop_mean_total": _mean_and_total,
    "contrast_of_domain_means": _contrast,
    "var": _variance,
    "cronbach_alpha_weighted": _alpha,
}
