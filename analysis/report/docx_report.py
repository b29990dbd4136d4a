# SPDX-License-Identifier: MIT
"""Blocks placed in a Word document.

An infosheet fills two pages there as well: closer set than a report, with blocks side by side.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from analysis.analyses.number_words import number
from analysis.analyses.table_notes import method_of
from analysis.figures import alt_text, figure_parts, write_figure
from analysis.figures.docx_charts import EDITABLE, EDITABLE_LINE_MM, add_chart, withheld
from analysis.figures.figure_layout import mask_notes, nothing_left
from analysis.figures.series import drawn
from analysis.records import Variable
from analysis.report import blocks as kinds
from analysis.report import docx_blocks
from analysis.report.blocks import (
    CodebookAnnex,
    FigureBlock,
    Heading,
    Methods,
    Paragraph,
    Quotes,
    Report,
    TableBlock,
    Title,
)
from analysis.report.finding_sentences import table_sentence
from analysis.report.references import heading_words, headings, places_in
from analysis.result_tables import FigureSpec
from analysis.tables.docx_page import TEXT_WIDTH_MM, add_caption, new_document, no_control, styled
from analysis.tables.docx_tables import add_table, stand_side_by_side
from analysis.tables.layout import with_source
from wording import Progress, Stopped, Text, msg, render, render_sentence
from wording.language_record import language_of_code

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as DocxParagraph

_HEAD = 12  # hex digits of the log's head: few enough to type, and with the line's number enough to check
_PACKAGES = ("protection-workbench", "numpy", "scipy", "pandas", "matplotlib", "python-docx")


@functools.cache
def software_versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of the software behind the numbers, of those installed."""
    found = []
    for name in _PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)


def method_sentences(methods: Methods) -> list[Text]:
    """The paragraphs of the note."""
    lines: list[Text] = [msg("sheet.method.sessions", n=methods.sessions)] if methods.sessions else []
    for name, facts in methods.datasets:
        lines.append(msg("methods.data", name=name, parts=_data_parts(facts)))
        inference = _inference(facts)
        if inference not in lines:  # once for all tables that are estimated alike
            lines.append(inference)
    lines += methods.sampling
    if methods.interviews:
        lines.append(msg("methods.interviews", interviews=methods.interviews, n=methods.segments, codes=methods.codes))
        lines += methods.coding
    flag, base, cell = methods.limits
    lines.append(msg("methods.limits", flag=flag, base=base, cell=cell))
    if methods.all_asked:
        lines.append(msg("methods.all_asked"))
    if methods.lowered:
        lines.append(msg("methods.lowered", reason=methods.lowered))
    if sum(methods.masked):
        lines.append(msg(f"methods.masked{'.in_run' if methods.in_run else ''}", n=sum(methods.masked)))
    if methods.software:
        lines.append(msg("methods.software", parts=[f"{name} {number_}" for name, number_ in methods.software]))
    if methods.head[1]:
        lines.append(msg("methods.head", seq=methods.head[0], head=methods.head[1][:_HEAD]))
    return lines


def _data_parts(facts: Mapping[str, Any]) -> list[Text]:
    parts: list[Text] = [msg("methods.rows", n=int(facts.get("rows", facts.get("n", 0))))]
    if facts.get("strata"):
        parts.append(msg("design.strata", n=facts["strata"]))
    if facts.get("clusters"):
        parts.append(msg("design.clusters", n=facts["clusters"]))
    weights = facts.get("weights")
    if weights:
        low, high = weights
        parts.append(msg("design.weights", low=number(low), high=number(high), ratio=number(high / low)))
    elif not facts.get("weighted"):
        parts.append(msg("design.no_weights"))
    if facts.get("deff"):
        parts.append(msg("design.deff", deff=number(facts["deff"])))
    if facts.get("no_consent"):
        parts.append(msg("methods.no_consent", n=facts["no_consent"]))
    return parts


