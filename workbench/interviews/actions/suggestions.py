# SPDX-License-Identifier: MIT
"""Actions on suggestions: made, gone through, accepted, rejected, in the text and on the review page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from projects.assistance.queries import place_of_segment
from projects.assistance.review import WaitingSuggestion
from workbench.interviews.coding_position import Place
from workbench.interviews.panes.centre_pane import CentrePane
from workbench.interviews.panes.right_pane import RightPane
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.background_suggestions import suggest, suggest_from_codings

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.interviews.coding.coding_actions import CodingActions
    from workbench.interviews.text_coding import TextCoding
    from workbench.session import Session

Ask = Callable[[Callable[[str], object]], object]
Open = Callable[[str, Callable[[], object]], object]


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


class Reviewing(QObject):
    """Connects the review page with transcript, right column and picker."""

    def __init__(self, state: RoomState, session: Session, place: Place, ask_code: Ask, open_document: Open) -> None:
        super().__init__(state)
        self._state, self._session, self._place = state, session, place
        self._ask_code, self._open_document = ask_code, open_document
        self._centre: CentrePane
        self._right: RightPane

    def bind(self, centre: CentrePane, right: RightPane) -> None:
        """Follow the page, once the columns are made."""
        self._centre = centre
        centre.review.row_chosen.connect(self._chosen)
        self._right = right
        centre.review.row_reshaped.connect(lambda row: right.suggestion.show_stretch(_span(row)))
        centre.review.other_requested.connect(self._accept_other_code)
        centre.review.find_requested.connect(self.learn)
        centre.review.left.connect(self._go_to_row)
        right.suggestion.reasons.segment_requested.connect(self._open_segment)
        right.suggestion.rules_requested.connect(centre.show_rules)
        centre.review.rules_requested.connect(centre.show_rules)

    def show(self) -> None:
        """All suggestions that wait."""
        self._centre.show_review()

    def in_front(self) -> bool:
        """Whether the page is seen: then its row is what one accepts and rejects."""
        return hasattr(self, "_centre") and self._centre.currentWidget() is self._centre.review

    def accept(self) -> None:
        """Accept the row in front."""
        self._centre.review.accept_row()

    def reject(self) -> None:
        """Reject it."""
        self._centre.review.reject_row()

    def accept_other(self) -> None:
        """Accept it under another code."""
        self._centre.review.ask_other()

    def accept_under(self, code_id: str) -> None:
        """Accept the row in front under this code."""
        row = self._centre.review.list.current()
        if row is not None:
            self._centre.review.accept_other(row, code_id)

    def learn(self) -> None:
        """Suggest by rules and by the codings there are."""
        suggest_from_codings(self._state, self._session)

    def _chosen(self, row: WaitingSuggestion) -> None:
        """The right column says why, the transcript stands at the place."""

        def there() -> None:
            mark = self._state.marks.suggestion(row.id)
            if mark is not None and self._centre.currentWidget() is self._centre.review:
                self._place.choose(mark)
                self._right.suggestion.show_stretch(_span(row))
                self._centre.review.list.setFocus()

        self._state.open(row.suggestion.document, there)

    def _go_to_row(self) -> None:
        """The text begins where one was: while another page lay over it, its lines were not laid out."""
        mark = self._state.marks.suggestion(self._place.suggestion)
        if mark is not None:
            self._place.choose(mark)

    def _accept_other_code(self, row: WaitingSuggestion) -> None:
        self._ask_code(partial(self._centre.review.accept_other, row))

    def _open_segment(self, segment_id: str) -> None:
        """Show a similar segment where it stands."""

        def read(project: Project) -> tuple[str, int] | None:
            return place_of_segment(project, segment_id)

        def go(place: tuple[str, int] | None) -> None:
            if place is not None:
                self._open_document(place[0], partial(there, place[1]))

        def there(position: int) -> None:
            self._place.choose_segment(segment_id, position)
            self._centre.take_focus()

        self._session.ask(read, go, owner=self)


def _span(row: WaitingSuggestion) -> tuple[int, int]:
    return row.suggestion.start, row.suggestion.end
