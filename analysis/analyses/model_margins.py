# SPDX-License-Identifier: MIT
"""Predictive margins: what a model predicts if everyone gave one answer, and how that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.analyses.cells import finite_or_none
from analysis.analyses.model_fit import Fitted
from analysis.analyses.model_terms import YES_OR_NO, ModelOutcome, Terms
from analysis.analyses.shared_options import Settings, is_sensitive
from analysis.declarations.records import CATEGORIES
from analysis.problems import AnalysisProblem
from analysis.records import Variable
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Progress, msg

if TYPE_CHECKING:
    from analysis.survey.estimates.contrasts import Contrast
    from analysis.survey.models.margins import Margins


def margin_tables(
    chosen: Settings, fitted: Fitted, outcome: ModelOutcome, terms: Terms, wanted: list[str], progress: Progress
) -> tuple[TableSpec, ...]:
    """A table for each predictor named.

    References
    ----------
    Graubard & Korn (1999), Biometrics 55, 652-659.
    """
    tables = []
    for name in wanted:
        if name not in {one.id for one in terms.predictors}:
            raise AnalysisProblem(msg("problem.margins"))
        variable = chosen.study.variable(name, CATEGORIES)
        if fitted.model is None or fitted.separated:
            continue
        tables.append(_table(chosen, fitted, outcome, terms, variable, progress))
    return tuple(tables)


def _table(
    chosen: Settings, fitted: Fitted, outcome: ModelOutcome, terms: Terms, variable: Variable, progress: Progress
) -> TableSpec:
    from analysis.survey.models.margins import margin_contrast, predictive_margins  # numpy, 80 ms: not at start

    assert fitted.model is not None
    choices, reference = chosen.study.choices(variable), terms.references[variable.id]
    codes = chosen.study.codes(variable)
    counts = [int((fitted.used & (codes == at)).sum()) for at in range(len(choices))]
    present = [at for at, count in enumerate(counts) if count]
    settings = (terms.matrix({variable.id: at}, progress=progress).X for at in present)
    margins = predictive_margins(fitted.model, settings, level=chosen.level, progress=progress)
    rows = []
    for place, at in enumerate(present):
        cells = [_margin(chosen, outcome, margins, place, counts[at])]
        if at == reference or reference not in present:
            cells += [Cell(text=msg("row.reference")), *_blank(chosen, outcome)]
        else:
            base = min(counts[at], counts[reference])
            against = present.index(reference)
            cells += _against(chosen, outcome, margin_contrast(margins, place, against), base, points=True)
            if outcome.model in YES_OR_NO:
                cells += _against(chosen, outcome, margin_contrast(margins, place, against, ratio=True), base)[:1]
        rows.append(Row(f"{variable.id}:{choices[at].id}", choices[at].labels, tuple(cells)))
    return TableSpec(
        f"margins-{outcome.variable.id}-{variable.id}",
        msg("title.margins", variable=variable.labels),
        msg("subtitle.margins", base=fitted.n),
        variable.labels,
        _columns(chosen, outcome),
        tuple(rows),
        (msg("note.margins"),),
        base=fitted.n,
        sensitive=is_sensitive(outcome.variable, variable),
        level=chosen.level,
    )


def _columns(chosen: Settings, outcome: ModelOutcome) -> tuple[Column, ...]:
    shares = outcome.model in YES_OR_NO
    shown = ("estimate", "interval") if chosen.infers else ("estimate",)
    columns = [
        Column("margin", msg("column.margin_share" if shares else "column.margin"), show=(*shown, "n")),
        Column("difference", msg("column.points" if shares else "column.difference"), show=shown),
    ]
    if chosen.infers:
        columns.append(Column("p", msg("table.p"), show=("estimate",)))
    if shares:
        columns.append(Column("ratio", msg("column.prevalence"), show=shown))
    return tuple(columns)


def _blank(chosen: Settings, outcome: ModelOutcome) -> list[Cell]:
    count = chosen.infers + (outcome.model in YES_OR_NO)
    return [Cell(text="", unit=Unit.TEXT)] * count


def _margin(chosen: Settings, outcome: ModelOutcome, margins: Margins, at: int, n: int) -> Cell:
    unit = Unit.SHARE if outcome.model in YES_OR_NO else Unit.NUMBER
    decimals = chosen.decimals if chosen.decimals is not None else 0 if unit is Unit.SHARE else 2
    value = finite_or_none(margins.estimate[at])
    if not chosen.infers:
        return Cell(value, n=n, base=n, unit=unit, decimals=decimals)
    low, high, se = (finite_or_none(part[at]) for part in (margins.low, margins.high, margins.se))
    return Cell(value, low, high, se, n, n, unit=unit, decimals=decimals, df=margins.df)


def _against(chosen: Settings, outcome: ModelOutcome, found: Contrast, base: int, points: bool = False) -> list[Cell]:
    """The contrast with its interval, then its p; differences of shares in percentage points."""
    factor = 100.0 if points and outcome.model in YES_OR_NO else 1.0
    decimals = 1 if factor > 1 else 2
    parts = [finite_or_none(part[0]) for part in (found.estimate, found.low, found.high, found.se)]
    value, low, high, se = (None if part is None else part * factor for part in parts)
    if not chosen.infers:
        return [Cell(value, base=base, decimals=decimals)]
    cell = Cell(value, low, high, se, base=base, decimals=decimals, df=found.df)
    return [cell, Cell(finite_or_none(found.p[0]), unit=Unit.P)]
