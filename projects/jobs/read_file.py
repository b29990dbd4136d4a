# SPDX-License-Identifier: MIT
"""Reads a file of an import, or one member of an archive, as what it is."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("read_file", "projects.intake.file_jobs:job_read_file")
