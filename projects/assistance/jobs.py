# SPDX-License-Identifier: MIT
"""The text process's work on parses: judges phrases, finds entities. JSON in and out; no project."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from coding.entities.common_words import common_words
from coding.entities.finding import find_entities
from coding.entities.patterns import find_by_form
from coding.entities.records import Kind
from coding.marks import Grammar, Mark, grammar_of, judge
from coding.pipelines import SentencePipelines, parsed
from projects.interviews.jobs import pipelines
from wording import Progress


def job_judge_phrases(arguments: dict[str, Any], progress: Progress) -> list[str]:
    """`{rows: [[language, text, phrase], …]}` → the mark of each row; "none" for a language without pipeline."""
    rows: list[list[str]] = arguments["rows"]
    answers = [str(Mark.NONE)] * len(rows)
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
            answers[number] = str(judge(doc, rows[number][2], grammar))
            done += 1
            progress.report(done / len(rows))
    return answers


@functools.cache
def grammar_for(held: SentencePipelines, language: str) -> Grammar | None:
    """The grammar of a language by its loaded pipeline; None where there is none."""
    pipeline = held.whole(language)
    return None if pipeline is None else grammar_of(pipeline)


def job_find_entities(arguments: dict[str, Any], progress: Progress) -> list[list[list[Any]]]:
    """`{documents: [[text, language], …], lists: [[name, kind], …]}` → per document `[start, end, kind, who]`.

    A language without pipeline gets only what is told by its form.
    """
    documents: list[list[str]] = arguments["documents"]
    lists = [(name, Kind(kind)) for name, kind in arguments.get("lists", ())]
    answers = []
    for number, (text, language) in enumerate(documents):
        pipeline = pipelines().whole(language)
        if pipeline is None:
            found = find_by_form(text, language)
        else:
            docs = lines_parsed(pipeline, text)
            found = find_entities(text, language, docs, common_words_of(language), lists)
        answers.append([[one.start, one.end, str(one.kind), one.who] for one in found])
        progress.report((number + 1) / len(documents))
    return answers


def lines_parsed(pipeline: Any, text: str) -> list[tuple[int, Any]]:
    """The lines of a text parsed, each with where it begins; empty ones are left out."""
    starts, lines, at = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(at)
            lines.append(line)
        at += len(line) + 1
    return list(zip(starts, parsed(pipeline, lines), strict=True))


@functools.cache
def common_words_of(language: str) -> Callable[[str], bool]:
    """What tells the words of a language, by its loaded pipeline."""
    return common_words(pipelines().whole(language))
