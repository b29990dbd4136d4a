# SPDX-License-Identifier: MIT
"""Figures: the same bytes each time, the size asked for, alternative text without what is withheld."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from analysis.figures import alt_text, write_figure
from analysis.figures.canvas import SERIES, WORDS, Canvas, on_colour
from analysis.figures.chart_marks import scale
from analysis.figures.series import PlottedSeries
from analysis.file_writers import figure_writers
from analysis.masking import Destination, mask
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Labels


def share(value: float, n: int, base: int) -> Cell:
    return Cell(value, max(value - 0.05, 0), value + 0.05, 0.025, n, base, unit=Unit.SHARE)


def figure(chart: Chart = Chart.DOTS, groups: int = 2, width: float = 120.0) -> FigureSpec:
    long = Labels({"en": "A very long answer with $money_1$ that must wrap somewhere", "fr": "Une réponse très longue"})
    rows = (
        Row("c1", long, tuple(share(0.62 - at / 20, 242, 391) for at in range(groups))),
        Row("c2", Labels({"en": "Land", "fr": "Foncier"}), tuple(share(0.373, 3, 391) for _ in range(groups))),
    )
    columns = tuple(Column(f"g{at}", f"Group {at}", base=391) for at in range(groups))
    table = TableSpec(
        "t", "Which?", "Subtitle", None, columns, rows, exclusive_rows=chart is Chart.STACKED, source="Fictitious"
    )
    return FigureSpec("f", mask(table, destination=Destination.PARTNER)[0], chart, "Which?", width_mm=width)


def written(spec: FigureSpec, kind: str, language: str = "en", **options: object) -> bytes:
    stream = io.BytesIO()
    write_figure(spec, stream, kind, language, **options)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("kind", [one.id for one in figure_writers()])
def test_the_same_bytes_each_time(kind: str) -> None:
    assert written(figure(), kind, dpi=100) == written(figure(), kind, dpi=100)


@pytest.mark.parametrize("chart", list(Chart))
@pytest.mark.parametrize("groups", [1, 2, 5])
def test_every_chart_has_the_width_asked_for(chart: Chart, groups: int) -> None:
    picture = Image.open(io.BytesIO(written(figure(chart, groups, 85.0), "png", "fr", dpi=300)))
    assert picture.width == pytest.approx(85 / 25.4 * 300, abs=2)
    edge = picture.convert("L")
    sides = [edge.crop((0, 0, 4, edge.height)), edge.crop((edge.width - 4, 0, edge.width, edge.height))]
    assert all(side.getextrema()[0] > 200 for side in sides)  # nothing runs off the sides


def test_alternative_text_names_numbers_but_no_masked_one() -> None:
    words = alt_text(figure(), "fr")
    assert "62\u00a0%" in words
    assert "Group 0" in words
    assert "37" not in words
    png = Image.open(io.BytesIO(written(figure(), "png", "fr")))
    assert png.info["Description"] == words
    assert "<dc:description>" in written(figure(), "svg", "fr").decode()


def test_svg_keeps_words_as_words_and_tells_no_masked_number() -> None:
    svg = written(figure(), "svg").decode()
    assert "Land" in svg
    assert "$money_1$" in svg
    assert "Fictitious" in svg
    assert not re.search(r"37\.?3?%", svg)


def test_tiff_has_no_transparency() -> None:
    picture = Image.open(io.BytesIO(written(figure(), "tiff", dpi=100)))
    assert picture.mode == "RGB"
    assert picture.info["dpi"][0] == pytest.approx(100)


def test_pdf_embeds_truetype_fonts() -> None:
    pdf = written(figure(), "pdf")
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf
    assert b"CreationDate" not in pdf


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError):
        written(figure(), "bmp")


def test_wrapping_breaks_a_word_that_is_too_long() -> None:
    lines = Canvas(100).wrapped("Antidisestablishmentarianismus " * 2, 8, 15)
    assert all(Canvas(100).text_width(line, 8) <= 15.5 for line in lines)


def test_ticks_are_round_and_cover_the_numbers() -> None:
    data = PlottedSeries(("a",), ("s",), ((share(0.62, 10, 20),),), Unit.SHARE, 0)
    low, high, ticks, decimals = scale(data)
    assert (low, decimals) == (0.0, 0)
    assert high >= 0.67
    assert ticks == [0.0, 0.2, 0.4, 0.6, 0.8]


def test_ticks_of_counts_are_whole_numbers() -> None:
    for n in range(1, 60):
        data = PlottedSeries(("a",), ("s",), ((Cell(float(n), unit=Unit.COUNT),),), Unit.COUNT, 0)
        _, high, ticks, decimals = scale(data)
        assert all(tick == int(tick) for tick in ticks), n
        assert (decimals, len(set(ticks))) == (0, len(ticks))
        assert len(ticks) <= 7
        assert high >= n


def _contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_can_be_read_on_white_and_on_bars() -> None:
    assert all(_contrast(colour, "#ffffff") >= 4.5 for colour in WORDS)
    assert all(_contrast(colour, on_colour(colour)) >= 4.5 for colour in SERIES)
