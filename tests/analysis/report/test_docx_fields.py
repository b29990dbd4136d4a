# SPDX-License-Identifier: MIT
"""The pages' blocks in Word, read from its XML: styles by name, a contents field, REF fields that reach a bookmark."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from analysis.report import FigureBlock, Heading, Methods, Quote, Report, TableBlock, write_report
from analysis.report.blocks import (
    CallOut,
    Columns,
    Contents,
    Cover,
    Masthead,
    PageBreak,
    Picture,
    QuoteBox,
    Section,
    Tiles,
)
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from tests.analysis.report.test_report import table


def report() -> Report:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "#17607f").save(picture, "PNG")
    from dataclasses import replace

    other, shown = replace(table(), id="other", title="Another"), table()
    share = KeyFigure("k", None, "share", "Answer 1", base="of 300", table=shown, row="c1", column="total")
    alone = KeyFigure("m", 84.0, "people", "staff trained")
    blocks = (
        Cover("Protection assessment", "Three sites", "2026"),
        Contents(),
        Masthead("Sheet", "Office", "Infosheet", "2026", "all year"),
        Heading("Summary"),
        Tiles((share, alone)),
        CallOut(share, "said so"),
        Section("Findings", "survey", "users", "beside it"),
        Heading("Safety & <shelter>", 2),
        Columns(((TableBlock(other),), (TableBlock(shown), FigureBlock(FigureSpec("f", shown, Chart.BARS, "A"))))),
        Heading("Deeper", 3),
        QuoteBox(Quote("The lamps are broken.", "Woman, adult", "en")),
        Picture(picture.getvalue(), "png", "A field", "Credit"),
        Methods(),
    )
    return Report("Protection assessment", blocks)


@pytest.fixture(scope="module", params=["en", "fr"])
def written(request: pytest.FixtureRequest) -> tuple[str, Any]:
    stream = io.BytesIO()
    write_report(report(), stream, request.param)
    return request.param, Document(io.BytesIO(stream.getvalue()))


def fields(document: Any) -> list[tuple[str, str]]:
    """Code and shown words of each field."""
    found, code, shown, state = [], "", "", ""
    for one in document.element.body.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        if one.tag == qn("w:fldChar"):
            state = one.get(qn("w:fldCharType"))
            if state == "begin":
                code = shown = ""
            elif state == "end":
                found.append((code.strip(), shown))
                state = ""
        elif state == "begin":
            code += one.text
        elif state == "separate":
            shown += one.text
    return found


def test_each_block_has_styles_of_its_own_name(written: tuple[str, Any]) -> None:
    language, document = written
    body = [paragraph for paragraph in document.paragraphs]
    tiles = [paragraph for row in document.tables[0].rows for cell in row.cells for paragraph in cell.paragraphs]
    named = {paragraph.style.name: paragraph.text for paragraph in (*body, *tiles)}
    assert {
        *("Cover Title", "Cover Line", "Contents Title", "toc 1", "toc 2", "Masthead Title", "Masthead Line"),
        *("Tile Number", "Tile Label", "Tile Base", "Callout Number", "Callout Text", "Callout Base"),
        *("Section Beside", "Quote Box", "Quote Box By", "Picture Credit", "Heading 1", "Caption"),
    } <= set(named)
    assert named["Quote Box By"] == "Woman, adult"
    level = "IC à\u00a095\u00a0%" if language == "fr" else "95% CI"
    assert all(f"of 300 · {level} " in named[one] for one in ("Tile Base", "Callout Base")), "never a bare percentage"
    assert named["Section Beside"] == "beside it"


def test_tiles_and_call_outs_refer_to_the_table_that_holds_their_number(written: tuple[str, Any]) -> None:
    language, document = written
    told = [one for one in fields(document) if one[0].startswith("REF ")]
    assert told == [("REF _Ref_table_2 \\h", "Tableau 2" if language == "fr" else "Table 2")] * 2
    starts = {one.get(qn("w:name")): one for one in document.element.body.iter(qn("w:bookmarkStart"))}
    caption = starts["_Ref_table_2"].getparent()
    words = "".join(one.text or "" for one in caption.iter(qn("w:t")))
    assert words.startswith(told[0][1])
    assert "Which concerns?" in words
    inside, seen = "", False
    for one in caption:
        seen = seen or one.tag == qn("w:bookmarkStart")
        if one.tag == qn("w:bookmarkEnd"):
            break
        if seen:
            inside += "".join(text.text or "" for text in one.iter(qn("w:t")))
    assert re.sub(r"[.\s:]+$", "", inside) == told[0][1]


def test_contents_list_the_headings_and_lead_to_them(written: tuple[str, Any]) -> None:
    language, document = written
    code, _ = next(one for one in fields(document) if one[0].startswith("TOC"))
    assert code == 'TOC \\o "1-2" \\h \\z \\u'
    methods = "Méthodes" if language == "fr" else "Methods"
    listed = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("toc ")]
    assert [words for _, words in listed] == ["Summary", "Findings", "Safety & <shelter>", methods]
    assert [name for name, _ in listed] == ["toc 1", "toc 1", "toc 2", "toc 1"]
    starts = {one.get(qn("w:name")): one for one in document.element.body.iter(qn("w:bookmarkStart"))}
    for link in document.element.body.iter(qn("w:hyperlink")):
        heading = starts[link.get(qn("w:anchor"))].getparent()
        assert [one.text for one in heading.iter(qn("w:t"))] == [one.text for one in link.iter(qn("w:t"))]
    dirty = [one for one in document.element.body.iter(qn("w:fldChar")) if one.get(qn("w:dirty"))]
    assert len(dirty) == 1


def test_bookmarks_have_one_name_and_one_number_each(written: tuple[str, Any]) -> None:
    starts = list(written[1].element.body.iter(qn("w:bookmarkStart")))
    ends = sorted(one.get(qn("w:id")) for one in written[1].element.body.iter(qn("w:bookmarkEnd")))
    assert sorted(one.get(qn("w:id")) for one in starts) == ends
    assert len(set(ends)) == len(ends) == len({one.get(qn("w:name")) for one in starts})


def test_a_sheet_stands_on_two_pages_with_blocks_side_by_side() -> None:
    """Blocks of columns one below the other took four pages in Word against two as PDF, the first half empty."""
    shown = table()
    figure = FigureBlock(FigureSpec("f", shown, Chart.BARS, "A"))
    share = KeyFigure("k", None, "share", "Answer 1", base="of 300", table=shown, row="c1", column="total")
    both = Columns(((figure,), (TableBlock(shown), figure)), (2.0, 1.0))
    blocks = (Tiles((share,) * 5), Section("Activities"), both, Columns(((), (figure,))), PageBreak(), Section("Who"))
    stream = io.BytesIO()
    write_report(Report("Sheet", (*blocks, Methods()), options={"layout": "infosheet"}), stream, "en")
    document = Document(stream)
    text_mm = (document.sections[0].page_width - 2 * document.sections[0].left_margin) / 36_000
    assert len(document.tables[0].columns) == 5, "tiles in one row"
    beside = document.tables[1]
    assert [len(list(cell._tc.iter(qn("w:drawing")))) for cell in beside.rows[0].cells] == [1, 1]
    assert len(beside.rows[0].cells[1].tables) == 1
    assert sum(cell.width for cell in beside.rows[0].cells) / 36_000 == pytest.approx(text_mm, abs=0.1)
    for cell in beside.rows[0].cells:
        assert all(int(one.get("cx")) <= cell.width for one in cell._tc.iter(qn("wp:extent"))), "pictures fit"
    alone = [one for one in document.element.body.iterchildren(qn("w:p")) if list(one.iter(qn("w:drawing")))]
    assert len(alone) == 1, "a column alone takes the whole width"
    begin = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert begin == ["Who"]
    empty = [one for one in document.paragraphs if not one.text and not list(one._p.iter(qn("w:drawing")))]
    assert all(one.paragraph_format.line_spacing == 25_400 for one in empty), "2 pt: no room is lost"


def test_a_figure_of_which_nothing_is_shown_is_a_sentence_not_an_empty_picture() -> None:
    cells = tuple(Cell(0.5, unit=Unit.SHARE, n=2, base=4, flags=frozenset({Flag.MASKED_BASE})) for _ in range(2))
    few = TableSpec("t", "T", None, None, (Column("a", "A"), Column("b", "B")), (Row("r", "R", cells),))
    stream = io.BytesIO()
    write_report(Report("Sheet", (FigureBlock(FigureSpec("f", few, Chart.BARS, "A")),)), stream, "en")
    document = Document(stream)
    assert not list(document.element.body.iter(qn("w:drawing")))
    assert "Every number of this chart is withheld" in " ".join(one.text for one in document.paragraphs)
