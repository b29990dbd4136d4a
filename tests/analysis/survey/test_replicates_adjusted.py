# SPDX-License-Identifier: MIT
"""Replicates adjusted to known totals: on the crossings as on the rows, and so that each meets the totals itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.known_totals import AdjustedTo, Adjustment, Auxiliary, Margin
from analysis.survey import Design, bootstrap
from analysis.survey.calibration.calibrated_design import adjusted_replicates
from analysis.survey.calibration.calibration_residuals import RakedMargins, crossing
from analysis.survey.calibration.known_total_calibration import calibrate
from analysis.survey.calibration.weight_adjustment import adjusted
from analysis.survey.design.replicate_weights import Replicates, jackknife_degrees, rank_degrees
from analysis.survey.replicates.make_replicates import jackknife
from wording import Labels, Problem, Stopped

N = 360
DRAW = np.random.default_rng(8)
CLUSTER = np.arange(N) // 6
PLAIN = Design.build(N, weights=DRAW.uniform(2, 5, N), strata=CLUSTER // 15, clusters=CLUSTER)
MADE = bootstrap(PLAIN, 25, seed=2)
COLUMNS = replace(MADE, matrix=np.column_stack([MADE.replicate(at) for at in range(25)]), factors=None, unit=None)
SEX, AREA = DRAW.integers(0, 2, N), DRAW.integers(0, 3, N)


def margin(name: str, codes: np.ndarray, totals: list[float]) -> Margin:
    return Margin((Labels({"en": name}),), tuple((str(at),) for at in range(len(totals))), codes, np.array(totals))


BY_SEX, BY_AREA = margin("sex", SEX, [700.0, 800.0]), margin("area", AREA, [400.0, 500.0, 600.0])
WAYS = {
    "post-stratified": Adjustment(AdjustedTo("poststratify", ()), (BY_AREA,)),
    "raked": Adjustment(AdjustedTo("rake", ()), (BY_SEX, BY_AREA)),
    "calibrated": Adjustment(AdjustedTo("calibrate", ()), (BY_SEX, BY_AREA)),
    "bounded": Adjustment(AdjustedTo("calibrate", ()), (BY_SEX, BY_AREA), distance="logit", bounds=(0.2, 8.0)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("replicates", [MADE, COLUMNS], ids=["by unit", "columns"])
def test_each_replicate_is_adjusted_as_a_sample_of_its_own(way: str, replicates: Replicates) -> None:
    adjustment = WAYS[way]
    made = adjusted_replicates(replace(PLAIN, replicates=replicates), adjustment)
    assert made.replicates is not None
    np.testing.assert_allclose(made.weights, adjusted(PLAIN, adjustment).weights, rtol=1e-12)
    for at in range(replicates.count):
        own = made.replicates.replicate(at)
        np.testing.assert_allclose(
            own, adjusted(PLAIN.with_weights(MADE.replicate(at)), adjustment).weights, rtol=1e-8, atol=1e-12
        )
        for one in adjustment.margins:
            np.testing.assert_allclose(np.bincount(one.codes, weights=own), one.totals, rtol=1e-6)
    every = np.column_stack([made.replicates.replicate(at) for at in range(replicates.count)])
    assert made.replicates.degrees == (MADE.degrees if way == "bounded" else rank_degrees(every))


def test_totals_of_numbers_and_trimming_take_each_row() -> None:
    income = DRAW.uniform(10, 20, N)
    number = Auxiliary(Labels({"en": "income"}), income, 22_500.0)
    adjustment = replace(WAYS["calibrated"], auxiliaries=(number,))
    made = adjusted_replicates(replace(PLAIN, replicates=MADE), adjustment).replicates
    assert made is not None
    for at in range(MADE.count):
        assert made.replicate(at) @ income == pytest.approx(22_500.0, rel=1e-8)
    trimmed = replace(WAYS["raked"], trim=(1.0, 9.0), strict=True)
    cut = adjusted_replicates(replace(PLAIN, replicates=COLUMNS), trimmed).replicates
    assert cut is not None
    assert cut.replicate(3)[cut.replicate(3) > 0].max() <= 9.0 + 1e-9


def test_a_replicate_without_a_category_is_counted() -> None:
    own = COLUMNS.matrix.copy()  # type: ignore[union-attr]
    own[AREA == 1, 4] = 0.0
    with pytest.raises(Problem) as refused:
        adjusted_replicates(replace(PLAIN, replicates=replace(COLUMNS, matrix=own)), WAYS["raked"])
    assert refused.value.message.key == "survey.replicates_adjusting"
    assert refused.value.message.args["n"] == 1


class Watch:
    """Says stop at a question."""

    def __init__(self, stop_at: int) -> None:
        self.asked, self.stop_at = 0, stop_at

    def stop_requested(self) -> bool:
        self.asked += 1
        return self.asked >= self.stop_at

    def report(self, fraction: float, text: object = None) -> None:
        """Nobody listens."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("replicates", [MADE, COLUMNS], ids=["by unit", "columns"])
