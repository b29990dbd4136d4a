# SPDX-License-Identifier: MIT
"""Web page (.html)."""

from __future__ import annotations

from analysis.file_writers import TableWriter

WRITER = TableWriter("html", ".html", "analysis.writers.html_tables:write_html", banner=True, rank=30)
