# SPDX-License-Identifier: MIT
"""Quotes not checked yet, the words that may name somebody marked; once checked, they may be shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from analysis.codings.records import place_of
from projects.interviews.name_review import mark_reviewed
from projects.quotes.quote_format import waiting_quotes
from wording import msg
from workbench.interviews.state import RoomState
from workbench.widgets import Button, Entry, EntryList, Label, LeadLabel, MutedLabel, Pane, PaneHeader, PrimaryButton
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from projects.quotes.quote_format import WaitingQuote
    from projects.store.project import Project
    from workbench.session import Session

UNREAD_MS = 700  # nobody has read a quote that came to hand by itself, with the names in it, sooner


def place_kept(place: object, before: Sequence[str], now: Sequence[str]) -> int:
    """Where the quote at hand stands in the list as it is now; the one that follows it, if it was looked at."""
    if not isinstance(place, int) or place >= len(before):
        return 0
    return now.index(before[place]) if before[place] in now else max(0, min(place, len(now) - 1))


class QuotesPane(Pane):
    """The list, the quote at hand in full, one button that lets it leave, one that leads to the text."""

    left = Signal()
    place_requested = Signal(str, int)

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader(msg("quotes.view.title"), back)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self.waiting: list[WaitingQuote] = []
        self._looked = ""  # the segment whose quote was last looked at
        self._came = QElapsedTimer()  # since the next quote came to hand by itself
        self.note = MutedLabel(msg("quotes.view.note"), wrap=True)
        self.nothing = LeadLabel(msg("quotes.view.none"), wrap=True)
        self.list = EntryList(msg("quotes.view.title"))
        self.whole = Label("", wrap=True)
        self.looked = PrimaryButton(msg("quotes.view.looked"), self.look, icon="check")
        self.go = Button(msg("quotes.view.go"), self._go, icon="book-open")
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 6)
        head.addWidget(self.note)
        self.body.addLayout(head)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)
        below = QVBoxLayout()
        below.setContentsMargins(14, 8, 14, 10)
        below.setSpacing(8)
        below.addWidget(self.whole)
        buttons = FlowLayout(None, 10)  # one below the other where the column is narrow
        buttons.addWidget(self.looked)
        buttons.addWidget(self.go)
        below.addLayout(buttons)
        self.body.addLayout(below)
        self.list.picked.connect(lambda _place: self._picked())
        self.list.opened.connect(lambda _place: self._go())
        touched = ("quote_look", "segment", "document", "consent")
        state.touched.connect(lambda changes: self.read() if self.isVisible() and changes.touches(*touched) else None)

    def read(self) -> None:
        """Ask for the quotes that wait."""

        def read(project: Project) -> list[WaitingQuote]:
            return waiting_quotes(project)

        self._session.ask(read, self._take, latest="interviews.quotes", owner=self)

    def _take(self, waiting: list[WaitingQuote]) -> None:
        held = self._at_hand()
        before, self.waiting = self.waiting, waiting
        at = place_kept(self.list.picked_id(), *([one.quote.segment.id for one in all_] for all_ in (before, waiting)))
        self._looked = ""
        entries = []
        for place, one in enumerate(waiting):
            words = " ".join(one.marked().split())
            where = msg("framework.place", document=one.quote.document_name, place=place_of(*one.quote.place))
            entries.append(Entry(place, words, where, icon="triangle-alert" if one.marks else "quote"))
        self.list.set_entries(entries)
        if entries:
            self.list.pick(at, quiet=True)
            self.list.scrollTo(self.list.currentIndex())
            if held and self._at_hand() != held:
                self._came.start()
        self.nothing.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self._show()

    def _at_hand(self) -> str:
        """The segment of the quote at hand; "" where there is none."""
        place = self.list.picked_id()
        there = isinstance(place, int) and place < len(self.waiting)
        return self.waiting[place].quote.segment.id if there else ""

    def _picked(self) -> None:
        self._came.invalidate()
        self._show()

    def _show(self) -> None:
        place = self.list.picked_id()
        there = isinstance(place, int) and place < len(self.waiting)
        self.whole.say(self.waiting[place].marked() if there else "")
        for button in (self.looked, self.go):
            button.setVisible(there)

    def look(self) -> None:
        """The quote at hand was looked at; not one that only just came to hand, by a key pressed twice."""
        segment = self._at_hand()
        unread = self._came.isValid() and self._came.elapsed() < UNREAD_MS
        if segment and segment != self._looked and not unread:
            self._looked = segment
            self._session.do(mark_reviewed([segment]))

    def _go(self) -> None:
        place = self.list.picked_id()
        if isinstance(place, int):
            segment = self.waiting[place].quote.segment
            self.place_requested.emit(segment.document, segment.start)
