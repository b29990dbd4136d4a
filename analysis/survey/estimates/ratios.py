# SPDX-License-Identifier: MIT
"""Ratios of totals over domains, by linearisation, as `svyratio`."""

from __future__ import annotations

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.column_arrays import refuse_infinite
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.estimate import Estimates
from analysis.survey.estimates.linear import Linear, finished
from analysis.survey.estimates.variance import within_domains
from analysis.survey.replicates.replicate_variance import ratio_spread
from wording import Progress


def ratios(
    design: Design,
    num: np.ndarray,
    den: np.ndarray,
    domain: np.ndarray | None = None,
    *,
    domains: int | None = None,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Estimates:
    """Total of one variable over total of another in each domain, of the rows that have both.

    Parameters
    ----------
    design : Design
        The whole design.
    num, den : array (n,)
        Numbers; NaN = missing.
    domain : array (n,) or None
        Codes 0 … d − 1, −1 = in none; None: one domain of all rows.
    domains : int or None
        Number of domains d.
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Estimates
        Arrays (d, 1); NaN where the total of `den` is 0.

    Raises
    ------
    Problem
        `survey.values_infinite`; `survey.lonely_psu` (DesignProblem) under the rule "fail".
    Stopped
        The user asked to stop.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 5.6. As R's `svyratio`.

    Examples
    --------
    Of 2 + 4 + 6 incidents in 1 + 2 + 3 months there are 2 a month, without any residual.

    >>> found = ratios(Design.build(3), np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0]))
    >>> found.estimate.item(), found.se.item()
    (2.0, 0.0)
    """
    return finished(design, ratio_linear(design, num, den, domain, domains, progress), level, mean=False)


def ratio_linear(
    design: Design,
    num: np.ndarray,
    den: np.ndarray,
    domain: np.ndarray | None,
    domains: int | None,
    progress: Progress | None = None,
) -> Linear:
    """The ratios with their influence, before intervals.

    References
    ----------
    As `ratios`.
    """
    num, den = np.asarray(num, dtype=float).reshape(-1), np.asarray(den, dtype=float).reshape(-1)
    refuse_infinite(num, den)
    valid = ~(np.isnan(num) | np.isnan(den))
    cells = Cells.of(design, domain, domains, progress)
    first = cells.stages[0]
    weight = np.where(valid, design.weights, 0.0)
    top, bottom = np.where(valid, num, 0.0), np.where(valid, den, 0.0)
    sums = [cells.domain_sums(first.sums(weight * values)) for values in (top, bottom, np.ones(len(num)))]
    n = cells.domain_sums(first.sums((weight != 0).astype(float)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(sums[1] != 0, sums[0] / sums[1], np.nan)
        step(progress)
        inside = np.minimum(cells.row_domain, cells.domains - 1)
        step(progress)
        residual = (top - ratio[inside] * bottom) / sums[1][inside]
        residual = np.where(cells.row_domain < cells.domains, residual, 0.0)
        centre = cells.domain_sums(first.sums(weight * residual)) / sums[2]
        square = cells.domain_sums(first.sums(weight * residual**2)) / sums[2]
        spread = (square - centre**2) * n / (n - 1)
    influence = tuple(values[:, None] for values in cells.influence(weight * residual))
    present = None if valid.all() else [stage.present(valid) for stage in cells.stages]
    apart = None if design.replicates is None else ratio_spread(cells, top, bottom, ratio)
    vcov = within_domains(cells, influence, present) if apart is None else apart.within()
    wide = [value[:, None] for value in (ratio, n, sums[2], np.maximum(spread, 0), *cells.facts(valid))]
    return Linear(cells, wide[0], influence, wide[1], wide[2], wide[3], wide[4], wide[5], wide[6], vcov, apart)
