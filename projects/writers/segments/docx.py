# SPDX-License-Identifier: MIT
"""Segments for reading and print (.docx)."""

from __future__ import annotations

from projects.file_writers import SegmentWriter

WRITER = SegmentWriter("docx", ".docx", "projects.exchange.segment_table:write_docx", rank=30)
