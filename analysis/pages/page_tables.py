# SPDX-License-Identifier: MIT
"""Tables of a page: bands, spans and words as in Word, and the tags that head each row with its name in a PDF.

Typst tags the cells of `table.header` alone; its `pdf.header-cell` needs a feature that its wheel cannot switch on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.pages.side_column import PlainData
from analysis.report.key_figures import KeyFigure, figure_text
from analysis.result_tables import Row, TableSpec
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import groups, heading, is_note_alone, table_notes
from analysis.tables.page_columns import Place, page_bands, stub_mm, stub_text, widths_mm, words_alone, words_columns
from wording import msg, render
from wording.numbers import format_months

_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SECTION = re.compile(rb"xref\s+0 (\d+)\s+")
_ENTRY = 20  # bytes of a line of the table of objects
_ELEMENT = re.compile(rb"\d+ 0 obj\s+<</Type/StructElem/S/([A-Za-z]+)/")
_KIDS = re.compile(rb"/K\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAMES = re.compile(rb"/IDTree<</Names\[")
_HEADERS = re.compile(rb"/O/Table/Headers\[")


def table_data(table: TableSpec, number: str, language: str, width: float) -> PlainData:
    """Caption, bands and notes; a table too wide for `width` mm goes on in further bands."""
    bands = [] if is_note_alone(table) else page_bands(table, language, width)
    stub = stub_mm(table, bands, language, width)
    subtitle = render(table.subtitle, language)
    return {
        "kind": "table",
        "number": number,
        "title": render(table.title, language),
        "above": [subtitle] if subtitle else [],
        "bands": [
            _band(table, band.places, widths_mm(band, stub, width), language, (at, len(bands)))
            for at, band in enumerate(bands, start=1)
        ],
        "notes": table_notes(table, language),
    }


def listed(figures: Sequence[KeyFigure], language: str) -> list[PlainData]:
    """Key figures as a list: the months of each, what it is, its number."""
    lines = [
        {
            "when": "" if one.period is None else _months(one.period, language),
            "label": render(one.label, language),
            "text": figure_text(one, "value", language),
        }
        for one in figures
    ]
    return [{"kind": "list", "lines": lines}] if lines else []


def _months(days: tuple[str, str], language: str) -> str:
    first, last = (dt.date.fromisoformat(day) for day in days)
    return format_months(first, last, language)


def _band(
    table: TableSpec, columns: tuple[Place, ...], widths: list[float], language: str, part: tuple[int, int]
) -> PlainData:
    """One band; from the second on its first heading says which of how many it is."""
    spans = groups(tuple(column for column, _ in columns), language)
    continued = render(msg("caption.continued", at=part[0], of=part[1]), language) if part[0] > 1 else None
    stub = _cell(stub_text(table, language), continued, bold=True, rows=2 if spans else 1)
    over = [stub, *(_cell(label, bold=True, align="center", span=width) for label, width in spans)]
    line = [] if spans else [stub]
    words = words_columns(table)
    for column, below in columns:
        second = heading(below, table, language) if below is not None else None
        text = heading(column, table, language)
        side = "left" if column.position in words else "right"
        line.append(_cell(text, second, bold=not column.muted, muted=column.muted, align=side))
    head = [over, line] if spans else [line]
    return {"widths": widths, "head": head, "rows": [_row(row, columns, language, words) for row in table.rows]}


def _row(row: Row, columns: tuple[Place, ...], language: str, words: frozenset[int]) -> list[PlainData]:
    bold = row.heading or row.total
    if row.heading:
        return [_cell(render(row.label, language), bold=True, indent=4.0 * row.depth, span=len(columns) + 1)]
    line = [_cell(render(row.label, language), bold=bold, indent=4.0 * row.depth)]
    alone = words_alone(row, words, language)
    if alone and any(column.position in words for column, _ in columns):
        return [*line, _cell(alone, span=len(columns))]
    for column, below in columns:
        second = cell_text(row.cells[below.position], below.part, language) if below is not None else None
        text = cell_text(row.cells[column.position], column.part, language)
        side = "left" if column.position in words else "right"
        blank = not (text or second)  # read aloud an empty cell is taken for a fault
        muted = column.muted or blank
        line.append(_cell("–" if blank else text, second, bold=bold and not muted, muted=muted, align=side))
    return line


def _cell(
    text: str, below: str | None = None, *, bold: bool = False, muted: bool = False, align: str = "left",
    span: int = 1, rows: int = 1, indent: float = 0.0,
) -> PlainData:  # fmt: skip
    fields = {"text": text, "below": below, "bold": bold, "muted": muted, "align": align, "span": span}
    return {**fields, "rows": rows, "indent": indent}


def mark_row_headers(pdf: bytes) -> bytes:
    """The same PDF in which the first cell of each row is a heading cell (TH) of its row, named by the others."""
    file = _parsed(pdf)
    if file is None:
        return pdf
    objects = file.objects
    rows = [row for body in _of_kind(objects, b"TBody") for row in _kids(objects[body]) if _kind(objects, row) == b"TR"]
    root = next((at for at, one in objects.items() if _NAMES.search(one)), None)
    if not rows or root is None:
        return pdf
    named: list[tuple[bytes, int]] = []
    for row in rows:
        first, *others = _kids(objects[row])
        if _kind(objects, first) != b"TD":
            continue
        name = b"R%dx0" % row
        objects[first] = _as_heading(objects[first], name)
        for cell in others:
            objects[cell] = _HEADERS.sub(rb"\g<0>(%s)" % name, objects[cell], count=1)
        named.append((name, first))
    entries = b"".join(b"(%s)%d 0 R" % one for one in sorted(named))  # "R…" stands before Typst's own "U…"
    objects[root] = _NAMES.sub(lambda met: met[0] + entries, objects[root], count=1)
    return file.written()


@dataclass
class _PdfParts:
    """What stands before the objects, each object by its number in the order of the file, their table, the trailer."""

    head: bytes
    objects: dict[int, bytes]
    section: bytes
    entries: list[bytes]
    trailer: bytes

    def written(self) -> bytes:
        """The file with the objects as they are now and a table of where they stand."""
        entries, at = list(self.entries), len(self.head)
        for number, one in self.objects.items():
            entries[number] = b"%010d" % at + entries[number][10:]
            at += len(one)
        end = b"startxref\n%d\n%%%%EOF" % at
        return b"".join((self.head, *self.objects.values(), self.section, *entries, self.trailer, end))


def _parsed(pdf: bytes) -> _PdfParts | None:
    start = _XREF.search(pdf)
    section = _SECTION.match(pdf, int(start[1])) if start else None
    if start is None or section is None:
        return None
    table, end = int(start[1]), section.end() + _ENTRY * int(section[1])
    entries = [pdf[at : at + _ENTRY] for at in range(section.end(), end, _ENTRY)]
    places = sorted((int(line[:10]), number) for number, line in enumerate(entries) if line[17:18] == b"n")
    if not places:
        return None
    ends = [place for place, _ in places[1:]] + [table]
    objects = {number: pdf[place:end] for (place, number), end in zip(places, ends, strict=True)}
    return _PdfParts(pdf[: places[0][0]], objects, section[0], entries, pdf[end : start.start()])


def _kind(objects: Mapping[int, bytes], number: int) -> bytes:
    element = _ELEMENT.match(objects.get(number, b""))
    return element[1] if element else b""


def _of_kind(objects: Mapping[int, bytes], kind: bytes) -> list[int]:
    return [number for number in objects if _kind(objects, number) == kind]


def _kids(element: bytes) -> list[int]:
    kids = _KIDS.search(element)
    return [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []


def _as_heading(cell: bytes, name: bytes) -> bytes:
    cell = cell.replace(b"/S/TD/", b"/S/TH/", 1)
    if _HEADERS.search(cell):
        cell = _HEADERS.sub(b"/O/Table/Scope/Row/Headers[", cell, count=1)
    elif b"/A[" in cell:
        cell = cell.replace(b"/A[", b"/A[<</O/Table/Scope/Row>>", 1)
    else:
        cell = cell.replace(b"/K", b"/A[<</O/Table/Scope/Row>>]/K", 1)
    return cell.replace(b"/A[", b"/ID(%s)/A[" % name, 1)
