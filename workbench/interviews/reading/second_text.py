# SPDX-License-Identifier: MIT
"""Another interview beside the open one, to be read with its codings; codings of a translation seen on the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from projects.interviews import queries
from projects.interviews.coders import seen_coder
from projects.interviews.segments import apply_code
from projects.transcripts.translations import codings_of_other_texts
from wording import Problem, msg
from workbench.interviews.codebook.codebook_tree import DRAGS_TEXT
from workbench.interviews.coding_painter import Marks, marks_of, mirrored_marks
from workbench.interviews.page_parts import CodeLooks
from workbench.interviews.reading.coding_by_mouse import drop_target
from workbench.interviews.reading.guarded_editor import QuoteCopying
from workbench.interviews.reading.transcript import Transcript
from workbench.theme import colours_of
from workbench.widgets import Button, ChoiceField, IconButton, Pane, PaneHeader

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects.store.actions import Changes
    from projects.store.project import Project
    from projects.stored_interviews.parsed_document import LoadedDocument
    from workbench.interviews.state import RoomState
    from workbench.session import Session


_BESIDE = 1000  # pixels of the column: below, margins would cut names of codes, so one text stands above the other


_TOUCHED = ("segment", "document", "document_version", "speaker", "setting", "coder")


class TextsSplitter(QSplitter):
    """One transcript, or two: beside each other where there is room for their margins, else above each other."""

    def __init__(self, first: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the width asks for it."""
        wanted = Qt.Orientation.Horizontal if self.width() >= _BESIDE else Qt.Orientation.Vertical
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self.setSizes([1000] * self.count())
        super().resizeEvent(event)


class SecondText(Pane):
    """Hidden until asked for. `swapped` carries this document and its caret: it is to be the one that is coded.

    Words copied from it follow the consent of its own interview; a code dropped on it codes it.
    """

    swapped = Signal(str, int)
    turned = Signal()  # shown or hidden
    focused = Signal()  # the keys came into it or left it

    def __init__(self, state: RoomState, session: Session) -> None:
        self.choice = ChoiceField(msg("twotexts.which"))
        self.swap = Button(msg("twotexts.code_here"), self._swap, tip=msg("twotexts.code_here_tip"))
        close = IconButton("x", msg("twotexts.close"), self.leave, framed=False)
        self.header = PaneHeader("", self.choice, self.swap, close)
        super().__init__(self.header, spacing=0)
        self.header.title.hide()
        self.header.row.setStretchFactor(self.choice, 1)
        self._state, self._session = state, session
        self.transcript = Transcript()
        for part in (self.transcript, self.transcript.viewport()):
            part.setProperty(DRAGS_TEXT, False)  # a code takes what is chosen in the text that is coded
        self.body.addWidget(self.transcript, 1)
        self.document: str | None = None
        self._open_before: str | None = None
        self.choice.chosen.connect(self.show_document)
        copying = QuoteCopying(state, session, self)
        self.transcript.copy_requested.connect(lambda words: copying.copy(words, document=self.document))
        self.transcript.code_dropped.connect(self._drop)
        self.transcript.installEventFilter(self)
        state.listed.connect(self._listed)
        state.opened.connect(self._opened)
        state.touched.connect(self._on_changes)
        state.codebook_changed.connect(self.draw_codes)
        session.closed.connect(self.leave)
        self.setMinimumSize(200, 90)
        self.hide()

    def turn(self) -> None:
        """Show the next interview beside the open one, or hide it."""
        if not self.isHidden():
            self.leave()
            return
        names = [str(line.id) for line in self._state.documents]
        opened = self._state.document_id()
        if len(names) < 2 or opened not in names:
            self._session.notice.emit(msg("twotexts.only_one"))
            return
        kept = self.document if self.document in names and self.document != opened else None
        self._listed()
        self.show()
        self.turned.emit()
        self.show_document(kept or names[(names.index(opened) + 1) % len(names)])

    def leave(self) -> None:
        """Hide it; the text that is coded has the room."""
        self.hide()
        self.transcript.show_document(None)
        self.turned.emit()

    def show_document(self, document: str, place: int = 0) -> None:
        """Read an interview here."""
        self.document = document

        def take(found: tuple[LoadedDocument, Marks]) -> None:
            if self.isHidden() or self.document != document:
                return
            loaded, marks = found
            if self.transcript.loaded is None or self.transcript.loaded.document.digest != loaded.document.digest:
                self.transcript.show_document(loaded)
                self.transcript.go_to(place)
            self.draw_codes()
            self.transcript.set_marks(marks)
            self.choice.choose(document)

        self._session.ask(self._read(document), take, latest="interviews.second", owner=self)

    def _read(self, document: str) -> Callable[[Project], tuple[LoadedDocument, Marks]]:
        hidden = self._state.hidden

        def read(project: Project) -> tuple[LoadedDocument, Marks]:
            loaded = queries.load_document(project, document)
            coded = queries.segment_arrays(project, document, coder=seen_coder(project), without=hidden)
            return loaded, marks_of(coded, [])

        return read

    def draw_codes(self) -> None:
        """Take the colours and names of the codebook."""
        self.transcript.set_looks(CodeLooks(self._state.codebook, colours_of(self)))

    def has_keys(self) -> bool:
        """Whether the keys stand in this text."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter makes it the text that is coded; who comes and goes is told."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focused.emit()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in keys:
            self._swap()
            return True
        return super().eventFilter(watched, event)

    def _swap(self) -> None:
        if self.document is not None and self.transcript.loaded is not None:
            self.swapped.emit(self.document, self.transcript.caret())

    def _opened(self) -> None:
        """The interview that was beside is the open one now: the one it replaced stands beside, not the same twice."""
        before, self._open_before = self._open_before, self._state.document_id()
        if self.isHidden():
            return
        if self.document is not None and self.document == self._open_before:
            if before is None or before == self.document or self._state.line(before) is None:
                self.leave()
                return
            self.show_document(before)
        self._listed()

    def _listed(self) -> None:
        """Offer the interviews that are not open."""
        opened = self._state.document_id()
        lines = [line for line in self._state.documents if str(line.id) != opened]
        self.choice.set_choices([(str(line.id), line.name) for line in lines])
        if not self.isHidden() and self._state.ready and self._state.line(self.document) is None:
            self.leave()
        elif self.document is not None:
            self.choice.choose(self.document)

    def _on_changes(self, changes: Changes) -> None:
        if not self.isHidden() and self.document is not None and changes.touches(*_TOUCHED):
            self.show_document(self.document, self.transcript.caret())

    def _drop(self, code: str, position: int) -> None:
        """Code what is chosen here, or the sentence, with a code dropped on it."""
        span, loaded = drop_target(self.transcript, position), self.transcript.loaded
        if span is None or loaded is None or code not in self._state.codebook or code in self._state.unapplied():
            return
        try:
            action = apply_code(code, loaded.document, [span], coder=self._state.user)
        except Problem as problem:
            self._session.problem.emit(problem.message)
            return
        self._session.do(action)


_SOON = 150  # ms: what is coded is drawn first, and several codings are read once


_MIRRORED_FROM = (
    "segment",
    "document",
    "document_version",
    "setting",
    "speaker",
    "turn_alignment",
    "segment_counterpart",
)


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
        if self._state.has_document() and changes.touches(*_MIRRORED_FROM):
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
