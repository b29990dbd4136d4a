# SPDX-License-Identifier: MIT
"""What hangs on a document, code, segment or case: memos and links by target, notes by document. It goes with them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects.store.ports import Transaction

# rows that belong to a document by their column `document`
OF_DOCUMENT = (
    "document_version",
    "segment",
    "suggestion",
    "suggestion_reason",
    "case_member",
    "speaker",
    "memo",
    "annotation",
    "paraphrase",
    "bookmark",
    "framework_cell",
    "parse",
)


def retarget(transaction: Transaction, target: str, other: str) -> None:
    """Let memos and links that point to one thing point to another."""
    transaction.execute("UPDATE memo SET target = ? WHERE target = ?", (other, target))
    for end in ("a", "b"):
        transaction.execute(f"UPDATE link SET {end} = ? WHERE {end} = ?", (other, target))
    transaction.execute("DELETE FROM link WHERE a = b")


def forget_targets(transaction: Transaction, kind: str, ids: Iterable[object]) -> None:
    """Remove the memos and links of things that go."""
    targets = json.dumps([f"{kind}:{one}" for one in ids])
    among = "(SELECT value FROM json_each(?))"
    gone = [row["id"] for row in transaction.query(f"SELECT id FROM memo WHERE target IN {among}", (targets,))]
    transaction.execute(f"DELETE FROM memo WHERE target IN {among}", (targets,))
    transaction.execute(f"DELETE FROM link WHERE a IN {among} OR b IN {among}", (targets, targets))
    if gone:
        forget_targets(transaction, "memo", gone)


def forget_document(transaction: Transaction, document_id: object) -> int:
    """Remove all that belongs to a document but its own row; how many segments that were."""
    segments = transaction.query("SELECT count(*) AS n FROM segment WHERE document = ?", (document_id,))[0]["n"]
    transaction.execute("DELETE FROM link WHERE a_document = ? OR b_document = ?", (document_id, document_id))
    memos = transaction.query("SELECT id FROM memo WHERE document = ?", (document_id,))
    forget_targets(transaction, "memo", [row["id"] for row in memos])
    for table in OF_DOCUMENT:
        transaction.execute(f"DELETE FROM {table} WHERE document = ?", (document_id,))
    return int(segments)
