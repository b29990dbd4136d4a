# SPDX-License-Identifier: MIT
"""Current position in the transcript: its segment, suggestion and sentence, and moving to the next one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wording import Text, msg
from workbench.interviews.coding_painter import Mark
from workbench.interviews.panes.right_pane import DOCUMENT, SEGMENT, SUGGESTION, RightPane
from workbench.interviews.reading.transcript import Transcript
from workbench.interviews.shown_text import answer_spans
from workbench.interviews.state import RoomState

if TYPE_CHECKING:
    from projects.store.actions import Changes


class Place(QObject):
    """Follows the caret and tells the right column."""

    changed = Signal()

    def __init__(self, state: RoomState) -> None:
        super().__init__(state)
        self._state = state
        self._transcript: Transcript
        self._right: RightPane
        self.segment: str | None = None
        self.suggestion: str | None = None
        self._expected: str | None = None
        self._go_on = False
        self._moving = False
        self._line = 1
        self._answers: Sequence[tuple[int, int]] = ()

    def bind(self, transcript: Transcript, right: RightPane) -> None:
        """Follow the caret of this transcript, tell this column."""
        self._transcript, self._right = transcript, right
        transcript.caret_moved.connect(self._caret_moved)
        transcript.mark_chosen.connect(self.choose)
        self._state.codebook_changed.connect(self._show_coding)
        self._state.listed.connect(self._show_coding)

    def has_segment(self) -> bool:
        """Whether a segment is chosen."""
        return self.segment is not None

    def has_suggestion(self) -> bool:
        """Whether a suggestion is chosen."""
        return self.suggestion is not None

    # Following

    def opened(self) -> None:
        """Another document: begin at its top."""
        loaded, ready = self._state.loaded, self._state.ready_text
        self._answers = ready.answers if ready else answer_spans(loaded) if loaded else ()
        self.segment = self.suggestion = None
        self._line = 1
        self._show_coding()

    def marked(self) -> None:
        """The marks changed: keep to what is still there, go on where a suggestion was decided."""
        marks = self._state.marks
        if marks.suggestion(self.suggestion) is None:
            self.suggestion = None
        if marks.segment(self.segment) is None:
            self.segment = None
        expected = marks.segment(self._expected)
        if expected is not None:
            self._expected = None
            if self._still_at(expected):
                self._take(expected)
        if self._go_on:
            self._go_on = False
            if self.next_suggestion():
                return
        self._show_coding()

    def _take(self, segment: Mark) -> None:
        self.segment = segment.id
        self._moving = True
        self._transcript.deselect()
        self._moving = False
        if self._right.page() != DOCUMENT:
            self._right.turn_to(SEGMENT)

    def _still_at(self, segment: Mark) -> bool:
        """Whether nobody went on to other words meanwhile; a segment that was resized stays at hand anyway."""
        caret = self._transcript.caret()
        start, end = self._transcript.selection() or (caret, caret)
        return self.segment == segment.id or segment.start <= start <= end <= segment.end

    def expect_segment(self, changes: Changes) -> None:
        """The segment just made is the one at hand once it is shown, unless the caret has gone elsewhere."""
        made = changes.result
        if isinstance(made, list) and made:
            self.expect(str(made[-1]))

    def expect(self, segment_id: str) -> None:
        """This segment is the one at hand once the marks are shown again."""
        self._expected = segment_id

    def go_on(self) -> None:
        """Once the marks are shown again, go to the next suggestion."""
        self._go_on = True

    def _caret_moved(self, position: int) -> None:
        if self._moving:
            return
        line = self._transcript.textCursor().blockNumber() + 1
        here = self._state.marks.at(position)
        selected = self._transcript.selection()
        if not self._transcript.textCursor().hasSelection():
            self._choose_marks(here)
        elif selected is not None and not self._touches(selected):
            self._choose_marks([])  # what the keys act on is what stands where the words are selected
        if line != self._line:
            self._line = line
            self.changed.emit()

    def _touches(self, selected: tuple[int, int]) -> bool:
        """Whether the coding at hand, or the suggestion, holds any of the selected words."""
        marks = self._state.marks
        held = [one for one in (marks.segment(self.segment), marks.suggestion(self.suggestion)) if one is not None]
        return any(one.start < selected[1] and selected[0] < one.end for one in held)

    def settle(self) -> None:
        """What the caret stands in is at hand, where no segment there is yet: changes may have come since it moved."""
        caret = self._transcript.caret()
        at_hand = self._state.marks.segment(self.segment)
        held = at_hand is not None and at_hand.start <= caret <= at_hand.end
        if not held and not self._transcript.textCursor().hasSelection():
            self._choose_marks(self._state.marks.at(caret))

    def _choose_marks(self, here: list[Mark]) -> None:
        coded = [mark for mark in here if not mark.suggested]
        proposed = [mark for mark in here if mark.suggested]
        segment = coded[0].id if coded else None
        suggestion = proposed[0].id if proposed else None
        if (segment, suggestion) == (self.segment, self.suggestion):
            return
        self.segment, self.suggestion = segment, suggestion
        if self._right.page() != DOCUMENT and here:
            self._right.turn_to(SUGGESTION if proposed and not coded else SEGMENT)
        self._show_coding()

    # Choosing

    def choose(self, mark: Mark) -> None:
        """Make a mark the one at hand, caret at its start."""
        self._moving = True
        self._transcript.go_to(mark.start, mark.end)
        self._moving = False
        if mark.suggested:
            self.suggestion = mark.id
            self.segment = None
        else:
            self.segment = mark.id
            self.suggestion = None
        self._line = self._transcript.textCursor().blockNumber() + 1
        self._right.turn_to(SUGGESTION if mark.suggested else SEGMENT)
        self._show_coding()

    def choose_segment(self, segment_id: str, position: int) -> None:
        """Go to a segment, or to its place where it is gone."""
        mark = self._state.marks.segment(segment_id)
        if mark is not None:
            self.choose(mark)
        else:
            self._transcript.go_to(position)

    def place(self) -> Text:
        """The paragraph of the caret by its own number, and when it was said where known."""
        block = self._transcript.textCursor().block()
        while not self._transcript.paragraph_of(block) and block.previous().isValid():  # an empty line has no number
            block = block.previous()
        turn, number = self._transcript.turn_of(block), self._transcript.paragraph_of(block)
        if turn is not None and turn.time:
            return msg("walkedcoding.place_time", n=number, time=turn.time)
        return msg("walkedcoding.place", n=number)

    def select_segment(self) -> None:
        """Select exactly the words of the segment at hand."""
        mark = self._state.marks.segment(self.segment)
        if mark is not None:
            self._transcript.select(mark.start, mark.end)

    # The next one

    def open_suggestions(self) -> list[Mark]:
        """The open suggestions of the document, in order."""
        return [mark for mark in self._state.marks.all if mark.suggested]

    def next_suggestion(self, *, from_start: bool = False) -> bool:
        """Go to the next open suggestion, around the end; false where there is none."""
        waiting = self.open_suggestions()
        if not waiting:
            return False
        at_hand = self._state.marks.suggestion(self.suggestion)
        here = (at_hand.start, at_hand.id) if at_hand else (self._transcript.caret(), "")
        following = [mark for mark in waiting if (mark.start, mark.id) > here]
        self.choose((following or waiting)[0] if not from_start else waiting[0])
        return True

    def selection_or_sentence(self) -> tuple[int, int] | None:
        """What is selected; else the sentence at the caret, which is then selected."""
        selected = self._transcript.selection()
        if selected is not None or self._state.loaded is None:
            return selected
        sentences = self._state.loaded.sentences
        place = bisect_right(sentences, (self._transcript.caret(), len(self._state.loaded.document.text))) - 1
        if place < 0:
            return None
        self._transcript.select(*sentences[place])
        return sentences[place]

    def next_uncoded(self) -> bool:
        """Select the next answer's sentence without a coding, around the end; false where there is none."""
        here = self._transcript.caret()
        following = [span for span in self._answers if span[0] >= here]
        before = self._answers[: len(self._answers) - len(following)]
        for span in [*following, *before]:
            if not any(held.is_coded(*span) for held in (self._state.marks, self._transcript.codes.mirrored)):
                self._transcript.select(*span)
                return True
        return False

    def _show_coding(self) -> None:
        marks = self._state.marks
        segment, suggestion = marks.segment(self.segment), marks.suggestion(self.suggestion)
        self._transcript.choose(
            suggestion if self._right.page() == SUGGESTION and suggestion else segment or suggestion
        )
        position = segment.start if segment else self._transcript.caret()
        others = [mark for mark in marks.at(position) if mark is not segment]
        self._right.segment.show_segment(self.segment, others)
        waiting = self.open_suggestions()
        place = waiting.index(suggestion) + 1 if suggestion else 0
        shown = self._state.suggestions.get(self.suggestion or "")
        self._right.suggestion.show_suggestion(shown, place, len(waiting))
        self.changed.emit()
