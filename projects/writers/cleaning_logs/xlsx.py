# SPDX-License-Identifier: MIT
"""The cleaning log as a workbook (.xlsx)."""

from __future__ import annotations

from projects.file_writers import LogWriter

WRITER = LogWriter("xlsx", ".xlsx", "projects.datasets.export.cleaning_log_table:write_xlsx", rank=10)
