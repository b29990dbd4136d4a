# SPDX-License-Identifier: MIT
"""Regression, reliability, key informants, sample size, achieved sample: against definitions and hand calculations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.analyses.achieved_sample import repeated_labels
from analysis.records import Frame, Kind, Level, SampleColumns, Variable
from analysis.result_tables import Flag
from tests.analysis.analyses.plain_tables import plain_frame
from wording import Labels, render


def test_a_regression_on_two_groups_is_the_t_test(frame: Frame) -> None:
    table = run("regression", frame, {"variable": "v5", "predictors": ["v1"]}).tables[0]
    means = run("means", frame, {"variable": "v5", "by": "v1"})
    groups = [row.cells[0].estimate for row in means.tables[0].rows[:2]]
    effect = table.rows[2].cells
    assert effect[0].estimate == pytest.approx(groups[1] - groups[0])
    assert effect[1].estimate == pytest.approx(means.facts["test"]["p"])
    assert render(table.rows[1].cells[0].text, "fr") == "référence"
    assert effect[0].n == ((frame.data["v1"] == "c2") & frame.data["v5"].notna()).sum()


def test_a_logistic_regression_on_two_groups_is_their_odds_ratio(frame: Frame) -> None:
    options = {"variable": "v3", "predictors": ["v1"], "event": "c1"}
    table = run("regression", frame, options).tables[0]
    shares = run("proportions", frame, {"variable": "v3", "by": "v1"}).tables[0].rows[0].cells
    odds = [cell.estimate / (1 - cell.estimate) for cell in shares[:2]]
    assert table.rows[2].cells[0].estimate == pytest.approx(odds[1] / odds[0])


def test_without_a_sample_a_regression_prints_no_p(interviewed: Frame) -> None:
    table = run("regression", interviewed, {"variable": "v5", "predictors": ["v1", "v6"]}).tables[0]
    assert [column.id for column in table.columns] == ["effect"]
    assert all(cell.low is None for row in table.rows for cell in row.cells)


def test_perfect_prediction_is_said_and_shows_no_number(frame: Frame) -> None:
    same = replace(frame, data=frame.data.assign(v6=(frame.data["v1"] == "c1").astype(float)))
    table = run("regression", same, {"variable": "v1", "predictors": ["v6"]}).tables[0]
    assert Flag.NOT_ESTIMABLE in table.rows[0].cells[0].flags
    assert any("perfectly" in render(note, "en") for note in table.notes)


@pytest.mark.parametrize(
    "options",
    [
        {"variable": "v5", "predictors": []},
        {"variable": "v5", "predictors": ["v5"]},
        {"variable": "v5", "predictors": ["v1"], "model": "logistic"},
        {"variable": "v3", "predictors": ["v1"], "event": "c77"},
        {"variable": "v4", "predictors": ["v1"]},
    ],
)
def test_models_that_cannot_be_are_one_sentence(frame: Frame, options: dict) -> None:
    with pytest.raises(AnalysisProblem) as caught:
        run("regression", frame, options)
    assert render(caught.value.message, "fr")


def test_alpha_by_its_definition(frame: Frame) -> None:
    data = frame.data.assign(v6=frame.data["v5"] + np.random.default_rng(2).normal(0, 1, len(frame.data)))
    result = run("reliability", replace(frame, data=data), {"items": ["v5", "v6"], "estimator": "unweighted"})
    items = data[["v5", "v6"]].dropna()
    expected = 2 * (1 - items.var().sum() / items.sum(axis=1).var())
    assert result.facts["alpha"] == pytest.approx(expected)
    assert result.facts["n"] == len(items)
    with pytest.raises(AnalysisProblem):
        run("reliability", frame, {"items": ["v5"]})


def test_key_informants_count_sites_not_people(frame: Frame) -> None:
    table = run("key_informants", frame, {"variable": "v3", "site": "v2"}).tables[0]
    assert table.base == 3
    assert sum(row.cells[0].n for row in table.rows) == 3
    by_any = run("key_informants", frame, {"variable": "v4", "site": "v2", "rule": "any"}).tables[0]
    by_all = run("key_informants", frame, {"variable": "v4", "site": "v2", "rule": "all"}).tables[0]
    assert [row.cells[0].estimate for row in by_any.rows][:3] == [1.0, 1.0, 1.0]
    assert [row.cells[0].estimate for row in by_all.rows] == [0.0] * 4
    median = run("key_informants", frame, {"variable": "v5", "site": "v2"}).tables[0].rows[1].cells[0]
    assert median.estimate == frame.data.groupby("v2", observed=True)["v5"].median().median()


def test_sample_size_by_cochran(frame: Frame) -> None:
    options = {"proportion": 0.5, "precision": 0.05, "deff": 2, "response": 0.9, "population_size": 1000}
    rows = run("sample_size", frame, options).tables[0].rows
    simple = 1.959963984540054**2 * 0.25 / 0.0025
    finite = simple / (1 + (simple - 1) / 1000)
    expected = [simple, finite, 2 * finite, np.ceil(2 * finite / 0.9)]
    assert [row.cells[0].estimate for row in rows] == pytest.approx(expected)
    sheet = run("sample_size", frame, {"strata": "A: 4000, 80; B: 900, 20", "per_cluster": 10}).tables[0].rows
    assert [row.label for row in sheet[:2]] == ["A", "B"]
    assert [cell.estimate for cell in sheet[2].cells[:3]] == [
        sum(row.cells[at].estimate for row in sheet[:2]) for at in range(3)
    ]
    assert all(row.cells[1].estimate == 10 * row.cells[2].estimate for row in sheet)


@pytest.mark.parametrize(
    ("strata", "said"),
    [
        ("A: 4000, 80", "in 1 stratum, enough for this precision in every stratum"),
        ("A: 1200, 4", "in 1 stratum, as many as each stratum needs for this precision, or as its frame allows"),
    ],
)
def test_the_methods_claim_no_precision_that_a_stratum_misses(frame: Frame, strata: str, said: str) -> None:
    """Four clusters of 12 give ± 17.6 points where ± 5 were asked; the sentence for the report said "enough"."""
    table = run("sample_size", frame, {"strata": strata, "per_cluster": 12, "allocation": "each"}).tables[0]
    assert said in render(table.notes[0], "en")


def test_achieved_against_targets(frame: Frame) -> None:
    result = run("achieved", frame, {"variable": "v2", "targets": {"site a": 170, "site d": 5}})
    rows = result.tables[0].rows
    assert [row.cells[0].estimate for row in rows[:2]] == [160.0, 0.0]
    assert rows[-1].cells[3].estimate == 15.0  # ten short in one and five in the other
    assert result.figures[0].columns == ("share",)
    assert rows[0].cells[2].estimate == pytest.approx(160 / 170)
    assert rows[1].cells[3].estimate == 5.0
    typed = run("achieved", frame, {"variable": "v2", "targets": "site a: 170; site d: 5"}).tables[0].rows
    assert [row.cells for row in typed] == [row.cells for row in rows]
    with pytest.raises(AnalysisProblem):
        run("achieved", frame, {"variable": "v2", "targets": "site a: many"})


@pytest.mark.parametrize(
    ("texts", "listed"),
    [
        (("Zone 10", "Zone 2", "Other", "Zone 1"), ["Zone 1", "Zone 2", "Zone 10", "Other"]),
        (("often", "never", "always", "sometimes"), ["never", "sometimes", "often", "always"]),
    ],
)
def test_names_in_free_text_stand_in_the_order_of_answers(
    frame: Frame, texts: tuple[str, ...], listed: list[str]
) -> None:
    names = Variable("v9", "zone", Labels({"en": "Zone"}), Kind.TEXT, Level.NOMINAL)
    table = replace(frame.table, variables=(*frame.table.variables, names))
    data = frame.data.assign(v9=[texts[at % 4] for at in range(len(frame.data))])
    reasons = {**frame.reasons, "v9": np.zeros(len(data), np.int8)}
    typed = replace(frame, table=table, data=data, reasons=reasons)
    assert [str(row.label) for row in run("achieved", typed, {"variable": "v9"}).tables[0].rows[:-1]] == listed


def test_a_calculation_that_repeats_a_question_is_listed_by_its_labels(frame: Frame) -> None:
    """A stratum calculated as “${site}” holds site_a where the question's label is Site A."""
    asked = replace(frame.table.variable("v2"), name="site")
    repeats = replace(asked, id="v99", name="stratum", kind=Kind.TEXT, choices=(), calculation=" ${site} ")
    found = repeated_labels(repeats, [asked, repeats])
    assert found == {choice.code: choice.labels for choice in asked.choices}
    assert repeated_labels(replace(repeats, calculation="concat(${site})"), [asked]) == {}
    coded = tuple(replace(choice, labels=Labels({})) for choice in asked.choices)
    stratum = replace(frame.table.variable("v2"), name="stratum", choices=coded, calculation="${site}")
    others = [stratum if one.id == "v2" else one for one in frame.table.variables]
    whole = replace(frame, table=replace(frame.table, variables=(*others, replace(asked, id="v99"))))
    rows = run("achieved", whole, {"variable": "v2"}).tables[0].rows
    assert rows[:-1]
    assert all(row.label in [choice.labels for choice in asked.choices] for row in rows[:-1])


