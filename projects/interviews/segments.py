# SPDX-License-Identifier: MIT
"""Actions on coded segments: apply a code, remove, resize, recode, memo. The quote always is the text at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from coding.records import Document
from coding.spans import in_one_turn, quote_of, trimmed
from projects.interviews.attached_notes import forget_targets, retarget_notes
from projects.interviews.coders import note_coder
from projects.interviews.codes import add_code
from projects.interviews.duplicate_segments import appended, join_twins
from projects.people.withdrawn_words import applicable_code, shown_code
from projects.store.actions import BULK, Action
from projects.stored_interviews import queries
from projects.stored_interviews.guids import new_guid, new_guids
from projects.stored_interviews.row_records import as_json, document_row, no_change, one
from wording import Labels, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
_SET_STRETCH = "UPDATE segment SET start = ?, stop = ?, quote = ? WHERE id = ?"
_SEGMENT_IN_DOCUMENT = "SELECT * FROM segment WHERE id = ? AND document = ?"

SEGMENT_BY_ID = "SELECT id FROM segment WHERE id = ?"
ACCEPT_SUGGESTIONS_MET = (
    "UPDATE suggestion SET verdict = 'accepted', decided_by = ?, segment = ? WHERE document = ? AND verdict "
    "= 'open' AND code = ? AND start < ? AND stop > ?"
)
CODE_OF_SEGMENT = "SELECT code FROM segment WHERE id = ?"
RECODE_SEGMENT = "UPDATE segment SET code = ? WHERE id = ?"

INSERT_SEGMENT = (
    "INSERT INTO segment (document, code, start, stop, quote, coder, origin, since, guid) VALUES (?, ?, ?, "
    "?, ?, ?, ?, ?, ?)"
)


def apply_code(
    code_id: str, document: Document, spans: Sequence[tuple[int, int]], *, coder: str, memo: str = ""
) -> Action:
    """Code stretches of a document; the result is the ids of the new segments, without those the coder has so coded.

    Another coder's segments count for nothing: each codes for themselves. Raises `Problem` for an empty stretch or one
    outside the text, when document or code are gone, the code is a category or retired,
    when the text has changed, or when the coder has coded all of it
    so already.
    """
    quotes = [(start, end, quote_of(document.text, start, end)) for start, end in spans]

    def perform(transaction: Transaction) -> list[str]:
        name = applicable_code(transaction, code_id).name
        document_row(transaction, document.id, document.digest)
        note_coder(transaction, coder)
        ids: list[str] = []
        there = _already_coded(transaction, document.id, code_id, coder, [start for start, _ in spans])
        for (start, end, quote), guid in zip(quotes, new_guids(len(quotes)), strict=True):
            if (start, end) in there:
                continue
            there.add((start, end))
            values = (document.id, code_id, start, end, quote, coder, "person", transaction.seq, guid)
            ids.append(str(transaction.execute(INSERT_SEGMENT, values).lastrowid))
            if memo:
                transaction.execute(queries.SET_MEMO_OF_SEGMENT, (memo, ids[-1]))
            # What a person codes needs no suggestion any more: it was right.
            transaction.execute(
                ACCEPT_SUGGESTIONS_MET,
                (coder, ids[-1], document.id, code_id, end, start),
            )
        if not ids:
            raise no_change()
        transaction.set_message(msg("interviews.applied", code=name, n=len(ids)))
        return ids

    return Action("interviews.apply_code", msg("interviews.changed"), perform)


def add_segment(code_id: str, document: Document, start: int, end: int, *, coder: str, memo: str = "") -> Action:
    """Code one stretch of a document; the result is the id of the segment, alone in a list."""
    return apply_code(code_id, document, [(start, end)], coder=coder, memo=memo)


def apply_new_code(name: Labels, parent: str | None, document: Document, start: int, end: int, *, coder: str) -> Action:
    """Add a code to the codebook and code one stretch with it: one line of history; the result is as of `apply_code`.

    Raises `Problem` as `add_code` and `apply_code` do; then neither the code nor the segment is made.
    """
    made = add_code(name, parent)
    quote_of(document.text, start, end)  # an empty stretch is refused before anything is asked of the project

    def perform(transaction: Transaction) -> object:
        code_id = str(made.perform(transaction))
        ids = apply_code(code_id, document, [(start, end)], coder=coder).perform(transaction)
        transaction.set_message(msg("interviews.new_code_applied", code=name))
        return ids

    return Action("interviews.apply_new_code", msg("interviews.new_code_applied", code=name), perform)


def remove_segments(segment_ids: Iterable[str]) -> Action:
    """Take segments away. Raises `Problem` when one is gone already."""
    wanted = tuple(segment_ids)

    def perform(transaction: Transaction) -> None:
        rows = [one(transaction, CODE_OF_SEGMENT, segment_id) for segment_id in wanted]
        codes = {row["code"] for row in rows}
        transaction.executemany(queries.DELETE_SEGMENT, [(segment_id,) for segment_id in wanted])
        forget_targets(transaction, "segment", wanted)
        if len(codes) == 1:
            name = _code_name(transaction, codes.pop())
            transaction.set_message(msg("interviews.removed", code=name, n=len(wanted)))
        else:
            transaction.set_message(msg("interviews.removed_several", n=len(wanted)))

    return Action("interviews.remove_segments", msg("interviews.changed"), perform, snapshot=len(wanted) >= BULK)


def resize_segment(segment_id: str, document: Document, start: int, end: int) -> Action:
    """Give a segment another stretch of the same document; with a twin there it becomes one."""
    quote = quote_of(document.text, start, end)

    def perform(transaction: Transaction) -> None:
        document_row(transaction, document.id, document.digest)
        row = one(transaction, _SEGMENT_IN_DOCUMENT, segment_id, document.id)
        if (row["start"], row["stop"]) == (start, end):
            raise no_change()
        transaction.execute(_SET_STRETCH, (start, end, quote, segment_id))
        join_twins(transaction, "document = ? AND start = ?", (document.id, start))
        transaction.set_message(msg("interviews.resized", code=_code_name(transaction, row["code"])))

    return Action("interviews.resize_segment", msg("interviews.changed"), perform)


def recode_segments(segment_ids: Iterable[str], code_id: str) -> Action:
    """Put segments under another code; twins that arise become one, with both memos."""
    wanted = tuple(segment_ids)

    def perform(transaction: Transaction) -> None:
        name = applicable_code(transaction, code_id).name
        for segment_id in wanted:
            one(transaction, SEGMENT_BY_ID, segment_id)
        transaction.executemany(RECODE_SEGMENT, [(code_id, wanted_id) for wanted_id in wanted])
        documents = queries.DOCUMENTS_OF_SEGMENTS
        twins = join_twins(transaction, f"code = ? AND document IN ({documents})", (code_id, as_json(list(wanted))))
        told = msg("interviews.recoded", code=name, n=len(wanted))
        if twins:
            told = msg("interviews.recoded_joined", code=name, n=len(wanted), joined=len(twins))
        transaction.set_message(told)

    return Action("interviews.recode_segments", msg("interviews.changed"), perform, snapshot=len(wanted) >= BULK)


def set_segment_memo(segment_id: str, memo: str) -> Action:
    """Write the memo of a segment; empty removes it."""

    def perform(transaction: Transaction) -> None:
        row = one(transaction, CODE_OF_SEGMENT, segment_id)
        transaction.execute(queries.SET_MEMO_OF_SEGMENT, (memo or None, segment_id))
        transaction.set_message(msg("interviews.segment_memo", code=_code_name(transaction, row["code"])))

    return Action("interviews.segment_memo", msg("interviews.changed"), perform)


def _already_coded(
    transaction: Transaction, document_id: str, code_id: str, coder: str, starts: Sequence[int]
) -> set[tuple[int, int]]:
    """The coder's stretches under the code that begin between the first and the last start."""
    rows = transaction.query(
        queries.STRETCHES_OF_CODE_WITHIN,
        (document_id, min(starts, default=0), max(starts, default=0), code_id, coder),
    )
    return {(row["start"], row["stop"]) for row in rows}


def _code_name(transaction: Transaction, code_id: str) -> Labels:
    return shown_code(transaction, code_id).name


SET_STRETCH_AND_MEMO = "UPDATE segment SET start = ?, stop = ?, quote = ?, memo = ? WHERE id = ?"


def split_segment(segment_id: str, document: Document, position: int) -> Action:
    """Cut a segment at a place within it; the result is both ids. The memo stays with the first part."""

    def perform(transaction: Transaction) -> list[str]:
        document_row(transaction, document.id, document.digest)
        row = one(transaction, _SEGMENT_IN_DOCUMENT, segment_id, document.id)
        first = trimmed(document.text, row["start"], min(position, row["stop"]))
        second = trimmed(document.text, max(position, row["start"]), row["stop"])
        if not row["start"] < position < row["stop"] or not _words(document, first) or not _words(document, second):
            raise Problem(msg("segments.cannot_split"))
        transaction.execute(
            _SET_STRETCH,
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
        rows = [one(transaction, _SEGMENT_IN_DOCUMENT, held, document.id) for held in wanted]
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
