# SPDX-License-Identifier: MIT
"""Suggestions learned from a project's own codings: what there is to learn from, and keeping what is proposed.

A person's segments teach what bears a code, rejected suggestions what does not. Learning and comparing is done in the
text process; nothing of a model is stored but its version, so that what is erased is in no model.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.case_folding import fold_plain
from coding.keywords import FoundSuggestion, answers
from coding.language_stretches import language_at
from coding.marks import PhraseMark
from coding.parsed_rules import read_rule
from coding.rules import is_parsed_rule
from projects.assistance import queries
from projects.assistance.parses import Fetch, kept_parses, stretches_of
from projects.assistance.readable_interviews import readable
from projects.assistance.switches import MODEL as BY_MODEL
from projects.assistance.switches import is_sensitive, refuse_when_off, stopped_sources, switches_of
from projects.assistance.vectors import Asking, hand_over, keep_vectors, kept_vectors
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.interviews.suggestions import FoundInDocument, project_rules, refuse_outdated
from projects.people.refusals import refused
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_settings
from projects.stored_interviews.code_queries import INSERT_SUGGESTION, INSERT_SUGGESTION_MARK, places_of_segments
from projects.stored_interviews.parsed_document import LoadedDocument
from projects.stored_interviews.row_records import as_json
from wording import Problem, Progress, msg

if TYPE_CHECKING:
    from coding.learned.model import Missing
    from projects.store.ports import Transaction
    from projects.store.project import Project

MODEL = "model:"  # what the rule of a learned suggestion begins with; the model's version follows
GAIN = "assistance.gain"  # the setting: recall@3 of the last model, that of the commonest codes, segments
MOST_ENCODED = 3_000  # candidates compared by meaning in one run: some two minutes; further ones by letters
_LISTED = 100  # words of one rule
_LONGEST = 1_000  # characters of an example: what follows tells little, and an encoder's time grows with it
_SHORTEST = 3  # words of a candidate: "Yes, he did." bears a code only with what stands around it
_WORD = re.compile(r"\w+")

Stretches = dict[str, list[tuple[int, int]]]  # by code


@dataclass(frozen=True)
class Lesson:
    """What one run learns from and compares: rows as `job_learned_proposals` takes them.

    `missing`: what each code that somebody used still needs; `withheld`: sensitive codes nobody asked for.
    """

    examples: list[list[Any]]
    candidates: list[list[Any]]
    wanted: tuple[str, ...]
    missing: Mapping[str, Missing]
    withheld: tuple[str, ...]
    documents: Mapping[str, LoadedDocument]
    refused: int = 0  # interviews that were refused: nothing is learned from them, nothing proposed in them


@dataclass(frozen=True)
class Reasoned:
    """Why a model proposed: its version, calibrated probability, words and ids of the most similar segments."""

    version: str
    score: float
    words: tuple[str, ...]
    similar: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """What a model proposes, by document, for the codes `wanted`; `reasons` by (document, code, start, end)."""

    results: tuple[FoundInDocument, ...] = ()
    reasons: Mapping[tuple[str, str, int, int], Reasoned] | None = None
    compared: int = 0
    encoded: int = 0
    gain: tuple[float, float, int] | None = None  # as `coding.learned.proposals.Gain`
    wanted: tuple[str, ...] = ()


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
    asked = switches_of(project).sensitive | set(sensitive)
    stopped = {count.code for count in stopped_sources(project) if count.source == BY_MODEL}
    usable = {code.id: code for code in stored_codebook(project) if not code.category and not code.retired}
    withheld = tuple(sorted(code.id for code in usable.values() if is_sensitive(code) and code.id not in asked))
    able = usable.keys() - set(withheld)
    documents = {loaded.document.id: loaded for loaded in readable(project)}
    own = coder if is_blind(project) else ""
    coded = [row for row in _segments(project, able, own) if row[1] in documents]
    examples = [*coded, *_rejected(project, documents, able, own)]
    known = [Example(row[0], row[1], row[2], frozenset(row[3])) for row in examples]
    unlearnable = missing(known)
    learnt = {code for row in examples for code in row[3]} - unlearnable.keys()
    for row in examples:
        row[3] = [code for code in row[3] if code in learnt]
    wanted = tuple(sorted((learnt if codes is None else learnt & set(codes)) - stopped))
    ordered = sorted(documents.values(), key=lambda loaded: loaded.document.id != first)
    candidates = _candidates(project, ordered, own) if wanted else []
    return Lesson(examples, candidates, wanted, unlearnable, withheld, documents, len(refused(project)))


def learn(
    text_process: Asking,
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
        reasons[number, code, *place] = Reasoned(answer["version"], score, tuple(words), tuple(similar))
    marked = found if fetch is None else _marked(text_process, fetch, given, found)
    results = tuple(
        FoundInDocument(
            number, given.documents[number].document.digest, given.documents[number].document.text, tuple(of)
        )
        for number, of in marked.items()
    )
    gain = tuple(held) if (held := answer.get("gain")) else None
    return Learned(results, reasons, len(given.candidates), answer["encoded"], gain, given.wanted)


def _marked(
    text_process: Asking, fetch: Fetch, given: Lesson, found: Mapping[str, Sequence[FoundSuggestion]]
) -> dict[str, list[FoundSuggestion]]:
    """The finds with the mark that the kept parse gives their words; interviews that are not parsed stay as they are.

    A code with rules on the parse takes only the marks that one of them proposes. Of the others, sensitive codes tell
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


