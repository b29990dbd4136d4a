# SPDX-License-Identifier: MIT
"""Refusals in the consent column of a survey: rows whose answer there means no, and which are tied to an interview.

A row is tied to an interview by a person it shares with it, by a case of one person, or as the row whose answer became
a document. An empty consent cell is no refusal, and what was recorded on the row itself goes before its column.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from projects.people import queries
from projects.store.ports import Reader

if TYPE_CHECKING:
    from analysis.records import Variable
    from projects.stored_tables.cells import DatasetCell

Row = tuple[str, int]


def refusing_rows(reads: Reader) -> dict[int, list[Row]]:
    """For each interview, by its number, the rows tied to it whose consent column says no."""
    tied: dict[int, list[Row]] = {}
    for row in reads.query(queries.ROWS_TIED_WITHOUT_CONSENT):
        tied.setdefault(row["document"], []).append((row["table_id"], row["row_id"]))
    if not tied:
        return {}
    no = {one for rows in tied.values() for one in rows if _says_no(reads, one)}
    return {document: kept for document, rows in tied.items() if (kept := [one for one in rows if one in no])}


def _says_no(reads: Reader, row: Row) -> bool:
    """Whether there is an answer in the consent column, one that does not mean yes."""
    from projects.stored_tables.stored_table import stored_table, variables  # numpy, 80 ms: only where a row is tied

    table_id, row_id = row
    table = stored_table(reads, table_id)
    consent, given = table.row["consent"], json.loads(table.row["consent_given"])
    if consent is None:
        return False
    (variable,) = variables(reads, table_id, [consent])
    cell = _cell(reads, table_id, variable, row_id, table.row_ids.tolist().index(row_id))
    if cell.reason:
        return cell.reason == _REFUSED
    answers = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    return not any(answer in given for answer in answers)


def _cell(reads: Reader, table_id: str, variable: Variable, row_id: int, place: int) -> DatasetCell:
    """The cell as it stands. No recipe makes a consent, and none lies under the link key."""
    from projects.stored_tables.cells import DatasetCell, cell_at  # as above
    from projects.stored_tables.chunks import CHUNK_ROWS, decode_column  # as above
    from projects.stored_tables.queries import chunk_ref, last_edit  # as above

    edits = last_edit(reads, table_id, variable.id, row_id)
    if edits:
        return DatasetCell.from_json(edits[0]["new"])
    refs = chunk_ref(reads, table_id, variable.id, place // CHUNK_ROWS)
    return cell_at(decode_column(variable, [reads.read_object(ref) for ref in refs]), place % CHUNK_ROWS)


_REFUSED = 2  # the reason of an answer that was refused
