# SPDX-License-Identifier: MIT
"""All memos of a project in one list: on text, codes, documents, cases, the project; notes and paraphrases too."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from projects.cases.target_names import names_of
from projects.store.ports import Rows
from projects.stored_interviews.queries import MEMOS_NEWEST_FIRST, NAMES_OF_DOCUMENTS
from projects.transcripts.queries import (
    CODES_WITH_MEMO,
    DOCUMENTS_WITH_MEMO,
    ENDS_OF_LINKS,
    NOTES_IN_ORDER,
    SEGMENTS_WITH_MEMO,
    STARTS_OF_SEGMENTS,
)
from wording import Labels, Text

KINDS = ("project", "case", "document", "segment", "text", "code", "memo")


@dataclass(frozen=True)
class MemoEntry:
    """One memo: what it stands on (`target`, as "case:2"), how that is called, where in which document, its words.

    `id`: of the row of `memo`, "" where the memo is part of the thing itself; `start`: -1 without a place.
    """

    kind: str
    id: str
    target: str
    called: Text
    document: str
    start: int
    text: str
    coder: str
    links: int


def all_memos(reads: Rows) -> list[MemoEntry]:
    """Every memo, by kind and then the newest first."""
    found = [*_stored(reads), *_of_things(reads), *_on_text(reads)]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def _stored(reads: Rows) -> list[MemoEntry]:
    rows = reads.query(MEMOS_NEWEST_FIRST)
    called = names_of(reads, [row["target"] for row in rows])
    links: Counter[str] = Counter()
    for row in reads.query(ENDS_OF_LINKS):
        links.update((row["a"], row["b"]))
    starts = {row["id"]: (row["start"], row["document"]) for row in reads.query(STARTS_OF_SEGMENTS)}
    made = []
    for row in rows:
        kind, _, number = row["target"].partition(":")
        start, document = starts.get(int(number), (-1, None)) if kind == "segment" else (-1, row["document"])
        linked = links[f"memo:{row['id']}"] + links[row["target"]]
        name = called.get(row["target"], row["target"])
        made.append(
            MemoEntry(
                kind, str(row["id"]), row["target"], name, str(document or ""), start, row["text"], row["coder"], linked
            )
        )
    return made


def _of_things(reads: Rows) -> list[MemoEntry]:
    """Memos that are part of a document, a code or a segment."""
    made = []
    for row in reads.query(DOCUMENTS_WITH_MEMO):
        target = f"document:{row['id']}"
        made.append(MemoEntry("document", "", target, row["name"], str(row["id"]), 0, row["memo"], row["coder"], 0))
    for row in reads.query(CODES_WITH_MEMO):
        name = Labels(json.loads(row["name"]))
        made.append(MemoEntry("code", "", f"code:{row['id']}", name, "", -1, row["memo"], row["coder"], 0))
    for row in reads.query(SEGMENTS_WITH_MEMO):
        place = (str(row["document"]), row["start"], row["memo"], row["coder"], 0)
        made.append(MemoEntry("segment", "", f"segment:{row['id']}", _short(row["quote"]), *place))
    return made


def _on_text(reads: Rows) -> list[MemoEntry]:
    """Notes and paraphrases beside the text."""
    names = {row["id"]: row["name"] for row in reads.query(NAMES_OF_DOCUMENTS)}
    made = []
    for table in ("annotation", "paraphrase"):
        for row in reads.query(NOTES_IN_ORDER.format(table)):
            place = (str(row["document"]), row["start"], row["text"], row["coder"], 0)
            made.append(MemoEntry("text", "", f"document:{row['document']}", names.get(row["document"], ""), *place))
    return made


def _short(text: str, longest: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[:longest].rstrip() + "…"
