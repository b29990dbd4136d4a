# SPDX-License-Identifier: MIT
"""The codebook as a whole: English and French side by side, usage by document and coder, near names, splitting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coding.near_names import near_names
from coding.records import Code
from projects.cases.code_usage import split_code, usage
from projects.interviews import codes
from projects.interviews.cited_places import Place, cited_places
from projects.interviews.coders import seen_coder
from projects.interviews.queries import listed_segments
from projects.store.actions import Action
from wording import Labels, Problem, Text, msg, render
from wording.numbers import format_number
from workbench.interviews.codebook.side_by_side import LanguagesPage
from workbench.interviews.page_parts import coder_letters
from workbench.interviews.state import RoomState
from workbench.translation import language_of, say
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    LeadLabel,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    Tabs,
    TextField,
    scrolled,
    set_tab_order,
)
from workbench.widgets.elision import first_letters
from workbench.widgets.tables import RowsColumn, RowsModel, RowsTable
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from coding.near_names import NearNames
    from coding.records import Segment
    from projects.cases.code_usage import CodeUsage
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.session import Session

    _Listed = tuple[list[Segment], list[str], dict[Place, Text]]  # at most so many, names of the refused, where
    UsageRow = tuple[Code, int, CodeUsage | None]

LANGUAGES, USAGE, NEAR, SPLIT = "languages", "usage", "near", "split"
_MOST_SEGMENTS, _MOST_NEAR = 300, 60
_NARROWEST, _WIDEST, _HEADING_ROOM = 84, 220, 36  # pixels of a column of counts; beside its heading, with the sort mark


class CodebookPane(Pane):
    """Four pages over the codebook, each stored as typed."""

    left = Signal()
    code_requested = Signal(str)

    def __init__(self, state: RoomState, session: Session) -> None:
        self.back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.tabs = Tabs(
            msg("codebook.view.title"),
            [(one, msg(f"codebook.view.{one}")) for one in (LANGUAGES, USAGE, NEAR, SPLIT)],
        )
        self.header = PaneHeader("", self.back)
        self.header.row.insertWidget(0, self.tabs)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self.languages = LanguagesPage(state, session)
        self.side_by_side = self.languages.table
        self.usage = RowsTable(msg("codebook.view.usage"))
        self.usage_model = RowsModel([], self.usage)
        self.usage.setModel(self.usage_model)
        self.usage.doubleClicked.connect(self._usage_opened)
        self.near, self._near_lines = _column()
        self.split = SplitPage(state, session, self._do)
        self.stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {
            LANGUAGES: self.languages, USAGE: self.usage, NEAR: scrolled(self.near), SPLIT: self.split
        }  # fmt: skip
        for page in self._pages.values():
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        self.pairs: list[NearNames] = []
        self.tabs.chosen.connect(self.turn_to)
        state.codebook_changed.connect(self._read_when_seen)
        state.counted.connect(self._read_when_seen)

    def turn_to(self, page: object) -> None:
        """Show one of the pages."""
        self.tabs.choose(str(page))
        self.stack.setCurrentWidget(self._pages[str(page)])
        self.read()

    def in_front(self) -> QWidget:
        """The page shown."""
        return self._pages[str(self.tabs.value())]

    def split_code(self, code_id: str) -> None:
        """Show the segments of a code, to choose those that move to a new one."""
        self.turn_to(SPLIT)
        self.split.code.choose(code_id)
        self.split.read()

    def _read_when_seen(self) -> None:
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Fill the page in front."""
        page = self.tabs.value()
        if page == LANGUAGES:
            self.languages.fill()
        elif page == NEAR:
            self._fill_near()
        elif page == SPLIT:
            self.split.read()
        else:
            self._session.ask(_usage, self._show_usage, latest="interviews.usage", owner=self)

    def _do(self, action: Action, done: Callable[[Changes], object] | None = None) -> None:
        self._session.do(action, done)

    # Usage

    def _show_usage(self, found: dict[str, CodeUsage]) -> None:
        book = self._state.codebook
        coders = sorted({coder for one in found.values() for coder in one.coders})
        lines = self._state.documents
        columns = [
            RowsColumn(msg("codebook.view.code"), lambda row, language: "   " * row[1] + render(row[0].name, language)),
            _count(msg("codebook.view.all"), lambda row: row[2].total if row[2] else 0),
            _count(msg("codebook.view.documents"), lambda row: len(row[2].documents) if row[2] else 0),
        ]
        columns += [_count(self._state.coder_name(one), partial(_by, "coders", one)) for one in coders]
        columns += [_count(line.name, partial(_by, "documents", str(line.id))) for line in lines]
        rows = [(code, depth, found.get(code.id)) for code, depth in book.walk()]
        self.usage_model.set_rows(rows, columns)
        self.usage.setColumnWidth(0, 260)
        room, language = self.usage.horizontalHeader().fontMetrics(), language_of(self)
        for place, column in enumerate(columns[1:], start=1):
            needed = room.horizontalAdvance(render(column.heading, language)) + _HEADING_ROOM
            self.usage.setColumnWidth(place, min(max(_NARROWEST, needed), _WIDEST))

    def _usage_opened(self, index: QModelIndex) -> None:
        row = self.usage_model.row_at(index)
        if row is not None:
            self.code_requested.emit(row[0].id)

    # Near names

    def _fill_near(self) -> None:
        _empty(self._near_lines)
        self.pairs = near_names(self._state.codebook)
        if not self.pairs:
            self._near_lines.addWidget(LeadLabel(msg("codebook.view.no_near"), wrap=True))
        for pair in self.pairs[:_MOST_NEAR]:
            self._near_lines.addWidget(self._pair(pair))
        self._near_lines.addStretch(1)
        set_tab_order(self.near, self.back)  # made later than the column at the right

    def _pair(self, pair: NearNames) -> QWidget:
        first, second = self._state.codebook[pair.first], self._state.codebook[pair.second]
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 2, 0, 2)
        score = format_number(pair.score, language_of(self))
        said = msg("codebook.view.pair", first=first.name, second=second.name, language=pair.language, score=score)
        across.addWidget(MutedLabel(said, wrap=True), 1)
        across.addWidget(Button(msg("codebook.view.merge_into", code=first.name), partial(self._merge, second, first)))
        across.addWidget(Button(msg("codebook.view.merge_into", code=second.name), partial(self._merge, first, second)))
        return row

    def _merge(self, source: Code, target: Code) -> None:
        self._do(codes.merge_codes(source.id, target.id))


