# SPDX-License-Identifier: MIT
"""The transcript: read-only text with a caret, codings painted into it, margins at both sides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextDocumentLayout, QPlainTextEdit, QToolTip, QWidget

from coding.codebook import Codebook
from coding.records import Turn
from coding.spans import trimmed
from projects.stored_interviews.parsed_document import LoadedDocument
from wording import msg
from workbench.colours_and_sizes import LIGHT, READING_LINE_HEIGHT, TYPE
from workbench.interviews.codebook.codebook_tree import DRAGS_TEXT, digit_of
from workbench.interviews.coding_painter import (
    Mark,
    Marks,
    Stroke,
    VisibleBlock,
    near,
    paint_lines,
    paint_washes,
    placed,
    repaint,
)
from workbench.interviews.page_parts import CodeLooks
from workbench.interviews.reading.code_margin import CodeMargin
from workbench.interviews.reading.coding_by_mouse import CodeDrops, ResizeHandles, go_to_click, on_a_line
from workbench.interviews.reading.search_hits import FoundMarks
from workbench.interviews.shown_text import ReadyText, ready_text
from workbench.theme import colours_of, font
from workbench.translation import say
from workbench.widgets.elision import distinct_short_names

if TYPE_CHECKING:
    from workbench.interviews.reading.code_margin import ShownTranscript


_PARAGRAPH_GAP = 0.87  # of the text size


class ReadingLayout(QPlainTextDocumentLayout):
    """Lays lines apart after Qt has broken them."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.measure()

    def measure(self) -> None:
        """Take the sizes of the document's font."""
        size = self.document().defaultFont().pixelSize()
        size = size if size > 0 else 15
        self.step = float(round(size * READING_LINE_HEIGHT))
        self.gap = float(round(size * _PARAGRAPH_GAP))

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """The room a paragraph takes, its lines put where they belong."""
        natural = super().blockBoundingRect(block)
        if not block.isValid() or natural.isNull():
            return natural
        layout = block.layout()
        count = layout.lineCount()
        if not count:
            return natural
        first = layout.lineAt(0)
        top = float(round((self.step - first.height()) / 2))
        if first.y() != top:
            for number in range(count):
                line = layout.lineAt(number)
                line.setPosition(QPointF(line.x(), top + number * self.step))
        return QRectF(natural.left(), natural.top(), natural.width(), count * self.step + self.gap)


_LEFT, _RIGHT, _WIDEST_TEXT = 140, 168, 640


_NARROW, _LEFT_NARROW, _TEXT_LEAST, _RIGHT_LEAST = 460, 96, 240, 44


_TIME_BELOW = 0.75  # of a line, below the name of who speaks


_VCENTRE = Qt.AlignmentFlag.AlignVCenter


def margin_widths(width: int, scale: float) -> tuple[int, int]:
    """Pixels at the left and right of a text, that keep its lines short enough to read; `scale` is that of the text."""
    left = round((_LEFT if width >= _NARROW else _LEFT_NARROW) * scale)
    right = max(round(_RIGHT * scale), width - left - round(_WIDEST_TEXT * scale))
    return left, min(right, max(width - left - _TEXT_LEAST, _RIGHT_LEAST))


