# SPDX-License-Identifier: MIT
"""Weights from a frame, worked out by hand: simple, stratified, two-stage by size and alike, non-response."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey import Design, totals
from analysis.survey.calibration.frame_sheet import ClusterRow, FrameRow, Selection, Sheet, match_names, read_sheet
from analysis.survey.calibration.sampling_weights import frame_weights
from wording import Problem, render

SHEET = Sheet(
    (
        FrameRow("north", 12_000, 300, 280, 60, 20, Selection.PPS),
        FrameRow("south", 4_000, 200, 200),
    )
)


def test_a_simple_random_sample_of_households() -> None:
    """120 of 4,800 households drawn, 100 found at home: 40 × 1.2 = 48 each; 100 × 48 = 4,800."""
    names = ["camp"] * 100
    result = frame_weights(Sheet((FrameRow("camp", 4_800, 120, 100),)), names)
    assert result.column("base", names)[0] == 40
    assert result.column("nonresponse", names)[0] == pytest.approx(1.2)
    assert result.column("weight", names).sum() == pytest.approx(4_800)
    assert result.column("fpc", names)[0] == 4_800
    assert (result.spread, result.kish) == (1.0, 1.0)
    assert result.places[("camp", "")].worked == ("4800 / 120", "120 / 100")
    assert result.use_fpc
    assert not result.two_stages


def test_base_weight_and_nonresponse_by_stratum() -> None:
    names = ["north", "south", "north"]
    result = frame_weights(SHEET, names)
    assert result.column("base", names) == pytest.approx([40, 20, 40])
    assert result.column("nonresponse", names) == pytest.approx([300 / 280, 1, 300 / 280])
    assert result.column("weight", names) == pytest.approx([300 / 7, 20, 300 / 7])
    assert result.column("fpc", names).tolist() == [np.inf, 4000, np.inf]
    assert not result.use_fpc  # clusters by size in one stratum


def test_the_weighted_total_of_all_rows_is_the_frame() -> None:
    names = ["north"] * 280 + ["south"] * 200
    result = frame_weights(SHEET, names)
    assert result.findings == ()
    weight = result.column("weight", names)
    assert [one.total for one in result.strata] == pytest.approx([12_000, 4_000])
    design = Design.build(480, weights=weight, strata=np.array(names))
    assert totals(design, np.ones(480)).estimate[0, 0] == pytest.approx(16_000)
    high, low = 300 / 7, 20.0
    squares = (280 * high**2 + 200 * low**2) * 480 / 16_000**2
    assert result.kish == pytest.approx(squares)
    assert result.spread == pytest.approx(high / low)


def test_who_completed_is_counted_in_the_data_where_the_sheet_does_not_say() -> None:
    names = ["camp"] * 90
    result = frame_weights(Sheet((FrameRow("camp", 900, 100),)), names)
    assert result.column("weight", names)[0] == pytest.approx(900 / 90)


def test_sampled_strata_missing_from_the_frame_are_named_and_have_no_weight() -> None:
    names = ["north", "east", "west", "east"]
    result = frame_weights(SHEET, names)
    assert result.missing == ("east", "west")
    assert np.isnan(result.column("weight", names)).tolist() == [False, True, True, True]
    said = " ".join(render(message, "fr") for message in result.findings)
    assert "east, west" in said
    assert "south" in said  # in the frame, without a row


def test_clusters_by_size_with_equal_takes_weigh_alike() -> None:
    """Three of ten clusters by size, 12 households in each: 2,000 / 36 for every household, whatever its cluster."""
    stratum = FrameRow("north", 2_000, 36, 0, 10, 3, Selection.PPS)
    lines = tuple(ClusterRow("north", f"c{n}", size, size, 12) for n, size in enumerate((80, 200, 410)))
    strata, clusters = ["north"] * 36, [f"c{n}" for n in range(3) for _ in range(12)]
    weight = frame_weights(Sheet((stratum,), lines), strata, clusters).column("weight", strata, clusters)
    assert weight == pytest.approx(np.full(36, 2_000 / 36))


def test_nonresponse_by_cluster() -> None:
    """The same, but one cluster answered 9 of 12 and one 6 of 12: the few stand for the many of their own cluster."""
    stratum = FrameRow("north", 2_000, 36, 0, 10, 3, Selection.PPS)
    lines = tuple(ClusterRow("north", f"c{n}", size, size, 12) for n, size in enumerate((80, 200, 410)))
    held = [12, 9, 6]
    clusters = [f"c{n}" for n, count in enumerate(held) for _ in range(count)]
    strata = ["north"] * len(clusters)
    result = frame_weights(Sheet((stratum,), lines), strata, clusters)
    weight = result.column("weight", strata, clusters)
    assert weight[[0, 12, 21]] == pytest.approx(2_000 / 36 * np.array([1, 12 / 9, 12 / 6]))
    assert weight.sum() == pytest.approx(2_000)
    assert result.places[("north", "c1")].worked == ("1 / (3 × 200 / 2000) × 200 / 12", "12 / 9")


def test_what_was_listed_corrects_what_the_frame_said() -> None:
    lines = (
        ClusterRow("north", "c1", 300, 320, 16, 14),  # 320 found where the frame said 300
        ClusterRow("north", "c2", 100, 100, 15, 15),
    )
    strata, clusters = ["north", "north"], ["c1", "c2"]
    result = frame_weights(Sheet(SHEET.strata, lines), strata, clusters)
    first = 1 / ((20 * 300 / 12_000) * (16 / 320))
    assert result.column("base", strata, clusters) == pytest.approx([first, 1 / ((20 * 100 / 12_000) * (15 / 100))])
    assert result.column("nonresponse", strata, clusters) == pytest.approx([16 / 14, 1])


def test_clusters_drawn_alike_have_both_corrections() -> None:
    """2 of 5 clusters alike, 10 of 50 and 10 of 100 households: 2.5 × 5 = 12.5 and 2.5 × 10 = 25."""
    stratum = FrameRow("a", 400, 20, 0, 5, 2, Selection.SRS)
    lines = (ClusterRow("a", "x", 50, 50, 10), ClusterRow("a", "y", 100, 100, 10))
    strata, clusters = ["a"] * 20, ["x"] * 10 + ["y"] * 10
    result = frame_weights(Sheet((stratum,), lines), strata, clusters)
    assert result.column("weight", strata, clusters)[[0, 19]] == pytest.approx([12.5, 25])
    assert result.column("fpc", strata, clusters)[0] == 5
    assert result.column("fpc2", strata, clusters)[[0, 19]].tolist() == [50, 100]
    assert result.use_fpc
    assert result.two_stages
    assert not frame_weights(Sheet((stratum,)), strata).use_fpc  # the second stage is not known
    x = np.arange(20.0) ** 2 % 7
    columns = [result.column(part, strata, clusters) for part in ("weight", "fpc", "fpc2")]
    units = np.column_stack([np.repeat([0, 1], 10), np.arange(20)])
    design = Design.build(20, weights=columns[0], clusters=units, fpc=np.column_stack(columns[1:]))
    estimate = totals(design, x)
    parts = [x[:10], x[10:]]
    sums = np.array([50 * parts[0].mean(), 100 * parts[1].mean()])
    within = [M**2 * (1 - 10 / M) * part.var(ddof=1) / 10 for M, part in zip((50, 100), parts, strict=True)]
    variance = 5**2 * (1 - 2 / 5) * sums.var(ddof=1) / 2 + 5 / 2 * sum(within)  # Cochran (1977), 11.24
    assert estimate.estimate[0, 0] == pytest.approx(5 / 2 * sums.sum())
    assert estimate.se[0, 0] == pytest.approx(np.sqrt(variance))


def test_a_cluster_that_was_never_reached_is_stood_for_by_the_others() -> None:
    stratum = FrameRow("a", 400, 30, 0, 4, 3, Selection.SRS)
    lines = tuple(ClusterRow("a", name, 100, 100, 10) for name in "xyz")
    strata, clusters = ["a"] * 20, ["x"] * 10 + ["y"] * 10
    result = frame_weights(Sheet((stratum,), lines), strata, clusters)
    assert result.column("weight", strata, clusters).sum() == pytest.approx(400)
    assert "z" in render(result.findings[-1], "en")
    spare = (*lines[:2], lines[2], ClusterRow("a", "w", 100, 100, 10, replacement=True))
    clusters = ["x"] * 10 + ["y"] * 5 + ["w"] * 5
    again = frame_weights(Sheet((stratum,), spare), strata, clusters)
    assert again.column("weight", strata, clusters).sum() == pytest.approx(400)  # the replacement stands in


def test_a_cluster_with_a_certain_place_has_its_own_chance() -> None:
    stratum = FrameRow("a", 1_000, 40, 0, 4, 2, Selection.PPS)
    lines = (ClusterRow("a", "big", 700, 700, 28, chance=1.0), ClusterRow("a", "x", 150, 150, 12, chance=0.5))
    strata, clusters = ["a"] * 40, ["big"] * 28 + ["x"] * 12
    weight = frame_weights(Sheet((stratum,), lines), strata, clusters).column("weight", strata, clusters)
    assert weight == pytest.approx(np.full(40, 25.0))
    assert weight.sum() == pytest.approx(1_000)


def test_a_sheet_is_read_in_either_language() -> None:
    english = {"Stratum": "a", "households_in_frame": "1 000", "households selected": "10", "households completed": 9}
    french = {"strate": "b", "ménages dans la base": 50, "Menages selectionnes": 10.0, "ménages enquêtés": 10}
    line = {"stratum": "a", "cluster": 7.0, "households in frame": 60, "households selected": 5, "réserve": "oui"}
    sheet = read_sheet([english, french, line, {"stratum": "", "households in frame": ""}])
    assert sheet.strata == (FrameRow("a", 1000, 10, 9), FrameRow("b", 50, 10, 10))
    assert sheet.clusters == (ClusterRow("a", "7", 60, 60, 5, replacement=True),)


@pytest.mark.parametrize(
    "line",
    [
        {"stratum": "a", "households in frame": "many", "households selected": 10},
        {"stratum": "a", "households in frame": "nan", "households selected": 10},
        {"households in frame": 100, "households selected": 10},
        {"stratum": "a", "households in frame": 5, "households selected": 10},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "households completed": 11},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "households completed": -1},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "selection": "lottery"},
        {"stratum": "a", "households in frame": 50, "households selected": 10, "selection": "pps"},
        {"stratum": "a", "cluster": "x", "households in frame": 50, "households selected": 60},
        {"stratum": "a", "cluster": "x", "households in frame": 50, "households selected": 6, "chance": 1.2},
    ],
)
def test_a_frame_that_cannot_be_right_is_a_plain_sentence(line: dict) -> None:
    with pytest.raises(Problem) as raised:
        read_sheet([line])
    for language in ("en", "fr"):
        assert len(render(raised.value.message, language)) > 30


def test_a_stratum_or_a_cluster_named_twice_is_refused() -> None:
    with pytest.raises(Problem):
        read_sheet([{"stratum": "a", "households in frame": 50, "households selected": 10}] * 2)
    with pytest.raises(Problem):
        read_sheet([{"stratum": "a", "cluster": "x", "households in frame": 50, "households selected": 10}] * 2)


def test_names_are_matched_by_code_or_label_and_named_on_both_sides() -> None:
    data = {"c1": ("site_a", "Site A", "Site A"), "c2": ("site_b", "Gîte B"), "c3": ("site_c",)}
    found = match_names(["SITE a", "gite b", "Site Z"], data)
    assert found.same == {"SITE a": "c1", "gite b": "c2"}
    assert found.only_sheet == ("Site Z",)
    assert found.only_data == ("c3",)