def test_refusals_and_replacements_stand_beside_what_was_achieved(frame: Frame) -> None:
    """Every tenth visit without consent; women of site b refused, men of site b are replacements."""
    without = np.arange(len(frame.row_ids)) % 10 == 0
    options = {
        "variable": "v2",
        "refused": [{"variable": "v1", "is": ["c1"]}, {"variable": "v2", "is": ["c2"]}],
        "replaced": [{"variable": "v1", "is": ["c2"]}, {"variable": "v2", "is": ["c2"]}],
    }
    table = run("achieved", replace(frame, refused=without), options).tables[0]
    assert [column.id for column in table.columns] == ["achieved", "refused", "replaced"]
    site, sex = frame.data["v2"], frame.data["v1"]
    for row, choice in zip(table.rows, sorted(site.dropna().unique()), strict=False):
        here = (site == choice).to_numpy()
        gone = here & (without | ((sex == "c1") & (site == "c2")).to_numpy())
        instead = here & ~gone & ((sex == "c2") & (site == "c2")).to_numpy()
        assert [cell.estimate for cell in row.cells] == [(here & ~gone).sum(), gone.sum(), instead.sum()]


def _scale(frame: Frame) -> Frame:
    noise = np.random.default_rng(2).normal(0, 1, (2, len(frame.data)))
    return replace(frame, data=frame.data.assign(v6=frame.data["v5"] + noise[0]))


