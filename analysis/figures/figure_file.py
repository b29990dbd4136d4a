# SPDX-License-Identifier: MIT
"""A figure written to a stream: the same bytes each time, alternative text in its metadata, nothing of its author."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.figures.alt_text import alt_text
from analysis.figures.figure_layout import draw
from analysis.file_writers import by_ending, figure_writers
from analysis.specs import FigureSpec
from wording import discovery

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
