# SPDX-License-Identifier: MIT
"""A list of quotes to read, each with whose it is; Enter or a double click opens its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from analysis.codings.cell_segments import QuoteLine
from analysis.codings.records import place_of
from coding.case_folding import fold_plain
from wording import Text, msg, render
from wording.texts import in_quotes
from workbench.colours_and_sizes import TYPE
from workbench.theme import colours_of, font
from workbench.translation import language_of
from workbench.widgets import Button, Line, MutedLabel, Pane, StrongLabel
from workbench.widgets.elision import shortened as name_shortened
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.reading_list import ROW, WRAPPED, Index, ReadingList, ReadingRows, paint_ground, shortened

_MOST_LINES = 4


class QuoteList(ReadingList):
    """`opened` carries the id of the segment; with `ticked`, quotes can be ticked by Space or a click on the box.

    `turned` carries a quote behind which more of its case are folded, or unfolded: "2 more", ← and →.
    """

    opened = Signal(str)
    turned = Signal(object)  # QuoteLine
    copy_requested = Signal()  # by Ctrl+C: whoever listens asks for consent
    ticks_changed = Signal()
    pressed_line = Signal()  # a click beside the box: it is the current one now

    def __init__(self, name: Text, *, ticked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.model_ = _Lines(self, ticked)
        self.read_by(self.model_, _QuoteDelegate(self))
        self.on_box = False  # whether the click under way ticks
        self.clicked.connect(self._clicked)
        self.activated.connect(lambda index: self.opened.emit(index.data(ROW).segment))
        self.model_.dataChanged.connect(lambda *_: self.ticks_changed.emit())

    def show_lines(
        self,
        lines: Sequence[QuoteLine],
        new: frozenset[str] = frozenset(),
        more: Mapping[str, int] | None = None,
        named: Mapping[str, Text] | None = None,
    ) -> None:
        """Show these quotes; those of `new` segments are marked, `more`: how many are folded behind a segment.

        `named`: the names of codes by id, said before whose words they are; without them no code is said.
        """
        here, kept = self.current(), {line.segment for line in lines}
        self.model_.named = named or {}
        self.model_.new, self.model_.ticks, self.model_.more = new, self.model_.ticks & kept, more or {}
        self.model_.show_rows(list(lines))
        if lines:
            places = [at for at, line in enumerate(lines) if here is not None and line.segment == here.segment]
            self.setCurrentIndex(self.model_.index(places[0] if places else 0, 0))

    def ticked_or_current(self) -> list[str]:
        """The segments that are ticked, else the one the keys stand on."""
        current = self.current()
        return [line.segment for line in self.ticked()] or ([current.segment] if current is not None else [])

    def lines(self) -> list[QuoteLine]:
        """The quotes shown."""
        return list(self.model_.rows)

    def ticked(self) -> list[QuoteLine]:
        """The quotes that are ticked, in order."""
        return [line for line in self.model_.rows if line.segment in self.model_.ticks]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """→ shows more of the case, ← folds them; Ctrl+C asks for a copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        line = self.current()
        more = self.model_.more.get(line.segment) if line is not None else None
        if more is not None and event.key() == (Qt.Key.Key_Right if more else Qt.Key.Key_Left):
            self.turned.emit(line)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on "2 more" shows them."""
        index = self.indexAt(event.position().toPoint())
        line: QuoteLine | None = index.data(ROW) if index.isValid() else None
        head = self.visualRect(index).adjusted(self.viewport().width() // 2, 0, 0, 0)
        head.setHeight(QFontMetrics(font(TYPE.muted)).height() + 10)
        if line is not None and line.segment in self.model_.more and head.contains(event.position().toPoint()):
            self.setCurrentIndex(index)
            self.turned.emit(line)
            return
        self.on_box = False
        super().mousePressEvent(event)

    def _clicked(self, _index: Index) -> None:
        """A click on a box ticks and does no more: the current quote is another one then."""
        ticked, self.on_box = self.on_box, False
        if not ticked:
            self.pressed_line.emit()

    def current(self) -> QuoteLine | None:
        """The quote the keys stand on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None


