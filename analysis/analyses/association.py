# SPDX-License-Identifier: MIT
"""Association of two variables without a sample design: chi-square, Fisher, Mantel–Haenszel, correlations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.declared.notes import beside_base, notes, shared_facts, unit_text
from analysis.declared.records import (
    CATEGORIES,
    NUMBERS,
    AnalysisProblem,
    AnalysisResult,
    Declaration,
    Facts,
    Option,
    OptionKind,
    Options,
)
from analysis.declared.settings import Settings, is_sensitive, settings
from analysis.declared.study import Study
from analysis.declared.unweighted.rows import (
    FREQUENCY,
    SHARED,
    decimals_of,
    frequencies,
    idle_inference,
    normal_rows,
    result_columns,
    result_row,
)
from analysis.records import DataTable, Kind, Level, Variable
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Problem, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

KINDS = CATEGORIES | NUMBERS
EXACT = ("auto", "on", "off")
_FEW = 5.0  # expected in a cell, below which the chi-square distribution is coarse (Cochran 1954)
_COUNTED_OUT = 300  # rows up to which Fisher's test is made unasked
_MOST_ANSWERS = 30
_CORRELATIONS = ("pearson", "spearman", "kendall")


@dataclass(frozen=True)
class _Pair:
    """Two variables crossed: settings, and how many each row stands for."""

    chosen: Settings
    first: Variable
    second: Variable
    weight: np.ndarray | None

    @property
    def name(self) -> str:
        return f"{self.first.id}-{self.second.id}"

    @property
    def both_numbers(self) -> bool:
        return all(one.kind in NUMBERS for one in (self.first, self.second))

    def shared(self, n: int) -> Facts:
        return {"base": n, "sensitive": is_sensitive(self.first, self.second), "level": self.chosen.level}


def association_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Counts and tests of two questions, in layers of a third where there is one; correlations of two numbers.

    Cramér's V has the interval of the noncentral chi-square, odds and risk ratios Wald's on the log scale, the common
    odds ratio that of Robins, Breslow and Greenland (1986). Raises AnalysisProblem for what cannot be crossed.
    """
    chosen = settings(study, options, progress)
    first, second = (study.variable(options[name], KINDS) for name in ("variable", "column"))
    if first.id == second.id:
        raise AnalysisProblem(msg("problem.same_variable", variable=first.labels))
    pair = _Pair(chosen, first, second, frequencies(chosen, options))
    if {first.kind, second.kind} <= CATEGORIES:
        return _of_categories(pair, options)
    if options.get("layer"):
        raise AnalysisProblem(msg("problem.layers_of_answers"))
    return _of_numbers(pair, options)


def _of_numbers(pair: _Pair, options: Options) -> AnalysisResult:
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
    below = notes(chosen, facts, missing, *_correlation_notes(pair, n))
    columns = result_columns() if chosen.infers else (result_columns()[-1],)
    table = TableSpec(
        f"association-{pair.name}", _title(pair), msg("subtitle.association", unit=unit_text(chosen), base=n), None,
        columns, rows, below, missing=missing, exclusive_rows=False, **pair.shared(n),
    )  # fmt: skip
    figure = FigureSpec(
        f"{table.id}-figure", table, Chart.DOTS, table.title, axis=msg("column.correlation"), columns=("effect",),
        rows=tuple(row.id for row in rows if row.id in _CORRELATIONS), centre=0.0,
    )  # fmt: skip
    why = msg("why.association_numbers") if chosen.infers else None
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


def _correlation_rows(pair: _Pair, x: np.ndarray, y: np.ndarray) -> tuple[Row, ...]:
    from analysis.classical import correlation  # numpy, 80 ms: not at start

    chosen, n, decimals = pair.chosen, len(x), decimals_of(pair.chosen)
    names = _CORRELATIONS if pair.both_numbers else _CORRELATIONS[1:]
    tests = {name: getattr(correlation, name)(x, y, level=chosen.level) for name in names}
    rows = []
    for name, test in tests.items():
        if not chosen.infers:
            test = replace(test, low=float("nan"), high=float("nan"))
        row = result_row(name, msg(f"row.{name}"), test, test, n, n, decimals=decimals)
        rows.append(row if chosen.infers else replace(row, cells=row.cells[-1:]))
    return (*rows, *_normal_rows(pair, x, y)) if chosen.infers and pair.both_numbers else tuple(rows)


def _normal_rows(pair: _Pair, x: np.ndarray, y: np.ndarray) -> list[Row]:
    """Whether each number is normal, which the test of Pearson's r takes for granted."""
    x_rows, y_rows = (
        normal_rows(f"normal-{one.id}", msg("row.normal_of", variable=one.labels), values)
        for one, values in ((pair.first, x), (pair.second, y))
    )
    return x_rows + y_rows


