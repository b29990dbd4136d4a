# SPDX-License-Identifier: MIT
"""The page on which pairs of rows are decided: side by side, by one key; the figure and the purpose at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from analysis.register_columns import Part
from projects.registers.agreement import OTHER, SAME, UNTOLD, agreement, differing
from projects.registers.unique_people import DECISIONS, LONGEST_NOTE, PairSide, Review, RowPair
from wording import Problem, Text, msg, render
from wording.numbers import format_number
from workbench.data.registers.register_page import ColumnStateMark
from workbench.data.registers.register_pictures import DecidedBar, MarkedText
from workbench.data.side_column_widgets import ScrollingColumn
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    Fact,
    IconButton,
    Label,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    StrongLabel,
    TitleLabel,
)
from workbench.widgets.fields import TextField
from workbench.widgets.flow_layout import FlowLayout, Tabs
from workbench.widgets.lists import Entry, EntryList
from workbench.widgets.pages import KeyHints

_NARROW = 600  # pixels: below, the two rows have no room beside the queue
_COMPARED_PARTS = (Part.NAME, Part.TELEPHONE, Part.AGE, Part.ROLE)  # in what two rows agree, below their names
_MOST_OF_GROUP = 8  # rows named beside a pair
_LIST = 226  # pixels: beside it two rows and what agrees stand whole at 1366, in French too
OPEN, DECIDED = "open", "decided"  # the two tabs of the queue
_LEAST_ALIKE = 0.95  # pairs that a person may take for one without looking at each
_KEYS = {Qt.Key.Key_S: "same", Qt.Key.Key_D: "different", Qt.Key.Key_U: "unsure"}
_MARKS = {SAME: ("check", "good"), UNTOLD: ("minus", "muted")}
_HINTS = (("S", "same"), ("D", "different"), ("U", "unsure"), ("← →", "move"), ("Ctrl+Z", "undo"), ("Esc", "leave"))


class PairReview(Pane):
    """`decided` carries (first, second, decision), `noted` (first, second, words), `purpose_given` the words.

    No answer leads: three equal buttons.
    """

    decided = Signal(int, int, str)
    noted = Signal(int, int, str)
    purpose_given = Signal(str)
    find_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.left.emit(), framed=False)
        self.header = PaneHeader(msg("people.page"), close)
        super().__init__(self.header, spacing=0)
        self.review: Review | None = None
        self.by_row: Mapping[int, PairSide] = {}
        self.at = 0
        self.ways: list[Button] = []
        self.list = EntryList(msg("people.pairs"))
        self.list.setFixedWidth(_LIST)
        self.list.picked.connect(self._picked)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # letters answer: in a list they would look for a name
        self.list.clicked.connect(lambda _index: self.setFocus())
        self.tabs = Tabs(
            msg("people.pairs"), [(OPEN, msg("people.tab.open", n=0)), (DECIDED, msg("people.tab.decided", n=0))]
        )
        self.tabs.chosen.connect(self.show_tab)
        self.done = DecidedBar()
        self.note: TextField | None = None
        self.scrolled = ScrollingColumn(msg("people.page"))
        row = QHBoxLayout()
        row.setSpacing(0)
        self.queue = QWidget()
        self.queue.setFixedWidth(_LIST)
        self.stack = QVBoxLayout(self.queue)
        self.stack.setContentsMargins(8, 8, 0, 0)
        for part in (self.tabs, self.list, self.done):
            self.stack.addWidget(part, 1 if part is self.list else 0)
        row.addWidget(self.queue)
        row.addWidget(self.scrolled, 1)
        self.body.addLayout(row, 1)
        self.purpose: TextField | None = None
        self.hints = KeyHints([(key, msg(f"people.key.{name}")) for key, name in _HINTS])
        self.body.addWidget(self.hints)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_review(self, found: Review, by_row: Mapping[int, PairSide]) -> None:
        """Show what the counting stands at; the pair in front stays where it was, or the next one comes."""
        before = self.pair()
        self.review, self.by_row = found, by_row
        self.tabs.rename(OPEN, msg("people.tab.open", n=len(found.queue)))
        self.tabs.rename(DECIDED, msg("people.tab.decided", n=len(found.decided)))
        self.done.show_review(found)
        self._list(before)

    def show_tab(self, which: object) -> None:
        """The pairs to decide, or those that are decided, to look at again."""
        self.tabs.choose(OPEN if which == OPEN else DECIDED)
        self.at = 0
        self._list(None)
        self.setFocus()

    def pairs(self) -> Sequence[RowPair]:
        """The pairs of the tab in front."""
        if self.review is None:
            return ()
        return self.review.queue if self.tabs.value() == OPEN else self.review.decided

    def _list(self, before: RowPair | None) -> None:
        pairs = self.pairs()
        places = [(one.first, one.second) for one in pairs]
        here = (before.first, before.second) if before is not None else None
        self.at = places.index(here) if here in places else min(self.at, max(len(places) - 1, 0))
        self.list.set_entries([self._entry(at, one) for at, one in enumerate(pairs)], self.at)
        self._fold()
        self.hints.setVisible(bool(pairs))
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the queue folds away: its tabs say how many are left and lead to those decided."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        some = self.review is not None and bool(self.review.queue or self.review.decided)
        wide = self.width() >= _NARROW
        if wide is not (self.tabs.parentWidget() is self.queue):
            (self.stack if wide else self.body).insertWidget(0, self.tabs)
        self.queue.setVisible(some and wide)
        self.tabs.setVisible(some)

    def pair(self) -> RowPair | None:
        """The pair in front; None where there is none."""
        pairs = self.pairs()
        return pairs[self.at] if self.at < len(pairs) else None

    def decide(self, decision: str) -> None:
        """Take the answer and go on to the next pair at once; of a decided pair take another, and stay."""
        one = self.pair()
        if one is not None and self.review is not None:
            if self.tabs.value() == OPEN:
                self.go(1)
            self.decided.emit(one.first, one.second, decision)

    def go(self, by: int) -> None:
        """Another pair."""
        count = len(self.pairs())
        if count:
            self.at = (self.at + by) % count
            self.list.pick(self.at, quiet=True)
            self.list.scrollTo(self.list.currentIndex())
            self._fill()

    def refuse(self, problem: Problem) -> None:
        """What was asked for cannot be."""
        self._show_message(problem.message, ())

    def offer(self, said: Text, ways: Sequence[tuple[Text, Callable[[], object]]]) -> None:
        """Nothing is counted yet: say why, with a button for each way on."""
        self.review, self.purpose = None, None
        self.header.title.say(msg("data.view.command.table.people"))
        self._show_message(said, ways)

    def _show_message(self, said: Text, ways: Sequence[tuple[Text, Callable[[], object]]]) -> None:
        body = self.scrolled.renew()
        for part in (self.queue, self.tabs, self.hints):
            part.hide()
        body.addWidget(Label(said, wrap=True))
        self.ways = [Button(name, go) for name, go in ways]
        for button in self.ways:
            body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        self.scrolled.put()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """S, D, U decide; arrows move; Esc leaves, and all is stored."""
        key = Qt.Key(event.key())
        if key in _KEYS and self.pair() is not None:
            self.decide(_KEYS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.go(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def respeak(self, _language: str) -> None:
        """Words in another language."""
        if self.review is not None:
            self.show_review(self.review, self.by_row)

    def _picked(self, at: object) -> None:
        self.at = int(str(at))
        self._fill()

    def _entry(self, at: int, one: RowPair) -> Entry:
        names = [
            self.by_row[row].words.get(str(Part.NAME), "") for row in (one.first, one.second) if row in self.by_row
        ]
        text: Text = " / ".join(name for name in names if name) or msg(
            "people.rows", first=one.first, second=one.second
        )
        said = msg(f"people.short.{one.decision}") if one.decision else format_number(one.likeness, language_of(), 2)
        return Entry(at, text, said, wraps=True, name=self._agreeing(one) or "–")

    def _agreeing(self, one: RowPair) -> str:
        """In what the two rows agree, as the line below their names."""
        sides = [self.by_row[row].words if row in self.by_row else {} for row in (one.first, one.second)]
        same = [
            part for part in _COMPARED_PARTS if agreement(part, *(side.get(str(part), "") for side in sides))[0] == SAME
        ]
        return " · ".join(render(msg(f"register.part.{part}"), language_of()) for part in same)

    def _fill(self) -> None:
        body, found, one = self.scrolled.renew(), self.review, self.pair()
        self.purpose = self.note = None
        if found is None or not found.purpose:
            self._ask_purpose(body)
        elif one is None:
            self._nothing_open(body, found)
        else:
            self._compare(body, one)
        body.addStretch(1)
        self.scrolled.put()

    def _ask_purpose(self, body: QVBoxLayout) -> None:
        field = self.purpose = TextField(msg("option.purpose"))
        tell = PrimaryButton(msg("people.begin"), lambda: self.purpose_given.emit(field.text()))
        field.returnPressed.connect(lambda: self.purpose_given.emit(field.text()))
        body.addWidget(TitleLabel(msg("people.why_first"), wrap=True))
        body.addWidget(MutedLabel(msg("people.why_about"), wrap=True))
        body.addWidget(self.purpose)
        body.addWidget(tell, 0, Qt.AlignmentFlag.AlignLeft)

    def _nothing_open(self, body: QVBoxLayout, found: Review) -> None:
        key = "people.all_decided" if found.decided else "people.no_pairs"
        title = msg(key, n=found.most)
        if not found.compared and found.fewest < found.most:
            title = msg("people.not_compared", fewest=found.fewest, most=found.most)
        about = "people.compared_about" if found.compared else "people.look_about"
        body.addWidget(TitleLabel(title, wrap=True))
        body.addWidget(MutedLabel(msg(about if found.names_open else "people.locked"), wrap=True))
        if found.names_open:
            body.addWidget(Button(msg("people.look"), self.find_requested.emit), 0, Qt.AlignmentFlag.AlignLeft)

    def _compare(self, body: QVBoxLayout, one: RowPair) -> None:
        alike = format_number(one.likeness, language_of(), 2)
        body.addWidget(TitleLabel(msg("people.question"), wrap=True))
        body.addWidget(MutedLabel(msg("people.place", at=self.at + 1, n=len(self.pairs()), likeness=alike)))
        if one.decision:
            body.addWidget(StrongLabel(msg(f"people.decided.{one.decision}")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column, stretch in ((0, 2), (1, 4), (2, 4), (4, 3)):
            grid.setColumnStretch(column, stretch)
        grid.addWidget(StrongLabel(msg("people.row", row=one.first)), 0, 1)
        grid.addWidget(StrongLabel(msg("people.row", row=one.second)), 0, 2)
        grid.addWidget(MutedLabel(msg("people.agrees")), 0, 3, 1, 2)
        sides = [self.by_row[row].words if row in self.by_row else {} for row in (one.first, one.second)]
        for line, part in enumerate(dict.fromkeys([*sides[0], *sides[1]]), start=1):
            _put(grid, line, Part(part), sides[0].get(part, ""), sides[1].get(part, ""))
        body.addLayout(grid)
        self._tell_group(body, one)
        body.addSpacing(12)
        flow = FlowLayout(answers := QWidget(), spacing=8)
        for decision in DECISIONS:
            flow.addWidget(Button(msg(f"people.answer.{decision}"), partial(self.decide, decision)))
        if one.decision:
            flow.addWidget(Button(msg("people.answer.again"), partial(self.decide, "")))
        body.addWidget(answers)
        body.addWidget(MutedLabel(msg("people.unsure_means"), wrap=True))
        self._note_field(body, one)

    def _tell_group(self, body: QVBoxLayout, one: RowPair) -> None:
        """The other rows that may be the same person, where the pair is one of a group of more than two."""
        group = self.review.group_of(one) if self.review is not None else ()
        others = [row for row in group if row not in (one.first, one.second)]
        if not others:
            return
        names = [self.by_row[row].words.get(str(Part.NAME), "") if row in self.by_row else "" for row in others]
        rows: list[Text] = [
            msg("people.row_named", row=row, name=name) if name else msg("people.row", row=row)
            for row, name in list(zip(others, names, strict=True))[:_MOST_OF_GROUP]
        ]
        body.addWidget(SectionLabel(msg("people.group", n=len(group))))
        body.addWidget(Label(msg("words", words=rows), wrap=True))
        body.addWidget(MutedLabel(msg("people.group_about"), wrap=True))

    def _note_field(self, body: QVBoxLayout, one: RowPair) -> None:
        """Why it was decided so: kept when the field is left, Enter or not."""
        field = self.note = TextField(msg("people.note"))
        field.setText(one.note)
        field.editingFinished.connect(partial(self._keep_note, field, one))
        field.setMaxLength(LONGEST_NOTE)
        body.addWidget(field)

    def _keep_note(self, field: TextField, one: RowPair) -> None:
        if field.text().strip() != one.note and field is self.note:
            self.note = None  # once: the page is filled anew with what was kept
            self.noted.emit(one.first, one.second, field.text())
            self.setFocus()


class PeopleFigures(Pane):
    """The right column: how many people, how rows were joined, why they are counted, what becomes of the names."""

    duplicates_requested = Signal(object)
    find_requested = Signal()
    erase_requested = Signal()
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("people.figures")))
        self.scrolled = ScrollingColumn(msg("people.figures"))
        self.body.addWidget(self.scrolled)
        self.found: Review | None = None

    def show_review(self, found: Review | None) -> None:
        """Show the figure and what it rests on; of no register nothing."""
        self.found = found
        language, body = language_of(), self.scrolled.renew()
        if found is None:
            self.scrolled.put()
            return
        ends = list(dict.fromkeys(format_number(end, language) for end in (found.fewest, found.most)))
        if found.purpose:
            body.addWidget(TitleLabel(msg("people.range", people=" – ".join(ends))))
            body.addWidget(MutedLabel(msg("people.range_about", rows=found.rows), wrap=True))
            self._joined(body, found)
            body.addWidget(SectionLabel(msg("option.purpose")))
            body.addWidget(Label(found.purpose, wrap=True))
            self._names(body, found)
        body.addWidget(MutedLabel(msg("people.never_joined"), wrap=True))
        body.addStretch(1)
        self.scrolled.put()

    def respeak(self, _language: str) -> None:
        """Numbers in another language."""
        if self.found is not None:
            self.show_review(self.found)

    def _joined(self, body: QVBoxLayout, found: Review) -> None:
        language = language_of()
        body.addWidget(SectionLabel(msg("people.how_joined")))
        lines = [
            ("people.same_key", found.joined_by_key),
            ("people.said_same", found.count("same")),
            ("people.said_different", found.count("different")),
            ("people.said_unsure", found.count("unsure")),
            ("people.to_decide", len(found.queue)),
        ]
        for key, number in lines:
            body.addWidget(Fact(msg(key), format_number(number, language)))
        for one in found.contradictions:
            body.addWidget(Label(msg("people.contradiction", first=one.first, second=one.second), wrap=True))
        alike = [one for one in found.queue if one.likeness >= _LEAST_ALIKE]
        if alike:
            body.addWidget(MutedLabel(msg("people.alike_about"), wrap=True))
            body.addWidget(
                Button(msg("people.take_alike", n=len(alike)), lambda: self.duplicates_requested.emit(alike))
            )

    def _names(self, body: QVBoxLayout, found: Review) -> None:
        body.addWidget(SectionLabel(msg("people.names")))
        body.addWidget(MutedLabel(msg("people.names_about" if found.names_open else "people.locked"), wrap=True))
        row = QVBoxLayout()
        if found.names_open:
            row.addWidget(Button(msg("people.look"), self.find_requested.emit))
            row.addWidget(Button(msg("people.erase_names"), self.erase_requested.emit))
            row.addWidget(Button(msg("people.stop"), self.stop_requested.emit))
        body.addLayout(row)


def _put(grid: QGridLayout, line: int, part: Part, one: str, other: str) -> None:
    found, words = agreement(part, one, other)
    name, label = MutedLabel(msg(f"register.part.{part}"), wrap=True), Label(words, wrap=True)
    for text in (name, label):
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
    grid.addWidget(name, line, 0)
    marks = differing(one, other) if part is not Part.DATE else ([], [])
    for column, value, own in ((1, one, marks[0]), (2, other, marks[1])):
        grid.addWidget(MarkedText(value or "–", own, strong=found not in (SAME, UNTOLD)), line, column)
    label.setProperty("kind", "warn" if found == OTHER else "muted")
    grid.addWidget(ColumnStateMark(*_MARKS.get(found, ("circle-alert", "warning"))), line, 3, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(label, line, 4)
