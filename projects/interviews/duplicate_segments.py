# SPDX-License-Identifier: MIT
"""Joins segments that have become the same (document, code, coder, start, stop); nobody's memo is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.interviews.attached_notes import retarget_notes
from projects.stored_interviews import queries

if TYPE_CHECKING:
    from projects.store.ports import Transaction

MEMOS_OF_SEGMENTS = "SELECT id, memo FROM segment WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"


def join_twins(transaction: Transaction, where: str, params: tuple[object, ...]) -> dict[str, str]:
    """Join twins among the segments that meet a condition; which id went into which.

    The oldest stays. Memos are appended in the order of the segments, each once; what pointed to a twin points to it.
    """
    groups = transaction.query(
        queries.twin_segments(where),
        params,
    )
    joined: dict[str, str] = {}
    for group in groups:
        rows = transaction.query(MEMOS_OF_SEGMENTS, (group["ids"],))
        kept = rows[0]["id"]
        memo = appended(*(row["memo"] or "" for row in rows))
        if memo != (rows[0]["memo"] or ""):
            transaction.execute(queries.SET_MEMO_OF_SEGMENT, (memo, kept))
        for row in rows[1:]:
            transaction.execute(queries.REPLACE_SEGMENT_OF_SUGGESTIONS, (kept, row["id"]))
            retarget_notes(transaction, f"segment:{row['id']}", f"segment:{kept}")
            joined[str(row["id"])] = str(kept)
    transaction.executemany(queries.DELETE_SEGMENT, [(gone,) for gone in joined])
    return joined


def appended(*memos: str) -> str:
    """Several memos as one, a blank line between them; one that says what another says stands once."""
    return "\n\n".join(dict.fromkeys(memo.strip() for memo in memos if memo.strip()))