def test_alpha_by_the_design_is_of_the_weighted_variances(frame: Frame) -> None:
    scale = _scale(frame)
    options = {"items": ["v5", "v6"], "estimator": "weighted"}
    result = run("reliability", scale, options)
    items = scale.data[["v5", "v6"]].to_numpy()
    used = np.isfinite(items).all(axis=1)
    weight = frame.design.weight[used]
    spread = np.cov(items[used], rowvar=False, aweights=weight, ddof=0)
    assert result.facts["alpha"] == pytest.approx(2 * (1 - np.trace(spread) / spread.sum()))
    whole = result.tables[0].rows[-1].cells[-1]
    assert whole.low < whole.estimate < whole.high
    assert whole.se > 0
    assert "weighted" in render(result.tables[0].subtitle, "en")


def test_without_weights_and_clusters_both_alphas_agree_and_their_intervals_nearly(frame: Frame) -> None:
    plain = replace(_scale(frame), design=SampleColumns(None, None, None, None))
    cells = [
        run("reliability", plain, {"items": ["v5", "v6"], "estimator": how}).tables[0].rows[-1].cells[-1]
        for how in ("unweighted", "weighted")
    ]
    assert cells[0].estimate == pytest.approx(cells[1].estimate)
    assert (cells[0].low, cells[0].high) == pytest.approx((cells[1].low, cells[1].high), abs=0.02)


