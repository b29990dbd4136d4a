# SPDX-License-Identifier: MIT
"""One part of the project on its Home page: a title that opens the room, one big number, up to five lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg
from wording.numbers import format_number
from workbench.icons import give_icon
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets.buttons import LinkButton
from workbench.widgets.labels import ElidedLabel, Label, MutedLabel, TitleLabel
from workbench.widgets.lists import Entry, EntryList

LINES = 5


@dataclass(frozen=True)
class OverviewLine:
    """A name with its figure; one with a `place` opens it. `warn`: somebody must look (amber, and a word says so)."""

    text: Text
    value: Text
    place: str = ""
    warn: bool = False


class OverviewColumn(QWidget):
    """Data, Interviews, Codes, Results or Report; `opened` gets a place in its room, "" for the room itself."""

    def __init__(self, name: str, icon: str, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.name = name
        self.title = LinkButton(msg(f"overview.{name}"), lambda: opened(""))
        give_icon(self.title, icon, colours_of(self), 16, "accent")
        self.number = TitleLabel("")
        self.word = MutedLabel("")
        self.note = Label("")
        self.note.setProperty("kind", "warning")
        self.empty = MutedLabel(msg(f"overview.{name}.empty"), wrap=True)
        self.begin = LinkButton(msg(f"overview.{name}.begin"), lambda: opened(""))
        self.places = EntryList(msg(f"overview.{name}"))
        self.places.setProperty("kind", "plain")
        self.places.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.places.setCursor(Qt.CursorShape.PointingHandCursor)
        self.places.clicked.connect(lambda _index: opened(self.places.picked_id()))
        self.places.opened.connect(opened)
        self.lines: list[_FigureLine] = []
        self._count = 0
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.places)
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
        """Show how much there is, and the lines: those that open a place are one list, the others say their figure."""
        self.number.say(format_number(count, language_of()))
        self.word.say(msg(f"overview.{self.name}.word", n=count))
        waiting = [line for line in lines if line.warn]
        self.note.say(msg("overview.line", name=waiting[0].text, value=waiting[0].value) if waiting else "")
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        here = lines[:LINES]
        entries = [Entry(line.place, line.text, line.value) for line in here if line.place]
        self.places.set_entries(entries)
        self.places.setVisible(bool(entries))
        self.places.setFixedHeight(len(entries) * max(self.places.sizeHintForRow(0), 1) + 4)
        self.lines = [_FigureLine(line) for line in here if not line.place]
        for line in self.lines:
            self._column.addWidget(line)
        self._count = count
        self._arrange()

    def set_narrow(self, narrow: bool) -> None:
        """One line instead of a column, where the window is narrow."""
        self._narrow = narrow
        self._arrange()

    def _arrange(self) -> None:
        here = self._count > 0
        direction = QBoxLayout.Direction.LeftToRight if self._narrow else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self.title.setMinimumWidth(120 if self._narrow else 0)
        self.number.setVisible(here)
        self.word.setVisible(here)
        self._rows.setVisible(here and not self._narrow)
        self.note.setVisible(here and self._narrow and bool(self.note.text()))
        self.empty.setVisible(not here and not self._narrow)
        self.begin.setVisible(not here)


class _FigureLine(QWidget):
    """A name at the left, its figure at the right."""

    def __init__(self, line: OverviewLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        name, value = ElidedLabel(line.text, kind="muted"), Label(line.value)
        say(value, name=msg("overview.line", name=line.text, value=line.value))
        if line.warn:
            value.setProperty("kind", "warning")
        row.addWidget(name, 1)
        row.addWidget(value)
        self.setMinimumHeight(round(self.fontMetrics().height() * 1.5))
