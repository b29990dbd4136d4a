# SPDX-License-Identifier: MIT
"""A file kept in the project, under its name for a process apart to read. What people answered never lies on a disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wording import Problem, msg

_MEMORY = Path("/dev/shm")  # noqa: S108 - files there lie in memory; the folder made in it is private


def lies_in_memory() -> bool:
    """Whether this system has a place for files in memory."""
    return _MEMORY.is_dir()


@contextmanager
def held(name: str, data: bytes, *, private: bool = True) -> Iterator[Path]:
    """The file's path while it is needed. A form, which holds no answers, may lie in the user's folder for a moment.

    Raises Problem for a private file where the system has no place in memory.
    """
    if private and not lies_in_memory():
        raise Problem(msg("data.form.give_original", name=name))
    with tempfile.TemporaryDirectory(dir=_MEMORY if lies_in_memory() else None) as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        yield path
