# SPDX-License-Identifier: MIT
"""The chart of a result, drawn in the colours of the look while one works; exports are drawn by `analysis.figures`.

Which rows, series and axis are drawn is decided there, for both.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from analysis.figures.alt_text import alt_text
from analysis.figures.series import drawn
from analysis.specs import FigureSpec
from wording import msg
from workbench.analysis.chart_marks import ChartPlan, paint_chart, plan_chart
from workbench.speech import language_of, say
from workbench.theme import colours_of, font
from workbench.tokens import TYPE


class ChartView(QWidget):
    """One figure, as high as it needs to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: FigureSpec | None = None
        self._plan: ChartPlan | None = None
        self._stale = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: FigureSpec) -> None:
        """Show a figure whose table is masked already."""
        self._figure = figure
        self._fit()

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

    def resizeEvent(self, event: object) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the plan."""
        return QSize(320, self._plan.height if self._plan is not None else 60)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart."""
        if self._plan is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.45 if self._stale else 1.0)
        painter.setFont(font(TYPE.muted, tabular=True))
        paint_chart(painter, self._plan, colours_of(self), language_of())
        painter.end()

    def _fit(self) -> None:
        if self._figure is None:
            return
        language = language_of()
        metrics = QFontMetrics(font(TYPE.muted, tabular=True))
        self._plan = plan_chart(self._figure, drawn(self._figure, language), max(self.width(), 240), metrics)
        if self.height() != self._plan.height:
            self.setFixedHeight(self._plan.height)
        say(self, name=msg("analysis.view.chart_of", title=self._figure.title))
        say(self, description=alt_text(self._figure, language))
        self.update()
