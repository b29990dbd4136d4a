# SPDX-License-Identifier: MIT
"""The pictures of the Interviews room, taken in the sample study. It stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.interviews.right_pane import DOCUMENT
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.interviews.view import InterviewsWorkspace


def tour_of(room: InterviewsWorkspace) -> list[TourStep]:
    """Coded text, the picker, the segments of a code, the document."""

    def has_marks() -> bool:
        return bool(room.state.marks.all)

    def coded() -> None:
        coded_marks = [mark for mark in room.state.marks.all if not mark.suggested]
        if room.place.open_suggestions():
            room.place.next_suggestion(from_start=True)
        elif coded_marks:
            room.place.choose(coded_marks[len(coded_marks) // 3])

    def most_coded() -> None:
        lines = sorted(room.state.documents, key=lambda line: -(line.segments + line.suggestions))
        if lines:
            room.open_document(str(lines[0].id), coded)

    def segments() -> None:
        room.picker.leave()
        if room.state.counts:
            room.centre.show_code(max(room.state.counts, key=lambda code: room.state.counts[code]))

    def document() -> None:
        room.centre.show_transcript()
        room.right.turn_to(DOCUMENT)

    return [
        TourStep("interviews", most_coded, has_marks),
        TourStep("interviews_picker", room.pick_code, lambda: room.picker.isVisible()),
        TourStep("interviews_code", segments, lambda: bool(room.centre.retrieval.list.model().rowCount())),
        TourStep("interviews_document", document),
    ]
