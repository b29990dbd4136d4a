# SPDX-License-Identifier: MIT
"""The fields of the form that no other room has: a variable chosen from a list that finds while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from analysis.records import DataTable, Variable
from wording import Text, msg, render
from workbench.analysis.words import icon_of, matches, sections
from workbench.icons import pixmap
from workbench.speech import language_of
from workbench.theme import colours_of
from workbench.variable_words import called
from workbench.widgets import Button, Entry, EntryList, IconButton, SearchField

VARIABLE_MIME = "application/x-workbench-variable"
_LIST_HEIGHT = 232


class FieldButton(Button):
    """A button that looks like a field and shortens what it says; a chevron says that it opens."""

    def __init__(self, text: Text, name: Text, parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(text, kind="field", parent=parent)
        self._label = name
        self.setText(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show as much of `text` as there is room for."""
        self._whole = text
        self.setToolTip(text)
        label = render(getattr(self, "_label", ""), language_of())
        self.setAccessibleName(f"{label}: {text}" if label else text)
        self._shorten()

    def whole(self) -> str:
        """All it says."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def sizeHint(self) -> QSize:
        """As wide as it is given."""
        return QSize(60, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as it is given."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and its chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        size = 14
        place = QRect(self.width() - size - 9, (self.height() - size) // 2, size, size)
        painter.drawPixmap(place, pixmap("chevron-down", colours_of(self).muted, size))
        painter.end()

    def _shorten(self) -> None:
        short = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width() - 42, 10))
        super().setText(short.replace("&", "&&"))


class VariableList(QWidget):
    """A search field over the variables by group; `picked` carries the id."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, name: Text, *, whole: bool = False, parent: QWidget | None = None) -> None:
        """`whole` is for a list that stands by itself: picked by Enter or a double click, dragged from."""
        super().__init__(parent)
        self._groups: list[tuple[Text, list[Variable]]] = []
        self._table: DataTable | None = None
        self.search = SearchField(msg("analysis.view.find_variable"))
        self.list = _Draggable(name, self._dragged) if whole else EntryList(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.search.searched.connect(self._fill)
        self.search.to_list.connect(self._to_list)
        self.search.returnPressed.connect(self._take_first)
        self.list.opened.connect(self._take)
        if not whole:
            self.list.setFixedHeight(_LIST_HEIGHT)
            self.list.clicked.connect(lambda index: self._take(self.list.entries.entries[index.row()].id))

    def offer(self, table: DataTable, variables: Sequence[Variable], chosen: str | None = None) -> None:
        """Offer these variables of a table."""
        self._table, self._groups = table, sections(table, variables)
        self.search.clear()
        self._fill("", chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _fill(self, text: str, chosen: str | None = None) -> None:
        wanted = text.casefold()
        entries: list[Entry] = []
        for heading, variables in self._groups:
            found = [v for v in variables if not wanted or matches(called(v), wanted) or wanted in v.name.casefold()]
            if found:
                entries.append(Entry(("section", len(entries)), heading, section=True))
                entries += [Entry(v.id, called(v), icon=icon_of(v)) for v in found]
        self.list.set_entries(entries, picked=chosen)

    def _to_list(self) -> None:
        if self.list.picked_id() is None:
            self._first(quiet=True)
        self.list.setFocus()

    def _first(self, *, quiet: bool) -> Any:
        first = next((entry.id for entry in self.list.entries.entries if not entry.section), None)
        if first is not None:
            self.list.pick(first, quiet=quiet)
        return first

    def _take_first(self) -> None:
        wanted = self.search.text().strip()
        self._fill(wanted)
        self._take(self._first(quiet=True))

    def _take(self, wanted: Any) -> None:
        if isinstance(wanted, str):
            self.picked.emit(wanted)

    def _dragged(self, variable_id: Any) -> QMimeData | None:
        if self._table is None or not isinstance(variable_id, str):
            return None
        return dragged_variable(self._table.id, variable_id)


class _Draggable(EntryList):
    """A list whose entries can be dragged; `carried` says what goes with one."""

    def __init__(self, name: Text, carried: Callable[[Any], QMimeData | None]) -> None:
        super().__init__(name)
        self._carried = carried
        self._pressed: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a drag may begin."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag after a few pixels."""
        far = self._pressed is not None and (
            (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        )
        if far and event.buttons() & Qt.MouseButton.LeftButton:
            data = self._carried(self.picked_id())
            self._pressed = None
            if data is not None:
                drag = QDrag(self)
                drag.setMimeData(data)
                drag.exec(Qt.DropAction.CopyAction)
            return
        super().mouseMoveEvent(event)


class VariableField(QWidget):
    """The variable chosen; pressing it opens the list below it. Variables may be dropped on it."""

    changed = Signal(object)  # id or None

    def __init__(self, name: Text, *, required: bool, empty: Text = "", parent: QWidget | None = None) -> None:
        """`empty` is what the field says while nothing is chosen."""
        super().__init__(parent)
        self._empty = empty or msg("analysis.view.choose")
        self._table: DataTable | None = None
        self._variables: list[Variable] = []
        self._chosen: str | None = None
        self.button = FieldButton(self._empty, name)
        self.clear = IconButton("x", msg("analysis.view.clear", field=name), self._cleared, framed=False, size=14)
        self.clear.setVisible(False)
        self._required = required
        self.list = VariableList(name)
        self.list.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button, 1)
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.list)
        self.button.clicked.connect(lambda _checked=False: self.turn())
        self.list.picked.connect(self._picked)
        self.list.left.connect(self.close_list)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.button)

    def offer(self, table: DataTable, variables: Sequence[Variable], chosen: str | None) -> None:
        """Offer these, with one chosen."""
        self._table, self._variables = table, list(variables)
        self.choose(chosen)
        if self.list.isVisible():
            self.list.offer(table, self._variables, chosen)

    def choose(self, chosen: str | None) -> None:
        """Show `chosen`, without a signal."""
        self._chosen = chosen
        variable = next((v for v in (self._table.variables if self._table else ()) if v.id == chosen), None)
        self.button.say(called(variable) if variable is not None else self._empty)
        self.clear.setVisible(variable is not None and not self._required)

    def value(self) -> str | None:
        """The id chosen."""
        return self._chosen

    def turn(self) -> None:
        """Open or close the list."""
        if not self.list.isHidden():
            self.close_list()
        elif self._table is not None:
            self.list.show()
            self.list.offer(self._table, self._variables, self._chosen)
            self.list.search.setFocus()

    def close_list(self) -> None:
        """Close the list and come back to the field."""
        self.list.hide()
        self.button.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a variable of the same table that fits here."""
        if dropped_variable(event.mimeData(), self._table) in {v.id for v in self._variables}:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Choose what was dropped."""
        wanted = dropped_variable(event.mimeData(), self._table)
        if wanted in {v.id for v in self._variables}:
            self._picked(str(wanted))
            event.acceptProposedAction()

    def _picked(self, wanted: str) -> None:
        self.close_list()
        if wanted != self._chosen:
            self.choose(wanted)
            self.changed.emit(wanted)

    def _cleared(self) -> None:
        self.choose(None)
        self.button.setFocus()
        self.changed.emit(None)


def dropped_variable(data: QMimeData, table: DataTable | None) -> str | None:
    """The id of the variable of `table` that is dragged; None for anything else."""
    if table is None or not data.hasFormat(VARIABLE_MIME):
        return None
    of, _, variable = bytes(data.data(VARIABLE_MIME).data()).decode("utf-8", "replace").partition("/")
    return variable if of == table.id else None


def dragged_variable(table_id: str, variable_id: str) -> QMimeData:
    """What is carried when a variable is dragged."""
    data = QMimeData()
    data.setData(VARIABLE_MIME, f"{table_id}/{variable_id}".encode())
    return data


__all__ = ["FieldButton", "VariableField", "VariableList", "dragged_variable", "dropped_variable"]
