# SPDX-License-Identifier: MIT
"""A figure written to a stream: the same bytes each time, alternative text in its metadata, nothing of its author."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.figures.figure_layout import draw
from analysis.figures.series import PlottedSeries, drawn
from analysis.file_writers import by_ending, figure_writers
from analysis.result_tables import Cell, FigureSpec, Flag
from analysis.tables.cell_text import mask_mark, number_text
from wording import discovery, msg, render
from wording.language_record import language_of_code

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 24


def alt_text(spec: FigureSpec, language: str) -> str:
    """The chart's kind, its title and its numbers, at most 24 of them."""
    data = drawn(spec, language)
    kind = render(msg(f"chart.{spec.chart.value}"), language)
    parts: list[str] = []
    for line, cells in zip(data.lines, data.cells, strict=True):
        numbers = [
            f"{name} {number_text(cell, language)}".strip()
            for name, cell in zip(data.series, cells, strict=True)
            if not mask_mark(cell) and cell.estimate is not None
        ]
        if numbers:
            listed = ", ".join(numbers)
            parts.append(render(msg("chart.line", line=line, numbers=listed), language) if line else listed)
    most = max(_MOST // max(len(data.series), 1), 1)
    more = len(parts) - most
    between = language_of_code(language).series
    text = between.join(parts[:most])
    if more > 0:
        text += between + render(msg("chart.more", n=more), language)
    small = _small_groups(data)
    if small:
        text += (between if text else "") + render(msg("withheld.words.small_groups", names=small[:_MOST]), language)
    elif not parts and any(mask_mark(cell) for cells in data.cells for cell in cells):
        text = render(msg("chart.nothing_left"), language)
    title = render(spec.title, language)
    title += "" if title[-1:] in ".?!" else "."
    return render(msg("chart.alt", kind=kind, title=title, numbers=text), language)


def _small_groups(data: PlottedSeries) -> list[str]:
    """The groups under the minimum base, each once: lines or series of which every number bears that mark."""

    def small(cells: Sequence[Cell]) -> bool:
        return bool(cells) and all(Flag.MASKED_BASE in cell.flags for cell in cells)

    of_lines = [line for line, cells in zip(data.lines, data.cells, strict=True) if small(cells)]
    columns = zip(data.series, zip(*data.cells, strict=True), strict=True) if data.cells else ()
    found = of_lines or [name for name, cells in columns if small(cells)]
    return list(dict.fromkeys(name for name in found if name))


def is_wholly_withheld(spec: FigureSpec, language: str) -> bool:
    """Whether the chart has numbers and none of them may be shown."""
    cells = [cell for line in drawn(spec, language).cells for cell in line]
    return bool(cells) and all(mask_mark(cell) for cell in cells)


_SETTINGS: dict[str, Any] = {
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "protection-workbench",
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
}
_DRAWING = threading.Lock()  # matplotlib's settings are one for the whole program


def write_figure(
    spec: FigureSpec,
    stream: BinaryIO,
    kind: str,
    language: str,
    *,
    dpi: int | None = None,
    titled: bool = True,
) -> None:
    """Draw `spec` in `language` to `stream` as a kind of `analysis/writers/table.py`, such as "png".

    `titled`: with title and subtitle in the picture; off where a caption holds them.
    """
    writer = by_ending(figure_writers()).get(kind)
    if writer is None:
        raise ValueError(kind)
    from matplotlib import rc_context  # matplotlib, 420 ms: not at start

    words = alt_text(spec, language)
    with _DRAWING, rc_context(_SETTINGS):  # type: ignore[arg-type]  # names of settings are any text
        figure = draw(spec, language, titled)
        discovery.resolve(writer.work)(figure, stream, words, dpi or spec.dpi)


def save_png(figure: Figure, stream: BinaryIO, words: str, dpi: int) -> None:
    """As points, the text in its description."""
    figure.savefig(stream, format="png", dpi=dpi, metadata={"Description": words, "Software": None})


def save_svg(figure: Figure, stream: BinaryIO, words: str, dpi: int) -> None:
    """As lines, the letters as text."""
    figure.savefig(stream, format="svg", metadata={"Description": words, "Date": None, "Creator": None})


def save_pdf(figure: Figure, stream: BinaryIO, words: str, dpi: int) -> None:
    """As a page, the letters embedded."""
    metadata = {"Subject": words, "CreationDate": None, "Creator": None, "Producer": None}
    figure.savefig(stream, format="pdf", metadata=metadata)


def save_tiff(figure: Figure, stream: BinaryIO, words: str, dpi: int) -> None:
    """As points without transparency, packed without loss."""
    from PIL import Image  # PIL, 20 ms: not at start

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    picture = Image.open(buffer)
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
    flat.save(stream, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi), description=words)
