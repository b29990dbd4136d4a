# SPDX-License-Identifier: MIT
"""List widget: rows with an icon or colour, a name, a muted note at the right; sections and indents.

It paints only the visible rows; texts are rendered when painted, so a change of language costs nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wording import Text, render
from workbench.colours_and_sizes import ROW_HEIGHT, TYPE, Colours
from workbench.icons import pixmap
from workbench.theme import colours_of, font, section_font
from workbench.translation import language_of, say
from workbench.widgets.elision import around_hit, first_words, shortened, two_lines
from workbench.widgets.focus_selection import select_current_row
from workbench.widgets.reading_list import NoCopy

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """One row. `id` is what `picked` carries; a section is a heading that cannot be picked.

    `colour` (`#rrggbb`) draws a small square, `icon` a line icon; `key` is a shortcut drawn at the right.
    """

    id: Hashable
    text: Text
    note: Text = ""
    icon: str = ""
    colour: str = ""
    depth: int = 0
    section: bool = False
    key: str = ""
    strong: bool = False
    verb: bool = False  # the note says what Enter does
    name: Text = ""  # on a line of its own: the export name of a variable, the kind of a result
    wraps: bool = False  # a long text goes on in a second line
    running: bool = False  # words as somebody said them: shortened at their end
    mark: str = ""  # a line icon before the note
    mark_name: Text = ""  # what it says, spoken and shown in the tooltip
    hit: tuple[int, int] | None = None  # letters of the text that stay in sight where it is shortened


class EntryModel(QAbstractListModel):
    """The rows of an `EntryList`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, the spoken name with its note, or the entry itself."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return render(entry.text, language_of(self._view))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [
                render(part, language_of(self._view)) for part in (entry.text, entry.name, entry.note, entry.mark_name)
            ]
            return ", ".join(dict.fromkeys(part for part in parts if part))
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = [render(part, language_of(self._view)) for part in (entry.text, entry.mark_name)]
            return "\n".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections cannot be picked; rows are dragged where their list lets them be."""
        if index.isValid() and self.entries[index.row()].section:
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        dragged = isinstance(self._view, QListView) and self._view.dragEnabled() and index.isValid()
        return usual | Qt.ItemFlag.ItemIsDragEnabled if dragged else usual


class EntryList(NoCopy, QListView):
    """A list of entries; `picked` carries the id of the current one, `opened` comes on Enter or a double click."""

    picked = Signal(object)
    opened = Signal(object)
    several = Signal(list)  # the ids of all rows chosen, where several can be

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self.entries = EntryModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(EntryDelegate(self))
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._current)
        self.activated.connect(self._activated)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows that wrap have another height in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and any(entry.wraps for entry in self.entries.entries):
            self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys stand on the row that is picked."""
        super().focusInEvent(event)
        select_current_row(self)

    def set_entries(self, entries: Sequence[Entry], picked: Hashable | None = None) -> None:
        """Show these rows and keep the picked one (or pick `picked`, and come to it) without a signal."""
        before = self.picked_id()
        seen = self.viewport().rect().contains(self.visualRect(self.currentIndex()))
        wanted = picked if picked is not None else before
        self.selectionModel().blockSignals(True)
        self.entries.set_entries(entries)
        self.selectionModel().blockSignals(False)
        self.pick(wanted, quiet=True)
        if (wanted != before or seen) and self.picked_id() == wanted:  # the same row may have become higher
            self.scrollTo(self.currentIndex())

    def allow_several(self) -> None:
        """Ctrl and Shift choose further rows."""
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(lambda *_: self.several.emit(self.chosen_ids()))

    def chosen_ids(self) -> list[str]:
        """The ids of the rows chosen, in their order; headings are none."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        entries = self.entries.entries
        return [str(entries[row].id) for row in rows if row < len(entries) and not entries[row].section]

    def picked_id(self) -> Any:
        """The id of the current row; None where there is none."""
        row = self.currentIndex().row()
        return self.entries.entries[row].id if 0 <= row < len(self.entries.entries) else None

    def pick(self, wanted: Hashable, *, quiet: bool = False) -> None:
        """Make the row with this id current."""
        for row, entry in enumerate(self.entries.entries):
            if entry.id == wanted and not entry.section:
                self.selectionModel().blockSignals(quiet)
                self.setCurrentIndex(self.entries.index(row))
                self.selectionModel().blockSignals(False)
                self.viewport().update()
                return

    def _current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self.entries.entries[index.row()].id)

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.entries.entries[index.row()].id)


class EntryDelegate(QStyledItemDelegate):
    """Paints a row from the tokens."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, two where an export name stands under the wording; it grows with the text."""
        entry: Entry = index.data(ENTRY)
        if _has_two_lines(entry, self._view):
            lines = len(_wrapped(entry, QFontMetrics(font(TYPE.body)), self._room(entry), language_of(self._view)))
            height = option.fontMetrics.height()
            return QSize(80, round(height * (lines + 0.1) + QFontMetrics(font(TYPE.muted)).height()) + 10)
        return QSize(80, max(ROW_HEIGHT, round(option.fontMetrics.height() * 1.75)))

    def _room(self, entry: Entry) -> int:
        """How wide the text of a row may be."""
        return self._view.viewport().width() - 24 - 18 * entry.depth - (26 if entry.icon else 18 if entry.colour else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, focus ring, mark, name, note."""
        entry: Entry = index.data(ENTRY)
        colours = colours_of(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option, entry, colours, self._view)
        area = option.rect.adjusted(12 + 18 * entry.depth, 0, -12, 0)
        if entry.section:
            painter.setFont(section_font())
            painter.setPen(QColor(colours.muted))
            text = render(entry.text, language_of(self._view)).upper()
            text = shortened(text, painter.fontMetrics(), area.width())
            painter.drawText(area.adjusted(0, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        else:
            language = language_of(self._view)
            if _has_two_lines(entry, self._view):
                area = _name(painter, area, entry, colours, language)
            area = _mark(painter, area, entry, colours)
            _words(painter, area, entry, colours, language)
        painter.restore()


def _has_two_lines(entry: Entry, view: QWidget) -> bool:
    language = language_of(view)
    return bool(entry.name) and render(entry.name, language) != render(entry.text, language)


def _wrapped(entry: Entry, metrics: QFontMetrics, room: int, language: str) -> list[str]:
    """The text of a row on one line, on two where it may wrap."""
    text = render(entry.text, language)
    if entry.hit is not None:
        start, end = entry.hit
        return [around_hit(text[:start], text[start:end], text[end:], metrics, room)]
    if entry.wraps:
        return two_lines(text, metrics, room, running=entry.running)
    return [(first_words if entry.running else shortened)(text, metrics, room)]


def _name(painter: QPainter, area: QRect, entry: Entry, colours: Colours, language: str) -> QRect:
    """The export name on the lower line, the note at its right; what is left for the wording."""
    painter.setFont(font(TYPE.muted, tabular=True))
    painter.setPen(QColor(colours.muted))
    height = painter.fontMetrics().height()
    below = QRect(area.left() + (26 if entry.icon else 0), area.bottom() - height - 3, area.width(), height)
    below.setRight(area.right())
    note = render(entry.note, language)
    painter.setPen(QColor(colours.accent if entry.verb else colours.muted))
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
    painter.setPen(QColor(colours.muted))
    room = below.width() - (painter.fontMetrics().horizontalAdvance(note) + 10 if note else 0)
    painter.drawText(
        below, Qt.AlignmentFlag.AlignVCenter, shortened(render(entry.name, language), painter.fontMetrics(), room)
    )
    return area.adjusted(0, 4, 0, -height - 3)


def _ground(painter: QPainter, option: QStyleOptionViewItem, entry: Entry, colours: Colours, view: QWidget) -> None:
    if entry.section:
        return
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(colours.accent_wash))
        if view.hasFocus():
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), QColor(colours.accent)
            )
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(colours.hover))


def _mark(painter: QPainter, area: QRect, entry: Entry, colours: Colours) -> QRect:
    middle = area.center().y()
    if entry.colour:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(entry.colour))
        painter.drawRoundedRect(QRect(area.left(), middle - 4, 10, 10), 2.5, 2.5)
        return area.adjusted(18, 0, 0, 0)
    if entry.icon:
        painter.drawPixmap(area.left(), middle - 7, pixmap(entry.icon, colours.muted, 15))
        return area.adjusted(26, 0, 0, 0)
    return area


def _words(painter: QPainter, area: QRect, entry: Entry, colours: Colours, language: str) -> None:
    note = render(entry.note, language)
    if note and (not entry.name or render(entry.name, language) == render(entry.text, language)):
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours.muted))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, note)
        area = area.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(note) - 10, 0)
    if entry.mark:
        painter.drawPixmap(area.right() - 12, area.center().y() - 6, pixmap(entry.mark, colours.muted, 13))
        area = area.adjusted(0, 0, -18, 0)
    if entry.key:
        area = _key(painter, area, entry.key, colours)
    painter.setFont(font(TYPE.body, QFont.Weight.DemiBold if entry.strong else QFont.Weight.Normal))
    painter.setPen(QColor(colours.text))
    lines = _wrapped(entry, painter.fontMetrics(), area.width(), language)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "\n".join(lines))


def _key(painter: QPainter, area: QRect, key: str, colours: Colours) -> QRect:
    painter.setFont(font(TYPE.small))
    width = painter.fontMetrics().horizontalAdvance(key) + 10
    box = QRect(area.right() - width, area.center().y() - 8, width, 17)
    painter.setPen(QColor(colours.line))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(colours.muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    return area.adjusted(0, 0, -width - 10, 0)
