# SPDX-License-Identifier: MIT
"""Means, medians and quantiles of a number, overall and by group, with a picture of its distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.declared.cells import estimate_cells, number_decimals
from analysis.declared.comparisons import NONE, Comparison, equal_means
from analysis.declared.histogram import histogram
from analysis.declared.notes import beside_base, default_title, design_facts, group_missing, notes, unit_text
from analysis.declared.records import NUMBERS, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.settings import BY, COMMON, COMPARE, Settings, is_sensitive, settings
from analysis.declared.study import Study
from analysis.records import Variable
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey import Estimates

QUARTILES = (0.25, 0.5, 0.75)


def means_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """The mean of a number by group, with a design-based test that the groups' means are equal."""
    chosen = settings(study, options)
    variable = study.variable(options["variable"], NUMBERS)
    test = equal_means(chosen, study.numbers(variable)) if options["compare"] == "test" else NONE
    return _analysis("means", chosen, variable, options, True, (), test)


def describe_number(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Mean, median and quartiles of a number, with a histogram where there are no groups."""
    chosen = settings(study, options)
    return _analysis("describe", chosen, study.variable(options["variable"], NUMBERS), options, True, QUARTILES, NONE)


def quantiles_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Quantiles of a number with Woodruff intervals."""
    chosen = settings(study, options)
    variable = study.variable(options["variable"], NUMBERS)
    return _analysis("quantiles", chosen, variable, options, False, tuple(options["quantiles"]), NONE)


def _analysis(
    name: str, chosen: Settings, variable: Variable, options: Mapping[str, Any], mean: bool, shares: Sequence[float],
    test: Comparison,
) -> AnalysisResult:  # fmt: skip
    values = chosen.study.numbers(variable)
    decimals = chosen.decimals if chosen.decimals is not None else number_decimals(values)
    lines, total = _lines(chosen, variable, values, mean, shares, decimals)
    facts = design_facts(chosen, total)
    missing = beside_base(chosen, variable)
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    facts["test"] = test.facts
    parts: list[Text] = [msg("column.mean")] if mean else []
    parts.extend(_quantile_name(share) for share in shares)
    show = ("estimate", "interval") if chosen.infers else ("estimate",)
    columns = [Column(f"s{at}", label, show=show) for at, label in enumerate(parts)]
    columns[0] = Column("s0", parts[0], show=(*show, "base"))
    rule = msg("note.quantiles") if shares else None
    table = TableSpec(
        f"{name}-{variable.id}" + (f"-{chosen.by.id}" if chosen.by else ""),
        default_title(chosen, variable.labels, "title.number"),
        msg("subtitle.number", unit=unit_text(chosen), base=facts["n"]),
        chosen.by.labels if chosen.by else None,
        tuple(columns),
        lines,
        notes(chosen, facts, missing, rule, test.note, group_missing(chosen, chosen.study.reasons(variable.id) == 0)),
        base=facts["n"],
        missing=missing,
        exclusive_rows=chosen.by is not None,
        sensitive=is_sensitive(variable, chosen.by),
        level=chosen.level,
    )
    figures = _figures(chosen, variable, table, values)
    return AnalysisResult(name, dict(options), (table,), figures, facts, test.why)


def _lines(
    chosen: Settings, variable: Variable, values: np.ndarray, mean: bool, shares: Sequence[float], decimals: int
) -> tuple[tuple[Row, ...], Estimates]:
    rows: list[Row] = []
    whole_estimates: list[Estimates] = []
    for domain, labels in ((chosen.group, chosen.group_labels), (chosen.total_domain, (msg("table.total"),))):
        if domain is None or not labels:
            continue
        cells: list[list[Cell]] = [[] for _ in labels]
        whole = domain is not chosen.group
        found = (
            _estimates(chosen, values, domain, len(labels), mean, shares)
            if not whole
            else chosen.study.once(
                ("number", variable.id, mean, tuple(shares), chosen.key),
                lambda: _estimates(chosen, values, chosen.total_domain, 1, mean, shares),
            )
        )
        for result in found:
            more = estimate_cells(
                result, unit=Unit.NUMBER, decimals=decimals, infers=chosen.infers, weights_one=chosen.study.weights_one
            )
            cells = [before + after for before, after in zip(cells, more, strict=True)]
        whole_estimates = found if whole else whole_estimates
        for at, label in enumerate(labels):
            row_id = "total" if whole else f"g{at}"
            rows.append(Row(row_id, label, tuple(cells[at]), total=whole and chosen.group is not None))
    return tuple(rows), whole_estimates[0]


def _estimates(
    chosen: Settings, values: np.ndarray, domain: np.ndarray, count: int, mean: bool, shares: Sequence[float]
) -> list[Estimates]:
    from analysis.survey import means
    from analysis.survey.quantiles import quantiles

    found = []
    if mean:
        found.append(means(chosen.study.design, values, domain, domains=count, level=chosen.level))
    if shares:
        found.append(quantiles(chosen.study.design, values, shares, domain, domains=count, level=chosen.level))
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
    return (FigureSpec(f"{table.id}-figure", table, chart, table.title, axis=axis, columns=("s0",)),)


_VARIABLE = Option("variable", OptionKind.VARIABLE, required=True, kinds=NUMBERS)
MEANS = Declaration("means", (_VARIABLE, BY, COMPARE, *COMMON), means_analysis)
QUANTILES = Declaration(
    "quantiles",
    (_VARIABLE, BY, Option("quantiles", OptionKind.NUMBERS, default=QUARTILES), *COMMON),
    quantiles_analysis,
)
