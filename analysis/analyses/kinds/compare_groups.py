# SPDX-License-Identifier: MIT
"""Comparison of a number between groups without a sample design: t, analysis of variance, rank tests, effect sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.analyses.comparisons import small_group
from analysis.analyses.estimate_cells import finite_or_none
from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import beside_base, group_missing, notes, shared_facts
from analysis.analyses.unweighted.test_rows import (
    P_ADJUST,
    SHARED,
    decimals_of,
    effect_cell,
    irrelevant_inference,
    result_columns,
    result_row,
)
from analysis.declarations.records import (
    CATEGORIES,
    NUMBERS,
    AnalysisResult,
    Declaration,
    Facts,
    Option,
    OptionKind,
    Options,
)
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import DataTable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec
from analysis.withholding.cell_limits import LEAST_TESTED
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.classical.classical_result import Test

METHODS = ("welch", "pooled", "ranks")
PAIRS = ("tukey", *P_ADJUST.choices)
_NORMAL = (3, 5000)  # values between which the Shapiro–Wilk test has its table
_MOST_DIFFERENCES = 4_000_000  # differences of two groups up to which their median is sought


@dataclass(frozen=True)
class _Groups:
    """The values of each group with their words; what is asked of them."""

    chosen: Settings
    parts: list[np.ndarray]
    labels: list[Text]
    method: str
    adjust: str

    @property
    def two(self) -> bool:
        return len(self.parts) == 2

    @property
    def n(self) -> int:
        return sum(map(len, self.parts))

    def row(self, row_id: str, test: Test | None, effect: Test | None = None, **more: Any) -> Row:
        label = more.pop("label", None) or msg(f"row.{row_id}")
        return result_row(row_id, label, test, effect, self.n, min(map(len, self.parts)), **more)


def compare_groups_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Means, medians and spreads by group; a test that they are equal with its effect size; what the test assumes.

    Welch's test by default; pooled: Student's t and one-way analysis of variance, pairs by the spread of all groups or
    by Tukey's honest differences; ranks: Wilcoxon's and Kruskal and Wallis's.

    References
    ----------
    Welch (1951), Biometrika 38; Kruskal & Wallis (1952), JASA 47; Hedges' g: Hedges & Olkin (1985); η²: interval of
    the noncentral F, Steiger (2004), Psychological Methods 9; shift of Hodges and Lehmann; of ranks the rank-biserial
    correlation, ε² and η²_H.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], NUMBERS)
    values = study.numbers(variable)
    parts, labels = _group_values(chosen, values)
    every = _Groups(chosen, parts, labels, options["method"], options["p_adjust"])
    facts, missing = shared_facts(chosen, every.n), beside_base(chosen, variable)
    below = notes(chosen, facts, missing, group_missing(chosen, values == values))
    few = small_group(chosen, [*map(len, parts)], labels, every.method == "ranks")
    if every.n < LEAST_TESTED:
        few = msg("test.few", least=LEAST_TESTED)
    tested = chosen.infers and few is None
    if chosen.infers and few is not None:
        below = (*below, few)
    shared: Facts = {
        "base": every.n, "sensitive": is_sensitive(variable, groups=chosen.groupers), "level": chosen.level,
    }  # fmt: skip
    subtitle = msg("subtitle.number", unit=unit_text(chosen), base=every.n)
    title = chosen.title or msg("title.variable_by", variable=variable.labels, group=chosen.group_name)
    name = f"compare_groups-{variable.id}{chosen.group_id}"
    groups = TableSpec(
        name, title, subtitle, chosen.group_name, _columns(chosen), _group_rows(every), below, missing=missing,
        **shared,
    )  # fmt: skip
    tables = [groups]
    if tested:
        tests = (*_test_rows(every), *_assumption_rows(every))
        sentences = (*_effect_notes(every), msg("note.assumptions"))
        tables.append(TableSpec(f"{name}-tests", msg("title.compare_groups"), subtitle, None, result_columns(), tests,
                                sentences, exclusive_rows=False, **shared))  # fmt: skip
    chart = Chart.DOTS if chosen.infers else Chart.BARS
    figure = FigureSpec(f"{name}-figure", groups, chart, title, axis=msg("column.mean"), columns=("mean",))
    why = msg(f"why.compare_groups_{options['method']}") if chosen.infers else None
    return AnalysisResult("compare_groups", dict(options), tuple(tables), (figure,), facts, why)


def _group_values(chosen: Settings, values: np.ndarray) -> tuple[list[np.ndarray], list[Text]]:
    """The values of each group that has two at least, and the groups' words. Raises AnalysisProblem."""
    from analysis.classical.groups import split  # numpy, 80 ms: not at start

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


