# SPDX-License-Identifier: MIT
"""The segments of the code chosen in the codebook, read beside the text. It changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal

from coding.records import Segment
from projects.interviews import queries
from projects.interviews.coders import seen_coder
from wording import msg
from workbench.interviews.panes.foldable_pane import FoldablePane, FoldButton
from workbench.interviews.retrieval import SegmentList
from workbench.interviews.state import RoomState
from workbench.widgets import MutedLabel, PaneHeader
from workbench.widgets.reading_list import ROW

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.session import Session


class RetrievedPane(FoldablePane):
    """Follows the codebook while it is unfolded."""

    chosen = Signal(object)  # Segment

    def __init__(self, state: RoomState, session: Session) -> None:
        self.fold_button = FoldButton(msg("panes.retrieved"))
        self.header = PaneHeader(msg("panes.retrieved_title"), self.fold_button)
        super().__init__(self.header, self.fold_button, 120)
        self._state, self._session, self._code = state, session, ""
        self.nothing = MutedLabel(msg("panes.retrieved_none"), wrap=True)
        self.nothing.setContentsMargins(14, 10, 14, 10)
        self.list = SegmentList(state)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)
        self.list.hide()
        self.unfolded.connect(self.read)
        state.listed.connect(self.read)
        state.codebook_changed.connect(self.read)

    def show_code(self, code_id: str) -> None:
        """Show the segments of a code and of those below it."""
        self._code = code_id
        self.header.note.say("")  # until they are read
        self.read()

    def read(self) -> None:
        """Ask for the segments, where they are seen."""
        if self.folded or self._code not in self._state.codebook or not self._session.is_open:
            return
        below = self._state.codebook.with_descendants(self._code)

        def read(project: Project) -> list[Segment]:
            return queries.segments(project, code_ids=below, coder=seen_coder(project))

        self._session.ask(read, self._take, latest="interviews.retrieved", owner=self)

    def _take(self, segments: list[Segment]) -> None:
        shown = [one for one in segments if one.coder not in self._state.hidden]
        self.list.show_segments(shown)
        self.list.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        name = self._state.codebook[self._code].name if self._code in self._state.codebook else ""
        self.nothing.say(msg("panes.retrieved_empty", code=name))
        self.header.note.say(msg("interviews.view.segments_total", n=len(shown)))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW)[0])
