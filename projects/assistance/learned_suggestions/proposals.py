# SPDX-License-Identifier: MIT
"""Proposals of a model that has learned a lesson, from the text process; a kept parse gives them their mark."""

from __future__ import annotations

import base64
import contextlib
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.case_folding import fold_plain
from coding.keywords import FoundSuggestion
from coding.language_stretches import language_at
from coding.marks import PhraseMark
from coding.rules import is_parsed_rule
from coding.rules.parsed_rules import read_rule
from projects.assistance.parses import Fetch, kept_parses, stretches_of
from projects.assistance.switches import is_sensitive
from projects.assistance.vectors import TextProcessProtocol, hand_over, keep_vectors, kept_vectors
from projects.interviews.codes import stored_codebook
from projects.interviews.suggestions import FoundInDocument, project_rules
from wording import Problem, Progress

if TYPE_CHECKING:
    from projects.assistance.learned_suggestions.lessons import Lesson
    from projects.store.project import Project

MODEL = "model:"  # what the rule of a learned suggestion begins with; the model's version follows
MOST_ENCODED = 3_000  # candidates compared by meaning in one run: some two minutes; further ones by letters
_LISTED = 100  # words of one rule
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ProposalReason:
    """Why a model proposed: its version, calibrated probability, words and ids of the most similar segments."""

    version: str
    score: float
    words: tuple[str, ...]
    similar: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """What a model proposes, by document, for the codes `wanted`; `reasons` by (document, code, start, end)."""

    results: tuple[FoundInDocument, ...] = ()
    reasons: Mapping[tuple[str, str, int, int], ProposalReason] | None = None
    compared: int = 0
    encoded: int = 0
    gain: tuple[float, float, int] | None = None  # as `coding.learned.proposals.GainOverCommonest`
    wanted: tuple[str, ...] = ()


def learn(
    text_process: TextProcessProtocol,
    given: Lesson,
    progress: Progress | None = None,
    most: int = MOST_ENCODED,
    fetch: Fetch | None = None,
) -> Learned:
    """What a model learned from the lesson proposes. Raises Stopped, WorkerProblem.

    `fetch` runs a function on the open project, where vectors are kept between starts; without it none are.
    """
    if not given.wanted or not given.candidates:
        return Learned()
    from coding.learned.encoder import DIMENSIONS, encoder_version  # numpy, 80 ms: not at start

    encoder = encoder_version() if fetch is not None and most else ""
    if fetch is not None and encoder:
        kept = fetch(lambda project: kept_vectors(project, encoder, given.documents))
        hand_over(text_process, [data for held in kept.values() for data in held])
    whole = text_process.ask(
        "learned_proposals",
        seconds=3600.0,
        progress=progress,
        examples=given.examples,
        candidates=given.candidates,
        wanted=list(given.wanted),
        most_encoded=most,
    )
    answer = whole.value
    if fetch is not None and encoder and whole.parts:
        rows, made = [*given.examples, *given.candidates], whole.parts[0]
        width = DIMENSIONS * 4
        fetch(lambda project: None if project.read_only else keep_vectors(project, encoder, rows, made, width))
    found: dict[str, list[FoundSuggestion]] = defaultdict(list)
    reasons, spoken_at = {}, functools.cache(lambda number: stretches_of(given.documents[number].document))
    for candidate, code, score, words, similar in answer["found"]:
        number, start, end = candidate.split(":")
        loaded, place = given.documents[number], (int(start), int(end))
        matched = _places(loaded.document.text, place, frozenset(words))
        spoken = language_at(spoken_at(number), place[0])
        found[number].append(FoundSuggestion(code, *place, MODEL + answer["version"], spoken, matched))
        reasons[number, code, *place] = ProposalReason(answer["version"], score, tuple(words), tuple(similar))
    marked = found if fetch is None else _marked(text_process, fetch, given, found)
    results = tuple(
        FoundInDocument(
            number, given.documents[number].document.digest, given.documents[number].document.text, tuple(of)
        )
        for number, of in marked.items()
    )
    gain = tuple(held) if (held := answer.get("gain")) else None
    return Learned(results, reasons, len(given.candidates), answer["encoded"], gain, given.wanted)


def _places(text: str, place: tuple[int, int], words: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Where the words that spoke for a code stand in a stretch."""
    found = _WORD.finditer(text, *place)
    return tuple(match.span() for match in found if fold_plain(match.group()) in words)


def _marked(
    text_process: TextProcessProtocol, fetch: Fetch, given: Lesson, found: Mapping[str, Sequence[FoundSuggestion]]
) -> dict[str, list[FoundSuggestion]]:
    """The finds with the mark that the kept parse gives their words; interviews that are not parsed stay as they are.

    A code with rules on grammar takes only the marks that one of them proposes. Of the others, sensitive codes tell
    what happened to somebody and take the mark; what is lacking under a code of needs is said in denials.
    """
    proposed: dict[str, set[str]] = fetch(_marks_proposed)
    parses: dict[tuple[str, str], bytes] = fetch(lambda project: kept_parses(project, list(found)))
    asked: list[tuple[str, list[object]]] = []
    words: dict[str, set[str]] = defaultdict(set)
    for number, finds in found.items():
        document = given.documents[number].document
        kept = parses.get((number, document.digest))
        of = [(one.language, place) for one in finds if one.code in proposed for place in one.matched]
        if kept is not None and of:
            for language, place in of:
                words[language].add(document.text[slice(*place)])
            asked.append((number, [document.text, stretches_of(document), base64.b64encode(kept).decode("ascii")]))
    marks_of: dict[str, dict[tuple[int, int], str]] = {}
    if asked:
        rules = [["", f"list: {', '.join(some)}", spoken] for spoken in words for some in _portions(words[spoken])]
        documents = [document for _number, document in asked]
        hits = text_process.ask("mark_rules", seconds=900.0, progress=None, rules=rules, documents=documents).value
        for (number, _document), of_document in zip(asked, hits, strict=True):
            marks_of[number] = {(hit[0], hit[1]): str(hit[5]) for hit in of_document}
    made = {}
    for number, finds in found.items():
        marks = marks_of.get(number, {})
        with_marks = [one._replace(mark=_mark_of(one, marks)) if one.code in proposed else one for one in finds]
        made[number] = [one for one in with_marks if one.code not in proposed or one.mark in proposed[one.code]]
    return {number: finds for number, finds in made.items() if finds}


def _marks_proposed(project: Project) -> dict[str, set[str]]:
    """By code the marks that may be proposed; a code whose marks tell nothing is left out."""
    codes, every = stored_codebook(project), {"hit", *map(str, PhraseMark)}
    marks: dict[str, set[str]] = {code.id: set(every) for code in codes if is_sensitive(code)}
    of_rules: dict[str, set[str]] = defaultdict(set)
    for rule in project_rules(project):
        if is_parsed_rule(rule.keyword):
            with contextlib.suppress(Problem):  # a rule that cannot be read proposes nothing
                of_rules[rule.code] |= set(map(str, read_rule(rule.keyword).marks))
    return marks | of_rules


def _portions(words: Collection[str]) -> Iterator[list[str]]:
    """The words in lists that are short enough for a rule."""
    listed = sorted(words)
    return (listed[start : start + _LISTED] for start in range(0, len(listed), _LISTED))


def _mark_of(one: FoundSuggestion, marks: Mapping[tuple[int, int], str]) -> str:
    """A hit where any of its words says that it happened, or none says anything; else what most of them say."""
    said = Counter(marks[place] for place in one.matched if place in marks)
    return "hit" if not said or "hit" in said else said.most_common(1)[0][0]
