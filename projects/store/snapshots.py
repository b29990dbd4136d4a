# SPDX-License-Identifier: MIT
"""Verified copies of the databases and keys under `snapshots/`. Objects are shared, never copied here.

A snapshot is made beside, reopened and checked, and only then gets its name. It is never opened in place for work.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from sqlcipher3 import dbapi2 as sqlite

from projects.store.database import connect, database_problem
from projects.store.encryption import SealBroken, seal, unseal
from projects.store.hash_chain import START
from projects.store.history import message_of
from projects.store.keys.key_file import FILE as KEYS
from projects.store.keys.key_file import KeyFile, Secrets
from projects.store.ports import Connection
from projects.store.private_files import (
    disk_problems,
    private_folder,
    replace_file,
    sync_file,
    sync_folder,
    write_durably,
)
from projects.store.problems import DamagedProject
from projects.store.schema import LAST_ACTION
from projects.store.user_folders import ReadingPlace
from wording import Message, text_from_json, text_to_json

FOLDER = "snapshots"
DATABASE, LINK, ABOUT = "project.db", "link.db", "about"
LASTING = ("asked", "point", "migration")
Link = tuple[Secrets, Secrets]  # the link keys before and after


@dataclass(frozen=True)
class Snapshot:
    """One verified copy: when, why (a key below `store.snapshot_reason.`), up to which action, what it contains."""

    name: str
    folder: Path
    utc: dt.datetime
    reason: str
    seq: int
    hash: str
    size: int
    counts: dict[str, int] = field(default_factory=dict)  # rows per table
    last: Message | None = None  # what was done last before it

    @property
    def lasting(self) -> bool:
        """Whether the user asked for it, or it is of an earlier version: only the user lets it go."""
        return self.reason in LASTING


@dataclass(frozen=True)
class SnapshotSource:
    """What a snapshot is made from: an open database, the keys, and the link database if there is one open."""

    folder: Path
    file: KeyFile
    keys: Secrets
    connection: Connection
    link: Any = None
    tables: tuple[str, ...] = ()


def make_snapshot(source: SnapshotSource, reason: str) -> Snapshot:
    """Copy the databases while nothing is written. Not verified yet: `verify_snapshot` gives it its name.

    Raises DiskFull, CannotWrite, DamagedProject; a broken copy is removed, the ones there are stay.
    """
    now = dt.datetime.now(dt.UTC)
    with disk_problems():
        root = private_folder(source.folder / FOLDER)
        part = private_folder(root / f".{secrets.token_hex(4)}.part")
    try:
        with disk_problems():
            back_up(source.connection, part / DATABASE, source.keys)
            _copy_link(source, part)
            about = _about(source, reason, now) | {"link": _link_digest(part)}
            (part / ABOUT).touch(mode=0o600)
            (part / ABOUT).write_bytes(seal(source.keys.key("snapshots"), json.dumps(about).encode(), b"about"))
            sync_file(part / ABOUT)
            write_durably(part / KEYS, source.file.to_bytes())
            sync_folder(part)
    except (sqlite.Error, OSError) as error:
        shutil.rmtree(part, ignore_errors=True)
        raise (database_problem(error, "project.db") if isinstance(error, sqlite.Error) else error) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return _snapshot(part, about)


def verify_snapshot(made: Snapshot, keys: Secrets) -> Snapshot:
    """Reopen the copy, check every page and its head, and give it its name. Raises DamagedProject and removes it."""
    if not copy_is_whole(made.folder / DATABASE, keys, made.seq, made.hash):
        shutil.rmtree(made.folder, ignore_errors=True)
        raise DamagedProject(file=DATABASE)
    target = made.folder  # a name of its own, also where one of the same second has gone and its copy has not
    while target.exists():
        target = made.folder.with_name(f"{made.name}-{secrets.token_hex(2)}")
    with disk_problems():
        replace_file(made.folder, target)
        sync_folder(target.parent)
    return _snapshot(target, _read_about(target, keys))


def copy_is_whole(path: Path, keys: Secrets, seq: int, head: str) -> bool:
    """Whether a database copy opens, every page is authentic, and it ends with that action."""
    try:
        connection = connect(path, keys.key("database"), journal="DELETE")
    except DamagedProject:
        return False
    try:
        return not page_errors(connection) and _head(connection) == (seq, head)
    except sqlite.DatabaseError:
        return False
    finally:
        connection.close()


def page_errors(connection: Connection) -> list[str]:
    """What the cipher's and the database's own checks say of the pages; empty when all is well.

    What waits in the write-ahead log is put in its place first: the cipher's check looks at the file alone, where a
    page may rightly be half written as long as the log holds it whole. So this is for copies.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    if not found:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    return found


