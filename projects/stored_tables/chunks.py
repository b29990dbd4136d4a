# SPDX-License-Identifier: MIT
"""Immutable column chunks: one variable × 65,536 rows with its reasons, as Arrow IPC bytes.

A chunk holds one field per column of the variable (a set has one per choice) and "reason" unless all reasons are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import Kind, Variable

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_ROWS = 65_536
LOCKED = 9  # reason of a cell that lies under the link key, which is not open
_REASON = "reason"
_SAME_REASON = b"same_reason"
NUMBERS = (Kind.INTEGER, Kind.NUMBER)
DATES = (Kind.DATE, Kind.DATETIME)


@dataclass
class ChunkColumn:
    """A whole column in memory.

    `values`: float64 (numbers), int64 nanoseconds (dates), int32 positions among `categories` with -1 where absent
    (one choice), a bool matrix rows × choices (set), else a `pyarrow.ChunkedArray` of strings. `reasons`: int8.
    `categories`: choice ids in the order of the variable.
    """

    kind: Kind
    values: Any
    reasons: np.ndarray
    categories: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.reasons)


def column_names(variable: Variable) -> tuple[str, ...]:
    """The names a variable's columns have in imported data and in frames: "v3", or "v7.c1", "v7.c2" … for a set."""
    if variable.kind is Kind.SET:
        return tuple(f"{variable.id}.{choice.id}" for choice in variable.choices)
    return (variable.id,)


def encode(
    columns: Mapping[str, pa.Array], reasons: np.ndarray | None, start: int, rows: int, compress: bool = True
) -> bytes:
    """The bytes of one chunk: rows `start` … `start + rows` of the columns."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    arrays = {name: _plain(values).slice(start, rows) for name, values in columns.items()}
    metadata = {}
    if reasons is not None:
        part = np.ascontiguousarray(reasons[start : start + rows], dtype=np.int8)
        if len(part) and bool((part == part[0]).all()):
            metadata[_SAME_REASON] = str(int(part[0])).encode()
        else:
            arrays[_REASON] = pa.array(part)
    if not arrays:
        arrays["empty"] = pa.nulls(rows)
    batch = pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
    batch = batch.replace_schema_metadata(metadata or None)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4" if compress else None)
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    made: bytes = sink.getvalue().to_pybytes()
    return made


def _plain(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Arrow arrays as one chunk; floats with NaN instead of nulls, so that reading copies nothing."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if pa.types.is_floating(values.type) and values.null_count:
        return pc.fill_null(values, float("nan"))
    return values


def decode(data: bytes) -> tuple[pa.RecordBatch, np.ndarray]:
    """A chunk's record batch (without its reasons) and its reasons."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    batch = pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()
    metadata = batch.schema.metadata or {}
    position = batch.schema.get_field_index(_REASON)
    if position >= 0:
        return batch, batch.column(position).to_numpy(zero_copy_only=False)
    same = int(metadata.get(_SAME_REASON, b"0"))
    return batch, np.full(batch.num_rows, same, dtype=np.int8)


def decode_column(variable: Variable, chunks: Sequence[bytes]) -> ChunkColumn:
    """The whole column of a variable from the bytes of its chunks, in order."""
    decoded = [decode(data) for data in chunks]
    reasons = np.concatenate([part for _, part in decoded]) if decoded else np.zeros(0, np.int8)
    batches = [batch for batch, _ in decoded]
    return build_column(variable, [_by_name(batch) for batch in batches], reasons)


def _by_name(batch: pa.RecordBatch) -> dict[str, pa.Array]:
    return dict(zip(batch.schema.names, batch.columns, strict=True))


def build_column(variable: Variable, parts: Sequence[Mapping[str, pa.Array]], reasons: np.ndarray) -> ChunkColumn:
    """A column from Arrow arrays by name, part after part."""
    kind, name = variable.kind, variable.id
    categories = tuple(choice.id for choice in variable.choices)
    if kind is Kind.SET:
        matrix = np.zeros((len(reasons), len(categories)), dtype=bool)
        for place, column in enumerate(column_names(variable)):
            _fill(matrix[:, place], [part.get(column) for part in parts])
        matrix[reasons != 0] = False
        return ChunkColumn(kind, matrix, reasons, categories)
    arrays = [part[name] for part in parts]
    if kind is Kind.ONE:
        codes = [_positions(array, categories) for array in arrays]
        return ChunkColumn(kind, np.concatenate(codes) if codes else np.zeros(0, np.int32), reasons, categories)
    if kind in NUMBERS:
        numbers = [array.to_numpy(zero_copy_only=False) for array in arrays]
        return ChunkColumn(
            kind, np.concatenate(numbers).astype(np.float64, copy=False) if numbers else np.zeros(0), reasons
        )
    if kind in DATES:
        return ChunkColumn(kind, _nanoseconds(arrays), reasons)
    return ChunkColumn(kind, _strings(arrays), reasons)


def _fill(target: np.ndarray, arrays: Sequence[object]) -> None:
    """Boolean parts into a column; a choice that a part does not know was not chosen there."""
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    start = 0
    for array in arrays:
        if array is None:
            continue
        part = pc.fill_null(array, False).to_numpy(zero_copy_only=False)
        target[start : start + len(part)] = part
        start += len(part)


def _positions(array: pa.Array, categories: tuple[str, ...]) -> np.ndarray:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    where = {choice: place for place, choice in enumerate(categories)}
    lookup = np.array([where.get(value, -1) for value in array.dictionary.to_pylist()] + [-1], dtype=np.int32)
    indices = array.indices
    if indices.null_count:
        indices = indices.fill_null(-1)
    found: np.ndarray = lookup[indices.to_numpy(zero_copy_only=False)]
    return found


def _nanoseconds(arrays: Sequence[pa.Array]) -> np.ndarray:
    """int64 nanoseconds since 1970, `NaT`'s number where absent."""
    parts = [array.to_numpy(zero_copy_only=False).astype("datetime64[ns]").view(np.int64) for array in arrays]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _strings(arrays: Sequence[pa.Array]) -> pa.ChunkedArray:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return pa.chunked_array([array.cast(pa.string()) for array in arrays], type=pa.string())


def arrow_columns(variable: Variable, column: ChunkColumn) -> dict[str, pa.Array]:
    """The Arrow arrays of a column, by column name, as importers give them."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    absent = column.reasons != 0
    if column.kind is Kind.SET:
        names = column_names(variable)
        return {name: pa.array(column.values[:, place], mask=absent) for place, name in enumerate(names)}
    if column.kind is Kind.ONE:
        indices = pa.array(column.values, mask=column.values < 0)
        return {variable.id: pa.DictionaryArray.from_arrays(indices, pa.array(list(column.categories), pa.string()))}
    if column.kind in NUMBERS:
        return {variable.id: pa.array(column.values, mask=absent)}
    if column.kind in DATES:
        return {variable.id: pa.array(column.values.view("datetime64[ns]"), pa.timestamp("ns"))}
    values = column.values
    return {variable.id: values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values}
