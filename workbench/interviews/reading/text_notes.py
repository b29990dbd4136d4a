# SPDX-License-Identifier: MIT
"""Annotations and paraphrases: written below the text, seen in its margin, listed, sorted into codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout

from projects.interviews import notes
from projects.interviews.queries import load_document
from projects.transcripts.text_notes import text_notes
from wording import Text, msg
from workbench.interviews.codebook.codebook_tree import DRAGS_TEXT
from workbench.interviews.coding_painter import Mark
from workbench.interviews.reading.guarded_editor import EditorBar
from workbench.translation import say
from workbench.widgets import (
    Button,
    ElidedLabel,
    Entry,
    EntryList,
    LeadLabel,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
)

if TYPE_CHECKING:
    from coding.records import Document
    from projects.store.actions import Action, Changes
    from projects.store.project import Project
    from projects.transcripts.text_notes import TextNote
    from workbench.interviews.reading.code_margin import CodeMargin, ShownTranscript
    from workbench.interviews.state import RoomState
    from workbench.session import Session

_TABLES = ("annotation", "paraphrase")
_TOUCHED = (*_TABLES, "document", "code")
_PASSAGE = 90  # characters of it that are named
_LINES = 2.6  # lines of reading text that are seen
_Draft = tuple[str, str, int, int, str]  # table, document, start, stop, and the note that is changed or ""
AskCode = Callable[[Callable[[str], object]], object]


class NoteBar(EditorBar):
    """The passage and the words of a note. Keeping an empty field takes a note away; Esc puts the words off."""

    given = Signal(str)
    put_off = Signal(str)

    def __init__(self) -> None:
        super().__init__("textnotes", "textnotes.annotation", ElidedLabel("", kind="muted"), _LINES)
        self.words.enter_keeps = True  # the words of a note are a line or two

    def begin(self, table: str, passage: str, words: str) -> None:
        """Ask for the words on a passage."""
        say(self.words, name=msg(f"textnotes.{table}"))
        self.title.say(msg(f"textnotes.{table}_of", passage=passage))
        self.words.setPlainText(words)
        self.show()
        self.words.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves with the words as a draft; the button drops them."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_off.emit(self.words.toPlainText().strip())
        super().keyPressEvent(event)

    def submit(self) -> None:
        """Keep the words as a note."""
        words = self.words.toPlainText().strip()
        self.close_bar()
        self.given.emit(words)


class _NoteList(EntryList):
    """Rows dragged upon a code of the codebook; the drag holds no words."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self.setDragEnabled(True)
        self.setProperty(DRAGS_TEXT, True)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the paraphrase at hand."""
        drag = QDrag(self)
        drag.setMimeData(QMimeData())
        drag.exec(Qt.DropAction.CopyAction)


class ParaphrasesPane(Pane):
    """The list under its codes, the passage of the one at hand; Enter asks for a code, or it is dragged upon one."""

    left = Signal()
    code_requested = Signal(object)  # TextNote
    place_requested = Signal(str, int)

    def __init__(self, state: RoomState) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader(msg("textnotes.list"), back)
        super().__init__(self.header, spacing=0)
        self._state = state
        self.notes: list[TextNote] = []
        self.nothing = LeadLabel(msg("textnotes.none"), wrap=True)
        self.nothing.setMargin(16)
        self.list = _NoteList(msg("textnotes.list"))
        self.whole = MutedLabel("", wrap=True)
        self.go = Button(msg("quotes.view.go"), self._go, icon="book-open")
        self.sort = PrimaryButton(msg("textnotes.sort"), self._sort, icon="tag")
        below = QHBoxLayout()
        below.setContentsMargins(14, 8, 14, 10)
        below.setSpacing(10)
        below.addWidget(self.whole, 1)
        below.addWidget(self.go)
        below.addWidget(self.sort)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(below)
        self.list.picked.connect(lambda _key: self._show())
        self.list.opened.connect(lambda _key: self._sort())

    def show_notes(self, notes: list[TextNote]) -> None:
        """Show these paraphrases; the one at hand stays, or the one that takes its place."""
        before = self.list.picked_id()
        book = self._state.codebook
        places = {code.id: place for place, code in enumerate(book)}
        self.notes = sorted(notes, key=lambda one: places.get(one.code, -1))
        entries: list[Entry] = []
        under: str | None = None
        for note in self.notes:
            if note.code != under:
                under = note.code
                title: Text = book[under].name if under in book else msg("textnotes.unsorted")
                entries.append(Entry(f"code:{under}", title, section=True))
            colour = book[note.code].colour if note.code in book else ""
            where = msg("memos.view.on", called=note.document_name, coder=self._state.coder_name(note.coder))
            entries.append(
                Entry(note.key, " ".join(note.text.split()), where, colour=colour, icon="" if colour else "pencil")
            )
        keys = [note.key for note in self.notes]
        self.list.set_entries(entries, picked=before if before in keys else keys[0] if keys else None)
        self.nothing.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self._show()

    def at_hand(self) -> TextNote | None:
        """The paraphrase the keys stand on."""
        return next((note for note in self.notes if note.key == self.list.picked_id()), None)

    def _show(self) -> None:
        note = self.at_hand()
        self.whole.say(note.text if note is not None else "")
        for button in (self.go, self.sort):
            button.setVisible(note is not None)

    def _go(self) -> None:
        note = self.at_hand()
        if note is not None:
            self.place_requested.emit(note.document, note.start)

    def _sort(self) -> None:
        note = self.at_hand()
        if note is not None:
            self.code_requested.emit(note)


class TextNotes(QObject):
    """Bound to a transcript and its margin: `passage` is what is chosen there, `ask_code` lets a code be chosen.

    `bar` belongs below the text, `pane` among the pages of its column.
    """

    text_requested = Signal()
    page_requested = Signal(object)  # the list

    def __init__(
        self, state: RoomState, session: Session, transcript: ShownTranscript, margin: CodeMargin,
        passage: Callable[[], tuple[int, int] | None], ask_code: AskCode,
    ) -> None:  # fmt: skip
        super().__init__(state)
        self._state, self._session, self._transcript, self._margin = state, session, transcript, margin
        self._passage, self._ask_code = passage, ask_code
        self.notes: list[TextNote] = []
        self._written: tuple[Document, str, tuple[int, int], TextNote | None] | None = None
        self._drafts: dict[_Draft, str] = {}  # words typed and put off
        self._scrolled = 0, 0  # where the text stood before a note was begun, and since
        self.bar, self.pane = NoteBar(), ParaphrasesPane(state)
        self.pane.left.connect(self.text_requested)
        self.pane.code_requested.connect(self._ask_code_for)
        self.bar.given.connect(self._keep)
        self.bar.put_off.connect(self._put_off)
        self.bar.leave.clicked.connect(lambda: self._drafts.pop(self._place(), None))
        self.bar.left.connect(self.text_requested)
        self.bar.left.connect(self._scroll_back)
        margin.note_chosen.connect(self._change)
        state.opened.connect(self._opened)
        state.touched.connect(lambda changes: self._read() if changes.touches(*_TOUCHED) else None)

    def write(self, table: str) -> None:
        """Write on what is selected, or the sentence at the caret; what one wrote on it before is changed."""
        span, loaded = self._passage(), self._state.loaded
        if span is None or loaded is None:
            return
        mine = [
            one for one in self.notes
            if (one.table, one.document, one.start, one.stop, one.coder)
            == (table, loaded.document.id, *span, self._state.user)
        ]  # fmt: skip
        self._begin(table, span, mine[0] if mine else None)

    def show_list(self) -> None:
        """All paraphrases, to be sorted into codes."""
        self.page_requested.emit(self.pane)
        self._read()
        self.pane.list.setFocus()

    def _begin(self, table: str, span: tuple[int, int], note: TextNote | None) -> None:
        self._keep_begun()
        loaded = self._state.loaded
        assert loaded is not None
        passage = " ".join(loaded.document.text[slice(*span)].split())
        self._written = loaded.document, table, span, note
        self.text_requested.emit()
        scrolled = self._transcript.verticalScrollBar()
        before = scrolled.value()
        held, draft = note.text if note is not None else "", self._drafts.get(self._place())
        self.bar.begin(table, passage[:_PASSAGE], held if draft is None else draft)
        if draft is not None:
            self.bar.words.document().setModified(True)
            self.bar.words.moveCursor(QTextCursor.MoveOperation.End)

        def show_passage() -> None:  # the field has taken room from the text
            self._transcript.select(*span)
            self._scrolled = before, scrolled.value()

        QTimer.singleShot(0, self, show_passage)

    def _place(self) -> _Draft:
        """What is being written: on which words, and of which note."""
        if self._written is None:
            return "", "", 0, 0, ""
        document, table, span, note = self._written
        return table, document.id, *span, note.id if note is not None else ""

    def _put_off(self, words: str) -> None:
        """Keep what was typed for when somebody writes on this passage again."""
        held = self._written[3] if self._written is not None else None
        if self._written is None or words == (held.text if held is not None else ""):
            self._drafts.pop(self._place(), None)
            return
        self._drafts[self._place()] = words
        self._session.notice.emit(msg("textnotes.put_off"))

    def where(self) -> dict[str, list[list[object]]]:
        """The drafts of interviews that are there, and the passage that is written on, for `return_to`."""
        open_now = [self._place()] if self._written is not None and not self.bar.isHidden() else []
        drafts = self._drafts | {place: self.bar.words.toPlainText() for place in open_now}
        there = {str(line.id) for line in self._state.documents}
        return {
            "drafts": [[*place, words] for place, words in drafts.items() if place[1] in there],
            "open": [list(place) for place in open_now],
        }

    def return_to(self, where: Mapping[str, Sequence[Sequence[str | int]]]) -> None:
        """Take the drafts again; go on with the note that was being written in the open interview."""
        for table, document, start, stop, number, words in where.get("drafts", ()):
            self._drafts[str(table), str(document), int(start), int(stop), str(number)] = str(words)
        for table, document, start, stop, number in where.get("open", ()):
            note = next((one for one in self.notes if (one.table, one.id) == (table, number)), None)
            if document == self._state.document_id() and (note is not None or not number):
                self._begin(str(table), (int(start), int(stop)), note)

    def _scroll_back(self) -> None:
        """Once the field has given its room back, the text stands as before, unless somebody scrolled it."""
        (before, shown), bar = self._scrolled, self._transcript.verticalScrollBar()
        if bar.value() == shown != before:
            QTimer.singleShot(0, self, lambda: bar.setValue(before))
        self._scrolled = 0, 0

    def _change(self, key: str) -> None:
        note = next((one for one in self.notes if one.key == key), None)
        if note is not None and note.document == self._state.document_id():
            self._transcript.select(note.start, note.stop)
            self._begin(note.table, (note.start, note.stop), note)

    def _keep_begun(self) -> None:
        """Keep the words of a note that was begun and left for another place: nobody said to drop them."""
        words = self.bar.words.toPlainText().strip()
        if words and self._written is not None:
            self._keep(words)
        self.bar.words.clear()

    def _keep(self, words: str) -> None:
        written, self._written = self._written, None
        if written is None:
            return
        document, table, span, note = written
        self._drafts.pop((table, document.id, *span, note.id if note is not None else ""), None)
        action: Action | None = None
        if note is not None and words != note.text:
            action = notes.change_note(table, note.id, words)
        elif note is None and words:
            write = notes.annotate if table == "annotation" else notes.paraphrase
            action = write(document, *span, words, coder=self._state.user)
        if action is not None:
            self._session.do(action)

    def sort_at_hand(self, code_id: str) -> None:
        """Sort the paraphrase at hand into a code that it was dropped upon."""
        note = self.pane.at_hand()
        if note is not None:
            self._sort(note, code_id)

    def _ask_code_for(self, note: TextNote) -> None:
        self._ask_code(lambda code: self._sort(note, code))

    def _sort(self, note: TextNote, code_id: str) -> None:
        user = self._state.user

        def action(project: Project) -> Action:
            return notes.sort_paraphrase(note.id, code_id, load_document(project, note.document).document, coder=user)

        self._session.do(action, self._sorted)

    def _sorted(self, _changes: Changes) -> None:
        self.pane.list.setFocus()

    def _opened(self) -> None:
        self._keep_begun()
        self._written = None
        self.bar.hide()
        self._read()

    def _read(self) -> None:
        def read(project: Project) -> list[TextNote]:
            return text_notes(project, *_TABLES)

        self._session.ask(read, self._take, latest="interviews.text_notes", owner=self)

    def _take(self, found: list[TextNote]) -> None:
        self.notes = found
        here = [one for one in found if one.document == self._state.document_id()]
        marks = [Mark(one.start, one.stop, one.code, one.key, False, one.coder) for one in here]
        self._margin.show_notes(marks, {one.key: one.text for one in here})
        self.pane.show_notes([one for one in found if one.table == "paraphrase"])
