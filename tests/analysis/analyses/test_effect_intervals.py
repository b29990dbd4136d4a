# SPDX-License-Identifier: MIT
"""Analyses of tables without a sample design: effects have intervals, assumptions are said, a figure offered."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import wording
from analysis.analyses import AnalysisResult, run
from analysis.records import RowOrigin
from analysis.result_tables import Cell, Row, TableSpec
from tests.analysis.analyses.plain_tables import counted, plain_frame, rows_of, rows_of_tests

EXPECTED = Path(__file__).parents[2] / "expected"
GOLD = json.loads((Path(__file__).parents[1] / "classical" / "published.json").read_text("utf-8"))
TAILS = [0.975, 0.025]


def cars() -> dict[str, np.ndarray]:
    with (EXPECTED / "base" / "data" / "mtcars.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("mpg", "wt", "am", "cyl")}


def chances(cell: Cell, n: int, F: float, df: tuple[float, float]) -> list[float]:
    """The chance of a smaller F where the share explained is what an end of the interval says (Steiger 2004)."""
    assert cell.low is not None
    assert cell.high is not None
    return [float(stats.ncf.cdf(F, *df, n * end / (1 - end))) for end in (cell.low, cell.high)]


def test_cohens_d_has_the_interval_that_effectsize_prints() -> None:
    data = cars()
    frame = plain_frame({"mpg": data["mpg"], "q1": data["am"].astype(int)})
    d = rows_of(run("compare_groups", frame, {"variable": "mpg", "by": "q1"}), 1)["cohens_d"][3]
    assert [d.estimate, d.low, d.high] == pytest.approx([-1.48, -2.27, -0.67], abs=0.005)  # its README, of these cars


def test_omega_and_r_squared_have_the_interval_of_the_noncentral_f() -> None:
    data = cars()
    code = np.unique(data["cyl"], return_inverse=True)[1]
    frame = plain_frame({"mpg": data["mpg"], "wt": data["wt"], "q1": code})
    every = replace(frame, table=replace(frame.table, how=RowOrigin.CENSUS))  # else seven cars of a group are too few
    asked = {"variable": "mpg", "by": "q1", "method": "pooled", "inference_reason": "as R's example"}
    found = rows_of(run("compare_groups", every, asked), 1)
    F = float(stats.f_oneway(*(data["mpg"][code == at] for at in range(3))).statistic)
    omega = found["omega"][3]
    assert chances(omega, 32, F, (2, 29)) == pytest.approx(TAILS, abs=1e-4)
    assert omega.low < omega.estimate < omega.high  # type: ignore[operator]
    r2 = rows_of(run("unweighted_models", frame, {"variable": "mpg", "predictors": ["wt"]}), 2)["r2"][3]
    r = float(np.corrcoef(data["mpg"], data["wt"])[0, 1])
    assert r2.estimate == pytest.approx(r**2)
    assert chances(r2, 32, 30 * r**2 / (1 - r**2), (1, 30)) == pytest.approx(TAILS, abs=1e-4)


def test_the_contingency_coefficient_has_the_interval_of_the_noncentral_chi_square() -> None:
    counts = np.array(GOLD["party"]["counts"])
    found = rows_of_tests("association", counted(counts), variable="q1", column="q2")
    c, df = found["likelihood"][3], (counts.shape[0] - 1) * (counts.shape[1] - 1)
    ends = [counts.sum() * end**2 / (1 - end**2) - df for end in (c.low, c.high)]
    assert list(stats.ncx2.cdf(GOLD["party"]["chi_square"], df, ends)) == pytest.approx(TAILS, abs=1e-4)


def test_kendalls_w_has_the_interval_of_the_jackknife() -> None:
    rows = np.array(GOLD["blocks"]["rows"])
    frame = plain_frame({name: column for name, column in zip("abc", rows.T, strict=True)})
    w = rows_of(run("repeated_measures", frame, {"measures": ["a", "b", "c"]}), 1)["friedman"][3]
    n = len(rows)
    without = [stats.friedmanchisquare(*np.delete(rows, at, axis=0).T).statistic / ((n - 1) * 2) for at in range(n)]
    half = stats.t.ppf(0.975, n - 1) * ((n - 1) / n * np.sum((np.array(without) - np.mean(without)) ** 2)) ** 0.5
    assert [w.low, w.high] == pytest.approx([max(w.estimate - half, 0), w.estimate + half])


def test_observed_agreement_has_wilsons_interval() -> None:
    frame = counted([[40, 10], [5, 45]])
    cell = rows_of(run("agreement", frame, {"variable": "q1", "column": "q2"}), 0)["observed"][0]
    z, p, n = stats.norm.ppf(0.975), 0.85, 100
    middle, half = p + z**2 / (2 * n), z * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
    assert [cell.low, cell.high] == pytest.approx([(middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)])


def test_pearsons_assumption_is_checked_and_kept_out_of_the_figure() -> None:
    data = cars()
    found = run("association", plain_frame({"x": data["mpg"], "y": data["wt"]}), {"variable": "x", "column": "y"})
    rows = rows_of(found, 0)
    assert rows["normal-x"][2].estimate == pytest.approx(stats.shapiro(data["mpg"]).pvalue)
    assert rows["normal-y"][2].estimate == pytest.approx(stats.shapiro(data["wt"]).pvalue)
    assert found.figures[0].rows == ("pearson", "spearman", "kendall")


CHECKS = {
    "kmo_all",
    "adjusted_r2",
    "sigma",
    "beyond",
    "influence",
    "inflation",
    "theta",
    "fit_loglik",
    "fit_aic",
    "fit_bic",
}  # figures of the fit and of assumptions: no effects
BESIDE = {
    "yates",
    "symmetry_corrected",
    "cmh_corrected",
    "fisher",
    "kolmogorov",
    "sphericity",
    "all_predictors",
    "test_exact",
}  # further tests of what another row gives the effect of


def asked() -> list[tuple[str, dict[str, Any], str]]:
    """Analysis, options, the note that says what is assumed, checked where the data can tell."""
    return [
        ("compare_groups", {"variable": "x", "by": "q1"}, "note.assumptions"),
        ("compare_groups", {"variable": "x", "by": "q1", "method": "ranks"}, "note.effect_ranks"),
        ("compare_groups", {"variable": "x", "by": "q3"}, "note.assumptions"),
        ("compare_groups", {"variable": "x", "by": "q3", "method": "ranks"}, "note.effect_more_ranks"),
        ("association", {"variable": "q1", "column": "q2"}, "note.expected"),
        ("association", {"variable": "q2", "column": "q3"}, "note.expected"),
        ("association", {"variable": "q1", "column": "q2", "layer": "q3"}, "note.cmh"),
        ("association", {"variable": "q3", "column": "q4", "layer": "q1"}, "note.cmh_general"),
        ("association", {"variable": "x", "column": "y"}, "note.pearson"),
        ("agreement", {"variable": "q1", "column": "q2"}, "note.pairs_enough"),
        ("agreement", {"variable": "q3", "column": "q4", "kappa_weights": "linear"}, "note.pairs_enough"),
        ("one_sample", {"variable": "x"}, "note.one_sample"),
        ("one_sample", {"variable": "q1"}, "note.one_share"),
        ("repeated_measures", {"measures": ["x", "y"]}, "note.paired"),
        ("repeated_measures", {"measures": ["x", "y", "z"]}, "note.blocks_without_ties"),
        ("scale_factors", {"items": ["x", "y", "z", "w"]}, "note.scale_measures"),
        ("unweighted_models", {"variable": "x", "predictors": ["y"]}, "note.model_assumptions"),
        ("unweighted_models", {"variable": "q1", "predictors": ["y"]}, "note.model_assumptions"),
        ("power", {}, "note.power_rows_many"),
        ("power", {"test": "two_shares"}, "note.power_expected"),
        ("power", {"test": "chi_square"}, "note.power_expected"),
    ]


def rows_to_hold(found: AnalysisResult) -> list[tuple[TableSpec, Row]]:
    """Rows of tests and effects that are no check of an assumption."""
    return [
        (table, row)
        for table in found.tables
        if table.columns[-1].id == "effect"
        for row in table.rows
        if row.id not in CHECKS and not wording.render(row.label, "en").startswith("Assumption")
    ]


def test_each_effect_has_its_interval_each_assumption_its_words_and_there_is_a_figure() -> None:
    draw = np.random.default_rng(3)
    x = draw.normal(size=90)
    numbers = {name: x + draw.normal(size=90) for name in "xyzw"}
    answers = {"q1": (x > 0).astype(int), "q2": (x + draw.normal(size=90) > 0).astype(int)}
    thirds = {"q3": np.digitize(x, [-0.5, 0.5]), "q4": np.digitize(x + draw.normal(size=90), [-0.5, 0.5])}
    frame = plain_frame({**numbers, **answers, **thirds}, ordered=True)
    for name, options, note in asked():
        found = run(name, frame, options)
        told = {getattr(one, "key", "") for table in found.tables for one in table.notes}
        assert note in told, (name, told)
        assert found.figures, name
        for table, row in rows_to_hold(found):
            effect, p = row.cells[3], row.cells[2].estimate
            if row.id in BESIDE and effect.estimate is None:
                continue
            assert effect.estimate is not None or p is None, (name, options, table.id, row.id)
            assert effect.estimate is None or effect.low is not None, (name, options, table.id, row.id)