def copy_is_readable(snapshot: Snapshot) -> bool:
    """Whether the files of a verified snapshot are all still there."""
    return all((snapshot.folder / name).is_file() for name in (DATABASE, KEYS))


def link_copy_is_whole(snapshot: Snapshot, keys: Secrets) -> bool:
    """Whether the link database of a snapshot is as it was copied."""
    return bool(_read_about(snapshot.folder, keys)["link"] == _link_digest(snapshot.folder))


def is_of(snapshot: Snapshot, source: SnapshotSource) -> bool:
    """Whether a snapshot is whole, and holds the last action of an open database."""
    path, held = snapshot.folder / DATABASE, (snapshot.seq, snapshot.hash)
    whole = copy_is_whole(path, source.keys, *held) and link_copy_is_whole(snapshot, source.keys)
    return whole and held == _head(source.connection)


def list_snapshots(root: Path, keys: Secrets) -> list[Snapshot]:
    """The snapshots below `root` (a project, or its folder in the second place) that these keys open, newest first."""
    found = []
    for folder in (root / FOLDER).glob("[0-9]*"):
        try:
            found.append(_snapshot(folder, _read_about(folder, keys)))
        except (OSError, SealBroken, ValueError):
            continue  # another generation's, or damaged: `check` tells
    return sorted(found, key=_age, reverse=True)


def _age(snapshot: Snapshot) -> tuple[int, dt.datetime, str]:
    """By what they hold, then by the clock: a clock may be set back."""
    return snapshot.seq, snapshot.utc, snapshot.name


def sweep_parts(folder: Path) -> None:
    """Remove what broken runs left behind."""
    for part in (folder / FOLDER).glob(".*"):
        if "~" in part.name:
            continue  # of a change of key: `finish_staged` knows
        shutil.rmtree(part, ignore_errors=True)


def stage_reencrypted(snapshot: Snapshot, old: Secrets, new: Secrets, file: KeyFile, link: Link | None) -> None:
    """Lay a copy of `snapshot` under new keys beside it, hidden; `finish_staged` puts it in place after the commit."""
    part = private_folder(snapshot.folder.with_name(f".{file.generation}~{snapshot.name}"))
    reencrypt(snapshot.folder / DATABASE, old, part / DATABASE, new)
    if not copy_is_whole(part / DATABASE, new, snapshot.seq, snapshot.hash):
        raise DamagedProject(file=DATABASE)
    if (snapshot.folder / LINK).is_file():
        if link is not None:
            reencrypt(snapshot.folder / LINK, link[0], part / LINK, link[1])
        else:
            for suffix in ("", "-wal"):
                if (snapshot.folder / (LINK + suffix)).is_file():
                    shutil.copyfile(snapshot.folder / (LINK + suffix), part / (LINK + suffix))
                    (part / (LINK + suffix)).chmod(0o600)
                    sync_file(part / (LINK + suffix))
    about = json.dumps(_read_about(snapshot.folder, old) | {"link": _link_digest(part)}).encode()
    write_durably(part / ABOUT, seal(new.key("snapshots"), about, b"about"))
    write_durably(part / KEYS, file.to_bytes())
    sync_folder(part.parent)


def finish_staged(folder: Path, file: KeyFile) -> None:
    """After a change of key: staged snapshots of this generation replace theirs; those of another are dropped."""
    for part in (folder / FOLDER).glob(".*~*"):
        generation, name = part.name[1:].split("~", 1)
        if generation == str(file.generation):
            shutil.rmtree(part.with_name(name), ignore_errors=True)
            replace_file(part, part.with_name(name))
        else:
            shutil.rmtree(part, ignore_errors=True)


