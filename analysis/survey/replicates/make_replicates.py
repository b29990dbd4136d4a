# SPDX-License-Identifier: MIT
"""Makes replicate weights from a design: jackknife, balanced half-samples, Fay, bootstrap with a kept seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from analysis.records import SampleColumns
from analysis.replicate_columns import NEED_SCALES, ReplicateColumns, ReplicateRule
from analysis.survey.cancellation import row_blocks, step
from analysis.survey.design.replicate_weights import (
    MOST_NUMBERS,
    Replicates,
    given_replicates,
    jackknife_degrees,
    rank_degrees,
)
from analysis.survey.design.sample_design import Design, DesignProblem, Lonely
from analysis.survey.design.stages import Stage
from wording import Problem, Progress, msg

_MOST_UNITS = 5_000  # a replicate for each would take n² numbers
Bootstrap = Literal["bootstrap", "subbootstrap"]


def jackknife(design: Design, progress: Progress | None = None) -> Replicates:
    """One PSU left out at a time: JK1 without strata, JKn with them.

    Parameters
    ----------
    design : Design
        Its first stage, with fpc.
    progress : Progress or None
        Asked between PSUs whether to stop.

    Returns
    -------
    Replicates
        One for each PSU.

    Raises
    ------
    Problem
        `survey.lonely_psu` where a stratum has one PSU; `survey.jackknife_too_many` of more than 5,000.
    Stopped
        The user asked to stop.

    References
    ----------
    Wolter (2007), Introduction to Variance Estimation, chapter 4. As R's `as.svrepdesign`.

    Examples
    --------
    Three units: each other one stands for 3/2.

    >>> made = jackknife(Design.build(3))
    >>> made.replicate(0).tolist(), round(made.scale, 6)
    ([0.0, 1.5, 1.5], 0.666667)
    """
    stage = design.stages[0]
    if stage.lonely.any():
        raise Problem(msg("survey.lonely_psu", n=int(stage.lonely.sum())))
    if stage.count > _MOST_UNITS:
        raise Problem(msg("survey.jackknife_too_many", n=stage.count))
    n = stage.sampled[stage.stratum].astype(float)
    left = stage.unsampled
    factors = np.ones((stage.count, stage.count))
    for unit in range(stage.count):
        step(progress)
        own = stage.stratum == stage.stratum[unit]
        factors[own, unit] = n[unit] / (n[unit] - 1)
        factors[unit, unit] = 0.0
    if stage.strata_count == 1:
        scale, rscales, kind = float((n[0] - 1) / n[0] * left[0]), np.ones(stage.count), "JK1"
    else:
        scale, rscales, kind = 1.0, (n - 1) / n * left, "JKn"
    counted = stage.stratum if (stage.sampled > 1).all() else None
    degrees = None if counted is None else jackknife_degrees(counted, np.ones(stage.count, dtype=bool))
    return replace(_replicates_of_factors(design, factors, scale, rscales, kind, degrees=degrees), stratum=counted)


def half_samples(design: Design, rho: float = 0.0, progress: Progress | None = None) -> Replicates:
    """Balanced half-samples of designs with two PSUs in every stratum; with ρ > 0 Fay's method.

    Parameters
    ----------
    design : Design
        Its first stage.
    rho : float
        0 to below 1: the PSUs left out keep ρ of their weight.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Replicates
        As many as the smallest Hadamard matrix that is made here has columns, one more than the strata at least.

    Raises
    ------
    Problem
        `survey.brr_two` where a stratum has not two PSUs; `survey.replicates_too_large`.
    Stopped
        The user asked to stop.

    References
    ----------
    McCarthy (1969), Review of the International Statistical Institute 37, 239-264; Judkins (1990), Journal of Official
    Statistics 6, 223-239, for Fay's; Wolter (2007), Introduction to Variance Estimation, chapter 3.

    Examples
    --------
    >>> made = half_samples(Design.build(4, strata=[0, 0, 1, 1]))
    >>> made.count, sorted(made.replicate(0).tolist())
    (4, [0.0, 0.0, 2.0, 2.0])
    """
    stage = design.stages[0]
    if (stage.sampled != 2).any():
        raise Problem(msg("survey.brr_two", n=int((stage.sampled != 2).sum())))
    strata = stage.strata_count
    _refuse_large(stage.count, strata)
    signs = _hadamard(strata + 1)[1 : strata + 1]
    step(progress)
    second = np.arange(stage.count) != stage.starts[stage.stratum]
    sign = np.where(second[:, None], -1, 1) * signs[stage.stratum]
    factors = 1 + (1 - rho) * sign
    count = factors.shape[1]
    return _replicates_of_factors(
        design, factors, 1 / (count * (1 - rho) ** 2), np.ones(count), "Fay" if rho else "BRR", progress=progress
    )


def bootstrap(
    design: Design,
    replicates: int = 200,
    seed: int = 1,
    kind: Bootstrap = "subbootstrap",
    progress: Progress | None = None,
) -> Replicates:
    """PSUs drawn with replacement within strata.

    Parameters
    ----------
    design : Design
        Its first stage.
    replicates : int
        How many, at least 2.
    seed : int
        Of the random numbers; it is kept with the result.
    kind : str
        "subbootstrap": n−1 of n rescaled (Rao and Wu); "bootstrap": n of n (Canty and Davison, equal stratum sizes).
    progress : Progress or None
        Asked between draws whether to stop.

    Returns
    -------
    Replicates
        Factors by PSU.

    Raises
    ------
    Problem
        `survey.lonely_psu` where a stratum has one PSU; `survey.replicates_too_large`.
    Stopped
        The user asked to stop.

    References
    ----------
    Rao & Wu (1988), JASA 83, 231-241; Canty & Davison (1999), The Statistician 48, 379-391.
    """
    stage = design.stages[0]
    if stage.lonely.any():
        raise Problem(msg("survey.lonely_psu", n=int(stage.lonely.sum())))
    _refuse_large(stage.count, replicates)
    generator = np.random.default_rng(seed)
    factors = np.ones((stage.count, replicates))
    bounds = np.append(stage.starts, stage.count)
    for low, high in zip(bounds[:-1], bounds[1:], strict=True):
        n = int(high - low)
        if n < 2:
            continue
        drawn = n - 1 if kind == "subbootstrap" else n
        for number in range(replicates):
            step(progress)
            factors[low:high, number] = generator.multinomial(drawn, np.full(n, 1 / n)) * (n / drawn)
    scale = 1 / (replicates - 1)
    if kind == "bootstrap":
        size = 1 / float((1 / stage.sampled).mean())  # harmonic mean of the strata's sizes, as R takes it
        scale *= size / (size - 1)
    return _replicates_of_factors(design, factors, scale, np.ones(replicates), kind, seed, progress=progress)


def rescaled_bootstrap(design: Design, replicates: int = 200, seed: int = 1) -> Replicates:
    """Half of the units of every stage drawn without replacement and rescaled, so that fpc and stages count.

    Parameters
    ----------
    design : Design
        All its stages.
    replicates : int
        How many, at least 2.
    seed : int
        Of the random numbers; it is kept with the result.

    Returns
    -------
    Replicates
        Factors by last-stage unit.

    Raises
    ------
    Problem
        `survey.lonely_psu` where a first-stage stratum has one PSU.

    References
    ----------
    Preston (2009), Survey Methodology 35, 227-234.
    """
    if design.stages[0].lonely.any():
        raise Problem(msg("survey.lonely_psu", n=int(design.stages[0].lonely.sum())))
    generator = np.random.default_rng(seed)
    last = design.stages[-1]
    first_row = np.zeros(last.count, dtype=np.int64)
    first_row[last.unit[::-1]] = np.arange(design.n_rows)[::-1]
    factors, chain = np.ones((last.count, replicates)), np.ones((last.count, replicates))
    for stage in design.stages:
        inside = stage.unit[first_row]  # the unit of this stage in which each last-stage unit lies
        n = stage.sampled[stage.stratum].astype(float)
        half = np.floor(n / 2)
        size = np.sqrt(half * stage.factor * stage.unsampled / np.maximum(n - half, 1))
        drawn = _drawn_without(stage, half, replicates, generator)
        ratio = np.where(half > 0, n / np.maximum(half, 1), 1.0)
        factors += chain * (size[:, None] * (ratio[:, None] * drawn - 1))[inside]
        chain *= (np.sqrt(ratio)[:, None] * drawn)[inside]
    return Replicates(
        design.weights, 1 / (replicates - 1), np.ones(replicates), rank_degrees(factors), "mrbbootstrap",
        factors=factors, unit=last.unit, seed=seed,
    )  # fmt: skip


def _drawn_without(stage: Stage, half: np.ndarray, replicates: int, generator: np.random.Generator) -> np.ndarray:
    """(units, R) 1 where a unit is among the half drawn of its stratum; units alone in theirs always are."""
    order = generator.random((stage.count, replicates))
    drawn = np.ones((stage.count, replicates))
    for start, size in zip(stage.starts, stage.sampled, strict=True):
        if size > 1:
            own = slice(int(start), int(start + size))
            rank = order[own].argsort(axis=0).argsort(axis=0)
            drawn[own] = rank < half[int(start)]
    return drawn


def _refuse_large(units: int, replicates: int) -> None:
    if units * replicates > MOST_NUMBERS:
        raise Problem(msg("survey.replicates_too_large", n=replicates, rows=units))


def _replicates_of_factors(
    design: Design,
    factors: np.ndarray,
    scale: float,
    rscales: np.ndarray,
    kind: str,
    seed: int | None = None,
    degrees: int | None = None,
    progress: Progress | None = None,
) -> Replicates:
    known = rank_degrees(factors, progress) if degrees is None else degrees
    return Replicates(design.weights, scale, rscales, known, kind, factors=factors, unit=design.psu, seed=seed)


def _hadamard(least: int) -> np.ndarray:
    """A Hadamard matrix of at least this order: Sylvester's, or Paley's where that is smaller."""
    order = 4
    while True:
        if order >= least:
            found = _of_order(order)
            if found is not None:
                return found
        order += 4


def _of_order(order: int) -> np.ndarray | None:
    from scipy.linalg import hadamard  # scipy.linalg, 230 ms: not at start

    if order & (order - 1) == 0:
        found: np.ndarray = hadamard(order)
        return found
    prime = order - 1
    if prime % 4 != 3 or any(prime % d == 0 for d in range(3, int(prime**0.5) + 1, 2)):
        return None
    squares = {(i * i) % prime for i in range(1, prime)}
    character = np.array([0] + [1 if i in squares else -1 for i in range(1, prime)])
    core = character[(np.arange(prime)[:, None] - np.arange(prime)) % prime]
    matrix = np.ones((order, order), dtype=int)
    matrix[1:, 1:] = core + np.eye(prime, dtype=int)
    matrix[1:, 0] = -1
    return matrix


def design_of_columns(
    columns: SampleColumns, n_rows: int, lonely: Lonely = "adjust", progress: Progress | None = None
) -> Design:
    """The design of a frame's rows."""
    found = Design.build(
        n_rows,
        weights=columns.weight,
        strata=columns.strata,
        clusters=columns.clusters,
        fpc=columns.fpc,
        nest=columns.nested,
        lonely=lonely,
        progress=progress,
    )
    if columns.replicates is None:
        return found
    return with_replicates(found, columns.replicates, columns.weight is not None, progress)


