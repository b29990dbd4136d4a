# SPDX-License-Identifier: MIT
"""Means, medians and quantiles of a number, overall and by group, with a picture of its distribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.analyses.answer_shares import scale_note
from analysis.analyses.comparisons import NONE, GroupComparison, equal_numbers
from analysis.analyses.estimate_cells import estimate_cells, number_decimals
from analysis.analyses.histogram import histogram
from analysis.analyses.row_wording import counts_places, number_subtitle
from analysis.analyses.shared_options import (
    Settings,
    is_sensitive,
    settings,
)
from analysis.analyses.table_notes import (
    beside_base,
    default_title,
    design_facts,
    group_missing,
    notes,
    refuse_relative_weights,
)
from analysis.analyses.with_nonresponse.numbers import asked_rows, with_all_asked
from analysis.declarations.records import NUMBERS, AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import Role, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from wording import Message, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey import Estimates
    from analysis.survey.estimates.quantiles import QuantileInterval

STATISTICS = ("sd", "minimum", "maximum", "sum")


def spread_columns() -> tuple[Column, ...]:
    """Their columns. A least and a greatest value add up to nothing over the groups."""
    return tuple(
        Column(name, msg(f"column.{name}"), show=("estimate",), additive=name not in ("minimum", "maximum"))
        for name in STATISTICS
    )


def with_spread(
    chosen: Settings, variable: Variable, values: np.ndarray, lines: tuple[Row, ...], decimals: int
) -> tuple[Row, ...]:
    """The rows of a description with these four cells more each.

    The standard deviation is the root of R's `svyvar`: Σ w (x − x̄)² / Σ w · n / (n − 1). The sum is Σ w x; it is left
    out where weights are relative and name no population. Who has the least or the greatest value counts as a cell, so
    that an extreme of few people is withheld when it leaves.

    References
    ----------
    As R's survey::svyvar.
    """
    import numpy as np  # numpy, 80 ms: not at start

    weights = chosen.study.design.weights
    summed = chosen.study.weights_one or chosen.study.design.names_population
    usable = np.isfinite(values) & (weights > 0)
    rows = []
    for at, row in enumerate(lines):
        grouped = row.id != "total"
        member = chosen.group == at if grouped and chosen.group is not None else chosen.total_domain == 0
        inside = member & usable
        first = row.cells[0]
        keys = [chosen.cell_key(name, variable.id, at if grouped else None) for name in STATISTICS]
        cells = _cells(values[inside], weights[inside], first, keys, decimals, summed)
        rows.append(replace(row, cells=(*row.cells, *cells)))
    return tuple(rows)


def _cells(x: np.ndarray, w: np.ndarray, mean: Cell, keys: list[str], decimals: int, summed: bool) -> list[Cell]:
    import numpy as np  # numpy, 80 ms: not at start

    rests = (mean.key,) if mean.key else ()
    if not len(x):
        return [Cell(None, base=0, flags=frozenset({Flag.NOT_ESTIMABLE})) for _ in STATISTICS]
    n, whole = len(x), float(w.sum())
    centre = float((w * x).sum()) / whole
    variance = float((w * (x - centre) ** 2).sum()) / whole * n / (n - 1) if n > 1 else float("nan")
    least, most = float(x.min()), float(x.max())
    deviation = None if np.isnan(variance) else float(np.sqrt(variance))
    total = float((w * x).sum()) if summed else None
    made = (
        Cell(deviation, base=n, decimals=decimals, key=keys[0]),
        Cell(least, n=int((x == least).sum()), base=n, decimals=decimals),
        Cell(most, n=int((x == most).sum()), base=n, decimals=decimals),
        Cell(total, base=n, decimals=_few(x, decimals), key=keys[3]),
    )
    return [replace(one, rests_on=rests, people=mean.people) for one in made]


def _few(x: np.ndarray, decimals: int) -> int:
    """Whole numbers add up to a whole number."""
    return 0 if bool((x == x.round()).all()) else decimals


QUARTILES = (0.25, 0.5, 0.75)
RULES = ("math", "school", "shahvaish", *(f"hf{number}" for number in range(1, 10)))  # as the engine names them
QUANTILE_INTERVALS = ("mean", "beta", "xlogit", "arcsine", "score")


@dataclass(frozen=True)
class EstimateRequest:
    """What of the number is estimated: its mean or total, then quantiles by a rule with an interval."""

    name: str
    first: str = ""  # "mean", "total" or nothing
    shares: tuple[float, ...] = ()
    rule: str = "math"
    interval: QuantileInterval = "mean"

    @property
    def names(self) -> list[list[str]]:
        """What each estimate is called in the keys of its cells: those of the mean or total, those of the quantiles."""
        quantiles = [f"q{share:g}" for share in self.shares]
        return [names for names in ([self.first] if self.first else [], quantiles) if names]

    @property
    def key(self) -> tuple[Any, ...]:
        """Tells apart what was asked."""
        return self.first, self.shares, self.rule, self.interval


def means_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The mean or total of a number by group, with a design-based test of the groups and their differences.

    References
    ----------
    Linearised variances as R's survey::svymean and survey::svytotal.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], NUMBERS)
    statistic = options["statistic"]
    if statistic == "total":
        refuse_relative_weights(study)
    wanted = options["compare"] if statistic == "mean" else "none"
    test = equal_numbers(chosen, study.numbers(variable), wanted, progress)
    check(progress)
    result, cells = _analysis(EstimateRequest("means", statistic), chosen, variable, options, test, progress)
    check(progress)
    more = _differences(chosen, variable, cells, options)
    return _beside_asked(chosen, replace(result, tables=(*result.tables, *more)), variable, statistic == "total")


def describe_number(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Mean, median and quartiles of a number, with a histogram where there are no groups."""
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], NUMBERS)
    found = _analysis(EstimateRequest("describe", "mean", QUARTILES), chosen, variable, options, NONE, progress)[0]
    return _beside_asked(chosen, found, variable)


