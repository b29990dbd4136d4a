# SPDX-License-Identifier: MIT
"""Reviewing suggestions in batch: filtered by code, source and document, in four orders, ticked, decided together."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coding.selection_extension import narrowed, stepped, widened
from projects.assistance.codes_without_suggestions import SilentCode, silent_codes
from projects.assistance.learned_suggestions import ExpectedPrecision, expected_precisions
from projects.assistance.review import ReviewOrder, WaitingSuggestion, moved, ordered, waiting
from projects.interviews.coders import is_blind
from wording import Text, msg
from workbench.interviews.coding.coding_actions import Decisions
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.assistance_switches import AssistanceSwitches
from workbench.interviews.suggestions.rule_text import RuleText
from workbench.interviews.suggestions.suggestions_by_code import CODE, DOCUMENT, LEARNED, RULE, SuggestionsByCode
from workbench.interviews.suggestions.waiting_list import WaitingList
from workbench.widgets import (
    Button,
    ChoiceField,
    FoldedLine,
    KeyHints,
    LeadLabel,
    Line,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
)
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.session import Session

_FILTER_LEAST = 160  # pixels of a drop-down that says what it lists
_FILTER_LETTERS = 15  # "Tous les entretiens" is read whole
_SIDE, _BESIDE_FROM = 228, 720  # pixels of the left side, and of the page from which it has room
_SWITCHES_FROM = 460  # pixels of height from which switches stand below the list
_Read = tuple[list[WaitingSuggestion], list[SilentCode], bool, dict[str, ExpectedPrecision]]
_SURE = (0.9, 0.8, 0.7, 0.6, 0.5)


class ReviewPane(Pane):
    """The list under its filters, over what is done with the ticked rows."""

    left = Signal()
    row_chosen = Signal(object)  # WaitingSuggestion
    row_reshaped = Signal(object)  # the same on another stretch
    other_requested = Signal(object)  # WaitingSuggestion
    find_requested = Signal()
    rules_requested = Signal(str)  # a code that suggests nothing

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        find = Button(
            msg("assist.find"), lambda: self.find_requested.emit(), icon="list-checks", tip=msg("assist.find_tip")
        )
        self.header = PaneHeader(msg("assist.title"), find, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session, self._all = state, session, list[WaitingSuggestion]()
        self._blind = False
        # stretches made wider or narrower, by the row as it is stored
        self._reshaped: dict[WaitingSuggestion, WaitingSuggestion] = {}
        self.decisions = Decisions(state, session)
        self.code = ChoiceField(msg("assist.by_code"), [("", msg("assist.every_code"))])
        self.rule = ChoiceField(msg("assist.by_rule"), [("", msg("assist.every_rule"))])
        self.document = ChoiceField(msg("assist.by_document"), [("", msg("assist.every_document"))])
        orders = [(order, msg(f"assist.order.{order}")) for order in ReviewOrder]
        self.orders = ChoiceField(msg("assist.orders"), orders)
        self.orders.setMinimumContentsLength(_FILTER_LETTERS)
        self.side = SuggestionsByCode(state)
        self.list = WaitingList(state)
        self.nothing = LeadLabel(msg("assist.none"), wrap=True)
        self.nothing.setMargin(24)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = MutedLabel("")
        self.sure = ChoiceField(msg("assist.tick_above"), self._sure_choices())
        self.sure.setMinimumContentsLength(13)
        self.marked = TickBox(msg("assist.show_marked"))
        self.marked.setChecked(True)
        self.refuse = Button(msg("assist.reject_seen", n=0), self.reject_seen, icon="x")
        self.none = Button(msg("assist.none_here"), self.reject_here, tip=msg("assist.none_here_tip"))
        self.take = PrimaryButton(msg("assist.accept_ticked", n=0), self.accept_ticked, icon="check")
        self.switches = AssistanceSwitches(state, session)
        self.assistance = FoldedLine(msg("assist.switches"), self.switches)
        self.switches.wanted.connect(lambda: self.assistance.fold(False))
        self._lay_out()
        self._connect()

    def _sure_choices(self) -> list[tuple[float, Text]]:
        first: list[tuple[float, Text]] = [(0.0, msg("assist.tick_above"))]
        return [*first, *((share, msg("assist.tick_from", n=round(100 * share))) for share in _SURE)]

    def _lay_out(self) -> None:
        self.filters = QWidget()
        filters = FlowLayout(self.filters)
        filters.setContentsMargins(12, 6, 12, 6)
        for field in (self.code, self.rule, self.document):
            field.setMinimumWidth(_FILTER_LEAST)
            field.setMinimumContentsLength(_FILTER_LETTERS)
            filters.addWidget(field)
        orders = FlowLayout(in_one_line=True)
        orders.setContentsMargins(8, 6, 12, 6)
        for above in (self.orders, self.sure, self.marked):
            orders.addWidget(above)
        foot = FlowLayout(in_one_line=True)
        foot.setContentsMargins(12, 6, 12, 6)
        for widget in (self.count, self.none, self.refuse, self.take):
            foot.addWidget(widget)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self.filters)
        main.addLayout(orders)
        for part, stretch in ((Line(), 0), (self.nothing, 1), (self.list, 1), (Line(), 0)):
            main.addWidget(part, stretch)
        main.addLayout(foot)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(0)
        main.addLayout(self._foot)
        main.addWidget(_hints())
        self._between = Line(upright=True)
        halves = QHBoxLayout()
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addWidget(self.side)
        halves.addWidget(self._between)
        halves.addLayout(main, 1)
        self.body.addLayout(halves, 1)
        self.side.setFixedWidth(_SIDE)
        self._fit()

    def _connect(self) -> None:
        for way, field in ((CODE, self.code), (RULE, self.rule), (DOCUMENT, self.document)):
            field.chosen.connect(partial(self._filtered, way))
        self.side.picked.connect(self._picked)
        self.side.silent_picked.connect(self.switches.read)
        self.side.silent_opened.connect(self.rules_requested)
        self.switches.turned.connect(self.read)
        self.marked.clicked.connect(lambda _on: self._arrange())
        self.orders.chosen.connect(self._reorder)
        self.sure.chosen.connect(self._tick_above)
        self.list.rows.ticks_changed.connect(self._update_counts)
        self.list.row_chosen.connect(self.row_chosen)
        self.list.key_pressed.connect(self._key)
        self._state.listed.connect(lambda: self.read() if self.isVisible() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What waits stands at the left; in a narrow page it is a choice over the list."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= _BESIDE_FROM
        self.side.setVisible(beside)
        self._between.setVisible(beside)
        self.filters.setVisible(not beside)
        foot = self.side.foot if beside else self._foot
        if foot.indexOf(self.assistance) < 0:
            foot.addWidget(self.assistance)
        self.assistance.setVisible(beside or self.height() >= _SWITCHES_FROM)

    def showEvent(self, event: QShowEvent) -> None:
        """What waits is read whenever the page comes to the front."""
        super().showEvent(event)
        self.read()

    # What waits

    def read(self) -> None:
        """Ask for the open suggestions."""
        coder = self._state.user

        def read(project: Project) -> _Read:
            found = waiting(project)
            proposed = {line.suggestion.code for line in found}
            silent, expected = silent_codes(project, coder, proposed), expected_precisions(project)
            return found, silent, is_blind(project), expected

        if self._session.is_open:
            self._session.ask(read, self._take, latest="interviews.review", owner=self)

    def _take(self, read: _Read) -> None:
        self._all, silent, self._blind, expected = read
        found = self._all
        self.side.show_waiting(found, silent, expected)
        codes = Counter(line.suggestion.code for line in found)
        named: list[tuple[str, Text]] = [
            (code, msg("assist.with_count", name=self._state.codebook[code].name, n=n))
            for code, n in codes.most_common()
            if code in self._state.codebook
        ]
        self.code.set_choices([("", msg("assist.every_code")), *named])
        made = Counter(rule for line in found for rule in line.rules)
        learned = sum(LEARNED in line.sources for line in found)
        rules: list[tuple[str, Text]] = [
            (rule, msg("assist.with_count", name=RuleText.of(rule).body, n=n)) for rule, n in made.most_common()
        ]
        if learned:
            rules.insert(0, (LEARNED, msg("assist.with_count", name=msg("assist.learned_rule"), n=learned)))
        self.rule.set_choices([("", msg("assist.every_rule")), *rules])
        documents = Counter((line.suggestion.document, line.document_name) for line in found)
        texts: list[tuple[str, Text]] = [
            (number, msg("assist.with_count", name=name, n=n)) for (number, name), n in documents.items()
        ]
        self.document.set_choices([("", msg("assist.every_document")), *texts])
        self._arrange()

    def _picked(self, way: str, value: str) -> None:
        """Show what was picked at the left alone."""
        for one, field in ((CODE, self.code), (RULE, self.rule), (DOCUMENT, self.document)):
            field.choose(value if one == way else "")
        self._arrange()

    def _filtered(self, way: str, value: object) -> None:
        self.side.choose(way, str(value))
        self._arrange()

    def _reorder(self, order: object) -> None:
        """Begin at the top of another order; what is like the row in front needs that row."""
        if order != ReviewOrder.LIKE:
            self.list.setCurrentIndex(QModelIndex())
        self._arrange()

    def _arrange(self) -> None:
        """Filter and put in order; comparing texts is done beside the window."""
        code, rule, document = self.code.value(), self.rule.value(), self.document.value()
        self.switches.read(self.side.silent() or str(code or ""))
        rows = [
            line
            for line in self._all
            if (not code or line.suggestion.code == code)
            and (not rule or rule in line.rules or rule in line.sources)
            and (self.marked.isChecked() or not line.is_marked)
            and (not document or line.suggestion.document == document)
        ]
        order, like = ReviewOrder(self.orders.value()), self.list.current()

        def read(project: Project) -> list[WaitingSuggestion]:
            return ordered(project, rows, order, like)

        self._session.ask(read, self._show, latest="interviews.review.order", owner=self)

    def _show(self, rows: list[WaitingSuggestion]) -> None:
        before = self.list.current()
        place = self.list.currentIndex().row()
        rows = [self._reshaped.get(row, row) for row in rows]
        self.list.rows.set_rows(rows)
        on = self.switches.switches.on
        self.nothing.say(msg("assist.blind" if self._blind else "assist.none" if on else "assist.all_off"))
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

    def ticked(self) -> list[WaitingSuggestion]:
        """The rows with a tick, in their order."""
        return [row for row in self.list.rows.rows if row.id in self.list.rows.ticked]

    def seen_unticked(self) -> list[WaitingSuggestion]:
        """The rows that were on the screen and have no tick."""
        rows = self.list.rows
        return [row for row in rows.rows if row.id in rows.seen and row.id not in rows.ticked]

    def accept_ticked(self) -> None:
        """Accept every ticked row in one action."""
        self.decisions.accept(self.ticked())

    def accept_row(self) -> None:
        """Accept the row in front, on the stretch shown."""
        self.decisions.accept(self._in_front())

    def reject_row(self) -> None:
        """Reject the row in front."""
        self.decisions.reject(self._in_front())

    def ask_other(self) -> None:
        """Have another code chosen for the row in front."""
        for row in self._in_front():
            self.other_requested.emit(row)

    def _in_front(self) -> list[WaitingSuggestion]:
        row = self.list.current()
        return [] if row is None else [row]

    def reject_seen(self) -> None:
        """Reject what was seen and not ticked, in one action."""
        self.decisions.reject(self.seen_unticked())

    def reject_here(self) -> None:
        """Reject all of the code of the row in front that waits in its interview, in one action."""
        here = {(row.suggestion.code, row.suggestion.document) for row in self._in_front()}
        self.decisions.reject([row for row in self._all if (row.suggestion.code, row.suggestion.document) in here])

    def accept_other(self, row: WaitingSuggestion, code_id: str) -> None:
        """Accept a row under another code."""
        self.decisions.accept([row], code_id)

    def _tick_above(self, least: float) -> None:
        if least:
            rows = (row for row in self.list.rows.rows if not row.is_marked)
            sure = [row.id for row in rows if (row.suggestion.score or 0.0) >= least]
            self.list.rows.tick(sure, True)
        self.sure.choose(0.0)

    def _update_counts(self) -> None:
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
        elif key in (decide := {Qt.Key.Key_A: self.accept_row, Qt.Key.Key_R: self.reject_row}):
            decide[key]()
        elif key == Qt.Key.Key_C:
            self.ask_other()
        elif key == Qt.Key.Key_X:
            self.reject_here()
        elif key == Qt.Key.Key_N:
            self._step(1)
        else:
            self._reshape(row, key, back=modifiers == Qt.KeyboardModifier.ShiftModifier)

    def _step(self, by: int) -> None:
        place = self.list.currentIndex().row() + by
        if 0 <= place < len(self.list.rows.rows):
            self.list.setCurrentIndex(self.list.rows.index(place, 0))

    def _reshape(self, row: WaitingSuggestion, key: Qt.Key, *, back: bool) -> None:
        """Narrower or wider by a word at the end, or by word, sentence and turn; kept until it is accepted."""
        loaded = self._state.loaded
        if loaded is None or loaded.document.id != row.suggestion.document:
            return
        document, span = loaded.document, (row.suggestion.start, row.suggestion.end)
        stored = next((line for line in self._all if line.id == row.id), row)
        held = document.text, document.turns
        if key != Qt.Key.Key_E:
            found = stepped(*held, *span, at_end=True, forwards=key == Qt.Key.Key_Right)
        elif back:
            found = narrowed(*held, loaded.sentences, span, self._words(stored))
        else:
            found = widened(*held, loaded.sentences, *span)
        if found is not None and found != span:
            self._reshaped[stored] = moved(row, loaded, found)
            self.list.rows.replace(self.list.currentIndex().row(), self._reshaped[stored])
            self.row_reshaped.emit(self._reshaped[stored])
            self._update_counts()

    def _words(self, row: WaitingSuggestion) -> tuple[int, int]:
        """The words that made a suggestion, which a narrower stretch keeps."""
        known = self._state.suggestions.get(row.id)
        places = known.matched if known is not None else ()
        places = places or ((row.suggestion.start, row.suggestion.end),)
        return min(start for start, _end in places), max(end for _start, end in places)


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
            ("X", msg("assist.hint.none_here")),
        ]
    )
