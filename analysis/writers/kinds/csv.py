# SPDX-License-Identifier: MIT
"""Text of cells in long form (.csv)."""

from __future__ import annotations

from analysis.file_writers import TableWriter

WRITER = TableWriter("csv", ".csv", "analysis.writers.csv_tables:write_csv", rank=40)
