# SPDX-License-Identifier: MIT
"""Keeps direct identifiers as text: a list of choices made of the answers would show them with the project key.

Choices with labels come from a form or a codebook, not from what was answered; those stay.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from analysis.records import Kind, Level, Role, Variable
from projects.store.ports import Trace
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunks import decode, encode
from projects.stored_tables.recipes import sources
from projects.stored_tables.stored_table import recipes

if TYPE_CHECKING:
    import pyarrow as pa

    from projects.imported.records import ImportedTable
    from projects.store.ports import Transaction

CHUNKS_OF_COLUMN = "SELECT id, ref FROM column_chunk WHERE table_id = ? AND column_id = ?"

SET_VARIABLE_KIND_AND_LEVEL = "UPDATE variable SET kind = ?, level = ? WHERE id = ?"
VALUES_OF_EDITS = "SELECT id, old, new FROM cell_edit WHERE table_id = ? AND variable = ?"


def made_of_answers(variable: Variable) -> bool:
    """Whether the variable's choices are nothing but the answers that were given."""
    named = any(any(choice.labels.by_language.values()) for choice in variable.choices)
    return variable.kind is Kind.ONE and bool(variable.choices) and not named


def imported_as_text(table: ImportedTable) -> ImportedTable:
    """The table with its identifiers as text."""
    columns, variables = dict(table.columns), []
    for variable in table.variables:
        if variable.role is Role.IDENTIFIER and made_of_answers(variable):
            columns[variable.id] = _as_text(columns[variable.id], variable)
            variable = dataclasses.replace(variable, kind=Kind.TEXT, level=Level.NOMINAL, choices=())
        variables.append(variable)
    return dataclasses.replace(table, columns=columns, variables=tuple(variables))


def stored_as_text(transaction: Transaction, table_id: str, variable: Variable) -> None:
    """Make a stored variable text, under the link key, and take its choices away; undo brings them back.

    A variable that others are worked out from stays as it is. Raises LinkLocked.
    """
    used = {name for recipe in recipes(transaction, table_id).values() for name in sources(recipe)}
    if not made_of_answers(variable) or variable.id in used:
        return
    place = (table_id, variable.id)
    for row in transaction.query(CHUNKS_OF_COLUMN, place):
        batch, reasons = decode(transaction.read_object(row["ref"]))
        text = _as_text(batch.column(variable.id), variable)
        ref = transaction.put_link_object(encode({variable.id: text}, reasons, 0, batch.num_rows, True))
        transaction.move_to_link(row["ref"])  # undo reads it there
        transaction.execute(queries.SET_CHUNK_OBJECT, (ref, row["id"]))
    codes = {choice.id: choice.code for choice in variable.choices}
    for row in transaction.query(VALUES_OF_EDITS, place):
        old, new = (_cell_as_text(row[name], codes) for name in ("old", "new"))
        transaction.execute(queries.SET_VALUES_OF_EDIT, (old, new, row["id"]))
    transaction.execute(queries.DELETE_CHOICES_OF_VARIABLE, place)
    transaction.seal_images([Trace("choice", "table_id", table_id, (("variable", variable.id),))])
    transaction.execute(
        SET_VARIABLE_KIND_AND_LEVEL,
        (str(Kind.TEXT), str(Level.NOMINAL), f"{table_id}.{variable.id}"),
    )


def _as_text(column: pa.Array, variable: Variable) -> pa.Array:
    """Choice ids as what was answered."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    ids, codes = zip(*((choice.id, choice.code) for choice in variable.choices), strict=True)
    places = pc.index_in(column.cast(pa.string()), value_set=pa.array(ids, pa.string()))
    return pa.array(codes, pa.string()).take(places)


def _cell_as_text(stored: str, codes: dict[str, str]) -> str:
    cell = DatasetCell.from_json(stored)
    return DatasetCell(codes.get(str(cell.value), str(cell.value))).to_json() if cell.value is not None else stored
