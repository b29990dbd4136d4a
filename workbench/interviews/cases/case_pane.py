# SPDX-License-Identifier: MIT
"""The page of one case: attributes, survey answers, the act – means – purpose panel, quotes. It emits requests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg
from wording.quotations import in_quotes
from workbench.interviews.cases.act_means_purpose import ElementsGrid
from workbench.interviews.cases.page_rows import CaseSection, FactLine
from workbench.interviews.cases.timeline_view import TimelineView
from workbench.translation import say
from workbench.widgets import (
    Button,
    EmptyState,
    Entry,
    EntryList,
    LinkButton,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    scrolled,
    set_tab_order,
)

if TYPE_CHECKING:
    from projects.cases.answers import Answer
    from projects.cases.attributes import AttributeValue
    from projects.cases.page import CasePage

_SHOWN_QUOTES = 200


class CasePane(Pane):
    """What is known of a case, in the middle column."""

    attribute_requested = Signal(str)  # the name of one to change, "" for a new one
    all_answers_requested = Signal()
    segment_requested = Signal(object)  # Segment
    document_requested = Signal(str)
    memo_requested = Signal()
    codings_requested = Signal()

    def __init__(self) -> None:
        self.memo = Button(msg("casepage.view.memo"), lambda: self.memo_requested.emit(), icon="pencil")
        self.open = PrimaryButton(msg("casepage.view.open_interview"), self._open, icon="book-open")
        self.header = PaneHeader("", self.memo, self.open)
        super().__init__(self.header, spacing=0)
        self.page: CasePage | None = None
        self._only: frozenset[str] | None = None
        self.attributes = CaseSection(
            msg("casepage.view.attributes"), msg("casepage.view.add"), lambda: self.attribute_requested.emit("")
        )
        self.answers = CaseSection(
            msg("casepage.view.answers"), msg("casepage.view.all_answers"), lambda: self.all_answers_requested.emit()
        )
        self.elements = ElementsGrid()
        self.timeline = TimelineView()
        self.quotes_title = SectionLabel(msg("casepage.view.quotes"))
        self.every_quote = LinkButton(msg("casepage.view.every_quote"), lambda: self.show_quotes(None))
        self.quotes = EntryList(msg("casepage.view.quotes"))
        self.quotes.setMinimumHeight(150)
        self.no_quotes = MutedLabel(msg("casepage.view.no_quotes"), wrap=True)
        self.quotes.opened.connect(self._open_quote)
        self.quotes.clicked.connect(lambda index: self._open_quote(index.row()))
        self.empty = EmptyState(msg("casepage.view.choose"), None, "users")
        self.inside = self._inside()
        self.whole = scrolled(self.inside)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.whole, 1)
        self.show_page(None)

    def _inside(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("kind", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(18)
        facts = QGridLayout()
        facts.setHorizontalSpacing(36)
        top = Qt.AlignmentFlag.AlignTop  # else few attributes spread beside many answers
        facts.addWidget(self.attributes, 0, 0, top)
        facts.addWidget(self.answers, 0, 1, top)
        for place in (0, 1):
            facts.setColumnStretch(place, 1)
        column.addLayout(facts)
        column.addWidget(self.elements)
        column.addWidget(self.timeline)
        head = QHBoxLayout()
        head.addWidget(self.quotes_title, 1)
        head.addWidget(self.every_quote)
        column.addLayout(head)
        column.addWidget(self.no_quotes)
        column.addWidget(self.quotes, 1)
        return inside

    def show_page(self, page: CasePage | None) -> None:
        """Show a case; None shows the sentence that asks for one."""
        self.page = page
        self.empty.setVisible(page is None)
        self.whole.setVisible(page is not None)
        self.memo.setEnabled(page is not None)
        self.open.setEnabled(page is not None and any(line.member.document for line in page.members))
        if page is None:
            self.header.title.say(msg("casepage.view.cases"))
            self.header.note.say("")
            return
        self.header.title.say(page.case.name)
        kind, coded = msg(f"casepage.kind.{page.case.kind}"), msg("casepage.quotes", n=len(page.segments))
        self.header.note.say(msg("casepage.view.note", kind=kind, quotes=coded))
        self._show_facts(page)
        self.elements.setVisible(page.case.kind == "person")
        self.elements.show_panel(page.panel)
        self.show_quotes(self._only)
        set_tab_order(self.whole, self.open)  # links come and go with the case

    def _show_facts(self, page: CasePage) -> None:
        self.attributes.clear()
        self.answers.clear()
        for held in page.attributes:
            change = partial(self.attribute_requested.emit, held.name)
            line = FactLine(held.name, held.value, _origin(held), change)
            say(line, tip=held.origin)
            self.attributes.add(line)
        if not page.attributes:
            self.attributes.say_empty(msg("casepage.view.no_attributes"))
        for answer in page.answers:
            self.answers.add(FactLine(_question(answer), answer.text, absent=bool(answer.cell.reason)))
        if page.without_consent:
            self.answers.say_empty(msg("casepage.rows_closed", n=page.without_consent))
        elif not page.answers:
            rows = any(line.member.table for line in page.members)
            self.answers.say_empty(msg("casepage.view.no_answers" if rows else "casepage.view.no_rows"))

    def show_quotes(self, codes: frozenset[str] | None) -> None:
        """Show the codings of the case, only under `codes` where given."""
        self._only = codes
        page = self.page
        held = [] if page is None else [one for one in page.segments if codes is None or one.code in codes]
        entries: list[Entry] = []
        for place, segment in enumerate(held[:_SHOWN_QUOTES]):
            code = page.book[segment.code]  # type: ignore[union-attr]  # without a page nothing is held
            quote = page.quotes[segment.id]  # type: ignore[union-attr]  # without a page nothing is held
            words = in_quotes(" ".join(quote.text.split()), quote.language)
            below = quote.placed(page.places[segment.id])  # type: ignore[union-attr]  # likewise
            entry = Entry(place, words, code.name, colour=code.colour, name=below, wraps=True, running=True)
            entries.append(entry)
        self._held = held
        self.quotes.set_entries(entries)
        self.quotes.setVisible(bool(held))
        self.no_quotes.setVisible(not held)
        self.every_quote.setVisible(codes is not None)

    def _open_quote(self, place: object) -> None:
        if isinstance(place, int) and place < len(self._held):
            self.segment_requested.emit(self._held[place])

    def _open(self) -> None:
        if self.page is not None:
            held = next((line.member.document for line in self.page.members if line.member.document), "")
            if held:
                self.document_requested.emit(held)


def _origin(held: AttributeValue) -> Text:
    """Where an attribute comes from, in one word; its tooltip names the question."""
    return msg("casepage.origin.survey") if held.source.startswith("survey:") else held.origin


def _question(answer: Answer) -> Text:
    from projects.cases.answers import called  # with the first answer shown: it needs the data's libraries

    return called(answer.variable)