class _Lines(ReadingRows[QuoteLine]):
    def __init__(self, view: QWidget, ticked: bool) -> None:
        super().__init__(view)
        self.new: frozenset[str] = frozenset()
        self.ticks: set[str] = set()
        self.named: Mapping[str, Text] = {}
        self.more: Mapping[str, int] = {}  # segments with more of their case: how many are folded, 0 unfolded
        self._ticked = ticked

    def spoken(self, row: QuoteLine) -> str:
        more = f"; {more_segments(self.more[row.segment])}" if row.segment in self.more else ""
        return f"{head_of(row, self.named)}: {row.text}{more}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.CheckStateRole and self._ticked and index.isValid():
            ticked = self.rows[index.row()].segment in self.ticks
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        segment = self.rows[index.row()].segment
        (self.ticks.add if Qt.CheckState(value) == Qt.CheckState.Checked else self.ticks.discard)(segment)
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._ticked else flags


def head_of(line: QuoteLine, named: Mapping[str, Text]) -> str:
    """Whose words they are and where, behind the code where it is named: "Water · P07, R · Visit 2, ¶ 15"."""
    named_alike = fold_plain(line.speaker) in ("", fold_plain(line.case))
    who = line.case if named_alike else f"{line.case}, {line.speaker}"
    if fold_plain(line.document_name) != fold_plain(line.case):
        who = f"{who} · {line.document_name}"
    whose = render(msg("joint.quoted", who=who, place=place_of(line.paragraph, line.page)), language_of())
    return f"{render(named[line.code], language_of())} · {whose}" if line.code in named else whose


def more_segments(folded: int) -> str:
    """ "2 more", or that they can be folded."""
    return render(msg("behind.more", n=folded) if folded else msg("behind.fewer"), language_of())


class _QuoteDelegate(QStyledItemDelegate):
    """A quote of a few lines below whose it is, the coder at the right."""

    def __init__(self, view: QuoteList) -> None:
        super().__init__(view)
        self._view = view

    def _left(self, index: Index) -> int:
        return 34 if index.data(Qt.ItemDataRole.CheckStateRole) is not None else 12

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As many lines as the quote needs, four at most."""
        del option
        width = max(self._view.viewport().width() - self._left(index) - 12, 100)
        metrics = QFontMetrics(font(TYPE.body))
        quote = metrics.boundingRect(QRect(0, 0, width, 10_000), WRAPPED, _quote(index.data(ROW))).height()
        most = metrics.lineSpacing() * _MOST_LINES
        return QSize(width, min(quote, most) + QFontMetrics(font(TYPE.muted)).height() + 18)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tick by a click on the box as it is painted; Qt would look for it elsewhere."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        state, beside = index.data(Qt.ItemDataRole.CheckStateRole), event.position().x() - QRect(option.rect).left()
        if state is None or event.button() != Qt.MouseButton.LeftButton or beside >= self._left(index):
            return False
        self._view.on_box = True
        if event.type() == QEvent.Type.MouseButtonRelease:
            checked = Qt.CheckState(state) == Qt.CheckState.Checked
            wanted = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one quote."""
        line: QuoteLine = index.data(ROW)
        colours = colours_of(self._view)
        painter.save()
        area = QRect(option.rect)
        paint_ground(painter, option, colours)
        self._tick(painter, area, index)
        room = area.adjusted(self._left(index), 6, -12, -6)
        painter.setFont(font(TYPE.muted, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.text))
        right = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        new = render(msg("framework.new_mark"), language_of()) + "  " if line.segment in self._view.model_.new else ""
        more = self._view.model_.more
        folded = more_segments(more[line.segment]) + "  " if line.segment in more else ""
        coder = f"{new}{folded}{line.coder}"
        wide = painter.fontMetrics().horizontalAdvance(coder)
        head = name_shortened(head_of(line, self._view.model_.named), painter.fontMetrics(), room.width() - wide - 8)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), head)
        painter.setPen(QColor(colours.warning if new else colours.accent if folded else colours.muted))
        painter.drawText(room, right, coder)
        room.setTop(room.top() + painter.fontMetrics().height() + 3)
        painter.setFont(font(TYPE.body))
        painter.setPen(QColor(colours.text))
        painter.setClipRect(room)
        painter.drawText(room, WRAPPED, _quote(line))
        painter.restore()

    def _tick(self, painter: QPainter, area: QRect, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        colours = colours_of(self._view)
        box = QRect(area.left() + 10, area.top() + 7, 14, 14)
        checked = Qt.CheckState(state) == Qt.CheckState.Checked
        painter.setPen(QColor(colours.accent if checked else colours.muted))
        painter.setBrush(QColor(colours.accent) if checked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QColor(colours.surface))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "✓")


