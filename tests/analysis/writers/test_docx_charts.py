# SPDX-License-Identifier: MIT
"""Charts that Word can change: the numbers stand in their workbook, what is masked stands nowhere in the file."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from lxml import etree

from analysis.masking import Destination, mask
from analysis.report import FigureBlock, Report, write_report
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def share(value: float, n: int, base: int) -> Cell:
    return Cell(value, value - 0.0417, value + 0.0583, 0.02, n, base, unit=Unit.SHARE)


def table() -> TableSpec:
    """Three answers by two groups; "Rare & <few>" is named by three women."""
    columns = (Column("g0", "Women", base=200), Column("g1", "Men", base=100))
    rows = (
        Row("a", "Theft", (share(0.6123, 122, 200), share(0.5, 50, 100))),
        Row("b", "Land", (share(0.3702, 74, 200), share(0.3, 30, 100))),
        Row("c", "Rare & <few>", (share(0.0175, 3, 200), share(0.2, 20, 100))),
    )
    return TableSpec("t", "Concerns", "% of people", None, columns, rows, exclusive_rows=False)


def written(chart: Chart, language: str = "en") -> zipfile.ZipFile:
    masked = mask(table(), destination=Destination.PARTNER)[0]
    figure = FigureSpec("f", masked, chart, "Concerns")
    stream = io.BytesIO()
    report = Report("Report", (FigureBlock(figure), FigureBlock(figure)), options={"charts": "editable"})
    write_report(report, stream, language)
    return zipfile.ZipFile(io.BytesIO(stream.getvalue()))


@pytest.mark.parametrize("chart", [Chart.BARS, Chart.DOTS, Chart.STACKED])
def test_chart_and_workbook_hold_the_shown_numbers_and_no_masked_one(chart: Chart) -> None:
    package = written(chart)
    names = package.namelist()
    assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= set(names)
    assert not [name for name in names if name.endswith(".png")]
    book = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")))
    values = [cell.value for row in book.active.iter_rows() for cell in row if cell.value is not None]
    numbers = [value for value in values if isinstance(value, float)]
    assert any(value == pytest.approx(0.6123) for value in numbers)
    assert not any(value == pytest.approx(0.0175) for value in numbers)
    root = etree.fromstring(package.read("word/charts/chart1.xml"))
    cached = [
        float(value.text) for value in root.iter(f"{CHART}v") if value.getparent().getparent().tag != f"{CHART}strCache"
    ]
    assert sorted(set(numbers)) == pytest.approx(sorted(set(cached)))
    labels = {value.text for value in root.iter(f"{CHART}v")}
    assert "Rare & <few>" in labels
    for name in names:
        assert b"0.0175" not in package.read(name)


def test_intervals_are_error_bars_with_their_numbers_in_the_workbook() -> None:
    root = etree.fromstring(written(Chart.DOTS).read("word/charts/chart1.xml"))
    bars = list(root.iter(f"{CHART}errBars"))
    assert len(bars) == 2
    plus = [float(value.text) for value in bars[0].find(f"{CHART}plus").iter(f"{CHART}v")]
    assert plus == pytest.approx([0.0583, 0.0583])


def test_a_chart_has_its_alternative_text_and_its_caption() -> None:
    document = written(Chart.BARS, "fr").read("word/document.xml").decode("utf-8")
    assert 'title="Concerns"' in document
    assert "Theft" in document.partition('descr="')[2].partition('"')[0]
    assert "Figure" in document


def test_a_forest_plot_stays_a_picture() -> None:
    package = written(Chart.FOREST)
    assert [name for name in package.namelist() if name.endswith(".png")]
    assert not [name for name in package.namelist() if "charts/" in name]
