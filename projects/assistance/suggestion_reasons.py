# SPDX-License-Identifier: MIT
"""Reasons for a suggestion, their sources, and how often each source was right. It reads only."""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from projects.assistance import queries
from projects.people.effective_consent import refused
from projects.store.ports import Rows
from projects.stored_interviews.row_records import as_json
from wording import Message, msg

ACCEPTED_AS = (
    "SELECT suggestion.id AS id, rule, decided_by, action.local AS local FROM suggestion"
    " JOIN segment ON segment.id = suggestion.segment LEFT JOIN action ON action.seq = segment.since"
    " WHERE suggestion.segment = ? AND verdict = 'accepted' ORDER BY suggestion.id DESC LIMIT 1"
)
MARKS_OF_SUGGESTIONS = (
    "SELECT suggestion, mark FROM suggestion_mark WHERE suggestion IN (SELECT value FROM json_each(?))"
)
SEGMENTS_STILL_THERE = "SELECT id FROM segment WHERE id IN (SELECT value FROM json_each(?))"
REASONS_OF_SUGGESTIONS = (
    "SELECT * FROM suggestion_reason WHERE suggestion IN (SELECT value FROM json_each(?)) ORDER BY id"
)
RULE_OF_SUGGESTION = "SELECT id, rule FROM suggestion WHERE id = ?"
VERSIONS_OF_OPEN_SUGGESTIONS = (
    "SELECT version, count(*) AS n FROM suggestion_reason WHERE source = 'model' AND suggestion IN "
    "(SELECT id FROM suggestion WHERE verdict = 'open') GROUP BY version"
)


class Source(StrEnum):
    """What makes suggestions: rules of the codebook, and models learned from codings."""

    RULE = "rule"
    MODEL = "model"


@dataclass(frozen=True)
class KeptReason:
    """Why something was suggested: `version` is the rule's words, or the model's version with its score.

    `score` is a calibrated probability, None for a rule; `similar` are ids of segments that are still there.
    """

    source: Source
    version: str
    score: float | None = None
    words: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenSuggestion:
    """An open suggestion with all that speaks for it."""

    id: str
    document: str
    code: str
    start: int
    end: int
    reasons: tuple[KeptReason, ...]
    mark: str = "hit"  # "negated", "asked", "hypothetical", "reported" where the words do not say that it happened

    @property
    def score(self) -> float | None:
        """The best score of its reasons."""
        return max((reason.score for reason in self.reasons if reason.score is not None), default=None)


@dataclass(frozen=True)
class SourceRecord:
    """How a source fared; a suggestion with two sources counts for both."""

    source: Source
    accepted: int
    rejected: int
    open: int

    @property
    def decided(self) -> int:
        """How many a person has decided."""
        return self.accepted + self.rejected

    @property
    def percent(self) -> int:
        """The share accepted; 100 only where all were, 0 only where none was."""
        share = round(100 * self.accepted / self.decided) if self.decided else 0
        return min(max(share, int(self.accepted > 0)), 100 - int(self.rejected > 0))

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Wilson's interval of the precision (Wilson 1927), None before anything was decided."""
        return wilson(self.accepted, self.decided, level) if self.decided else None


@dataclass(frozen=True)
class AcceptedAs:
    """The suggestion that a segment came of: its reasons, who accepted it, and when (ISO, local time)."""

    reasons: tuple[KeptReason, ...]
    decided_by: str
    local: str


def accepted_as(reads: Rows, segment_id: str) -> AcceptedAs | None:
    """The suggestion that a segment came of; None for one that a person coded."""
    for row in reads.query(ACCEPTED_AS, (int(segment_id),)):
        reasons = _reasons(reads, {row["id"]: row["rule"]}).get(row["id"], ())
        return AcceptedAs(reasons, row["decided_by"] or "", row["local"] or "")
    return None


