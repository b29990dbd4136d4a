# SPDX-License-Identifier: MIT
"""Unweighted models meet certified, published and hand-calculated figures; what a class would leave out is an error."""

from __future__ import annotations

import csv
import json
import math
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import chi2, nbinom

from analysis.analyses import AnalysisProblem, run
from analysis.records import RowOrigin
from tests.analysis.analyses.plain_tables import plain_frame, rows_of
from wording import LANGUAGES, render

GOLD = json.loads((Path(__file__).parents[1] / "classical" / "published.json").read_text("utf-8"))
_Z = 1.959963984540054


def effects(frame: Any, **options: Any) -> dict[str, Any]:
    return rows_of(run("unweighted_models", frame, options), 0)


def fitted(frame: Any, **options: Any) -> dict[str, Any]:
    return rows_of(run("unweighted_models", frame, options), 2)


def test_a_linear_model_meets_the_certified_figures() -> None:
    text = files("statsmodels.datasets.longley").joinpath("longley.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    names = ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"]
    frame = plain_frame({name: [float(row[name]) for row in rows] for name in ("TOTEMP", *names)})
    gold, model = GOLD["longley"], {"variable": "TOTEMP", "predictors": names, "decimals": 8}
    cells = effects(frame, **model)
    for name, coef, se in zip(names, gold["coef"][1:], gold["se"][1:], strict=True):
        assert cells[name][0].estimate == pytest.approx(coef, rel=1e-7)
        assert cells[name][0].se == pytest.approx(se, rel=1e-7)
    found = fitted(frame, **model)
    assert found["r2"][3].estimate == pytest.approx(gold["r2"], rel=1e-9)
    assert found["sigma"][3].estimate == pytest.approx(gold["residual_sd"], rel=1e-7)
    assert any("same" in render(note, "en") for note in run("unweighted_models", frame, model).tables[2].notes)


def test_robust_errors_are_those_of_the_sandwich() -> None:
    draw = np.random.default_rng(1)
    x = draw.normal(size=40)
    y = 1 + x + np.abs(x) * draw.normal(size=40)
    frame, X = plain_frame({"x": x, "y": y}), np.column_stack([np.ones(40), x])
    inverse = np.linalg.inv(X.T @ X)
    e, hat = y - X @ (inverse @ X.T @ y), np.einsum("ij,jk,ik->i", X, inverse, X)
    for kind, factor in (("HC0", 1), ("HC1", 40 / 38), ("HC2", 1 / (1 - hat)), ("HC3", 1 / (1 - hat) ** 2)):
        wanted = inverse @ (X.T * (e**2 * factor)) @ X @ inverse
        cell = effects(frame, variable="y", predictors=["x"], errors=kind)["x"][0]
        assert cell.se == pytest.approx(wanted[1, 1] ** 0.5)


def test_odds_and_rates_of_two_groups_are_those_by_hand() -> None:
    odds = GOLD["two_groups"]["odds"]
    yes, no = odds["yes"], odds["no"]
    group = [0] * (yes[0] + no[0]) + [1] * (yes[1] + no[1])
    answer = [0] * yes[0] + [1] * no[0] + [0] * yes[1] + [1] * no[1]
    cell = effects(plain_frame({"q1": group, "q2": answer}), variable="q2", predictors=["q1"])["q1:c1"][0]
    assert cell.estimate == pytest.approx(odds["ratio"])
    assert np.log(cell.high / cell.low) / 2 / _Z == pytest.approx(odds["log_se"])
    counted = plain_frame({"q1": [0, 1], "y": yes, "n": [60, 20]})
    trials = effects(counted, variable="y", predictors=["q1"], model="logistic", trials="n")["q1:c1"][0]
    assert (trials.estimate, trials.low) == (pytest.approx(cell.estimate), pytest.approx(cell.low))
    rate = GOLD["two_groups"]["rate"]
    sums, rows = rate["sums"], rate["rows"]
    frame = plain_frame({"q1": [0, 1], "y": sums, "exposure": rows})
    summed = effects(frame, variable="y", predictors=["q1"], model="poisson", exposure="exposure")["q1:c1"][0]
    assert summed.estimate == pytest.approx(rate["ratio"])
    with pytest.raises(AnalysisProblem):  # as many coefficients as rows
        effects(frame, variable="y", predictors=["q1"])
    each = plain_frame({"q1": [0] * rows[0] + [1] * rows[1], "y": [1, 2] * 20 + [2, 4] * 5})
    cell = effects(each, variable="y", predictors=["q1"], model="poisson")["q1:c1"][0]
    assert cell.estimate == pytest.approx(rate["ratio"])
    assert np.log(cell.high / cell.low) / 2 / _Z == pytest.approx(rate["log_se"])


