# SPDX-License-Identifier: MIT
"""Ridge regression against hand calculation and against refitting without the group."""

from __future__ import annotations

import numpy as np
import pytest

from coding.learned.calibration import calibrate
from coding.learned.model import Ridge


def test_two_examples_by_hand() -> None:
    # K = [[1, .5], [.5, 1]], λ = 1: (K + I)⁻¹ = 1/3.75 · [[2, −.5], [−.5, 2]]; y = (1, 0) → (2, −.5) / 3.75
    fitted = Ridge(np.array([[1, 0.5], [0.5, 1]]), np.array([[1.0], [0.0]]), penalty=1.0)
    assert fitted.weights.ravel() == pytest.approx([2 / 3.75, -0.5 / 3.75], abs=1e-12)


def test_held_out_predictions_equal_those_of_fits_without_the_group() -> None:
    rng = np.random.default_rng(3)
    features, targets = rng.normal(size=(30, 5)), rng.normal(size=(30, 4))
    groups = [f"interview {number % 7}" for number in range(30)]
    likeness = features @ features.T
    predicted = Ridge(likeness.copy(), targets, penalty=0.3).held_out(groups)
    for name in set(groups):
        out = np.array([group == name for group in groups])
        without = Ridge(likeness[np.ix_(~out, ~out)].copy(), targets[~out], penalty=0.3)
        assert predicted[out] == pytest.approx(likeness[np.ix_(out, ~out)] @ without.weights, abs=1e-9)


def test_calibrated_probabilities_agree_with_how_often_they_are_right() -> None:
    rng = np.random.default_rng(5)
    scores = rng.uniform(-2, 2, size=(40_000, 1))
    truth = (rng.random(scores.shape) < 1 / (1 + np.exp(-(3 * scores - 1)))).astype(float)
    shares = truth.mean(axis=0)
    probability = calibrate(scores, truth, shares).probability(scores, shares)
    assert probability.mean() == pytest.approx(truth.mean(), abs=1e-3)
    for low in (0.1, 0.4, 0.7):
        band = (probability > low) & (probability < low + 0.2)
        assert truth[band].mean() == pytest.approx(probability[band].mean(), abs=0.03)


def test_scores_that_part_perfectly_still_give_a_finite_slope() -> None:
    scores = np.array([[-1.0], [-0.9], [0.9], [1.0]])
    fitted = calibrate(scores, (scores > 0).astype(float), np.array([0.5]))
    assert np.isfinite([fitted.intercept, fitted.slope, fitted.share_slope]).all()
    assert fitted.slope > 0
