# SPDX-License-Identifier: MIT
"""Charts that Word can change: the numbers stand in their workbook, what is withheld stands nowhere in the file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree

from analysis.figures.figure_layout import mask_notes
from analysis.figures.series import drawn, written_in
from analysis.masking import Destination, mask
from analysis.report import FigureBlock, Report, TableBlock, write_report
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from analysis.tables.cell_text import cell_text
from analysis.writers import write_xlsx

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
    assert 0.61 in numbers, "whole per cents beside a withheld number"
    assert not any(value in (0.6123, 0.0175) for value in numbers)
    root = etree.fromstring(package.read("word/charts/chart1.xml"))
    cached = [
        float(value.text) for value in root.iter(f"{CHART}v") if value.getparent().getparent().tag != f"{CHART}strCache"
    ]
    assert sorted(set(numbers)) == pytest.approx(sorted(set(cached)))
    labels = {value.text for value in root.iter(f"{CHART}v")}
    assert "Rare & <few>" in labels
    for name in names:
        assert b"0.0175" not in package.read(name)
        assert b"0.6123" not in package.read(name), "a full-precision share tells its count"


def test_intervals_are_error_bars_with_their_numbers_in_the_workbook() -> None:
    root = etree.fromstring(written(Chart.DOTS).read("word/charts/chart1.xml"))
    bars = list(root.iter(f"{CHART}errBars"))
    assert len(bars) == 2
    plus = [float(value.text) for value in bars[0].find(f"{CHART}plus").iter(f"{CHART}v")]
    assert plus == pytest.approx([0.06, 0.06]), "rounded as the shares are"


def test_a_chart_has_its_alternative_text_and_its_caption() -> None:
    document = written(Chart.BARS, "fr").read("word/document.xml").decode("utf-8")
    assert 'title="Concerns"' in document
    assert "Theft" in document.partition('descr="')[2].partition('"')[0]
    assert "Figure" in document


def test_a_forest_plot_stays_a_picture() -> None:
    package = written(Chart.FOREST)
    assert [name for name in package.namelist() if name.endswith(".png")]
    assert not [name for name in package.namelist() if "charts/" in name]


def test_a_withheld_part_of_a_bar_shows_its_mark_and_no_number() -> None:
    package = written(Chart.STACKED)
    root = etree.fromstring(package.read("word/charts/chart1.xml"))
    marks = [label for label in root.iter(f"{CHART}dLbl")]
    assert [label.find(f"{CHART}idx").get("val") for label in marks] == ["0"]  # women
    assert marks[0].find(f"{CHART}numFmt").get("formatCode") == '"‡"'
    book = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")))
    assert [cell.coordinate for row in book.active.iter_rows() for cell in row if cell.number_format == '"‡"'] == ["D2"]
    assert book.active["D2"].value == 0.02  # what the others leave, in whole percent


def test_parts_of_a_small_base_stand_in_brackets_and_their_note_says_so() -> None:
    """Before, the note spoke of a hollow mark that no part bore, and in Word white numbers stood on unfilled parts."""
    columns = (Column("g1", "Women", base=20), Column("g2", "Men", base=80))
    rows = tuple(Row(name, name, (share(0.5, 10, 20), share(0.5, 40, 80))) for name in ("Food", "Land"))
    few = mask(TableSpec("t", "Needs", "% of people", None, columns, rows), destination=Destination.INSIDE)[0]
    stacked, bars = FigureSpec("f", few, Chart.STACKED, "Needs"), FigureSpec("f", few, Chart.BARS, "Needs")
    assert [note[:1] for note in mask_notes(stacked, "en")] == ["("]
    assert [note[:1] for note in mask_notes(bars, "en")] == ["□"]
    dots = FigureSpec("f", few, Chart.DOTS, "Needs")
    assert [note[:2] for note in mask_notes(dots, "en")] == ["○\u00a0"]
    other = replace(dots, table=replace(few, columns=few.columns[::-1], rows=tuple(
        replace(row, cells=row.cells[::-1]) for row in few.rows)))  # fmt: skip
    assert [note[:2] for note in mask_notes(other, "en")] == ["□\u00a0"], "the second group has squares"
    assert [written_in(cell, "en") for cell in drawn(stacked, "en").cells[0]] == ["(50%)", "(50%)"]
    stream = io.BytesIO()
    write_report(Report("Report", (FigureBlock(stacked),), options={"charts": "editable"}), stream, "fr")
    root = etree.fromstring(zipfile.ZipFile(stream).read("word/charts/chart1.xml"))
    assert not list(root.iter(f"{CHART}dPt")), "every part is filled"
    codes = {label.find(f"{CHART}numFmt").get("formatCode") for label in root.iter(f"{CHART}dLbl")}
    assert codes == {'"("0\u00a0%")"'}


def test_bars_name_below_what_they_do_not_show() -> None:
    text = written(Chart.BARS).read("word/document.xml").decode("utf-8")
    assert "‡\u00a0Withheld: Rare &amp; &lt;few&gt; – Women" in text


def test_every_category_is_named_and_in_the_order_of_the_table() -> None:
    rows = tuple(Row(f"r{at}", f"Answer {at}", (share(0.01 * at + 0.1, 50 + at, 200),)) for at in range(24))
    spec = TableSpec("t", "Concerns", None, None, (Column("g0", "All", base=200),), rows, exclusive_rows=False)
    stream = io.BytesIO()
    block = FigureBlock(FigureSpec("f", spec, Chart.BARS, "C"))
    write_report(Report("R", (block,), options={"charts": "editable"}), stream, "en")
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(stream.getvalue())).read("word/charts/chart1.xml"))
    assert root.find(f".//{CHART}catAx/{CHART}tickLblSkip").get("val") == "1"
    assert root.find(f".//{CHART}catAx/{CHART}scaling/{CHART}orientation").get("val") == "maxMin"
    names = [value.text for value in root.find(f".//{CHART}cat").iter(f"{CHART}v")]
    assert names == [f"Answer {at}" for at in range(24)]


def test_a_group_beyond_the_twenty_fifth_column_is_drawn() -> None:
    columns = tuple(Column(f"g{at}", f"Group {at}", base=200) for at in range(12))
    rows = (Row("a", "Theft", tuple(share(0.5, 100, 200) for _ in columns)),)
    spec = TableSpec("t", "Concerns", None, None, columns, rows, exclusive_rows=False)
    stream = io.BytesIO()
    block = FigureBlock(FigureSpec("f", spec, Chart.DOTS, "C"))
    write_report(Report("R", (block,), options={"charts": "editable"}), stream, "en")
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(stream.getvalue())).read("word/charts/chart1.xml"))
    assert len(list(root.iter(f"{CHART}ser"))) == 12
    assert "Sheet1!$AI$2" in etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(("language", "space"), [("en", ""), ("fr", "\u00a0")])
def test_a_half_and_a_trace_print_alike_in_chart_workbook_and_table(language: str, space: str) -> None:
    """62.5 % is 63 % everywhere (it was 62 % in tables, 63 % in charts), 0.3 % is <1 %, in the language's way."""
    rows = (Row("a", "Theft", (Cell(0.625, unit=Unit.SHARE),)), Row("b", "Rare", (Cell(0.003, unit=Unit.SHARE),)))
    spec = TableSpec("t", "Concerns", None, None, (Column("g0", "All"),), rows, exclusive_rows=False)
    blocks = (TableBlock(spec), FigureBlock(FigureSpec("f", spec, Chart.BARS, "C")))
    stream = io.BytesIO()
    write_report(Report("R", blocks, options={"charts": "editable"}), stream, language)
    package = zipfile.ZipFile(io.BytesIO(stream.getvalue()))
    text = package.read("word/document.xml").decode("utf-8")
    assert f"63{space}%" in text
    assert f"&lt;1{space}%" in text
    root = etree.fromstring(package.read("word/charts/chart1.xml"))
    shown = root.find(f".//{CHART}dLbls/{CHART}numFmt").get("formatCode")
    plain = f"0{space}%"
    assert shown == f'[=0]{plain};[<0.005]"<1{space}%";{plain}'  # Word itself rounds 0.625 to 63%
    book = io.BytesIO()
    write_xlsx([spec], book, language)
    sheet = openpyxl.load_workbook(book).worksheets[1]
    assert [sheet.cell(row, 2).number_format for row in (6, 7)] == [plain, shown]


def test_a_group_under_the_minimum_base_bears_a_mark_of_its_own_in_words_too() -> None:
    from analysis.figures import alt_text
    from analysis.figures.docx_charts import withheld

    small = Cell(base=7, unit=Unit.SHARE, flags=frozenset({Flag.MASKED_BASE}))
    hidden = Cell(unit=Unit.SHARE, flags=frozenset({Flag.MASKED_CELL}))
    rows = tuple(
        Row(name, name, (cell,))
        for name, cell in (("Site A", Cell(0.5, base=60, unit=Unit.SHARE)), ("Site D", small), ("Site E", hidden))
    )
    table = TableSpec("t", "Safe", None, None, (Column("total", "All", show=("estimate", "base")),), rows)
    figure = FigureSpec("f", table, Chart.BARS, "Safe")
    assert [one.replace("\u00a0", " ") for one in withheld(figure, "en")] == [
        "* Site D – All: too small a group for a number.", "‡ Withheld: Site E – All",
    ]  # fmt: skip
    said = alt_text(figure, "en")
    assert "Site D: too small a group for a number" in said
    assert "Site E" not in said
    assert [cell_text(row.cells[0], "base", "en") for row in rows] == ["60", "7", "‡"]
