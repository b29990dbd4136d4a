# SPDX-License-Identifier: MIT
"""Private files and durable writes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from projects.store.problems import CannotWrite, DiskFull, FolderTaken, StoreProblem

FOLDER_MODE, FILE_MODE = 0o700, 0o600
_PART = re.compile(r"\..+\.[0-9a-f]{8}\.part", re.DOTALL)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}


def read_plain(path: Path, most: int = -1) -> bytes:
    """The bytes of a file, at most `most`. Raises OSError, for a pipe or device too: it would keep the reader waiting.

    Whoever can write the folder of a project may have put anything there.
    """
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(opened, "rb") as stream:
        kind = os.fstat(opened).st_mode
        if not stat.S_ISREG(kind):
            raise IsADirectoryError(str(path)) if stat.S_ISDIR(kind) else OSError(errno.EINVAL, "no plain file")
        return stream.read(most)


def private_folder(folder: Path) -> Path:
    """`folder`, made if need be, for this user only (0700)."""
    if not folder.parent.is_dir():
        private_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    if os.name == "posix":
        folder.chmod(FOLDER_MODE)
    return folder


def refuse_taken(folder: Path) -> None:
    """Raises FolderTaken where a new project would lie over something; DiskFull, CannotWrite for no place at all."""
    with disk_problems():
        try:
            folder.lstat()
        except FileNotFoundError:
            return
        if not folder.is_dir() or any(folder.iterdir()):
            raise FolderTaken(folder=folder.resolve().name or str(folder))


def user_only(folder: Path) -> Path:
    """The root of a private tree, for this user only: on Windows by an access list that all in it inherits."""
    private_folder(folder)
    if sys.platform == "win32":
        from projects.store import win32_api  # more of the program: not at start

        win32_api.give_to_user(folder)
    return folder


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data` at once, and make its name durable.

    After a crash the file holds either the old bytes or the new. Raises DiskFull, CannotWrite.
    """
    with disk_problems():
        write_whole(path, (data,))
        sync_folder(path.parent)


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace `path` by the pieces at once: a temporary beside it, fsync, rename. Its name lasts once its folder does.

    Raises DiskFull, CannotWrite.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with disk_problems():
        try:
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), FILE_MODE
            )
            with os.fdopen(descriptor, "wb") as stream:
                hold(descriptor)
                for piece in pieces:
                    stream.write(piece)
                stream.flush()
                sync(stream.fileno())
            replace_file(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def hold(descriptor: int) -> bool:
    """Mark an open part as somebody's while it is open; whether nobody else holds it. Windows does so by itself."""
    if sys.platform == "win32":
        return True
    import fcntl  # POSIX alone has it

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # another program, or a disk that knows no locks
        return False
    return True


def remove_dead_part(part: Path) -> bool:
    """Remove a part (`.name.1a2b3c4d.part`) of this user that a killed program left; whether it is gone."""
    try:
        if not _PART.fullmatch(part.name) or not stat.S_ISREG((there := part.lstat()).st_mode):
            return False
        if time.time() - there.st_mtime < 1 or (hasattr(os, "getuid") and there.st_uid != os.getuid()):
            return False  # just begun, perhaps not held yet; somebody else's
        descriptor = os.open(part, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb"):
            dead = hold(descriptor)
        if dead:
            part.unlink()
    except OSError:  # Windows, while somebody holds it; a folder that cannot be written
        return False
    return dead


def replace_file(temporary: Path, path: Path) -> None:
    """Let `path` be what `temporary` is, at once. It lasts when this returns (Windows) or after `sync_folder`."""
    if sys.platform == "win32":
        from projects.store import win32_api  # more of the program: not at start

        win32_api.replace(temporary, path)
    else:
        temporary.replace(path)


def sync(descriptor: int) -> None:
    """Make what was written durable. On macOS `fsync` leaves it in the memory of the disk: F_FULLFSYNC does not."""
    if sys.platform == "darwin":
        import fcntl  # POSIX alone has it

        with contextlib.suppress(OSError):  # a network disk may not know it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable (Windows keeps no handle on folders: renames are journaled there)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make the bytes of `path` durable."""
    with path.open("rb+") as stream:
        sync(stream.fileno())


@contextlib.contextmanager
def disk_problems() -> Iterator[None]:
    """Turn the system's refusals to write into DiskFull or CannotWrite."""
    try:
        yield
    except StoreProblem:
        raise
    except OSError as error:
        raise disk_problem(error) from error


def disk_problem(error: OSError) -> StoreProblem:
    """The problem to show for a write the system refused."""
    return DiskFull() if error.errno in _NO_ROOM else CannotWrite()


def harden_process() -> None:
    """Files for this user only (umask 077) and no core dumps, for the whole process."""
    os.umask(0o077)
    if sys.platform == "win32":
        from projects.store import win32_api  # more of the program: not at start

        win32_api.no_fault_reports()
    else:
        import resource  # POSIX alone has it

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
