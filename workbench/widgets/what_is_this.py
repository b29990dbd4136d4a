# SPDX-License-Identifier: MIT
"""A small "?" beside the label of a field: pressed, it says below the field what the field is for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from wording import msg
from workbench.theme import colours_of
from workbench.translation import say, what_is
from workbench.widgets.labels import MutedLabel

_SIDE = 14  # no higher than a label, so that no row grows by it


class WhatIsThis(QToolButton):
    """Shows or hides `answer`, a sentence on `field`. The field itself says the same on Shift+F1 and to screen readers.

    It is out of the tab order, so that keys go from field to field.
    """

    def __init__(self, field: QWidget, label: QLabel) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(_SIDE, _SIDE)
        sentence = what_is(label) or what_is(field)
        if sentence is None:  # never shown here: without a parent it would be a window of its own for a moment
            self.hide()
        self.answer = MutedLabel(sentence or "", wrap=True)
        self.answer.hide()
        say(self, name=msg("what_is.show"), tip=sentence)
        self.clicked.connect(lambda _checked=False: self.answer.setVisible(self.answer.isHidden()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the "?" in a ring: quiet, stronger under the mouse and while the answer shows."""
        colours = colours_of(self)
        strong = self.underMouse() or not self.answer.isHidden()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if strong else colours.muted))
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawEllipse(ring)
        letter = self.font()
        letter.setPixelSize(10)
        painter.setFont(letter)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "?")
        painter.end()

    def beside(self, label: QWidget) -> QHBoxLayout:
        """The label with the "?" at its right, in one line."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(label, 1)
        line.addWidget(self, 0, Qt.AlignmentFlag.AlignTop)
        return line
