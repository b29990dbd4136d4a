# SPDX-License-Identifier: MIT
"""Segments as text with commas (.csv)."""

from __future__ import annotations

from projects.file_writers import SegmentWriter

WRITER = SegmentWriter("csv", ".csv", "projects.exchange.segment_table:write_csv", rank=10)
