# SPDX-License-Identifier: MIT
"""A table as Parquet: choices as dictionaries, sets as booleans, reasons beside, the dictionary as metadata."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.datasets.chunks import Column, arrow_columns, column_names
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import choice_word, unique_names
from projects.datasets.export.plain import PARENT_HEAD, ROW_HEAD

REASON_SUFFIX = "__reason"


def write_parquet(export: ExportTable, stream: BinaryIO, *, language: str = "en", labels: bool = False) -> None:
    """Write one table to `stream`; a column `<name>__reason` (int8) stands after each that has absent values."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    heads, arrays = [ROW_HEAD], [pa.array(export.row_ids)]
    if export.parents is not None:
        heads.append(PARENT_HEAD)
        arrays.append(pa.array(export.parents, mask=export.parents < 0))
    for variable in export.variables:
        column = export.columns[variable.id]
        for head, array in _arrays(variable, column, language, labels):
            heads.append(head)
            arrays.append(array)
        if np.any(column.reasons != 0):
            heads.append(variable.name + REASON_SUFFIX)
            arrays.append(pa.array(column.reasons))
    table = pa.table(arrays, names=unique_names(heads))
    described = json.dumps([_described(variable) for variable in export.variables], ensure_ascii=False)
    pq.write_table(table.replace_schema_metadata({"data_dictionary": described}), stream)


def _arrays(variable: Variable, column: Column, language: str, labels: bool) -> list[tuple[str, Any]]:
    import pyarrow as pa

    made = arrow_columns(variable, column)
    if variable.kind is Kind.SET:
        heads = [f"{variable.name}/{choice.code}" for choice in variable.choices]
        return [(head, made[name]) for head, name in zip(heads, column_names(variable), strict=True)]
    array = made[variable.id]
    if variable.kind is Kind.ONE:
        words = [choice_word(choice, language, labels) for choice in variable.choices]
        array = pa.DictionaryArray.from_arrays(array.indices, pa.array(words, pa.string()))
    return [(variable.name, array)]


def _described(variable: Variable) -> dict[str, Any]:
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
