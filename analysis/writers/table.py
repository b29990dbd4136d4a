# SPDX-License-Identifier: MIT
"""Table of the kinds of file that tables, figures and reports leave in, each kind in the order of file dialogs.

A row names its work, which loads when a file is written; see `docs/extending.md`.
"""

from __future__ import annotations

from analysis.file_writers import FigureWriter, FileWriter, ReportWriter, TableWriter

WRITERS: tuple[FileWriter, ...] = (
    TableWriter("docx", ".docx", "analysis.tables.docx_tables:write_docx", banner=True),
    TableWriter("xlsx", ".xlsx", "analysis.writers.xlsx_tables:write_xlsx", banner=True),
    TableWriter("html", ".html", "analysis.writers.html_tables:write_html", banner=True),
    TableWriter("csv", ".csv", "analysis.writers.csv_tables:write_csv"),
    FigureWriter("png", ".png", "analysis.figures.figure_file:save_png"),
    FigureWriter("svg", ".svg", "analysis.figures.figure_file:save_svg"),
    FigureWriter("pdf", ".pdf", "analysis.figures.figure_file:save_pdf"),
    FigureWriter("tiff", ".tiff", "analysis.figures.figure_file:save_tiff", also=(".tif",), for_print=True),
    ReportWriter("docx", ".docx", "analysis.writers.reports:write_docx"),
    ReportWriter("pdf", ".pdf", "analysis.writers.reports:write_pdf"),
)
