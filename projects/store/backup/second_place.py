# SPDX-License-Identifier: MIT
"""Folders that hold a project's copies elsewhere: the second place of now and earlier ones.

The folder bears a mark of its project, so that it is found again after the project was renamed, and so that another
project of that name, or a restored one, never takes it for its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store.keys.key_file import FILE as KEYS
from projects.store.keys.key_file import read_key_file
from projects.store.private_files import write_durably
from projects.store.problems import StoreProblem
from projects.store.schema import NOTE, SET_NOTE
from projects.store.snapshots import list_snapshots

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

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
