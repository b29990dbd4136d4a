# SPDX-License-Identifier: MIT
"""A data set as it was collected, written as a file that the importer reads again: rows of every export that joined it.

Codes stand for choices, each choice of a set in a column of its own. It lies in memory only.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from analysis.records import DataTable, Kind, Reason, Variable
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables.chunks import DATES, LOCKED, NUMBERS, ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_tables, recipes

LINKING = frozenset(("_index", "index", "_parent_index", "_parent_table_name", "KEY", "PARENT_KEY"))
_AT_ONCE = 20_000


def collected_file(project: Reader, data_set: str) -> bytes:
    """A zip with a CSV for each table. Raises LinkLocked while identifiers cannot be read."""
    tables = data_tables(project, data_set)
    readers = {table.id: TableColumns(project, table.id, edited=False) for table in tables}
    names = {table.id: table.name for table in tables}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as container:
        for table in tables:
            with container.open(f"{table.name.replace('/', '-')}.csv", "w", force_zip64=True) as stream:
                text = io.TextIOWrapper(stream, "utf-8", newline="")
                _write(text, project, table, readers, names)
                text.flush()
                text.detach()
    return content.getvalue()


def is_written(variable: Variable) -> bool:
    """Whether a collected variable goes along: what only links rows, or was made of a ranking, is not read again."""
    ranked = variable.form_type.startswith("rank") and "/" in variable.name
    return variable.name not in LINKING and not variable.name.startswith("_submission__") and not ranked


def _write(
    stream: io.TextIOWrapper,
    project: Reader,
    table: DataTable,
    readers: dict[str, TableColumns],
    names: dict[str, str],
) -> None:
    reader, made = readers[table.id], recipes(project, table.id)
    columns: dict[str, Sequence[str]] = {}
    for variable in table.variables:
        if variable.id not in made and is_written(variable):
            column = reader.read(variable)
            if (column.reasons == LOCKED).any():
                raise LinkLocked
            columns |= _texts(variable, column)
    columns["_index"] = [str(row) for row in reader.row_ids]
    parents = reader.parents()
    if table.parent and parents is not None:
        columns["_parent_table_name"] = [names[table.parent]] * reader.rows
        columns["_parent_index"] = [str(row) if row >= 0 else "" for row in parents]
    writer = csv.writer(stream)
    writer.writerow(columns)
    for start in range(0, reader.rows, _AT_ONCE):
        writer.writerows(zip(*(values[start : start + _AT_ONCE] for values in columns.values()), strict=True))


def _texts(variable: Variable, column: ChunkColumn) -> dict[str, Sequence[str]]:
    """The cells as an export writes them; a choice that means refused or don't know stands as its code again."""
    said = {choice.reason: choice.code for choice in reversed(variable.choices) if choice.reason}
    absent = [said.get(int(reason), "") if reason else "" for reason in column.reasons]
    if variable.kind is Kind.SET:
        return dict(_ticks(variable, column, said))
    return {variable.name: [no or text for no, text in zip(absent, _plain(variable, column), strict=True)]}


def _ticks(variable: Variable, column: ChunkColumn, said: dict[int, str]) -> Iterator[tuple[str, Sequence[str]]]:
    answered = (column.reasons == Reason.PRESENT) | np.isin(column.reasons, list(said))
    for place, choice in enumerate(variable.choices):
        ticked = np.where(column.reasons == Reason.PRESENT, column.values[:, place], False)
        if choice.reason and said[choice.reason] == choice.code:
            ticked |= column.reasons == choice.reason
        cells = np.where(answered, np.where(ticked, "1", "0"), "")
        yield f"{variable.name}/{choice.code}", cells.tolist()


def _plain(variable: Variable, column: ChunkColumn) -> list[str]:
    present = column.reasons == Reason.PRESENT
    if variable.kind is Kind.ONE:
        codes = [variable.choice(one).code for one in column.categories]
        return [codes[value] if value >= 0 else "" for value in column.values]
    if variable.kind in NUMBERS:
        return [_number(value) if here else "" for value, here in zip(column.values.tolist(), present, strict=True)]
    if variable.kind in DATES:
        stamps = column.values.view("datetime64[ns]")
        unit: Literal["D", "ms"] = "D" if variable.kind is Kind.DATE else "ms"
        return [
            str(text) if here else "" for text, here in zip(np.datetime_as_string(stamps, unit), present, strict=True)
        ]
    return [text or "" for text in column.values.to_pylist()]


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
