# SPDX-License-Identifier: MIT
"""The right column: three words of which one is chosen, and its page: suggestion, segment, document."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.colours_and_sizes import HEADER_HEIGHT
from workbench.commands import Command
from workbench.interviews.panes.segment_page import SegmentPage
from workbench.interviews.reading.documents import DocumentPage
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.suggestion_page import SuggestionPage
from workbench.session import Session
from workbench.widgets import Line, Pane, StrongLabel, Tabs

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
