# SPDX-License-Identifier: MIT
"""Matches submissions of a newer export with rows here by the keys of servers and phones.

All uuids of one submission (its root, its own, the one it replaced) are one history; rows of one history are the same.
Where histories do not meet, the server's `_id` decides, but only if pairs already known agree that ids are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from projects.imported.records import ImportedTable
    from projects.stored_tables.columns import TableColumns

Keys = Mapping[str, Sequence[str | None]]
UUID_KINDS = ("root_uuid", "uuid", "deprecated")


@dataclass(frozen=True)
class Ambiguity:
    """Rows a person must tell apart: positions in the export, row ids at hand; `why` ends a key `data.newer.why_*`."""

    new_rows: tuple[int, ...]
    row_ids: tuple[int, ...]
    why: str


@dataclass
class Matching:
    """`old_of[n]`: position of the row at hand for new row n, -1 where it is new or not decided."""

    old_of: np.ndarray
    ambiguous: list[tuple[tuple[int, ...], tuple[int, ...], str]] = field(default_factory=list)  # new, old, why

    def undecided_new(self) -> set[int]:
        """New rows that are not decided."""
        return {row for new, _, _ in self.ambiguous for row in new}

    def undecided_old(self) -> set[int]:
        """Rows at hand that are not decided."""
        return {row for _, old, _ in self.ambiguous for row in old}


def match_submissions(old: Keys, new: Keys, old_rows: int, new_rows: int) -> Matching:
    """Match rows by uuid histories, then by id."""
    found = Matching(np.full(new_rows, -1, dtype=np.int64))
    _by_history(found, old, new, old_rows, new_rows)
    _by_id(found, old, new)
    return found


def submission_keys(imported: ImportedTable, collected: TableColumns) -> tuple[Keys, Keys]:
    """The keys of servers and phones, of rows at hand and of new ones."""
    kinds = ("id", *UUID_KINDS)
    old = {kind: keys for kind in kinds if (keys := collected.keys(kind)) is not None}
    return old, {kind: imported.row_keys[kind].to_pylist() for kind in kinds if kind in imported.row_keys}


def match_uuids(imported: ImportedTable, collected: TableColumns) -> tuple[Matching, np.ndarray]:
    """Match rows by uuid histories alone, with which new rows have a uuid: these are no double of any other row."""
    old, new = submission_keys(imported, collected)
    found = Matching(np.full(imported.rows, -1, dtype=np.int64))
    if not _have_uuids(old, new):
        return found, np.zeros(imported.rows, dtype=bool)
    _by_history(found, old, new, collected.rows, imported.rows)
    columns = [new[kind] for kind in UUID_KINDS if kind in new]
    return found, np.array([any(plain_uuid(key) for key in keys) for keys in zip(*columns, strict=True)], dtype=bool)


def plain_uuid(key: str | None) -> str | None:
    """A uuid without "uuid:" and braces, in small letters; None for an empty one."""
    if not key:
        return None
    plain = key.strip().lower().removeprefix("uuid:").strip("{} ")
    return plain or None


class _Histories:
    """Uuids joined into histories (union-find)."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def of(self, uuid: str) -> str:
        path = []
        while (above := self._up.setdefault(uuid, uuid)) != uuid:
            path.append(uuid)
            uuid = above
        for step in path:
            self._up[step] = uuid
        return uuid

    def join(self, one: str, other: str) -> None:
        self._up[self.of(one)] = self.of(other)


def _by_history(found: Matching, old: Keys, new: Keys, old_rows: int, new_rows: int) -> None:
    histories = _Histories()
    own = [_joined(histories, keys, rows) for keys, rows in ((old, old_rows), (new, new_rows))]
    members: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, uuids in enumerate(own):
        for row, uuid in enumerate(uuids):
            if uuid is not None:
                members[histories.of(uuid)][side].append(row)
    for olds, news in members.values():
        if len(olds) == 1 and len(news) == 1:
            found.old_of[news[0]] = olds[0]
        elif olds and news:
            found.ambiguous.append((tuple(news), tuple(olds), "same_submission"))


def _joined(histories: _Histories, keys: Keys, rows: int) -> list[str | None]:
    columns = [[plain_uuid(key) for key in keys[kind]] for kind in UUID_KINDS if kind in keys]
    found: list[str | None] = [None] * rows
    for column in columns:
        for row, uuid in enumerate(column):
            if uuid is None:
                continue
            known = found[row]
            if known is None:
                found[row] = uuid
            elif known != uuid:
                histories.join(known, uuid)
    return found


def _by_id(found: Matching, old: Keys, new: Keys) -> None:
    if "id" not in old or "id" not in new:
        return
    places = _unique_places(old["id"])
    agree = disagree = 0
    for row, place in enumerate(found.old_of):
        if place >= 0 and new["id"][row] and old["id"][place]:
            same = new["id"][row] == old["id"][place]
            agree, disagree = agree + same, disagree + (not same)
    if disagree:
        return  # another server, or the form was deployed anew: its ids mean other submissions
    taken = set(found.old_of[found.old_of >= 0].tolist()) | found.undecided_old()
    undecided = found.undecided_new()
    for key, row in _unique_places(new["id"]).items():
        if found.old_of[row] >= 0 or row in undecided or places.get(key, -1) in taken or key not in places:
            continue
        if agree or not _have_uuids(old, new):
            found.old_of[row] = places[key]
        else:
            found.ambiguous.append(((row,), (places[key],), "only_id"))


def _have_uuids(old: Keys, new: Keys) -> bool:
    return any(kind in old for kind in UUID_KINDS) and any(kind in new for kind in UUID_KINDS)


def _unique_places(keys: Sequence[str | None]) -> dict[str, int]:
    """Where each key stands that stands once."""
    found: dict[str, int] = {}
    repeated: set[str] = set()
    for row, key in enumerate(keys):
        if key:
            repeated |= {key} & found.keys()
            found[key] = row
    return {key: row for key, row in found.items() if key not in repeated}