def _inference(facts: Mapping[str, Any]) -> Text:
    if facts.get("inference"):
        level, made = round(float(facts.get("level", 0.95)) * 100, 1), facts.get("replicates")
        if made:
            key = "methods.inference_replicates_no_fpc" if made.get("fpc_left") else "methods.inference_replicates"
            return msg(key, n=made["n"], method=method_of(made), level=level)
        return msg("methods.inference", level=level)
    key = "methods.no_inference_recorded" if facts.get("recorded") else "methods.no_inference"
    return msg(key, how=msg(f"how.{facts.get('how', 'purposive')}"))


def sheet_sentences(methods: Methods) -> list[Text]:
    """The sentences, a short one for each table; the full note stands in reports."""
    lines: list[Text] = [msg("sheet.method.sessions", n=methods.sessions)] if methods.sessions else []
    lines += [msg("sheet.method.female")] if methods.female else []
    levels: dict[int, None] = {}
    for name, facts in methods.datasets:
        n = int(facts.get("rows", facts.get("n", 0)))
        if facts.get("inference"):
            levels[round(float(facts.get("level", 0.95)) * 100)] = None
            lines.append(msg("sheet.method.sample", name=name, n=n))
        else:
            lines.append(msg("sheet.method.counted", name=name, n=n))
    lines += [msg("sheet.method.range", level=level) for level in levels]
    if methods.interviews:
        lines.append(msg("sheet.method.interviews", n=methods.interviews))
    flag, base, cell = methods.limits
    lines.append(msg("sheet.method.limits", flag=flag, base=base, cell=cell))
    if methods.all_asked:
        lines.append(msg("methods.all_asked"))
    if methods.keeps_back:
        lines.append(msg("sheet.method.keeps_back"))
    if methods.lowered:
        lines.append(msg("methods.lowered", reason=methods.lowered))
    if sum(methods.masked):
        lines.append(msg("sheet.method.masked", n=sum(methods.masked)))
    if methods.head[1]:
        lines.append(msg("sheet.method.head", seq=methods.head[0]))
    return lines


FIGURE_DPI = 220
PICTURE_MM = 210.0  # of the 250 mm of text: caption, subtitle and source stand beside a picture
MARGIN_MM, TOP_MM, BOTTOM_MM, EDGE_MM = 14.0, 14.0, 13.0, 6.0
SHEET_MM = 210.0 - 2 * MARGIN_MM
GUTTER_MM = 5.0
SHEET_TILES_A_ROW = 5
_WIDER: dict[tuple[float, ...], tuple[float, ...]] = {
    (2.0, 1.0): (3.0, 2.0),
    (1.0, 2.0): (2.0, 3.0),
}  # in a third the numbers of an axis would touch
_SIZES = {  # points, points before, points after, lines
    "Normal": (8.5, 0, 2, 1.05),
    "Lead": (9.0, 0, 3, 1.1),
    "Heading 1": (12.0, 7, 2, 1.0),
    "Heading 2": (10.0, 5, 2, 1.0),
    "Heading 3": (9.0, 4, 2, 1.0),
    "Caption": (8.5, 2, 1, 1.0),
    "Table Text": (7.5, 0, 0, 1.0),
    "Table Note": (7.0, 0, 1, 1.0),
    "Section Beside": (7.5, 0, 2, 1.0),
    "Masthead Title": (17.0, 0, 2, 1.0),
    "Masthead Line": (8.5, 0, 3, 1.0),
    "Tile Number": (18.0, 0, 0, 1.0),
    "Tile Label": (8.0, 0, 1, 1.0),
    "Tile Base": (7.0, 0, 1, 1.0),
    "Callout Number": (20.0, 0, 0, 1.0),
    "Callout Text": (8.5, 0, 1, 1.0),
    "Callout Base": (7.0, 0, 2, 1.0),
    "Quote Box": (9.5, 0, 2, 1.05),
    "Quote Box By": (7.5, 0, 3, 1.0),
}


