# SPDX-License-Identifier: MIT
"""One cell's value: as it stands in a column, as JSON in the cleaning log, and back.

JSON: `{"v": value}` where present, `{"r": reason}` where absent. A choice is its id, a set a
list of ids, a date an ISO text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST_YEAR, _LAST_YEAR = 1678, 2261  # what 64 bits of nanoseconds hold
Value = str | float | tuple[str, ...] | None


@dataclass(frozen=True)
class DatasetCell:
    """The value of one cell; None, with its reason, where absent."""

    value: Value = None
    reason: int = Reason.PRESENT

    def to_json(self) -> str:
        """As the cleaning log keeps it."""
        if self.reason:
            return json.dumps({"r": int(self.reason)})
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return json.dumps({"v": value}, ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> DatasetCell:
        """The cell kept by `to_json`."""
        found = json.loads(stored)
        if "r" in found:
            return cls(None, int(found["r"]))
        value = found["v"]
        return cls(tuple(value) if isinstance(value, list) else value)


def cell_at(column: ChunkColumn, position: int) -> DatasetCell:
    """The cell of a row, by its position."""
    reason = int(column.reasons[position])
    if reason:
        return DatasetCell(None, reason)
    if column.kind is Kind.SET:
        chosen = np.flatnonzero(column.values[position])
        return DatasetCell(tuple(column.categories[place] for place in chosen))
    if column.kind is Kind.ONE:
        place = int(column.values[position])
        return DatasetCell(column.categories[place]) if place >= 0 else DatasetCell(None, Reason.MISSING)
    if column.kind in NUMBERS:
        return DatasetCell(float(column.values[position]))
    if column.kind in DATES:
        return DatasetCell(moment_text(int(column.values[position]), column.kind))
    text = column.values[position].as_py()
    return DatasetCell(text) if text is not None else DatasetCell(None, Reason.MISSING)


def moment_text(nanoseconds: int, kind: Kind) -> str:
    """A moment as ISO text: "2026-03-01" or "2026-03-01T10:20:00"."""
    text = str(np.datetime64(nanoseconds, "ns").astype("datetime64[ms]"))
    return text[:10] if kind is Kind.DATE else text.removesuffix(".000")


def moment_number(text: str) -> int:
    """Nanoseconds of an ISO text. Raises ValueError, also for a day too far off to be counted so."""
    naive = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    if not _FIRST_YEAR <= naive.year <= _LAST_YEAR:
        raise ValueError(text)
    return int(np.datetime64(naive, "ns").view(np.int64))


def apply_edits(column: ChunkColumn, changes: Iterable[tuple[int, DatasetCell]], variable: Variable) -> ChunkColumn:
    """The column with some cells (by position) changed; later changes win. The given column stays as it is."""
    latest = dict(changes)
    if not latest:
        return column
    reasons = column.reasons.copy()
    for position, cell in latest.items():
        reasons[position] = cell.reason
    if column.kind is Kind.SET or column.kind is Kind.ONE or column.kind in NUMBERS or column.kind in DATES:
        values = column.values.copy()
        for position, cell in latest.items():
            values[position] = _stored(column, cell)
        return ChunkColumn(column.kind, values, reasons, column.categories)
    return ChunkColumn(column.kind, _texts_put(column.values, latest), reasons)


def _stored(column: ChunkColumn, cell: DatasetCell) -> np.ndarray | float:
    value = None if cell.reason else cell.value
    if column.kind is Kind.SET:
        chosen = value if isinstance(value, tuple) else ()
        return np.array([choice in chosen for choice in column.categories], dtype=bool)
    if column.kind is Kind.ONE:
        return column.categories.index(str(value)) if value in column.categories else -1
    if column.kind in NUMBERS:
        # cells of numbers hold numbers: mypy cannot tell
        return float("nan") if value is None else float(value)  # type: ignore[arg-type]
    return np.iinfo(np.int64).min if value is None else moment_number(str(value))


def _texts_put(values: pa.ChunkedArray, latest: dict[int, DatasetCell]) -> pa.ChunkedArray:
    """Strings with some replaced, touching only the chunks concerned."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    parts, start = [], 0
    for chunk in values.chunks:
        inside = {place - start: cell for place, cell in latest.items() if start <= place < start + len(chunk)}
        start += len(chunk)
        if inside:
            mask = np.zeros(len(chunk), dtype=bool)
            mask[list(inside)] = True
            new = [None if inside[place].reason else inside[place].value for place in sorted(inside)]
            chunk = pc.replace_with_mask(chunk, pa.array(mask), pa.array(new, pa.string()))
        parts.append(chunk)
    return pa.chunked_array(parts, type=pa.string())