def quantiles_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Quantiles of a number by a named rule with Woodruff or score intervals, and a rank test of the groups.

    References
    ----------
    Woodruff (1952), JASA 47, 635-646; rules and intervals as R's survey::svyquantile.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], NUMBERS)
    shares = tuple(float(share) for share in options["quantiles"])
    if not shares or not all(0 < share < 1 for share in shares):
        raise AnalysisProblem(msg("problem.quantiles"))
    asked = EstimateRequest("quantiles", "", shares, options["quantile_rule"], options["quantile_interval"])
    test = equal_numbers(chosen, study.numbers(variable), options["compare"], progress)
    check(progress)
    return _beside_asked(chosen, _analysis(asked, chosen, variable, options, test, progress)[0], variable)


def _beside_asked(
    chosen: Settings, result: AnalysisResult, variable: Variable, totals: bool = False
) -> AnalysisResult:  # fmt: skip
    """The result with its tables of all who were asked, where a sensitive number was not always given."""
    import numpy as np  # numpy, 80 ms: not at start

    values = chosen.study.numbers(variable)
    silent = asked_rows(chosen, variable) & ~np.isfinite(values)
    every = histogram(chosen, variable, values, silent) if chosen.by is None and silent.any() else ()
    return with_all_asked(chosen, result, (variable,), np.isfinite(values), every[0] if every else None, totals)


def _analysis(
    asked: EstimateRequest,
    chosen: Settings,
    variable: Variable,
    options: Mapping[str, object],
    test: GroupComparison,
    progress: Progress,
) -> tuple[AnalysisResult, tuple[Row, ...]]:
    values = chosen.study.numbers(variable)
    decimals = chosen.decimals if chosen.decimals is not None else number_decimals(values)
    lines, total = _lines(chosen, variable, values, asked, decimals if asked.first != "total" else 0, progress)
    if asked.name == "describe":
        lines = with_spread(chosen, variable, values, lines, decimals)
    facts = design_facts(chosen, total)
    missing = beside_base(chosen, variable)
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    facts["test"] = test.facts
    table = _table(asked, chosen, variable, lines, facts, missing, test)
    figures = _figures(chosen, variable, table, values)
    why = test.why or (msg("why.quantiles" if not asked.first else "why.means") if chosen.infers else None)
    return AnalysisResult(asked.name, dict(options), (table,), figures, facts, why), lines


