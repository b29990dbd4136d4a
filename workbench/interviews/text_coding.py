# SPDX-License-Identifier: MIT
"""Coding of the open text: pick a code for the selection, drop one on it, change or remove it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding.records import Code
    from workbench.interviews.coding.code_picker import CodePicker
    from workbench.interviews.coding.coding_actions import CodingActions
    from workbench.interviews.coding_position import Place
    from workbench.interviews.reading.transcript import Transcript
    from workbench.interviews.state import RoomState


class TextCoding:
    """Bound to the transcript and the picker once they are made."""

    def __init__(self, state: RoomState, coding_actions: CodingActions, place: Place) -> None:
        self._state, self._coding_actions, self._place = state, coding_actions, place
        self._transcript: Transcript
        self._picker: CodePicker
        self._current: Callable[[], Code | None]

    def bind(self, transcript: Transcript, picker: CodePicker, current: Callable[[], Code | None]) -> None:
        """Code in this transcript; ask for codes with this picker; `current` tells the code chosen in the codebook."""
        self._transcript, self._picker, self._current = transcript, picker, current
        transcript.code_dropped.connect(self.drop_code)

    def pick_code(self) -> None:
        """Code what is selected, or the sentence at the caret."""
        span = self._place.selection_or_sentence()
        if span is not None:
            self.ask_code(
                lambda code: self.apply_code(code, span), lambda name, below: self.apply_new(name, below, span)
            )

    def ask_code(
        self, take: Callable[[str], object], create: Callable[[str, str | None], object] | None = None
    ) -> None:
        """Let a code be chosen at the caret; `create` gets a new name and the id of the code it is to stand below."""
        area = self._transcript.selection_area()
        place = self._transcript.viewport().mapToGlobal(area.bottomLeft())
        (start := self._transcript.textCursor()).setPosition(self._transcript.textCursor().selectionStart())
        words = area.bottom() - self._transcript.cursorRect(start).top() + 6
        below, without = self._current(), self._state.unapplied()
        self._picker.ask(place, take, create=create, below=below, without=without, clear=words)

    def apply_code(self, code_id: str, span: tuple[int, int] | None = None) -> None:
        """Code a stretch, by default what is selected."""
        wanted = span or self._place.selection_or_sentence()
        if wanted is not None:
            self._coding_actions.apply(code_id, wanted, self._place.expect_segment)

    def recent_codes(self, most: int) -> list[Code]:
        """The codes used last that can code, the latest first."""
        state = self._state
        return [state.codebook[one] for one in state.recent if one in state.codebook and one not in state.unapplied()][
            :most
        ]

    def drop_code(self, code_id: str, position: int) -> None:
        """Code what is selected where a code was dropped on it, else the sentence there."""
        selected = self._transcript.selection()
        if selected is None or not selected[0] <= position <= selected[1]:
            self._transcript.go_to(position)
        if code_id in self._state.codebook and code_id not in self._state.unapplied():
            self.apply_code(code_id)

    def drop_text(self, code_id: str) -> None:
        """Code what is selected with the code it was dropped upon."""
        selected = self._transcript.selection()
        if selected is not None and code_id in self._state.codebook:
            self.apply_code(code_id, selected)

    def apply_new(self, name: str, below: str | None, span: tuple[int, int]) -> None:
        """Code a stretch with a code made for it, last below another or at the top."""
        self._coding_actions.apply_new(name, below, span, self._place.expect_segment)

    def remove_segment(self) -> None:
        """Take the chosen segment away."""
        if self._place.segment is not None:
            self._coding_actions.remove(self._place.segment)

    def recode(self) -> None:
        """Choose another code for the chosen segment."""
        segment = self._place.segment
        if segment is not None:
            self.ask_code(lambda code: self._coding_actions.recode(segment, code))

    def keep_anchor(self) -> None:
        """Keep the words of the chosen segment as an anchor example of its code."""
        self._coding_actions.keep_anchor(self._place.segment)
