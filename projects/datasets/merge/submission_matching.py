# SPDX-License-Identifier: MIT
"""Matches submissions of a newer export with rows here by the keys of servers and phones.

All uuids of one submission (its root, its own, the one it replaced) are one history; rows of one history are the same.
Where histories do not meet, the server's `_id` decides, but only if pairs already known agree that ids are the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from projects.store.ports import Reader
from projects.stored_tables.columns import TableColumns

if TYPE_CHECKING:
    from projects.imported.records import ImportedTable
    from projects.store.ports import Transaction

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


INSERT_ERASED_KEY = "INSERT INTO erased_key (digest, table_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
ERASED_KEYS = "SELECT digest FROM erased_key WHERE table_id = ?"


def digest(uuid: str) -> str:
    """The digest of a plain uuid."""
    return hashlib.sha256(f"erased submission {uuid}".encode()).hexdigest()


def remember_erased(transaction: Transaction, table_id: str, places: Iterable[int]) -> None:
    """Keep the digests of the uuids of rows (by position) that are about to be erased."""
    columns = TableColumns(transaction, table_id)
    wanted = list(places)
    for kind in UUID_KINDS:
        keys = columns.keys(kind) or []
        for place in wanted:
            uuid = plain_uuid(keys[place]) if place < len(keys) else None
            if uuid is not None:
                transaction.execute(
                    INSERT_ERASED_KEY,
                    (digest(uuid), table_id),
                )


def erased_rows(project: Reader, table_id: str, keys: Mapping[str, Sequence[str | None]], rows: int) -> np.ndarray:
    """For each row of a newer export whether it is a submission that was erased here."""
    known = {row["digest"] for row in project.query(ERASED_KEYS, (table_id,))}
    found = np.zeros(rows, dtype=bool)
    if known:
        for kind in UUID_KINDS:
            for row, key in enumerate(keys.get(kind, ())):
                uuid = plain_uuid(key)
                if uuid is not None and digest(uuid) in known:
                    found[row] = True
    return found


Likeness = Callable[[int, int], float]  # (old row, new row) → share of equal answers
ALIKE = 0.5
UNMATCHED, ORPHAN = -1, -2  # a parent that is new or undecided; no parent at all


def match_repeats(
    old_parent: np.ndarray,
    new_parent: np.ndarray,
    old_content: np.ndarray,
    new_content: np.ndarray,
    likeness: Likeness,
) -> Matching:
    """Match rows whose parents match. Parents are row ids at hand, `UNMATCHED` or `ORPHAN`; contents are hashes."""
    found = Matching(np.full(len(new_parent), -1, dtype=np.int64))
    old_groups, new_groups = _groups(old_parent), _groups(new_parent)
    for parent, news in new_groups.items():
        olds = old_groups.get(parent)
        if olds is None:
            continue
        if len(olds) == len(news) and bool((old_content[olds] == new_content[news]).all()):
            found.old_of[news] = olds
        else:
            _align(found, olds.tolist(), news.tolist(), old_content, new_content, likeness)
    return found


def _groups(parents: np.ndarray) -> dict[int, np.ndarray]:
    order = np.argsort(parents, kind="stable")
    keys, starts = np.unique(parents[order], return_index=True)
    parts = np.split(order, starts[1:]) if len(keys) else []
    return {int(key): part for key, part in zip(keys, parts, strict=True) if key != UNMATCHED}


def _align(
    found: Matching,
    olds: list[int],
    news: list[int],
    old_content: np.ndarray,
    new_content: np.ndarray,
    likeness: Likeness,
) -> None:
    """Equal rows in order first, then equal rows wherever they went, then what lies between them."""
    matcher = SequenceMatcher(a=old_content[olds].tolist(), b=new_content[news].tolist(), autojunk=False)
    gaps: list[tuple[list[int], list[int]]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            for old, new in zip(olds[a:b], news[c:d], strict=True):
                found.old_of[new] = old
        else:
            gaps.append((olds[a:b], news[c:d]))
    moved = _moved_rows(found, gaps, old_content, new_content)
    for left, came in gaps:
        _fill(
            found, [row for row in left if row not in moved[0]], [row for row in came if row not in moved[1]], likeness
        )


def _moved_rows(
    found: Matching, gaps: Sequence[tuple[list[int], list[int]]], old_content: np.ndarray, new_content: np.ndarray
) -> tuple[set[int], set[int]]:
    waiting: dict[int, list[int]] = {}
    for left, _ in gaps:
        for old in left:
            waiting.setdefault(int(old_content[old]), []).append(old)
    gone: set[int] = set()
    came: set[int] = set()
    for _, news in gaps:
        for new in news:
            same = waiting.get(int(new_content[new]))
            if same:
                found.old_of[new] = same.pop(0)
                gone.add(int(found.old_of[new]))
                came.add(new)
    return gone, came


def _fill(found: Matching, left: list[int], came: list[int], likeness: Likeness) -> None:
    """Rows between equal neighbours: as many as before are the same rows changed; else the clearly most alike."""
    if not left or not came:
        return
    if len(left) == len(came):
        for old, new in zip(left, came, strict=True):
            found.old_of[new] = old
        return
    table = np.array([[likeness(old, new) for new in came] for old in left])
    fewer_old = len(left) < len(came)
    lines = table if fewer_old else table.T
    chosen = [int(line.argmax()) for line in lines]
    clear = all(
        line[best] > ALIKE and int((line == line[best]).sum()) == 1 for line, best in zip(lines, chosen, strict=True)
    )
    if clear and len(set(chosen)) == len(chosen):
        for place, best in enumerate(chosen):
            old, new = (left[place], came[best]) if fewer_old else (left[best], came[place])
            found.old_of[new] = old
    else:
        found.ambiguous.append((tuple(came), tuple(left), "repeat"))
