# SPDX-License-Identifier: MIT
"""Codebook files: csv, xlsx and docx to codes, and codes to streams. Reading is made for the throw-away process."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter
from docx import Document
from openpyxl import load_workbook

from analysis.file_writers import by_ending
from coding.codebook import Codebook
from coding.codebook_outline import PARTS_BY_LANGUAGE, Block, Row, WrittenHeading, WrittenTable, columns_named, rows_of
from coding.codebook_table import ReadCodebook, codes_from_rows, rows_from_codes
from coding.exchange import LISTS, Exchange
from coding.records import Code
from projects.file_writers import codebook_writers
from projects.interviews.jobs import FileRequest
from projects.readers.documents.docx import local, main_part, paragraph_text, word_attribute
from projects.readers.exchange_files import ExchangeFile, exchange_readers
from projects.readers.plain_text import decode, read_bytes
from projects.readers.transcript_problems import TranscriptProblem, transcript_problem
from projects.readers.zipped_documents import Package, XmlElement
from wording import Labels, Message, Problem, Progress, discovery, render, text_from_json, text_to_json
from wording.catalogue import language_word

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
        cell.paragraphs[0].add_run(render(language_word("codebook.language", one), language)).bold = True
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


_MOST_ROWS, _MOST_COLUMNS = 25_000, 60
_LARGEST_CODEBOOK, _MOST_UNPACKED = 5_000_000, 50_000_000  # bytes; a starter codebook has 10,000
_WORKBOOK = "xl/workbook.xml"
# What openpyxl raises on broken workbooks; XML errors are SyntaxErrors.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, SyntaxError, zipfile.BadZipFile)
_FORMULA_STARTS = (*"=+-@\uff1d\uff0b\uff0d\uff20", "\t")  # in full width, too


def read_codebook(path: Path) -> ReadCodebook:
    """The codes of a csv, xlsx or docx file, its kind known by its content. Raises `Problem` when it is no codebook."""
    if _is_word_document(path):
        written = document_rows(path)
        if not written:
            raise transcript_problem("no_codebook_document", file=path.name)
        return codes_from_rows(written, path.name)
    rows = [row for row in table_rows(path) if any(cell.strip() for cell in row)]
    if not rows:
        raise transcript_problem("empty_file", file=path.name)
    header, *body = rows
    header = _named_columns(header)
    return codes_from_rows([dict(zip(header, _filled(row, len(header)), strict=True)) for row in body], path.name)


def table_rows(path: Path) -> list[list[str]]:
    """The rows of a csv or the first sheet of an xlsx file, as text. Raises `Problem` when it is neither."""
    data = read_bytes(path)
    if not data:
        raise transcript_problem("empty_file", file=path.name)
    return _xlsx_rows(path) if data.startswith(b"PK") else _csv_rows(data, path.name)


def _named_columns(header: list[str]) -> list[str]:
    """The columns as the program names them, where a researcher has named them in words of English or French."""
    if any(cell.strip().lower().partition("_")[0] == "name" for cell in header):
        return header
    return [named if named else cell for cell, named in zip(header, columns_named(header), strict=True)]


def looks_like_codebook(header: list[str]) -> bool:
    """Whether the first row of a table is that of a codebook: code_id, and a name in some language."""
    names = {cell.strip().lower() for cell in header}
    return "code_id" in names and any(name.startswith("name_") for name in names)


def is_codebook(path: Path) -> bool:
    """Whether a file surely is a codebook: a table by its first row, a Word file by its codes. It reads little."""
    try:
        if path.stat().st_size > _LARGEST_CODEBOOK:
            return False
        data = path.read_bytes()
        if data.startswith(b"PK"):
            if _is_word_document(path):
                return bool(document_rows(path, sure=True))
            rows = _xlsx_rows(path, most_rows=1) if _is_small_workbook(path) else []
            return bool(rows) and looks_like_codebook(rows[0])
    except (OSError, Problem):
        return False  # whoever reads the file says what is wrong with it
    first = data[:8000].splitlines()[0].decode("utf-8-sig", "replace") if data.strip() else ""
    return looks_like_codebook([cell.strip(' "') for cell in first.split(_delimiter(first))])


def _is_word_document(path: Path) -> bool:
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    with Package(path) as package:
        return is_document(package)


def _is_small_workbook(path: Path) -> bool:
    with Package(path) as package:
        unpacked = sum(entry.file_size for entry in package.parts.values())
        return _WORKBOOK in package.parts and unpacked < _MOST_UNPACKED


def write_codebook(codebook: Codebook, kind: str, stream: BinaryIO, language: str, *, team: bool = True) -> None:
    """Write a codebook to a kind of `projects/writers/table.py`; but for the `team` without anchors and memos.

    Anchors are words of interviews, memos are notes of the team.
    """
    if not team:
        codebook = Codebook(replace(code, anchors=(), memo="") for code in codebook)
    discovery.resolve(by_ending(codebook_writers())[kind].work)(codebook, stream, language)


def write_codebook_csv(codebook: Codebook, stream: BinaryIO, language: str = "") -> None:
    """The codebook as UTF-8 csv with a byte-order mark, so that Excel reads accents; cells never start a formula."""
    header, rows = rows_from_codes(codebook)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([header, *([without_formula(cell) for cell in row] for row in rows)])
    stream.write(text.getvalue().encode("utf-8-sig"))


def write_codebook_xlsx(codebook: Codebook, stream: BinaryIO, language: str = "") -> None:
    """The codebook as a workbook, one sheet, every cell text."""
    header, rows = rows_from_codes(codebook)
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "company": ""})
    sheet = book.add_worksheet("codebook")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(header):
        sheet.set_column(column, column, 40 if name.startswith(("definition", "keywords")) else 18)
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, wrapped)
    sheet.freeze_panes(1, 2)
    book.close()


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    text, _ = decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text.partition("\n")[0]))
    try:
        return [
            [_plain(cell) for cell in row[:_MOST_COLUMNS]] for _, row in zip(range(_MOST_ROWS), reader, strict=False)
        ]
    except csv.Error as error:
        raise transcript_problem("damaged", file=name) from error


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _xlsx_rows(path: Path, most_rows: int = _MOST_ROWS) -> list[list[str]]:
    with Package(path) as package:
        if _WORKBOOK not in package.parts:
            raise transcript_problem("no_codebook_kind", file=path.name)
        for part in package.parts:
            if part.lower().endswith((".xml", ".rels")):
                package.check(part)
    with path.open("rb") as stream:
        try:
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            rows = book.worksheets[0].iter_rows(max_row=most_rows, max_col=_MOST_COLUMNS, values_only=True)
            return [["" if cell is None else str(cell) for cell in row] for row in rows]
        except _BROKEN as error:
            raise transcript_problem("damaged", file=path.name) from error


def _filled(row: list[str], width: int) -> list[str]:
    return [*row[:width], *([""] * (width - len(row)))]


def without_formula(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def _plain(cell: str) -> str:
    """Undo `without_formula`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def exchange_to_json(found: Exchange) -> dict[str, Any]:
    """As plain values: records become lists."""
    stored: dict[str, Any] = {name: getattr(found, name) for name in LISTS}
    return {**stored, "name": found.name, "origin": found.origin, "told": [text_to_json(one) for one in found.messages]}


