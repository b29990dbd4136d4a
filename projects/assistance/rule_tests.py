# SPDX-License-Identifier: MIT
"""Testing rules on the interviews: what they meet by mark, and codings by hand they miss. It stores nothing."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from projects.assistance.parses import Fetch, kept_parses, parse_missing
from projects.assistance.readable_interviews import readable
from projects.assistance.speaker_roles import standings
from projects.interviews import queries
from projects.interviews.reading_process import standing_to_json
from wording import NoProgress, PartOf, Progress

if TYPE_CHECKING:
    from coding.records import Segment
    from coding.rules import Rule
    from projects.store.project import Project
    from projects.worker import TextProcess

MARKS = ("hit", "negated", "asked", "hypothetical", "reported")
_AROUND = 60  # characters shown before and after a hit


@dataclass
class Met:
    """What rules met by mark: interview and quote; `missed`: segments coded by hand in which none was met.

    `by_rule`: how often each rule was met, by rule and mark.
    """

    by_mark: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    missed: list[tuple[str, str]] = field(default_factory=list)
    by_rule: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Read:
    """The interviews in their order, what the parser is asked of each, and the segments under the codes."""

    ids: list[str]
    names: list[str]
    asked: list[list[Any]]
    segments: list[Segment]


def met_in_interviews(
    fetch: Fetch,
    text_process: TextProcess,
    rules: Sequence[Rule],
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
) -> Met:
    """What rules on the parse meet in all interviews of their languages; parses what is not parsed yet.

    Raises Stopped, WorkerProblem.
    """
    languages = {rule.language for rule in rules}
    wanted = fetch(lambda project: _in_languages(project, languages))
    parse_missing(fetch, text_process, PartOf(progress, 0.0, 0.9), only=wanted)
    codes = {rule.code for rule in rules}
    read: _Read = fetch(lambda project: _read(project, wanted, codes))
    asked = [[rule.code, rule.keyword, rule.language] for rule in rules]
    found = text_process.call("mark_rules", rules=asked, documents=read.asked, progress=PartOf(progress, 0.9, 1.0))
    met = gathered(list(zip(read.names, (one[0] for one in read.asked), found, strict=True)))
    met.missed = _missed(read, found)
    return met


def met_in_sentence(text_process: TextProcess, rules: Sequence[Rule], text: str, language: str) -> Met:
    """What rules on the parse meet in a sentence somebody typed, whoever may say it."""
    asked = [[rule.code, rule.keyword, rule.language] for rule in rules]
    return gathered([("", text, text_process.call("mark_rules", rules=asked, documents=[[text, language, ""]])[0])])


def gathered(found: Sequence[tuple[str, str, list[Any]]]) -> Met:
    """The hits of (interview, text, hits) by mark and by rule."""
    met = Met()
    for name, text, hits in found:
        for start, end, _code, rule, _language, mark, _words in hits:
            met.by_mark.setdefault(mark, []).append((name, _around(text, start, end)))
            met.by_rule[rule, mark] += 1
    return met


def _in_languages(project: Project, languages: set[str]) -> list[str]:
    return [one.document.id for one in readable(project) if one.document.language in languages]


def _read(project: Project, wanted: Sequence[str], codes: set[str]) -> _Read:
    kept, who = kept_parses(project, wanted), standings(project)
    loaded = [one.document for one in readable(project, wanted)]
    asked = [
        [
            *(one.text, one.language, base64.b64encode(kept.get((one.id, one.digest), b"")).decode("ascii")),
            standing_to_json(one, who[one.id]),
        ]
        for one in loaded
    ]
    segments = queries.segments(project, code_ids=sorted(codes))
    return _Read([one.id for one in loaded], [one.name for one in loaded], asked, segments)


def _missed(read: _Read, found: Sequence[list[Any]]) -> list[tuple[str, str]]:
    """The segments coded by hand in which no rule of their code was met."""
    places = dict(zip(read.ids, zip(read.names, found, strict=True), strict=True))
    missed = []
    for segment in read.segments:
        name, hits = places.get(str(segment.document), ("", None))
        met = (hit for hit in hits or () if str(hit[2]) == str(segment.code))
        if hits is not None and not any(hit[0] < segment.end and segment.start < hit[1] for hit in met):
            missed.append((name, " ".join(segment.quote[:160].split())))
    return missed


def _around(text: str, start: int, end: int) -> str:
    """A hit with some words on both sides, within its line."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + _AROUND)
    return f"{'… ' if first and text[first - 1] != chr(10) else ''}{text[first:last].strip()}"
