# SPDX-License-Identifier: MIT
"""Keeping snapshots of an open project: when one is due, letting old ones go, a second place, restoring beside."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store import snapshots
from projects.store.backup.read_only_copy import unpack_snapshot
from projects.store.backup.second_place import (
    PLACES,
    clean_place,
    clear_returned_place,
    folder_in,
    has_copies,
    second_place,
    take_place,
)
from projects.store.database import connect
from projects.store.key_table import LoggedTable, could_follow, log_in_copy, logged_table
from projects.store.keys.key_file import KeyFile, Secrets, open_slots, read_key_file, slot_name
from projects.store.objects import ObjectFolder
from projects.store.private_files import (
    FOLDER_MODE,
    disk_problems,
    private_folder,
    replace_file,
    sync_file,
    sync_folder,
)
from projects.store.problems import (
    CannotWrite,
    DamagedKeys,
    DiskFull,
    FolderMoved,
    ForeignFolder,
    ForgedKeys,
    LastSnapshot,
    MissingKeys,
    NoSnapshot,
    NoSuchSnapshot,
    PlaceFull,
    PlaceRefuses,
    PlaceUnavailable,
    StoreProblem,
)
from projects.store.project_folder import objects_folder
from projects.store.schema import DROP_NOTE, REFS
from projects.store.snapshots import Snapshot, SnapshotSource
from projects.store.staging_folder import claimed
from projects.store.user_folders import ReadingPlace
from wording import Message, NoProgress, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject


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


INTERVAL = dt.timedelta(minutes=10)
DEFAULT_BUDGET = 5 * 1024**3
SMALL = 64 * 1024 * 1024  # a database below this is copied at opening; a larger one when the window is idle
REASONS = ("open", "time", "migration", "before", "rekey", "erase", "moved", "second", "close", "asked", "point")


class SnapshotKeeper:
    """The snapshots of one open project."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project
        self._last: Snapshot | None = None
        self._changed_since = dt.datetime.now(dt.UTC)
        self.wanted = False  # changes found at opening wait for a snapshot

    def list(self) -> list[Snapshot]:
        """All verified snapshots, newest first, and what each contains."""
        with self._project.locked() as opened:
            return snapshots.list_snapshots(self._project.folder, opened.keys)

    def changed(self) -> bool:
        """Whether there are actions that no snapshot holds."""
        newest = self._newest()
        return newest is None or newest.seq != self._project.head[0]

    def due(self, now: dt.datetime | None = None) -> bool:
        """Whether ten minutes of change wait for a snapshot; cheap enough to ask often."""
        now = now or dt.datetime.now(dt.UTC)
        newest = self._newest()
        if not self.changed():
            self.wanted = False
            return False
        if self.wanted or newest is None:
            return True
        waited = now - max(newest.utc, self._changed_since)
        return waited >= INTERVAL or waited < dt.timedelta(0)  # the clock was set back

    def make(self, reason: str = "asked") -> Snapshot:
        """Make and verify a snapshot, then let old ones go. Work waits only while the pages are copied.

        Raises DiskFull, CannotWrite, DamagedProject; the snapshots there are then all stay.
        """
        with self._project.locked() as opened:
            opened.stay_in_place()
            made = snapshots.make_snapshot(self._source(), reason)
            keys = opened.keys
        self._last = snapshots.verify_snapshot(made, keys)
        self._changed_since, self.wanted = self._last.utc, False
        self.thin()
        return self._last

    def thin(self) -> None:
        """Let go of snapshots beyond 24 hourly, 12 daily, 10 weekly or the size budget.

        Never of the newest, and never of those the user asked for: only the user lets those go.
        """
        for snapshot in snapshots.superseded(self.list(), self.budget):
            snapshots.remove_snapshot(snapshot)

    @property
    def budget(self) -> int:
        """How many bytes all snapshots may take together."""
        return int(self._project.setting("snapshot_budget", DEFAULT_BUDGET))

    def set_budget(self, size: int) -> None:
        """Allow so many bytes, and let go of what is beyond."""
        self._project.set_setting("snapshot_budget", size)
        self.thin()

    def remove(self, name: str) -> None:
        """Delete a snapshot because the user says so. Raises NoSnapshot; LastSnapshot for the only one."""
        self._project.writable()
        held = self.list()
        found = next((one for one in held if one.name == name), None)
        if found is None:
            raise NoSuchSnapshot(name=name)
        if len(held) == 1:
            raise LastSnapshot()
        snapshots.remove_snapshot(found)
        if self._last is not None and self._last.name == name:
            self._last = None
        when = found.utc.strftime("%Y-%m-%d %H:%M UTC")
        self._project.log("store.snapshot", msg("store.snapshot_removed", when=when))

    def replace_all(self, reason: str) -> tuple[Snapshot, int]:
        """One fresh snapshot instead of all there were; how many went (of any generation)."""
        root = self._project.folder / snapshots.FOLDER
        before = len(list(root.glob("[0-9]*")))
        made = self.make(reason)
        for folder in root.iterdir():
            if folder.name != made.name:
                snapshots.remove_folder(folder)
        return made, before

    def restore(self, name: str, target: Path, progress: Progress | None = None) -> Path:
        """Lay snapshot `name` into the new folder `target`, with the objects it refers to. Never over anything.

        Who can open the project now can open the copy, and nobody else.
        """
        with self._project.locked() as opened:
            keys, file, user = opened.keys, opened.file, opened.writer.user
        found = next((one for one in self.list() if one.name == name), None)
        if found is None:
            raise NoSuchSnapshot(name=name)
        watch = progress or NoProgress()
        restored = restore_snapshot(self._project.folder, found, target, keys, file, watch, user)
        self._project.log(
            "store.restored", msg("store.snapshot_restored", when=found.utc.strftime("%Y-%m-%d %H:%M UTC"))
        )
        return restored

    def copy_to(self, place: Path, progress: Progress | None = None) -> Path:
        """Copy the newest snapshot and the objects it lacks to a second place (a USB stick); remembers the place.

        The folder there can be listed and restored from with `restorable` and `restore_from`. Others wait only while a
        single file is copied. Raises DiskFull, Stopped; PlaceFull, PlaceUnavailable, PlaceRefuses of the place.
        """
        if self._project.setting("second_place") == str(place) and not Path(place).is_dir():
            raise PlaceUnavailable(place=str(place))  # nothing is made where a stick was
        if self._project.setting("second_place") != str(place):
            self._project.set_setting("second_place", str(place))  # first: who erases meanwhile must know of it
            if (known := folder_in(self._project, Path(place))).is_dir():
                clean_place(self._project, known)  # something may have been erased since it was the place
        snapshot = self._newest() if not self.changed() else self.make("second")
        target = self._copied(place, snapshot, progress or NoProgress())
        self._project.log("store.backup", msg("store.backed_up"))
        return target

    def forget_place(self) -> None:
        """Name no second place any more; the copies there stay."""
        self._project.set_setting("second_place", None)

    def absent_place(self) -> Message | None:
        """A sentence when a second place is named and not at hand."""
        place = second_place(self._project)
        if place is None or place.is_dir() or self._project.read_only:  # an empty folder where a stick was is no stick
            return None
        return msg("store.second_absent", place=str(place.parent))

    def lacks_newest(self) -> bool:
        """Whether the second place is at hand and has not got the newest snapshot."""
        place, snapshot = second_place(self._project), self._newest()
        if place is None or snapshot is None or self._project.read_only or not place.is_dir():
            return False
        return not (place / snapshots.FOLDER / snapshot.name).is_dir()

    def copy_along(self, progress: Progress | None = None) -> None:
        """Copy the newest snapshot to the second place, where it lacks it.

        No line of history: it is no work of a person, and must not make the next snapshot due.
        """
        place = second_place(self._project)
        if place is not None and self.lacks_newest():
            self._copied(place.parent, self._newest(), progress or NoProgress())

    def _copied(self, place: Path, snapshot: Snapshot | None, progress: Progress) -> Path:
        with _problems_of(self._project, Path(place)):
            with self._project.locked() as opened:
                opened.stay_in_place()
                file, keys = opened.file, opened.keys
                target = private_folder(folder_in(self._project, Path(place)))
                take_place(self._project, target)
                clear_returned_place(self._project, target)
            _copy_missing(self._project, target, file, progress)
            with self._project.locked(), disk_problems():
                if snapshot is None or not snapshot.folder.is_dir():  # replaced by an erasure meanwhile
                    snapshot = self._newest()
                if snapshot is None:
                    raise NoSnapshot()
                _insist_there(self._project, target)
                _copy_snapshot(snapshot, target)
                file.write(target)
                for old in snapshots.superseded(snapshots.list_snapshots(target, keys), self.budget):
                    snapshots.remove_snapshot(old)
        return target

    def _newest(self) -> Snapshot | None:
        if self._last is None or not self._last.folder.exists():
            self._last = next(iter(self.list()), None)
        return self._last

    def _source(self) -> SnapshotSource:
        with self._project.locked() as opened:
            writer = opened.writer
            names = tuple(table.name for table in self._project.model.tables if not table.derived)
            return SnapshotSource(opened.folder, opened.file, opened.keys, writer.connection, writer.link, names)


