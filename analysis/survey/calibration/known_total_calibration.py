# SPDX-License-Identifier: MIT
"""Weights adjusted to known totals: post-stratification, raking, GREG and bounded calibration, trimming.

Each returns a design with new weights that remembers the adjustment, so that variances use the residuals.
Rules as in `postStratify`, `rake`, `calibrate` and `trimWeights` of R's survey package 4.4-2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from analysis.survey.calibration.calibration_residuals import PostStratified, RakedMargins, RegressionBasis, crossing
from analysis.survey.calibration.distance_functions import sizes, solve
from analysis.survey.cancellation import row_blocks, step
from analysis.survey.column_arrays import refuse_infinite
from analysis.survey.design.sample_design import Design
from wording import Problem, Progress, msg

Distance = Literal["linear", "raking", "logit"]


def post_stratify(design: Design, codes: np.ndarray, totals: np.ndarray) -> Design:
    """Weights that add to known totals in post-strata.

    Parameters
    ----------
    design : Design
        Its weights.
    codes : array (n,)
        Post-strata 0 … k − 1 of the rows; −1 only in rows without weight.
    totals : array (k,)
        Known totals, not negative.

    Returns
    -------
    Design
        It remembers the adjustment, so that variances use the residuals.

    Raises
    ------
    Problem
        `survey.calibration_missing` (a row without a code), `survey.totals_bad`, `survey.totals_without_rows`.

    References
    ----------
    Holt & Smith (1979), JRSS A 142, 33-46. As R's `postStratify`.

    Examples
    --------
    >>> design = post_stratify(Design.build(3), np.array([0, 0, 1]), np.array([10.0, 7.0]))
    >>> design.weights.tolist()
    [5.0, 5.0, 7.0]
    """
    codes, wanted = _checked(design, codes, totals)
    new = _stratified(design.weights, codes, wanted)
    made = PostStratified(codes, design.weights, new)
    return replace(design, weights=new, calibrations=(*design.calibrations, made))


def rake(
    design: Design,
    margins: Sequence[np.ndarray],
    totals: Sequence[np.ndarray],
    max_rounds: int = 200,
    epsilon: float = 1e-12,
    progress: Progress | None = None,
    must_settle: bool = True,
) -> Design:
    """Weights that add to the totals of every margin, by iterative proportional fitting.

    Parameters
    ----------
    design : Design
        Its weights.
    margins : sequence of array (n,)
        Codes from 0; −1 only in rows without weight.
    totals : sequence of array (k,)
        Known totals of each margin's categories, not negative.
    max_rounds : int
        Rounds at most.
    epsilon : float
        Stops when no total of the crossing of the margins moves by it (a share of all weights if below 1).
    progress : Progress or None
        Asked between margins whether to stop.
    must_settle : bool
        False takes what the last round gave, as R does.

    Returns
    -------
    Design
        It remembers the adjustment, so that variances use the residuals.

    Raises
    ------
    Problem
        What `post_stratify` raises; with `must_settle` `survey.margins_disagree` where their sums differ,
        `survey.raking_unsettled` where the fitting has not settled or a margin is not met.
    Stopped
        The user asked to stop.

    References
    ----------
    Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444; Deville, Särndal & Sautory (1993), JASA 88,
    1013-1020. As R's `rake`.

    Examples
    --------
    Margins that are independent in the sample settle at once: 4 rows to 6 + 2 and 4 + 4.

    >>> sex, zone = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> rake(Design.build(4), [sex, zone], [np.array([6.0, 2.0]), np.array([4.0, 4.0])]).weights.tolist()
    [3.0, 3.0, 1.0, 1.0]
    """
    checked = [_checked(design, codes, wanted) for codes, wanted in zip(margins, totals, strict=True)]
    sums = [float(wanted.sum()) for _, wanted in checked]
    if must_settle and max(sums) - min(sums) > 1e-6 * max(sums):
        raise Problem(msg("survey.margins_disagree"))
    crossed, _ = crossing([codes for codes, _ in checked])
    weights, met = design.weights, [design.weights] * len(checked)
    before = np.bincount(crossed, weights=weights)
    least = epsilon if epsilon >= 1 else epsilon * float(weights.sum())
    for _ in range(max_rounds):
        met = []
        for codes, wanted in checked:
            step(progress)
            weights = _stratified(weights, codes, wanted)
            met.append(weights)
        after = np.bincount(crossed, weights=weights)
        moved, before = np.abs(after - before).max(), after
        if moved < max(least, 2e-15 * after.max()):
            break
    else:
        if must_settle and moved > 1e-6 * after.max():
            raise Problem(msg("survey.raking_unsettled"))
    if must_settle:
        _refuse_unmet(checked, weights)
    made = RakedMargins(tuple(codes for codes, _ in checked), tuple(met))
    return replace(design, weights=weights, calibrations=(*design.calibrations, made))


def _refuse_unmet(margins: Sequence[tuple[np.ndarray, np.ndarray]], weights: np.ndarray) -> None:
    """Rounds can end where they began and yet leave a margin unmet: of margins that no weights meet together."""
    for codes, wanted in margins:
        met = np.bincount(codes, weights=weights, minlength=len(wanted))
        if np.abs(met - wanted).max() > 1e-6 * wanted.sum():
            raise Problem(msg("survey.raking_unsettled"))


def calibrate(
    design: Design,
    auxiliaries: np.ndarray,
    totals: np.ndarray,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
    epsilon: float = 1e-10,
    progress: Progress | None = None,
) -> Design:
    """Weights that reproduce known totals of auxiliary variables, close to the old ones by a distance.

    Parameters
    ----------
    design : Design
        Its weights.
    auxiliaries : array (n, k)
        Auxiliary variables, missing only in rows without weight.
    totals : array (k,)
        Known totals.
    distance : str
        "linear" (without bounds the GREG estimator), "raking" or "logit".
    bounds : tuple of float or None
        Least and greatest ratio of new to old weight; "logit" needs them.
    epsilon : float
        Relative misfit at which iterations stop (R: 1e-7).
    progress : Progress or None
        Asked between blocks of rows whether to stop.

    Returns
    -------
    Design
        It remembers the adjustment, so that variances use the residuals.

    Raises
    ------
    Problem
        `survey.calibration_missing`, `survey.calibration_bounds` ("logit" without), `survey.calibration_redundant`
        (variables that say the same, with totals that differ), `survey.calibration_unsettled`,
        `survey.values_infinite`.
    Stopped
        The user asked to stop.

    References
    ----------
    Deville & Särndal (1992), JASA 87, 376-382; Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling,
    chapter 6. As R's `calibrate`.

    Examples
    --------
    To a total of 8 in place of 6: g = 1 + λx with λ = 2/14.

    >>> x = np.array([[1.0], [2.0], [3.0]])
    >>> (calibrate(Design.build(3), x, np.array([8.0])).weights * 7).round(6).tolist()
    [8.0, 9.0, 10.0]
    """
    X = np.asarray(auxiliaries, dtype=float)
    refuse_infinite(X)
    if np.isnan(X[design.weights > 0]).any():
        raise Problem(msg("survey.calibration_missing"))
    X = np.nan_to_num(X)
    wanted = np.asarray(totals, dtype=float)
    if distance == "logit" and bounds is None:
        raise Problem(msg("survey.calibration_bounds"))
    root = np.sqrt(design.weights)
    if distance == "linear" and bounds is None:
        ratio = _regression_ratio(X, design.weights, wanted, progress)
    else:
        ratio = solve(X, design.weights, wanted, distance, bounds or (-np.inf, np.inf), epsilon, progress)
    made = RegressionBasis(_basis(X, root, progress), ratio * root)
    return replace(design, weights=design.weights * ratio, calibrations=(*design.calibrations, made))


def _regression_ratio(X: np.ndarray, weights: np.ndarray, wanted: np.ndarray, progress: Progress | None) -> np.ndarray:
    """(n,) 1 + x'λ of the GREG estimator. Raises Problem where redundant variables want totals that disagree."""
    size, sums = sizes(X, weights, progress)
    short = (wanted - sums) / size
    gram = np.zeros((X.shape[1], X.shape[1]))
    for rows in row_blocks(progress, len(X)):
        Z = X[rows] / size
        gram += (Z * weights[rows, None]).T @ Z
    lagrange = np.linalg.lstsq(gram, short, rcond=1e-11)[0]
    if np.abs(gram @ lagrange - short).max() > 1e-8 * max(np.abs(wanted / size).max(), 1e-300):
        raise Problem(msg("survey.calibration_redundant"))
    step(progress)
    found: np.ndarray = 1 + X @ (lagrange / size)
    return found