def _correlation_notes(pair: _Pair, n: int) -> list[Text]:
    if not pair.chosen.infers:
        return []
    told: list[Text] = [msg("note.correlations")]
    if pair.both_numbers:
        told.append(msg("note.pearson"))
    return [*told, msg("note.few_pairs")] if n < 10 else told


def _of_categories(pair: _Pair, options: Options) -> AnalysisResult:
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
    tests, told = _tests(pair, counts, options["exact"]) if chosen.infers else ([], [])
    counted = TableSpec(
        f"association-{pair.name}", _title(pair), subtitle, pair.first.labels, _count_columns(plain, labels[1], pair),
        _count_rows(plain, labels[0]), notes(chosen, facts, missing), missing=missing, **pair.shared(n),
    )  # fmt: skip
    tables = [counted]
    if chosen.infers:
        layers = msg("title.association_layers", layer=variables[2].labels) if len(variables) == 3 else None
        tables.append(TableSpec(
            f"{counted.id}-tests", layers or msg("title.association_tests"), subtitle, None, result_columns(),
            tuple(tests), tuple(told), exclusive_rows=False, **pair.shared(n),
        ))  # fmt: skip
        tables.append(_residual_table(pair, plain, labels, subtitle))
    figure = FigureSpec(f"{counted.id}-figure", counted, Chart.STACKED, counted.title, axis=pair.second.labels)
    key = "why.association_layers" if counts.ndim == 3 else "why.association"
    return AnalysisResult(
        "association", dict(options), tuple(tables), (figure,), facts, msg(key) if chosen.infers else None
    )


def _title(pair: _Pair) -> Text:
    return pair.chosen.title or msg("title.association", first=pair.first.labels, second=pair.second.labels)


def _crossed(pair: _Pair, variables: list[Variable]) -> tuple[np.ndarray, list[list[Text]]]:
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


def _count_columns(counts: np.ndarray, labels: list[Text], pair: _Pair) -> tuple[Column, ...]:
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


def _residual_table(pair: _Pair, counts: np.ndarray, labels: list[list[Text]], subtitle: Text) -> TableSpec:
    """Standardised residuals: where the table departs from independence."""
    from analysis.classical.tables import residuals  # numpy, 80 ms: not at start

    own = residuals(counts)[1]
    rows = tuple(
        Row(f"r{at}", label, tuple(
            Cell(float(one) if one == one else None, n=int(n), base=int(n), decimals=1)
            for one, n in zip(line, row, strict=True)
        ))
        for at, (label, line, row) in enumerate(zip(labels[0], own, counts, strict=True))
    )  # fmt: skip
    columns = tuple(
        Column(f"c{at}", one, group=pair.second.labels, show=("estimate",)) for at, one in enumerate(labels[1])
    )
    return TableSpec(
        f"association-{pair.name}-residuals", msg("title.association_residuals"), subtitle, pair.first.labels, columns,
        rows, (msg("note.residuals"),), **pair.shared(int(counts.sum())),
    )  # fmt: skip


def _tests(pair: _Pair, counts: np.ndarray, exact: str) -> tuple[list[Row], list[Text]]:
    """Tests with their effects, and what they assume, in words."""
    if counts.ndim == 3:
        return _layered(pair, counts)
    rows, told = _plain(pair, counts, exact)
    if counts.shape == (2, 2):
        rows += _two_by_two(pair, counts)
        told.append(msg("note.ratios"))
    return rows, told


def _plain(pair: _Pair, counts: np.ndarray, exact: str) -> tuple[list[Row], list[Text]]:
    from analysis.classical import tables  # numpy, 80 ms: not at start

    n, level, decimals = int(counts.sum()), pair.chosen.level, decimals_of(pair.chosen)
    told_by = _told_by(counts)
    v = tables.cramers_v(counts, level)
    rows = [result_row("chi_square", msg("row.chi_square_v"), v, v, told_by, n, decimals=decimals)]
    if counts.shape == (2, 2):
        rows.append(result_row("yates", msg("row.chi_square_yates"), tables.chi_square(counts), None, told_by, n))
    likelihood = tables.likelihood_ratio(counts)
    low, high = tables.contingency_interval(v, counts.shape)
    c = replace(v, estimate=tables.contingency_coefficient(counts), low=low, high=high)
    rows.append(result_row("likelihood", msg("row.likelihood_c"), likelihood, c, told_by, n, decimals=decimals))
    expected = tables.expected_counts(counts)
    few = int((expected < _FEW).sum())
    told: list[Text] = [msg("note.expected", least=round(float(expected.min()), 1), n=few, cells=counts.size)]
    told.append(msg("note.v_interval"))
    if exact == "on" or (exact == "auto" and (n <= _COUNTED_OUT or counts.shape == (2, 2))):
        found, note = _fisher(pair, counts)
        rows += found
        told += note
    for table, ordered, label in ((counts, pair.second, pair.second), (counts.T, pair.first, pair.first)):
        if len(table) == 2 and table.shape[1] > 2 and ordered.level is Level.ORDINAL:
            rows.append(result_row(f"trend-{ordered.id}", msg("row.trend", variable=label.labels), tables.trend(table)))
    return [*rows, *_rank_rows(pair, counts)], told


