# SPDX-License-Identifier: MIT
"""Text that the transcript leaves out: speakers' labels, said in the margin, and blank lines.

Positions are code points; `offsets` maps them across what is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding.records import Turn

_LONGEST_LABEL = 200  # characters between two turns: more is text that nobody parsed, and is shown
_BLANK_LINES = re.compile(r"(?:\n[ \t\u00a0\u202f]*)+(?=\n)")


def left_out(text: str, turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """The stretches that are not shown, in order and apart. Between two turns exactly one line end stays."""
    hidden: list[tuple[int, int]] = []
    place = 0
    for number, turn in enumerate(turns):
        hidden += _between(text, place, turn.start, first=number == 0)
        if text.find("\n", turn.start, turn.end) >= 0:
            hidden += [match.span() for match in _BLANK_LINES.finditer(text, turn.start, turn.end)]
        place = turn.end
    if place < len(text) and not text[place:].strip():
        hidden.append((place, len(text)))
    return hidden


def _between(text: str, start: int, end: int, *, first: bool) -> Iterator[tuple[int, int]]:
    """What lies between two turns, but for the line end that keeps them apart."""
    if end - start > _LONGEST_LABEL or start >= end:
        return
    if first:
        yield start, end
        return
    line_end = text.find("\n", start, end)
    if line_end < 0:
        return
    if line_end > start:
        yield start, line_end
    if line_end + 1 < end:
        yield line_end + 1, end
