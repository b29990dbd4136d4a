# SPDX-License-Identifier: MIT
"""Two texts with their turns in rows: read, chosen from, coded in. It paints rows on screen, emits requests."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from coding.codebook import Codebook
from coding.selection_extension import extended, words_around
from coding.spans import trimmed
from wording import msg
from workbench.colours_and_sizes import LIGHT
from workbench.interviews.codebook.codebook_model import CODE_MIME
from workbench.interviews.codebook.codebook_tree import DRAGS_TEXT, digit_of
from workbench.interviews.page_parts import CodeLooks
from workbench.interviews.reading.search_hits import TickedScrollBar
from workbench.interviews.translation.aligned_rows import LEFT, AlignedRows, PaintingState, names_room, paint_rows
from workbench.translation import language_of, say

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from projects.stored_interviews.parsed_document import LoadedDocument
    from projects.transcripts.translations import ParallelTexts

_PAGE = 40  # pixels of what was on screen that stay when paging


class AlignedView(QAbstractScrollArea):
    """Rows of aligned turns; caret and selection stand in one of the two texts."""

    chosen = Signal(str)  # a segment
    favourite = Signal(int)
    code_dropped = Signal(str)  # on what is selected then
    moved = Signal()
    translate_requested = Signal(int)  # a row without a translation

    def __init__(self) -> None:
        super().__init__()
        say(self, name=msg("translations.view.rows"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAcceptDrops(True)
        self.viewport().setProperty(DRAGS_TEXT, True)
        self._pressed: QPointF | None = None  # on what is selected: a drag may begin there
        self.rows: AlignedRows | None = None
        self.bar = TickedScrollBar(self, self._share)
        self.setVerticalScrollBar(self.bar)
        self.bar.place_chosen.connect(self._go_to_row)
        self.looks = CodeLooks(Codebook(()), LIGHT)
        self.segment: str | None = None
        self.side, self.anchor, self.caret = 0, 0, 0
        self.labels: list[tuple[QRectF, str]] = []  # where names of codings were painted, in the viewport

    # What is shown

    def show_beside(self, shown: ParallelTexts | None) -> None:
        """Show two texts; where they are those shown already, the place stays."""
        before, top = self.rows, self.verticalScrollBar().value()
        self.rows = AlignedRows(shown) if shown is not None else None
        same = shown is not None and before is not None and before.shown.link == shown.link
        if self.rows is not None:
            self.rows.fit(self.viewport().width(), names_room(self.rows, self.looks, language_of(self)))
        if not same:
            self.side, self.segment = 0, None
            turns = self.document().document.turns if self.rows else ()
            self.anchor = self.caret = turns[0].start if turns else 0
        self._measure()
        self.bar.show_gaps(self.untranslated())
        self.verticalScrollBar().setValue(top if same else 0)
        self.viewport().update()

    def document(self) -> LoadedDocument:
        """The text the caret stands in."""
        assert self.rows is not None
        return self.rows.sides[self.side]

    def row(self) -> int:
        """The row of the caret."""
        return self.rows.row_at_position(self.side, self.caret) if self.rows else 0

    def choose(self, segment: str | None) -> None:
        """Draw a coding as the chosen one."""
        self.segment = segment
        self.viewport().update()

    def selection(self) -> tuple[int, int] | None:
        """What is selected, without white space at its ends."""
        if self.rows is None or self.anchor == self.caret:
            return None
        return trimmed(self.document().document.text, *sorted((self.anchor, self.caret)))

    def selection_or_sentence(self) -> tuple[int, int] | None:
        """What is selected, else the sentence at the caret, which is then selected."""
        if self.rows is None or self.selection() is not None:
            return self.selection()
        sentences = self.document().sentences
        place = bisect_right(sentences, (self.caret, 1 << 62)) - 1
        if place < 0:
            return None
        self.select(*sentences[place])
        return sentences[place]

    def select(self, start: int, end: int) -> None:
        """Select a stretch of the text at hand and bring it on screen."""
        self.anchor, self.caret = start, end
        self.reveal(start)
        self.moved.emit()

    def go_to(self, side: int, position: int) -> None:
        """Put the caret at a place of a text."""
        self.side = side
        self.select(position, position)

    def reveal(self, position: int) -> None:
        """Bring a place of the text at hand on screen, laid out exactly."""
        if self.rows is None:
            return
        row, bar = self.rows.row_at_position(self.side, position), self.verticalScrollBar()
        self.rows.settle(self.rows.tops[row], self.viewport().height())
        self._measure()
        cell = self.rows.cell(row, self.side)
        area = self.rows.cell_area(row, self.side)
        top, bottom = cell.line_of(position) if cell else (0.0, area.height())
        if area.top() + top < bar.value() or area.top() + bottom > bar.value() + self.viewport().height() - 10:
            bar.setValue(round(self.rows.tops[row]) - self.viewport().height() // 4)
        self.viewport().update()

    # Steps

    def step_sentence(self, step: int, *, keep: bool) -> None:
        """Select the next sentence of the text at hand, or the one before; `keep` what was selected, too."""
        sentences = self.document().sentences if self.rows else ()
        if not sentences:
            return
        here = bisect_right(sentences, (max(self.caret - 1, self.anchor, 0) if step > 0 else self.anchor, 1 << 62)) - 1
        chosen = self.selection() is not None
        wanted = sentences[min(max(here + (step if chosen or step < 0 else 0), 0), len(sentences) - 1)]
        start = min(self.anchor, wanted[0]) if keep else wanted[0]
        self.select(start, max(self.caret, wanted[1]) if keep else wanted[1])

    def extend(self) -> None:
        """Select more: word, sentence, turn, paragraph; not the whole text, which no key makes smaller here."""
        if self.rows is not None:
            held, now = self.document(), sorted((self.anchor, self.caret))
            text, turns = held.document.text, held.document.turns
            larger = extended(text, turns, held.sentences, now[0], now[1])
            if larger != trimmed(text, 0, len(text)):
                self.select(*larger)

    def change_side(self) -> None:
        """Go to the same row of the other text."""
        if self.rows is None:
            return
        turn = self.rows.turn(self.row(), 1 - self.side)
        self.side = 1 - self.side
        turns = self.document().document.turns
        self.go_to(self.side, turns[turn].start if turn is not None else turns[0].start if turns else 0)

    def next_untranslated(self) -> bool:
        """Go to the next turn that has none beside it, around the end; false where each has one."""
        if self.rows is None:
            return False
        here, open_rows = self.row(), self.untranslated()
        following = [number for number in open_rows if number > here] or open_rows
        if not following:
            return False
        self._go_to_row(following[0])
        return True

    def untranslated(self) -> list[int]:
        """The rows in which one text has nothing beside the other."""
        return [number for number, row in enumerate(self.rows.shown.rows) if None in row] if self.rows else []

    def _share(self, row: int) -> float:
        """Where a row begins, from 0 to 1 of the height of all."""
        return self.rows.tops[row] / max(self.rows.total(), 1.0) if self.rows else 0.0

    def _go_to_row(self, number: int) -> None:
        if self.rows is None:
            return
        row = self.rows.shown.rows[number]
        self.side = 0 if row.original is not None else 1
        turn = row[self.side]
        assert turn is not None
        self.go_to(self.side, self.document().document.turns[turn].start)

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The rows on screen."""
        self.labels = []
        if self.rows is None:
            return
        before = self.rows.total()
        top = self.verticalScrollBar().value()
        visible = self.rows.settle(top, self.viewport().height())
        self.labels = paint_rows(self._at_hand(), self.rows, visible, top)
        if self.rows.total() != before:
            self._measure()

    def _at_hand(self) -> PaintingState:
        return PaintingState(self, self.looks, self.segment, self.side, self.caret, self.row(), self.selection())

    def _measure(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(round(self.rows.total()) - height, 0) if self.rows else 0)
        bar.setPageStep(max(height - _PAGE, 1))
        bar.setSingleStep(24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows anew; what was read stays on screen."""
        super().resizeEvent(event)
        if self.rows is not None and self.rows.width != self.viewport().width():
            self.rows.fit(self.viewport().width(), names_room(self.rows, self.looks, language_of(self)))
            self._measure()
            self.reveal(self.caret)

    def retheme(self) -> None:
        """Follow the size of the text."""
        if self.rows is not None:
            self.rows.fit(self.viewport().width(), names_room(self.rows, self.looks, language_of(self)))
            self._measure()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a coding by its name; elsewhere put the caret there, with the coding on that place."""
        place = event.position()
        label = next((segment for area, segment in self.labels if area.contains(place)), None)
        if label is not None:
            self.chosen.emit(label)
            return
        found = self._place_at(place)
        if found is None or self.rows is None:
            row = self._gap_at(place)
            if row is not None:
                self.translate_requested.emit(row)
            return
        chosen, more = self.selection(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if chosen is not None and found[0] == self.side and chosen[0] <= found[1] < chosen[1] and not more:
            self._pressed = place
            return
        self._put_caret(found, keep=more)

    def _put_caret(self, place: tuple[int, int], *, keep: bool = False) -> None:
        """Put the caret in one of the texts, with the coding on that place; `keep` what was selected, too."""
        assert self.rows is not None
        self.side, self.caret = place
        if not keep:
            self.anchor = self.caret
        here = self.rows.marks[self.side].at(self.caret)
        if here:
            self.chosen.emit(here[0].id)
        self.moved.emit()
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """The whole name of a speaker, who may be shortened beside the turn, and the time where known."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        rows = self.rows
        if rows is None:
            return True
        row = bisect_right(rows.tops, event.pos().y() + self.verticalScrollBar().value()) - 1
        there = event.pos().x() < LEFT and 0 <= row < len(rows.heights)
        said = (rows.heading_turn(row).speaker, rows.heading_turn(row).time) if there else ()
        QToolTip.showText(event.globalPos(), " · ".join(filter(None, said)), self)
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is selected, or select within the text in which the button went down."""
        if self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self.drag_selection()
            return
        found = self._place_at(event.position(), side=self.side) if event.buttons() else None
        if found is not None:
            self.caret = found[1]
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Snap what was selected to whole words; with Alt not. A click on what was selected puts the caret there."""
        pressed, self._pressed = self._pressed, None
        found = self._place_at(event.position(), side=self.side) if pressed is not None else None
        if found is not None:
            self._put_caret(found)
            return
        if self.anchor != self.caret and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            text, (start, end) = self.document().document.text, sorted((self.anchor, self.caret))
            self.anchor, self.caret = words_around(text, *trimmed(text, start, end)) or (start, end)
            self.viewport().update()
        self.moved.emit()

    def drag_selection(self) -> None:
        """Let what is selected be dropped upon a code; its words are not in the drag."""
        drag = QDrag(self.viewport())
        drag.setMimeData(QMimeData())
        drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragMoveEvent) -> None:
        """Codes are welcome on both texts; the codebook keeps them."""
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show what a code dropped here would code: what is selected where it lies in it, else the sentence."""
        found = self._place_at(event.position()) if event.mimeData().hasFormat(CODE_MIME) else None
        if found is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        chosen = self.selection()
        if found[0] != self.side or chosen is None or not chosen[0] <= found[1] <= chosen[1]:
            self.side, self.anchor, self.caret = found[0], found[1], found[1]
            self.selection_or_sentence()

    def dropEvent(self, event: QDropEvent) -> None:
        """Code what is selected."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.code_dropped.emit(bytes(event.mimeData().data(CODE_MIME).data()).decode())

    def _place_at(self, point: QPointF, side: int | None = None) -> tuple[int, int] | None:
        rows = self.rows
        if rows is None or not rows.heights:
            return None
        y = point.y() + self.verticalScrollBar().value()
        row = min(max(bisect_right(rows.tops, y) - 1, 0), len(rows.heights) - 1)
        for one in (0, 1) if side is None else (side,):
            area, cell = rows.cell_area(row, one), rows.cell(row, one)
            inside = side is not None or (
                area.left() - 4 <= point.x() <= area.right() + 4 and area.top() - 9 <= y <= area.bottom() + 9
            )
            if cell is not None and inside:
                return one, cell.place_at(QPointF(point.x() - area.left(), y - area.top()))
        return None

    def _gap_at(self, point: QPointF) -> int | None:
        """The row whose missing translation is asked for at a point."""
        y = point.y() + self.verticalScrollBar().value()
        for row in self.untranslated() if self.rows is not None else ():
            if self.rows is not None and self.rows.turn(row, 1) is None:
                area = self.rows.cell_area(row, 1)
                if area.top() <= y <= area.top() + self.rows.step + 2 and area.left() <= point.x() <= area.right():
                    return row
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sentences by ↑ and ↓ (Shift: more), the other text by F6, favourites by digits."""
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        digit = digit_of(event)
        if digit:
            self.favourite.emit(digit)
        elif plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_sentence(1 if event.key() == Qt.Key.Key_Down else -1, keep=keep)
        elif plain and event.key() == Qt.Key.Key_F6:
            self.change_side()
        else:
            super().keyPressEvent(event)
