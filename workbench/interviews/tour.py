# SPDX-License-Identifier: MIT
"""The pictures of the Interviews room, taken in the sample study. It stores nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coding.spacy_pipelines import pipeline_name
from projects.interviews.queries import DocumentLine
from workbench.interviews.right_pane import DOCUMENT
from workbench.workspace import TourStep

_TRIED = {"en": "If I go out, he will lock the door.", "fr": "Si je sors, il va fermer la porte."}

if TYPE_CHECKING:
    from workbench.interviews.room_state import InterviewsRoom


def tour_of(room: InterviewsRoom) -> list[TourStep]:
    """Coded text, a suggestion, the picker, a code and its rules, review, entities, a document, a case."""

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

    def document() -> None:
        room.centre.show_transcript()
        room.right.turn_to(DOCUMENT)

    entities, pages = room.centre.entities.model, room.findings
    return [
        TourStep("interviews", most_coded, room.has_segment),
        TourStep("interviews_suggestion", suggested, lambda: room.has_suggestion() or not room.has_waiting()),
        TourStep("interviews_picker", room.pick_code, lambda: room.picker.isVisible()),
        TourStep("interviews_code", segments, lambda: bool(room.centre.retrieval.list.model().rowCount())),
        *_rules(room),
        TourStep("interviews_review", room.centre.show_review),
        TourStep("interviews_entities", room.show_entities, lambda: bool(entities.rows) or not pipeline_name("en")),
        TourStep("interviews_matrix", room.findings.show_matrix, lambda: pages.matrix.table.sheet.table is not None),
        TourStep("interviews_segments", room.findings.show_list, lambda: bool(pages.list.list.lines())),
        TourStep("interviews_agreement", room.findings.show_agreement),
        TourStep("interviews_document", document),
        *_case(room),
    ]


def _rules(room: InterviewsRoom) -> list[TourStep]:
    """Rules of the code that has limits and marks, or else of the most used one; its tester with a sentence."""
    pane = room.centre.rules

    def rules() -> None:
        limited = room.state.codebook.with_key("MEA.MOV")
        if room.state.counts:
            most = max(room.state.counts, key=lambda code: room.state.counts[code])
            room.centre.show_rules(limited.id if limited is not None else most)

    def tester() -> None:
        rules()
        pane.tester.sentence.setText(_TRIED[pane.language()])

    def tried() -> bool:
        shown = pane.tester.results.count() > 0
        return shown or not pane.tester.has_rules() or not pipeline_name("en")

    return [
        TourStep("interviews_rules", rules, lambda: bool(pane.rows)),
        TourStep("interviews_tester", tester, tried),
    ]


def _case(room: InterviewsRoom) -> list[TourStep]:
    """The page of a case, and its timeline and journey."""

    def timeline() -> None:
        room.cases.show()
        pane = room.cases.cases.pane
        pane.whole.ensureWidgetVisible(pane.timeline)

    view = room.cases.cases.pane.timeline
    return [
        TourStep("interviews_case", room.cases.show, lambda: room.cases.cases.taken),
        TourStep("interviews_timeline", timeline, lambda: bool(view.events) or not pipeline_name("en")),
    ]
