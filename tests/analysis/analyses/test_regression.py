# SPDX-License-Identifier: MIT
"""Regression as declared: against shares and means that the model must reproduce, whatever engine fitted it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.masking import Destination, mask
from analysis.records import Frame, SampleColumns
from analysis.result_tables import Cell, Chart, Flag, TableSpec
from tests.analysis.analyses.plain_tables import plain_frame
from wording import render

BY_HAND = json.loads((Path(__file__).parent / "by_hand.json").read_text("utf-8"))


def effects(table: TableSpec) -> dict[str, Cell]:
    return {row.id: row.cells[0] for row in table.rows if not row.heading}


def shares(frame: Frame, by: str, event: str = "c1") -> list[float]:
    table = run("proportions", frame, {"variable": "v3", "by": by}).tables[0]
    row = next(row for row in table.rows if row.id == event)
    return [cell.estimate for cell in row.cells[:-1]]


def test_prevalence_ratios_are_ratios_of_the_groups_shares(frame: Frame) -> None:
    options = {
        "variable": "v3",
        "predictors": ["v2"],
        "model": "prevalence",
        "event": ["c1"],
        "reference": {"v2": "c1"},
    }
    found = effects(run("regression", frame, options).tables[0])
    first, second, third = shares(frame, "v2")
    assert found["v2:c2"].estimate == pytest.approx(second / first)
    assert found["v2:c3"].estimate == pytest.approx(third / first)


def test_another_reference_turns_the_ratio_round(frame: Frame) -> None:
    options = {"variable": "v3", "predictors": ["v1"], "event": ["c1"]}
    usual = effects(run("regression", frame, options).tables[0])["v1:c2"]
    turned = effects(run("regression", frame, {**options, "reference": {"v1": "c2"}}).tables[0])
    assert turned["v1:c1"].estimate == pytest.approx(1 / usual.estimate)
    assert (turned["v1:c1"].low, turned["v1:c1"].high) == pytest.approx((1 / usual.high, 1 / usual.low))
    assert render(turned["v1:c2"].text, "en") == "reference"


def test_an_interaction_of_two_questions_is_the_difference_of_differences(frame: Frame) -> None:
    options = {"variable": "v6", "predictors": ["v1", "v2"], "interactions": [["v2", "v1"]]}
    found = effects(run("regression", frame, options).tables[0])
    data, weight = frame.data, frame.design.weight
    inside = {
        (sex, site): (data["v1"] == sex).to_numpy() & (data["v2"] == site).to_numpy()
        for sex in ("c1", "c2")
        for site in ("c1", "c2")
    }
    mean = {at: np.average(data["v6"][rows], weights=weight[rows]) for at, rows in inside.items()}
    expected = mean["c2", "c2"] - mean["c1", "c2"] - (mean["c2", "c1"] - mean["c1", "c1"])
    assert found["v1:c2×v2:c2"].estimate == pytest.approx(expected)
    assert found["v1:c2×v2:c2"].n == inside["c2", "c2"].sum()


def test_margins_of_the_only_predictor_are_the_shares_themselves(frame: Frame) -> None:
    options = {"variable": "v3", "predictors": ["v2"], "event": ["c1"], "margins": ["v2"], "reference": {"v2": "c1"}}
    table = run("regression", frame, options).tables[-1]
    expected = shares(frame, "v2")
    assert [row.cells[0].estimate for row in table.rows] == pytest.approx(expected)
    domains = run("proportions", frame, {"variable": "v3", "by": "v2"}).tables[0].rows[0].cells
    assert [row.cells[0].se for row in table.rows] == pytest.approx([cell.se for cell in domains[:-1]])
    assert table.rows[1].cells[1].estimate == pytest.approx(100 * (expected[1] - expected[0]))
    assert table.rows[1].cells[3].estimate == pytest.approx(expected[1] / expected[0])


def test_margins_hold_the_others_as_they_are(frame: Frame) -> None:
    options = {"variable": "v6", "predictors": ["v1", "v5"], "margins": ["v1"]}
    main, _, margins = run("regression", frame, options).tables
    slope, difference = effects(main)["v5"].estimate, effects(main)["v1:c2"].estimate
    assert margins.rows[1].cells[1].estimate == pytest.approx(difference)
    used = frame.data["v5"].notna().to_numpy()
    weight = frame.design.weight[used]
    size, income = (np.average(frame.data[name][used], weights=weight) for name in ("v5", "v6"))
    women = np.average((frame.data["v1"] == "c1")[used], weights=weight)
    everyone_woman = income - difference * (1 - women)
    assert np.isfinite(slope * size)
    assert margins.rows[0].cells[0].estimate == pytest.approx(everyone_woman)


def test_the_wald_test_of_one_coefficient_is_its_t_squared(frame: Frame) -> None:
    main, tests = run("regression", frame, {"variable": "v6", "predictors": ["v1", "v2"]}).tables
    effect = main.rows[2].cells
    row = next(row for row in tests.rows if row.id == "v1")
    assert row.cells[0].estimate == pytest.approx((effect[0].estimate / effect[0].se) ** 2)
    assert row.cells[3].estimate == pytest.approx(effect[1].estimate)
    assert next(row for row in tests.rows if row.id == "v2").cells[1].estimate == 2


def test_ordered_answers_have_one_odds_ratio_and_turn_with_their_order(frame: Frame) -> None:
    options = {"variable": "v3", "predictors": ["v1"], "model": "ordinal"}
    result = run("regression", frame, options)
    found = effects(result.tables[0])["v1:c2"]
    assert found.low < found.estimate < found.high
    turned = replace(
        frame,
        table=replace(
            frame.table,
            variables=tuple(
                replace(v, choices=(*v.choices[2::-1], v.choices[3])) if v.id == "v3" else v
                for v in frame.table.variables
            ),
        ),
    )
    other = effects(run("regression", turned, options).tables[0])["v1:c2"]
    assert other.estimate == pytest.approx(1 / found.estimate, rel=1e-6)
    note = next(note for note in result.tables[0].notes if note.key == "note.ordinal")
    assert "Very unsafe" in render(note, "en")


def test_every_effect_tells_what_it_rests_on(frame: Frame) -> None:
    result = run("regression", frame, {"variable": "v3", "predictors": ["v1", "v5"], "event": ["c1"]})
    complete = frame.data[["v1", "v3", "v5"]].notna().all(axis=1)
    found = effects(result.tables[0])
    assert result.facts["n"] == complete.sum()
    assert found["v1:c2"].n == (complete & (frame.data["v1"] == "c2")).sum()
    assert found["v1:c2"].weighted_base == pytest.approx(
        frame.design.weight[complete & (frame.data["v1"] == "c2")].sum()
    )
    assert found["v5"].n == complete.sum()
    assert all(cell.se > 0 and cell.df and cell.deff for cell in found.values() if cell.text is None)
    men, women = (int((complete & (frame.data["v1"] == name)).sum()) for name in ("c2", "c1"))
    assert found["v1:c2"].base == min(men, women)
    assert "smaller of two counts" in " ".join(render(note, "en") for note in result.tables[0].notes)
    assert result.tables[0].missing == {2: 9, 3: 6, 4: 7}  # of the rows without a reason, those without a size


def test_a_rare_answer_shows_no_effect(frame: Frame) -> None:
    sex = frame.data["v1"].astype(str).to_numpy()
    keep = np.flatnonzero(sex == "c2")[:6]
    rare = np.where(np.isin(np.arange(len(sex)), keep), "c2", "c1")
    few = replace(frame, data=frame.data.assign(v1=rare))
    table = run("regression", few, {"variable": "v6", "predictors": ["v1"]}).tables[0]
    masked, _ = mask(table, destination=Destination.INSIDE)
    assert Flag.MASKED_BASE in effects(masked)["v1:c2"].flags
    assert effects(masked)["v1:c2"].estimate is None


def test_a_partner_cannot_subtract_a_small_answer(frame: Frame) -> None:
    sex = np.where(np.arange(480) < 3, "c2", "c1")
    few = replace(frame, data=frame.data.assign(v1=sex))
    table = run("regression", few, {"variable": "v6", "predictors": ["v1"]}).tables[0]
    masked, _ = mask(replace(table, sensitive=True), minimum_base_mask=0, destination=Destination.PARTNER)
    found = effects(masked)
    assert all(cell.n is None for cell in found.values())


def test_the_forest_plot_draws_effects_about_the_line_of_none(frame: Frame) -> None:
    from analysis.figures.series import drawn

    options = {"variable": "v3", "predictors": ["v1", "v2"], "event": ["c1"], "reference": {"v2": "c1"}}
    [figure] = run("regression", frame, options).figures
    assert (figure.chart, figure.centre) == (Chart.FOREST, 1.0)
    assert drawn(figure, "en").lines == ("Sex of head: Man", "Site: Site B", "Site: Site C")
    [linear] = run("regression", frame, {"variable": "v5", "predictors": ["v1"]}).figures
    assert linear.centre == 0.0


@pytest.mark.parametrize(
    "options",
    [
        {"variable": "v3", "predictors": ["v1"], "event": ["c1", "c2", "c3"]},
        {"variable": "v1", "predictors": ["v3"], "model": "ordinal"},
        {"variable": "v3", "predictors": ["v1"], "model": "poisson"},
        {"variable": "v6", "predictors": ["v1"], "reference": {"v1": "c7"}},
        {"variable": "v6", "predictors": ["v1"], "interactions": [["v1", "v1"]]},
        {"variable": "v6", "predictors": ["v1"], "interactions": [["v1", "v2"]]},
        {"variable": "v6", "predictors": ["v1"], "margins": ["v2"]},
        {"variable": "v6", "predictors": ["v1", "v5"], "margins": ["v5"]},
        {"variable": "v3", "predictors": ["v1", "v1"], "model": "ordinal", "where": [{"variable": "v5", "is": [99]}]},
    ],
)
def test_what_cannot_be_fitted_is_one_sentence(frame: Frame, options: dict) -> None:
    with pytest.raises(AnalysisProblem) as caught:
        run("regression", frame, options)
    assert all(render(caught.value.message, language) for language in ("en", "fr"))


@pytest.mark.parametrize("model", ["linear", "logistic", "prevalence", "poisson", "ordinal"])
def test_every_model_speaks_both_languages(frame: Frame, model: str) -> None:
    outcome = "v5" if model in ("linear", "poisson") else "v3"
    options = {"variable": outcome, "predictors": ["v1", "v2"], "model": model, "interactions": [["v1", "v2"]]}
    if model != "ordinal":
        options["margins"] = ["v1"]
    result = run("regression", frame, options)
    for language in ("en", "fr"):
        assert render(result.why, language)
        for table in result.tables:
            for text in (table.title, table.subtitle, *table.notes, *(column.label for column in table.columns)):
                assert text is None or render(text, language)


def test_tests_of_whole_variables_say_on_how_many_rows_they_rest(frame: Frame) -> None:
    effects_of, tests = run("regression", frame, {"variable": "v5", "predictors": ["v1", "v2"]}).tables
    answered = int(np.isfinite(frame.data["v5"]).sum())
    assert tests.base == effects_of.base == answered
    assert f"n = {answered} households" in render(tests.subtitle, "en")


def test_more_effects_than_clusters_bear_are_one_sentence(frame: Frame) -> None:
    few = replace(frame, design=replace(frame.design, strata=None, clusters=(np.arange(len(frame.data)) % 3)[:, None]))
    table = run("regression", few, {"variable": "v6", "predictors": ["v1", "v2"]}).tables[0]
    said = [note.key for note in table.notes if hasattr(note, "key")]
    assert "note.no_df" in said
    assert "note.model_df" not in said
    assert all(cell.low is None for cell in effects(table).values())


@pytest.mark.parametrize("inference", ["on", "off"])
def test_a_ratio_beyond_all_numbers_is_left_out_and_said(frame: Frame, inference: str) -> None:
    tiny = replace(frame, data=frame.data.assign(v5=frame.data["v5"] * 1e-6))
    options = {"variable": "v3", "predictors": ["v5"], "event": ["c1"], "inference": inference, "inference_reason": "x"}
    usual, changed = (run("regression", one, options).tables[0] for one in (frame, tiny))
    cell = effects(changed)["v5"]
    assert cell.flags == {Flag.NOT_ESTIMABLE}
    assert cell.base == effects(usual)["v5"].base
    assert "too large or too small" in " ".join(render(note, "en") for note in changed.notes)
    assert "too large or too small" not in " ".join(render(note, "en") for note in usual.notes)
    if inference == "on":  # the unit changes no test
        assert changed.rows[0].cells[1].estimate == pytest.approx(usual.rows[0].cells[1].estimate, rel=1e-6)


@pytest.mark.parametrize("name", ["regression", "unweighted_models"])
@pytest.mark.parametrize("case", ["reference", "tie"])
def test_the_commonest_answer_among_the_models_rows_is_the_reference(name: str, case: str) -> None:
    gold = BY_HAND[case]
    frame = plain_frame({"y": gold["y"], "q1": gold["group"]})
    table = run(name, frame, {"variable": "y", "predictors": ["q1"]}).tables[0]
    found = effects(table)
    assert render(found[f"q1:{gold['commonest']}"].text, "en") == "reference"
    for answer, effect in gold["effects"].items():
        assert found[f"q1:{answer}"].estimate == pytest.approx(effect)
    said = [render(note, "en") for note in table.notes if note.key == "note.commonest_reference"]
    assert said == [f"Compared with the commonest answer, as no other was chosen: answer {gold['commonest'][1:]}."]
    chosen = run(name, frame, {"variable": "y", "predictors": ["q1"], "reference": {"q1": "c0"}}).tables[0]
    assert not [note for note in chosen.notes if note.key == "note.commonest_reference"]


def test_a_frequency_counts_towards_the_commonest_answer() -> None:
    frame = plain_frame({"y": [1, 2, 3, 5, 9], "q1": [0, 0, 0, 1, 1], "times": [1, 1, 1, 3, 3]})
    options = {"variable": "y", "predictors": ["q1"], "frequency": "times"}
    assert effects(run("unweighted_models", frame, options).tables[0])["q1:c0"].estimate == pytest.approx(2 - 7)


@pytest.mark.parametrize(("outcome", "exact"), [("y", False), ("exact", True)])
def test_only_residuals_of_zero_are_an_exact_fit(outcome: str, exact: bool) -> None:
    gold = BY_HAND["balanced"]
    frame = plain_frame({"y": gold[outcome], "x": gold["x"]})
    frame = replace(frame, design=SampleColumns(clusters=np.array(gold["cluster"], dtype=np.int64).reshape(-1, 1)))
    table = run("regression", frame, {"variable": "y", "predictors": ["x"]}).tables[0]
    assert effects(table)["x"].estimate == pytest.approx(gold["slope"])
    assert effects(table)["x"].se == pytest.approx(0, abs=1e-12)
    assert ("note.exact_fit" in [note.key for note in table.notes]) is exact
