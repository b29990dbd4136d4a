# SPDX-License-Identifier: MIT
"""Agreement of two variables: Cohen's kappa and weighted kappa with their intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import beside_base, notes, shared_facts
from analysis.analyses.unweighted.test_rows import (
    SHARED,
    decimals_of,
    fewest,
    irrelevant_inference,
    result_columns,
    result_row,
)
from analysis.declarations.records import CATEGORIES, AnalysisResult, Declaration, Facts, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

WEIGHTS = ("none", "linear", "quadratic")
_PREVALENT = 0.8  # share of all answers that one has, beyond which kappa is low whatever the agreement


def agreement_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Measure the agreement of two variables in the rows with both answers: observed, by chance, kappa, weighted kappa.

    κ = (p_o − p_e) / (1 − p_e); interval ± z·SE with the large-sample SE.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20; weighted: Cohen (1968), Psychological Bulletin 70; SE:
    Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72.
    """
    chosen = settings(study, options, progress)
    first, second = (study.variable(options[name], CATEGORIES) for name in ("variable", "column"))
    if first.id == second.id:
        raise AnalysisProblem(msg("problem.same_variable", variable=first.labels))
    counts, labels = _crossed(chosen, first, second)
    check(progress)
    n, facts = int(counts.sum()), shared_facts(chosen, int(counts.sum()))
    missing = beside_base(chosen, first, second)
    more = [msg("note.agreement_order")] if options["kappa_weights"] != "none" else []
    below = notes(chosen, facts, missing, msg("note.kappa"), *_checked(chosen, counts), *more)
    shared: Facts = {"base": n, "sensitive": is_sensitive(first, second), "level": chosen.level}
    show = ("estimate", "interval") if chosen.infers else ("estimate",)
    subtitle = msg("subtitle.agreement", unit=unit_text(chosen), base=n)
    table = TableSpec(
        f"agreement-{first.id}-{second.id}",
        chosen.title or msg("title.agreement", first=first.labels, second=second.labels),
        subtitle,
        None,
        (Column("value", msg("column.value"), show=show),),
        tuple(_measures(chosen, counts, options["kappa_weights"])),
        below,
        missing=missing,
        exclusive_rows=False,
        **shared,
    )
    crossed = _counts_table(first, second, counts, labels, subtitle, shared)
    figure = FigureSpec(
        f"{table.id}-figure", table, Chart.DOTS, table.title, axis=msg("column.kappa"), rows=_kappas(table)
    )
    tables = (table, crossed, _symmetry_table(table, counts, chosen)) if chosen.infers else (table, crossed)
    return AnalysisResult("agreement", dict(options), tables, (figure,), facts, msg("why.kappa"))


def _counts_table(
    first: Variable, second: Variable, counts: np.ndarray, labels: list[Text], subtitle: Text, shared: Options
) -> TableSpec:
    n = int(counts.sum())
    lines = [
        Row(f"r{at}", label, _counted(line, n)) for at, (label, line) in enumerate(zip(labels, counts, strict=True))
    ]
    return TableSpec(
        f"agreement-counts-{first.id}-{second.id}",
        msg("title.agreement_counts", first=first.labels, second=second.labels),
        subtitle,
        first.labels,
        tuple(Column(f"g{at}", label, show=("estimate",)) for at, label in enumerate(labels)),
        tuple(lines),
        exclusive_columns=True,
        **shared,
    )


def _crossed(chosen: Settings, first: Variable, second: Variable) -> tuple[np.ndarray, list[Text]]:
    """Counts (answers, answers) of the rows that have both, answers matched by their code in the file; their words."""
    import numpy as np  # numpy, 80 ms: not at start

    study = chosen.study
    own, others = study.choices(first), study.choices(second)
    codes = list(dict.fromkeys([one.code for one in own] + [one.code for one in others]))
    if len({one.code for one in own} & {one.code for one in others}) < 2:
        raise AnalysisProblem(msg("problem.agreement_answers", first=first.labels, second=second.labels))
    words = {one.code: one.labels for one in (*others, *own)}
    a, b = study.codes(first), study.codes(second)
    used = chosen.inside & (a >= 0) & (b >= 0)
    counts = np.zeros((len(codes), len(codes)))
    places = [np.array([codes.index(one.code) for one in choices]) for choices in (own, others)]
    np.add.at(counts, (places[0][a[used]], places[1][b[used]]), 1)
    occur = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    if occur.sum() < 2:
        raise AnalysisProblem(msg("problem.agreement_constant", first=first.labels, second=second.labels))
    return counts[np.ix_(occur, occur)], [words[code] for code, there in zip(codes, occur, strict=True) if there]


