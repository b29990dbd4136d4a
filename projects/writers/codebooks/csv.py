# SPDX-License-Identifier: MIT
"""Codes as text with commas (.csv)."""

from __future__ import annotations

from projects.file_writers import CodebookWriter

WRITER = CodebookWriter("csv", ".csv", "projects.exchange.codebook_files:write_codebook_csv", rank=10, read_back=True)
