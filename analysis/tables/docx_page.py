# SPDX-License-Identifier: MIT
"""An empty Word document as we print: A4, styles, language, page numbers, no personal metadata."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wording import LANGUAGES, Text, msg, render
from wording.language_record import language_of_code

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

ACCENT, INK, MUTED, LINE = "17607F", "1B2026", "5D6874", "DFE3E8"
FONT = "Arial"
TEXT_WIDTH_MM = 160.0


def new_document(language: str, title: str, banner: Text | None = None) -> Document:
    """A document with our styles; `banner` ("Fictitious sample data") stands at the top of every page."""
    import docx  # docx, 70 ms: not at start

    document = docx.Document(io.BytesIO(_empty(language)))
    section = document.sections[0]
    _strip(document, title, language)
    if banner is not None:
        line = section.header.paragraphs[0]
        line.style = document.styles["Header"]
        line.add_run(render(banner, language))
    _page_numbers(section.footer.paragraphs[0], language)
    return document


def add_caption(
    document: Document, language: str, label: str, number: int, title: str, *, again: bool = False
) -> Paragraph:
    """A caption like "Table 1. Title", its number a SEQ field, repeated where it is shown `again`.

    `label` is "table" or "figure". "Table 1" lies in a bookmark (`bookmark`), so that REF fields can show it.
    """
    before, _, after = render(msg(f"caption.{label}", number="\0"), language).partition("\0")
    code = f"SEQ {label.capitalize()} \\{'c' if again else '* ARABIC'}"
    name = "" if again else bookmark(label, number)
    return _caption(document, before, after, code, number, title, name)


def bookmark(label: str, number: int) -> str:
    """The bookmark around "Table 1" in its caption; Word hides those that begin with a line.

    Examples
    --------
    >>> bookmark("table", 2)
    '_Ref_table_2'
    """
    return f"_Ref_{label}_{number}"


def add_reference(paragraph: Paragraph, language: str, label: str, number: int) -> None:
    """Append "Table 1" as a REF field that follows the caption when tables move, and leads to it."""
    before, _, after = render(msg(f"caption.{label}", number="\0"), language).partition("\0")
    shown = f"{before}{number}" + after.rstrip(".:\u00a0\u202f ")
    field(paragraph, f"REF {bookmark(label, number)} \\h", shown)


def enclose(paragraph: Paragraph, name: str, number: int, first: int = 0) -> None:
    """Lay a bookmark around the runs of a paragraph from the `first` on; `number` tells it from all others."""
    runs = paragraph.runs[first:]
    marks = {"w:id": str(number), "w:name": name}
    runs[0]._r.addprevious(_element("w:bookmarkStart", **marks))
    runs[-1]._r.addnext(_element("w:bookmarkEnd", **{"w:id": str(number)}))


def styled(document: Document, text: str, style_id: str) -> Paragraph:
    """Append a paragraph with a style named by its id: looked up by name, styles cost more than all the rest."""
    from docx.oxml import OxmlElement  # docx, 70 ms: not at start
    from docx.text.paragraph import Paragraph as Made  # docx, 70 ms: not at start

    element: Any = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)
    if style_id != "Normal":
        element.style = style_id
    paragraph = Made(element, document._body)
    if text:
        paragraph.add_run(no_control(text))
    return paragraph


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Append a field with the text it shows until it is brought up to date."""
    for kind, text in (("begin", ""), ("instr", code), ("separate", ""), ("text", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind == "instr":
            run._r.append(_element("w:instrText", text=f" {text} ", **{"xml:space": "preserve"}))
        else:
            run._r.append(_element("w:fldChar", **{"w:fldCharType": kind}))


def open_field(paragraph: Paragraph, code: str) -> None:
    """Begin a field over one or more paragraphs that Word brings up to date when it opens the document."""
    begin = {"w:fldCharType": "begin", "w:dirty": "true"}
    paragraph.add_run()._r.append(_element("w:fldChar", **begin))
    paragraph.add_run()._r.append(_element("w:instrText", text=f" {code} ", **{"xml:space": "preserve"}))
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "separate"}))


def close_field(paragraph: Paragraph) -> None:
    """End the field begun by `open_field`."""
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "end"}))


def no_control(text: str) -> str:
    r"""The text without characters that XML forbids.

    Examples
    --------
    >>> no_control("a\x07b\tc\ud800")
    'ab\tc'
    """
    return "".join(letter for letter in text if letter in "\t\n" or (ord(letter) >= 32 and ord(letter) not in _BAD))


_BAD = frozenset((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))


def _caption(document: Document, before: str, after: str, code: str, number: int, title: str, name: str) -> Paragraph:
    paragraph = styled(document, "", "Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(before)
    field(paragraph, code, str(number))
    if name:  # tables have even numbers, figures odd ones
        enclose(paragraph, name, 2 * number + name.startswith("_Ref_figure"))
    paragraph.add_run(f"{after} {no_control(title)}")
    return paragraph


def _element(tag: str, text: str = "", **attributes: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement  # docx, 70 ms: not at start
    from docx.oxml.ns import qn  # docx, 70 ms: not at start

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name) if name != "xml:space" else "{http://www.w3.org/XML/1998/namespace}space", value)
    if text:
        element.text = text
    return element


