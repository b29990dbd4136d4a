# SPDX-License-Identifier: MIT
"""Exchange records as plain values, across the border of the process that reads a foreign file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coding.exchange import LISTS, Exchange
from projects.exchange.foreign_database import SQLITE
from wording import text_from_json, text_to_json


def exchange_to_json(found: Exchange) -> dict[str, Any]:
    """As plain values: records become lists."""
    stored: dict[str, Any] = {name: getattr(found, name) for name in LISTS}
    return {**stored, "name": found.name, "origin": found.origin, "told": [text_to_json(one) for one in found.told]}


def exchange_from_json(stored: dict[str, Any]) -> Exchange:
    """The exchange that `exchange_to_json` gave."""
    found = Exchange(stored["name"], stored["origin"])
    for name, record in LISTS.items():
        setattr(found, name, [record(*row) for row in stored[name]])
    found.told = [text_from_json(one) for one in stored["told"]]
    return found


def exchange_kind(path: Path, head: bytes, parts: frozenset[str]) -> str:
    """Which format of exchange a file is: "qdpx", "qdc", "qda", "taguette", or "" for none, by its content.

    A file named `.qdpx`, `.qdc` or `.qda` that is none of them counts as one: its reader says what is wrong.
    """
    suffix = path.suffix.lower()
    if any("/" not in part and part.lower().endswith(".qde") for part in parts):
        return "qdpx"
    if head.startswith(SQLITE):
        return "qda" if b"code_text" in head or suffix == ".qda" else "taguette"
    if b"urn:QDA-XML:codebook:" in head:
        return "qdc"
    return suffix[1:] if suffix in (".qdpx", ".qdc", ".qda") else ""


def read_exchange(path: Path, data: bytes, kind: str) -> Exchange:
    """Read a file of a format that `exchange_kind` names. Raises TranscriptProblem."""
    from projects.exchange.qualcoder import read_qualcoder
    from projects.exchange.refi_reader import read_qdc, read_qdpx
    from projects.exchange.taguette import read_taguette

    if kind == "qdpx":
        return read_qdpx(path, data)
    if kind == "qdc":
        return read_qdc(path, data)
    return read_qualcoder(path, data) if kind == "qda" else read_taguette(path, data)