def restorable(folder: Path, passphrase: str) -> list[Snapshot]:
    """The snapshots of a project that does not open, or of a second place. Raises WrongPassphrase, ForeignFolder."""
    keys, _, _ = open_slots(keys_to_restore(folder), passphrase)
    return snapshots.list_snapshots(folder, keys)


def restore_from(folder: Path, name: str, passphrase: str, target: Path, progress: Progress | None = None) -> Path:
    """Restore a snapshot of a project that does not open, or of a second place, into the new folder `target`.

    Who can open the project now can open the copy. Raises ForgedKeys where the key file there is not what it was.
    """
    file = keys_to_restore(folder)
    keys, slot, _ = open_slots(file, passphrase)
    found = next((one for one in snapshots.list_snapshots(folder, keys) if one.name == name), None)
    if found is None:
        raise NoSuchSnapshot(name=name)
    require_known_keys(folder, file, keys)
    return restore_snapshot(folder, found, target, keys, file, progress or NoProgress(), slot_name(slot, keys))


def restore_snapshot(
    root: Path, snapshot: Snapshot, target: Path, keys: Secrets, file: KeyFile, progress: Progress, user: str
) -> Path:
    """The snapshot as a project in `target`, which the slots of `file` open.

    Raises FolderTaken, TargetBusy, DiskFull, CannotWrite; then nothing is left there.
    """
    with claimed(target) as part, disk_problems():
        unpack_snapshot(snapshot, part, file)
        refs = begin_line(part, file, keys)
        if file.version > 1:
            log_in_copy(part / file.database, keys, file, msg("store.key_table_carried"), user)
        _copy_objects(root, part, file, refs, progress)
    return target


