# SPDX-License-Identifier: MIT
"""Folders that hold a project's copies elsewhere: the second place of now and earlier ones.

The folder bears a mark of its project, so that it is found again after the project was renamed, and so that another
project of that name, or a restored one, never takes it for its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

from sqlcipher3 import dbapi2 as sqlite

from projects.store.keys.key_file import FILE as KEYS
from projects.store.keys.key_file import read_key_file
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection
from projects.store.private_files import write_durably
from projects.store.problems import StoreProblem
from projects.store.schema import DROP_NOTE, MARK, NOTE, SET_NOTE
from projects.store.snapshots import FOLDER as SNAPSHOTS
from projects.store.snapshots import list_snapshots, remove_folder
from projects.store.unit_of_work import CLEARED, PENDING
from wording import Message, NoProgress, Progress, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject
    from projects.store.unit_of_work import Writer

PLACES = "places"  # note of the store: the folders copied to, the one used last at the end
_MARK = "mark"


def second_place(project: OpenProject) -> Path | None:
    """The folder of the copies in the second place, whether at hand or not."""
    place = project.setting("second_place")
    return folder_in(project, Path(place)) if place else None


def folder_in(project: OpenProject, place: Path) -> Path:
    """The folder below `place` that holds this project's copies, or is free to."""
    mark = _mark_of(project)
    for folder in sorted(place.glob("*-copies")):
        if _read_mark(folder) == mark:
            return folder
    folder, number = place / f"{project.folder.stem}-copies", 1
    while _is_anothers(project, folder):
        number += 1
        folder = place / f"{project.folder.stem} ({number})-copies"
    return folder


def former_places(project: OpenProject) -> list[Path]:
    """The folders of copies in places the project had before, whether at hand or not."""
    now = second_place(project)
    return [folder for folder in _noted(project) if folder != now]


def has_copies(project: OpenProject, folder: Path) -> bool:
    """Whether the copies of this project are at hand there."""
    return _read_mark(folder) == _mark_of(project)


def take_place(project: OpenProject, folder: Path) -> None:
    """Mark the folder as this project's before anything is copied there, and remember it: Erase must know of it."""
    mark = _mark_of(project)
    if _read_mark(folder) != mark:
        write_durably(folder / _MARK, mark)
    if (noted := _noted(project)) and noted[-1] == folder:
        return
    noted = [one for one in noted if one != folder] + [folder]
    with project.locked() as opened:
        connection = opened.writer.connection
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute(
                SET_NOTE,
                (PLACES, json.dumps([str(one) for one in noted])),
            )
        finally:
            connection.execute("PRAGMA query_only = ON")


def _noted(project: OpenProject) -> list[Path]:
    rows = project.query(NOTE, (PLACES,))
    return [Path(one) for row in rows for one in json.loads(row["value"])]


def _mark_of(project: OpenProject) -> bytes:
    line = str(project.query(NOTE, ("line",))[0]["value"])
    with project.locked() as opened:
        return hmac.digest(opened.keys.lasting("second place"), line.encode(), hashlib.sha256).hex().encode()


def _read_mark(folder: Path) -> bytes:
    try:
        return (folder / _MARK).read_bytes()
    except OSError:
        return b""


def _is_anothers(project: OpenProject, folder: Path) -> bool:
    """Whether another project's copies lie there; copies of before there were marks are told by what they hold."""
    if _read_mark(folder):
        return True
    if not (folder / KEYS).is_file():
        return False
    with project.locked() as opened:
        keys, file = opened.keys, opened.file
    try:
        if read_key_file(folder).project != file.project:
            return True
    except StoreProblem:
        return True
    newest = next(iter(list_snapshots(folder, keys)), None)
    return newest is not None and not project.query(
        "SELECT 1 FROM action WHERE seq = ? AND hash = ?", (newest.seq, newest.hash)
    )


ASKED = "erasing"  # in the link part: what Erase was asked for, from its commit there until all is cleared away
STALE = "stale place"  # in the project: the second place was not at hand when something was erased


@dataclass(frozen=True)
class Finished:
    """How many snapshots were replaced, and what could not be cleared away yet."""

    snapshots: int = 0
    unfinished: Message | None = None


def noted(connection: Connection, name: str) -> str | None:
    """A note of the store, or None."""
    row = connection.execute(NOTE, (name,)).fetchone()
    return None if row is None else str(row[0])