class SplitPage(QWidget):
    """A code's segments with ticks; the ticked ones move to a new code."""

    def __init__(
        self, state: RoomState, session: Session, do: Callable[[Action, Callable[[Changes], object] | None], object]
    ) -> None:
        super().__init__()
        self._state, self._session, self._do = state, session, do
        self.code = ChoiceField(msg("codebook.view.code"))
        self.code.setMinimumContentsLength(24)
        self.name = TextField(msg("codebook.view.new_name"), placeholder="")
        self.take = PrimaryButton(msg("codebook.view.move"), self.split)
        self.note = MutedLabel("", wrap=True)
        self.inside, self._lines = _column()
        self.boxes: dict[str, TickBox] = {}
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 6)
        head.setSpacing(12)
        for widget, stretch in (
            (FormRow(msg("codebook.view.code"), self.code), 2), (FormRow(msg("codebook.view.new_name"), self.name), 2),
            (self.take, 0),
        ):  # fmt: skip
            head.addWidget(widget, stretch, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(scrolled(self.inside), 1)
        self.code.chosen.connect(lambda _code: self.read())

    def read(self) -> None:
        """Offer the codes and ask for the segments of the chosen one."""
        book = self._state.codebook
        choices: list[tuple[str, Text]] = [
            (code.id, code.name) for code, _ in book.walk() if self._state.counts.get(code.id)
        ]
        self.code.set_choices(choices)
        wanted = self.code.value()
        self.take.setEnabled(wanted is not None)
        if wanted is None:
            self._take(([], [], {}))
            return
        self._session.ask(partial(_segments, str(wanted)), self._take, latest="interviews.split", owner=self)

    def _take(self, listed: _Listed) -> None:
        found, refused, places = listed
        _empty(self._lines)
        self.boxes = {}
        several = len({segment.coder for segment in found}) > 1
        for segment in found:
            box = TickBox()
            where = render(places[segment.document, segment.start], language_of(self))
            where = f"{where}, {coder_letters(segment.coder)}" if several else where
            words = first_letters(" ".join(segment.quote.split()), 160)
            say(box, msg("codebook.view.segment", document=where, words=words))
            self.boxes[segment.id] = box
            self._lines.addWidget(box)
        self._lines.addStretch(1)
        set_tab_order(self.inside, self.take)
        nothing = msg("codebook.view.nothing_to_split")
        self.note.say(msg("segments.left_out", n=len(refused), names=refused) if refused else "" if found else nothing)
        self.note.setVisible(bool(refused) or not found)

    def split(self) -> None:
        """Move the ticked segments to a new code of that name."""
        code, chosen = self.code.value(), [number for number, box in self.boxes.items() if box.isChecked()]
        try:
            action = split_code(str(code), chosen, Labels({language_of(): self.name.text().strip()}))
        except Problem as problem:
            self._session.problem.emit(problem.message)
            return
        self._do(action, lambda _changes: self.name.clear())


def _usage(project: Project) -> dict[str, CodeUsage]:
    return usage(project, seen_coder(project))


def _segments(code: str, project: Project) -> _Listed:
    found, refused = listed_segments(project, [code], seen_coder(project))
    found = found[:_MOST_SEGMENTS]
    return found, refused, cited_places(project, [(one.document, one.start) for one in found])


def _count(heading: Text, number: Callable[[UsageRow], int]) -> RowsColumn:
    return RowsColumn(
        heading, lambda row, language: format_number(number(row), language), numeric=True, sort_key=number
    )


def _by(part: str, key: str, row: UsageRow) -> int:
    return int(getattr(row[2], part).get(key, 0)) if row[2] else 0


def _column() -> tuple[QWidget, QVBoxLayout]:
    inside = QWidget()
    inside.setProperty("kind", "surface")
    lines = QVBoxLayout(inside)
    lines.setContentsMargins(14, 10, 14, 10)
    lines.setSpacing(4)
    return inside, lines


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
