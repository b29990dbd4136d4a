# SPDX-License-Identifier: MIT
"""The pages of the Safety room, of which one is in front. Each asks the project for itself."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QStackedWidget

from workbench.safety.panes.check_page import CheckPage
from workbench.safety.panes.erase_page import ErasePage
from workbench.safety.panes.handover_page import PackPage
from workbench.safety.panes.key_page import KeyPage
from workbench.safety.panes.page import SafetyPage
from workbench.safety.panes.share_page import SharePage
from workbench.safety.panes.snapshot_page import SnapshotPage
from workbench.safety.state import PAGES, SafetyState
from workbench.session import Session


class SafetyPages(QStackedWidget):
    """`furnish` makes them."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__()
        self._state, self._session = state, session

    def furnish(self) -> Iterator[None]:
        """One page after the other."""
        state, session = self._state, self._session
        self.check, self.snapshots = CheckPage(state, session), SnapshotPage(state, session)
        self._take(self.check, self.snapshots)
        yield
        self.keys = KeyPage(state, session)
        self._take(self.keys)
        yield
        self.consent = ErasePage(state, session)
        self._take(self.consent)
        yield
        self.share, self.pack = SharePage(state, session), PackPage(state, session)
        self._take(self.share, self.pack)

    def _take(self, *pages: SafetyPage) -> None:
        for page in pages:
            self.addWidget(page)

    def all(self) -> tuple[SafetyPage, ...]:
        """In the order of their list."""
        return tuple(self.page(name) for name in PAGES)

    def page(self, name: str) -> SafetyPage:
        """The page of that name."""
        found: SafetyPage = getattr(self, name)
        return found

    def in_front(self) -> SafetyPage:
        """The page that the state names."""
        return self.page(self._state.page)

    def show_page(self, name: str) -> None:
        """Bring a page to the front, read anew."""
        self._state.page = name
        self.setCurrentWidget(self.page(name))
        self.page(name).read()
