# SPDX-License-Identifier: MIT
"""The right column: three words of which one is chosen, and its page: suggestion, segment, document."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from analysis.codings.records import place_of
from coding.records import Segment
from projects.assistance.learned_suggestions import passages_alike
from projects.assistance.suggestion_reasons import AcceptedAs, accepted_as
from projects.interviews import queries
from projects.quotes.quote_format import citation_choice, cite
from projects.worker import TextProcess
from wording import Problem, Text, msg
from wording.numbers import format_date, format_probability
from wording.texts import in_quotes
from workbench.colours_and_sizes import HEADER_HEIGHT
from workbench.commands import Command
from workbench.interviews.coding_painter import Mark
from workbench.interviews.page_parts import CodeName, MemoField, SidePage, empty_page
from workbench.interviews.reading.documents import DocumentPage
from workbench.interviews.reading.guarded_editor import CitingBox, QuoteCopying
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.suggestion_page import SuggestionPage
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    CommandButton,
    Entry,
    EntryList,
    Fact,
    Label,
    Line,
    MoreButton,
    Pane,
    SectionLabel,
    StrongLabel,
    Tabs,
)

if TYPE_CHECKING:
    from projects.assistance.learned_suggestions import AlikePassage
    from projects.quotes.quote_format import CitationChoice
    from projects.store.project import Project
    from workbench.jobs import Job

_LONGEST_QUOTE, _TITLE = 600, 24
_PAUSE = 40  # ms: the text is painted first, and of segments passed quickly only the last is read
_CITED = ("citation", "turn_alignment", "segment_counterpart", "document")
_RARER = ("start_earlier", "start_later", "end_earlier", "end_later", "anchor")


class SegmentPage(SidePage):
    """Shows one segment."""

    memo_written = Signal(object, str)
    other_chosen = Signal(object)  # Mark
    passage_chosen = Signal(str, int, int)  # an interview, and from where to where in it

    def __init__(self, state: RoomState, session: Session, commands: dict[str, Command]) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.shown: str | None = None
        self.segment: Segment | None = None
        self.nothing = empty_page(
            msg("interviews.view.no_segment"),
            CommandButton(commands["interviews.go.transcript"]),
        )
        self.details = QWidget()
        self.code, self.quote = CodeName(), Label("", wrap=True)
        self.facts = QVBoxLayout()
        self.citing = CitingBox()
        QuoteCopying(state, session, self).watch(self.citing.words)
        self.memo = MemoField(msg("interviews.view.memo"), msg("interviews.view.memo_hint"))
        self.memo.stored.connect(self.memo_written)
        self.here = EntryList(msg("interviews.view.here"))
        self.here.opened.connect(self.other_chosen)
        self.here.clicked.connect(lambda _index: self.other_chosen.emit(self.here.picked_id()))
        self.here_title = SectionLabel(msg("interviews.view.here"))
        self.alike = Button(msg("alike.button"), self.find_alike, icon="search", tip=msg("alike.tip"))
        self.alike_found = EntryList(msg("alike.title"))
        self.alike_found.opened.connect(self._go_to_alike)
        self.alike_found.clicked.connect(lambda _index: self._go_to_alike(self.alike_found.picked_id()))
        self.alike_title = SectionLabel("")
        self.forget_alike()
        self._fill(commands)
        self.citing.words_given.connect(lambda words: self._cite(words=words))
        self.citing.lead_given.connect(lambda lead: self._cite(lead=lead))
        self.citing.beside_given.connect(lambda both: self._cite(with_other=both))
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(lambda: self._read(self.shown) if self.shown else None)
        state.touched.connect(lambda changes: self._soon.start() if changes.touches(*_CITED) else None)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.details)
        self.column.addWidget(self.alike_title)  # they stay while one goes to them
        self.column.addWidget(self.alike_found)
        self.column.addStretch(1)
        state.touched.connect(lambda changes: self.forget_alike() if changes.touches("document", "consent") else None)
        session.closed.connect(self.forget_alike)
        for touched in (state.marked, state.listed):
            touched.connect(self._soon.start)
        self.show_segment(None, [])

    def _fill(self, commands: dict[str, Command]) -> None:
        column = QVBoxLayout(self.details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.facts.setSpacing(0)
        column.addWidget(self.code)
        column.addWidget(self.quote)
        column.addLayout(self.facts)
        column.addWidget(self.citing)
        column.addWidget(SectionLabel(msg("interviews.view.memo")))
        column.addWidget(self.memo)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(CommandButton(commands["interviews.segment.recode"], text=msg("interviews.view.recode")), 1)
        row.addWidget(CommandButton(commands["interviews.segment.remove"], text=msg("interviews.view.remove_short")), 1)
        column.addSpacing(4)
        column.addLayout(row)
        self.more = MoreButton(*(CommandButton(commands[f"interviews.segment.{name}"]) for name in _RARER))
        column.addWidget(self.more)
        column.addWidget(self.alike)
        column.addWidget(self.here_title)
        column.addWidget(self.here)

    def show_segment(self, segment_id: str | None, others: list[Mark]) -> None:
        """Show a segment and what else stands on its place."""
        if segment_id != self.shown:
            self.memo.keep()
        self.shown = segment_id
        self.nothing.setVisible(segment_id is None)
        self.details.setVisible(segment_id is not None)
        self._show_others(others)
        if segment_id is not None:
            mark = self._state.marks.segment(segment_id)
            if mark is not None and not mark.noted:
                self.memo.show_memo(segment_id, "")  # known before the rest is read: it can be typed at once
            self._soon.start()
        else:
            self.segment = None

    def find_alike(self) -> None:
        """Find the passages most like this segment that do not bear its code."""
        segment, session, coder = self.segment, self._session, self._state.user
        if segment is None:
            return

        def work(progress: Job) -> list[AlikePassage]:
            with TextProcess() as process:
                one = [segment.id]
                return passages_alike(process, session.fetch, segment.code, coder, segments=one, progress=progress)

        session.job(msg("alike.job"), work, partial(self._show_alike, segment), owner=self)

    def forget_alike(self) -> None:
        """Show no passages any more."""
        self.alike_found.set_entries([])
        for part in (self.alike_title, self.alike_found):
            part.hide()

    def _show_alike(self, segment: Segment, found: list[AlikePassage]) -> None:
        quote, line = " ".join(segment.quote.split())[:_TITLE], self._state.line(segment.document)
        self.alike_title.say(msg("alike.like", quote=in_quotes(f"{quote}…", line.language if line is not None else "")))
        self.alike_found.set_entries(
            [
                Entry((one.document, one.start, one.end), " ".join(one.quote.split()), name=one.document_name)
                for one in found
            ]
        )
        for part in (self.alike_title, self.alike_found):
            part.show()

    def _go_to_alike(self, place: object) -> None:
        if isinstance(place, tuple):
            self.passage_chosen.emit(*place)

    def _read(self, segment_id: str | None) -> None:
        def read(project: Project) -> tuple[Segment, CitationChoice, AcceptedAs | None] | None:
            try:
                segment = queries.segment(project, str(segment_id))
            except Problem:  # removed meanwhile, or its interview is held back
                return None
            return segment, citation_choice(project, segment.id), accepted_as(project, segment.id)

        self._session.ask(read, self._take, latest="interviews.segment")

    def _take(self, found: tuple[Segment, CitationChoice, AcceptedAs | None] | None) -> None:
        if found is None or found[0].id != self.shown or found[0].code not in self._state.codebook:
            return
        segment, choice, accepted = found
        self.citing.show_choice(choice, self._said_by(segment), segment.quote)
        self.segment = segment
        code = self._state.codebook[segment.code]
        self.code.show_code(code.name, code.colour)
        quote = segment.quote
        shortened = quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…"
        line = self._state.line(segment.document)  # on a translation it is not the open text
        self.quote.say(in_quotes(shortened, line.language if line is not None else ""))
        self.memo.show_memo(segment.id, segment.memo)
        kind, _colon, rule = segment.origin.partition(":")
        origin: Text = msg("interviews.view.origin.person")
        if kind in ("rule", "model"):
            origin = msg(f"interviews.view.origin.{kind}", rule=rule)
        facts: list[tuple[str, Text]] = [("coder", self._state.coder_name(segment.coder)), ("origin", origin)]
        self._show_facts([*facts, *_of_suggestion(accepted, self._state.coder_name)])

    def _said_by(self, segment: Segment) -> Text:
        """Speaker and interview as they stand below the quote; of a text that is not open, what stands there."""
        loaded, line = self._state.loaded, self._state.line(segment.document)
        if line is None or loaded is None or loaded.document.id != segment.document:
            return msg("quoting.view.speaker")
        turns = loaded.document.turns
        at = bisect_right(turns, segment.start, key=lambda turn: turn.start) - 1
        speaker = turns[at].speaker if at >= 0 else ""
        place = place_of(*loaded.numbers.cited(segment.start))
        document = msg("framework.place", document=line.name, place=place)
        return msg("results.said_by", speaker=speaker or "–", document=document)

    def _show_facts(self, facts: list[tuple[str, Text]]) -> None:
        while self.facts.count():
            old = self.facts.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.deleteLater()
        for name, value in facts:
            self.facts.addWidget(Fact(msg(f"interviews.view.{name}"), value))

    def _show_others(self, others: list[Mark]) -> None:
        entries = []
        for mark in others:
            if mark.code in self._state.codebook:
                code = self._state.codebook[mark.code]
                name: Text = msg("interviews.view.suggested_name", code=code.name) if mark.suggested else code.name
                entries.append(Entry(mark, name, colour=code.colour))
        self.here.set_entries(entries)
        self.here_title.setVisible(bool(entries))
        self.here.setVisible(bool(entries))
        self.here.setFixedHeight(max(len(entries), 1) * 30 + 2)

    def _cite(self, **chosen: Any) -> None:
        """Print the segment this way."""
        if self.shown is not None:
            kept = self.citing.words.document()
            self._session.do(cite(self.shown, **chosen), lambda _changes: kept.setModified(False))


def _of_suggestion(accepted: AcceptedAs | None, coder_name: Callable[[str], Text]) -> list[tuple[str, Text]]:
    """Score and version of the model, and who accepted the suggestion that a segment came of, on which day."""
    if accepted is None:
        return []
    language, facts = language_of(), list[tuple[str, Text]]()
    for reason in accepted.reasons:
        if reason.score is not None:
            facts += [("score", format_probability(reason.score, language)), ("model_version", reason.version)]
    if accepted.local:
        day = format_date(dt.datetime.fromisoformat(accepted.local), language)
        facts.append(("accepted_by", msg("interviews.view.who_when", who=coder_name(accepted.decided_by), day=day)))
    return facts


SUGGESTION, SEGMENT, DOCUMENT = "suggestion", "segment", "document"


class RightPane(Pane):
    """What is known about the place at hand."""

    lent = Signal(bool)  # whether the column belongs to another centre, such as a case

    def __init__(self, state: RoomState, session: Session, commands: dict[str, Command]) -> None:
        self.tabs = Tabs(msg("interviews.view.side_tabs"))
        self.beside = StrongLabel("")
        self.beside.hide()
        super().__init__(_head(self.tabs, self.beside), spacing=0)
        self._state = state
        self.suggestion = SuggestionPage(state, session, commands)
        self.segment = SegmentPage(state, session, commands)
        self.document = DocumentPage(state, commands)
        self._pages: dict[str, QWidget] = {
            SUGGESTION: self.suggestion,
            SEGMENT: self.segment,
            DOCUMENT: self.document,
        }
        self.stack = QStackedWidget()
        for page in self._pages.values():
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        self.tabs.set_tabs([(SUGGESTION, msg("interviews.view.suggestion_tab")), *_OTHERS])
        self.tabs.chosen.connect(self.turn_to)

    def turn_to(self, page: str) -> None:
        """Show a page."""
        self.tabs.choose(page)
        self.stack.setCurrentWidget(self._pages[page])

    def show_beside(self, page: QWidget | None, title: Text = "") -> None:
        """Show what belongs to another centre, such as a case; None brings the pages of the text back."""
        self.tabs.setVisible(page is None)
        self.beside.say(title)
        self.beside.setVisible(page is not None)
        self.lent.emit(page is not None)
        self.stack.setCurrentWidget(page if page is not None else self._pages[self.page()])

    def page(self) -> str:
        """The page shown."""
        return str(self.tabs.value())


_OTHERS: list[tuple[str, Text]] = [
    (SEGMENT, msg("interviews.view.segment_tab")),
    (DOCUMENT, msg("interviews.view.document_tab")),
]


def _head(tabs: Tabs, beside: QWidget) -> QWidget:
    head = QWidget()
    head.setMinimumHeight(HEADER_HEIGHT + 1)
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    row = QHBoxLayout()
    row.setContentsMargins(8, 4, 8, 4)
    row.addWidget(tabs)
    row.addWidget(beside)
    row.addStretch(1)
    column.addLayout(row, 1)
    column.addWidget(Line())
    return head
