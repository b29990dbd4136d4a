# SPDX-License-Identifier: MIT
"""The cleaning log as a workbook (.xlsx)."""

from __future__ import annotations

from projects.writers.records import LogWriter

WRITER = LogWriter("xlsx", ".xlsx", "projects.datasets.export.log:write_xlsx", rank=10)
