# SPDX-License-Identifier: MIT
"""Finds words in a transcript without regard to case and accents. It folds a text once and shows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coding.case_folding import Folded, fold, fold_plain
from wording import NoProgress, Progress, Stopped

_PIECE = 40_000  # characters folded in one go: a thread that folds lets the window breathe in between


@dataclass(frozen=True)
class FoldedPiece:
    """A stretch of the text, whole lines, folded."""

    start: int
    folded: Folded


def fold_text(text: str, progress: Progress | None = None) -> list[FoldedPiece]:
    """The text folded piece by piece. Raises Stopped."""
    watch, pieces = progress or NoProgress(), []
    for start, end in _pieces(text):
        if watch.stop_requested():
            raise Stopped
        pieces.append(FoldedPiece(start, fold(text[start:end])))
        watch.report(end / len(text))
    return pieces


def find_all(pieces: list[FoldedPiece], wanted: str, limit: int = 20_000) -> list[tuple[int, int]]:
    """Where `wanted` stands, as stretches of the real text, in order."""
    looked_for = fold_plain(wanted)
    found: list[tuple[int, int]] = []
    if not looked_for:
        return found
    for piece in pieces:
        text, place = piece.folded.text, 0
        while (place := text.find(looked_for, place)) >= 0:
            end = place + len(looked_for)
            found.append((piece.start + piece.folded.original(place), piece.start + piece.folded.original(end)))
            if len(found) >= limit:
                return found
            place = end
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE)
        end = len(text) if end < 0 else end + 1
        yield start, end
        start = end
