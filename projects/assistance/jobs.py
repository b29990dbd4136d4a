# SPDX-License-Identifier: MIT
"""The text process's work on parses: judges phrases, finds entities. JSON in and out; no project."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import Any

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
