# SPDX-License-Identifier: MIT
"""Estimates turned into cells of a table, with their flags."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.analyses.model_fit import Fitted
from analysis.analyses.model_terms import YES_OR_NO, ModelOutcome, Terms
from analysis.analyses.shared_options import Settings, is_sensitive
from analysis.declarations.records import CATEGORIES
from analysis.problems import AnalysisProblem
from analysis.records import Variable
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from wording import Progress, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from analysis.survey import Estimates
    from analysis.survey.estimates.contrasts import Contrast
    from analysis.survey.models.margins import Margins

FEW_PSUS, HIGH_CV = 10, 0.30


def estimate_cells(
    result: Estimates,
    *,
    unit: Unit,
    decimals: int,
    infers: bool,
    weights_one: bool = False,
    population: bool,
    counts: np.ndarray | None = None,
    keys: Sequence[Sequence[str]] | None = None,
) -> list[list[Cell]]:
    """Cells [domain][statistic]; without `infers` they carry no SE, interval or flag.

    `keys` [domain][statistic] name the quantities (`Cell.key`).
    `weights_one` says that the sample has no weights but 1: each inferred cell bears that flag.
    """
    marks = frozenset({Flag.WEIGHTS_ONE}) if weights_one else frozenset[Flag]()
    numbers = [_lists(part) for part in (result.estimate, result.se, result.low, result.high)]
    facts = [
        _lists(part)
        for part in (
            result.n, result.weighted_base, result.deff_replace, result.psus, result.lonely, result.df, result.deff
        )
    ]  # fmt: skip
    tally = None if counts is None else counts.tolist()
    cells = []
    for d, row in enumerate(numbers[0]):
        line = []
        for k, value in enumerate(row):
            base, key = int(facts[0][d][k]), "" if keys is None else keys[d][k]
            if not math.isfinite(value) or not base:
                lost = None if tally is None else tally[d][k]
                line.append(Cell(None, n=lost, base=base, unit=unit, flags=_NONE, key=key))
                continue
            n = None if tally is None else int(tally[d][k])
            line.append(
                _cell(value, [part[d][k] for part in numbers[1:]], [part[d][k] for part in facts[1:]], n, base, infers,
                      unit, decimals, marks, key, population)
            )  # fmt: skip
        cells.append(line)
    return cells


_NONE = frozenset({Flag.NOT_ESTIMABLE})


def _cell(
    value: float, spread: list[float], facts: list[float], n: int | None, base: int, infers: bool, unit: Unit,
    decimals: int, marks: frozenset[Flag], key: str, population: bool,
) -> Cell:  # fmt: skip
    se, low, high = (number if math.isfinite(number) else None for number in spread)
    weighted, deff, psus, lonely, df, without = facts
    if not infers:
        return Cell(value, n=n, base=base, weighted_base=weighted, unit=unit, decimals=decimals, key=key)
    flags = set(marks)
    if psus < FEW_PSUS:
        flags.add(Flag.FEW_PSUS)
    if lonely > 0 and se is not None:
        flags.add(Flag.LONELY_PSU)
    cv = se / abs(value) if se is not None and value else None
    if cv is not None and cv > HIGH_CV:
        flags.add(Flag.HIGH_CV)
    known, degrees, other = (part if math.isfinite(part) else None for part in (deff, df, without))
    if not population:
        other = None
    return Cell(
        value, low, high, se, n, base, weighted, known, unit, decimals, frozenset(flags), None, degrees, cv, other,
        key,
    )  # fmt: skip


def finite_or_none(value: float) -> float | None:
    """The value, None where it is no number or endless.

    Examples
    --------
    >>> finite_or_none(0.5), finite_or_none(float("nan")), finite_or_none(float("inf"))
    (0.5, None, None)
    """
    return float(value) if math.isfinite(value) else None


def number_decimals(values: Any) -> int:
    """Decimals that a mean of such values deserves: 1 for whole numbers of everyday size, 0 for large, 2 for small.

    Examples
    --------
    >>> import numpy as np
    >>> [number_decimals(np.array(values)) for values in ([1200.0, 3.0], [30.0, np.nan], [1.5, 0.2])]
    [0, 1, 2]
    """
    import numpy as np  # numpy, 80 ms: not at start

    largest = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 0.0
    if largest >= 1000:
        return 0
    return 1 if largest >= 5 else 2


def _lists(part: np.ndarray) -> list[list[float]]:
    rows: list[list[float]] = part.tolist()
    return rows


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
