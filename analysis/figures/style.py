# SPDX-License-Identifier: MIT
"""Style of figures: fonts, sizes in points, colours."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

# Okabe and Ito's colours (2008), with the accent and amber of the window first.
SERIES = ("#17607f", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#f0e442")
# The same for words on white, dark enough to read (contrast 4.5 or more).
WORDS = ("#17607f", "#8f6200", "#00765a", "#a34f7d", "#1f6f9f", "#b34f00", "#5d6874", "#6f6900")
INK, MUTED, GRID = "#1b2026", "#5d6874", "#dfe3e8"
TITLE, LABEL, SMALL = 9.5, 8.0, 7.0
POINT_MM = 25.4 / 72

_FONTS = Path(__file__).resolve().parents[2] / "third_party" / "fonts"
_WEIGHTS = {"normal": "Inter-Regular", "bold": "Inter-SemiBold"}


@functools.cache
def font(size: float, weight: str = "normal") -> FontProperties:
    """Inter where the program carries it, else DejaVu Sans, which matplotlib carries; letters missing in it too."""
    from matplotlib import font_manager  # matplotlib, 420 ms: not at start

    families = ["DejaVu Sans"]
    for weight_name, name in _WEIGHTS.items():
        path = _FONTS / f"{name}.ttf"  # TrueType: PDF font type 42 holds no other outlines
        if path.exists():
            _register(str(path), 700 if weight_name == "bold" else 400)
            families = ["Inter", "DejaVu Sans"]
    weights = {"normal": 400, "bold": 700}
    return font_manager.FontProperties(family=families, size=size, weight=weights[weight])


@functools.cache
def _register(path: str, weight: int) -> None:
    from matplotlib import font_manager  # matplotlib, 420 ms: not at start

    entry = font_manager.FontEntry(fname=path, name="Inter", style="normal", weight=weight, size="scalable")
    font_manager.fontManager.ttflist.append(entry)


def on_colour(colour: str) -> str:
    """White or black, whichever reads better on `colour` (relative luminance of WCAG 2).

    References
    ----------
    W3C (2008), Web Content Accessibility Guidelines 2.0, relative luminance and contrast ratio.

    Examples
    --------
    >>> on_colour("#17607f"), on_colour("#e69f00")
    ('#ffffff', '#000000')
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


POINTS = ("o", "s", "D", "^", "v", "P")
HOLLOW_POINTS = ("○", "□", "◇", "△", "▽", "+")  # the same in words, of a small base
"""Shapes of the points of several groups, as Matplotlib names them: a group is told by more than its colour."""
