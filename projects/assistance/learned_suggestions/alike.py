# SPDX-License-Identifier: MIT
"""Passages like those coded: found on demand where a code has too few codings to learn from, never kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.assistance import queries
from projects.assistance.learned_suggestions.lessons import Habit, Lesson, Row, candidate_sentences
from projects.assistance.learned_suggestions.proposals import encode_missing
from projects.assistance.parses import Fetch
from projects.assistance.readable_interviews import readable
from projects.assistance.switches import refuse_when_off, switches_of
from projects.assistance.vectors import TextProcessProtocol
from projects.interviews.coders import is_blind
from wording import NoProgress, PartOf, Problem, Progress, msg

if TYPE_CHECKING:
    from projects.store.project import Project

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
