# SPDX-License-Identifier: MIT
"""Writes SPSS and Stata files, from columns made ready, by a library that writes to a path only.

The library holds the interpreter while it writes: large tables are written by `main`, in a process of its own, which
gets the columns over its pipe, one after the other.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyreadstat

from projects.workers.limits import leave_network
from projects.workers.pipe_messages import END, JOB, PART, VALUE, from_json, read_frame, write_frame, write_json

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class FileColumn:
    """One column: its numbers, moments (datetime64) or texts, its label, value labels, missing values, measure.

    `marks`: for Stata, per row the place among LETTERS of its extended missing value, -1 where there is none.
    """

    name: str
    label: str
    data: Any  # an array; None once the frame has it
    values: list[tuple[float | str, str]] = field(default_factory=list)
    missing: list[Any] = field(default_factory=list)
    measure: str = ""
    marks: np.ndarray | None = None


def write_file(columns: Sequence[FileColumn], kind: str, path: Path) -> None:
    """Write the columns as "sav" or "dta". Raises what the library raises; memory is that of the columns."""
    labels: dict[str, str | None] = {column.name: column.label for column in columns}
    values: Any = {column.name: dict(column.values) for column in columns if column.values}
    missing = {column.name: column.missing for column in columns if column.missing}
    if kind == "sav":
        pyreadstat.write_sav(
            _frame(columns),
            path,
            column_labels=labels,
            variable_value_labels=values,
            missing_ranges=missing,
            variable_measure={column.name: column.measure for column in columns if column.measure},
            row_compress=True,
        )
    else:
        pyreadstat.write_dta(
            _frame(columns),
            path,
            column_labels=labels,
            variable_value_labels=values,
            missing_user_values=missing,
            version=14,
        )


def _frame(columns: Sequence[FileColumn]) -> pd.DataFrame:
    """The columns side by side, none copied."""
    import pandas as pd  # pandas, 380 ms: not at start

    made: dict[str, np.ndarray] = {}
    for column in columns:
        made[column.name] = _for_library(column)
        column.data = column.marks = None  # the frame has it now
    return pd.DataFrame(made, copy=False)


def _for_library(column: FileColumn) -> np.ndarray:
    if column.marks is None or not (column.marks >= 0).any():
        data: np.ndarray = column.data
        return data
    numbers, places = np.unique(column.data, return_inverse=True)
    shared = np.empty(len(numbers) + len(LETTERS), dtype=object)  # each number once, however often it stands there
    shared[: len(numbers)] = numbers.tolist()
    shared[len(numbers) :] = list(LETTERS)
    marks = column.marks.astype(np.int64)
    mixed: np.ndarray = shared[np.where(marks >= 0, len(numbers) + marks, places.reshape(-1))]
    return mixed


# Over the pipe


def send_column(pipe: BinaryIO, column: FileColumn) -> None:
    """One column as a message of JSON and one of Arrow."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    fields = {name: getattr(column, name) for name in ("name", "label", "values", "missing", "measure")}
    write_json(pipe, VALUE, fields)
    arrays = {"data": pa.array(column.data)}
    if column.marks is not None:
        arrays["marks"] = pa.array(column.marks)
    table = pa.table(arrays)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    write_frame(pipe, PART, memoryview(sink.getvalue()))


def received_column(fields: dict[str, Any], content: bytes) -> FileColumn:
    """The column of `send_column`."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    table = pa.ipc.open_stream(pa.py_buffer(content)).read_all()
    data = table["data"]
    text = pa.types.is_string(data.type)
    marks = table["marks"].to_numpy() if "marks" in table.column_names else None
    values = [(value, label) for value, label in fields.pop("values")]
    plain = _texts(data) if text else data.to_numpy()
    return FileColumn(**fields, values=values, data=plain, marks=marks)


def _texts(data: pa.ChunkedArray) -> np.ndarray:
    """Python texts, each different one once in memory."""
    encoded = data.combine_chunks().dictionary_encode()
    if isinstance(encoded, list) or not hasattr(encoded, "dictionary"):
        encoded = encoded.chunk(0)
    words = np.array([*encoded.dictionary.to_pylist(), ""], dtype=object)
    found: np.ndarray = words[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return found


def main() -> int:
    """Take the columns from the pipe, write the file, say END."""
    leave_network()
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    frame = read_frame(jobs)
    assert frame is not None
    assert frame[0] == JOB
    asked, columns = from_json(frame[1]), []
    fields: dict[str, Any] = {}
    while (frame := read_frame(jobs)) is not None and frame[0] != END:
        if frame[0] == VALUE:
            fields = from_json(frame[1])
        else:
            columns.append(received_column(fields, frame[1]))
    if frame is None:
        return 1  # the program went away
    write_file(columns, asked["kind"], Path(asked["path"]))
    write_frame(answers, END, b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
