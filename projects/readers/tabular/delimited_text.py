# SPDX-License-Identifier: MIT
"""CSV and TSV files as tables of text: fast where they are regular, and cell by cell where they are not."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from projects.imported.findings import finding
from projects.imported.problems import import_problem
from projects.imported.raw_tables import RawBook, RawTable, table_from_rows
from projects.imported.records import Finding, Severity
from projects.importing.options import ImportOptions
from projects.readers.tabular.header_rows import HeaderPlace, find_header, header_texts, is_two_rows, two_header_rows
from projects.readers.tabular.text_dialect import TextFile, find_separator, first_records, read_text_file
from wording import Progress, Stopped

if TYPE_CHECKING:
    import pyarrow as pa

_LOOKED_AT = 30
_LONG_CELL = 100_000
_BLOCK = 4 << 20
_AT_ONCE = 50
_MOST_BLOCK = 256 << 20


def read_delimited(path: Path, options: ImportOptions, progress: Progress) -> RawBook:
    """The one table of a text file. Raises ImportProblem for an empty or undecodable one."""
    text = read_text_file(path, options)
    if progress.stop_requested():
        raise Stopped
    progress.report(0.05)
    findings = list(text.findings)
    table = read_table(text, path.stem, options, findings, path.name)
    progress.report(0.4)
    return RawBook("csv", path.stem, [table], findings)


def read_table(text: TextFile, name: str, options: ImportOptions, findings: list[Finding], file: str) -> RawTable:
    """The table in a decoded text; what is odd is added to `findings`."""
    separator = options.separator or find_separator(text.content)
    first = first_records(text, separator, _LOOKED_AT)
    place = header_place(first, options)
    if place is None:
        raise import_problem("no_table", file=file)
    header = place.row
    headers, groups = _headings(first, place)
    table = None
    if text.quotes % 2 == 0 and not _has_lone_cr(text.content):
        read = _fast(text, len(headers), header + 1, separator)
        if read is not None:
            text.content = b""  # a large file is not held twice
            rows = len(read[0])
            table = RawTable(name, headers, _columns(read), rows)
    if table is None:
        table = _cell_by_cell(text.whole().content, name, headers, header + 1, separator, findings)
    if place.rows > 1:
        table.groups = [*groups, *[""] * (len(table.headers) - len(groups))]
        findings += filter(None, [two_header_rows(table)])
    _tell_long_cells(table, findings)
    return table


def _headings(first: list[list[str]], place: HeaderPlace) -> tuple[list[str], list[str]]:
    if place.rows == 1:
        return first[place.row], []
    return header_texts(first[: place.row + 1], place)


def _has_lone_cr(content: bytes) -> bool:
    head = content[:100_000]
    return b"\r" in head and b"\n" not in head


def header_place(first: list[list[str]], options: ImportOptions) -> HeaderPlace | None:
    """The row told, else the first, with the second where that parts it; a lone title above is passed over."""
    if options.header_row is not None:
        return HeaderPlace(options.header_row, options.header_rows or 1) if options.header_row < len(first) else None
    if not first:
        return None
    start = 0
    if len(first[0]) == 1 and any(len(row) > 2 for row in first[1:4]):
        found = find_header(first, ImportOptions(header_rows=1))
        start = found.row if found else 0
    two = is_two_rows(first, start) if options.header_rows is None else options.header_rows == 2
    return HeaderPlace(start + 1, 2) if two and start + 1 < len(first) else HeaderPlace(start)


def _fast(text: TextFile, width: int, skipped: int, separator: str) -> list[pa.ChunkedArray] | None:
    """The columns by Arrow's reader, every cell as text; None when a row has more or fewer cells than the header."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    from pyarrow import csv as arrow_csv  # pyarrow, 100 ms: not at start

    names = [f"c{number}" for number in range(width)]
    block = _BLOCK
    while True:
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(text.content) if text.path is None else pa.OSFile(str(text.path)),
                arrow_csv.ReadOptions(
                    column_names=names, skip_rows_after_names=skipped, block_size=block, use_threads=True
                ),
                arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=text.quotes > 0),
                arrow_csv.ConvertOptions(
                    column_types={n: pa.string() for n in names},
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid as error:
            if "straddling" in str(error) and block < _MOST_BLOCK:
                block *= 8
                continue
            return None
        return list(table.columns)


def _columns(read: list[pa.ChunkedArray]) -> list[pa.Array]:
    """One array per column; the pieces of each are let go before the next is joined."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns = []
    for number, pieces in enumerate(read):
        columns.append(pa.concat_arrays(pieces.chunks) if pieces.num_chunks else pa.array([], pa.string()))
        read[number] = pieces = None
        if number % _AT_ONCE == 0:
            pa.default_memory_pool().release_unused()  # thousands of small pieces leave holes that nothing fits in
    return columns


def _cell_by_cell(
    content: bytes, name: str, headers: list[str], skipped: int, separator: str, findings: list[Finding]
) -> RawTable:
    """The table by the exact reader: ragged rows and unclosed quotes are read and told."""
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(content.decode("utf-8", errors="replace"), newline=""), delimiter=separator)
    body = [row for row in reader if row][skipped:]
    _tell_unclosed(content, body, skipped, findings)
    width = max([len(headers), *(len(row) for row in body)])
    uneven = [number for number, row in enumerate(body) if len(row) != len(headers)]
    if uneven:
        findings.append(
            finding(
                Severity.WARNING, "ragged", rows=uneven, count=len(uneven), n=len(uneven),
                lines=[number + 1 for number in uneven[:8]],
            )
        )  # fmt: skip
    return table_from_rows(name, [*headers, *[""] * (width - len(headers))], body)


def _tell_unclosed(content: bytes, body: list[list[str]], skipped: int, findings: list[Finding]) -> None:
    """A last cell that swallowed line ends and is not closed by a quote at the end of the file."""
    if content.count(b'"') % 2 and body and ("\n" in body[-1][-1] or not content.rstrip().endswith(b'"')):
        findings.append(
            finding(Severity.WARNING, "unclosed_quote", rows=[len(body) - 1], count=1, row=len(body) + skipped)
        )


def _tell_long_cells(table: RawTable, findings: list[Finding]) -> None:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if sum(column.nbytes for column in table.columns if column is not None) < _LONG_CELL:
        return
    count = 0
    for column in table.columns:
        if (
            column is not None
            and column.nbytes >= _LONG_CELL
            and (pc.max(pc.utf8_length(column)).as_py() or 0) > _LONG_CELL
        ):
            count += pc.sum(pc.greater(pc.utf8_length(column), _LONG_CELL)).as_py()
    if count:
        findings.append(finding(Severity.WARNING, "long_cells", count=count, n=count))
