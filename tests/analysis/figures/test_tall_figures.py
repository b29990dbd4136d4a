# SPDX-License-Identifier: MIT
"""No picture is higher than the text of a page: it goes on as "(1 of 2)"; and every tick stands at its value."""

from __future__ import annotations

import io
import math
import random
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from analysis.figures import figure_parts
from analysis.figures.chart_marks import scale
from analysis.figures.figure_layout import draw
from analysis.figures.series import drawn
from analysis.report import FigureBlock, Report, write_report
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects.export_gate import export_figure
from tests.conftest import rarely
from wording import render

PAGE_MM = 250.0
CHARTS, SERIES = (Chart.DOTS, Chart.BARS, Chart.STACKED, Chart.FOREST), (1, 2, 60)
TALL = [  # each chart with one and many series; with `--all` with each number of them
    pytest.param(chart, series, marks=pytest.mark.rare if series == 2 else []) for chart in CHARTS for series in SERIES
]


def tall(chart: Chart, lines: int = 90, series: int = 1) -> FigureSpec:
    def cells(at: int) -> tuple[Cell, ...]:
        return tuple(Cell((at + 1) / 100, n=at, base=300, unit=Unit.SHARE) for _ in range(series))

    rows = tuple(Row(f"c{at}", f"Answer number {at} with some words", cells(at)) for at in range(lines))
    columns = tuple(Column(f"g{at}", f"Group {at}", base=300) for at in range(series))
    stacked = chart is Chart.STACKED
    table = TableSpec("t", "Which?", "%", None, columns, rows, exclusive_rows=not stacked, exclusive_columns=stacked)
    return FigureSpec("f", table, chart, "Which?", centre=0.0 if chart is Chart.FOREST else None)


def height_mm(spec: FigureSpec) -> float:
    """As drawn; `test_an_exported_picture_goes_on_in_further_files` counts the dots of written ones."""
    return float(draw(spec, "en").get_size_inches()[1]) * 25.4


@pytest.mark.slow
@pytest.mark.parametrize(("chart", "series"), TALL)
def test_no_part_is_higher_than_the_page_and_no_line_is_lost(chart: Chart, series: int) -> None:
    lines_of_many = 40 if chart is Chart.STACKED else 12  # sixty series beside one another fill a page with each line
    spec = tall(chart, lines_of_many if series == 60 else 90, series)
    parts = figure_parts(spec, "en")
    assert len(parts) > 1
    assert max(height_mm(part) for part in (parts[0], parts[-1])) <= PAGE_MM + 1
    lines = [line for part in parts for line in drawn(part, "en").lines]
    assert lines == list(drawn(spec, "en").lines)
    assert render(parts[0].title, "en") == f"Which? (1 of {len(parts)})"
    assert render(parts[0].title, "fr") == f"Which? (1 sur {len(parts)})"


def test_parts_share_one_scale() -> None:
    parts = figure_parts(tall(Chart.BARS), "en")
    scales = {scale(drawn(part, "en"))[:2] for part in parts}
    assert len(scales) == 1


def test_a_short_figure_stays_whole() -> None:
    spec = tall(Chart.BARS, lines=5)
    assert figure_parts(spec, "en") == [spec]


@pytest.mark.slow
@pytest.mark.parametrize("charts", ["", "editable"])
def test_in_word_a_tall_figure_goes_on_under_the_same_number(charts: str) -> None:
    stream = io.BytesIO()
    blocks = (FigureBlock(tall(Chart.BARS)), FigureBlock(tall(Chart.BARS, lines=4)))
    write_report(Report("R", blocks, options={"charts": charts}), stream, "en")
    document = Document(io.BytesIO(stream.getvalue()))
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert captions[0].startswith("Figure 1. Which? (1 of ")
    assert captions[1].startswith("Figure 1. Which? (2 of ")
    assert captions[-1] == "Figure 2. Which?"
    for shape in document.inline_shapes:
        assert shape.height.mm <= 211


@pytest.mark.slow
def test_an_exported_picture_goes_on_in_further_files(tmp_path: Path) -> None:
    done = export_figure(None, tall(Chart.BARS), tmp_path / "answers.png", language="en", dpi=50)
    assert [path.name for path in (done.path, *done.further)][:2] == ["answers.png", "answers-2.png"]
    for path in (done.path, *done.further):
        with Image.open(path) as picture:
            assert picture.height / 50 * 25.4 <= PAGE_MM + 1


@pytest.mark.parametrize("seed", rarely(range(40), range(10)))
def test_every_tick_of_a_forest_plot_stands_at_its_value(seed: int) -> None:
    """The number printed under the axis is the one at that place of it, and inside the plot."""
    chance = random.Random(seed)
    ends = sorted(math.exp(chance.uniform(-9, 9) * chance.random()) for _ in range(3))
    row = Row("a", "Effect", (Cell(ends[1], ends[0], ends[2], base=100, decimals=2),))
    spec = FigureSpec(
        "f", TableSpec("t", "T", None, None, (Column("c", "Ratio"),), (row,)), Chart.FOREST, "T", centre=1.0
    )
    figure = draw(spec, "en")
    axes = figure.axes[0]
    box = axes.get_position()
    low, high = axes.get_xlim()
    printed = [text for text in figure.texts if text.get_text().replace(",", "").replace(".", "").isdigit()]
    assert len(printed) >= 2
    for text in printed:
        value = float(text.get_text().replace(",", ""))
        place = box.x0 + (math.log(value) - low) / (high - low) * box.width
        assert text.get_position()[0] == pytest.approx(place, abs=0.002)
        assert box.x0 - 1e-6 <= text.get_position()[0] <= box.x1 + 1e-6


def test_in_a_narrow_picture_no_two_numbers_of_the_axis_touch() -> None:
    """Beside one another on a sheet, "1 000", "2 000" … ran together below bars."""
    rows = tuple(Row(name, name, (Cell(n, n=n, unit=Unit.COUNT),)) for name, n in (("Women", 4133), ("Girls", 122)))
    table = TableSpec("t", "Who?", "contacts", None, (Column("n", ""),), rows)
    picture = draw(FigureSpec("f", table, Chart.BARS, "Who?", width_mm=52.0), "fr")
    picture.canvas.draw()
    boxes = [one.get_window_extent() for one in picture.texts if one.get_text().replace("\u202f", "").isdigit()]
    foot = min(box.y0 for box in boxes)
    axis = sorted((box.x0, box.x1) for box in boxes if box.y0 < foot + 3)
    assert len(axis) > 2
    assert all(last[1] < then[0] for last, then in zip(axis, axis[1:], strict=False))
