# SPDX-License-Identifier: MIT
"""A box to tick whose words go on in a second line where the column is narrow; Qt's own would be cut."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from wording import Text
from workbench.translation import say

_LEAST, _GAP = 90, 10


class TickBox(QCheckBox):
    """A check box that wraps."""

    def __init__(self, text: Text = "", *, tip: Text | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if text:
            say(self, text, tip=tip)

    def minimumSizeHint(self) -> QSize:
        """Narrow: the words wrap."""
        width = min(_LEAST, super().sizeHint().width())
        return QSize(width, super().sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Lower where it is wider."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for every line."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        left = self._words_left(option)
        words = self.fontMetrics().boundingRect(
            QRect(0, 0, max(width - left, 40), 10_000), int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return max(super().sizeHint().height(), words.height() + 8)

    def _words_left(self, option: QStyleOptionButton) -> int:
        indicator = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        return indicator.right() + _GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as the style draws it, the words on as many lines as they need."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, left = option.text, self._words_left(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        area = QRect(left, 0, self.width() - left, self.height())
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.style().drawItemText(painter, area, flags, self.palette(), self.isEnabled(), text, self.foregroundRole())
        painter.end()
