# SPDX-License-Identifier: MIT
"""The text process's work on parses: judges phrases, finds entities. JSON in and out; no project."""

from __future__ import annotations

import base64
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from typing import Any, NotRequired, TypedDict

from coding.entities.common_words import common_words
from coding.entities.patterns import entities_of
from coding.entities.phones import REGIONS
from coding.entities.records import Entity, EntityKind, with_values
from coding.events.timeline import Event, find_events
from coding.keywords import Searches
from coding.language_stretches import language_at, languages_in, stretches_from_json
from coding.marks import Grammar, PhraseMark, decide_mark, grammar_of
from coding.parses import parse_text, several_to_bytes, to_bytes
from coding.rules import Rule
from coding.rules.parse_searches import ParseSearches, Spoken, parse_of
from coding.spacy_pipelines import SentencePipelines, parsed, pipeline_version
from projects.interviews.jobs import limiter_from_json, pipelines
from wording import PartOf, Progress


class PhrasesRequest(TypedDict):
    """Rows of language, text and phrase to be judged."""

    rows: list[list[str]]


class TextsRequest(TypedDict):
    """Texts with language or stretches, what is kept of their parse in base 64; names an office knows, countries."""

    documents: Sequence[tuple[str, Spoken] | tuple[str, Spoken, str]]
    lists: NotRequired[list[tuple[str, str]]]
    regions: NotRequired[list[str]]


def job_judge_phrases(arguments: PhrasesRequest, progress: Progress) -> list[str]:
    """`{rows: [[language, text, phrase], …]}` → the mark of each row; "none" for a language without pipeline."""
    rows = arguments["rows"]
    answers = [str(PhraseMark.NONE)] * len(rows)
    by_language: dict[str, list[int]] = defaultdict(list)
    for number, (language, _, _) in enumerate(rows):
        by_language[language].append(number)
    done = 0
    for language, numbers in by_language.items():
        pipeline = pipelines().whole(language)
        grammar = grammar_for(pipelines(), language)
        if pipeline is None or grammar is None:
            continue
        for number, doc in zip(numbers, parsed(pipeline, (rows[number][1] for number in numbers)), strict=True):
            answers[number] = str(decide_mark(doc, rows[number][2], grammar))
            done += 1
            progress.report(done / len(rows))
    return answers


@functools.cache
def grammar_for(held: SentencePipelines, language: str) -> Grammar | None:
    """The grammar of a language by its loaded pipeline; None where there is none."""
    pipeline = held.whole(language)
    return None if pipeline is None else grammar_of(pipeline)


def job_find_entities(arguments: TextsRequest, progress: Progress) -> list[list[list[Any]]]:
    """`{documents: [[text, language], …], lists: [[name, kind], …], regions}` → `[start, end, kind, who, value]` each.

    A third part of a document may be its kept parse in base 64. A language without pipeline gets only what is told by
    its form, or by a list.
    """
    documents = arguments["documents"]
    lists = [(name, EntityKind(kind)) for name, kind in arguments.get("lists", ())]
    regions = tuple(arguments.get("regions", REGIONS))
    answers = []
    for number, document in enumerate(documents):
        kept = base64.b64decode(document[2]) if len(document) > 2 else b""
        text, stretches = document[0], stretches_from_json(document[1], document[0])
        found = _entities(text, document[1], kept, lists, regions)
        valued = with_values(text, found, functools.partial(language_at, stretches), regions)
        answers.append([[one.start, one.end, str(one.kind), one.who, one.value] for one in valued])
        progress.report((number + 1) / len(documents))
    return answers


def _entities(
    text: str, spoken: Spoken, kept: bytes, lists: Sequence[tuple[str, EntityKind]], regions: Sequence[str]
) -> list[Entity]:
    """The entities of a text, each part by the pipeline of its language."""
    stretches = stretches_from_json(spoken, text)
    able = [one for one in languages_in(stretches) if pipelines().whole(one) is not None]
    docs = [part for one in able for part in parse_of(text, stretches, one, kept, pipelines())]
    known = [common_words_of(one) for one in able]
    return entities_of(text, stretches, docs, lambda word: any(is_common(word) for is_common in known), lists, regions)


@functools.cache
def common_words_of(language: str) -> Callable[[str], bool]:
    """What tells the words of a language, by its loaded pipeline."""
    pipeline = pipelines().whole(language)
    assert pipeline is not None  # asked for texts that it has parsed
    return common_words(pipeline)


