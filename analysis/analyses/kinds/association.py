# SPDX-License-Identifier: MIT
"""Association of two variables without a sample design: chi-square, Fisher, Mantel–Haenszel, correlations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.answer_shares import ramp_of
from analysis.analyses.shared_options import Settings, settings, unit_text
from analysis.analyses.table_notes import beside_base, notes, shared_facts
from analysis.analyses.unweighted.crossed_questions import CORRELATIONS, CrossedPair, residual_table, tests_of
from analysis.analyses.unweighted.test_rows import (
    FREQUENCY,
    SHARED,
    decimals_of,
    frequencies,
    irrelevant_inference,
    normal_rows,
    result_columns,
    result_row,
)
from analysis.declarations.records import CATEGORIES, NUMBERS, AnalysisResult, Declaration, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Kind, Level, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from analysis.withholding.cell_limits import LEAST_TESTED
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

KINDS = CATEGORIES | NUMBERS
EXACT = ("auto", "on", "off")
_MOST_ANSWERS = 30


def association_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Counts and tests of two questions, in layers of a third where there is one; correlations of two numbers.

    References
    ----------
    Cramér's V: interval of the noncentral chi-square; odds and risk ratios: Wald's on the log scale; common odds
    ratio: Robins, Breslow & Greenland (1986), Biometrics 42.
    """
    chosen = settings(study, options, progress)
    first, second = (study.variable(options[name], KINDS) for name in ("variable", "column"))
    if first.id == second.id:
        raise AnalysisProblem(msg("problem.same_variable", variable=first.labels))
    pair = CrossedPair(chosen, first, second, frequencies(chosen, options))
    if {first.kind, second.kind} <= CATEGORIES:
        return _of_categories(pair, options)
    if options.get("layer"):
        raise AnalysisProblem(msg("problem.layers_of_answers"))
    return _of_numbers(pair, options)


def _of_numbers(pair: CrossedPair, options: Options) -> AnalysisResult:
    """Correlations of the rows that have both; a question counts by the order of its answers, without Pearson's r."""
    import numpy as np  # numpy, 80 ms: not at start

    chosen = pair.chosen
    x, y = (np.where(chosen.inside, _ordered(chosen.study, one), np.nan) for one in (pair.first, pair.second))
    both = np.isfinite(x) & np.isfinite(y)
    times = both.astype(int) if pair.weight is None else np.where(both, pair.weight, 0).astype(int)
    x, y = np.repeat(x, times), np.repeat(y, times)
    n = len(x)
    if n < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        raise AnalysisProblem(msg("problem.association_constant", first=pair.first.labels, second=pair.second.labels))
    rows = _correlation_rows(pair, x, y)
    missing = beside_base(chosen, pair.first, pair.second)
    facts = shared_facts(chosen, n)
    tested = _is_tested(chosen, n)
    below = notes(chosen, facts, missing, *(_correlation_notes(pair) if tested else _untested(chosen)))
    columns = result_columns() if tested else (result_columns()[-1],)
    table = TableSpec(
        f"association-{pair.name}", _title(pair), msg("subtitle.association", unit=unit_text(chosen), base=n), None,
        columns, rows, below, missing=missing, exclusive_rows=False, **pair.shared(n),
    )  # fmt: skip
    figure = FigureSpec(
        f"{table.id}-figure", table, Chart.DOTS, table.title, axis=msg("column.correlation"), columns=("effect",),
        rows=tuple(row.id for row in rows if row.id in CORRELATIONS), centre=0.0,
    )  # fmt: skip
    why = msg("why.association_numbers") if tested else None
    return AnalysisResult("association", dict(options), (table,), (figure,), facts, why)