def _measures(chosen: Settings, counts: np.ndarray, weights: str) -> list[Row]:
    from analysis.classical.shares import interval  # numpy, 80 ms: not at start
    from analysis.classical.tables import cohen_kappa  # numpy, 80 ms: not at start

    n = counts.sum()
    share = counts / n
    observed, expected = float(share.trace()), float(share.sum(axis=1) @ share.sum(axis=0))
    plain: Facts = {"n": int(n), "base": int(n)}
    rows = [
        Row(name, msg(f"row.agreement_{name}"), (Cell(value, unit=Unit.SHARE, decimals=1, **plain),))
        for name, value in (("observed", observed), ("chance", expected))
    ]
    if chosen.infers:
        low, high = interval(int(counts.trace()), int(n), "wilson", chosen.level)
        rows[0] = replace(rows[0], cells=(replace(rows[0].cells[0], low=low, high=high),))
    for name in dict.fromkeys(("none", weights)):
        found = cohen_kappa(counts, name, chosen.level)
        cell = Cell(found.estimate, decimals=decimals_of(chosen), **plain)
        if chosen.infers:
            cell = replace(cell, low=found.low, high=found.high, se=found.statistic)
        rows.append(Row(f"kappa_{name}", msg(f"row.kappa_{name}"), (cell,)))
    return [*rows, _without_prevalence(chosen, rows[0].cells[0], len(counts))]


def _without_prevalence(chosen: Settings, observed: Cell, k: int) -> Row:
    """Kappa with chance 1/k, whichever answers are frequent: (k·p_o − 1)/(k − 1), its interval that of p_o.

    Byrt, Bishop and Carlin (1993), Journal of Clinical Epidemiology 46; Brennan and Prediger (1981), Educational and
    Psychological Measurement 41.
    """
    value, low, high = (
        None if one is None else (k * one - 1) / (k - 1) for one in (observed.estimate, observed.low, observed.high)
    )
    cell = Cell(value, low, high, n=observed.n, base=observed.base, decimals=decimals_of(chosen))
    return Row("adjusted", msg("row.kappa_prevalence"), (cell,))


def _checked(chosen: Settings, counts: np.ndarray) -> list[Text]:
    """What the pairs tell of kappa's assumptions: enough of them, the same answers, none that nearly all give.

    2k² pairs: Cicchetti and Fleiss (1977), Applied Psychological Measurement 1; prevalence: Feinstein and Cicchetti
    (1990), Journal of Clinical Epidemiology 43. No share is told, which would give small counts away.
    """
    n, k, wanted = int(counts.sum()), len(counts), 2 * len(counts) ** 2
    margins = counts.sum(axis=1), counts.sum(axis=0)
    sentences: list[Text] = []
    if chosen.infers:
        sentences.append(msg("note.pairs_enough" if n >= wanted else "note.pairs_few", n=n, answers=k, wanted=wanted))
    apart = int(sum((margin == 0).sum() for margin in margins))
    sentences.append(msg("note.answers_apart", n=apart) if apart else msg("note.answers_shared"))
    common = float(((margins[0] + margins[1]) / (2 * n)).max()) > _PREVALENT
    return [*sentences, msg("note.kappa_prevalence" if common else "note.kappa_balanced", most=round(100 * _PREVALENT))]


def _symmetry_table(table: TableSpec, counts: np.ndarray, chosen: Settings) -> TableSpec:
    """Whether one variable gives some answers more often than the other: McNemar's test, of more answers Bowker's."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import (
        shares,  # numpy, 80 ms: not at start
        stratified_tables,  # numpy, 80 ms: not at start
        tables,  # numpy, 80 ms: not at start
    )

    n, level, decimals = int(counts.sum()), chosen.level, decimals_of(chosen)
    if len(counts) == 2:
        least = fewest(counts[0, 1], counts[1, 0])  # which X² and g together give away
        g, odds = shares.cohens_g(counts, level), shares.discordant_odds(counts, level)
        rows = [
            result_row("symmetry", msg("row.mcnemar"), tables.mcnemar(counts, False), g, least, n, decimals=decimals),
            result_row("symmetry_corrected", msg("row.mcnemar_corrected"), tables.mcnemar(counts), None, least, n),
            result_row("discordant_odds", msg("row.discordant_odds"), None, odds, least, n, decimals=decimals),
        ]
    else:
        w, apart = stratified_tables.asymmetry(counts, level), n - int(np.trace(counts))
        rows = [result_row("symmetry", msg("row.bowker"), w, w, apart, n, decimals=decimals)]
    sentences = msg("note.discordant" if len(counts) == 2 else "note.asymmetry")
    return replace(
        table, id=f"{table.id}-symmetry", title=msg("title.agreement_symmetry"), columns=result_columns(),
        rows=tuple(rows), notes=(msg("note.symmetry"), sentences),
    )  # fmt: skip


def _counted(line: np.ndarray, n: int) -> tuple[Cell, ...]:
    return tuple(Cell(float(count), n=int(count), base=n, unit=Unit.COUNT) for count in line)


def _kappas(table: TableSpec) -> tuple[str, ...]:
    return tuple(row.id for row in table.rows if row.id.startswith("kappa"))


ANALYSIS = Declaration(
    "agreement",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("column", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("kappa_weights", OptionKind.CHOICE, default="none", choices=WEIGHTS),
        *SHARED,
    ),
    "analysis.analyses.kinds.agreement:agreement_analysis",
    irrelevant=irrelevant_inference,
    unweighted=True,
    complete_cases=True,
    rank=95,
)
