# SPDX-License-Identifier: MIT
"""The quotes behind the cell that is chosen: read in a job, opened in the text one by one. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from analysis.codings.behind import QuoteLine
from wording import Text, msg
from workbench.codings.quote_list import QuoteList
from workbench.widgets import Button, Line, MutedLabel, Pane, StrongLabel
from workbench.widgets.flow import FlowLayout


class CellQuotes(Pane):
    """`opened` carries the id of a segment, `quotes_wanted` the ids of all those shown."""

    opened = Signal(str)
    quotes_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Line(), spacing=0)
        if parent is not None:
            self.setParent(parent)
        self.title = StrongLabel("", wrap=True)
        self.facts = MutedLabel("", wrap=True)
        self.list = QuoteList(msg("behind.list"), ticked=True)
        self.list.opened.connect(self.opened)
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
        self.title.say(title)
        cases = len({line.case for line in lines})
        documents = len({line.document for line in lines})
        self.facts.say(msg("behind.facts", n=len(lines), cases=cases, documents=documents))
        self.list.show_lines(lines, new)
        for button in (self.first, self.table):
            button.setEnabled(bool(lines))
        self.show()

    def clear(self) -> None:
        """No cell is chosen."""
        self.hide()

    def open_first(self) -> None:
        """Open the quote the keys stand on, else the first."""
        current = self.list.current() or next(iter(self.list.lines()), None)
        if current is not None:
            self.opened.emit(current.segment)

    def _want_quotes(self) -> None:
        self.quotes_wanted.emit([line.segment for line in self.list.lines()])
