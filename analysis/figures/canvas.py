# SPDX-License-Identifier: MIT
"""A figure measured in millimetres: text that is wrapped and measured, and one plot area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.figures.style import GRID, INK, POINT_MM, font

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
