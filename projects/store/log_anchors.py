# SPDX-License-Identifier: MIT
"""The head of a project's log, remembered outside the project in this user's own folder. It holds no name and no data.

It is rewritten after each action without waiting for the disk: the database alone decides what is durable. An old or
unreadable anchor proves nothing; one that the log does not contain shows that the log was put back or rewritten.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from projects.store.keys.key_file import Secrets
from projects.store.ports import Connection
from projects.store.private_files import FILE_MODE
from projects.store.problems import StoreProblem
from projects.store.schema import LAST_ACTION, NOTE
from projects.store.user_folders import anchors_folder

_RECORD = 512


@dataclass(frozen=True)
class Anchor:
    """A head seen earlier: action number, its hash, when."""

    seq: int
    hash: str
    utc: dt.datetime


class HeadFile:
    """The anchor of one line of a project (a restored copy is a line of its own)."""

    def __init__(self, key: bytes, line: str) -> None:
        self._key = key
        self._path = anchors_folder() / hmac.digest(key, line.encode(), hashlib.sha256).hex()[:32]
        self._descriptor = -1
        self._turn = 0

    def write(self, seq: int, head: str) -> None:
        """Remember this head, in one of two places by turns: a torn write leaves the other."""
        if self._descriptor < 0:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), FILE_MODE)
        body = json.dumps({"seq": seq, "hash": head, "utc": dt.datetime.now(dt.UTC).isoformat()}).encode()
        record = (body.ljust(_RECORD - 32) + hmac.digest(self._key, body, hashlib.sha256))[:_RECORD]
        os.lseek(self._descriptor, self._turn * _RECORD, os.SEEK_SET)
        os.write(self._descriptor, record)
        self._turn = 1 - self._turn

    def read(self) -> Anchor | None:
        """The newest head remembered, if one is readable."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return None
        found = [self._parsed(data[start : start + _RECORD]) for start in (0, _RECORD)]
        return max((anchor for anchor in found if anchor), key=lambda anchor: anchor.seq, default=None)

    def _parsed(self, record: bytes) -> Anchor | None:
        body, tag = record[:-32].rstrip(b" "), record[-32:]
        if len(record) != _RECORD or not hmac.compare_digest(tag, hmac.digest(self._key, body, hashlib.sha256)):
            return None
        held = json.loads(body)
        return Anchor(held["seq"], held["hash"], dt.datetime.fromisoformat(held["utc"]))

    def forget(self) -> None:
        """Remove the anchor: the user knowingly accepts the project as it is now."""
        self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def open_head_file(key: bytes, line: str) -> HeadFile | None:
    """The head file, or none where the user's folder cannot be written: the project must open all the same."""
    try:
        return HeadFile(key, line)
    except (StoreProblem, OSError):
        return None


def head_file_of(connection: Connection, keys: Secrets, folder: Path | None = None) -> HeadFile | None:
    """What this computer remembers of the project; with `folder` of a copy there that was worked in beside another."""
    line = connection.execute(NOTE, ("line",)).fetchone()[0]
    return open_head_file(keys.lasting("anchors"), line if folder is None else f"{line} {folder.resolve()}")


def missing_head(connection: Connection, keys: Secrets, folder: Path) -> tuple[Anchor | None, bool]:
    """The head this computer saw last, where the log does not hold it: the folder was put back, rewritten, or copied
    and both were worked in; and whether that was said of this folder, which was not put back since."""
    seen = _not_held(connection, head_file_of(connection, keys))
    if seen is None:
        return None, False
    own = head_file_of(connection, keys, folder)
    return seen, own is not None and own.read() is not None and _not_held(connection, own) is None


def _not_held(connection: Connection, head_file: HeadFile | None) -> Anchor | None:
    seen = head_file.read() if head_file is not None else None
    if seen is None or not seen.seq:
        return None
    row = connection.execute("SELECT hash FROM action WHERE seq = ?", (seen.seq,)).fetchone()
    return None if row is not None and row[0] == seen.hash else seen


def remember_told(connection: Connection, keys: Secrets, folder: Path) -> HeadFile | None:
    """Where the head of this folder is kept from now on, as it was said that it lacks the other; its present one."""
    own = head_file_of(connection, keys, folder)
    with contextlib.suppress(OSError):  # a full disk: it is said again
        last = connection.execute(LAST_ACTION).fetchone()
        if own is not None and last is not None:
            own.write(*last)
    return own
