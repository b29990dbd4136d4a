# SPDX-License-Identifier: MIT
"""Blocks of a report as the page sets them, one after the other: numbers of tables and figures, tiles, pictures."""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.figures import alt_text, figure_parts, is_wholly_withheld, write_figure
from analysis.pages import page_tables
from analysis.pages.bars import bars_data, everywhere_text, widened
from analysis.pages.side_column import CONTENT_MM, PlainData, safe_link
from analysis.pages.style import OfficeStyle
from analysis.pictures import page_file
from analysis.report import blocks as kinds
from analysis.report.docx_report import method_sentences, sheet_sentences
from analysis.report.finding_sentences import table_sentence
from analysis.report.key_figures import KeyFigure, counted_text, figure_text, interval_text, unit_text
from analysis.report.references import heading_words, places_in
from analysis.result_tables import FigureSpec
from analysis.tables.layout import with_source
from wording import Text, msg, render, render_sentence
from wording.language_record import language_of_code

FONTS = Path(__file__).resolve().parents[2] / "third_party" / "fonts"
STAND_IN = "?"
_MARKS = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069))  # joiners and directions
_SILENT = frozenset("\n\t\u00ad\ufeff") | {chr(at) for first, last in _MARKS for at in range(first, last + 1)}


@functools.cache
def covered() -> frozenset[int]:
    """The code points that every weight of the bundled font has."""
    from fontTools.ttLib import TTFont  # fontTools, 30 ms: not at start

    found: frozenset[int] | None = None
    for path in sorted(FONTS.glob("Inter-*.otf")):
        with TTFont(path, lazy=True) as font:
            points = frozenset(font.getBestCmap())
        found = points if found is None else found & points
    return found or frozenset()


def printable(text: str, missing: dict[str, int]) -> str:
    """The text with a stand-in for each letter the font lacks; `missing` counts them by letter."""
    if text.isascii() and text.isprintable():
        return text
    known = covered()
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _SILENT:
            letters.append(letter if letter in "\n\t" else "")
        elif ord(letter) in known:
            letters.append(letter)
        elif unicodedata.category(letter)[0] in "CZ":
            letters.append(" ")
        else:
            missing[letter] = missing.get(letter, 0) + 1
            letters.append(STAND_IN)
    return "".join(letters)


def printable_json(value: object, missing: dict[str, int]) -> Any:
    """All texts inside lists and dicts made printable."""
    if isinstance(value, str):
        return printable(value, missing)
    if isinstance(value, list):
        return [printable_json(one, missing) for one in value]
    if isinstance(value, dict):
        return {name: printable_json(one, missing) for name, one in value.items()}
    return value


def named(missing: dict[str, int]) -> list[str]:
    """The missing letters as "U+0645 ARABIC LETTER MEEM", the commonest first.

    Examples
    --------
    >>> named({"م": 1, "ع": 3})
    ['U+0639 ARABIC LETTER AIN', 'U+0645 ARABIC LETTER MEEM']
    """
    order = sorted(missing, key=lambda letter: (-missing[letter], letter))
    return [f"U+{ord(letter):04X} {unicodedata.name(letter, '?')}" for letter in order]


ICONS = Path(__file__).resolve().parents[2] / "third_party" / "icons"
SHEETS = ("infosheet", "factsheet")
REPORT_MM = 160.0
PICTURE_MM = 205.0
GUTTER_MM = 6.0
_GRID: dict[tuple[float, ...], tuple[float, ...]] = {
    (2.0, 1.0): (114.0, 62.0),
    (1.0, 2.0): (62.0, 114.0),
}  # mm: the columns of both pages of an infosheet
_SIZES = {"lead": 10.0, "body": 9.0, "note": 7.2}


