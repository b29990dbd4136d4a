# SPDX-License-Identifier: MIT
"""The act – means – purpose panel: per element what the survey says, what was coded, how they stand. No verdict."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coding.act_means_purpose import MEANS, Means, State
from coding.quoting_marks import OMISSION
from wording import Text, msg
from wording.quotations import in_quotes
from workbench.interviews.cases.page_rows import QuoteLabel, StateMark, SwatchName
from workbench.interviews.page_parts import empty_layout
from workbench.widgets import ElidedLabel, ElidedLink, Label, LinkButton, MutedLabel, SectionLabel

if TYPE_CHECKING:
    from projects.cases.elements import ElementLine, ElementsPanel

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