def _table(
    asked: EstimateRequest, chosen: Settings, variable: Variable, lines: tuple[Row, ...], facts: dict[str, Any],
    missing: dict[int, int], test: GroupComparison,
) -> TableSpec:  # fmt: skip
    parts: list[Text] = [msg(f"column.{asked.first}")] if asked.first else []
    parts.extend(_quantile_name(share) for share in asked.shares)
    show = ("estimate", "interval") if chosen.infers else ("estimate",)
    columns = [Column(f"s{at}", label, show=show) for at, label in enumerate(parts)]
    if asked.name == "describe":
        columns += spread_columns()
    columns[0] = Column("s0", parts[0], show=(*show, "base"))
    rule = None
    if asked.shares:
        rule = msg(
            "note.quantile_rule" if chosen.infers else "note.quantile_rule_only",
            rule=msg(f"choice.quantile_rule.{asked.rule}"),
            interval=msg(f"choice.quantile_interval.{asked.interval}"),
        )
    not_answered = group_missing(chosen, chosen.study.reasons(variable.id) == 0)
    return TableSpec(
        f"{asked.name}-{variable.id}{chosen.group_id}",
        default_title(chosen, variable.labels, "title.number"),
        number_subtitle(chosen, facts["n"]),
        chosen.group_name,
        tuple(columns),
        lines,
        notes(
            chosen,
            facts,
            missing,
            rule,
            _quantile_note(lines) if asked.shares else None,
            _sum_note(lines) if asked.name == "describe" else None,
            test.note,
            scale_note(chosen.study.numbers(variable)) if asked.first == "mean" else None,
            not_answered,
        ),
        base=facts["n"],
        missing=missing,
        exclusive_rows=chosen.by is not None,
        sensitive=is_sensitive(variable, groups=chosen.groupers),
        level=chosen.level,
    )


def _sum_note(lines: tuple[Row, ...]) -> Message | None:
    """Why a description has no sum: weights brought to the sample name no population."""
    left_out = any(row.cells[-1].estimate is None and row.cells[-1].base for row in lines)
    return msg("note.sum_left_out") if left_out else None


def _quantile_note(lines: tuple[Row, ...]) -> Message | None:
    """How many intervals do not hold their quantile: R's rules allow that where few different values are left."""
    n = sum(
        not cell.low <= cell.estimate <= cell.high
        for row in lines
        for cell in row.cells
        if cell.estimate is not None and cell.low is not None and cell.high is not None
    )
    return msg("note.quantile_beside", n=n) if n else None


def _differences(chosen: Settings, variable: Variable, lines: tuple[Row, ...], options: Options) -> list[TableSpec]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.analyses.differences import ComparedStatistics, differences  # numpy, 80 ms: not at start

    if chosen.group is None or options["contrasts"] == "none":
        return []
    from analysis.survey.estimates.contrasts import joint_means, joint_totals  # numpy, 80 ms: not at start

    values = chosen.study.numbers(variable)
    joined = joint_means if options["statistic"] == "mean" else joint_totals
    joint = joined(chosen.study.design, values, chosen.group, len(chosen.group_labels), chosen.progress)
    used = np.isfinite(values) & (chosen.group >= 0)
    decimals = lines[0].cells[0].decimals
    compared = ComparedStatistics(joint, [row.cells for row in lines[:-1]], (), used, 1.0, decimals, variable.labels)
    table = differences(chosen, compared, options["contrasts"], options["adjust"], variable.id)
    return [] if table is None else [table]


