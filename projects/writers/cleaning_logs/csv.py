# SPDX-License-Identifier: MIT
"""The cleaning log as text with commas (.csv)."""

from __future__ import annotations

from projects.file_writers import LogWriter

WRITER = LogWriter("csv", ".csv", "projects.datasets.export.cleaning_log_table:write_csv", rank=20)
