# SPDX-License-Identifier: MIT
"""Running text with live numbers: a box in which each is one piece that reads as its value, and their choice.

It stores plain text: `toPlainText()` gives `{key|form}` for each piece; copied and pasted pieces stay pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from analysis.report.key_figures import figure_text
from wording import Text, msg
from wording.numbers import format_number
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import Button, ChoiceField, FormRow

if TYPE_CHECKING:
    from analysis.report.key_figures import KeyFigure

_PIECE = re.compile(r"\{([\w.:/-]+(?:\|\w+)?)\}")
_KIND = int(QTextFormat.FormatType.UserFormat) + 1
_KEY, _SHOWN = int(QTextFormat.Property.UserProperty) + 1, int(QTextFormat.Property.UserProperty) + 2
_PLACE = "\ufffc"  # what Qt keeps in the text for a piece
_AROUND = 4.0
_LONGEST = 34  # letters of a piece: the title of a table is shortened
_FORMS = ("value", "share", "n", "base", "total", "interval", "difference")


class LiveTextBox(QTextEdit):
    """Running text with live numbers; `finished` carries it as it is stored when the focus leaves the box."""

    finished = Signal(str)

    def __init__(self, name: Text, stored: str, reads: Callable[[str], str]) -> None:
        """`reads` gives what a key and form ("interviews.documents|n") reads now; "" where it is not known."""
        super().__init__()
        self._reads, self._told = reads, stored.strip()
        say(self, name=name)
        self.setProperty("kind", "field")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(180)
        self._drawing = _Piece(self)
        self.document().documentLayout().registerHandler(_KIND, self._drawing)
        self._put(stored)
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)  # a number goes behind the words until a place is clicked
        self.installEventFilter(self)

    def toPlainText(self) -> str:
        """The words as they are stored: `{key|form}` in place of each piece."""
        return _stored(self.document(), 0, self.document().characterCount())

    def setPlainText(self, stored: str) -> None:
        """Show stored text in place of what is there."""
        self.selectAll()
        self._put(stored)

    def insert_number(self, key: str) -> None:
        """Put a live number where the cursor stands, parted from a word before it."""
        cursor = self.textCursor()
        before = self.document().characterAt(cursor.selectionStart() - 1) if cursor.selectionStart() else " "
        if not before.isspace() and before not in "(«“\"'’":
            cursor.insertText(" ", QTextCharFormat())
            self.setTextCursor(cursor)
        self._put(f"{{{key}}}")
        self._finish()

    def _put(self, stored: str) -> None:
        """Write stored text at the cursor, its live numbers as pieces."""
        cursor, at = self.textCursor(), 0
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for match in _PIECE.finditer(stored):
            cursor.insertText(stored[at : match.start()], QTextCharFormat())
            said = self._reads(match[1]) or "–"
            piece = QTextCharFormat()
            piece.setObjectType(_KIND)
            piece.setProperty(_KEY, match[1])
            piece.setProperty(_SHOWN, said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…")
            piece.setToolTip(said)
            piece.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
            cursor.insertText(_PLACE, piece)
            at = match.end()
        cursor.insertText(stored[at:], QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copied words with their live numbers as they are typed."""
        cursor, data = self.textCursor(), QMimeData()
        data.setText(_stored(self.document(), cursor.selectionStart(), cursor.selectionEnd()))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted words, the live numbers among them as pieces."""
        if source.hasText():
            self._put(source.text().replace("\r\n", "\n"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the user is done with the box."""
        if event.type() == QEvent.Type.FocusOut:
            self._finish()
        return super().eventFilter(watched, event)

    def _finish(self) -> None:
        now = self.toPlainText().strip()
        if now != self._told:
            self._told = now
            self.finished.emit(now)
        self.document().setModified(False)


