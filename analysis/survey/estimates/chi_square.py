# SPDX-License-Identifier: MIT
"""Tests of association and of given shares for categories under a design: Rao–Scott and Wald, as `svychisq`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import side_by_side
from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.sample_design import Design
from analysis.survey.design.stages import packed
from analysis.survey.estimates.estimate import invertible
from analysis.survey.estimates.linear import totals
from analysis.survey.estimates.proportions import proportions, shares
from analysis.survey.estimates.quadratic_forms import chi2_tail, f_tail, upper_tail
from wording import Progress

Statistic = Literal["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"]


@dataclass(frozen=True)
class TableTest:
    """A test of a table of categories.

    `statistic` with its degrees of freedom `df` and, for F tests, `ddf`; `p`; `deltas` the generalised design effects;
    `counts` unweighted (r, c), `weighted` sums of weights, `rows`, `columns` the codes that occur; `n` rows used.
    NaN where the table has a single row or column, or no variance.
    """

    statistic: float
    df: float
    ddf: float
    p: float
    kind: str
    deltas: np.ndarray
    counts: np.ndarray
    weighted: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    n: int
    degrees: int


def chisq(
    design: Design,
    row: np.ndarray,
    column: np.ndarray,
    statistic: Statistic = "F",
    domain: np.ndarray | None = None,
    progress: Progress | None = None,
) -> TableTest:
    """Test of independence of two categorical variables under a design.

    Parameters
    ----------
    design : Design
        The whole design.
    row, column : array (n,)
        Codes from 0, −1 = missing.
    statistic : str
        "F" and "Chisq": Rao and Scott's second- and first-order corrections of Pearson's X²; "lincom" and
        "saddlepoint": its asymptotic distribution; "Wald" and "adjWald": Koch, Freeman and Freeman's test.
    domain : array (n,) or None
        Rows with a code ≥ 0 count; None: all.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    TableTest
        NaN where the table has a single row or column, or no variance.

    Raises
    ------
    DesignProblem
        `survey.lonely_psu` under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60; Koch, Freeman & Freeman (1975), International Statistical Review
    43, 59-78. As R's `svychisq`.

    Examples
    --------
    Of a simple random sample the generalised design effect is n/(n − 1): X² = 4 becomes 4 · 99/100.

    >>> row, column = np.repeat([0, 0, 1, 1], [30, 20, 20, 30]), np.repeat([0, 1, 0, 1], [30, 20, 20, 30])
    >>> test = chisq(Design.build(100), row, column)
    >>> round(test.statistic, 6), test.counts.tolist()
    (3.96, [[30, 20], [20, 30]])
    """
    table = _Table.of(design, np.asarray(row), np.asarray(column), domain, progress)
    if min(len(table.rows), len(table.columns)) < 2:
        return table.result(float("nan"), float("nan"), float("nan"), float("nan"), statistic, np.empty(0))
    if statistic in ("Wald", "adjWald"):
        return _wald(table, design, statistic, progress)
    return _rao_scott(table, statistic)


@dataclass(frozen=True)
class _Table:
    shares: np.ndarray  # (r·c,) row by row
    vcov: np.ndarray
    counts: np.ndarray
    weighted: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    size: int  # rows in the domain, those with a missing value too: R scales Pearson's X² by it
    degrees: int
    codes: np.ndarray  # (n,) cell of each row used, −1 elsewhere

    @staticmethod
    def of(
        design: Design, row: np.ndarray, column: np.ndarray, domain: np.ndarray | None, progress: Progress | None
    ) -> _Table:
        member = design.members(domain)
        used = member & (row >= 0) & (column >= 0) & (design.weights != 0)
        step(progress)
        (rows, own), (columns, across) = packed(row[used]), packed(column[used])
        r, c = len(rows), len(columns)
        codes = np.full(design.n_rows, -1, dtype=np.int64)
        codes[used] = own * c + across
        step(progress)
        if not r or not c:
            empty = np.zeros((r, c))
            return _Table(np.empty(0), np.empty((0, 0)), empty.astype(int), empty, rows, columns, 0, 0, codes)
        if design.calibrations:
            result = proportions(design, codes, r * c, progress=progress)
            p, vcov, counts, base = result.estimate[0], result.vcov[0], result.counts[0], result.weighted_base[0, 0]
        else:
            linear, tally = shares(design, codes, r * c, None, 1, progress=progress)
            p, vcov, counts, base = linear.estimate[0], linear.vcov[0], tally[0], linear.base[0, 0]
        return _Table(
            p,
            vcov,
            counts.reshape(r, c),
            (p * base).reshape(r, c),
            rows,
            columns,
            int(member.sum()),
            _degrees(design, member, progress),
            codes,
        )

    def result(self, value: float, df: float, ddf: float, p: float, kind: str, deltas: np.ndarray) -> TableTest:
        n = int(self.counts.sum())
        return TableTest(
            value, df, ddf, p, kind, deltas, self.counts, self.weighted, self.rows, self.columns, n, self.degrees
        )


def _degrees(design: Design, member: np.ndarray, progress: Progress | None) -> int:
    """PSUs minus strata of the rows, those drawn but of weight zero too; of replicate weights their rank less one."""
    if design.replicates is not None:
        return degrees_of_freedom(design, member, progress)
    step(progress)
    units = np.flatnonzero(np.bincount(design.psu[member]))
    return len(units) - int(np.count_nonzero(np.bincount(design.stages[0].stratum[units])))


def _rao_scott(table: _Table, statistic: Statistic) -> TableTest:
    r, c = table.counts.shape
    p, n = table.shares, table.size
    grid = p.reshape(r, c)
    expected = np.outer(grid.sum(axis=1), grid.sum(axis=0))
    pearson = n * float(((grid - expected) ** 2 / expected).sum())
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 0)
    contrast = _interaction(r, c)
    weighted = inverse[:, None] * contrast
    under = contrast.T @ weighted / n
    unknown = table.result(float("nan"), float("nan"), float("nan"), float("nan"), statistic, np.empty(0))
    if not invertible(under) or not np.isfinite(table.vcov).all():
        return unknown  # empty cells leave too little to test
    delta = np.linalg.solve(under, weighted.T @ table.vcov @ weighted)
    trace = float(np.trace(delta))
    if not trace > 1e-12 * n:
        return unknown
    d0 = trace**2 / float(np.trace(delta @ delta))
    deltas = np.sort(np.linalg.eigvals(delta).real)[::-1]
    ddf, q = d0 * table.degrees, len(deltas)
    if statistic == "F":
        value = pearson / trace
        return table.result(value, d0, ddf, f_tail(value, d0, ddf), "F", deltas)
    if statistic == "Chisq":
        return table.result(pearson, q, np.inf, chi2_tail(pearson / (trace / q), q), "Chisq", deltas)
    method = "saddlepoint" if statistic == "saddlepoint" else "integration"
    tail = upper_tail(pearson, deltas, ddf, method)  # type: ignore[arg-type]  # one of the two methods
    return table.result(pearson, q, ddf, tail, statistic, deltas)


def _interaction(r: int, c: int) -> np.ndarray:
    """(r·c, (r−1)(c−1)) interaction columns orthogonal to the main effects, cells row by row."""
    one_r, one_c = np.eye(r)[:, 1:] - 1 / r, np.eye(c)[:, 1:] - 1 / c
    return np.kron(one_r, one_c)


def _wald(table: _Table, design: Design, statistic: Statistic, progress: Progress | None) -> TableTest:
    """Of O − E of the weighted counts, without the first row and column; the grand total varies too."""
    r, c = table.counts.shape
    indicator = side_by_side((table.codes == cell for cell in range(r * c)), design.n_rows, r * c, progress)
    result = totals(design, indicator, np.where(table.codes >= 0, 0, -1), domains=1, progress=progress)
    grid = table.shares.reshape(r, c)
    row, column = grid.sum(axis=1), grid.sum(axis=0)
    difference = float(table.weighted.sum()) * (grid - np.outer(row, column))[1:, 1:].ravel()
    same_row = np.kron(np.eye(r), np.ones((c, c)))
    same_column = np.kron(np.ones((r, r)), np.eye(c))
    slope = np.eye(r * c) - np.tile(column, r)[:, None] * same_row - np.repeat(row, c)[:, None] * same_column
    slope += np.outer(np.kron(row, column), np.ones(r * c))
    slope = slope.reshape(r, c, r * c)[1:, 1:].reshape(-1, r * c)
    vcov = slope @ result.vcov[0] @ slope.T
    df, nu = (r - 1) * (c - 1), table.degrees
    ddf = nu if statistic == "Wald" else nu - df + 1
    if not invertible(vcov) or ddf <= 0:
        return table.result(float("nan"), df, ddf, float("nan"), statistic, np.empty(0))
    wald = float(difference @ np.linalg.solve(vcov, difference))
    value = wald / df if statistic == "Wald" else wald * ddf / (df * nu)
    return table.result(value, df, ddf, f_tail(value, df, ddf), statistic, np.empty(0))


@dataclass(frozen=True)
class FitTest:
    """Test of given shares: X² with its Satterthwaite scale and df; NaN where the design fixes the shares."""

    statistic: float
    scale: float
    df: float
    p: float


def goodness_of_fit(
    design: Design, categories: np.ndarray, expected: np.ndarray, domain: np.ndarray | None = None
) -> FitTest:
    """Whether the shares of categories are what is expected.

    Parameters
    ----------
    design : Design
        The whole design.
    categories : array (n,)
        Codes 0 … k − 1, −1 = missing.
    expected : array (k,)
        Expected shares, or counts: they are scaled to 1.
    domain : array (n,) or None
        Rows with code 0 count; None: all.

    Returns
    -------
    FitTest
        X² of the weighted totals, Satterthwaite's scale and degrees of freedom, p; NaN where the design fixes the
        shares.

    Raises
    ------
    DesignProblem
        `survey.lonely_psu` under the rule "fail".

    References
    ----------
    Rao & Scott (1981), JASA 76, 221-230. As R's `svygofchisq`.

    Examples
    --------
    Thirty women and ten men where halves were expected, 20 each: 10²/20 + 10²/20.

    >>> women = np.repeat([0, 1], [30, 10])
    >>> round(goodness_of_fit(Design.build(40), women, np.array([0.5, 0.5])).statistic, 6)
    10.0
    """
    wanted = np.asarray(expected, dtype=float) / np.sum(expected)
    codes, k = np.asarray(categories), len(wanted)
    indicator = np.where(codes[:, None] < 0, np.nan, codes[:, None] == np.arange(k))
    result = totals(design, indicator, domain, domains=1)
    observed, vcov = result.estimate[0], result.vcov[0]
    total = observed.sum()
    fitted = wanted * total
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = float(((observed - fitted) ** 2 / fitted).sum())
        slope = np.eye(k) / np.sqrt(fitted)[:, None]
        slope -= np.outer(wanted * (1 / np.sqrt(fitted) + (observed - fitted) / (2 * fitted**1.5)), np.ones(k))
    residual = slope @ vcov @ slope.T
    if not np.isfinite(residual).all():
        return FitTest(float("nan"), float("nan"), float("nan"), float("nan"))
    spread = np.linalg.eigvalsh(residual)[::-1]
    if not spread.max() > 1e-12 * max(statistic, 1.0):
        return FitTest(statistic, float("nan"), float("nan"), float("nan"))
    ratio = float((spread**2).mean() / spread.mean() ** 2)
    tail = upper_tail(statistic, spread, method="satterthwaite")
    return FitTest(statistic, float(spread.mean() * ratio), k / ratio, tail)


def kappa(design: Design, first: np.ndarray, second: np.ndarray, k: int) -> tuple[float, float]:
    """Cohen's kappa of two codings under a design, and its linearised standard error.

    Parameters
    ----------
    design : Design
        The whole design.
    first, second : array (n,)
        Codes 0 … k − 1, −1 = missing.
    k : int
        Number of categories.

    Returns
    -------
    kappa, se : float
        NaN where everybody is in one category.

    Raises
    ------
    DesignProblem
        `survey.lonely_psu` under the rule "fail".

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46. As R's `svykappa`.

    Examples
    --------
    They agree on 3 of 4, chance on ½: ¼/½.

    >>> round(kappa(Design.build(4), np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0]), 2)[0], 6)
    0.5
    """
    first, second = np.asarray(first), np.asarray(second)
    codes = np.where((first < 0) | (second < 0), -1, first * k + second)
    result = proportions(design, codes, k * k)
    grid, vcov = result.estimate[0].reshape(k, k), result.vcov[0]
    row, column = grid.sum(axis=1), grid.sum(axis=0)
    agree, chance = float(np.trace(grid)), float(row @ column)
    if not chance < 1:  # everybody in one category: agreement beyond chance has no meaning
        return float("nan"), float("nan")
    value = (agree - chance) / (1 - chance)
    by_chance = column[:, None] + row[None, :]
    gradient = (np.eye(k) - by_chance + value * by_chance) / (1 - chance)
    return value, float(np.sqrt(max(gradient.ravel() @ vcov @ gradient.ravel(), 0.0)))
