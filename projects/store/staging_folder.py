# SPDX-License-Identifier: MIT
"""The hidden folder in which a project is laid out before it gets its name: one writer, and nothing left behind.

What a killed program left there is no longer held: a process that waits for the end of a watched one removes it at
once, whenever that comes; a power cut's remains go when somebody works in the same place again.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from projects.store.lockfile import FILE as LOCK
from projects.store.lockfile import WriterLock
from projects.store.private_files import (
    disk_problems,
    refuse_taken,
    remove_dead_part,
    replace_file,
    sync_folder,
    user_only,
)
from projects.store.problems import CannotWrite, ProjectInUse, TargetBusy

_WATCH = """import sys
if not sys.stdin.buffer.read():
    from projects.store.staging_folder import sweep_ended
    sweep_ended(sys.argv[1])
"""
_TRIES = 5
_LOOKS, _LOOK_SECONDS = 200, 0.1  # while the killed program's files close
_EMPTY = ".pwb.part"
_PART = re.compile(
    r"lock|keys\.json|project-\d+\.db(-\w+)?|link(-\d+)?\.db(-\w+)?|(link-)?objects(-\d+)?|snapshots|\..+\.part"
)


@contextlib.contextmanager
def claimed(target: Path) -> Iterator[Path]:
    """A folder beside `target` for this writer alone; it becomes `target` at the end, or is removed after an error.

    Raises FolderTaken, TargetBusy while another writer lays something out for the same name, DiskFull, CannotWrite.
    """
    refuse_taken(target)
    part = _part_of(target)
    with disk_problems():
        lock = _locked(part, target.name)
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


def _part_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _locked(part: Path, name: str) -> WriterLock:
    for _ in range(_TRIES):
        user_only(part)
        try:
            return WriterLock(part)
        except ProjectInUse:
            raise TargetBusy(folder=name) from None
        except CannotWrite:
            if part.is_dir():
                raise
    raise CannotWrite()  # each time somebody took the folder, still empty, for one left behind


@contextlib.contextmanager
def watched(target: Path) -> Iterator[None]:
    """Have a process of its own remove what is half laid out for `target` if this program is killed in the block.

    It is there before the folder is: there is no moment at which a kill leaves something.
    """
    guard = subprocess.Popen(
        [sys.executable, "-P", "-c", _WATCH, str(_part_of(target).absolute())],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=str(Path(__file__).parents[2]),
        start_new_session=True,  # what ends a whole group of processes leaves it alone
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # it was ended by somebody
            guard.communicate(b"done")


def sweep_ended(part: str) -> None:
    """Remove what is half laid out at `part` as soon as the program that held it is gone."""
    for _ in range(_LOOKS):
        if not Path(part).is_dir() or _sweep(Path(part)):
            return
        time.sleep(_LOOK_SECONDS)


def sweep_abandoned(place: Path) -> int:
    """Remove what killed programs left half laid out in `place`; how many. It never touches what somebody still holds.

    Only a hidden folder that holds the lock of a writer and nothing but parts of a project is taken for one, an empty
    one with the name of a project, or a file's part that no program holds.
    """
    swept = 0
    with contextlib.suppress(OSError):
        for left in sorted(place.glob(".*.part")):
            swept += remove_dead_part(left) or _sweep(left)
    return swept


def _sweep(left: Path) -> bool:
    if not left.is_dir() or left.is_symlink():
        return False
    names = [path.name for path in left.iterdir()]
    if not names and left.name.endswith(_EMPTY):
        with contextlib.suppress(OSError):  # somebody begins there now
            left.rmdir()
        return not left.exists()
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
