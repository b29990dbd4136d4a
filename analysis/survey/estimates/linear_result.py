# SPDX-License-Identifier: MIT
"""A linear estimate with its influence, and how it becomes estimates with standard errors and intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.design.degrees_of_freedom import domain_degrees
from analysis.survey.design.sample_design import Design
from analysis.survey.design.unit_domain_cells import Cells
from analysis.survey.estimates.estimate import DF_IN_DOMAIN, Estimates, t_interval
from analysis.survey.replicates.replicate_variance import DF_OF_REPLICATES, ReplicateSpread


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
