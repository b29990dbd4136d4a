# SPDX-License-Identifier: MIT
"""The chart of a result, drawn in the colours of the look while one works; exports are drawn by `analysis.figures`.

Which rows, series and axis are drawn is decided there, for both.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from analysis.figures.figure_file import alt_text
from analysis.figures.series import drawn
from analysis.result_tables import FigureSpec
from wording import msg
from workbench.colours_and_sizes import TYPE
from workbench.results.chart_painting import ChartPlan, cell_at, paint_chart, paint_ring, plan_chart
from workbench.theme import colours_of, font
from workbench.translation import language_of, say


class ChartView(QWidget):
    """One figure, as high as it needs to be; a click on a cell of a heat table chooses it."""

    cell_chosen = Signal(str, str)  # ids of row and column

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: FigureSpec | None = None
        self._plan: ChartPlan | None = None
        self._known: tuple[int, ChartPlan] | None = None
        self._stale = False
        self._chosen = "", ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_figure(self, figure: FigureSpec) -> None:
        """Show a figure whose table is as it may be shown."""
        self._figure = figure
        self._fit()

    def show_chosen(self, row: str, column: str) -> None:
        """Put a ring around the cell of a heat table that is chosen in the table above it."""
        self._chosen = row, column
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell."""
        place = self._plan and cell_at(self._plan, event.position().x(), event.position().y())
        if place:
            self.cell_chosen.emit(*place)
        else:
            super().mousePressEvent(event)

    def dim(self, stale: bool) -> None:
        """Draw it pale while a newer one is computed."""
        self._stale = stale
        self.update()

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

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher: labels wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the chart in that width."""
        plan = self._planned(width)
        return plan.height if plan is not None else 60

    def sizeHint(self) -> QSize:
        """As high as the chart is now."""
        return QSize(320, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """As high as the chart is now, however narrow."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart."""
        if self._plan is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.45 if self._stale else 1.0)
        painter.setFont(font(TYPE.muted, tabular=True))
        paint_chart(painter, self._plan, colours_of(self), language_of())
        paint_ring(painter, self._plan, colours_of(self), *self._chosen)
        painter.end()

    def _planned(self, width: int) -> ChartPlan | None:
        if self._figure is None:
            return None
        if self._known is None or self._known[0] != width:
            metrics = QFontMetrics(font(TYPE.muted, tabular=True))
            figure = self._figure
            plan = plan_chart(figure, drawn(figure, language_of()), max(width, 240), metrics)
            self._known = (width, plan)
        return self._known[1]

    def _fit(self, *, anew: bool = True) -> None:
        if self._figure is None:
            return
        language = language_of()
        if anew:
            self._known = None
            self.updateGeometry()
        self._plan = self._planned(self.width())
        say(self, name=msg("analysis.view.chart_of", title=self._figure.title))
        say(self, description=alt_text(self._figure, language))
        self.update()
