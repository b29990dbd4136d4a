# SPDX-License-Identifier: MIT
"""The pictures of the Interviews room, taken in the sample study. It stores nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from projects.interviews.queries import DocumentLine
from workbench.interviews.right_pane import DOCUMENT
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.interviews.room import InterviewsRoom


def tour_of(room: InterviewsRoom) -> list[TourStep]:
    """Coded text, a suggestion, the picker, the segments of a code, its rules, the review, the document."""

    def open_document(weight: Callable[[DocumentLine], int], then: Callable[[], object]) -> None:
        if room.state.documents:
            room.open_document(str(max(room.state.documents, key=weight).id), then)

    def coded() -> None:
        marks = [mark for mark in room.state.marks.all if not mark.suggested]
        if marks:
            room.place.choose(marks[len(marks) // 3])

    def most_coded() -> None:
        open_document(lambda line: line.segments, coded)

    def suggested() -> None:
        open_document(lambda line: line.suggestions, lambda: room.place.next_suggestion(from_start=True))

    def segments() -> None:
        room.picker.leave()
        if room.state.counts:
            room.centre.show_code(max(room.state.counts, key=lambda code: room.state.counts[code]))

    def rules() -> None:
        if room.state.counts:
            room.centre.show_rules(max(room.state.counts, key=lambda code: room.state.counts[code]))

    def document() -> None:
        room.centre.show_transcript()
        room.right.turn_to(DOCUMENT)

    return [
        TourStep("interviews", most_coded, room.has_segment),
        TourStep("interviews_suggestion", suggested, lambda: room.has_suggestion() or not room.has_waiting()),
        TourStep("interviews_picker", room.pick_code, lambda: room.picker.isVisible()),
        TourStep("interviews_code", segments, lambda: bool(room.centre.retrieval.list.model().rowCount())),
        TourStep("interviews_rules", rules, lambda: bool(room.centre.rules.rows)),
        TourStep("interviews_review", room.centre.show_review),
        TourStep("interviews_document", document),
        TourStep("interviews_case", room.cases.show, lambda: room.cases.cases.taken),
    ]
