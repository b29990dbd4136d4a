# SPDX-License-Identifier: MIT
"""List of the places that rules meet, grouped by mark: the rule's words bold, the words that gave the mark underlined.

Space opens the line in its text, H says that its mark is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from projects.assistance.rule_tests import RuleHitPlace
from wording import Message, Text, msg, render
from workbench.colours_and_sizes import TYPE
from workbench.icons import pixmap
from workbench.interviews.page_parts import CodeStyle
from workbench.theme import colours_of, font
from workbench.translation import language_of
from workbench.widgets.elision import first_words, shortened
from workbench.widgets.reading_list import ROW, Index, ReadingList, ReadingRows, paint_ground

SHOWN = 5  # places of a group, until somebody asks for more
MISSED, NOT_MET = "missed", "none"
_PLACE, _ROOM = 118, 10  # pixels of the place at the left
_BEFORE = 0.72  # the share of a line in which what is marked ends: the rest shows how it goes on
_SAID = {"hit": "proposed", MISSED: "misses"}  # what stands at the right of a group's name


@dataclass(frozen=True)
class PlaceGroup:
    """The places of a mark, or the codings no rule met."""

    mark: str
    title: Message
    places: Sequence[RuleHitPlace]
    proposed: bool


@dataclass(frozen=True)
class _PlaceRow:
    """A row: the head of a group, a place in it, or the way to those not shown."""

    group: PlaceGroup
    place: RuleHitPlace | None = None
    more: int = 0
    folded: bool = False


class _PlaceRows(ReadingRows[_PlaceRow]):
    def spoken(self, row: _PlaceRow) -> str:
        language = language_of()
        if row.place is not None:
            return f"{render(_where(row.place), language)}: {row.place.quote}"
        if row.more:
            return render(msg("interviews.rules.more", n=row.more), language)
        return render(msg("interviews.rules.group", title=row.group.title, n=len(row.group.places)), language)


class PlaceList(ReadingList):
    """The groups one below the other; a click or Enter on a head folds it."""

    opened = Signal(object)  # RuleHitPlace
    doubted = Signal(object, QPoint)  # RuleHitPlace, where a menu may open

    def __init__(self, look: Callable[[], CodeStyle]) -> None:
        super().__init__(msg("interviews.rules.tester"))
        self._groups: list[PlaceGroup] = []
        self._folded: set[str] = set()
        self._whole: set[str] = set()
        self.lines = _PlaceRows(self)
        self.read_by(self.lines, _PlaceDelegate(self, look))
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(self._act)

    def show_groups(self, groups: Sequence[PlaceGroup]) -> None:
        """Show these; what is folded stays so."""
        self._groups = [group for group in groups if group.places]
        self._fill()

    def _fill(self) -> None:
        at = self.currentIndex().row()
        lines: list[_PlaceRow] = []
        for group in self._groups:
            folded = group.mark in self._folded
            lines.append(_PlaceRow(group, folded=folded))
            if folded:
                continue
            shown = group.places if group.mark in self._whole else group.places[:SHOWN]
            lines += [_PlaceRow(group, place) for place in shown]
            if len(shown) < len(group.places):
                lines.append(_PlaceRow(group, more=len(group.places) - len(shown)))
        self.lines.show_rows(lines)
        if lines and at >= 0:
            self.setCurrentIndex(self.lines.index(min(at, len(lines) - 1), 0))

    def _act(self, index: QModelIndex) -> None:
        line = index.data(ROW) if index.isValid() else None
        if not isinstance(line, _PlaceRow):
            return
        if line.place is not None:
            self.opened.emit(line.place)
        elif line.more:
            self._whole.add(line.group.mark)
            self._fill()
        else:
            self._folded ^= {line.group.mark}
            self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter open or fold, H doubts a mark."""
        index = self.currentIndex()
        line = index.data(ROW) if index.isValid() else None
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._act(index)
        elif event.key() == Qt.Key.Key_H and isinstance(line, _PlaceRow) and line.place is not None:
            if line.group.mark != MISSED:
                corner = self.visualRect(index).bottomLeft() + QPoint(_PLACE + _ROOM, 0)
                self.doubted.emit(line.place, self.viewport().mapToGlobal(corner))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a head or on "more" does what Enter does there."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = index.data(ROW) if index.isValid() else None
        if isinstance(line, _PlaceRow) and line.place is None and event.button() == Qt.MouseButton.LeftButton:
            self._act(index)