def test_alpha_uses_the_weights_where_there_are_some() -> None:
    gold = json.loads((Path(__file__).parent / "by_hand.json").read_text("utf-8"))["alpha"]
    first, second = zip(*gold["items"], strict=True)
    plain = plain_frame({"x": first, "y": second})
    weighed = replace(plain, design=SampleColumns(np.array(gold["weights"], dtype=float)))
    for frame, options, expected, said in (
        (weighed, {}, "weighted", "complete in all items, weighted"),
        (weighed, {"estimator": "unweighted"}, "unweighted", "unweighted"),
        (plain, {}, "unweighted", "unweighted"),
    ):
        result = run("reliability", frame, {"items": ["x", "y"], **options})
        assert result.facts["alpha"] == pytest.approx(gold[expected])
        assert said in render(result.tables[0].subtitle, "en")


@pytest.mark.parametrize(
    ("values", "said"),
    [([1, 2, 3, 4, 5, 5, None], True), ([1, 2, 3, 4, 6], False), ([0, 1, 2, 3, 4], False), ([1, 2, 3.5, 4, 5], False)],
)
def test_a_mean_of_codes_of_a_scale_says_so_in_a_line(values: list[float | None], said: bool) -> None:
    for name in ("means", "describe"):
        table = run(name, plain_frame({"x": values}), {"variable": "x"}).tables[0]
        assert ("note.codes_as_numbers" in [note.key for note in table.notes]) is said


def test_a_scale_of_ordered_answers_says_that_they_count_as_numbers() -> None:
    rows = {"q1": [0, 1, 2, 2, 1, 0, 2], "q2": [0, 2, 2, 1, 1, 0, 1], "q3": [1, 1, 2, 2, 0, 0, 2]}
    numbers = {f"x{name}": values for name, values in rows.items()}
    for name in ("reliability", "scale_factors"):
        for columns, said in ((rows, True), (numbers, False)):
            tables = run(name, plain_frame(columns, ordered=True), {"items": list(columns)}).tables
            notes = [note.key for table in tables for note in table.notes]
            assert ("note.order_as_numbers" in notes) is said


def test_unweighted_alpha_says_so(frame: Frame) -> None:
    table = run("reliability", _scale(frame), {"items": ["v5", "v6"], "estimator": "unweighted"}).tables[0]
    assert "unweighted" in render(table.subtitle, "en")
    assert any("Unweighted" in render(note, "en") for note in table.notes)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("achieved", {"targets": "Site A: 1,200; Site B: 100"}, "separator of thousands"),
        ("achieved", {"targets": "Site A: 1 200"}, "separator of thousands"),
        ("achieved", {"targets": "Site A: 100; Site A: 200"}, "named twice"),
        ("achieved", {"targets": "Site A: 100, 20"}, "one number above zero"),
        ("achieved", {"targets": "Site A: -5"}, "one number above zero"),
        ("achieved", {"targets": "Site A: nan"}, "one number above zero"),
        ("achieved", {"target_each": -5}, "one number above zero"),
        ("achieved", {"target_each": "x"}, "takes a number"),
        ("means", {"decimals": float("nan")}, "takes a number"),
        ("means", {"decimals": -3}, "0 to 10 decimals"),
        ("means", {"level": "abc"}, "takes a number"),
        ("sample_size", {"strata": "North: 4,000; South: 900, 20"}, "separator of thousands"),
        ("sample_size", {"strata": "North: 4000; North: 900"}, "named twice"),
        ("sample_size", {"strata": "North: 4000; : 900"}, "have no name"),
    ],
)
def test_a_number_that_could_be_read_as_another_is_refused(frame: Frame, name: str, options: dict, said: str) -> None:
    variable = {"achieved": {"variable": "v2"}, "means": {"variable": "v6"}}.get(name, {})
    with pytest.raises(AnalysisProblem) as raised:
        run(name, frame, {**variable, **options})
    assert said in render(raised.value.message, "en")


@pytest.mark.parametrize("strata", ["North: 4000, 80; South: 900, 20", "North=4000,80;South=900 20", "North: 4000"])
def test_strata_are_read_as_written(frame: Frame, strata: str) -> None:
    table = run("sample_size", frame, {"strata": strata}).tables[0]
    assert table.rows[0].cells[0].estimate == 4000
