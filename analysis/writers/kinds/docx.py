# SPDX-License-Identifier: MIT
"""Word (.docx)."""

from __future__ import annotations

from analysis.writers.records import TableWriter

WRITER = TableWriter("docx", ".docx", "analysis.writers.docx_tables:write_docx", banner=True, rank=10)
