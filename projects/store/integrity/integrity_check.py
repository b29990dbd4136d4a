# SPDX-License-Identifier: MIT
"""Checks that a project is what its log says, on an encrypted private copy.

Four checks: the chain of the log; every row against its last image in the journal; every object against its name; the
head of the log against anchors outside the database. `check_folder` also answers for a project that does not open.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlite

from projects.store import key_table
from projects.store.backup.read_only_copy import copy_databases, unpack_snapshot, writable
from projects.store.database import connect
from projects.store.integrity import journal_replay
from projects.store.integrity.integrity_report import CheckFinding, CheckReport, CopyUnderCheck, ProjectUnderCheck
from projects.store.integrity.journal_replay import check_link
from projects.store.keys.key_file import FILE as KEYS
from projects.store.keys.key_file import KeyFile, Secrets, joint_link_keys, open_slots, read_key_file
from projects.store.link_database import is_under_link_key
from projects.store.lockfile import FILE as LOCK
from projects.store.lockfile import WriterLock
from projects.store.log_anchors import open_head_file
from projects.store.model import Model
from projects.store.problems import DamagedObject, LinkLocked, ProjectInUse, StoreProblem
from projects.store.project_folder import Opened, object_store, refuse_earlier
from projects.store.schema import NOTE
from projects.store.snapshots import FOLDER as SNAPSHOTS
from projects.store.snapshots import (
    Snapshot,
    back_up,
    copy_is_whole,
    link_copy_is_whole,
    list_snapshots,
    page_errors,
)
from projects.store.user_folders import ReadingPlace
from wording import NoProgress, Progress, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

_OF_KEYS = (
    "store.damaged_keys",
    "store.missing_keys",
    "store.newer_version",
    "store.forged_keys",
    "store.earlier_keys",
)
_LOCKED_FROM = 1 << 30  # SQLite, "File Format": the lock-byte page


def check_folder(
    folder: Path,
    passphrase: str,
    model: Model,
    progress: Progress | None = None,
    printed_heads: tuple[tuple[int, str], ...] = (),
) -> CheckReport:
    """Check a project that is not open here. `printed_heads`: heads (number, hash or its first digits) seen in exports.

    When somebody has it open, its newest snapshot is checked instead. Raises WrongPassphrase, ForeignFolder, and
    ProjectInUse when there is no snapshot; everything else that is wrong is a finding.
    """
    report = CheckReport()
    try:
        file = read_key_file(folder)
        keys, slot, private = open_slots(file, passphrase)
        refuse_earlier(folder, file)
        link_keys = joint_link_keys(file, slot.id, private)
    except StoreProblem as problem:
        if problem.key in _OF_KEYS:
            report.findings.append(CheckFinding("keys", problem.message))
            return report
        raise
    examined = ProjectUnderCheck(folder, file, keys, model, link_keys)
    _check_key_file(folder, file, report)
    with ReadingPlace() as place:
        if not _copy_unless_in_use(examined, place.folder):
            examined = replace(examined, in_use=True)
            newest = next(iter(list_snapshots(folder, keys)), None)
            if newest is None:
                raise ProjectInUse()
            unpack_snapshot(newest, place.folder)
            report.not_checked.append(msg("store.not_checked_in_use", when=newest.utc.strftime("%Y-%m-%d %H:%M UTC")))
        _check_database(examined, place.folder, report, progress or NoProgress(), printed_heads)
    return report


def _copy_unless_in_use(examined: ProjectUnderCheck, place: Path) -> bool:
    """Copy the databases while nobody writes; False when somebody has the project open."""
    lock = None
    if (examined.root / LOCK).is_file() and writable(examined.root):
        try:
            lock = WriterLock(examined.root)
        except ProjectInUse:
            return False
    try:
        copy_databases(examined.root, examined.file, place)
    finally:
        if lock is not None:
            lock.release()
    return True


def check_copy(
    folder: Path,
    keys: Secrets,
    model: Model,
    progress: Progress,
    printed_heads: tuple[tuple[int, str], ...],
    place: Path,
    link_keys: Secrets | None,
) -> CheckReport:
    """Check an open project, whose databases were copied to `place`."""
    report, file = CheckReport(), read_key_file(folder)
    _check_key_file(folder, file, report)
    _check_database(ProjectUnderCheck(folder, file, keys, model, link_keys), place, report, progress, printed_heads)
    return report


def check_open_project(
    project: OpenProject, progress: Progress, printed_heads: tuple[tuple[int, str], ...]
) -> CheckReport:
    """Check an open project; others wait only while its databases are copied."""
    with ReadingPlace() as place:
        with project.locked() as opened:
            copy_open_databases(opened, place.folder)
            link_keys = opened.link_keys if project.link_open else None
        return check_copy(
            project.folder, opened.keys, project.model, progress, printed_heads,
            place=place.folder, link_keys=link_keys,
        )  # fmt: skip


def copy_open_databases(opened: Opened, place: Path) -> None:
    """Copy the databases of an open project while nothing is written: as files, so that damage on the disk shows.

    A large one, of which Windows lets nobody read the part that is locked, through its connection.
    """
    copy_databases(opened.folder, opened.file, place, but=cannot_be_read)
    link = opened.writer.link
    if cannot_be_read(opened.folder / opened.file.database):
        back_up(opened.writer.connection, place / opened.file.database, opened.keys)
    if link is not None and cannot_be_read(opened.folder / opened.file.link_database):
        back_up(link.connection, place / opened.file.link_database, link.keys)


def cannot_be_read(database: Path) -> bool:
    """Whether an open database reaches the bytes at 1 GiB that SQLite locks, on Windows against reading, too."""
    return os.name != "posix" and database.is_file() and database.stat().st_size > _LOCKED_FROM


def _check_key_file(folder: Path, file: KeyFile, report: CheckReport) -> None:
    if not _key_file_is_whole(folder, file):
        report.found("keys", "check_keys")
    report.looked_at.append(msg("store.checked_keys", n=len(file.slots) + len(file.link_slots)))


def _key_file_is_whole(folder: Path, file: KeyFile) -> bool:
    """Byte for byte as it was written, and every slot as its checksum says."""
    slots = (*file.slots, *file.link_slots)
    try:
        return (folder / KEYS).read_bytes() == file.to_bytes() and all(slot.whole() for slot in slots)
    except OSError:  # taken away meanwhile
        return False


def _check_database(
    examined: ProjectUnderCheck,
    place: Path,
    report: CheckReport,
    progress: Progress,
    printed: tuple[tuple[int, str], ...],
) -> None:
    try:
        connection = connect(place / examined.file.database, examined.keys.key("database"))
    except StoreProblem as problem:
        report.findings.append(CheckFinding("pages", problem.message))
        return
    copied = CopyUnderCheck(**vars(examined), connection=connection)
    steps: tuple[Callable[[], None], ...] = (
        lambda: _check_pages(copied, report),
        lambda: journal_replay.check_chain(copied, report),
        lambda: _check_key_table(copied, report),
        lambda: journal_replay.check_removed(copied, report),
        lambda: journal_replay.check_rows(copied, report),
        lambda: _check_objects(copied, report, progress),
        lambda: _check_anchors(copied, report, printed),
        lambda: _check_snapshots(copied, report),
        lambda: journal_replay.check_derived(copied, report),
        lambda: _check_link(copied, place, report),
    )
    try:
        for step in steps:
            _guarded(step, report)
    finally:
        connection.close()


def _check_key_table(copied: CopyUnderCheck, report: CheckReport) -> None:
    """The slots are those that the log knows, and those that the data keys in force cover."""
    file, ours = copied.file, copied.link_keys
    in_snapshot = key_table.could_follow(file, copied.keys, key_table.logged_table(copied.connection, copied.keys))
    known = in_snapshot if copied.in_use else key_table.known_by(copied.connection, copied.keys, file)
    if not known:
        report.found("keys", "check_key_table")
    if file.version == 1:
        report.not_checked.append(msg("store.not_checked_key_file"))
    elif ours is None or not file.link_mac:
        report.not_checked.append(msg("store.not_checked_link_table"))
    elif not key_table.link_holds(file, ours):
        report.found("keys", "check_link_table")


def _check_link(copied: CopyUnderCheck, place: Path, report: CheckReport) -> None:
    if copied.link_keys is None:
        report.not_checked.append(msg("store.not_checked_link"))
    else:
        check_link(copied, place, copied.link_keys, report)


def _guarded(step: Callable[[], None], report: CheckReport) -> None:
    """Run one check; pages too broken to read are themselves a finding."""
    try:
        step()
    except LinkLocked:
        report.not_checked.append(msg("store.not_checked_link"))
    except StoreProblem as problem:
        report.findings.append(CheckFinding("objects", problem.message))
    except (sqlite.Error, ValueError, TypeError, KeyError, IndexError):
        report.found("pages", "check_unreadable")


def _check_pages(copied: CopyUnderCheck, report: CheckReport) -> None:
    errors = page_errors(copied.connection)
    if errors:
        report.found("pages", "check_pages", n=len(errors))
    report.looked_at.append(msg("store.checked_pages"))


def _check_objects(copied: CopyUnderCheck, report: CheckReport, progress: Progress) -> None:
    """Each object opens under its name and its content gives that name; what lies under the link key is left out."""
    objects = object_store(copied.root, copied.file, copied.keys)
    refs = [row[0] for row in copied.connection.execute("SELECT ref FROM object_index ORDER BY ref")]
    bad = 0
    for number, ref in enumerate(refs):
        if not objects.has(ref) and is_under_link_key(copied.root, ref):
            continue
        try:
            if objects.ref(objects.read(ref)) != ref:
                bad += 1
        except DamagedObject:
            bad += 1
        progress.report((number + 1) / len(refs))
    if bad:
        report.found("objects", "check_objects", n=bad)
    report.looked_at.append(msg("store.checked_objects", n=len(refs)))


def _check_anchors(copied: CopyUnderCheck, report: CheckReport, printed: tuple[tuple[int, str], ...]) -> None:
    """Heads seen earlier must still stand in the log."""
    hashes: dict[int, str] = {row[0]: row[1] for row in copied.connection.execute("SELECT seq, hash FROM action")}
    report.head = max(hashes.items(), default=(0, ""))
    anchors = [("check_head_printed", seq, head) for seq, head in printed]
    anchors += [("check_head_snapshot", s.seq, s.hash) for s in list_snapshots(copied.root, copied.keys)]
    line = copied.connection.execute(NOTE, ("line",)).fetchone()[0]
    head_file = open_head_file(copied.keys.lasting("anchors"), line)
    known_head = head_file.read() if head_file is not None else None
    if known_head is not None and not (copied.in_use and known_head.seq > report.head[0]):
        anchors.append(("check_head_user", known_head.seq, known_head.hash))
    for key, seq, head in anchors:
        if seq and not (head and str(hashes.get(seq, "")).startswith(head)):
            report.found("anchors", key, seq, seq=seq)
        elif key == "check_head_printed":
            report.looked_at.append(msg("store.checked_printed", seq=seq))
    report.looked_at.append(msg("store.checked_anchors", n=len(anchors)))
    if known_head is None:
        report.not_checked.append(msg("store.not_checked_head"))


def _check_snapshots(copied: CopyUnderCheck, report: CheckReport) -> None:
    folders = list((copied.root / SNAPSHOTS).glob("[0-9]*"))
    listed = {snapshot.folder: snapshot for snapshot in list_snapshots(copied.root, copied.keys)}
    for folder in folders:
        if folder.with_name(f".{copied.file.generation}~{folder.name}").is_dir():
            continue  # a change of key was cut after its commit: the next opening puts the new copy in place
        snapshot = listed.get(folder)
        if snapshot is None or not _snapshot_is_whole(copied, snapshot):
            report.found("snapshots", "check_snapshot", name=folder.name)
    report.looked_at.append(msg("store.checked_snapshots", n=len(folders)))


def _snapshot_is_whole(copied: CopyUnderCheck, snapshot: Snapshot) -> bool:
    """On a copy of the copy: opening may write beside the file."""
    with ReadingPlace() as place:
        target = place.folder / "project.db"
        try:
            target.write_bytes((snapshot.folder / "project.db").read_bytes())
            file = read_key_file(snapshot.folder)
            if not _key_file_is_whole(snapshot.folder, file):
                return False
            if file.version > 1 and not key_table.holds(file, copied.keys):
                return False
        except (OSError, StoreProblem):
            return False
        if not link_copy_is_whole(snapshot, copied.keys):
            return False
        return copy_is_whole(target, copied.keys, snapshot.seq, snapshot.hash)
