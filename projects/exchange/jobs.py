# SPDX-License-Identifier: MIT
"""Exchange records as plain values, across the border of the process that reads a foreign file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coding.exchange import LISTS, Exchange
from projects.readers.exchange_files import ExchangeFile, exchange_readers
from wording import discovery, text_from_json, text_to_json


def exchange_to_json(found: Exchange) -> dict[str, Any]:
    """As plain values: records become lists."""
    stored: dict[str, Any] = {name: getattr(found, name) for name in LISTS}
    return {**stored, "name": found.name, "origin": found.origin, "told": [text_to_json(one) for one in found.messages]}


def exchange_from_json(stored: dict[str, Any]) -> Exchange:
    """The exchange that `exchange_to_json` gave."""
    found = Exchange(stored["name"], stored["origin"])
    for name, record in LISTS.items():
        setattr(found, name, [record(*row) for row in stored[name]])
    found.messages = [text_from_json(one) for one in stored["told"]]
    return found


def exchange_kind(path: Path, head: bytes, parts: frozenset[str]) -> str:
    """The id of the reader of `projects/readers/exchange/` that claims a file by its content, or "" for none.

    A file named as one that is none of them counts as one: its reader says what is wrong.
    """
    file = ExchangeFile(path, head, parts)
    readers = exchange_readers()
    claimed = [one for one in readers if one.claims(file)]
    named = [one for one in readers if path.suffix.lower() in one.suffixes]
    return next((one.id for one in (*claimed, *named)), "")


def read_exchange(path: Path, data: bytes, kind: str) -> Exchange:
    """Read a file of a format that `exchange_kind` names. Raises TranscriptProblem."""
    reader = next(one for one in exchange_readers() if one.id == kind)
    found: Exchange = discovery.resolve(reader.work)(path, data)
    return found
