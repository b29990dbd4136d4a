# SPDX-License-Identifier: MIT
"""Reviewing suggestions in batch: filtered by code, source and document, in four orders, ticked, decided together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coding.selection_extension import extended
from projects.assistance.review import ReviewOrder, Waiting, moved, ordered, waiting
from wording import Text, msg
from workbench.interviews.review.decisions import Decisions
from workbench.interviews.review.switch_bar import SwitchBar
from workbench.interviews.review.waiting_list import WaitingList
from workbench.interviews.state import RoomState
from workbench.interviews.word_extension import stepped
from workbench.widgets import (
    Button,
    ChoiceField,
    KeyHints,
    LeadLabel,
    Line,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    Tabs,
)
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.session import Session

_FILTER_LEAST = 160  # pixels of a drop-down that says what it lists
_FILTER_LETTERS = 15  # "Tous les entretiens" is read whole
_SURE = (0.9, 0.8, 0.7, 0.6, 0.5)


class ReviewPane(Pane):
    """The list under its filters, over what is done with the ticked rows."""

    left = Signal()
    row_chosen = Signal(object)  # Waiting
    other_requested = Signal(object)  # Waiting
    find_requested = Signal()

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        find = Button(
            msg("assist.find"), lambda: self.find_requested.emit(), icon="list-checks", tip=msg("assist.find_tip")
        )
        self.header = PaneHeader(msg("assist.title"), find, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session, self._all = state, session, list[Waiting]()
        self.decisions = Decisions(state, session)
        self.code = ChoiceField(msg("assist.by_code"), [("", msg("assist.every_code"))])
        self.source = ChoiceField(msg("assist.by_source"), [("", msg("assist.every_source"))])
        self.document = ChoiceField(msg("assist.by_document"), [("", msg("assist.every_document"))])
        orders = [(order, msg(f"assist.order.{order}")) for order in ReviewOrder]
        self.orders = Tabs(msg("assist.orders"), orders)
        self.list = WaitingList(state)
        self.nothing = LeadLabel(msg("assist.none"), wrap=True)
        self.nothing.setMargin(24)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = MutedLabel("")
        self.sure = ChoiceField(msg("assist.tick_above"), self._sure_choices())
        self.sure.setMinimumContentsLength(13)
        self.refuse = Button(msg("assist.reject_seen", n=0), self.reject_seen, icon="x")
        self.take = PrimaryButton(msg("assist.accept_ticked", n=0), self.accept_ticked, icon="check")
        self.switches = SwitchBar(state, session)
        self._lay_out()
        self._connect()

    def _sure_choices(self) -> list[tuple[float, Text]]:
        first: list[tuple[float, Text]] = [(0.0, msg("assist.tick_above"))]
        return [*first, *((share, msg("assist.tick_from", n=round(100 * share))) for share in _SURE)]

    def _lay_out(self) -> None:
        filters = FlowLayout()
        filters.setContentsMargins(12, 6, 12, 6)
        for field in (self.code, self.source, self.document):
            field.setMinimumWidth(_FILTER_LEAST)
            field.setMinimumContentsLength(_FILTER_LETTERS)
            filters.addWidget(field)
        orders = QVBoxLayout()
        orders.setContentsMargins(8, 0, 12, 6)
        orders.addWidget(self.orders)
        foot = FlowLayout(in_one_line=True)
        foot.setContentsMargins(12, 6, 12, 6)
        for widget in (self.count, self.sure, self.refuse, self.take):
            foot.addWidget(widget)
        for layout in (filters, orders):
            self.body.addLayout(layout)
        self.body.addWidget(Line())
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(Line())
        self.body.addLayout(foot)
        self.body.addWidget(Line())
        self.body.addWidget(self.switches)
        self.body.addWidget(_hints())

    def _connect(self) -> None:
        for field in (self.code, self.source, self.document):
            field.chosen.connect(lambda _value: self._arrange())
        self.orders.chosen.connect(lambda _order: self._arrange())
        self.sure.chosen.connect(self._tick_above)
        self.list.rows.ticks_changed.connect(self._tell)
        self.list.row_chosen.connect(self.row_chosen)
        self.list.key_pressed.connect(self._key)
        self._state.listed.connect(lambda: self.read() if self.isVisible() else None)

    def showEvent(self, event: QShowEvent) -> None:
        """What waits is read whenever the page comes to the front."""
        super().showEvent(event)
        self.read()

    # What waits

    def read(self) -> None:
        """Ask for the open suggestions."""
        if self._session.is_open:
            self._session.ask(waiting, self._take, latest="interviews.review", owner=self)
        self.switches.read(str(self.code.value() or ""))

    def _take(self, found: list[Waiting]) -> None:
        self._all = found
        codes = Counter(line.suggestion.code for line in found)
        named: list[tuple[str, Text]] = [
            (code, msg("assist.with_count", name=self._state.codebook[code].name, n=n))
            for code, n in codes.most_common()
            if code in self._state.codebook
        ]
        self.code.set_choices([("", msg("assist.every_code")), *named])
        kinds = Counter(source for line in found for source in line.sources)
        sources: list[tuple[str, Text]] = [
            (source, msg("assist.with_count", name=msg(f"learned.source.{source}"), n=n)) for source, n in kinds.items()
        ]
        self.source.set_choices([("", msg("assist.every_source")), *sources])
        documents = Counter((line.suggestion.document, line.document_name) for line in found)
        texts: list[tuple[str, Text]] = [
            (number, msg("assist.with_count", name=name, n=n)) for (number, name), n in documents.items()
        ]
        self.document.set_choices([("", msg("assist.every_document")), *texts])
        self._arrange()

    def _arrange(self) -> None:
        """Filter and put in order; comparing texts is done beside the window."""
        code, source, document = self.code.value(), self.source.value(), self.document.value()
        self.switches.read(str(code or ""))
        rows = [
            line
            for line in self._all
            if (not code or line.suggestion.code == code)
            and (not source or source in line.sources)
            and (not document or line.suggestion.document == document)
        ]
        order, like = ReviewOrder(self.orders.value()), self.list.current()

        def read(project: Project) -> list[Waiting]:
            return ordered(project, rows, order, like)

        self._session.ask(read, self._show, latest="interviews.review.order", owner=self)

    def _show(self, rows: list[Waiting]) -> None:
        before = self.list.current()
        place = self.list.currentIndex().row()
        self.list.rows.set_rows(rows)
        self.nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        marked = sum(row.is_marked for row in rows)
        waiting_rows = msg("assist.waiting", n=len(rows) - marked)
        self.header.note.say(msg("assist.waiting_marked", waiting=waiting_rows, n=marked) if marked else waiting_rows)
        if not rows:
            return
        ids = [row.id for row in rows]
        again = ids.index(before.id) if before is not None and before.id in ids else min(max(place, 0), len(rows) - 1)
        self.list.setCurrentIndex(self.list.rows.index(again, 0))
        if self.isVisible() and not self.code.view().isVisible():
            self.list.setFocus()

    # Ticks and decisions

    def ticked(self) -> list[Waiting]:
        """The rows with a tick, in their order."""
        return [row for row in self.list.rows.rows if row.id in self.list.rows.ticked]

    def seen_unticked(self) -> list[Waiting]:
        """The rows that were on the screen and have no tick."""
        rows = self.list.rows
        return [row for row in rows.rows if row.id in rows.seen and row.id not in rows.ticked]

    def accept_ticked(self) -> None:
        """Accept every ticked row in one action."""
        self.decisions.accept(self.ticked())

    def reject_seen(self) -> None:
        """Reject what was seen and not ticked, in one action."""
        self.decisions.reject(self.seen_unticked())

    def accept_other(self, row: Waiting, code_id: str) -> None:
        """Accept a row under another code."""
        self.decisions.accept([row], code_id)

    def _tick_above(self, least: float) -> None:
        if least:
            rows = (row for row in self.list.rows.rows if not row.is_marked)
            sure = [row.id for row in rows if (row.suggestion.score or 0.0) >= least]
            self.list.rows.tick(sure, True)
        self.sure.choose(0.0)

    def _tell(self) -> None:
        rows, ticked = self.list.rows, len(self.ticked())
        unticked = len(self.seen_unticked())
        self.count.say(msg("assist.ticked_of", n=ticked, seen=len(rows.seen), total=len(rows.rows)))
        self.take.say(msg("assist.accept_ticked", n=ticked))
        self.take.setEnabled(ticked > 0)
        self.refuse.say(msg("assist.reject_seen", n=unticked))
        self.refuse.setEnabled(unticked > 0)

    def _key(self, key: Qt.Key, modifiers: object) -> None:
        row = self.list.current()
        if key == Qt.Key.Key_Return:
            self.accept_ticked()
        elif row is None:
            return
        elif key == Qt.Key.Key_Space:
            self.list.rows.tick([row.id], row.id not in self.list.rows.ticked)
        elif key == Qt.Key.Key_A:
            self.decisions.accept([row])
        elif key == Qt.Key.Key_R:
            self.decisions.reject([row])
        elif key == Qt.Key.Key_C:
            self.other_requested.emit(row)
        elif key == Qt.Key.Key_N:
            self._step(1)
        else:
            self._reshape(row, key)
        del modifiers

    def _step(self, by: int) -> None:
        place = self.list.currentIndex().row() + by
        if 0 <= place < len(self.list.rows.rows):
            self.list.setCurrentIndex(self.list.rows.index(place, 0))

    def _reshape(self, row: Waiting, key: Qt.Key) -> None:
        """Narrower or wider by a word at the end, or out to the sentence and the turn; kept until it is accepted."""
        loaded = self._state.loaded
        if loaded is None or loaded.document.id != row.suggestion.document:
            return
        document, span = loaded.document, (row.suggestion.start, row.suggestion.end)
        if key == Qt.Key.Key_E:
            found: tuple[int, int] | None = extended(document.text, document.turns, loaded.sentences, *span)
        else:
            found = stepped(document.text, document.turns, *span, at_end=True, forwards=key == Qt.Key.Key_Right)
        if found is not None and found != span:
            self.list.rows.replace(self.list.currentIndex().row(), moved(row, loaded, found))
            self._tell()


def _hints() -> QWidget:
    return KeyHints(
        [
            (msg("assist.key.space"), msg("assist.hint.tick")),
            ("A", msg("interviews.view.hint.accept")),
            ("R", msg("interviews.view.hint.reject")),
            ("C", msg("assist.hint.other")),
            (msg("assist.key.arrows"), msg("assist.hint.width")),
            ("E", msg("assist.hint.sentence")),
            ("N", msg("assist.hint.skip")),
        ]
    )
