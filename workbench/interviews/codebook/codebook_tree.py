# SPDX-License-Identifier: MIT
"""The codebook tree on screen: colour, name, count, favourite key; keys, drag and menu."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from coding.records import Code
from wording import msg
from wording.numbers import format_number
from workbench.colours_and_sizes import TYPE
from workbench.icons import pixmap
from workbench.interviews.codebook.codebook_model import (
    BY_CODER,
    CODE_ID,
    COLOUR,
    COUNT,
    KEY,
    STATUS,
    WARNED,
    CodebookModel,
)
from workbench.interviews.page_parts import line_colour
from workbench.interviews.state import RoomState
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened
from workbench.widgets.fields import TypeAheadFilter
from workbench.widgets.focus_selection import select_current_row
from workbench.widgets.reading_list import NoCopy

_X11_FIRST, _WINDOWS_FIRST = 10, 2  # scan codes of the key "1"; Wayland gives the same as X11
_MAC_KEYS = (18, 19, 20, 21, 23, 22, 26, 28, 25)  # virtual key codes of the row 1–9
_AZERTY = "&é\"'(-è_ç"


def digit_of(event: QKeyEvent) -> int:
    """1–9 for a key of the digit row pressed alone, 0 for any other."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return 0
    keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    return _by_place(event) or _by_letter(event.text(), keypad)


def _by_place(event: QKeyEvent) -> int:
    if sys.platform == "darwin":
        key = event.nativeVirtualKey()
        return _MAC_KEYS.index(key) + 1 if key in _MAC_KEYS else 0
    scan = event.nativeScanCode()
    digit = scan - (_WINDOWS_FIRST if sys.platform == "win32" else _X11_FIRST) + 1
    return digit if scan and 1 <= digit <= 9 else 0


def _by_letter(text: str, keypad: bool) -> int:
    """For events without a place: the digit itself, or what a French keyboard prints on its key."""
    if len(text) != 1:
        return 0
    if text in "123456789":
        return int(text)
    return 0 if keypad else _AZERTY.find(text) + 1


Index = QModelIndex | QPersistentModelIndex
_INDENT = 16
_COUNT_ROOM = 44
_ROW = 23  # pixels: a codebook is long
CODER_COLUMN, CODER_COLUMNS = 40, 2  # pixels of a column of one coder's segments, and how many have room
DRAGS_TEXT = "dragsText"  # property of widgets whose selection may be dropped upon a code


