# SPDX-License-Identifier: MIT
"""Rows of the interviews tables to records and back, and the checks every action makes first."""

from __future__ import annotations

import json

from coding.records import Code, Segment, Suggestion, Verdict
from projects.store.ports import DatabaseRow, NamedValues, Rows
from projects.stored_interviews import queries
from wording import Labels, Problem, msg

DIGEST_OF_VERSION = "SELECT digest FROM document_version WHERE id = ?"


def one(reads: Rows, sql: str, *params: object) -> DatabaseRow:
    """The one row of a SELECT. Raises `Problem` when it is gone."""
    rows = reads.query(sql, params)
    if not rows:
        raise Problem(msg("interviews.gone"))
    return rows[0]


def document_row(reads: Rows, document_id: str, digest: str | None = None) -> DatabaseRow:
    """The row of a document. Raises `Problem` when it is gone, or its text is no longer the one with `digest`."""
    row = one(reads, queries.DOCUMENT_BY_ID, document_id)
    if digest is not None:
        stored = one(reads, DIGEST_OF_VERSION, row["version"])["digest"]
        if stored != digest:
            raise Problem(msg("interviews.text_changed", document=row["name"]))
    return row


def no_change() -> Problem:
    """The problem of an action that would change nothing."""
    return Problem(msg("interviews.nothing_to_change"))


def code_of(row: NamedValues) -> Code:
    """A row of `code` as a record."""
    return Code(
        id=str(row["id"]),
        parent=None if row["parent"] is None else str(row["parent"]),
        position=row["position"],
        name=Labels(json.loads(row["name"])),
        definition=Labels(json.loads(row["definition"])),
        colour=row["colour"],
        keywords={language: tuple(words) for language, words in json.loads(row["keywords"]).items()},
        sensitivity=row["sensitivity"],
        source=row["source"],
        key=row["key"],
        inclusion=Labels(json.loads(row["inclusion"])),
        exclusion=Labels(json.loads(row["exclusion"])),
        anchors=tuple((words, document) for words, document in json.loads(row["anchors"])),
        category=bool(row["category"]),
        retired=bool(row["retired"]),
        memo=row["memo"],
        guid=row["guid"] or "",
        coder=row["coder"],
    )


CODE_COLUMNS = (
    *("parent", "position", "key", "name", "definition", "colour", "keywords", "sensitivity", "source"),
    *("inclusion", "exclusion", "anchors", "category", "retired", "memo", "guid", "coder", "id"),
)


def code_values(code: Code) -> tuple[object, ...]:
    """The values of a code in the order of `CODE_COLUMNS`."""
    return (
        code.parent,
        code.position,
        code.key,
        as_json(dict(code.name.by_language)),
        as_json(dict(code.definition.by_language)),
        code.colour,
        as_json({language: list(words) for language, words in code.keywords.items()}),
        code.sensitivity,
        code.source,
        as_json(dict(code.inclusion.by_language)),
        as_json(dict(code.exclusion.by_language)),
        as_json(list(code.anchors)),
        int(code.category),
        int(code.retired),
        code.memo,
        code.guid or None,
        code.coder,
        code.id,
    )


def segment_of(row: NamedValues) -> Segment:
    """A row of `segment` as a record."""
    return Segment(
        str(row["id"]),
        str(row["document"]),
        str(row["code"]),
        row["start"],
        row["stop"],
        row["quote"],
        row["coder"],
        row["origin"],
        row["memo"] or "",
        row["guid"] or "",
    )


def suggestion_of(row: NamedValues, text: str) -> Suggestion:
    """A row of `suggestion` with its `mark` as a record, its quote taken from the document's text."""
    return Suggestion(
        str(row["id"]),
        str(row["document"]),
        str(row["code"]),
        row["start"],
        row["stop"],
        text[row["start"] : row["stop"]],
        row["rule"],
        row["language"],
        tuple((start, end) for start, end in json.loads(row["matched"])),
        Verdict(row["verdict"]),
        row["mark"] or "hit",
    )


def as_json(value: object) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def refuse_unapplied(code: Code) -> None:
    """Raises `Problem` for a category and for a retired code."""
    if code.category:
        raise Problem(msg("codebook.edit.is_category", code=code.name))
    if code.retired:
        raise Problem(msg("codebook.edit.is_retired", code=code.name))