def finish_erasing(project: OpenProject, progress: Progress | None = None) -> Finished:
    """After the transaction, or after a crash that followed it: files, free pages, snapshots.

    Waits, for what lies under the link key, until that is open. Raises nothing for a full or refusing disk: it tells
    what is unfinished, and the next opening goes on.
    """
    with project.locked() as opened:
        writer = opened.writer
        held = noted(writer.connection, PENDING)
        if held is None or writer.link is None or project.read_only:
            return Finished(unfinished=unfinished_erasing(project))
        pending = json.loads(held)
        try:
            return _cleared(project, writer, pending, progress or NoProgress())
        except (sqlite.Error, OSError, StoreProblem):
            return Finished(unfinished=msg("store.erase_unfinished"))
        finally:
            writer.connection.execute("PRAGMA query_only = ON")


def unfinished_erasing(project: OpenProject) -> Message | None:
    """What an erasure still has to clear away, as a sentence; None when nothing waits."""
    with project.locked() as opened:
        waiting = noted(opened.writer.connection, PENDING) is not None
        link = opened.writer.link
        if link is None:
            return msg("store.erase_waits_for_link") if waiting else None
        if noted(link.connection, ASKED) is not None:
            waiting = True
    return msg("store.erase_unfinished") if waiting else None


class PendingErasure(TypedDict):
    """What an erasure still has to clear away: objects, those moved under the link key, the mark of what was asked."""

    refs: list[str]
    moved: list[str]
    token: NotRequired[str]


def _cleared(project: OpenProject, writer: Writer, pending: PendingErasure, progress: Progress) -> Finished:
    assert writer.link is not None
    for ref in pending["refs"]:
        writer.objects.remove(ref)
        writer.link.objects.remove(ref)
    for ref in pending["moved"]:
        writer.objects.remove(ref)
    writer.connection.execute("PRAGMA query_only = OFF")
    for connection in (writer.connection, writer.link.connection):
        connection.execute("VACUUM")  # pages that once held it are given back and written anew
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    progress.report(0.3)
    _, gone = project.snapshots.replace_all("erase" if pending.get("token") else "moved")
    if len(list((project.folder / SNAPSHOTS).iterdir())) > 1:
        return Finished(gone, msg("store.erase_unfinished"))
    target = second_place(project)
    progress.report(0.7)
    former = [folder for folder in former_places(project) if has_copies(project, folder)]
    if not all([clean_place(project, folder) for folder in former]):
        return Finished(gone, msg("store.erase_unfinished"))
    if target is not None and target.is_dir():
        if not clean_place(project, target):
            return Finished(gone, msg("store.erase_unfinished"))
        project.snapshots.copy_to(target.parent)
    writer.connection.execute("PRAGMA query_only = OFF")
    if target is not None and not target.is_dir():
        writer.connection.execute(MARK, (STALE,))
    writer.connection.execute(DROP_NOTE, (PENDING,))
    writer.link.connection.execute(DROP_NOTE, (ASKED,))
    return Finished(gone)


def clear_returned_place(project: OpenProject, target: Path) -> None:
    """The second place is at hand again: what was erased while it was away goes from there too."""
    with project.locked() as opened:
        connection = opened.writer.connection
        if noted(connection, STALE) is not None and clean_place(project, target):
            connection.execute("PRAGMA query_only = OFF")
            connection.execute(DROP_NOTE, (STALE,))
            connection.execute("PRAGMA query_only = ON")


def clean_place(project: OpenProject, target: Path) -> bool:
    """Take from the copies in a second place what was erased or moved meanwhile; whether all of it is gone.

    Its snapshots from before the last erasure or move under the link key go, and the objects the project has no more.
    """
    erased = project.query("SELECT max(seq) AS last FROM action WHERE role = 'erase'")[0]["last"]
    with project.locked() as opened:
        keys, here = opened.keys, project.folder
        last = max(int(noted(opened.writer.connection, CLEARED) or 0), erased or 0)
    if not last:
        return True
    fresh = {one.name for one in list_snapshots(target, keys) if one.seq >= last}
    old = [path for path in (target / SNAPSHOTS).glob("*") if path.name not in fresh]
    removed = [remove_folder(path) for path in old]
    gone = []
    for folder in (*target.glob("objects*"), *target.glob("link-objects*")):
        held = ObjectFolder(here / folder.name, b"", b"")
        gone += [path for path in folder.glob("??/?-*") if not held.path(path.name).is_file()]
    for path in gone:
        path.unlink(missing_ok=True)
    return all(removed) and not any(path.exists() for path in gone)
