# SPDX-License-Identifier: MIT
"""Pictures as a page (.pdf)."""

from __future__ import annotations

from analysis.file_writers import FigureWriter

WRITER = FigureWriter("pdf", ".pdf", "analysis.figures.figure_file:save_pdf", rank=30)