def reencrypt(path: Path, old: Secrets, target: Path, new: Secrets) -> None:
    """A copy of the closed database `path` under another key, durable."""
    with ReadingPlace() as place:
        copy = place.folder / path.name
        for suffix in ("", "-wal"):
            if path.with_name(path.name + suffix).is_file():
                shutil.copyfile(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
        connection = connect(copy, old.key("database"), journal="DELETE")
        try:
            back_up(connection, target, new)
        finally:
            connection.close()


def remove_snapshot(snapshot: Snapshot) -> None:
    """Delete one: hidden first, so that a half-deleted one is never listed."""
    shutil.rmtree(_hidden(snapshot.folder), ignore_errors=True)


def remove_folder(folder: Path) -> bool:
    """Delete what lies among the snapshots, of another key or the rest of one too; whether all of it is gone."""
    left = folder
    if folder.name[0] != ".":
        with contextlib.suppress(OSError):  # somebody holds it open: what can be deleted goes
            left = _hidden(folder)
    shutil.rmtree(left, ignore_errors=True)
    return not folder.exists() and not left.exists()


def _hidden(folder: Path) -> Path:
    gone = folder.with_name(f".{folder.name}.gone")
    shutil.rmtree(gone, ignore_errors=True)  # of an earlier one of that name, cut off by a loss of power
    replace_file(folder, gone)
    return gone


def superseded(snapshots: Sequence[Snapshot], budget: int) -> list[Snapshot]:
    """Which to let go: kept are the newest, the last of each of 24 hours, 12 days, 10 weeks, within `budget` bytes.

    Those the user asked for are kept until the user deletes them; they leave less of the budget to the others.
    """
    asked = [snapshot for snapshot in snapshots if snapshot.lasting]
    newest_first = sorted((one for one in snapshots if not one.lasting), key=_age, reverse=True)
    if not newest_first:
        return []
    spared = 1 if newest_first[0] == max(snapshots, key=_age) else 0  # the newest of all is never let go
    budget -= sum(one.size for one in asked)
    keep: list[Snapshot] = newest_first[:1]
    for width, count in ((dt.timedelta(hours=1), 24), (dt.timedelta(days=1), 12), (dt.timedelta(weeks=1), 10)):
        seen: set[int] = set()
        for snapshot in newest_first:
            # by the clock, not by age: else each new copy would push out the one before it, and none would grow old
            bucket = int(snapshot.utc.timestamp() // width.total_seconds())
            if bucket not in seen and len(seen) < count:
                seen.add(bucket)
                keep.append(snapshot)
    ordered = sorted({snapshot.name: snapshot for snapshot in keep}.values(), key=_age, reverse=True)
    size, kept = 0, set()
    for number, snapshot in enumerate(ordered):
        size += snapshot.size
        if number < spared or size <= budget:
            kept.add(snapshot.name)
    return [snapshot for snapshot in newest_first if snapshot.name not in kept]


def back_up(connection: Connection, path: Path, keys: Secrets) -> None:
    """Copy an open database to the new file `path`, durable."""
    copy = connect(path, keys.key("database"), create=True, journal="DELETE")
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    sync_file(path)


def _copy_link(source: SnapshotSource, part: Path) -> None:
    """The link database, sealed as it is: copied page by page when open, else as a file (nobody writes it then)."""
    if source.link is not None:
        back_up(source.link.connection, part / LINK, source.link.keys)
        return
    path = source.folder / source.file.link_database
    for suffix in ("", "-wal"):
        held = path.with_name(path.name + suffix)
        if held.is_file():
            shutil.copyfile(held, part / (LINK + suffix))
            (part / (LINK + suffix)).chmod(0o600)
            sync_file(part / (LINK + suffix))


class SnapshotNote(TypedDict):
    """What a snapshot tells of itself: when and why, the last action, rows by table, the digest of the link part."""

    utc: str
    reason: str
    seq: int
    hash: str
    counts: dict[str, int]
    last: object
    link: NotRequired[str]


def _about(source: SnapshotSource, reason: str, now: dt.datetime) -> SnapshotNote:
    seq, head = _head(source.connection)
    counts = {
        table: source.connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in source.tables
    }
    last = text_to_json(message_of(source.connection, seq)) if seq else None
    return {"utc": now.isoformat(), "reason": reason, "seq": seq, "hash": head, "counts": counts, "last": last}


def _link_digest(folder: Path) -> str:
    """The SHA-256 of the link database of a snapshot, which may lie under a key that is not open."""
    whole = hashlib.sha256()
    for suffix in ("", "-wal"):
        if (folder / (LINK + suffix)).is_file():
            whole.update((folder / (LINK + suffix)).read_bytes())
    return whole.hexdigest()


def _head(connection: Connection) -> tuple[int, str]:
    row = connection.execute(LAST_ACTION).fetchone()
    return (row[0], row[1]) if row else (0, START)


def _read_about(folder: Path, keys: Secrets) -> SnapshotNote:
    about: SnapshotNote = json.loads(unseal(keys.key("snapshots"), (folder / ABOUT).read_bytes(), b"about"))
    return about


def _snapshot(folder: Path, about: SnapshotNote) -> Snapshot:
    utc = dt.datetime.fromisoformat(about["utc"])
    name = folder.name if folder.name[0] != "." else utc.strftime("%Y%m%dT%H%M%S")
    size = sum(path.stat().st_size for path in folder.iterdir())
    last = text_from_json(about["last"]) if about.get("last") else None
    return Snapshot(name, folder, utc, about["reason"], about["seq"], about["hash"], size, about["counts"], last)
