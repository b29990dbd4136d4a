# SPDX-License-Identifier: MIT
"""A file kept in the project, by its name for a separate process to read. Answers never lie unencrypted on a disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.project import Project

_MEMORY = Path("/dev/shm")  # noqa: S108 - files there lie in memory; the folder made in it is private


def has_memory_folder() -> bool:
    """Whether this system has a place for files in memory."""
    return _MEMORY.is_dir()


@contextmanager
def file_in_memory(name: str, data: bytes) -> Iterator[Path]:
    """The file's path while it is needed. Raises Problem where the system has no place in memory."""
    if not has_memory_folder():
        raise Problem(msg("data.form.give_original", name=name))
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        yield path


@contextmanager
def form_in_memory(name: str, kept: bytes) -> Iterator[Path]:
    """The path of a kept form while it is needed, with the files it reads beside it.

    A form, which holds no answers, may lie in the user's folder for a moment; what it looks up lies in memory only.
    """
    from projects.forms.attached_files import taken_apart  # more of the program: not at start

    with tempfile.TemporaryDirectory(dir=_MEMORY if has_memory_folder() else None) as folder:
        for file, content in taken_apart(name, kept, lookups=has_memory_folder()).items():
            (Path(folder) / file).write_bytes(content)
        yield Path(folder) / Path(name).name


def read_again(project: Project, data_set: str) -> tuple[str, bytes]:
    """What is read again with a form: the original of a data set, or its rows as collected where several files joined.

    Raises Problem for those rows where the system has no place in memory, LinkLocked while identifiers cannot be read.
    """
    from projects.datasets.form_attachment import original_file, sole_original  # numpy, 80 ms: not at start

    if not has_memory_folder() and sole_original(project, data_set) is None:
        raise Problem(msg("data.form.no_original"))
    return original_file(project, data_set)
