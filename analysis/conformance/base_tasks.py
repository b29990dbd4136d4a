# SPDX-License-Identifier: MIT
"""Tasks of case files on classical tests of unweighted rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analysis.classical import binomial, correlation, fisher, groups, one_sample, power, ranks, reliability, tables
from analysis.classical.factors import maximum_likelihood, minimum_residuals, varimax
from analysis.classical.result import Test
from analysis.conformance.base_models import model
from analysis.conformance.cases import Case, NotSupported
from analysis.survey.calibration import kish_effect
from analysis.survey.many_tests import (
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    hochberg,
    holm,
    hommel,
)
from analysis.survey.sample_size import Ask, sample_size

_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def laid_out(test: Test, estimates: bool = False) -> dict[str, Any]:
    """A test as R prints it."""
    shown = {
        "statistic": test.statistic,
        "p": test.p,
        "estimate": test.estimates if estimates else test.estimate,
        "conf_int": [test.low, test.high],
    }
    if test.df:
        shown["parameter"] = test.df[0] if len(test.df) == 1 else list(test.df)
    return shown


def _exactly(case: Case, key: str) -> bool:
    """Whether R says of this test that it was the exact one."""
    said = case.expected.get(key)
    return isinstance(said, Mapping) and "exact" in str(said.get("method", "")).lower()


def _correlation(case: Case) -> Mapping[str, Any]:
    x, y = case.data.numbers(case.task["x"], case.task["y"]).T
    return {
        "n": int((np.isfinite(x) & np.isfinite(y)).sum()),
        "pearson": laid_out(correlation.pearson(x, y)),
        "spearman": laid_out(correlation.spearman(x, y)),
        "kendall": laid_out(correlation.kendall(x, y)),
    }


def _counts(case: Case, *names: str) -> np.ndarray:
    sizes = [len(case.data.labels(name)) for name in names]
    codes = [case.data.codes(name) for name in names]
    freq = case.task.get("freq")
    weight = np.ones(case.data.rows) if not freq else case.data.numbers(freq)[:, 0]
    table = np.zeros(sizes)
    known = np.all([code >= 0 for code in codes], axis=0)
    np.add.at(table, tuple(code[known] for code in codes), weight[known])
    return table


def _crosstab(case: Case) -> Mapping[str, Any]:
    task = case.task
    if task.get("stratum"):
        table = _counts(case, task["row"], task["col"], task["stratum"])
        if table.shape[:2] != (2, 2):
            one = laid_out(tables.conditional_independence(table))
            return {"cmh_cc": one, "cmh_nocc": one}
        both = {"cmh_cc": True, "cmh_nocc": False}
        return {key: laid_out(tables.mantel_haenszel(table, correct)) for key, correct in both.items()}
    table = _counts(case, task["row"], task["col"])
    pearson, standard = tables.residuals(table)
    answer: dict[str, Any] = {
        "rows": list(case.data.labels(task["row"])),
        "cols": list(case.data.labels(task["col"])),
        "counts": table,
        "chisq_uncorrected": laid_out(tables.chi_square(table, False)),
        "chisq_yates": laid_out(tables.chi_square(table, True)),
        "expected": tables.expected_counts(table),
        "pearson_residuals": pearson,
        "std_residuals": standard,
        "cramers_v": tables.cramers_v(table),
        "contingency_c": tables.contingency_coefficient(table),
        "G2": tables.likelihood_ratio(table),
    }
    if "fisher" in case.expected and "p" in case.expected["fisher"]:
        answer["fisher"] = laid_out(fisher.fisher_exact(table.astype(int)))
    if table.shape[0] == table.shape[1]:
        answer["mcnemar"] = laid_out(tables.mcnemar(table))
        answer["mcnemar_nocorrect"] = laid_out(tables.mcnemar(table, False))
        kappas = (tables.cohen_kappa(table), tables.cohen_kappa(table, True))
        answer["kappa"] = {"unweighted": kappas[0], "weighted_quadratic": kappas[1]}
    if table.shape == (2, 2):
        for key, test in (
            ("odds_ratio", tables.odds_ratio(table)),
            ("risk_ratio_row2_vs_row1_col2", tables.risk_ratio(table)),
        ):
            answer[key] = [test.estimate, test.low, test.high]
    return answer


def _groups(case: Case) -> Mapping[str, Any]:
    task = case.task
    if "cols" in task:
        return _blocks(case)
    y, codes, levels = (
        case.data.numbers(task["y"])[:, 0],
        case.data.codes(task["group"]),
        case.data.labels(task["group"]),
    )
    parts = groups.split(y, codes)
    f, squares = groups.analysis_of_variance(parts)
    eta, omega = groups.effect_sizes(parts)
    answer: dict[str, Any] = {
        "levels": list(levels),
        "n": [len(part) for part in parts],
        "mean": [part.mean() for part in parts],
        "sd": [part.std(ddof=1) for part in parts],
        "median": [np.median(part) for part in parts],
        "anova": {"F": f.statistic, "df": list(f.df), "ss": list(squares), "p": f.p},
        "eta_sq": eta,
        "omega_sq": omega,
        "welch_anova": laid_out(groups.welch(parts)),
        "kruskal": laid_out(
            ranks.kruskal(np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(p) for p in parts]))
        ),
        "bartlett": laid_out(groups.bartlett(parts)),
        "fligner": laid_out(groups.fligner(parts)),
        "pairwise_t": _adjusted(groups.pairwise_t(parts)),
        "pairwise_wilcox": _adjusted(
            groups.pairwise(len(parts), lambda i, j: ranks.rank_sum(parts[i], parts[j], exact=False).p)
        ),
        "tukey": _tukey(parts, levels),
    }
    for key, centre in (("levene_median", np.median), ("levene_mean", np.mean)):
        test = groups.levene(parts, centre)
        answer[key] = {"F": test.statistic, "df": list(test.df), "p": test.p}
    return {**answer, **(_two_groups(case, parts[0], parts[1]) if len(parts) == 2 else {})}


def _two_groups(case: Case, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    moved = ranks.shift(x, y)
    plain = ranks.rank_sum(x, y, exact=_exactly(case, "wilcox_cc"))
    return {
        "t_welch": laid_out(groups.t_test(x, y), estimates=True),
        "t_pooled": laid_out(groups.t_test(x, y, pooled=True), estimates=True),
        "wilcox_cc": {**laid_out(plain), "estimate": moved.estimate, "conf_int": [moved.low, moved.high]},
        "wilcox_nocc": laid_out(ranks.rank_sum(x, y, correct=False, exact=False)),
        "cohens_d": groups.cohens_d(x, y),
        "ks": laid_out(groups.kolmogorov_smirnov(x, y, _exactly(case, "ks"))),
        "var_test": laid_out(groups.variance_ratio(x, y)),
    }


def _adjusted(table: np.ndarray) -> dict[str, np.ndarray]:
    """p-values below the diagonal, adjusted, in R's layout without the first row and last column."""
    below = np.tril_indices(len(table), -1)
    methods: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "none": lambda p: p,
        "bonferroni": bonferroni,
        "holm": holm,
        "BH": benjamini_hochberg,
    }
    shown = {}
    for name, method in methods.items():
        own = np.full_like(table, np.nan)
        own[below] = method(table[below])
        shown[name] = own[1:, :-1]
    return shown


