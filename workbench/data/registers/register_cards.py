# SPDX-License-Identifier: MIT
"""The kinds of register as cards: title and a line or two about each, of which one is chosen; arrow keys move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wording import Text
from workbench.colours_and_sizes import RADIUS
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import MutedLabel, StrongLabel

_DOT, _MARGIN = 14, 10
_NARROW = 140  # pixels of width below which the lines about a kind stand in its tooltip only


class KindCard(QAbstractButton):
    """One kind: a round mark, its title, what a row of it is."""

    def __init__(self, title: Text, about: Text) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.title, self.about = StrongLabel(title, wrap=True), MutedLabel(about, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN - 2, _MARGIN, _MARGIN - 2)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(_DOT + 8, 0, 0, 0)
        head.addWidget(self.title)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addStretch(1)
        for label in (self.title, self.about):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        say(self, name=title, description=about, tip=about)

    def sizeHint(self) -> QSize:
        """As high as its words need."""
        layout = self.layout()
        assert layout is not None
        return QSize(150, layout.heightForWidth(max(self.width(), 120)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the lines that the words take in this width; a narrow card keeps its title alone."""
        super().resizeEvent(event)
        self.about.setVisible(self.width() >= _NARROW)
        self.setMinimumHeight(self.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the stronger edge."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the round mark, filled where it is chosen."""
        colours, chosen = colours_of(self), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(colours.accent if chosen or self.hasFocus() else colours.line)
        pen = painter.pen()
        pen.setColor(edge)
        pen.setWidthF(2.0 if chosen or self.hasFocus() else 1.0)
        painter.setPen(pen)
        fill = colours.accent_wash if chosen else colours.hover if self.underMouse() else colours.surface
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS, RADIUS)
        pen.setColor(QColor(colours.accent if chosen else colours.muted))
        pen.setWidthF(4.0 if chosen else 1.0)
        painter.setPen(pen)
        painter.setBrush(QColor(colours.surface))
        inset = 2 if chosen else 1
        top = self.title.y() + (self.title.fontMetrics().height() - _DOT) // 2
        painter.drawEllipse(_MARGIN + inset, top + inset, _DOT - 2 * inset, _DOT - 2 * inset)
        painter.end()


class KindCards(QWidget):
    """The cards side by side, each with its id; `chosen` carries the id when the user chooses."""

    chosen = Signal(object)

    def __init__(self, name: Text, cards: Sequence[tuple[str, Text, Text]]) -> None:
        super().__init__()
        say(self, name=name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._group = QButtonGroup(self)
        self._ids = [identity for identity, _title, _about in cards]
        for place, (_identity, title, about) in enumerate(cards):
            card = KindCard(title, about)
            self._group.addButton(card, place)
            row.addWidget(card, 1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._ids[place]))
        self.setFocusProxy(self._group.button(0))

    def value(self) -> str:
        """The id of the chosen card."""
        return self._ids[self._group.checkedId()]

    def choose(self, identity: str) -> None:
        """Show one as chosen, without a signal."""
        card = self.card(identity)
        card.setChecked(True)
        self.setFocusProxy(card)

    def card(self, identity: str) -> KindCard:
        """The card of an id."""
        card = self._group.button(self._ids.index(identity))
        assert isinstance(card, KindCard)
        return card

    def choose_none(self, likely: str) -> None:
        """Show no card as chosen; the keys are on the `likely` one."""
        self._group.setExclusive(False)
        for card in self._group.buttons():
            card.setChecked(False)
        self._group.setExclusive(True)
        self.setFocusProxy(self.card(likely))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        place = self._group.checkedId() + step
        if step and 0 <= place < len(self._ids):
            self.choose(self._ids[place])
            self._group.button(place).setFocus()
            self.chosen.emit(self._ids[place])
            return
        super().keyPressEvent(event)
