# SPDX-License-Identifier: MIT
"""Comparison of a number between groups without a sample design: t, analysis of variance, rank tests, effect sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.declared.notes import beside_base, group_missing, notes, shared_facts, unit_text
from analysis.declared.records import (
    CATEGORIES,
    NUMBERS,
    AnalysisProblem,
    AnalysisResult,
    Declaration,
    Option,
    OptionKind,
)
from analysis.declared.settings import (
    DECIMALS,
    INFERENCE,
    LEVEL,
    REASON,
    TITLE,
    WHERE,
    Settings,
    is_sensitive,
    settings,
)
from analysis.declared.study import Study
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.classical.result import Test

METHODS = ("welch", "pooled", "ranks")
_NORMAL = (3, 5000)  # values between which the Shapiro–Wilk test has its table


def compare_groups_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Means, medians and spreads by group; a test that they are equal with its effect size; what the test assumes.

    Welch (1951, Biometrika 38) by default; pooled: Student's t and one-way analysis of variance; ranks: Wilcoxon's and
    Kruskal and Wallis's (1952, JASA 47). Hedges' g with the large-sample interval of Hedges and Olkin (1985), η² with
    that of the noncentral F (Steiger 2004, Psychological Methods 9). Raises AnalysisProblem for fewer than two groups.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], NUMBERS)
    values = study.numbers(variable)
    parts, labels = _parts(chosen, values)
    n, facts = sum(map(len, parts)), shared_facts(chosen, sum(map(len, parts)))
    missing = beside_base(chosen, variable)
    answered = values == values
    below = notes(chosen, facts, missing, group_missing(chosen, answered))
    shared: dict[str, Any] = {"base": n, "sensitive": is_sensitive(variable, *chosen.groupers), "level": chosen.level}
    subtitle = msg("subtitle.number", unit=unit_text(chosen), base=n)
    title = chosen.title or msg("title.variable_by", variable=variable.labels, group=chosen.group_name)
    name = f"compare_groups-{variable.id}{chosen.group_id}"
    groups = TableSpec(
        name, title, subtitle, chosen.group_name, _columns(chosen), _group_rows(chosen, parts, labels), below,
        missing=missing, **shared,
    )  # fmt: skip
    tables = [groups]
    if chosen.infers:
        columns = tuple(Column(key, msg(f"column.{key}"), show=("estimate",)) for key in ("statistic", "df"))
        columns += (Column("p", msg("table.p"), show=("estimate",)), Column("effect", msg("column.effect_size")))
        tests = (*_test_rows(chosen, parts, options["method"]), *_assumption_rows(parts))
        told = (msg("note.effect_size"), msg("note.assumptions"))
        tables.append(TableSpec(f"{name}-tests", msg("title.compare_groups"), subtitle, None, columns, tests, told,
                                exclusive_rows=False, **shared))  # fmt: skip
    chart = Chart.DOTS if chosen.infers else Chart.BARS
    figure = FigureSpec(f"{name}-figure", groups, chart, title, axis=msg("column.mean"), columns=("mean",))
    why = msg(f"why.compare_groups_{options['method']}") if chosen.infers else None
    return AnalysisResult("compare_groups", dict(options), tuple(tables), (figure,), facts, why)


def _parts(chosen: Settings, values: np.ndarray) -> tuple[list[np.ndarray], list[Text]]:
    """The values of each group that has two at least, and the groups' words. Raises AnalysisProblem."""
    from analysis.classical.groups import split

    assert chosen.group is not None
    found = [
        (part, label)
        for part, label in zip(split(values, chosen.group), chosen.group_labels, strict=False)
        if len(part) > 1
    ]
    if len(found) < 2:
        raise AnalysisProblem(msg("problem.two_groups", group=chosen.group_name))
    return [part for part, _ in found], [label for _, label in found]


def _columns(chosen: Settings) -> tuple[Column, ...]:
    show = ("estimate", "interval", "n") if chosen.infers else ("estimate", "n")
    rest = (Column(key, msg(f"column.{key}"), show=("estimate",)) for key in ("standard_deviation", "median"))
    return (Column("mean", msg("column.mean"), show=show), *rest)


def _group_rows(chosen: Settings, parts: list[np.ndarray], labels: list[Text]) -> tuple[Row, ...]:
    import numpy as np

    from analysis.classical.one_sample import t_test

    decimals = 2 if chosen.decimals is None else chosen.decimals
    rows = []
    for at, (part, label) in enumerate(zip(parts, labels, strict=True)):
        plain: dict[str, Any] = {"n": len(part), "base": len(part), "decimals": decimals}
        mean = Cell(float(part.mean()), **plain)
        test = t_test(part, level=chosen.level)
        if chosen.infers and test.low == test.low:
            mean = replace(mean, low=test.low, high=test.high, df=test.df[0])
        spread, middle = Cell(float(part.std(ddof=1)), **plain), Cell(float(np.median(part)), **plain)
        rows.append(Row(f"g{at}", label, (mean, spread, middle)))
    return tuple(rows)


