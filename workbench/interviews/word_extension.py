# SPDX-License-Identifier: MIT
"""A stretch of a transcript made longer or shorter by one word at either end, within its turns. Pure positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from coding.records import Turn

_WORD = re.compile(r"\S+")
_FAR = 400  # characters looked at for a word


def stepped(
    text: str, turns: Sequence[Turn], start: int, end: int, at_end: bool, forwards: bool
) -> tuple[int, int] | None:
    """The stretch with one end moved by one word; None where there is no word to take or only one left."""
    low, high = _turn_around(turns, start, len(text))[0], _turn_around(turns, max(end - 1, start), len(text))[1]
    if at_end:
        moved = _next_end(text, end, high) if forwards else _last_end(text, start, end)
        return None if moved is None else (start, moved)
    moved = _next_start(text, start, end) if forwards else _last_start(text, low, start)
    return None if moved is None else (moved, end)


def _turn_around(turns: Sequence[Turn], position: int, length: int) -> tuple[int, int]:
    place = bisect_right([turn.start for turn in turns], position) - 1
    if place < 0 or position >= turns[place].end:
        return 0, length
    return turns[place].start, turns[place].end


def _next_end(text: str, end: int, high: int) -> int | None:
    found = _WORD.search(text, end, min(high, end + _FAR))
    return found.end() if found else None


def _last_end(text: str, start: int, end: int) -> int | None:
    words = list(_WORD.finditer(text, start, end))
    return words[-2].end() if len(words) > 1 else None


def _next_start(text: str, start: int, end: int) -> int | None:
    words = list(_WORD.finditer(text, start, end))
    return words[1].start() if len(words) > 1 else None


def _last_start(text: str, low: int, start: int) -> int | None:
    words = list(_WORD.finditer(text, max(low, start - _FAR), start))
    return words[-1].start() if words else None
