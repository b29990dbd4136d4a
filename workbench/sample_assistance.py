# SPDX-License-Identifier: MIT
"""Assistance in the sample study: parses, suggestions by rules and codings, entities, timelines."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from wording import PartOf, Problem, Progress, msg, render

if TYPE_CHECKING:
    from projects.store import Project
    from projects.worker import TextProcess


def assist(project: Project, coder: str, progress: Progress) -> None:
    """Parse the interviews and propose; without pipelines there is nothing to propose."""
    from coding.spacy_pipelines import pipeline_name  # more of the program: not at start
    from projects.worker import TextProcess  # more of the program: not at start

    if not (pipeline_name("en") and pipeline_name("fr")):
        return
    with TextProcess() as text_process:
        for done, step in enumerate((_suggest, _learn, _keep_entities, _propose_events)):
            step(project, text_process, coder, PartOf(progress, done / 4, (done + 1) / 4))


def _suggest(project: Project, text_process: TextProcess, _coder: str, progress: Progress) -> None:
    """By the rules on grammar; the sensitive codes that have such rules are switched on."""
    from coding.rules import is_parsed_rule  # more of the program: not at start
    from projects.assistance.parses import in_place, kept_parses, parse_missing  # more of the program: not at start
    from projects.assistance.speaker_roles import speaker_contexts  # more of the program: not at start
    from projects.assistance.switches import Switches, set_switches, suggesting_rules  # more of the program
    from projects.interviews.queries import load_documents  # more of the program: not at start
    from projects.interviews.reading_process import find_suggestions_apart  # more of the program: not at start
    from projects.interviews.suggestions import (  # more of the program: not at start
        decided_by_document,
        project_rules,
        store_suggestions,
    )

    on_parse = {rule.code for rule in project_rules(project) if is_parsed_rule(rule.keyword)}
    project.do(set_switches(Switches(sensitive=frozenset(on_parse))))
    parse_missing(in_place(project), text_process, progress)
    documents, rules = list(load_documents(project)), suggesting_rules(project, on_parse)
    found = find_suggestions_apart(
        text_process,
        documents,
        rules,
        decided_by_document(project),
        None,
        kept_parses(project),
        speaker_contexts(project),
    )
    with contextlib.suppress(Problem):  # all that they meet was coded already
        project.do(store_suggestions(found))


def _learn(project: Project, text_process: TextProcess, coder: str, progress: Progress) -> None:
    from projects.assistance.learned_suggestions import (  # more of the program: not at start
        learn,
        lesson,
        store_learned,
    )
    from projects.assistance.parses import in_place  # more of the program: not at start

    learned = learn(text_process, lesson(project, coder), progress, 0, in_place(project))  # 0: vectors take a minute
    if learned.results:
        project.do(store_learned(learned))


def _keep_entities(project: Project, text_process: TextProcess, _coder: str, progress: Progress) -> None:
    from projects.assistance.entities import find_mentions  # more of the program: not at start
    from projects.assistance.entity_table import find_and_keep, switch_on  # more of the program: not at start
    from projects.assistance.parses import in_place  # more of the program: not at start

    project.do(switch_on(render(msg("sample.entities_purpose"), str(project.setting("language", "en")))))
    find_and_keep(project, find_mentions(in_place(project), text_process, progress))


def _propose_events(project: Project, text_process: TextProcess, coder: str, progress: Progress) -> None:
    """Of each case the first event and the first leg are accepted; the rest is left to decide."""
    from projects.assistance.parses import in_place  # more of the program: not at start
    from projects.assistance.timeline import (  # more of the program: not at start
        case_events,
        decide_events,
        find_case_events,
        keep_events,
    )
    from projects.interviews.cases import cases  # more of the program: not at start

    for case in cases(project):
        found = find_case_events(in_place(project), text_process, case.id, progress)
        if found:
            project.do(keep_events(case.id, found))
            events = case_events(project, case.id)
            first = {one.event.is_leg: one.id for one in reversed(events)}
            project.do(decide_events(list(first.values()), "accepted", coder=coder))
