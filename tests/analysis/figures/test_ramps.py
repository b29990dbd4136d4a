# SPDX-License-Identifier: MIT
"""Ramps of ordered answers: neighbours apart in grey, and only where somebody vouches for the order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.analyses import run
from analysis.analyses.answer_shares import ramp_of
from analysis.figures.canvas import SERIES
from analysis.figures.colours import LEAST_STEP, group_colours, lightness, series_colours
from analysis.figures.series import drawn
from analysis.records import Choice, Kind, Level, Reason, Variable
from analysis.result_tables import Chart, Ramp
from tests.analysis.analyses.conftest import make_frame
from wording import Labels


@pytest.mark.parametrize("ramp", [Ramp.SEQUENTIAL, Ramp.DIVERGING])
@pytest.mark.parametrize("count", range(2, 8))
def test_neighbours_are_told_apart_in_a_grey_copy(count: int, ramp: Ramp) -> None:
    colours = series_colours(count, ramp)
    levels = [lightness(colour) for colour in colours]
    assert len(set(colours)) == count
    if count > 2 or ramp is Ramp.SEQUENTIAL:
        pairs = list(zip(levels, levels[1:], strict=False))
        if ramp is Ramp.DIVERGING and count % 2 == 0:  # the two sides are alike in grey: the middle pair differs in hue
            pairs.pop(count // 2 - 1)
        assert all(abs(first - second) >= LEAST_STEP for first, second in pairs)


@pytest.mark.parametrize("count", range(2, 8))
def test_the_poles_of_few_answers_are_no_darker_than_drawn_by_hand(count: int) -> None:
    """A designer's sheet has #b45f00 for the unsafe side and #1f5fa8 for the other, between which these lie in grey."""
    colours = series_colours(count, Ramp.DIVERGING)
    for pole in (colours[0], colours[-1]):
        assert lightness("#1f5fa8") <= lightness(pole) <= lightness("#b45f00")
    red, blue = int(colours[0][1:3], 16), int(colours[0][5:], 16)
    assert red - blue > 120, "amber, not brown"


def test_lightness_by_hand() -> None:
    """CIE 15: white 100, black 0, the mid grey #777777 50.0 (published tables of sRGB)."""
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert lightness("#000000") == pytest.approx(0, abs=0.01)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)
    assert lightness("#ff0000") == pytest.approx(53.24, abs=0.05)


def test_more_answers_than_a_ramp_can_hold_are_plain() -> None:
    assert series_colours(9, Ramp.SEQUENTIAL) == tuple(SERIES[at % len(SERIES)] for at in range(9))
    assert series_colours(3) == SERIES[:3]


def question(*answers: str, level: Level = Level.ORDINAL) -> Variable:
    choices = tuple(Choice(f"c{at}", str(at), Labels({"en": text})) for at, text in enumerate(answers))
    return Variable("v1", "q", Labels({"en": "Question"}), Kind.ONE, level, choices=choices)


@pytest.mark.parametrize(
    ("variable", "ramp"),
    [
        (question("Never", "Sometimes", "Often", "Always"), Ramp.SEQUENTIAL),
        (question("Very unsafe", "Unsafe", "Neither safe nor unsafe", "Safe", "Very safe"), Ramp.DIVERGING),
        (question("Very unsafe", "Unsafe", "Safe", "Very safe"), Ramp.DIVERGING),
        (question("Worse", "The same", "Better"), Ramp.DIVERGING),
        (question("Très insatisfait", "Insatisfait", "Satisfait", "Très satisfait"), Ramp.DIVERGING),
        (question("Site A", "Site B", "Site C", level=Level.NOMINAL), Ramp.NONE),
        (None, Ramp.NONE),
    ],
)
def test_which_ramp(variable: Variable | None, ramp: Ramp) -> None:
    assert ramp_of(variable) is ramp


def test_reasons_of_absence_are_no_answers_of_the_scale() -> None:
    asked = question("Worse", "The same", "Better")
    unknown = Choice("c9", "dk", Labels({"en": "Don't know"}), Reason.DONT_KNOW)
    assert ramp_of(replace(asked, choices=(*asked.choices, unknown))) is Ramp.DIVERGING


def test_stacked_answers_of_a_scale_have_a_ramp_and_sites_have_none() -> None:
    frame = make_frame()
    ordered = run("crosstab", frame, {"variable": "v3", "column": "v2"}).figures[0]
    assert (ordered.chart, ordered.ramp) == (Chart.STACKED, Ramp.SEQUENTIAL)
    by_row = run("crosstab", frame, {"variable": "v3", "column": "v2", "percent": "row"}).figures[0]
    assert by_row.ramp is Ramp.NONE  # the parts of each bar are the sites
    stacked = run("proportions", frame, {"variable": "v3", "by": "v1", "chart": "stacked"}).figures[0]
    assert stacked.ramp is Ramp.SEQUENTIAL


@pytest.mark.parametrize("chart", ["bars", "dots"])
def test_groups_that_are_ordered_answers_have_their_colours_in_order(chart: str) -> None:
    frame = make_frame()
    figure = run("proportions", frame, {"variable": "v1", "by": "v3", "chart": chart}).figures[0]
    ordered = drawn(figure, "en")
    assert ordered.series == ("Safe", "Not safe", "Very unsafe")
    levels = [lightness(colour) for colour in ordered.colours]
    assert levels == sorted(levels, reverse=True)
    assert ordered.colours == group_colours(3, Ramp.SEQUENTIAL)
    sites = run("proportions", frame, {"variable": "v1", "by": "v2", "chart": chart}).figures[0]
    assert drawn(sites, "en").colours == SERIES[:3]
    crossed = {"variable": "v1", "by": "v3", "also_by": ("v2",), "chart": chart}
    assert drawn(run("proportions", frame, crossed).figures[0], "en").ramp is Ramp.NONE
    unknown = {"variable": "v1", "by": "v3", "missing_groups": True, "chart": chart}
    assert drawn(run("proportions", frame, unknown).figures[0], "en").ramp is Ramp.NONE
    assert run("set", frame, {"variable": "v4", "by": "v3", "chart": chart}).figures[0].group_ramp is Ramp.SEQUENTIAL


@pytest.mark.parametrize("ramp", [Ramp.SEQUENTIAL, Ramp.DIVERGING])
@pytest.mark.parametrize("count", range(2, 13))
def test_no_group_is_lost_on_its_ground(count: int, ramp: Ramp) -> None:
    assert all(lightness(colour) <= 82.5 for colour in group_colours(count, ramp))
    assert all(lightness(colour) >= 37.5 for colour in group_colours(count, ramp, dark=True))
    assert len(set(group_colours(count, ramp))) == count
