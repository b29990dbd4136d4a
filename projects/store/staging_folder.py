# SPDX-License-Identifier: MIT
"""The hidden folder in which a project is laid out before it gets its name: one writer, and nothing left behind.

What a killed program left there is no longer held: it goes when somebody works in the same place again.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from projects.store.lockfile import FILE as LOCK
from projects.store.lockfile import WriterLock
from projects.store.private_files import disk_problems, refuse_taken, replace_file, sync_folder, user_only
from projects.store.problems import CannotWrite, ProjectInUse, TargetBusy

_PART = re.compile(r"lock|keys\.json|project-\d+\.db(-\w+)?|link(-\d+)?\.db(-\w+)?|(link-)?objects(-\d+)?|snapshots")


@contextlib.contextmanager
def claimed(target: Path) -> Iterator[Path]:
    """A folder beside `target` for this writer alone; it becomes `target` at the end, or is removed after an error.

    Raises FolderTaken, TargetBusy while another writer lays something out for the same name, DiskFull, CannotWrite.
    """
    refuse_taken(target)
    part = target.with_name(f".{target.name}.part")
    with disk_problems():
        user_only(part)
        try:
            lock = WriterLock(part)
        except ProjectInUse:
            raise TargetBusy(folder=target.name) from None
    placed = False
    try:
        with disk_problems():
            _clear(part)
        yield part
        with disk_problems():
            refuse_taken(target)
            if target.exists():
                target.rmdir()
            if sys.platform == "win32":
                lock.release()  # a folder with an open file keeps its name there
            replace_file(part, target)
            placed = True
            sync_folder(target.parent)
    finally:
        if not placed:
            shutil.rmtree(part, ignore_errors=True)
        lock.release()


def sweep_abandoned(place: Path) -> int:
    """Remove what killed programs left half laid out in `place`; how many. It never touches what somebody still holds.

    Only a hidden folder that holds the lock of a writer and nothing but parts of a project is taken for one.
    """
    swept = 0
    with contextlib.suppress(OSError):
        for left in sorted(place.glob(".*.part")):
            swept += _sweep(left)
    return swept


def _sweep(left: Path) -> bool:
    names = [path.name for path in left.iterdir()] if left.is_dir() and not left.is_symlink() else []
    if LOCK not in names or not all(_PART.fullmatch(name) for name in names):
        return False
    try:
        lock = WriterLock(left)
    except (ProjectInUse, CannotWrite):  # another program is still at it, or the place cannot be written
        return False
    shutil.rmtree(left, ignore_errors=True)
    lock.release()
    return not left.exists()


def _clear(part: Path) -> None:
    for left in part.iterdir():
        if left.name == LOCK:
            continue
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
