# SPDX-License-Identifier: MIT
"""Measures of the same rows compared without a sample design: paired t, signed ranks, Friedman's and Quade's tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import notes, shared_facts
from analysis.analyses.unweighted.test_rows import (
    P_ADJUST,
    SHARED,
    decimals_of,
    effect_cell,
    irrelevant_inference,
    normal_rows,
    result_columns,
    result_row,
    symmetric_rows,
)
from analysis.declarations.records import NUMBERS, AnalysisResult, Declaration, Facts, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

_ENOUGH_BLOCKS = 10  # rows beyond which scipy calls the chi-square approximation of Friedman's test reliable


def repeated_measures_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Means of each measure in the rows that have all; tests that they are alike, with effect sizes and assumptions.

    Two: Student's paired t with d_z, Wilcoxon's signed ranks with the rank-biserial correlation. More: Friedman's test
    with Kendall's W, Quade's test, each pair by signed ranks with p adjusted.

    References
    ----------
    Friedman (1937), JASA 32; Quade (1979), JASA 74.
    """
    import numpy as np  # numpy, 80 ms: not at start

    chosen = settings(study, options, progress)
    measures = [study.variable(name, NUMBERS) for name in dict.fromkeys(options["measures"])]
    if len(measures) < 2:
        raise AnalysisProblem(msg("problem.two_measures"))
    X = np.column_stack([study.numbers(one) for one in measures])
    used = chosen.inside & np.isfinite(X).all(axis=1)
    X, n = X[used], int(used.sum())
    if n < 3:
        raise AnalysisProblem(msg("problem.few_measured"))
    facts = shared_facts(chosen, n)
    left = int(chosen.inside.sum()) - n
    shared: Facts = {"base": n, "sensitive": is_sensitive(*measures), "level": chosen.level,
                              "exclusive_rows": False}  # fmt: skip
    subtitle = msg("subtitle.repeated_measures", unit=unit_text(chosen), base=n)
    name = "repeated_measures-" + "-".join(one.id for one in measures)
    title = chosen.title or msg("title.repeated_measures", measures=[one.labels for one in measures])
    show = ("estimate", "interval", "n") if chosen.infers else ("estimate", "n")
    columns = (
        Column("mean", msg("column.mean"), show=show),
        *(Column(key, msg(f"column.{key}"), show=("estimate",)) for key in ("standard_deviation", "median")),
    )
    gone = msg("note.measures_left", n=left) if left else None
    table = TableSpec(name, title, subtitle, None, columns, _measure_rows(chosen, measures, X),
                      notes(chosen, facts, {}, gone), **shared)  # fmt: skip
    tables = [table]
    if chosen.infers:
        rows, sentences = (_two if len(measures) == 2 else _more)(chosen, measures, X, options)
        tables.append(TableSpec(f"{name}-tests", msg("title.repeated_tests"), subtitle, None, result_columns(),
                                tuple(rows), tuple(sentences), **shared))  # fmt: skip
    figure = FigureSpec(f"{name}-figure", table, Chart.DOTS if chosen.infers else Chart.BARS, title,
                        axis=msg("column.mean"), columns=("mean",))  # fmt: skip
    why = msg("why.repeated_measures") if chosen.infers else None
    return AnalysisResult("repeated_measures", dict(options), tuple(tables), (figure,), facts, why)


def _measure_rows(chosen: Settings, measures: list[Variable], X: np.ndarray) -> tuple[Row, ...]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.one_sample import t_test  # numpy, 80 ms: not at start

    rows, decimals = [], decimals_of(chosen)
    for variable, x in zip(measures, X.T, strict=True):
        plain: Facts = {"n": len(x), "base": len(x), "decimals": decimals}
        mean = effect_cell(t_test(x, level=chosen.level), len(x), len(x), decimals)
        cells = (mean if chosen.infers else Cell(float(x.mean()), **plain), Cell(float(x.std(ddof=1)), **plain),
                 Cell(float(np.median(x)), **plain))  # fmt: skip
        rows.append(Row(variable.id, variable.labels, cells))
    return tuple(rows)