class _Piece(QPyTextObject):
    """Draws a live number as a pill with its value."""

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        self._box = box

    def intrinsicSize(self, _document: QTextDocument, _at: int, shape: QTextFormat) -> QSizeF:
        """As wide as its words, as high as a line."""
        metrics = QFontMetricsF(self._font())
        wide = metrics.horizontalAdvance(str(shape.property(_SHOWN))) + 2 * _AROUND + 2
        return QSizeF(wide, metrics.ascent() + 1)

    def drawObject(
        self, painter: QPainter, area: QRectF | QRect, _document: QTextDocument, _at: int, shape: QTextFormat
    ) -> None:
        """A wash of the accent under the words, with a line around it: colour is not alone."""
        colours, metrics = colours_of(self._box), QFontMetricsF(self._font())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(area.left() + 1, area.top(), area.width() - 2, metrics.height() - 1)
        painter.setPen(QColor(colours.accent))
        painter.setBrush(QColor(colours.accent_wash))
        painter.drawRoundedRect(pill, 3, 3)
        painter.setFont(self._font())
        painter.setPen(QColor(colours.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, str(shape.property(_SHOWN)))
        painter.restore()

    def _font(self) -> QFont:
        return self._box.font()


def _stored(document: QTextDocument, start: int, end: int) -> str:
    """The words between two places with each piece as it is typed."""
    made: list[str] = []
    block: QTextBlock = document.findBlock(start)
    while block.isValid() and block.position() < end:
        if block.position() > start:
            made.append("\n")
        made += _of_block(block, start, end)
        block = block.next()
    return "".join(made)


def _of_block(block: QTextBlock, start: int, end: int) -> list[str]:
    made: list[str] = []
    runs = block.begin()
    while not runs.atEnd():
        run = runs.fragment()
        begin, stop = max(start, run.position()), min(end, run.position() + run.length())
        if begin < stop:
            words = run.text()[begin - run.position() : stop - run.position()].replace("\u2028", "\n")
            key = run.charFormat().property(_KEY)
            made.append(words.replace(_PLACE, f"{{{key}}}") if key else words)
        runs += 1
    return made


class NumberChoice(QWidget):
    """Two fields and a button; `chosen` carries what is put between braces."""

    chosen = Signal(str)

    def __init__(self, figures: Sequence[KeyFigure], language: str, words: Callable[[KeyFigure, str], str]) -> None:
        super().__init__()
        self._language = language
        self._figures = {one.key: one for one in reversed(figures) if one.known}
        named: list[tuple[str, Text]] = [(one.key, words(one, language)) for one in figures if one.known]
        self.number = ChoiceField(msg("view_report.field.number"), [("", msg("view_report.pick_number")), *named])
        self.form = ChoiceField(msg("view_report.field.form"))
        self.button = Button(msg("view_report.insert_number"), self._insert)
        self._form_row = FormRow(msg("view_report.field.form"), self.form)
        self.number.chosen.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(FormRow(msg("view_report.field.number"), self.number))
        column.addWidget(self._form_row)
        column.addWidget(self.button)
        self._offer("")

    def _offer(self, key: str) -> None:
        """The forms in which the number is known, each as it reads; the same words are offered once."""
        figure = self._figures.get(key)
        self._form_row.setVisible(figure is not None)
        self.button.setVisible(figure is not None)
        if figure is None:
            return
        self.form.set_choices(_forms(figure, self._language))
        self.form.choose("value")

    def _insert(self) -> None:
        key, form = str(self.number.value() or ""), str(self.form.value() or "value")
        if key:
            self.chosen.emit(key if form == "value" else f"{key}|{form}")


def _forms(figure: KeyFigure, language: str) -> list[tuple[str, Text]]:
    made: dict[str, tuple[str, Text]] = {}
    nothing = format_number(None, language)
    for form in _FORMS:
        if form == "total" and figure.unit == "share" and figure.cell.weighted_base is None:
            continue  # a share has no total but that of its base
        said = figure_text(figure, form, language)
        if said and said != nothing and said not in made:
            made[said] = (form, msg(f"view_report.form.{form}", number=said))
    return list(made.values())


def with_numbers(text: str, figures: Sequence[KeyFigure], language: str) -> str:
    """The words with each live number as it reads now; one that is not known is "…"."""
    known = {one.key: one for one in figures if one.known}

    def read(found: re.Match[str]) -> str:
        return figure_text(known[found[1]], "value", language) if found[1] in known else "…"

    return re.sub(r"\{([a-z]+\.[^{}:|]+)\}", read, text)
