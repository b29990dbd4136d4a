# SPDX-License-Identifier: MIT
"""Reads the rows of a CSV file or a workbook as text."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("read_rows", "projects.exchange.jobs:job_read_rows")
