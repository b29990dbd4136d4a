# SPDX-License-Identifier: MIT
"""Weights adjusted to totals of a part of the sample, whose other rows keep their place in the design with weight zero.

Figures of R 4.5.0, survey 4.4-2, after `d <- svydesign(~cl, strata=~st, weights=~w, data=x); s <- subset(d, y > 4)`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.survey.calibration.known_total_calibration import calibrate, post_stratify, rake, trim
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.linear import means, totals
from wording import Problem

CLUSTER = np.repeat(np.arange(6), 4)
W = np.array([3, 1, 2, 2, 5, 4, 1, 3, 2, 2, 6, 1, 4, 4, 2, 3, 1, 5, 2, 2, 3, 3, 1, 4], dtype=float)
A = np.array([0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1])
B = np.array([0, 0, 1, 1, 2, 0, 1, 2, 0, 1, 2, 2, 1, 0, 0, 2, 1, 1, 0, 2, 0, 1, 2, 0])
Y = np.array([5, 7, 6, 9, 4, 8, 5, 3, 7, 6, 2, 9, 8, 4, 6, 7, 5, 9, 3, 6, 4, 8, 7, 5], dtype=float)
OF_A, OF_B = np.array([30.0, 50]), np.array([20.0, 35, 25])


def sample(inside: np.ndarray) -> Design:
    design = Design.build(24, weights=W, strata=CLUSTER // 3, clusters=CLUSTER)
    return replace(design, weights=np.where(inside, W, 0.0))


PART = sample(Y > 4)


def figures(design: Design) -> list[float]:
    mean, total = means(design, Y[:, None]), totals(design, Y[:, None])
    return [float(part[0, 0]) for part in (mean.estimate, mean.se, total.estimate, total.se)]


def test_post_strata_of_a_part() -> None:
    """postStratify(s, ~a, data.frame(a=0:1, Freq=c(30, 50)))"""
    made = figures(post_stratify(PART, A, OF_A))
    assert made == pytest.approx(
        [6.98641304347826075, 0.32118493122011199, 558.91304347826087451, 25.69479449760], 1e-11
    )


@pytest.mark.parametrize(
    ("rounds", "epsilon", "wanted"),
    [
        (1, 1e-9, [7.12999843069967909, 0.18314039026745255, 570.39987445597421356, 14.65123122139423906]),
        (2, 1e-9, [7.1419515276235082, 0.2281975375398814, 571.3561222098805956, 18.2558030031899783]),
        (10, 1.0, [7.14289545348990984, 0.23165627521568066, 571.43163627919273040, 18.53250201725441570]),
    ],
)
def test_raking_that_stops_before_it_has_settled(rounds: int, epsilon: float, wanted: list[float]) -> None:
    """rake(s, list(~a, ~b), …, control=list(maxit=rounds, epsilon=epsilon)): each margin has weights of its own."""
    made = rake(PART, [A, B], [OF_A, OF_B], rounds, epsilon, must_settle=False)
    assert figures(made) == pytest.approx(wanted, 1e-11)


def test_what_has_not_settled_is_refused_unless_asked_for() -> None:
    with pytest.raises(Problem):
        rake(PART, [A, B], [OF_A, OF_B], 2, 1e-9)


def test_trimming_shares_among_the_part_only() -> None:
    """trimWeights(s, lower=1.5, upper=4.5)"""
    made = trim(PART, 1.5, 4.5)
    wanted = [6.98837209302325579, 0.21977013406677923, 300.5, 16.60488549259589774]
    assert figures(made) == pytest.approx(wanted, 1e-11)
    assert not made.weights[Y <= 4].any()


def test_calibration_of_a_part() -> None:
    """calibrate(s, ~factor(a)+b, c(80, 50, 90))"""
    made = calibrate(PART, np.column_stack([np.ones(24), A, B]), np.array([80.0, 50, 90]))
    wanted = [7.22437478490306351, 0.18078142048463949, 577.94998279224500948, 14.46251363877118479]
    assert figures(made) == pytest.approx(wanted, 1e-11)


def test_a_category_that_nobody_is_in_and_nobody_should_be() -> None:
    """u <- subset(q, b < 2); calibrate(u, ~f, c(80, 35, 0)) with f a factor of three levels"""
    X = np.column_stack([np.ones(24), B == 1, B == 2]).astype(float)
    made = calibrate(sample(B < 2), X, np.array([80.0, 35, 0]))
    wanted = [6.3618749999999995, 0.19358601427240299, 508.95000000000004547, 15.48688114179222275]
    assert figures(made) == pytest.approx(wanted, 1e-11)
    with pytest.raises(Problem):
        calibrate(sample(B < 2), X, np.array([80.0, 35, 7]))


def test_rows_of_weight_zero_change_nothing_after_post_stratification() -> None:
    rows = np.flatnonzero(Y > 4)
    alone = Design.build(len(rows), weights=W[rows], strata=CLUSTER[rows] // 3, clusters=CLUSTER[rows])
    whole = post_stratify(sample(Y > 4), A, OF_A)
    part = post_stratify(alone, A[rows], OF_A)
    some = totals(part, Y[rows, None])
    assert len(np.unique(CLUSTER[rows])) == 6  # no cluster is lost, so that both designs are the same
    assert figures(whole)[2:] == pytest.approx([some.estimate[0, 0], some.se[0, 0]], 1e-12)
