# SPDX-License-Identifier: MIT
"""Every declared analysis against bad input: a sentence in the result or in place of it, in both languages."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import run
from analysis.records import Frame, Reason
from analysis.replicate_columns import ReplicateColumns, ReplicateRule
from analysis.tables.layout import table_notes
from wording import Problem, render

ANALYSES: dict[str, tuple[str, dict[str, Any]]] = {
    "describe": ("describe", {"variable": "v5"}),
    "proportions": ("proportions", {"variable": "v3"}),
    "set": ("set", {"variable": "v4"}),
    "crosstab": ("crosstab", {"variable": "v3", "column": "v1"}),
    "means": ("means", {"variable": "v6", "by": "v1"}),
    "quantiles": ("quantiles", {"variable": "v6"}),
    "ratio": ("ratio", {"numerator": "v6", "denominator": "v5"}),
    "linear": ("regression", {"variable": "v6", "predictors": ["v5", "v1"]}),
    "logistic": ("regression", {"variable": "v1", "predictors": ["v5", "v2"], "model": "logistic"}),
    "reliability": ("reliability", {"items": ["v5", "v6"]}),
}
NUMBERS = ("describe", "means", "quantiles", "ratio", "linear", "logistic", "reliability")


def _said(name: str, frame: Frame, more: Mapping[str, Any] | None = None) -> str:
    """Notes of the first table, or the sentence that stands in place of a result."""
    declared, options = ANALYSES[name]
    try:
        table = run(declared, frame, {**options, **(more or {})}).tables[0]
    except Problem as problem:
        instead = problem.message
    else:
        assert len(table_notes(table, "fr")) == len(table_notes(table, "en"))
        return " ".join(table_notes(table, "en"))
    assert render(instead, "fr").endswith(".")
    return render(instead, "en")


def _changed(frame: Frame, values: Mapping[str, Any], **design: Any) -> Frame:
    data = frame.data.copy()
    for name, column in values.items():
        data[name] = column
    return dataclasses.replace(frame, data=data, design=dataclasses.replace(frame.design, **design))


def _without_answers(frame: Frame) -> Frame:
    reasons = {name: np.full_like(column, Reason.MISSING) for name, column in frame.reasons.items()}
    return dataclasses.replace(frame, reasons=reasons)


@pytest.mark.parametrize("name", ANALYSES)
def test_nobody_answered(name: str, frame: Frame) -> None:
    said = _said(name, _without_answers(frame))
    assert any(words in said for words in ("Nobody here has an answer", "No row has", "Too few"))


@pytest.mark.parametrize("name", ANALYSES)
def test_a_domain_without_rows(name: str, frame: Frame) -> None:
    said = _said(name, frame, {"where": [{"variable": "v5", "is": [999]}]})
    assert any(words in said for words in ("Nobody here has an answer", "No row has", "Too few"))


@pytest.mark.parametrize("name", ["describe", "proportions", "means", "quantiles", "linear", "logistic", "reliability"])
def test_a_constant(name: str, frame: Frame) -> None:
    rows = len(frame.data)
    same = {"v5": 3.0, "v6": 7.0}
    for variable, count in (("v1", 2), ("v3", 3)):
        same[variable] = pd.Categorical.from_codes(np.zeros(rows, int), [f"c{at + 1}" for at in range(count)])
    said = _said(name, _changed(frame, same))
    assert "the same" in said


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "reliability"])
def test_one_cluster(name: str, frame: Frame) -> None:
    said = _said(name, _changed(frame, {}, clusters=np.zeros((len(frame.data), 1), int), strata=None))
    assert "single cluster, so no standard error" in said
    assert "was adjusted" not in said


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "reliability"])
def test_weights_that_cannot_be(name: str, frame: Frame) -> None:
    assert frame.design.weight is not None
    weight = frame.design.weight.copy()
    weight[:10] = 0.0
    assert "10 rows have the weight zero" in _said(name, _changed(frame, {}, weight=weight))
    weight[3] = -1.0
    assert "1 row has a negative weight" in _said(name, _changed(frame, {}, weight=weight))
    assert "No row has a weight above zero" in _said(name, _changed(frame, {}, weight=weight * 0))
    weight[3] = np.inf
    assert "infinite weight" in _said(name, _changed(frame, {}, weight=weight))
    weight[[3, 4]] = 1e300, 1e-300
    assert "2 rows have weights too large or too small" in _said(name, _changed(frame, {}, weight=weight))


@pytest.mark.parametrize("name", NUMBERS)
def test_infinite_values_are_named_and_counted(name: str, frame: Frame) -> None:
    v5, v6 = frame.data["v5"].to_numpy().copy(), frame.data["v6"].to_numpy().copy()
    v5[[2, 3]], v6[[5, 6]] = np.inf, -np.inf
    said = _said(name, _changed(frame, {"v5": v5, "v6": v6}))
    assert "has 2 infinite values" in said
    assert "Household size" in said or "Income" in said


@pytest.mark.parametrize("name", NUMBERS)
def test_values_that_cannot_be_squared_are_named_and_counted(name: str, frame: Frame) -> None:
    v5, v6 = frame.data["v5"].to_numpy().copy(), frame.data["v6"].to_numpy().copy()
    v5[[2, 3]], v6[[5, 6]] = 1e200, -1e200
    assert "has 2 values beyond 10 to the power of 70" in _said(name, _changed(frame, {"v5": v5, "v6": v6}))
    v5[[2, 3]], v6[[5, 6]] = 1e12, -1e12
    assert "beyond" not in _said(name, _changed(frame, {"v5": v5, "v6": v6}))


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "reliability"])
def test_cluster_codes_across_strata(name: str, frame: Frame) -> None:
    codes = (np.arange(len(frame.data)) % 6).reshape(-1, 1)
    assert "6 codes of villages or sites (clusters) occur in several strata" in _said(
        name, _changed(frame, {}, clusters=codes, nested=False)
    )


@pytest.mark.parametrize("name", ["linear", "logistic"])
def test_a_model_without_degrees_of_freedom_prints_none(name: str, frame: Frame) -> None:
    alone = _changed(frame, {}, clusters=np.zeros((len(frame.data), 1), int), strata=None)
    declared, options = ANALYSES[name]
    tables = run(declared, alone, options).tables
    assert len(tables) == 1  # no test of whole variables either
    assert all(cell.df is None for row in tables[0].rows for cell in row.cells)
    assert len(run(declared, frame, options).tables) == 2


def test_an_outcome_made_from_its_predictor(frame: Frame) -> None:
    size = frame.data["v5"].to_numpy()
    made = dataclasses.replace(
        _changed(frame, {"v6": 2 * size + 1}), reasons={**frame.reasons, "v6": frame.reasons["v5"]}
    )
    options = {"predictors": ["v5"]}
    assert "give the outcome exactly" in _said("linear", made, options)
    assert "give the outcome exactly" not in _said("linear", frame, options)


def test_perfect_separation(frame: Frame) -> None:
    apart = np.where(frame.data["v1"] == "c1", 2.0, 9.0)
    assert "predicted perfectly" in _said("logistic", _changed(frame, {"v5": apart}))


@pytest.mark.parametrize("by", ["", "v1"])
def test_a_denominator_that_adds_up_to_zero(frame: Frame, by: str) -> None:
    size = frame.data["v5"].to_numpy().copy()
    size[(frame.data["v1"] == "c1").to_numpy() if by else slice(None)] = 0.0
    said = _said("ratio", _changed(frame, {"v5": size}), {"by": by} if by else {})
    assert "Where “Household size” adds up to zero there is no ratio" in said
    assert "adds up to zero" not in _said("ratio", frame)


@pytest.mark.parametrize("model", ["logistic", "ordinal"])
def test_a_model_of_a_question_with_one_answer_has_no_effect(model: str, frame: Frame) -> None:
    only = dataclasses.replace(frame.table.variable("v1"), choices=frame.table.variable("v1").choices[:1])
    variables = tuple(only if one.id == "v1" else one for one in frame.table.variables)
    same = _changed(frame, {"v1": pd.Categorical.from_codes(np.zeros(len(frame.data), int), ["c1"])})
    same = dataclasses.replace(same, table=dataclasses.replace(frame.table, variables=variables))
    options = {"variable": "v3", "predictors": ["v1"], "model": model, "event": ["c1"]}
    table = run("regression", same, options).tables[0]
    assert [row.id for row in table.rows] == ["v1", "v1:c1"]
    assert all(cell.estimate is None for row in table.rows for cell in row.cells)


def test_values_closer_than_numbers_tell_apart_have_no_histogram(frame: Frame) -> None:
    near = 1e12 + np.arange(len(frame.data)) % 2 * 1.3e-4  # neighbouring doubles
    result = run("quantiles", _changed(frame, {"v6": near}), {"variable": "v6"})
    assert result.figures == ()
    assert run("quantiles", frame, {"variable": "v6"}).figures


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "reliability"])
def test_a_whole_population_left_out_cluster_by_cluster_varies_by_nothing(name: str, frame: Frame) -> None:
    jackknife = ReplicateColumns(ReplicateRule("jackknife"))
    whole = _changed(frame, {}, fpc=np.full((len(frame.data), 1), 8.0), replicates=jackknife)
    declared, options = ANALYSES[name]
    cells = [cell for row in run(declared, whole, options).tables[0].rows for cell in row.cells if cell.se is not None]
    assert cells
    assert all(cell.se == pytest.approx(0.0, abs=1e-9) for cell in cells)


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "reliability"])
def test_replicate_weights_that_do_not_differ_give_no_error_and_say_so(name: str, frame: Frame) -> None:
    assert frame.design.weight is not None
    same = ReplicateColumns(ReplicateRule("BRR"), np.repeat(frame.design.weight[:, None], 4, axis=1))
    assert "give the same estimates, so no standard error" in _said(name, _changed(frame, {}, replicates=same))


@pytest.mark.parametrize("name", ["linear", "logistic"])
def test_a_replicate_without_any_row_is_left_out_in_silence_of_the_machine(name: str, frame: Frame) -> None:
    assert frame.design.weight is not None
    columns = frame.design.weight[:, None] * np.random.default_rng(3).choice([0.0, 2.0], (len(frame.data), 12))
    columns[:, 4] = 0.0
    replicates = ReplicateColumns(ReplicateRule("BRR"), columns)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "In 1 of 12 replicates" in _said(name, _changed(frame, {}, replicates=replicates))


def test_an_achieved_sample_counts_no_infinite_number_and_says_when_nobody_answered(frame: Frame) -> None:
    infinite = _changed(frame, {"v5": np.where(np.arange(len(frame.data)) == 2, np.inf, 3.0)})
    with pytest.raises(Problem) as told:
        run("achieved", infinite, {"variable": "v5"})
    assert "has 1 infinite value" in render(told.value.message, "en")
    with pytest.raises(Problem) as told:
        run("achieved", _without_answers(frame), {"variable": "v5"})
    assert "No row has a value of “Household size”" in render(told.value.message, "en")


def test_an_interval_that_does_not_hold_its_quantile_is_said(frame: Frame) -> None:
    options = {"quantiles": [0.1, 0.5, 0.9], "quantile_interval": "score"}
    few = _changed(frame, {"v6": frame.data["v5"]})  # whole numbers, of unequal weights
    few = dataclasses.replace(few, reasons={**frame.reasons, "v6": frame.reasons["v5"]})
    weight = np.where(frame.data["v5"] > 4, 6.0, 1.0)
    said = _said("quantiles", _changed(few, {}, weight=weight), options)
    assert "not contain its" in said
    assert "not contain its" not in _said("quantiles", _changed(few, {}, weight=weight), {"quantiles": [0.1, 0.5, 0.9]})


@pytest.mark.parametrize("name", ANALYSES)
def test_a_condition_stands_below_the_table(name: str, frame: Frame) -> None:
    assert "Only where Site = Site A, Site B." in _said(
        name, frame, {"where": [{"variable": "v2", "is": ["c1", "c2"]}]}
    )
