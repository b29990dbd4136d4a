# SPDX-License-Identifier: MIT
"""Decisions on many suggestions at once: accepted with the stretch and code chosen, rejected; each one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from projects.assistance.review import WaitingSuggestion
from projects.interviews.queries import load_documents
from projects.interviews.suggestions import accept_suggestions
from workbench.interviews.state import RoomState

if TYPE_CHECKING:
    from projects.store.actions import Action
    from projects.store.project import Project
    from workbench.session import Session


class Decisions:
    """Hands decisions to the session."""

    def __init__(self, state: RoomState, session: Session) -> None:
        self._state, self._session = state, session

    def accept(
        self, rows: Sequence[WaitingSuggestion], code_id: str | None = None, done: Callable[[], object] | None = None
    ) -> None:
        """Turn the suggestions into segments, each on the stretch shown."""
        if not rows:
            return
        spans: Mapping[str, tuple[int, int]] = {row.id: (row.suggestion.start, row.suggestion.end) for row in rows}
        coder = self._state.user

        def action(project: Project) -> Action:
            documents = [
                loaded.document for loaded in load_documents(project, sorted({row.suggestion.document for row in rows}))
            ]
            return accept_suggestions(list(spans), documents, coder=coder, code_id=code_id, spans=spans)

        self._session.do(action, lambda _changes: done() if done is not None else None)

    def reject(self, rows: Sequence[WaitingSuggestion]) -> None:
        """Turn them down."""
        if rows:
            from projects.interviews.suggestions import reject_suggestions  # with the coding libraries, when used

            self._session.do(reject_suggestions([row.id for row in rows], coder=self._state.user))
