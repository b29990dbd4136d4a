# SPDX-License-Identifier: MIT
"""`Name.pwbz`: a whole project in one file for hand-over, encrypted as it is. The caller gives the stream.

A zip without compression: keys, databases, objects, and last a list of all with their SHA-256. Snapshots stay home.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from projects.store.backup.snapshot_service import begin_line
from projects.store.database import connect
from projects.store.key_table import known_by
from projects.store.keys.key_file import FILE as KEYS
from projects.store.keys.key_file import KeyFile, Secrets, open_slots, read_key_file
from projects.store.link_database import link_objects
from projects.store.private_files import disk_problems, private_folder, sync_file
from projects.store.problems import BadPackage, DamagedProject, ForgedKeys
from projects.store.project_folder import objects_folder
from projects.store.snapshots import back_up, copy_is_whole, page_errors
from projects.store.staging_folder import claimed, watched
from projects.store.user_folders import ReadingPlace
from wording import NoProgress, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

_CONTENTS = "contents.json"
_NAME = re.compile(
    r"keys\.json|project-\d+\.db|link(-\d+)?\.db(-wal)?|(link-)?objects(-\d+)?/[0-9a-f]{2}/[a-z]-[0-9a-f]{64}"
)
_STEP = 1 << 20
_ENCIPHERED = 0x1  # a flag of a file in a zip
_LONGEST_LINE = 256  # bytes: a name, its SHA-256 and what JSON puts around them
_WRITTEN = 0.6  # how far packing is when all is written and has to be read again


def pack(project: OpenProject, stream: BinaryIO, progress: Progress | None = None) -> int:
    """Write the project as it is now to `stream`, piece by piece; how many files. Work goes on meanwhile.

    The stream is read again and compared before it counts as packed. Raises DiskFull, Stopped, BadPackage,
    DamagedProject where the identifiers cannot go along.
    """
    watch = progress or NoProgress()
    with ReadingPlace() as place:
        with project.locked() as opened:
            head = opened.writer.head()
            back_up(opened.writer.connection, place.folder / opened.file.database, opened.keys)
            if opened.writer.link is not None:
                back_up(
                    opened.writer.link.connection, place.folder / opened.file.link_database, opened.writer.link.keys
                )
            elif opened.link_problem is not None:
                raise opened.link_problem
            else:
                _copy_closed_link(opened.folder, place.folder, opened.file)
            file, keys = opened.file, opened.keys
            file.write(place.folder)
            files = [*_databases(place.folder, file), *_objects(project.folder, file)]
        if not copy_is_whole(place.folder / file.database, keys, *head):
            raise BadPackage()
        with disk_problems(), zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
            digests = {}
            for number, (name, path) in enumerate(files):
                if watch.stop_requested():
                    raise Stopped
                digests[name] = _add(package, name, path)
                watch.report(_WRITTEN * (number + 1) / len(files))
            package.writestr(_CONTENTS, json.dumps(digests, sort_keys=True))
    with disk_problems():
        stream.flush()
        verify_package(stream, watch)
        stream.seek(0, os.SEEK_END)
    project.log("store.pack", msg("store.packed"))
    return len(files)


def verify_package(source: Path | BinaryIO, progress: Progress | None = None) -> int:
    """Read the whole package and compare every file with the list; how many files. Raises BadPackage."""
    count = 0
    for _ in _verified(source, None, progress or NoProgress(), 0.0 if isinstance(source, Path) else _WRITTEN):
        count += 1
    return count


def unpack(source: Path, folder: Path, passphrase: str, progress: Progress | None = None) -> Path:
    """The project of a package in the new folder `folder`, verified.

    Raises BadPackage, WrongPassphrase, FolderTaken, TargetBusy, DiskFull; then nothing is left there.
    """
    with watched(folder), claimed(folder) as part:
        with disk_problems():
            for path in _verified(source, part, progress or NoProgress()):
                sync_file(path)
        file = read_key_file(part)
        keys, _, _ = open_slots(file, passphrase)
        private_folder(objects_folder(part, file))
        _check_pages(part, file, keys)
    return folder


def _check_pages(part: Path, file: KeyFile, keys: Secrets) -> None:
    """Every page is authentic; the copy becomes a line of its own, with anchors of its own."""
    connection = connect(part / file.database, keys.key("database"))
    try:
        if page_errors(connection):
            raise BadPackage()
        if not known_by(connection, keys, file):
            raise ForgedKeys()
    finally:
        connection.close()
    begin_line(part, file, keys)


def _verified(source: Path | BinaryIO, target: Path | None, progress: Progress, begun: float = 0.0) -> Iterator[Path]:
    try:
        if isinstance(source, Path) and not source.is_file():
            raise BadPackage()
        with zipfile.ZipFile(source) as package:
            names = _names(package)
            digests = json.loads(package.read(_CONTENTS))
            if not isinstance(digests, dict) or sorted(names) != sorted(digests):
                raise BadPackage()
            for number, name in enumerate(names):
                if progress.stop_requested():
                    raise Stopped
                path = target / name if target is not None else None
                if _take(package, name, path) != digests[name]:
                    raise BadPackage()
                progress.report(begun + (1 - begun) * (number + 1) / len(names))
                yield path or Path(name)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, RecursionError) as error:
        raise BadPackage() from error


def _names(package: zipfile.ZipFile) -> list[str]:
    """The names of the files, but for the list of them. Raises BadPackage for what `pack` never writes.

    That is: another name, anything compressed or enciphered (nothing may grow when unpacked), a list too long for so
    few files.
    """
    entries = package.infolist()
    names = [entry.filename for entry in entries if entry.filename != _CONTENTS]
    plain = all(
        entry.compress_type == zipfile.ZIP_STORED
        and entry.compress_size == entry.file_size
        and not entry.flag_bits & _ENCIPHERED
        for entry in entries
    )
    if not plain or KEYS not in names or not all(_NAME.fullmatch(name) for name in names):
        raise BadPackage()
    if package.getinfo(_CONTENTS).file_size > _LONGEST_LINE * (len(names) + 1):
        raise BadPackage()
    return names


def _take(package: zipfile.ZipFile, name: str, path: Path | None) -> str:
    """Read one file of the package, to `path` if given; its SHA-256. The declared size is a bound."""
    whole, left = hashlib.sha256(), package.getinfo(name).file_size
    if path is not None:
        private_folder(path.parent)
        path.touch(mode=0o600)
    with package.open(name) as stream:
        while piece := stream.read(min(_STEP, max(left, 1))):
            left -= len(piece)
            if left < 0:
                raise BadPackage()
            whole.update(piece)
            if path is not None:
                with path.open("ab") as target:
                    target.write(piece)
    return whole.hexdigest()


def _add(package: zipfile.ZipFile, name: str, path: Path) -> str:
    whole = hashlib.sha256()
    entry = zipfile.ZipInfo(name)  # no time, no mode: nothing about the machine
    entry.file_size = path.stat().st_size
    with package.open(entry, "w", force_zip64=True) as target, path.open("rb") as stream:
        while piece := stream.read(_STEP):
            whole.update(piece)
            target.write(piece)
    return whole.hexdigest()


def _databases(place: Path, file: KeyFile) -> list[tuple[str, Path]]:
    names = (KEYS, file.database, file.link_database, f"{file.link_database}-wal")
    return [(name, place / name) for name in names if (place / name).is_file()]


def _objects(root: Path, file: KeyFile) -> list[tuple[str, Path]]:
    folders = (objects_folder(root, file), root / link_objects(file.link_database))
    return [(path.relative_to(root).as_posix(), path) for folder in folders for path in sorted(folder.glob("??/?-*"))]


def _copy_closed_link(root: Path, place: Path, file: KeyFile) -> None:
    """Identifiers that are closed go along as they lie. Raises DamagedProject where they are gone."""
    database = root / file.link_database
    if not database.is_file() or not database.stat().st_size:
        raise DamagedProject(file=database.name)
    for suffix in ("", "-wal"):
        held = root / (file.link_database + suffix)
        if held.is_file():
            shutil.copyfile(held, place / held.name)
            (place / held.name).chmod(0o600)
