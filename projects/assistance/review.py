# SPDX-License-Identifier: MIT
"""Open suggestions in their context, and the orders in which they are reviewed. It reads only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from coding.speaker_roles import interviewers_among, proposed_role
from projects.assistance.queries import coded_quotes, counts_by_source, languages_of_segments
from projects.assistance.suggestion_reasons import OpenSuggestion, Source, open_suggestions
from projects.assistance.switches import ENOUGH, switches_of
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.interviews.queries import load_documents
from projects.interviews.suggestions import ranked_children
from projects.people.effective_consent import refused
from projects.store.ports import Reader
from projects.stored_interviews.parsed_document import LoadedDocument

if TYPE_CHECKING:
    from projects.store.project import Project

PLACE_OF_SUGGESTION = "SELECT document, start, stop FROM suggestion WHERE id = ?"
DECIDED_OF_CODE = (  # the newest, of the code of a suggestion
    "SELECT id, document, start, stop, verdict FROM suggestion WHERE verdict <> 'open' AND code ="
    " (SELECT code FROM suggestion WHERE id = ?) ORDER BY id DESC LIMIT 300"
)

_AROUND = 160  # characters of the paragraph shown at each side
_UNSCORED = 0.5  # what a rule alone proposes stands where nobody knows


class ReviewOrder(StrEnum):
    """In which order suggestions are reviewed."""

    BEST = "best"
    LEAST_SURE = "least_sure"
    LIKE = "like"
    FAR = "far"


@dataclass(frozen=True)
class WaitingSuggestion:
    """An open suggestion with what stands around it: `before`, `quote` and `after` are one paragraph's words."""

    suggestion: OpenSuggestion
    document_name: str
    language: str
    paragraph: int
    speaker: str
    before: str
    quote: str
    after: str
    learned_in: str = ""  # the language of all that its model found similar, where that is another one

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the codebook that met it."""
        made = (reason.version for reason in self.suggestion.reasons if reason.source is Source.RULE)
        return tuple(dict.fromkeys(rule for version in made for rule in version.split("; ")))

    @property
    def id(self) -> str:
        """The suggestion's."""
        return self.suggestion.id

    @property
    def is_marked(self) -> bool:
        """Whether its words do not say that it happened."""
        return self.suggestion.mark != "hit"

    @property
    def sources(self) -> tuple[str, ...]:
        """Which kinds of source propose it, each once."""
        return tuple(dict.fromkeys(str(reason.source) for reason in self.suggestion.reasons))


@dataclass(frozen=True)
class DecidedNearby:
    """A decided suggestion of the same code whose words are alike."""

    accepted: bool
    document_name: str
    language: str
    quote: str


def nearest_decided(project: Project, suggestion_id: str, most: int = 3) -> list[DecidedNearby]:
    """What was decided of the suggestions of the same code that are most like this one, the nearest first."""
    own = project.query(PLACE_OF_SUGGESTION, (int(suggestion_id),))
    out = refused(project)
    rows = [row for row in project.query(DECIDED_OF_CODE, (int(suggestion_id),)) if str(row["document"]) not in out]
    if not own or not rows:
        return []
    wanted = sorted({str(row["document"]) for row in (*own, *rows)})
    documents = {one.document.id: one.document for one in load_documents(project, wanted)}
    said = {
        (str(row["document"]), row["start"], row["stop"]): documents[str(row["document"])].text[
            row["start"] : row["stop"]
        ]
        for row in (*own, *rows)
        if str(row["document"]) in documents
    }
    rows = [row for row in rows if (str(row["document"]), row["start"], row["stop"]) in said]
    quotes = [said[str(row["document"]), row["start"], row["stop"]] for row in rows]
    mine = [said[place] for row in own if (place := (str(row["document"]), row["start"], row["stop"])) in said]
    likeness = _nearest(quotes, mine)
    best = sorted((place for place in range(len(rows)) if likeness[place] > 0), key=lambda place: -likeness[place])
    return [
        DecidedNearby(rows[place]["verdict"] == "accepted", one.name, one.language, quotes[place])
        for place in best[:most]
        if (one := documents[str(rows[place]["document"])])
    ]


def waiting(
    project: Project, codes: Collection[str] | None = None, document: str | None = None
) -> list[WaitingSuggestion]:
    """The open suggestions of some codes or all, in one document or all; best first.

    None while assistance is off or people code blind.
    """
    if is_blind(project) or not switches_of(project).on:
        return []
    found = [one for one in open_suggestions(project, codes) if document in (None, one.document)]
    loaded = {
        one.document.id: one for one in load_documents(project, sorted({suggestion.document for suggestion in found}))
    }
    spoken = languages_of_segments(project, {segment for one in found for segment in _similar(one)})
    made = [_in_context(one, loaded[one.document], (one.start, one.end)) for one in found if one.document in loaded]
    return [replace(line, learned_in=_other_language(line, spoken)) for line in made]


