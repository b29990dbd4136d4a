# SPDX-License-Identifier: MIT
"""Shortens names in the middle, where what tells two of them apart often stands at the end; running text at its end.

The one place that says how words are cut: `tests/workbench/widgets/test_elision.py` finds others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QWidget

from wording import Text, render
from workbench.colours_and_sizes import TYPE
from workbench.theme import colours_of, font
from workbench.translation import language_of, say

Metrics = QFontMetrics | QFontMetricsF


def shortened(text: str, metrics: Metrics, width: float) -> str:
    """`text` with "…" in its middle where it is wider than `width` pixels."""
    return _elided(text, metrics, Qt.TextElideMode.ElideMiddle, width)


def first_words(text: str, metrics: Metrics, width: float) -> str:
    """The beginning of a running text, such as a quote, with "…" where it goes on."""
    return _elided(text, metrics, Qt.TextElideMode.ElideRight, width)


def distinct_short_names(names: Iterable[str], metrics: Metrics, width: float) -> dict[str, str]:
    """Each name as it is shown: cut at its end; in its middle where another name, so cut, would read the same."""
    shown = {name: first_words(name, metrics, width) for name in names}
    alike = Counter(shown.values())
    return {name: short if alike[short] == 1 else shortened(name, metrics, width) for name, short in shown.items()}


def whole_facts(text: str, metrics: Metrics, width: float) -> str:
    """Facts parted by " · " that have room, the middle ones left out first: a cut number would read as another."""
    facts = text.split(" · ")
    while len(facts) > 1 and metrics.horizontalAdvance(" · ".join(facts)) > width:
        facts.pop(len(facts) // 2)
    fitting = " · ".join(facts)  # what Qt would cut at its exact width is left alone
    return fitting if metrics.horizontalAdvance(fitting) <= width else shortened(fitting, metrics, width)


def around_hit(before: str, hit: str, after: str, metrics: Metrics, width: float) -> str:
    """A hit between what stands before and after it on one line: its surroundings are cut, on both sides alike.

    Where the hit alone is wider than `width`, its beginning.
    """
    return "".join(hit_in_context(before, hit, after, metrics, width))


def hit_in_context(before: str, hit: str, after: str, metrics: Metrics, width: float) -> tuple[str, str, str]:
    """The three parts of `around_hit`: what is seen before the hit, of the hit, and after it."""
    if metrics.horizontalAdvance(before + hit + after) <= width:
        return before, hit, after
    room = width - metrics.horizontalAdvance(hit)
    if room < 0:
        return "", first_words(hit, metrics, width), ""
    behind, ahead = metrics.horizontalAdvance(before), metrics.horizontalAdvance(after)
    left = min(behind, max(room / 2, room - ahead))  # what one side leaves the other takes
    return (
        _side(before, metrics, left, Qt.TextElideMode.ElideLeft),
        hit,
        _side(after, metrics, room - left, Qt.TextElideMode.ElideRight),
    )


def _side(text: str, metrics: Metrics, room: float, mode: Qt.TextElideMode) -> str:
    """What fits of one side; nothing where not even "…" does, which Qt would write all the same."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    return _elided(text, metrics, mode, room) if room >= metrics.horizontalAdvance("…") else ""


def _elided(text: str, metrics: Metrics, mode: Qt.TextElideMode, width: float) -> str:
    if isinstance(metrics, QFontMetricsF):
        return metrics.elidedText(text, mode, max(width, 8.0))
    return metrics.elidedText(text, mode, max(int(width), 8))


def shorten_names(view: QAbstractItemView | QHeaderView) -> None:
    """Let a list or heading that Qt paints shorten its names in the middle."""
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)


def cut_passages(view: QAbstractItemView) -> None:
    """Let a list of running texts that Qt paints show their beginning."""
    view.setTextElideMode(Qt.TextElideMode.ElideRight)


def first_letters(text: str, most: int) -> str:
    """At most so many letters of a running text, with "…" where it goes on: where no width is known yet."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def two_lines(text: str, metrics: QFontMetrics, width: int, *, running: bool = False) -> list[str]:
    """`text` on one line, or on two broken at a blank; the second is shortened in its middle where it must be.

    `running`: words as somebody said them, shortened at their end.
    """
    cut = first_words if running else shortened
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    words, first = text.split(" "), ""
    while words:
        longer = f"{first} {words[0]}".strip()
        if metrics.horizontalAdvance(longer) > width:
            break
        first = longer
        words.pop(0)
    if not first:  # one long word
        return [cut(text, metrics, width)]
    return [first, cut(" ".join(words), metrics, width)] if words else [first]


_PICTURE = 14  # pixels of the picture of an interval


class Bar(QWidget):
    """A name, a bar of `share` (0–1; None leaves it out) and a value already rendered or a Text."""

    def __init__(self, text: Text, share: float | None, value: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.share, self.value = text, share, value
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Speak the row."""
        spoken = ", ".join(render(part, language) for part in (self.text, self.value))
        say(self, name=spoken, tip=spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(180, max(25, round(self.fontMetrics().height() * 1.5)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        colours, language = colours_of(self), language_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._words_area()
        painter.setFont(font(TYPE.body, tabular=True))
        painter.setPen(QColor(colours.muted))
        value = render(self.value, language)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        room = area.width() - painter.fontMetrics().horizontalAdvance(value) - 10
        name_width = room if self.share is None else min(round(area.width() * 0.42), max(room - 30, 40))
        painter.setPen(QColor(colours.text))
        name = shortened(render(self.text, language), painter.fontMetrics(), name_width)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if self.share is not None:
            self._picture(painter, QRectF(name_width + 8, 0, room - name_width - 8, area.height()), self.share)
        painter.end()

    def _words_area(self) -> QRect:
        return self.rect()

    def _picture(self, painter: QPainter, area: QRectF, share: float) -> None:
        width = max(area.width() * min(max(share, 0.0), 1.0), 2.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours_of(self).accent))
        painter.drawRoundedRect(QRectF(area.left(), area.center().y() - 4, width, 8), 2, 2)


class IntervalBar(Bar):
    """A name and a value; below them a point at `share` with its interval as a line, from 0 to 1.

    A dotted line stands at `limit`; None leaves it out.
    """

    def __init__(
        self, text: Text, share: float, interval: tuple[float, float], value: Text, limit: float | None = None
    ) -> None:
        self.point, self.interval, self.limit = share, interval, limit
        super().__init__(text, None, value)

    def sizeHint(self) -> QSize:
        """One row and the picture below it."""
        return super().sizeHint() + QSize(0, _PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row, then the interval."""
        super().paintEvent(event)
        colours, painter = colours_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = 5.0, max(self.width() - 10.0, 1.0)
        middle = self.height() - _PICTURE / 2 - 1
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
        if self.limit:
            at = left + width * self.limit
            painter.setPen(QPen(QColor(colours.warning), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(at, middle - 6), QPointF(at, middle + 6))
        painter.setPen(QPen(QColor(colours.accent), 2))
        low, high = self.interval
        painter.drawLine(QPointF(left + width * low, middle), QPointF(left + width * high, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(left + width * self.point, middle), 4, 4)
        painter.end()

    def _words_area(self) -> QRect:
        return self.rect().adjusted(0, 0, 0, -_PICTURE)


class Fact(Bar):
    """A name and a value, without a bar."""

    def __init__(self, text: Text, value: Text, parent: QWidget | None = None) -> None:
        super().__init__(text, None, value, parent)
