# SPDX-License-Identifier: MIT
"""Trimming weights between two limits."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey.calibration.known_total_calibration import trim
from analysis.survey.design.sample_design import Design
from wording import Problem

STRICT = [2.0, 2.6333333333333333, 3.6333333333333333, 5.6333333333333329, 5.8, 5.8]
ONCE = [2.0, 2.55, 3.55, 5.55, 6.05, 5.8]


def test_a_weight_once_cut_stays_at_its_limit() -> None:
    """R survey 4.4-2, trimWeights(design, upper = 5.8, lower = 2, strict = TRUE), and without strict."""
    design = Design.build(6, weights=np.array([1.0, 2.0, 3.0, 5.0, 5.5, 9.0]))
    trimmed = trim(design, 2.0, 5.8, strict=True).weights
    np.testing.assert_allclose(trimmed, STRICT, rtol=1e-14)
    np.testing.assert_allclose(trim(design, 2.0, 5.8).weights, ONCE, rtol=1e-14)
    assert trimmed.sum() == pytest.approx(25.5)


def test_limits_that_the_weights_cannot_keep_are_refused_at_once() -> None:
    design = Design.build(4, weights=np.array([1.0, 30.0, 40.0, 50.0]))
    with pytest.raises(Problem):
        trim(design, 15.0, 20.0, strict=True)
