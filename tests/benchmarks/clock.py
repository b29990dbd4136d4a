# SPDX-License-Identifier: MIT
"""Wall and processor time of a piece of work; the processes it started count once they have ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


def processor_time() -> float:
    """Seconds of processor used by this process and by those it started that have ended."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system  # its own in nanoseconds, not ticks of 10 ms


def timed(work: Callable[[], Made]) -> tuple[Made, float, float]:
    """What the work gives, its seconds by the clock on the wall, and those of the processor."""
    before, start = processor_time(), time.perf_counter()
    made = work()
    return made, time.perf_counter() - start, processor_time() - before
