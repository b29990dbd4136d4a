# SPDX-License-Identifier: MIT
"""A small table that never cuts a word: its columns share the width there is, and long cells go on in more lines.

For lists of some dozens of rows that have to be read whole, such as what an erasure takes: each row is measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem

from wording import Text
from workbench.colours_and_sizes import ROW_HEIGHT, TYPE
from workbench.theme import colours_of, font
from workbench.widgets.tables import CELL_PAD, Index, RowsModel, RowsTable, TableDelegate

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter


class WrappedTable(RowsTable):
    """Shares its width among the columns by what they say; give it its model with `show_model`."""

    def __init__(self, name: Text) -> None:
        super().__init__(name)
        self.setWordWrap(True)
        self.setItemDelegate(_WrappingDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setMinimumSectionSize(40)

    def show_model(self, model: RowsModel) -> None:
        """Show these rows, and measure them again whenever they change."""
        self.setModel(model)
        model.modelReset.connect(self._fit)
        model.layoutChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        model = self.model()
        if model is None or not self.isVisible() or self.viewport().width() < 80:
            return
        natural, words = [], []
        head = QFontMetrics(font(TYPE.muted, QFont.Weight.DemiBold, tabular=True))
        cells = QFontMetrics(font(TYPE.body, tabular=True))
        for column in range(model.columnCount()):
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            said = [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
            least = max((cells.horizontalAdvance(word) for text in said for word in text.split()), default=0)
            natural.append(max([head.horizontalAdvance(title), *map(cells.horizontalAdvance, said)]) + 2 * CELL_PAD + 4)
            words.append(max(head.horizontalAdvance(title), least) + 2 * CELL_PAD + 4)
        for column, width in enumerate(shared(natural, words, self.viewport().width())):
            self.setColumnWidth(column, width)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)


def shared(natural: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Widths in pixels that fill `width`: each column what it says, or less of it, never less than its longest word.

    What is too much is taken from the widest columns first; what is over goes to the first column.
    """
    found = list(natural)
    while sum(found) > width:
        loose = [place for place, one in enumerate(found) if one > least[place]]
        if not loose:
            return found
        widest = max(loose, key=lambda place: found[place])
        found[widest] -= min(found[widest] - least[widest], sum(found) - width, 8)
    found[0] += width - sum(found)
    return found


class _WrappingDelegate(TableDelegate):
    """Writes a cell in as many lines as it needs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines."""
        width = self._view.columnWidth(index.column()) - 2 * CELL_PAD
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        lines = QFontMetrics(self._view.font()).boundingRect(QRect(0, 0, max(width, 1), 10_000), int(_WRAP), text)
        return QSize(width, max(ROW_HEIGHT, lines.height() + 10))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setFont(self._view.font())
        painter.setPen(colour if colour is not None else colours_of(self._view).text)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = int(side or Qt.AlignmentFlag.AlignLeft) & int(Qt.AlignmentFlag.AlignHorizontal_Mask)
        area = option.rect.adjusted(CELL_PAD, 0, -CELL_PAD, -1)
        painter.drawText(area, flags | int(_WRAP), str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
