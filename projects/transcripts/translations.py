# SPDX-License-Identifier: MIT
"""A transcript beside its translation: which is whose, turns aligned, each coding kept once and shown on both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coding.alignment import AlignedText, AlignedTurns, align_turns, counterpart
from coding.records import Segment, Turn
from coding.spans import quote_of
from projects.interviews.cases import move_to_case
from projects.interviews.queries import load_document
from projects.store.actions import Action
from projects.store.ports import DatabaseRow
from projects.stored_interviews.parsed_document import LoadedDocument
from projects.stored_interviews.queries import ROLES_OF_DOCUMENT, WHOLE_SEGMENT
from projects.stored_interviews.row_records import document_row, no_change, one, segment_of
from projects.transcripts import queries as sql
from projects.transcripts.corrections import insert_turn
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader, Rows, Transaction
_INSERT_ALIGNMENT = "INSERT INTO turn_alignment (document, turn, other, since) VALUES (?, ?, ?, ?)"

CODINGS = "SELECT * FROM segment WHERE document IN (?, ?) ORDER BY document, start, stop, id"
ALIGNMENT = "SELECT turn, other FROM turn_alignment WHERE document = ? ORDER BY turn"

COUNTERPARTS = (
    "SELECT seen.segment AS segment, seen.start AS start, seen.stop AS stop FROM segment_counterpart AS seen"
    " JOIN segment ON segment.id = seen.segment JOIN document ON document.id = seen.document"
    " JOIN document_version AS kept ON kept.id = seen.version"
    " JOIN document_version AS current ON current.id = document.version AND current.digest = kept.digest"
    " WHERE seen.document IN (?, ?)"
)
DELETE_COUNTERPART = "DELETE FROM segment_counterpart WHERE segment = ?"
DELETE_ALIGNMENT = "DELETE FROM turn_alignment WHERE document = ?"

CITE_CODED_TEXT = (
    "UPDATE citation SET words = iif(lead, '', words), lead = 0, beside = 0, other_document = NULL,"
    " other_version = NULL, other_start = NULL, other_stop = NULL, since = ? WHERE segment = ?"
)
MOVE_CITATION = (
    "UPDATE citation SET other_start = ?, other_stop = ?, since = ?, words = iif(lead, '', words) WHERE segment = ?"
)
CITED = "SELECT segment, other_start, other_stop FROM citation WHERE other_document IN (?, ?)"
INSERT_COUNTERPART = (
    "INSERT INTO segment_counterpart (segment, document, version, start, stop, since) VALUES (?, ?, ?, ?, ?, ?)"
)
DELETE_COUNTERPARTS = "DELETE FROM segment_counterpart WHERE document IN (?, ?)"
DELETE_ALIGNMENT_OF_TURN = "DELETE FROM turn_alignment WHERE document = ? AND turn = ?"
HAS_TRANSLATION = "SELECT id FROM document WHERE translates = ?"
TRANSLATION_OF_DOCUMENT = (
    "SELECT id, translates, translator FROM document WHERE (id = ? AND translates IS NOT NULL) OR translates = ?"
    " ORDER BY id = ? DESC, position LIMIT 1"
)


@dataclass(frozen=True)
class Translation:
    """That one document is the translation of another; `translator` is "" where nobody said who translated."""

    original: str
    translation: str
    translator: str = ""


@dataclass(frozen=True)
class SeenCoding:
    """A coding of either text: where it was made, and the stretch of the other text it is seen on."""

    segment: Segment
    on_translation: bool  # coded on the translation, seen on the original
    beside: tuple[int, int] | None  # None where the turn has none beside it
    adjusted: bool = False  # a person set that stretch


@dataclass(frozen=True)
class ParallelTexts:
    """An interview and its translation with all codings of both."""

    link: Translation
    original: LoadedDocument
    translation: LoadedDocument
    rows: tuple[AlignedTurns, ...]
    codings: tuple[SeenCoding, ...] = ()
    fixed: frozenset[int] = frozenset()  # turns of the translation that a person set

    @cached_property
    def aligned(self) -> int:
        """How many turns have one beside them."""
        return sum(None not in row for row in self.rows)


def translations(reads: Rows) -> list[tuple[Translation, str, str]]:
    """Every translation, with the names of the translation and of its original, by the order of documents."""
    return [
        (Translation(str(row["translates"]), str(row["id"]), row["translator"]), row["name"], row["original"])
        for row in reads.query(sql.TRANSLATIONS)
    ]


def translation_of(reads: Rows, document_id: str) -> Translation | None:
    """What a document is the translation of; else its own first translation; None where there is neither."""
    rows = reads.query(TRANSLATION_OF_DOCUMENT, (document_id, document_id, document_id))
    return Translation(str(rows[0]["translates"]), str(rows[0]["id"]), rows[0]["translator"]) if rows else None


def versions_of(reads: Rows, document_id: str) -> list[Translation]:
    """Every translation of a document, or, where it is one itself, of its original; by the order of documents."""
    held = [one for one, _name, _original in translations(reads)]
    original = next((one.original for one in held if one.translation == document_id), document_id)
    return [one for one in held if one.original == original]


def set_translation(document_id: str, original_id: str, translator: str = "") -> Action:
    """Say that a document is the translation of another; where it is in no case it joins that of the original.

    Raises `Problem` for a document of itself, a translation of a translation, an original of other translations.
    """

    def perform(transaction: Transaction) -> None:
        row, original = document_row(transaction, document_id), document_row(transaction, original_id)
        names = {"document": row["name"], "original": original["name"]}
        if row["id"] == original["id"]:
            raise Problem(msg("translations.of_itself", **names))
        if original["translates"] is not None or transaction.query(HAS_TRANSLATION, (row["id"],)):
            raise Problem(msg("translations.chain", **names))
        if (row["translates"], row["translator"]) == (original["id"], translator.strip()):
            raise no_change()
        if row["translates"] != original["id"]:
            _forget(transaction, row)
        transaction.execute(sql.UPDATE_TRANSLATES, (original["id"], translator.strip(), row["id"]))
        if not row["case_name"] and original["case_name"]:
            move_to_case(transaction, row["id"], original["case_name"])
        transaction.set_message(msg("translations.set", **names))

    return Action("interviews.set_translation", msg("interviews.changed"), perform)


def end_translation(document_id: str) -> Action:
    """Say that a document is no translation; codings stay where they were made. Raises `Problem` where it is none."""

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        if row["translates"] is None:
            raise Problem(msg("translations.none", document=row["name"]))
        _forget(transaction, row)
        transaction.execute(sql.UPDATE_TRANSLATES, (None, "", row["id"]))
        transaction.set_message(msg("translations.ended", document=row["name"]))

    return Action("interviews.end_translation", msg("interviews.changed"), perform)


def align_turn(translation_id: str, turn: int, other: int | None) -> Action:
    """Set a turn of a translation beside a turn of the original, both counted from 0, or beside none.

    What was set of other turns and would cross it is given up. Raises `Problem` for a turn there is not.
    """

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, translation_id)
        if row["translates"] is None:
            raise Problem(msg("translations.none", document=row["name"]))
        turns = [len(load_document(transaction, str(one)).document.turns) for one in (row["id"], row["translates"])]
        if not 0 <= turn < turns[0] or (other is not None and not 0 <= other < turns[1]):
            raise Problem(msg("translations.no_such_turn", n=turns[0], m=turns[1]))
        for held in transaction.query(ALIGNMENT, (row["id"],)):
            if held["turn"] == turn and held["other"] == other:
                raise no_change()
            if held["turn"] == turn or _cross((held["turn"], held["other"]), (turn, other)):
                transaction.execute(DELETE_ALIGNMENT_OF_TURN, (row["id"], held["turn"]))
        transaction.execute(_INSERT_ALIGNMENT, (row["id"], turn, other, transaction.seq))
        link = translation_of(transaction, translation_id)
        if link is not None:
            _move_cited(transaction, link)
        transaction.set_message(msg("translations.aligned", document=row["name"], turn=turn + 1))

    return Action("interviews.align_turn", msg("interviews.changed"), perform)


def adjust_counterpart(segment_id: str, start: int, end: int) -> Action:
    """Set the stretch of the other text that a coding is seen on; it stays one coding.

    Raises `Problem` where the coded text has no other, and for a stretch that leaves it.
    """

    def perform(transaction: Transaction) -> None:
        held = segment_of(one(transaction, WHOLE_SEGMENT, segment_id))
        link = translation_of(transaction, held.document)
        if link is None:
            raise Problem(msg("translations.none", document=document_row(transaction, held.document)["name"]))
        other = link.original if held.document == link.translation else link.translation
        quote_of(load_document(transaction, other).document.text, start, end)
        row = document_row(transaction, other)
        transaction.execute(DELETE_COUNTERPART, (segment_id,))
        place = (segment_id, row["id"], row["version"], start, end, transaction.seq)
        transaction.execute(INSERT_COUNTERPART, place)
        _move_cited(transaction, link)
        transaction.set_message(msg("translations.adjusted", document=row["name"]))

    return Action("interviews.adjust_counterpart", msg("interviews.changed"), perform)


def _move_cited(transaction: Transaction, link: Translation) -> None:
    """Let quotes print what their codings are seen on now; they are looked at again before they leave."""
    pair = (link.original, link.translation)
    cited = {str(row["segment"]): (row["other_start"], row["other_stop"]) for row in transaction.query(CITED, pair)}
    shown = beside(transaction, link.translation) if cited else None
    for one_seen in shown.codings if shown is not None else ():
        number, seen = one_seen.segment.id, one_seen.beside
        if number not in cited or seen == cited[number]:
            continue
        if seen is None:
            transaction.execute(CITE_CODED_TEXT, (transaction.seq, number))
        else:
            transaction.execute(MOVE_CITATION, (*seen, transaction.seq, number))


def beside(
    project: Reader, document_id: str, *, coder: str | None = None, without: Iterable[str] = ()
) -> ParallelTexts | None:
    """A document with its translation or original, turns aligned, codings of both; None where there is none.

    `coder`: only this one's codings; `without`: coders whose codings are left out.
    """
    link = translation_of(project, document_id)
    if link is None:
        return None
    loaded = [load_document(project, one) for one in (link.original, link.translation)]
    texts = [AlignedText(one.document, one.sentences, _roles(project, one.document.id)) for one in loaded]
    fixed = {row["turn"]: row["other"] for row in project.query(ALIGNMENT, (link.translation,))}
    rows = align_turns(texts[0], texts[1], fixed)
    hidden, pair = set(without), (link.original, link.translation)
    held_back = any(one.held_back for one in loaded)
    held = [segment_of(row) for row in ([] if held_back else project.query(CODINGS, pair))]
    shown = [one for one in held if one.coder not in hidden and coder in (None, one.coder)]
    set_by_hand = {str(row["segment"]): (row["start"], row["stop"]) for row in project.query(COUNTERPARTS, pair)}
    ways = _ways(rows)
    codings = []
    for segment in shown:
        side = int(segment.document == link.translation)
        given = set_by_hand.get(segment.id)
        seen = given or counterpart(texts[side], texts[1 - side], ways[side], segment.start, segment.end)
        codings.append(SeenCoding(segment, bool(side), seen, given is not None))
    return ParallelTexts(link, loaded[0], loaded[1], tuple(rows), tuple(codings), frozenset(fixed))


def codings_of_other_texts(
    project: Reader, document_id: str, *, coder: str | None = None, without: Iterable[str] = ()
) -> list[SeenCoding]:
    """Codings made on a document's original, or on its translations, that are seen on the document itself."""
    links = [one for one in versions_of(project, document_id) if document_id in (one.original, one.translation)]
    pairs = [beside(project, one.translation, coder=coder, without=without) for one in links]
    return [
        coding
        for pair in pairs
        for coding in (pair.codings if pair is not None else ())
        if coding.segment.document != document_id and coding.beside is not None
    ]


