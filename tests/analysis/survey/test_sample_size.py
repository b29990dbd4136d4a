# SPDX-License-Identifier: MIT
"""Sample sizes, shares of strata and draws of clusters: against published tables and by hand."""

from __future__ import annotations

import hashlib
import math
from fractions import Fraction

import numpy as np
import pytest

from analysis.analyses import declaration
from analysis.analyses.sample_size import sample_size_table
from analysis.survey.achieved_sample import achieved
from analysis.survey.calibration.frame_sheet import ClusterRow, FrameRow, Selection, Sheet
from analysis.survey.calibration.sampling_weights import frame_weights
from analysis.survey.cluster_draw import draw_clusters
from analysis.survey.sample_size import SampleRequest, Stratum, allocate, expected_precision, sample_size
from wording import Problem, render


@pytest.mark.parametrize(
    ("population", "published"),
    [(100, 80), (200, 132), (500, 217), (1_000, 278), (5_000, 357), (10_000, 370), (75_000, 382), (1_000_000, 384)],
)
def test_the_table_of_krejcie_and_morgan(population: int, published: int) -> None:
    """Krejcie & Morgan (1970), p = 0.5, ±5 %, 95 %: χ²N p q / (d²(N−1) + χ² p q), rounded to the nearest."""
    assert round(sample_size(SampleRequest(), population).finite) == published


def test_an_endless_population_needs_385() -> None:
    size = sample_size(SampleRequest(0.5, 0.05, 0.95))
    assert size.simple == pytest.approx(384.1458820694)
    assert size.selected == 385
    assert sample_size(SampleRequest(0.5, 0.1, 0.95)).selected == 97
    assert sample_size(SampleRequest(0.5, 0.05, 0.99)).selected == 664
    assert sample_size(SampleRequest(0.5, 0.05, 0.90)).selected == 271


def test_design_effect_and_response() -> None:
    size = sample_size(SampleRequest(0.5, 0.05, 0.95, deff=1.5, response=0.9), population=5000)
    assert size.finite == pytest.approx(356.8042650943)
    assert size.designed == pytest.approx(535.2063976414)
    assert size.selected == 595
    assert sample_size(SampleRequest(0.5, 0.05), population=40).selected <= 40


def test_the_design_effect_follows_from_the_icc() -> None:
    """12 households a cluster and an ICC of 0.1: 1 + 11 × 0.1 = 2.1."""
    ask = SampleRequest(per_cluster=12, icc=0.1, deff=9)
    assert ask.effect == pytest.approx(2.1)
    assert sample_size(ask).selected == math.ceil(384.1458820694 * 2.1)


@pytest.mark.parametrize(
    "ask",
    [
        SampleRequest(proportion=0),
        SampleRequest(precision=1.2),
        SampleRequest(response=0),
        SampleRequest(deff=-1),
        SampleRequest(icc=2),
        SampleRequest(per_cluster=-1),
    ],
)
def test_what_cannot_be_asked_is_refused(ask: SampleRequest) -> None:
    with pytest.raises(Problem):
        sample_size(ask)


def test_the_precision_to_expect_turns_the_size_round() -> None:
    for population in (math.inf, 700.0):
        ask = SampleRequest(0.3, 0.06, 0.9, deff=1.7, response=0.85)
        size = sample_size(ask, population)
        assert expected_precision(ask, size.designed / 0.85, population) == pytest.approx(0.06)


STRATA = (Stratum("a", 9_000, 90), Stratum("b", 1_000, 10))


def test_every_stratum_has_the_precision() -> None:
    shares = allocate(SampleRequest(deff=2), STRATA)
    assert [one.row.households_selected for one in shares.strata] == [
        sample_size(SampleRequest(deff=2), size).selected for size in (9_000, 1_000)
    ]
    assert all(one.precision <= 0.05 for one in shares.strata)
    assert shares.precision < 0.05


@pytest.mark.parametrize("how", ["proportional", "equal", "neyman", "power"])
def test_one_sample_for_all_strata_has_the_precision_and_no_more(how: str) -> None:
    shares = allocate(SampleRequest(deff=1.5), STRATA, how)  # type: ignore[arg-type]
    assert shares.precision == pytest.approx(0.05, abs=0.0003)


