# SPDX-License-Identifier: MIT
"""Effect sizes of ranks, ordered answers, pairs that disagree, scales and models, with their intervals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analysis.analyses import run
from analysis.result_tables import Cell
from tests.analysis.analyses.plain_tables import counted, plain_frame, rows_of, rows_of_tests
from tests.analysis.analyses.test_effect_intervals import cars

GOLD = json.loads((Path(__file__).parents[1] / "classical" / "published.json").read_text("utf-8"))
Z = float(stats.norm.ppf(0.975))


def grouped(parts: list[list[float]], **more: Any) -> dict[str, tuple[Cell, ...]]:
    code = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    frame = plain_frame({"x": np.concatenate(parts), "q1": code})
    return rows_of(run("compare_groups", frame, {"variable": "x", "by": "q1", "method": "ranks", **more}), 1)


@pytest.mark.slow
def test_gamma_has_the_standard_error_of_brown_and_benedetti() -> None:
    gold = GOLD["gamma"]
    frame = counted(gold["counts"], ordered=True)
    gamma = rows_of_tests("association", frame, variable="q1", column="q2")["gamma"][3]
    assert gamma.estimate == pytest.approx(gold["gamma"])
    assert (gamma.high - gamma.low) / 2 / Z == pytest.approx(gold["se"], abs=5e-4)  # type: ignore[operator]
    assert [gamma.low, gamma.high] == pytest.approx(gold["interval"], abs=5e-3)


def test_signed_ranks_have_the_matched_pairs_rank_biserial_correlation() -> None:
    gold = GOLD["depression"]
    x, y = np.array(gold["x"]), np.array(gold["y"])
    pairs = plain_frame({"x": x, "y": y})
    both = rows_of(run("repeated_measures", pairs, {"measures": ["x", "y"]}), 1)["signed_rank"][3]
    alone = rows_of(run("one_sample", plain_frame({"d": x - y}), {"variable": "d", "value": 0}), 1)["signed_rank"][3]
    for r in (both, alone):
        assert r.estimate == pytest.approx(gold["rank_biserial"])
        assert [r.low, r.high] == pytest.approx(gold["interval"], abs=1e-6)
    three = plain_frame({"x": x, "y": y, "z": x + y})
    found = rows_of(run("repeated_measures", three, {"measures": ["x", "y", "z"]}), 1)
    assert found["p1-0"][3].estimate == pytest.approx(-gold["rank_biserial"])


def test_two_groups_by_ranks_have_the_rank_biserial_correlation() -> None:
    gold = GOLD["dominance"]
    r = grouped([gold["x"], gold["y"]])["all"][3]
    assert r.estimate == pytest.approx(gold["rank_biserial"], abs=5e-8)
    half = Z * (12 / (3 * 7 * 4)) ** 0.5  # Fisher's z; variance (n + m + 1)/(3nm) where no value is above another
    assert [r.low, r.high] == pytest.approx(list(np.tanh(np.arctanh(17 / 28) + np.array([-half, half]))))


def test_more_groups_by_ranks_have_epsilon_and_eta_of_the_ranks() -> None:
    gold = GOLD["asbestosis"]
    found = grouped(gold["groups"])
    assert found["all"][0].estimate == pytest.approx(gold["H"], abs=5e-6)
    assert found["all"][3].estimate == pytest.approx(gold["epsilon_squared"], abs=5e-9)
    assert found["eta_ranks"][3].estimate == pytest.approx((gold["H"] - 2) / 11, abs=5e-6)
    assert "omega" not in found
    pair = found["p1-0"][3]
    u = float(stats.mannwhitneyu(gold["groups"][1], gold["groups"][0]).statistic)
    assert pair.estimate == pytest.approx(2 * u / 20 - 1)
    assert grouped(gold["groups"], level=0.9)["all"][3].low == pytest.approx(gold["low_of_90"], abs=0.005)
    data, gold = cars(), GOLD["cars"]
    parts = [data["mpg"][data["cyl"] == n].tolist() for n in (4, 6, 8)]
    found = grouped(parts, level=0.9)
    assert found["all"][3].estimate == pytest.approx(gold["H"] / 31, abs=5e-5)
    eta = found["eta_ranks"][3]
    assert eta.estimate == pytest.approx(gold["eta_squared"], abs=5e-3)
    assert eta.low == pytest.approx(gold["low_of_90"], abs=0.02)  # of 200 other resamples
    assert found["all"][3].low < found["all"][3].estimate < found["all"][3].high  # type: ignore[operator]
    again = grouped(parts, level=0.9)
    assert [again["all"][3].low, again["all"][3].high] == [found["all"][3].low, found["all"][3].high]


@pytest.mark.slow
def test_of_many_rows_fewer_are_drawn_and_the_interval_is_as_narrow_as_they_make_it() -> None:
    from analysis.classical.rank_effects import rank_variance

    draw = np.random.default_rng(5)
    parts = [draw.normal(size=3000) + 0.3 * at for at in range(3)]
    few, many = rank_variance(parts)[0], rank_variance([np.tile(part, 9) for part in parts])[0]
    assert many.estimate == pytest.approx(few.estimate, rel=1e-3)
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(3, rel=0.2)  # √9


def test_pairs_that_disagree_have_cohens_g_and_an_exact_odds_ratio() -> None:
    gold = GOLD["approval"]
    found = rows_of(run("agreement", counted(gold["counts"]), {"variable": "q1", "column": "q2"}), 2)
    g, odds = found["symmetry"][3], found["discordant_odds"][3]
    assert g.estimate == pytest.approx(gold["g"])
    assert [g.low, g.high] == pytest.approx(gold["interval"], abs=1e-6)
    assert odds.estimate == pytest.approx(gold["odds_ratio"])
    assert [odds.low, odds.high] == pytest.approx(gold["odds_interval"], abs=1e-5)


def test_symmetry_of_more_answers_has_cohens_w_of_the_pairs_that_disagree() -> None:
    counts = np.array([[20, 20, 5], [3, 30, 9], [6, 2, 15]])
    found = rows_of(run("agreement", counted(counts), {"variable": "q1", "column": "q2"}), 2)["symmetry"]
    chi = 17**2 / 23 + 1 / 11 + 7**2 / 11
    w = found[3]
    assert found[0].estimate == pytest.approx(chi)
    assert w.estimate == pytest.approx((chi / 45) ** 0.5)
    ends = [45 * end**2 - 3 for end in (w.low, w.high)]  # type: ignore[operator]
    assert list(stats.ncx2.cdf(chi, 3, ends)) == pytest.approx([0.975, 0.025], abs=1e-4)


def test_layers_of_larger_tables_have_cramers_v_within_layers() -> None:
    table = np.array(GOLD["job"]["counts"])
    layers = np.stack([table, 2 * table + 5 * np.eye(4, dtype=int)], axis=2)
    both = rows_of(run("association", counted(layers), {"variable": "q1", "column": "q2", "layer": "q3"}), 1)["cmh"]
    value, v, n = both[0].estimate, both[3], layers.sum()
    assert v.estimate == pytest.approx((value / ((n - 2) * 3)) ** 0.5)
    ends = [(n - 2) * 3 * end**2 - 9 for end in (v.low, v.high)]
    assert list(stats.ncx2.cdf(value, 9, ends)) == pytest.approx([0.975, 0.025], abs=1e-4)
    one = table[:, :, None]
    from analysis.classical.stratified_tables import cramers_v, v_within_layers

    assert v_within_layers(one).estimate == pytest.approx(cramers_v(table).estimate)  # of one layer it is V


def test_quades_test_has_the_share_of_its_weighted_ranks() -> None:
    rows = np.array(GOLD["blocks"]["rows"])
    frame = plain_frame({name: column for name, column in zip("abc", rows.T, strict=True)})
    quade = rows_of(run("repeated_measures", frame, {"measures": ["a", "b", "c"]}), 1)["quade"]
    F, share = quade[0].estimate, quade[3]
    assert share.estimate == pytest.approx(2 * F / (2 * F + 42))  # partial η² of F on 2 and 42 degrees of freedom
    assert 0 <= share.low < share.estimate < share.high <= 1  # type: ignore[operator]


def items(n: int = 60) -> np.ndarray:
    draw = np.random.default_rng(11)
    common = draw.normal(size=n)
    return np.column_stack([load * common + draw.normal(size=n) for load in (0.6, 0.9, 1.2, 0.8)])


def test_measures_of_a_scale_have_the_standard_error_that_leaving_rows_out_gives() -> None:
    """The delta method against the jackknife, which fits the factor anew without each row."""
    from analysis.classical import reliability

    X = items()
    frame = plain_frame({name: column for name, column in zip("abcd", X.T, strict=True)})
    found = rows_of(run("scale_factors", frame, {"items": list("abcd")}), 1)
    n = len(X)
    for name, of, slope in (
        ("omega_scale", lambda r: reliability.omega(r, n), lambda x: 1 / (x * (1 - x))),
        ("standard_alpha", reliability.alpha_of, lambda x: 1 / (1 - x)),
        ("guttman6", reliability.guttman6, lambda x: 1 / (1 - x)),
    ):
        without = np.array([of(np.corrcoef(np.delete(X, at, axis=0), rowvar=False)) for at in range(n)])
        se = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
        cell = found[name][3]
        low, x, high = cell.low, cell.estimate, cell.high
        ends = [np.log(e / (1 - e)) if name == "omega_scale" else -np.log(1 - e) for e in (low, high)]
        assert (ends[1] - ends[0]) / 2 / Z == pytest.approx(se * slope(x), rel=0.1), name
        assert low < x < high, name


def test_pseudo_r2_have_the_delta_methods_interval_of_a_table() -> None:
    """One yes-or-no predictor: each pseudo-R² is a function of the four shares, whose covariance is multinomial."""
    counts = np.array([[40.0, 20.0], [15.0, 45.0]])
    frame = counted(counts)
    options = {"variable": "q2", "predictors": ["q1"], "model": "logistic"}
    found = rows_of(run("unweighted_models", frame, options), 2)
    n, p = counts.sum(), counts.ravel() / counts.sum()

    def loss(q: np.ndarray) -> tuple[float, float]:
        table = q.reshape(2, 2)
        within = -2 * float((table * np.log(table / table.sum(axis=1, keepdims=True))).sum())
        return within, -2 * float((table.sum(axis=0) * np.log(table.sum(axis=0) / table.sum())).sum())

    def share(q: np.ndarray, name: str) -> float:
        own, null = loss(q)
        cox = 1 - np.exp(own - null)
        return {"mcfadden": 1 - own / null, "cox_snell": cox, "nagelkerke": cox / (1 - np.exp(-null))}[name]

    for name in ("mcfadden", "cox_snell", "nagelkerke"):
        slope = []
        for at in range(4):
            step = np.eye(4)[at] * 1e-6
            up, down = ((p + s) / (p + s).sum() for s in (step, -step))
            slope.append((np.log(1 - share(up, name)) - np.log(1 - share(down, name))) / 2e-6)
        d = np.array(slope)
        half = Z * float(np.sqrt((p @ d**2 - (p @ d) ** 2) / n))
        cell = found[name][3]
        assert cell.estimate == pytest.approx(share(p, name))
        wanted = [1 - (1 - share(p, name)) * np.exp(half), 1 - (1 - share(p, name)) * np.exp(-half)]
        assert [cell.low, cell.high] == pytest.approx(wanted, abs=1e-6), name


def test_a_trend_tells_the_change_per_answer() -> None:
    counts = np.array([[10.0, 20, 30], [30, 20, 10]])  # 25, 50 and 75 % of 40 each: 25 points per answer
    slope = rows_of_tests("association", counted(counts, ordered=True), variable="q1", column="q2")["trend-q2"][3]
    half = Z * (40 * (0.25 * 0.75 + 0.75 * 0.25)) ** 0.5 / 80
    assert [slope.low, slope.estimate, slope.high] == pytest.approx([0.25 - half, 0.25, 0.25 + half])


def test_what_the_data_tell_of_an_assumption_is_said() -> None:
    def told(name: str, frame: Any, options: dict[str, Any]) -> set[str]:
        found = run(name, frame, options)
        return {getattr(one, "key", "") for table in found.tables for one in table.notes}

    pair = {"variable": "q1", "column": "q2"}
    assert {"note.pairs_few", "note.kappa_balanced"} <= told("agreement", counted([[3, 1], [1, 2]]), pair)
    assert {"note.pairs_enough", "note.kappa_prevalence"} <= told("agreement", counted([[95, 3], [2, 1]]), pair)
    assert "note.answers_apart" in told("agreement", counted([[9, 2, 3], [1, 9, 4], [0, 0, 0]]), pair)
    few = plain_frame({"a": [1, 2, 3, 4], "b": [1, 3, 5, 6], "c": [2, 2, 2, 9]})
    measures = {"measures": ["a", "b", "c"]}
    assert {"note.blocks_few", "note.blocks_ties"} <= told("repeated_measures", few, measures)
    power = {"wanted": "power", "size": 12}
    assert "note.power_rows_few" in told("power", few, power)
    assert "note.power_expected_few" in told("power", few, {**power, "test": "two_shares", "share_first": 0.1})