class CodebookTree(NoCopy, QTreeView):
    """The codes of the room; Enter or a double click on one emits `opened`, its count `counts_requested`."""

    opened = Signal(str)
    counts_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    favourite_requested = Signal(str, int)
    delete_requested = Signal(str)
    current_changed = Signal()
    text_dropped = Signal(str)  # the code that selected text was dropped upon

    def __init__(self, state: RoomState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        say(self, name=msg("interviews.view.codebook"))
        self.codes = CodebookModel(self)
        self.setModel(self.codes)
        self.setItemDelegate(_CodeDelegate(self))
        self.installEventFilter(TypeAheadFilter(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(_INDENT)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)  # onto text, and text onto a code
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._folded: set[str] = set()  # codes whose lower codes are folded away
        self._filtered = False
        self._rules: Mapping[str, int] | None = None  # how many rules each code has, while rules are in front
        self._warned: Collection[str] = ()
        self.collapsed.connect(lambda index: self._note_fold(index, True))
        self.expanded.connect(lambda index: self._note_fold(index, False))
        self.itemDelegate().closeEditor.connect(lambda *_: QTimer.singleShot(0, self, self.codes.end_code))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(CODE_ID)))
        state.codebook_changed.connect(self._show)
        state.counted.connect(self._show_counts)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys stand on the chosen code."""
        super().focusInEvent(event)
        select_current_row(self)

    def current(self) -> Code | None:
        """The code chosen in the tree."""
        return self.codes.code_at(self.currentIndex())

    def pick(self, code_id: str) -> None:
        """Choose a code and bring it on screen, though the filter leaves it out: the keys go to it."""
        index = self.codes.index_of(code_id)
        if index.isValid():
            for one in self._state.codebook.path(code_id):
                shown = self.codes.index_of(one.id)
                self.setRowHidden(shown.row(), shown.parent(), False)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def rename(self) -> None:
        """Let the chosen code be renamed in place."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def begin_code(self, name: str, parent: str | None) -> None:
        """Let a new code be named in place; Esc makes none."""
        index = self.codes.begin_code(name, parent)
        if parent is not None:
            self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        self.edit(index)

    def place_of(self, code_id: str) -> QPoint:
        """Where a code stands, for a menu or a list beside it."""
        area = self.visualRect(self.codes.index_of(code_id))
        return self.viewport().mapToGlobal(area.bottomLeft() + QPoint(_INDENT, 0))

    def keep_only(self, wanted: set[str] | None) -> None:
        """Show only these codes and those above them; None shows all."""
        shown = None if wanted is None else {code.id for one in wanted for code in self._state.codebook.path(one)}
        for code in self._state.codebook:
            index = self.codes.index_of(code.id)
            self.setRowHidden(index.row(), index.parent(), shown is not None and code.id not in shown)
        self._filtered = wanted is not None
        self._unfold()

    def turn_all(self) -> None:
        """Fold all codes to those at the top, or show all where any is folded."""
        below = {code.parent for code in self._state.codebook if code.parent}
        self._folded = set() if self._folded & below else below
        self._unfold()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Codes of this tree, and text of a transcript."""
        if _drags_text(event):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Text goes upon a code."""
        if _drags_text(event):
            event.setAccepted(self.indexAt(event.position().toPoint()).isValid())
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the text to be coded, or for the code to be moved."""
        if not _drags_text(event):
            super().dropEvent(event)
            return
        index = self.indexAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if index.isValid():
            self.text_dropped.emit(str(index.data(CODE_ID)))

    def _unfold(self) -> None:
        """Show what is not folded; while the codebook is filtered, everything that fits."""
        self.blockSignals(True)
        self.expandAll()
        for code_id in set() if self._filtered else self._folded:
            self.collapse(self.codes.index_of(code_id))
        self.blockSignals(False)
        self.viewport().update()

    def _note_fold(self, index: QModelIndex, folded: bool) -> None:
        code_id = str(index.data(CODE_ID))
        if not self._filtered:
            self._folded = self._folded | {code_id} if folded else self._folded - {code_id}

    def _show(self) -> None:
        """Show the codebook anew where it was scrolled to."""
        now, top = self.currentIndex(), self.verticalScrollBar().value()
        near = [self.codes.code_at(index) for index in (now, self.indexBelow(now), self.indexAbove(now))]
        self.codes.show_codebook(self._state.codebook)
        self._show_counts()
        self._unfold()
        kept = [code.id for code in near if code is not None and code.id in self._state.codebook]
        if kept:
            self.setCurrentIndex(self.codes.index_of(kept[0]))  # one that is gone leaves the keys on its neighbour
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(top)

    def show_rules(self, rules: Mapping[str, int] | None, warned: Collection[str]) -> None:
        """Show how many rules each code has, with a mark where one has a trap; None: its segments again."""
        self._rules, self._warned = rules, warned
        self._show_counts()

    def coders(self) -> list[str]:
        """The coders whose segments have a column of their own: oneself first, then who has coded most."""
        if self._rules is not None:
            return []
        known = sorted(self._state.by_coder, key=lambda one: one != self._state.user)
        return known[:CODER_COLUMNS]

    def _show_counts(self) -> None:
        if self._rules is None:
            counted = {one: self._state.by_coder[one] for one in self.coders()}
            self.codes.show_counts(self._state.counts, self._state.favourites, by_coder=counted)
        else:
            self.codes.show_counts(self._rules, {}, self._warned)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another code is chosen."""
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def event(self, event: QEvent) -> bool:
        """F2 renames the code, although it goes to the next bookmark elsewhere."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.key() == Qt.Key.Key_F2 and not event.modifiers():
            event.accept()
        return event.isAccepted() or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies or opens; the digit row makes a favourite. Enter that ends a renaming does neither."""
        code = None if self.state() == QAbstractItemView.State.EditingState else self.current()
        digit = digit_of(event)
        if code is not None and digit:
            self.favourite_requested.emit(code.id, digit)
        elif code is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(code.id)
        elif code is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(code.id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a count shows the segments."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        on_count = place.x() > self.viewport().width() - max(_COUNT_ROOM, len(self.coders()) * CODER_COLUMN + 4)
        asks = event.button() == Qt.MouseButton.LeftButton and on_count and self._rules is None
        if asks and index.isValid() and index.data(COUNT):
            self.counts_requested.emit(index.data(CODE_ID))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a code, by mouse or by key."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        code = self.current() if keyboard else self.codes.code_at(self.indexAt(event.pos()))
        if code is not None:
            self.pick(code.id)
            self.menu_requested.emit(code.id, self.place_of(code.id) if keyboard else event.globalPos())

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A small arrow where there are codes below; no lines."""
        colours = colours_of(self)
        if index == self.currentIndex():
            painter.fillRect(QRect(0, rect.top(), rect.right() + 1, rect.height()), QColor(colours.accent_wash))
        if self.codes.hasChildren(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            picture = pixmap(name, colours.muted, 12)
            painter.drawPixmap(rect.right() - 13, rect.center().y() - 5, picture)

    def respeak(self, _language: str) -> None:
        """Write the names again."""
        self.viewport().update()

    def retheme(self) -> None:
        """Follow the text size."""
        self.scheduleDelayedItemsLayout()


class _CodeDelegate(QStyledItemDelegate):
    """Paints a code: square, name, count, favourite key."""

    def __init__(self, view: CodebookTree) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        del index
        return QSize(80, max(_ROW, round(option.fontMetrics.height() * 1.35)))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field with a spoken name."""
        editor = super().createEditor(parent, option, index)
        say(editor, name=msg("interviews.view.rename_code"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the name."""
        del index
        editor.setGeometry(option.rect.adjusted(16, 0, -2, 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        colours = colours_of(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: Any = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.accent_wash))
            if self._view.hasFocus():
                painter.fillRect(QRect(0, area.top(), 3, area.height()), QColor(colours.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(colours.hover))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(line_colour(index.data(COLOUR), colours)))
        painter.drawRoundedRect(QRect(area.left() + 2, area.center().y() - 4, 10, 10), 2.5, 2.5)
        room = area.adjusted(20, 0, -12, 0)
        columns = index.data(BY_CODER)
        count = index.data(COUNT) or 0
        room = self._columns(painter, room, columns) if columns else self._count(painter, room, count)
        room = self._key(painter, room, index.data(KEY) or "")
        if index.data(WARNED):
            mark = pixmap("triangle-alert", colours.warning, 14, self._view.devicePixelRatioF())
            painter.drawPixmap(room.right() - 14, room.center().y() - 6, mark)
            room = room.adjusted(0, 0, -20, 0)
        status = index.data(STATUS)
        painter.setFont(font(TYPE.body, QFont.Weight.DemiBold if status == "category" else QFont.Weight.Normal))
        painter.setPen(QColor(colours.muted if status == "retired" else colours.text))
        if status == "retired":
            struck = painter.font()
            struck.setStrikeOut(True)
            painter.setFont(struck)
        name = shortened(index.data(), painter.fontMetrics(), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def _count(self, painter: QPainter, room: QRect, count: int) -> QRect:
        if not count:
            return room
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours_of(self._view).muted))
        text = format_number(count, language_of())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return room.adjusted(0, 0, -max(painter.fontMetrics().horizontalAdvance(text), 16) - 8, 0)

    def _columns(self, painter: QPainter, room: QRect, columns: list[int]) -> QRect:
        """A column for each coder; where there is no segment nothing, and the name has its room."""
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours_of(self._view).muted))
        taken = 0
        for place, count in enumerate(reversed(columns)):
            if count:
                area, text = room.adjusted(0, 0, -place * CODER_COLUMN, 0), format_number(count, language_of())
                painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
                taken = place * CODER_COLUMN + painter.fontMetrics().horizontalAdvance(text) + 8
        return room.adjusted(0, 0, -taken, 0)

    def _key(self, painter: QPainter, room: QRect, key: str) -> QRect:
        if not key:
            return room
        colours = colours_of(self._view)
        painter.setFont(font(TYPE.small))
        box = QRect(room.right() - 17, room.center().y() - 8, 18, 17)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(colours.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        return room.adjusted(0, 0, -24, 0)


def _drags_text(event: QDropEvent) -> bool:
    """Whether what is dragged is the selection of a transcript; its words are not in the drag."""
    source = event.source()
    return source is not None and bool(source.property(DRAGS_TEXT))
