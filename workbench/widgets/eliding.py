# SPDX-License-Identifier: MIT
"""Shortens names from data in the middle: what tells two of them apart often stands at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics


def shortened(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text` with "…" in its middle where it is wider than `width` pixels."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(width, 8))


def two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """`text` on one line, or on two broken at a blank; the second is shortened in its middle where it must be."""
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
        return [shortened(text, metrics, width)]
    return [first, shortened(" ".join(words), metrics, width)] if words else [first]
