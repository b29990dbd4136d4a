# SPDX-License-Identifier: MIT
"""Reason why a cell was not changed: a sentence beside the cell, gone with the next key, click or turn of the wheel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QWidget

from wording import Text
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets.labels import Label

_WIDE, _GAP, _MARGIN = 340, 2, 4
_SIDE, _ABOVE, _SPACE, _PICTURE = 10, 7, 8, 16


class CellNote(QFrame):
    """Lies below its cell, above it where there is no room, and never over it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = Label("")
        self._picture.setFixedWidth(_PICTURE)
        self.label = Label("", wrap=True)
        self.label.setProperty("kind", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)
        row.setSpacing(_SPACE)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def show_note(self, text: Text, view: QAbstractItemView, cell: QRect) -> None:
        """Say it beside a cell, given as its rectangle in the viewport of `view`."""
        host = self.parentWidget()
        if host is None:
            return
        self._picture.setPixmap(pixmap("circle-alert", colours_of(self).danger, _PICTURE))
        self.label.say(text)
        say(self, name=text)
        place = QRect(view.viewport().mapTo(host, cell.topLeft()), cell.size())
        width = min(_WIDE, host.width() - 2 * _MARGIN)
        size = QSize(width, self._height(width))
        below = place.bottom() + _GAP
        top = below if below + size.height() <= host.height() else place.top() - _GAP - size.height()
        left = min(max(place.left(), _MARGIN), host.width() - width - _MARGIN)
        self.setGeometry(QRect(QPoint(left, max(top, _MARGIN)), size))
        self.show()
        self.raise_()

    def _height(self, width: int) -> int:
        words = width - 2 * (_SIDE + 1) - _SPACE - _PICTURE
        return max(self.label.heightForWidth(words), _PICTURE) + 2 * (_ABOVE + 1)
