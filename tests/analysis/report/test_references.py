# SPDX-License-Identifier: MIT
"""Running text refers to tables: a REF field in Word that leads to the caption, "Table 2" on the page."""

from __future__ import annotations

import io
import zipfile

from analysis.pages.page_data import page_data
from analysis.pages.style import OfficeStyle
from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure
from analysis.report.writing import write_report
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from projects.pages.markup import rich_text


def _table(name: str) -> TableSpec:
    row = Row("yes", "Yes", (Cell(0.4, unit=Unit.SHARE, n=40, base=100),))
    column = Column("total", "All", show=("estimate",))
    return TableSpec(name, f"Title of {name}", None, None, (column,), (row,), base=100)


FIRST, SECOND, ABSENT = _table("first"), _table("second"), _table("absent")
FIGURES = {
    one.id: KeyFigure(one.id, None, "share", "Yes", table=one, row="yes", column="total")
    for one in (FIRST, SECOND, ABSENT)
}
TEXT = "Of all {second} say so ({second|table}, beside {first|table}); {absent|table} is not printed."


def report() -> kinds.Report:
    text = rich_text(TEXT, FIGURES)
    return kinds.Report("Report", (text, kinds.TableBlock(FIRST), kinds.TableBlock(SECOND)))


def test_word_shows_fields_that_lead_to_the_captions() -> None:
    stream = io.BytesIO()
    write_report(report(), stream, "fr")
    xml = zipfile.ZipFile(stream).read("word/document.xml").decode("utf-8")
    before = xml[: xml.index('w:name="_Ref_table_1"')]
    assert "REF _Ref_table_2 \\h" in before
    assert "REF _Ref_table_1 \\h" in before
    for number in (1, 2):
        assert f'w:name="_Ref_table_{number}"' in xml, "the bookmark that the field shows"
    assert "Tableau\u00a02" in before or "Tableau 2" in before
    assert "Title of absent" in before, "a table that is not printed is named in words"
    assert "{" not in "".join(part.partition("</w:t>")[0] for part in before.split("<w:t")[1:])


def test_pages_name_the_table_by_its_number() -> None:
    data, _ = page_data(report(), "en", OfficeStyle(), {})
    words = str(data)
    assert "Table 2" in words.replace("\u00a0", " ")
    assert "Title of absent" in words
