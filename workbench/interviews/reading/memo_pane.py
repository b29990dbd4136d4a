# SPDX-License-Identifier: MIT
"""All memos of the project in one list, narrowed by kind and words; Enter goes where a memo stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from projects.interviews import notes
from wording import Text, msg, render
from workbench.interviews.side_page import MemoField
from workbench.interviews.state import RoomState
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    LeadLabel,
    MutedLabel,
    Pane,
    PaneHeader,
    SearchField,
)

if TYPE_CHECKING:
    from projects.cases.memo_list import MemoEntry
    from projects.store.project import Project
    from workbench.session import Session

_TOUCHED = ("memo", "annotation", "paraphrase", "link", "document", "segment", "code", "case_")
_KINDS = ("project", "case", "document", "segment", "text", "code", "memo")


class MemoPane(Pane):
    """The list; `place_wanted` carries document and position, `target_wanted` what a memo stands on."""

    left = Signal()
    place_requested = Signal(str, int)
    target_requested = Signal(str)

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader(msg("memos.view.title"), back)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self._found: list[MemoEntry] = []
        self.field = SearchField(msg("memos.view.find"))
        kinds: list[tuple[str, Text]] = [("", msg("memos.view.every"))]
        kinds += [(kind, msg(f"memos.view.kind.{kind}")) for kind in _KINDS]
        self.kind = ChoiceField(msg("memos.view.kind"), kinds)
        self.kind.setMinimumContentsLength(14)
        self.nothing = LeadLabel(msg("memos.view.none"), wrap=True)
        self.nothing.setMargin(16)
        self.list = EntryList(msg("memos.view.title"))
        self.whole = MutedLabel("", wrap=True)
        self.fresh = MemoField(msg("memos.view.project"), msg("memos.view.project_hint"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.field, 1)
        row.addWidget(self.kind)
        self.body.addLayout(row)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.setContentsMargins(12, 6, 12, 8)
        below.addWidget(self.whole, 1)
        self.body.addLayout(below)
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

    def read(self) -> None:
        """Ask for all memos."""

        def read(project: Project) -> list[MemoEntry]:
            from projects.cases.memo_list import all_memos  # with the first list of memos

            return all_memos(project)

        self._session.ask(read, self._take, latest="interviews.memos", owner=self)

    def _take(self, found: list[MemoEntry]) -> None:
        self._found = found
        self.fresh.show_memo(("project", sum(one.kind == "project" for one in found)), "")
        self._fill()

    def _fill(self) -> None:
        typed, kind = self.field.text().strip().casefold(), self.kind.value()
        entries: list[Entry] = []
        before = ""
        for place, one in enumerate(self._found):
            called = render(one.called, language_of(self))
            if (kind and one.kind != kind) or (typed and typed not in f"{called} {one.text} {one.coder}".casefold()):
                continue
            if one.kind != before:
                before = one.kind
                entries.append(Entry(f"kind:{one.kind}", msg(f"memos.view.kind.{one.kind}"), section=True))
            words = " ".join(one.text.split())
            icon = "link-2" if one.links else "pencil"
            entries.append(
                Entry(place, words, msg("memos.view.on", called=_cut(called), coder=one.coder or "–"), icon=icon)
            )
        self.list.set_entries(entries)
        self.nothing.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self.whole.say("")

    def _picked(self, place: object) -> None:
        self.whole.say(self._found[place].text if isinstance(place, int) else "")

    def _opened(self, place: object) -> None:
        if not isinstance(place, int):
            return
        one = self._found[place]
        if one.document and one.start >= 0:
            self.place_requested.emit(one.document, one.start)
        else:
            self.target_requested.emit(one.target)

    def _keep(self, _whose: object, text: str) -> None:
        if text.strip():
            self._session.do(notes.add_memo("project", text, coder=self._state.user))


def _cut(name: str, longest: int = 34) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
