# SPDX-License-Identifier: MIT
"""The page of one case: attributes, survey answers, the act – means – purpose panel, quotes. It emits requests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coding.act_means_purpose import MEANS, Means, State
from coding.quoting_marks import OMISSION
from wording import Text, msg
from wording.texts import in_quotes
from workbench.interviews.cases.page_rows import CaseSection, FactLine, QuoteLabel, StateMark, SwatchName
from workbench.interviews.cases.timeline_view import TimelineView
from workbench.interviews.page_parts import empty_layout
from workbench.translation import say
from workbench.widgets import (
    Button,
    ElidedLabel,
    ElidedLink,
    EmptyState,
    Entry,
    EntryList,
    Label,
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
    from projects.cases.elements import ElementLine, ElementsPanel
    from projects.cases.page import CasePage

_NAME = 104  # pixels of an element's name in a small window: it was cut to two letters
_LONGEST = 60  # characters of a first quote


class ElementsGrid(QWidget):
    """The rows of the panel under its heading."""

    question_requested = Signal(str)  # the key of an element
    quotes_requested = Signal(str)  # likewise
    evidence_requested = Signal(str)  # likewise: search the texts with the rules of its code
    starter_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.age = SectionLabel(msg("casepage.view.elements")), MutedLabel("", wrap=True)
        self.says = MutedLabel(msg("casepage.decides_nothing"), wrap=True)  # on a line of its own
        self.missing = MutedLabel("", wrap=True)
        self.nothing = MutedLabel(msg("casepage.view.no_elements"), wrap=True)
        self.starter = LinkButton(msg("casepage.view.add_elements"), lambda: self.starter_requested.emit())
        self.states: dict[str, StateMark] = {}
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.age, 1)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(5)
        for column, share in ((1, 7), (2, 3), (3, 6)):
            self.grid.setColumnStretch(column, share)
        self.grid.setColumnMinimumWidth(1, _NAME)
        column_of = QVBoxLayout(self)
        column_of.setContentsMargins(0, 0, 0, 0)
        column_of.setSpacing(8)
        column_of.addLayout(head)
        column_of.addWidget(self.says)
        for widget in (self.nothing, self.starter):
            column_of.addWidget(widget)
        column_of.addLayout(self.grid)
        column_of.addWidget(self.missing)

    def show_panel(self, panel: ElementsPanel | None) -> None:
        """Show a panel; None where the codebook has no elements."""
        empty_layout(self.grid)
        self.states = {}
        for widget in (self.nothing, self.starter):
            widget.setVisible(panel is None)
        for widget in (self.age, self.says, self.missing):
            widget.setVisible(panel is not None)
        if panel is None:
            return
        age = "" if panel.age is None else f"{panel.age:g}"
        self.age.say(msg(f"casepage.means.{panel.means.value}", age=age))
        names = [msg(f"casepage.pillar.{one}") for one in panel.missing]
        self.missing.say(msg("casepage.missing", names=names) if names else "")
        for place, title in enumerate(("element", "survey", "coded", "state"), start=1):
            self.grid.addWidget(ElidedLabel(msg(f"casepage.view.head.{title}"), kind="muted"), 0, place)
        before = ""
        for number, line in enumerate(panel.lines, start=1):
            needless = line.element.pillar == MEANS and panel.means is Means.NOT_NEEDED
            if line.element.pillar != before:
                before = line.element.pillar
                self.grid.addWidget(SectionLabel(msg(f"casepage.pillar.{before}")), number, 0)
            self._row(number, line, needless)

    def _row(self, number: int, line: ElementLine, needless: bool) -> None:
        element = line.element
        name = SwatchName(line.name, line.colour, muted=needless)
        self.grid.addWidget(name, number, 1)
        ask = partial(self.question_requested.emit, element.code)
        choose = LinkButton(msg("casepage.view.choose_question"), ask)  # one word, seen whole
        if line.answers:
            choose = ElidedLink(msg("casepage.several", answers=[answer.text for answer in line.answers]), ask)
        self.grid.addWidget(choose, number, 2)
        self.grid.addWidget(self._coded(line), number, 3)
        mark = StateMark(element.state, muted=needless)
        if needless:
            mark.word.say(msg("casepage.view.not_needed"))
        self.states[element.code] = mark
        if element.state is State.SURVEY and not needless:
            look = LinkButton(msg("casepage.view.look"), partial(self.evidence_requested.emit, element.code))
            self.grid.addWidget(look, number, 4)
        else:
            self.grid.addWidget(mark, number, 4)

    def _coded(self, line: ElementLine) -> QWidget:
        element = line.element
        hits: Text = msg("casepage.view.hits", n=element.hits) if element.hits else ""
        if not element.coded:
            said: Text = msg("casepage.view.no_coding_hits", hits=hits) if hits else msg("casepage.view.no_coding")
            return ElidedLabel(said, kind="muted")
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        across.addWidget(LinkButton(str(element.coded), partial(self.quotes_requested.emit, element.code)))
        if line.first is not None:
            words = " ".join(line.first.text.split())
            shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()} {OMISSION}"
            quote = QuoteLabel(in_quotes(shown, line.first.language))
            across.addWidget(_quoted(quote, line.place, line.first.note()), 1)
        if hits:
            across.addWidget(Label(hits))
        return row


def _quoted(quote: QuoteLabel, place: Text, note: Text) -> QWidget:
    """A quote; below it its place, who translated and the original beside, where there is a translation."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(quote)
    column.addWidget(ElidedLabel(place, kind="muted"))  # one line: the paragraph, at its end, stays in sight
    if note:
        column.addWidget(QuoteLabel(note, kind="muted"))
    return both


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
