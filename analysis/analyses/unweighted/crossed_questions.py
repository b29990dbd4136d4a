# SPDX-License-Identifier: MIT
"""Tests and effect sizes of two questions crossed, also in layers of a third; where the counts depart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.analyses.shared_options import Settings, is_sensitive
from analysis.analyses.unweighted.test_rows import decimals_of, fewest, result_row
from analysis.declarations.records import NUMBERS, Facts
from analysis.records import Level, Variable
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import Problem, Text, msg

if TYPE_CHECKING:
    import numpy as np

CORRELATIONS = ("pearson", "spearman", "kendall")
_FEW = 5.0  # expected in a cell, below which the chi-square distribution is coarse (Cochran 1954)
_COUNTED_OUT = 300  # rows up to which Fisher's test is made unasked


@dataclass(frozen=True)
class CrossedPair:
    """Two variables crossed: settings, and how many each row stands for."""

    chosen: Settings
    first: Variable
    second: Variable
    weight: np.ndarray | None

    @property
    def name(self) -> str:
        """Tells its tables apart from those of other pairs: both ids, "v1-v2"."""
        return f"{self.first.id}-{self.second.id}"

    @property
    def both_numbers(self) -> bool:
        """Whether both are numbers: only then is a correlation by Pearson told."""
        return all(one.kind in NUMBERS for one in (self.first, self.second))

    def shared(self, n: int) -> Facts:
        """Give what their tables share."""
        return {"base": n, "sensitive": is_sensitive(self.first, self.second), "level": self.chosen.level}


def tests_of(pair: CrossedPair, counts: np.ndarray, exact: str) -> tuple[list[Row], list[Text]]:
    """Tests of counts (rows, columns[, layers]) with their effects, and what they assume, in words.

    References
    ----------
    Cochran (1954), Biometrics 10 (expected counts); Mantel & Haenszel (1959), Journal of the National Cancer Institute
    22 (layers).
    """
    if counts.ndim == 3:
        return _layered(pair, counts)
    rows, notes = _plain(pair, counts, exact)
    if counts.shape == (2, 2):
        rows += _two_by_two(pair, counts)
        notes.append(msg("note.ratios"))
    return rows, notes


def _plain(pair: CrossedPair, counts: np.ndarray, exact: str) -> tuple[list[Row], list[Text]]:
    from analysis.classical import (
        stratified_tables,  # numpy, 80 ms: not at start
        tables,  # numpy, 80 ms: not at start
    )

    n, level, decimals = int(counts.sum()), pair.chosen.level, decimals_of(pair.chosen)
    freedom = _degrees_of_freedom(counts)
    v = stratified_tables.cramers_v(counts, level)
    rows = [result_row("chi_square", msg("row.chi_square_v"), v, v, freedom, n, decimals=decimals)]
    if counts.shape == (2, 2):
        rows.append(result_row("yates", msg("row.chi_square_yates"), tables.chi_square(counts), None, freedom, n))
    likelihood = tables.likelihood_ratio(counts)
    low, high = stratified_tables.contingency_interval(v, counts.shape)
    c = replace(v, estimate=stratified_tables.contingency_coefficient(counts), low=low, high=high)
    rows.append(result_row("likelihood", msg("row.likelihood_c"), likelihood, c, freedom, n, decimals=decimals))
    expected = tables.expected_counts(counts)
    few = int((expected < _FEW).sum())
    notes: list[Text] = [msg("note.expected", least=round(float(expected.min()), 1), n=few, cells=counts.size)]
    notes.append(msg("note.v_interval"))
    if exact == "on" or (exact == "auto" and (n <= _COUNTED_OUT or counts.shape == (2, 2))):
        found, note = _fisher(pair, counts)
        rows += found
        notes += note
    for table, ordered, label in ((counts, pair.second, pair.second), (counts.T, pair.first, pair.first)):
        if len(table) == 2 and table.shape[1] > 2 and ordered.level is Level.ORDINAL:
            slope = tables.trend(table, level)
            words = msg("row.trend", variable=label.labels)
            rows.append(result_row(f"trend-{ordered.id}", words, slope, slope, n, n, decimals=1, unit=Unit.SHARE))
    ranked = _rank_rows(pair, counts)
    return [*rows, *ranked], [*notes, msg("note.gamma")] if ranked else notes


def _degrees_of_freedom(counts: np.ndarray) -> int:
    """The count that tests give away: beside its margins any figure of a 2×2 table gives its smallest cell."""
    return int(counts.min() if counts.shape == (2, 2) else counts.sum())


def _fisher(pair: CrossedPair, counts: np.ndarray) -> tuple[list[Row], list[Text]]:
    from analysis.classical.fisher import fisher_exact  # numpy, 80 ms: not at start

    n, two = int(counts.sum()), counts.shape == (2, 2)
    try:
        test = fisher_exact(counts.astype(int), pair.chosen.level)
    except Problem as large:
        return [], [large.message]
    effect = test if two else None
    label = msg("row.fisher_odds" if two else "row.fisher")
    return [
        result_row("fisher", label, test, effect, _degrees_of_freedom(counts), n, decimals=decimals_of(pair.chosen))
    ], []


def _rank_rows(pair: CrossedPair, counts: np.ndarray) -> list[Row]:
    """Rank correlations and γ of two questions whose answers both have an order."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import correlation, tables  # numpy, 80 ms: not at start

    both = (pair.first, pair.second)
    if not all(one.level is Level.ORDINAL and not one.order_unconfirmed for one in both):
        return []
    n, level = int(counts.sum()), pair.chosen.level
    rows, columns = np.indices(counts.shape)
    x, y = (np.repeat(one.ravel(), counts.astype(int).ravel()).astype(float) for one in (rows, columns))
    found = {name: getattr(correlation, name)(x, y, level=level) for name in CORRELATIONS[1:]}
    found["gamma"] = tables.gamma(counts, level)
    freedom, places = _degrees_of_freedom(counts), decimals_of(pair.chosen)
    return [result_row(name, msg(f"row.{name}"), one, one, freedom, n, 0, places) for name, one in found.items()]


