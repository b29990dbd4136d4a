# SPDX-License-Identifier: MIT
"""Correct the open transcript: edit its text, see which codings would lose their place, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from projects.transcripts.corrections import correct_text, would_lose
from wording import Problem, Text, msg
from workbench.colours_and_sizes import TYPE
from workbench.interviews.reading.guarded_editor import GuardedEditor, QuoteCopying
from workbench.interviews.shown_text import Offsets
from workbench.interviews.state import RoomState
from workbench.theme import font
from workbench.translation import say
from workbench.widgets import (
    Button,
    Entry,
    EntryList,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    TextField,
)

if TYPE_CHECKING:
    from coding.records import Document
    from projects.store.actions import Changes
    from projects.store.project import Project
    from projects.transcripts.corrections import LostPassage
    from workbench.session import Session


class CorrectionPane(Pane):
    """An editor over the text; codings follow what is typed, those whose text is gone are listed."""

    left = Signal()

    def __init__(self, state: RoomState, session: Session) -> None:
        self.keep = PrimaryButton(msg("correcting.keep"), self.store, icon="check")
        self.check = Button(msg("correcting.check"), self.look, icon="search-check")
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader("", self.check, self.keep, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self._document: Document | None = None
        self.editor = GuardedEditor()
        self.editor.setTabChangesFocus(True)  # to the reason: a transcript needs no tab
        QuoteCopying(state, session, self).watch(self.editor)
        self.editor.setProperty("kind", "field")
        say(self.editor, name=msg("correcting.text"))
        self.editor.setFont(font(TYPE.reading))
        self.reason = TextField(msg("correcting.reason"))
        self.note = MutedLabel(msg("correcting.note"), wrap=True)
        self.lost_title = SectionLabel("")
        self.lost = EntryList(msg("correcting.list"))
        self.undo = Button(msg("correcting.undo"), self._undo, icon="undo-2")
        self.body.addWidget(self._inside(), 1)
        self.editor.textChanged.connect(self._typed)
        state.opened.connect(self._opened)
        self._show_lost([], done=False)

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.editor, 4)
        column.addWidget(self.reason)
        head = QHBoxLayout()
        head.addWidget(self.lost_title, 1)
        head.addWidget(self.undo)
        column.addLayout(head)
        column.addWidget(self.lost, 1)
        return inside

    def minimumSizeHint(self) -> QSize:
        """It scrolls where there is little room."""
        return QSize(320, 240)

    def begin(self, at: int = 0) -> None:
        """Show the text of the open interview, with the caret `at` a code point of it."""
        loaded = self._state.loaded
        self._document = loaded.document if loaded is not None else None
        line = self._state.line()
        self.header.title.say(msg("correcting.title", document=line.name if line is not None else ""))
        self.editor.setPlainText(self._document.text if self._document is not None else "")
        self.reason.clear()
        self._show_lost([], done=False)
        self._typed()
        cursor = self.editor.textCursor()
        cursor.setPosition(Offsets(self.text()).to_qt(at))
        self.editor.setTextCursor(cursor)
        self.editor.centerCursor()
        self.editor.setFocus()

    def _opened(self) -> None:
        """The correction itself is stored: its list of what is lost stays; anything else begins anew."""
        loaded = self._state.loaded
        if not self.isVisible():
            return
        same = loaded is not None and self._document is not None and loaded.document.id == self._document.id
        if loaded is not None and same and loaded.document.text == self.text():
            self._document = loaded.document
            self._typed()
        else:
            self.begin()

    def place(self) -> int:
        """Where the caret stands, in code points of the text as stored."""
        most = len(self._document.text) if self._document is not None else 0
        return min(Offsets(self.text()).to_text(self.editor.textCursor().position()), most)

    def text(self) -> str:
        """What stands in the editor."""
        return self.editor.toPlainText()

    def _typed(self) -> None:
        changed = self._document is not None and self.text() != self._document.text
        self.keep.setEnabled(changed)
        self.check.setEnabled(changed)

    def look(self) -> None:
        """List what would lose its text; nothing is stored."""
        document, text = self._document, self.text()
        if document is None:
            return

        def read(project: Project) -> list[LostPassage]:
            return would_lose(project, document, text)

        self._session.ask(read, lambda lost: self._show_lost(lost, done=False, looked=True), owner=self)

    def store(self) -> None:
        """Keep the correction as a new version; one undo reverses it."""
        if self._document is None:
            return

        def stored(changes: Changes) -> None:
            self._show_lost(list(getattr(changes.result, "gone", ())), done=True)
            self._session.notice.emit(changes.message)

        try:
            action = correct_text(self._document, self.text(), self.reason.text().strip())
        except Problem as problem:
            self._session.problem.emit(problem.message)
            return
        self._session.do(action, stored)

    def _undo(self) -> None:
        self._session.undo()
        self._show_lost([], done=False)

    def _show_lost(self, lost: list[LostPassage], *, done: bool, looked: bool = False) -> None:
        book, entries = self._state.codebook, []
        for place, one in enumerate(lost):
            what: Text = book[one.what].name if one.kind == "segment" and one.what in book else one.what
            words = " ".join(one.quote.split())
            entries.append(Entry(place, words, msg(f"correcting.kind.{one.kind}", what=what)))
        self.lost.set_entries(entries)
        title = "lost" if done else "would_lose"
        self.lost_title.say(msg(f"correcting.{title}", n=len(lost)) if lost or done or looked else "")
        self.lost.setVisible(bool(lost))
        self.undo.setVisible(done)
