# SPDX-License-Identifier: MIT
"""Asking, between steps of a long computation, whether it should stop. It knows no thread and computes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from wording import Progress, Stopped

BLOCK = 32_768  # rows that one step takes: a few milliseconds, and so much memory as lies near the processor
_WIDTH = 16  # columns of which a block has so many rows


def step(progress: Progress | None, fraction: float | None = None) -> None:
    """Says how far the work is and raises Stopped where the user asked for it."""
    if progress is None:
        return
    if progress.stop_requested():
        raise Stopped
    if fraction is not None:
        progress.report(min(fraction, 1.0))


def row_blocks(progress: Progress | None, stop: int, start: int = 0, width: int = 1) -> Iterator[slice]:
    """The rows from `start` to `stop` in blocks, one step each; of wide rows fewer. Raises Stopped."""
    block = max(BLOCK * _WIDTH // max(width, _WIDTH), 1)
    for first in range(start, stop, block):
        step(progress)
        yield slice(first, min(first + block, stop))
