# SPDX-License-Identifier: MIT
"""Review of quotes for names, phones and small places, needed before a quote leaves the team.

What is marked follows rules of today: phones, identifiers, addresses, dates, ages and sums by their form, and every
capitalised word but ordinary ones (the, some, il, na) that open a sentence. A quote counts as looked at as long as its
stretch stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.entities.landmarks import only_opens
from coding.entities.patterns import find_by_form
from coding.language_guess import word_scores
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.row_records import no_change, one
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

STRETCH_OF_SEGMENT = "SELECT document, start, stop FROM segment WHERE id = ?"
INSERT_LOOK = "INSERT INTO quote_look (segment, document, start, stop, since) VALUES (?, ?, ?, ?, ?)"
SEGMENTS_LOOKED_AT = (
    "SELECT segment.id AS id FROM quote_look JOIN segment ON segment.id = quote_look.segment AND "
    "segment.start = quote_look.start AND segment.stop = quote_look.stop WHERE NOT EXISTS (SELECT 1 FROM citation "
    "WHERE citation.segment = segment.id AND citation.since > quote_look.since)"
)

_CAPITALISED = re.compile(r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ -][A-ZÀ-ÖØ-Þ][\w’'-]*)*")
_OPENS = re.compile(r"(?:^|[.!?…:;«“\"(\[–—-])\s*$")
_NEVER = frozenset(("I", "I’m", "I'm", "I’d", "I'd", "I’ve", "I've", "I’ll", "I'll"))


def doubtful(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a quote that may name a person, a phone or a small place, in order and apart."""
    found = [(entity.start, entity.end) for entity in find_by_form(text, language)]
    for match in _CAPITALISED.finditer(text):
        start, end = match.span()
        opening = re.split(r"[ -]", match[0])[0]
        if _OPENS.search(text[:start]) and _is_small(opening):
            start += len(opening) + 1  # a small word that opens a sentence names nobody
        if start < end and text[start:end] not in _NEVER:
            found.append((start, end))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)


def _is_small(word: str) -> bool:
    """Whether a word names nobody where it opens a sentence: a small word of a language, or one such as "Some"."""
    return any(word_scores(word).values()) or only_opens(word)


def looked_at(reads: Rows) -> set[str]:
    """The segments somebody has looked at and that stand where they stood then."""
    rows = reads.query(SEGMENTS_LOOKED_AT)
    return {str(row["id"]) for row in rows}


def mark_reviewed(segment_ids: Sequence[str]) -> Action:
    """Say that these quotes were looked at and may leave as they stand. Raises `Problem` for segments gone."""

    def perform(transaction: Transaction) -> int:
        known = looked_at(transaction)
        fresh = [number for number in dict.fromkeys(segment_ids) if number not in known]
        if not fresh:
            raise no_change()
        for number in fresh:
            row = one(transaction, STRETCH_OF_SEGMENT, number)
            transaction.execute(
                INSERT_LOOK,
                (int(number), row["document"], row["start"], row["stop"], transaction.seq),
            )
        transaction.set_message(msg("quotes.looked", n=len(fresh)))
        return len(fresh)

    return Action("interviews.look_at_quotes", msg("interviews.changed"), perform)