def job_parse(arguments: TextsRequest, progress: Progress) -> tuple[int, Iterator[bytes]]:
    """`{documents: [[text, language or stretches], …]}` → how many, and as parts the parse of each as bytes.

    The caller asks only for texts that a pipeline can parse, at least in part.
    """
    documents = arguments["documents"]

    def made() -> Iterator[bytes]:
        for number, document in enumerate(documents):
            part = PartOf(progress, number / len(documents), (number + 1) / len(documents))
            yield _parse_bytes(document[0], document[1], part)
            progress.report((number + 1) / len(documents))

    return len(documents), made()


def _parse_bytes(text: str, spoken: Spoken, progress: Progress) -> bytes:
    stretches = stretches_from_json(spoken, text)
    languages, made = languages_in(stretches), []
    for language in languages:
        pipeline, version = pipelines().whole(language), pipeline_version(language)
        own = [one for one in stretches if one.language == language]
        if pipeline is not None and len(languages) == 1:
            return to_bytes(parse_text(pipeline, text, progress=progress), version)
        if pipeline is not None:
            made.append((version, own, to_bytes(parse_text(pipeline, text, own, progress), version)))
    return several_to_bytes(made)


def job_mark_rules(arguments: dict[str, Any], progress: Progress) -> list[list[list[Any]]]:
    """`{rules, documents: [[text, language or stretches, kept parse in base 64 or ""], …]}` → per document its hits.

    A hit is `[start, end, code, rule, language, mark, words, words that gave the mark]`. Plain words take their mark
    from the parse, too. A fourth part of a document may be who speaks, a fifth what the table of entities has there,
    as in `job_suggest`.
    """
    rules = [Rule(*rule) for rule in arguments["rules"]]
    searches, words = ParseSearches(rules, pipelines(), arguments.get("regions", REGIONS)), Searches(rules)
    answers = []
    for number, (text, language, kept, *who) in enumerate(arguments["documents"]):
        limiter = limiter_from_json(who[0], rules, text) if who and who[0] else None
        met = words.hits(text, stretches_from_json(language, text))
        plain = [
            [*one.hit, [one.hit[:2]], one.cues]
            for one in searches.words(text, language, kept, met, cues=True, parse=True)
            if limiter is None or limiter.allows(one.hit.rule, *one.hit[:2])
        ]
        answers.append(
            plain
            + [
                [*hit[:5], str(hit.mark), hit.words, hit.cues]
                for hit in searches.marked(text, language, kept, cues=True, tabled=who[1] if len(who) > 1 else None)
                if limiter is None or limiter.allows(hit.rule, hit.start, hit.end)
            ]
        )
        progress.report((number + 1) / len(arguments["documents"]))
    return answers


_NAMING = frozenset(
    {EntityKind.PERSON, EntityKind.POSSIBLE, EntityKind.PHONE, EntityKind.ID, EntityKind.EMAIL, EntityKind.VEHICLE}
    | {EntityKind.COORDINATES}
)


def job_case_events(arguments: dict[str, Any], progress: Progress) -> list[list[list[Any]]]:
    """`{documents: [[text, language or stretches, kept parse in base 64, wanted], …]}` → `[event, names in it]` each.

    `wanted` are places to look in; `lists` and `regions` as of `find_entities` tell further names. An event is the
    fields of `coding.events.timeline.Event`. A language without pipeline has none.
    """
    answers: list[list[list[Any]]] = []
    lists = [(name, EntityKind(kind)) for name, kind in arguments.get("lists", ())]
    regions = tuple(arguments.get("regions", REGIONS))
    for number, (text, spoken, kept, wanted) in enumerate(arguments["documents"]):
        within, data = [(start, end) for start, end in wanted], base64.b64decode(kept)
        events = _events(text, spoken, data, within)
        found = _entities(text, spoken, data, lists, regions) if events else []
        named = [one for one in found if one.kind in _NAMING]
        answers.append([])
        for event in events:
            names = {text[one.start : one.end] for one in named if one.start < event.end and event.start < one.end}
            answers[-1].append([list(astuple(event)), sorted(names)])
        progress.report((number + 1) / len(arguments["documents"]))
    return answers


def _events(text: str, spoken: Spoken, kept: bytes, within: Sequence[tuple[int, int]]) -> list[Event]:
    """The events of a text in its order, each told in the language of its stretch."""
    stretches, found = stretches_from_json(spoken, text), []
    for language in languages_in(stretches):
        grammar = grammar_for(pipelines(), language)
        if grammar is not None:
            docs = parse_of(text, stretches, language, kept, pipelines())
            found += find_events(text, docs, language, grammar, within)
    return sorted(found, key=lambda event: (event.start, event.is_leg))
