# SPDX-License-Identifier: MIT
"""Making and opening the folder of a project: keys, databases, objects, lock."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from projects.store import key_table, snapshots
from projects.store.database import assert_not_plain, connect, database_problem
from projects.store.history import read_stacks
from projects.store.keys import key_file as keyfile
from projects.store.keys.key_file import (
    KeyFile,
    Secrets,
    Slot,
    joint_slot,
    make_slot,
    new_secrets,
    open_slots,
    read_key_file,
)
from projects.store.link_database import LinkPart, create_link_part, link_objects
from projects.store.lockfile import WriterLock, read_note
from projects.store.log_anchors import Anchor, head_file_of, missing_head, remember_told
from projects.store.migrations import create_schema, migrate, needs_migration
from projects.store.model import Model
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection
from projects.store.private_files import disk_problems, private_folder, refuse_taken, sync_folder, user_only
from projects.store.problems import (
    CannotWrite,
    DamagedProject,
    DiskFull,
    EarlierKeys,
    FolderMoved,
    ForgedKeys,
    LinkLocked,
    ProjectInUse,
    StoreProblem,
)
from projects.store.snapshots import finish_staged
from projects.store.staging_folder import sweep_abandoned
from projects.store.unit_of_work import Writer

_GENERATION = re.compile(r"project-\d+\.db|link(-\d+)?\.db|(link-)?objects(-\d+)?")


@dataclass
class Opened:
    """An open folder: its keys, its writer, its lock."""

    folder: Path
    file: KeyFile
    keys: Secrets
    slot_id: str
    writer: Writer
    lock: WriterLock | None
    link_keys: Secrets | None = None
    link_problem: StoreProblem | None = None
    since: dt.datetime | None = None
    put_back: Anchor | None = None  # a head this computer has seen that the log does not hold
    told: bool = False  # whether that was said of this folder before

    @contextlib.contextmanager
    def saying_why_closed(self) -> Iterator[None]:
        """Where the identifiers are closed because their file is damaged, raise that instead of LinkLocked."""
        try:
            yield
        except LinkLocked as closed:
            if self.link_problem is None:
                raise
            raise self.link_problem from closed

    def stay_in_place(self) -> None:
        """Raises FolderMoved where the folder is not at its place any more: what is written there would be apart."""
        if self.lock is not None and not self.lock.is_in_place():
            raise FolderMoved(folder=self.folder.name)

    def open_link(self, passphrase: str, model: Model) -> None:
        """Open the link part with a passphrase of its own."""
        link_keys, _, _ = open_slots(self.file, passphrase, "link")
        self.use_link(link_keys, model)
        if self.lock is not None:
            key_table.fix_table(self)

    def use_link(self, link_keys: Secrets, model: Model) -> None:
        """Open the link part with its keys. Raises ForgedKeys where its slots are not those it was closed with."""
        if self.file.link_mac and not key_table.link_holds(self.file, link_keys):
            raise ForgedKeys()
        self.link_keys = link_keys
        self.writer.link = LinkPart(self.folder, self.file.link_database, link_keys, model.link_tables)
        self.link_problem = None

    def note_holder(self) -> None:
        """Leave word in the lock of who works, on which machine, since when: for whoever finds the project in use."""
        if self.lock is not None:
            self.since = self.since or dt.datetime.now(dt.UTC)
            since = self.since.isoformat()
            with contextlib.suppress(OSError):  # a full disk: the lock holds all the same, it only names nobody
                self.lock.note(
                    self.keys.key("lock"),
                    {"user": self.writer.user, "machine": platform.node(), "process": os.getpid(), "since": since},
                )

    def close_link(self) -> None:
        """Close the link part."""
        if self.writer.link is not None:
            self.writer.link.close()
            self.writer.link = None

    def change_generation(self, file: KeyFile, keys: Secrets, link_keys: Secrets | None) -> None:
        """After the commit of a new key: close the old databases, open the new ones, remove the old."""
        model, user, had_link = self.writer.model, self.writer.user, self.writer.link
        link_keys = link_keys or (had_link.keys if had_link is not None else None)
        self.close_link()
        if self.writer.head_file is not None:
            self.writer.head_file.close()
        self.writer.connection.close()
        self.file, self.keys = file, keys
        anew = open_generation(self.folder, file, keys, self.slot_id, self.lock, model)
        self.writer, self.put_back, self.told = anew.writer, anew.put_back, anew.told
        self.writer.user = user
        self.note_holder()
        if link_keys is not None:
            self.use_link(link_keys, model)
        if self.put_back is None:
            sweep_generations(self.folder, file)

    def accept_rollback(self) -> None:
        """Let go of the higher head that this computer remembers: the project goes on from where it is now."""
        if self.put_back is not None:
            for remembered in (self.writer.head_file, head_file_of(self.writer.connection, self.keys)):
                if remembered is not None:
                    remembered.forget()
            self.writer.head_file = head_file_of(self.writer.connection, self.keys)
            self.put_back = None
            sweep_generations(self.folder, self.file)

    def note_told(self) -> None:
        """Remember outside the folder that its missing head was said: from now on it has a memory of its own."""
        self.told, self.writer.head_file = True, remember_told(self.writer.connection, self.keys, self.folder)

    def close_databases(self) -> None:
        """Close the databases; the lock stays."""
        self.close_link()
        if self.writer.head_file is not None:
            self.writer.head_file.close()
        self.writer.connection.close()

    def close(self) -> None:
        """Close everything."""
        self.close_databases()
        if self.lock is not None:
            self.lock.release()


def objects_folder(folder: Path, file: KeyFile) -> Path:
    """Where the objects of this generation lie."""
    return folder / ("objects" if file.generation == 1 else f"objects-{file.generation}")


def object_store(folder: Path, file: KeyFile, keys: Secrets) -> ObjectFolder:
    """The objects of this generation."""
    return ObjectFolder(objects_folder(folder, file), keys.key("objects"), keys.lasting("object names"))


def create(folder: Path, passphrase: str, link_passphrase: str | None, model: Model, user: str = "") -> Opened:
    """A new project folder, its passphrases named after `user`; `keys.json` last: a half-made folder is no project."""
    refuse_taken(folder)
    existed = folder.exists()
    previous = os.umask(0o077)
    try:
        with disk_problems():
            user_only(folder)
            return _fill(folder, passphrase, link_passphrase, model, user)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            folder.mkdir(exist_ok=True)
        raise
    finally:
        os.umask(previous)


def _fill(folder: Path, passphrase: str, link_passphrase: str | None, model: Model, user: str) -> Opened:
    keys, link_keys = new_secrets(), new_secrets()
    file = KeyFile(project=str(uuid.uuid4()))
    slot, _ = make_slot(file, keys, passphrase, name=user)
    if link_passphrase is None:
        link_slot = joint_slot(file, slot, link_keys)
    else:
        link_slot, _ = make_slot(file, link_keys, link_passphrase, name=user, part="link")
    file = key_table.sealed(replace(file, slots=(slot,), link_slots=(link_slot,)), keys, link_keys)
    lock = WriterLock(folder)
    with contextlib.ExitStack() as stack:
        stack.callback(lock.release)
        private_folder(objects_folder(folder, file))
        connection = connect(folder / file.database, keys.key("database"), create=True)
        stack.callback(connection.close)
        create_schema(connection, model, file.project)
        assert_not_plain(folder / file.database)
        create_link_part(folder, file.link_database, link_keys)
        assert_not_plain(folder / file.link_database)
        file.write(folder)
        sync_folder(folder.parent)
        opened = _opened(folder, file, keys, slot.id, connection, lock, model)
        opened.use_link(link_keys, model)
        stack.pop_all()
    return opened


def open_folder(folder: Path, passphrase: str, link: bool, model: Model) -> Opened:
    """Open the project for writing; with `link` also its link part when the same passphrase opens it."""
    file = read_key_file(folder)
    keys, slot, private = open_slots(file, passphrase)
    lock = _lock(folder, keys)
    with contextlib.ExitStack() as stack:
        stack.callback(lock.release)
        file = read_key_file(folder)  # another writer may have changed the keys before it let go
        keys_now = keyfile.open_slot(file, _same_slot(file, slot.id), private)
        if keys_now is None:
            raise DamagedProject(file=keyfile.FILE)
        opened = open_generation(folder, file, keys_now, slot.id, lock, model)
        stack.callback(opened.close_databases)
        key_table.finish_key_change(opened)
        if opened.put_back is None:
            sweep_generations(folder, opened.file)
        _sweep_scratch(folder)
        sweep_abandoned(folder.parent)
        if link:
            _try_link(opened, slot.id, private, model)
        stack.pop_all()
    del keys
    with contextlib.suppress(DiskFull, CannotWrite):  # a full disk must not keep anybody from reading
        key_table.fix_table(opened)
    return opened


def _lock(folder: Path, keys: Secrets) -> WriterLock:
    """The lock of the one writer. Raises ProjectInUse, which tells who holds it since when."""
    try:
        return WriterLock(folder)
    except ProjectInUse as problem:
        raise held_by(folder, keys) from problem


def held_by(folder: Path, keys: Secrets) -> ProjectInUse:
    """The problem that tells who holds the project, as the holder noted it."""
    note = read_note(folder, keys.key("lock"))
    try:
        since = dt.datetime.fromisoformat(note["since"]).astimezone().replace(tzinfo=None)
    except (KeyError, ValueError):
        return ProjectInUse()
    return ProjectInUse(str(note.get("user", "")), str(note.get("machine", "")), since)


def _sweep_scratch(folder: Path) -> None:
    """Remove what an export that was cut short left in clear."""
    for left in folder.glob(".export-*"):
        shutil.rmtree(left, ignore_errors=True)


def refuse_earlier(folder: Path, file: KeyFile) -> None:
    """Raise EarlierKeys where the database that `file` names is gone and that of a later key is there."""
    if not (folder / file.database).exists():
        numbers = (path.stem.removeprefix("project-") for path in folder.glob("project-*.db"))
        if any(number.isdecimal() and int(number) > file.generation for number in numbers):
            raise EarlierKeys()


def open_generation(
    folder: Path,
    file: KeyFile,
    keys: Secrets,
    slot_id: str,
    lock: WriterLock | None,
    model: Model,
    objects_root: Path | None = None,
) -> Opened:
    """Open the database that `file` names; an older one is brought forward, after a snapshot of it as it was.

    Raises EarlierKeys where a new key has replaced it.
    """
    refuse_earlier(folder, file)
    connection = connect(folder / file.database, keys.key("database"))
    try:
        # before anything is written
        put_back, told = missing_head(connection, keys, folder) if lock is not None else (None, False)
        if lock is not None and needs_migration(connection, model):
            _keep_as_it_was(snapshots.SnapshotSource(folder, file, keys, connection))
        migrate(connection, model, file.project)
        opened = _opened(folder, file, keys, slot_id, connection, lock, model, objects_root)
        if put_back is not None:
            own = head_file_of(connection, keys, folder) if told else None  # the higher head is kept
            opened.put_back, opened.told, opened.writer.head_file = put_back, told, own
        return opened
    except sqlite.Error as error:
        connection.close()
        raise database_problem(error, file.database) from error
    except BaseException:
        connection.close()
        raise


def _keep_as_it_was(source: snapshots.SnapshotSource) -> None:
    """A snapshot before the schema changes, once: one that an earlier try made serves, when it is whole."""
    held = next(iter(snapshots.list_snapshots(source.folder, source.keys)), None)
    if held is None or held.reason != "migration" or not snapshots.is_of(held, source):
        snapshots.verify_snapshot(snapshots.make_snapshot(source, "migration"), source.keys)


def _opened(
    folder: Path,
    file: KeyFile,
    keys: Secrets,
    slot_id: str,
    connection: Connection,
    lock: WriterLock | None,
    model: Model,
    objects_root: Path | None = None,
) -> Opened:
    connection.execute("PRAGMA query_only = ON")
    stacks = read_stacks(connection)
    writer = Writer(connection, model, object_store(objects_root or folder, file, keys), keys.lasting("chain"), stacks)
    if lock is not None:
        writer.head_file = head_file_of(connection, keys)
    return Opened(folder, file, keys, slot_id, writer, lock)


def sweep_generations(folder: Path, file: KeyFile) -> None:
    """Remove what a change of key left: the old generation after its commit, the new one before it.

    Refuses to remove anything while the generation that `keys.json` names has no database.
    """
    if not (folder / file.database).is_file() or not (folder / file.link_database).is_file():
        return
    kept = {file.database, file.link_database, objects_folder(folder, file).name, link_objects(file.link_database)}
    for path in folder.iterdir():
        if _GENERATION.fullmatch(path.name.removesuffix("-wal").removesuffix("-journal")):
            if path.name.removesuffix("-wal").removesuffix("-journal") in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
    finish_staged(folder, file)


def _try_link(opened: Opened, slot_id: str, private: bytes, model: Model) -> None:
    """Open the link part when the slot that opened the project opens it too."""
    link_keys = keyfile.joint_link_keys(opened.file, slot_id, private)
    if link_keys is not None:
        try:
            opened.use_link(link_keys, model)
        except DamagedProject as problem:  # the project opens without it; `check` tells more
            opened.link_problem = problem
            return
        opened.writer.sweep_link()
        opened.writer.sweep_moved()


def _same_slot(file: KeyFile, slot_id: str) -> Slot:
    for slot in file.slots:
        if slot.id == slot_id:
            return slot
    raise DamagedProject(file=keyfile.FILE)
