# SPDX-License-Identifier: MIT
"""Records of the readers of interviews: a file to be read, what a format is, and the text that was found."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from coding.numbering import Numbering
from coding.records import Turn
from wording import Message, discovery, msg

HEAD = 4096  # bytes of the beginning of a file by which most formats are told


@dataclass(frozen=True)
class SourceFile:
    """A file brought in: its path and its bytes."""

    path: Path
    data: bytes

    @property
    def name(self) -> str:
        """The name of the file, for sentences about it."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters and with the dot."""
        return self.path.suffix.lower()

    @cached_property
    def parts(self) -> frozenset[str]:
        """The names of the parts of a zip; none of any other file. Raises TranscriptProblem for a damaged zip."""
        if not self.data.startswith(b"PK"):
            return frozenset()
        from projects.readers.zipped_documents import Package  # zips are rare among transcripts

        with Package(self.path, self.data) as package:
            return frozenset(package.parts)


@dataclass(frozen=True)
class Comment:
    """A comment of the file on a stretch of the text, kept as an annotation."""

    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True)
class TranscriptText:
    """What a reader found: the text, what is to be told; turns only where the file itself says who speaks when.

    `numbering`: lines and pages of the file's own; with it, with comments and with `headings` (where each stands) the
    text must be normalised.
    """

    text: str
    warnings: tuple[Message, ...] = ()
    turns: tuple[Turn, ...] | None = None
    numbering: Numbering = Numbering()
    comments: tuple[Comment, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()


def in_no_package(package: zipfile.ZipFile) -> bool:
    """The format is no zip."""
    return False


@dataclass(frozen=True)
class InterviewReader:
    """One format of interviews. Its name in sentences is `reader.<id>`.

    Attributes:
        id: the kind as it is stored beside the document: "docx".
        suffixes: endings of names with the dot; the first is the usual one.
        work: "module:function" of a function SourceFile → TranscriptText. Raises TranscriptProblem.
        claims: whether a file, by its content, is of this format. Asked in the order of `rank`.
        opening: what its first bytes surely look like (after a byte order mark), where they tell the format.
        package: whether an opened zip surely is of this format, where it is a zip.
        empty_allowed: a file without a byte is an empty interview, not a mistake.
        timed: its names promise times: a file without any is told to have none.
        recognised_by_content: other kinds of files end the same way; only the content tells.
        rank: readers with a low rank are asked first; plain text, which takes all that is left, comes last.
    """

    id: str
    suffixes: tuple[str, ...]
    work: str
    claims: Callable[[SourceFile], bool]
    opening: re.Pattern[bytes] | None = None
    package: Callable[[zipfile.ZipFile], bool] = in_no_package
    empty_allowed: bool = False
    rank: int = 50
    recognised_by_content: bool = False
    timed: bool = False

    @property
    def label(self) -> Message:
        """What the format is called."""
        return msg(f"reader.{self.id}")

    def opens(self, head: bytes) -> bool:
        """Whether the first bytes of a file surely are of this format."""
        return self.opening is not None and self.opening.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def interview_readers() -> tuple[InterviewReader, ...]:
    """Every format of interviews that is read."""
    return discovery.records("projects.readers.interviews", InterviewReader)


def interview_suffixes() -> tuple[str, ...]:
    """The endings of the names of interviews, with the dot, in alphabetical order."""
    return tuple(sorted({suffix for reader in interview_readers() for suffix in reader.suffixes}))


def interview_only_suffixes() -> frozenset[str]:
    """The endings by which a file counts as an interview where its content could be anything."""
    return frozenset(
        suffix for reader in interview_readers() if not reader.recognised_by_content for suffix in reader.suffixes
    )


def interview_patterns() -> str:
    """The endings as a file dialog takes them: "*.docx *.odt …"."""
    return discovery.patterns(suffix for reader in interview_readers() for suffix in reader.suffixes)


def is_package_of_interview(path: Path) -> bool:
    """Whether a zip is a format of interviews; False also for one that is damaged: its reader says what is wrong."""
    try:
        with zipfile.ZipFile(path) as package:
            return any(reader.package(package) for reader in interview_readers())
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return False


def is_hidden(name: str) -> bool:
    """Whether a file of a folder or zip is the system's own."""
    return any(part.startswith((".", "__MACOSX", "~$")) or part == "Thumbs.db" for part in PurePosixPath(name).parts)
