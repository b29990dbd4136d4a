# SPDX-License-Identifier: MIT
"""The lines of a sheet as a model that is typed into: names, counts, choices, and results beside them. No file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from analysis.survey.calibration.frame_sheet import number_of
from wording import LANGUAGES, Text, render
from wording.numbers import format_number, format_percent
from workbench.theme import colours_of
from workbench.translation import language_of

Index = QModelIndex | QPersistentModelIndex
Line = dict[str, Any]
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Field:
    """A column: `kind` is name, count, share (typed in percent), choice, or result (worked out, not typed)."""

    name: str
    heading: Text
    kind: str = "count"
    choices: tuple[tuple[str, Text], ...] = ()
    show: Callable[[Any, str], str] | None = None
    tip: Text = ""

    def written(self, value: Any, language: str) -> str:
        """A value as the cell shows it."""
        if value is None or value == "":
            return ""
        if self.show is not None:
            return self.show(value, language)
        if self.kind == "choice":
            return next((render(text, language) for key, text in self.choices if key == value), str(value))
        if self.kind == "share":
            return format_percent(float(value), language, 0 if float(value) * 100 % 1 == 0 else 1)
        if isinstance(value, (int, float)):
            return format_number(float(value), language, 0 if float(value).is_integer() else 2)
        return str(value)

    def read(self, text: str) -> Any:
        """What was typed as a value; None for nothing. Raises ValueError."""
        plain = " ".join(text.split())
        if not plain or self.kind == "name":
            return plain or None
        if self.kind == "choice":
            wanted = plain.casefold()
            for key, word in self.choices:
                names = {key, *(render(word, language).casefold() for language in LANGUAGES)}
                if wanted in names:
                    return key
            raise ValueError(plain)
        return number_of(plain.rstrip("%")) / 100 if self.kind == "share" else number_of(plain)

    def typed(self, value: Any) -> str:
        """A value as one begins to change it: without groups of thousands."""
        if value is None or value == "" or isinstance(value, str):
            return value or ""
        return f"{round(float(value) * (100 if self.kind == 'share' else 1), 10):g}"


class SheetModel(QAbstractTableModel):
    """Lines of a sheet; an empty one at the end takes what is typed. `edited` comes after each change by hand."""

    edited = Signal()

    def __init__(self, fields: Sequence[Field], view: QWidget, *, growing: bool = True) -> None:
        super().__init__(view)
        self._view, self.fields, self._growing = view, list(fields), growing
        self.lines: list[Line] = []
        self.results: list[Mapping[str, Any]] = []
        self.wrong: set[int] = set()

    def show_lines(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines, self.results, self.wrong = [dict(line) for line in lines], [], set()
        self.endResetModel()

    def show_results(self, results: Sequence[Mapping[str, object]], wrong: Sequence[int] = ()) -> None:
        """Show what was worked out beside the lines; `wrong` are places of lines to be mended."""
        self.results, self.wrong = list(results), set(wrong)
        if self.lines:
            end = self.index(len(self.lines) - 1, len(self.fields) - 1)
            self.dataChanged.emit(self.index(0, 0), end)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The lines and the empty one."""
        return 0 if parent.isValid() else len(self.lines) + int(self._growing)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.fields)

    def value(self, index: Index) -> Any:
        """The value of a cell; None where there is none."""
        field = self.fields[index.column()]
        if field.kind == "result":
            return self.results[index.row()].get(field.name) if index.row() < len(self.results) else None
        return self.lines[index.row()].get(field.name) if index.row() < len(self.lines) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The written cell, its side and ground."""
        if not index.isValid():
            return None
        field, colours = self.fields[index.column()], colours_of(self._view)
        if role == Qt.ItemDataRole.EditRole:
            return field.typed(self.value(index))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return field.written(self.value(index), language_of(self._view))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = field.kind in ("name", "choice")
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.BackgroundRole:
            if index.row() in self.wrong:
                return QColor(colours.warning_wash)
            return QColor(colours.field) if field.kind != "result" else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return field.written(self.value(index), language_of(self._view)) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return render(field.heading, language_of(self._view))
        if role == Qt.ItemDataRole.ToolTipRole:
            return render(field.tip or field.heading, language_of(self._view))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = field.kind in ("name", "choice")
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is worked out cannot be typed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = index.isValid() and self.fields[index.column()].kind != "result"
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed; what cannot be read leaves the cell as it was."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        taken = self._put(index.row(), index.column(), str(value))
        if taken:
            self.edited.emit()
        return taken

    def _put(self, row: int, column: int, text: str) -> bool:
        field = self.fields[column]
        try:
            value = field.read(text)
        except ValueError:
            return False
        if row >= len(self.lines):
            if value is None or not self._growing:
                return False
            self.beginInsertRows(QModelIndex(), row + 1, row + 1)
            self.lines.append({})
            self.endInsertRows()
        self.lines[row][field.name] = value
        place = self.index(row, column)
        self.dataChanged.emit(place, place)
        return True

    def paste(self, row: int, column: int, text: str) -> None:
        """Cells from a spreadsheet, set apart by tabs and lines, from this cell on."""
        cells = [line.split("\t") for line in text.rstrip("\n").split("\n")]
        for down, line in enumerate(cells):
            for across, cell in enumerate(line):
                if column + across < len(self.fields) and self.fields[column + across].kind != "result":
                    self._put(min(row + down, len(self.lines)), column + across, cell)
        self.edited.emit()

    def remove(self, rows: Sequence[int]) -> None:
        """Take lines out."""
        gone = {row for row in rows if row < len(self.lines)}
        if gone:
            self.beginResetModel()
            self.lines = [line for at, line in enumerate(self.lines) if at not in gone]
            self.results = []
            self.endResetModel()
            self.edited.emit()

    def respeak(self) -> None:
        """Write everything again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(self.fields) - 1, 0))
        self.layoutChanged.emit()
