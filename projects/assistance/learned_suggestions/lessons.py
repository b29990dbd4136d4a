# SPDX-License-Identifier: MIT
"""Lessons of a model: the segments and rejected suggestions to learn from, and the sentences to compare with them."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median_low
from typing import TYPE_CHECKING, Any

from projects.assistance import queries
from projects.assistance.readable_interviews import readable
from projects.assistance.switches import LEAST_EXPECTED, is_sensitive, refuse_when_off, stopped_sources, switches_of
from projects.assistance.switches import MODEL as BY_MODEL
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.people.effective_consent import refused
from projects.stored_interviews.code_queries import places_of_segments
from projects.stored_interviews.parsed_document import LoadedDocument

if TYPE_CHECKING:
    from coding.learned.model import Missing
    from coding.records import Code
    from projects.store.project import Project

_FEWEST = 8  # codings that show a habit
_WHOLE, _PART = 0.9, 0.6  # shares of a turn that is coded whole, and of a sentence of which words are coded
_LONGEST_TURN = 1_000  # characters of a turn that is suggested whole
_MOST_JOINED = 6  # sentences of one suggestion
_BREAKS = ",;:—–"

Span = tuple[int, int]


class CodedUnit(StrEnum):
    """What a coding mostly covers."""

    WORDS = "words"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True)
class Habit:
    """The usual unit; `sentences`: how many of them, at most, a coding usually covers."""

    unit: CodedUnit = CodedUnit.SENTENCE
    sentences: int = 1


def coding_habit(codings: Iterable[tuple[str, int, int]], documents: Mapping[str, LoadedDocument]) -> Habit:
    """The habit that codings (document, start, end) show; one sentence each where there are few."""
    units, lengths = Counter[CodedUnit](), list[int]()
    for number, start, end in codings:
        if number in documents:
            unit, length = _unit_of(documents[number], start, end)
            units[unit] += 1
            if unit is CodedUnit.SENTENCE:
                lengths.append(length)
    if units.total() < _FEWEST:
        return Habit()
    unit = units.most_common(1)[0][0]
    return Habit(unit, min(_MOST_JOINED, median_low(lengths)) if unit is CodedUnit.SENTENCE else 1)


def _unit_of(loaded: LoadedDocument, start: int, end: int) -> tuple[CodedUnit, int]:
    starts = [one for one, _ in loaded.sentences]
    first = max(0, bisect_right(starts, start) - 1)
    last = max(first, bisect_right(starts, end - 1) - 1)
    count = last - first + 1
    turns = loaded.document.turns
    place = bisect_right([turn.start for turn in turns], start) - 1
    if place >= 0 and count > 1:
        turn = turns[place]
        said = min(end, turn.end) - max(start, turn.start)
        if said >= _WHOLE * (turn.end - turn.start):
            return CodedUnit.TURN, count
    if count == 1 and starts:
        sentence = loaded.sentences[first]
        if end - start < _PART * (sentence[1] - sentence[0]):
            return CodedUnit.WORDS, 1
    return CodedUnit.SENTENCE, count


def units_of(loaded: LoadedDocument, sentences: Sequence[Span], habit: Habit) -> list[Span]:
    """What may be suggested in an interview: sentences, or turns where these are coded whole and not too long."""
    if habit.unit is not CodedUnit.TURN:
        return list(sentences)
    starts = [turn.start for turn in loaded.document.turns]
    by_turn: dict[int, list[Span]] = {}
    for span in sentences:
        by_turn.setdefault(bisect_right(starts, span[0]), []).append(span)
    made: list[Span] = []
    for spans in by_turn.values():
        whole = (spans[0][0], spans[-1][1])
        made += [whole] if whole[1] - whole[0] <= _LONGEST_TURN else spans
    return made


def narrowed_to_words(text: str, span: Span, matched: Sequence[Span]) -> Span:
    """The part of a sentence between commas that holds the words that spoke; the sentence where there are none."""
    if not matched:
        return span
    start = max((text.rfind(sign, span[0], matched[0][0]) for sign in _BREAKS), default=-1)
    ends = [place for sign in _BREAKS if (place := text.find(sign, matched[-1][1], span[1])) >= 0]
    first = span[0] if start < 0 else start + 1
    last = min(ends, default=span[1])
    while first < last and text[first].isspace():
        first += 1
    return first, last


DECIDED_SUGGESTIONS = "SELECT document, code, start, stop FROM suggestion WHERE verdict <> 'open'"

_LONGEST = 1_000  # characters of an example: what follows tells little, and an encoder's time grows with it
_SHORTEST = 3  # words of a candidate: "Yes, he did." bears a code only with what stands around it
_WORD = re.compile(r"\w+")

Row = list[Any]  # as `job_learned_proposals` takes it
Stretches = dict[str, list[tuple[int, int]]]  # by code


@dataclass(frozen=True)
class Lesson:
    """What one run learns from and compares: rows as `job_learned_proposals` takes them.

    `missing`: what each code that somebody used still needs; `withheld`: sensitive codes nobody asked for.
    """

    examples: list[Row]
    candidates: list[Row]
    wanted: tuple[str, ...]
    missing: Mapping[str, Missing]
    withheld: tuple[str, ...]
    documents: Mapping[str, LoadedDocument]
    refused: int = 0  # interviews that were refused: nothing is learned from them, nothing proposed in them
    names: tuple[tuple[str, str], ...] = ()  # of codes that are learned, in every language
    least: float = LEAST_EXPECTED
    habit: Habit = field(default_factory=Habit)


def lesson(
    project: Project,
    coder: str,
    *,
    codes: Collection[str] | None = None,
    sensitive: Collection[str] = (),
    first: str = "",
) -> Lesson:
    """What there is to learn; in blind coding from `coder` alone.

    `codes`: suggest only these; `sensitive`: the sensitive codes asked for beside those switched on; the document
    `first` is compared before the others. Retired codes, categories, and codes for which the model has stopped itself
    are not suggested. Raises Problem where assistance is switched off.
    """
    from coding.learned.model import Example, missing  # numpy and scipy: when somebody asks for suggestions

    refuse_when_off(project)
    switches = switches_of(project)
    asked = switches.sensitive | set(sensitive)
    stopped = {count.code for count in stopped_sources(project) if count.source == BY_MODEL}
    usable = {code.id: code for code in stored_codebook(project) if not code.category and not code.retired}
    withheld = tuple(sorted(code.id for code in usable.values() if is_sensitive(code) and code.id not in asked))
    able = usable.keys() - set(withheld)
    documents = {loaded.document.id: loaded for loaded in readable(project)}
    own = coder if is_blind(project) else ""
    places, coded = _segments(project, able, own, documents)
    examples = [*coded, *_rejected(project, documents, able, own)]
    known = [Example(row[0], row[1], row[2], frozenset(row[3])) for row in examples]
    unlearnable = missing(known)
    groups = _categories(project, unlearnable.keys(), asked)
    for row in examples:
        row[3] += sorted({groups[code] for code in row[3] if code in groups})
    grouped = missing([Example(row[0], row[1], row[2], frozenset(row[3])) for row in examples])
    learnt = {code for row in examples for code in row[3]} - grouped.keys()
    groups = {code: category for code, category in groups.items() if category in learnt}
    for row in examples:
        row[3] = [code for code in row[3] if code in learnt]
    wanted = tuple(sorted((learnt if codes is None else learnt & set(codes)) - stopped))
    ordered = sorted(documents.values(), key=lambda loaded: loaded.document.id != first)
    habit = coding_habit(places, documents)
    candidates = candidate_sentences(project, ordered, own, switches.interviewers, habit) if wanted else []
    for row in candidates:
        row[3] = sorted({*row[3], *(groups[code] for code in row[3] if code in groups)})
    named = {code.id: code for code in stored_codebook(project)}
    names = tuple((code, name) for code in sorted(learnt) for name in _names(named[code]))
    return Lesson(
        *(examples, candidates, wanted, unlearnable, withheld, documents, len(refused(project))),
        *(names, switches.expected, habit),
    )


def _categories(project: Project, few: Collection[str], asked: Collection[str]) -> dict[str, str]:
    """By code with too few codings the category above it, which may be learned from all such codes below it."""
    codes = {code.id: code for code in stored_codebook(project)}
    able = {
        code.id
        for code in codes.values()
        if code.category and not code.retired and (code.id in asked or not is_sensitive(code))
    }
    return {code: parent for code in few if (parent := codes[code].parent or "") in able}


def _names(code: Code) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in code.name.by_language.values() if name.strip()))


def lesson_digest(given: Lesson) -> str:
    """A digest of what there is to learn from and to compare: the same again teaches nothing new."""
    seen = hashlib.sha256()
    for row in (*given.examples, *given.candidates, given.wanted, given.names, given.least):
        seen.update(repr(row).encode())
    return seen.hexdigest()


def _segments(
    project: Project, able: Collection[str], own: str, documents: Mapping[str, LoadedDocument]
) -> tuple[list[tuple[str, int, int]], list[Row]]:
    """Each stretch somebody coded, and an example for it with all its codes that may be learned."""
    where, params = (" WHERE coder = ?", (own,)) if own else ("", ())
    made: dict[tuple[str, int, int], Row] = {}
    for row in project.query(queries.segments_that(where), params):
        place, code = (str(row["document"]), row["start"], row["stop"]), str(row["code"])
        if place[0] not in documents:
            continue
        if place not in made:
            beside = _beside(documents[place[0]], *place[1:])
            made[place] = [str(row["id"]), place[0], row["quote"][:_LONGEST], [], [], beside, []]
        example = made[place]
        if code in able and code not in example[3]:
            example[3].append(code)
            if str(row["origin"]).startswith("model:"):
                example[6].append(code)
    return list(made), list(made.values())


def _beside(loaded: LoadedDocument, start: int, end: int) -> list[str]:
    """The answers before and after a stretch, for what a sentence means depends on them."""
    text, answers = loaded.document.text, loaded.answers
    starts = loaded.starts_of_answers
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1))
    if first >= 0 and answers[first][1] > start:
        first -= 1
    around = [place for place in (first, last) if 0 <= place < len(answers)]
    return [text[slice(*answers[place])][:_LONGEST] for place in around]


def _rejected(project: Project, documents: Mapping[str, LoadedDocument], able: Collection[str], own: str) -> list[Row]:
    """An example without a code for each stretch for which a suggestion was turned down and nothing was coded."""
    theirs, params = (" AND decided_by = ?", (own,)) if own else ("", ())
    rows = project.query(queries.rejected_and_uncoded(theirs), params)
    return [
        [
            *(f"rejected:{row['id']}", str(row["document"])),
            *(documents[str(row["document"])].document.text[row["start"] : row["stop"]][:_LONGEST], []),
            *([str(row["code"])], _beside(documents[str(row["document"])], row["start"], row["stop"]), []),
        ]
        for row in rows
        if str(row["code"]) in able and str(row["document"]) in documents
    ]


def candidate_sentences(
    project: Project, documents: Sequence[LoadedDocument], own: str, interviewers: bool, habit: Habit
) -> list[Row]:
    """The sentences or turns of answers, with the codes they bear already or for which somebody has decided.

    What interviewers say is left out unless the switch `interviewers` says otherwise.
    """
    settled, coded = _settled(project, own), _coded_stretch(project, own)
    made = []
    for loaded in documents:
        document = loaded.document
        there, (first, last) = settled.get(document.id, {}), coded.get(document.id, (0, 0))
        for start, end in units_of(loaded, loaded.sentences if interviewers else loaded.answers, habit):
            text = document.text[start:end]
            if len(_WORD.findall(text)) < _SHORTEST:
                continue
            barred = [
                code
                for code, stretches in there.items()
                if any(one < end and other > start for one, other in stretches)
            ]
            name, beside, read = f"{document.id}:{start}:{end}", _beside(loaded, start, end), first <= start < last
            made.append([name, document.id, text[:_LONGEST], barred, beside, read])
    return made


def _coded_stretch(project: Project, own: str) -> dict[str, tuple[int, int]]:
    """From the first to the last coding of each interview: what lies between has been read."""
    where, params = (" WHERE coder = ?", (own,)) if own else ("", ())
    stretch: dict[str, tuple[int, int]] = {}
    for document, _code, start, stop in project.query(places_of_segments(where), params):
        first, last = stretch.get(str(document), (start, stop))
        stretch[str(document)] = (min(first, start), max(last, stop))
    return stretch


def _settled(project: Project, own: str) -> dict[str, Stretches]:
    """Where each code is applied, or was decided upon, by document."""
    where, params = (" WHERE coder = ?", (own,)) if own else ("", ())
    settled: dict[str, Stretches] = defaultdict(lambda: defaultdict(list))
    for document, code, start, stop in (
        *project.query(places_of_segments(where), params),
        *project.query(DECIDED_SUGGESTIONS),
    ):
        settled[str(document)][str(code)].append((start, stop))
    return settled
