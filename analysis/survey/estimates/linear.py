# SPDX-License-Identifier: MIT
"""Means and totals of many variables over many domains in one pass. Missing values are domains; no row is filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import refuse_infinite, side_by_side
from analysis.survey.design.degrees_of_freedom import domain_degrees
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.estimate import DF_IN_DOMAIN, Estimates, t_interval
from analysis.survey.estimates.variance import keeps_rows, within_domains
from analysis.survey.replicates.replicate_variance import DF_OF_REPLICATES, ReplicateSpread, mean_spread
from wording import Progress


@dataclass(frozen=True)
class Linear:
    """A linear estimate before its interval: arrays (d, k); `influence` per stage (cells, k), none of replicates."""

    cells: Cells
    estimate: np.ndarray
    influence: tuple[np.ndarray, ...]
    n: np.ndarray
    base: np.ndarray
    population_variance: np.ndarray
    psus: np.ndarray
    strata: np.ndarray
    lonely: np.ndarray
    vcov: np.ndarray
    spread: ReplicateSpread | None = None  # by replicate weights, which vcov then comes from


def finished(design: Design, result: Linear, level: float, mean: bool) -> Estimates:
    """Standard errors, intervals and design effects of a linear estimate.

    Parameters
    ----------
    design : Design
        That of the estimate.
    result : Linear
        Estimate and covariance.
    level : float
        Confidence level, 0-1.
    mean : bool
        Design effects compare with the variance of a simple random sample's mean, or else total.

    Returns
    -------
    Estimates
        t intervals; degrees of freedom are PSUs minus strata among the rows used, or those of the domain's replicates.

    References
    ----------
    Kish (1965), Survey Sampling, for the design effect. As R's `svymean(…, deff = TRUE)`.
    """
    variance = np.maximum(np.einsum("dii->di", result.vcov), 0.0)
    gone = np.isnan(result.estimate) | _of_one_cluster(design, result, variance)
    variance = np.where(gone, np.nan, variance)
    vcov = np.where(gone[:, :, None] | gone[:, None, :], np.nan, result.vcov) if gone.any() else result.vcov
    se = np.sqrt(variance)
    n, base = result.n, result.base
    with np.errstate(divide="ignore", invalid="ignore"):
        replace = result.population_variance / n if mean else result.population_variance * base**2 / n
        without = np.where(base < n, np.nan, replace * (base - n) / base)
        deff, deff_replace = variance / without, variance / replace
    df = (result.psus - result.strata).astype(float)
    if design.replicates is not None:
        df[:] = domain_degrees(design, result.cells.row_domain, result.cells.domains, result.cells.progress)[:, None]
    low, high = t_interval(result.estimate, se, df, level)
    return Estimates(
        result.estimate,
        se,
        vcov,
        df,
        low,
        high,
        n.astype(int),
        base,
        deff,
        deff_replace,
        result.psus,
        result.strata,
        result.lonely,
        design.weight_ratio,
        level=level,
        df_rule=DF_IN_DOMAIN if design.replicates is None else DF_OF_REPLICATES,
        dropped=design.dropped,
    )


_ROUNDING = 1e-20  # of a squared estimate: 1e-10 of it, far above what rounding leaves and below any real spread


def _of_one_cluster(design: Design, result: Linear, variance: np.ndarray) -> np.ndarray:
    """Where all rows lie in one PSU, whose deviations add up to nothing: no spread between clusters is known."""
    if design.replicates is not None:
        return np.zeros(result.estimate.shape, dtype=bool)
    alone: np.ndarray = (result.psus == 1) & (variance <= _ROUNDING * result.estimate**2)
    return alone


def means(
    design: Design,
    X: np.ndarray | Sequence[np.ndarray],
    domain: np.ndarray | None = None,
    na_rm: bool = True,
    *,
    domains: int | None = None,
    listwise: bool = False,
    level: float = 0.95,
    covariance: bool = True,
    progress: Progress | None = None,
) -> Estimates:
    """Means of variables in domains, with standard errors by Taylor linearisation or replicates.

    Parameters
    ----------
    design : Design
        The whole design: rows are never filtered first.
    X : array (n, k) or sequence of array (n,)
        Variables; NaN = missing. Each uses its own rows.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    na_rm : bool
        Without it a column with a missing value has no mean.
    domains : int or None
        Number of domains d; None: the highest code and one.
    listwise : bool
        Only rows complete in all columns, as `svymean` does for several variables.
    level : float
        Confidence level, 0-1.
    covariance : bool
        False leaves the off-diagonal of `vcov` out.
    progress : Progress or None
        Asked between columns whether to stop.

    Returns
    -------
    Estimates
        Arrays (d, k), in the variables' units.

    Raises
    ------
    Problem
        `survey.values_infinite`; `survey.lonely_psu` (DesignProblem) under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 5.7, for the ratio mean. As R's
    `svymean`.

    Examples
    --------
    A simple random sample: s/√n = √(5/3)/2.

    >>> found = means(Design.build(4), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> found.estimate.item(), round(found.se.item(), 4), found.df.item()
    (2.5, 0.6455, 3.0)
    """
    return finished(
        design, linear(design, X, domain, domains, na_rm, listwise, covariance, True, progress), level, True
    )


def totals(
    design: Design,
    X: np.ndarray | Sequence[np.ndarray],
    domain: np.ndarray | None = None,
    na_rm: bool = True,
    *,
    domains: int | None = None,
    listwise: bool = False,
    level: float = 0.95,
    covariance: bool = True,
    progress: Progress | None = None,
) -> Estimates:
    """Totals of variables in domains, with standard errors by Taylor linearisation or replicates.

    Parameters
    ----------
    design, X, domain, na_rm, domains, listwise, level, covariance, progress : as for `means`
        A missing value adds nothing.

    Returns
    -------
    Estimates
        Arrays (d, k), in the variables' units; NaN where no row has a value.

    Raises
    ------
    Problem
        As `means`.
    Stopped
        The user asked to stop.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 2.8. As R's `svytotal`.

    Examples
    --------
    Four of eight drawn: 8 · 2.5, with √(1 − 4/8) of 8 · 0.6455.

    >>> found = totals(Design.build(4, fpc=[8, 8, 8, 8]), np.array([1.0, 2.0, 3.0, 4.0]))
    >>> found.estimate.item(), round(found.se.item(), 4)
    (20.0, 3.6515)
    """
    return finished(
        design, linear(design, X, domain, domains, na_rm, listwise, covariance, False, progress), level, False
    )


def linear(
    design: Design,
    X: np.ndarray | Sequence[np.ndarray],
    domain: np.ndarray | None,
    domains: int | None,
    na_rm: bool = True,
    listwise: bool = False,
    covariance: bool = True,
    mean: bool = True,
    progress: Progress | None = None,
) -> Linear:
    """Means or totals with their influence, before intervals.

    References
    ----------
    As `means` and `totals`.
    """
    columns = _columns(X)
    refuse_infinite(*columns, progress=progress)
    cells = Cells.of(design, domain, domains, progress)
    missing = _missing_anywhere(columns) if listwise else None
    shared = None if missing is None or not missing.any() else _Rows.of(cells, ~missing)
    step(progress)
    everyone = _Rows.of(cells, None)
    scratch = np.empty(design.n_rows)
    parts = []
    for place, column in enumerate(columns):
        step(progress, place / len(columns))
        valid = None if listwise else _valid(column)
        rows = shared or (everyone if valid is None else _Rows.of(cells, valid))
        parts.append(_column(rows, column, na_rm, mean, scratch))
    step(progress)
    influence = () if design.replicates is not None else _column_influences(cells, parts)
    estimate, spread = (np.column_stack([getattr(part, name) for part in parts]) for name in ("estimate", "spread"))
    n, base = (np.column_stack([getattr(part.rows, name) for part in parts]) for name in ("n", "base"))
    psus, strata, lonely = (np.column_stack([part.rows.facts[place] for part in parts]) for place in range(3))
    apart = None
    if design.replicates is not None:
        apart = mean_spread(cells, columns, estimate, mean, missing)
    vcov = _vcov(cells, parts, influence, covariance) if apart is None else apart.within()
    step(progress)
    return Linear(cells, estimate, influence, n, base, spread, psus, strata, lonely, vcov, apart)


def _column_influences(cells: Cells, parts: list[_LinearColumn]) -> tuple[np.ndarray, ...]:
    """For each stage (cells, k) the influence of the columns."""
    return tuple(
        side_by_side((part.influence[at] for part in parts), stage.count, len(parts), cells.progress)
        for at, stage in enumerate(cells.stages)
    )


@dataclass(frozen=True)
class _Rows:
    """The rows that columns share: their weights, and the sums of weights that do not depend on a column."""

    cells: Cells
    valid: np.ndarray | None
    weight: np.ndarray
    weight_sums: tuple[np.ndarray, ...]
    base: np.ndarray
    n: np.ndarray
    facts: tuple[np.ndarray, np.ndarray, np.ndarray]

    @staticmethod
    def of(cells: Cells, valid: np.ndarray | None) -> _Rows:
        weight = cells.design.weights if valid is None else np.where(valid, cells.design.weights, 0.0)
        sums = tuple(stage.sums(weight) for stage in cells.stages)
        n = cells.domain_sums(_row_counts(cells, weight))
        return _Rows(cells, valid, weight, sums, cells.domain_sums(sums[0]), n, cells.facts(valid))


@dataclass(frozen=True)
class _LinearColumn:
    rows: _Rows
    estimate: np.ndarray
    spread: np.ndarray
    influence: tuple[np.ndarray, ...]


def _column(rows: _Rows, x: np.ndarray, na_rm: bool, mean: bool, scratch: np.ndarray) -> _LinearColumn:
    cells, valid, base, n = rows.cells, rows.valid, rows.base, rows.n
    first = cells.stages[0]
    pilot = _pilot(x)
    shifted = x if pilot == 0 else x - pilot
    if valid is not None:
        shifted = np.where(valid, shifted, 0.0)
    weighted = np.multiply(rows.weight, shifted, out=scratch)
    sums = [stage.sums(weighted) for stage in cells.stages]
    moved = cells.domain_sums(sums[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = moved / base
        if cells.covers_all:
            square = np.array([np.einsum("i,i->", weighted, shifted)])  # without the threads of a BLAS product
        else:
            square = cells.domain_sums(first.sums(weighted * shifted))
        spread = np.maximum((square / base - centre**2) * n / (n - 1), 0.0)
        if mean:
            estimate = pilot + centre
            influence = tuple(
                (s - centre[c.domain] * w) / base[c.domain]
                for c, s, w in zip(cells.stages, sums, rows.weight_sums, strict=True)
            )
        else:
            estimate = np.where(n > 0, moved + pilot * base, np.nan)
            influence = tuple(s + pilot * w for s, w in zip(sums, rows.weight_sums, strict=True))
    if valid is not None and not na_rm:
        lost = cells.domain_sums(first.sums((~valid).astype(float))) > 0
        estimate = np.where(lost, np.nan, estimate)
    if cells.design.calibrations:
        inside = np.minimum(cells.row_domain, cells.domains - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            scores = (shifted - centre[inside]) / base[inside] if mean else shifted + pilot
        influence = cells.influence(np.where(cells.row_domain < cells.domains, rows.weight * scores, 0.0))
    return _LinearColumn(rows, np.where(np.isfinite(estimate), estimate, np.nan), spread, influence)


def _row_counts(cells: Cells, weight: np.ndarray) -> np.ndarray:
    used = weight != 0
    first = cells.stages[0]
    row = first.row if used.all() else first.row[used]
    return np.bincount(row, minlength=first.count + 1)[: first.count].astype(float)


def _vcov(cells: Cells, parts: list[_LinearColumn], influence: tuple[np.ndarray, ...], covariance: bool) -> np.ndarray:
    design = cells.design
    needs_present = design.adjust_domain_lonely or any(stage.lonely.any() for stage in design.stages)
    same = len({id(part.rows) for part in parts}) == 1
    if not needs_present or same or keeps_rows(design):
        present = None
        if needs_present and parts[0].rows.valid is not None and not keeps_rows(design):
            present = [stage.present(parts[0].rows.valid) for stage in cells.stages]
        if covariance:
            return within_domains(cells, influence, present)
        return _from_diagonal(within_domains(cells, influence, present, diagonal=True))
    diagonal = np.column_stack(
        [
            within_domains(
                cells,
                [values[:, [column]] for values in influence],
                None if part.rows.valid is None else [stage.present(part.rows.valid) for stage in cells.stages],
                diagonal=True,
            )[:, 0]
            for column, part in enumerate(parts)
        ]
    )
    full = within_domains(cells, influence) if covariance else _from_diagonal(diagonal)
    rows = np.arange(len(parts))
    full[:, rows, rows] = diagonal
    return full


def _from_diagonal(diagonal: np.ndarray) -> np.ndarray:
    domains, k = diagonal.shape
    full = np.full((domains, k, k), np.nan)
    full[:, np.arange(k), np.arange(k)] = diagonal
    return full


def _columns(X: np.ndarray | Sequence[np.ndarray]) -> list[np.ndarray]:
    if isinstance(X, (list, tuple)):
        return [np.asarray(column, dtype=float) for column in X]
    array = np.asarray(X, dtype=float)
    if array.ndim == 1:
        return [array]
    return [np.ascontiguousarray(array[:, position]) for position in range(array.shape[1])]


def _valid(x: np.ndarray) -> np.ndarray | None:
    """Rows with a value, or None when all have one."""
    if np.isfinite(x.sum()):
        return None
    missing = np.isnan(x)
    return ~missing if missing.any() else None


def _missing_anywhere(columns: list[np.ndarray]) -> np.ndarray:
    missing = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        if not np.isfinite(column.sum()):
            missing |= np.isnan(column)
    return missing


def _pilot(x: np.ndarray) -> float:
    """A value near the mean, taken off before summing where the values are large beside their spread; else 0."""
    if not len(x):
        return 0.0
    sample = x[:: max(len(x) // 1024, 1)]
    sample = sample[np.isfinite(sample)]
    if not len(sample) or abs(sample.mean()) < 30 * sample.std():
        return 0.0
    return float(sample.mean())