class PageBlocks:
    """What is set so far: the files and the numbers of the next table and figure."""

    def __init__(
        self, report: kinds.Report, language: str, style: OfficeStyle, missing: dict[str, int], known: dict[str, bytes]
    ) -> None:
        self.known = known
        self.report, self.language, self.style, self.missing = report, language, style, missing
        self.layout = str(report.options.get("layout", "report"))
        sheet_mm = CONTENT_MM if self.layout == "factsheet" else 210.0 - 2 * style.margin_mm
        self.width = sheet_mm if self.layout in SHEETS else REPORT_MM
        masthead = next((one for one in report.blocks if isinstance(one, kinds.Masthead)), None)
        self.site: Text = masthead.title if masthead is not None else ""  # a sheet of one site is named by it
        self.places = places_in(report, language)
        self.files: dict[str, bytes] = {}
        self.tables = self.figures = 0
        self.theme = "survey"  # of the section, which its bars have the colour of
        self.level = 0  # of the last heading: PDF/UA allows no skipped one
        self.after_heading = False
        if style.logo:
            self.files["logo.svg"] = page_file(style.logo, style.logo_kind)

    def text(self, text: Text | None) -> str:
        """The words in the report's language."""
        return render(text, self.language)

    def _level(self, wanted: int) -> int:
        self.level = min(wanted, self.level + 1)
        return self.level

    def block(self, block: kinds.Block, width: float) -> list[PlainData]:
        """The block as one or more of the page's."""
        makers: dict[type, Callable[[Any, float], list[PlainData]]] = {
            kinds.Title: self._title,
            kinds.Heading: self._heading,
            kinds.Paragraph: self._paragraph,
            kinds.TableBlock: self._table,
            kinds.FigureBlock: self._figure,
            kinds.Quotes: self._quotes,
            kinds.Methods: self._methods,
            kinds.CodebookAnnex: self._codebook,
            kinds.RichText: self._rich,
            kinds.LiveText: lambda one, mm: self._rich(one.by_language[self.language], mm),
            kinds.Masthead: self._masthead,
            kinds.Section: self._section,
            kinds.Tiles: self._tiles,
            kinds.CallOut: self._callout,
            kinds.FindingHeading: self._finding,
            kinds.FindingSentence: lambda one, mm: self._paragraph(kinds.Paragraph(table_sentence(one.table)), mm),
            kinds.Columns: self._columns,
            kinds.QuoteBox: self._quote_box,
            kinds.Picture: self._picture,
            kinds.Cover: self._cover,
            kinds.Contents: lambda _one, _width: [{"kind": "contents", "title": self.text(msg("page.contents"))}],
            kinds.PageBreak: lambda _one, _width: [{"kind": "pagebreak"}],
        }
        made = makers[type(block)](block, width)
        self.after_heading = isinstance(block, (kinds.Heading, kinds.FindingHeading, kinds.Section))
        return made

    def _title(self, block: kinds.Title, _width: float) -> list[PlainData]:
        return [{"kind": "title", "text": self.text(block.text), "subtitle": self.text(block.subtitle)}]

    def _heading(self, block: kinds.Heading, _width: float) -> list[PlainData]:
        return [{"kind": "heading", "level": self._level(block.level), "text": self.text(block.text)}]

    def _finding(self, block: kinds.FindingHeading, width: float) -> list[PlainData]:
        words = heading_words(block)
        return self._heading(kinds.Heading(words), width) if words else []

    def _paragraph(self, block: kinds.Paragraph, _width: float) -> list[PlainData]:
        parts = [part.strip() for part in self.text(block.text).split("\n\n") if part.strip()]
        return [{"kind": "paragraph", "parts": parts}] if parts else []

    def _rich(self, block: kinds.RichText, _width: float) -> list[PlainData]:
        return [{"kind": "rich", "lines": self._lines(block), "size": _SIZES[block.size]}]

    def _lines(self, block: kinds.RichText) -> list[PlainData]:
        return [{"kind": line.kind, "spans": [self._span(one) for one in line.spans]} for line in block.lines]

    def _span(self, span: kinds.Span) -> PlainData:
        number = span.number
        words = self.text(span.text) if number is None else figure_text(number, span.form, self.language)
        at = self.places.number(span, self.language)
        to = ""
        if at is not None and not (at[0] == "figure" and self.layout in SHEETS):  # sheets number no charts
            words = self.text(msg(f"caption.{at[0]}", number=at[1])).rstrip(".:\u00a0\u202f ")
            to = f"{at[0]}-{at[1]}"
        elif span.heading in self.places.headings:
            place, words = self.places.headings[span.heading]
            to = f"heading-{place}"
        return {"text": words, "bold": span.bold, "italic": span.italic, "link": safe_link(span.link), "to": to}

    def _masthead(self, block: kinds.Masthead, _width: float) -> list[PlainData]:
        title = self.text(block.title)
        fields = {
            "title": title,
            "office": self.text(block.office) or self.style.office,
            "sheet": self.text(block.kind),
        }
        fields |= {"large": self.text(block.large), "period": self.text(block.period), "logo": self._logo()}
        fields["place"] = self.text(block.place)
        return [{"kind": "masthead", **fields, "size": _title_pt(title, fields["office"])}]

    def _logo(self) -> str:
        return "logo.svg" if self.style.logo else ""

    def _section(self, block: kinds.Section, _width: float) -> list[PlainData]:
        beside = self.text(block.beside) or counted_text(block.figures, self.language)
        fields = {"text": self.text(block.text), "theme": block.theme, "beside": beside}
        self._level(1)
        self.theme = block.theme
        return [{"kind": "section", **fields, "icon": self._icon(block.icon, "#ffffff")}]

    def _tiles(self, block: kinds.Tiles, _width: float) -> list[PlainData]:
        known = [figure for figure in block.figures if figure.known]
        if not known or block.shown_as == "list":
            return page_tables.listed(known, self.language)
        figures = [self._tile(figure, large=not at) for at, figure in enumerate(known)]
        note = self.text(block.note)
        lines = [{"kind": "text", "spans": [self._span(kinds.Span(note))]}] if note else []
        rows = 2 if len(figures) > 2 else 1  # the large one is as high as the others beside it together
        wanted = (_hero_mm(figures[0], wide=len(figures) == 2) - 3.0 * (rows - 1)) / rows
        least = 29.5 if len(figures) > 3 else 40.0 if rows == 1 else 20.0
        high = max([least, wanted, *(_tile_mm(one) for one in figures[1:])])
        loose = all(_tile_mm(one, letters=29, line=4.2) <= high for one in figures[1:])  # room for larger words
        figures[1:] = [{**one, "loose": loose} for one in figures[1:]]
        bare = not figures[0]["aim"] and not figures[0]["before"]  # larger words fill what a target would
        larger = _hero_mm(figures[0], wide=len(figures) == 2, words=1.3) <= rows * high + 3.0 * (rows - 1)
        figures[0]["roomy"] = bare and larger
        return [{"kind": "tiles", "figures": figures, "note": lines, "high": high}]

    def _tile(self, figure: KeyFigure, *, large: bool) -> PlainData:
        value = figure_text(figure, "value", self.language)
        fields: PlainData = {
            "value": value,
            "unit": "" if figure.unit == "share" else self.text(unit_text(figure)),
            "label": self.text(figure.label),
            "base": self._base(figure),
            "theme": figure.theme,
            "icon": self._icon(figure.icon, self.style.themes[figure.theme][0]),
            "icon_white": self._icon(figure.icon, "#ffffff") if large else "",
            "size": _value_pt(value, large=large),
            "target": None,
            "aim": "",
            "before": "",
        }
        number = figure.cell.estimate
        if figure.target and number is not None and not figure.withheld:
            aim = replace(figure, value=figure.target, table=None)
            fields["target"] = {"share": number / figure.target}
            of_aim = figure_text(replace(figure, table=None, value=number), "share", self.language)
            fields["aim"] = self.text(
                msg("figure.of_target", share=of_aim, target=figure_text(aim, "value", self.language))
            )
        if figure.before is not None and not figure.withheld:
            earlier = replace(figure, value=figure.before, table=None)
            fields["before"] = self.text(msg("figure.before", number=figure_text(earlier, "value", self.language)))
        return fields

    def _base(self, figure: KeyFigure) -> str:
        """Of what the number is, with its interval where it has one."""
        everywhere = everywhere_text(figure.everywhere, figure.row, self.language)
        parts = [self.text(figure.base_text), interval_text(figure, self.language), everywhere]
        return " · ".join(part for part in parts if part)

    def _callout(self, block: kinds.CallOut, _width: float) -> list[PlainData]:
        if not block.figure.known:
            return []
        words = self.text(block.text) or self.text(block.figure.label)
        return [{"kind": "callout", "figure": self._tile(block.figure, large=False), "text": words}]

    def _columns(self, block: kinds.Columns, width: float) -> list[PlainData]:
        widths = block.widths or (1.0,) * len(block.columns)
        if self.layout == "infosheet":
            widths = _GRID.get(widths, widths)
        room = width - GUTTER_MM * (len(widths) - 1)
        columns = []
        for share, column in zip(widths, block.columns, strict=True):
            mm = room * share / sum(widths)
            columns.append([made for one in column for made in self.block(one, mm)])
        filled = [(share, column) for share, column in zip(widths, columns, strict=True) if column]
        if not filled:
            return []
        if len(filled) == 1:  # the other column has nothing: this one takes the width
            return [widened(one, width) for one in filled[0][1]]
        return [{"kind": "columns", "widths": [share for share, _ in filled], "columns": [one for _, one in filled]}]

    def _quote_box(self, block: kinds.QuoteBox, _width: float) -> list[PlainData]:
        quote = block.for_reader(self.language)
        words = self._quoted(quote)
        size = next((pt for pt, most in ((12.5, 170), (10.5, 340)) if len(words) <= most), 9.0)
        fields = {"text": words, "by": self.text(quote.attribution), "size": size}
        return [{"kind": "quotebox", **fields, "icon": self._icon("quote", self.style.colours["accent"])}]

    def _quoted(self, quote: kinds.Quote) -> str:
        before, after = language_of_code(quote.language or self.language).quotes
        return f"{before}{quote.text}{after}"

    def _quotes(self, block: kinds.Quotes, _width: float) -> list[PlainData]:
        quotes = [{"text": self._quoted(quote), "by": self.text(quote.attribution)} for quote in block.quotes]
        fields = {"code": self.text(block.code), "definition": self.text(block.definition)}
        return [{"kind": "quotes", **fields, "quotes": quotes, "level": self._level(3)}]

    def _picture(self, block: kinds.Picture, _width: float) -> list[PlainData]:
        name = f"picture-{len(self.files) + 1}.svg"
        self.files[name] = page_file(block.data, block.kind)
        alt = self.text(block.alt) or self.text(msg("page.picture"))
        fields = {"alt": alt, "credit": self.text(block.credit), "width": block.width}
        return [{"kind": "picture", "file": name, **fields}]

    def _cover(self, block: kinds.Cover, _width: float) -> list[PlainData]:
        fields = {"title": self.text(block.title), "subtitle": self.text(block.subtitle), "date": self.text(block.date)}
        return [{"kind": "cover", **fields, "logo": self._logo()}]

    def _methods(self, block: kinds.Methods, _width: float) -> list[PlainData]:
        fields = sheet_sentences if self.layout in SHEETS else method_sentences
        sentences = [render_sentence(sentence, self.language) for sentence in fields(block)]
        if self.layout in SHEETS:
            head = {"text": self.text(msg("page.method")), "bold": True, "italic": False, "link": "", "to": ""}
            body = {"text": " " + " ".join(sentences), "bold": False, "italic": False, "link": "", "to": ""}
            whom = (("coordination", self.style.coordination), ("contact", self.style.contact))
            parts = [{"head": self.text(msg(f"page.{name}")), "text": one} for name, one in whom if one]
            beside = self.layout == "factsheet"  # its side column says whom to write to
            said = [{"kind": "contact", "parts": parts}] if parts and not beside else []
            lines = [{"kind": "text", "spans": [head, body]}]
            return [*said, {"kind": "foot", "size": _SIZES["note"], "lines": lines}]
        title = {"kind": "heading", "level": 1, "text": self.text(msg("methods.title"))}
        self.level = self.level if self.after_heading else 1
        return [*([] if self.after_heading else [title]), {"kind": "methods", "size": 9.0, "parts": sentences}]

    def _codebook(self, block: kinds.CodebookAnnex, _width: float) -> list[PlainData]:
        entries: list[PlainData] = []
        for variable in block.variables:
            words, kind = self.text(variable.labels), self.text(msg(f"kind.{variable.kind.value}"))
            head = [{"text": words, "bold": True, "italic": False, "link": "", "to": ""}] if words else []
            head.append({"text": f"  {variable.name} · {kind}", "bold": False, "italic": False, "link": "", "to": ""})
            answers = [f"{choice.code}  {self.text(choice.labels)}" for choice in variable.choices]
            plain = {"bold": False, "italic": False, "link": "", "to": ""}
            bullets = [{"kind": "bullet", "spans": [{"text": answer, **plain}]} for answer in answers]
            entries.append({"lines": [{"kind": "text", "spans": head}, *bullets]})
        title = {"kind": "heading", "level": self._level(1), "text": self.text(msg("report.codebook"))}
        return [title, {"kind": "dictionary", "size": 7.6, "entries": entries}]

    def _table(self, block: kinds.TableBlock, width: float) -> list[PlainData]:
        self.tables += 1
        table = with_source(block.table, self.report.source, self.report.banner)
        number = self.text(msg("caption.table", number=self.tables))
        made = page_tables.table_data(table, number, self.language, width)
        more = [self.text(msg("page.and_more", n=block.more))] if block.more else []
        return [{**made, "notes": [*more, *made["notes"]], "more": block.more, "name": f"table-{self.tables}"}]

    def _figure(self, block: kinds.FigureBlock, width: float) -> list[PlainData]:
        figure = block.figure
        if self.layout in SHEETS:
            simple = bars_data(block, self.language, width, self.site, whole=self.layout == "infosheet")
            if simple is not None:
                simple["alt"] = alt_text(figure, self.language)
                return [simple if self.layout == "factsheet" else {**simple, "theme": self.theme}]
        self.figures += 1
        table = with_source(figure.table, self.report.source, self.report.banner)
        bare = replace(figure, width_mm=min(figure.width_mm, width), table=replace(figure.table, source=None))
        number = self.text(msg("caption.figure", number=self.figures))
        below = [self.text(table.subtitle), self.text(table.source)]
        if is_wholly_withheld(bare, self.language):  # a sentence, not an empty frame
            named = {"number": number, "name": f"figure-{self.figures}", "title": self.text(figure.title)}
            said = [self.text(msg("chart.nothing_left")), *(line for line in below if line)]
            return [{"kind": "figure", "parts": [{**named, "file": "", "width": 0.0, "alt": ""}], "notes": said}]
        parts = [
            {
                "number": number,
                "name": "" if at else f"figure-{self.figures}",
                "title": self.text(part.title),
                "file": self._rendered_figure(part),
                "width": part.width_mm,
                "alt": alt_text(part, self.language),
            }
            for at, part in enumerate(figure_parts(bare, self.language, titled=False, most_mm=PICTURE_MM))
        ]
        return [{"kind": "figure", "parts": parts, "notes": [line for line in below if line]}]

    def _rendered_figure(self, figure: FigureSpec) -> str:
        key = f"{self.language} {figure!r}"
        if key not in self.known:
            stream = io.BytesIO()
            write_figure(figure, stream, "svg", self.language, titled=False)
            self.known[key] = stream.getvalue()
        name = f"figure-{len(self.files) + 1}.svg"
        self.files[name] = printable(self.known[key].decode("utf-8"), self.missing).encode("utf-8")
        return name

    def _icon(self, name: str, colour: str) -> str:
        if not name:
            return ""
        file = f"icon-{name}-{colour.lstrip('#')}.svg"
        path = ICONS / f"{name}.svg"
        if file not in self.files:
            if not path.exists():
                return ""
            self.files[file] = path.read_bytes().replace(b"currentColor", colour.encode())
        return file