def _page_numbers(paragraph: Paragraph, language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # docx, 70 ms: not at start

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, _, after = render(msg("report.page", page="\0"), language).partition("\0")
    paragraph.add_run(before)
    field(paragraph, "PAGE", "1")
    paragraph.add_run(after)


@lru_cache(maxsize=len(LANGUAGES))
def _empty(language: str) -> bytes:
    """A document with page and styles and nothing else: setting up the styles costs more than reading them back."""
    import docx  # docx, 70 ms: not at start
    from docx.shared import Mm  # docx, 70 ms: not at start

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH_MM) / 2)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.header_distance = section.footer_distance = Mm(12)
    _styles(document, language)
    _fallback_font(document)
    _language_beside(document, language)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _strip(document: Document, title: str, language: str) -> None:
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.category = core.subject = ""
    core.title = no_control(title)
    core.language = language_of_code(language).locale
    core.revision = 1
    core.created = core.modified = core.last_printed = dt.datetime(2000, 1, 1)


def _styles(document: Document, language: str) -> None:
    styles = document.styles
    _language(styles, language)
    _style(styles["Normal"], 10.5, INK, after=6, line=1.25)
    _style(styles["Title"], 20, ACCENT, bold=True, after=12)
    for level, size in ((1, 16.0), (2, 13.0), (3, 11.0)):
        _style(styles[f"Heading {level}"], size, ACCENT, bold=True, before=18 if level == 1 else 12, after=6)
    _style(styles["Caption"], 10.5, INK, bold=True, before=12, after=4)
    _style(styles["Header"], 9, "9A5B00")
    _style(styles["Footer"], 9, MUTED)
    _style(styles["Quote"], 10.5, INK, before=6, after=2)
    styles["Quote"].font.italic = False
    for name, points, colour, bold, base in (
        ("Lead", 12.0, INK, False, "Normal"), ("Contents Title", 16.0, ACCENT, True, "Normal"),
        ("Tile Number", 26.0, ACCENT, True, "Normal"), ("Tile Label", 9.5, INK, False, "Normal"),
        ("Tile Base", 8.5, MUTED, False, "Normal"), ("Callout Number", 30.0, ACCENT, True, "Normal"),
        ("Callout Text", 11.0, INK, True, "Normal"), ("Callout Base", 8.5, MUTED, False, "Normal"),
        ("Quote Box", 13.0, INK, False, "Quote"), ("Quote Box By", 9.0, MUTED, False, "Normal"),
        ("Masthead Title", 24.0, ACCENT, True, "Title"), ("Masthead Line", 10.0, MUTED, False, "Normal"),
        ("Section Beside", 9.0, MUTED, False, "Normal"), ("Picture Credit", 8.5, MUTED, False, "Normal"),
        ("Cover Title", 28.0, ACCENT, True, "Title"), ("Cover Line", 12.0, MUTED, False, "Normal"),
        ("toc 1", 10.5, INK, False, "Normal"), ("toc 2", 10.5, INK, False, "Normal"),
    ):  # fmt: skip
        style = styles.add_style(name, 1)
        style.base_style = styles[base]
        _style(style, points, colour, bold=bold, after=2 if name.startswith(("Tile", "Callout", "toc")) else 6)
    for name, points, colour in (("Table Text", 9.0, INK), ("Table Note", 8.5, MUTED), ("Attribution", 9.0, MUTED)):
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _style(style, points, colour, after=0 if name == "Table Text" else 2, line=1.1)


def _style(
    style: Any, size: float, colour: str, bold: bool = False, before: float = 0, after: float = 0, line: float = 1.15
) -> None:
    from docx.oxml.ns import qn  # docx, 70 ms: not at start
    from docx.shared import Pt, RGBColor  # docx, 70 ms: not at start

    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    border = style.element.find(".//" + qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _fallback_font(document: Document) -> None:
    """Name a sans-serif stand-in for computers without our font."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entry = (
                f'<w:font w:name="{FONT}"><w:altName w:val="Liberation Sans;DejaVu Sans"/>'
                '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
            )
            known = re.sub(rb'<w:font w:name="' + FONT.encode() + rb'">.*?</w:font>', b"", part.blob, flags=re.DOTALL)
            part._blob = known.replace(b"</w:fonts>", entry.encode())


def _language_beside(document: Document, language: str) -> None:
    """The language of the other parts that name one: the styles of an older Word, and the fonts of the theme."""
    from docx.oxml.ns import qn  # docx, 70 ms: not at start

    for lang in document.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), language_of_code(language).locale)
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/stylesWithEffects.xml":
            part._blob = re.sub(
                rb'(<w:lang w:val=")[^"]*', rb"\g<1>" + language_of_code(language).locale.encode(), part.blob
            )


def _language(styles: Any, language: str) -> None:
    from docx.oxml.ns import qn  # docx, 70 ms: not at start

    defaults = styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:val"), language_of_code(language).locale)
