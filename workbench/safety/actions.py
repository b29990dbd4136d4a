# SPDX-License-Identifier: MIT
"""Actions of the Safety room: its pages brought to the front with what they ask, answers to what other rooms ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.requests import AskConsents, EraseAnswer, EraseDocument, EraseNames, EraseRows, Request, ShowConsents

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.safety.panes.pages import SafetyPages
    from workbench.safety.state import SafetyState
    from workbench.widgets import EntryList


class SafetyActions:
    """It is given the state, the list of pages and the pages."""

    def __init__(self, state: SafetyState, entries: EntryList, pages: SafetyPages) -> None:
        self._state, self._list, self.pages = state, entries, pages
        entries.picked.connect(pages.show_page)

    def go(self, page: str) -> None:
        """Bring a page of the room to the front."""
        self._list.pick(page)

    def run(self, page: str, act: Callable[[SafetyPages], object]) -> None:
        """Bring the room and a page to the front, and do something there."""
        self._state.front_requested.emit()
        self.go(page)
        act(self.pages)

    def show_clear(self, page: str) -> None:
        """Bring a page to the front, with no question open in any."""
        for one in self.pages.all():
            one.close_panel()
        self.go(page)

    def answer(self, request: Request) -> None:
        """Show the consents of what another room names, or what would go with it."""
        self.go("consent")
        page = self.pages.consent
        match request:
            case ShowConsents():
                page.show_row(request.table, request.row)
            case AskConsents():
                page.ask_all()
            case EraseRows():
                page.ask_rows(request.table, request.rows)
            case EraseAnswer():
                page.ask_answer(request.table, request.row, request.variable)
            case EraseDocument():
                page.ask_document(request.document)
            case EraseNames():
                page.ask_names(request.table, request.subjects)
