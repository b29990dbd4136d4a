# SPDX-License-Identifier: MIT
"""Comparison of groups meets R's cases through the declared analysis; a design it would leave out is refused."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Cell
from wording import Labels, render

BASE = Path(__file__).parents[2] / "expected" / "base"
CASES = {case["id"]: case for case in json.loads((BASE / "groups.json").read_text(encoding="utf-8"))["cases"]}


def frame_of(data_set: str, number: str, group: str) -> Frame:
    with (BASE / "data" / f"{data_set}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    levels = list(dict.fromkeys(row[group] for row in rows))
    levels = sorted(levels) if data_set != "warpbreaks" else levels
    choices = tuple(Choice(f"c{at}", one, Labels({"en": one})) for at, one in enumerate(levels, 1))
    variables = (
        Variable("v1", number, Labels({"en": number}), Kind.NUMBER, Level.INTERVAL),
        Variable("v2", group, Labels({"en": group}), Kind.ONE, Level.NOMINAL, choices=choices),
    )
    codes = [levels.index(row[group]) for row in rows]
    data = pd.DataFrame({"v1": [float(row[number]) for row in rows]})
    data["v2"] = pd.Categorical.from_codes(codes, [one.id for one in choices])
    reasons = {name: np.zeros(len(rows), np.int8) for name in ("v1", "v2")}
    table = DataTable("t1", data_set, Labels({"en": data_set}), "record", RowOrigin.PROBABILITY, variables, len(rows))
    return Frame(table, data, reasons, np.arange(len(rows)), SampleColumns())


def cells_of(frame: Frame, method: str) -> dict[str, tuple[Cell, ...]]:
    found = run("compare_groups", frame, {"variable": "v1", "by": "v2", "method": method})
    return {row.id: row.cells for row in found.tables[1].rows}


def test_two_groups_are_those_of_r() -> None:
    frame, wanted = frame_of("toothgrowth", "len", "supp"), CASES["toothgrowth.groups.len.supp"]["result"]
    for method, key in (("welch", "t_welch"), ("pooled", "t_pooled")):
        cells = cells_of(frame, method)["all"]
        assert cells[0].estimate == pytest.approx(wanted[key]["statistic"], rel=1e-9)
        assert cells[2].estimate == pytest.approx(wanted[key]["p"], rel=1e-9)
    ranks = cells_of(frame, "ranks")["all"]
    assert ranks[2].estimate == pytest.approx(wanted["wilcox_cc"]["p"], rel=1e-8)
    assert ranks[3].estimate == pytest.approx(2 * wanted["wilcox_cc"]["statistic"] / 900 - 1)  # r of 30 × 30
    spread = cells_of(frame, "welch")["spread"]
    assert spread[0].estimate == pytest.approx(wanted["levene_median"]["F"], rel=1e-9)
    assert spread[2].estimate == pytest.approx(wanted["levene_median"]["p"], rel=1e-9)
    effect = cells[3]
    hedges = 1 - 3 / (4 * 58 - 1)  # the correction for small samples
    assert effect.estimate == pytest.approx(wanted["cohens_d"] * hedges, rel=1e-3)
    assert effect.low is not None
    assert effect.low < effect.estimate < effect.high


@pytest.mark.parametrize(
    ("case", "data_set", "number", "group"),
    [
        ("insectsprays.groups.count.spray", "insectsprays", "count", "spray"),
        ("warpbreaks.groups.breaks.tension", "warpbreaks", "breaks", "tension"),
    ],
)
def test_more_groups_are_those_of_r(case: str, data_set: str, number: str, group: str) -> None:
    frame, wanted = frame_of(data_set, number, group), CASES[case]["result"]
    pooled, welch, ranks = (cells_of(frame, method)["all"] for method in ("pooled", "welch", "ranks"))
    assert pooled[0].estimate == pytest.approx(wanted["anova"]["F"], rel=1e-9)
    assert pooled[2].estimate == pytest.approx(wanted["anova"]["p"], rel=1e-8)
    assert welch[0].estimate == pytest.approx(wanted["welch_anova"]["statistic"], rel=1e-9)
    assert ranks[0].estimate == pytest.approx(wanted["kruskal"]["statistic"], rel=1e-9)
    assert ranks[2].estimate == pytest.approx(wanted["kruskal"]["p"], rel=1e-8)
    assert pooled[3].estimate == pytest.approx(wanted["eta_sq"], rel=1e-9)
    assert pooled[3].low < wanted["eta_sq"] < pooled[3].high


def test_weights_are_refused_and_one_group_is_nothing_to_compare() -> None:
    frame = frame_of("toothgrowth", "len", "supp")
    with pytest.raises(AnalysisProblem) as caught:
        cells_of(replace(frame, design=SampleColumns(weight=np.linspace(1, 2, 60))), "welch")
    assert caught.value.message.key == "problem.analysis_unweighted"
    one = frame.data.copy()
    one["v2"] = pd.Categorical.from_codes([0] * 60, ["c1", "c2"])
    with pytest.raises(AnalysisProblem) as caught:
        cells_of(replace(frame, data=one), "welch")
    assert caught.value.message.key == "problem.two_groups"


def test_without_inference_only_the_groups_are_described() -> None:
    frame = frame_of("toothgrowth", "len", "supp")
    found = run(
        "compare_groups",
        replace(frame, table=replace(frame.table, how=RowOrigin.PURPOSIVE)),
        {"variable": "v1", "by": "v2"},
    )
    assert len(found.tables) == 1
    assert found.tables[0].rows[0].cells[0].low is None
    assert found.why is None


def test_no_test_of_fewer_than_ten_rows_is_printed() -> None:
    frame = frame_of("toothgrowth", "len", "supp")
    for n, tables in ((9, 1), (20, 2)):
        keep = np.r_[0 : n - 5, 30:35] if n < 10 else np.r_[0:10, 30:40]
        few = replace(frame, data=frame.data.iloc[keep].reset_index(drop=True), row_ids=np.arange(n),
                      reasons={name: one[keep] for name, one in frame.reasons.items()})  # fmt: skip
        found = run("compare_groups", few, {"variable": "v1", "by": "v2"})
        assert len(found.tables) == tables
        said = " ".join(render(note, "en") for note in found.tables[0].notes)
        assert ("No test is shown: fewer than 10 rows" in said) == (n == 9)


def test_means_of_a_group_of_fewer_than_ten_rows_are_not_tested() -> None:
    """A t test of few rows against many says nothing of the few; where all were asked two rows are enough."""
    frame = frame_of("toothgrowth", "len", "supp")
    keep = np.r_[0:9, 30:60]
    few = replace(frame, data=frame.data.iloc[keep].reset_index(drop=True), row_ids=np.arange(39),
                  reasons={name: one[keep] for name, one in frame.reasons.items()})  # fmt: skip
    census = replace(few, table=replace(few.table, how=RowOrigin.CENSUS))
    asked = {"variable": "v1", "by": "v2", "inference_reason": "a pilot"}
    refused = run("compare_groups", few, asked)
    assert len(refused.tables) == 1
    said = " ".join(render(note, "en") for note in refused.tables[0].notes)
    assert "each group needs at least 10 rows with an answer, and “" in said
    assert len(run("compare_groups", few, {**asked, "method": "ranks"}).tables) == 2
    assert len(run("compare_groups", census, asked).tables) == 2
