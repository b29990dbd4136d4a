# SPDX-License-Identifier: MIT
"""Compares the key file with the log of the newest snapshot."""

from __future__ import annotations

import contextlib
from pathlib import Path

from projects.store import snapshots
from projects.store.backup.read_only_copy import unpack_snapshot
from projects.store.database import connect
from projects.store.key_table import LoggedTable, could_follow, logged_table
from projects.store.keys.key_file import KeyFile, Secrets, read_key_file
from projects.store.problems import DamagedKeys, ForeignFolder, ForgedKeys, MissingKeys, StoreProblem
from projects.store.user_folders import ReadingPlace


def keys_to_restore(folder: Path) -> KeyFile:
    """The key file of a project or second place; where it is cut or gone, the newest whole one kept in a snapshot.

    Raises ForeignFolder, MissingKeys, DamagedKeys, NewerVersion, CannotRead.
    """
    try:
        return read_key_file(folder)
    except (DamagedKeys, MissingKeys, ForeignFolder):
        for place in sorted((folder / snapshots.FOLDER).glob("[0-9]*"), reverse=True):
            with contextlib.suppress(StoreProblem):
                return read_key_file(place)
        raise


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