def begin_line(folder: Path, file: KeyFile, keys: Secrets) -> set[str]:
    """Make the copy a line of its own, with anchors of its own; the refs of the objects it needs."""
    connection = connect(folder / file.database, keys.key("database"))
    try:
        connection.execute("UPDATE store_meta SET value = ? WHERE name = 'line'", (str(uuid.uuid4()),))
        connection.execute(DROP_NOTE, (PLACES,))  # those are the other line's
        return {row[0] for row in connection.execute(REFS)}
    finally:
        connection.close()


def _copy_objects(root: Path, target: Path, file: KeyFile, refs: set[str], progress: Progress) -> None:
    private_folder(objects_folder(target, file))
    with disk_problems():
        for number, ref in enumerate(sorted(refs)):
            held = ObjectFolder(objects_folder(root, file), b"", b"").path(ref)
            if held.is_file():
                _copy_file(held, private_folder(objects_folder(target, file) / held.parent.name) / ref)
            progress.report((number + 1) / len(refs))
        for folder in root.glob("link-objects*"):
            for held in folder.glob("??/?-*"):
                _copy_file(held, private_folder(target / folder.name / held.parent.name) / held.name)


@contextlib.contextmanager
def _problems_of(project: OpenProject, place: Path) -> Iterator[None]:
    """What refuses to be written is the second place, not the project: say so; no log learns its path."""
    try:
        yield
    except DiskFull:
        raise PlaceFull(place=str(place)) from None
    except FolderMoved:
        raise
    except (CannotWrite, OSError):
        there = place.is_dir() and has_copies(project, folder_in(project, place))
        raise (PlaceRefuses if there else PlaceUnavailable)(place=str(place)) from None


def _insist_there(project: OpenProject, target: Path) -> None:
    """Raises CannotWrite where the stick was taken away: nothing is made in its place."""
    if not has_copies(project, target):
        raise CannotWrite()


def _copy_missing(project: OpenProject, target: Path, file: KeyFile, progress: Progress) -> None:
    """Copy the object files that are not there yet; they are write-once, so a name is enough to know."""
    root = project.folder
    folders = [objects_folder(root, file), *root.glob("link-objects*")]
    files = [held for folder in folders for held in folder.glob("??/?-*")]
    for number, held in enumerate(files):
        if progress.stop_requested():
            raise Stopped
        with project.locked(), disk_problems():
            if held.is_file():
                _insist_there(project, target)
                _folders_below(target, held.parent.relative_to(root))
                _copy_file(held, target / held.relative_to(root))
        progress.report((number + 1) / len(files))


def _folders_below(target: Path, folder: Path) -> None:
    """Make `folder` in the second place, but not the place itself: the stick may have been taken away just now."""
    for below in (*reversed(folder.parents), folder):
        if below.name:
            (target / below).mkdir(mode=FOLDER_MODE, exist_ok=True)


def _copy_snapshot(snapshot: Snapshot, target: Path) -> None:
    """One snapshot to a second place, each file synced; under its name only when it is whole."""
    _folders_below(target, Path(snapshots.FOLDER))
    root = private_folder(target / snapshots.FOLDER)
    if (root / snapshot.name).exists():
        return
    part = private_folder(root / f".{snapshot.name}.part")
    try:
        for held in snapshot.folder.iterdir():
            shutil.copyfile(held, part / held.name)
            (part / held.name).chmod(0o600)
            sync_file(part / held.name)
        replace_file(part, root / snapshot.name)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    sync_folder(root)


def _copy_file(held: Path, target: Path) -> None:
    """Copy a write-once file into a folder there is, durable; under its name only when it is whole."""
    if target.is_file():
        return
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(held, part)
        part.chmod(0o600)
        sync_file(part)
        replace_file(part, target)
    except OSError:
        with contextlib.suppress(OSError):  # it was taken away
            part.unlink(missing_ok=True)
        raise
