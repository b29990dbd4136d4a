# SPDX-License-Identifier: MIT
"""Rows that stay in analysis: with consent, in the newest export, not excluded."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from analysis.records import Kind, Variable
from projects.store.ports import Reader, Rows, Transaction
from projects.stored_tables import queries
from projects.stored_tables.chunks import ChunkColumn
from projects.stored_tables.columns import TableColumns, positions_of
from projects.stored_tables.queries import insert
from projects.stored_tables.stored_table import StoredTable, current_tables, table_row, tables_of, variables

DELETE_STATE_OF_ROW = "DELETE FROM row_state WHERE table_id = ? AND row_id = ? AND state = ?"
INTERVIEW_CONSENTS_OF_TABLE = "SELECT row_id, given FROM consent WHERE table_id = ? AND what = 'interview'"
DELETE_STATE_IN_TABLE = "DELETE FROM row_state WHERE table_id = ? AND state = ?"

NO_CONSENT, VANISHED = "no_consent", "vanished"


def rows_in_state(project: Reader, table_id: str, state: str) -> list[int]:
    """Ids of a table's rows in one state; `no_consent` ones are those offered for erasure."""
    tables = tables_of(project)
    return (
        sorted(row for row, one in tables.table(table_id).states() if one == state) if table_id in tables.rows else []
    )


def kept_rows(project: Reader, table_id: str) -> np.ndarray:
    """For each row of the table whether it stays in analysis; children of a row that left leave with it."""
    return _kept(current_tables(project).table(table_id))


def _kept(table: StoredTable) -> np.ndarray:
    kept = np.ones(int(table.row["rows"]), dtype=bool)
    kept[_places(table, [row for row, _ in table.states()])] = False
    parents = table.parents() if table.parent is not None else None
    if table.parent is not None and parents is not None:
        kept_parents = _kept(table.parent)
        at = positions_of(table.parent.row_ids, parents)
        kept &= np.where(at >= 0, kept_parents[np.maximum(at, 0)] if len(kept_parents) else True, True)
    return kept


def refused_rows(project: Reader, table_id: str) -> np.ndarray:
    """For each row of the table whether it left analysis for want of consent and for nothing else."""
    table = current_tables(project).table(table_id)
    counted = np.zeros(int(table.row["rows"]), dtype=bool)
    for only, value in ((True, True), (False, False)):  # any other state takes a row out of the count
        counted[_places(table, [row for row, state in table.states() if (state == NO_CONSENT) is only])] = value
    return counted


def _places(table: StoredTable, row_ids: list[int]) -> np.ndarray:
    places = positions_of(table.row_ids, np.asarray(row_ids, dtype=np.int64))
    return places[places >= 0]


def without_consent(variable: Variable, column: ChunkColumn, given: tuple[str, ...]) -> np.ndarray:
    """For each row whether no consent is recorded: any answer but those that mean yes, and no answer."""
    if column.kind is Kind.ONE:
        wanted = [place for place, choice in enumerate(column.categories) if choice in given]
        agreed = np.isin(column.values, wanted)
    elif column.kind is Kind.SET:
        wanted = [place for place, choice in enumerate(column.categories) if choice in given]
        agreed = column.values[:, wanted].any(axis=1) if wanted else np.zeros(len(column), dtype=bool)
    else:
        codes = {choice.code for choice in variable.choices if choice.id in given} | set(given)
        agreed = np.array([str(value) in codes for value in _listed(column)], dtype=bool)
    found: np.ndarray = ~(agreed & (column.reasons == 0))
    return found


def _listed(column: ChunkColumn) -> list[Any]:
    values = column.values
    if isinstance(values, np.ndarray):
        return [int(value) if float(value).is_integer() else value for value in np.nan_to_num(values, nan=-1.5)]
    found: list[Any] = values.to_pylist()
    return found


def refresh_consent(transaction: Transaction, table_id: str) -> int:
    """Write anew which rows have no consent, after the consent column or its meaning changed; how many have none.

    What was recorded on a row itself (`consents.recording`) goes before what the column says.
    """
    transaction.execute(DELETE_STATE_IN_TABLE, (table_id, NO_CONSENT))
    reading = current_tables(transaction)
    row, columns, recorded = table_row(reading, table_id), TableColumns(reading, table_id), _recorded(reading, table_id)
    without: set[int] = set()
    if row["consent"] is not None:
        (variable,) = variables(reading, table_id, [row["consent"]])
        refused = without_consent(variable, columns.read(variable), tuple(json.loads(row["consent_given"])))
        without = set(columns.row_ids[refused].tolist())
    without -= recorded.keys()
    without |= {row_id for row_id, given in recorded.items() if not given}
    states = [{"table_id": table_id, "row_id": row_id, "state": NO_CONSENT} for row_id in sorted(without)]
    insert(transaction, "row_state", states)
    return len(states)


def refresh_consent_of(transaction: Transaction, table_id: str, row_ids: list[int]) -> None:
    """The same for some rows only, after their consent cells were changed or their consents recorded."""
    reading = current_tables(transaction)
    row = table_row(reading, table_id)
    columns, given = TableColumns(reading, table_id), tuple(json.loads(row["consent_given"]))
    asked = variables(reading, table_id, [row["consent"]]) if row["consent"] is not None else []
    recorded = _recorded(transaction, table_id)
    for row_id in row_ids:
        if row_id in recorded:
            agreed = recorded[row_id]
        elif asked:
            value = columns.cell(asked[0], row_id).value
            answers = value if isinstance(value, tuple) else (value,)
            agreed = any(answer in given for answer in answers)
        else:
            agreed = True
        if agreed:
            transaction.execute(DELETE_STATE_OF_ROW, (table_id, row_id, NO_CONSENT))
        else:
            transaction.execute(
                queries.INSERT_ROW_STATE,
                (table_id, row_id, NO_CONSENT),
            )


def _recorded(reads: Rows, table_id: str) -> dict[int, bool]:
    """Consents to the interview recorded on rows themselves."""
    rows = reads.query(INTERVIEW_CONSENTS_OF_TABLE, (table_id,))
    return {row["row_id"]: bool(row["given"]) for row in rows}
