# SPDX-License-Identifier: MIT
"""Looks for suggestions in the background, by the codebook's rules and by a person's codings; a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from coding.rules import is_parsed_rule
from projects.assistance.entity_table import tabled_entities
from projects.assistance.learned_suggestions import learn, lesson, store_learned
from projects.assistance.mark_tests import corrected_marks
from projects.assistance.parses import kept_parses, parse_missing, parsing_notes, unmarked_note
from projects.assistance.readable_interviews import readable
from projects.assistance.speaker_roles import speaker_contexts
from projects.assistance.suggestion_reasons import older_models
from projects.assistance.switches import sensitive_off, suggesting_rules, switches_of
from projects.interviews.coders import is_blind
from projects.interviews.reading_process import find_suggestions_apart
from projects.interviews.suggestions import decided_by_document, store_suggestions
from projects.people.effective_consent import refused
from projects.worker import TextProcess
from wording import Message, PartOf, Problem, Progress, Text, msg, render
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.assistance.learned_suggestions import Learned, Lesson
    from projects.interviews.suggestions import FoundInDocument
    from projects.store.project import Project
    from workbench.session import Session

_NAMED = 4  # codes that a sentence names
_Made = tuple["list[Message]", "list[FoundInDocument]", "Learned", "Lesson"]  # notes, finds, what was learned


def suggest(state: RoomState, session: Session, document_ids: Sequence[str] | None = None) -> None:
    """Look for what the rules meet in all documents, or in some, with progress and Cancel."""
    session = session

    def work(progress: Job) -> tuple[list[FoundInDocument], list[Message]]:
        with TextProcess() as text_process:
            found = _by_rules(state, session, text_process, document_ids, progress)
        silent = session.fetch(sensitive_off)
        if found is None:
            raise Problem(silent[0] if silent else msg("interviews.view.no_keywords"))
        out = session.fetch(refused)
        left_out = len(out if document_ids is None else out.intersection(document_ids))
        said = [msg("assist.left_out", n=left_out)] if left_out else []
        return found, [
            *silent,
            *said,
            *session.fetch(lambda project: unmarked_note(project, suggesting_rules(project), document_ids)),
        ]

    def store(made: tuple[list[FoundInDocument], list[Message]]) -> None:
        results, said = made
        session.do(store_suggestions(results), failed=partial(_nothing_new, session))
        _say(session, said)

    session.job(msg("interviews.view.suggest_job"), work, store, owner=state)


def suggest_where_able(state: RoomState, session: Session) -> None:
    """Look for what the rules meet, where there are rules that may suggest: nobody asked for it, nothing is said."""

    def able(project: Project) -> bool:
        return switches_of(project).on and not is_blind(project) and bool(suggesting_rules(project))

    session.ask(able, lambda yes: suggest(state, session) if yes else None, owner=state)


def suggest_from_codings(state: RoomState, session: Session) -> None:
    """Look by the rules, then by what was learned from the project's codings; say which codes cannot be learned yet."""
    session, first = session, state.document_id() or ""

    def work(progress: Job) -> _Made:
        with TextProcess() as text_process:
            found = _by_rules(state, session, text_process, None, PartOf(progress, 0.0, 0.3)) or []
            given, notes = session.fetch(lambda project: (lesson(project, project.user, first=first), _notes(project)))
            return notes, found, learn(text_process, given, PartOf(progress, 0.3, 1.0), fetch=session.fetch), given

    def store(made: _Made) -> None:
        notes, found, learned, given = made
        if found:
            session.do(store_suggestions(found), failed=partial(_nothing_new, session))
        if learned.wanted:
            session.do(store_learned(learned), failed=partial(_nothing_new, session))
        said = [*notes, *_not_yet(state, given)]
        if not found and not learned.results:
            said = [msg("interviews.nothing_found"), *said]
        _say(session, said)

    session.job(msg("assist.learn_job"), work, store, owner=state)


def _say(session: Session, said: Sequence[Message]) -> None:
    if said:
        session.notice.emit(said[0] if len(said) == 1 else msg("assist.sentences", sentences=_joined(said)))


def _nothing_new(session: Session, problem: Problem) -> None:
    """Nothing new was found: no error, and said as what else was done."""
    if problem.message.key == "interviews.nothing_found":
        session.notice.emit(problem.message)
    else:
        session.report_problem(problem.message, None)


def _by_rules(
    state: RoomState,
    session: Session,
    text_process: TextProcess,
    document_ids: Sequence[str] | None,
    progress: Progress,
) -> list[FoundInDocument] | None:
    """What the rules that may suggest now find; None where there are none."""
    session = session

    def read(project: Project) -> tuple[Any, ...]:
        rules = suggesting_rules(project)
        documents, decided = readable(project, document_ids), decided_by_document(project, document_ids)
        marks, entities = corrected_marks(project), tabled_entities(project)
        return documents, rules, decided, speaker_contexts(project), marks, entities

    documents, rules, decided, who, marks, entities = session.fetch(read)
    if not rules:
        return None
    if any(is_parsed_rule(rule.keyword) for rule in rules):
        parse_missing(session.fetch, text_process, PartOf(progress, 0.0, 0.8), only=document_ids)
    parses: dict[tuple[str, str], bytes] = session.fetch(lambda project: kept_parses(project, document_ids))
    return find_suggestions_apart(text_process, documents, rules, decided, progress, parses, who, marks, entities)


def _notes(project: Project) -> list[Message]:
    """What rules on grammar do not read as they should, and that an older model proposed, where there are any."""
    rules = suggesting_rules(project)
    on_parse = any(is_parsed_rule(rule.keyword) for rule in rules)
    parsing = parsing_notes(readable(project)) if on_parse else []
    return [*older_models(project), *parsing, *unmarked_note(project, rules)]


def _not_yet(state: RoomState, given: Lesson) -> list[Message]:
    """Which codes cannot be learned yet, and how many sensitive ones wait for their switch."""
    language, said = language_of(), []
    missing = [
        f"{render(state.codebook[code].name, language)} ({need.segments})"
        for code, need in given.missing.items()
        if code in state.codebook and need.segments
    ]
    if missing:
        named = ", ".join(missing[:_NAMED]) + ("…" if len(missing) > _NAMED else "")
        said.append(msg("assist.not_yet", n=len(missing), codes=named))
    if given.refused:
        said.append(msg("assist.refused", n=given.refused))
    if given.withheld:
        said.append(msg("assist.sensitive_wait", n=len(given.withheld)))
    return said


def _joined(said: Sequence[Text]) -> str:
    return " ".join(render(one, language_of()) for one in said)
