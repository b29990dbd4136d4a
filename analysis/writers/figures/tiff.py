# SPDX-License-Identifier: MIT
"""Pictures of points as journals ask for them, without transparency (.tiff)."""

from __future__ import annotations

from analysis.file_writers import FigureWriter

WRITER = FigureWriter(
    "tiff", ".tiff", "analysis.figures.figure_file:save_tiff", rank=40, also=(".tif",), for_print=True
)
