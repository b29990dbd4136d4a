# SPDX-License-Identifier: MIT
"""The text process's work on parses: judges phrases, finds entities. JSON in and out; no project."""

from __future__ import annotations

import base64
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Any, NotRequired, TypedDict

from coding.entities.common_words import common_words
from coding.entities.patterns import find_by_form
from coding.entities.recognition import find_entities
from coding.entities.records import EntityKind
from coding.events.timeline import find_events
from coding.marks import Grammar, PhraseMark, decide_mark, grammar_of
from coding.parse_searches import ParseSearches
from coding.parses import from_bytes, parse_text, to_bytes
from coding.rules import Rule
from coding.spacy_pipelines import SentencePipelines, parsed, pipeline_version
from projects.interviews.jobs import limiter_from_json, pipelines
from wording import Progress


class PhrasesRequest(TypedDict):
    """Rows of language, text and phrase to be judged."""

    rows: list[list[str]]


class TextsRequest(TypedDict):
    """Texts with their language, and what is kept of their parse in base 64; names that an office knows."""

    documents: list[list[str]]
    lists: NotRequired[list[tuple[str, str]]]


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
    """`{documents: [[text, language], …], lists: [[name, kind], …]}` → per document `[start, end, kind, who]`.

    A third part of a document may be its kept parse in base 64. A language without pipeline gets only what is told by
    its form.
    """
    documents = arguments["documents"]
    lists = [(name, EntityKind(kind)) for name, kind in arguments.get("lists", ())]
    answers = []
    for number, (text, language, *kept) in enumerate(documents):
        pipeline = pipelines().whole(language)
        if pipeline is None:
            found = find_by_form(text, language)
        else:
            held = from_bytes(base64.b64decode(kept[0]), pipeline, pipeline_version(language)) if kept else None
            docs = parse_text(pipeline, text) if held is None else held
            found = find_entities(text, language, docs, common_words_of(language), lists)
        answers.append([[one.start, one.end, str(one.kind), one.who] for one in found])
        progress.report((number + 1) / len(documents))
    return answers


@functools.cache
def common_words_of(language: str) -> Callable[[str], bool]:
    """What tells the words of a language, by its loaded pipeline."""
    pipeline = pipelines().whole(language)
    assert pipeline is not None  # asked for texts that it has parsed
    return common_words(pipeline)


def job_parse(arguments: TextsRequest, progress: Progress) -> tuple[int, Iterator[bytes]]:
    """`{documents: [[text, language], …]}` → how many, and as parts the parse of each as bytes.

    The caller asks only for languages that have a pipeline.
    """
    documents = arguments["documents"]

    def made() -> Iterator[bytes]:
        for number, (text, language) in enumerate(documents):
            pipeline = pipelines().whole(language)
            assert pipeline is not None  # see above
            yield to_bytes(parse_text(pipeline, text), pipeline_version(language))
            progress.report((number + 1) / len(documents))

    return len(documents), made()


def job_mark_rules(arguments: dict[str, Any], progress: Progress) -> list[list[list[Any]]]:
    """`{rules, documents: [[text, language, kept parse in base 64 or ""], …]}` → per document each hit with its mark.

    A hit is `[start, end, code, rule, language, mark, words, words that gave the mark]`. A fourth part of a document
    may be who speaks, as in `job_suggest`: then each rule looks only where it may.
    """
    rules = [Rule(*rule) for rule in arguments["rules"]]
    searches = ParseSearches(rules, pipelines())
    answers = []
    for number, (text, language, kept, *who) in enumerate(arguments["documents"]):
        limiter = limiter_from_json(who[0], rules, text) if who and who[0] else None
        answers.append(
            [
                [*hit[:5], str(hit.mark), hit.words, hit.cues]
                for hit in searches.marked(text, language, kept, cues=True)
                if limiter is None or limiter.allows(hit.rule, hit.start, hit.end)
            ]
        )
        progress.report((number + 1) / len(arguments["documents"]))
    return answers


_NAMING = frozenset(
    {EntityKind.PERSON, EntityKind.PHONE, EntityKind.ID, EntityKind.EMAIL, EntityKind.VEHICLE, EntityKind.COORDINATES}
)


def job_case_events(arguments: dict[str, Any], progress: Progress) -> list[list[list[Any]]]:
    """`{documents: [[text, language, kept parse in base 64, stretches], …]}` → per document `[event, names in it]`.

    An event is the fields of `coding.events.timeline.Event`. A language without pipeline has none.
    """
    answers: list[list[list[Any]]] = []
    for number, (text, language, kept, stretches) in enumerate(arguments["documents"]):
        pipeline, grammar = pipelines().whole(language), grammar_for(pipelines(), language)
        answers.append([])
        if pipeline is not None and grammar is not None:
            held = from_bytes(base64.b64decode(kept), pipeline, pipeline_version(language)) if kept else None
            docs = parse_text(pipeline, text) if held is None else held
            within = [(start, end) for start, end in stretches]
            events = find_events(text, docs, language, grammar, within)
            entities = find_entities(text, language, docs, common_words_of(language)) if events else []
            named = [one for one in entities if one.kind in _NAMING]
            for event in events:
                names = {text[one.start : one.end] for one in named if one.start < event.end and event.start < one.end}
                answers[-1].append([list(astuple(event)), sorted(names)])
        progress.report((number + 1) / len(arguments["documents"]))
    return answers
