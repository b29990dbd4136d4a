# SPDX-License-Identifier: MIT
"""Reads REFI-QDA 1.5 codebooks (.qdc), and the codes of a project (.qdpx).

It parses with entities, DTDs and network off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coding.exchange import Exchange, ExchangeCode
from projects.readers.other_programs.refi_elements import fresh, guid_of, local, namespace, said_of_projects, text_of
from projects.readers.transcript_problems import transcript_problem
from projects.readers.zipped_documents import XmlElement, parsed_xml

_CODEBOOK = "urn:QDA-XML:codebook:1"
_MOST_CODES = 25_000


def read_qdc(path: Path, data: bytes) -> Exchange:
    """The codebook of a .qdc file. Raises TranscriptProblem."""
    with said_of_projects(path):
        root = parsed_xml(data, path.name)
    if local(root) != "CodeBook" or not namespace(root).startswith(_CODEBOOK):
        raise transcript_problem("no_refi_codebook", file=path.name)
    found = Exchange(name=path.stem, origin=root.get("origin") or "")
    found.codes = list(codes_of(root, path.name))
    return found


def codes_of(root: XmlElement, file: str) -> Iterator[ExchangeCode]:
    """All codes, those above first. Raises TranscriptProblem for more than any codebook has."""
    book = root if local(root) == "CodeBook" else root.find("{*}CodeBook")
    pending = [(code, "") for code in reversed(book.findall("{*}Codes/{*}Code"))] if book is not None else []
    seen: set[str] = set()
    while pending:
        code, parent = pending.pop()
        guid = guid_of(code.get("guid")) or fresh()
        if guid in seen:
            raise transcript_problem("guid_twice", file=file, name=code.get("name") or guid)
        seen.add(guid)
        if len(seen) > _MOST_CODES:
            raise transcript_problem("too_many_codes", file=file, n=_MOST_CODES)
        codable = (code.get("isCodable") or "true").strip().lower() not in ("false", "0")
        yield ExchangeCode(guid, parent, code.get("name") or guid, text_of(code, "Description"),
                           _colour(code.get("color")), codable)  # fmt: skip
        pending += [(below, guid) for below in reversed(code.findall("{*}Code"))]


def _colour(given: str | None) -> str:
    held = (given or "").strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", held):
        held = "#" + "".join(digit * 2 for digit in held[1:])
    return held if re.fullmatch(r"#[0-9a-f]{6}", held) else ""
