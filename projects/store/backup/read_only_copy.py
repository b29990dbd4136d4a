# SPDX-License-Identifier: MIT
"""Opening a project to read only, from an encrypted copy: the newest snapshot, or a project on read-only media.

Nothing is ever opened in place: SQLite would write beside it, or silently leave out the last actions.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from projects.store import snapshots
from projects.store.keys.key_file import FILE as KEYS
from projects.store.keys.key_file import KeyFile, Secrets, joint_link_keys, open_slots, read_key_file
from projects.store.link_database import LinkPart
from projects.store.lockfile import FILE as LOCK
from projects.store.model import Model
from projects.store.private_files import disk_problems, private_folder
from projects.store.problems import CannotRead, DamagedProject, NoSnapshot
from projects.store.project_folder import Opened, open_generation
from projects.store.user_folders import ReadingPlace


@dataclass
class Copy:
    """An opened copy, the moment it shows (none: as the project is now), and where it lies until it is closed."""

    opened: Opened
    snapshot_time: dt.datetime | None
    place: ReadingPlace

    def close(self) -> None:
        """Close it and delete the copy."""
        self.opened.close()
        self.place.close()


def is_project(folder: Path) -> bool:
    """Whether `folder` looks like a project; what cannot be looked at may be one."""
    with contextlib.suppress(PermissionError):
        return (Path(folder) / KEYS).is_file()
    return True


def writable(folder: Path) -> bool:
    """Whether the project's folder can be written, and its keys, databases and lock too. Raises CannotRead."""
    try:
        files = [path for path in (folder / KEYS, folder / LOCK, *folder.glob("*.db")) if path.is_file()]
        if any(not os.access(path, os.R_OK) and path.is_file() for path in files):
            raise CannotRead()
        return os.access(folder, os.W_OK) and all(os.access(path, os.W_OK) or not path.is_file() for path in files)
    except PermissionError as error:
        raise CannotRead() from error


def open_newest_snapshot(folder: Path, passphrase: str, link: bool, model: Model) -> Copy:
    """The newest verified snapshot of a project somebody else works in. Raises NoSnapshot, WrongPassphrase."""
    keys, slot, private = open_slots(read_key_file(folder), passphrase)
    for snapshot in snapshots.list_snapshots(folder, keys):
        if snapshots.copy_is_readable(snapshot):
            with contextlib.suppress(DamagedProject):  # on the disk since it was verified: the one before it serves
                return _open_snapshot(folder, snapshot, keys, slot.id, private if link else None, model)
    raise NoSnapshot()


def _open_snapshot(
    folder: Path, snapshot: snapshots.Snapshot, keys: Secrets, slot_id: str, private: bytes | None, model: Model
) -> Copy:
    place = ReadingPlace()
    try:
        file = unpack_snapshot(snapshot, place.folder)
        opened = open_generation(place.folder, file, keys, slot_id, None, model, objects_root=folder)
        copy = Copy(opened, snapshot.utc, place)
        if private is not None:
            _use_link(copy, folder, slot_id, private, model)
        return copy
    except BaseException:
        place.close()
        raise


def open_read_only_media(folder: Path, passphrase: str, link: bool, model: Model) -> Copy:
    """A project on media that cannot be written: its databases copied, sealed as they are, to a private folder."""
    file = read_key_file(folder)
    keys, slot, private = open_slots(file, passphrase)
    place = ReadingPlace()
    try:
        copy_databases(folder, file, place.folder)
        opened = open_generation(place.folder, file, keys, slot.id, None, model, objects_root=folder)
        copy = Copy(opened, None, place)
        if link:
            _use_link(copy, folder, slot.id, private, model)
        return copy
    except BaseException:
        place.close()
        raise


def copy_databases(
    folder: Path, file: KeyFile, target: Path, but: Callable[[Path], bool] = lambda database: False
) -> None:
    """Copy keys and databases as they lie, with what waits in their write-ahead logs, `but` some. Raises DiskFull."""
    with disk_problems():
        for name in (file.database, file.link_database):
            if but(folder / name):
                continue
            for suffix in ("", "-wal"):
                held = folder / (name + suffix)
                if held.is_file():
                    shutil.copyfile(held, target / held.name)
                    (target / held.name).chmod(0o600)
    file.write(target)


def unpack_snapshot(snapshot: snapshots.Snapshot, target: Path, file: KeyFile | None = None) -> KeyFile:
    """Lay a snapshot's databases into `target` under the names a project has, with `file`, else with its own keys.

    Raises DiskFull.
    """
    private_folder(target)
    file = file or read_key_file(snapshot.folder)
    with disk_problems():
        for held, name in ((snapshots.DATABASE, file.database), (snapshots.LINK, file.link_database)):
            for suffix in ("", "-wal"):
                if (snapshot.folder / (held + suffix)).is_file():
                    shutil.copyfile(snapshot.folder / (held + suffix), target / (name + suffix))
                    (target / (name + suffix)).chmod(0o600)
    file.write(target)
    return file


def _use_link(copy: Copy, folder: Path, slot_id: str, private: bytes, model: Model) -> None:
    """Open the link part too, when a passphrase opens both."""
    keys = joint_link_keys(copy.opened.file, slot_id, private)
    if keys is not None:
        name = copy.opened.file.link_database
        copy.opened.writer.link = LinkPart(copy.opened.folder, name, keys, model.link_tables, folder)
        copy.opened.link_keys = keys
