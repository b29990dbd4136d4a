# SPDX-License-Identifier: MIT
"""Cancellation of long computations: each step asks whether it should stop."""

from __future__ import annotations

from collections.abc import Iterator

from wording import Progress, Stopped

BLOCK = 32_768  # rows that one step takes: a few milliseconds, and so much memory as lies near the processor
_WIDTH = 16  # columns of which a block has so many rows


def step(progress: Progress | None, fraction: float | None = None) -> None:
    """Say how far the work is, and stop where the user asked for it.

    Parameters
    ----------
    progress : Progress or None
        None: nothing is asked or said.
    fraction : float or None
        Share of the work that is done, cut at 1; None says nothing.

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    if progress is None:
        return
    if progress.stop_requested():
        raise Stopped
    if fraction is not None:
        progress.report(min(fraction, 1.0))


def row_blocks(progress: Progress | None, stop: int, start: int = 0, width: int = 1) -> Iterator[slice]:
    """The rows from `start` to `stop` in blocks, one step each.

    Parameters
    ----------
    progress : Progress or None
        Asked before each block whether to stop.
    stop, start : int
        Row numbers from 0; `stop` itself is not among them.
    width : int
        Columns of the table: of more than 16 a block has fewer than 32,768 rows.

    Yields
    ------
    slice
        Blocks in order, together all rows.

    Raises
    ------
    Stopped
        The user asked to stop.

    Examples
    --------
    >>> list(row_blocks(None, 40_000))
    [slice(0, 32768, None), slice(32768, 40000, None)]
    """
    block = max(BLOCK * _WIDTH // max(width, _WIDTH), 1)
    for first in range(start, stop, block):
        step(progress)
        yield slice(first, min(first + block, stop))