def test_exposure_is_the_logarithm_added_to_the_predictor() -> None:
    frame = plain_frame({"q1": [0, 0, 0, 1, 1, 1], "y": [4, 7, 9, 12, 20, 28], "t": [2, 3, 5, 3, 5, 7]})
    cell = effects(frame, variable="y", predictors=["q1"], model="poisson", exposure="t")["q1:c1"][0]
    assert cell.estimate == pytest.approx((60 / 15) / (20 / 10))


def test_rows_that_stand_for_several_are_as_many_rows() -> None:
    draw = np.random.default_rng(2)
    q, x, times = draw.integers(0, 3, 30), draw.normal(size=30), draw.integers(1, 4, 30)
    y = x + q + draw.normal(size=30)
    whole = plain_frame({"q1": q, "x": x, "y": y, "times": times})
    each = plain_frame({"q1": np.repeat(q, times), "x": np.repeat(x, times), "y": np.repeat(y, times)})
    for variable, model in (("y", "linear"), ("q1", "multinomial"), ("q1", "logistic")):
        options = {"variable": variable, "predictors": ["x"], "model": model}
        one, other = effects(whole, **options, frequency="times"), effects(each, **options)
        assert [cell.estimate for cell in one["x"]] == pytest.approx([cell.estimate for cell in other["x"]])
        assert [cell.se for cell in one["x"][::2]] == pytest.approx([cell.se for cell in other["x"][::2]])
        assert one["x"][0].n == other["x"][0].n == times.sum()


def test_weights_that_a_class_would_leave_out_are_an_error() -> None:
    from analysis.classical.models import multinomial, negative_binomial
    from wording import Problem

    X, half = np.ones((6, 1)), np.array([0.5, 1, 1, 1, 1, 1])
    for fit in (
        lambda: multinomial(np.array([0, 1, 2, 0, 1, 2]), X, half),
        lambda: negative_binomial(np.array([0.0, 9, 1, 20, 3, 0]), X, weights=half),
    ):
        with pytest.raises(Problem) as caught:
            fit()
        assert caught.value.message.key == "survey.model_weight_ignored"
    frame = plain_frame({"x": range(8), "y": [0, 3, 1, 9, 2, 30, 4, 1], "times": [1, 2] * 4})
    for more, key in (
        ({"model": "negative_binomial"}, "survey.model_weight_ignored"),
        ({"model": "poisson", "errors": "HC1"}, "survey.model_robust_weights"),
    ):
        with pytest.raises(AnalysisProblem) as refused:
            effects(frame, variable="y", predictors=["x"], frequency="times", **more)
        assert refused.value.message.key == key


@pytest.mark.parametrize(
    ("model", "change"),
    [("probit", lambda p: __import__("scipy.stats", fromlist=["norm"]).norm.ppf(p)),
     ("cloglog", lambda p: np.log(-np.log(1 - p)))],
)  # fmt: skip
def test_of_two_groups_each_link_is_its_definition(model: str, change: Any) -> None:
    group, answer = [0] * 10 + [1] * 10, [0] * 3 + [1] * 7 + [0] * 6 + [1] * 4
    cell = effects(plain_frame({"q1": group, "q2": answer}), variable="q2", predictors=["q1"], model=model)["q1:c1"][0]
    gap = float(change(0.6) - change(0.3))
    assert cell.estimate == pytest.approx(gap if model == "probit" else np.exp(gap))


