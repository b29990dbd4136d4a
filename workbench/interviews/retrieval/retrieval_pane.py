# SPDX-License-Identifier: MIT
"""All segments under a code, across the interviews: a list to read, each leading to its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from coding.records import Segment
from projects.interviews import queries
from projects.interviews.cited_places import Place, cited_places
from projects.interviews.coders import seen_coder
from wording import Text, msg, render
from workbench.colours_and_sizes import TYPE
from workbench.interviews.coding.code_definition import CodeFacts
from workbench.interviews.page_parts import line_colour
from workbench.interviews.state import RoomState
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets import Button, LeadLabel, MutedLabel, Pane, PaneHeader
from workbench.widgets.elision import shortened as shortened_name
from workbench.widgets.reading_list import ROW, WRAPPED, Index, ReadingList, ReadingRows, paint_ground, shortened

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.session import Session

    _Listed = tuple[list[Segment], list[str], dict[Place, Text]]  # names of the refused, and where each stands


class RetrievalPane(Pane):
    """The segments of one code, with those below it when wanted."""

    chosen = Signal(object)  # Segment
    left = Signal()

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader("", back)
        super().__init__(self.header, spacing=0)
        self._state, self._session, self._code = state, session, ""
        self._asked_for_keys = False  # until it is known whether there is a segment for them
        self.below = QCheckBox()
        say(self.below, msg("interviews.view.retrieval_children"))
        self.below.setChecked(True)
        self.below.toggled.connect(lambda _on: self.read())
        self.nothing = LeadLabel(msg("interviews.view.retrieval_none"), wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list = SegmentList(state)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.below)
        row.addStretch(1)
        self.left_out = MutedLabel("", wrap=True)
        self.left_out.setContentsMargins(14, 0, 14, 6)
        self.left_out.hide()
        self.facts = CodeFacts()
        self.body.addWidget(self.facts)
        self.body.addLayout(row)
        self.body.addWidget(self.left_out)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.list, 1)
        state.codebook_changed.connect(self._show_facts)
        state.listed.connect(lambda: self.read() if self.isVisible() else None)

    def show_code(self, code_id: str) -> None:
        """Show the segments of a code."""
        self._code = code_id
        self._show_facts()
        self.read()

    def take_focus(self) -> None:
        """Put the keys on the first segment; where there is none, on the box above the list."""
        self._asked_for_keys = True
        (self.list if self.list.isVisible() else self.below).setFocus()

    def _show_facts(self) -> None:
        there = self._code in self._state.codebook
        self.facts.show_code(self._state.codebook[self._code] if there else None)

    def read(self) -> None:
        """Ask for the segments."""
        if self._code not in self._state.codebook:
            self._take(([], [], {}))
            return
        below = self._state.codebook.with_descendants(self._code) if self.below.isChecked() else {self._code}

        def read(project: Project) -> _Listed:
            found, refused = queries.listed_segments(project, below, seen_coder(project))
            return found, refused, cited_places(project, [(one.document, one.start) for one in found])

        self._session.ask(read, self._take, latest="interviews.retrieval")

    def _take(self, found: _Listed) -> None:
        segments, refused, places = found
        self.left_out.setVisible(bool(refused))
        if refused:
            self.left_out.say(msg("segments.left_out", n=len(refused), names=refused))
        self.list.show_segments(segments, places)
        if self.list.hasFocus() and not segments:
            self.below.setFocus()  # before the list goes: Qt would take the keys to another column
        to_list = self._asked_for_keys and self.below.hasFocus() and bool(segments)
        self._asked_for_keys = False
        self.nothing.setVisible(not segments)
        self.list.setVisible(bool(segments))
        if self._code in self._state.codebook:
            total = msg("interviews.view.segments_total", n=len(segments))
            name = self._state.codebook[self._code].name
            self.header.title.say(msg("interviews.view.retrieval_title", code=name, segments=total))
        if segments:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        if to_list:
            self.list.setFocus()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW)[0])


Found = tuple[Segment, str, str, str]  # with its place as cited, the name of its code, and the code's colour


class _RetrievedRows(ReadingRows[Found]):
    def spoken(self, row: Found) -> str:
        return f"{row[1]}: {row[0].quote}"


class SegmentList(ReadingList):
    """Segments to read, each with its place and code; `ROW` of an index is a `Found`."""

    def __init__(self, state: RoomState) -> None:
        super().__init__(msg("interviews.view.retrieval_list"))
        self._state = state
        self._rows = _RetrievedRows(self)
        self.read_by(self._rows, _RetrievedQuoteDelegate(self))

    def show_segments(self, segments: list[Segment], places: Mapping[Place, Text]) -> None:
        """Show these with their places and the names of their codes, by the order of the documents."""
        order = {str(line.id): at for at, line in enumerate(self._state.documents)}
        ordered = sorted(segments, key=lambda found: (order.get(found.document, len(order)), found.start))
        rows = []
        for found in ordered:
            if found.code in self._state.codebook:
                code = self._state.codebook[found.code]
                name = render(code.name, language_of())
                where = render(places[found.document, found.start], language_of())
                rows.append((found, where, name, code.colour))
        self._rows.show_rows(rows)


class _RetrievedQuoteDelegate(QStyledItemDelegate):
    """A quote as read, its place and code above it."""

    def __init__(self, view: SegmentList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As many lines as the quote needs."""
        del option

        width = max(self._view.viewport().width() - 44, 100)
        quote = QFontMetrics(font(TYPE.reading)).boundingRect(QRect(0, 0, width, 10_000), WRAPPED, _quote(index))
        return QSize(width, quote.height() + QFontMetrics(font(TYPE.muted)).height() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one segment."""
        _segment, where, name, colour = index.data(ROW)
        colours = colours_of(self._view)
        painter.save()
        area = QRect(option.rect)
        paint_ground(painter, option, colours)
        painter.fillRect(
            QRect(area.left() + 14, area.top() + 8, 3, area.height() - 18), QColor(line_colour(colour, colours))
        )
        room = area.adjusted(28, 7, -16, -8)
        painter.setFont(font(TYPE.muted, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.muted))
        head = shortened_name(f"{where}  ·  {name}", painter.fontMetrics(), room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), head)
        room.setTop(room.top() + painter.fontMetrics().height() + 4)
        painter.setFont(font(TYPE.reading))
        painter.setPen(QColor(colours.text))
        painter.drawText(room, WRAPPED, _quote(index))
        painter.restore()


def _quote(index: Index) -> str:
    return shortened(str(index.data(ROW)[0].quote))