def _ordered(study: Study, variable: Variable) -> np.ndarray:
    """Numbers as they are; a question by the order of its answers. Raises AnalysisProblem where they have none."""
    import numpy as np  # numpy, 80 ms: not at start

    if variable.kind in NUMBERS:
        return study.numbers(variable)
    if variable.level is not Level.ORDINAL or variable.order_unconfirmed:
        raise AnalysisProblem(msg("problem.association_order", variable=variable.labels))
    codes = study.codes(variable)
    return np.where(codes < 0, np.nan, codes.astype(float))


def _correlation_rows(pair: CrossedPair, x: np.ndarray, y: np.ndarray) -> tuple[Row, ...]:
    from analysis.classical import correlation  # numpy, 80 ms: not at start

    chosen, n, decimals = pair.chosen, len(x), decimals_of(pair.chosen)
    names = CORRELATIONS if pair.both_numbers else CORRELATIONS[1:]
    tests = {name: getattr(correlation, name)(x, y, level=chosen.level) for name in names}
    rows = []
    tested = _is_tested(chosen, n)
    for name, test in tests.items():
        if not tested:
            test = replace(test, low=float("nan"), high=float("nan"))
        row = result_row(name, msg(f"row.{name}"), test, test, n, n, decimals=decimals)
        rows.append(row if tested else replace(row, cells=row.cells[-1:]))
    return (*rows, *_normal_rows(pair, x, y)) if tested and pair.both_numbers else tuple(rows)


def _is_tested(chosen: Settings, n: int) -> bool:
    return chosen.infers and n >= LEAST_TESTED


def _untested(chosen: Settings) -> list[Text]:
    """That so few rows are not tested, where tests were asked for."""
    return [msg("test.few_pairs", least=LEAST_TESTED)] if chosen.infers else []


def _normal_rows(pair: CrossedPair, x: np.ndarray, y: np.ndarray) -> list[Row]:
    """Whether each number is normal, which the test of Pearson's r takes for granted."""
    x_rows, y_rows = (
        normal_rows(f"normal-{one.id}", msg("row.normal_of", variable=one.labels), values)
        for one, values in ((pair.first, x), (pair.second, y))
    )
    return x_rows + y_rows


def _correlation_notes(pair: CrossedPair) -> list[Text]:
    sentences: list[Text] = [msg("note.correlations")]
    return [*sentences, msg("note.pearson")] if pair.both_numbers else sentences


def _of_categories(pair: CrossedPair, options: Options) -> AnalysisResult:
    chosen = pair.chosen
    variables = [pair.first, pair.second]
    if options.get("layer"):
        layer = chosen.study.variable(options["layer"], CATEGORIES)
        if layer.id in (pair.first.id, pair.second.id):
            raise AnalysisProblem(msg("problem.same_variable", variable=layer.labels))
        variables.append(layer)
    counts, labels = _crossed(pair, variables)
    plain = counts if counts.ndim == 2 else counts.sum(axis=2)
    n = int(counts.sum())
    facts, missing = shared_facts(chosen, n), beside_base(chosen, *variables)
    subtitle = msg("subtitle.association", unit=unit_text(chosen), base=n)
    tested = _is_tested(chosen, n)
    tests, sentences = tests_of(pair, counts, options["exact"]) if tested else ([], [])
    counted = TableSpec(
        f"association-{pair.name}", _title(pair), subtitle, pair.first.labels, _count_columns(plain, labels[1], pair),
        _count_rows(plain, labels[0]), notes(chosen, facts, missing, *([] if tested else _untested(chosen))),
        missing=missing, **pair.shared(n),
    )  # fmt: skip
    tables = [counted]
    if tested:
        layers = msg("title.association_layers", layer=variables[2].labels) if len(variables) == 3 else None
        tables.append(TableSpec(
            f"{counted.id}-tests", layers or msg("title.association_tests"), subtitle, None, result_columns(),
            tuple(tests), tuple(sentences), exclusive_rows=False, **pair.shared(n),
        ))  # fmt: skip
        tables.append(residual_table(pair, plain, labels, subtitle))
    figure = FigureSpec(
        f"{counted.id}-figure", counted, Chart.STACKED, counted.title, axis=pair.second.labels,
        ramp=ramp_of(pair.first),
    )  # fmt: skip
    key = "why.association_layers" if counts.ndim == 3 else "why.association"
    return AnalysisResult("association", dict(options), tuple(tables), (figure,), facts, msg(key) if tested else None)