def test_how_the_sample_is_shared() -> None:
    def selected(how: str, strata: tuple[Stratum, ...] = STRATA) -> list[float]:
        return [one.row.households_selected for one in allocate(SampleRequest(), strata, how).strata]  # type: ignore[arg-type]

    first, second = selected("proportional")
    assert first / second == pytest.approx(9, rel=0.03)
    first, second = selected("equal")
    assert first == second
    first, second = selected("power")
    assert first / second == pytest.approx(3, rel=0.02)
    rare = (Stratum("a", 5_000, proportion=0.5), Stratum("b", 5_000, proportion=0.1))
    first, second = selected("neyman", rare)
    assert first / second == pytest.approx(0.5 / 0.3, rel=0.02)  # √.25 : √.09
    assert sum(selected("neyman", rare)) < sum(selected("equal", rare))  # Neyman is the cheapest


def test_whole_clusters_and_at_least_two() -> None:
    shares = allocate(SampleRequest(per_cluster=10, deff=2), STRATA)
    for one in shares.strata:
        assert one.row.clusters_selected * 10 == one.row.households_selected
        assert one.row.selection == Selection.PPS
    small = allocate(
        SampleRequest(per_cluster=40), (Stratum("tiny", 45, 5), Stratum("large", 90_000, 900)), "proportional"
    )
    assert small.strata[0].row.clusters_selected == 2
    assert frame_weights(shares.sheet, ["a", "b"]).missing == ()  # the sheet is accepted as it is


def test_strata_that_miss_the_precision_are_named_with_what_to_expect() -> None:
    """Without clusters or response loss e = 1.96 √(0.25 / n · (N − n) / (N − 1)): Neyman's half of some 370 each."""
    options = {"precision": 0.05, "deff": 1, "response": 1, "allocation": "equal", "strata": "A: 5000; B: 5000"}
    table = sample_size_table(declaration("sample_size").complete(options))
    n = table.rows[0].cells[0 + 1].estimate
    assert n is not None
    expected = round(100 * 1.959964 * math.sqrt(0.25 / n * (5000 - n) / 4999), 1)
    both = f"A (± {expected} points), B (± {expected} points)"
    named = f"2 strata do not reach the precision asked for, ± 5 percentage points: {both}."
    assert render(table.notes[1], "en") == named
    assert "n’atteignent pas la précision" in render(table.notes[1], "fr")
    each = sample_size_table(declaration("sample_size").complete({**options, "allocation": "each"}))
    assert not any("miss" in render(note, "en") for note in each.notes)


def test_a_stratum_with_too_few_clusters_misses_even_where_each_is_to_reach_it() -> None:
    options = {"precision": 0.05, "per_cluster": 10, "allocation": "each", "strata": "A: 9000, 90; B: 900, 4"}
    table = sample_size_table(declaration("sample_size").complete(options))
    assert "1 stratum does not reach" in render(table.notes[1], "en")
    assert "B (±" in render(table.notes[1], "en")
    assert "A (±" not in render(table.notes[1], "en")


def random_of(seed: int, stratum: str, purpose: str, number: int) -> Fraction:
    """The rule as the methods note states it."""
    digest = hashlib.sha256(f"{seed}|{stratum}|{purpose}|{number}".encode()).hexdigest()
    return Fraction(int(digest[:16], 16), 2**64)


def test_a_draw_by_size_follows_the_rule_that_it_states() -> None:
    sizes = [120, 80, 60, 200, 40, 100, 150, 50]
    draw = draw_clusters(sizes, 3, Selection.PPS, 20_261_124, stratum="north")
    step = Fraction(800, 3)
    hits = [random_of(20_261_124, "north", "start", 0) * step + k * step for k in range(3)]
    expected = [next(at for at in range(8) if sum(sizes[: at + 1]) > hit) for hit in hits]
    assert list(draw.positions) == expected
    assert draw.step == pytest.approx(800 / 3)
    assert [one.chance for one in draw.drawn] == pytest.approx([3 * sizes[at] / 800 for at in expected])


def test_a_known_draw_never_changes() -> None:
    """`printf '7||start|0' | sha256sum` begins with 9e1b8a49d0485973; five clusters a step."""
    start = Fraction(0x9E1B8A49D0485973, 2**64)
    again = [draw_clusters([10.0] * 20, 4, Selection.PPS, 7).positions for _ in range(2)]
    assert again[0] == again[1]
    first = int(start * 5)
    assert again[0] == tuple(first + 5 * k for k in range(4))


