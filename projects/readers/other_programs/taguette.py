# SPDX-License-Identifier: MIT
"""Reads Taguette databases (.sqlite3): documents as HTML, highlights whose places count UTF-8 bytes of its text."""

from __future__ import annotations

import uuid
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from coding.exchange import Exchange, ExchangeCode, ExchangeCoding, ExchangeSource
from coding.parsing import normalise
from projects.readers.html_text import TextNodes, html_pieces
from projects.readers.other_programs.foreign_database import ForeignDatabase
from projects.readers.transcript_problems import transcript_problem
from wording import msg

_SPACE = uuid.UUID("5c1f6e0a-2d0f-4b47-9d0c-8a4b6c2d1e90")
TABLES = frozenset(("documents", "highlights", "tags"))


def read_taguette(path: Path, data: bytes) -> Exchange:
    """The project of a Taguette database; of several, all. Raises TranscriptProblem when it is another program's."""
    with ForeignDatabase(data, path.name) as database:
        if not database.tables >= TABLES:
            raise transcript_problem("no_taguette", file=path.name)
        found = Exchange(name=path.stem, origin="Taguette")
        missing = Counter[str]()
        names = [row["name"] for row in database.rows("projects", {"id": 0, "name": ""})]
        if len(names) == 1 and names[0]:
            found.name = names[0]
        _tags(database, found)
        _documents(database, found, missing)
        found.messages += [msg(f"exchange.left.{kind}", n=n) for kind, n in sorted(missing.items()) if n]
        return found


def _guid(kind: str, name: str, number: object) -> str:
    return str(uuid.uuid5(_SPACE, f"{name}/{kind}/{number}"))


def _tags(database: ForeignDatabase, found: Exchange) -> None:
    """Tags as codes; "people.family" stands below "people", which is made where there is no such tag."""
    by_path: dict[str, ExchangeCode] = {}
    rows = list(database.rows("tags", {"id": 0, "path": "", "description": ""}))
    described = {row["path"]: row for row in rows}
    for path in sorted(described, key=lambda one: (one.count("."), one)):
        parts = path.split(".")
        for depth in range(1, len(parts) + 1):
            here = ".".join(parts[:depth])
            if here in by_path or not here:
                continue
            row = described.get(here)
            upper = by_path.get(".".join(parts[: depth - 1]))
            guid = _guid("tag", found.name, row["id"] if row else here)
            text = normalise(row["description"]).strip() if row else ""
            name = parts[depth - 1] or here
            by_path[here] = ExchangeCode(guid, upper.guid if upper else "", name, text, codable=row is not None)
    found.codes = list(by_path.values())


def _documents(database: ForeignDatabase, found: Exchange, missing: Counter[str]) -> None:
    tags: dict[int, list[int]] = defaultdict(list)
    for row in database.rows("highlight_tags", {"highlight_id": 0, "tag_id": 0}):
        tags[row["highlight_id"]].append(row["tag_id"])
    highlights: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns: dict[str, object] = {"id": 0, "document_id": 0, "start_offset": -1, "end_offset": -1}
    for row in database.rows("highlights", columns):
        highlights[row["document_id"]].append(row)
    codes = {code.guid for code in found.codes}
    columns = {"id": 0, "name": "", "description": "", "contents": ""}
    for row in database.rows("documents", columns):
        pieces = html_pieces(row["contents"], fragment=True)
        text, guid = pieces.text, _guid("document", found.name, row["id"])
        memo = normalise(row["description"]).strip()
        found.sources.append(ExchangeSource(guid, row["name"] or str(row["id"]), text, memo))
        place = _Places(pieces)
        for held in highlights[row["id"]]:
            start, end = place.at(held["start_offset"], False), place.at(held["end_offset"], True)
            for tag in tags[held["id"]]:
                code = _guid("tag", found.name, tag)
                if not 0 <= held["start_offset"] < held["end_offset"] or start >= end or code not in codes:
                    missing["bad_selection"] += 1
                    continue
                coding = _guid("highlight", found.name, f"{held['id']}/{tag}")
                found.codings.append(ExchangeCoding(coding, guid, code, "", start, end))
            missing["untagged"] += not tags[held["id"]]


class _Places:
    """From bytes of the text nodes, put one behind the other, to code points of the text with its line breaks."""

    def __init__(self, pieces: TextNodes) -> None:
        self._bytes, self._starts = array("q", [0]), array("q")
        self._nodes = [node for node, _ in pieces.nodes]
        for node, start in pieces.nodes:
            self._bytes.append(self._bytes[-1] + len(node.encode("utf-8")))
            self._starts.append(start)
        self._end = len(pieces.text)

    def at(self, offset: int, is_end: bool) -> int:
        """The code point at a byte; an end belongs to the node before it."""
        if not self._nodes:
            return 0
        index = bisect_right(self._bytes, offset - 1 if is_end else offset) - 1
        index = min(max(index, 0), len(self._nodes) - 1)
        within = self._nodes[index].encode("utf-8")[: max(0, offset - self._bytes[index])]
        return min(self._starts[index] + len(within.decode("utf-8", "ignore")), self._end)
