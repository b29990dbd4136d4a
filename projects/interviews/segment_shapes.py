# SPDX-License-Identifier: MIT
"""Actions that split a segment in two or join several into one; nobody's memo is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.records import Document
from coding.spans import in_one_turn, quote_of, trimmed
from projects.interviews.attached_notes import retarget_notes
from projects.interviews.duplicate_segments import appended, join_twins
from projects.interviews.segments import INSERT_SEGMENT
from projects.people.withdrawn_words import shown_code
from projects.store.actions import Action
from projects.stored_interviews import queries
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.row_records import document_row, one
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

SET_STRETCH_AND_MEMO = "UPDATE segment SET start = ?, stop = ?, quote = ?, memo = ? WHERE id = ?"


def split_segment(segment_id: str, document: Document, position: int) -> Action:
    """Cut a segment at a place within it; the result is both ids. The memo stays with the first part."""

    def perform(transaction: Transaction) -> list[str]:
        document_row(transaction, document.id, document.digest)
        row = one(transaction, queries.SEGMENT_IN_DOCUMENT, segment_id, document.id)
        first = trimmed(document.text, row["start"], min(position, row["stop"]))
        second = trimmed(document.text, max(position, row["start"]), row["stop"])
        if not row["start"] < position < row["stop"] or not _words(document, first) or not _words(document, second):
            raise Problem(msg("segments.cannot_split"))
        transaction.execute(
            queries.SET_STRETCH,
            (*first, quote_of(document.text, *first), segment_id),
        )
        values = (document.id, row["code"], *second, quote_of(document.text, *second), row["coder"], row["origin"])
        made = str(transaction.execute(INSERT_SEGMENT, (*values, transaction.seq, new_guid())).lastrowid)
        joined = join_twins(transaction, "document = ? AND code = ?", (document.id, row["code"]))
        name = shown_code(transaction, row["code"]).name
        transaction.set_message(msg("segments.split", code=name))
        return [joined.get(held, held) for held in (segment_id, made)]

    return Action("interviews.split_segment", msg("interviews.changed"), perform)


def join_segments(segment_ids: Sequence[str], document: Document) -> Action:
    """Make one segment, from the start of the first to the end of the last, of several of one code and coder.

    The result is its id. Raises `Problem` for segments of several codes or coders, and where one ends in a turn and
    the next begins in another.
    """
    wanted = list(dict.fromkeys(segment_ids))

    def perform(transaction: Transaction) -> str:
        document_row(transaction, document.id, document.digest)
        rows = [one(transaction, queries.SEGMENT_IN_DOCUMENT, held, document.id) for held in wanted]
        rows.sort(key=lambda row: (row["start"], row["stop"], row["id"]))
        if len(rows) < 2 or len({(row["code"], row["coder"]) for row in rows}) > 1:
            raise Problem(msg("segments.cannot_join"))
        if not in_one_turn(document.turns, [(row["start"], row["stop"]) for row in rows]):
            raise Problem(msg("segments.join_across_turns" if document.has_turns else "segments.join_across"))
        kept = rows[0]["id"]
        start, stop = rows[0]["start"], max(row["stop"] for row in rows)
        memo = appended(*(row["memo"] or "" for row in rows)) or None
        transaction.execute(
            SET_STRETCH_AND_MEMO,
            (start, stop, quote_of(document.text, start, stop), memo, kept),
        )
        for row in rows[1:]:
            retarget_notes(transaction, f"segment:{row['id']}", f"segment:{kept}")
            transaction.execute(queries.REPLACE_SEGMENT_OF_SUGGESTIONS, (kept, row["id"]))
            transaction.execute(queries.DELETE_SEGMENT, (row["id"],))
        joined = join_twins(transaction, "document = ? AND start = ?", (document.id, start))
        name = shown_code(transaction, rows[0]["code"]).name
        transaction.set_message(msg("segments.joined", code=name, n=len(rows)))
        return joined.get(str(kept), str(kept))

    return Action("interviews.join_segments", msg("interviews.changed"), perform)


def _words(document: Document, span: tuple[int, int]) -> bool:
    return bool(document.text[slice(*span)].strip())
