# SPDX-License-Identifier: MIT
"""Segments as a workbook (.xlsx)."""

from __future__ import annotations

from projects.file_writers import SegmentWriter

WRITER = SegmentWriter("xlsx", ".xlsx", "projects.exchange.segment_table:write_xlsx", rank=20)
