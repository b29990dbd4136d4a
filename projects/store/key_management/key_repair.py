# SPDX-License-Identifier: MIT
"""Repair of a key file that the log does not know: the list of who can open the project goes back to the logged one.

A project that does not open has no other way: its passphrase still opens the database, whose log says who belongs in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from projects.store import snapshots
from projects.store.backup.snapshot_service import keys_to_restore, require_known_keys
from projects.store.key_management.keyring import SlotInfo, ways_in
from projects.store.key_table import (
    DONE,
    bare_writer,
    content_of,
    digest_of,
    holds,
    logged_table,
    storing_key_table,
)
from projects.store.keys.key_file import KeyFile, Secrets, open_slots, read_key_file, slot_name
from projects.store.lockfile import WriterLock
from projects.store.problems import ForgedKeys, StoreProblem
from wording import msg


def repair_key_file(folder: Path, passphrase: str, agree: Callable[[list[SlotInfo]], bool]) -> bool:
    """Write `keys.json` anew as the log has it, when `agree` says yes to the people in it; whether that was done.

    The passphrase may open the key file there or that of a snapshot. False where nothing is to be repaired, or the
    user said no. Raises WrongPassphrase, ProjectInUse, DamagedProject; ForgedKeys where the log's list is not at hand
    or does not hold the one who asks.
    """
    file, keys = _way_in(folder, passphrase)
    lock = WriterLock(folder)
    try:
        with bare_writer(folder / file.database, keys, "") as writer:
            logged = logged_table(writer.connection, keys)
            content = content_of(writer.connection, logged) if logged is not None else None
            if logged is None or (file == content and holds(file, keys) and _lies_so(folder, file)):
                return False
            if content is None or not holds(content, keys):
                raise ForgedKeys()
            _, mine, _ = open_slots(content, passphrase)
            if not agree(ways_in(content, keys, mine.id)):
                return False
            writer.user = slot_name(mine, keys)
            content.write(folder)
            text = msg("store.key_table_put_back")
            text = replace(text, args={"digest": digest_of(content), "serial": content.serial})
            writer.write(DONE, "log", text, storing_key_table(content))
    finally:
        lock.release()
    return True


def _lies_so(folder: Path, file: KeyFile) -> bool:
    with contextlib.suppress(StoreProblem):
        return read_key_file(folder) == file
    return False


def _way_in(folder: Path, passphrase: str) -> tuple[KeyFile, Secrets]:
    """A key file that the passphrase opens, and the keys: the project's own, else that of a snapshot."""
    first: StoreProblem | None = None
    for file in _key_files(folder):
        if isinstance(file, StoreProblem):
            first = first or file
            continue
        try:
            keys, _, _ = open_slots(file, passphrase)
        except StoreProblem as problem:
            first = first or problem
            continue
        if (folder / file.database).is_file():
            return file, keys
    raise first or ForgedKeys()


def _key_files(folder: Path) -> Iterator[KeyFile | StoreProblem]:
    there = sorted((folder / snapshots.FOLDER).glob("[0-9]*"), reverse=True)
    seen = set()
    for place in (folder, *there):
        try:
            file = read_key_file(place)
        except StoreProblem as problem:
            yield problem
            continue
        if digest_of(file) not in seen:  # each costs half a second for each slot
            seen.add(digest_of(file))
            yield file


def restored_to(folder: Path, passphrase: str) -> list[SlotInfo]:
    """Who will be able to open a copy restored from `folder`. Raises WrongPassphrase, ForeignFolder, ForgedKeys."""
    file = keys_to_restore(folder)
    keys, slot, _ = open_slots(file, passphrase)
    require_known_keys(folder, file, keys)
    return ways_in(file, keys, slot.id)