def with_replicates(
    design: Design, columns: ReplicateColumns, weighted: bool, progress: Progress | None = None
) -> Design:
    """The design with its replicates, of the file or made; of those of a file nothing else counts but the weights."""
    rule = columns.rule
    if columns.matrix is None:
        return replace(design, replicates=_replicates_by_rule(design, rule, progress).with_mse(rule.mse))
    if not weighted:
        raise DesignProblem(msg("data.replicates_weight"))
    plain = Design.build(
        design.n_rows, weights=np.where(design.members(), design.weights, np.nan), lonely=design.lonely
    )
    return replace(plain, replicates=_replicates_of_columns(plain, columns.matrix, rule, progress))


def _replicates_of_columns(
    design: Design, matrix: np.ndarray, rule: ReplicateRule, progress: Progress | None
) -> Replicates:
    """Rows outside the design have weight 0 in every replicate."""
    inside = design.members()
    if rule.kind in NEED_SCALES and rule.scale is None:
        raise DesignProblem(msg("survey.replicates_scale", kind=rule.kind))
    if rule.rscales and len(rule.rscales) != matrix.shape[1]:
        raise DesignProblem(msg("survey.replicates_rscales", n=len(rule.rscales), count=matrix.shape[1]))
    used = matrix
    if not inside.all():
        used = np.zeros(matrix.shape)
        for rows in row_blocks(progress, len(matrix), width=matrix.shape[1]):
            np.copyto(used[rows], matrix[rows], where=inside[rows, None])
    each = np.array(rule.rscales) if rule.rscales else None
    return given_replicates(
        design.weights, used, rule.kind, rule.scale, each, rule.rho, rule.combined, rule.mse, progress
    )


def _replicates_by_rule(design: Design, rule: ReplicateRule, progress: Progress | None) -> Replicates:
    if rule.kind == "jackknife":
        return jackknife(design, progress)
    if rule.kind == "half-samples":
        return half_samples(design, rule.rho, progress)
    return bootstrap(design, rule.count or 200, rule.seed, progress=progress)
