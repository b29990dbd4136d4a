# SPDX-License-Identifier: MIT
"""Corrects a transcript: a new version of its text, to which all that stands in it moves; nothing is lost silently."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.corrected_turns import corrected_turns, on_own_lines
from coding.parsing import find_turns, normalise, typed_names, with_headings
from coding.records import Document, Turn
from coding.text_versions import TextMapping
from projects.interviews.attached_notes import forget_targets
from projects.interviews.documents import insert_version
from projects.interviews.duplicate_segments import join_twins
from projects.store.actions import Action
from projects.store.ports import DatabaseRow
from projects.stored_interviews import queries
from projects.stored_interviews.parsed_document import ParsedText, from_bytes, parse_text
from projects.stored_interviews.row_records import document_row, no_change, one
from projects.transcripts import queries as sql
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import DatabaseRow, Rows, Transaction

BOOKMARKS_OF_DOCUMENT = "SELECT id, start FROM bookmark WHERE document = ?"

ALIGNMENT_ROWS = "SELECT id, turn, other FROM turn_alignment WHERE document = ?"

DELETE_ALIGNMENT_BY_ID = "DELETE FROM turn_alignment WHERE id = ?"
ALIGNMENT_ROWS_OF_ORIGINAL = (
    "SELECT turn_alignment.id AS id, turn, other FROM turn_alignment"
    " JOIN document ON document.id = turn_alignment.document WHERE document.translates = ?"
)
MOVE_COUNTERPART = "UPDATE segment_counterpart SET start = ?, stop = ?, version = ? WHERE id = ?"
DELETE_COUNTERPART_BY_ID = "DELETE FROM segment_counterpart WHERE id = ?"
COUNTERPARTS_OF_VERSION = "SELECT id, start, stop FROM segment_counterpart WHERE document = ? AND version = ?"
NOTES_OF_DOCUMENT = "SELECT * FROM {} WHERE document = ? ORDER BY start"
DELETE_REASONS_OF_SUGGESTION = "DELETE FROM suggestion_reason WHERE suggestion = ?"
MOVE_BOOKMARK = "UPDATE bookmark SET start = ? WHERE id = ?"
CLEAR_REASON_WORDS = "UPDATE suggestion_reason SET words = '[]' WHERE document = ?"
CLEAR_MATCHED_WORDS = "UPDATE suggestion SET matched = '[]' WHERE document = ?"


def follow_text(
    transaction: Transaction, before: Document, version: int, turns: Sequence[Turn], now: int, mapping: TextMapping
) -> None:
    """Move adjusted stretches and aligned turns of a document from its text `before` to the one with `turns`.

    `version` and `now`: ids of both versions. What stood on a turn or on words that are gone is given up.
    """
    for row in transaction.query(COUNTERPARTS_OF_VERSION, (before.id, version)):
        span = mapping.span(row["start"], row["stop"])
        if span is None:
            transaction.execute(DELETE_COUNTERPART_BY_ID, (row["id"],))
        else:
            transaction.execute(MOVE_COUNTERPART, (*span, now, row["id"]))
    places = _new_numbers(before.turns, turns, mapping)
    if all(old == new for old, new in places.items()):
        return
    _renumber(transaction, "turn", transaction.query(ALIGNMENT_ROWS, (before.id,)), places)
    _renumber(transaction, "other", transaction.query(ALIGNMENT_ROWS_OF_ORIGINAL, (before.id,)), places)


def _new_numbers(before: Sequence[Turn], now: Sequence[Turn], mapping: TextMapping) -> dict[int, int | None]:
    """The number of each turn in the new text; None where its words are gone."""
    starts = [turn.start for turn in now]
    found: dict[int, int | None] = {}
    for number, turn in enumerate(before):
        span = mapping.span(turn.start, turn.end)
        place = -1 if span is None else bisect_right(starts, span[0]) - 1
        found[number] = place if place >= 0 else None
    return found


def _renumber(
    transaction: Transaction, column: str, rows: Sequence[DatabaseRow], places: dict[int, int | None]
) -> None:
    for row in rows:
        held = row[column]
        if held is None or places.get(held, held) == held:
            continue
        if places[held] is None:
            transaction.execute(DELETE_ALIGNMENT_BY_ID, (row["id"],))
        else:
            transaction.execute(sql.renumbered(column), (places[held], row["id"]))


_STRETCHES = ("segment", "suggestion", "annotation", "paraphrase")


@dataclass(frozen=True)
class LostPassage:
    """What lost its text: a segment (`what`: the id of its code), an annotation or a paraphrase (its words)."""

    kind: str
    what: str
    quote: str


@dataclass(frozen=True)
class Correction:
    """What a correction did: segments that moved or changed their quote, and those whose text is gone."""

    version: int
    mapped: int
    lost: int
    gone: tuple[LostPassage, ...] = ()


def correct_text(document: Document, new_text: str, reason: str = "") -> Action:
    """A new version of a document's text; segments, notes and bookmarks follow, those whose text is gone leave.

    The result is a `Correction`. Raises `Problem` when the document changed meanwhile or nothing differs.
    """
    named = _speakers(document)
    text = on_own_lines(document.text, normalise(new_text), named)
    mapping = TextMapping(document.text, text)
    if named:  # beside them a name typed once is a speaker, too
        named |= typed_names(document.text, text)
    if _tells_turns(document):
        held = _with_headings(document, parse_text(text, find_turns(text, named)), mapping)
    else:
        held = parse_text(text, corrected_turns(document.text, text, document.turns, mapping, named))
    return store_version(document, held, mapping, reason)


def insert_turn(document: Document, place: int, words: str, turn: Turn, reason: str = "") -> Action:
    """A new version with `words` inserted at `place`, in which `turn` is a turn; the rest is as for `correct_text`."""
    mapping = TextMapping.of_insertion(document.text, place, words)
    text = normalise(document.text[:place] + words + document.text[place:])
    parsed = parse_text(text, find_turns(text, _speakers(document)))
    told = _tells_turns(document)
    parsed = _with_headings(document, parsed, mapping) if told else parsed
    if not told or turn.start not in {one.start for one in parsed.turns}:
        held = [*_moved_turns(document, mapping), turn]
        parsed = parse_text(parsed.text, sorted(held, key=lambda one: one.start))
    return store_version(document, parsed, mapping, reason)


def store_version(document: Document, parsed: ParsedText, mapping: TextMapping, reason: str) -> Action:
    """The action that keeps a text as the newest version; `mapping` says where what stood in it stands now."""

    def perform(transaction: Transaction) -> Correction:
        row = document_row(transaction, document.id, document.digest)
        if parsed.text == document.text:
            raise no_change()
        before = one(transaction, queries.NUMBER_AND_TEXT_OF_VERSION, row["version"])
        numbered = _numbered(transaction, before["parsed_ref"], document.text, parsed, mapping)
        version = insert_version(transaction, document.id, numbered, before["number"] + 1, reason)
        transaction.execute(queries.SET_DOCUMENT_VERSION, (version, document.id))
        mapped, gone = _move_stretches(transaction, document, mapping, parsed.text)
        follow_text(transaction, document, row["version"], parsed.turns, version, mapping)
        lost = sum(entry.kind == "segment" for entry in gone)
        transaction.set_message(msg("interviews.text_corrected", document=row["name"], segments=mapped, lost=lost))
        return Correction(version, mapped, lost, gone)

    return Action("interviews.correct_text", msg("interviews.changed"), perform)


def would_lose(reads: Rows, document: Document, new_text: str) -> list[LostPassage]:
    """What a correction would leave without its text; nothing is stored."""
    mapping = TextMapping(document.text, parse_text(new_text).text)
    return [
        lost
        for table in _STRETCHES
        for row in reads.query(NOTES_OF_DOCUMENT.format(table), (document.id,))
        if mapping.passage(row["start"], row["stop"]) is None
        for lost in _lost(table, row, document.text)
    ]


def _speakers(document: Document) -> frozenset[str]:
    return frozenset(turn.speaker for turn in document.turns if turn.speaker)


def _tells_turns(document: Document) -> bool:
    """Whether the text alone tells its turns, but for their languages: not those of subtitles, of renamed speakers."""
    headings = [(turn.start, turn.end) for turn in document.turns if turn.heading]
    told = with_headings(document.text, find_turns(document.text, _speakers(document)), headings)
    return told == tuple(replace(turn, language="") for turn in document.turns)


def _with_headings(document: Document, parsed: ParsedText, mapping: TextMapping) -> ParsedText:
    """A corrected text that tells its turns, with the headings of the file and the languages where they stand now."""
    spans = [mapping.span(turn.start, turn.end) for turn in document.turns if turn.heading]
    moved = sorted(span for span in spans if span is not None)
    parsed = parse_text(parsed.text, with_headings(parsed.text, parsed.turns, moved)) if moved else parsed
    spoken = [turn for turn in _moved_turns(document, mapping) if turn.language]
    if not spoken:
        return parsed
    starts = [turn.start for turn in spoken]
    turns = []
    for turn in parsed.turns:
        at = bisect_left(starts, turn.end) - 1  # the last turn of old that begins before this one ends
        said = spoken[at].language if at >= 0 and spoken[at].end > turn.start else ""
        turns.append(replace(turn, language=said))
    return parse_text(parsed.text, turns)


def _moved_turns(document: Document, mapping: TextMapping) -> list[Turn]:
    moved: list[Turn] = []
    for turn in document.turns:
        span = mapping.span(turn.start, turn.end)
        if span is not None and (not moved or span[0] >= moved[-1].end):
            moved.append(replace(turn, start=span[0], end=span[1]))
    return moved


def _numbered(transaction: Transaction, ref: str, old: str, parsed: ParsedText, mapping: TextMapping) -> ParsedText:
    before = from_bytes(transaction.read_object(ref)).numbering
    return replace(parsed, numbering=before.moved(old, mapping))


def _move_stretches(
    transaction: Transaction, document: Document, mapping: TextMapping, text: str
) -> tuple[int, tuple[LostPassage, ...]]:
    """Move all that stands in the text; how many segments stayed, and what is gone."""
    counts, gone = {}, list[LostPassage]()
    for table in _STRETCHES:
        counts[table], lost = _move_rows(transaction, table, document, mapping, text if table == "segment" else "")
        gone += lost
    join_twins(transaction, "document = ?", (document.id,))
    for row in transaction.query(BOOKMARKS_OF_DOCUMENT, (document.id,)):
        span = mapping.span(row["start"], row["start"] + 1)
        start = span[0] if span else mapping.position(row["start"])
        transaction.execute(MOVE_BOOKMARK, (start, row["id"]))
    # the words that matched are found again by the next run
    transaction.execute(CLEAR_MATCHED_WORDS, (document.id,))
    transaction.execute(CLEAR_REASON_WORDS, (document.id,))
    return counts["segment"], tuple(gone)


def _move_rows(
    transaction: Transaction, table: str, document: Document, mapping: TextMapping, text: str
) -> tuple[int, Sequence[LostPassage]]:
    quote = ", quote = ?" if text else ""
    moved, gone, lost = [], [], []
    for row in transaction.query(queries.rows_of_document(table), (document.id,)):
        span = mapping.passage(row["start"], row["stop"])
        if span is None:
            gone.append((row["id"],))
            lost += _lost(table, row, document.text)
        else:
            moved.append((*span, *((text[slice(*span)],) if text else ()), row["id"]))
    transaction.executemany(queries.set_stretch_in(table, quote), moved)
    transaction.executemany(queries.delete_row_of(table), gone)
    if table == "suggestion":
        transaction.executemany(DELETE_REASONS_OF_SUGGESTION, gone)
        transaction.executemany(queries.DELETE_MARKS_OF_SUGGESTION, gone)
    if table == "segment" and gone:
        forget_targets(transaction, "segment", [number for (number,) in gone])
    return len(moved), lost


def _lost(table: str, row: DatabaseRow, text: str) -> list[LostPassage]:
    if table == "suggestion":
        return []
    what = str(row["code"]) if table == "segment" else row["text"]
    return [LostPassage(table, what, text[row["start"] : row["stop"]])]
