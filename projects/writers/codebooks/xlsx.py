# SPDX-License-Identifier: MIT
"""Codes as a workbook (.xlsx)."""

from __future__ import annotations

from projects.file_writers import CodebookWriter

WRITER = CodebookWriter(
    "xlsx", ".xlsx", "projects.exchange.codebook_files:write_codebook_xlsx", rank=20, read_back=True
)
