# SPDX-License-Identifier: MIT
"""Keeps what a model proposes as open suggestions with their reasons, and what learning was worth."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.keywords import FoundSuggestion
from projects.assistance import queries
from projects.assistance.learned_suggestions.proposals import MODEL, Learned, ProposalReason
from projects.assistance.suggestion_reasons import wilson
from projects.interviews.suggestions import refuse_outdated
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_settings
from projects.stored_interviews.code_queries import INSERT_SUGGESTION, INSERT_SUGGESTION_MARK
from projects.stored_interviews.row_records import as_json
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project

SET_MODEL_OF_SUGGESTION = "UPDATE suggestion SET rule = ? WHERE id = ? AND rule LIKE 'model:%'"
INSERT_REASON_OF_MODEL = (
    "INSERT INTO suggestion_reason (suggestion, document, source, version, score, words, similar, since) "
    "VALUES (?, ?, 'model', ?, ?, ?, ?, ?)"
)
DELETE_REASON_OF_MODEL = "DELETE FROM suggestion_reason WHERE suggestion = ? AND source = 'model'"
SUGGESTIONS_OF_DOCUMENT = "SELECT * FROM suggestion WHERE document = ? ORDER BY id"

GAIN = "assistance.gain"  # the setting: recall@3 of the last model, that of the commonest codes, segments
EXPECTED_BY_CODE = "assistance.expected_by_code"  # the setting: share, sentences, codings, pooled, of the last model


def gain_of(reads: Rows) -> tuple[float, float, int] | None:
    """What the last model that proposed found among three codes, the commonest codes, and of how many segments."""
    kept = stored_settings(reads, (GAIN,)).get(GAIN)
    return (float(kept[0]), float(kept[1]), int(kept[2])) if kept else None


@dataclass(frozen=True)
class ExpectedPrecision:
    """Of what is shown for a code, the share expected to be right, with Wilson's interval.

    `codings`: what it rests on, of the code, or of all codes where `pooled`.
    """

    share: float
    low: float
    high: float
    codings: int
    pooled: bool

    @property
    def said(self) -> Message:
        """So many in ten, from, to, from how many codings."""
        right, low, high = (round(10 * share) for share in (self.share, self.low, self.high))
        key = "learned.expected_all" if self.pooled else "learned.expected"
        return msg(key, n=self.codings, right=right, low=low, high=high)


def expected_precisions(reads: Rows) -> dict[str, ExpectedPrecision]:
    """What the last model expects, by code; codes of which it would show nothing are left out."""
    kept = stored_settings(reads, (EXPECTED_BY_CODE,)).get(EXPECTED_BY_CODE) or {}
    return {
        code: ExpectedPrecision(share, *wilson(share * shown, shown), int(codings), bool(pooled))
        for code, (share, shown, codings, pooled) in kept.items()
    }


def store_learned(learned: Learned) -> Action:
    """Keep what a model proposes as open suggestions with their reasons; the result is (new, joined).

    A suggestion that stands open at the same place gains a reason; what was decided there meanwhile stays so. Open ones
    that only an earlier model proposed go.
    """
    return Action("assistance.learned", msg("interviews.changed"), _storing(learned))


def keep_learned(project: Project, learned: Learned) -> None:
    """Keep what a model learned by itself proposes: a line of history without undo, for nobody did anything."""
    if learned.wanted:
        with contextlib.suppress(Problem):  # texts changed meanwhile, or nothing is new
            project.write_lasting("assistance.learned_again", "log", msg("interviews.changed"), _storing(learned))


def _storing(learned: Learned) -> Callable[[Transaction], tuple[int, int]]:
    def perform(transaction: Transaction) -> tuple[int, int]:
        if learned.results:
            refuse_outdated(transaction, learned.results)
        new = joined = 0
        for result in learned.results:
            there = _of_document(transaction, result.document)
            for found in result.found:
                reason = (learned.reasons or {})[result.document, found.code, found.start, found.end]
                at_place = [
                    row for row in there.get(found.code, ()) if row["start"] < found.end and row["stop"] > found.start
                ]
                if any(row["verdict"] != "open" for row in at_place):
                    continue
                number = at_place[0]["id"] if at_place else _insert(transaction, result.document, found)
                new, joined = new + (not at_place), joined + bool(at_place)
                _give_reason(transaction, number, result.document, reason)
        gone = len(transaction.query(queries.OUTDATED, (as_json(list(map(int, learned.wanted))), transaction.seq)))
        for statement in queries.DELETE_OUTDATED:
            transaction.execute(statement, (as_json(list(map(int, learned.wanted))), transaction.seq))
        if learned.gain is not None or gain_of(transaction):
            transaction.set_setting(GAIN, None if learned.gain is None else list(learned.gain))
        if learned.expected is not None:
            transaction.set_setting(EXPECTED_BY_CODE, learned.expected)
        if not new and not joined and not gone:
            raise Problem(msg("interviews.nothing_found"))
        transaction.set_message(msg("learned.suggested", n=new, joined=joined))
        return new, joined

    return perform


def _of_document(transaction: Transaction, document: str) -> dict[str, list[Any]]:
    by_code: dict[str, list[Any]] = defaultdict(list)
    for row in transaction.query(SUGGESTIONS_OF_DOCUMENT, (document,)):
        by_code[str(row["code"])].append(row)
    return by_code


def _insert(transaction: Transaction, document: str, found: FoundSuggestion) -> int:
    made = transaction.execute(
        INSERT_SUGGESTION,
        (document, found.code, found.start, found.end, found.rule, found.language, as_json(found.matched)),
    )
    if found.mark != "hit":
        transaction.execute(INSERT_SUGGESTION_MARK, (found.mark, document, found.code, found.start, found.end))
    return int(made.lastrowid or 0)


def _give_reason(transaction: Transaction, number: int, document: str, reason: ProposalReason) -> None:
    """Give a suggestion the model's reason, in place of one by an earlier version."""
    transaction.execute(DELETE_REASON_OF_MODEL, (number,))
    transaction.execute(
        INSERT_REASON_OF_MODEL,
        (
            *(number, document, reason.version, reason.score),
            *(as_json(reason.words), as_json(list(map(int, reason.similar))), transaction.seq),
        ),
    )
    transaction.execute(SET_MODEL_OF_SUGGESTION, (MODEL + reason.version, number))
