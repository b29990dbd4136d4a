# SPDX-License-Identifier: MIT
"""The middle column: the transcript under its header and search bar, over the keys; or the segments of a code.

In a low window the header takes the search bar in, so that no line of text is lost to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QTimer, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from projects.readers.transcripts import interview_readers
from wording import Message, msg
from workbench.commands import Command
from workbench.interviews.page_parts import language_name
from workbench.interviews.reading.find_bar import FindBar
from workbench.interviews.reading.portrait import Portrait
from workbench.interviews.reading.second_text import SecondText, TextsSplitter
from workbench.interviews.reading.text_notes import TextNotes
from workbench.interviews.reading.transcript import Transcript
from workbench.interviews.retrieval.retrieval_pane import RetrievalPane
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.entities_pane import EntitiesPane
from workbench.interviews.suggestions.review_pane import ReviewPane
from workbench.interviews.suggestions.rules_pane import RulesPane
from workbench.session import Session
from workbench.widgets import CommandButton, EmptyState, KeyHints, Pane, PaneHeader

_LOW = 460  # pixels of the column: below, a bar of its own would cost one line of text in ten


class SearchBar(Protocol):
    """What the header asks of a search bar, which is a widget."""

    turned: SignalInstance

    def stand_in_header(self, inside: bool) -> None:
        """Give up what has no room beside a title, or show it again."""


class TextHeader(PaneHeader):
    """Title, facts and buttons; while the search bar stands in it, facts and buttons make room."""

    def __init__(self, bar: SearchBar, *buttons: QWidget) -> None:
        super().__init__("", *buttons)
        self._bar, self._buttons = bar, buttons
        self.inside = False
        bar.turned.connect(self._make_room)

    def stand_over(self, page: Pane) -> None:
        """Follow the height of the page this is the header of; the bar is the first of its body, or stands here."""
        self._column = page.body
        self._column.insertWidget(0, cast("QWidget", self._bar))
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the bar in or give it back when the page becomes low or high."""
        if isinstance(event, QResizeEvent):
            self._fit(event.size().height() < _LOW)
        return super().eventFilter(watched, event)

    def _fit(self, low: bool) -> None:
        if low == self.inside:
            return
        self.inside, bar = low, cast("QWidget", self._bar)
        shown, focused = not bar.isHidden(), bar.window().focusWidget()
        if low:
            self.row.addWidget(bar, 2)
        else:
            self._column.insertWidget(0, bar)
        self._bar.stand_in_header(low)
        bar.setVisible(shown)
        if focused is not None and shown and bar.isAncestorOf(focused):
            focused.setFocus()
        self._make_room()

    def _make_room(self) -> None:
        room = self.inside and not cast("QWidget", self._bar).isHidden()
        for widget in (self.note, *self._buttons):
            widget.setHidden(room)


def no_interviews() -> Message:
    """What an empty room says: the formats that can be imported."""
    return msg("interviews.view.no_documents", kinds=[reader.label for reader in interview_readers()])


