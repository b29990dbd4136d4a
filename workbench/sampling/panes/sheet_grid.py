# SPDX-License-Identifier: MIT
"""A sheet to type into, as a table view: editing, choices, pasting from a spreadsheet, removing lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QStyleOptionViewItem, QWidget

from wording import Text, render
from workbench.sampling.panes.grid_model import Field, SheetModel
from workbench.sampling.panes.page_parts import fit_words, wrap_heads
from workbench.translation import language_of
from workbench.widgets import ChoiceField, RowsTable
from workbench.widgets.tables import TableDelegate

Index = QModelIndex | QPersistentModelIndex


class SheetGrid(RowsTable):
    """The sheet; `sheet` is its model. Ctrl+V pastes, Delete empties cells, Shift+Delete takes lines out."""

    def __init__(self, name: Text, fields: Sequence[Field], *, growing: bool = True) -> None:
        super().__init__(name)
        self.sheet = SheetModel(fields, self, growing=growing)
        self.setModel(self.sheet)
        self.setItemDelegate(_SheetDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        wrap_heads(self)
        self._fit()

    def _fit(self) -> None:
        fields, language = self.sheet.fields, language_of(self)
        fit_words(self, [render(text, language) for field in fields for _key, text in field.choices])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, empty, remove; Enter begins to type."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.remove_lines()
        elif event.key() == Qt.Key.Key_Delete:
            for index in self.selectedIndexes():
                self.sheet.setData(index, "")
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes to the line below, as in a spreadsheet: what is typed next must not replace it."""
        at = QPersistentModelIndex(self.currentIndex())
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and at.isValid():
            below = self.sheet.index(at.row() + 1, at.column())
            if below.isValid():
                self.setCurrentIndex(below)

    def paste(self) -> None:
        """What the clipboard holds, from the current cell on."""
        index = self.currentIndex()
        row, column = (index.row(), index.column()) if index.isValid() else (len(self.sheet.lines), 0)
        self.sheet.paste(row, column, QGuiApplication.clipboard().text())

    def remove_lines(self) -> None:
        """Take the chosen lines out."""
        self.sheet.remove(sorted({index.row() for index in self.selectedIndexes()}))

    def respeak(self, _language: str) -> None:
        """Write headings and cells again."""
        self.sheet.respeak()
        self._fit()


class _SheetDelegate(TableDelegate):
    """Offers the choices of a column in a list."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list where there are choices, else a line."""
        field = self._field(index)
        if field.kind != "choice":
            return super().createEditor(parent, option, index)
        made = ChoiceField(field.heading, field.choices, parent)
        made.chosen.connect(lambda _value: self._done(made))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell holds."""
        if isinstance(editor, ChoiceField):
            editor.choose(self._sheet().value(index))
            return
        super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was chosen or typed to the model."""
        if isinstance(editor, ChoiceField):
            self._sheet().setData(index, editor.value())
            return
        super().setModelData(editor, model, index)

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _sheet(self) -> SheetModel:
        model = self._view.model()
        assert isinstance(model, SheetModel)
        return model

    def _field(self, index: Index) -> Field:
        return self._sheet().fields[index.column()]
