# SPDX-License-Identifier: MIT
"""Values of REFI-QDA's XML elements: names, guids, positions, texts; and what is said of a file that cannot be read."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coding.parsing import normalise
from projects.readers.transcript_problems import TranscriptProblem, transcript_problem
from projects.readers.zipped_documents import XmlElement

_GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.IGNORECASE)
# what is said of documents in a zip, in words about a project
_OF_PROJECTS = {"coding.file.dtd": "project_dtd", "coding.file.unpacks_too_large": "project_too_large"}


@contextmanager
def said_of_projects(path: Path) -> Iterator[None]:
    """Raise what is said of documents in words about a project."""
    try:
        yield
    except TranscriptProblem as problem:
        said = _OF_PROJECTS.get(problem.message.key)
        if said is None:
            raise
        raise transcript_problem(said, file=path.name) from problem


def guid_of(given: str | None) -> str:
    """A guid in small letters without braces; what is none becomes one of its own, "" stays ""."""
    if not given:
        return ""
    held = given.strip()
    match = _GUID.fullmatch(held)
    if match:
        return sys.intern(match[1].lower())
    return str(uuid.uuid5(uuid.NAMESPACE_OID, held)) if held else ""


def fresh() -> str:
    """A new guid."""
    return str(uuid.uuid4())


def number(given: str | None) -> int:
    """A position; -1 for what is none."""
    held = (given or "").strip()
    return int(held) if held.isascii() and held.isdigit() and len(held) < 12 else -1


def text_of(element: XmlElement, child: str) -> str:
    """The text of a child element, normalised."""
    found = element.find(f"{{*}}{child}")
    return normalise(found.text).strip() if found is not None and found.text else ""


def local(element: XmlElement) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: XmlElement) -> str:
    """The namespace of an element."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
