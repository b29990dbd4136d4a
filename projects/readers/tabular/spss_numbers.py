# SPDX-License-Identifier: MIT
"""The numbers of a large .sav file at once, where its simple layouts allow; anything unusual is left to pyreadstat.

The layout is that of PSPP's developer guide, "System File Format": 8-byte elements, plain or with one byte in front
of each. Texts, labels and missing values are not read here.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np

_HEADER = 176
_MISSING = -np.finfo(np.float64).max
_ROWS_AT_ONCE = 8_000
_BLOCKS_AT_ONCE = 150_000
_END, _LITERAL, _SPACES, _NOTHING = 252, 253, 254, 255


class _UnusualError(Exception):
    """A layout that is not read here."""


def read_numbers(path: Path) -> list[np.ndarray] | None:
    """The numeric columns in the order of the file, float64 with NaN; None when the layout is unusual or damaged."""
    content = np.memmap(path, np.uint8, "r")
    try:
        rows, compression, bias = _header(content)
        numeric, start = _elements(content)
        del content  # the pages of the file that were looked at count as memory while it is mapped
        places = np.flatnonzero(numeric)
        columns = [np.empty(rows) for _ in places]
        pieces = (
            _plain(path, start, rows, len(numeric))
            if compression == 0
            else _packed(path, start, rows, len(numeric), bias)
        )
        done = 0
        for piece in pieces:
            turned = np.ascontiguousarray(piece.T)
            for column, place in zip(columns, places, strict=True):
                column[done : done + len(piece)] = turned[place]
            done += len(piece)
        if done != rows:
            return None
    except (_UnusualError, struct.error, IndexError, ValueError):
        return None
    for column in columns:
        column[column == _MISSING] = np.nan
    return columns


def _header(content: np.ndarray) -> tuple[int, int, float]:
    head = content[:_HEADER].tobytes()
    layout, _, compression, _, rows = struct.unpack_from("<5i", head, 64)
    (bias,) = struct.unpack_from("<d", head, 84)
    if head[:4] != b"$FL2" or layout not in (2, 3) or compression not in (0, 1) or rows < 0:
        raise _UnusualError
    return rows, compression, bias


def _elements(content: np.ndarray) -> tuple[np.ndarray, int]:
    """For each element of a case whether it is a number, and where the cases begin."""
    numeric: list[bool] = []
    place = _HEADER
    while True:
        (kind,) = _integers(content, place, 1)
        place += 4
        if kind == 2:
            width, has_label, missing = _integers(content, place, 3)
            numeric.append(width == 0)
            place += 28
            if has_label:
                (length,) = _integers(content, place, 1)
                place += 4 + (length + 3) // 4 * 4
            place += abs(missing) * 8
        elif kind == 999:
            return np.array(numeric, bool), place + 4
        else:
            place = _skipped(content, kind, place)


def _skipped(content: np.ndarray, kind: int, place: int) -> int:
    """Where the record after one of labels, documents or extensions begins."""
    if kind == 7:
        _, size, count = _integers(content, place, 3)
        return place + 12 + size * count
    (count,) = _integers(content, place, 1)
    place += 4
    if kind == 3:
        for _ in range(count):
            place += 8 + (int(content[place + 8]) + 8) // 8 * 8
        return place
    if kind == 4:
        return place + 4 * count
    if kind == 6:
        return place + 80 * count
    raise _UnusualError


def _integers(content: np.ndarray, place: int, count: int) -> tuple[int, ...]:
    return struct.unpack(f"<{count}i", content[place : place + 4 * count].tobytes())


def _plain(path: Path, start: int, rows: int, width: int) -> Iterator[np.ndarray]:
    with path.open("rb") as file:
        file.seek(start)
        for first in range(0, rows, _ROWS_AT_ONCE):
            count = min(_ROWS_AT_ONCE, rows - first)
            yield np.frombuffer(file.read(count * width * 8), "<f8").reshape(count, width)


def _packed(path: Path, start: int, rows: int, width: int, bias: float) -> Iterator[np.ndarray]:
    """Cases whose elements are a byte each, or a byte and eight more behind every group of eight."""
    waiting = np.zeros(0)
    left = rows * width
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    raw = np.frombuffer(data, np.uint8)
    place = 0
    while left > 0:
        blocks, place = _blocks(data, place)
        if not len(blocks):
            return
        values = _unpacked(raw, blocks, bias)[:left]
        left -= len(values)
        waiting = np.concatenate([waiting, values])
        whole = len(waiting) // width
        yield waiting[: whole * width].reshape(whole, width)
        waiting = waiting[whole * width :]


def _blocks(data: bytes, place: int) -> tuple[np.ndarray, int]:
    """Where the next groups of eight bytes begin: each group is followed by eight bytes for every literal in it."""
    starts = array("q")
    end = len(data) - 7
    literal = bytes([_LITERAL])
    count = data.count
    for _ in range(_BLOCKS_AT_ONCE):
        if place >= end:
            break
        starts.append(place)
        place += 8 + 8 * count(literal, place, place + 8)
    return np.frombuffer(starts, np.int64) if starts else np.zeros(0, np.int64), place


def _unpacked(raw: np.ndarray, blocks: np.ndarray, bias: float) -> np.ndarray:
    eight = np.arange(8)
    codes = raw[blocks[:, None] + eight]
    literal = codes == _LITERAL
    values = codes.astype(np.float64) - bias
    values[codes == _NOTHING] = np.nan
    if literal.any():
        order = np.cumsum(literal, axis=1)
        addresses = (blocks[:, None] + 8 * order)[literal]
        values[literal] = raw[addresses[:, None] + eight].view("<f8").reshape(-1)
    values[codes == _SPACES] = np.nan  # texts only
    ended = (codes == _END).reshape(-1)
    kept = (codes != 0).reshape(-1)
    if ended.any():
        kept[np.argmax(ended) :] = False
    found: np.ndarray = values.reshape(-1)[kept]
    return found
