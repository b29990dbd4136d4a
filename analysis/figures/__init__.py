# SPDX-License-Identifier: MIT
"""Figures drawn from a spec to a binary stream: png, svg, pdf, tiff. The caller opens the file."""

from analysis.figures.figure_file import alt_text, is_wholly_withheld, write_figure
from analysis.figures.figure_parts import figure_parts

__all__ = ["alt_text", "figure_parts", "is_wholly_withheld", "write_figure"]
