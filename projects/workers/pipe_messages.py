# SPDX-License-Identifier: MIT
"""Messages on a pipe: one letter, the length in eight bytes, the content.

JSON or bytes only; it runs nothing it reads.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

JOB, PROGRESS, VALUE, PROBLEM, ERROR, PART, END = b"JPVXEAZ"  # the letters as numbers
_HEAD = struct.Struct(">BQ")
LONGEST = 4 << 30


def write_frame(stream: BinaryIO, kind: int, content: bytes | memoryview) -> None:
    """Send one message. Raises OSError when nobody listens any more."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def write_json(stream: BinaryIO, kind: int, value: object) -> None:
    """Send one message of JSON."""
    write_frame(stream, kind, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read_frame(stream: BinaryIO) -> tuple[int, bytes] | None:
    """The next message; None at the end of the pipe. Raises ValueError for what is no message."""
    head = _read(stream, _HEAD.size)
    if head is None:
        return None
    kind, length = _HEAD.unpack(head)
    if length > LONGEST:
        raise ValueError("a message longer than any message is")
    content = _read(stream, length)
    return None if content is None else (kind, content)


def _read(stream: BinaryIO, length: int) -> bytes | None:
    """Exactly `length` bytes, None when the pipe ends before."""
    if length < 1 << 16:
        content = stream.read(length)
        return content if len(content) == length else None
    buffer = bytearray(length)
    view, done = memoryview(buffer), 0
    while done < length:
        # a stream of bytes without a buffer of its own: mypy cannot tell
        count = stream.readinto(view[done:])  # type: ignore[attr-defined]
        if not count:
            return None
        done += count
    return buffer  # type: ignore[return-value]  # a buffer is as good as bytes here, and is not copied


def from_json(content: bytes) -> Any:
    """The value of a message of JSON."""
    return json.loads(bytes(content).decode("utf-8", "surrogatepass"))
