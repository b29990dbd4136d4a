# SPDX-License-Identifier: MIT
"""Proposals of a model that has learned a lesson, from the text process; a kept parse gives them their mark."""

from __future__ import annotations

import base64
import contextlib
import functools
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from coding.case_folding import fold_plain
from coding.keywords import FoundSuggestion
from coding.language_stretches import language_at
from coding.marks import PhraseMark
from coding.rules import is_parsed_rule
from coding.rules.parsed_rules import read_rule
from projects.assistance import queries
from projects.assistance.learned_suggestions.lessons import (
    CodedUnit,
    Habit,
    Lesson,
    Row,
    Span,
    candidate_sentences,
    narrowed_to_words,
)
from projects.assistance.parses import Fetch, kept_parses, stretches_of
from projects.assistance.readable_interviews import readable
from projects.assistance.switches import is_sensitive, refuse_when_off, switches_of
from projects.assistance.vectors import (
    TextProcessProtocol,
    from_bytes,
    hand_over,
    keep_vectors,
    kept_vectors,
    sentence_digest,
)
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.interviews.suggestions import FoundInDocument, project_rules
from wording import NoProgress, PartOf, Problem, Progress, msg

if TYPE_CHECKING:
    from projects.store.project import Project

MODEL = "model:"  # what the rule of a learned suggestion begins with; the model's version follows
_ENCODED_AT_ONCE = 2_000  # sentences encoded, then kept: whoever stops loses no more than these
_LISTED = 100  # words of one rule
_Find = Sequence[Any]  # as `job_learned_proposals` gives it
_Joined = tuple[str, str, Span, tuple[float, Any, Any]]
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
    expected: Mapping[str, list[float]] | None = None  # by code: share, sentences, codings, whether of all codes


def learn(
    text_process: TextProcessProtocol,
    given: Lesson,
    progress: Progress | None = None,
    fetch: Fetch | None = None,
    by_letters: bool = False,
) -> Learned:
    """What a model learned from the lesson proposes. Raises Stopped, WorkerProblem.

    `fetch` runs a function on the open project, where vectors are kept between starts; without it none are.
    """
    if not given.wanted or not given.candidates:
        return Learned()
    steps = progress or NoProgress()
    if fetch is not None and not by_letters:
        encode_missing(text_process, given, fetch, PartOf(steps, 0.0, 0.8))
    answer = text_process.ask(
        "learned_proposals",
        seconds=3600.0,
        progress=PartOf(steps, 0.8, 1.0),
        examples=given.examples,
        candidates=given.candidates,
        wanted=list(given.wanted),
        names=given.names,
        least=given.least,
        by_letters=by_letters,
    ).value
    found, reasons = _found(given, answer)
    marked = found if fetch is None else _marked(text_process, fetch, given, found)
    results = tuple(
        FoundInDocument(
            number, given.documents[number].document.digest, given.documents[number].document.text, tuple(of)
        )
        for number, of in marked.items()
    )
    gain = tuple(held) if (held := answer.get("gain")) else None
    return Learned(
        *(results, reasons, len(given.candidates), answer["encoded"], gain, given.wanted), expected=answer["expected"]
    )


def encode_missing(text_process: TextProcessProtocol, given: Lesson, fetch: Fetch, progress: Progress) -> None:
    """Hand over the vectors that are kept, make those that are missing, and keep them portion by portion."""
    from coding.learned.encoder import DIMENSIONS, encoder_version  # numpy, 80 ms: not at start

    encoder, width = encoder_version(), DIMENSIONS * 4
    if not encoder:
        return
    kept = fetch(lambda project: kept_vectors(project, encoder, given.documents))
    objects = [data for held in kept.values() for data in held]
    hand_over(text_process, objects)
    known = {name for data in objects for name in from_bytes(data, width)}
    rows = [
        *([row[0], row[1], text] for row in given.examples for text in (row[2], *row[5])),
        *([row[0], row[1], text] for row in given.candidates for text in (row[2], *row[4])),
    ]
    waiting = [row for row in rows if sentence_digest(str(row[2])) not in known]
    for first in range(0, len(waiting), _ENCODED_AT_ONCE):
        portion = waiting[first : first + _ENCODED_AT_ONCE]
        part = PartOf(progress, first / len(waiting), (first + len(portion)) / len(waiting))
        texts = list(dict.fromkeys(str(row[2]) for row in portion))
        parts = text_process.ask("encode", seconds=3600.0, progress=part, sentences=texts).parts
        if parts:
            fetch(partial(_keep, encoder=encoder, rows=rows, made=parts[0], width=width))


def _keep(project: Project, encoder: str, rows: Sequence[Sequence[object]], made: bytes, width: int) -> None:
    if not project.read_only:
        keep_vectors(project, encoder, rows, made, width)


