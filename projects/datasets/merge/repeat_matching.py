# SPDX-License-Identifier: MIT
"""Matches rows of a repeat in a newer export by content and place within a parent.

Exports number repeat rows anew each time, so that after a deletion the place alone would shift every later row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import numpy as np

from projects.datasets.merge.submission_matching import Matching

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
