# SPDX-License-Identifier: MIT
"""What stands in a view besides its content: the empty state, the hint bar of keys, the header and body of a column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wording import Text
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.tokens import HEADER_HEIGHT
from workbench.widgets.labels import ElidedLabel, KeyLabel, Label, LeadLabel, Line, MutedLabel


class EmptyState(QWidget):
    """One sentence and one button, in the middle."""

    def __init__(
        self, sentence: Text, button: QWidget | None = None, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        if icon:
            picture = Label("")
            picture.setPixmap(pixmap(icon, colours_of(self).muted, 32))
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = LeadLabel(sentence, wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(200)
        self.sentence.setMaximumWidth(520)
        # Between stretches, not aligned: an aligned label gets one line's height however it wraps.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 1000)
        row.addStretch(1)
        column.addLayout(row)
        self.button = button
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class KeyHints(QWidget):
    """The bar that shows the keys of a view: pairs of key and what it does."""

    def __init__(self, hints: Sequence[tuple[str, Text]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        self._row = QHBoxLayout()
        self._row.setContentsMargins(14, 7, 14, 7)
        self._row.setSpacing(6)
        column.addLayout(self._row)
        for key, text in hints:
            self._row.addWidget(KeyLabel(key))
            self._row.addWidget(MutedLabel(text))
            self._row.addSpacing(10)
        self._row.addStretch(1)


class PaneHeader(QWidget):
    """The bar on top of a column: its title, a muted note, buttons at the right, a hairline below."""

    def __init__(self, title: Text = "", *buttons: QWidget, note: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(12, 4, 12, 4)
        self.row.setSpacing(8)
        self.title = ElidedLabel(title, kind="strong")
        self.note = MutedLabel(note)
        self.row.addWidget(self.title, 1)
        self.row.addWidget(self.note)
        for button in buttons:
            self.row.addWidget(button)
        column.addLayout(self.row, 1)
        column.addWidget(Line())
        self.setMinimumHeight(HEADER_HEIGHT + 1)


class Pane(QWidget):
    """A column: an optional header, then `body`, a layout to fill; on the surface colour."""

    def __init__(
        self, header: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8
    ) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if header is not None:
            column.addWidget(header)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        column.addLayout(self.body, 1)
