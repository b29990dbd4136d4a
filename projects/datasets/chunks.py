# SPDX-License-Identifier: MIT
"""Columns cut into immutable chunks of 65,536 rows, as Arrow bytes, and put together again. It stores nothing itself.

A chunk holds one variable: "value", or one boolean field per choice of a set ("c1" …), and "reason" (int8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from analysis.records import Kind

if TYPE_CHECKING:
    from analysis.records import Variable

ROWS = 65_536


def cut(variable: Variable, columns: Mapping[str, pa.Array], reasons: np.ndarray) -> Iterator[bytes]:
    """The chunks of one variable in order; at least one, so that an empty table keeps its types."""
    fields = _fields(variable, columns)
    fields["reason"] = pa.array(reasons, pa.int8())
    whole = pa.table(fields)
    for start in range(0, max(whole.num_rows, 1), ROWS):
        yield to_bytes(whole.slice(start, ROWS))


def _fields(variable: Variable, columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    if variable.kind is not Kind.SET:
        return {"value": columns[variable.id]}
    return {choice.id: columns[f"{variable.id}.{choice.id}"] for choice in variable.choices}


def to_bytes(table: pa.Table) -> bytes:
    """An Arrow table as an IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return sink.getvalue().to_pybytes()


def from_bytes(data: bytes) -> pa.Table:
    """The Arrow table of an IPC stream."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def joined(chunks: Sequence[bytes]) -> pa.Table:
    """The whole variable from its chunks."""
    parts = [from_bytes(chunk) for chunk in chunks]
    return pa.concat_tables(parts).unify_dictionaries() if len(parts) > 1 else parts[0]


def numbers_to_bytes(numbers: np.ndarray) -> bytes:
    """An int64 array (row ids, parents) as bytes."""
    return to_bytes(pa.table({"value": pa.array(np.asarray(numbers, np.int64))}))


def numbers_from_bytes(data: bytes) -> np.ndarray:
    """The array stored by `numbers_to_bytes`."""
    return from_bytes(data)["value"].to_numpy()
