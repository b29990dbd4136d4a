# SPDX-License-Identifier: MIT
"""Covariance of totals from sums per sampling unit, with fpc, stages and lonely PSUs; every estimator uses it.

Rules as in `svyrecvar` of R's survey package 4.4-2 (Taylor linearisation, Särndal, Swensson and Wretman 1992 ch. 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analysis.survey.cancellation import row_blocks, step
from analysis.survey.column_arrays import each_column, side_by_side
from analysis.survey.design.sample_design import Design, DesignProblem, quadratic
from analysis.survey.design.unit_domain_cells import Cells, StageCells
from wording import Progress, msg


def within_domains(
    cells: Cells,
    influence: Sequence[np.ndarray],
    present: Sequence[np.ndarray] | None = None,
    diagonal: bool = False,
) -> np.ndarray:
    """Covariance of totals within each domain.

    Parameters
    ----------
    cells : Cells
        Sampling units × domains of the design.
    influence : sequence of array (cells, k)
        For each stage the sums of the influence of an estimator over each cell.
    present : sequence of array (cells,) of bool, or None
        For each stage the cells with rows; needed only by the rules for lonely PSUs; None: all rows count.
    diagonal : bool
        The variances only.

    Returns
    -------
    array (domains, k, k), or (domains, k)
        NaN where every stratum has a single PSU and the rule gives none a variance.

    Raises
    ------
    DesignProblem
        `survey.lonely_psu` under the rule "fail" when a stratum present has a single PSU.
    Stopped
        The user asked to stop.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, chapter 4. As `svyrecvar` of R's survey 4.4-2.
    """
    if cells.design.pps not in ("", "brewer"):
        full = _of_pairs(cells, influence[0])
        return np.einsum("dii->di", full) if diagonal else full
    if cells.design.variance_unknown:
        k = influence[0].shape[1]
        return np.full((cells.domains, k) if diagonal else (cells.domains, k, k), np.nan)
    total: np.ndarray | None = None
    for number, (stage, values) in enumerate(zip(cells.stages, influence, strict=True)):
        there = None if present is None else present[number]
        part = _stage_part(cells.design, stage, values, there, number, diagonal)
        total = part if total is None else total + part
    assert total is not None
    return total


def covariance(
    design: Design,
    influence: np.ndarray | Iterable[np.ndarray],
    member: np.ndarray | None = None,
    *,
    mixed: np.ndarray | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Covariance of the column sums of an influence by row.

    References
    ----------
    As `within_domains`.

    Examples
    --------
    A total of three rows: 3 · Σ(x − 2)²/2.

    >>> covariance(Design.build(3), np.array([1.0, 2.0, 3.0])).round(6).tolist()
    [[3.0]]
    """
    domain = None if member is None or keeps_rows(design) else np.where(member, 0, -1)
    cells = Cells.of(design, domain, 1, progress)
    if isinstance(influence, np.ndarray):
        influence = each_column(influence.reshape(design.n_rows, -1))
    sums: list[list[np.ndarray]] = [[] for _ in cells.stages]
    for column in influence:
        values = column
        for calibration in design.calibrations:
            step(progress)
            values = calibration.residuals(values[:, None])[:, 0]
        for number, stage in enumerate(cells.stages):
            sums[number].append(stage.sums(values))
    tables = [
        side_by_side(parts, stage.count, progress=progress) for stage, parts in zip(cells.stages, sums, strict=True)
    ]
    found: np.ndarray = within_domains(
        cells, tables if mixed is None else [_mixed(table, mixed, progress) for table in tables]
    )[0]
    return found


def _mixed(table: np.ndarray, mixed: np.ndarray, progress: Progress | None) -> np.ndarray:
    """(cells, k) the table (cells, p) times `mixed` (p, k), block by block: a cell may be a single row."""
    product = np.empty((len(table), mixed.shape[1]), order="F")
    for rows in row_blocks(progress, len(table), width=table.shape[1]):
        product[rows] = table[rows] @ mixed
    return product


def keeps_rows(design: Design) -> bool:
    """Whether a domain keeps all rows with weight zero (calibrated and PPS designs) instead of leaving rows out."""
    return bool(design.calibrations or design.pps)


def across_domains(cells: Cells, influence: Sequence[np.ndarray]) -> np.ndarray:
    """Covariance of all estimates of all domains, by the whole design's rules.

    References
    ----------
    As `within_domains`.
    """
    design = cells.design
    whole = Cells.of(design, None if design.inside is None else np.where(design.inside, 0, -1), 1)
    wide = []
    for stage, values in zip(cells.stages, influence, strict=True):
        k = values.shape[1]
        dense = np.zeros((stage.stage.count, cells.domains, k))
        dense[stage.unit, stage.domain] = values
        wide.append(dense.reshape(stage.stage.count, cells.domains * k))
    found: np.ndarray = within_domains(whole, wide)[0]
    return found


def _of_pairs(cells: Cells, influence: np.ndarray) -> np.ndarray:
    """(domains, k, k) from the joint probabilities of the first-stage units, stratum by stratum."""
    design, stage, k = cells.design, cells.stages[0].stage, influence.shape[1]
    values = influence.reshape(cells.domains, stage.count, k)
    result = np.zeros((cells.domains, k, k))
    for start, size in zip(stage.starts, stage.sampled, strict=True):
        own = slice(int(start), int(start + size))
        joint = None if design.joint is None else design.joint[own, own]
        for domain in range(cells.domains):
            probability = 1 - stage.unsampled[own]
            result[domain] += quadratic(values[domain, own], probability, design.pps, design.pps_form, joint)
    return result


