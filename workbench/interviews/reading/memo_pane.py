# SPDX-License-Identifier: MIT
"""All memos of the project in one list, narrowed by kind and words; each is read, written anew, removed, linked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from projects.cases.memo_list import all_memos, write_memo
from projects.cases.target_names import links_of
from projects.interviews import notes
from projects.interviews.cases import cases
from projects.interviews.coders import seen_coder
from wording import Text, msg, render
from workbench.interviews.page_parts import MemoField, empty_layout
from workbench.interviews.state import RoomState
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    IconButton,
    LeadLabel,
    LinkButton,
    MutedLabel,
    Pane,
    PaneHeader,
    SearchField,
)
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from projects.cases.memo_list import MemoEntry
    from projects.cases.target_names import LinkLine
    from projects.interviews.cases import Case
    from projects.store.actions import Action
    from projects.store.project import Project
    from workbench.session import Session

_TOUCHED = ("memo", "annotation", "paraphrase", "link", "document", "segment", "code", "case_", "consent")
_KINDS = ("project", "case", "document", "segment", "text", "code", "memo")


class MemoPane(Pane):
    """The list; `place_requested` carries document and position, `target_requested` what a memo stands on."""

    left = Signal()
    place_requested = Signal(str, int)
    target_requested = Signal(str)

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader(msg("memos.view.title"), back)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self._found: list[MemoEntry] = []
        self._opens = False  # until the list is read
        self._wanted = ""  # the id of a memo to be picked once the list is read
        self.field = SearchField(msg("memos.view.find"))
        kinds: list[tuple[str, Text]] = [("", msg("memos.view.every"))]
        kinds += [(kind, msg(f"memos.view.kind.{kind}")) for kind in _KINDS]
        self.kind = ChoiceField(msg("memos.view.kind"), kinds)
        self.kind.setMinimumContentsLength(14)
        self.nothing = LeadLabel(msg("memos.view.none"), wrap=True)
        self.nothing.setMargin(16)
        self.list = EntryList(msg("memos.view.title"))
        self.chosen = _ChosenMemo(self)
        self.fresh = MemoField(msg("memos.view.project"), msg("memos.view.project_hint"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.kind)
        self.body.addLayout(row)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.chosen)
        written = QHBoxLayout()
        written.setContentsMargins(12, 0, 12, 10)
        written.addWidget(self.fresh)
        self.body.addLayout(written)
        self.field.searched.connect(lambda _typed: self._fill())
        self.kind.chosen.connect(lambda _kind: self._fill())
        self.list.picked.connect(self._picked)
        self.list.opened.connect(self._opened)
        self.list.doubleClicked.connect(lambda index: self._opened(self.list.picked_id()))
        self.fresh.stored.connect(self._keep)
        state.touched.connect(lambda changes: self.read() if self.isVisible() and changes.touches(*_TOUCHED) else None)

    def open(self) -> None:
        """Ask for all memos, with the keys on the first of the list; where there is none, in the field above."""
        self._opens = True
        (self.list if self.list.isVisible() else self.field).setFocus()
        self.read()

    def show_one(self, memo_id: str) -> None:
        """Ask for all memos, and pick the one of that id."""
        self._wanted = memo_id
        self.field.clear()
        self.kind.choose("")
        self.read()

    def read(self) -> None:
        """Ask for all memos; while everybody codes blind, of notes on words said only for one's own."""

        def read(project: Project) -> list[MemoEntry]:
            return all_memos(project, seen_coder(project))

        self._session.ask(read, self._take, latest="interviews.memos", owner=self)

    def _take(self, found: list[MemoEntry]) -> None:
        before, self._found = self.chosen.entry, found
        self.fresh.show_memo(("project", sum(one.kind == "project" for one in found)), "")
        self._fill()
        for place, one in enumerate(found):
            again = before is not None and _same(one) == _same(before)
            if one.id == self._wanted if self._wanted else again:
                self.list.pick(place, quiet=True)
                self._picked(place)
                break
        self._wanted = ""
        if self._opens:
            self._opens = False
            self._stand_on_first()

    def _stand_on_first(self) -> None:
        """Keys on a row that is seen."""
        first = next((one.id for one in self.list.entries.entries if not one.section), None)
        if first is None:
            self.field.setFocus()
            return
        if not isinstance(self.list.picked_id(), int):
            self.list.pick(first, quiet=True)
            self._picked(first)
        if self.list.hasFocus() or self.field.hasFocus():
            self.list.setFocus()

    def _fill(self) -> None:
        typed, kind = self.field.text().strip().casefold(), self.kind.value()
        entries: list[Entry] = []
        before = ""
        for place, one in enumerate(self._found):
            called = render(one.cited, language_of(self))
            if (kind and one.kind != kind) or (typed and typed not in f"{called} {one.text} {one.coder}".casefold()):
                continue
            if one.kind != before:
                before = one.kind
                entries.append(Entry(f"kind:{one.kind}", msg(f"memos.view.kind.{one.kind}"), section=True))
            words = " ".join(one.text.split())
            icon = "link-2" if one.links else "pencil"
            coder = self._state.coder_name(one.coder)
            entries.append(Entry(place, words, coder, icon=icon, name=one.cited, running=True))
        self.list.set_entries(entries)
        self.nothing.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self.chosen.show_entry(None, [])

    def _picked(self, place: object) -> None:
        entry = self._found[place] if isinstance(place, int) else None
        if entry is None:
            self.chosen.show_entry(None, [])
            return
        self.chosen.show_entry(entry, None)

        def read(project: Project) -> list[LinkLine]:
            return links_of(project, entry.end_of_link)

        self._session.ask(read, partial(self._show_links, entry), latest="interviews.memo_links", owner=self)

    def _show_links(self, entry: MemoEntry, links: list[LinkLine]) -> None:
        if self.chosen.entry == entry:
            self.chosen.show_entry(entry, links)

    def _opened(self, place: object) -> None:
        self.open_memo(self._found[place] if isinstance(place, int) else None)

    def open_memo(self, one: MemoEntry | None) -> None:
        """Go where a memo stands."""
        if one is None:
            return
        if one.document and one.start >= 0:
            self.place_requested.emit(one.document, one.start)
        else:
            self.target_requested.emit(one.target)

    def write(self, entry: MemoEntry, text: str) -> None:
        """Store what a memo says now; an empty text removes it."""
        self.do(write_memo(entry, text))

    def do(self, action: Action) -> None:
        """Do an action on memos and links."""
        self._session.do(action)

    def choose_link(self, at: QWidget, done: Callable[[str], object]) -> None:
        """A menu of the codes, cases and interviews that a memo can be linked with."""

        def read(project: Project) -> list[Case]:
            return cases(project)

        def show(found: list[Case]) -> None:
            language = language_of(self)
            offered: dict[str, list[tuple[str, str]]] = {
                "code": [(f"code:{code.id}", render(code.name, language)) for code in self._state.codebook],
                "case": [(f"case:{case.id}", case.name) for case in found],
                "document": [(f"document:{line.id}", line.name) for line in self._state.documents],
            }
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for kind, things in offered.items():
                below = menu.addMenu(render(msg(f"memos.view.kind.{kind}"), language))
                below.setEnabled(bool(things))
                for target, name in things:
                    below.addAction(name.replace("&", "&&"), partial(done, target))
            menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

        self._session.ask(read, show, latest="interviews.link_targets", owner=self)

    def _keep(self, _whose: object, text: str) -> None:
        if text.strip():
            self._session.do(notes.add_memo("project", text, coder=self._state.user))


