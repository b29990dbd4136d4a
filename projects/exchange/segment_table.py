# SPDX-License-Identifier: MIT
"""Segments as a table: where each stands, who coded it, its words; written as csv, xlsx or docx to a stream."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from analysis.file_writers import by_ending
from coding.codebook import Codebook
from projects.exchange.codebook_files import without_formula
from projects.file_writers import segment_writers
from projects.interviews import queries
from projects.interviews.coders import seen_coder
from projects.interviews.groups import groups
from wording import Message, Text, discovery, msg, render

if TYPE_CHECKING:
    from coding.records import Segment
    from projects.exchange.whole_text_consent import ShareableDocuments
    from projects.store.project import Project
    from projects.stored_interviews.parsed_document import LoadedDocument

GROUP_OF_DOCUMENTS = "SELECT id, document_group FROM document"

COLUMNS = (
    *("document", "group", "case", "speaker", "time", "page", "paragraph", "line", "code_key", "code", "parent_codes"),
    *("coder", "origin", "quote", "memo", "start", "end"),
)
_ORIGINS = frozenset(("person", "auto", "rule", "model"))
_WIDE = frozenset(("quote", "memo"))


@dataclass(frozen=True)
class SegmentTable:
    """The rows in the order of `COLUMNS`, and how many quotes were withheld."""

    rows: tuple[tuple[str | int, ...], ...]
    withheld: int

    def messages(self) -> list[Message]:
        """What whoever writes the file is to know."""
        return [msg("sharing.quotes_withheld", n=self.withheld)] if self.withheld else []


def segment_table(
    project: Project, shareable: ShareableDocuments, language: str, only: frozenset[str] | None = None
) -> SegmentTable:
    """All segments of the documents that may leave, or some; words that may not be quoted are left out and counted.

    While everybody codes blind, only one's own.
    """
    book, named = queries.codebook(project), groups(project)
    of_group = {str(row["id"]): named.get(str(row["document_group"]), "") for row in project.query(
        GROUP_OF_DOCUMENTS
    )}  # fmt: skip
    lines = {line.id: line for line in queries.documents(project)}
    rows: list[tuple[str | int, ...]] = []
    withheld, own = 0, seen_coder(project)
    for loaded in queries.load_documents(project, list(shareable.allowed)):
        line, quoted = lines[loaded.document.id], loaded.document.id not in shareable.unquoted
        for segment in queries.segments(project, line.id, coder=own, held_back=True):
            if only is not None and segment.id not in only:
                continue
            withheld += not quoted
            place = (line.name, of_group[line.id], line.case_name, *_where(loaded, segment))
            code = _code_cells(book, segment.code, language)
            quote = segment.quote if quoted else render(msg("segments.no_consent"), language)
            said = render(origin_of(segment.origin), language)
            rows.append((*place, *code, segment.coder, said, quote, segment.memo, segment.start, segment.end))
    return SegmentTable(tuple(rows), withheld)


def origin_of(origin: str) -> Text:
    """Where a coding comes from: a person, a pattern of auto-coding, a rule, a model, with what it went by."""
    kind, _, by = origin.partition(":")
    return msg(f"segments.origin.{kind}", by=by) if kind in _ORIGINS else origin


def write_segments(table: SegmentTable, kind: str, stream: BinaryIO, language: str) -> None:
    """Write the table as a kind of `projects/writers/table.py`. Raises KeyError for another kind."""
    header = [render(Message(f"segments.column.{name}", {}), language) for name in COLUMNS]
    discovery.resolve(by_ending(segment_writers())[kind].work)(table, stream, header)


def _where(loaded: LoadedDocument, segment: Segment) -> tuple[str | int, ...]:
    """Speaker, time, page, paragraph and line where a segment begins."""
    turn = next((one for one in loaded.document.turns if one.start <= segment.start < one.end), None)
    numbers = loaded.numbers
    page: str | int = numbers.pages.at(segment.start) if numbers.pages is not None else ""
    said = (turn.speaker, turn.time) if turn else ("", "")
    return (*said, page, numbers.paragraphs.at(segment.start), numbers.lines.at(segment.start))


def _code_cells(book: Codebook, code_id: str, language: str) -> tuple[str, str, str]:
    path = book.path(code_id)
    names = [code.name.in_language(language) for code in path]
    return path[-1].key, names[-1], " > ".join(names[:-1])


def write_csv(table: SegmentTable, stream: BinaryIO, header: Sequence[str]) -> None:
    """As text with commas, with a byte-order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([without_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    stream.write(text.getvalue().encode("utf-8-sig"))


def write_xlsx(table: SegmentTable, stream: BinaryIO, header: Sequence[str]) -> None:
    """As a sheet with a filter over each column."""
    import xlsxwriter  # only whoever writes a workbook needs it

    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "company": ""})
    sheet = book.add_worksheet("segments")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, (name, title) in enumerate(zip(COLUMNS, header, strict=True)):
        sheet.set_column(place, place, 60 if name in _WIDE else 16)
        sheet.write_string(0, place, title, bold)
    for number, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell, wrapped)
            else:
                sheet.write_string(number, place, cell[:32_767], wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(COLUMNS) - 1)
    book.close()


def write_docx(table: SegmentTable, stream: BinaryIO, header: Sequence[str]) -> None:
    """By code: each quote with where it stands."""
    from docx import Document  # only whoever writes a Word file needs it

    named = {name: place for place, name in enumerate(COLUMNS)}
    document = Document()
    document.core_properties.author = ""
    current = None
    by_code = sorted(table.rows, key=lambda row: (str(row[named["parent_codes"]]), str(row[named["code"]])))
    for row in by_code:
        title = " > ".join(str(part) for part in (row[named["parent_codes"]], row[named["code"]]) if part)
        if title != current:
            document.add_heading(xml_text(title), level=2)
            current = title
        document.add_paragraph(xml_text(str(row[named["quote"]])), style="Quote")
        numbers = [f"{header[named[one]]} {row[named[one]]}" for one in ("page", "paragraph") if row[named[one]]]
        whose = (row[named["document"]], *numbers, row[named["speaker"]], row[named["coder"]])
        source = ", ".join(str(part) for part in whose if part)
        document.add_paragraph(xml_text(source))
        if row[named["memo"]]:
            document.add_paragraph(xml_text(str(row[named["memo"]])))
    document.save(stream)


def xml_text(text: str) -> str:
    """The text with what no XML holds replaced by U+FFFD."""
    return "".join("\ufffd" if ord(sign) < 32 and sign not in "\t\n\r" else sign for sign in text)
