# SPDX-License-Identifier: MIT
"""Testing rules on the interviews: what they meet by mark, and codings by hand they miss."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from coding.keywords import Searches
from coding.language_stretches import languages_in
from coding.rules import is_parsed_rule
from coding.rules.rule_limits import Limiter, SpeakerContext
from projects.assistance.entity_table import tabled_entities
from projects.assistance.mark_tests import Place, mark_tests
from projects.assistance.parses import Fetch, kept_parses, parse_missing, stretches_of, unparsed
from projects.assistance.readable_interviews import readable
from projects.assistance.speaker_roles import speaker_contexts
from projects.interviews import queries
from projects.interviews.coders import seen_coder
from projects.interviews.reading_process import speaker_context_to_json
from wording import NoProgress, PartOf, Progress

if TYPE_CHECKING:
    from coding.records import Segment
    from coding.rules import Rule
    from projects.store.project import Project
    from projects.worker import TextProcess

MARKS = ("hit", "negated", "asked", "hypothetical", "reported")
_AROUND = 60  # characters shown before and after a hit
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class RuleHitPlace:
    """A place that a rule met, or a coding that none met, with the words around it.

    `words` and `cues` are code points of `quote`: the words of the rule, and those that gave the mark. `document` is ""
    for a sentence to try. `expected`: the mark that somebody said it should have, where that is another one.
    """

    name: str
    quote: str
    document: str = ""
    paragraph: int = 0
    start: int = 0
    end: int = 0
    rule: str = ""
    mark: str = ""
    words: Places = ()
    cues: Places = ()
    expected: str = ""


@dataclass
class RuleHits:
    """What rules met by mark; `missed`: segments coded by hand in which none was met.

    `by_rule`: how often each rule was met, by rule and mark. `read` of `of` interviews were looked through by
    every rule, with marks: in the others, not parsed yet, only plain words were searched for.
    `tests`: how many test sentences have the mark they should have, of how many that were looked at.
    """

    by_mark: dict[str, list[RuleHitPlace]] = field(default_factory=dict)
    missed: list[RuleHitPlace] = field(default_factory=list)
    by_rule: Counter[tuple[str, str]] = field(default_factory=Counter)
    read: int = 0
    of: int = 0
    tests: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Read:
    """The interviews in their order, what the parser is asked of each, and the segments under the codes."""

    ids: list[str]
    names: list[str]
    paragraphs: list[Callable[[int], int]]
    asked: list[list[Any]]
    segments: list[Segment]
    words: list[list[Any]]  # hits of rules of words, as those on the parse
    regions: tuple[str, ...]  # countries of telephone numbers without a code
    tests: dict[str, dict[Place, str]]  # by code: the marks that places should have


def rule_hits_in_interviews(
    fetch: Fetch,
    text_process: TextProcess,
    rules: Sequence[Rule],
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
    *,
    parse: bool = True,
) -> RuleHits:
    """What rules meet in all interviews of their languages; parses what is not parsed yet, unless `parse` is false.

    Without parsing, rules on grammar leave out interviews that are not parsed yet, and what plain words find there is
    a hit without a mark of its own. Raises Stopped, WorkerProblem.
    """
    languages, codes = {rule.language for rule in rules}, {rule.code for rule in rules}
    wanted: list[str] = fetch(lambda project: _in_languages(project, languages))
    if parse:
        parse_missing(fetch, text_process, PartOf(progress, 0.0, 0.9), only=wanted)
    seen: list[str] = wanted if parse else fetch(lambda project: _parsed(project, wanted))
    read: _Read = fetch(lambda project: _read(project, wanted, codes, rules))
    places = [at for at, one in enumerate(read.ids) if one in set(seen)]
    both = read.words
    if places:
        asked = [[rule.code, rule.keyword, rule.language] for rule in rules]
        documents = [read.asked[at] for at in places]
        part = PartOf(progress, 0.9, 1.0)
        found = text_process.call(
            "mark_rules", rules=asked, documents=documents, regions=list(read.regions), progress=part
        )
        for at, hits in zip(places, found, strict=True):
            both[at] = sorted(hits, key=lambda hit: hit[:2])
    texts = (one[0] for one in read.asked)
    met = gathered(list(zip(read.names, texts, both, read.ids, read.paragraphs, strict=True)))
    looked = frozenset(seen if any(is_parsed_rule(rule.keyword) for rule in rules) else read.ids)
    met.missed, met.read, met.of = _missed(read, both, looked), len(places), len(read.ids)
    _compare(met, read, both, looked)
    return met


def rule_hits_in_sentence(text_process: TextProcess, rules: Sequence[Rule], text: str, language: str) -> RuleHits:
    """What rules meet in a sentence somebody typed, whoever says it; with the mark "none" where they meet nothing."""
    asked = [[rule.code, rule.keyword, rule.language] for rule in rules]
    met_there = text_process.call("mark_rules", rules=asked, documents=[[text, language, ""]])[0] if asked else []
    limiter = Limiter((rule.keyword for rule in rules), SpeakerContext(), text)
    found = [hit for hit in met_there if limiter.has_company(hit[3], hit[0], hit[1])]
    met = gathered([("", text, found, "", lambda _at: 0)])
    if not found:
        met.by_mark["none"] = [RuleHitPlace("", " ".join(text.split()), mark="none")]
    return met


def gathered(found: Sequence[tuple[str, str, list[Any], str, Callable[[int], int]]]) -> RuleHits:
    """The hits of (interview, text, hits, its id, paragraph of a code point) by mark and by rule."""
    met = RuleHits()
    for name, text, hits, document, paragraph in found:
        for start, end, _code, rule, _language, mark, words, cues in hits:
            place = RuleHitPlace(name, "", document, paragraph(start), start, end, rule, mark)
            met.by_mark.setdefault(mark, []).append(_in_context(place, text, words, cues))
            met.by_rule[rule, mark] += 1
    return met


def _in_languages(project: Project, languages: set[str]) -> list[str]:
    return [
        one.document.id
        for one in readable(project)
        if not languages.isdisjoint(languages_in(stretches_of(one.document)))
    ]


def _parsed(project: Project, wanted: Sequence[str]) -> list[str]:
    """Those of the interviews whose parse is kept; those of a language without a pipeline have none."""
    missing = {one.document for one in unparsed(project, only=wanted)}
    return [one for one in wanted if one not in missing]


def _read(project: Project, wanted: Sequence[str], codes: set[str], rules: Sequence[Rule]) -> _Read:
    kept, who, entities = kept_parses(project, wanted), speaker_contexts(project), tabled_entities(project)
    documents = readable(project, wanted)
    loaded = [one.document for one in documents]
    asked = [
        [
            *(one.text, stretches_of(one), base64.b64encode(kept.get((one.id, one.digest), b"")).decode("ascii")),
            speaker_context_to_json(one, who[one.id]),
            entities.places.get((one.id, one.digest)),
        ]
        for one in loaded
    ]
    segments = queries.segments(project, code_ids=sorted(codes), coder=seen_coder(project))
    searches, limited = Searches(rules), [rule.keyword for rule in rules]
    words = []
    for one in loaded:
        limiter = Limiter(limited, replace(who[one.id], turns=one.turns), one.text)
        hits = searches.hits(one.text, stretches_of(one))
        words.append([[*hit, [hit[:2]], []] for hit in hits if limiter.allows(hit.rule, *hit[:2])])
    numbers: list[Callable[[int], int]] = [one.numbers.paragraphs.at for one in documents]
    tests = {code: mark_tests(project, code) for code in codes}
    return _Read(
        [one.id for one in loaded],
        [one.name for one in loaded],
        numbers,
        asked,
        segments,
        words,
        tuple(entities.regions),
        tests,
    )


def _missed(read: _Read, found: Sequence[list[Any]], seen: frozenset[str]) -> list[RuleHitPlace]:
    """The segments coded by hand in which no rule of their code was met; only where every rule has looked."""
    places = dict(zip(read.ids, zip(read.names, found, read.paragraphs, strict=True), strict=True))
    missed = []
    for segment in read.segments:
        document = str(segment.document)
        if document not in seen or document not in places:
            continue
        name, hits, paragraph = places[document]
        met = (hit for hit in hits if str(hit[2]) == str(segment.code))
        if not any(hit[0] < segment.end and segment.start < hit[1] for hit in met):
            quote = " ".join(segment.quote[:160].split())
            missed.append(RuleHitPlace(name, quote, document, paragraph(segment.start), segment.start, segment.end))
    return missed


def _compare(met: RuleHits, read: _Read, found: Sequence[list[Any]], seen: frozenset[str]) -> None:
    """Set beside one another the marks of places and those they should have; a place not met has the mark "none"."""
    expected = {place: mark for tests in read.tests.values() for place, mark in tests.items() if place[0] in seen}
    marks: dict[Place, set[str]] = {}
    for document, hits in zip(read.ids, found, strict=True):
        for hit in hits:
            marks.setdefault((document, hit[0], hit[1]), set()).add(hit[5])
    right = sum(marks.get(place, {"none"}) == {mark} for place, mark in expected.items())
    met.tests = (right, len(expected))
    for mark, places in met.by_mark.items():
        should = [expected.get((one.document, one.start, one.end), mark) for one in places]
        met.by_mark[mark] = [
            replace(one, expected=said if said != mark else "") for one, said in zip(places, should, strict=True)
        ]


def _in_context(
    place: RuleHitPlace, text: str, words: Sequence[Sequence[int]], cues: Sequence[Sequence[int]]
) -> RuleHitPlace:
    """A hit with some whole words on both sides, within its line; wider where the words that gave its mark stand."""
    line = text.rfind("\n", 0, place.start) + 1
    stop = text.find("\n", place.end)
    stop = len(text) if stop < 0 else stop
    start = min([place.start, *(cue[0] for cue in cues if cue[0] >= line)])
    end = max([place.end, *(cue[1] for cue in cues if cue[1] <= stop)])
    first, last = max(line, min(place.start - _AROUND, start)), min(stop, max(place.end + _AROUND, end))
    if line < first < start and not text[first - 1].isspace():
        first = next((at for at in range(first, start) if text[at].isspace()), start)
    if end < last < stop and not text[last].isspace():
        last = next((at for at in range(last, end, -1) if text[at - 1].isspace()), end)
    while first < last and text[first].isspace():
        first += 1
    before, after = "… " if first > line else "", " …" if last < stop else ""
    quote = f"{before}{text[first:last].rstrip()}{after}"
    moved = first - len(before)
    inside = [
        tuple((low - moved, high - moved) for low, high in one if first <= low and high <= last)
        for one in (words, cues)
    ]
    return replace(place, quote=quote, words=inside[0], cues=inside[1])
