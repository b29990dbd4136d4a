# SPDX-License-Identifier: MIT
"""Standard deviation, minimum, maximum and sum of a number, beside its mean and quartiles in *Describe*."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.shared_options import Settings
from analysis.records import Variable
from analysis.specs import Cell, Column, Flag, Row
from wording import msg

if TYPE_CHECKING:
    import numpy as np

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
