# SPDX-License-Identifier: MIT
"""Contacts over time: upright stacked bars with their table exactly below, one column a month.

Pointing at a month, or ← and → on it, marks its column. In a narrow window months stand as quarters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from analysis.figures.colours import part_colours
from analysis.figures.figure_file import alt_text
from analysis.figures.figure_layout import column_scale, column_sum
from analysis.figures.series import PlottedSeries, drawn, tick_text
from analysis.result_tables import Cell, FigureSpec, TableSpec, Unit
from analysis.tables.cell_text import mask_mark, number_text
from wording import msg, render
from workbench.colours_and_sizes import TYPE, Colours
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened

NARROW = 600  # pixels, below which months stand as quarters
_PLOT, _HEAD, _ROW, _ABOVE, _SWATCH = 150, 26, 24, 14, 10
_STUB, _WIDEST_STUB, _BESIDE = 110, 160, 21  # of the names of the rows; their swatch and blanks
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class _Months:
    """What is painted: names of the columns, of the rows, the numbers, the sums."""

    data: PlottedSeries
    sums: tuple[Cell, ...]
    total: str


class ReachColumns(QWidget):
    """The bars of one kind of activity and their table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: FigureSpec | None = None
        self._known: tuple[int, bool, _Months] | None = None
        self._stale = False
        self.marked = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: FigureSpec) -> None:
        """Show a figure over time whose table is as it may be shown."""
        self._figure, self.marked = figure, -1
        self._renew()

    def dim(self, stale: bool) -> None:
        """Draw it pale while a newer one is computed."""
        self._stale = stale
        self.update()

    def respeak(self, _language: str) -> None:
        """Write it in the new language."""
        self._renew()

    def retheme(self) -> None:
        """Follow text size and colours."""
        self._renew()

    def _renew(self) -> None:
        self._known = None
        if self._figure is not None:
            say(self, name=msg("analysis.view.chart_of", title=self._figure.title))
            say(self, description=alt_text(self._figure, language_of()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as bars and rows are."""
        rows = len(self._figure.rows) + 1 if self._figure is not None else 1
        return QSize(560, _ABOVE + _PLOT + _HEAD + rows * _ROW + 4)

    def minimumSizeHint(self) -> QSize:
        """As high as bars and rows are, however narrow."""
        return QSize(240, self.sizeHint().height())

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns are called now: months, or quarters in a narrow window."""
        return self._months().data.lines if self._figure is not None else ()

    def _months(self) -> _Months:
        assert self._figure is not None
        narrow = self.in_quarters(self.width())
        if self._known is None or self._known[0] != self.width():
            figure = quarters_of(self._figure) if narrow else self._figure
            language = language_of()
            total = next(row for row in figure.table.rows if row.total)
            data = drawn(figure, language)
            self._known = self.width(), narrow, _Months(data, total.cells, render(total.label, language))
        return self._known[2]

    @property
    def stub(self) -> int:
        """The room for the names of the rows: as wide as the longest, within bounds."""
        if self._figure is None:
            return _STUB
        metrics = QFontMetrics(font(TYPE.muted))
        names = (render(row.label, language_of()) for row in self._figure.table.rows)
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + _BESIDE
        return min(max(widest, _STUB), _WIDEST_STUB)

    def in_quarters(self, width: int) -> bool:
        """Whether months stand as quarters in that width: words and numbers of a month would run into the next."""
        if self._figure is None or width < NARROW:
            return width < NARROW
        data, metrics = drawn(self._figure, language_of()), QFontMetrics(font(TYPE.muted, tabular=True))
        words = [*data.lines, *(_shown(cell, language_of()) for row in data.cells for cell in row)]
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return widest > (width - self.stub - 2) / max(len(data.lines), 1)

    def _column(self, at: int, count: int) -> QRectF:
        """The room of a column, over its whole height."""
        wide = (self.width() - self.stub - 2) / max(count, 1)
        return QRectF(self.stub + at * wide, 0, wide, self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the column under the mouse."""
        count = len(self.names)
        at = int((event.position().x() - self.stub) // max((self.width() - self.stub - 2) / max(count, 1), 1))
        self._mark(at if 0 <= at < count else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        super().leaveEvent(event)
        self._mark(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → mark the column before or after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self._figure is None:
            super().keyPressEvent(event)
            return
        self._mark(min(max(self.marked + step, 0), len(self.names) - 1))

    def _mark(self, at: int) -> None:
        if at == self.marked or self._figure is None:
            return
        self.marked = at
        if at >= 0:
            say(self, description=self.spoken(at))
        self.update()

    def spoken(self, at: int) -> str:
        """The numbers of a column, as a screen reader says them."""
        months, language = self._months(), language_of()
        parts = [
            f"{name} {_shown(cell, language)}"
            for name, cell in zip(months.data.series, months.data.cells[at], strict=True)
        ]
        numbers = ", ".join([*parts, f"{months.total} {_shown(months.sums[at], language)}"])
        return render(msg("chart.line", line=months.data.lines[at], numbers=numbers), language)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, target and table."""
        if self._figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.45 if self._stale else 1.0)
        painter.setFont(font(TYPE.muted, tabular=True))
        _Painting(self, painter, self._months(), colours_of(self), language_of()).paint()
        painter.end()


class _Painting:
    """One painting of the bars and their table."""

    def __init__(
        self, view: ReachColumns, painter: QPainter, months: _Months, colours: Colours, language: str
    ) -> None:  # fmt: skip
        self.view, self.painter, self.months, self.colours, self.language = view, painter, months, colours, language
        self.count = len(months.data.lines)
        self.high, self.ticks, self.decimals = column_scale(months.data)
        self.bold = QFont(painter.font())
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.usual = painter.font()

    def y(self, value: float) -> float:
        """Where a number stands."""
        return _ABOVE + _PLOT * (1 - value / self.high)

    def word(self, area: QRectF, text: str, colour: str, side: Qt.AlignmentFlag = _RIGHT) -> None:
        """Write a word."""
        self.painter.setPen(QColor(colour))
        self.painter.drawText(area, int(side), text)

    def paint(self) -> None:
        """All of it."""
        if 0 <= self.view.marked < self.count:
            self.painter.fillRect(self.view._column(self.view.marked, self.count), QColor(self.colours.accent_wash))
        self._axis()
        for at in range(self.count):
            self._bar(at)
        self._target()
        self._table()
        if self.view.hasFocus():
            self.painter.setPen(QPen(QColor(self.colours.accent), 1))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRect(QRectF(self.view.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _axis(self) -> None:
        for tick in self.ticks:
            y = self.y(tick)
            self.painter.setPen(QPen(QColor(self.colours.line), 1))
            self.painter.drawLine(QPointF(self.view.stub, y), QPointF(self.view.width() - 2, y))
            text = tick_text(tick, Unit.COUNT, self.language, self.decimals)
            self.word(QRectF(0, y - 9, self.view.stub - 8, 18), text, self.colours.muted)

    def _bar(self, at: int) -> None:
        room = self.view._column(at, self.count)
        wide = min(room.width() * 0.68, 48.0)
        bottom = 0.0
        for cell, colour in zip(self.months.data.cells[at], part_colours(self.months.data.names), strict=True):
            if mask_mark(cell) or not cell.estimate:
                continue
            top = bottom + float(cell.estimate)
            part = QRectF(room.center().x() - wide / 2, self.y(top), wide, self.y(bottom) - self.y(top))
            self.painter.fillRect(part.adjusted(0, 0.6, 0, 0), QColor(colour))
            bottom = top

    def _target(self) -> None:
        target = self.months.data.target
        if target is None:
            return
        y = self.y(target)
        pen = QPen(QColor(self.colours.text), 1.2)
        pen.setDashPattern([4, 3])
        self.painter.setPen(pen)
        self.painter.drawLine(QPointF(self.view.stub, y), QPointF(self.view.width() - 2, y))
        text = render(msg("chart.target", n=round(target)), self.language)
        area = QRectF(self.view.stub + 4, y - 17, self.painter.fontMetrics().horizontalAdvance(text) + 4, 16)
        ground = QColor(self.colours.surface)
        ground.setAlphaF(0.85)
        self.painter.fillRect(area, ground)
        self.word(area, text, self.colours.text, _LEFT)

    def _table(self) -> None:
        top = float(_ABOVE + _PLOT)
        data = self.months.data
        self._line(top, [(one, self.colours.text) for one in data.lines], "", head=True)
        rows = list(zip(data.series, part_colours(data.names), zip(*data.cells, strict=True), data.names, strict=True))
        for at, (name, colour, cells, part) in enumerate(rows):
            y = top + _HEAD + at * _ROW
            ink = self.colours.muted if part == "unknown" else self.colours.text
            self._line(y, [(_shown(cell, self.language), ink) for cell in cells], name, swatch=colour)
        y = top + _HEAD + len(rows) * _ROW
        sums = [(_shown(cell, self.language), self.colours.text) for cell in self.months.sums]
        self._line(y, sums, self.months.total, bold=True)

    def _line(
        self, top: float, words: Sequence[tuple[str, str]], name: str, *, swatch: str = "", bold: bool = False,
        head: bool = False,
    ) -> None:  # fmt: skip
        high = _HEAD if head else _ROW
        self.painter.setPen(QPen(QColor(self.colours.line), 1))
        self.painter.drawLine(QPointF(0, top + high - 0.5), QPointF(self.view.width() - 2, top + high - 0.5))
        self.painter.setFont(self.bold if bold or head else self.usual)
        if swatch:
            square = QRectF(0, top + (high - _SWATCH) / 2, _SWATCH, _SWATCH)
            self.painter.fillRect(square, QColor(swatch))
        left = _SWATCH + 7 if swatch else 0
        metrics = QFontMetrics(self.painter.font())
        wide = self.view.stub - left - 4
        self.word(QRectF(left, top, wide, high), shortened(name, metrics, wide), self.colours.text, _LEFT)
        for at, (text, ink) in enumerate(words):
            room = self.view._column(at, self.count)
            self.word(QRectF(room.left(), top, room.width(), high), text, self.colours.muted if head else ink, _CENTRE)
        self.painter.setFont(self.usual)


def _shown(cell: Cell, language: str) -> str:
    return mask_mark(cell) or number_text(cell, language)


def quarters_of(figure: FigureSpec) -> FigureSpec:
    """The same figure with its months added up to quarters; one that has quarters already stays as it is."""
    table = figure.table
    if not table.id.partition("-over-")[0] or len({column.id for column in table.columns}) < 4:
        return figure
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(table.columns):
        year, month = column.id.split("-")
        groups.setdefault(f"{year}-{(int(month) - 1) // 3 * 3 + 1:02}", []).append(at)
    if len(groups) == len(table.columns):
        return figure
    several = len({name[:4] for name in groups}) > 1
    columns = tuple(
        replace(table.columns[places[0]], id=name, label=msg("reach.quarter_short", quarter=int(name[5:]) // 3 + 1),
                group=name[:4] if several else None)
        for name, places in groups.items()
    )  # fmt: skip
    rows = tuple(
        replace(row, cells=tuple(_added([row.cells[at] for at in places]) for places in groups.values()))
        for row in table.rows
    )
    whole: TableSpec = replace(table, columns=columns, rows=rows)
    target = figure.target * len(table.columns) / len(groups) if figure.target else None
    return replace(figure, table=whole, target=target)


def _added(cells: Sequence[Cell]) -> Cell:
    """Counts added up; where one is withheld the sum is not told."""
    masked = next((cell for cell in cells if mask_mark(cell)), None)
    return masked if masked is not None else Cell(column_sum(tuple(cells)), unit=Unit.COUNT)
