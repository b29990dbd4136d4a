# SPDX-License-Identifier: MIT
"""One part of the project on its Home page: a title that opens the room, one big number, up to five lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wording import Text, msg, render
from wording.numbers import format_number
from workbench.icons import give_icon
from workbench.theme import colours_of, font
from workbench.tokens import TYPE
from workbench.translation import language_of, say
from workbench.widgets.buttons import Button, LinkButton
from workbench.widgets.elision import shortened
from workbench.widgets.labels import Label, MutedLabel, TitleLabel

LINES = 5


@dataclass(frozen=True)
class OverviewLine:
    """A name with its figure; `act` opens the place. `warn`: somebody must look (amber, and a word says so)."""

    text: Text
    value: Text
    act: Callable[[], object]
    warn: bool = False


class OverviewColumn(QWidget):
    """Data, Interviews, Codes, Results or Report."""

    def __init__(self, name: str, icon: str, opened: Callable[[], object]) -> None:
        super().__init__()
        self.name = name
        self.title = LinkButton(msg(f"overview.{name}"), opened)
        give_icon(self.title, icon, colours_of(self), 16, "accent")
        self.number = TitleLabel("")
        self.word = MutedLabel("")
        self.note = Label("")
        self.note.setProperty("kind", "warning")
        self.empty = MutedLabel(msg(f"overview.{name}.empty"), wrap=True)
        self.begin = LinkButton(msg(f"overview.{name}.begin"), opened)
        self.lines: list[_LineButton] = []
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(0)
        self._figure = QHBoxLayout()
        self._figure.setSpacing(6)
        for widget in (self.number, self.word, self.note):
            self._figure.addWidget(widget, 0, Qt.AlignmentFlag.AlignBaseline)
        self._figure.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addLayout(self._figure)
        self._box.addWidget(self._rows)
        self._box.addWidget(self.empty)
        self._box.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addStretch(1)
        self._narrow = False

    def show_part(self, count: int, lines: Sequence[OverviewLine]) -> None:
        """Show how much there is, and lines that open a place."""
        self.number.say(format_number(count, language_of()))
        self.word.say(msg(f"overview.{self.name}.word", n=count))
        waiting = [line for line in lines if line.warn]
        self.note.say(msg("overview.line", name=waiting[0].text, value=waiting[0].value) if waiting else "")
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [_LineButton(line) for line in lines[:LINES]]
        for button in self.lines:
            self._column.addWidget(button)
        self._count = count
        self._arrange()

    def set_narrow(self, narrow: bool) -> None:
        """One line instead of a column, where the window is narrow."""
        self._narrow = narrow
        self._arrange()

    def _arrange(self) -> None:
        here = getattr(self, "_count", 0) > 0
        direction = QBoxLayout.Direction.LeftToRight if self._narrow else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self.title.setMinimumWidth(120 if self._narrow else 0)
        self.number.setVisible(here)
        self.word.setVisible(here)
        self._rows.setVisible(here and not self._narrow)
        self.note.setVisible(here and self._narrow and bool(self.note.text()))
        self.empty.setVisible(not here and not self._narrow)
        self.begin.setVisible(not here)


class _LineButton(Button):
    """A line: the name at the left, the figure at the right."""

    def __init__(self, line: OverviewLine) -> None:
        self._line = line
        super().__init__("", line.act, kind="quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = msg("overview.line", name=line.text, value=line.value)
        say(self, name=said, tip=said)

    def sizeHint(self) -> QSize:
        """As wide as it is given."""
        return QSize(60, round(self.fontMetrics().height() * 1.5))

    def minimumSizeHint(self) -> QSize:
        """As wide as it is given."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name and figure."""
        super().paintEvent(event)
        painter, colours, language = QPainter(self), colours_of(self), language_of()
        painter.setFont(font(TYPE.muted, tabular=True))
        area = QRect(6, 0, self.width() - 12, self.height())
        value = render(self._line.value, language)
        painter.setPen(QColor(colours.warning if self._line.warn else colours.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        room = area.width() - painter.fontMetrics().horizontalAdvance(value) - 8
        painter.setPen(QColor(colours.muted))
        text = shortened(render(self._line.text, language), painter.fontMetrics(), room)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
