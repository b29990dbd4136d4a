# SPDX-License-Identifier: MIT
"""Predictive margins: the mean prediction if everyone had a given value of a predictor (Graubard and Korn 1999)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.contrasts import Contrast, contrast, ratio_of
from analysis.survey.families import family as family_named
from analysis.survey.glm import Model
from analysis.survey.stopping import step
from analysis.survey.variance import covariance
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
    model: Model,
    settings: Sequence[np.ndarray],
    over_sample: bool = True,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Margins:
    """Margins for each setting: a full model matrix (n, p) in which everyone has the value in question.

    The standard error counts the sample over which predictions are averaged as random, as `svypredmeans`;
    `over_sample=False` takes it as fixed and keeps only the coefficients' uncertainty.
    """
    from analysis.survey.estimates import t_interval

    kind, kept = family_named(model.family), model.fitted.kept
    weights = np.where(model.used, model.design.weights, 0.0)
    total = weights.sum()
    shift = np.zeros(model.design.n_rows)
    if model.offset is not None:
        shift[model.used] = model.offset
    values, gradients, spread = [], [], []
    for place, setting in enumerate(settings):
        step(progress, place / len(settings))
        rows = _used_rows(model, np.asarray(setting, dtype=float))
        step(progress)
        eta = rows @ np.nan_to_num(model.coef) + shift
        mu = kind.mean(eta)
        step(progress)
        value = float(weights @ mu) / total
        values.append(value)
        gradients.append((weights * kind.slope(eta)) @ rows / total)
        step(progress)
        spread.append(np.where(model.used, weights * (mu - value) / total, 0.0))
    step(progress)
    scores = np.zeros((model.design.n_rows, len(kept)))
    fitted = model.fitted
    X = model.matrix.X[model.used][:, kept]
    scores[model.used] = (X * (fitted.residual * fitted.working)[:, None]) @ fitted.bread
    step(progress)
    influence = scores @ np.array(gradients).T
    if over_sample:
        influence = influence + np.column_stack(spread)
    step(progress)
    vcov = covariance(model.design, influence, model.used)
    estimate = np.array(values)
    if model.separated:
        estimate, vcov = np.full_like(estimate, np.nan), np.full_like(vcov, np.nan)
    se = np.sqrt(np.maximum(np.diag(vcov), 0))
    low, high = t_interval(estimate, se, np.array(model.df), level)
    return Margins(estimate, se, vcov, low, high, model.df, level)


def _used_rows(model: Model, setting: np.ndarray) -> np.ndarray:
    """The columns kept of a setting, 0 in rows not used; copied only where something is to be left out."""
    kept = model.fitted.kept
    rows = setting if len(kept) == setting.shape[1] else setting[:, kept]
    if not model.used.all():
        rows = np.where(model.used[:, None], rows, 0.0)
    return np.nan_to_num(rows) if np.isnan(rows).any() else rows


def margin_contrast(margins: Margins, first: int, second: int, ratio: bool = False) -> Contrast:
    """Difference of two margins, or their ratio (a prevalence ratio when the outcome is yes or no)."""
    if ratio:
        return ratio_of(margins.estimate, margins.vcov, first, second, margins.df, margins.level)
    row = np.zeros(len(margins.estimate))
    row[first], row[second] = 1.0, -1.0
    return contrast(margins.estimate, margins.vcov, row, margins.df, margins.level)
