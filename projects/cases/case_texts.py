# SPDX-License-Identifier: MIT
"""Texts of a case: the segments of its documents and speakers' turns, and their number of words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from coding.parsing import word_count
from coding.records import Segment, Turn
from coding.speaker_roles import proposed_role
from projects.interviews import queries
from projects.stored_interviews.queries import SPEAKER_ROLES

if TYPE_CHECKING:
    from projects.interviews.cases import CaseMember
    from projects.store.ports import Reader

_ASIDE = ("interviewer", "interpreter")


def case_segments(
    project: Reader, members: Sequence[CaseMember], codes: Collection[str] | None = None, coder: str | None = None
) -> list[Segment]:
    """The segments of a case by document and place; `codes`: only these; `coder`: only this one's.

    Of a document all but what stands wholly in turns of its interviewer or interpreter; of a speaker what begins in
    the speaker's turns.
    """
    found: list[Segment] = []
    wanted = None if codes is None else set(codes)
    for document, names, turns in _turns_of_members(project, members):
        for segment in queries.segments(project, document, coder=coder):
            if (wanted is None or segment.code in wanted) and _belongs(segment, names, turns):
                found.append(segment)
    return found


def participant_words(project: Reader, members: Sequence[CaseMember]) -> int:
    """The words of a case's documents, those of interviewers and interpreters left out, and of its speakers' turns."""
    whole, speakers, aside = _members(project, members)
    count = 0
    for loaded in queries.load_documents(project, sorted({*whole, *speakers}, key=int)):
        document = loaded.document
        if document.id in whole and not any(turn.speaker for turn in document.turns):
            count += word_count(document.text)
            continue
        for turn in document.turns:
            theirs = turn.speaker in speakers.get(document.id, ())
            if theirs or (document.id in whole and turn.speaker not in aside.get(document.id, ())):
                count += word_count(document.text[turn.start : turn.end])
    return count


def case_stretches(project: Reader, members: Sequence[CaseMember]) -> dict[str, list[tuple[int, int]]]:
    """Per interview the stretches in which the case speaks: its turns, or all but those who ask and interpret."""
    whole, speakers, aside = _members(project, members)
    found: dict[str, list[tuple[int, int]]] = {}
    for loaded in queries.load_documents(project, sorted({*whole, *speakers}, key=int)):
        document = loaded.document
        if document.id in whole and not any(turn.speaker for turn in document.turns):
            found[document.id] = [(0, len(document.text))]
            continue
        found[document.id] = [
            (turn.start, turn.end)
            for turn in document.turns
            if turn.speaker in speakers.get(document.id, ())
            or (
                document.id in whole
                and turn.speaker not in aside.get(document.id, ())
                and proposed_role(turn.speaker) not in _ASIDE
            )
        ]
    return found


def _turns_of_members(
    project: Reader, members: Sequence[CaseMember]
) -> Iterator[tuple[str, tuple[frozenset[str] | None, frozenset[str]], Sequence[Turn]]]:
    """Per document: whose turns count (None: all), whose never do, and its turns."""
    whole, speakers, aside = _members(project, members)
    for loaded in queries.load_documents(project, sorted({*whole, *speakers}, key=int)):
        held = loaded.document.id
        names = None if held in whole else frozenset(speakers[held])
        yield held, (names, frozenset(aside.get(held, ()))), loaded.document.turns


def _members(
    project: Reader, members: Sequence[CaseMember]
) -> tuple[set[str], dict[str, set[str]], dict[str, set[str]]]:
    whole = {member.document for member in members if member.document and not member.speaker}
    speakers: dict[str, set[str]] = {}
    for member in members:
        if member.document and member.speaker:
            speakers.setdefault(member.document, set()).add(member.speaker)
    aside: dict[str, set[str]] = {}
    for row in project.query(SPEAKER_ROLES):
        if row["role"] in _ASIDE:
            aside.setdefault(str(row["document"]), set()).add(row["name"])
    return whole, speakers, aside


def _belongs(segment: Segment, names: tuple[frozenset[str] | None, frozenset[str]], turns: Sequence[Turn]) -> bool:
    theirs, aside = names
    if theirs is not None:
        return any(turn.start <= segment.start < turn.end and turn.speaker in theirs for turn in turns)
    touched = [turn.speaker for turn in turns if turn.start < segment.end and turn.end > segment.start]
    return not touched or not all(speaker in aside for speaker in touched)
