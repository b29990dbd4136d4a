# SPDX-License-Identifier: MIT
"""Tasks of case files on classical tests of unweighted rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from analysis.classical import group_effects, group_spreads, groups, one_sample, power, ranks, shares, tables
from analysis.classical.classical_result import Test
from analysis.survey.estimates.multiple_testing import adjusted
from analysis.survey.sample_size import SampleRequest, sample_size
from tests.conformance.base_layout import codes_of, exactly, laid_out, said
from tests.conformance.base_models import model
from tests.conformance.base_scales import scale
from tests.conformance.base_tables import correlations, crosstab
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained, Near

_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
_ENDLESS = 1e15
_PTUKEY = "R's ptukey is coarse with few rows; of two groups ours is the p of the t test"


def _groups(case: Case) -> Mapping[str, Any]:
    task = case.task
    if "cols" in task:
        return _blocks(case)
    y = case.data.numbers(task["y"])[:, 0]
    codes, levels = codes_of(case, task["group"], case.expected.get("levels"), np.isfinite(y))
    parts = groups.split(y, codes)
    f, squares = groups.analysis_of_variance(parts)
    eta, omega = group_effects.effect_sizes(parts)
    answer: dict[str, Any] = {
        "levels": list(levels),
        "n": [len(part) for part in parts],
        "mean": [part.mean() for part in parts],
        "sd": [part.std(ddof=1) if len(part) > 1 else np.nan for part in parts],
        "median": [np.median(part) for part in parts],
        "anova": {"F": f.statistic, "df": list(f.df), "ss": list(squares), "p": f.p},
        "eta_sq": eta,
        "omega_sq": omega,
        "welch_anova": laid_out(groups.welch(parts)),
        "kruskal": laid_out(
            ranks.kruskal(np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(p) for p in parts]))
        ),
        "bartlett": laid_out(group_spreads.bartlett(parts)),
        "fligner": laid_out(group_spreads.fligner(parts)),
        "pairwise_t": _adjusted(groups.pairwise_t(parts)),
        "pairwise_wilcox": _adjusted(groups.pairwise(parts, lambda x, y: ranks.rank_sum(x, y, exact=False).p)),
        "tukey": _tukey(parts, levels),
    }
    for key, centre in (("levene_median", "median"), ("levene_mean", "mean")):
        test = group_spreads.levene(parts, centre)
        answer[key] = {"F": test.statistic, "df": list(test.df), "p": test.p}
        even = test.statistic > _ENDLESS and said(case, key, "F") > _ENDLESS
        if even or (np.isnan(test.statistic) and np.isfinite(said(case, key, "F"))):
            lost = Explained("the values of a group are equally far from its centre but for rounding")
            answer[key].update({"F": lost, "p": lost})
    return {**answer, **(_two_groups(case, parts[0], parts[1]) if len(parts) == 2 else {})}


def _two_groups(case: Case, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    plain = ranks.rank_sum(x, y, exact=exactly(case, "wilcox_cc"))
    moved = ranks.exact_shift(x, y) if plain.rule == "exact" else ranks.shift(x, y)
    return {
        "t_welch": laid_out(groups.t_test(x, y), estimates=True),
        "t_pooled": laid_out(groups.t_test(x, y, pooled=True), estimates=True),
        "wilcox_cc": {
            **laid_out(plain),
            "estimate": _between(x, y, moved.estimate, said(case, "wilcox_cc", "estimate")),
            "conf_int": [moved.low, moved.high],
        },
        "wilcox_nocc": laid_out(ranks.rank_sum(x, y, correct=False, exact=False)),
        "cohens_d": group_effects.cohens_d(x, y),
        "ks": laid_out(group_spreads.kolmogorov_smirnov(x, y, exactly(case, "ks"))),
        "var_test": laid_out(group_spreads.variance_ratio(x, y)),
    }


def _between(x: np.ndarray, y: np.ndarray, estimate: float, wanted: float) -> float | Explained:
    """The shift; of an even number of differences any between the middle two is a root, and R's search stops at one."""
    apart = np.sort(np.subtract.outer(x, y).ravel())
    low, high = apart[(len(apart) - 1) // 2], apart[len(apart) // 2]
    if abs(wanted - estimate) > 1e-4 and low - 1e-4 <= wanted <= high + 1e-4:
        return Explained("R's search stops anywhere between the middle two differences; ours is their middle")
    return estimate


def _adjusted(table: np.ndarray) -> dict[str, np.ndarray]:
    """p-values below the diagonal, adjusted, in R's layout without the first row and last column."""
    below = np.tril_indices(len(table), -1)
    shown = {}
    for name, method in (
        ("none", "none"),
        ("bonferroni", "bonferroni"),
        ("holm", "holm"),
        ("BH", "benjamini_hochberg"),
    ):
        own = np.full_like(table, np.nan)
        own[below] = adjusted(table[below], method)
        shown[name] = own[1:, :-1]
    return shown


def _tukey(parts: list[np.ndarray], levels: tuple[str, ...]) -> dict[str, Any]:
    rows = groups.tukey(parts)
    k = len(parts)
    shown: dict[str, list[Any]] = {
        "pairs": [f"{levels[i]}-{levels[j]}" for j in range(k) for i in range(j + 1, k)],
        "diff": [row.estimate for row in rows],
        "lwr": [_ranged(row.low, row) for row in rows],
        "upr": [_ranged(row.high, row) for row in rows],
        "p_adj": [Near(row.p, 2e-4, _PTUKEY) if row.df[0] < 10 else row.p for row in rows],
    }
    return {key: values[0] if len(values) == 1 else values for key, values in shown.items()}


def _ranged(end: float, row: Test) -> Near:
    """R documents 0.0001 as the precision of `qtukey`, whose value is never below 2.5."""
    slack = 1e-4 / 2.5 * (row.high - row.low) / 2 / max(abs(end), 1e-300)
    return Near(end, slack, "R's qtukey stops within 0.0001 of the studentized range")


def _blocks(case: Case) -> Mapping[str, Any]:
    X = case.data.numbers(*case.task["cols"])
    X = X[np.isfinite(X).all(axis=1)]
    test = ranks.friedman(X)
    return {"n": len(X), "friedman": laid_out(test), "kendall_w": test.estimate, "quade": laid_out(ranks.quade(X))}


def _one_sample(case: Case) -> Mapping[str, Any]:
    task = case.task
    if "a" in task:
        a, b = case.data.numbers(task["a"], task["b"]).T
        d = (a - b)[np.isfinite(a - b)]
        return {
            "t": laid_out(one_sample.t_test(d)),
            "wilcox": laid_out(ranks.signed_rank(d, exact=exactly(case, "wilcox"))),
            "cohens_dz": one_sample.standardised_mean(d).estimate,
        }
    if "w" in task:
        x, w = case.data.numbers(task["y"], task["w"]).T
        x, w = (values[np.isfinite(x + w)] for values in (x, w))
        mean, variance, effective = one_sample.counted(x, w)
        return {
            "wmean": mean,
            "hmisc_wtd_var": variance,
            "hmisc_wtd_quantile": one_sample.counted_quantile(x, w, _SHARES),
            "kish_neff": effective,
        }
    x = case.data.numbers(task["y"])[:, 0]
    x = x[np.isfinite(x)]
    g1, g2 = one_sample.skewness(x)
    stats, out = one_sample.box(x)
    quarter = one_sample.quantile(x, (0.25, 0.75))
    return {
        "n": len(x),
        "mean": x.mean(),
        "sd": x.std(ddof=1),
        "var": x.var(ddof=1),
        "median": np.median(x),
        "mad": one_sample.median_deviation(x),
        "iqr": quarter[1] - quarter[0],
        "min": x.min(),
        "max": x.max(),
        "skew_g1": g1,
        "kurt_g2": g2,
        "trimmed10": one_sample.trimmed_mean(x),
        "quantiles": {f"type{kind}": one_sample.quantile(x, _SHARES, kind) for kind in range(1, 10)},
        "t_test": laid_out(one_sample.t_test(x, float(task.get("mu", 0)))),
        "wilcox": laid_out(ranks.signed_rank(x, float(task.get("mu", 0)), exactly(case, "wilcox"))),
        "shapiro": laid_out(one_sample.shapiro(x)),
        "boxplot_stats": stats,
        "boxplot_out": out,
    }


def _adjust(case: Case) -> Mapping[str, Any]:
    given = case.task["p"]
    p = np.array(
        [np.nan if one in ("NA", None) else one for one in (given if isinstance(given, list) else [given])], float
    )
    return {
        **{name: adjusted(p, name) for name in ("bonferroni", "holm", "hochberg", "hommel")},
        "BH": adjusted(p, "benjamini_hochberg"),
        "BY": adjusted(p, "benjamini_yekutieli"),
    }


def _power(case: Case) -> Mapping[str, Any]:
    task = case.task
    alpha = float(task.get("sig") or 0.05)
    if "moe" in task:
        ask = SampleRequest(task["p"], task["moe"], task.get("conf", 0.95), task.get("deff", 1.0))
        size = sample_size(ask, task.get("N", np.inf))
        return {"n0": size.simple, "n_fpc": size.finite, "n_deff": size.designed}
    if "p1" in task:
        p1 = task["p1"]
        if "p2" not in task:
            of_gap = partial(_of_gap, task["n"], p1, alpha)
            return {"p2": p1 + power.least_effect(of_gap, task["power"], (1 - p1) * (1 - 1e-12))}
        of_shares = partial(power.power_for_shares, p1=p1, p2=task["p2"], alpha=alpha)
        if "n" in task:
            return {"power": of_shares(task["n"])}
        return {"n": _rows(case, power.least_size(of_shares, task["power"]))}
    sd = float(task.get("sd") or 1.0)
    if "delta" not in task:
        n = task["n"]
        found = power.least_effect(lambda gap: power.power_for_means(n, gap, sd, alpha), task["power"], 1e3 * sd)
        return {"delta": found}
    of_means = partial(power.power_for_means, delta=task["delta"], sd=sd, alpha=alpha)
    if "n" in task:
        return {"power": of_means(task["n"])}
    return {"n": _rows(case, power.least_size(of_means, task["power"]))}


def _of_gap(n: float, p1: float, alpha: float, gap: float) -> float:
    return power.power_for_shares(n, p1, p1 + gap, alpha)


def _rows(case: Case, n: float) -> float | Explained:
    wanted = case.expected.get("n")
    if n == 2 and isinstance(wanted, (int, float)) and wanted < 2:
        return Explained("R's equation has its root below two rows per group, of which none can be compared; here two")
    return n


def _proportion(case: Case) -> Mapping[str, Any]:
    x, n, p0 = np.atleast_1d(case.task["x"]), np.atleast_1d(case.task["n"]), float(case.task.get("p0", 0.5))
    if len(x) > 1:
        answer = {
            "prop_test": laid_out(shares.compare_shares(x, n, False), estimates=True),
            "prop_test_yates": laid_out(shares.compare_shares(x, n, True), estimates=True),
        }
        return {**answer, "trend": laid_out(tables.trend(np.array([x, n - x])))} if len(x) > 2 else answer
    if not 0 < p0 < 1:
        raise NotSupported(f"p0: {p0:g} is not between 0 and 1")
    a, b = int(x[0]), int(n[0])
    wilson = laid_out(shares.score_test(a, b, p0, correct=False))
    return {
        "binom_exact": laid_out(shares.exact_test(a, b, p0)),
        "prop_yates": laid_out(shares.score_test(a, b, p0)),
        "wilson": wilson,
        **{name: list(shares.interval(a, b, name)) for name in ("wald", "agresti_coull", "jeffreys")},
    }


BASE = {
    "correlation": correlations,
    "crosstab": crosstab,
    "groups": _groups,
    "onesample": _one_sample,
    "padjust": _adjust,
    "power": _power,
    "proportion": _proportion,
    "scale": scale,
    "glm": model,
}
