# SPDX-License-Identifier: MIT
"""Pictures of lines (.svg)."""

from __future__ import annotations

from analysis.file_writers import FigureWriter

WRITER = FigureWriter("svg", ".svg", "analysis.figures.figure_file:save_svg", rank=20)
