# SPDX-License-Identifier: MIT
"""Shapes of the points of several groups in a chart of the window, the same as in a written figure."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from analysis.figures.canvas import POINTS
from analysis.result_tables import Chart

OF_POINTS = frozenset({Chart.DOTS, Chart.FOREST})

_CORNERS = {
    "D": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "^": ((0, -1.2), (1.2, 1), (-1.2, 1)),
    "v": ((0, 1.2), (1.2, -1), (-1.2, -1)),
    "P": ((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2),
          (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
}  # fmt: skip


def draw_point(painter: QPainter, group: int, centre: QPointF, radius: float) -> None:
    """Draw the point of a group, by its place from 0, with the pen and brush of the painter."""
    shape = POINTS[group % len(POINTS)]
    if shape == "o":
        painter.drawEllipse(centre, radius, radius)
    elif shape == "s":
        painter.drawRect(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius))
    else:
        painter.drawPolygon(QPolygonF([centre + QPointF(x * radius, y * radius) for x, y in _CORNERS[shape]]))


def draw_key(painter: QPainter, group: int, area: QRectF, colour: str, *, points: bool) -> None:
    """Draw the sign of a group before its name: its point, or a patch of its colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if points:
        draw_point(painter, group, area.center(), 3.6)
    else:
        painter.drawRoundedRect(area, 2, 2)