def _stage_part(
    design: Design,
    cells: StageCells,
    values: np.ndarray,
    present: np.ndarray | None,
    number: int,
    diagonal: bool,
) -> np.ndarray:
    stage, strata = cells.stage, cells.stage.strata_count
    pairs = cells.domains * strata
    step(cells.progress)
    sampled = np.tile(stage.sampled, cells.domains)
    means = _grouped(cells.stratum_domain, values, pairs, cells.progress) / np.maximum(sampled, 1)[:, None]
    scale, unit_scale = np.tile(stage.scale[stage.starts], cells.domains), stage.scale[cells.unit]
    factor: np.ndarray | None = None
    special = _special(design, cells, present)
    if special is not None:
        seen, single = special
        if design.lonely == "adjust" and number == 0:
            means[single] = _recentring(cells, values, sampled, seen)[single // strata]
        if design.lonely == "average":
            scale[single] = 0.0
            unit_scale = np.where(np.isin(cells.stratum_domain, single), 0.0, unit_scale)
            factor = _average_factor(cells, seen, single, number)
    step(cells.progress)
    part = _products(cells, values, means, unit_scale, diagonal)
    step(cells.progress)
    absent = sampled - np.bincount(cells.stratum_domain, minlength=pairs)
    if absent.any():
        part = part + _absent_part(cells, means, scale * absent, diagonal)
    if factor is not None:
        part = part * factor.reshape((-1,) + (1,) * (part.ndim - 1))
    return part


def _special(design: Design, cells: StageCells, present: np.ndarray | None) -> tuple[np.ndarray, np.ndarray] | None:
    """Units seen per stratum × domain, and the pairs that a lonely rule concerns; None where no rule has a say."""
    stage = cells.stage
    by_domain = design.adjust_domain_lonely and design.lonely in ("adjust", "average")
    if not by_domain and (not stage.lonely.any() or design.lonely in ("remove", "certainty")):
        return None
    there = cells.present() if present is None else present
    if keeps_rows(design):
        there = np.ones_like(there)
    seen = np.bincount(cells.stratum_domain[there], minlength=cells.domains * stage.strata_count)
    lonely = np.tile(stage.lonely, cells.domains) & (seen > 0)
    if design.lonely == "fail" and lonely.any():
        raise DesignProblem(msg("survey.lonely_psu", n=int(stage.lonely.sum())))
    if by_domain:
        lonely = lonely | ((seen == 1) & (np.tile(stage.sampled, cells.domains) > 1))
    single = np.flatnonzero(lonely)
    return (seen, single) if len(single) else None


def _recentring(cells: StageCells, values: np.ndarray, sampled: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """(domains, k) mean over all PSUs of the strata present: where "adjust" centres a lonely PSU."""
    drawn = np.where(seen > 0, sampled, 0).reshape(cells.domains, -1).sum(axis=1)
    found: np.ndarray = _grouped(cells.domain, values, cells.domains, cells.progress) / np.maximum(drawn, 1)[:, None]
    return found


def _average_factor(cells: StageCells, seen: np.ndarray, single: np.ndarray, number: int) -> np.ndarray:
    """(domains,) strata over strata with a variance; not a number where there is none."""
    if number > 0:  # R averages within the one PSU, where no other stratum stands: no number
        hit = np.bincount(single // cells.stage.strata_count, minlength=cells.domains) > 0
        return np.where(hit, np.nan, 1.0)
    strata = (seen > 0).reshape(cells.domains, -1).sum(axis=1)
    left = strata - np.bincount(single // cells.stage.strata_count, minlength=cells.domains)
    found: np.ndarray = np.divide(strata, left, out=np.full(cells.domains, np.nan), where=left > 0)
    return found


def _grouped(codes: np.ndarray, values: np.ndarray, groups: int, progress: Progress | None) -> np.ndarray:
    sums = np.empty((groups, values.shape[1]))
    for column in range(values.shape[1]):
        step(progress)
        sums[:, column] = np.bincount(codes, weights=values[:, column], minlength=groups)
    return sums


def _products(
    cells: StageCells, values: np.ndarray, means: np.ndarray, scale: np.ndarray, diagonal: bool
) -> np.ndarray:
    """Per domain the scaled products of the values less their stratum's mean: (domains, k, k), or the diagonal."""
    k, place = values.shape[1], cells.stratum_domain
    if diagonal:
        squares = np.empty((cells.domains, k))
        for column in range(k):
            step(cells.progress)
            centred = values[:, column] - means[place, column]
            squares[:, column] = np.bincount(cells.domain, weights=centred**2 * scale, minlength=cells.domains)
        return squares
    part, root = np.zeros((cells.domains, k, k)), np.sqrt(scale)
    step(cells.progress)
    for domain in range(cells.domains):
        for rows in row_blocks(cells.progress, int(cells.bounds[domain + 1]), int(cells.bounds[domain])):
            block = (values[rows] - means[place[rows]]) * root[rows, None]
            part[domain] += block.T @ block
    return part


def _absent_part(cells: StageCells, means: np.ndarray, scale: np.ndarray, diagonal: bool) -> np.ndarray:
    """What units without rows in the domain add: each is zero, so the distance to the stratum's mean."""
    strata, k = cells.stage.strata_count, means.shape[1]
    scaled = (means * np.sqrt(scale)[:, None]).reshape(cells.domains, strata, k)
    found: np.ndarray = (scaled**2).sum(axis=1) if diagonal else np.einsum("dsi,dsj->dij", scaled, scaled)
    return found
