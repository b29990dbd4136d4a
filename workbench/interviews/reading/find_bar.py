# SPDX-License-Identifier: MIT
"""The search bar over the transcript: how many, which one, forwards and back, how many in all interviews.

It selects what it finds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coding.case_folding import Folded, fold, fold_plain
from projects.interviews.queries import load_documents
from wording import NoProgress, Progress, Stopped, Text, msg
from workbench.interviews.reading.transcript import Transcript
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.session import Session
from workbench.translation import say
from workbench.widgets import Button, IconButton, Line, MutedLabel, SearchField

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.stored_interviews.parsed_document import LoadedDocument

_PIECE = 40_000  # characters folded in one go: a thread that folds lets the window breathe in between


@dataclass(frozen=True)
class FoldedPiece:
    """A stretch of the text, whole lines, folded."""

    start: int
    folded: Folded


def fold_text(text: str, progress: Progress | None = None) -> list[FoldedPiece]:
    """The text folded piece by piece. Raises Stopped."""
    watch, pieces = progress or NoProgress(), []
    for start, end in _pieces(text):
        if watch.stop_requested():
            raise Stopped
        pieces.append(FoldedPiece(start, fold(text[start:end])))
        watch.report(end / len(text))
    return pieces


def find_all(pieces: list[FoldedPiece], wanted: str, limit: int = 20_000) -> list[tuple[int, int]]:
    """Where `wanted` stands, as stretches of the real text, in order."""
    looked_for = fold_plain(wanted)
    found: list[tuple[int, int]] = []
    if not looked_for:
        return found
    for piece in pieces:
        text, place = piece.folded.text, 0
        while (place := text.find(looked_for, place)) >= 0:
            end = place + len(looked_for)
            found.append((piece.start + piece.folded.original(place), piece.start + piece.folded.original(end)))
            if len(found) >= limit:
                return found
            place = end
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE)
        end = len(text) if end < 0 else end + 1
        yield start, end
        start = end


_AT_ONCE = 300_000  # characters: longer texts are folded in the background
_MARGINS = (12, 5, 12, 5)
_ROOMY, _FIELD_LEAST, _FIELD_NARROW = 380, 140, 90  # pixels of the bar in a header, of its field
_LEAST, _MOST_LISTED, _LOT = 2, 30, 20  # letters counted everywhere, interviews listed, and read at once


class FindBar(QWidget):
    """Hidden until asked for; Esc closes it. `code_all_requested` carries the words typed."""

    code_all_requested = Signal(str)
    document_requested = Signal(str)  # id of an interview that holds the words
    turned = Signal()  # shown or hidden

    def __init__(self, state: RoomState, session: Session, transcript: Transcript) -> None:
        super().__init__()
        self._state, self._session, self._transcript = state, session, transcript
        self._pieces: list[FoldedPiece] | None = None
        self._found: list[tuple[int, int]] = []
        self._place = -1
        self._jumps = False
        self._inside, self._hits_everywhere = False, 0
        self.field = SearchField(msg("interviews.view.find"))
        self.note = MutedLabel("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = self._row = QHBoxLayout()
        row.setContentsMargins(*_MARGINS)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.note)
        self.everywhere = Button("", self.choose_interview, kind="link", tip=msg("interviews.view.found_go"))
        say(self.everywhere, name=msg("interviews.view.found_go"))
        self.everywhere.hide()
        self._menu = QMenu(self)
        self._counting: Job | None = None
        row.addWidget(self.everywhere)
        row.addWidget(IconButton("arrow-up", msg("interviews.view.find_previous"), partial(self.step, -1)))
        row.addWidget(IconButton("arrow-down", msg("interviews.view.find_next"), partial(self.step, 1)))
        self.code_all = Button(msg("interviews.view.find_code_all"), self._code_all, icon="tag")
        row.addWidget(self.code_all)
        row.addWidget(IconButton("x", msg("interviews.view.find_close"), self.leave, framed=False))
        column.addLayout(row)
        self._line = Line()
        column.addWidget(self._line)
        self.field.searched.connect(lambda _text: self._search())
        self.field.searched.connect(lambda _text: self._count_everywhere())
        self.field.installEventFilter(self)
        state.opened.connect(self._forget)
        state.opened.connect(self._search_again, Qt.ConnectionType.QueuedConnection)  # once the text is shown
        self.hide()

    def summon(self) -> None:
        """Show the bar with what is selected, or what was looked for before."""
        chosen = self._transcript.selection()
        if chosen is not None and chosen[1] - chosen[0] < 60:
            self.field.setText(self._transcript.offsets.text[slice(*chosen)])
        self.show()
        self.turned.emit()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def leave(self) -> None:
        """Hide the bar; what was found stays selected."""
        self.hide()
        self.turned.emit()
        self._transcript.found.show_hits((), -1)
        self._transcript.setFocus()

    def stand_in_header(self, inside: bool) -> None:
        """Stand beside a title, without a line below."""
        self._row.setContentsMargins(*((0, 0, 0, 0) if inside else _MARGINS))
        self._line.setHidden(inside)
        self._inside = inside
        self._make_room()
        say(
            self.code_all,
            "" if inside else msg("interviews.view.find_code_all"),
            tip=msg("interviews.view.find_code_all"),
            name=msg("interviews.view.find_code_all"),
        )
        self._say_everywhere()

    def _say_everywhere(self) -> None:
        key = "everywhere_short" if self._inside else "everywhere"
        self.everywhere.say(msg(f"interviews.view.found_{key}", n=self._hits_everywhere))

    def step(self, step: int) -> None:
        """Go to the next or the one before, around the ends."""
        if self._found:
            self._place = (self._place + step) % len(self._found)
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Shift+Enter, Esc."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._searched_now()
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def choose_interview(self) -> None:
        """Offer the interviews that hold the words, to go on there."""
        self._menu.popup(self.everywhere.mapToGlobal(self.everywhere.rect().bottomLeft()))

    def _count_everywhere(self) -> None:
        """Count the words in every interview, a moment later and beside all else."""
        if self._counting is not None:
            self._counting.cancel()
        self._counting, self._hits_everywhere = None, 0
        self.everywhere.hide()
        wanted, lines = self.field.text().strip(), self._state.documents
        if len(wanted) < _LEAST or len(lines) < 2:
            return

        def work(job: Job) -> list[tuple[str, str, int]]:
            found = []
            ids = [line.id for line in lines]
            for place in range(0, len(ids), _LOT):
                for loaded in self._session.fetch(partial(_texts, ids[place : place + _LOT])):
                    hits = len(find_all(fold_text(loaded.document.text, job), wanted))
                    found += [(loaded.document.id, loaded.document.name, hits)] if hits else []
            return found

        self._counting = self._session.compute(work, self._show_everywhere, owner=self)

    def _show_everywhere(self, found: list[tuple[str, str, int]]) -> None:
        self._menu.clear()
        for document, name, hits in found[:_MOST_LISTED]:
            action = self._menu.addAction(f"{name}  ·  {hits}".replace("&", "&&"))
            action.triggered.connect(partial(self._go_to, document))
        self._hits_everywhere = sum(hits for _id, _name, hits in found)
        self._say_everywhere()
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The count of all interviews stands where there is room for it."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self._inside and self.width() < _ROOMY
        self.everywhere.setHidden(narrow or not self._hits_everywhere)
        self.field.setMinimumWidth(_FIELD_NARROW if narrow else _FIELD_LEAST if self._inside else 0)

    def _go_to(self, document: str, _checked: bool = False) -> None:
        self._jumps = document != self._state.document_id()
        self.document_requested.emit(document)

    def _code_all(self) -> None:
        """Have all hits of all interviews listed, to be ticked and coded at once."""
        if self.field.text().strip():
            self.code_all_requested.emit(self.field.text().strip())

    def _searched_now(self) -> None:
        """Enter does not wait for the pause after the last letter."""
        if self.field.text().strip() and not self._found:
            self._search()
            self._place -= 1 if self._found else 0

    def _forget(self) -> None:
        self._pieces, self._found, self._place = None, [], -1
        self.note.say("")

    def _search_again(self) -> None:
        """Mark the words in the text that was opened; go to the first only where that was asked for here."""
        if self.isVisible() and self.field.text().strip():
            self._search(select=self._jumps)
        self._jumps = False

    def _search(self, select: bool = True) -> None:
        loaded = self._state.loaded
        if loaded is None:
            return
        text = loaded.document.text
        if self._pieces is None and len(text) > _AT_ONCE:
            self._session.job(
                msg("interviews.view.finding"),
                lambda progress: (loaded, fold_text(text, progress), select),
                self._folded,
                owner=self,
            )
            return
        if self._pieces is None:
            self._pieces = fold_text(text)
        self._found = find_all(self._pieces, self.field.text())
        caret = self._transcript.caret()
        chosen = self._transcript.selection()
        self._place = bisect_left(self._found, (chosen[0] if chosen else caret, 0))
        self._place = self._place % len(self._found) if self._found else -1
        self._show(select)

    def _folded(self, found: tuple[object, list[FoldedPiece], bool]) -> None:
        if found[0] is self._state.loaded:
            self._pieces = found[1]
            self._search(found[2])

    def _show(self, select: bool = True) -> None:
        total = len(self._found)
        self._transcript.found.show_hits(self._found if self.isVisible() else (), self._place)
        said: Text = msg("interviews.view.found_nothing") if self.field.text().strip() else ""
        if total:
            if select:
                self._transcript.select(*self._found[self._place])
            said = msg("interviews.view.found", place=self._place + 1, total=total)
        self.note.say(said)


def _texts(ids: Sequence[str], project: Project) -> list[LoadedDocument]:
    return list(load_documents(project, ids))
