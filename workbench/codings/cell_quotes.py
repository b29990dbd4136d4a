# SPDX-License-Identifier: MIT
"""The quotes behind the cell that is chosen, one of each case first; opened in the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from analysis.codings.cell_segments import QuoteLine
from wording import Text, msg
from workbench.codings.quote_list import QuoteList
from workbench.widgets import Button, Line, MutedLabel, Pane, StrongLabel
from workbench.widgets.flow_layout import FlowLayout


class CellQuotes(Pane):
    """`opened` carries the id of a segment, `quotes_requested` the ids of all those shown."""

    opened = Signal(str)
    quotes_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Line(), spacing=0)
        if parent is not None:
            self.setParent(parent)
        self.title = StrongLabel("", wrap=True)
        self.facts = MutedLabel("", wrap=True)
        self.list = QuoteList(msg("behind.list"), ticked=True)
        self.list.opened.connect(self.opened)
        self.list.turned.connect(self._turn)
        self._lines: list[QuoteLine] = []
        self._new: frozenset[str] = frozenset()
        self._unfolded: set[str] = set()  # cases
        self.inside = True
        self.first = Button(msg("behind.open"), self.open_first)
        self.table = Button(msg("behind.quotes"), self._want_quotes)
        head = Pane(margins=(12, 10, 12, 8), spacing=2)
        head.body.addWidget(self.title)
        head.body.addWidget(self.facts)
        bar = QWidget()
        row = FlowLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.first)
        row.addWidget(self.table)
        for widget, stretch in ((head, 0), (self.list, 1), (Line(), 0), (bar, 0)):
            self.body.addWidget(widget, stretch)
        self.hide()

    def show_lines(self, title: Text, lines: Sequence[QuoteLine], new: frozenset[str] = frozenset()) -> None:
        """Show the quotes of a cell; none where it counts no segments."""
        if [line.segment for line in lines] != [line.segment for line in self._lines]:
            self._unfolded = set()
        self._lines, self._new = list(lines), new
        self.title.say(title)
        self._say()
        self.show()

    def show_inside(self, inside: bool) -> None:
        """Show the words, or that they stay inside the team."""
        self.inside = inside
        self._say()

    def _say(self) -> None:
        cases = len({case for line in self._lines for case in line.cases or (line.case,)})
        documents = len({line.document for line in self._lines})
        facts = msg("behind.facts", n=len(self._lines), cases=cases, documents=documents)
        self.facts.say(facts if self.inside else msg("seenas.words_stay"))
        self._fold()
        for button in (self.first, self.table):
            button.setEnabled(bool(self._lines) and self.inside)

    def _fold(self) -> None:
        """One quote of each case, the others of a case behind it; of a single case all."""
        by_case: dict[str, list[QuoteLine]] = {}
        for line in self._lines if self.inside else ():
            by_case.setdefault(line.case, []).append(line)
        shown: list[QuoteLine] = []
        more: dict[str, int] = {}
        for case, held in by_case.items():
            unfolded = case in self._unfolded or len(by_case) == 1
            shown += held if unfolded else held[:1]
            if len(held) > 1 and len(by_case) > 1:
                more[held[0].segment] = 0 if unfolded else len(held) - 1
        self.list.show_lines(shown, self._new, more)

    def _turn(self, line: QuoteLine) -> None:
        """Show more of the case of a quote, or fold them."""
        self._unfolded ^= {line.case}
        self._fold()

    def clear(self) -> None:
        """No cell is chosen: no quote of one stays."""
        self._lines, self._new = [], frozenset()
        self.list.show_lines([])
        self.hide()

    def open_first(self) -> None:
        """Open the quote the keys stand on, else the first."""
        current = self.list.current() or next(iter(self.list.lines()), None)
        if current is not None:
            self.opened.emit(current.segment)

    def _want_quotes(self) -> None:
        self.quotes_requested.emit([line.segment for line in self._lines])
