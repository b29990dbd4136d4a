# SPDX-License-Identifier: MIT
"""Codes for reading and print (.docx)."""

from __future__ import annotations

from projects.writers.records import CodebookWriter

WRITER = CodebookWriter("docx", ".docx", "projects.interviews.codebook_files:write_codebook_docx", rank=30)