def gain_of(reads: Rows) -> tuple[float, float, int] | None:
    """What the last model that proposed found among three codes, the commonest codes, and of how many segments."""
    kept = stored_settings(reads, (GAIN,)).get(GAIN)
    return (float(kept[0]), float(kept[1]), int(kept[2])) if kept else None


def lesson_digest(given: Lesson) -> str:
    """A digest of what there is to learn from and to compare: the same again teaches nothing new."""
    seen = hashlib.sha256()
    for row in (*given.examples, *given.candidates, given.wanted):
        seen.update(repr(row).encode())
    return seen.hexdigest()


def store_learned(learned: Learned) -> Action:
    """Keep what a model proposes as open suggestions with their reasons; the result is (new, joined).

    A suggestion that stands open at the same place gains a reason; what was decided there meanwhile stays so. Open ones
    that only an earlier model proposed go.
    """
    return Action("assistance.learned", msg("interviews.changed"), _storing(learned))


def keep_learned(project: Project, learned: Learned) -> None:
    """Keep what a model learned by itself proposes: a line of history without undo, for nobody did anything."""
    if learned.results:
        with contextlib.suppress(Problem):  # texts changed meanwhile, or nothing is new
            project.write_lasting("assistance.learned_again", "log", msg("interviews.changed"), _storing(learned))


def _storing(learned: Learned) -> Callable[[Transaction], tuple[int, int]]:
    def perform(transaction: Transaction) -> tuple[int, int]:
        refuse_outdated(transaction, learned.results)
        new = joined = 0
        for result in learned.results:
            there = _of_document(transaction, result.document)
            for found in result.found:
                reason = (learned.reasons or {})[result.document, found.code, found.start, found.end]
                at_place = [
                    row for row in there.get(found.code, ()) if row["start"] < found.end and row["stop"] > found.start
                ]
                if any(row["verdict"] != "open" for row in at_place):
                    continue
                number = at_place[0]["id"] if at_place else _insert(transaction, result.document, found)
                new, joined = new + (not at_place), joined + bool(at_place)
                _give_reason(transaction, number, result.document, reason)
        for statement in queries.DELETE_OUTDATED:
            transaction.execute(statement, (as_json(list(map(int, learned.wanted))), transaction.seq))
        if learned.gain is not None or gain_of(transaction):
            transaction.set_setting(GAIN, None if learned.gain is None else list(learned.gain))
        if not new and not joined:
            raise Problem(msg("interviews.nothing_found"))
        transaction.set_message(msg("learned.suggested", n=new, joined=joined))
        return new, joined

    return perform