def test_clusters_larger_than_the_step_are_certain_and_households_keep_one_chance() -> None:
    """One cluster of 500 among nine of 50, 4 to draw, 10 households each: step 237.5, so 500 is in for sure and takes
    40 × 500 / 950 ≈ 21; the other three are drawn from 450 with 40 × 150 / 950 ≈ 6 each."""
    sizes = [50] * 5 + [500] + [50] * 4
    draw = draw_clusters(sizes, 4, Selection.PPS, 3, per_cluster=10)
    certain = [one for one in draw.drawn if one.certain]
    assert [(one.position, one.chance, one.households) for one in certain] == [(5, 1.0, 21)]
    others = [one for one in draw.drawn if not one.certain]
    assert [one.chance for one in others] == pytest.approx([3 * 50 / 450] * 3)
    assert [one.households for one in others] == [6] * 3
    lines = tuple(
        ClusterRow("", str(one.position), sizes[one.position], sizes[one.position], one.households, 0, one.chance)
        for one in draw.drawn
    )
    rows = [str(one.position) for one in draw.drawn for _ in range(one.households)]
    sheet = Sheet((FrameRow("", 950, 39, 0, 10, 4, Selection.PPS),), lines)
    weight = frame_weights(sheet, [""] * len(rows), rows).column("weight", [""] * len(rows), rows)
    assert weight == pytest.approx(np.full(len(rows), 950 / 40), rel=0.06)  # but for whole households
    assert weight.sum() == pytest.approx(950)


def test_chances_come_out_over_many_seeds() -> None:
    hits = np.zeros(4)
    for seed in range(2_000):
        hits[list(draw_clusters([10, 20, 30, 40], 2, Selection.PPS, seed).positions)] += 1
    assert hits / 2_000 == pytest.approx([0.2, 0.4, 0.6, 0.8], abs=0.035)
    alike = np.zeros(5)
    for seed in range(2_000):
        alike[list(draw_clusters([1, 9, 9, 9, 9], 2, Selection.SRS, seed).positions)] += 1
    assert alike / 2_000 == pytest.approx([0.4] * 5, abs=0.035)


def test_replacements_come_from_the_rest_in_their_order() -> None:
    for kind in (Selection.PPS, Selection.SRS):
        draw = draw_clusters([10, 20, 30, 40, 50, 60], 2, kind, 5, replacements=2, per_cluster=3)
        assert len(draw.positions) == 2
        assert len(draw.replacements) == 2
        assert not set(draw.positions) & set(draw.replacements)
        more = draw_clusters([10, 20, 30, 40, 50, 60], 2, kind, 5, replacements=4, per_cluster=3)
        assert more.positions == draw.positions
        assert more.replacements[:2] == draw.replacements


def test_strata_and_seeds_draw_apart() -> None:
    sizes = [10] * 60
    drawn = {draw_clusters(sizes, 5, Selection.SRS, seed, stratum=name).positions for seed in (1, 2) for name in "ab"}
    assert len(drawn) == 4


@pytest.mark.parametrize(
    ("sizes", "count", "kind"),
    [([10.0] * 5, 9, Selection.SRS), ([10.0, float("nan")], 1, Selection.PPS), ([10.0, 0.0], 1, Selection.PPS),
     ([10.0, -1.0], 1, Selection.SRS), ([10.0], 0, Selection.PPS), ([float("inf")], 1, Selection.PPS)],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(sizes: list[float], count: int, kind: Selection) -> None:
    with pytest.raises(Problem):
        draw_clusters(sizes, count, kind, 1)


def test_achieved_against_target() -> None:
    rows = achieved(np.array([0, 0, 1, 2, -1]), ["a", "b", "d"], {"a": 4, "b": 1, "c": 2})
    assert [(row.name, row.achieved) for row in rows] == [("a", 2), ("b", 1), ("c", 0), ("d", 1)]
    assert rows[0].share == pytest.approx(0.5)
    assert rows[0].short == 2
    assert np.isnan(rows[3].target)


def test_refusals_are_no_interviews_and_replacements_are() -> None:
    codes = np.zeros(5, dtype=int)
    refused = np.array([True, True, False, False, False])
    replaced = np.array([True, False, True, False, False])
    (row,) = achieved(codes, ["a"], {"a": 4}, refused, replaced)
    assert (row.achieved, row.refused, row.replaced, row.short) == (3, 2, 1, 1)


def test_sizes_in_other_units_draw_the_same() -> None:
    sizes = [120.5, 80, 60.25, 200, 40, 100, 150, 50]
    first = draw_clusters(sizes, 3, Selection.PPS, 5, replacements=2)
    again = draw_clusters([size * 4 for size in sizes], 3, Selection.PPS, 5, replacements=2)
    assert [one.position for one in again.drawn] == [one.position for one in first.drawn]
    assert [one.chance for one in again.drawn] == pytest.approx([one.chance for one in first.drawn])
    assert again.step == pytest.approx(4 * first.step)
