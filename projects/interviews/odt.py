# SPDX-License-Identifier: MIT
"""The text of an OpenDocument transcript: paragraphs, lists, tables and notes as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from projects.interviews.docx import as_turn, local
from projects.interviews.packages import Package
from projects.interviews.problems import transcript_problem
from projects.readers.transcripts import SourceFile, TranscriptText
from wording import Message, msg

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SKIPPED = frozenset(("tracked-changes", "annotation", "annotation-end", "note-citation", "sequence-decls", "frame"))
_MOST_SPACES = 1000


def read(source: SourceFile) -> TranscriptText:
    """The text of an OpenDocument file. Raises TranscriptProblem."""
    text, warnings = read_odt(source.path, source.data)
    return TranscriptText(text, tuple(warnings))


def read_odt(path: Path, data: bytes | None = None) -> tuple[str, list[Message]]:
    """The text, one paragraph a line, cells of a table row parted by tabs; what to tell. Raises TranscriptProblem."""
    with Package(path, data) as package:
        if "META-INF/manifest.xml" in package.parts and _is_encrypted(package):
            raise transcript_problem("password", file=path.name)
        root = package.xml("content.xml")
    body = next((element for element in root.iter() if local(element) == "text" and _in_body(element)), None)
    if body is None:
        raise transcript_problem("damaged", file=path.name)
    notes = sum(1 for element in body.iter(f"{_TEXT}note"))
    tracked = sum(1 for element in body.iter(f"{_TEXT}changed-region"))
    warnings = [msg("coding.file.notes_in_text", n=notes)] if notes else []
    if tracked:
        warnings.append(msg("coding.file.tracked_changes", n=tracked))
    return "\n".join(_blocks(body)), warnings


def _is_encrypted(package: Package) -> bool:
    return any(local(element) == "encryption-data" for element in package.xml("META-INF/manifest.xml").iter())


def _in_body(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "body"


def _blocks(parent: Any) -> Iterator[str]:
    for child in parent:
        name = local(child)
        if name in ("p", "h"):
            yield "".join(_inline(child))
        elif name == "table-row":
            cells = [" ".join(_blocks(cell)) for cell in child if local(cell) in ("table-cell", "covered-table-cell")]
            if any(cell.strip() for cell in cells):
                yield as_turn(cells)
        elif name and name not in _SKIPPED:
            yield from _blocks(child)


def _inline(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            yield " " * _spaces(child)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "note":
            yield (
                " ["
                + " ".join(line.strip() for body in child if local(body) == "note-body" for line in _blocks(body))
                + "]"
            )
        elif name and name not in _SKIPPED:
            yield from _inline(child)
        yield child.tail or ""


def _spaces(element: Any) -> int:
    count = str(element.get(f"{_TEXT}c") or "1")
    return min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() and len(count) < 7 else 1
