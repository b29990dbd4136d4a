# SPDX-License-Identifier: MIT
"""Excel (.xlsx)."""

from __future__ import annotations

from analysis.file_writers import TableWriter

WRITER = TableWriter("xlsx", ".xlsx", "analysis.writers.xlsx_tables:write_xlsx", banner=True, rank=20)
