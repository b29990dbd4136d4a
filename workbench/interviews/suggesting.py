# SPDX-License-Identifier: MIT
"""Runs the codebook's keywords over the interviews in the background and keeps what they find. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wording import PartOf, Problem, msg
from workbench.interviews.state import RoomState
from workbench.jobs import Job

if TYPE_CHECKING:
    from projects.interviews.suggestions import FoundInDocument
    from projects.store.project import Project


def suggest(state: RoomState, document_ids: Sequence[str] | None = None) -> None:
    """Look for the keywords in all documents, or in some, with progress and Cancel."""
    session = state.session

    def read(project: Project) -> tuple[Any, ...]:
        from projects.interviews import queries
        from projects.interviews.suggestions import decided_by_document, project_rules

        documents = list(queries.load_documents(project, document_ids))
        return documents, project_rules(project), decided_by_document(project, document_ids)

    def work(progress: Job) -> list[FoundInDocument]:
        from coding.rules import is_parsed_rule
        from projects.assistance.parses import kept_parses, parse_missing
        from projects.interviews.remote import find_suggestions_apart
        from projects.worker import TextProcess

        documents, rules, decided = session.fetch(read)
        if not rules:
            raise Problem(msg("interviews.view.no_keywords"))
        with TextProcess() as text_process:
            parses: dict[tuple[str, str], bytes] = {}
            if any(is_parsed_rule(rule.keyword) for rule in rules):
                parse_missing(session.fetch, text_process, PartOf(progress, 0.0, 0.8), only=document_ids)
                parses = session.fetch(lambda project: kept_parses(project, document_ids))
            return find_suggestions_apart(text_process, documents, rules, decided, progress, parses)

    def store(results: list[FoundInDocument]) -> None:
        from projects.interviews.suggestions import store_suggestions

        session.do(store_suggestions(results))

    session.job(msg("interviews.view.suggest_job"), work, store, owner=state)
