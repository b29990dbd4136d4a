# SPDX-License-Identifier: MIT
"""Records of the readers of other programs' projects: a file to be read, and what a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wording import Message, discovery, msg

SQLITE = b"SQLite format 3\0"  # how a database begins


@dataclass(frozen=True)
class ExchangeFile:
    """A file that may be another program's: its path, its beginning, the names of its parts where it is a zip."""

    path: Path
    head: bytes
    parts: frozenset[str]


@dataclass(frozen=True)
class ExchangeReader:
    """One format of another program's projects. Its name in sentences is `reader.exchange.<id>`.

    Attributes:
        id: the format: "qdpx".
        suffixes: endings of names with the dot that promise it: a file named so that is none is said to be damaged.
        work: "module:function" of a function (path, bytes) → Exchange. Raises TranscriptProblem.
        claims: whether a file, by its content, is of this format. Asked in the order of `rank`.
        in_folders: whether such a file in a folder or zip of interviews is read with them.
        rank: readers with a low rank are asked first.
    """

    id: str
    suffixes: tuple[str, ...]
    work: str
    claims: Callable[[ExchangeFile], bool]
    in_folders: bool = False
    rank: int = 50

    @property
    def label(self) -> Message:
        """What the format is called."""
        return msg(f"reader.exchange.{self.id}")


def exchange_readers() -> tuple[ExchangeReader, ...]:
    """Every format of another program's projects that is read."""
    return discovery.records("projects.readers.exchange", ExchangeReader)


def exchange_suffixes() -> tuple[str, ...]:
    """The endings of projects that are read among the files of a folder or zip of interviews."""
    return tuple(suffix for reader in exchange_readers() if reader.in_folders for suffix in reader.suffixes)


def exchange_patterns() -> str:
    """The endings as a file dialog takes them, such as those of REFI-QDA and QualCoder."""
    return discovery.patterns(suffix for reader in exchange_readers() for suffix in reader.suffixes)
