# SPDX-License-Identifier: MIT
"""Small parts of the case page: a section with its title and link, a line of name, value and source, a state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coding.act_means_purpose import State
from wording import Text, msg
from workbench.icons import pixmap
from workbench.interviews.page_parts import empty_layout, line_colour
from workbench.theme import colours_of
from workbench.widgets import (
    ElidedLabel,
    ElidedLink,
    Label,
    Line,
    LinkButton,
    MutedLabel,
    SectionLabel,
    TwoLineLabel,
)

STATE_ICONS = {
    State.BOTH: "check",
    State.INTERVIEW: "messages-square",
    State.SURVEY: "table-2",
    State.DIFFER: "triangle-alert",
    State.DENIED: "minus",
    State.NOTHING: "minus",
}


class CaseSection(QWidget):
    """A title, a link at the right where there is something to add, and lines below."""

    def __init__(self, title: Text, link: Text = "", pressed: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.title = SectionLabel(title, wrap=True)  # a long one takes no room from what is beside it
        self.link = LinkButton(link, pressed) if link else None
        self.lines = QVBoxLayout()
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 4)
        head.addWidget(self.title, 1)
        if self.link is not None:
            head.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self.lines)

    def clear(self) -> None:
        """Take all lines away."""
        empty_layout(self.lines)

    def add(self, *widgets: QWidget) -> None:
        """Add lines, each over a hairline."""
        for widget in widgets:
            self.lines.addWidget(widget)
            self.lines.addWidget(Line())

    def say_empty(self, sentence: Text) -> None:
        """One muted sentence in place of lines."""
        self.lines.addWidget(MutedLabel(sentence, wrap=True))


class FactLine(QWidget):
    """A name, its value, muted at the right where it comes from; pressing the name runs `pressed`."""

    def __init__(
        self, name: Text, value: Text, origin: Text = "", pressed: Callable[[], object] | None = None,
        *, absent: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        named: QWidget = ElidedLink(name, pressed) if pressed is not None else ElidedLabel(name)
        named.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        said = ElidedLabel(value, kind="muted" if absent else "")
        if absent:
            slanted = said.font()
            slanted.setItalic(True)
            said.setFont(slanted)
        row.addWidget(named, 6)
        row.addWidget(said, 5)
        if origin:
            row.addWidget(MutedLabel(origin))


class QuoteLabel(TwoLineLabel):
    """Words as they were said, on two lines where one does not hold them."""

    def __init__(self, text: Text, *, kind: str = "") -> None:
        super().__init__(text, kind=kind, running=True)


class SwatchName(QWidget):
    """The name of a code behind its colour, on one line."""

    def __init__(self, name: Text, colour: str, *, muted: bool = False) -> None:
        super().__init__()
        self._colour, self._mark = colour, Label("")
        self.name = ElidedLabel(name, kind="muted" if muted else "", running=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self._mark)
        row.addWidget(self.name, 1)
        self.retheme()

    def retheme(self) -> None:
        """Draw the colour so that it is seen on the surface."""
        square = QPixmap(QSize(10, 10))
        square.fill(QColor(line_colour(self._colour, colours_of(self))))
        self._mark.setPixmap(square)


class StateMark(QWidget):
    """The state of an element as icon and word; no colour stands for a verdict."""

    def __init__(self, state: State, *, muted: bool = False) -> None:
        super().__init__()
        self.state = state
        self.icon = Label("")
        self.word = Label(msg(f"casepage.state.{state.value}"))
        warns = state is State.DIFFER and not muted
        if warns:
            self.word.setProperty("kind", "warning")
        elif muted or state in (State.NOTHING, State.DENIED):
            self.word.setProperty("kind", "muted")
        self._warns = warns
        self.icon.setFixedSize(QSize(18, 18))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.icon)
        row.addWidget(self.word, 1)
        self.retheme()

    def retheme(self) -> None:
        """Draw the icon in the look's colours."""
        colours = colours_of(self)
        colour = colours.warning if self._warns else colours.muted
        self.icon.setPixmap(pixmap(STATE_ICONS[self.state], colour, 15))
