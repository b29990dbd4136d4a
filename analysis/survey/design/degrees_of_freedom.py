# SPDX-License-Identifier: MIT
"""Degrees of freedom of a design: PSUs minus strata, or the rank of its replicate weights less one."""

from __future__ import annotations

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.design.replicate_weights import Replicates, jackknife_degrees, rank_degrees
from analysis.survey.design.sample_design import Design
from wording import Progress


def degrees_of_freedom(design: Design, member: np.ndarray | None = None, progress: Progress | None = None) -> int:
    """PSUs minus strata among the rows with a weight; of replicate weights the rank less one.

    Parameters
    ----------
    design : Design
        Its first stage, or its replicates.
    member : array (n,) of bool or None
        The rows to look at; None looks at all.
    progress : Progress or None
        Asked whether to stop.

    Returns
    -------
    int
        As `degf` of R's survey package 4.4-2.

    Raises
    ------
    Stopped
        The user asked to stop.

    References
    ----------
    As `degf` of R's survey package 4.4-2.

    Examples
    --------
    Two strata of two clusters each: 4 − 2.

    >>> design = Design.build(4, strata=[0, 0, 1, 1], clusters=[0, 1, 2, 3])
    >>> degrees_of_freedom(design), degrees_of_freedom(design, np.array([True, True, False, False]))
    (2, 1)
    """
    if design.replicates is not None:
        codes = np.zeros(design.n_rows) if member is None else np.where(member, 0, -1)
        return int(domain_degrees(design, codes, 1, progress)[0])
    rows = design.weights != 0
    if member is not None:
        rows = rows & member
    units = np.unique(design.psu[rows])
    return len(units) - len(np.unique(design.stages[0].stratum[units]))


def domain_degrees(
    design: Design, row_domain: np.ndarray, domains: int, progress: Progress | None = None
) -> np.ndarray:
    """Rank of the replicate weights of the rows of each domain, less one.

    References
    ----------
    As `degf` of R's survey package 4.4-2.
    """
    replicates: Replicates = design.replicates  # type: ignore[assignment]  # asked for such designs alone
    found = np.zeros(domains)
    weighted = replicates.weights != 0
    for domain in range(domains):
        step(progress)
        rows = weighted & (row_domain == domain)
        if domains == 1 and rows.sum() == weighted.sum():
            found[domain] = replicates.degrees
        elif replicates.matrix is not None:
            found[domain] = rank_degrees(replicates.matrix, progress, rows)
        else:
            factors, unit = replicates.by_unit()
            there = np.bincount(unit[rows], minlength=len(factors)) > 0
            strata = replicates.stratum
            found[domain] = (
                rank_degrees(factors[there], progress) if strata is None else jackknife_degrees(strata, there)
            )
    return np.maximum(found, 0.0)
