# SPDX-License-Identifier: MIT
"""Keeps the file that each row of an appended table came from, in a text column a user sees and filters by.

The column begins with the first file that is appended. Where more than one file lies behind the rows at hand, nobody
knows which row came from which, and they stay without.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.records import DataTable, Kind, Level, Reason, Variable
from projects.datasets.merge.queries import PUT_CHUNK
from projects.datasets.question_matching import absent_column
from projects.identifiers.secret_words import SecretWords, store_variables
from projects.imported.records import ImportedTable
from projects.store.ports import Reader, Transaction
from projects.stored_tables.chunk_writer import ColumnToStore, write_columns
from projects.stored_tables.chunks import ChunkColumn, arrow_columns
from projects.stored_tables.columns import TableColumns
from wording import LANGUAGES, Labels, msg, render

FILES_OF_DATA_SET = "SELECT file_name FROM data_import WHERE data_set = ?"
NAME = "_source_file"
_SHEET = "sheet"  # heading of the column that a file of months has of its own


def source_column(table: DataTable) -> Variable | None:
    """The column that keeps the files; None before a file was appended."""
    return next((one for one in table.variables if one.name == NAME and one.kind is Kind.TEXT), None)


def written_source(file_name: str, imported: ImportedTable) -> str:
    """How the file of the new rows is written: with its sheet, where no column of the file says which."""
    stem = file_name.rpartition(".")[0]
    told = imported.name in ("", stem) or any(one.name == _SHEET for one in imported.variables)
    return file_name if told else f"{file_name} · {imported.name}"


def first_source(reader: Reader, data_set: str) -> str | None:
    """The one file behind all rows at hand; None where there are more."""
    files = [row["file_name"] for row in reader.query(FILES_OF_DATA_SET, (data_set,))]
    return str(files[0]) if len(files) == 1 else None


def keep_source(
    transaction: Transaction, table: DataTable, taken: Sequence[Variable], secrecy: SecretWords,
    files: tuple[str | None, str], rows: tuple[int, int],
) -> None:  # fmt: skip
    """Write the column for all rows. `files`: of the rows at hand and of the new ones; `rows`: how many of each."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    (before, new), (old, added) = files, rows
    column = source_column(table)
    if column is None:
        number = max(int(one.id[1:]) for one in (*table.variables, *taken))
        labels = Labels({one: render(msg("datasets.source_file"), one) for one in LANGUAGES})
        column = Variable(f"v{number + 1}", NAME, labels, Kind.TEXT, Level.NOMINAL)
        store_variables(transaction, table.id, [column], secrecy, number + 1)
        empty = absent_column(column, old, Reason.MISSING)
        named = ChunkColumn(
            Kind.TEXT, pa.chunked_array([pa.array([before] * old, pa.string())]), np.zeros(old, np.int8)
        )
        base = empty if before is None else named
    else:
        base = TableColumns(transaction, table.id, edited=False).read(column)
    values = pa.chunked_array([*base.values.chunks, pa.array([new] * added, pa.string())], type=pa.string())
    whole = ChunkColumn(Kind.TEXT, values, np.concatenate([base.reasons, np.zeros(added, np.int8)]))
    stored = ColumnToStore(column.id, arrow_columns(column, whole), whole.reasons, len(whole))
    for row in write_columns(transaction, table.id, [stored]):
        transaction.execute(PUT_CHUNK, row)
