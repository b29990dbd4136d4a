# SPDX-License-Identifier: MIT
"""The Rao–Scott test of every choice of a set by groups, in one pass over the rows.

Each choice makes a table chosen/not × groups. Their cell shares are linear in the shares of chosen × group and of the
groups, so one covariance matrix serves all; the test is that of `chi_square` (Rao and Scott 1984, second
order, F).
"""

from __future__ import annotations

import math

import numpy as np

from analysis.problems import check
from analysis.survey import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.chi_square import chisq
from analysis.survey.estimates.variance import within_domains
from wording import NoProgress, Progress


def choice_p_values(
    design: Design, indicators: np.ndarray, group: np.ndarray, groups: int, domain: np.ndarray,
    progress: Progress | None = None,
) -> list[float]:  # fmt: skip
    """Test each column of `indicators` by groups, with one covariance matrix for all.

    NaN where it cannot be tested.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60, second order, with F.
    """
    watch = progress or NoProgress()
    answered = ~np.isnan(indicators[:, 0]) & (group >= 0) & (domain >= 0) & (design.weights != 0)
    if design.calibrations or design.replicates is not None or design.inside is not None:
        return [_test_choice(design, column, group, domain, progress) for column in indicators.T]
    k = indicators.shape[1]
    if not answered.any():
        return [math.nan] * k
    cells = Cells.of(design, np.where(answered, 0, -1), 1, progress)
    safe = np.where(answered, group, 0)
    counts = np.bincount(group[answered], minlength=groups)
    influence, shares = [], np.empty(0)
    for stage in cells.stages:
        columns = []
        for column in (np.ones(len(group)), *indicators.T):
            check(watch)
            weights = design.weights * np.nan_to_num(column)
            table = np.bincount(stage.row * groups + safe, weights=weights, minlength=(stage.count + 1) * groups)
            columns.append(table[: stage.count * groups].reshape(stage.count, groups))
        total = columns[0].sum(axis=1)
        if not len(shares):
            shares = np.concatenate([table.sum(axis=0) for table in columns]) / total.sum()
            base = total.sum()
        influence.append((np.hstack(columns) - total[:, None] * shares[None, :]) / base)
    vcov = within_domains(cells, tuple(influence))[0]
    member = domain >= 0
    psus, strata, _ = Cells.of(design, domain, 1, progress).facts()
    present = counts > 0
    found = []
    for at in range(k):
        places = np.concatenate([np.arange(groups)[present], (at + 1) * groups + np.arange(groups)[present]])
        found.append(
            _rao_scott(shares[places], vcov[np.ix_(places, places)], int(member.sum()), int(psus[0] - strata[0]))
        )
    return found


def _rao_scott(shares: np.ndarray, vcov: np.ndarray, size: int, degrees: int) -> float:
    """p from the shares of the groups and of chosen × groups with their covariance."""
    from scipy.special import fdtrc  # scipy.special, 230 ms: not at start

    g = len(shares) // 2
    to_cells = np.block([[np.zeros((g, g)), np.eye(g)], [np.eye(g), -np.eye(g)]])  # chosen, then not chosen
    p, spread = to_cells @ shares, to_cells @ vcov @ to_cells.T
    if g < 2 or p[:g].sum() <= 1e-15 or p[g:].sum() <= 1e-15:
        return math.nan
    p = np.maximum(p, 0.0)
    grid = p.reshape(2, g)
    expected = np.outer(grid.sum(axis=1), grid.sum(axis=0))
    pearson = size * float(((grid - expected) ** 2 / expected).sum())
    inverse = np.divide(1.0, p, out=np.zeros_like(p), where=p > 1e-15)
    contrast = np.kron(np.array([[-0.5], [0.5]]), np.eye(g)[:, 1:] - 1 / g)
    weighted = inverse[:, None] * contrast
    try:
        delta = np.linalg.solve(contrast.T @ weighted / size, weighted.T @ spread @ weighted)
    except np.linalg.LinAlgError:
        return math.nan
    trace = float(np.trace(delta))
    if not trace > 1e-12 * size or degrees <= 0:
        return math.nan
    d0 = trace**2 / float(np.trace(delta @ delta))
    return float(fdtrc(d0, d0 * degrees, pearson / trace))


def _test_choice(
    design: Design, column: np.ndarray, group: np.ndarray, domain: np.ndarray, progress: Progress | None
) -> float:
    codes = np.where(np.isnan(column) | (domain < 0), -1, column).astype(np.int64)
    try:
        return chisq(design, codes, group, "F", domain, progress).p
    except np.linalg.LinAlgError:
        return math.nan
