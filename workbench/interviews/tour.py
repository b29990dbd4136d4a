# SPDX-License-Identifier: MIT
"""The pictures of the Interviews room, taken in the sample study."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from coding.spacy_pipelines import pipeline_name
from projects.interviews.queries import DocumentLine
from wording import DEFAULT_LANGUAGE, msg, render
from workbench.interviews.panes.right_pane import DOCUMENT
from workbench.jobs import Job
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.interviews.actions import InterviewsActions
    from workbench.interviews.coding.code_picker import CodePicker
    from workbench.interviews.state import RoomState
    from workbench.session import Session


def tour_of(state: RoomState, session: Session, actions: InterviewsActions, picker: CodePicker) -> list[TourStep]:
    """Coded text, a suggestion, the picker, a code and its rules, review, entities, a document, a case."""

    def open_document(weight: Callable[[DocumentLine], int], then: Callable[[], object]) -> None:
        if state.documents:
            actions.navigation.open_document(str(max(state.documents, key=weight).id), then)

    def coded() -> None:
        marks = [mark for mark in state.marks.all if not mark.suggested]
        if marks:
            actions.place.choose(marks[len(marks) // 3])

    def most_coded() -> None:
        open_document(lambda line: line.segments, coded)

    def suggested() -> None:
        open_document(lambda line: line.suggestions, lambda: actions.place.next_suggestion(from_start=True))

    def segments() -> None:
        picker.leave()
        if state.counts:
            actions.navigation.centre.show_code(max(state.counts, key=lambda code: state.counts[code]))

    def document() -> None:
        actions.navigation.centre.show_transcript()
        actions.navigation.right.turn_to(DOCUMENT)

    centre, pages = actions.navigation.centre, actions.findings
    entities = centre.entities.model
    return [
        TourStep("interviews", most_coded, actions.place.has_segment),
        TourStep("interviews_suggestion", suggested, lambda: actions.place.has_suggestion() or not state.has_waiting()),
        TourStep("interviews_picker", actions.coding.pick_code, lambda: picker.isVisible()),
        TourStep("interviews_code", segments, lambda: bool(centre.retrieval.list.model().rowCount())),
        *_rules(state, session, actions),
        TourStep("interviews_review", centre.show_review),
        TourStep(
            "interviews_entities",
            centre.show_entities,
            lambda: bool(entities.rows) or not pipeline_name(DEFAULT_LANGUAGE),
        ),
        TourStep("interviews_matrix", pages.show_matrix, lambda: pages.matrix.table.sheet.table is not None),
        TourStep("interviews_segments", pages.show_list, lambda: bool(pages.list.list.lines())),
        TourStep("interviews_agreement", pages.show_agreement),
        TourStep("interviews_document", document),
        *_case(actions),
    ]


def _rules(state: RoomState, session: Session, actions: InterviewsActions) -> list[TourStep]:
    """Rules of the code that has limits and marks, or else of the most used one; its tester with a sentence."""
    pane = actions.navigation.centre.rules

    def rules() -> None:
        limited = state.codebook.with_key("MEA.MOV")
        if state.counts:
            most = max(state.counts, key=lambda code: state.counts[code])
            actions.navigation.centre.show_rules(limited.id if limited is not None else most)

    parsing = _Parsing(session)

    def tester() -> None:
        parsing.end()
        rules()
        pane.tester.sentence.setText(render(msg("sample.tried"), pane.language()))

    def tried() -> bool:
        shown = bool(pane.tester.results.lines.rows)
        return shown or not pane.tester.has_rules() or not pipeline_name(DEFAULT_LANGUAGE)

    def sentence_tried() -> bool:
        return tried() and (pane.tester.of_sentence or not pipeline_name(pane.language()))

    return [
        TourStep("interviews_rules", rules, tried),
        TourStep("interviews_parsing", parsing.begin, parsing.is_shown),
        TourStep("interviews_tester", tester, sentence_tried),
    ]


class _Parsing:
    """The progress of the parsing of many interviews, held still for its picture: those of the sample are parsed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._job: Job | None = None

    def begin(self) -> None:
        """Show it, once."""

        def work(progress: Job) -> None:
            while True:
                progress.report(0.43)
                progress.check()
                time.sleep(0.05)

        if self._job is None and self._session.is_open:
            self._job = self._session.job(msg("assist.parse_job"), work)

    def is_shown(self) -> bool:
        """Whether it says how far it is."""
        return self._job is None or self._job.fraction is not None

    def end(self) -> None:
        """Let it go."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()


def _case(actions: InterviewsActions) -> list[TourStep]:
    """The page of a case, and its timeline and journey."""

    pane = actions.cases.cases.pane
    view = pane.timeline

    def at_timeline() -> bool:
        """Scrolled to it, once its events are read: before, it is as low as its headings."""
        pane.whole.verticalScrollBar().setValue(view.y())
        return bool(view.events) or not pipeline_name(DEFAULT_LANGUAGE)

    return [
        TourStep("interviews_case", actions.cases.show, lambda: actions.cases.cases.taken),
        TourStep("interviews_timeline", actions.cases.show, at_timeline),
    ]