def _value_pt(value: str, *, large: bool) -> int:
    """The size of a tile's number, so that the pill with its unit stands beside it."""
    if large:
        return 49 if len(value) <= 6 else 36
    return 27 if len(value) < 5 else 24 if len(value) < 7 else 20


def _title_pt(title: str, office: str) -> float:
    """The largest size at which a title and the office over it fit into the masthead of 27 mm."""
    room = 27.0 - 4.4 * -(-len(office) // 72)
    for size in (25.0, 21.0, 18.0, 15.0):
        if -(-len(title) // int(620 / size)) * size * 0.44 <= room:
            return size
    return 12.0


def _hero_mm(tile: PlainData, *, wide: bool, words: float = 1.0) -> float:
    """How high the large tile must be: pill and icon, number, label of about 28 letters a line (50 beside one tile)."""
    small = [part for part in (tile["base"], tile["aim"], tile["before"]) if part]
    bare, letters = (35.0, 50) if wide else (41.0, 28)
    return bare + 5.2 * words * -(-len(tile["label"]) // int(letters / words)) + 4.0 * words * len(small)


def _tile_mm(tile: PlainData, *, letters: int = 32, line: float = 3.9) -> float:
    """How high a tile must be for its words: number, label of so many letters a line, small print of about 42."""
    small = " · ".join(part for part in (tile["base"], tile["aim"], tile["before"]) if part)
    return 18.0 + line * -(-len(tile["label"]) // letters) + (1.6 + 3.2 * -(-len(small) // 42) if small else 0.0)
