# SPDX-License-Identifier: MIT
"""Columns of words in a workbook and in the annex on precision; two tables of one title can be told apart."""

from __future__ import annotations

import io

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH

from analysis.pages.page_tables import table_data
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.tables.docx_tables import write_docx
from analysis.tables.layout import precision_table
from analysis.writers.html_tables import write_html
from analysis.writers.xlsx_tables import write_xlsx

LONG = "The wage that was promised became a debt for the journey, the food and the room; it grew by the month."


def table(*columns: Column, rows: tuple[Row, ...], subtitle: str = "") -> TableSpec:
    return TableSpec("t", "Means, by site", subtitle, "Case", columns, rows)


def test_summaries_are_wide_wrapped_and_no_estimates() -> None:
    words = Row("P01", "P01", (Cell(text=LONG, unit=Unit.TEXT), Cell(3, unit=Unit.COUNT), Cell(0.5, unit=Unit.SHARE)))
    made = table(Column("a", "Means"), Column("b", "Quotes"), Column("c", "Share"), rows=(words,))
    stream = io.BytesIO()
    write_xlsx([made, made], stream, "fr")
    sheet = openpyxl.load_workbook(stream).worksheets[1]
    assert [sheet.cell(5, column).value for column in (2, 3, 4)] == ["", "Effectif", "Estimation"]
    assert sheet.cell(6, 2).value == LONG
    assert sheet.cell(6, 2).alignment.wrap_text
    assert sheet.cell(6, 2).alignment.horizontal == "left"
    assert sheet.column_dimensions["B"].width > 40
    assert sheet.cell(6, 3).alignment.horizontal != "left"


def test_tables_of_one_title_are_told_apart_in_the_index() -> None:
    row = (Row("r", "r", (Cell(3, unit=Unit.COUNT),)),)
    stream = io.BytesIO()
    column = Column("a", "Site A")
    made = [table(column, rows=row, subtitle=said) for said in ("Cases", "Percentages")]
    write_xlsx(made, stream, "en")
    index = openpyxl.load_workbook(stream).worksheets[0]
    assert [index.cell(line, 2).value for line in (4, 5)] == ["Means, by site – Cases", "Means, by site – Percentages"]


def test_quotes_have_no_precision() -> None:
    """In a joint display quotes stand below the answer they go with."""
    rows = (
        Row("theft", "Theft", (Cell(0.4, se=0.02, unit=Unit.SHARE),)),
        Row("q1", "P01, turn 3", (Cell(text="", unit=Unit.TEXT),), depth=1),
    )
    precision = precision_table(table(Column("share", "Share"), rows=rows))
    assert precision is not None
    assert [row.label for row in precision.rows] == ["Theft"]


def test_sentences_on_a_page_stand_at_the_left_and_alone_go_across() -> None:
    """In Word and PDF: a summary has a wide column, a quote that stands alone the whole width of its table."""
    nothing = Cell(text="", unit=Unit.TEXT)
    rows = (
        Row("theft", "Theft", (Cell(0.4, unit=Unit.SHARE), Cell(text=LONG, unit=Unit.TEXT))),
        Row("q1", "P01, turn 3", (nothing, Cell(text=LONG, unit=Unit.TEXT)), depth=1),
    )
    made = table(
        Column("share", "Share", show=("estimate",)), Column("said", "In words", show=("estimate",)), rows=rows
    )
    stream = io.BytesIO()
    write_docx([made], stream, "en")
    (grid,) = docx.Document(stream).tables
    theft, quote = grid.rows[1]._tr.tc_lst, grid.rows[2]._tr.tc_lst
    assert [cell.grid_span for cell in theft] == [1, 1, 1]
    assert [cell.grid_span for cell in quote] == [1, 2]
    assert [cell.p_lst[0].pPr.jc.val for cell in theft[1:]] == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    assert theft[2].width.mm > 60
    page = table_data(made, "Table 1.", "en", 160.0)["bands"][0]
    assert [(cell["align"], cell["span"]) for cell in page["rows"][1]] == [("left", 1), ("left", 2)]
    html = io.BytesIO()
    write_html([made], html, "en")
    assert html.getvalue().decode().count('align="left"') == 3  # the heading and both cells of words


def test_a_count_and_its_share_stand_below_the_base_of_their_column() -> None:
    rows = (Row("debt", "Debt", (Cell(3, n=3, of=4, unit=Unit.COUNT),)),)
    made = table(Column("a", "Site A", base=4, show=("estimate", "share")), rows=rows)
    stream = io.BytesIO()
    write_xlsx([made], stream, "en")
    sheet = openpyxl.load_workbook(stream).worksheets[1]
    assert sheet.cell(4, 2).value == "Site A (n = 4)"
    assert [sheet.cell(5, column).value for column in (2, 3, 4)] == ["Count", "Share", None]
    assert [sheet.cell(6, column).value for column in (2, 3)] == [3, 0.75]
