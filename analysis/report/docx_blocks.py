# SPDX-License-Identifier: MIT
"""The blocks of pages in a Word document: named styles, a contents field, tiles as a table. It computes nothing.

Columns stand one below the other: Word's own columns would break tables and pictures apart.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from analysis.pages.pictures import plain_picture
from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure, figure_text, unit_text
from analysis.writers.docx_page import TEXT_WIDTH_MM, field, no_control, styled
from wording import msg, render

if TYPE_CHECKING:
    from docx.document import Document

_TILES_A_ROW = 3
_SPEECH = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}


def add_rich(document: Document, block: kinds.RichText, language: str) -> None:
    """Running text: paragraphs and points of lists with bold, italic, links and live numbers."""
    body = {"lead": "Lead", "note": "TableNote"}.get(block.size, "Normal")
    for line in block.lines:
        style = {"bullet": "ListBullet", "number": "ListNumber"}.get(line.kind, body)
        paragraph = styled(document, "", style)
        for span in line.spans:
            words = figure_text(span.number, span.form, language) if span.number else render(span.text, language)
            if span.link.startswith(("https://", "http://", "mailto:")):
                _link(document, paragraph, no_control(words), span.link)
                continue
            run = paragraph.add_run(no_control(words))
            run.bold, run.italic = span.bold or None, span.italic or None


def _link(document: Document, paragraph: Any, words: str, address: str) -> None:
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
        styled(document, over, "Attribution")
    styled(document, render(block.title, language), "Title")
    below = " · ".join(filter(None, (render(block.large, language), render(block.period, language))))
    if below:
        styled(document, below, "Attribution")


def add_section(document: Document, block: kinds.Section, language: str) -> None:
    """A heading of the first level, the words at its right below it."""
    styled(document, render(block.text, language), "Heading1")
    if beside := render(block.beside, language):
        styled(document, beside, "Attribution")


def add_tiles(document: Document, block: kinds.Tiles, language: str) -> None:
    """Key figures in a table without borders, three in a row."""
    from docx.shared import Mm  # docx, 70 ms: not at start

    known = [figure for figure in block.figures if figure.known]
    if not known:
        return
    wide = min(len(known), _TILES_A_ROW)
    grid = document.add_table(rows=-(-len(known) // wide), cols=wide)
    grid.autofit = False
    for at, figure in enumerate(known):
        cell = grid.cell(at // wide, at % wide)
        cell.width = Mm(TEXT_WIDTH_MM / wide)
        _tile(cell, figure, language)
    if note := render(block.note, language):
        styled(document, note, "TableNote")


def _tile(cell: Any, figure: KeyFigure, language: str) -> None:
    number = cell.paragraphs[0]
    number._p.style = "TileNumber"
    number.add_run(no_control(figure_text(figure, "value", language)))
    label = cell.add_paragraph()
    label._p.style = "TileLabel"
    if figure.unit != "share":
        label.add_run(render(unit_text(figure), language)).bold = True
        label.add_run(" – ")
    label.add_run(no_control(render(figure.label, language)))
    if base := render(figure.base, language):
        below = cell.add_paragraph()
        below._p.style = "TableNote"
        below.add_run(no_control(base))


def add_callout(document: Document, block: kinds.CallOut, language: str) -> None:
    """A large number with its words and base."""
    if not block.figure.known:
        return
    styled(document, figure_text(block.figure, "value", language), "TileNumber")
    styled(document, render(block.text, language) or render(block.figure.label, language), "TileLabel")
    if base := render(block.figure.base, language):
        styled(document, base, "TableNote")


def add_quote_box(document: Document, block: kinds.QuoteBox, language: str) -> None:
    """One quote in the style of quotes, who said it below."""
    before, after = _SPEECH.get(block.quote.language or language, _SPEECH["en"])
    styled(document, f"{before}{block.quote.text}{after}", "Quote").paragraph_format.keep_with_next = True
    styled(document, render(block.quote.attribution, language), "Attribution")


def add_picture(document: Document, block: kinds.Picture, language: str) -> None:
    """A picture with its alternative text and credit; an svg is left to the pages."""
    from docx.shared import Mm  # docx, 70 ms: not at start

    if block.kind == "svg":
        return
    clean = io.BytesIO(plain_picture(block.data, block.kind))
    shape = styled(document, "", "Normal").add_run().add_picture(clean, width=Mm(TEXT_WIDTH_MM * block.width))
    shape._inline.docPr.set("descr", no_control(render(block.alt, language)))
    if credit := render(block.credit, language):
        styled(document, credit, "TableNote")


def add_cover(document: Document, block: kinds.Cover, language: str) -> None:
    """Title, subtitle and date on a page of their own."""
    from docx.shared import Mm  # docx, 70 ms: not at start

    title = styled(document, render(block.title, language), "Title")
    title.paragraph_format.space_before = Mm(70)
    for words in (render(block.subtitle, language), render(block.date, language)):
        if words:
            styled(document, words, "Attribution")
    add_page_break(document)


def add_contents(document: Document, language: str) -> None:
    """A contents field: Word fills it when the document is opened or the field brought up to date."""
    styled(document, render(msg("page.contents"), language), "ContentsTitle")
    field(styled(document, "", "Normal"), 'TOC \\o "1-2" \\h \\z \\u', render(msg("page.contents_update"), language))
    add_page_break(document)


def add_page_break(document: Document) -> None:
    """A new page."""
    from docx.enum.text import WD_BREAK  # docx, 70 ms: not at start

    styled(document, "", "Normal").add_run().add_break(WD_BREAK.PAGE)