def _group_rows(every: _Groups) -> tuple[Row, ...]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.one_sample import t_test  # numpy, 80 ms: not at start

    chosen, rows = every.chosen, []
    for at, (part, label) in enumerate(zip(every.parts, every.labels, strict=True)):
        plain: Facts = {"n": len(part), "base": len(part), "decimals": decimals_of(chosen)}
        mean, test = Cell(float(part.mean()), **plain), t_test(part, level=chosen.level)
        if chosen.infers and test.low == test.low:
            mean = replace(mean, low=test.low, high=test.high, df=test.df[0])
        spread, middle = Cell(float(part.std(ddof=1)), **plain), Cell(float(np.median(part)), **plain)
        rows.append(Row(f"g{at}", label, (mean, spread, middle)))
    return tuple(rows)


def _test_rows(every: _Groups) -> list[Row]:
    """The test of all groups with its effect; of two their difference, of more each pair with p adjusted."""
    from analysis.classical import group_effects  # numpy, 80 ms: not at start

    level, parts = every.chosen.level, every.parts
    if every.method == "ranks":
        return _rank_rows(every)
    effect = group_effects.hedges_g(parts[0], parts[1], level) if every.two else group_effects.eta_squared(parts, level)
    rows = [every.row("all", _test(parts, every.method), effect, label=msg(f"row.test_{every.method}"))]
    if every.two:
        return [*rows, *_two_rows(every)]
    omega = group_effects.effect_sizes(parts)[1]
    if finite_or_none(omega) is not None:
        rows.append(every.row("omega", None, replace(effect, estimate=omega)))
    return [*rows, *_pair_rows(every)]


def _rank_rows(every: _Groups) -> list[Row]:
    """Wilcoxon's test with the rank-biserial correlation, or Kruskal and Wallis's with ε² and η² of the ranks."""
    from analysis.classical import rank_effects  # numpy, 80 ms: not at start

    level, parts, test = every.chosen.level, every.parts, _test(every.parts, "ranks")
    if every.two:
        r = rank_effects.rank_biserial(parts[0], parts[1], level)
        return [every.row("all", test, r, label=msg("row.rank_sum")), *_two_rows(every)]
    epsilon, eta = rank_effects.rank_variance(parts, level, every.chosen.progress)
    rows = [every.row("all", test, epsilon, label=msg("row.kruskal")), every.row("eta_ranks", None, eta)]
    return [*rows, *_pair_rows(every)]


def _two_rows(every: _Groups) -> list[Row]:
    from analysis.classical import group_effects, group_spreads, groups, ranks  # numpy, 80 ms: not at start

    (x, y), level, decimals = every.parts, every.chosen.level, decimals_of(every.chosen)
    rows = []
    if every.method != "ranks":
        gap = groups.t_test(x, y, every.method == "pooled", level)
        rows.append(every.row("difference_of_means", None, gap, decimals=decimals))
        rows.append(every.row("cohens_d", None, group_effects.standardised_difference(x, y, level)))
    elif len(x) * len(y) <= _MOST_DIFFERENCES:
        exact = ranks.rank_sum(x, y).rule == "exact"
        moved = ranks.exact_shift(x, y, level) if exact else ranks.shift(x, y, level)
        rows.append(every.row("shift", None, moved, decimals=decimals))
    few = len(x) * len(y) < 10_000  # as R's ks.test chooses
    return [*rows, every.row("kolmogorov", group_spreads.kolmogorov_smirnov(x, y, exact=few))]