def wilson(accepted: float, decided: float, level: float = 0.95) -> tuple[float, float]:
    """The interval of a share without continuity correction (Wilson 1927, J. Am. Stat. Assoc. 22)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = accepted / decided, z * z / decided
    middle, half = share + spread / 2, math.sqrt(spread * (share * (1 - share) + spread / 4))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def reasons_of(reads: Rows, suggestion_id: str) -> tuple[KeptReason, ...]:
    """What speaks for a suggestion, what made it first."""
    rows = reads.query(RULE_OF_SUGGESTION, (int(suggestion_id),))
    return _reasons(reads, {row["id"]: row["rule"] for row in rows}).get(int(suggestion_id), ())


def older_models(reads: Rows) -> list[Message]:
    """That models of another version of the program made open suggestions, in a sentence; none where they did not."""
    from coding.learned.encoder import is_current  # numpy, 80 ms: not at start

    rows = reads.query(VERSIONS_OF_OPEN_SUGGESTIONS)
    n = sum(row["n"] for row in rows if not is_current(row["version"]))
    return [msg("learned.another_version", n=n)] if n else []


def open_suggestions(reads: Rows, codes: Collection[str] | None = None) -> list[OpenSuggestion]:
    """All that are open, or those of some codes: the best score first, then those of rules by document and place.

    Those that say that it did not happen, or ask, come last; those in refused interviews are left out.
    """
    out = refused(reads)
    waiting = [row for row in reads.query(queries.OPEN_SUGGESTIONS) if str(row["document"]) not in out]
    rows = [row for row in waiting if codes is None or str(row["code"]) in codes]
    reasons = _reasons(reads, {row["id"]: row["rule"] for row in rows})
    marks = _marks(reads, [row["id"] for row in rows])
    made = [
        OpenSuggestion(
            *(str(row["id"]), str(row["document"]), str(row["code"]), row["start"], row["stop"]),
            *(reasons[row["id"]], marks.get(row["id"], "hit")),
        )
        for row in rows
    ]
    return sorted(made, key=lambda one: (one.mark != "hit", -(one.score or 0.0)))


def mark_of_suggestion(reads: Rows, suggestion_id: str) -> str:
    """The mark of a suggestion; "hit" where nothing else is told."""
    return _marks(reads, [int(suggestion_id)]).get(int(suggestion_id), "hit")


def _marks(reads: Rows, numbers: list[int]) -> dict[int, str]:
    rows = reads.query(MARKS_OF_SUGGESTIONS, (as_json(numbers),))
    return {row["suggestion"]: row["mark"] for row in rows}


def source_records(reads: Rows, code_id: str | None = None) -> list[SourceRecord]:
    """How rules and models fared, for one code or all; a source that suggested nothing is left out."""
    where, params = ("", ()) if code_id is None else ("WHERE code = ?", (int(code_id),))
    rows = reads.query(
        queries.decisions_by_source(where),
        params,
    )
    return [SourceRecord(Source(row["source"]), row["accepted"], row["rejected"], row["open"]) for row in rows]


def _reasons(reads: Rows, rules: dict[int, str]) -> dict[int, tuple[KeptReason, ...]]:
    made: dict[int, list[KeptReason]] = {
        number: [] if rule.startswith("model:") else [KeptReason(Source.RULE, rule)] for number, rule in rules.items()
    }
    rows = reads.query(
        REASONS_OF_SUGGESTIONS,
        (as_json(list(rules)),),
    )
    listed = {row["id"]: json.loads(row["similar"]) for row in rows}
    asked = as_json(sorted({number for similar in listed.values() for number in similar}))
    there = {row["id"] for row in reads.query(SEGMENTS_STILL_THERE, (asked,))}
    for row in rows:
        similar = tuple(str(number) for number in listed[row["id"]] if number in there)
        words = tuple(json.loads(row["words"]))
        made[row["suggestion"]].append(KeptReason(Source(row["source"]), row["version"], row["score"], words, similar))
    return {number: tuple(reasons) for number, reasons in made.items()}