def test_gamma_and_negative_binomial_ratios_are_those_of_the_means() -> None:
    group, y = [0] * 6 + [1] * 6, [1, 9, 2, 14, 0.5, 3.5, 2, 30, 8, 40, 1, 9]
    ratio = np.mean(y[6:]) / np.mean(y[:6])
    frame = plain_frame({"q1": group, "y": y})
    assert effects(frame, variable="y", predictors=["q1"], model="gamma")["q1:c1"][0].estimate == pytest.approx(ratio)
    counts = plain_frame({"q1": group, "y": [round(one) for one in y]})
    wanted = sum(round(one) for one in y[6:]) / sum(round(one) for one in y[:6])
    found = effects(counts, variable="y", predictors=["q1"], model="negative_binomial")["q1:c1"][0]
    assert found.estimate == pytest.approx(wanted)


def test_a_separated_model_says_so_and_gives_no_numbers() -> None:
    frame = plain_frame({"q1": [0] * 8 + [1] * 8, "q2": [0, 1] * 4 + [1] * 8})
    found = run("unweighted_models", frame, {"variable": "q2", "predictors": ["q1"]})
    assert len(found.tables) == 1
    assert not found.figures
    assert "predicted perfectly" in render(found.tables[0].notes[1], "en")


def test_counts_that_spread_too_far_are_warned_of_and_every_model_has_its_words() -> None:
    draw = np.random.default_rng(5)
    columns = {"q1": draw.integers(0, 3, 80), "x": draw.normal(size=80), "y": draw.negative_binomial(0.5, 0.1, 80) + 1}
    frame = plain_frame(columns, ordered=True)
    poisson = run("unweighted_models", frame, {"variable": "y", "predictors": ["x"], "model": "poisson"})
    assert any("negative binomial" in render(note, "en") for note in poisson.tables[2].notes)
    for model in ("linear", "quasipoisson", "negative_binomial", "gamma", "multinomial", "ordinal", "cloglog"):
        variable = "q1" if model in ("multinomial", "ordinal", "cloglog") else "y"
        found = run("unweighted_models", frame, {"variable": variable, "predictors": ["x"], "model": model})
        for language in LANGUAGES:
            assert all(render(text, language) for table in found.tables for text in (table.title, *table.notes))
        assert found.figures[0].columns[0].startswith("effect")
    described = plain_frame(columns, how=RowOrigin.PURPOSIVE)
    assert len(run("unweighted_models", described, {"variable": "y", "predictors": ["x"]}).tables) == 1


def test_all_predictors_together_are_tested_against_none() -> None:
    """The likelihood ratios of statsmodels, whose models without predictors it fits itself."""
    from statsmodels.discrete.discrete_model import MNLogit, NegativeBinomial
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    draw = np.random.default_rng(8)
    x, z = draw.normal(size=(2, 150))
    q = np.clip(np.round(x / 2 + draw.normal(size=150) + 1), 0, 2).astype(int)
    y = draw.negative_binomial(2, 2 / (2 + np.exp(0.4 * x + 0.5)))
    frame = plain_frame({"q1": q, "x": x, "z": z, "y": y}, ordered=True)
    X = np.column_stack([x, z])
    own = np.column_stack([np.ones(150), X])
    wanted = {
        ("q1", "multinomial"): MNLogit(q, own).fit(disp=0),
        ("q1", "ordinal"): OrderedModel(q, X, distr="logit").fit(method="bfgs", maxiter=500, gtol=1e-9, disp=0),
        ("y", "negative_binomial"): NegativeBinomial(y, own).fit(maxiter=500, disp=0),
    }
    for (variable, model), fitted in wanted.items():
        found = run("unweighted_models", frame, {"variable": variable, "predictors": ["x", "z"], "model": model})
        row = next(one for one in found.tables[-1].rows if one.id == "all_predictors")
        assert row.cells[0].estimate == pytest.approx(2 * (fitted.llf - fitted.llnull), abs=2e-3), model
        df = 4 if model == "multinomial" else 2
        assert render(row.cells[1].text, "en") == str(df)
        assert row.cells[2].estimate == pytest.approx(float(chi2.sf(row.cells[0].estimate, df)))


