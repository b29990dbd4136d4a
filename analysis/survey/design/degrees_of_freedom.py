# SPDX-License-Identifier: MIT
"""Degrees of freedom of a design: PSUs minus strata, or the rank of its replicate weights less one."""

from __future__ import annotations

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.design.sample_design import Design
from analysis.survey.replicates.replicate_weights import Replicates, jackknife_degrees, rank_degrees
from wording import Progress


def degrees_of_freedom(design: Design, member: np.ndarray | None = None, progress: Progress | None = None) -> int:
    """PSUs minus strata, of those present among the rows of `member` (bool) whose weight is not zero.

    With replicate weights, the rank of theirs less one. As `degf` of R's survey package 4.4-2.
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
    """(d,) rank of the replicate weights of the rows of each domain, less one. Raises Stopped."""
    replicates: Replicates = design.replicates  # type: ignore[assignment]
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
            counted = replicates.stratum is not None
            found[domain] = (
                jackknife_degrees(replicates.stratum, there) if counted else rank_degrees(factors[there], progress)  # type: ignore[arg-type]
            )
    return np.maximum(found, 0.0)
