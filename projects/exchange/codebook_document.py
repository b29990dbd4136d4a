# SPDX-License-Identifier: MIT
"""Codebooks as Word documents: written as a heading and a table for each code, read as researchers write them.

Reading is made for the throw-away process; pictures, macros and embedded files are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from coding.codebook import Codebook
from coding.codebook_headers import PARTS_BY_LANGUAGE
from coding.codebook_outline import Block, Row, WrittenHeading, WrittenTable, rows_of
from coding.codebook_table import rows_from_codes
from projects.readers.documents.docx import local, main_part, paragraph_text, word_attribute
from projects.readers.transcript_problems import transcript_problem
from projects.readers.zipped_documents import Package, XmlElement
from wording import Message, render

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell as WordCell

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML holds these
# One of these stands in each codebook that has more than names, whatever its language: others are not parsed.
_SIGNS = tuple(sign.encode() for sign in ("efinition", "éfinition", "nclusion", "xclusion", "escription", "xemple"))
_DEEPEST = 9  # levels of headings that Word has
_ORDER = ("name", "definition", "inclusion", "exclusion", "keywords", "anchors", "code_id", "parent_id", "colour",
          "shortcut", "sensitivity", "source", "category", "retired", "memo")  # fmt: skip


def document_rows(path: Path, *, sure: bool = False) -> list[Row]:
    """The codes of a Word file as rows of a table; none where it holds none.

    `sure`: only where nothing but a codebook looks like this. Raises TranscriptProblem when the file is damaged.
    """
    with Package(path) as package:
        main = main_part(package)
        if sure and not any(sign in package.read(main) for sign in _SIGNS):
            return []
        styles = main.rpartition("/")[0] + "/styles.xml"
        levels = _heading_styles(package.xml(styles)) if styles in package.parts else {}
        root = package.xml(main)
    if local(root) != "document":
        raise transcript_problem("damaged", file=path.name)
    body = next((child for child in root if local(child) == "body"), None)
    return rows_of(list(_blocks(body, levels)), sure=sure) if body is not None else []


def is_document(package: Package) -> bool:
    """Whether a package is a Word document."""
    return any(part.startswith("word/") for part in package.parts)


def write_codebook_document(codebook: Codebook, stream: BinaryIO, language: str) -> None:
    """The codebook as a Word file: a heading for each code, below it a table of its parts, languages side by side.

    `language`: in which headings and the words of the file are. Reading the file back gives the same codes.
    """
    from docx import Document  # only whoever writes a Word file needs it

    header, rows = rows_from_codes(codebook)
    written = Document()
    written.core_properties.author = ""
    depths = {code.id: depth for code, depth in codebook.walk()}
    for code, cells in zip(codebook, rows, strict=True):
        row = {column: cell for column, cell in zip(header, cells, strict=True) if cell}
        depth = depths[code.id]
        if depth < _DEEPEST:
            row.pop("parent_id", None)  # the heading says it
        title = " ".join(part for part in (code.key, code.name.in_language(language)) if part)
        written.add_heading(_ILLEGAL.sub("\ufffd", title), level=min(depth + 1, _DEEPEST))
        _add_card(written, row, language)
    written.save(stream)


def _add_card(written: WordDocument, row: Mapping[str, str], language: str) -> None:
    """The table of one code: its parts below each other, languages beside each other."""
    languages = sorted({column.partition("_")[2] for column in row if column.partition("_")[0] in PARTS_BY_LANGUAGE})
    table = written.add_table(rows=1, cols=1 + len(languages), style="Table Grid")
    for cell, one in zip(table.rows[0].cells[1:], languages, strict=True):
        cell.paragraphs[0].add_run(_language_name(one, language)).bold = True
    for part in _ORDER:
        if part not in PARTS_BY_LANGUAGE:
            texts = [row.get(part, "")]
        else:
            texts = [row.get(f"{part}_{one}", "") for one in languages]
        if any(texts):
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(render(Message(f"codebook.part.{part}", {}), language)).bold = True
            if part not in PARTS_BY_LANGUAGE and len(languages) > 1:
                cells[1].merge(cells[-1])
            for cell, text in zip(cells[1:], texts, strict=False):
                _fill(cell, text)
    written.add_paragraph()


def _fill(cell: WordCell, text: str) -> None:
    """Lines as paragraphs."""
    first, *others = _ILLEGAL.sub("\ufffd", text).split("\n")
    cell.paragraphs[0].text = first
    for line in others:
        cell.add_paragraph(line)


def _language_name(code: str, language: str) -> str:
    """The language by its name where the program knows one, else its code."""
    key = {"en": "codebook.language.en", "fr": "codebook.language.fr"}.get(code)
    return render(Message(key, {}), language) if key else code


def _heading_styles(root: XmlElement) -> dict[str, int]:
    """The level of each style that is a heading, 1 the highest."""
    levels: dict[str, int] = {}
    for style in root:
        if local(style) != "style":
            continue
        name = next((word_attribute(one, "val") for one in style if local(one) == "name"), "").casefold()
        outline = next((word_attribute(one, "val") for one in style.iter() if local(one) == "outlineLvl"), "")
        words = name.split()
        if len(words) == 2 and words[0] in ("heading", "titre") and words[1].isdigit():
            levels[word_attribute(style, "styleId")] = int(words[1])
        elif outline.isdigit() and int(outline) < _DEEPEST:
            levels[word_attribute(style, "styleId")] = int(outline) + 1
    return levels


def _blocks(parent: XmlElement, levels: Mapping[str, int]) -> Iterator[Block]:
    for child in parent:
        name = local(child)
        if name == "p":
            level, text = _level(child, levels), paragraph_text(child)
            yield WrittenHeading(level, text) if level and text.strip() else text
        elif name == "tbl":
            yield WrittenTable(tuple(_rows(child)))
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _blocks(child, levels)


def _rows(table: XmlElement) -> Iterator[tuple[str, ...]]:
    for row in table:
        if local(row) == "tr":
            yield tuple(_cell(cell) for cell in row.iter() if local(cell) == "tc" and _row_of(cell) is row)


def _row_of(cell: XmlElement) -> XmlElement | None:
    above = cell.getparent()
    while above is not None and local(above) != "tr":
        above = above.getparent()
    return above


def _cell(cell: XmlElement) -> str:
    return "\n".join(paragraph_text(one) for one in cell if local(one) == "p").strip()


def _level(paragraph: XmlElement, levels: Mapping[str, int]) -> int:
    """The level of a heading; 0 for any other paragraph."""
    properties = next((child for child in paragraph if local(child) == "pPr"), ())
    for one in properties:
        if local(one) == "outlineLvl" and word_attribute(one, "val").isdigit():
            level = int(word_attribute(one, "val")) + 1
            return level if level <= _DEEPEST else 0
    style = next((word_attribute(one, "val") for one in properties if local(one) == "pStyle"), "")
    return levels.get(style, 0)