def _of_document(transaction: Transaction, document: str) -> dict[str, list[Any]]:
    by_code: dict[str, list[Any]] = defaultdict(list)
    for row in transaction.query(queries.SUGGESTIONS_OF_DOCUMENT, (document,)):
        by_code[str(row["code"])].append(row)
    return by_code


def _insert(transaction: Transaction, document: str, found: FoundSuggestion) -> int:
    made = transaction.execute(
        INSERT_SUGGESTION,
        (document, found.code, found.start, found.end, found.rule, found.language, as_json(found.matched)),
    )
    if found.mark != "hit":
        transaction.execute(INSERT_SUGGESTION_MARK, (found.mark, document, found.code, found.start, found.end))
    return int(made.lastrowid or 0)


def _give_reason(transaction: Transaction, number: int, document: str, reason: Reasoned) -> None:
    """Give a suggestion the model's reason, in place of one by an earlier version."""
    transaction.execute(queries.DELETE_REASON_OF_MODEL, (number,))
    transaction.execute(
        queries.INSERT_REASON_OF_MODEL,
        (
            *(number, document, reason.version, reason.score),
            *(as_json(reason.words), as_json(list(map(int, reason.similar))), transaction.seq),
        ),
    )
    transaction.execute(queries.SET_MODEL_OF_SUGGESTION, (MODEL + reason.version, number))


def _segments(project: Project, able: Collection[str], own: str) -> list[list[Any]]:
    """An example for each stretch somebody coded, with all its codes that may be learned."""
    where, params = (" WHERE coder = ?", (own,)) if own else ("", ())
    made: dict[tuple[str, int, int], list[Any]] = {}
    rows = project.query(queries.segments_that(where), params)
    for row in rows:
        place = (str(row["document"]), row["start"], row["stop"])
        example = made.setdefault(place, [str(row["id"]), place[0], row["quote"][:_LONGEST], [], []])
        if str(row["code"]) in able and str(row["code"]) not in example[3]:
            example[3].append(str(row["code"]))
    return list(made.values())


def _rejected(
    project: Project, documents: Mapping[str, LoadedDocument], able: Collection[str], own: str
) -> list[list[Any]]:
    """An example without a code for each stretch for which a suggestion was turned down and nothing was coded."""
    theirs, params = (" AND decided_by = ?", (own,)) if own else ("", ())
    rows = project.query(queries.rejected_and_uncoded(theirs), params)
    return [
        [
            *(f"rejected:{row['id']}", str(row["document"])),
            *(documents[str(row["document"])].document.text[row["start"] : row["stop"]][:_LONGEST], []),
            [str(row["code"])],
        ]
        for row in rows
        if str(row["code"]) in able and str(row["document"]) in documents
    ]


def _candidates(project: Project, documents: Sequence[LoadedDocument], own: str) -> list[list[Any]]:
    """The sentences of answers, with the codes they bear already or for which somebody has decided."""
    settled = _settled(project, own)
    made = []
    for loaded in documents:
        document = loaded.document
        there = settled.get(document.id, {})
        for start, end in answers(loaded.sentences, document.turns):
            text = document.text[start:end]
            if len(_WORD.findall(text)) < _SHORTEST:
                continue
            barred = [
                code
                for code, stretches in there.items()
                if any(first < end and last > start for first, last in stretches)
            ]
            made.append([f"{document.id}:{start}:{end}", document.id, text[:_LONGEST], barred])
    return made


def _settled(project: Project, own: str) -> dict[str, Stretches]:
    """Where each code is applied, or was decided upon, by document."""
    where, params = (" WHERE coder = ?", (own,)) if own else ("", ())
    settled: dict[str, Stretches] = defaultdict(lambda: defaultdict(list))
    for document, code, start, stop in (
        *project.query(places_of_segments(where), params),
        *project.query(queries.DECIDED_SUGGESTIONS),
    ):
        settled[str(document)][str(code)].append((start, stop))
    return settled


def _places(text: str, place: tuple[int, int], words: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Where the words that spoke for a code stand in a stretch."""
    found = _WORD.finditer(text, *place)
    return tuple(match.span() for match in found if fold_plain(match.group()) in words)
