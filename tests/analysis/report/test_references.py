# SPDX-License-Identifier: MIT
"""Running text refers to tables, figures and headings: REF fields in Word, links on the page that lead to them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pypdfium2

from analysis.pages import write_pdf
from analysis.pages.style import OfficeStyle
from analysis.pages.typesetting import page_data
from analysis.report import blocks as kinds
from analysis.report.docx_report import write_report
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
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


MORE = "See {second|figure}, {absent|figure}; {findings|heading}, {part|heading}, {gone|heading}."


def report() -> kinds.Report:
    text, more = rich_text(TEXT, FIGURES), rich_text(MORE, FIGURES)
    charts = tuple(kinds.FigureBlock(FigureSpec(f"{one.id}-f", one, Chart.BARS, one.title)) for one in (FIRST, SECOND))
    headings = (kinds.Heading("What we found #1"), kinds.Section("One part"))
    blocks = (text, more, kinds.TableBlock(FIRST), kinds.TableBlock(SECOND), *charts, *headings)
    return kinds.Report("Report", blocks, keys=("t", "m", "1", "2", "3", "4", "findings", "part"))


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
    assert "REF _Ref_figure_2 \\h" in before
    for name, words in (("_Toc_1", "What we found #1"), ("_Toc_2", "One part")):
        assert f"REF {name} \\h" in before
        assert words in before, "shown until the field is brought up to date"
        assert f'w:name="{name}"' in xml
    assert "_Toc_3" not in xml
    assert "{" not in "".join(part.partition("</w:t>")[0] for part in before.split("<w:t")[1:])


def test_pages_name_the_table_by_its_number() -> None:
    data, _ = page_data(report(), "en", OfficeStyle(), {})
    words = str(data)
    assert "Table 2" in words.replace("\u00a0", " ")
    assert "Title of absent" in words


def test_pages_lead_to_what_words_refer_to() -> None:
    stream = io.BytesIO()
    write_pdf(report(), stream, "en")
    page = pypdfium2.PdfDocument(stream.getvalue())[0]
    text = " ".join(page.get_textpage().get_text_bounded().replace("\u00a0", " ").split())
    assert "See Figure 2, Title of absent; What we found #1, One part, –." in text
    links = stream.getvalue().count(b"/Subtype /Link") or stream.getvalue().count(b"/Subtype/Link")
    assert links >= 5  # two tables, a figure, two headings


def test_a_table_without_a_key_figure_is_referred_to_by_its_id() -> None:
    text = rich_text("See {second|table}, {second|figure}, {gone|table}.", {})
    written, stream = replace(report(), blocks=(text, *report().blocks[1:])), io.BytesIO()
    write_report(written, stream, "fr")
    first = zipfile.ZipFile(stream).read("word/document.xml").decode("utf-8").partition("</w:p>")[0]
    assert "REF _Ref_table_2 \\h" in first
    assert "REF _Ref_figure_2 \\h" in first
    data, _ = page_data(written, "fr", OfficeStyle(), {})
    [line] = data["blocks"][0]["lines"]
    assert [one["to"] for one in line["spans"] if one["to"]] == ["table-2", "figure-2"]


def test_every_part_that_names_a_language_names_that_of_the_report() -> None:
    stream = io.BytesIO()
    write_report(report(), stream, "fr")
    packed = zipfile.ZipFile(stream)
    for name in ("word/styles.xml", "word/stylesWithEffects.xml", "word/settings.xml"):
        xml = packed.read(name).decode("utf-8")
        assert set(re.findall(r'<w:(?:lang|themeFontLang) w:val="([^"]+)"', xml)) == {"fr-FR"}, name