def _quote(line: QuoteLine) -> str:
    return render(in_quotes(shortened(line.text), line.language), language_of())


class CellQuotes(Pane):
    """`opened` carries the id of a segment, `quotes_requested` the ids of all those shown."""

    opened = Signal(str)
    quotes_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Line(), spacing=0)
        if parent is not None:
            self.setParent(parent)
        self.title = StrongLabel("", wrap=True)
        self.facts = MutedLabel("", wrap=True)
        self.list = QuoteList(msg("behind.list"), ticked=True)
        self.list.opened.connect(self.opened)
        self.list.turned.connect(self._turn)
        self._lines: list[QuoteLine] = []
        self._new: frozenset[str] = frozenset()
        self._unfolded: set[str] = set()  # cases
        self.inside = True
        self.first = Button(msg("behind.open"), self.open_first)
        self.table = Button(msg("behind.quotes"), self._want_quotes)
        head = Pane(margins=(12, 10, 12, 8), spacing=2)
        head.body.addWidget(self.title)
        head.body.addWidget(self.facts)
        bar = QWidget()
        row = FlowLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.first)
        row.addWidget(self.table)
        for widget, stretch in ((head, 0), (self.list, 1), (Line(), 0), (bar, 0)):
            self.body.addWidget(widget, stretch)
        self.hide()

    def show_lines(self, title: Text, lines: Sequence[QuoteLine], new: frozenset[str] = frozenset()) -> None:
        """Show the quotes of a cell; none where it counts no segments."""
        if [line.segment for line in lines] != [line.segment for line in self._lines]:
            self._unfolded = set()
        self._lines, self._new = list(lines), new
        self.title.say(title)
        self._say()
        self.show()

    def show_inside(self, inside: bool) -> None:
        """Show the words, or that they stay inside the team."""
        self.inside = inside
        self._say()

    def _say(self) -> None:
        cases = len({case for line in self._lines for case in line.cases or (line.case,)})
        documents = len({line.document for line in self._lines})
        facts = msg("behind.facts", n=len(self._lines), cases=cases, documents=documents)
        self.facts.say(facts if self.inside else msg("seenas.words_stay"))
        self._fold()
        for button in (self.first, self.table):
            button.setEnabled(bool(self._lines) and self.inside)

    def _fold(self) -> None:
        """One quote of each case, the others of a case behind it; of a single case all."""
        by_case: dict[str, list[QuoteLine]] = {}
        for line in self._lines if self.inside else ():
            by_case.setdefault(line.case, []).append(line)
        shown: list[QuoteLine] = []
        more: dict[str, int] = {}
        for case, held in by_case.items():
            unfolded = case in self._unfolded or len(by_case) == 1
            shown += held if unfolded else held[:1]
            if len(held) > 1 and len(by_case) > 1:
                more[held[0].segment] = 0 if unfolded else len(held) - 1
        self.list.show_lines(shown, self._new, more)

    def _turn(self, line: QuoteLine) -> None:
        """Show more of the case of a quote, or fold them."""
        self._unfolded ^= {line.case}
        self._fold()

    def clear(self) -> None:
        """No cell is chosen: no quote of one stays."""
        self._lines, self._new = [], frozenset()
        self.list.show_lines([])
        self.hide()

    def open_first(self) -> None:
        """Open the quote the keys stand on, else the first."""
        current = self.list.current() or next(iter(self.list.lines()), None)
        if current is not None:
            self.opened.emit(current.segment)

    def _want_quotes(self) -> None:
        self.quotes_requested.emit([line.segment for line in self._lines])