def _pair_rows(every: _Groups) -> list[Row]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import group_effects, groups, rank_effects, ranks  # numpy, 80 ms: not at start
    from analysis.survey.estimates.multiple_testing import adjusted  # numpy, 80 ms: not at start

    parts, level = every.parts, every.chosen.level
    of_pair = rank_effects.rank_biserial if every.method == "ranks" else group_effects.hedges_g
    pairs = [(i, j) for j in range(len(parts)) for i in range(j + 1, len(parts))]
    if every.method == "pooled" and every.adjust == "tukey":
        decimals = decimals_of(every.chosen)
        return [
            _pair_row(every, i, j, one, one, decimals)
            for (i, j), one in zip(pairs, groups.tukey(parts, level), strict=True)
        ]
    if every.method == "pooled":
        table = groups.pairwise_t(parts)
    elif every.method == "ranks":
        table = groups.pairwise(parts, lambda x, y: ranks.rank_sum(x, y).p)
    else:
        table = groups.pairwise(parts, lambda x, y: groups.t_test(x, y).p)
    found = adjusted(np.array([table[i, j] for i, j in pairs]), "holm" if every.adjust == "tukey" else every.adjust)
    rows = []
    for (i, j), p in zip(pairs, found, strict=True):
        test = replace(_test([parts[i], parts[j]], every.method), p=float(p))
        if every.method == "pooled":  # its spread is that of all groups
            test = replace(test, statistic=float("nan"), df=())
        effect = of_pair(parts[i], parts[j], level)
        rows.append(_pair_row(every, i, j, test, effect, 2))
    return rows


def _pair_row(every: _Groups, i: int, j: int, test: Test, effect: Test, decimals: int) -> Row:
    label = msg("row.pair_of_groups", first=every.labels[i], second=every.labels[j])
    n = len(every.parts[i]) + len(every.parts[j])
    row = result_row(f"p{i}-{j}", label, test, None, depth=1)
    least = min(len(every.parts[i]), len(every.parts[j]))
    return replace(row, cells=(*row.cells[:3], effect_cell(effect, n, least, decimals)))


def _test(parts: list[np.ndarray], method: str) -> Test:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import groups, ranks  # numpy, 80 ms: not at start

    two = len(parts) == 2
    if method == "ranks":
        every = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        return ranks.rank_sum(parts[0], parts[1]) if two else ranks.kruskal(np.concatenate(parts), every)
    if two:
        return groups.t_test(parts[0], parts[1], pooled=method == "pooled")
    return groups.welch(parts) if method == "welch" else groups.analysis_of_variance(parts)[0]


def _effect_notes(every: _Groups) -> list[Text]:
    ranks = every.method == "ranks"
    if every.two:
        return [msg("note.effect_ranks" if ranks else "note.effect_two")]
    if every.method == "pooled" and every.adjust == "tukey":
        return [msg("note.effect_more"), msg("note.tukey")]
    adjust = "holm" if every.adjust == "tukey" else every.adjust
    method = msg(f"choice.p_adjust.{adjust}")
    if ranks:
        return [msg("note.effect_more_ranks"), msg("note.rank_pairs_adjusted", method=method)]
    return [msg("note.effect_more"), msg("note.pairs_adjusted", method=method)]


def _assumption_rows(every: _Groups) -> list[Row]:
    """What the tests assume: equal spread, by several tests; values that are normal within the groups."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import group_spreads, one_sample  # numpy, 80 ms: not at start

    apart = np.concatenate([part - part.mean() for part in every.parts])
    if not np.ptp(apart) > 0:
        return []
    rows = [every.row("spread", group_spreads.levene(every.parts), label=msg("row.equal_spread"))]
    rows.append(every.row("levene", group_spreads.levene(every.parts, "mean")))
    rows.append(every.row("bartlett", group_spreads.bartlett(every.parts)))
    rows.append(every.row("fligner", group_spreads.fligner(every.parts)))
    if every.two:
        ratio = group_spreads.variance_ratio(every.parts[0], every.parts[1], every.chosen.level)
        rows.append(every.row("variance_ratio", ratio, ratio))
    if _NORMAL[0] <= len(apart) <= _NORMAL[1]:
        rows.append(every.row("normal", one_sample.shapiro(apart)))
    return rows


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """Two groups make one pair: there is nothing to adjust."""
    known_ones = {variable.id: variable for variable in table.variables}
    by = known_ones.get(str(options.get("by")))
    single = frozenset({"p_adjust"}) if by is not None and len(by.choices) == 2 else frozenset()
    return single | irrelevant_inference(table, options)


ANALYSIS = Declaration(
    "compare_groups",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=NUMBERS),
        Option("by", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("method", OptionKind.CHOICE, default="welch", choices=METHODS),
        replace(P_ADJUST, choices=PAIRS),
        *SHARED,
    ),
    "analysis.analyses.kinds.compare_groups:compare_groups_analysis",
    irrelevant=_irrelevant,
    unweighted=True,
    complete_cases=True,
    rank=92,
)
