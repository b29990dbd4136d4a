# SPDX-License-Identifier: MIT
"""Pictures of points (.png)."""

from __future__ import annotations

from analysis.file_writers import FigureWriter

WRITER = FigureWriter("png", ".png", "analysis.figures.figure_file:save_png", rank=10)
