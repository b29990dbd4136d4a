# SPDX-License-Identifier: MIT
"""A table as Parquet: choices as dictionaries, sets as booleans, reasons beside, the dictionary as metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.datasets.export.column_names import choice_word, unique_names
from projects.datasets.export.export_content import Block, ExportTable
from projects.datasets.export.plain_cells import PARENT_HEAD, REASON_SUFFIX, ROW_HEAD
from projects.file_writers import Steps
from projects.stored_tables.chunks import ChunkColumn, arrow_columns, column_names

if TYPE_CHECKING:
    import pyarrow as pa


def write_parquet(
    export: ExportTable, stream: BinaryIO, *, language: str = "en", labels: bool = False, steps: Steps | None = None
) -> None:
    """Write one table to `stream`, block by block.

    A column `<name>__reason` (int8) stands after each that has absent values.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.parquet as pq  # pyarrow, 100 ms: not at start

    steps = steps or Steps()
    steps.expect(export.rows)
    described = json.dumps([_described(variable) for variable in export.variables], ensure_ascii=False)
    writer = None
    try:
        for block in export.blocks():
            steps.check()
            heads, arrays = _block(export, block, language, labels)
            table = pa.table(arrays, names=unique_names(heads))
            if writer is None:
                schema = table.schema.with_metadata({"data_dictionary": described})
                writer = pq.ParquetWriter(stream, schema)
            writer.write_table(table.cast(writer.schema))
            steps.done(len(block.row_ids))
    finally:
        if writer is not None:
            writer.close()


def _block(export: ExportTable, block: Block, language: str, labels: bool) -> tuple[list[str], list[pa.Array]]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    heads, arrays = [ROW_HEAD], [pa.array(block.row_ids)]
    if block.parents is not None:
        heads.append(PARENT_HEAD)
        arrays.append(pa.array(block.parents, mask=block.parents < 0))
    for variable in export.variables:
        column = block.columns[variable.id]
        for head, array in _arrays(variable, column, language, labels):
            heads.append(head)
            arrays.append(array)
        if export.reasons(variable.id):
            heads.append(variable.name + REASON_SUFFIX)
            arrays.append(pa.array(np.ascontiguousarray(column.reasons)))
    return heads, arrays


def _arrays(variable: Variable, column: ChunkColumn, language: str, labels: bool) -> list[tuple[str, pa.Array]]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    made = arrow_columns(variable, column)
    if variable.kind is Kind.SET:
        heads = [f"{variable.name}/{choice.code}" for choice in variable.choices]
        return [(head, made[name]) for head, name in zip(heads, column_names(variable), strict=True)]
    array = made[variable.id]
    if variable.kind is Kind.ONE:
        words = [choice_word(choice, language, labels) for choice in variable.choices]
        array = pa.DictionaryArray.from_arrays(array.indices, pa.array(words, pa.string()))
    return [(variable.name, array)]


def _described(variable: Variable) -> dict[str, object]:
    return {
        "name": variable.name,
        "kind": str(variable.kind),
        "level": str(variable.level),
        "role": str(variable.role),
        "labels": dict(variable.labels.by_language),
        "choices": [
            {"code": choice.code, "labels": dict(choice.labels.by_language), "reason": int(choice.reason)}
            for choice in variable.choices
        ],
        "reasons": {reason.name.lower(): int(reason) for reason in Reason},
    }
