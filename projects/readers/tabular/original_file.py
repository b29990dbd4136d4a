# SPDX-License-Identifier: MIT
"""The original file of an import, held packed in memory until the project keeps it.

What is stored is thus what was read, though the stick it lay on be gone by then; and a survey file packs to a tenth.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store.byte_pieces import PIECE

if TYPE_CHECKING:
    import pyarrow as pa


class PackedFile:
    """The bytes of a file, piece by piece, each packed by itself."""

    def __init__(self, path: Path) -> None:
        codec = _codec()
        self.size = 0
        self._packed: list[tuple[int, bytes]] = []
        with path.open("rb", buffering=0) as stream:
            while piece := _whole_piece(stream):
                self._packed.append((len(piece), codec.compress(piece, asbytes=True)))
                self.size += len(piece)

    def __iter__(self) -> Iterator[bytes]:
        codec = _codec()
        for length, packed in self._packed:
            yield codec.decompress(packed, length, asbytes=True)


def packed(path: Path) -> PackedFile | None:
    """The file held packed; None for a folder. Raises OSError."""
    return PackedFile(path) if path.is_file() else None


def _whole_piece(stream: object) -> bytes:
    """The next piece: less than a whole one only at the end of the file."""
    parts, missing = [], PIECE
    while missing and (part := stream.read(missing)):  # type: ignore[attr-defined]  # a stream of bytes
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _codec() -> pa.Codec:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return pa.Codec("zstd", 1)
