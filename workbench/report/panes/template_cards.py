# SPDX-License-Identifier: MIT
"""Cards from which a report begins: a template each, its first page in small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from projects.pages.templates import template
from wording import Text, msg
from workbench.report.panes.block_kinds import TEMPLATES
from workbench.report.panes.template_pictures import Blocks, draw_page
from workbench.theme import colours_of
from workbench.tokens import RADIUS
from workbench.translation import say
from workbench.widgets import Button, MutedLabel, StrongLabel

_CARD, _PAGE, _SMALL_PAGE = 204, QSizeF(112, 158), QSizeF(78, 110)  # pixels: the width of a card, pictures of a page
_MARGIN, _ABOVE, _LEAST_PAGE = 12, 20, 40  # pixels: around the words, around a picture, of the lowest picture
_EDGES = 24  # pixels left and right of the cards
_LOW = 640  # pixels of a screen on which the words need the room of the larger picture


class TemplateCard(QAbstractButton):
    """One template: its first page in small, its name, a sentence about it."""

    def __init__(self, name: Text, about: Text, layout: str, blocks: Blocks, act: Callable[[], object]) -> None:
        super().__init__()
        self._layout, self._blocks = layout, blocks
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(_CARD)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # all as high as the highest
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        title, words = StrongLabel(name, wrap=True), MutedLabel(about, wrap=True)
        self._page = self._drawn = _PAGE
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _ABOVE + int(_PAGE.height()), _MARGIN, 10)
        column.setSpacing(2)
        for label in (title, words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        say(self, name=msg("view_report.new_report", name=name), description=about)
        self.clicked.connect(lambda _checked=False: act())

    def hasHeightForWidth(self) -> bool:
        """It has one width."""
        return False

    def sizeHint(self) -> QSize:
        """As high as the picture and the words need."""
        return QSize(_CARD, _ABOVE + int(self._page.height()) + self._below())

    def minimumSizeHint(self) -> QSize:
        """The words are whole; without a picture where there is no room."""
        return QSize(_CARD, _MARGIN + self._below())

    def showEvent(self, event: QShowEvent) -> None:
        """On a low screen the picture leaves its room to the words."""
        super().showEvent(event)
        self._page = _SMALL_PAGE if self.screen().availableGeometry().height() < _LOW else _PAGE
        self.updateGeometry()
        self._draw_in_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture takes what the words leave."""
        super().resizeEvent(event)
        self._draw_in_room()

    def _below(self) -> int:
        """How high the words are, with the room below them."""
        return self._column.heightForWidth(_CARD) - self._column.contentsMargins().top()

    def _draw_in_room(self) -> None:
        high = min(self.height() - self._below() - _ABOVE, int(self._page.height()))
        self._drawn = self._page * (high / self._page.height()) if high >= _LEAST_PAGE else QSizeF(0, 0)
        top = _ABOVE + high if high >= _LEAST_PAGE else _MARGIN
        self._column.setContentsMargins(_MARGIN, top, _MARGIN, 10)
        self._column.activate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins, as Space does; Left and Right go to the neighbour."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(key == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the page."""
        colours, strong = colours_of(self), self.hasFocus() or self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if strong else colours.line), 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.surface))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS, RADIUS)
        if not self._drawn.isEmpty():
            place = QPointF((_CARD - self._drawn.width()) / 2, _MARGIN)
            draw_page(painter, QRectF(place, self._drawn), self._layout, self._blocks)
        painter.end()


class Beginnings(QWidget):
    """A card for each template, a button for other templates, and one for a page with a title and a methods note.

    `back`, where a report is there: leave it as it is.
    """

    def __init__(
        self, begin: Callable[[str], object], others: Callable[[QPoint], object], start: Callable[[], object],
        back: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()

        self._begin = begin

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        cards, buttons = QHBoxLayout(), QHBoxLayout()
        self._row = cards
        for row in (cards, buttons):
            row.setSpacing(12)
            row.addStretch(1)
            column.addLayout(row)
        self.cards: list[TemplateCard] = []
        for name in TEMPLATES:
            made = template(None, name)
            blocks = [(block.kind, block.content) for block in made.blocks]
            words = msg(f"template.{name}"), msg(f"template.about.{name}")
            self.cards.append(TemplateCard(*words, made.layout, blocks, partial(begin, name)))
            cards.addWidget(self.cards[-1])
        other = Button(
            msg("view_report.others"), lambda: others(other.mapToGlobal(other.rect().bottomLeft())), icon="folder-open"
        )
        buttons.addWidget(other)
        if back is not None:
            buttons.addWidget(Button(msg("view_report.back"), back, icon="undo-2"))
        else:
            buttons.addWidget(Button(msg("view_report.start"), start, icon="plus"))
        for row in (cards, buttons):
            row.addStretch(1)
        self.setFocusProxy(self.cards[0])

    def show_own(self, own: Sequence[tuple[str, str, Blocks]]) -> None:
        """A card for each of the project's own templates (name, layout, blocks), as many as there is room for."""
        around = self.parentWidget() or self
        room = max(0, (around.width() - _EDGES) // (_CARD + self._row.spacing()) - len(self.cards))
        for name, layout, blocks in own[:room]:
            about = msg("view_report.template_own")
            self.cards.append(TemplateCard(name, about, layout, blocks, partial(self._begin, name)))
            self._row.insertWidget(self._row.count() - 1, self.cards[-1])
