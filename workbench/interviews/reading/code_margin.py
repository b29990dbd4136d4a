# SPDX-License-Identifier: MIT
"""The margin at the right of the transcript: a bracket as long as each coding, in lanes, and its name.

A name stands at the first line of its coding on screen, with a thin line to its bracket, and stays in view as long as
the coding does; names push one another down. A sheet after the name says that there is a memo, two columns that the
coding was made on the translation or original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QTextEdit, QToolTip, QWidget

from coding.records import Turn
from projects.stored_interviews.parsed_document import LoadedDocument
from wording import Text, msg, render
from workbench.colours_and_sizes import TYPE
from workbench.icons import pixmap
from workbench.interviews.coding_painter import Mark, Marks, VisibleBlock
from workbench.interviews.page_parts import CodeLooks
from workbench.interviews.shown_text import Offsets
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets.elision import shortened


def spread(wanted: Sequence[float], top: float, bottom: float, height: float) -> list[float]:
    """Places for labels that should stand at `wanted` (ascending) between `top` and `bottom`, `height` apart.

    Where there is no room for all, the last place stands for the rest as well; there is always one.
    """
    room = max(int((bottom - top) // height), 1)
    places: list[float] = []
    least = top
    for place in wanted[:room]:
        least = max(place, least)
        places.append(least)
        least += height
    highest = max(bottom - height, top)
    for number in reversed(range(len(places))):
        places[number] = min(places[number], highest)
        highest = places[number] - height
    return places


class ShownTranscript(Protocol):
    """A text with its marks on screen; positions are code points."""

    offsets: Offsets
    loaded: LoadedDocument | None
    looks: CodeLooks
    marks: Marks
    chosen: tuple[bool, str] | None
    coders: frozenset[str]
    code_dropped: SignalInstance
    caret_moved: SignalInstance

    def viewport(self) -> QWidget:
        """Where the words are painted."""

    def verticalScrollBar(self) -> QScrollBar:
        """How far it is scrolled."""

    def wheelEvent(self, e: QWheelEvent, /) -> None:
        """Scroll."""

    def document(self) -> QTextDocument:
        """The text as Qt holds it."""

    def cursorRect(self, cursor: QTextCursor, /) -> QRect:
        """Where a cursor stands."""

    def cursorForPosition(self, pos: QPoint, /) -> QTextCursor:
        """The cursor nearest to a point."""

    def textCursor(self) -> QTextCursor:
        """The caret with what is selected."""

    def setTextCursor(self, cursor: QTextCursor, /) -> None:
        """Put the caret elsewhere."""

    def setExtraSelections(self, selections: Sequence[QTextEdit.ExtraSelection], /) -> None:
        """Mark stretches of the text."""

    def setAcceptDrops(self, on: bool, /) -> None:
        """Let things be dropped."""

    def selection(self) -> tuple[int, int] | None:
        """What is selected."""

    def select(self, start: int, end: int) -> None:
        """Select a stretch."""

    def line_step(self) -> float:
        """The height of a line."""

    def paragraph_of(self, block: QTextBlock) -> int:
        """The number of a paragraph; 0 for an empty line."""

    def turn_of(self, block: QTextBlock) -> Turn | None:
        """The turn that a paragraph belongs to."""

    def begins_with(self, block: QTextBlock, turn: Turn) -> bool:
        """Whether a paragraph is the first of a turn."""

    def paint_flag(self, painter: QPainter, visible: VisibleBlock) -> None:
        """Paint a flag beside a paragraph with a bookmark."""

    def is_chosen(self, mark: Mark) -> bool:
        """Whether the mark is the chosen one."""

    def visible_blocks(self) -> list[VisibleBlock]:
        """The paragraphs on screen."""

    def marks_on_screen(self, *more: Marks) -> Iterator[tuple[Mark, int, float | None, float | None]]:
        """Marks with lane, top of the first and bottom of the last line."""

    def shown_span(self) -> tuple[int, int] | None:
        """The stretch of the text on screen."""


_LEAST_NAME = 56.0  # pixels


_LANES, _LANE, _LEFT, _HOOK = 5, 5.0, 8.0, 3.0


_VCENTRE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class MarginLabel:
    """A name where it stands, with the marks it stands for (the first is named)."""

    area: QRectF
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Bracket:
    """A mark as long as it is on screen."""

    mark: Mark
    x: float
    top: float
    bottom: float
    begins: bool  # its first line is on screen
    ends: bool


class CodeMargin(QWidget):
    """Brackets and names; a click on either chooses the mark."""

    chosen = Signal(object)
    note_chosen = Signal(str)
    mirrored_chosen = Signal(str)
    menu_requested = Signal(QPoint)  # of the mark just chosen
    pointed = Signal()  # at another mark, or at none

    def __init__(self, transcript: ShownTranscript) -> None:
        super().__init__(cast("QWidget", transcript))
        self._transcript = transcript
        self._labels: list[MarginLabel] = []
        self.brackets: list[Bracket] = []
        self.notes, self.note_words = Marks(), dict[str, str]()
        self.mirrored = Marks()  # codings of the translation or original, seen on this text
        self.pointed_at = ""  # the id of the coding under the pointer: it darkens in the text, others pale
        self._language = language_of()
        say(self, name=msg("interviews.view.code_margin"))
        self.setMouseTracking(True)

    def show_notes(self, notes: list[Mark], words: dict[str, str]) -> None:
        """Show annotations and paraphrases beside their passages; `words` by the id of each."""
        self.notes, self.note_words = Marks(notes), words
        self.update()

    def show_mirrored(self, marks: Marks) -> None:
        """Show codings made on the translation or original of this text."""
        self.mirrored = marks
        self.update()
        self.pointed.emit()  # the words are painted anew

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text: a wheel over its margin means it, too."""
        self._transcript.wheelEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay brackets and names of what is on screen, and paint them."""
        self._language = language_of()  # once: asking Qt for each name costs more than painting it
        self._lay_out()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours_of(self).surface))
        for bracket in self.brackets:
            self._paint_bracket(painter, bracket)
        places = {id(bracket.mark): bracket for bracket in self.brackets}
        for label in self._labels:
            self._paint_label(painter, label, places[id(label.marks[0])])
        painter.end()

    def _lay_out(self) -> None:
        height = round(QFontMetricsF(font(TYPE.muted)).height()) + 3.0
        step = self._transcript.line_step()
        self.brackets = []
        for mark, lane, top, bottom in self._transcript.marks_on_screen(self.notes, self.mirrored):
            begins, ends = top is not None, bottom is not None
            high, low = top if top is not None else -4.0, bottom if bottom is not None else self.height() + 4.0
            if low <= 0 or high >= self.height():
                continue  # in a paragraph on screen, on a line of it that is not
            x = _LEFT + min(lane, _LANES - 1) * _LANE
            self.brackets.append(Bracket(mark, x, high + 3, low - 3, begins, ends))
        ordered = sorted(self.brackets, key=lambda one: (max(one.top, 0.0), one.mark.start, one.mark.id))
        wanted = [max(one.top - 3, 0.0) + (step - height) / 2 for one in ordered]
        places = spread(wanted, 0.0, float(self.height()), height)
        self._labels = []
        for number, place in enumerate(places):
            stands_for = ordered[number:] if number == len(places) - 1 else ordered[number : number + 1]
            area = QRectF(0, place, self.width(), height)
            self._labels.append(MarginLabel(area, tuple(one.mark for one in stands_for)))

    def _names_left(self) -> float:
        lanes = {bracket.x for bracket in self.brackets}
        return (max(lanes) if lanes else _LEFT) + 9

    def _paint_bracket(self, painter: QPainter, bracket: Bracket) -> None:
        line = self._transcript.looks.line(bracket.mark.code, grey=bracket.mark.grey)
        if bracket.mark.id in self.note_words:
            line = QColor(colours_of(self).muted)
        pen = QPen(
            line,
            1.2 if bracket.mark.id in self.note_words else 3.5 if self._transcript.is_chosen(bracket.mark) else 2.5,
        )
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if bracket.mark.suggested:
            pen.setDashPattern([1.9, 1.2])
        elif bracket.mark.mirrored:
            pen.setDashPattern([0.8, 0.8])
        painter.setPen(pen)
        painter.drawLine(QPointF(bracket.x, bracket.top), QPointF(bracket.x, bracket.bottom))
        painter.setPen(QPen(line, 2.0))
        for y, there in ((bracket.top, bracket.begins), (bracket.bottom, bracket.ends)):
            if there:
                painter.drawLine(QPointF(bracket.x - _HOOK, y), QPointF(bracket.x, y))

    def _paint_label(self, painter: QPainter, label: MarginLabel, bracket: Bracket) -> None:
        mark, area, left = label.marks[0], label.area, self._names_left()
        colours, look = colours_of(self), self._transcript.looks.of(mark.code)
        leader = QColor(self._transcript.looks.line(mark.code, grey=mark.grey))
        leader.setAlphaF(0.55)
        painter.setPen(QPen(leader, 1.0))
        begin = QPointF(bracket.x + 2, min(max(area.center().y(), bracket.top), bracket.bottom))
        painter.drawLine(begin, QPointF(left - 2, area.center().y()))
        chosen = self._transcript.is_chosen(mark)
        label_font = font(TYPE.muted, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        metrics = QFontMetricsF(label_font)
        label_font.setItalic(mark.id in self.note_words)
        painter.setFont(label_font)
        painter.setPen(QColor(colours.text if chosen else colours.muted))
        more = f"  … +{len(label.marks) - 1}" if len(label.marks) > 1 else ""
        after = (self._question() if mark.suggested else self._coder(mark)) + more
        badge = "columns-3" if mark.mirrored else "file-text" if mark.noted else ""
        room = area.adjusted(left, 0, -22 if badge else -6, 0)
        name = " ".join(self.note_words.get(mark.id, "").split()) or render(look.name, self._language)
        if not mark.suggested and room.width() - metrics.horizontalAdvance(after) < _LEAST_NAME:
            after = more  # of a name in a narrow margin letters are kept, of its coder the tooltip
        kept = room.width() - metrics.horizontalAdvance(after)
        said = shortened(name, metrics, kept) + after
        painter.drawText(room, _VCENTRE, said)
        if badge:
            x = round(room.left() + metrics.horizontalAdvance(said)) + 4
            painter.drawPixmap(x, round(area.center().y()) - 6, pixmap(badge, colours.muted, 12))

    def _coder(self, mark: Mark) -> str:
        """Two letters of the coder, where there are several."""
        if not mark.coder or len(self._transcript.coders) < 2:
            return ""
        parts = mark.coder.split()
        letters = "".join(part[0] for part in parts[:2]) if len(parts) > 1 else mark.coder[:2]
        return f" {letters.upper()}"

    def _question(self) -> str:
        """What marks a name as only suggested, kept where the name itself is shortened."""
        return render(msg("interviews.view.suggested_name", code=""), self._language)

    def _name(self, mark: Mark) -> str:
        if mark.id in self.note_words:
            return f"{self.note_words[mark.id]} · {mark.coder}"
        name: Text = self._transcript.looks.of(mark.code).name
        if mark.suggested:
            name = msg("interviews.view.suggested_name", code=name)
        said = render(msg("margin.mirrored", code=name) if mark.mirrored else name, language_of())
        return f"{said} · {mark.coder}" if mark.coder else said

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark whose name or bracket was clicked."""
        found = self._mark_at(event.position().toPoint())
        if found is not None and found.id in self.note_words:
            self.note_chosen.emit(found.id)
        elif found is not None and found.mirrored:
            self.mirrored_chosen.emit(found.id)
        elif found is not None:
            self.chosen.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select exactly the words of the mark."""
        found = self._mark_at(event.position().toPoint())
        if found is not None:
            self._transcript.select(found.start, found.end)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the coding whose name or bracket is there; the press has chosen it."""
        found = self._mark_at(event.pos())
        if found is not None and found.id not in self.note_words and not found.mirrored:
            self.menu_requested.emit(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a name can be clicked."""
        over = self._mark_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over is not None else Qt.CursorShape.ArrowCursor)
        self._point_at(over.id if over is not None and over.id not in self.note_words else "")

    def leaveEvent(self, event: QEvent) -> None:
        """No coding is pointed at."""
        super().leaveEvent(event)
        self._point_at("")

    def _point_at(self, mark: str) -> None:
        if mark != self.pointed_at:
            self.pointed_at = mark
            self.pointed.emit()

    def event(self, event: QEvent) -> bool:
        """Whole names as tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            label = self._label_at(event.pos())
            one = self._mark_at(event.pos())
            marks = label.marks if label else (one,) if one is not None else ()
            QToolTip.showText(event.globalPos(), "\n".join(self.names_under_pointer(marks)), self)
            return True
        return super().event(event)

    def names_under_pointer(self, marks: Sequence[Mark]) -> list[str]:
        """Names with coders; where others overlap the first of them, how many and which."""
        names = [self._name(mark) for mark in marks]
        others = [one.mark for one in self.brackets if marks and one.mark not in marks and _overlap(one.mark, marks[0])]
        if others:
            said = msg("margin.overlapping", n=len(others), names=[self._name(mark) for mark in others])
            names.append(render(said, language_of()))
        return names

    def _mark_at(self, place: QPoint) -> Mark | None:
        if place.x() < self._names_left() - 4:
            for bracket in self.brackets:
                if abs(bracket.x - place.x()) <= _LANE / 2 and bracket.top <= place.y() <= bracket.bottom:
                    return bracket.mark
        label = self._label_at(place)
        return label.marks[0] if label is not None else None

    def _label_at(self, place: QPoint) -> MarginLabel | None:
        return next((label for label in self._labels if label.area.contains(place.toPointF())), None)


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end
