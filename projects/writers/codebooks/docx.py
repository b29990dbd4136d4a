# SPDX-License-Identifier: MIT
"""Codes for reading and print (.docx)."""

from __future__ import annotations

from projects.file_writers import CodebookWriter

WRITER = CodebookWriter(
    "docx",
    ".docx",
    "projects.exchange.codebook_document:write_codebook_document",
    rank=30,
    read_back=True,
    document=True,
)