def trim(design: Design, lower: float = -np.inf, upper: float = np.inf, strict: bool = False) -> Design:
    """Weights cut to limits, what is cut off shared equally among the others.

    Parameters
    ----------
    design : Design
        Its weights.
    lower, upper : float
        Limits of the weights.
    strict : bool
        Repeat until all others hold the limits too.

    Returns
    -------
    Design
        The sum of the weights stays.

    Raises
    ------
    Problem
        `survey.trim_all` when every weight is outside.

    References
    ----------
    As R's `trimWeights`.

    Examples
    --------
    >>> trim(Design.build(3, weights=[1.0, 1.0, 10.0]), upper=8.0).weights.tolist()
    [2.0, 2.0, 8.0]
    """
    weights = design.weights
    held = np.zeros(len(weights), dtype=bool)  # a weight once cut takes no more part in the sharing
    while True:
        outside = ((weights < lower) | (weights > upper)) & (weights != 0)
        if not outside.any():
            break
        held |= outside
        free = ~held & (weights != 0)
        if not free.any():
            raise Problem(msg("survey.trim_all"))
        cut = np.where(outside, np.clip(weights, lower, upper), weights)
        weights = np.where(free, cut + (weights - cut).sum() / free.sum(), cut)
        if not strict:
            break
    return replace(design, weights=weights)


