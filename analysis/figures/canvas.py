# SPDX-License-Identifier: MIT
"""A figure measured in millimetres: text that is wrapped and measured, and one plot area."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
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


LINE_SPACING = 1.25
_BASELINE = 0.98  # of the size, below the top of a line
_SLACK = 1.03  # vector formats set the letters a little wider than pixels measure them


class Canvas:
    """A figure of `width` × `height` mm; y grows downwards from the top edge, as one reads."""

    def __init__(self, width: float, height: float = 50.0) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # matplotlib, 420 ms: not at start
        from matplotlib.figure import Figure as Make  # matplotlib, 420 ms: not at start

        self.width, self.height = width, height
        self.figure: Figure = Make(figsize=(width / 25.4, height / 25.4), dpi=200, facecolor="white")
        self._renderer: Any = FigureCanvasAgg(self.figure).get_renderer()

    def resize(self, height: float) -> None:
        """Set the height before anything is placed."""
        self.height = height
        self.figure.set_size_inches(self.width / 25.4, height / 25.4)

    def text_width(self, text: str, size: float, weight: str = "normal") -> float:
        """The width of one line of text, in mm."""
        pixels, _, _ = self._renderer.get_text_width_height_descent(text, font(size, weight), False)
        return float(pixels) / 200 * 25.4 * _SLACK

    def wrapped(self, text: str, size: float, width: float, weight: str = "normal") -> list[str]:
        """The text in lines no wider than `width` mm; a word too long is broken."""
        lines: list[str] = []
        for word in text.replace(" · ", "\u00a0· ").split(" "):  # the dot stays with the word before it
            trial = f"{lines[-1]} {word}" if lines else word
            if lines and self.text_width(trial, size, weight) <= width:
                lines[-1] = trial
                continue
            while self.text_width(word, size, weight) > width and len(word) > 4:
                cut = next(
                    n for n in range(len(word), 0, -1) if n < 4 or self.text_width(word[:n], size, weight) < width
                )
                lines.append(word[:cut])
                word = word[cut:]
            lines.append(word)
        return lines

    def text(self, x: float, y: float, lines: list[str] | str, size: float, colour: str = INK, **kwargs: Any) -> float:
        """Place lines of text one below the other."""
        rows = [lines] if isinstance(lines, str) else lines
        weight = kwargs.pop("weight", "normal")
        step, height = text_height(1, size), text_height(len(rows), size)
        top = y - height / 2 if kwargs.pop("va", "top") == "center" else y
        for number, row in enumerate(rows):
            baseline = top + number * step + size * _BASELINE * POINT_MM
            self.figure.text(
                x / self.width, 1 - baseline / self.height, row, color=colour, va="baseline",
                fontproperties=font(size, weight), parse_math=False, **kwargs,
            )  # fmt: skip
        return height

    def plot_area(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes whose y runs in mm from the top; no frame, no ticks."""
        axes = self.figure.add_axes(
            (left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height)
        )
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        axes.set_facecolor("none")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        return axes


def text_height(lines: int, size: float) -> float:
    """The height of lines of text, in mm.

    Examples
    --------
    >>> round(text_height(2, 8.0), 3)  # 2 × 8 pt × 1.25 × 25.4 / 72
    7.056
    """
    return lines * size * LINE_SPACING * POINT_MM