class _PlaceDelegate(QStyledItemDelegate):
    """Paints the lines."""

    def __init__(self, view: PlaceList, look: Callable[[], CodeStyle]) -> None:
        super().__init__(view)
        self._view, self._look = view, look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        del index
        return QSize(120, max(25, round(option.fontMetrics.height() * 1.75)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        line: _PlaceRow = index.data(ROW)
        painter.save()
        paint_ground(painter, option, colours_of(self._view))
        area: QRect = option.rect.adjusted(10, 0, -12, 0)
        if line.place is not None:
            self._place(painter, area, line, line.place)
        elif line.more:
            painter.setFont(font(TYPE.body))
            painter.setPen(QColor(colours_of(self._view).accent))
            said = render(msg("interviews.rules.more", n=line.more), language_of())
            painter.drawText(area.adjusted(_PLACE + _ROOM, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, said)
        else:
            self._head(painter, area, line)
        painter.restore()

    def _head(self, painter: QPainter, area: QRect, line: _PlaceRow) -> None:
        colours, language = colours_of(self._view), language_of()
        name = "chevron-right" if line.folded else "chevron-down"
        arrow = pixmap(name, colours.muted, 14, self._view.devicePixelRatioF())
        painter.drawPixmap(QPoint(area.left(), area.center().y() - 7), arrow)
        key = _SAID.get(line.group.mark, "proposed" if line.group.proposed else "grey")
        if line.group.mark == "hit" and not line.group.proposed:
            key = "grey"
        said = render(msg(f"interviews.rules.said.{key}"), language)
        painter.setFont(font(TYPE.muted))
        painter.setPen(QColor(colours.muted))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), said)
        room = area.adjusted(20, 0, -painter.fontMetrics().horizontalAdvance(said) - 12, 0)
        painter.setFont(font(TYPE.body, QFont.Weight.DemiBold))
        painter.setPen(QColor(colours.text))
        title = _capital(shortened(render(line.group.title, language), painter.fontMetrics(), room.width() - 40))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        left = painter.fontMetrics().horizontalAdvance(title) + 8
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours.muted))
        painter.drawText(room.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(len(line.group.places)))

    def _place(self, painter: QPainter, area: QRect, line: _PlaceRow, place: RuleHitPlace) -> None:
        colours = colours_of(self._view)
        left = area.left()
        if place.name:
            painter.setFont(font(TYPE.small))
            painter.setPen(QColor(colours.muted))
            number = render(msg("interviews.rules.paragraph", n=place.paragraph), language_of())
            width = painter.fontMetrics().horizontalAdvance(number) + 4
            name = shortened(place.name, painter.fontMetrics(), _PLACE - width)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"{name} {number}")
            left += _PLACE + _ROOM
        right = area.right()
        if place.expected:
            painter.setFont(font(TYPE.small, QFont.Weight.DemiBold))
            painter.setPen(QColor(colours.warning))
            said = render(said_mark(place.expected), language_of())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), said)
            right -= painter.fontMetrics().horizontalAdvance(said) + 10
        self._quote(painter, QRect(left, area.top(), max(right - left, 20), area.height()), line, place)

    def _quote(self, painter: QPainter, room: QRect, line: _PlaceRow, place: RuleHitPlace) -> None:
        """The runs of the quote; from its beginning where all that is marked has room, else from later on."""
        colours, look = colours_of(self._view), self._look()
        proposed = line.group.proposed or line.group.mark == MISSED
        plain, bold = font(TYPE.body), font(TYPE.body, QFont.Weight.DemiBold)
        runs = _runs(place)
        runs = _from_later(runs, QFontMetrics(plain), QFontMetrics(bold), room.width())
        x = room.left()
        for text, is_word, is_cue, inside in runs:
            painter.setFont(bold if is_word else plain)
            metrics = painter.fontMetrics()
            shown = first_words(text, metrics, room.right() - x) if x < room.right() - 8 else ""
            width = metrics.horizontalAdvance(shown)
            base = room.center().y() + (metrics.ascent() - metrics.descent()) // 2
            if inside and line.group.mark == "hit":
                painter.fillRect(QRect(x, base - metrics.ascent(), width, metrics.height()), look.wash)
            if is_cue or is_word or (inside and line.group.mark == "hit"):
                hit = line.group.mark == "hit"
                style = Qt.PenStyle.SolidLine if is_cue or hit else Qt.PenStyle.DotLine
                painter.setPen(QPen(look.line if hit else QColor(colours.muted), 1.2, style))
                painter.drawLine(x, base + 3, x + width - (1 if shown.endswith(" ") else 0), base + 3)
            painter.setPen(QColor(colours.text if proposed else colours.muted))
            painter.drawText(QPoint(x, base), shown)
            x += width
            if shown != text:
                return


def menu_marks(place: RuleHitPlace) -> list[str]:
    """The marks that a person may say a place has: all but the one it got, and none at all."""
    return [mark for mark in ("hit", "negated", "asked", "hypothetical", "reported", "none") if mark != place.mark]


_Run = tuple[str, bool, bool, bool]  # text, a word of the rule, a word that gave the mark, from first to last word


def _runs(place: RuleHitPlace) -> list[_Run]:
    low = min((start for start, _ in place.words), default=0)
    high = max((end for _, end in place.words), default=0)
    ends = {0, len(place.quote), low, high}
    for start, end in (*place.words, *place.cues):
        ends |= {start, end}
    cuts = sorted(end for end in ends if 0 <= end <= len(place.quote))
    made: list[_Run] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        word = any(first <= start and end <= last for first, last in place.words)
        cue = any(first <= start and end <= last for first, last in place.cues)
        made.append((place.quote[start:end], word, cue, low <= start and end <= high))
    return made


def _from_later(runs: list[_Run], plain: QFontMetrics, bold: QFontMetrics, room: int) -> list[_Run]:
    """The runs without so many first words that the marked ones have room."""

    def width(text: str, is_bold: bool) -> int:
        return (bold if is_bold else plain).horizontalAdvance(text)

    last = max((at for at, run in enumerate(runs) if run[1] or run[2]), default=-1)
    needed = sum(width(run[0], run[1]) for run in runs[: last + 1])
    if last < 1 or needed <= room * _BEFORE or runs[0][1] or runs[0][2]:
        return runs
    words = runs[0][0].removeprefix("… ").split(" ")
    first = width(runs[0][0], False)
    while len(words) > 1 and needed - first + width("… " + " ".join(words), False) > room * _BEFORE:
        words.pop(0)
    return [("… " + " ".join(words), *runs[0][1:]), *runs[1:]]


def _where(place: RuleHitPlace) -> Text:
    return msg("interviews.rules.where", document=place.name, n=place.paragraph) if place.name else ""


def said_mark(mark: str) -> Message:
    """What a person says of a place: the mark it should have, or that it should not be found."""
    if mark == "none":
        return msg("interviews.rules.should_not")
    return msg("interviews.rules.should_be", mark=msg(f"marks.{mark}"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
