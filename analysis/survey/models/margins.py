# SPDX-License-Identifier: MIT
"""Predictive margins: the mean prediction if everyone had a given value of a predictor (Graubard and Korn 1999)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import row_blocks, step
from analysis.survey.column_arrays import taken
from analysis.survey.estimates.contrasts import Contrast, contrast, ratio_of
from analysis.survey.estimates.estimate import t_interval
from analysis.survey.estimates.variance import covariance
from analysis.survey.models.families import family as family_named
from analysis.survey.models.glm import FittedModel, scores
from analysis.survey.replicates.replicate_variance import refitted
from wording import Progress


@dataclass(frozen=True)
class Margins:
    """Margins (m,) with SE, covariance (m, m) and t intervals; `df` as the model's."""

    estimate: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    low: np.ndarray
    high: np.ndarray
    df: float
    level: float


def predictive_margins(
    model: FittedModel,
    settings: Iterable[np.ndarray],
    over_sample: bool = True,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Margins:
    """The mean prediction if everyone had a given value of a predictor, for each value.

    Parameters
    ----------
    model : FittedModel
        Its coefficients, rows used and weights.
    settings : iterable of array (n, p)
        For each value the full model matrix in which everyone has it, made when due.
    over_sample : bool
        The standard error counts the sample over which predictions are averaged as random, with its covariance with the
        coefficients, which R's `svypredmeans` leaves out; False keeps the coefficients' uncertainty only.
    level : float
        Confidence level, 0-1.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Margins
        In the outcome's unit; NaN of a separated model.

    Raises
    ------
    Stopped
        The user asked to stop.

    References
    ----------
    Graubard & Korn (1999), Biometrics 55, 652-659.
    """
    fitted, weights = model.fitted, np.where(model.used, model.design.weights, 0.0)
    total = weights.sum()
    shift = np.zeros(model.design.n_rows)
    if model.offset is not None:
        shift[model.used] = model.offset
    parts, kept = [], []
    for setting in settings:
        parts.append(_margin(model, np.asarray(setting, dtype=float), weights, shift, progress))
        if model.by_replicate is not None:
            own = taken(np.asarray(setting, dtype=float), model.used, progress)
            kept.append(own if len(fitted.kept) == own.shape[1] else own[:, fitted.kept])
    values = np.array([value for value, _, _ in parts]) / total
    gradients = np.array([gradient for _, gradient, _ in parts]) / total
    moved = fitted.bread @ gradients.T

    def influence() -> Iterator[np.ndarray]:
        X = model.matrix.X if model.used.all() else taken(model.matrix.X, model.used, progress)
        yield from scores(X, fitted, model.used)
        if over_sample:
            for value, (_, _, mean) in zip(values, parts, strict=True):
                yield np.where(model.used, weights * (mean - value) / total, 0.0)

    if model.by_replicate is not None:
        vcov = _margins_again(model, kept, values, over_sample, progress)
    else:
        mixed = np.vstack([moved, np.eye(len(values))]) if over_sample else moved
        vcov = covariance(model.design, influence(), model.used, mixed=mixed, progress=progress)
    estimate = values
    if model.separated:
        estimate, vcov = np.full_like(estimate, np.nan), np.full_like(vcov, np.nan)
    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    low, high = t_interval(estimate, se, np.array(model.df), level)
    return Margins(estimate, se, vcov, low, high, model.df, level)


def _margins_again(
    model: FittedModel, kept: list[np.ndarray], values: np.ndarray, over_sample: bool, progress: Progress | None
) -> np.ndarray:
    """(m, m) covariance of the margins, predicted and averaged again with every replicate's coefficients and weights.

    `kept`: for each setting the columns in use of the rows used.
    """
    # fitted by replicate where asked: mypy cannot tell
    kind, rows, number = family_named(model.family), model.used, iter(model.by_replicate)  # type: ignore[arg-type]
    shift, whole = 0.0 if model.offset is None else model.offset, model.design.weights[rows]

    def refit(weights: np.ndarray) -> np.ndarray:
        beta, own = next(number), weights[rows] if over_sample else whole
        found = []
        for setting in kept:
            step(progress)
            found.append(own @ kind.mean(setting @ beta + shift))
        result: np.ndarray = np.array(found) / own.sum()
        return result

    result: np.ndarray = refitted(model.design, refit, values, progress).within()[0]
    return result


def _margin(
    model: FittedModel, setting: np.ndarray, weights: np.ndarray, shift: np.ndarray, progress: Progress | None
) -> tuple[float, np.ndarray, np.ndarray]:
    """The weighted sum of the predictions, its gradient by the coefficients, and the prediction of each row."""
    kind, kept, coef = family_named(model.family), model.fitted.kept, np.nan_to_num(model.coef)
    value, gradient, mean = 0.0, np.zeros(len(kept)), np.zeros(len(setting))
    for rows in row_blocks(progress, len(setting)):
        block = np.nan_to_num(np.where(model.used[rows, None], setting[rows][:, kept], 0.0))
        eta = block @ coef + shift[rows]
        mean[rows] = kind.mean(eta)
        value += float(weights[rows] @ mean[rows])
        gradient += (weights[rows] * kind.slope(eta)) @ block
    return value, gradient, mean


def margin_contrast(margins: Margins, first: int, second: int, ratio: bool = False) -> Contrast:
    """Difference of two margins, or their ratio (a prevalence ratio when the outcome is yes or no).

    Parameters
    ----------
    margins : Margins
        With their covariance.
    first, second : int
        Places of the two, from 0: first less, or over, second.
    ratio : bool
        The ratio.

    Returns
    -------
    Contrast
        Of one element.

    References
    ----------
    As `predictive_margins`.

    Examples
    --------
    >>> values, vcov = np.array([0.5, 0.25]), np.diag([0.0009, 0.0016])
    >>> two = Margins(values, np.sqrt(np.diag(vcov)), vcov, values, values, 10, 0.95)
    >>> found = margin_contrast(two, 0, 1)
    >>> found.estimate.tolist(), found.se.round(6).tolist(), margin_contrast(two, 0, 1, ratio=True).estimate.tolist()
    ([0.25], [0.05], [2.0])
    """
    if ratio:
        return ratio_of(margins.estimate, margins.vcov, first, second, margins.df, margins.level)
    row = np.zeros(len(margins.estimate))
    row[first], row[second] = 1.0, -1.0
    return contrast(margins.estimate, margins.vcov, row, margins.df, margins.level)
