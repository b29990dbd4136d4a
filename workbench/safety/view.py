# SPDX-License-Identifier: MIT
"""The Safety workspace: a list of its pages and the page chosen. Each page asks the project for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from wording import msg
from workbench.commands import Command, MenuSection
from workbench.requests import EraseAnswer, EraseDocument, EraseNames, EraseRows, Request, ShowConsents
from workbench.safety.check_page import CheckPage
from workbench.safety.erase_page import ErasePage
from workbench.safety.handover_page import PackPage
from workbench.safety.key_page import KeyPage
from workbench.safety.page import SafetyPage
from workbench.safety.share_page import SharePage
from workbench.safety.snapshot_page import SnapshotPage
from workbench.safety.text_search import search_texts
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

    def where(self) -> dict[str, Any]:
        """The page in front and what it asks; what confirms an erasure is asked anew."""
        page = self.list.picked_id()
        return {"page": page, "asks": self.pages[page].asking()}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to the page."""
        if where.get("page") in self.pages:
            self.list.pick(where["page"])
            if where.get("asks"):
                self.pages[where["page"]].ask_again(str(where["asks"]))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = EntryList(msg("window.room.safety"))

    def furnish(self) -> Iterator[None]:
        """One page after the other."""
        self.stack = QStackedWidget()
        self.set_columns(self._left(), self.stack)
        self.columns.set_widths(left=252)
        self.check, self.snapshots = CheckPage(), SnapshotPage()
        self.snapshots.asked.connect(self.asked)
        yield
        self.keys, self.consent, self.pack = KeyPage(), ErasePage(), PackPage()
        self.share = SharePage()
        yield
        self.pages: dict[str, SafetyPage] = {
            "check": self.check,
            "snapshots": self.snapshots,
            "keys": self.keys,
            "consent": self.consent,
            "share": self.share,
            "pack": self.pack,
        }
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.list.set_entries([Entry(page, msg(f"safety.{page}.title"), icon=_ICONS[page]) for page in self.pages])
        self.list.picked.connect(self.show_page)
        self.list.pick("check", quiet=True)

    def _left(self) -> QWidget:
        pane = Pane(PaneHeader(msg("window.room.safety")))
        pane.body.addWidget(self.list)
        return pane

    def commands(self) -> Sequence[Command]:
        """What this room can do, from any room."""
        acts: tuple[tuple[str, str, str, str, Callable[[], object]], ...] = (
            ("check", "check", "safety.check.run", "shield-check", self.check.run),
            ("snapshot", "snapshots", "safety.snapshots.make", "copy", self.snapshots.make_one),
            ("restore", "snapshots", "safety.snapshots.restore", "undo-2", self.snapshots.table.setFocus),
            ("passphrase", "keys", "safety.keys.add", "key-round", self.keys.ask_add),
            ("recovery", "keys", "safety.keys.recovery", "list", self.keys.ask_recovery),
            ("erase", "consent", "safety.erase.begin", "trash-2", self.consent.list.setFocus),
            ("share", "share", "safety.share.title", "eye-off", self.share.flag_base.setFocus),
            ("pack", "pack", "safety.pack.run", "upload", self.pack.ask),
        )
        return [
            Command(
                f"safety.{name}",
                msg(key),
                partial(self._act, page, act),
                MenuSection.PROJECT,
                everywhere=True,
                icon=icon,
            )
            for name, page, key, icon, act in acts
        ]

    def _act(self, page: str, act: Callable[[], object]) -> None:
        self.wants_front.emit()
        self.list.pick(page)
        act()

    def attach(self) -> None:
        """Every page reads what it shows."""
        for page in self.pages.values():
            page.attach(self.session)

    def show_page(self, page: str) -> None:
        """Bring a page to the front."""
        self.stack.setCurrentWidget(self.pages[page])
        self.pages[page].read()

    def open_place(self, place: str) -> None:
        """A page."""
        self.list.pick(place)

    def answer(self, request: Request) -> None:
        """Show the consents of what another room names, or what would go with it."""
        self.list.pick("consent")
        page = self.consent
        match request:
            case ShowConsents():
                page.show_row(request.table, request.row)
            case EraseRows():
                page.ask_rows(request.table, request.rows)
            case EraseAnswer():
                page.ask_answer(request.table, request.row, request.variable)
            case EraseDocument():
                page.ask_document(request.document)
            case EraseNames():
                page.ask_names(request.table, request.subjects)

    def shown(self) -> None:
        """Begin in the list of pages; read what may have changed meanwhile."""
        self.list.setFocus()
        self.show_page(self.list.picked_id())

    def on_changes(self, changes: Changes) -> None:
        """Read the page in front anew; others are read when chosen."""
        del changes
        if self.isVisible():
            self.pages[self.list.picked_id()].read()

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Places in interviews and free-text answers that hold the words typed."""
        search_texts(self.session, text, done, self.asked.emit, self)

    def tour(self) -> Sequence[TourStep]:
        """Each page, the panel for a passphrase, and the preview of an erasure."""

        def checked() -> bool:
            return self.check.report is not None

        def first_interview() -> None:
            self.list.pick("consent")
            wanted = next((name for name in self.consent.offers if name.startswith("document:")), None)
            self.consent.list.pick(wanted)

        def erasing() -> None:
            first_interview()
            self.consent.ask_erase()

        def finding() -> None:
            close("consent")
            self.consent.search.setText("14")

        def person() -> None:
            self.consent.close_panel()
            first_interview()
            self.consent.ask_person()

        def close(page: str) -> None:
            for one in self.pages.values():
                one.close_panel()
            self.list.pick(page)

        def check() -> None:
            close("check")
            if self.check.report is None:
                self.check.run()

        def adding() -> None:
            self.list.pick("keys")
            self.keys.ask_add()

        return (
            TourStep("safety-check", check, checked),
            TourStep("safety-snapshots", partial(close, "snapshots"), lambda: bool(self.snapshots.snapshots)),
            TourStep("safety-keys", partial(close, "keys"), lambda: bool(self.keys.slots)),
            TourStep("safety-passphrase", adding),
            TourStep("safety-consent", partial(close, "consent"), lambda: bool(self.consent.offers)),
            TourStep("safety-erase", erasing),
            TourStep("safety-person", person),
            TourStep(
                "safety-find", finding, lambda: any(one.section == "found" for one in self.consent.offers.values())
            ),
            TourStep("safety-pack", partial(close, "pack")),
        )