class _ChosenMemo(QWidget):
    """The memo picked in the list: its words to write anew, its links, and a button that removes it."""

    def __init__(self, pane: MemoPane) -> None:
        super().__init__()
        self._pane = pane
        self.entry: MemoEntry | None = None
        self.words = MemoField(msg("memos.view.words"), "")
        self.words.stored.connect(lambda _whose, text: self.entry and pane.write(self.entry, text))
        self.go = Button(msg("memos.view.go"), self._go, icon="chevron-right")
        self.link = Button(msg("memos.view.link"), self._link, icon="link-2")
        self.remove = Button(msg("memos.view.remove"), self._remove, kind="danger", icon="trash-2")
        self.links = QWidget()
        self._lines = FlowLayout(self.links, spacing=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(6)
        row = QHBoxLayout()
        for button in (self.go, self.link):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.remove)
        column.addWidget(self.words)
        column.addWidget(self.links)
        column.addLayout(row)
        self.hide()

    def show_entry(self, entry: MemoEntry | None, links: list[LinkLine] | None) -> None:
        """Show a memo and, once they are read, its links."""
        if entry is None:
            self.words.show_memo(None, "")
        else:
            self.words.show_memo(_same(entry), entry.text)
        self.entry = entry
        self.go.setEnabled(entry is not None and entry.kind != "project")
        if links is not None or entry is None:
            self._show_links(links or [])
        self.setVisible(entry is not None)

    def _show_links(self, links: list[LinkLine]) -> None:
        empty_layout(self._lines)
        if links:
            self._lines.addWidget(MutedLabel(msg("memos.view.linked")))
        for link in links:
            self._lines.addWidget(LinkButton(link.text, partial(self._pane.target_requested.emit, link.other)))
            away = partial(self._unlink, link.id)
            self._lines.addWidget(IconButton("x", msg("casepage.view.unlink"), away, framed=False))
        self.links.setVisible(bool(links))

    def _unlink(self, link_id: str) -> None:
        self._pane.do(notes.remove_link(link_id))

    def _go(self) -> None:
        self._pane.open_memo(self.entry)

    def _link(self) -> None:
        entry = self.entry
        if entry is not None:
            self._pane.choose_link(self.link, lambda target: self._pane.do(notes.add_link(entry.end_of_link, target)))

    def _remove(self) -> None:
        entry = self.entry
        if entry is not None:
            self.words.show_memo(None, "")
            self._pane.write(entry, "")


def _same(entry: MemoEntry) -> tuple[str, str, str]:
    """What stays of a memo while its words change."""
    return entry.kind, entry.id, entry.target