class SpeakerMargin(QWidget):
    """Numbers of paragraphs; who speaks where a turn begins, and when."""

    def __init__(self, transcript: ShownTranscript) -> None:
        super().__init__(cast("QWidget", transcript))
        self._transcript = transcript
        say(self, name=msg("interviews.view.speaker_margin"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text: a wheel over its margin means it, too."""
        self._transcript.wheelEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the visible paragraphs."""
        transcript, colours = self._transcript, colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.muted))
        number_font, speaker_font = font(TYPE.muted, tabular=True), font(TYPE.muted, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(speaker_font)
        numbers = round(QFontMetricsF(number_font).horizontalAdvance("0000")) + 12
        loaded, room = transcript.loaded, self.width() - numbers - 12
        names = distinct_short_names({one.speaker for one in loaded.document.turns} if loaded else (), metrics, room)
        for visible in transcript.visible_blocks():
            row = QRectF(0, visible.area.top(), numbers, transcript.line_step())
            painter.setFont(number_font)
            paragraph = transcript.paragraph_of(visible.block)
            if paragraph:
                painter.drawText(row, Qt.AlignmentFlag.AlignRight | _VCENTRE, str(paragraph))
            transcript.paint_flag(painter, visible)
            turn = transcript.turn_of(visible.block)
            if turn is None or not transcript.begins_with(visible.block, turn):
                continue
            step = transcript.line_step()
            row = QRectF(numbers + 10, visible.area.top(), room, step)
            if turn.time:
                below = row.translated(0, step * _TIME_BELOW if turn.speaker else 0)
                painter.drawText(below, _VCENTRE, turn.time)
            if turn.speaker:
                painter.setFont(speaker_font)
                painter.drawText(row, _VCENTRE, names[turn.speaker])
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The whole name of a speaker, and the time of the turn where known."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for visible in self._transcript.visible_blocks():
                if visible.area.top() <= event.pos().y() < visible.area.bottom():
                    turn = self._transcript.turn_of(visible.block)
                    said = (part for part in (turn.speaker, turn.time) if part) if turn else ()
                    QToolTip.showText(event.globalPos(), " · ".join(said), self)
                    return True
        return super().event(event)


class Transcript(QPlainTextEdit):
    """Shows one document and its marks. All positions that come and go are code points of the document."""

    caret_moved = Signal(int)
    selected = Signal()
    mark_chosen = Signal(object)
    favourite = Signal(int)
    menu_requested = Signal(QPoint)
    copy_requested = Signal(str)  # the words chosen: whoever listens says whether they may leave
    resized = Signal(str, int, int)  # a segment with its new stretch, an end having been dragged
    code_dropped = Signal(str, int)  # a code, where it was dropped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "reading")
        say(self, name=msg("interviews.view.transcript"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setCenterOnScroll(False)
        self.setCursorWidth(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.loaded: LoadedDocument | None = None
        self.marks = Marks()
        self.looks = CodeLooks(Codebook(()), LIGHT)
        self.chosen: tuple[bool, str] | None = None
        self.coders: frozenset[str] = frozenset()
        self.handles, self._drops = ResizeHandles(self), CodeDrops(self)
        for part in (self, self.viewport()):
            part.setProperty(DRAGS_TEXT, True)
        self._turn_starts: list[int] = []
        self._put(ready_text(None))
        self.found = FoundMarks(self, lambda: self.offsets, self.go_to, lambda: self.speakers.update())
        self.speakers, self.codes = SpeakerMargin(self), CodeMargin(self)
        self.codes.chosen.connect(self.mark_chosen)
        self.codes.pointed.connect(self.viewport().update)
        self.updateRequest.connect(self._follow)
        self.cursorPositionChanged.connect(lambda: self.caret_moved.emit(self.caret()))
        self.selectionChanged.connect(self.selected)
        self.retheme()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Nothing: Qt asks for it at a drag and, on X11, whenever words are chosen with the mouse."""
        return QMimeData()

    def copy(self) -> None:
        """Ask for the words chosen to be copied: they leave for the clipboard once consent to quote is looked up."""
        if self.textCursor().hasSelection():
            self.copy_requested.emit(self.textCursor().selectedText().replace("\u2029", "\n"))

    # What is shown

    def show_document(self, loaded: LoadedDocument | None, ready: ReadyText | None = None) -> None:
        """Show a document from its beginning, without marks; `ready`: its text, made ready in a thread."""
        self.loaded, self.marks, self.chosen = loaded, Marks(), None
        self._turn_starts = [turn.start for turn in loaded.document.turns] if loaded else []
        before = self._text
        self.blockSignals(True)
        self._put(ready or ready_text(loaded))
        self.blockSignals(False)
        before.deleteLater()
        self._update_margins()

    def _put(self, ready: ReadyText) -> None:
        self.offsets, self._text = ready.offsets, ready.document
        self._text.setParent(self)
        self._text.setDefaultFont(font(TYPE.reading))
        self._spacing = ReadingLayout(self._text)
        self._text.setDocumentLayout(self._spacing)
        self.setDocument(self._text)

    def set_marks(self, marks: Marks) -> None:
        """Show these codings and suggestions; only what differs on screen is painted anew."""
        span = self.shown_span()
        differing = self.marks.within(span) ^ marks.within(span)
        self.marks, self.coders = marks, marks.coders
        self._repaint(mark for mark, _level in differing)
        self.codes.update()

    def set_looks(self, looks: CodeLooks) -> None:
        """Draw codes this way."""
        self.looks = looks
        self.viewport().update()
        self._update_margins()

    def choose(self, mark: Mark | None) -> None:
        """Draw this mark as the chosen one."""
        chosen = (mark.suggested, mark.id) if mark else None
        if chosen != self.chosen:
            before = self.marks.with_id(self.chosen)
            self.chosen = chosen
            self._repaint(one for one in (before, mark) if one is not None)
            self.codes.update()

    def _repaint(self, marks: Iterable[Mark]) -> None:
        spans = (self.offsets.span_to_qt(mark.start, mark.end) for mark in marks)
        repaint(self.viewport(), self.visible_blocks(), spans)

    def is_chosen(self, mark: Mark) -> bool:
        """Whether the mark is the chosen one."""
        return self.chosen == (mark.suggested, mark.id)

    # Caret and selection

    def caret(self) -> int:
        """Where the caret stands."""
        return self.offsets.to_text(self.textCursor().position())

    def selection(self) -> tuple[int, int] | None:
        """What is selected, without white space at its ends; None where nothing is."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or self.loaded is None:
            return None
        start, end = self.offsets.span_to_text(cursor.selectionStart(), cursor.selectionEnd())
        start, end = trimmed(self.offsets.text, start, end)
        return (start, end) if self.offsets.text[start:end].strip() else None

    def select(self, start: int, end: int) -> None:
        """Select a stretch and bring it on screen."""
        first, last = self.offsets.span_to_qt(start, end)
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self._show_cursor(cursor)

    def go_to(self, position: int, until: int | None = None) -> None:
        """Put the caret at a place and bring it on screen, with some text above, and what goes on `until`."""
        cursor = self.textCursor()
        cursor.setPosition(self.offsets.to_qt(position))
        self._show_cursor(cursor, self.offsets.to_qt(position if until is None else until))

    def deselect(self) -> None:
        """Leave the caret at the start of what was selected."""
        (cursor := self.textCursor()).setPosition(self.textCursor().selectionStart())
        self.setTextCursor(cursor)

    def selection_area(self) -> QRect:
        """Where the end of the selection, or the caret, stands in the viewport."""
        return self.cursorRect(self.textCursor())

    def _show_cursor(self, cursor: QTextCursor, until: int = 0) -> None:
        start, end = QTextCursor(cursor), QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        end.setPosition(max(cursor.selectionStart(), until))
        top, bottom = self.cursorRect(start).top(), self.cursorRect(end).bottom()
        self.setTextCursor(cursor)
        if top < 0 or bottom > self.viewport().height():
            self.centerCursor()

    # What the margins and the painting ask

    def line_step(self) -> float:
        """The height of a line, in pixels."""
        return self._spacing.step

    def visible_blocks(self) -> list[VisibleBlock]:
        """The paragraphs on screen."""
        found: list[VisibleBlock] = []
        block, place, bottom = self.firstVisibleBlock(), self.contentOffset(), self.viewport().height()
        while block.isValid() and place.y() <= bottom:  # Qt would add up all those above for each anew
            area = self._spacing.blockBoundingRect(block).translated(place)
            found.append(VisibleBlock(block, area))
            place += QPointF(0, area.height())
            block = block.next()
        return found

    def marks_on_screen(self, *more: Marks) -> Iterator[tuple[Mark, int, float | None, float | None]]:
        """The marks (and `more`, behind them) on screen: each with its lane, the tops and bottoms that are there."""
        blocks, deepest = self.visible_blocks(), -1
        if not blocks:
            return
        low, high = self._text_of(blocks[0].block)[0], self._text_of(blocks[-1].block)[1]
        for held, place in [(one, place) for one in (self.marks, *more) for place in one.touching(low, high)]:
            mark = held.all[place]
            first, last = self.offsets.span_to_qt(mark.start, mark.end)
            top = self._line_top(first, blocks)
            bottom = self._line_top(max(last - 1, first), blocks)
            lane = held.levels[place] if held is self.marks else deepest + 1
            deepest = max(deepest, lane) if held is self.marks else deepest
            yield mark, lane, top, None if bottom is None else bottom + self._spacing.step

    def _line_top(self, unit: int, blocks: list[VisibleBlock]) -> float | None:
        """The top of the line that holds one of Qt's positions, where its paragraph is on screen."""
        place = bisect_right(blocks, unit, key=lambda one: one.block.position()) - 1
        if place < 0 or unit >= blocks[place].block.position() + blocks[place].block.length():
            return None
        visible = blocks[place]
        line = visible.block.layout().lineForTextPosition(unit - visible.block.position())
        return visible.area.top() + (line.lineNumber() if line.isValid() else 0) * self._spacing.step

    def shown_span(self) -> tuple[int, int] | None:
        """The stretch of the text on screen."""
        blocks = self.visible_blocks()
        return (self._text_of(blocks[0].block)[0], self._text_of(blocks[-1].block)[1]) if blocks else None

    def begins_with(self, block: QTextBlock, turn: Turn) -> bool:
        """Whether a paragraph is the first of a turn."""
        return turn.start >= self._text_of(block)[0]

    def paragraph_of(self, block: QTextBlock) -> int:
        """The paragraph's own number, kept through corrections; 0 for an empty line."""
        start, end = self._text_of(block)
        if self.loaded is None or not self.offsets.text[start:end].strip():
            return 0
        return self.loaded.numbers.paragraphs.at(start)

    def paint_flag(self, painter: QPainter, visible: VisibleBlock) -> None:
        """A flag beside a paragraph with a bookmark, in the margin at the left."""
        self.found.paint_flag(painter, visible, *self._text_of(visible.block))

    def turn_of(self, block: QTextBlock) -> Turn | None:
        """The turn that a paragraph belongs to."""
        if self.loaded is None:
            return None
        start, end = self._text_of(block)
        place = bisect_right(self._turn_starts, max(start, end - 1)) - 1
        return self.loaded.document.turns[place] if place >= 0 else None

    def _text_of(self, block: QTextBlock) -> tuple[int, int]:
        first = block.position()
        start = self.offsets.to_text(first)
        return start, max(self.offsets.span_to_text(first, first + block.length() - 1)[1], start)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Washes, then the text, then the lines."""
        blocks = near(self.visible_blocks(), event.rect())
        pieces = placed(blocks, self._strokes(blocks))
        painter = QPainter(self.viewport())
        paint_washes(painter, pieces, self.looks.colours.dark, pale=bool(self.codes.pointed_at))
        if blocks and self.found.hits:
            first, last = self._text_of(blocks[0].block)[0], self._text_of(blocks[-1].block)[1]
            self.found.paint(painter, blocks, first, last)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        paint_lines(painter, pieces)
        self.handles.paint(painter)
        painter.end()

    def _strokes(self, blocks: list[VisibleBlock]) -> list[Stroke]:
        if not blocks:
            return []
        first, last = self._text_of(blocks[0].block)[0], self._text_of(blocks[-1].block)[1]
        strokes = []
        for held, place in [(one, at) for one in (self.marks, self.codes.mirrored) for at in one.touching(first, last)]:
            mark = held.all[place]
            span = self.handles.span() if self.handles.dragging and self.is_chosen(mark) else None
            begin, end = self.offsets.span_to_qt(*(span or (mark.start, mark.end)))
            strong = mark.id == self.codes.pointed_at if self.codes.pointed_at else self.is_chosen(mark)
            line = self.looks.line(mark.code, grey=mark.grey)
            strokes.append(Stroke(begin, end, held.levels[place], line, mark.suggested, strong, mark.mirrored))
        return strokes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The digit row applies favourites, whatever the keyboard prints on it; copying asks first."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        digit = digit_of(event)
        if digit:
            self.favourite.emit(digit)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, for the words chosen; by the mouse beside them, for the place under the pointer."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        if not keyboard:
            go_to_click(self, event.pos())
        place = self.selection_area().bottomLeft()
        self.menu_requested.emit(self.viewport().mapToGlobal(place) if keyboard else event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle of the chosen coding, else the line under the pointer, also between two lines."""
        if not self.handles.press(event):
            super().mousePressEvent(on_a_line(self, event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Resize what was dragged; else make the selection whole words (Alt: as it is)."""
        if self.handles.dragging is not None:
            resized = self.handles.release()
            if resized is not None:
                self.resized.emit(*resized)
            return
        super().mouseReleaseEvent(on_a_line(self, event))
        self.handles.snap_selection(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a handle along, else take the line under the pointer."""
        if not self.handles.move(event):
            super().mouseMoveEvent(on_a_line(self, event) if event.buttons() else event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the line under the pointer."""
        super().mouseDoubleClickEvent(on_a_line(self, event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the text narrow enough to read; the margins take the rest."""
        self._place_margins()
        super().resizeEvent(event)
        self._place_margins()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_spacing"):
            self._spacing.measure()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._update_margins()

    def retheme(self) -> None:
        """Follow look and text size."""
        self.setFont(font(TYPE.reading))
        self._text.setDefaultFont(font(TYPE.reading))
        self._spacing.measure()
        self.looks = CodeLooks(self.looks._codebook, colours_of(self))
        self.viewport().update()
        self._place_margins()

    def respeak(self, _language: str) -> None:
        """Paint the names again."""
        self._update_margins()

    def _place_margins(self) -> None:
        scale = self.font().pixelSize() / TYPE.reading if self.font().pixelSize() > 0 else 1.0
        width = self.width() - self.verticalScrollBar().width()
        left, right = margin_widths(width, scale)
        self.setViewportMargins(left, 8, right, 0)
        area = self.viewport().geometry()
        self.speakers.setGeometry(0, area.top(), left, area.height())
        self.codes.setGeometry(area.right() + 1, area.top(), right, area.height())

    def _follow(self, area: QRect, scrolled: int) -> None:
        """Paint the margins with the text, but for a line or two of it: a selection, a coding, the caret's blinking."""
        if scrolled or area.height() >= self.viewport().height():
            self._update_margins()

    def _update_margins(self) -> None:
        self.speakers.update()
        self.codes.update()
