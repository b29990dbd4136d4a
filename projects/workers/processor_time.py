# SPDX-License-Identifier: MIT
"""Processor time of a helper process, so that a busy computer does not end an import. It ends nothing itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

WAITING = 10  # times the processor time: then a process that does nothing is ended too


def processor_seconds(process: Any) -> float | None:
    """Seconds of processor time that a `subprocess.Popen` has used; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_seconds(process)
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # after the name, which may hold blanks: state is the first
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _windows_seconds(process: Any) -> float | None:
    import ctypes  # on Windows only

    times = [ctypes.c_ulonglong() for _ in range(4)]  # creation, exit, kernel, user, in 100 nanoseconds
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere
    done = kernel.GetProcessTimes(int(process._handle), *(ctypes.byref(one) for one in times))
    return (times[2].value + times[3].value) / 1e7 if done else None
