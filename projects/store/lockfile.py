# SPDX-License-Identifier: MIT
"""The lock note: one writer at a time, also across generations of the database. A killed program leaves no lock."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import TypedDict

from projects.store.encryption import SealBroken, seal, unseal
from projects.store.private_files import FILE_MODE
from projects.store.problems import CannotWrite, ProjectInUse

FILE = "lock"
_NOTE = b"lock note"
_LONGEST = 100_000  # bytes of a note


class HolderNote(TypedDict, total=False):
    """Who holds a project: name, machine, process, and since when, in ISO form with its zone."""

    user: str
    machine: str
    process: int
    since: str


class WriterLock:
    """Held from opening to closing; the operating system frees it when the process ends."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            _remove_no_file(self.path)
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
        except OSError as error:
            raise CannotWrite() from error
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise ProjectInUse() from error
        self.abandoned = any(os.read(self._descriptor, 5)[1:])  # a note is left only by a holder that was cut off
        self._noted, self._held = False, b""

    def note(self, key: bytes, content: HolderNote) -> None:
        """Leave word, sealed, of who holds the project since when."""
        sealed = seal(key, json.dumps(content).encode(), _NOTE)
        os.lseek(self._descriptor, 1, os.SEEK_SET)
        os.write(
            self._descriptor, b"\0" * 4
        )  # first no note, then the note: whoever reads meanwhile sees no half of it
        os.write(self._descriptor, sealed)
        os.lseek(self._descriptor, 1, os.SEEK_SET)
        os.write(self._descriptor, len(sealed).to_bytes(4, "big"))
        self._noted, self._held = True, len(sealed).to_bytes(4, "big") + sealed

    def is_in_place(self) -> bool:
        """Whether the folder still stands where it was opened, neither renamed nor replaced by another."""
        if sys.platform == "win32" or self._descriptor < 0:  # there a folder with open files keeps its name
            return True
        try:
            with self.path.open("rb") as stream:
                stream.seek(1)
                return stream.read(len(self._held)) == self._held
        except OSError:
            return False

    def release(self) -> None:
        """Take the note away and let others write."""
        if self._descriptor >= 0:
            if self._noted:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._descriptor, 1)
            os.close(self._descriptor)
            self._descriptor = -1


def read_note(folder: Path, key: bytes) -> HolderNote:
    """Who holds the project: what the holder noted; empty when that cannot be told."""
    try:
        with (folder / FILE).open("rb") as stream:
            stream.seek(1)  # the first byte is locked; some systems then let nobody read it
            held = stream.read(_LONGEST)
        note: HolderNote = json.loads(unseal(key, held[4 : 4 + int.from_bytes(held[:4], "big")], _NOTE))
        return note
    except (OSError, SealBroken, ValueError):
        return {}


def _remove_no_file(path: Path) -> None:
    """Take away a link or pipe in the lock's place: the note would be written over what a link leads to."""
    with contextlib.suppress(FileNotFoundError):
        kind = path.lstat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            path.unlink()


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # Windows alone has it

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # POSIX alone has it

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
