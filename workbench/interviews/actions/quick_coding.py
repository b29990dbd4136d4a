# SPDX-License-Identifier: MIT
"""Coding by single keys: extend, repeat, in vivo, a whole turn, split, join, next coded, bookmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding.in_vivo_names import name_in_vivo
from coding.selection_extension import extended, stepped, words_around
from projects.interviews.coders import is_blind, set_blind
from projects.interviews.notes import add_bookmark
from projects.interviews.segments import join_segments, split_segment
from wording import msg
from workbench.interviews.coding.auto_code_page import AutoCodePage

if TYPE_CHECKING:
    from workbench.interviews.coding.coding_actions import CodingActions
    from workbench.interviews.coding_position import Place
    from workbench.interviews.panes.centre_pane import CentrePane
    from workbench.interviews.reading.transcript import Transcript
    from workbench.interviews.state import RoomState
    from workbench.interviews.text_coding import TextCoding
    from workbench.session import Session

_LONGEST_SOUGHT = 80  # characters of the selection that auto-coding looks for


class QuickCoding:
    """What the single keys of the transcript do."""

    def __init__(
        self, state: RoomState, session: Session, coding_actions: CodingActions, place: Place, coding: TextCoding
    ) -> None:
        self._state, self._session, self._coding_actions, self._place, self._coding = (
            state,
            session,
            coding_actions,
            place,
            coding,
        )
        self._centre: CentrePane
        self._transcript: Transcript
        self._smaller: list[tuple[int, int]] = []
        self._resized: tuple[str, tuple[int, int]] = "", (0, 0)
        self._document: str | None = None
        self._page: AutoCodePage | None = None

    def bind(self, centre: CentrePane) -> None:
        """Code in the transcript of this column."""
        self._centre, self._transcript = centre, centre.transcript

    def auto_code(self, looked_for: str = "") -> None:
        """Show the page of auto-coding, with what was looked for, else with what is selected."""
        centre = self._centre
        if self._page is None:
            self._page = AutoCodePage(self._state, self._session, self._coding.ask_code, centre.show_transcript)
            centre.addWidget(self._page)
            centre.staying.add(self._page)
        span, loaded = self._transcript.selection(), self._state.loaded
        words = looked_for or (" ".join(loaded.document.text[slice(*span)].split()) if span and loaded else "")
        centre.setCurrentWidget(self._page)
        self._page.summon(words[:_LONGEST_SOUGHT])

    def extend(self) -> None:
        """Select more: word, sentence, turn, paragraph, document."""
        loaded = self._state.loaded
        if loaded is None:
            return
        caret = self._transcript.caret()
        now = self._transcript.selection() or (caret, caret)
        document = loaded.document
        larger = extended(document.text, document.turns, loaded.sentences, *now)
        if self._document != document.id:
            self._document, self._smaller = document.id, []
        if larger != now:
            self._smaller.append(now)
            self._transcript.select(*larger)

    def shrink(self) -> None:
        """Back to what was selected before it was extended."""
        if self._smaller and self._document == self._state.document_id():
            before = self._smaller.pop()
            if before[0] == before[1]:
                self._transcript.go_to(before[0])
            else:
                self._transcript.select(*before)

    def repeat(self) -> None:
        """Code with the code applied last."""
        recent = self._state.recent
        if recent and recent[0] in self._state.codebook:
            self._coding.apply_code(recent[0])
        else:
            self._session.notice.emit(msg("interviews.quick.nothing_to_repeat"))

    def in_vivo(self) -> None:
        """A new code named by the selected words, at the top of the codebook, which codes them."""
        span = self._place.selection_or_sentence()
        loaded = self._state.loaded
        if span is None or loaded is None:
            return
        name = name_in_vivo(loaded.document.text[slice(*span)])
        if not any(letter.isalnum() for letter in name):
            self._session.notice.emit(msg("interviews.quick.no_words"))
            return
        known = self._state.all_named(name)
        if len(known) > 1:
            self._coding.pick_code()  # which of them is for a person to say
        elif known:
            self._coding.apply_code(known[0].id, span)
        else:
            self._coding.apply_new(name, None, span)

    def code_turn(self) -> None:
        """Select the turn at the caret and ask for a code."""
        loaded = self._state.loaded
        if loaded is None:
            return
        caret = self._transcript.caret()
        turn = next((one for one in loaded.document.turns if one.start <= caret <= one.end), None)
        if turn is not None:
            self._transcript.select(turn.start, turn.end)
            self._coding.pick_code()

    def code_document(self) -> None:
        """Select the whole document and ask for a code."""
        loaded = self._state.loaded
        if loaded is not None and loaded.document.text.strip():
            text = loaded.document.text
            start = len(text) - len(text.lstrip())
            self._transcript.select(start, len(text.rstrip()))
            self._coding.pick_code()

    def next_coded(self) -> None:
        """Go to the next coding."""
        self._step(1)

    def previous_coded(self) -> None:
        """Go to the coding before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        coded = [mark for mark in self._state.marks.all if not mark.suggested]
        if not coded:
            self._session.notice.emit(msg("interviews.quick.no_coding"))
            return
        at_hand = self._state.marks.segment(self._place.segment)
        caret = self._transcript.caret()
        if at_hand is not None:
            wanted = (coded.index(at_hand) + step) % len(coded)
        elif step > 0:
            wanted = next((place for place, mark in enumerate(coded) if mark.start >= caret), 0)
        else:
            before = [place for place, mark in enumerate(coded) if mark.start < caret]
            wanted = before[-1] if before else len(coded) - 1
        self._place.choose(coded[wanted])

    def resize(self, segment_id: str, at_end: bool, forwards: bool) -> None:
        """Move one end of a segment by a word."""
        mark, loaded = self._state.marks.segment(segment_id), self._state.loaded
        if mark is None or loaded is None:
            return
        now = mark.start, mark.end
        if self._session.waiting and self._resized[0] == segment_id:
            now = self._resized[1]  # a key pressed again goes on from what is not shown yet
        span = stepped(loaded.document.text, loaded.document.turns, *now, at_end, forwards)
        if span is not None:
            self._resized = segment_id, span
            self._place.expect(segment_id)
            self._coding_actions.resize(segment_id, span)

    def next_uncoded(self) -> None:
        """Select the next sentence of an answer that has no code."""
        if not self._place.next_uncoded():
            self._session.notice.emit(msg("interviews.view.no_uncoded"))

    def split(self) -> None:
        """Cut the chosen segment at the caret, or beside the word that holds it: at its nearer end within."""
        chosen, loaded = self._state.marks.segment(self._place.segment), self._state.loaded
        if chosen is not None and loaded is not None:
            caret = self._transcript.caret()
            word = words_around(loaded.document.text, caret, caret) or (caret, caret)
            within = [end for end in word if chosen.start < end < chosen.end]  # beside its first word there is one
            nearer = min(within or word, key=lambda end: abs(end - caret))
            self._session.do(split_segment(chosen.id, loaded.document, nearer), None)

    def join(self) -> None:
        """Join the chosen segment with the next one of the same code and coder."""
        loaded, chosen = self._state.loaded, self._state.marks.segment(self._place.segment)
        if loaded is None or chosen is None:
            return
        following = [
            mark
            for mark in self._state.marks.all
            if not mark.suggested and mark.code == chosen.code and (mark.start, mark.id) > (chosen.start, chosen.id)
        ]
        if not following:
            self._session.notice.emit(msg("interviews.quick.nothing_to_join"))
            return
        self._place.expect(chosen.id)
        self._session.do(join_segments([chosen.id, following[0].id], loaded.document), None)

    def turn_blind(self) -> None:
        """Code blind, or release: everybody sees only their own codings, and no suggestion."""
        session = self._session
        session.ask(is_blind, lambda now: session.do(set_blind(not now), None), owner=self._state)

    def bookmark(self) -> None:
        """Set a bookmark at the caret, or take it away."""
        loaded = self._state.loaded
        if loaded is not None:
            caret, user = self._transcript.caret(), self._state.user
            self._session.do(add_bookmark(loaded.document, caret, coder=user), None)
