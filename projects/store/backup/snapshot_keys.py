# SPDX-License-Identifier: MIT
"""Compares the key file with the log of the newest snapshot."""

from __future__ import annotations

from pathlib import Path

from projects.store import snapshots
from projects.store.backup.read_only_copy import unpack_snapshot
from projects.store.database import connect
from projects.store.key_table import LoggedTable, could_follow, logged_table
from projects.store.keys.key_file import KeyFile, Secrets
from projects.store.problems import ForgedKeys
from projects.store.user_folders import ReadingPlace


def require_known_keys(folder: Path, file: KeyFile, keys: Secrets) -> None:
    """Raises ForgedKeys where the key file is not that of the newest snapshot's log, nor a later one."""
    newest = next(iter(snapshots.list_snapshots(folder, keys)), None)
    if not could_follow(file, keys, logged_in(newest, keys) if newest is not None else None):
        raise ForgedKeys()


def logged_in(snapshot: snapshots.Snapshot, keys: Secrets) -> LoggedTable | None:
    """The table of keys as the log of a snapshot has it."""
    with ReadingPlace() as place:
        copied = unpack_snapshot(snapshot, place.folder)
        connection = connect(place.folder / copied.database, keys.key("database"))
        try:
            return logged_table(connection, keys)
        finally:
            connection.close()
