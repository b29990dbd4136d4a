# SPDX-License-Identifier: MIT
"""Tells what a file is: survey, interview, codebook, consents, project or archive."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("file_kind", "projects.intake.file_jobs:job_file_kind")
