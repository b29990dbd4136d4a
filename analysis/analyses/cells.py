# SPDX-License-Identifier: MIT
"""Estimates turned into cells of a table, with their flags."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.specs import Cell, Flag, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from analysis.survey import Estimates

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