def _found(
    given: Lesson, answer: Mapping[str, Any]
) -> tuple[dict[str, list[FoundSuggestion]], dict[tuple[str, str, int, int], ProposalReason]]:
    """The finds by interview, on stretches as the researcher codes them, with their reasons."""
    found: dict[str, list[FoundSuggestion]] = defaultdict(list)
    reasons: dict[tuple[str, str, int, int], ProposalReason] = {}
    spoken_at = functools.cache(lambda number: stretches_of(given.documents[number].document))
    for number, code, place, (score, words, similar) in _joined(given, answer["found"]):
        loaded = given.documents[number]
        matched = _places(loaded.document.text, place, frozenset(words))
        if given.habit.unit is CodedUnit.WORDS:
            place = narrowed_to_words(loaded.document.text, place, matched)
        spoken = language_at(spoken_at(number), place[0])
        found[number].append(FoundSuggestion(code, *place, MODEL + answer["version"], spoken, matched))
        reasons[number, code, *place] = ProposalReason(answer["version"], score, tuple(words), tuple(similar))
    return found, reasons


def _joined(given: Lesson, finds: Sequence[_Find]) -> list[_Joined]:
    """The finds, those of one code that follow each other made one, as long as a coding usually is; best first."""
    following = {row[0]: place for place, row in enumerate(given.candidates)}
    by_code: dict[tuple[str, str], list[_Find]] = defaultdict(list)
    for find in finds:
        by_code[find[1], find[0].split(":")[0]].append(find)
    made: list[_Joined] = []
    for (code, number), some in by_code.items():
        some.sort(key=lambda find: following[find[0]])
        runs: list[list[_Find]] = []
        for find in some:
            follows = bool(runs) and following[find[0]] == following[runs[-1][-1][0]] + 1
            if follows and len(runs[-1]) < given.habit.sentences and _of_one_turn(given, number, runs[-1][0], find):
                runs[-1].append(find)
            else:
                runs.append([find])
        for run in runs:
            best = max(run, key=lambda find: find[2])
            words = list(dict.fromkeys(word for find in run for word in find[3]))
            place = (_span(run[0])[0], _span(run[-1])[1])
            made.append((number, code, place, (best[2], words, best[4])))
    return sorted(made, key=lambda one: -one[3][0])


def _span(find: _Find) -> Span:
    _number, start, end = find[0].split(":")
    return int(start), int(end)


def _of_one_turn(given: Lesson, number: str, first: _Find, last: _Find) -> bool:
    starts = [turn.start for turn in given.documents[number].document.turns]
    return bisect_right(starts, _span(first)[0]) == bisect_right(starts, _span(last)[0])


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


MOST = 12  # passages: more are not looked through


@dataclass(frozen=True)
class AlikePassage:
    """A sentence that does not bear the code, and how like a coding of it the sentence is, 0 to 1."""

    document: str
    document_name: str
    language: str
    start: int
    end: int
    quote: str
    likeness: float


def passages_alike(
    text_process: TextProcessProtocol,
    fetch: Fetch,
    code: str,
    coder: str,
    *,
    segments: Collection[str] = (),
    progress: Progress | None = None,
) -> list[AlikePassage]:
    """The sentences most like the codings of a code, or like some of them; nearest first. Nothing is kept but vectors.

    Raises Problem where assistance is off, or nothing is coded so; Stopped, WorkerProblem.
    """
    steps = progress or NoProgress()
    given: Lesson = fetch(lambda project: _question(project, code, coder, segments))
    encode_missing(text_process, given, fetch, PartOf(steps, 0.0, 0.9))
    answer = text_process.ask(
        "alike",
        seconds=3600.0,
        progress=PartOf(steps, 0.9, 1.0),
        texts=[row[2] for row in given.examples],
        candidates=given.candidates,
        most=MOST,
    ).value
    made = []
    for name, likeness in answer:
        number, start, end = name.split(":")
        document = given.documents[number].document
        quote = document.text[int(start) : int(end)]
        made.append(AlikePassage(number, document.name, document.language, int(start), int(end), quote, likeness))
    return made


def _question(project: Project, code: str, coder: str, segments: Collection[str]) -> Lesson:
    """What is compared: the codings as examples, the sentences of answers that do not bear the code as candidates."""
    refuse_when_off(project)
    documents = {loaded.document.id: loaded for loaded in readable(project)}
    own = coder if is_blind(project) else ""
    where, params = (" WHERE code = ? AND coder = ?", (int(code), own)) if own else (" WHERE code = ?", (int(code),))
    rows: list[Row] = [
        [str(row["id"]), str(row["document"]), row["quote"][:1_000], [code], [], [], []]
        for row in project.query(queries.segments_that(where), params)
        if str(row["document"]) in documents and (not segments or str(row["id"]) in segments)
    ]
    if not rows:
        raise Problem(msg("alike.nothing_coded"))
    able = candidate_sentences(project, list(documents.values()), own, switches_of(project).interviewers, Habit())
    candidates = [row for row in able if code not in row[3]]
    return Lesson(rows, candidates, (code,), {}, (), documents)