def test_it_asks_at_every_replicate_whether_to_stop(way: str, replicates: Replicates) -> None:
    design, watch = replace(PLAIN, replicates=replicates), Watch(10**9)
    adjusted_replicates(design, WAYS[way], watch)
    assert watch.asked > replicates.count
    for at in (1, watch.asked // 2, watch.asked):
        with pytest.raises(Stopped):
            adjusted_replicates(design, WAYS[way], Watch(at))


def test_a_jackknife_counts_its_degrees_as_the_rank_of_its_factors() -> None:
    made = jackknife(Design.build(N, weights=PLAIN.weights, strata=CLUSTER // 12, clusters=CLUSTER))
    assert made.stratum is not None
    assert made.factors is not None
    assert made.degrees == rank_degrees(made.factors) == 60 - 5
    for kept in (range(60), range(3), range(12), range(24), [0, 1, 12, 13], range(5, 60), range(10, 30)):
        there = np.isin(np.arange(60), list(kept))
        assert jackknife_degrees(made.stratum, there) == rank_degrees(made.factors[there])


def test_degrees_of_freedom_of_an_adjusted_jackknife_are_those_of_r() -> None:
    """48 clusters in 8 strata: R's `degf` is 47 after `calibrate(calfun = "linear")`, `rake` and `postStratify`, also
    when trimmed then, and 40 as before after any other distance or bounds (survey 4.4-2)."""
    cluster = np.arange(480) // 10
    plain = Design.build(480, weights=DRAW.uniform(1, 4, 480), strata=cluster // 6, clusters=cluster)
    design = replace(plain, replicates=jackknife(plain))
    sex, area = DRAW.integers(0, 2, 480), DRAW.integers(0, 4, 480)
    margins = (margin("sex", sex, [620.0, 700.0]), margin("area", area, [500.0, 400.0, 250.0, 170.0]))
    ways = {
        47: [("rake", {}), ("calibrate", {}), ("rake", {"trim": (0.9, 9.0)})],
        40: [("calibrate", {"distance": "raking"}), ("calibrate", {"bounds": (0.2, 5.0)})],
    }
    for degrees, some in ways.items():
        for method, more in some:
            wanted = Adjustment(AdjustedTo(method, ()), margins, **more)  # type: ignore[arg-type]
            found = adjusted_replicates(design, wanted).replicates
            assert found is not None
            assert found.degrees == degrees


def test_a_crossing_has_a_cell_for_each_pair_that_is_there() -> None:
    cell, first = crossing([SEX, AREA])
    assert len(first) == len(set(zip(SEX.tolist(), AREA.tolist(), strict=True)))
    assert (SEX[first][cell] == SEX).all()
    assert (AREA[first][cell] == AREA).all()
    assert all((cell[:place] != number).all() for number, place in enumerate(first))
    many = [DRAW.integers(0, 400, N) for _ in range(4)]  # more cells than are counted one by one
    cell, first = crossing(many)
    assert len(first) == len(set(zip(*(one.tolist() for one in many), strict=True)))
    assert all((one[first][cell] == one).all() for one in many)


def test_raking_leaves_what_projections_on_the_margins_row_by_row_leave() -> None:
    made = adjusted(PLAIN, WAYS["raked"])
    raked = made.calibrations[0]
    assert isinstance(raked, RakedMargins)
    values = DRAW.normal(size=(N, 2)) * made.weights[:, None]
    left = values.copy()
    for _ in range(10):
        for codes, weights in zip(raked.margins, raked.weights, strict=True):
            for column in left.T:
                mean = np.bincount(codes, weights=column / weights) / np.bincount(codes)
                column -= mean[codes] * weights
    np.testing.assert_allclose(raked.residuals(values), left, rtol=1e-9, atol=1e-12)


def test_what_calibration_explains_is_orthogonal_to_what_it_leaves() -> None:
    X = np.column_stack([np.ones(N), DRAW.uniform(1, 9, N), 1e6 + DRAW.normal(size=N), SEX])
    design = calibrate(PLAIN, X, PLAIN.weights @ X * 1.01)
    values = DRAW.normal(size=(N, 1)) * design.weights[:, None]
    left = design.calibrations[0].residuals(values)
    ratio = design.weights / PLAIN.weights
    np.testing.assert_allclose(X.T @ (left[:, 0] / ratio) / np.abs(X).sum(axis=0), 0, atol=1e-10)
    explained = design.calibrations[0].residuals(X * design.weights[:, None])
    np.testing.assert_allclose(explained / np.abs(X).max(axis=0), 0, atol=1e-9)
