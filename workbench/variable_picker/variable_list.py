# SPDX-License-Identifier: MIT
"""The variables of a table as a column of its own: found by name or wording, opened by Enter, dragged into fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from analysis.records import DataTable, Variable
from wording import DEFAULT_LANGUAGE, Text, msg, render
from workbench.translation import language_of, say
from workbench.variable_picker.candidates import Candidate, Searchable, candidates_of, ranked
from workbench.variable_picker.field import dragged_variable
from workbench.widgets import Button, Entry, EntryList, SearchField


class VariableList(QWidget):
    """A find field over the variables by group; `picked` carries the id that Enter or a double click opened."""

    picked = Signal(str)
    several = Signal(list)  # ids of variables, of each of which an analysis is wanted

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: list[Searchable] = []
        self._table: DataTable | None = None
        self.search = SearchField(msg("picker.find"))
        self.list = _Draggable(name, self._dragged)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.each = Button(msg("picker.each", n=2), self._ask_each, icon="list-checks")
        self.each.hide()
        column.addWidget(self.each)
        self.list.allow_several()
        self.list.several.connect(self._chosen)
        self.search.textChanged.connect(self._fill)  # at once: Enter opens what is marked
        self.search.to_list.connect(self._to_list)
        self.search.returnPressed.connect(self._open_marked)
        self.list.opened.connect(self._open)

    def offer(self, table: DataTable, variables: Sequence[Variable]) -> None:
        """List these variables of a table."""
        self._table = table
        self._all = [Searchable.of(one, language_of(self)) for one in candidates_of(table, variables) if one.fits]
        self.search.clear()
        self._fill()

    def _fill(self, _text: str = "") -> None:
        typed = self.search.text().strip()
        found = ranked(self._all, typed)
        self.list.set_entries(entries_of(found))
        if typed:
            self.list.selectionModel().clear()
        if typed and found:
            self.list.pick(found[0].value, quiet=True)

    def _ask_each(self) -> None:
        self.several.emit(self.list.chosen_ids())

    def _chosen(self, wanted: list[str]) -> None:
        self.each.setVisible(len(wanted) > 1)
        say(self.each, msg("picker.each", n=len(wanted)))

    def _to_list(self) -> None:
        if self.list.picked_id() is None:
            first = next((entry.id for entry in self.list.entries.entries if not entry.section), None)
            self.list.pick(first, quiet=True)
        self.list.setFocus()

    def _open_marked(self) -> None:
        """Open the row that is marked; what was typed marks the best."""
        if self.search.text().strip():
            self._open(self.list.picked_id())

    def _open(self, wanted: object) -> None:
        if isinstance(wanted, str):
            self.picked.emit(wanted)

    def _dragged(self, variable_id: object) -> QMimeData | None:
        if self._table is None or not isinstance(variable_id, str):
            return None
        return dragged_variable(self._table.id, variable_id)


def entries_of(candidates: Sequence[Candidate]) -> list[Entry]:
    """Rows of wording and export name under their groups."""
    entries: list[Entry] = []
    groups: dict[str, list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(render(one.heading, DEFAULT_LANGUAGE), []).append(one)
    for members in groups.values():
        entries.append(Entry(("section", len(entries)), members[0].heading, section=True))
        entries += [Entry(one.value, one.text, one.kind, icon=one.icon, name=one.name) for one in members]
    return entries


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
