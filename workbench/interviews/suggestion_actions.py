# SPDX-License-Identifier: MIT
"""Actions on suggestions: made for all interviews or the open one, gone through, accepted, rejected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.interviews.assistance.background_suggestions import suggest

if TYPE_CHECKING:
    from workbench.interviews.coding_actions import CodingActions
    from workbench.interviews.coding_position import Place
    from workbench.interviews.state import RoomState
    from workbench.interviews.text_coding import TextCoding
    from workbench.session import Session


class SuggestionActions:
    """`open_document` leads to a document and then calls back."""

    def __init__(
        self, state: RoomState, session: Session, coding_actions: CodingActions, place: Place, coding: TextCoding,
        open_document: Callable[[str, Callable[[], object]], object],
    ) -> None:  # fmt: skip
        self._state, self._session, self._coding_actions, self._place, self._coding = (
            state,
            session,
            coding_actions,
            place,
            coding,
        )
        self._open_document = open_document

    def suggest_all(self) -> None:
        """Run the codebook's keywords over all documents."""
        suggest(self._state, self._session)

    def suggest_here(self) -> None:
        """Run them over the open document."""
        opened = self._state.document_id()
        if opened is not None:
            suggest(self._state, self._session, [opened])

    def next_suggestion(self) -> None:
        """Go to the next open suggestion, in the next document when this one has no more."""
        if not self._place.next_suggestion():
            self.next_document()

    def next_document(self) -> None:
        """Open the next document with open suggestions."""
        lines = self._state.documents
        ids = [str(line.id) for line in lines]
        start = ids.index(self._state.document_id() or ids[0]) if ids else 0
        for line in [*lines[start + 1 :], *lines[: start + 1]]:
            if line.suggestions:
                self._open_document(str(line.id), lambda: self._place.next_suggestion(from_start=True))
                return

    def accept(self, code_id: str | None = None) -> None:
        """Accept the suggestion at hand and go on to the next."""
        suggestion = self._place.suggestion
        if suggestion is not None:
            self._coding_actions.accept(suggestion, code_id, lambda _changes: self._place.go_on())

    def accept_other(self) -> None:
        """Accept it under another code."""
        self._coding.ask_code(self.accept)

    def reject(self) -> None:
        """Reject the suggestion at hand and go on to the next."""
        suggestion = self._place.suggestion
        if suggestion is not None:
            self._coding_actions.reject(suggestion, lambda _changes: self._place.go_on())
