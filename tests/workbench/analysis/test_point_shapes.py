# SPDX-License-Identifier: MIT
"""Points of several groups are told apart by their shape, also in grey: six groups have six pictures."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from analysis.figures.canvas import POINTS
from workbench.widgets.point_shapes import draw_key, draw_point


def test_each_group_has_a_shape_of_its_own(qtbot: QtBot) -> None:
    pictures, keys = [], []
    for group in range(len(POINTS)):
        image = QImage(24, 24, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        draw_point(painter, group, QPointF(12, 12), 6)
        painter.end()
        pictures.append(bytes(image.constBits()))
        key = QImage(24, 24, QImage.Format.Format_Grayscale8)
        key.fill(Qt.GlobalColor.white)
        painter = QPainter(key)
        draw_key(painter, group, QRectF(7, 7, 10, 10), "#000000", points=True)
        painter.end()
        keys.append(bytes(key.constBits()))
    assert len(set(pictures)) == len(set(keys)) == len(POINTS) == len(set(POINTS)) >= 6
