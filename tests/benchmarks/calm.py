# SPDX-License-Identifier: MIT
"""How calm the window is: the controls and words in sight in every picture of `./run shots`, in English and light.

A control is what the eye takes for something to press or fill: a button of any sort (rail, tab, link, chip, tick box,
"?" and icon), a choice, a field, a list or table as one, and tab bars; enabled or not, with a tab stop or without.
In sight is what has a pixel of its own in the picture: not what is folded, or scrolled out of its area. Headings of
columns and scroll bars are none. Words are those of labels, buttons, choices and fields in sight; not what lists,
tables and texts hold, which is the project's.

`./run bench calm interviews` measures one room (`home` is one); several can be named.
"""

from __future__ import annotations

import html
import os
import re
import statistics
from collections.abc import Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.benchmarks.rows import BenchRow
from workbench.shots import see_views
from workbench.theme import ColourScheme

PARTS = ("home", "data", "interviews", "analysis", "report", "sampling", "safety", "history")
_BARS = {"analysis": 26, "interviews_segments": 36, "interviews_rules": 34, "interviews": 34}
_NAMES = {
    "analysis": "Analysis",
    "interviews_segments": "Segments",
    "interviews_rules": "Rules",
    "interviews": "Interviews",
}
_MEAN_BAR = 24
_KINDS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
_TAG = re.compile(r"<[^>]+>")


def counted(rooms: tuple[str, ...] = (), size: tuple[int, int] | None = None) -> dict[str, tuple[int, int]]:
    """Controls and words in sight, by picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: dict[str, tuple[int, int]] = {}

    def look(window: QWidget, name: str) -> None:
        found[name] = len(controls(window)), words(window)

    see_views(look, ("en",), (ColourScheme.LIGHT,), rooms, size)
    return found


def in_sight(window: QWidget) -> Iterator[QWidget]:
    """Every widget of the window that has a pixel of its own in its picture."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def controls(window: QWidget) -> list[QWidget]:
    """The controls in sight."""
    return [widget for widget in in_sight(window) if isinstance(widget, _KINDS)]


def words(window: QWidget) -> int:
    """How many words labels, buttons, choices and fields in sight say."""
    said = []
    for widget in in_sight(window):
        if isinstance(widget, QComboBox):
            said.append(widget.currentText())
        elif isinstance(widget, QLineEdit):
            said.append(widget.text() or widget.placeholderText())
        elif isinstance(widget, QLabel | QAbstractButton):
            said.append(widget.text())
    return sum(len(html.unescape(_TAG.sub(" ", text)).split()) for text in said)


def rows(*rooms: str) -> list[BenchRow]:
    """A group of views each, the four pictures with a bar of their own, then the means of all."""
    found = counted(rooms)
    groups: dict[str, list[tuple[int, int]]] = {}
    for name, count in found.items():
        room = name.split("_")[0]
        groups.setdefault(room if room in PARTS else "frame", []).append(count)
    listed = []
    for group, counts in groups.items():
        seen = f"{group}: {len(counts)} views, mean"
        listed += [
            BenchRow(f"{seen} of controls", "-", statistics.mean(one for one, _words in counts), ""),
            BenchRow(f"{seen} of words", "-", statistics.mean(said for _one, said in counts), ""),
        ]
    for name, bar in _BARS.items():
        if name in found:
            listed.append(BenchRow(f"picture {_NAMES[name]}: controls", f"< {bar + 1}", found[name][0], ""))
    if not rooms:
        of_all = statistics.mean(one for one, _words in found.values())
        said = statistics.mean(words for _one, words in found.values())
        listed += [
            BenchRow("all views: mean of controls", f"< {_MEAN_BAR + 0.05}", of_all, ""),
            BenchRow("all views: mean of words", "-", said, ""),
        ]
    return listed