def kish_effect(weights: np.ndarray) -> float:
    """Kish's design effect of unequal weights: n Σw² / (Σw)².

    Parameters
    ----------
    weights : array (n,)
        Those of 0 do not count.

    Returns
    -------
    float
        1 where all are equal.

    References
    ----------
    Kish (1992), Weighting for unequal P_i, Journal of Official Statistics 8, 183-200.

    Examples
    --------
    >>> kish_effect(np.array([1.0, 3.0, 0.0]))
    1.25
    """
    used = weights[weights != 0]
    return float(len(used) * (used**2).sum() / used.sum() ** 2)


def _checked(design: Design, codes: np.ndarray, totals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    codes, wanted = np.asarray(codes, dtype=np.int64), np.asarray(totals, dtype=float)
    used = design.weights > 0
    if (codes[used] < 0).any():
        raise Problem(msg("survey.calibration_missing"))
    codes = np.maximum(codes, 0)
    if (wanted < 0).any() or not np.isfinite(wanted).all():
        raise Problem(msg("survey.totals_bad"))
    there = np.bincount(codes[used], minlength=len(wanted))
    empty = int(((there == 0) & (wanted > 0)).sum())
    if empty:
        raise Problem(msg("survey.totals_without_rows", n=empty))
    return codes, wanted


def _stratified(weights: np.ndarray, codes: np.ndarray, totals: np.ndarray) -> np.ndarray:
    sums = np.bincount(codes, weights=weights, minlength=len(totals))
    found: np.ndarray = weights * np.divide(totals, sums, out=np.zeros(len(totals)), where=sums > 0)[codes]
    return found


def _basis(X: np.ndarray, root: np.ndarray, progress: Progress | None) -> np.ndarray:
    """(n, r) orthonormal columns that span those of X √w, block by block: the triangles of the blocks give the whole.

    Divided by it the columns are orthonormal but for rounding, and so after a second time to the last digit.
    """
    made: np.ndarray = np.empty(X.shape)
    scale, _ = sizes(X, root**2, progress)  # else a number of millions would hide a category
    for rows in row_blocks(progress, len(X)):
        made[rows] = X[rows] / scale * root[rows, None]
    for _ in range(2):
        triangles = [np.linalg.qr(made[rows], mode="r") for rows in row_blocks(progress, len(made))]
        _, size, turned = np.linalg.svd(np.concatenate(triangles) if triangles else made, full_matrices=False)
        kept = size > size.max(initial=0.0) * 1e-10
        into = turned[kept].T / size[kept]
        found: np.ndarray = np.empty((len(made), int(kept.sum())))
        for rows in row_blocks(progress, len(made)):
            found[rows] = made[rows] @ into
        made = found
    return made
