# SPDX-License-Identifier: MIT
"""Files the user brought in that are still unencrypted outside the project. It deletes only those the user names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from projects.store.private_files import disk_problems, sync
from projects.store.problems import SourceChanged
from wording import Message, msg

_STEP = 1 << 20
_OWN = Path(__file__).resolve().parents[2] / "workbench"  # the sample study's files are the program's, and no secret


@dataclass(frozen=True)
class CleartextSource:
    """A file that was brought in, as it was then: what changed since is not in the project and is not deleted."""

    path: Path
    size: int
    changed: int  # nanoseconds


def cleartext_files(files: Iterable[Path]) -> list[CleartextSource]:
    """Those of the imported files, and of those in imported folders, that are still there: to be named to the user.

    Of a folder only what readers take: a QualCoder project's database, submissions; recordings and photos stay out.
    """
    found: dict[Path, CleartextSource] = {}
    for given in files:
        within = _read_within(given) if given.is_dir() else [given]
        for path in within:
            if path.is_file() and not path.is_symlink() and not path.resolve().is_relative_to(_OWN):
                status = path.stat()
                found[path.absolute()] = CleartextSource(path.absolute(), status.st_size, status.st_mtime_ns)
    return list(found.values())


def _read_within(folder: Path) -> list[Path]:
    database = folder / "data.qda"
    if database.is_file():
        return [database]
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".xml" and path.name[0] != ".")


def delete_source(source: CleartextSource) -> Message:
    """Overwrite an imported file once and delete it; what to tell the user: an SSD may keep traces all the same.

    Raises SourceChanged when it is no longer what was brought in, CannotWrite.
    """
    with disk_problems():
        if source.path.is_file():
            status = source.path.stat()
            if (status.st_size, status.st_mtime_ns) != (source.size, source.changed):
                raise SourceChanged(file=source.path.name)
            _overwrite(source.path, status.st_size)
            source.path.unlink(missing_ok=True)
    return msg("store.source_deleted", file=source.path.name)


def _overwrite(path: Path, size: int) -> None:
    """Zeros over the whole file: on a magnetic disk nothing is left to undelete."""
    with path.open("r+b") as stream:
        for start in range(0, size, _STEP):
            stream.write(bytes(min(_STEP, size - start)))
        stream.flush()
        sync(stream.fileno())