def _tukey(parts: list[np.ndarray], levels: tuple[str, ...]) -> dict[str, Any]:
    rows = groups.tukey(parts)
    k = len(parts)
    pairs = [f"{levels[i]}-{levels[j]}" for j in range(k) for i in range(j + 1, k)]
    return {
        "pairs": pairs if len(pairs) > 1 else pairs[0],
        "diff": [row.estimate for row in rows],
        "lwr": [row.low for row in rows],
        "upr": [row.high for row in rows],
        "p_adj": [row.p for row in rows],
    }


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
            "t": laid_out(groups.one_sample_t(d)),
            "wilcox": laid_out(ranks.signed_rank(d, exact=_exactly(case, "wilcox"))),
            "cohens_dz": float(d.mean() / d.std(ddof=1)),
        }
    if "w" in task:
        x, w = case.data.numbers(task["y"], task["w"]).T
        return {
            "wmean": float((w * x).sum() / w.sum()),
            "hmisc_wtd_var": one_sample.weighted_variance(x, w),
            "hmisc_wtd_quantile": one_sample.weighted_quantile(x, w, _SHARES),
            "kish_neff": len(x) / kish_effect(w),
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
        "t_test": laid_out(groups.one_sample_t(x, float(task.get("mu", 0)))),
        "wilcox": laid_out(ranks.signed_rank(x, float(task.get("mu", 0)), _exactly(case, "wilcox"))),
        "shapiro": laid_out(one_sample.shapiro(x)),
        "boxplot_stats": stats,
        "boxplot_out": out,
    }


def _adjust(case: Case) -> Mapping[str, Any]:
    p = np.atleast_1d(np.array(case.task["p"], dtype=float))
    return {
        "bonferroni": bonferroni(p),
        "holm": holm(p),
        "hochberg": hochberg(p),
        "hommel": hommel(p),
        "BH": benjamini_hochberg(p),
        "BY": benjamini_yekutieli(p),
    }