def listed(project: Project, codes: Collection[str] | None, language: str) -> list[dict[str, object]]:
    """The open suggestions as records: where, which code, by which sources, how often expected right, who speaks.

    `expected` of a rule alone is the share accepted so far of what the rules of its code proposed, null before twenty
    decisions; `children` are the codes of a category, the likeliest first.
    """
    book = stored_codebook(project)
    names = {code.id: book.told_apart(code).in_language(language) for code in book}
    ruled = _right_by_rules(project)
    lines = waiting(project, codes)
    wanted = sorted({line.suggestion.document for line in lines})
    documents = {one.document.id: one for one in load_documents(project, wanted)}
    made: list[dict[str, object]] = []
    for line in lines:
        one, score = line.suggestion, line.suggestion.score
        of_rules = ruled.get(one.code)
        loaded = documents[one.document]
        made.append(
            {
                "id": one.id, "document": line.document_name, "start": one.start, "end": one.end,
                "code": names.get(one.code, ""), "sources": list(line.sources),
                "score": None if score is None else round(score, 4),
                "expected": of_rules if score is None else round(score, 4), "mark": one.mark,
                "children": [names.get(code, "") for code in ranked_children(project, one.id)],
                "role": role_of(line.speaker, loaded.roles, {turn.speaker for turn in loaded.document.turns}),
            }
        )  # fmt: skip
    return made


def role_of(speaker: str, roles: Mapping[str, str], speakers: Collection[str]) -> str:
    """The role somebody gave a speaker, else what the label tells: "interviewer", "interpreter", "participant", ""."""
    if not speaker or roles.get(speaker):
        return roles.get(speaker, "")
    return "interviewer" if speaker in interviewers_among(speakers) else proposed_role(speaker) or "participant"


def _similar(one: OpenSuggestion) -> tuple[str, ...]:
    return tuple(segment for reason in one.reasons for segment in reason.similar)


def _other_language(line: WaitingSuggestion, spoken: Mapping[str, str]) -> str:
    languages = {spoken[segment] for segment in _similar(line.suggestion) if segment in spoken}
    return languages.pop() if len(languages) == 1 and line.language not in languages else ""


def moved(line: WaitingSuggestion, loaded: LoadedDocument, span: tuple[int, int]) -> WaitingSuggestion:
    """The same suggestion on a wider or narrower stretch, as it would be accepted."""
    made = _in_context(replace(line.suggestion, start=span[0], end=span[1]), loaded, span)
    return replace(made, learned_in=line.learned_in)


def ordered(
    project: Reader, lines: Sequence[WaitingSuggestion], order: ReviewOrder, like: WaitingSuggestion | None = None
) -> list[WaitingSuggestion]:
    """The suggestions in another order; those as good as each other keep their places.

    BEST and LEAST_SURE put last what is negated, asked, hypothetical or reported. LEAST_SURE: scores nearest to one
    half. LIKE: most words (by their letters) in common with `like`. FAR: fewest in common
    with anything coded under the same codes.
    """
    if order is ReviewOrder.LEAST_SURE:
        return sorted(lines, key=lambda line: (line.is_marked, abs(_score(line) - 0.5)))
    if order is ReviewOrder.BEST or (order is ReviewOrder.LIKE and like is None) or not lines:
        ruled = _right_by_rules(project)
        return sorted(
            lines, key=lambda line: (line.is_marked, -(line.suggestion.score or ruled.get(line.suggestion.code, 0.0)))
        )
    against = [like.quote] if order is ReviewOrder.LIKE and like else _coded(project, lines)
    nearest = _nearest([line.quote for line in lines], against)
    ranks = sorted(
        range(len(lines)), key=lambda place: -nearest[place] if order is ReviewOrder.LIKE else nearest[place]
    )
    return [lines[place] for place in ranks]


def _right_by_rules(reads: Reader) -> dict[str, float]:
    """By code the share accepted of what its rules proposed, once twenty were decided."""
    counts = [one for one in counts_by_source(reads) if one.source == Source.RULE]
    decided = {one.code: one.accepted + one.rejected for one in counts}
    return {one.code: one.accepted / decided[one.code] for one in counts if decided[one.code] >= ENOUGH}


def _score(line: WaitingSuggestion) -> float:
    score = line.suggestion.score
    return _UNSCORED if score is None else score


def _coded(project: Reader, lines: Sequence[WaitingSuggestion]) -> list[str]:
    codes = {line.suggestion.code for line in lines}
    return [quote for code in sorted(codes) for quote in coded_quotes(project, code)]


def _nearest(texts: Sequence[str], against: Sequence[str]) -> list[float]:
    """The largest cosine of each text with any of the others; 0 where there is none."""
    if not against:
        return [0.0] * len(texts)
    from coding.learned.model import TextFeatures  # numpy and scipy: when somebody asks for such an order

    features = TextFeatures([*texts, *against])
    rows = features.matrix
    likeness = rows[: len(texts)] @ rows[len(texts) :].T
    return [float(one) for one in likeness.max(axis=1).toarray().ravel()]


def _in_context(one: OpenSuggestion, loaded: LoadedDocument, span: tuple[int, int]) -> WaitingSuggestion:
    document, (start, end) = loaded.document, span
    text = document.text
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + _AROUND)
    place = bisect_right([turn.start for turn in document.turns], start) - 1
    speaker = document.turns[place].speaker if place >= 0 else ""
    numbers = loaded.numbers.paragraphs
    return WaitingSuggestion(
        one, document.name, document.language, numbers.at(start), speaker,
        text[first:start].lstrip(), text[start:end], text[end:last].rstrip(),
    )  # fmt: skip
