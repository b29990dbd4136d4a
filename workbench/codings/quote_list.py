# SPDX-License-Identifier: MIT
"""A list of quotes to read, each with whose it is; Enter or a double click opens its place. It reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from analysis.codings.behind import QuoteLine
from wording import Text, msg, render
from workbench.speech import language_of, say
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.widgets.standing import choose_where_keys_stand

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_LONGEST, _MOST_LINES = 600, 4


class QuoteList(QListView):
    """`opened` carries the id of the segment; with `ticked`, quotes can be ticked by Space or a click on the box."""

    opened = Signal(str)
    ticks_changed = Signal()

    def __init__(self, name: Text, *, ticked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self.model_ = _Lines(self, ticked)
        self.setModel(self.model_)
        self.setItemDelegate(_QuoteDelegate(self))
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.activated.connect(lambda index: self.opened.emit(index.data(LINE).segment))
        self.model_.dataChanged.connect(lambda *_: self.ticks_changed.emit())

    def show_lines(self, lines: Sequence[QuoteLine], new: frozenset[str] = frozenset()) -> None:
        """Show these quotes; those of `new` segments are marked."""
        self.model_.reset(lines, new)
        if lines:
            self.setCurrentIndex(self.model_.index(0, 0))

    def lines(self) -> list[QuoteLine]:
        """The quotes shown."""
        return list(self.model_.lines)

    def ticked(self) -> list[QuoteLine]:
        """The quotes that are ticked, in order."""
        return [line for line in self.model_.lines if line.segment in self.model_.ticks]

    def current(self) -> QuoteLine | None:
        """The quote the keys stand on."""
        index = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys stand on the chosen quote."""
        super().focusInEvent(event)
        choose_where_keys_stand(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the quotes anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Lines(QAbstractListModel):
    def __init__(self, view: QWidget, ticked: bool) -> None:
        super().__init__(view)
        self.lines: list[QuoteLine] = []
        self.new: frozenset[str] = frozenset()
        self.ticks: set[str] = set()
        self._ticked = ticked

    def reset(self, lines: Sequence[QuoteLine], new: frozenset[str]) -> None:
        self.beginResetModel()
        self.lines, self.new, self.ticks = list(lines), new, set()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{head_of(line)}: {line.text}"
        if role == Qt.ItemDataRole.CheckStateRole and self._ticked:
            return Qt.CheckState.Checked if line.segment in self.ticks else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        segment = self.lines[index.row()].segment
        (self.ticks.add if Qt.CheckState(value) == Qt.CheckState.Checked else self.ticks.discard)(segment)
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._ticked else flags


def head_of(line: QuoteLine) -> str:
    """Whose words they are: "P07, R, turn 15"."""
    who = line.case if line.speaker in ("", line.case) else f"{line.case}, {line.speaker}"
    return render(msg("joint.quoted", who=who, turn=line.turn), language_of())


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
        quote = metrics.boundingRect(QRect(0, 0, width, 10_000), _FLAGS, _quote(index.data(LINE))).height()
        most = metrics.lineSpacing() * _MOST_LINES
        return QSize(width, min(quote, most) + QFontMetrics(font(TYPE.muted)).height() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one quote."""
        line: QuoteLine = index.data(LINE)
        colours = colours_of(self._view)
        painter.save()
        area = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.accent_wash))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(colours.hover))
        painter.setPen(QColor(colours.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._tick(painter, area, index)
        room = area.adjusted(self._left(index), 6, -12, -6)
        painter.setFont(font(TYPE.muted, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.text))
        right = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        new = render(msg("framework.new_mark"), language_of()) + "  " if line.segment in self._view.model_.new else ""
        coder = f"{new}{line.coder}"
        wide = painter.fontMetrics().horizontalAdvance(coder)
        head = painter.fontMetrics().elidedText(head_of(line), Qt.TextElideMode.ElideRight, room.width() - wide - 8)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), head)
        painter.setPen(QColor(colours.warning if new else colours.muted))
        painter.drawText(room, right, coder)
        room.setTop(room.top() + painter.fontMetrics().height() + 3)
        painter.setFont(font(TYPE.body))
        painter.setPen(QColor(colours.text))
        painter.setClipRect(room)
        painter.drawText(room, _FLAGS, _quote(line))
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
    text = line.text if len(line.text) <= _LONGEST else line.text[:_LONGEST] + "…"
    return render(msg("joint.quote", text=text), language_of())
