# SPDX-License-Identifier: MIT
"""Translates a turn that has no translation yet: its words are typed and stand beside it from then on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coding.records import Turn
from projects.store.actions import Action
from projects.stored_interviews.row_records import document_row
from projects.transcripts import translation_queries as sql
from projects.transcripts.corrections import insert_turn
from projects.transcripts.translations import ParallelTexts
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction


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
        transaction.execute(sql.INSERT_ALIGNMENT, (held.id, index, number, transaction.seq))
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
