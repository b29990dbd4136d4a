# SPDX-License-Identifier: MIT
"""Shortens names in the middle, where what tells two of them apart often stands at the end; running text at its end.

The one place that says how words are cut: `tests/workbench/widgets/test_elision.py` finds others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

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
