# SPDX-License-Identifier: MIT
"""A file's tables as text, before anything is understood: headers as written and columns of strings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from projects.imported.records import Finding, MarkedTable

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class RawTable:
    """One table: `headers` as in the file (may repeat or be empty), `columns` string arrays, null for an empty cell.

    A column that has been read into its final form is set to None by its reader, to free memory.
    `marked`: its missing marks, once read. `groups`: the upper line of a two-line header, "" where there is none.
    `text_cells`: of a workbook, how many cells of a column are text that begins with a digit.
    """

    name: str
    headers: list[str]
    columns: list[pa.Array | None]
    rows: int
    groups: list[str] = field(default_factory=list)
    marked: MarkedTable = field(default_factory=MarkedTable)
    text_cells: dict[int, int] = field(default_factory=dict)

    def header_index(self) -> dict[str, int]:
        """The first column of each header, by its text stripped."""
        index: dict[str, int] = {}
        for number, header in enumerate(self.headers):
            index.setdefault(header.strip(), number)
        return index

    def column(self, header: str) -> pa.Array | None:
        """The first column with that header, None where there is none."""
        number = self.header_index().get(header)
        return None if number is None else self.columns[number]


@dataclass
class RawBook:
    """All tables of a file and what was found while reading them.

    `left_out`: of a folder or a zip of one, the files none of whose answers are among the tables, by their path in it.
    """

    kind: str
    name: str
    tables: list[RawTable]
    findings: list[Finding] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    guessed: bool = False  # whether headers, separators or types were guessed rather than told


def table_from_rows(name: str, headers: list[str], rows: list[list[str]]) -> RawTable:
    """A table of rows of text; short rows are filled with nothing, long ones cut to the headers."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns: list[pa.Array | None] = []
    for number in range(len(headers)):
        values = [row[number] if number < len(row) and row[number] != "" else None for row in rows]
        columns.append(pa.array(values, pa.string()))
    return RawTable(name, headers, columns, len(rows))
