# SPDX-License-Identifier: MIT
"""The list of waiting suggestions: each in its sentence with sources and score, a box to tick, keys of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem, QWidget

from projects.assistance.review import WaitingSuggestion
from wording import Text, msg, render
from wording.numbers import format_probability
from workbench.colours_and_sizes import TYPE
from workbench.interviews.page_parts import CodeLooks, language_name
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.rule_text import RuleText
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import first_words, shortened
from workbench.widgets.focus_selection import select_current_row
from workbench.widgets.reading_list import NoCopy

Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_BOX, _LEFT, _ROOM = 16, 12, 8  # pixels
_SCORE = 24  # pixels at least
_BEFORE = 60  # characters before the words proposed: they are in sight in a narrow column, too
_KEYS = frozenset(
    (Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_C, Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_X)
    + (Qt.Key.Key_Return,)
)


class WaitingRows(QAbstractListModel):
    """The rows with their ticks; `seen` are those that were on the screen."""

    ticks_changed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.rows: list[WaitingSuggestion] = []
        self.ticked: set[str] = set()
        self.seen: set[str] = set()
        self._changed_soon = QTimer(self, singleShot=True, interval=0)
        self._changed_soon.timeout.connect(self.ticks_changed)

    def set_rows(self, rows: Sequence[WaitingSuggestion]) -> None:
        """Show these; ticks and what was seen stay where the suggestion is still there."""
        self.beginResetModel()
        self.rows = list(rows)
        there = {row.id for row in self.rows}
        self.ticked &= there
        self.seen &= there
        self.endResetModel()
        self.ticks_changed.emit()

    def replace(self, place: int, row: WaitingSuggestion) -> None:
        """Show a row with a wider or narrower stretch."""
        self.rows[place] = row
        index = self.index(place, 0)
        self.dataChanged.emit(index, index)

    def tick(self, ids: Sequence[str], on: bool) -> None:
        """Tick some, or take their ticks away."""
        self.ticked = self.ticked | set(ids) if on else self.ticked - set(ids)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.ticks_changed.emit()

    def see(self, suggestion_id: str) -> None:
        """Note that a row is on the screen; it is told a moment later, once for all that come with it."""
        if suggestion_id not in self.seen:
            self.seen.add(suggestion_id)
            self._changed_soon.start()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.id in self.ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            mark = f" ({render(msg(f'marks.{row.suggestion.mark}'), language_of())})" if row.is_marked else ""
            return f"{row.document_name}{mark}: {row.before}{row.quote}{row.after}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return " ".join(f"{row.before}{row.quote}{row.after}".split())
        return None


class WaitingList(NoCopy, QListView):
    """Shows the rows; keys and the box decide nothing, they are told."""

    row_chosen = Signal(object)  # WaitingSuggestion
    key_pressed = Signal(object, object)  # Qt.Key, Qt.KeyboardModifier

    def __init__(self, state: RoomState) -> None:
        super().__init__()
        say(self, name=msg("assist.list"))
        self.rows = WaitingRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_RowDelegate(self, state))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def current(self) -> WaitingSuggestion | None:
        """The row where the keys stand."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is looked at."""
        super().currentChanged(current, previous)
        if current.isValid() and current != previous:
            self.row_chosen.emit(self.rows.rows[current.row()])

    def event(self, event: QEvent) -> bool:
        """The keys of the list come before those of the room."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on the list's keys; arrows move."""
        if _is_ours(event):
            self.key_pressed.emit(Qt.Key(event.key()), event.modifiers())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks; elsewhere it chooses the row."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and place.x() < _LEFT + _BOX + _ROOM:
            row = self.rows.rows[index.row()]
            self.rows.tick([row.id], row.id not in self.rows.ticked)
            return
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys stand on a row."""
        super().focusInEvent(event)
        select_current_row(self)


def _is_ours(event: QKeyEvent) -> bool:
    key, modifiers = event.key(), event.modifiers()
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return modifiers == Qt.KeyboardModifier.ShiftModifier
    if key == Qt.Key.Key_E and modifiers == Qt.KeyboardModifier.ShiftModifier:
        return True
    if key == Qt.Key.Key_Return:
        return modifiers == Qt.KeyboardModifier.ControlModifier
    return key in _KEYS and modifiers == Qt.KeyboardModifier.NoModifier


class _RowDelegate(QStyledItemDelegate):
    """Two lines: where it stands with sources and score, and the words in their sentence."""

    def __init__(self, view: WaitingList, state: RoomState) -> None:
        super().__init__(view)
        self._view, self._state = view, state

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same height for every row."""
        del option, index
        return QSize(200, QFontMetrics(font(TYPE.muted)).height() + QFontMetrics(font(TYPE.body)).height() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one suggestion; it has then been seen."""
        row: WaitingSuggestion = index.data(_ROW)
        self._view.rows.see(row.id)
        colours = colours_of(self._view)
        painter.save()
        area = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.accent_wash))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(colours.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(colours.hover))
        painter.setPen(QColor(colours.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._box(painter, area, row)
        room = area.adjusted(_LEFT + _BOX + _ROOM, 8, -14, -8)
        self._head(painter, room, row)
        self._words(painter, room, row)
        painter.restore()

    def _box(self, painter: QPainter, area: QRect, row: WaitingSuggestion) -> None:
        option = QStyleOptionButton()
        option.initFrom(self._view)
        option.rect = QRect(area.left() + _LEFT, area.top() + 9, _BOX, _BOX)
        option.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if row.id in self._view.rows.ticked else QStyle.StateFlag.State_Off
        )
        self._view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self._view)

    def _head(self, painter: QPainter, room: QRect, row: WaitingSuggestion) -> None:
        colours, language = colours_of(self._view), language_of()
        right = room.right()
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        score = row.suggestion.score
        shown = format_probability(score, language) if score is not None else ""
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight), shown)
        right -= max(painter.fontMetrics().horizontalAdvance(shown), _SCORE) + 8
        chips = [(render(text, language), False) for text in _sources(row)]
        if row.is_marked:
            chips.append((render(msg(f"marks.{row.suggestion.mark}"), language), True))
        right = self._chips(painter, QRect(room.left(), room.top(), right - room.left(), room.height()), chips)
        look = CodeLooks(self._state.codebook, colours).of(row.suggestion.code)
        painter.fillRect(QRect(room.left(), room.top() + 4, 8, 8), look.line)
        left = room.left() + 14
        for text, weight, colour in (
            (render(look.name, language), QFont.Weight.DemiBold, colours.text),
            (_place(row, language), QFont.Weight.Normal, colours.muted),
        ):
            painter.setFont(font(TYPE.muted, weight))
            painter.setPen(QColor(colour))
            metrics = painter.fontMetrics()
            shown = shortened(text, metrics, right - left)
            painter.drawText(QPoint(left, room.top() + metrics.ascent()), shown)
            left += metrics.horizontalAdvance(shown) + 12

    def _chips(self, painter: QPainter, room: QRect, chips: Sequence[tuple[str, bool]]) -> int:
        """Paint the sources from the right, a mark in amber; returns where room is left."""
        colours, right = colours_of(self._view), room.right()
        painter.setFont(font(TYPE.small))
        metrics = painter.fontMetrics()
        for text, warns in reversed(chips):
            width = metrics.horizontalAdvance(text) + 12
            box = QRect(right - width, room.top() - 1, width, metrics.height() + 3)
            if box.left() < room.left() + room.width() // 3:
                break
            painter.setPen(QColor(colours.warning_wash if warns else colours.line))
            painter.setBrush(QColor(colours.warning_wash if warns else colours.surface))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(colours.warning if warns else colours.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            right = box.left() - 6
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return right - 8

    def _words(self, painter: QPainter, room: QRect, row: WaitingSuggestion) -> None:
        colours = colours_of(self._view)
        look = CodeLooks(self._state.codebook, colours).of(row.suggestion.code)
        top = room.top() + QFontMetrics(font(TYPE.muted)).height() + 6
        painter.setFont(font(TYPE.body))
        metrics = painter.fontMetrics()
        before = row.before if len(row.before) <= _BEFORE else "…" + row.before[-_BEFORE:]
        left, base = room.left(), top + metrics.ascent()
        for text, proposed in ((before, False), (row.quote, True), (row.after, False)):
            plain = " ".join(text.split()) + (" " if text[-1:].isspace() else "")
            plain = (" " if text[:1].isspace() and not proposed else "") + plain
            shown = first_words(plain, metrics, room.right() - left)
            width = metrics.horizontalAdvance(shown)
            if proposed:
                wash, line = (colours.hover, colours.muted) if row.is_marked else (look.wash, look.line)
                painter.fillRect(QRect(left, top - 1, width, metrics.height() + 1), QColor(wash))
                painter.setPen(QPen(QColor(line), 1.4, Qt.PenStyle.DashLine))
                painter.drawLine(left, top + metrics.height() + 1, left + width, top + metrics.height() + 1)
            painter.setPen(QColor(colours.text if proposed and not row.is_marked else colours.muted))
            painter.drawText(QPoint(left, base), shown)
            left += width


def _sources(row: WaitingSuggestion) -> list[Text]:
    """The kinds of rule that met it, and whether it was learned, from which language."""
    kinds = dict.fromkeys(RuleText.of(rule).kind for rule in row.rules)
    made: list[Text] = [msg(f"assist.chip.{kind}") for kind in kinds]
    if "model" in row.sources and row.learned_in:
        made.append(msg("assist.chip.model_from", language=language_name(row.learned_in)))
    elif "model" in row.sources:
        made.append(msg("assist.chip.model"))
    return made


def _place(row: WaitingSuggestion, language: str) -> str:
    """Document, paragraph, speaker and language of a row."""
    place = render(msg("assist.place", document=row.document_name, n=row.paragraph), language)
    return "  ·  ".join(part for part in (place, row.speaker, row.language) if part)