def _title(pair: CrossedPair) -> Text:
    return pair.chosen.title or msg("title.association", first=pair.first.labels, second=pair.second.labels)


def _crossed(pair: CrossedPair, variables: list[Variable]) -> tuple[np.ndarray, list[list[Text]]]:
    """Counts by the answers that occur (rows, columns[, layers]), and the answers' words. Raises AnalysisProblem."""
    import numpy as np  # numpy, 80 ms: not at start

    study = pair.chosen.study
    codes = [study.codes(one) for one in variables]
    choices = [study.choices(one) for one in variables]
    used = pair.chosen.inside & np.all([one >= 0 for one in codes], axis=0)
    weight = np.ones(study.rows) if pair.weight is None else pair.weight
    counts = np.zeros([len(one) for one in choices])
    np.add.at(counts, tuple(one[used] for one in codes), weight[used])
    labels: list[list[Text]] = []
    for axis, own in enumerate(choices):
        others = tuple(at for at in range(counts.ndim) if at != axis)
        occurs = counts.sum(axis=others) > 0
        counts = np.compress(occurs, counts, axis=axis)
        labels.append([choice.labels for choice, there in zip(own, occurs, strict=True) if there])
    if min(counts.shape[:2]) < 2:
        first, second = variables[:2]
        raise AnalysisProblem(msg("problem.association_constant", first=first.labels, second=second.labels))
    if max(counts.shape) > _MOST_ANSWERS:
        raise AnalysisProblem(msg("problem.association_answers", most=_MOST_ANSWERS))
    return counts, labels


def _count_columns(counts: np.ndarray, labels: list[Text], pair: CrossedPair) -> tuple[Column, ...]:
    show, sums = ("estimate", "n"), counts.sum(axis=0)
    columns = [
        Column(f"c{at}", label, group=pair.second.labels, base=int(own), show=show)
        for at, (label, own) in enumerate(zip(labels, sums, strict=True))
    ]
    return (*columns, Column("all", msg("table.total"), base=int(counts.sum()), show=show))


def _count_rows(counts: np.ndarray, labels: list[Text]) -> tuple[Row, ...]:
    """Shares of each column, with their counts; the last column is of all."""
    import numpy as np  # numpy, 80 ms: not at start

    wide = np.column_stack([counts, counts.sum(axis=1)])
    bases = wide.sum(axis=0)
    return tuple(
        Row(f"r{at}", label, tuple(
            Cell(float(count / base), n=int(count), base=int(base), unit=Unit.SHARE, decimals=1)
            for count, base in zip(line, bases, strict=True)
        ))
        for at, (label, line) in enumerate(zip(labels, wide, strict=True))
    )  # fmt: skip


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """Layers and Fisher's test are of questions; Fisher's has no layers."""
    known = {variable.id: variable for variable in table.variables}
    pair = [known.get(str(options.get(name))) for name in ("variable", "column")]
    if any(one is not None and one.kind is not Kind.ONE for one in pair):
        return frozenset({"layer", "exact"}) | irrelevant_inference(table, options)
    layered = frozenset({"exact"}) if options.get("layer") else frozenset()
    return layered | irrelevant_inference(table, options)


ANALYSIS = Declaration(
    "association",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("column", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("layer", OptionKind.VARIABLE, kinds=CATEGORIES),
        Option("exact", OptionKind.CHOICE, default="auto", choices=EXACT, fine=True),
        FREQUENCY,
        *SHARED,
    ),
    "analysis.analyses.kinds.association:association_analysis",
    irrelevant=_irrelevant,
    unweighted=True,
    complete_cases=True,
    rank=93,
)
