# SPDX-License-Identifier: MIT
"""Lessons of a model: the segments and rejected suggestions to learn from, and the sentences to compare with them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from projects.assistance import queries
from projects.assistance.readable_interviews import readable
from projects.assistance.switches import MODEL as BY_MODEL
from projects.assistance.switches import is_sensitive, refuse_when_off, stopped_sources, switches_of
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.people.refusals import refused
from projects.stored_interviews.code_queries import places_of_segments
from projects.stored_interviews.parsed_document import LoadedDocument

if TYPE_CHECKING:
    from coding.learned.model import Missing
    from projects.store.project import Project

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
    candidates = _candidates(project, ordered, own, switches_of(project).interviewers) if wanted else []
    return Lesson(examples, candidates, wanted, unlearnable, withheld, documents, len(refused(project)))


def lesson_digest(given: Lesson) -> str:
    """A digest of what there is to learn from and to compare: the same again teaches nothing new."""
    seen = hashlib.sha256()
    for row in (*given.examples, *given.candidates, given.wanted):
        seen.update(repr(row).encode())
    return seen.hexdigest()


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


def _candidates(project: Project, documents: Sequence[LoadedDocument], own: str, interviewers: bool) -> list[list[Any]]:
    """The sentences of answers, with the codes they bear already or for which somebody has decided.

    What interviewers say is left out unless the switch `interviewers` says otherwise.
    """
    settled = _settled(project, own)
    made = []
    for loaded in documents:
        document = loaded.document
        there = settled.get(document.id, {})
        for start, end in loaded.sentences if interviewers else loaded.answers:
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