def _two(chosen: Settings, measures: list[Variable], X: np.ndarray, options: Options) -> tuple[list[Row], list[Text]]:
    from analysis.classical import one_sample, rank_effects, ranks  # numpy, 80 ms: not at start

    d, n, level = X[:, 0] - X[:, 1], len(X), chosen.level
    test = one_sample.t_test(d, 0.0, level)
    rows = [
        result_row("paired_t", msg("row.paired_t"), test, one_sample.standardised_mean(d, 0.0, level), n, n),
        result_row("mean_difference", msg("row.mean_difference"), None, test, n, n, decimals=decimals_of(chosen)),
        result_row(
            "signed_rank",
            msg("row.signed_rank_pairs"),
            ranks.signed_rank(d),
            rank_effects.signed_rank_biserial(d, level),
            n,
            n,
        ),
    ]
    rows += normal_rows("normal", msg("row.normal_differences"), d)
    rows += symmetric_rows(msg("row.symmetric_differences"), d)
    return rows, [msg("note.paired"), msg("note.signed_rank_effect")]


def _more(chosen: Settings, measures: list[Variable], X: np.ndarray, options: Options) -> tuple[list[Row], list[Text]]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import rank_effects, ranks  # numpy, 80 ms: not at start
    from analysis.survey.estimates.multiple_testing import adjusted  # numpy, 80 ms: not at start

    n, level = len(X), chosen.level
    share = rank_effects.weighted_rank_share(X, level, chosen.progress)
    rows = [
        result_row("friedman", msg("row.friedman"), ranks.friedman(X), ranks.concordance(X, level), n, n),
        result_row("quade", msg("row.quade"), ranks.quade(X), share, n, n),
    ]
    pairs = [(i, j) for j in range(X.shape[1]) for i in range(j + 1, X.shape[1])]
    tests = [ranks.signed_rank(X[:, i] - X[:, j]) for i, j in pairs]
    for (i, j), test, p in zip(
        pairs, tests, adjusted(np.array([one.p for one in tests]), options["p_adjust"]), strict=True
    ):
        label = msg("row.pair_of_groups", first=measures[i].labels, second=measures[j].labels)
        effect = rank_effects.signed_rank_biserial(X[:, i] - X[:, j], level)
        rows.append(result_row(f"p{i}-{j}", label, replace(test, p=float(p)), effect, n, n, depth=1))
    method = msg(f"choice.p_adjust.{options['p_adjust']}")
    return rows, [
        msg("note.friedman"),
        msg("note.quade_share"),
        *_block_notes(X),
        msg("note.measures_adjusted", method=method),
    ]


def _block_notes(X: np.ndarray) -> list[Text]:
    """Whether the complete rows X (n, k) have equal values and are enough for the chi-square approximation."""
    n, k = X.shape
    tied = sum(len(set(row)) < k for row in X.tolist())
    ties = "without_ties" if not tied else "many_ties" if 2 * tied > n else "ties"
    enough = "enough" if n > _ENOUGH_BLOCKS else "few"
    return [msg(f"note.blocks_{ties}", n=n), msg(f"note.blocks_{enough}", least=_ENOUGH_BLOCKS + 1)]


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """Two measures make one pair: there is nothing to adjust."""
    single = frozenset() if len(options.get("measures") or ()) > 2 else frozenset({"p_adjust"})
    return single | irrelevant_inference(table, options)


ANALYSIS = Declaration(
    "repeated_measures",
    (
        Option("measures", OptionKind.VARIABLES, required=True, kinds=NUMBERS, default=()),
        P_ADJUST,
        *SHARED,
    ),
    "analysis.analyses.kinds.repeated_measures:repeated_measures_analysis",
    irrelevant=_irrelevant,
    unweighted=True,
    complete_cases=True,
    rank=92,
)
