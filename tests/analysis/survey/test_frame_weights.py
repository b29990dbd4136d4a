# SPDX-License-Identifier: MIT
"""Weights from a frame, sample sizes, draws and targets, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey import Design, totals
from analysis.survey.frame_weights import ClusterRow, FrameRow, Selection, frame_weights, read_frame
from analysis.survey.sample_size import Ask, achieved, allocate, draw_clusters, sample_size
from wording import Problem, render

SHEET = (
    FrameRow("north", 12_000, 300, 280, 60, 20, Selection.PPS),
    FrameRow("south", 4_000, 200, 200),
)


def test_base_weight_and_nonresponse_by_stratum() -> None:
    result = frame_weights(SHEET, ["north", "south", "north"])
    assert result.base == pytest.approx([40, 20, 40])
    assert result.nonresponse == pytest.approx([300 / 280, 1, 300 / 280])
    assert result.weight == pytest.approx([300 / 7, 20, 300 / 7])
    assert result.fpc.tolist() == [np.inf, 4000, np.inf]
    assert {message.key for message in result.formulas} >= {"survey.formula_base", "survey.formula_nonresponse"}


def test_the_weighted_total_of_all_rows_is_the_frame() -> None:
    strata = ["north"] * 280 + ["south"] * 200
    result = frame_weights(SHEET, strata)
    assert result.findings == ()
    assert result.weight.sum() == pytest.approx(16_000)
    design = Design.build(480, weights=result.weight, strata=np.array(strata))
    assert totals(design, np.ones(480)).estimate[0, 0] == pytest.approx(16_000)


def test_sampled_strata_missing_from_the_frame_are_named_and_have_no_weight() -> None:
    result = frame_weights(SHEET, ["north", "east", "west", "east"])
    assert result.missing == ("east", "west")
    assert np.isnan(result.weight).tolist() == [False, True, True, True]
    said = " ".join(render(message, "fr") for message in result.findings)
    assert "east, west" in said
    assert "south" in said  # in the frame, without a row


def test_cluster_lines_refine_the_chance_of_a_household() -> None:
    clusters = (
        ClusterRow("north", "c1", 300, 320, 16, 14),  # 320 found where the frame said 300
        ClusterRow("north", "c2", 100, 100, 15, 15),
    )
    result = frame_weights(SHEET, ["north", "north"], ["c1", "c2"], clusters)
    first = 1 / ((20 * 300 / 12_000) * (16 / 320))
    assert result.base == pytest.approx([first, 1 / ((20 * 100 / 12_000) * (15 / 100))])
    assert result.nonresponse == pytest.approx([16 / 14, 1])
    simple = (FrameRow("north", 12_000, 300, 300, 60, 20, Selection.SRS),)
    result = frame_weights(simple, ["north"], ["c2"], clusters)
    assert result.base == pytest.approx([60 / 20 * 100 / 15])
    assert result.fpc.tolist() == [60]


def test_a_sheet_is_read_in_either_language() -> None:
    english = {"Stratum": "a", "households_in_frame": 100, "households selected": "10", "households completed": 9}
    french = {"strate": "b", "ménages dans la base": 50, "ménages sélectionnés": 10, "ménages enquêtés": 10}
    rows = read_frame([english, french])
    assert rows[0] == FrameRow("a", 100, 10, 9)
    assert rows[1] == FrameRow("b", 50, 10, 10)


@pytest.mark.parametrize(
    "line",
    [
        {"stratum": "a", "households in frame": "many", "households selected": 10},
        {"households in frame": 100, "households selected": 10},
        {"stratum": "a", "households in frame": 5, "households selected": 10},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "households completed": 11},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "selection": "lottery"},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "selection": "pps"},
    ],
)
def test_a_frame_that_cannot_be_right_is_a_plain_sentence(line: dict) -> None:
    with pytest.raises(Problem) as raised:
        read_frame([line])
    for language in ("en", "fr"):
        assert len(render(raised.value.message, language)) > 30
    with pytest.raises(Problem):
        read_frame([{"stratum": "a", "households in frame": 50, "households selected": 10}] * 2)


def test_sample_size_of_the_textbook() -> None:
    size = sample_size(Ask(0.5, 0.05, 0.95, deff=1.5, response=0.9), population=5000)
    assert size.simple == pytest.approx(384.1458820694)
    assert size.finite == pytest.approx(356.8042650943)
    assert size.designed == pytest.approx(535.2063976414)
    assert size.selected == 595
    assert sample_size(Ask(0.5, 0.05), population=40).selected <= 40
    for ask in (Ask(proportion=0), Ask(precision=1.2), Ask(response=0), Ask(deff=-1)):
        with pytest.raises(Problem):
            sample_size(ask)


def test_allocation_writes_the_frame_sheet() -> None:
    strata = {"a": (9000.0, 90.0), "b": (1000.0, 10.0)}
    each = allocate(Ask(per_cluster=10, deff=2), strata)
    assert [row.clusters_selected * 10 for row in each] == [row.households_selected for row in each]
    assert all(row.selection == Selection.PPS for row in each)
    shared = allocate(Ask(), strata, "proportional")
    assert shared[0].households_selected == pytest.approx(9 * shared[1].households_selected, rel=0.05)
    equal = allocate(Ask(), strata, "equal")
    assert equal[0].households_selected == equal[1].households_selected
    frame_weights(each, ["a", "b"])  # the sheet is accepted as it is


def test_clusters_are_drawn_again_by_the_same_seed() -> None:
    sizes = np.array([10.0, 10, 10, 500, 10])
    drawn = draw_clusters(sizes, 3, Selection.PPS, seed=4)
    assert drawn == draw_clusters(sizes, 3, Selection.PPS, seed=4)
    assert drawn.positions.count(3) >= 2  # larger than the step: comes up more than once
    assert len(set(draw_clusters(sizes, 3, Selection.SRS, seed=1).positions)) == 3
    hits = np.zeros(3)
    for seed in range(600):
        for place in draw_clusters([10, 20, 30], 1, Selection.PPS, seed).positions:
            hits[place] += 1
    assert hits / 600 == pytest.approx([1 / 6, 2 / 6, 3 / 6], abs=0.07)
    with pytest.raises(Problem):
        draw_clusters(sizes, 9, Selection.SRS, 1)
    with pytest.raises(Problem):
        draw_clusters([10, np.nan], 1, Selection.PPS, 1)


def test_achieved_against_target() -> None:
    rows = achieved(["a", "a", "b", "d"], {"a": 4, "b": 1, "c": 2})
    assert [(row.name, row.achieved) for row in rows] == [("a", 2), ("b", 1), ("c", 0), ("d", 1)]
    assert rows[0].share == pytest.approx(0.5)
    assert rows[0].short == 2
    assert np.isnan(rows[3].target)
