# SPDX-License-Identifier: MIT
"""Moves "TOTAL" out of a column of dates into a column of its own, so that the dates stay dates.

A register often has rows of totals inside, their word in its first column. Beside that word every month would be text;
without it nobody could tell the row from a session. So the word stands in a column at the right, in the same row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from projects.datasets.registers.totals_rows import WORDS
from projects.imported.findings import finding, rows_where
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.importing.columns.type_conversion import to_moment

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

HEADING = "totals"  # of the column that keeps the words
_IN_CELL = r"(?i)^\s*" + WORDS.replace("sous ", "sous[ -]").replace("sub ?", "sub[ -]?")
_DATED = re.compile(r"\s*\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}(?:[T ,]+\d.*)?\s*")
_LOOKED_AT = 200
_MOSTLY = 0.5


def words_of_totals_apart(tables: Sequence[RawTable]) -> list[Finding]:
    """Move the words in each table's columns of dates; a line for each column that had some."""
    return [line for at, table in enumerate(tables, start=1) for line in _apart(table, f"t{at}")]


def _apart(table: RawTable, table_id: str) -> list[Finding]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    lines: list[Finding] = []
    words: pa.Array | None = None
    for at, column in enumerate(table.columns):
        found = None if column is None else _stated(column)
        if found is None or column is None:
            continue
        said = pc.if_else(pa.array(found), column, None)
        words = said if words is None else pc.coalesce(words, said)
        table.columns[at] = pc.if_else(pa.array(found), None, column)
        count, name = int(found.sum()), table.headers[at].strip()
        lines.append(
            finding(
                Severity.GUESS, "totals_words", table=table_id, rows=rows_where(found), count=count, n=count, name=name,
                column=_free(table), lines=[row + 1 for row in rows_where(found)[:8]],
            )
        )  # fmt: skip
    if words is not None:
        table.headers, table.columns = [*table.headers, _free(table)], [*table.columns, words]
        table.groups = [*table.groups, ""] if table.groups else []
    return lines


def _stated(column: pa.Array) -> np.ndarray | None:
    """Where a column of dates says that a row is a total; None for other columns and where no cell does."""
    import numpy as np  # numpy, 80 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    head = column.slice(0, _LOOKED_AT).drop_null().to_pylist()
    if not head or sum(_DATED.fullmatch(word) is not None for word in head) < _MOSTLY * len(head):
        return None
    found = np.asarray(pc.match_substring_regex(column, _IN_CELL).fill_null(False).to_numpy(zero_copy_only=False), bool)
    if not found.any():
        return None
    rest = column.filter(~found).unique()
    return found if any(to_moment(rest, order).fits for order in ("ymd", "dmy", "mdy")) else None


def _free(table: RawTable) -> str:
    """A heading that no column has."""
    taken = {heading.strip().casefold() for heading in table.headers}
    return next(name for name in (HEADING, *(f"{HEADING}_{at}" for at in range(2, 99))) if name not in taken)
