# SPDX-License-Identifier: MIT
"""Segments as a table: where each stands, who coded it, its words; written as csv, xlsx or docx to a stream."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

from analysis.file_writers import by_ending
from coding.codebook import Codebook
from projects.exchange.codebook_files import without_formula
from projects.exchange.whole_text_consent import ShareableDocuments
from projects.file_writers import segment_writers
from projects.interviews import queries
from projects.interviews.coders import seen_coder
from projects.interviews.groups import groups
from projects.people.effective_consent import effective_consents, may_quote
from projects.stored_interviews.queries import DOCUMENTS_OF_SEGMENTS
from projects.stored_interviews.row_records import as_json
from wording import Message, Problem, Text, discovery, msg, render

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

    from coding.records import Segment
    from projects.names_in_words import NamesInWords
    from projects.store.actions import Changes
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


_COPIED = ("document", "case", "speaker", "time", "page", "paragraph", "code", "coder", "quote", "memo")


@dataclass(frozen=True)
class CopiedSegments:
    """The table as text between tabs, how many rows it has, the interviews that stayed out, the line of history."""

    text: str
    n: int
    withheld: tuple[str, ...]
    logged: Changes

    def message(self) -> Message:
        """What whoever copied is to know."""
        said = msg("kinds.segments_copied", n=self.n)
        if not self.withheld:
            return said
        names = list(self.withheld)
        return msg("group.pair", first=said, second=msg("kinds.segments_withheld", n=len(names), names=names))


def copied_segments(project: Project, segment_ids: Sequence[str], language: str) -> CopiedSegments:
    """The table of these segments, in the order of the texts, with its line in history.

    Words of an interview that may not be quoted stay out with their row; so does another's coding while all code
    blind. Raises Problem where nothing is left to copy; history then has no line.
    """
    wanted, consents = frozenset(segment_ids), effective_consents(project)
    documents = {str(row["document"]) for row in project.query(DOCUMENTS_OF_SEGMENTS, (as_json(sorted(wanted)),))}
    allowed = tuple(one for one in documents if may_quote(consents[one], inside=True))
    names = tuple(line.name for line in queries.documents(project) if line.id in documents.difference(allowed))
    shareable = ShareableDocuments(allowed, names, (), frozenset())
    rows = segment_table(project, shareable, language, only=wanted).rows if allowed else ()
    if not rows:
        raise Problem(msg("kinds.segments_refused", names=list(names), n=len(names)))
    logged = project.log("export.copied", msg("kinds.copied_segments", n=len(rows)))
    return CopiedSegments(_text(rows, language), len(rows), names, logged)


def _text(rows: Sequence[Sequence[str | int]], language: str) -> str:
    """As spreadsheets and word processors paste it: a heading, tabs between cells, no formula."""
    places = [COLUMNS.index(name) for name in _COPIED]
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerow([render(Message(f"segments.column.{name}", {}), language) for name in _COPIED])
    for row in rows:
        cells = [row[place] for place in places]
        writer.writerow([without_formula(" ".join(cell.split())) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue()


def write_coded_transcript(
    project: Project, document_id: str, stream: BinaryIO, language: str, names: NamesInWords
) -> None:
    """Write one document; a comment names the code, and its memo; the author of a comment is the coder.

    `names` has pseudonyms for people known by name. While everybody codes blind, only one's own codings go along.
    """
    from docx import Document  # only whoever writes a Word file needs it

    loaded, book = queries.load_document(project, document_id), queries.codebook(project)
    text, segments = loaded.document.text, queries.segments(project, document_id, coder=seen_coder(project))
    written = Document()
    written.core_properties.author = ""
    written.add_heading(xml_text(names.without(loaded.document.name)), level=1)
    starts = list(loaded.numbers.paragraphs.starts)
    numbers = dict(zip(starts, loaded.numbers.paragraphs.numbers, strict=True))
    bounds = sorted({place for one in segments for place in (one.start, one.end)})
    runs: dict[int, Run] = {}  # where a run begins → the run
    ends: dict[int, Run] = {}  # where a run ends → the run
    place = 0
    for line in text.split("\n"):
        paragraph = written.add_paragraph()
        if place in numbers and line.strip():
            paragraph.add_run(f"{numbers[place]}\t").italic = True
        cuts = [place, *(cut for cut in bounds if place < cut < place + len(line)), place + len(line)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            if end > start:
                run = paragraph.add_run(xml_text(names.without(text[start:end])))
                runs[start], ends[end] = run, run
        place += len(line) + 1
    _comment(written, segments, runs, ends, book, names)
    written.save(stream)


def _comment(
    written: Document,
    segments: list[Segment],
    runs: dict[int, Run],
    ends: dict[int, Run],
    book: Codebook,
    names: NamesInWords,
) -> None:
    """One comment for each stretch and coder, with all its codes."""
    by_place: dict[tuple[int, int, str], list[Segment]] = defaultdict(list)
    for one in segments:
        by_place[one.start, one.end, one.coder].append(one)
    begun, ended = sorted(runs), sorted(ends)
    for (start, end, coder), held in by_place.items():
        first = next((runs[at] for at in begun if at >= start), None)
        last = next((ends[at] for at in reversed(ended) if at <= end), None)
        if first is None or last is None:
            continue
        lines = [
            book[one.code].name.in_language(names.language) + (f": {one.memo}" if one.memo else "") for one in held
        ]
        initials = "".join(word[0] for word in coder.split())[:3].upper()
        written.add_comment(
            [first, last], text=xml_text(names.without("\n".join(lines))), author=xml_text(coder), initials=initials
        )
