# SPDX-License-Identifier: MIT
"""Replicate weights, read or made: the spread of re-estimates is the variance.

Replicates made from a design are kept as one factor per sampling unit, so that sums over rows are taken once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.survey.cancellation import row_blocks, step
from wording import Problem, Progress, msg

_RANK_TOLERANCE = 1e-5  # of the singular values of columns of length one, as `degf` asks of a QR decomposition
MOST_NUMBERS = 100_000_000  # of replicate weights that are made: 0.8 GB


@dataclass(frozen=True)
class Replicates:
    """Full-sample weights (n,) and replicates: `matrix` (n, R) of weights, or `factors` (units, R) by `unit` (n,).

    Variance = `scale` · Σ `rscales`ᵣ (θᵣ − centre)²; the centre is the full estimate when `mse`, else their mean.
    `degrees` of freedom: rank of the weights less one. `kind` names the method; `seed` where numbers were drawn;
    `stratum` (units,) of a jackknife, whose degrees of freedom follow by counting.
    """

    weights: np.ndarray
    scale: float
    rscales: np.ndarray
    degrees: int
    kind: str
    matrix: np.ndarray | None = None
    factors: np.ndarray | None = None
    unit: np.ndarray | None = None
    mse: bool = False
    seed: int | None = None
    stratum: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many replicates there are."""
        return len(self.rscales)

    def replicate(self, number: int) -> np.ndarray:
        """The weights of one replicate."""
        if self.matrix is not None:
            return self.matrix[:, number]
        factors, unit = self.by_unit()
        found: np.ndarray = self.weights * factors[unit, number]
        return found

    def by_unit(self) -> tuple[np.ndarray, np.ndarray]:
        """The factors (units, R) and the unit of each row (n,)."""
        if self.factors is None or self.unit is None:
            raise ValueError("replicates need a matrix, or factors by unit")
        return self.factors, self.unit

    def sums(self, values: np.ndarray, progress: Progress | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Weighted sums of columns."""
        columns = values.reshape(len(self.weights), -1)
        if self.matrix is not None:
            full, by_replicate = np.zeros(columns.shape[1]), np.zeros((self.count, columns.shape[1]))
            for rows in row_blocks(progress, len(columns), width=self.count):
                full += self.weights[rows] @ columns[rows]
                by_replicate += self.matrix[rows].T @ columns[rows]
            return full, by_replicate
        factors, unit = self.by_unit()
        units = len(factors)
        parts = np.column_stack(
            [np.bincount(unit, weights=self.weights * column, minlength=units) for column in columns.T]
        )
        return parts.sum(axis=0), factors.T @ parts

    def covariance(self, full: np.ndarray, by_replicate: np.ndarray) -> np.ndarray:
        """Covariance of estimates by their spread over the replicates.

        References
        ----------
        Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5. As `svrVar` of R's survey package 4.4-2.
        """
        known = np.isfinite(by_replicate)
        counted = known & (self.rscales > 0)[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(counted, by_replicate, 0.0).sum(axis=0) / counted.sum(axis=0)
        apart = np.where(known, by_replicate - (full if self.mse else mean), 0.0)
        vcov = self.scale * (apart * self.rscales[:, None]).T @ apart
        none = ~known.any(axis=0)
        return np.where(none[:, None] | none[None, :], np.nan, vcov)

    def rank(self) -> int:
        """Degrees of freedom anew from the weights as they are, rows of weight zero included."""
        if self.matrix is not None:
            return rank_degrees(self.matrix)
        return rank_degrees(np.column_stack([self.replicate(number) for number in range(self.count)]))

    def with_mse(self, mse: bool) -> Replicates:
        """The same, centred otherwise."""
        return replace(self, mse=mse)

    def times(self, factor: np.ndarray) -> Replicates:
        """The same with all weights of a row multiplied."""
        matrix = None if self.matrix is None else self.matrix * factor[:, None]
        return replace(self, weights=self.weights * factor, matrix=matrix)

    def within(self, member: np.ndarray) -> Replicates:
        """The same with weight zero outside some rows."""
        return self.times(np.asarray(member, dtype=float))


def given_replicates(
    weights: np.ndarray,
    matrix: np.ndarray,
    kind: str,
    scale: float | None = None,
    rscales: np.ndarray | None = None,
    rho: float = 0.0,
    combined: bool = True,
    mse: bool = False,
    progress: Progress | None = None,
) -> Replicates:
    """Replicates from columns of a file.

    Parameters
    ----------
    weights : array (n,)
        The full sample's.
    matrix : array (n, R)
        Replicate weights, or factors of the weights.
    kind : str
        Names the method; scales that are not given follow from it: BRR 1/R, Fay 1/(R(1−ρ)²), JK1 (R−1)/R, JK2 1,
        bootstrap and subbootstrap 1/(R−1), successive differences ("ACS") 4/R; JKn and others need them.
    scale : float or None
        Of all squares.
    rscales : array (R,) or None
        Of each replicate's square; None: 1.
    rho : float
        Fay's ρ, 0 to below 1.
    combined : bool
        The matrix has weights, not factors.
    mse : bool
        Squares are about the full estimate, or else about the replicates' mean.
    progress : Progress or None
        Asked between blocks of rows whether to stop.

    Returns
    -------
    Replicates
        Degrees of freedom are the rank of the weights less one.

    Raises
    ------
    Problem
        `survey.replicates_missing` where a weight is missing or infinite.
    ValueError
        No scale, and the kind tells none.
    Stopped
        The user asked to stop.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5. As R's `svrepdesign`.

    Examples
    --------
    >>> given_replicates(np.ones(3), np.eye(3), "JK1").scale == 2 / 3
    True
    """
    matrix, weights = np.asarray(matrix, dtype=float), np.asarray(weights, dtype=float)
    unusable = ~np.isfinite(weights)
    for rows in row_blocks(progress, len(matrix), width=matrix.shape[1]):
        unusable[rows] |= ~np.isfinite(matrix[rows]).all(axis=1)
    if unusable.any():
        raise Problem(msg("survey.replicates_missing", n=int(unusable.sum())))
    count = matrix.shape[1]
    known = {
        "BRR": 1 / count,
        "Fay": 1 / (count * (1 - rho) ** 2),
        "JK1": (count - 1) / count,
        "JK2": 1.0,
        "ACS": 4 / count,
        "successive-difference": 4 / count,
        "bootstrap": 1 / max(count - 1, 1),
        "subbootstrap": 1 / max(count - 1, 1),
    }
    if scale is None:
        if kind not in known:
            raise ValueError(f"a scale is needed for {kind}")
        scale = known[kind]
    full = matrix if combined else times_rows(matrix, weights, progress)
    each = np.ones(count) if rscales is None else np.asarray(rscales, dtype=float)
    return Replicates(weights, scale, each, rank_degrees(full, progress), kind, full, mse=mse)


def times_rows(matrix: np.ndarray, factor: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """The rows of a matrix times a factor each."""
    found = np.empty(matrix.shape)
    for rows in row_blocks(progress, len(matrix), width=matrix.shape[1]):
        np.multiply(matrix[rows], factor[rows, None], out=found[rows])
    return found


def rank_degrees(matrix: np.ndarray, progress: Progress | None = None, there: np.ndarray | None = None) -> int:
    """Degrees of freedom: rank of replicate weights or factors, less one.

    Notes
    -----
    By the eigenvalues of the products of the columns, or of the rows where these are fewer: squares of singular values.

    Examples
    --------
    >>> rank_degrees(np.array([[1.0, 2.0], [2.0, 4.0]])), rank_degrees(np.eye(3))
    (0, 2)
    """
    if (len(matrix) if there is None else int(there.sum())) < matrix.shape[1]:
        matrix = matrix if there is None else matrix[there]
        norms = np.linalg.norm(matrix, axis=0)
        scaled = matrix[:, norms > 0] / norms[norms > 0]
        products = scaled @ scaled.T
    else:
        products = np.zeros((matrix.shape[1],) * 2)
        for rows in row_blocks(progress, len(matrix), width=matrix.shape[1]):
            block = matrix[rows] if there is None else matrix[rows][there[rows]]
            products += block.T @ block
        norms = np.sqrt(np.diag(products))
        products = products[np.ix_(norms > 0, norms > 0)] / np.outer(norms[norms > 0], norms[norms > 0])
    if not products.size:
        return 0
    step(progress)
    return int((np.linalg.eigvalsh(products) > _RANK_TOLERANCE**2).sum()) - 1


def jackknife_degrees(stratum: np.ndarray, there: np.ndarray) -> int:
    """Rank less one of the factors of some units of a jackknife, by counting.

    Notes
    -----
    A row is 1 but in its stratum, of n units: n/(n − 1) there, 0 for the unit itself. Rows depend on each other only
    through strata that are there whole: the mean of the rows of one equals that of another, a row of ones.

    Examples
    --------
    >>> stratum = np.array([0, 0, 1, 1, 1])
    >>> jackknife_degrees(stratum, np.ones(5, dtype=bool)), jackknife_degrees(stratum, np.arange(5) < 3)
    (3, 2)
    """
    whole = np.bincount(stratum) == np.bincount(stratum[there], minlength=int(stratum.max(initial=-1)) + 1)
    return int(there.sum()) - max(int(whole.sum()) - 1, 0) - 1
