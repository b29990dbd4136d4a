# SPDX-License-Identifier: MIT
"""Runs the codebook's keywords over the interviews in the background and keeps what they find. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wording import Problem, msg
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
        from projects.interviews.remote import find_suggestions_apart
        from projects.worker import TextProcess

        documents, rules, decided = session.fetch(read)
        if not rules:
            raise Problem(msg("interviews.view.no_keywords"))
        text_process = TextProcess()
        try:
            return find_suggestions_apart(text_process, documents, rules, decided, progress)
        finally:
            text_process.close()

    def store(results: list[FoundInDocument]) -> None:
        from projects.interviews.suggestions import store_suggestions

        session.do(store_suggestions(results))

    session.job(msg("interviews.view.suggest_job"), work, store, owner=state)
