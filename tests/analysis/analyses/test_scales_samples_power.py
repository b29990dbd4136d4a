# SPDX-License-Identifier: MIT
"""One sample, repeated measures, scales, factors and power meet published figures and hand calculations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, declaration, run
from analysis.analyses.unweighted.power_planning import power_tables
from analysis.classical import groups
from analysis.classical.group_effects import eta_squared
from analysis.records import RowOrigin
from tests.analysis.analyses.plain_tables import plain_frame, rows_of
from wording import LANGUAGES, render

GOLD = json.loads((Path(__file__).parents[1] / "classical" / "published.json").read_text("utf-8"))


def value(options: dict[str, Any], row: str) -> float:
    """A figure of the answer to a question of power."""
    answer, _ = power_tables(declaration("power").complete(options))
    return float(next(one for one in answer.rows if one.id == row).cells[0].estimate or 0)


@pytest.mark.parametrize(
    ("test", "key", "more"),
    [
        ("two_means", "t", {"difference": 0.5}),
        ("anova", "anova", {"effect": 0.25, "groups": 4}),
        ("chi_square", "chi_square", {"effect": 0.1, "df": 20}),
    ],
)
def test_sizes_are_those_published(test: str, key: str, more: dict[str, Any]) -> None:
    assert value({"test": test, **more}, "size") == np.ceil(GOLD["power"][key]["n"])
    back = value({"test": test, "wanted": "power", "size": GOLD["power"][key]["n"], **more}, "power")
    assert back == pytest.approx(GOLD["power"][key]["power"], abs=1e-6)


def test_what_is_found_has_the_power_it_was_found_for() -> None:
    for test in ("two_means", "paired_means", "two_shares", "anova", "chi_square"):
        options = {"test": test, "wanted": "effect", "size": 120, "power_wanted": 0.85}
        effect = value(options, "effect")
        name = {"two_shares": "share_second", "anova": "effect", "chi_square": "effect"}.get(test, "difference")
        assert value({"test": test, "wanted": "power", "size": 120, name: effect}, "power") == pytest.approx(0.85)


def test_a_design_effect_raises_the_size_and_an_uneven_ratio_the_total() -> None:
    plain, raised = (value({"deff": deff}, "size") for deff in (1.0, 2.0))
    assert raised == pytest.approx(2 * GOLD["power"]["t"]["n"], abs=1)
    assert value({"ratio": 3}, "total") > value({}, "total")
    assert value({"ratio": 3}, "size") < plain


@pytest.mark.parametrize(
    ("options", "key"),
    [({"difference": 0}, "power_effect"), ({"sd": 0}, "power_above"), ({"alpha": 2}, "power_share"),
     ({"wanted": "power", "size": 1}, "power_size"), ({"test": "anova", "groups": 1}, "power_groups"),
     ({"test": "chi_square", "df": 0}, "power_df"), ({"deff": 0.5}, "power_above"),
     ({"test": "two_shares", "wanted": "effect", "size": 3, "share_first": 0.9}, "power_never")],
)  # fmt: skip
def test_numbers_that_make_no_test_are_a_sentence(options: dict[str, Any], key: str) -> None:
    with pytest.raises(AnalysisProblem) as caught:
        power_tables(declaration("power").complete(options))
    assert caught.value.message.key == f"problem.{key}"
    assert render(caught.value.message, "fr") != render(caught.value.message, "en")


def test_power_says_what_was_put_in() -> None:
    answer, curve = power_tables(declaration("power").complete({"test": "two_shares"}))
    said = render(answer.notes[0], "en")
    assert "60%" in said
    assert "50%" in said
    assert [cell.estimate for row in curve.rows for cell in row.cells[1:]] == sorted(
        cell.estimate or 0 for row in curve.rows for cell in row.cells[1:]
    )


def test_intervals_of_a_share_are_those_published() -> None:
    gold = GOLD["binomial"]
    frame = plain_frame({"q1": [0] * gold["x"] + [1] * (gold["n"] - gold["x"])})
    rows = rows_of(run("one_sample", frame, {"variable": "q1"}), 0)
    for name in ("wilson", "exact", "wald"):
        assert [rows[name][0].low, rows[name][0].high] == pytest.approx(gold[name], abs=5e-5)
    none = rows_of(run("one_sample", plain_frame({"q1": [1] * 30 + [0]}), {"variable": "q1"}), 0)
    assert all(0 <= cell.low <= cell.high <= 1 for (cell,) in none.values())  # type: ignore[operator]


def test_a_mean_against_a_value_and_values_that_stand_for_several() -> None:
    x, times = [1.0, 2, 4, 7, 11], [1, 3, 2, 2, 1]
    whole = run(
        "one_sample", plain_frame({"x": x, "times": times}), {"variable": "x", "frequency": "times", "value": 3}
    )
    each = run("one_sample", plain_frame({"x": np.repeat(x, times)}), {"variable": "x", "value": 3})
    for table in (0, 1):
        one, other = rows_of(whole, table), rows_of(each, table)
        for row, cells in other.items():
            assert [cell.estimate for cell in one[row]] == pytest.approx([cell.estimate for cell in cells]), row
    t, _, _, d = rows_of(each, 1)["t"]
    repeated = np.repeat(x, times)
    wanted = (repeated.mean() - 3) / repeated.std(ddof=1)
    assert d.estimate == pytest.approx(wanted)
    assert t.estimate == pytest.approx(wanted * 3)
    assert rows_of(whole, 0)["effective"][0].estimate == pytest.approx(81 / 19)


def test_two_measures_are_the_one_sample_of_their_differences_and_more_are_friedmans() -> None:
    rows = np.array(GOLD["blocks"]["rows"])
    frame = plain_frame({name: column for name, column in zip("abc", rows.T, strict=True)})
    found = rows_of(run("repeated_measures", frame, {"measures": ["a", "b", "c"]}), 1)
    statistic, df, p, w = found["friedman"]
    assert statistic.estimate == pytest.approx(GOLD["blocks"]["friedman"], abs=5e-5)
    assert (df.text, p.estimate) == ("2", pytest.approx(GOLD["blocks"]["p"], abs=5e-7))
    assert w.estimate == pytest.approx(GOLD["blocks"]["friedman"] / (22 * 2), abs=5e-6)
    pair = rows_of(run("repeated_measures", frame, {"measures": ["a", "b"]}), 1)
    apart = plain_frame({"d": rows[:, 0] - rows[:, 1]})
    alone = rows_of(run("one_sample", apart, {"variable": "d", "value": 0}), 1)
    assert pair["paired_t"][0].estimate == pytest.approx(alone["t"][0].estimate)
    assert pair["signed_rank"][2].estimate == pytest.approx(alone["signed_rank"][2].estimate)


def test_three_groups_and_tukey_by_hand() -> None:
    gold = GOLD["tukey"]
    parts = [np.array(one, dtype=float) for one in gold["groups"]]  # nine rows: too few for the declared analysis
    assert groups.analysis_of_variance(parts)[0].statistic == pytest.approx(gold["F"])
    assert eta_squared(parts, 0.95).estimate == pytest.approx(gold["eta_squared"])
    found = groups.tukey(parts, 0.95)
    assert [abs(one.estimate) for one in found] == pytest.approx([2, 7, 5])
    half = (found[0].high - found[0].low) / 2
    assert half == pytest.approx(4.339195 * (1 / 3) ** 0.5, rel=1e-5)  # studentised range of 3 groups on 6 df at 0.95


def _alike(k: int, r: float, n: int = 40, seed: int = 7) -> dict[str, Any]:
    """Items whose correlations are all r, exactly."""
    draw = np.random.default_rng(seed).normal(size=(n, k))
    draw -= draw.mean(axis=0)
    white = draw @ np.linalg.inv(np.linalg.cholesky(np.cov(draw, rowvar=False))).T
    matrix = np.full((k, k), r) + (1 - r) * np.eye(k)
    return {f"i{at}": column for at, column in enumerate((white @ np.linalg.cholesky(matrix).T).T)}


def test_omega_of_like_items_is_alpha_and_the_factor_is_the_root_of_their_correlation() -> None:
    gold = GOLD["omega"]
    frame = plain_frame(_alike(gold["k"], gold["r"]))
    found = run("scale_factors", frame, {"items": list(frame.data.columns), "factors": 1})
    scale, loadings = rows_of(found, 1), rows_of(found, 3)
    for row in ("alpha", "standard_alpha", "omega_scale"):
        assert scale[row][3].estimate == pytest.approx(gold["omega"], abs=1e-5)
    assert [abs(cells[0].estimate or 0) for cells in loadings.values()] == pytest.approx(
        [gold["r"] ** 0.5] * 4, abs=1e-4
    )
    eigen = rows_of(found, 2)
    assert eigen["e1"][0].estimate == pytest.approx(1 + 3 * gold["r"])
    assert sum(cells[0].estimate or 0 for cells in eigen.values()) == pytest.approx(gold["k"])


def test_reversing_an_item_twice_over_changes_nothing_and_once_its_sign() -> None:
    columns = _alike(4, 0.5)
    turned = {**columns, "i0": -columns["i0"]}
    plain, back = (
        rows_of(run("scale_factors", plain_frame(one), {"items": list(one), "reverse": reverse, "factors": 0}), 1)
        for one, reverse in ((columns, []), (turned, ["i0"]))
    )
    assert plain["alpha"][3].estimate == pytest.approx(back["alpha"][3].estimate)


@pytest.mark.filterwarnings(
    "ignore:Fitting did not converge"
)  # its gradient is asked to be smaller than rounding lets it
def test_factors_agree_with_statsmodels_where_no_uniqueness_is_at_its_bound() -> None:
    from statsmodels.multivariate.factor import Factor

    from analysis.classical.factors import maximum_likelihood, minimum_residuals

    draw = np.random.default_rng(11)
    scores = draw.normal(size=(300, 2)) @ np.array([[0.9] * 4 + [0.1] * 3, [0.2] * 4 + [0.8] * 3])
    scores += draw.normal(size=(300, 7))
    r = np.corrcoef(scores, rowvar=False)
    theirs = Factor(corr=r, n_factor=2, method="ml", nobs=300).fit(rng=0, opt={"gtol": 1e-10, "maxiter": 2000})
    np.testing.assert_allclose(maximum_likelihood(r, 2, 300).uniqueness, theirs.uniqueness, atol=1e-5)
    axis = Factor(corr=r, n_factor=2, method="pa", nobs=300).fit(maxiter=20_000, tol=1e-12)
    np.testing.assert_allclose((minimum_residuals(r, 2) ** 2).sum(axis=1), axis.communality, atol=1e-5)


@pytest.mark.slow
def test_turned_factors_keep_what_they_explain_and_may_correlate() -> None:
    columns = {**_alike(3, 0.6), **{f"z{name}": values for name, values in _alike(3, 0.7, seed=8).items()}}
    frame = plain_frame({name: np.asarray(values) + 0.3 * np.arange(40) / 40 for name, values in columns.items()})
    for rotation in ("varimax", "quartimin", "none"):
        options = {"items": list(frame.data.columns), "factors": 2, "rotation": rotation, "extraction": "minres"}
        found = run("scale_factors", frame, options)
        assert ("scale_factors-" in found.tables[-1].id and found.tables[-1].id.endswith("between")) is (
            rotation == "quartimin"
        )
    with pytest.raises(AnalysisProblem) as caught:
        run("scale_factors", frame, {"items": ["i0", "i1", "i2"], "factors": 2})
    assert caught.value.message.key == "problem.factors"


def test_what_describes_prints_no_test_and_all_has_words() -> None:
    columns = {**_alike(4, 0.4), "q1": [0, 1] * 20}
    frame = plain_frame(columns, how=RowOrigin.PURPOSIVE)
    for name, options, tables in (
        ("one_sample", {"variable": "i0"}, 1), ("one_sample", {"variable": "q1"}, 1),
        ("repeated_measures", {"measures": ["i0", "i1", "i2"]}, 1),
        ("scale_factors", {"items": ["i0", "i1", "i2", "i3"], "factors": 0}, 3),
    ):  # fmt: skip
        found = run(name, frame, options)
        assert len(found.tables) == tables
        assert all(cell.low is None for table in found.tables for row in table.rows for cell in row.cells)
        for language in LANGUAGES:
            assert all(render(text, language) for table in found.tables for text in (table.title, *table.notes))


def test_the_command_prints_the_same_and_refuses_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    from workbench.cli.entry import main

    assert main(["power", "--test", "two_means", "--difference", "0.5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["size"] == 64
    assert told["sizes"][3] == [128.0, pytest.approx(0.801, abs=1e-3)]
    assert "0.5" in told["sentence"]
    assert main(["power", "--sd", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_means_nothing_is_not_asked() -> None:
    columns = {"x": [1.0, 2, 3], "y": [2.0, 1, 5], "q1": [0, 1, 0], "q2": [0, 1, 1]}
    table = plain_frame(columns).table
    reasoned = plain_frame(columns, how=RowOrigin.PURPOSIVE).table
    numbers, answers = {"variable": "x", "column": "y"}, {"variable": "q1", "column": "q2"}
    assert declaration("association").irrelevant(table, numbers) == {"layer", "exact", "inference", "inference_reason"}
    assert "layer" not in declaration("association").irrelevant(reasoned, answers)
    assert "inference_reason" not in declaration("one_sample").irrelevant(reasoned, {"variable": "x"})
    assert "share_first" in declaration("power").irrelevant(table, {"test": "anova"})
    assert declaration("power").irrelevant(table, {"test": "anova", "wanted": "power"}) >= {"power_wanted"}
    models = declaration("unweighted_models").irrelevant
    assert {"errors", "intervals"} <= models(table, {"variable": "q1", "model": "multinomial"})
    assert {"exposure", "trials", "event"} <= models(table, {"variable": "x", "model": "linear"})
