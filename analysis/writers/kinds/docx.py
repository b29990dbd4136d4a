# SPDX-License-Identifier: MIT
"""Word (.docx)."""

from __future__ import annotations

from analysis.file_writers import TableWriter

WRITER = TableWriter("docx", ".docx", "analysis.tables.docx_tables:write_docx", banner=True, rank=10)
