# SPDX-License-Identifier: MIT
"""The codebook as a tree model: names to rename in place, codes to drag. It asks for changes by signals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from coding.codebook import Codebook, palette
from coding.records import Code
from wording import msg, render
from workbench.translation import language_of

Index = QModelIndex | QPersistentModelIndex
CODE_ID = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
KEY = Qt.ItemDataRole.UserRole + 2
COLOUR = Qt.ItemDataRole.UserRole + 3
STATUS = Qt.ItemDataRole.UserRole + 4  # "category", "retired" or ""
WARNED = Qt.ItemDataRole.UserRole + 5  # whether a rule of the code has a trap
BY_CODER = Qt.ItemDataRole.UserRole + 6  # how many segments of the code each coder with a column has, in that order
CODE_MIME = "application/x-protection-workbench-code"


class CodebookModel(QStandardItemModel):
    """Codes below one another. `renaming`, `naming` and `moving` say what the user asked for."""

    renaming = Signal(str, str)  # code, new name
    naming = Signal(object, str)  # code that a new one is to stand below or None, its name
    moving = Signal(str, object, int)  # code, parent or None, place among the siblings

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._codes: dict[str, QStandardItem] = {}
        self._codebook = Codebook(())
        self._coders: list[str] = []
        self._draft: tuple[QStandardItem, str | None] | None = None  # a code being named, the one it stands below

    def show_codebook(self, codebook: Codebook) -> None:
        """Show these codes."""
        self._draft = None
        self.clear()
        self._codes, self._codebook = {}, codebook
        for code, _depth in codebook.walk():
            made = QStandardItem()
            made.setData(code.id, CODE_ID)
            made.setData(code.colour, COLOUR)
            made.setData("retired" if code.retired else "category" if code.category else "", STATUS)
            self._codes[code.id] = made
            parent = self._codes.get(code.parent or "")
            (parent if parent is not None else self.invisibleRootItem()).appendRow(made)

    def begin_code(self, name: str, parent: str | None) -> QModelIndex:
        """Add the row of a code that is only stored once it is named: with its name it is one step to undo."""
        self.end_code()
        made, above = QStandardItem(name), self._codes.get(parent or "")
        made.setData("", CODE_ID)
        made.setData(palette()[0], COLOUR)
        self._draft = made, parent
        (above if above is not None else self.invisibleRootItem()).appendRow(made)
        return made.index()

    def end_code(self) -> None:
        """Take that row away again: the code is stored, or nobody wanted it."""
        if self._draft is not None:
            index, self._draft = self._draft[0].index(), None
            self.removeRow(index.row(), index.parent())

    def show_counts(
        self, counts: Mapping[str, int], favourites: Mapping[int, str], warned: Collection[str] = (),
        by_coder: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:  # fmt: skip
        """Show how many segments or rules each code has, the digits of favourites, which codes to look at.

        `by_coder`: the segments of some coders, each in a column of its own.
        """
        columns = by_coder or {}
        self._coders = list(columns)
        digits = {code: digit for digit, code in favourites.items()}
        self.blockSignals(True)
        for code_id, made in self._codes.items():
            made.setData(counts.get(code_id, 0), COUNT)
            made.setData(str(digits.get(code_id, "")), KEY)
            made.setData(code_id in warned, WARNED)
            made.setData([counted.get(code_id, 0) for counted in columns.values()], BY_CODER)
        self.blockSignals(False)

    def index_of(self, code_id: str | None) -> QModelIndex:
        """The row of a code; invalid for none."""
        made = self._codes.get(code_id or "")
        return made.index() if made is not None else QModelIndex()

    def code_at(self, index: Index) -> Code | None:
        """The code of a row."""
        code_id = index.data(CODE_ID) if index.isValid() else None
        if not isinstance(code_id, str) or code_id not in self._codebook:
            return None
        return self._codebook[code_id]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name in the window's language; spoken with its count; the definition as tooltip."""
        wanted = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.EditRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        if role not in wanted:
            return super().data(index, role)
        code = self.code_at(index)
        if code is None:
            return super().data(index, role)  # the name that a new code would have
        language = language_of()
        name = render(code.name, language)
        status = "retired" if code.retired else "category" if code.category else ""
        if status and role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            name = render(msg(f"codebook.edit.name_{status}", code=code.name), language)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = [msg("interviews.view.code_count", n=index.data(COUNT) or 0)]
            counted = zip(self._coders, index.data(BY_CODER) or [], strict=False)
            said += [msg("coders.line", coder=coder, n=n) for coder, n in counted]
            return ", ".join([name, *(render(one, language) for one in said)])
        if role == Qt.ItemDataRole.ToolTipRole:
            definition = render(code.definition, language)
            return f"{name}\n{definition}" if definition else name
        return name

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name."""
        code, name = self.code_at(index), str(value).strip()
        if role == Qt.ItemDataRole.EditRole and self._draft is not None and index == self._draft[0].index():
            if name:
                self.naming.emit(self._draft[1], name)
            return False
        if role != Qt.ItemDataRole.EditRole or code is None:
            return super().setData(index, value, role)
        if name and name != render(code.name, language_of()):
            self.renaming.emit(code.id, name)
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Codes can be renamed, dragged, and dropped upon."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemIsDropEnabled
        )

    def mimeTypes(self) -> list[str]:
        """Only codes of this very tree."""
        return [CODE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged code."""
        data = QMimeData()
        data.setData(CODE_MIME, str(indexes[0].data(CODE_ID)).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Codes move within the codebook; onto a text they are copied."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for the move; the tree is drawn anew once it is stored."""
        del action, column
        code_id = bytes(data.data(CODE_MIME).data()).decode()
        if not isinstance(code_id, str) or code_id not in self._codebook:
            return False
        target = self.code_at(parent)
        target_id = target.id if target else None
        siblings = [sibling.id for sibling in self._codebook.children(target_id)]
        place = row if row >= 0 else len(siblings)
        if code_id in siblings and siblings.index(code_id) < place:
            place -= 1
        self.moving.emit(code_id, target_id, place)
        return False