def exchange_from_json(stored: dict[str, Any]) -> Exchange:
    """The exchange that `exchange_to_json` gave."""
    found = Exchange(stored["name"], stored["origin"])
    for name, record in LISTS.items():
        setattr(found, name, [record(*row) for row in stored[name]])
    found.messages = [text_from_json(one) for one in stored["told"]]
    return found


def exchange_kind(path: Path, head: bytes, parts: frozenset[str]) -> str:
    """The id of the reader of `projects/readers/exchange/` that claims a file by its content, or "" for none.

    A file named as one that is none of them counts as one: its reader says what is wrong.
    """
    file = ExchangeFile(path, head, parts)
    readers = exchange_readers()
    claimed = [one for one in readers if one.claims(file)]
    named = [one for one in readers if path.suffix.lower() in one.suffixes]
    return next((one.id for one in (*claimed, *named)), "")


def read_exchange(path: Path, data: bytes, kind: str) -> Exchange:
    """Read a file of a format that `exchange_kind` names. Raises TranscriptProblem."""
    reader = next(one for one in exchange_readers() if one.id == kind)
    try:
        found: Exchange = discovery.resolve(reader.work)(path, data)
    except TranscriptProblem as problem:
        if problem.message.key != "coding.file.damaged":
            raise
        raise transcript_problem("damaged_format", file=path.name, format=reader.label) from problem
    return found


def codebook_to_json(read: ReadCodebook) -> dict[str, Any]:
    """A codebook as plain values."""
    codes = [
        {
            "id": code.id,
            "parent": code.parent,
            "position": code.position,
            "name": dict(code.name.by_language),
            "definition": dict(code.definition.by_language),
            "colour": code.colour,
            "keywords": {language: list(words) for language, words in code.keywords.items()},
            "sensitivity": code.sensitivity,
            "source": code.source,
            "key": code.key,
            "inclusion": dict(code.inclusion.by_language),
            "exclusion": dict(code.exclusion.by_language),
            "anchors": [list(anchor) for anchor in code.anchors],
            "category": code.category,
            "retired": code.retired,
            "memo": code.memo,
            "shortcut": code.shortcut,
        }
        for code in read.codes
    ]
    return {"codes": codes, "warnings": [text_to_json(warning) for warning in read.warnings]}


def job_read_rows(arguments: FileRequest, progress: Progress) -> list[list[str]]:
    """`{path}` → the rows of a csv or xlsx file, as text."""
    del progress
    return table_rows(Path(arguments["path"]))


def codebook_from_json(stored: dict[str, Any]) -> ReadCodebook:
    """The codebook that `codebook_to_json` gave."""
    codes = tuple(
        Code(
            **{
                **code,
                "name": Labels(code["name"]),
                "definition": Labels(code["definition"]),
                "keywords": {language: tuple(words) for language, words in code["keywords"].items()},
                "inclusion": Labels(code["inclusion"]),
                "exclusion": Labels(code["exclusion"]),
                "anchors": tuple((words, document) for words, document in code["anchors"]),
            }
        )
        for code in stored["codes"]
    )
    return ReadCodebook(codes, tuple(text_from_json(warning) for warning in stored["warnings"]))
