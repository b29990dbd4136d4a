# SPDX-License-Identifier: MIT
"""The Safety workspace: a list of its pages and the page chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from wording import msg
from workbench.commands import Command
from workbench.requests import Request
from workbench.safety.actions import SafetyActions
from workbench.safety.commands import room_commands
from workbench.safety.panes.pages import SafetyPages
from workbench.safety.state import PAGES, SafetyState
from workbench.safety.text_search import search_texts
from workbench.safety.tour import tour_of
from workbench.session import Session
from workbench.widgets import Entry, EntryList, Pane, PaneHeader
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes

_ICONS = {
    "check": "shield-check",
    "snapshots": "copy",
    "keys": "key-round",
    "consent": "users",
    "share": "eye-off",
    "pack": "upload",
}


class SafetyWorkspace(Workspace):
    """Reads a page anew when it is chosen and after each change."""

    id = "safety"
    title = msg("window.room.safety")
    icon = "shield-check"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = SafetyState(self)
        self.state.asked.connect(self.asked)
        self.state.front_requested.connect(self.wants_front)
        self.list = EntryList(msg("window.room.safety"))

    def furnish(self) -> Iterator[None]:
        """One page after the other."""
        self.pages = SafetyPages(self.state, self.session)
        self.set_columns(self._left(), self.pages)
        self.columns.set_widths(left=252)
        yield
        yield from self.pages.furnish()
        self.list.set_entries([Entry(page, msg(f"safety.{page}.title"), icon=_ICONS[page]) for page in PAGES])
        self.acts = SafetyActions(self.state, self.list, self.pages)
        self.list.pick(self.state.page, quiet=True)

    def _left(self) -> QWidget:
        pane = Pane(PaneHeader(msg("window.room.safety")))
        pane.body.addWidget(self.list)
        return pane

    def commands(self) -> Sequence[Command]:
        """What this room can do, from any room."""
        return room_commands(self.acts)

    def attach(self) -> None:
        """Every page reads what it shows."""
        for page in self.pages.all():
            page.read()

    def where(self) -> dict[str, Any]:
        """The page in front and what it asks; what confirms an erasure is asked anew."""
        return {"page": self.state.page, "asks": self.pages.in_front().asking()}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the page."""
        if where.get("page") in PAGES:
            self.acts.go(where["page"])
            if where.get("asks"):
                self.pages.page(where["page"]).ask_again(str(where["asks"]))

    def open_place(self, place: str) -> None:
        """A page."""
        self.acts.go(place)

    def answer(self, request: Request) -> None:
        """Consents of what another room names, or what would go with it."""
        self.acts.answer(request)

    def shown(self) -> None:
        """Begin in the list of pages; read what may have changed meanwhile."""
        self.list.setFocus()
        self.pages.show_page(self.state.page)

    def on_changes(self, changes: Changes) -> None:
        """Read the page in front anew; others are read when chosen."""
        del changes
        if self.isVisible():
            self.pages.in_front().read()

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Places in interviews and free-text answers that hold the words typed."""
        search_texts(self.session, text, done, self.asked.emit, self)

    def tour(self) -> Sequence[TourStep]:
        """Each page, the panel for a passphrase, and the preview of an erasure."""
        return tour_of(self.acts)
