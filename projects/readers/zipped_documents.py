# SPDX-License-Identifier: MIT
"""Word and OpenDocument files are zips of XML: single parts, checked and bounded. Pictures are never unpacked.

It parses with entities, DTDs and network off, and nothing is written to the disk.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from lxml import etree

from projects.readers.transcript_problems import transcript_problem

MOST_UNPACKED = 200_000_000  # bytes of one XML part: a transcript of 10 MB makes about 60 MB of XML
_BOMB_FROM, _BOMB_RATIO = 20_000_000, 200  # prose shrinks 5 to 40 times
_MOST_PARTS = 10_000
_CHUNK = 1 << 20
_DTD = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
_MOST_DEPTH = 200  # elements within elements; real documents stay below 40


class XmlElement(Protocol):
    """An element of an XML or HTML tree, as lxml gives it (which has no types of its own).

    `tag` has its namespace in braces; of a comment it is no text.
    """

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator[XmlElement]:
        """Its children."""

    def __len__(self) -> int:
        """How many children it has."""

    def get(self, name: str, /) -> str | None:
        """The value of an attribute."""

    def find(self, path: str, /) -> XmlElement | None:
        """The first element at a path below it."""

    def findall(self, path: str, /) -> list[XmlElement]:
        """The elements at a path below it."""

    def iterfind(self, path: str, /) -> Iterator[XmlElement]:
        """The elements at a path below it, one by one."""

    def iter(self, *tags: str) -> Iterator[XmlElement]:
        """Itself and all below it, of some tags where given."""

    def iterchildren(self, *tags: str) -> Iterator[XmlElement]:
        """Its children, of some tags where given."""

    def itertext(self) -> Iterator[str]:
        """All text within it."""

    def getparent(self) -> XmlElement | None:
        """What it stands in."""


class Package:
    """An opened container; use it as a context manager."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """`data`: the bytes of the file, where they are at hand; `path` then only names it."""
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path if data is None else io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise transcript_problem("damaged", file=self.name) from error
        entries = self._zip.infolist()
        self.parts = {entry.filename: entry for entry in entries}
        if len(entries) > _MOST_PARTS or len(self.parts) < len(entries):
            self._zip.close()
            raise transcript_problem("damaged", file=self.name)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def read(self, part: str) -> bytes:
        """The bytes of one part. Raises TranscriptProblem when it is missing, locked, damaged or a bomb."""
        entry = self.parts.get(part)
        if entry is None:
            raise transcript_problem("damaged", file=self.name)
        if entry.flag_bits & 0x1:
            raise transcript_problem("password", file=self.name)
        most = min(MOST_UNPACKED, _most(entry))
        if entry.file_size > most:
            raise transcript_problem("unpacks_too_large", file=self.name)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
            raise transcript_problem("damaged", file=self.name) from error
        if len(data) > most:
            raise transcript_problem("unpacks_too_large", file=self.name)
        return data

    def refuse_bombs(self) -> None:
        """Raises TranscriptProblem when any part unpacks to more than a file of its size can hold."""
        if any(entry.file_size > _most(entry) for entry in self.parts.values()):
            raise transcript_problem("unpacks_too_large", file=self.name)

    def check(self, part: str) -> bytes:
        """The bytes of an XML part that declares nothing. Raises TranscriptProblem for a DTD or entities."""
        data = self.read(part)
        if any(mark in data for mark in _DTD):
            raise transcript_problem("dtd", file=self.name)
        return data

    def xml(self, part: str) -> XmlElement:
        """The root element of an XML part. Raises TranscriptProblem also for a DTD, entities or absurd nesting."""
        return parsed_xml(self.check(part), self.name)


def _most(entry: zipfile.ZipInfo) -> int:
    return max(_BOMB_FROM, entry.compress_size * _BOMB_RATIO)


def parsed_xml(data: bytes, file: str) -> XmlElement:
    """The root element of XML that declares nothing. Raises TranscriptProblem: damaged, DTD, absurd nesting."""
    if any(mark in data for mark in _DTD):
        raise transcript_problem("dtd", file=file)
    # huge_tree lifts lxml's limits, ours stand instead: long answers are legitimate, deep nesting is not.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise transcript_problem("damaged", file=file) from error
    if root.getroottree().docinfo.doctype:
        raise transcript_problem("dtd", file=file)
    if _too_deep(root):
        raise transcript_problem("too_deep", file=file)
    found: XmlElement = root
    return found


def _too_deep(root: object) -> bool:
    """Whether elements are nested beyond reason, without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MOST_DEPTH:
            return True
    return False
