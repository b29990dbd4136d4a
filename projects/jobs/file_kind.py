# SPDX-License-Identifier: MIT
"""Recognises a file as survey, interview, codebook, consents, project or archive."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("file_kind", "projects.intake.file_jobs:job_file_kind")
