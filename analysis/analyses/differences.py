# SPDX-License-Identifier: MIT
"""Differences between groups with their interval and p, adjusted for how many there are."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.analyses.estimate_cells import finite_or_none
from analysis.analyses.shared_options import Settings
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.estimates.contrasts import contrast
from analysis.survey.estimates.multiple_testing import adjusted
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.estimates.contrasts import JointEstimates

MOST_PAIRS = 120


@dataclass(frozen=True)
class ComparedStatistics:
    """What is compared: statistics by group with their joint covariance.

    `cells` [group][statistic] as printed elsewhere; `names` of the statistics (empty for a single one); `factor` 100
    turns differences of shares into points; `used` (rows,) bool for the degrees of freedom.
    """

    joint: JointEstimates
    cells: Sequence[Sequence[Cell]]
    names: Sequence[tuple[str, Text]]
    used: np.ndarray
    factor: float = 1.0
    decimals: int = 1
    about: Text = ""  # what is compared
    only: int | None = None  # the one statistic that is told: of two answers the other's difference is its mirror

    @property
    def shown_statistics(self) -> tuple[int, ...]:
        """The places of the statistics whose differences are told."""
        return tuple(range(self.joint.k)) if self.only is None else (self.only,)


def differences(
    chosen: Settings, compared: ComparedStatistics, wanted: str, adjust: str, table_id: str
) -> TableSpec | None:
    """The table of differences; None where none are wanted or nothing is inferred.

    References
    ----------
    As R's survey::svycontrast, t with the degrees of freedom of the design; Holm (1979), Scandinavian Journal of
    Statistics 6, 65-70.
    """
    import numpy as np  # more of the program: not at start

    if wanted == "none" or not chosen.infers or chosen.group is None:
        return None
    k = compared.joint.k
    there = [at for at, line in enumerate(compared.cells) if any(cell.base for cell in line)]
    pairs = [(there[0], at) for at in there[1:]] if wanted == "first" else list(itertools.combinations(there, 2))
    pairs = pairs[:MOST_PAIRS]
    if not pairs:
        return None
    shown_statistics = compared.shown_statistics
    matrix = np.zeros((len(pairs) * len(shown_statistics), len(compared.joint.estimate)))
    for place, (first, second) in enumerate(pairs):
        for line, at in enumerate(shown_statistics, start=place * len(shown_statistics)):
            matrix[line, second * k + at], matrix[line, first * k + at] = 1.0, -1.0
    known = np.isfinite(compared.joint.estimate)
    estimate = np.where(known, compared.joint.estimate, 0.0)
    vcov = np.where(np.outer(known, known), compared.joint.vcov, 0.0)
    df = float(degrees_of_freedom(chosen.study.design, compared.used, chosen.progress))
    found = contrast(estimate, vcov, matrix, df, chosen.level)
    raw = np.where((matrix != 0) @ ~known | ~(found.se > 0), np.nan, found.p)
    p = adjusted(raw, adjust)
    rows = _rows(chosen, compared, pairs, found, p, df)
    return _table(chosen, rows, table_id, adjust, df, compared)


def _rows(
    chosen: Settings, compared: ComparedStatistics, pairs: list[tuple[int, int]], found: object, p: np.ndarray,
    df: float,
) -> list[Row]:  # fmt: skip
    shown_statistics, rows = compared.shown_statistics, []
    for place, (first, second) in enumerate(pairs):
        label = msg("row.difference", second=chosen.group_labels[second], first=chosen.group_labels[first])
        if compared.names:
            rows.append(Row(f"d{first}-{second}", label, (Cell(), Cell()), heading=True))
        for line, at in enumerate(shown_statistics, start=place * len(shown_statistics)):
            both = (compared.cells[first][at], compared.cells[second][at])
            cells = _cells(found, line, both, float(p[line]), compared, df)
            name = compared.names[at][0] if compared.names else "d"
            text = compared.names[at][1] if compared.names else label
            rows.append(Row(f"{name}{first}-{second}", text, cells, depth=1 if compared.names else 0))
    return rows


def _cells(
    found: Any, at: int, both: tuple[Cell, Cell], p: float, compared: ComparedStatistics, df: float
) -> tuple[Cell, Cell]:
    base = min(cell.base or 0 for cell in both)
    tallies = [cell.n for cell in both if cell.n is not None]
    keys = tuple(cell.key for cell in both if cell.key)
    value, low, high, se = (
        finite_or_none(part[at] * compared.factor) for part in (found.estimate, found.low, found.high, found.se)
    )
    if any(cell.estimate is None for cell in both):
        return Cell(None, base=base, rests_on=keys), Cell(None, unit=Unit.P)
    n = min(tallies) if tallies else None
    flags = both[0].flags | both[1].flags
    cell = Cell(
        value, low, high, se, n, base, decimals=compared.decimals, df=df, rests_on=keys,
        flags=frozenset(flag for flag in flags if flag.value != "high_cv"),
    )  # fmt: skip
    return cell, Cell(finite_or_none(p), unit=Unit.P)


def _table(
    chosen: Settings, rows: list[Row], table_id: str, adjust: str, df: float, compared: ComparedStatistics
) -> TableSpec:
    columns = (
        Column("difference", msg("column.points" if compared.factor > 1 else "column.difference")),
        Column("p", msg("table.p"), show=("estimate",)),
    )
    return TableSpec(
        f"differences-{table_id}",
        msg("title.differences", variable=compared.about),
        None,
        None,
        columns,
        tuple(rows),
        (_differences_note(chosen, df, adjust),),
        exclusive_rows=False,
        level=chosen.level,
    )


def _differences_note(chosen: Settings, df: float, adjust: str) -> Text:
    key = "note.differences" if chosen.study.design.replicates is None else "note.differences_replicates"
    return msg(key, df=int(df), adjust=msg(f"adjusted.{adjust}"))
