# SPDX-License-Identifier: MIT
"""The table of a result as print would have it: hairlines, figures of one width, intervals muted beside the estimate.

The TableSpec that it shows is as it may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from analysis.result_tables import Cell, FigureSpec, Flag, Row, TableSpec
from analysis.tables.cell_text import MARKED, MASKED, mask_mark
from analysis.tables.layout import heading
from analysis.withholding.table_sums import TOTAL
from analysis.writers.plain_text import table_text
from wording import msg, render
from workbench.results.table_layout import TableLayout, lay_out
from workbench.results.table_painting import box, paint_heads, paint_row
from workbench.theme import colours_of
from workbench.translation import language_of, say


@dataclass(frozen=True)
class TableOrder:
    """By which column the rows stand, by which row the columns; the largest first, or "" as they came."""

    column: str = ""
    row: str = ""

    def turned(self, *, column: str = "", row: str = "") -> TableOrder:
        """By this column or row, or as they came where they stand by it already."""
        if column:
            return replace(self, column="" if self.column == column else column)
        return replace(self, row="" if self.row == row else row)


def ordered_table(table: TableSpec, order: TableOrder) -> TableSpec:
    """The table in an order; what is withheld stands last, totals stay, codes keep those below them."""
    columns = [column.id for column in table.columns]
    if order.row in {row.id for row in table.rows if row.cells}:
        by = next(row for row in table.rows if row.id == order.row)
        numbered = list(range(len(columns)))
        moved = sorted(
            (at for at in numbered if not columns[at].startswith(TOTAL)), key=lambda at: -_size(by.cells[at])
        )
        places = iter(moved)
        taken = [at if columns[at].startswith(TOTAL) else next(places) for at in numbered]
        rows = tuple(
            replace(row, cells=tuple(row.cells[at] for at in taken)) if row.cells else row for row in table.rows
        )
        table = replace(table, columns=tuple(table.columns[at] for at in taken), rows=rows)
    if order.column in columns:
        at = [column.id for column in table.columns].index(order.column)
        table = replace(table, rows=tuple(_by(table.rows, at)))
    return table


def ordered_figure(figure: FigureSpec, order: TableOrder) -> FigureSpec:
    """The picture of a table in its order."""
    table = ordered_table(figure.table, order)
    places = {column.id: at for at, column in enumerate(table.columns)}
    shown = tuple(sorted(figure.columns, key=lambda one: places.get(one, 0))) if order.row else figure.columns
    return replace(figure, table=table, columns=shown)


def _by(rows: Sequence[Row], at: int) -> list[Row]:
    """Rows of one depth by their numbers, each with those below it; rows that are totals last."""
    totals = [row for row in rows if row.total]
    branches: list[list[Row]] = []
    for row in rows:
        if row.total:
            continue
        if branches and row.depth > branches[0][0].depth:
            branches[-1].append(row)
        else:
            branches.append([row])
    branches.sort(key=lambda branch: -_size(branch[0].cells[at]) if branch[0].cells else 0.0)
    found: list[Row] = []
    for first, *below in branches:
        found += [first, *(_by(below, at) if below else [])]
    return [*found, *totals]


def _size(cell: Cell) -> float:
    return -1.0 if mask_mark(cell) or cell.estimate is None else cell.estimate


_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_DIM = 0.45
_WIDTHS_KEPT = 16
_MOST_SPOKEN = 4_000  # cells of the description; the others are spoken one by one
SORTED = frozenset({"code-crosstab", "code-crosstab-shares", "code-frequencies", "cooccurrence"})  # by a click on heads


class ResultTable(QScrollArea):
    """One table; scrolls sideways where its numbers need more room than there is."""

    copy_requested = Signal()
    cell_chosen = Signal(str, str)  # ids of row and column
    cell_opened = Signal(str, str)
    order_changed = Signal(object)  # TableOrder: a head was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order = TableOrder()
        self._given: tuple[TableSpec, TableSpec | None] | None = None  # the table, and as it would leave
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not fixed: the layout keeps a hint for a former width, and a fixed height is cut to it.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._laid: dict[int, TableLayout] = {}  # by width: a layout asks for several in turn
        self.sheet = _TableSheet(self)
        self.setWidget(self.sheet)
        self.setFocusProxy(self.sheet)

    def show_table(self, table: TableSpec, limits: tuple[int, int, int], released: TableSpec | None = None) -> None:
        """Show a table; `limits` are the project's minimum bases and cell, for the sentences about marks.

        What is withheld in `released`, the table as it would leave, is marked; it stays readable.
        """
        another = self._given is None or not _alike(self._given[0], table)
        if another:
            self.order = TableOrder()
        self._given, self.sheet.limits = (table, released), limits
        self._in_order()
        if another and self.sheet.current is None:  # the names of its rows are seen first
            self.horizontalScrollBar().setValue(0)

    def _in_order(self) -> None:
        """Lay it out in the order chosen; the cell that is chosen stays so."""
        assert self._given is not None
        table, released = self._given
        before = self.sheet.ids(*self.sheet.current) if self.sheet.current and self.sheet.grid_ else ("", "")
        self.sheet.table = ordered_table(table, self.order)
        self.sheet.withheld = _withheld(self.sheet.table, released)
        self.sheet.current = None
        self._fit()
        self.sheet.show_chosen(*before)

    def turn_order(self, *, column: str = "", row: str = "") -> None:
        """Sort the rows by a column or the columns by a row; once more: as they came."""
        if self._given is not None and self._given[0].id in SORTED:
            self.order = self.order.turned(column=column, row=row)
            self._in_order()
            self.order_changed.emit(self.order)

    def sorting_hint(self, head: bool, place: tuple[int, int] | None) -> str:
        """What a click on a head, or two on a label, would do; "" where nothing is sorted."""
        if self._given is None or self._given[0].id not in SORTED or not (head or (place is not None and place[1] < 0)):
            return ""
        return render(msg("table.sort_rows" if head else "table.sort_columns"), language_of())

    def dim(self, stale: bool) -> None:
        """Draw it pale while a newer one is computed."""
        self.sheet.stale = stale
        self.sheet.update()

    def respeak(self, _language: str) -> None:
        """Write it in the new language."""
        self._fit()

    def retheme(self) -> None:
        """Follow text size and colours."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self._fit(anew=False)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # its hints are those of the width it has

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher: labels wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the table in that width, its scroll bar included where it needs one."""
        grid = self._grid(width)
        if grid is None:
            return 40
        return grid.height + (self.horizontalScrollBar().sizeHint().height() if grid.width > width else 0)

    def sizeHint(self) -> QSize:
        """As high as the table is now."""
        return QSize(400, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """As high as the table is now, however narrow."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def _grid(self, width: int) -> TableLayout | None:
        if self.sheet.table is None:
            return None
        if width not in self._laid:
            if len(self._laid) == _WIDTHS_KEPT:
                self._laid.pop(next(iter(self._laid)))
            self._laid[width] = lay_out(self.sheet.table, language_of(), width)
        return self._laid[width]

    def _fit(self, *, anew: bool = True) -> None:
        if self.sheet.table is None:
            return
        if anew:
            self._laid.clear()
            self.updateGeometry()
        language = language_of()
        grid = self.sheet.grid_ = self._grid(self.viewport().width())
        assert grid is not None
        self.sheet.setFixedSize(grid.width, grid.height)
        say(self.sheet, name=msg("analysis.view.table_of", title=self.sheet.table.title))
        first = max(_MOST_SPOKEN // max(len(self.sheet.table.columns), 1), 1)
        spoken = replace(self.sheet.table, rows=self.sheet.table.rows[:first])
        say(self.sheet, description=table_text(spoken, language))
        self.sheet.update()


class _TableSheet(QWidget):
    """Paints the grid; arrows move from cell to cell, the cell's sentence is spoken and shown."""

    def __init__(self, area: ResultTable) -> None:
        super().__init__(area)
        self._area = area
        self.table: TableSpec | None = None
        self.grid_: TableLayout | None = None
        self.limits = (30, 10, 5)
        self.withheld: frozenset[tuple[int, int]] = frozenset()  # row and column of cells that will not leave
        self.stale = False
        self.current: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """As big as the grid."""
        return QSize(self.grid_.width, self.grid_.height) if self.grid_ is not None else QSize(100, 40)

    def sentence(self, row: int, column: int) -> str:
        """What a cell says, with what is to be known about it."""
        assert self.grid_ is not None
        language = language_of()
        label = render(self.grid_.rows[row].row.label, language)
        cell = self.grid_.cell(row, column)
        if cell is None or column < 0:
            return label
        if column > 0 and self.grid_.columns[column].part == "share":
            column -= 1  # one cell with its count
        over = heading(self.grid_.columns[column], self.grid_.table, language)
        line, under = self.grid_.rows[row], self.grid_.below[column]
        said = f"{label}, {over}: {' '.join(line.cells[column].split())}"
        if column + 1 < len(self.grid_.columns) and self.grid_.columns[column + 1].part == "share":
            said += f" ({line.cells[column + 1]})"
        if under is not None and line.below[column]:
            said += f", {heading(under, self.grid_.table, language)}: {line.below[column]}"
        leaves = [render(msg("withheld.cell"), language)] if self.will_be_withheld(row, column) else []
        return "\n".join([said, *self.remarks(cell), *leaves])

    def will_be_withheld(self, row: int, column: int) -> bool:
        """Whether what a print column shows in a row is withheld when the table leaves."""
        assert self.grid_ is not None
        return column >= 0 and (row, self.grid_.columns[column].position) in self.withheld

    def remarks(self, cell: Cell) -> list[str]:
        """The sentences about the marks of a cell."""
        flag, base, least = self.limits
        texts = {
            Flag.SMALL_BASE: msg("mask.small_base", base=flag),
            Flag.MASKED_BASE: msg("mask.base", base=base),
            Flag.MASKED_CELL: msg("mask.cell", cell=least),
            Flag.MASKED_COMPLEMENT: msg("mask.cell", cell=least),
            **{one: msg(f"flag.{one.value}", mark=mark) for one, mark in MARKED.items()},
        }
        return [render(texts[one], language_of()) for one in Flag if one in cell.flags and one in texts]

    def event(self, event: QEvent) -> bool:
        """Tell about the cell under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.grid_ is not None:
            place = self.grid_.place(event.pos().x(), event.pos().y())
            cell = self.grid_.cell(*place) if place is not None and place[1] >= 0 else None
            sorts = self._area.sorting_hint(
                event.pos().y() < self.grid_.rows[0].top if self.grid_.rows else True, place
            )
            if sorts:
                QToolTip.showText(event.globalPos(), sorts, self)
            elif place is not None and cell is not None and (cell.flags or self.will_be_withheld(*place)):
                QToolTip.showText(event.globalPos(), self.sentence(*place), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the cell; a click on the head of a column sorts by it."""
        if self.grid_ is None:
            return
        x, y = event.position().toPoint().x(), event.position().toPoint().y()
        if y < self.grid_.spans_height + self.grid_.head_height:
            if (at := self.grid_.column_at(x)) is not None:
                self._area.turn_order(column=self.table_column(at))
        else:
            self._go(self.grid_.place(x, y))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice on the label of a row: its numbers sort the columns."""
        place = self.grid_.place(event.position().toPoint().x(), event.position().toPoint().y()) if self.grid_ else None
        if self.grid_ is not None and place is not None and place[1] < 0:
            self._area.turn_order(row=self.grid_.rows[place[0]].row.id)

    def show_chosen(self, row: str, column: str) -> None:
        """Put the ring on a cell, without asking for what is behind it; on none where it is not there."""
        rows = [at for at, line in enumerate(self.grid_.rows) if line.row.id == row] if self.grid_ is not None else []
        columns = [at for at in range(len(self.grid_.columns)) if self.table_column(at) == column] if self.grid_ else []
        if rows and (columns or not column):
            self.current = rows[0], columns[0] if column else -1
            self.update()

    def table_column(self, at: int) -> str:
        """The id of the column of a print column."""
        assert self.grid_ is not None
        return self.grid_.table.columns[self.grid_.columns[at].position].id

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Copy copies the table."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self._area.copy_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self._area.cell_opened.emit(*self.ids(*self.current))
        elif step is not None and self.grid_ is not None and self.grid_.rows:
            row, column = self.current or (0, -1)
            row = min(max(row + step[0], 0), len(self.grid_.rows) - 1)
            beside = column + step[1]
            if step[1] > 0 and beside < len(self.grid_.columns) and self.grid_.columns[beside].part == "share":
                beside += 1  # a share is one cell with its count
            self._go((row, min(max(beside, 0), len(self.grid_.columns) - 1)))
        else:
            super().keyPressEvent(event)

    def ids(self, row: int, column: int) -> tuple[str, str]:
        """The ids of the row and of the column of a place; no column is that of the label."""
        assert self.grid_ is not None
        table = self.grid_.table
        at = self.grid_.columns[column].position if column >= 0 else -1
        return self.grid_.rows[row].row.id, table.columns[at].id if at >= 0 else ""

    def _go(self, place: tuple[int, int] | None) -> None:
        if place is None or self.grid_ is None:
            return
        if place[1] > 0 and self.grid_.columns[place[1]].part == "share":
            place = place[0], place[1] - 1
        self.current = place
        self._area.cell_chosen.emit(*self.ids(*place))
        say(self, description=self.sentence(*place))
        column = max(place[1], 0)
        self._area.ensureVisible(self.grid_.lefts[column] + self.grid_.widths[column] // 2, 0, 60, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint headings, the rows in sight, marks and the ring of the current cell."""
        if self.grid_ is None:
            return
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setOpacity(_DIM if self.stale else 1.0)
        paint_heads(painter, self.grid_, colours, self._area.order.column)
        seen = event.rect()
        for at, line in enumerate(self.grid_.rows):
            if line.top <= seen.bottom() and line.top + line.height >= seen.top():
                withheld = {place for row, place in self.withheld if row == at}
                paint_row(painter, self.grid_, at, colours, withheld, seen)
        if self.current is not None:  # thinner where the keys are elsewhere: what stands beside is still of this cell
            painter.setPen(QPen(QColor(colours.accent), 2 if self.hasFocus() else 1))
            painter.drawRect(box(self.grid_, *self.current).adjusted(1, 1, -2, -2))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where one is."""
        super().focusInEvent(event)
        if self.current is None and self.grid_ is not None and self.grid_.rows:
            self._go((0, 0))


def _alike(before: TableSpec, table: TableSpec) -> bool:
    """Whether a table is the one before, counted anew or seen by another reader."""
    return before.id == table.id and [one.id for one in before.columns] == [one.id for one in table.columns]


def _withheld(table: TableSpec, released: TableSpec | None) -> frozenset[tuple[int, int]]:
    if released is None:
        return frozenset()
    rows = {row.id: row for row in released.rows}  # it may be of all who were asked, with a row more
    columns = {column.id: at for at, column in enumerate(released.columns)}
    found: set[tuple[int, int]] = set()
    for at, row in enumerate(table.rows):
        masked = rows.get(row.id)
        if masked is None and row.inside_only:
            found.update((at, place) for place in range(len(row.cells)))
        for place, (column, shown) in enumerate(zip(table.columns, row.cells, strict=False)):
            if masked is None or not masked.cells or column.id not in columns:
                continue
            cell = masked.cells[columns[column.id]]
            if cell.flags & set(MASKED) and not shown.flags & set(MASKED):
                found.add((at, place))
    return frozenset(found)
