# SPDX-License-Identifier: MIT
"""Large byte contents, read piece by piece as often as asked instead of held twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

PIECE = 1 << 20


class Pieces(Protocol):
    """`size` bytes, given out as pieces of `PIECE` bytes; the last may be shorter."""

    size: int

    def __iter__(self) -> Iterator[bytes]:
        """The pieces in order, from the first."""


def size_of(data: bytes | Pieces) -> int:
    """How many bytes there are."""
    return len(data) if isinstance(data, (bytes, bytearray, memoryview)) else data.size


def pieces_of(data: bytes | Pieces) -> Iterator[bytes | memoryview]:
    """The pieces in order; of no bytes one piece of none."""
    if not size_of(data):
        yield b""
    elif isinstance(data, (bytes, bytearray, memoryview)):
        view = memoryview(data)
        for start in range(0, len(data), PIECE):
            yield view[start : start + PIECE]
    else:
        yield from data
