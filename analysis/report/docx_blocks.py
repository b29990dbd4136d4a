# SPDX-License-Identifier: MIT
"""The blocks of pages in a Word document: named styles, a contents field, tiles as a table.

Columns of a report stand one below the other: Word's own columns would break tables and pictures apart.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analysis.pictures import plain_picture
from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure, counted_text, figure_text, interval_text, unit_text
from analysis.report.references import ReferencePlaces, place_of
from analysis.tables.docx_page import (
    add_reference,
    close_field,
    enclose,
    field,
    no_control,
    open_field,
    styled,
)
from wording import msg, render
from wording.language_record import language_of_code

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

TILES_A_ROW = 3
_DEEPEST = 2  # level of heading that the contents list
_FIRST_HEADING = 100_000  # numbers of bookmarks below are those of captions


def add_rich(document: Document, block: kinds.RichText, language: str, places: ReferencePlaces) -> None:
    """Running text: paragraphs and points of lists with bold, italic, links, live numbers, references."""
    body = {"lead": "Lead", "note": "TableNote"}.get(block.size, "Normal")
    for line in block.lines:
        style = {"bullet": "ListBullet", "number": "ListNumber"}.get(line.kind, body)
        paragraph = styled(document, "", style)
        for span in line.spans:
            if (held := places.number(span, language)) is not None:
                add_reference(paragraph, language, *held)
                continue
            if span.heading in places.headings:
                at, said = places.headings[span.heading]
                field(paragraph, f"REF {_heading_bookmark(at)} \\h", no_control(said))
                continue
            words = figure_text(span.number, span.form, language) if span.number else render(span.text, language)
            if span.link.startswith(("https://", "http://", "mailto:")):
                _link(document, paragraph, no_control(words), span.link)
                continue
            run = paragraph.add_run(no_control(words))
            run.bold, run.italic = span.bold or None, span.italic or None


def _link(document: Document, paragraph: Paragraph, words: str, address: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE  # docx, 70 ms: not at start
    from docx.oxml import OxmlElement  # docx, 70 ms: not at start
    from docx.oxml.ns import qn  # docx, 70 ms: not at start

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def add_masthead(document: Document, block: kinds.Masthead, language: str) -> None:
    """Office and kind of sheet, title, period."""
    over = " · ".join(filter(None, (render(block.office, language), render(block.kind, language))))
    if over:
        styled(document, over, "MastheadLine")
    styled(document, render(block.title, language), "MastheadTitle")
    below = " · ".join(filter(None, (render(one, language) for one in (block.large, block.period, block.place))))
    if below:
        styled(document, below, "MastheadLine")


def add_section(document: Document, block: kinds.Section, language: str, at: int) -> Paragraph:
    """A heading of the first level, the words at its right below it; `at` is its place among all headings."""
    paragraph = add_heading(document, render(block.text, language), 1, at)
    if beside := render(block.beside, language) or counted_text(block.figures, language):
        styled(document, beside, "SectionBeside").paragraph_format.keep_with_next = True  # not alone at a page's foot
    return paragraph


def add_tiles(
    document: Document, block: kinds.Tiles, language: str, places: ReferencePlaces, width_mm: float, most: int
) -> None:
    """Key figures in a table without borders, at most so many in a row."""
    from docx.shared import Mm  # docx, 70 ms: not at start

    known = [figure for figure in block.figures if figure.known]
    if not known:
        return
    wide = min(len(known), most)
    grid = document.add_table(rows=-(-len(known) // wide), cols=wide)
    grid.autofit = False
    for at, figure in enumerate(known):
        cell = grid.cell(at // wide, at % wide)
        cell.width = Mm(width_mm / wide)
        _tile(cell, figure, language, places)
    if note := render(block.note, language):
        styled(document, note, "TableNote")


def _tile(cell: _Cell, figure: KeyFigure, language: str, places: ReferencePlaces) -> None:
    number = cell.paragraphs[0]
    number._p.style = "TileNumber"
    number.add_run(no_control(figure_text(figure, "value", language)))
    label = cell.add_paragraph()
    label._p.style = "TileLabel"
    if figure.unit != "share":
        label.add_run(render(unit_text(figure), language)).bold = True
        label.add_run(" – ")
    label.add_run(no_control(render(figure.label, language)))
    _base(lambda: _styled_in(cell, "TileBase"), figure, language, places)


def _styled_in(cell: _Cell, style: str) -> Paragraph:
    paragraph: Paragraph = cell.add_paragraph()
    paragraph._p.style = style
    return paragraph


def add_callout(document: Document, block: kinds.CallOut, language: str, places: ReferencePlaces) -> None:
    """A large number with its words, its base and the table it is in."""
    if not block.figure.known:
        return
    styled(document, figure_text(block.figure, "value", language), "CalloutNumber")
    styled(document, render(block.text, language) or render(block.figure.label, language), "CalloutText")
    _base(lambda: styled(document, "", "CalloutBase"), block.figure, language, places)


def _base(begin: Callable[[], Paragraph], figure: KeyFigure, language: str, places: ReferencePlaces) -> None:
    """Of what the number is, its interval, and a REF field to the table that holds it where the report prints that."""
    number = places.tables.get(place_of(figure.table, language))
    base = " · ".join(filter(None, (render(figure.base_text, language), interval_text(figure, language))))
    if not base and number is None:
        return
    paragraph = begin()
    if base:
        paragraph.add_run(no_control(base + (" · " if number is not None else "")))
    if number is not None:
        add_reference(paragraph, language, "table", number)


def add_quote_box(document: Document, block: kinds.QuoteBox, language: str) -> None:
    """One quote in the style of quotes, who said it below."""
    quote = block.for_reader(language)
    before, after = language_of_code(quote.language or language).quotes
    styled(document, f"{before}{quote.text}{after}", "QuoteBox").paragraph_format.keep_with_next = True
    styled(document, render(quote.attribution, language), "QuoteBoxBy")


def add_picture(document: Document, block: kinds.Picture, language: str, width_mm: float) -> None:
    """A picture with its alternative text and credit; an svg is left to the pages."""
    from docx.shared import Mm  # docx, 70 ms: not at start

    if block.kind == "svg":
        return
    clean = io.BytesIO(plain_picture(block.data, block.kind))
    shape = styled(document, "", "Normal").add_run().add_picture(clean, width=Mm(width_mm * block.width))
    shape._inline.docPr.set("descr", no_control(render(block.alt, language)))
    if credit := render(block.credit, language):
        styled(document, credit, "PictureCredit")


def add_cover(document: Document, block: kinds.Cover, language: str) -> None:
    """Title, subtitle and date on a page of their own."""
    from docx.shared import Mm  # docx, 70 ms: not at start

    title = styled(document, render(block.title, language), "CoverTitle")
    title.paragraph_format.space_before = Mm(70)
    for words in (render(block.subtitle, language), render(block.date, language)):
        if words:
            styled(document, words, "CoverLine")
    add_page_break(document)


def add_contents(document: Document, language: str, listed: Sequence[tuple[int, str]]) -> None:
    """A contents field, marked to be brought up to date on opening; until then it lists the headings without pages."""
    styled(document, render(msg("page.contents"), language), "ContentsTitle")
    entries = [(at, level, words) for at, (level, words) in enumerate(listed, start=1) if level <= _DEEPEST]
    shown = [styled(document, "", f"toc{level}") for _, level, _ in entries] or [styled(document, "", "Normal")]
    open_field(shown[0], f'TOC \\o "1-{_DEEPEST}" \\h \\z \\u')
    for paragraph, (at, _, words) in zip(shown, entries, strict=False):
        _inside(paragraph, no_control(words), _heading_bookmark(at))
    if not entries:
        shown[0].add_run(render(msg("page.contents_update"), language))
    close_field(shown[-1])
    add_page_break(document)


def add_heading(document: Document, words: str, level: int, at: int) -> Paragraph:
    """A heading in the bookmark to which the contents lead; `at` is its place among all headings, from 1."""
    paragraph = styled(document, words, f"Heading{level}")
    if paragraph.runs:
        enclose(paragraph, _heading_bookmark(at), _FIRST_HEADING + at)
    return paragraph


def _heading_bookmark(at: int) -> str:
    return f"_Toc_{at}"


def _inside(paragraph: Paragraph, words: str, bookmark: str) -> None:
    """Words that lead to a bookmark of the same document."""
    from docx.oxml import OxmlElement  # docx, 70 ms: not at start
    from docx.oxml.ns import qn  # docx, 70 ms: not at start

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.append(paragraph.add_run(words)._r)
    paragraph._p.append(link)


def add_page_break(document: Document) -> None:
    """A new page."""
    from docx.enum.text import WD_BREAK  # docx, 70 ms: not at start

    styled(document, "", "Normal").add_run().add_break(WD_BREAK.PAGE)