def loglik_of_a_share_each(codes: list[int]) -> float:
    return sum(codes.count(one) * math.log(codes.count(one) / len(codes)) for one in set(codes))


def loglik_of_one_mean(counts: list[int]) -> float:
    mean = sum(counts) / len(counts)

    def loss(log: float) -> float:
        return -float(nbinom.logpmf(counts, math.exp(log), math.exp(log) / (math.exp(log) + mean)).sum())

    return -float(minimize_scalar(loss, bounds=(-3, 8), method="bounded", options={"xatol": 1e-10}).fun)


def test_all_predictors_together_rise_from_a_constant_to_the_fit_of_r(shared: Path) -> None:
    """R gives the fits' log-likelihoods (half a deviance); those of a constant alone are computed here by hand."""
    folder = shared / "survey_golden" / "base"
    fits = {case["id"]: case["result"] for case in json.loads((folder / "glm.json").read_text("utf-8"))["cases"]}

    def table_of(name: str) -> list[dict[str, str]]:
        with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def coded(rows: list[dict[str, str]], outcome: list[int], **dummies: tuple[str, str]) -> dict[str, list[float]]:
        columns: dict[str, list[float]] = {"q" if max(outcome) == 2 else "y": list(outcome)}
        return columns | {name: [row[at] == value for row in rows] for name, (at, value) in dummies.items()}

    homes = [row for row in table_of("housing") for _ in range(int(row["Freq"]))]
    pupils = [row for row in table_of("mssurvey") if row["Sex"]]
    looms, sprayed = table_of("warpbreaks"), table_of("insectsprays")
    exercise = coded(pupils, [("Freq", "None", "Some").index(row["Exer"]) for row in pupils], male=("Sex", "Male"))
    content = [("Low", "Medium", "High").index(row["Sat"]) for row in homes]
    types = {name: ("Type", name) for name in ("Apartment", "Atrium", "Terrace")}
    told = {name: ("Infl", name) for name in ("Medium", "High")} | {"contact": ("Cont", "High")}
    breaks, insects = [int(row["breaks"]) for row in looms], [int(row["count"]) for row in sprayed]
    cases = [
        ("multinomial", exercise | {"age": [float(row["Age"]) for row in pupils]}, "mssurvey.multinom.Exer_Sex_Age"),
        ("ordinal", coded(homes, content, **types, **told), "housing.polr.Sat_Infl_Type_Cont"),
        (
            "negative_binomial",
            coded(looms, breaks, B=("wool", "B"), M=("tension", "M"), H=("tension", "H")),
            "warpbreaks.negbin.breaks_wool_tension",
        ),
        (
            "negative_binomial",
            coded(sprayed, insects, **{name: ("spray", name) for name in "BCDEF"}),
            "insectsprays.negbin.count_spray",
        ),
    ]
    for model, columns, case in cases:
        outcome, *predictors = columns
        alone = (loglik_of_a_share_each if outcome == "q" else loglik_of_one_mean)(
            [int(one) for one in columns[outcome]]
        )
        fit = fits[case]["loglik"] if "loglik" in fits[case] else -fits[case]["deviance"] / 2
        found = run(
            "unweighted_models",
            plain_frame(columns, ordered=True),
            {"variable": outcome, "predictors": predictors, "model": model},
        )
        row = next(one for one in found.tables[-1].rows if one.id == "all_predictors")
        assert row.cells[0].estimate == pytest.approx(2 * (fit - alone), abs=1e-5), case