def _two_by_two(pair: CrossedPair, counts: np.ndarray) -> list[Row]:
    from analysis.classical import shares, tables  # numpy, 80 ms: not at start

    n, level, decimals = int(counts.sum()), pair.chosen.level, decimals_of(pair.chosen)
    least = fewest(*counts.ravel())
    gap = shares.compare_shares(counts[0], counts.sum(axis=0), correct=False, level=level)
    ratios = {
        "odds_ratio": tables.odds_ratio(counts, level),
        "risk_ratio": tables.risk_ratio(counts.T[::-1, ::-1], level),
    }
    rows = [result_row(name, msg(f"row.{name}"), None, one, least, n, 0, decimals) for name, one in ratios.items()]
    return [*rows, result_row("difference", msg("row.share_difference"), None, gap, least, n, 0, 1, Unit.SHARE)]


def _layered(pair: CrossedPair, counts: np.ndarray) -> tuple[list[Row], list[Text]]:
    """Conditional independence in the layers; of 2×2 tables with the common odds ratio, and whether it is common."""
    from analysis.classical import (
        stratified_tables,  # numpy, 80 ms: not at start
        tables,  # numpy, 80 ms: not at start
    )

    n, level, decimals = int(counts.sum()), pair.chosen.level, decimals_of(pair.chosen)
    if counts.shape[:2] != (2, 2):
        v = stratified_tables.v_within_layers(counts, level)
        row = result_row("cmh", msg("row.cmh_general"), v, v, n, n, decimals=decimals)
        return [row], [msg("note.cmh_general"), msg("note.v_within")]
    freedom = _degrees_of_freedom(counts.sum(axis=2))
    plain, corrected = (stratified_tables.mantel_haenszel(counts, correct, level) for correct in (False, True))
    crude = tables.odds_ratio(counts.sum(axis=2), level)
    rows = [
        result_row("cmh", msg("row.cmh"), plain, plain, freedom, n, decimals=decimals),
        result_row("cmh_corrected", msg("row.cmh_corrected"), corrected, None, freedom, n),
        result_row("crude", msg("row.crude_odds"), None, crude, freedom, n, decimals=decimals),
        result_row("equal_odds", msg("row.equal_odds"), stratified_tables.equal_odds(counts)),
    ]
    return rows, [msg("note.cmh")]


def residual_table(pair: CrossedPair, counts: np.ndarray, labels: list[list[Text]], subtitle: Text) -> TableSpec:
    """Standardised residuals: where the table departs from independence.

    References
    ----------
    Agresti (2013), Categorical Data Analysis, standardised residuals; as R's chisq.test.
    """
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