class CentrePane(QStackedWidget):
    """Transcript, retrieval, or the empty state."""

    def __init__(self, state: RoomState, session: Session, commands: dict[str, Command]) -> None:
        super().__init__()
        self._state, self._session, self._commands = state, session, commands
        self.transcript = Transcript()
        self._left_at: tuple[int, int, str] | None = None  # while a page lies over the text: see `_turned`
        self.currentChanged.connect(lambda _place: self._turned())

    def furnish(self) -> Iterator[None]:
        """Its pages, one or two in a turn of the event loop."""
        state, session = self._state, self._session
        self._lay_out_text()
        yield
        self.retrieval, self.rules = RetrievalPane(state, session), RulesPane(state, session)
        self._take(self.retrieval, self.rules)
        yield
        self.entities, self.review = EntitiesPane(state, session), ReviewPane(state, session)
        self._take(self.entities, self.review)
        yield
        self.bring = CommandButton(self._commands["interviews.bring.documents"], primary=True)
        self.nothing = EmptyState(no_interviews(), self.bring, "messages-square")
        self.empty = Pane()
        self.empty.body.addWidget(self.nothing)
        self.addWidget(self.empty)
        # pages that a change of the lists leaves in front
        self.staying: set[QWidget] = {self.retrieval, self.rules, self.entities, self.review}
        self.wide: set[QWidget] = {self.review}  # pages with a left side of their own
        self.of_codes: set[QWidget] = {self.retrieval, self.rules}  # pages that need the codebook alone at the left
        # pages of one place or text, of which the right column speaks; others have its room
        self.of_a_place: set[QWidget] = {self.reading, self.empty, self.review}
        state.listed.connect(self._show_state)
        state.opened.connect(self._show_state)

    def _take(self, *pages: RetrievalPane | RulesPane | EntitiesPane | ReviewPane) -> None:
        for page in pages:
            self.addWidget(page)
            page.left.connect(self.show_transcript)

    def _lay_out_text(self) -> None:
        state, commands = self._state, self._commands
        self.find_bar = FindBar(state, self._session, self.transcript)
        find = CommandButton(commands["interviews.find.open"], text=msg("interviews.view.find_short"))
        beside = CommandButton(commands["interviews.translation.choose"], text=msg("interviews.view.beside_short"))
        self.header = TextHeader(self.find_bar, find, beside)
        ways = QHBoxLayout()
        ways.setSpacing(0)
        for way in ("back", "forward"):
            ways.addWidget(_WayButton(commands[f"interviews.reading.{way}"], kind="eye", bare=True))
        self.header.row.insertLayout(0, ways)
        self.reading = Pane(self.header, spacing=0)
        self.portrait = Portrait(self.transcript)
        self.portrait.place_chosen.connect(self.transcript.go_to)
        state.codebook_changed.connect(self.portrait.follow)
        self.header.stand_over(self.reading)
        self.second = SecondText(state, self._session)
        self.texts = TextsSplitter(self.transcript)
        self.texts.addWidget(self.second)
        self.second.turned.connect(self._show_second)
        self.hints = _hints()
        erase = CommandButton(commands["interviews.document.erase"])
        self.held_back = EmptyState(msg("interviews.view.held_back"), erase, "eye-off")
        self.held_back.hide()
        for widget, stretch in ((self.portrait, 0), (self.texts, 1), (self.held_back, 1), (self.hints, 0)):
            self.reading.body.addWidget(widget, stretch)
        self.addWidget(self.reading)

    def add_notes(self, notes: TextNotes) -> None:
        """Put the field for notes below the text, and their list among the pages."""
        self.reading.body.insertWidget(self.reading.body.indexOf(self.texts) + 1, notes.bar)
        self.addWidget(notes.pane)
        self.staying.add(notes.pane)
        notes.text_requested.connect(self.show_transcript)
        notes.page_requested.connect(self.setCurrentWidget)

    def _show_second(self) -> None:
        """Two texts share the room; in a low window the keys' bar gives way to them."""
        two = not self.second.isHidden()
        self._show_text()
        if two:
            self.texts.setSizes([1000, 1000])
            self.second.transcript.setFocus()
        else:
            self.take_focus()

    def _show_text(self) -> None:
        """The text, or the sentence in its place where the interview is held back."""
        loaded = self._state.loaded
        held_back = loaded is not None and loaded.held_back
        self.texts.setHidden(held_back)
        self.held_back.setVisible(held_back)
        self.hints.setHidden(held_back or (not self.second.isHidden() and self.header.inside))

    def show_transcript(self) -> None:
        """Leave the segments of a code for the transcript."""
        self.setCurrentWidget(self.reading if self._state.documents else self.empty)
        self.take_focus()

    def _turned(self) -> None:
        """Remember what was read when a page comes to lie over the text; what resizes meanwhile scrolls it."""
        text = self.transcript
        if not hasattr(self, "reading"):
            return
        if self.currentWidget() is self.reading:
            # a turn later: the columns beside it come back first, and what resizes scrolls
            QTimer.singleShot(0, text, lambda: QTimer.singleShot(0, text, self._scroll_back))
        elif self._left_at is None:
            self._left_at = text.textCursor().position(), text.firstVisibleBlock().blockNumber(), self._digest()

    def _digest(self) -> str:
        return self.transcript.loaded.document.digest if self.transcript.loaded is not None else ""

    def _scroll_back(self) -> None:
        """The text stands as it was left, unless another place of it was gone to."""
        text, left, self._left_at = self.transcript, self._left_at, None
        caret, top, digest = left or (-1, 0, "")
        in_sight = text.viewport().rect().contains(text.cursorRect())
        if in_sight:
            return
        if digest != self._digest() or caret != text.textCursor().position():
            text.centerCursor()  # chosen while a page lay over it, or before the columns beside it came back
        else:
            text.verticalScrollBar().setValue(text.document().findBlockByNumber(top).firstLineNumber())

    def take_focus(self) -> None:
        """The keys stand in the text, or on the button of an empty room."""
        target = self.focus_target()
        (target if target is not None else self.transcript).setFocus()

    def focus_target(self) -> QWidget | None:
        """The text while it is seen, the button of an empty room; None while another page is in front."""
        front = self.currentWidget()
        if front is self.reading and not self.held_back.isHidden():
            return self.held_back.button
        return self.transcript if front is self.reading else self.bring if front is self.empty else None

    def show_code(self, code_id: str) -> None:
        """Show the segments of a code."""
        self.retrieval.show_code(code_id)
        self.setCurrentWidget(self.retrieval)
        self.retrieval.take_focus()

    def show_code_memo(self, code_id: str) -> None:
        """Show the segments of a code, with the keys in its memo."""
        self.show_code(code_id)
        self.retrieval.facts.write_memo()

    def show_rules(self, code_id: str) -> None:
        """Show the rules of a code with their tester."""
        self.rules.show_code(code_id)
        self.setCurrentWidget(self.rules)
        self.rules.languages.setFocus()

    def show_entities(self) -> None:
        """Show the people, places and numbers of the interviews."""
        self.setCurrentWidget(self.entities)
        self.entities.look.setFocus()

    def show_review(self) -> None:
        """Show all that waits to be decided."""
        self.setCurrentWidget(self.review)
        self.review.list.setFocus()

    def page_name(self) -> str:
        """The page in front that "back" can lead to; "" for the text and other pages."""
        return next((name for name, (page, _) in self._left_pages().items() if page is self.currentWidget()), "")

    def show_page(self, name: str) -> None:
        """Bring a page to the front again as it was left."""
        if name in self._left_pages():
            page, target = self._left_pages()[name]
            self.setCurrentWidget(page)
            target.setFocus()

    def _left_pages(self) -> dict[str, tuple[QWidget, QWidget]]:
        return {
            "rules": (self.rules, self.rules.tester.results),
            "entities": (self.entities, self.entities.table),
        }

    def _show_state(self) -> None:
        line = self._state.line()
        self._show_text()
        if self.currentWidget() not in self.staying:
            self.setCurrentWidget(self.reading if self._state.documents or not self._state.ready else self.empty)
        if line is None:
            self.header.title.say("")
            self.header.note.say("")
            return
        self.header.title.say(line.name)
        self.header.note.say(
            msg(
                "interviews.view.document_facts",
                language=language_name(line.language),
                words=msg("interviews.view.words_total", n=line.words),
                segments=msg("interviews.view.segments_total", n=line.segments),
            )
        )


class _WayButton(CommandButton):
    """Back or forward, in sight while there is somewhere to go."""

    def refresh(self) -> None:
        """Follow the command."""
        super().refresh()
        self.setHidden(not self.isEnabled() and not self.hasFocus())


def _hints() -> KeyHints:
    return KeyHints(
        [
            ("Ctrl K", msg("interviews.view.hint.code")),
            ("1–9", msg("interviews.view.hint.favourites")),
            ("E", msg("textnotes.hint.extend")),
            (".", msg("textnotes.hint.repeat")),
            ("V", msg("textnotes.hint.in_vivo")),
            ("M", msg("textnotes.hint.memo")),
            ("P", msg("textnotes.hint.paraphrase")),
            ("F8", msg("textnotes.hint.coded")),
            ("S", msg("interviews.view.hint.uncoded")),
            ("N", msg("interviews.view.hint.next")),
            ("A", msg("interviews.view.hint.accept")),
            ("R", msg("interviews.view.hint.reject")),
        ]
    )
