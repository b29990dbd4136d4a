# SPDX-License-Identifier: MIT
"""The program's version, and the sandbox that this system puts around its helper processes."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from wording import Message, msg

_DISTRIBUTION = "protection-workbench"


def version() -> str:
    """The program's version."""
    try:
        return metadata.version(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        text = (Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8")
        return text.partition('version = "')[2].partition('"')[0]


def sandbox_status() -> Message:
    """Which walls the system holds around the processes that read files from elsewhere; or that it has none."""
    from projects.workers.sandbox import available  # more of the program: not at start

    there = available()
    if set(there) == {"landlock", "seccomp"}:
        return msg("window.walls.linux")
    if "landlock" in there or "seccomp" in there:
        return msg("window.walls.some", there=list(there))
    return msg("window.walls.windows" if there else "window.walls.none")