def _power(case: Case) -> Mapping[str, Any]:
    task = case.task
    alpha = float(task.get("sig") or 0.05)
    if "p1" in task:
        if task.get("n") is not None:
            return {"power": power.power_for_shares(task["n"], task["p1"], task["p2"], alpha)}
        return {"n": power.n_for_shares(task["p1"], task["p2"], task["power"], alpha)}
    if "delta" in task:
        sd = float(task.get("sd") or 1.0)
        if task.get("n") is not None:
            return {"power": power.power_for_means(task["n"], task["delta"], sd, alpha)}
        return {"n": power.n_for_means(task["delta"], sd, task["power"], alpha)}
    if "moe" in task:
        ask = Ask(task["p"], task["moe"], task.get("conf", 0.95), task.get("deff", 1.0))
        size = sample_size(ask, task.get("N", np.inf))
        return {"n0": size.simple, "n_fpc": size.finite, "n_deff": size.designed}
    raise NotSupported("power task")


def _proportion(case: Case) -> Mapping[str, Any]:
    x, n, p0 = np.atleast_1d(case.task["x"]), np.atleast_1d(case.task["n"]), float(case.task.get("p0", 0.5))
    if len(x) > 1:
        answer = {
            "prop_test": laid_out(binomial.compare_shares(x, n, False), estimates=True),
            "prop_test_yates": laid_out(binomial.compare_shares(x, n, True), estimates=True),
        }
        return {**answer, "trend": laid_out(binomial.trend(x, n))} if len(x) > 2 else answer
    if not 0 < p0 < 1:
        raise NotSupported(f"p0: {p0:g} is not between 0 and 1")
    a, b = int(x[0]), int(n[0])
    wilson = laid_out(binomial.score_test(a, b, p0, correct=False))
    return {
        "binom_exact": laid_out(binomial.exact_test(a, b, p0)),
        "prop_yates": laid_out(binomial.score_test(a, b, p0)),
        "wilson": wilson,
        "wald": list(binomial.wald_interval(a, b)),
        "agresti_coull": list(binomial.agresti_coull(a, b)),
        "jeffreys": list(binomial.jeffreys(a, b)),
    }


def _scale(case: Case) -> Mapping[str, Any]:
    task = case.task
    X = case.data.numbers(*task["items"])
    X = X[np.isfinite(X).all(axis=1)]
    if task.get("missing", "listwise") != "listwise":
        raise NotSupported(f"missing answers {task['missing']}")
    for name in task.get("reverse") or ():
        place = list(task["items"]).index(name)
        X[:, place] = X[:, place].max() + X[:, place].min() - X[:, place]
    n, k = X.shape
    r = np.corrcoef(X, rowvar=False)
    if "nfactors" in task:
        return _factors(r, int(task["nfactors"]), n, case.expected)
    s = np.cov(X, rowvar=False)
    alpha = reliability.alpha_of(s)
    whole, rest = reliability.item_totals(X)
    kmo, items = reliability.sampling_adequacy(r)
    test = reliability.sphericity(r, n)
    values = np.linalg.eigvalsh(r)[::-1]
    return {
        "n": n,
        "alpha": alpha,
        "std_alpha": reliability.alpha_of(r),
        "alpha_if_dropped": reliability.alpha_if_dropped(s),
        "item_total_r": whole,
        "item_rest_r": rest,
        "psych_alpha": alpha,
        "feldt_ci95": list(reliability.alpha_interval(alpha, n, k)),
        "kmo": kmo,
        "kmo_items": items,
        "bartlett": {"chisq": test.statistic, "df": test.df[0], "p": test.p},
        "eigenvalues": values,
        "pca_sdev": np.sqrt(values),
        "guttman6": reliability.guttman6(r),
    }


def _factors(r: np.ndarray, m: int, n: int, expected: Mapping[str, Any]) -> Mapping[str, Any]:
    found = maximum_likelihood(r, m, n)
    return {
        "n": n,
        "ml_uniqueness": found.uniqueness,
        "ml_chisq": found.test.statistic,
        "ml_dof": found.test.df[0],
        "ml_p": found.test.p,
        "ml_loadings_none": _like(found.loadings, expected.get("ml_loadings_none")),
        "varimax_loadings": _like(varimax(found.loadings), expected.get("varimax_loadings")),
        "minres_communality": minimum_residuals(r, m),
    }


def _like(loadings: np.ndarray, expected: Any) -> np.ndarray:
    """Columns in the order and with the signs of R's, both of which are arbitrary."""
    wanted = loadings if expected is None else np.array(expected, dtype=float)
    match = loadings.T @ wanted
    order = np.argmax(np.abs(match), axis=0)
    return loadings[:, order] * np.sign(match[order, np.arange(wanted.shape[1])])


BASE = {
    "correlation": _correlation,
    "crosstab": _crosstab,
    "groups": _groups,
    "onesample": _one_sample,
    "padjust": _adjust,
    "power": _power,
    "proportion": _proportion,
    "scale": _scale,
    "glm": model,
}
