# SPDX-License-Identifier: MIT
"""Looks at a zip container before any reader opens it: bombs, DTDs, encryption, nesting. It unpacks nothing to disk."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

from projects.imported.problems import damaged, import_problem

MOST_ENTRIES = 10_000
MOST_UNPACKED = 1_500_000_000
BOMB_FROM, BOMB_RATIO = 40_000_000, 150  # text of real sheets shrinks 5 to 40 times
_CHUNK = 1 << 20
_DTD = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))


def open_zip(path: Path) -> zipfile.ZipFile:
    """The container, checked; the caller closes it. Raises ImportProblem for one that is damaged, locked or a bomb."""
    try:
        container = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(path.name) from error
    try:
        _check_entries(container, path.name)
    except BaseException:
        container.close()
        raise
    return container


def _check_entries(container: zipfile.ZipFile, name: str) -> None:
    entries = container.infolist()
    if len(entries) > MOST_ENTRIES:
        raise import_problem("too_many_parts", file=name)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise import_problem("password", file=name)
    if len({entry.filename for entry in entries}) < len(entries):
        raise damaged(name)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise import_problem("unpacks_too_large", file=name)
    for entry in entries:
        if entry.file_size > BOMB_FROM and entry.file_size > BOMB_RATIO * max(entry.compress_size, 1):
            raise import_problem("unpacks_too_large", file=name)


def refuse_dtd(container: zipfile.ZipFile, name: str) -> None:
    """Raises ImportProblem when an XML part declares a DTD or entities, or does not unpack whole."""
    for entry in container.infolist():
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            try:
                with container.open(entry) as part:
                    _refuse_in_part(part, name)
            except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
                raise damaged(name) from error


def _refuse_in_part(part: IO[bytes], name: str) -> None:
    tail = b""
    while block := part.read(_CHUNK):
        window = tail + block
        if any(mark in window for mark in _DTD):
            raise import_problem("dtd", file=name)
        tail = window[-32:]