def _lines(
    chosen: Settings, variable: Variable, values: np.ndarray, asked: EstimateRequest, decimals: int, progress: Progress
) -> tuple[tuple[Row, ...], Estimates]:
    rows: list[Row] = []
    whole_estimates: list[Estimates] = []
    for domain, labels in ((chosen.group, chosen.group_labels), (chosen.total_domain, (msg("table.total"),))):
        if domain is None or not labels:
            continue
        check(progress)
        cells: list[list[Cell]] = [[] for _ in labels]
        whole = domain is not chosen.group
        found = (
            _estimates(chosen, values, domain, len(labels), asked, progress)
            if not whole
            else chosen.study.once(
                ("number", variable.id, asked.key, chosen.key),
                lambda: _estimates(chosen, values, chosen.total_domain, 1, asked, progress),
            )
        )
        for result, names in zip(found, asked.names, strict=True):
            keys = [
                [chosen.cell_key(name, variable.id, None if whole else group) for name in names]
                for group in range(len(labels))
            ]
            more = estimate_cells(
                result, unit=Unit.NUMBER, decimals=decimals, infers=chosen.infers, keys=keys,
                weights_one=chosen.study.weights_one, population=chosen.study.design.names_population,
            )  # fmt: skip
            more = with_people(chosen, variable, values, domain, more)
            cells = [before + after for before, after in zip(cells, more, strict=True)]
        whole_estimates = found if whole else whole_estimates
        for at, label in enumerate(labels):
            row_id = "total" if whole else f"g{at}"
            rows.append(Row(row_id, label, tuple(cells[at]), total=whole and chosen.group is not None))
    return tuple(rows), whole_estimates[0]


def with_people(
    chosen: Settings, variable: Variable, values: np.ndarray, domain: np.ndarray, cells: list[list[Cell]]
) -> list[list[Cell]]:
    """The cells [domain][statistic] with the people they count, where a sensitive number is one of people.

    "Survivors of violence" beside sites or sessions: three of them are three people, whatever the number of sites.
    """
    import numpy as np  # numpy, 80 ms: not at start

    table = chosen.study.table
    if variable.role is not Role.SENSITIVE or not counts_places(table):
        return cells
    counted = (domain >= 0) & np.isfinite(values)
    sums = np.bincount(domain[counted], weights=values[counted], minlength=len(cells))
    return [[replace(cell, people=round(total)) for cell in line] for line, total in zip(cells, sums, strict=True)]


def _estimates(
    chosen: Settings, values: np.ndarray, domain: np.ndarray, count: int, asked: EstimateRequest, progress: Progress
) -> list[Estimates]:
    from analysis.survey import means, totals  # numpy, 80 ms: not at start
    from analysis.survey.estimates.quantiles import quantiles  # numpy, 80 ms: not at start

    found, design = [], chosen.study.design
    if asked.first:
        estimator = means if asked.first == "mean" else totals
        found.append(estimator(design, values, domain, domains=count, level=chosen.level, progress=progress))
    if asked.shares:
        found.append(
            quantiles(
                design, values, asked.shares, domain, domains=count, rule=asked.rule,
                interval=asked.interval, level=chosen.level, progress=progress,
            )
        )  # fmt: skip
    return found


def _quantile_name(share: float) -> Text:
    if share == 0.5:
        return msg("column.median")
    return msg("column.quantile", share=round(share * 100, 1))


def _figures(chosen: Settings, variable: Variable, table: TableSpec, values: np.ndarray) -> tuple[FigureSpec, ...]:
    if chosen.by is None:
        return histogram(chosen, variable, values)
    axis = table.columns[0].label
    chart = Chart.DOTS if chosen.infers else Chart.BARS
    drawn = ("s0",) if table.columns[0].label == msg("column.mean") else ()  # quantiles are drawn together
    return (FigureSpec(f"{table.id}-figure", table, chart, table.title, axis=axis if drawn else None, columns=drawn),)
