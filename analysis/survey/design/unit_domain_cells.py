# SPDX-License-Identifier: MIT
"""Sampling units × domains as cells: one pass over the rows sums weights and weighted values, for all domains at once.

Variances of linear estimators need nothing else. A domain keeps the whole design: units without rows in it count as
zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.survey.cancellation import step
from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.sample_design import Design
from analysis.survey.design.stages import Stage
from wording import Progress

_DENSE = 4_000_000


@dataclass(frozen=True)
class StageCells:
    """The (unit, domain) pairs of one stage, sorted by domain, then unit.

    `row` (n,): cell of each row; rows outside every domain lie in cell `count`. `unit`, `domain` (cells,).
    Every pass over the rows asks `progress` first and raises Stopped.
    """

    stage: Stage
    domains: int
    row: np.ndarray
    unit: np.ndarray
    domain: np.ndarray
    progress: Progress | None = None

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.unit)

    @cached_property
    def stratum_domain(self) -> np.ndarray:
        """(cells,) stratum × domain of each cell, domain-major."""
        found: np.ndarray = self.domain * self.stage.strata_count + self.stage.stratum[self.unit]
        return found

    @cached_property
    def bounds(self) -> np.ndarray:
        """(domains + 1,) where the cells of each domain begin."""
        return np.searchsorted(self.domain, np.arange(self.domains + 1))

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sums of a row vector by cell."""
        step(self.progress)
        return np.bincount(self.row, weights=values, minlength=self.count + 1)[: self.count]

    def present(self, rows: np.ndarray | None = None) -> np.ndarray:
        """Whether any row lies in each cell."""
        step(self.progress)
        if rows is None:
            return np.bincount(self.row, minlength=self.count + 1)[: self.count] > 0
        return np.bincount(self.row[rows], minlength=self.count + 1)[: self.count] > 0


@dataclass(frozen=True)
class Cells:
    """The cells of every stage of a design under a set of domains."""

    design: Design
    domains: int
    stages: tuple[StageCells, ...]
    progress: Progress | None = None

    @staticmethod
    def of(
        design: Design,
        domain: np.ndarray | None = None,
        domains: int | None = None,
        progress: Progress | None = None,
    ) -> Cells:
        """Cells of a design under domains.

        Parameters
        ----------
        design : Design
            Its stages and weights.
        domain : array (n,) or None
            Codes 0 … d − 1, −1 = in no domain; None: one domain of all rows.
        domains : int or None
            Number of domains d; None: the highest code and one.
        progress : Progress or None
            Kept, and asked at each pass over the rows.

        Returns
        -------
        Cells
            Rows outside the design are in no domain.

        Raises
        ------
        Stopped
            The user asked to stop.
        """
        step(progress)
        codes: np.ndarray | None = None if domain is None else np.asarray(domain, dtype=np.int64)
        count = 1 if codes is None else int(domains if domains is not None else codes.max(initial=-1) + 1)
        if design.inside is not None:
            codes = np.where(design.inside, 0 if codes is None else codes, -1)
        stages = tuple(_stage_cells(design, stage, codes, count, progress) for stage in design.stages)
        return Cells(design, count, stages, progress)

    @cached_property
    def covers_all(self) -> bool:
        """Whether there is one domain and every row lies in it."""
        first = self.stages[0]
        return self.domains == 1 and int(first.row.max(initial=-1)) < first.count

    @cached_property
    def row_domain(self) -> np.ndarray:
        """(n,) domain of each row; `domains` for rows in none."""
        first = self.stages[0]
        found: np.ndarray = np.append(first.domain, self.domains)[first.row]
        return found

    def influence(self, rows: np.ndarray) -> tuple[np.ndarray, ...]:
        """The sums of a weighted influence in the cells of each stage, after any calibration.

        Parameters
        ----------
        rows : array (n,)
            Weighted influence, zero outside domains.

        Returns
        -------
        tuple of array (cells,)
            One for each stage.

        Raises
        ------
        Stopped
            The user asked to stop.

        Notes
        -----
        The residuals of a calibration reach rows outside a domain, so they are taken domain by domain.
        """
        if not self.design.calibrations:
            return tuple(stage.sums(rows) for stage in self.stages)
        parts: list[list[np.ndarray]] = [[] for _ in self.stages]
        for domain in range(self.domains):
            values = np.where(self.row_domain == domain, rows, 0.0)[:, None]
            for calibration in self.design.calibrations:
                step(self.progress)
                values = calibration.residuals(values)
            for number, stage in enumerate(self.design.stages):
                parts[number].append(np.bincount(stage.unit, weights=values[:, 0], minlength=stage.count))
        return tuple(np.concatenate(part) for part in parts)

    def domain_sums(self, values: np.ndarray) -> np.ndarray:
        """Sums of first-stage cell values by domain.

        Parameters
        ----------
        values : array (cells,)
            By cell of the first stage.

        Returns
        -------
        array (domains,)
            By domain.
        """
        return np.bincount(self.stages[0].domain, weights=values, minlength=self.domains)

    def facts(self, rows: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """PSUs, strata and lonely strata among the rows with a weight.

        Parameters
        ----------
        rows : array (n,) of bool or None
            The rows to look at; None looks at all.

        Returns
        -------
        psus, strata, lonely : array (domains,) of int
            Counts; lonely strata are those that the design's rule has to handle.

        Raises
        ------
        Stopped
            The user asked to stop.
        """
        first = self.stages[0]
        weighted = self.design.weights != 0
        rows = weighted if rows is None else rows & weighted
        there = first.present(None if rows.all() else rows)
        psus = np.bincount(first.domain[there], minlength=self.domains)
        pairs, seen = np.unique(first.stratum_domain[there], return_counts=True)
        domain, stratum = pairs // first.stage.strata_count, pairs % first.stage.strata_count
        strata = np.bincount(domain, minlength=self.domains)
        single = first.stage.lonely[stratum]
        if self.design.adjust_domain_lonely:
            single = single | ((seen == 1) & (first.stage.sampled[stratum] > 1))
        return psus, strata, np.bincount(domain[single], minlength=self.domains)


def _stage_cells(
    design: Design, stage: Stage, codes: np.ndarray | None, domains: int, progress: Progress | None
) -> StageCells:
    step(progress)
    if codes is None:
        return StageCells(stage, 1, stage.unit, np.arange(stage.count), np.zeros(stage.count, dtype=np.int64), progress)
    full = stage.count * domains
    row = np.where(codes < 0, full, codes * stage.count + stage.unit)
    if full <= max(_DENSE, 2 * design.n_rows) or design.pps or design.calibrations:
        unit = np.tile(np.arange(stage.count), domains)
        return StageCells(stage, domains, row, unit, np.repeat(np.arange(domains), stage.count), progress)
    kept, row = np.unique(row, return_inverse=True)
    if len(kept) and kept[-1] == full:
        kept = kept[:-1]
    return StageCells(stage, domains, row.reshape(-1), kept % stage.count, kept // stage.count, progress)


def degrees_of_rows(design: Design, rows: np.ndarray, progress: Progress | None = None) -> int:
    """PSUs minus strata of some rows, in one pass; of replicate weights their rank less one."""
    if design.replicates is not None:
        return degrees_of_freedom(design, rows, progress)
    psus, strata, _ = Cells.of(design, np.where(rows, 0, -1), 1, progress).facts()
    return int(psus[0] - strata[0])
