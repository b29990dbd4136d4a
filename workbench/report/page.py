# SPDX-License-Identifier: MIT
"""The page: each block as it will look in Word, on white paper. Clicking a block picks it; nothing is edited here."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QPalette, QPixmap, QTextDocument, QTextOption
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from wording import Text, msg, render
from workbench.report.composed import PAGE_WIDTH, Composed
from workbench.speech import language_of, say
from workbench.tokens import LIGHT

if TYPE_CHECKING:
    from projects.results.saved import ReportBlock

_MARGIN, _MARK, _EDGE = 48, 3, 1  # pixels around the text; the line beside a block; the edge of the paper
_QUOTE_LINE = "#e69f00"
_LEAST_LETTERS = 7  # pixels; smaller is not read


class Page(QScrollArea):
    """The blocks on a sheet of paper; `picked` carries a block's id."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        say(self, name=msg("view_report.page"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "read")
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sheets: dict[str, QFrame] = {}
        self._composed: Composed | None = None
        self._picked = ""
        self._fill(QWidget())

    def show_report(self, composed: Composed) -> None:
        """Show these blocks; the place on the page stays."""
        place = self.verticalScrollBar().value()
        self._composed = composed
        self._sheets.clear()
        paper = _paper()
        column = QVBoxLayout(paper)
        column.setContentsMargins(_MARGIN - 12, 40, _MARGIN - 12, 48)
        column.setSpacing(2)
        language = language_of(self)
        if composed.banner is not None:
            column.addWidget(_words(f'<span style="color:{LIGHT.warning}">{_said(composed.banner, language)}</span>'))
        numbers = {"table": 0, "figure": 0}
        for block, made in zip(composed.blocks, composed.made, strict=True):
            if block.kind in numbers and made is not None:
                numbers[block.kind] += 1
            sheet = self._sheet(block, made, numbers.get(block.kind, 0), language)
            self._sheets[block.id] = sheet
            column.addWidget(sheet)
        column.addStretch(1)
        around = QWidget()
        row = QVBoxLayout(around)
        row.setContentsMargins(0, 20, 0, 28)
        row.addWidget(paper, 0, Qt.AlignmentFlag.AlignHCenter)
        self._fill(around)
        self.mark(self._picked, look=False)
        self.verticalScrollBar().setValue(place)

    def mark(self, block_id: str, *, look: bool = True) -> None:
        """Show which block is picked, and bring it into view."""
        for other, sheet in self._sheets.items():
            sheet.setStyleSheet(_sheet_style(other == block_id))
        self._picked = block_id
        if look and block_id in self._sheets:
            self.ensureWidgetVisible(self._sheets[block_id], 0, 60)

    def respeak(self, _language: str) -> None:
        """The page is composed anew by its room when the language changes."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on a block picks it."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QFrame):
            for block_id, sheet in self._sheets.items():
                if sheet is watched:
                    self.picked.emit(block_id)
        return False

    def _fill(self, inside: QWidget) -> None:
        inside.setAutoFillBackground(False)
        self.setWidget(inside)

    def _sheet(self, block: ReportBlock, made: Any, number: int, language: str) -> QFrame:
        sheet = QFrame()
        sheet.setObjectName("block")
        sheet.setStyleSheet(_sheet_style(False))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        for part in self._parts(block, made, number, language):
            part.installEventFilter(self)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        sheet.installEventFilter(self)
        return sheet

    def _is_unmade(self, block: ReportBlock) -> bool:
        """Whether the block shows an analysis that is there but has nothing of that kind."""
        return self._composed is not None and str(block.content.get("analysis")) in self._composed.results

    def _parts(self, block: ReportBlock, made: Any, number: int, language: str) -> list[QLabel]:
        if made is None:
            said = msg("view_report.no_result" if self._is_unmade(block) else "view_report.nothing")
            return [_words(f'<i style="color:{LIGHT.muted}">{_said(said, language)}</i>')]
        if block.kind == "title":
            below = f'<p style="color:{LIGHT.muted}">{_said(made.subtitle, language)}</p>' if made.subtitle else ""
            return [_words(f'<h1 style="color:{LIGHT.accent}">{_said(made.text, language)}</h1>{below}')]
        if block.kind == "heading":
            size = {1: "h2", 2: "h3"}.get(made.level, "h4")
            return [_words(f'<{size} style="color:{LIGHT.accent}">{_said(made.text, language)}</{size}>')]
        if block.kind == "paragraph":
            return [_words(f"<p>{part}</p>") for part in _said(made.text, language).split("\n\n")]
        if block.kind == "table":
            return _table_parts(made.table, number, language)
        if block.kind == "figure":
            assert self._composed is not None
            return _figure_parts(made.figure, self._composed.pictures[block.id], number, language)
        if block.kind == "quotes":
            return _quote_parts(made, language)
        if block.kind == "methods":
            from analysis.report.methods import method_sentences

            title = _words(f'<h2 style="color:{LIGHT.accent}">{_said(msg("methods.title"), language)}</h2>')
            return [title, *(_words(f"<p>{_said(line, language)}</p>") for line in method_sentences(made))]
        count = msg("view_report.annex", n=len(made.variables))
        return [_words(f'<h2 style="color:{LIGHT.accent}">{_said(count, language)}</h2>')]


def _table_parts(table: Any, number: int, language: str) -> list[QLabel]:
    from workbench.report.tables import notes_text, table_text

    caption = render(msg("caption.table", number=number), language)
    below = f'<br><span style="color:{LIGHT.muted}">{_said(table.subtitle, language)}</span>' if table.subtitle else ""
    return [
        _words(f"<b>{escape(caption)} {_said(table.title, language)}</b>{below}"),
        _fitted(table_text(table, language)),
        _words(notes_text(table, language)),
    ]


def _figure_parts(figure: Any, picture: bytes, number: int, language: str) -> list[QLabel]:
    from analysis.figures import alt_text

    shown = QLabel()
    image = QImage.fromData(QByteArray(picture))
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(max(image.width() / PAGE_WIDTH, 1.0))
    shown.setPixmap(pixmap)
    shown.setAccessibleName(alt_text(figure, language))
    caption = render(msg("caption.figure", number=number), language)
    subtitle = figure.table.subtitle
    below = f'<span style="color:{LIGHT.muted}">{_said(subtitle, language)}</span>' if subtitle else ""
    return [_words(f"<b>{escape(caption)} {_said(figure.title, language)}</b>"), shown, _words(below)]


def _quote_parts(quotes: Any, language: str) -> list[QLabel]:
    parts = [_words(f'<h3 style="color:{LIGHT.accent}">{_said(quotes.code, language)}</h3>')]
    if quotes.definition is not None:
        parts.append(_words(f'<span style="color:{LIGHT.muted}">{_said(quotes.definition, language)}</span>'))
    for quote in quotes.quotes:
        mark = ("«\u202f", "\u202f»") if quote.language == "fr" else ("“", "”")
        said = f"{mark[0]}{escape(quote.text)}{mark[1]}"
        by = f'<span style="color:{LIGHT.muted}">{_said(quote.attribution, language)}</span>'
        label = _words(f"{said}<br>{by}")
        label.setStyleSheet(f"border-left: 3px solid {_QUOTE_LINE}; padding-left: 8px; margin: 2px 0;")
        parts.append(label)
    if not quotes.quotes:
        parts.append(_words(f'<i style="color:{LIGHT.muted}">{_said(msg("view_report.no_quotes"), language)}</i>'))
    return parts


def _paper() -> QFrame:
    """White in both looks: it is what will be printed."""
    paper = QFrame()
    paper.setObjectName("paper")
    paper.setFixedWidth(PAGE_WIDTH + 2 * _MARGIN + _MARK + 2 * _EDGE)
    paper.setMinimumHeight(640)
    paper.setStyleSheet(f"QFrame#paper {{ background: {LIGHT.surface}; border: {_EDGE}px solid {LIGHT.line}; }}")
    return paper


def _sheet_style(picked: bool) -> str:
    line, wash = (LIGHT.accent, LIGHT.accent_wash) if picked else ("transparent", "transparent")
    return f"QFrame#block {{ border: 0; border-left: {_MARK}px solid {line}; background: {wash}; }}"


def _words(html: str, font: QFont | None = None) -> QLabel:
    label = QLabel(html)
    if font is not None:
        label.setFont(font)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    colours = label.palette()
    colours.setColor(QPalette.ColorRole.WindowText, QColor(LIGHT.text))
    label.setPalette(colours)
    label.setMinimumHeight(label.heightForWidth(PAGE_WIDTH))
    return label


def _fitted(html: str) -> QLabel:
    """A table in letters small enough for the page: paper does not scroll, what is too wide would be cut."""
    font = QApplication.font()
    size = QFontInfo(font).pixelSize()
    while (room := _room(html, font)).width() > PAGE_WIDTH and size > _LEAST_LETTERS:
        size = max(min(int(size * PAGE_WIDTH / room.width()), size - 1), _LEAST_LETTERS)
        font.setPixelSize(size)
    if room.width() > PAGE_WIDTH:
        html = html.replace('cellpadding="4"', 'cellpadding="1"')
        room = _room(html, font)
    label = _words(html, font)
    label.setMinimumHeight(math.ceil(room.height()) + 2)  # its own estimate of a table is short by a line
    return label


def _room(html: str, font: QFont) -> QSizeF:
    """Pixels that a table needs where, as in a label, no word is broken."""
    measure, by_words = QTextDocument(), QTextOption()
    by_words.setWrapMode(QTextOption.WrapMode.WordWrap)
    measure.setDocumentMargin(0)
    measure.setDefaultTextOption(by_words)
    measure.setDefaultFont(font)
    measure.setHtml(html)
    measure.setTextWidth(PAGE_WIDTH)
    return measure.size()


def _said(text: Text | None, language: str) -> str:
    return escape(render(text, language))
