# SPDX-License-Identifier: MIT
"""Codings of the translation or original, shown on the text that is read alone: coded once, shown on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from projects.interviews.coders import seen_coder
from projects.transcripts.translations import codings_of_other_texts
from workbench.interviews.coding_painter import Marks, mirrored_marks

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.interviews.state import RoomState
    from workbench.session import Session

_SOON = 150  # ms: what is coded is drawn first, and several codings are read once
_TOUCHED = ("segment", "document", "document_version", "setting", "speaker", "turn_alignment", "segment_counterpart")


class MirroredCodings(QObject):
    """Reads them for the open document, again after changes. `changed` carries them as `Marks`."""

    changed = Signal(object)

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__(state)
        self._state, self._session = state, session
        self.marks = Marks()
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._read)
        state.opened.connect(self._opened)
        state.coders_hidden.connect(self._soon.start)
        state.touched.connect(self._on_changes)

    def _opened(self) -> None:
        self._take(Marks())
        self._read()

    def _on_changes(self, changes: Changes) -> None:
        if self._state.has_document() and changes.touches(*_TOUCHED):
            self._soon.start()

    def _read(self) -> None:
        wanted, hidden = self._state.document_id(), self._state.hidden
        if wanted is None or not self._session.is_open:
            return

        def read(project: Project) -> Marks:
            return mirrored_marks(codings_of_other_texts(project, wanted, coder=seen_coder(project), without=hidden))

        def take(marks: Marks) -> None:
            if self._state.document_id() == wanted:
                self._take(marks)

        self._session.ask(read, take, latest="interviews.mirrored", owner=self)

    def _take(self, marks: Marks) -> None:
        if marks.all != self.marks.all:
            self.marks = marks
            self.changed.emit(marks)