def _test_rows(chosen: Settings, parts: list[np.ndarray], method: str) -> list[Row]:
    """The test of all groups and, of more than two, of each pair with p adjusted by Holm's method."""
    import numpy as np

    from analysis.survey.many_tests import holm

    rows = [_row("all", msg(f"row.test_{method}"), _test(parts, method), _effect(chosen, parts))]
    if len(parts) > 2:
        pairs = [(i, j) for i in range(len(parts)) for j in range(i)]
        found = [_test([parts[i], parts[j]], method) for i, j in pairs]
        labels = chosen.group_labels
        for (i, j), test, p in zip(pairs, found, holm(np.array([one.p for one in found])), strict=True):
            label = msg("row.pair_of_groups", first=labels[i], second=labels[j])
            rows.append(_row(f"p{i}-{j}", label, replace(test, p=float(p)), _effect(chosen, [parts[i], parts[j]]), 1))
    return rows


def _test(parts: list[np.ndarray], method: str) -> Test:
    import numpy as np

    from analysis.classical import groups, ranks

    two = len(parts) == 2
    if method == "ranks":
        every = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        return ranks.rank_sum(parts[0], parts[1]) if two else ranks.kruskal(np.concatenate(parts), every)
    if two:
        return groups.t_test(parts[0], parts[1], pooled=method == "pooled")
    return groups.welch(parts) if method == "welch" else groups.analysis_of_variance(parts)[0]


def _effect(chosen: Settings, parts: list[np.ndarray]) -> Cell:
    """Hedges' g of two groups, η² of more, with their intervals."""
    from scipy.stats import norm

    from analysis.classical.groups import analysis_of_variance, effect_sizes

    n = sum(map(len, parts))
    plain: dict[str, Any] = {"n": n, "base": min(map(len, parts)), "decimals": 2}
    if len(parts) == 2:
        from statsmodels.stats.meta_analysis import effectsize_smd  # seconds on a slow machine: only when asked for

        x, y = parts
        spread = [float(part.std(ddof=1)) for part in parts]
        if not any(spread):
            return Cell(None, **plain)
        g, variance = effectsize_smd(x.mean(), spread[0], len(x), y.mean(), spread[1], len(y))
        half = float(norm.ppf(0.5 + chosen.level / 2)) * float(variance) ** 0.5
        return Cell(float(g), float(g) - half, float(g) + half, **plain)
    from statsmodels.stats.oneway import confint_effectsize_oneway  # seconds on a slow machine: only when asked for

    f = analysis_of_variance(parts)[0]
    eta = effect_sizes(parts)[0]
    if not f.statistic < float("inf"):
        return Cell(eta if eta == eta else None, **plain)
    ends = confint_effectsize_oneway(f.statistic, f.df, alpha=1 - chosen.level, nobs=n).ci_nc
    low, high = (float(end) / (float(end) + n) for end in ends)  # the noncentrality is n·η²/(1 − η²)
    return Cell(eta, low, high, **plain)


def _assumption_rows(parts: list[np.ndarray]) -> list[Row]:
    """What the tests assume: equal spread (Brown and Forsythe 1974), values that are normal within the groups."""
    import numpy as np
    from scipy.stats import levene, shapiro

    rows, apart = [], np.concatenate([part - part.mean() for part in parts])
    if np.ptp(apart) > 0:
        spread = levene(*parts, center="median")
        df = f"{len(parts) - 1}; {len(apart) - len(parts)}"
        rows.append(_plain_row("spread", msg("row.equal_spread"), float(spread.statistic), df, float(spread.pvalue)))
        if _NORMAL[0] <= len(apart) <= _NORMAL[1]:
            normal = shapiro(apart)
            rows.append(_plain_row("normal", msg("row.normal"), float(normal.statistic), "", float(normal.pvalue)))
    return rows


def _row(row_id: str, label: Text, test: Test, effect: Cell, depth: int = 0) -> Row:
    df = "; ".join(f"{one:.4g}" for one in test.df)
    found = _plain_row(row_id, label, test.statistic, df, test.p)
    return replace(found, cells=(*found.cells[:3], effect), depth=depth)


def _plain_row(row_id: str, label: Text, statistic: float, df: str, p: float) -> Row:
    cells = (
        Cell(statistic if abs(statistic) < float("inf") else None, decimals=2),
        Cell(text=df, unit=Unit.TEXT),
        Cell(p if p == p else None, unit=Unit.P),
        Cell(text="", unit=Unit.TEXT),
    )
    return Row(row_id, label, cells)


ANALYSIS = Declaration(
    "compare_groups",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=NUMBERS),
        Option("by", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("method", OptionKind.CHOICE, default="welch", choices=METHODS),
        *(WHERE, LEVEL, DECIMALS, INFERENCE, REASON, TITLE),
    ),
    "analysis.analyses.compare_groups:compare_groups_analysis",
    unweighted=True,
    rank=92,
)
