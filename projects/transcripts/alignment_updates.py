# SPDX-License-Identifier: MIT
"""Moves a person's alignment of transcript and translation along when either text is corrected."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.records import Document, Turn
from coding.text_versions import TextMapping
from projects.transcripts import translation_queries as sql

if TYPE_CHECKING:
    from projects.store.ports import DatabaseRow, Transaction


def follow_text(
    transaction: Transaction, before: Document, version: int, turns: Sequence[Turn], now: int, mapping: TextMapping
) -> None:
    """Move adjusted stretches and aligned turns of a document from its text `before` to the one with `turns`.

    `version` and `now`: ids of both versions. What stood on a turn or on words that are gone is given up.
    """
    for row in transaction.query(sql.COUNTERPARTS_OF_VERSION, (before.id, version)):
        span = mapping.span(row["start"], row["stop"])
        if span is None:
            transaction.execute(sql.DELETE_COUNTERPART_BY_ID, (row["id"],))
        else:
            transaction.execute(sql.MOVE_COUNTERPART, (*span, now, row["id"]))
    places = _new_numbers(before.turns, turns, mapping)
    if all(old == new for old, new in places.items()):
        return
    _renumber(transaction, "turn", transaction.query(sql.ALIGNMENT_ROWS, (before.id,)), places)
    _renumber(transaction, "other", transaction.query(sql.ALIGNMENT_ROWS_OF_ORIGINAL, (before.id,)), places)


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
            transaction.execute(sql.DELETE_ALIGNMENT_BY_ID, (row["id"],))
        else:
            transaction.execute(sql.renumbered(column), (places[held], row["id"]))
