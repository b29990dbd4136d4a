# SPDX-License-Identifier: MIT
"""Asking, between steps of a long computation, whether it should stop. It knows no thread and computes nothing."""

from __future__ import annotations

from wording import Progress, Stopped


def step(progress: Progress | None, fraction: float | None = None) -> None:
    """Says how far the work is and raises Stopped where the user asked for it."""
    if progress is None:
        return
    if progress.stop_requested():
        raise Stopped
    if fraction is not None:
        progress.report(min(fraction, 1.0))
