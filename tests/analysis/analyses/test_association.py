# SPDX-License-Identifier: MIT
"""Association meets published figures and hand calculations through the declared analysis, and says what it assumes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.classical.correlation import kendall
from analysis.classical.fisher import fisher_exact
from analysis.masking import Destination, mask_all
from analysis.records import RowOrigin, SampleColumns
from analysis.result_tables import Chart
from tests.analysis.analyses.plain_tables import counted, plain_frame, rows_of_tests
from wording import LANGUAGES, render

GOLD = json.loads((Path(__file__).parents[1] / "classical" / "published.json").read_text("utf-8"))
PAIR = {"variable": "q1", "column": "q2"}


def test_chi_square_and_cramers_v_are_those_published() -> None:
    gold = GOLD["party"]
    statistic, df, p, v = rows_of_tests("association", counted(gold["counts"]), **PAIR)["chi_square"]
    assert statistic.estimate == pytest.approx(gold["chi_square"], abs=5e-5)
    assert df.text == str(gold["df"])
    assert p.estimate == pytest.approx(gold["p"], rel=1e-3)
    assert v.estimate == pytest.approx(gold["cramers_v"], abs=1e-6)
    assert v.low is not None
    assert v.low < v.estimate < v.high


@pytest.mark.slow
def test_fishers_test_is_exact_in_small_and_in_larger_tables() -> None:
    tea = GOLD["tea"]
    found = fisher_exact(np.array(tea["counts"]), 0.95)
    assert found.p == pytest.approx(tea["p"])
    assert [found.estimate, found.low, found.high] == pytest.approx([tea["odds_ratio"], *tea["interval"]], rel=2e-5)
    job = rows_of_tests("association", counted(GOLD["job"]["counts"]), **PAIR)["fisher"]
    assert job[2].estimate == pytest.approx(GOLD["job"]["fisher_p"], abs=5e-5)
    assert "fisher" not in rows_of_tests("association", counted(GOLD["job"]["counts"]), **PAIR, exact="off")


def test_layers_are_those_of_the_multi_centre_trial() -> None:
    gold = GOLD["clinics"]
    frame = counted(np.moveaxis(np.array(gold["layers"]), 0, 2))
    rows = rows_of_tests("association", frame, **PAIR, layer="q3")
    statistic, _, p, odds = rows["cmh"]
    assert statistic.estimate == pytest.approx(gold["cmh"], abs=5e-3)
    assert p.estimate == pytest.approx(gold["p"], abs=5e-4)
    assert odds.estimate == pytest.approx(gold["odds_ratio"], abs=5e-3)
    assert odds.low is not None
    assert odds.low < odds.estimate < odds.high
    assert rows["cmh_corrected"][0].estimate < statistic.estimate


def test_ratios_of_two_answers_are_those_by_hand() -> None:
    gold = GOLD["two_groups"]["odds"]
    rows = rows_of_tests("association", counted([gold["yes"][::-1], gold["no"][::-1]]), **PAIR)
    odds = rows["odds_ratio"][3]
    assert odds.estimate == pytest.approx(gold["ratio"])
    assert np.log(odds.high / odds.low) / 2 / 1.959963984540054 == pytest.approx(gold["log_se"])
    assert rows["risk_ratio"][3].estimate == pytest.approx((12 / 20) / (24 / 60))
    assert rows["difference"][3].estimate == pytest.approx(12 / 20 - 24 / 60)


def test_correlations_are_those_published_and_by_hand() -> None:
    tuna, ranked = GOLD["tuna"], GOLD["ranked"]
    rows = rows_of_tests("association", plain_frame({"x": tuna["x"], "y": tuna["y"]}), 0, variable="x", column="y")
    (tau,) = rows["kendall"]  # of nine rows no test
    assert (tau.estimate, tau.low) == (pytest.approx(tuna["tau"]), None)
    assert kendall(np.array(tuna["x"]), np.array(tuna["y"]), level=0.95).p == pytest.approx(tuna["p"], abs=5e-5)
    rows = rows_of_tests("association", plain_frame({"x": ranked["x"], "y": ranked["y"]}), 0, variable="x", column="y")
    assert rows["spearman"][-1].estimate == pytest.approx(ranked["rho"])
    assert rows["kendall"][-1].estimate == pytest.approx(ranked["tau"])


def test_answers_in_an_order_are_ranked_and_others_are_not() -> None:
    answers, numbers = [0, 0, 1, 1, 2, 2, 2, 1], [1.0, 2, 2.5, 3, 5, 4, 6, 3.5]
    columns = {"q1": answers, "y": numbers}
    rows = rows_of_tests("association", plain_frame(columns, ordered=True), 0, variable="q1", column="y")
    assert set(rows) == {"spearman", "kendall"}
    with pytest.raises(AnalysisProblem) as caught:
        run("association", plain_frame(columns), {"variable": "q1", "column": "y"})
    assert caught.value.message.key == "problem.association_order"


def test_rows_that_stand_for_several_are_as_many_rows() -> None:
    counts = np.array(GOLD["party"]["counts"]) // 10
    one_by_one = rows_of_tests("association", counted(counts), **PAIR)
    places = np.indices(counts.shape).reshape(2, -1)
    frame = plain_frame({"q1": places[0], "q2": places[1], "times": counts.ravel().tolist()})
    together = rows_of_tests("association", frame, **PAIR, frequency="times")
    assert together == one_by_one
    bad = plain_frame({"q1": places[0], "q2": places[1], "times": [1.5] * counts.size})
    with pytest.raises(AnalysisProblem) as caught:
        run("association", bad, {**PAIR, "frequency": "times"})
    assert caught.value.message.key == "problem.frequency"


def test_turning_the_variables_round_changes_no_test() -> None:
    counts = np.random.default_rng(3).integers(1, 9, (3, 4))
    one, other = (rows_of_tests("association", counted(table), **PAIR) for table in (counts, counts.T))
    for row in ("chi_square", "likelihood", "fisher"):
        assert one[row][2].estimate == pytest.approx(other[row][2].estimate)


def test_a_design_is_refused_and_without_inference_only_shares_are_shown() -> None:
    frame = counted(GOLD["party"]["counts"])
    with pytest.raises(AnalysisProblem) as caught:
        run("association", replace(frame, design=SampleColumns(weight=np.linspace(1, 2, len(frame.row_ids)))), PAIR)
    assert caught.value.message.key == "problem.analysis_unweighted"
    described = run("association", counted(GOLD["party"]["counts"], how=RowOrigin.PURPOSIVE), PAIR)
    assert len(described.tables) == 1
    assert described.why is None
    numbers = plain_frame({"x": [1, 2, 3, 4.5], "y": [2, 1, 3, 4]}, how=RowOrigin.PURPOSIVE)
    (only,) = run("association", numbers, {"variable": "x", "column": "y"}).tables
    assert [cell.low for row in only.rows for cell in row.cells] == [None] * 3


def test_small_counts_are_masked_and_the_picture_is_of_the_same_table() -> None:
    found = run("association", counted([[40, 2], [30, 28]]), PAIR)
    assert found.figures[0].chart is Chart.STACKED
    sensitive = [replace(table, sensitive=True) for table in found.tables]
    masked, _ = mask_all(sensitive, 30, 10, 5, Destination.PARTNER)
    assert masked[0].rows[0].cells[1].estimate is None
    assert masked[2].rows[0].cells[1].estimate is None
    tests = {row.id: row.cells for row in masked[1].rows}
    for row in ("chi_square", "yates", "fisher", "odds_ratio", "difference"):  # beside the margins each gives the cell
        assert (tests[row][0].estimate, tests[row][3].estimate) == (None, None), row


def test_what_it_assumes_is_said_in_both_languages() -> None:
    found = run("association", counted([[3, 2], [2, 3]]), PAIR)
    for language, words in zip(
        LANGUAGES, ("4 of 4 cells have an expected count", "4 cellules sur 4 ont un effectif attendu"), strict=True
    ):
        assert any(words in render(note, language) for note in found.tables[1].notes)


def test_no_test_of_fewer_than_ten_rows_is_printed() -> None:
    """Fisher's neither: of so few a p tells who they are."""
    for counts, tables in (([[3, 1], [1, 4]], 1), ([[3, 2], [1, 4]], 3)):
        found = run("association", counted(counts), PAIR)
        assert len(found.tables) == tables
        assert any("No test is shown" in render(note, "en") for note in found.tables[0].notes) == (tables == 1)