def _ways(rows: Iterable[AlignedTurns]) -> tuple[dict[int, int], dict[int, int]]:
    """From turns of the original to those beside them, and back."""
    pairs = [(row.original, row.translation) for row in rows]
    there = {one: other for one, other in pairs if one is not None and other is not None}
    return there, {other: one for one, other in there.items()}


def _roles(reads: Rows, document_id: str) -> dict[str, str]:
    return {row["name"]: row["role"] for row in reads.query(ROLES_OF_DOCUMENT, (document_id,))}


def _cross(held: tuple[int, int | None], fresh: tuple[int, int | None]) -> bool:
    """Whether two pairs cannot both hold: they cross, or stand beside the same turn."""
    if held[1] is None or fresh[1] is None:
        return False
    return (held[0] - fresh[0]) * (held[1] - fresh[1]) <= 0


def _forget(transaction: Transaction, row: DatabaseRow) -> None:
    """Remove what was set between a translation and the original it had."""
    transaction.execute(DELETE_ALIGNMENT, (row["id"],))
    if row["translates"] is not None:
        transaction.execute(DELETE_COUNTERPARTS, (row["id"], row["translates"]))


def translate_turn(shown: ParallelTexts, row: int, words: str) -> Action:
    """Put `words` into the translation as the turn beside that of the original in `row`; codings and notes move along.

    The speaker is called as elsewhere in the translation. Raises `Problem` for a row that has a translation or no
    original, for no words, and where either text changed meanwhile.
    """
    said = " ".join(words.split())
    number, there = shown.rows[row] if 0 <= row < len(shown.rows) else (None, None)
    if number is None or there is not None:
        raise Problem(msg("translating.no_place", row=row + 1))
    if not said:
        raise Problem(msg("translating.no_words"))
    held, place = shown.translation.document, _place(shown, row)
    speaker = _speaker(shown, number)
    gap = "\n\n" if "\n\n" in held.text or not held.text else "\n"
    label = f"{speaker}: " if speaker else ""
    first = not held.text[:place].strip()
    inserted = f"{label}{said}{gap}" if first else f"{gap}{label}{said}"
    start = place + (0 if first else len(gap)) + len(label)
    made = insert_turn(held, place, inserted, Turn(start, start + len(said), speaker))
    index = sum(turn.start < start for turn in held.turns)

    def perform(transaction: Transaction) -> None:
        document_row(transaction, shown.original.document.id, shown.original.document.digest)
        made.perform(transaction)
        transaction.execute(_INSERT_ALIGNMENT, (held.id, index, number, transaction.seq))
        transaction.set_message(msg("translating.done", document=held.name, turn=number + 1))

    return Action("interviews.translate_turn", msg("interviews.changed"), perform)


def _place(shown: ParallelTexts, row: int) -> int:
    """Where the new turn begins in the translation: behind the turn above it, else at the start of the first one."""
    turns, text = shown.translation.document.turns, shown.translation.document.text
    above = [one.translation for one in shown.rows[:row] if one.translation is not None]
    if above:
        return turns[max(above)].end
    return text.rfind("\n", 0, turns[0].start) + 1 if turns else len(text)


def _speaker(shown: ParallelTexts, number: int) -> str:
    """How the translation mostly calls who speaks in a turn of the original; the original's name where it has none."""
    name = shown.original.document.turns[number].speaker
    called = Counter(
        shown.translation.document.turns[there].speaker
        for here, there in shown.rows
        if here is not None and there is not None and shown.original.document.turns[here].speaker == name
    )
    return called.most_common(1)[0][0] if called else name