def write_report(report: Report, stream: BinaryIO, language: str, progress: Progress | None = None) -> None:
    """Write the report to `stream` as .docx in `language`."""
    document = new_document(language, render(report.title, language), report.banner)
    writing = _Writing(document, report, language)
    for at, block in enumerate(report.blocks, start=1):
        if progress is not None:
            if progress.stop_requested():
                raise Stopped
            progress.report(at / (len(report.blocks) + 1))
        writing.add(block, report.blocks[at] if at < len(report.blocks) else None)
    document.save(stream)


class _Writing:
    """The document so far and the numbers of the next table and figure."""

    def __init__(self, document: Document, report: Report, language: str) -> None:
        self.document, self.report, self.language = document, report, language
        self.tables = self.figures = self.charts = self.headings = 0
        self.places = places_in(report, language)
        self.listed = headings(report.blocks, language)
        self.after_heading = False  # a heading of the user's own stands just above
        self.sheet = report.options.get("layout") == "infosheet"  # two pages, closer set, blocks side by side
        self.width = SHEET_MM if self.sheet else TEXT_WIDTH_MM
        self.turned = False  # the next block begins a page
        if self.sheet:
            _set_close(document)

    def add(self, block: object, following: object = None) -> None:
        """Append a block; a sentence between a heading and a table or figure stays with both."""
        lead = self.after_heading and isinstance(following, (TableBlock, FigureBlock))
        adders: dict[type, Any] = {
            Title: self._title,
            Heading: self._heading,
            Paragraph: self._paragraph,
            TableBlock: self._table,
            FigureBlock: self._figure,
            Quotes: self._quotes,
            Methods: self._methods,
            CodebookAnnex: self._codebook,
            kinds.Columns: self._columns,
            kinds.LiveText: lambda one: docx_blocks.add_rich(*self._of(one.by_language[self.language]), self.places),
            kinds.RichText: lambda one: docx_blocks.add_rich(*self._of(one), self.places),
            kinds.Masthead: lambda one: docx_blocks.add_masthead(*self._of(one)),
            kinds.Section: self._section,
            kinds.Tiles: self._tiles,
            kinds.FindingHeading: self._finding,
            kinds.FindingSentence: lambda one: self._paragraph(Paragraph(table_sentence(one.table))),
            kinds.CallOut: lambda one: docx_blocks.add_callout(*self._of(one), self.places),
            kinds.QuoteBox: lambda one: docx_blocks.add_quote_box(*self._of(one)),
            kinds.Picture: lambda one: docx_blocks.add_picture(*self._of(one), self.width),
            kinds.Cover: lambda one: docx_blocks.add_cover(*self._of(one)),
            kinds.Contents: lambda _one: docx_blocks.add_contents(self.document, self.language, self.listed),
            kinds.PageBreak: lambda _one: self._page_break(),
        }
        adders[type(block)](block)
        if lead and isinstance(block, (Paragraph, kinds.FindingSentence)) and self.document.paragraphs:
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.after_heading = isinstance(block, (Heading, kinds.FindingHeading))

    def _of(self, block: object) -> tuple[Document, Any, str]:
        return self.document, block, self.language

    def _columns(self, block: kinds.Columns) -> None:
        """In a report one below the other; in a sheet side by side, a column alone over the whole width."""
        shown = [at for at, column in enumerate(block.columns) if column]
        if not self.sheet or len(shown) < 2:
            for column in block.columns:
                for one in column:
                    self.add(one)
            return
        given = block.widths or (1.0,) * len(block.columns)
        widths = _shares_mm([given[at] for at in shown])
        whole, self.width = self.width, widths[0]
        columns = []
        for at, mm in zip(shown, widths, strict=True):
            self.width, begin = mm, len(self.document.element.body) - 1
            for one in block.columns[at]:
                self.add(one)
            columns.append(list(self.document.element.body)[begin:-1])
            for element in columns[-1]:
                self.document.element.body.remove(element)
        self.width = whole
        stand_side_by_side(self.document, columns, widths, GUTTER_MM)

    def _tiles(self, block: kinds.Tiles) -> None:
        most = SHEET_TILES_A_ROW if self.sheet else docx_blocks.TILES_A_ROW
        docx_blocks.add_tiles(*self._of(block), self.places, self.width, most)

    def _text(self, text: Any) -> str:
        return no_control(render(text, self.language))

    def _title(self, block: Title) -> None:
        styled(self.document, self._text(block.text), "Title")
        if block.subtitle is not None:
            styled(self.document, self._text(block.subtitle), "Attribution")

    def _heading(self, block: Heading) -> None:
        self._headed(self._text(block.text), block.level)

    def _finding(self, block: kinds.FindingHeading) -> None:
        if words := self._text(heading_words(block)):
            self._headed(words, 1)

    def _section(self, block: kinds.Section) -> None:
        self.headings += 1
        heading = docx_blocks.add_section(*self._of(block), self.headings)
        if self.turned:
            heading.paragraph_format.page_break_before, self.turned = True, False

    def _page_break(self) -> None:
        """A new page; the section that follows in a sheet begins it, without an empty line above."""
        self.turned = self.sheet
        if not self.sheet:
            docx_blocks.add_page_break(self.document)

    def _headed(self, words: str, level: int) -> None:
        self.headings += 1
        docx_blocks.add_heading(self.document, words, level, self.headings)

    def _paragraph(self, block: Paragraph) -> None:
        for part in self._text(block.text).split("\n\n"):
            if part.strip():
                styled(self.document, part.strip(), "Normal")

    def _table(self, block: TableBlock) -> None:
        self.tables += 1
        table = with_source(block.table, self.report.source, self.report.banner)
        add_table(self.document, table, self.tables, self.language, self.width)

    def _figure(self, block: FigureBlock) -> None:
        self.figures += 1
        figure = block.figure
        width = self.width if self.sheet else min(figure.width_mm, TEXT_WIDTH_MM)
        # the caption and the notes below hold title and source: the picture holds neither
        bare = replace(figure, width_mm=width, table=replace(figure.table, source=None))
        editable = self.report.options.get("charts") == "editable" and figure.chart in EDITABLE
        line = EDITABLE_LINE_MM if editable else 0.0
        parts = figure_parts(bare, self.language, titled=False, most_mm=PICTURE_MM, line_mm=line)
        for at, part in enumerate(parts):
            self._add_figure_part(part, editable, again=at > 0, last=at == len(parts) - 1)
        self._add_table_notes(figure)

    def _add_figure_part(self, part: FigureSpec, editable: bool, again: bool, last: bool) -> None:
        """The figure, or one part of a tall one with a caption of its own."""
        add_caption(self.document, self.language, "figure", self.figures, self._text(part.title), again=again)
        words, title = no_control(alt_text(part, self.language)), self._text(part.title)
        self.charts += 1
        if nothing_left(drawn(part, self.language)):  # a sentence, not an empty picture
            for note in (self._text(msg("chart.nothing_left")), *mask_notes(part, self.language)):
                styled(self.document, note, "TableNote")
        elif editable:
            add_chart(
                self.document, part, self.language, width_mm=part.width_mm, number=self.charts, words=words, title=title
            )
            for note in (*withheld(part, self.language), *mask_notes(part, self.language)):
                styled(self.document, note, "TableNote")
        else:
            self._picture(part, part.width_mm, words, title)
        if not last:  # the next part has a page of its own: chained to it, no caption would keep with its picture
            self.document.paragraphs[-1].paragraph_format.keep_with_next = False

    def _add_table_notes(self, figure: FigureSpec) -> None:
        table = with_source(figure.table, self.report.source, self.report.banner)
        below = [self._text(table.subtitle)] if table.subtitle is not None else []
        below.extend([self._text(table.source)] if table.source is not None else [])
        for line in below:
            styled(self.document, line, "TableNote")
        if not self.sheet:
            styled(self.document, "", "Normal")

    def _picture(self, figure: FigureSpec, width: float, words: str, title: str) -> None:
        from docx.shared import Mm  # docx, 70 ms: not at start

        picture = io.BytesIO()
        write_figure(figure, picture, "png", self.language, dpi=FIGURE_DPI, titled=False)
        paragraph = styled(self.document, "", "Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(picture, width=Mm(width))
        shape._inline.docPr.set("descr", words)
        shape._inline.docPr.set("title", title)

    def _quotes(self, block: Quotes) -> None:
        from docx.shared import Mm  # docx, 70 ms: not at start

        head = styled(self.document, self._text(block.code), "Heading3")
        head.paragraph_format.keep_with_next = True
        if block.definition:
            styled(self.document, self._text(block.definition), "Attribution")
        for quote in block.quotes:
            before, after = language_of_code(quote.language or self.language).quotes
            paragraph = styled(self.document, f"{before}{no_control(quote.text)}{after}", "Quote")
            paragraph.paragraph_format.left_indent = Mm(4)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.keep_together = True
            _bar(paragraph)
            line = styled(self.document, self._text(quote.attribution), "Attribution")
            line.paragraph_format.left_indent = Mm(4)

    def _methods(self, block: Methods) -> None:
        if self.sheet:
            line = styled(self.document, "", "TableNote")
            line.add_run(self._text(msg("page.method"))).bold = True
            for sentence in sheet_sentences(block):
                line.add_run(f" {no_control(render_sentence(sentence, self.language))}")
            return
        if not self.after_heading:
            self._headed(self._text(msg("methods.title")), 1)
        for sentence in method_sentences(block):
            styled(self.document, no_control(render_sentence(sentence, self.language)), "Normal")

    def _codebook(self, block: CodebookAnnex) -> None:
        self.document.add_page_break()
        self._headed(self._text(msg("report.codebook")), 1)
        for variable in block.variables:
            self._variable(variable)

    def _variable(self, variable: Variable) -> None:
        head = styled(self.document, "", "Normal")
        head.paragraph_format.keep_with_next = True
        words = self._text(variable.labels)
        if words:
            head.add_run(words).bold = True
        kind = self._text(msg(f"kind.{variable.kind.value}"))
        head.add_run(f"{'  ' if words else ''}{no_control(variable.name)} · {kind}")
        for choice in variable.choices:
            line = styled(self.document, "", "TableNote")
            line.add_run(f"{no_control(choice.code)}\t{self._text(choice.labels)}")


def _bar(paragraph: DocxParagraph) -> None:
    """An upright bar in the amber of the window, left of a quote."""
    from docx.oxml import OxmlElement  # docx, 70 ms: not at start
    from docx.oxml.ns import qn  # docx, 70 ms: not at start

    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "E69F00")):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _set_close(document: Document) -> None:
    """Narrow margins and small type, as the sheet has them on its pages."""
    from docx.shared import Mm, Pt  # docx, 70 ms: not at start

    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.header_distance = section.footer_distance = Mm(EDGE_MM)
    for name, (size, before, after, line) in _SIZES.items():
        style = cast("ParagraphStyle", document.styles[name])
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line


def _shares_mm(widths: Sequence[float]) -> list[float]:
    """Width of each column in mm, without the gutter before it.

    Examples
    --------
    >>> _shares_mm((1, 1))
    [88.5, 88.5]
    """
    widths = _WIDER.get(tuple(widths), widths)
    room = SHEET_MM - GUTTER_MM * (len(widths) - 1)
    return [room * one / sum(widths) for one in widths]
