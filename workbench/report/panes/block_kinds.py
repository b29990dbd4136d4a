# SPDX-License-Identifier: MIT
"""The kinds of blocks a user can add, their icons, and the templates a report can begin from. Names only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from projects.pages.templates import template
from wording import Problem, Text, msg, render, text_from_json
from workbench.colours_and_sizes import RADIUS
from workbench.report.panes.live_text import with_numbers
from workbench.report.panes.template_pictures import Blocks, draw_page
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import Button, MutedLabel, StrongLabel

if TYPE_CHECKING:
    from projects.results.saved_results import ReportBlock
    from workbench.report.preview import Composed

PAGE_PARTS = ("section", "masthead", "cover", "contents", "pagebreak", "methods", "codebook", "title")
KINDS = (
    *("heading", "paragraph", "text", "table", "figure", "tiles", "callout", "quotes", "quotebox", "picture"),
    *("columns_two", "columns_three"),
    *PAGE_PARTS,
)
_BESIDE = {"columns_two": 2, "columns_three": 3}  # how many stand side by side
IN_COLUMNS = ("month", "sex", "place", "topic", "audience", "kind")  # charts of a register that a column may hold
TEMPLATES = ("infosheet", "factsheet", "assessment")
ICONS = {
    "title": "type",
    "heading": "heading",
    "paragraph": "file-text",
    "table": "table-2",
    "figure": "chart-column",
    "quotes": "quote",
    "methods": "info",
    "codebook": "book-open",
    "masthead": "panel-left",
    "section": "heading",
    "text": "file-text",
    "tiles": "hash",
    "callout": "info",
    **dict.fromkeys(("columns", *_BESIDE), "columns-3"),
    "quotebox": "quote",
    "picture": "image",
    "cover": "bookmark",
    "contents": "list",
    "pagebreak": "minus",
}
TOP = frozenset(("title", "heading", "section", "masthead", "cover", "methods", "codebook"))  # not indented in the list
RUNNING = frozenset(("paragraph", "text"))  # shortened at their end in the list, as running words are


def block_words(block: ReportBlock, composed: Composed | None, language: str) -> Text:
    """What the list calls a block of the report."""
    said = block.content.get("text") or block.content.get("heading", "")
    of_analysis = "analysis" in block.content and not said
    if block.kind in ("title", "heading", "paragraph", "text", "section") and not of_analysis:
        plain = render(text_from_json(said), language).replace("**", "")  # marks of bold words
        return " ".join(with_numbers(plain, composed.figures if composed else (), language).split())
    if block.kind == "columns":
        inside = [one for column in block.content.get("columns", ()) for one in column]
        return msg("words", words=[_inner_words(str(one["kind"]), one.get("content", {})) for one in inside])
    if block.kind == "figure" and "reach" in block.content:
        return _inner_words(block.kind, block.content)
    if composed is not None and of_analysis:
        made = composed.results.get(str(block.content.get("analysis")))
        at = int(block.content.get("table", 0))
        return made.tables[at].title if made and at < len(made.tables) else msg("view_report.nothing")
    if composed is not None and block.kind == "quotes":
        names = {code: name for code, name, _ in composed.codes}
        return names.get(str(block.content.get("code")), msg("view_report.nothing"))
    return msg(f"block.{block.kind}")


def _inner_words(kind: str, content: Mapping[str, Any]) -> Text:
    """What a block in a column is called: a chart of a register by what it shows."""
    return msg(f"page.chart.{content['reach']}") if "reach" in content else msg(f"block.{kind}")


def stored_kind(kind: str) -> str:
    """The kind that a block added is stored as: columns are one kind, however many there are."""
    return "columns" if kind in _BESIDE else kind


def in_column(what: str, language: str) -> dict[str, object]:
    """The block that a column begins with: a text, a key figure, a quote, or a chart ("figure.month")."""
    kind, _, by = what.partition(".")
    text = {"text": render(msg("view_report.new.text"), language)}
    return {"kind": kind, "content": {"reach": by} if by else text if kind == "text" else {}}


def what_in_column(block: Mapping[str, object]) -> str:
    """What `in_column` would make such a block of."""
    content = block.get("content")
    by = content.get("reach") if isinstance(content, dict) else None
    return f"{block['kind']}.{by}" if by else str(block["kind"])


def new_content(kind: str, composed: Composed | None, language: str) -> dict[str, Any]:
    """What a block just added holds. Raises Problem where it needs an analysis or a code and there is none."""
    if kind in ("title", "heading", "paragraph", "text", "section"):
        return {"text": render(msg(f"view_report.new.{kind}"), language), "level": 1}
    if kind in _BESIDE:
        return {"widths": [1] * _BESIDE[kind], "columns": [[in_column("text", language)]] * _BESIDE[kind]}
    if kind in ("table", "figure"):
        if composed is None or not composed.saved:
            raise Problem(msg("view_report.no_analyses"))
        return {"analysis": composed.saved[0].id}
    if kind == "quotes":
        if composed is None or not composed.codes:
            raise Problem(msg("view_report.no_codes"))
        return {"code": composed.codes[0][0], "most": 3}
    return {}


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
