# SPDX-License-Identifier: MIT
"""Jobs of helper processes for interviews: read files, find sentences, apply rules. JSON in and out; no project."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

from coding.entities.phones import REGIONS
from coding.keywords import FoundSuggestion, Searches, SettledSuggestions, suggest
from coding.language_stretches import stretches_from_json
from coding.numbering import numbering_from_json, numbering_to_json
from coding.records import Turn
from coding.rules import Rule
from coding.rules.parse_searches import ParseSearches
from coding.rules.rule_limits import Limiter, SpeakerContext
from coding.rules.word_marks import words_to_propose
from coding.sentences import sentence_spans
from coding.spacy_pipelines import SentencePipelines, pipeline_name
from projects.interviews.transcript_reading import ReadTranscript, read_transcript
from projects.readers.transcripts import Comment
from wording import Progress, text_from_json, text_to_json

StoredTurn = tuple[int, int, str, str, bool]  # start, end, speaker, time, whether it is a heading


class StoredTranscript(TypedDict):
    """A transcript as plain values; a comment is its start, end, words and author."""

    name: str
    language: str
    text: str
    turns: list[StoredTurn]
    warnings: list[object]
    kind: str
    numbering: dict[str, object]
    comments: list[tuple[int, int, str, str]]
    notices: list[object]


class StoredSpeakerContext(TypedDict):
    """Who speaks in an interview, as plain values."""

    turns: list[StoredTurn]
    roles: dict[str, str]
    group: str
    interviewers: bool


class FileRequest(TypedDict):
    """The file that a job reads."""

    path: str


class SentencesRequest(TypedDict):
    """A text whose sentences are asked for."""

    text: str
    turns: list[StoredTurn]
    language: str


class SentencesFound(TypedDict):
    """Sentences as (start, end), and what found them: the name of a pipeline, or "rules"."""

    sentences: list[tuple[int, int]]
    by: str


def job_read_transcript(arguments: FileRequest, progress: Progress) -> StoredTranscript:
    """`{path}` → a transcript as JSON; `transcript_from_json` reads it back."""
    del progress
    return transcript_to_json(read_transcript(Path(arguments["path"])))


def transcript_to_json(read: ReadTranscript) -> StoredTranscript:
    """A transcript as plain values."""
    return {
        "name": read.name,
        "language": read.language,
        "text": read.text,
        "turns": turns_to_json(read.turns),
        "warnings": [text_to_json(warning) for warning in read.warnings],
        "kind": read.kind,
        "numbering": numbering_to_json(read.numbering),
        "comments": [(one.start, one.end, one.text, one.author) for one in read.comments],
        "notices": [text_to_json(notice) for notice in read.notices],
    }


def transcript_from_json(stored: StoredTranscript) -> ReadTranscript:
    """The transcript that `job_read_transcript` gave."""
    return ReadTranscript(
        stored["name"],
        stored["language"],
        stored["text"],
        turns_from_json(stored["turns"]),
        tuple(text_from_json(warning) for warning in stored["warnings"]),
        stored["kind"],
        numbering_from_json(stored["numbering"]),
        tuple(Comment(*one) for one in stored["comments"]),
        tuple(text_from_json(notice) for notice in stored["notices"]),
    )


def turns_to_json(turns: Sequence[Turn]) -> list[StoredTurn]:
    """Turns as plain values, without languages."""
    return [(turn.start, turn.end, turn.speaker, turn.time, turn.heading) for turn in turns]


def turns_from_json(stored: Sequence[StoredTurn]) -> tuple[Turn, ...]:
    """Turns from what `turns_to_json` gave."""
    return tuple(Turn(start, end, speaker, time, heading=heading) for start, end, speaker, time, heading in stored)


@functools.cache
def pipelines() -> SentencePipelines:
    """Kept for the life of the warm process: loading takes seconds."""
    return SentencePipelines()


def job_sentences(arguments: SentencesRequest, progress: Progress) -> SentencesFound:
    """`{text, turns, language}` → `{sentences, by}`: by the pipeline of the language where one is installed."""
    del progress
    splitter = pipelines().splitter(arguments["language"])
    spans = sentence_spans(arguments["text"], turns_from_json(arguments["turns"]), splitter)
    return {"sentences": spans, "by": pipeline_name(arguments["language"]) if splitter else "rules"}


def job_suggest(arguments: dict[str, Any], progress: Progress) -> list[list[list[Any]]]:
    """`{rules, documents}` → per document its suggestions; `found_from_json` reads one back.

    A document is `[text, language or stretches, sentences, suggested, coded]`, what is decided as in
    `coding.keywords.SettledSuggestions`; a sixth part may be its kept parse, in base 64. Rules on grammar
    need one, and parse what has none; plain words take their marks from it where there is one. A seventh may be who
    speaks, `{turns, roles, group}`: then each rule looks only where it may. An eighth are the marks that somebody said
    places have, `[start, end, code, mark]`. A ninth is where the table of entities has what kind, `[start, end, kind]`,
    or None where there is no table; `regions` are the countries whose telephone numbers have no code.
    """
    rules = [Rule(*rule) for rule in arguments["rules"]]
    searches, on_parse = Searches(rules), ParseSearches(rules, pipelines(), arguments.get("regions", REGIONS))
    documents = arguments["documents"]
    answers = []
    for number, (text, spoken, sentences, suggested, coded, *more) in enumerate(documents):
        stretches = stretches_from_json(spoken, text)
        decided = SettledSuggestions(frozenset((code, start, end) for code, start, end in suggested), coded)
        spans = [(start, end) for start, end in sentences]
        corrected_marks = {(start, end, code): mark for start, end, code, mark in (more[2] if len(more) > 2 else ())}
        kept = more[0] if more else ""
        marked = (one.hit for one in on_parse.words(text, stretches, kept, searches.hits(text, stretches)))
        words = words_to_propose(marked, rules, corrected_marks)
        parsed = on_parse.hits(text, stretches, kept, corrected_marks, more[3] if len(more) > 3 else None)
        limiter = limiter_from_json(more[1], rules, text) if len(more) > 1 and more[1] else None
        found = suggest(text, spans, words, decided, parsed, limiter)
        answers.append([list(one) for one in found])
        progress.report((number + 1) / len(documents))
    return answers


def found_from_json(stored: list[Any]) -> FoundSuggestion:
    """One suggestion that `job_suggest` gave."""
    code, start, end, rule, language, matched, mark = stored
    return FoundSuggestion(code, start, end, rule, language, tuple((first, last) for first, last in matched), mark)


def limiter_from_json(stored: StoredSpeakerContext, rules: Sequence[Rule], text: str) -> Limiter:
    """Where each rule may look in the text of an interview of which it is told who speaks."""
    context = SpeakerContext(turns_from_json(stored["turns"]), stored["roles"], stored["group"], stored["interviewers"])
    return Limiter((rule.keyword for rule in rules), context, text)