def _told_by(counts: np.ndarray) -> int:
    """The count that tests give away: beside its margins any figure of a 2×2 table gives its smallest cell."""
    return int(counts.min() if counts.shape == (2, 2) else counts.sum())


def _fisher(pair: _Pair, counts: np.ndarray) -> tuple[list[Row], list[Text]]:
    from analysis.classical.fisher import fisher_exact  # numpy, 80 ms: not at start

    n, two = int(counts.sum()), counts.shape == (2, 2)
    try:
        test = fisher_exact(counts.astype(int), pair.chosen.level)
    except Problem as large:
        return [], [large.message]
    effect = test if two else None
    label = msg("row.fisher_odds" if two else "row.fisher")
    return [result_row("fisher", label, test, effect, _told_by(counts), n, decimals=decimals_of(pair.chosen))], []


def _rank_rows(pair: _Pair, counts: np.ndarray) -> list[Row]:
    """Rank correlations of two questions whose answers both have an order."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import correlation  # numpy, 80 ms: not at start

    both = (pair.first, pair.second)
    if not all(one.level is Level.ORDINAL and not one.order_unconfirmed for one in both):
        return []
    n, level = int(counts.sum()), pair.chosen.level
    rows, columns = np.indices(counts.shape)
    x, y = (np.repeat(one.ravel(), counts.astype(int).ravel()).astype(float) for one in (rows, columns))
    found = {name: getattr(correlation, name)(x, y, level=level) for name in _CORRELATIONS[1:]}
    told_by, places = _told_by(counts), decimals_of(pair.chosen)
    return [result_row(name, msg(f"row.{name}"), one, one, told_by, n, 0, places) for name, one in found.items()]


def _two_by_two(pair: _Pair, counts: np.ndarray) -> list[Row]:
    from analysis.classical import shares, tables  # numpy, 80 ms: not at start

    n, level, decimals = int(counts.sum()), pair.chosen.level, decimals_of(pair.chosen)
    least = int(counts.min())
    gap = shares.compare_shares(counts[0], counts.sum(axis=0), correct=False, level=level)
    ratios = {
        "odds_ratio": tables.odds_ratio(counts, level),
        "risk_ratio": tables.risk_ratio(counts.T[::-1, ::-1], level),
    }
    rows = [result_row(name, msg(f"row.{name}"), None, one, least, n, 0, decimals) for name, one in ratios.items()]
    return [*rows, result_row("difference", msg("row.share_difference"), None, gap, least, n, 0, 1, Unit.SHARE)]


def _layered(pair: _Pair, counts: np.ndarray) -> tuple[list[Row], list[Text]]:
    """Conditional independence in the layers; of 2×2 tables with the common odds ratio, and whether it is common."""
    from analysis.classical import tables  # numpy, 80 ms: not at start

    n, level, decimals = int(counts.sum()), pair.chosen.level, decimals_of(pair.chosen)
    if counts.shape[:2] != (2, 2):
        test = tables.conditional_independence(counts)
        return [result_row("cmh", msg("row.cmh_general"), test, None, n, n)], [msg("note.cmh_general")]
    told_by = _told_by(counts.sum(axis=2))
    plain, corrected = (tables.mantel_haenszel(counts, correct, level) for correct in (False, True))
    crude = tables.odds_ratio(counts.sum(axis=2), level)
    rows = [
        result_row("cmh", msg("row.cmh"), plain, plain, told_by, n, decimals=decimals),
        result_row("cmh_corrected", msg("row.cmh_corrected"), corrected, None, told_by, n),
        result_row("crude", msg("row.crude_odds"), None, crude, told_by, n, decimals=decimals),
        result_row("equal_odds", msg("row.equal_odds"), tables.equal_odds(counts)),
    ]
    return rows, [msg("note.cmh")]


def _idle(table: DataTable, options: Options) -> frozenset[str]:
    """Layers and Fisher's test are of questions; Fisher's has no layers."""
    known = {variable.id: variable for variable in table.variables}
    pair = [known.get(str(options.get(name))) for name in ("variable", "column")]
    if any(one is not None and one.kind is not Kind.ONE for one in pair):
        return frozenset({"layer", "exact"}) | idle_inference(table, options)
    layered = frozenset({"exact"}) if options.get("layer") else frozenset()
    return layered | idle_inference(table, options)


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
    "analysis.analyses.association:association_analysis",
    idle=_idle,
    unweighted=True,
    rank=93,
)
