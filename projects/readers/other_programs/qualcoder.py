# SPDX-License-Identifier: MIT
"""Reads QualCoder projects (folder `name.qda` with `data.qda`), database versions 1 to 14, several coders.

QualCoder counts UTF-16 units (its positions are Qt's). Pictures, sound and film are not taken over and said.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from coding.exchange import (
    Exchange,
    ExchangeCase,
    ExchangeCode,
    ExchangeCoder,
    ExchangeCoding,
    ExchangeMember,
    ExchangeNote,
    ExchangeSource,
    ExchangeValue,
)
from coding.parsing import normalise
from coding.positions import Counting, Positions, find_counting
from projects.readers.other_programs.foreign_database import ForeignDatabase
from projects.readers.transcript_problems import transcript_problem
from wording import msg

_SPACE = uuid.UUID("0b0f0a1e-77a5-4d5a-9f2b-3f7a2f6f4a51")
TABLES = frozenset(("source", "code_name", "code_text"))


def read_qualcoder(path: Path, data: bytes) -> Exchange:
    """The project in QualCoder's database. Raises TranscriptProblem when it is damaged or another program's."""
    with ForeignDatabase(data, path.name) as database:
        if not database.tables >= TABLES:
            raise transcript_problem("no_qualcoder", file=path.name)
        return _QualCoderReader(database, path).read()


class _QualCoderReader:
    """One database on its way to an `Exchange`. Guids follow from names and numbers: reading twice gives the same."""

    def __init__(self, database: ForeignDatabase, path: Path) -> None:
        self._database = database
        self._found = Exchange(name=_project_name(path))
        self._missing = Counter[str]()
        self._texts: dict[int, str] = {}
        self._raw: dict[int, str] = {}
        self._positions: dict[int, Positions] = {}

    def read(self) -> Exchange:
        """All of it."""
        for row in self._database.rows("project", {"databaseversion": "", "about": "", "memo": ""}):
            self._found.origin = row["about"] or f"QualCoder {row['databaseversion']}"
            if row["memo"].strip():
                self._found.notes.append(ExchangeNote(self._guid("project", 0), "", "", normalise(row["memo"])))
        self._codes()
        self._sources()
        self._codings()
        self._annotations()
        self._cases()
        self._journal()
        for table in ("code_image", "code_av"):
            self._missing[table] += sum(1 for _ in self._database.rows(table, {"memo": ""}))
        self._found.messages += [msg(f"exchange.left.{kind}", n=n) for kind, n in sorted(self._missing.items()) if n]
        return self._found

    def _guid(self, kind: str, number: object) -> str:
        return str(uuid.uuid5(_SPACE, f"{self._found.name}/{kind}/{number}"))

    def _coder(self, name: str) -> str:
        """The guid of a coder, noted when first met."""
        if not name.strip():
            return ""
        guid = str(uuid.uuid5(_SPACE, f"coder/{name}"))
        if all(coder.guid != guid for coder in self._found.coders):
            self._found.coders.append(ExchangeCoder(guid, name))
        return guid

    def _codes(self) -> None:
        """Categories (which cannot code) and codes; parents first."""
        made: dict[tuple[str, int], ExchangeCode] = {}
        above: dict[tuple[str, int], tuple[str, int] | None] = {}
        columns: dict[str, object] = {"catid": 0, "name": "", "memo": "", "owner": "", "supercatid": None}
        for row in self._database.rows("code_cat", columns):
            key = ("cat", row["catid"])
            made[key] = self._code(key, row, "", codable=False)
            above[key] = ("cat", row["supercatid"]) if row["supercatid"] else None
        columns = {"cid": 0, "name": "", "memo": "", "owner": "", "catid": None, "color": "", "supercid": None}
        for row in self._database.rows("code_name", columns):
            key = ("code", row["cid"])
            made[key] = self._code(key, row, row["color"], codable=True)
            upper = ("code", row["supercid"]) if row["supercid"] else ("cat", row["catid"]) if row["catid"] else None
            above[key] = upper
        placed: set[tuple[str, int]] = set()
        for key in made:
            self._place(key, made, above, placed)

    def _code(self, key: tuple[str, int], row: dict[str, Any], colour: str, codable: bool) -> ExchangeCode:
        colour = colour.lower() if len(colour) == 7 and colour.startswith("#") else ""
        return ExchangeCode(self._guid(*key), "", row["name"] or "?", normalise(row["memo"]).strip(), colour,
                            codable, "", self._coder(row["owner"]))  # fmt: skip

    def _place(
        self,
        key: tuple[str, int],
        made: dict[tuple[str, int], ExchangeCode],
        above: dict[tuple[str, int], tuple[str, int] | None],
        placed: set[tuple[str, int]],
    ) -> None:
        """Put a code behind those above it; a circle is cut at the top."""
        chain, current = [], key
        while current not in placed and current in made and current not in chain:
            chain.append(current)
            upper = above[current]
            if upper is None:
                break
            current = upper
        for one in reversed(chain):
            upper = above[one]
            parent = self._guid(*upper) if upper in placed else ""
            self._found.codes.append(made[one]._replace(parent=parent))
            placed.add(one)

    def _sources(self) -> None:
        columns: dict[str, object] = {"id": 0, "name": "", "fulltext": "", "mediapath": "", "memo": "", "owner": ""}
        for row in self._database.rows("source", columns):
            if not row["fulltext"]:
                self._missing["media"] += 1
                continue
            number, text = row["id"], normalise(row["fulltext"])
            self._raw[number], self._texts[number] = row["fulltext"], text
            self._found.sources.append(
                ExchangeSource(self._guid("source", number), _stem(row["name"]), text, normalise(row["memo"]).strip(),
                               self._coder(row["owner"]))
            )  # fmt: skip

    def _codings(self) -> None:
        columns: dict[str, object] = {"ctid": 0, "cid": 0, "fid": 0, "seltext": "", "pos0": -1, "pos1": -1, "owner": "",
                                   "memo": "", "important": 0}  # fmt: skip
        by_source = defaultdict(list)
        for row in self._database.rows("code_text", columns):
            by_source[row["fid"]].append(row)
        codes = {code.guid for code in self._found.codes}
        for number, rows in by_source.items():
            if number not in self._texts:
                self._missing["bad_selection"] += len(rows)
                continue
            quoted = [(row["pos0"], row["pos1"], row["seltext"]) for row in rows]
            counting = find_counting(self._raw[number], quoted, Counting("utf-16"))
            self._positions[number] = Positions(self._raw[number], counting)
            for row in rows:
                code = self._guid("code", row["cid"])
                place = self._stretch(number, row["pos0"], row["pos1"])
                if place is None or code not in codes:
                    self._missing["bad_selection"] += 1
                    continue
                guid, source = self._guid("coding", row["ctid"]), self._guid("source", number)
                memo = normalise(row["memo"]).strip()
                coder = self._coder(row["owner"])
                self._found.codings.append(ExchangeCoding(guid, source, code, coder, *place, memo))
                self._missing["important"] += row["important"] == 1

    def _stretch(self, number: int, first: int, last: int) -> tuple[int, int] | None:
        positions = self._positions.get(number)
        if positions is None:
            positions = Positions(self._raw[number], Counting("utf-16"))
        start, end = positions.at(first), positions.at(last)
        return (start, end) if 0 <= first < last <= positions.total and start < end else None

    def _annotations(self) -> None:
        columns: dict[str, object] = {"anid": 0, "fid": 0, "pos0": -1, "pos1": -1, "memo": "", "owner": ""}
        for row in self._database.rows("annotation", columns):
            place = self._stretch(row["fid"], row["pos0"], row["pos1"]) if row["fid"] in self._texts else None
            if place is None or not row["memo"].strip():
                self._missing["bad_selection"] += 1
                continue
            source = self._guid("source", row["fid"])
            self._found.notes.append(
                ExchangeNote(self._guid("annotation", row["anid"]), "", "", normalise(row["memo"]),
                             self._coder(row["owner"]), source, *place)
            )  # fmt: skip

    def _cases(self) -> None:
        for row in self._database.rows("cases", {"caseid": 0, "name": "", "memo": ""}):
            guid = self._guid("case", row["caseid"])
            self._found.cases.append(ExchangeCase(guid, row["name"] or "?", "person", normalise(row["memo"]).strip()))
        known = {case.guid for case in self._found.cases}
        members: dict[ExchangeMember, None] = {}
        for row in self._database.rows("case_text", {"caseid": 0, "fid": 0, "pos0": 0, "pos1": 0}):
            member = ExchangeMember(self._guid("case", row["caseid"]), self._guid("source", row["fid"]))
            if row["fid"] in self._texts and member.case in known:
                members[member] = None
                whole = row["pos0"] <= 0 and row["pos1"] >= len(self._raw[row["fid"]]) - 1
                self._missing["case_part"] += not whole
        self._found.members = list(members)
        kinds = {
            row["name"]: "number" if row["valuetype"] == "numeric" else "text"
            for row in self._database.rows("attribute_type", {"name": "", "valuetype": ""})
        }
        for row in self._database.rows("attribute", {"name": "", "attr_type": "", "value": "", "id": 0}):
            owner = self._guid("case" if row["attr_type"] == "case" else "source", row["id"])
            if row["value"].strip():
                kind = kinds.get(row["name"], "text")
                self._found.values.append(ExchangeValue(owner, row["name"], kind, row["value"].strip()))

    def _journal(self) -> None:
        for row in self._database.rows("journal", {"jid": 0, "name": "", "jentry": "", "owner": ""}):
            if row["jentry"].strip():
                self._found.notes.append(
                    ExchangeNote(self._guid("journal", row["jid"]), "", row["name"], normalise(row["jentry"]),
                                 self._coder(row["owner"]))
                )  # fmt: skip


def _project_name(path: Path) -> str:
    return path.parent.stem if path.name == "data.qda" else path.stem


def _stem(name: str) -> str:
    """The name of a source without the ending of its file."""
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and len(suffix) <= 5 else name
