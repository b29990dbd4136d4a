# SPDX-License-Identifier: MIT
"""Memos, links and notes of a document, code, segment or case. They go with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from projects.stored_interviews import queries

if TYPE_CHECKING:
    from projects.store.ports import Transaction

MEMOS_OF_DOCUMENT = "SELECT id FROM memo WHERE document = ?"

SEGMENTS_OF_DOCUMENT_COUNT = "SELECT count(*) AS n FROM segment WHERE document = ?"
DELETE_LINKS_OF_DOCUMENT = "DELETE FROM link WHERE a_document = ? OR b_document = ?"
DELETE_LINKS_TO_THEMSELVES = "DELETE FROM link WHERE a = b"
RETARGET_MEMOS = "UPDATE memo SET target = ? WHERE target = ?"

# rows that belong to a document by their column `document`
OF_DOCUMENT = (
    "document_version",
    "segment",
    "suggestion",
    "suggestion_reason",
    "suggestion_mark",
    "case_member",
    "speaker",
    "memo",
    "annotation",
    "paraphrase",
    "bookmark",
    "quote_look",
    "framework_cell",
    "parse",
    "sentence_vectors",
    "rule_test",
    "entity_span",
    "turn_alignment",
    "segment_counterpart",
    "citation",
)


def retarget_notes(transaction: Transaction, target: str, other: str) -> None:
    """Let memos and links that point to one thing point to another."""
    transaction.execute(RETARGET_MEMOS, (other, target))
    for end in ("a", "b"):
        transaction.execute(queries.retarget_links(end), (other, target))
    transaction.execute(DELETE_LINKS_TO_THEMSELVES)


def forget_targets(transaction: Transaction, kind: str, ids: Iterable[object]) -> None:
    """Remove the memos and links of things that go."""
    targets = json.dumps([f"{kind}:{one}" for one in ids])
    among = "(SELECT value FROM json_each(?))"
    gone = [row["id"] for row in transaction.query(queries.memos_on(among), (targets,))]
    transaction.execute(queries.delete_memos_on(among), (targets,))
    transaction.execute(queries.delete_links_between(among), (targets, targets))
    if gone:
        forget_targets(transaction, "memo", gone)


def forget_document(transaction: Transaction, document_id: object) -> int:
    """Remove all that belongs to a document but its own row; how many segments that were."""
    segments = transaction.query(SEGMENTS_OF_DOCUMENT_COUNT, (document_id,))[0]["n"]
    transaction.execute(DELETE_LINKS_OF_DOCUMENT, (document_id, document_id))
    memos = transaction.query(MEMOS_OF_DOCUMENT, (document_id,))
    forget_targets(transaction, "memo", [row["id"] for row in memos])
    for table in OF_DOCUMENT:
        transaction.execute(queries.delete_in_document(table), (document_id,))
    return int(segments)
